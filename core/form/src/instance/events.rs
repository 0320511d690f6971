//! Events: the person changed a value, a row is new, answers were opened. Their actions run when everything is computed, and what
//! they write is computed in its turn; actions that answer each other for ever are ended.

use super::calculate::Computed;
use super::recompute::Work;
use super::rows;
use crate::definition::action::{Action, ActionValue, Event};
use crate::tree::Node;
use crate::xpath::eval::Context;
use crate::xpath::value;

/// Rounds of actions that answer each other.
const ACTION_ROUNDS: u32 = 64;

impl Work<'_> {
    /// Runs until nothing is left to do, actions included.
    pub(super) fn settle(&mut self) {
        if std::mem::take(&mut self.whole) {
            self.queue_everything();
        }
        for _ in 0..ACTION_ROUNDS {
            self.drain();
            if self.desk.made.is_empty() && self.desk.fired.is_empty() {
                return;
            }
            self.run_events();
        }
        self.desk.made.clear();
        self.desk.fired.clear();
        self.cut_short = true;
        self.drain();
    }

    /// New rows first: what they start with may fire further events.
    fn run_events(&mut self) {
        if !self.desk.made.is_empty() {
            for row in std::mem::take(&mut self.desk.made) {
                self.preload_row(row);
                self.run_row_actions(row);
            }
            return;
        }
        let mut fired = std::mem::take(&mut self.desk.fired);
        fired.sort_unstable();
        fired.dedup();
        for cell in fired {
            self.run_actions(cell);
        }
    }

    /// Runs the actions that wait for a change of a cell.
    fn run_actions(&mut self, cell: u32) {
        let form = self.form;
        let def = self.store.def(cell);
        let waits = |action: &&Action| action.owner == def && action.events.contains(&Event::ValueChanged);
        for action in form.actions.iter().filter(waits) {
            self.run_action(action, cell, &|_| true);
        }
    }

    /// Runs the actions that a new row's elements carry.
    fn run_row_actions(&mut self, row: u32) {
        let form = self.form;
        let (base, scope) = (self.store.base(row), self.store.scope_def(row));
        let of_rows = |action: &&Action| action.events.contains(&Event::NewRow);
        for action in form.actions.iter().filter(of_rows) {
            let owner = form.model.def(action.owner);
            if owner.scope == scope {
                self.run_action(action, base + owner.offset, &|_| true);
            }
        }
    }

    /// Runs the actions of an event wherever they stand, once for each existing owner.
    pub(super) fn run_all_actions(&mut self, event: Event) {
        self.run_actions_where(event, &|_| true);
    }

    /// The same, but only what they set in the wanted definition nodes. A row that is set aside is no new one when it returns: it has what its own
    /// actions wrote at the start.
    pub(super) fn run_actions_where(&mut self, event: Event, wanted: &dyn Fn(u32) -> bool) {
        let form = self.form;
        let of_event = |action: &&Action| action.events.contains(&event);
        for action in form.actions.iter().filter(of_event) {
            for cell in rows::kept_cells_of(form, self.store, action.owner) {
                self.run_action(action, cell, wanted);
                self.drain();
            }
        }
    }

    /// Writes what an action sets, in the wanted definition nodes.
    fn run_action(&mut self, action: &Action, cell: u32, wanted: &dyn Fn(u32) -> bool) {
        self.acted = true;
        for target in self.targets(action, cell) {
            if !wanted(self.store.def(target)) {
                continue;
            }
            let text = match &action.value {
                ActionValue::Text(text) => text.to_string(),
                ActionValue::Computed(expr) => match self.computed(expr, target) {
                    Computed::Number(number) => value::number_text(number).into_owned(),
                    Computed::Text(text) => text,
                },
                ActionValue::Place => {
                    self.store.want(target);
                    continue;
                }
            };
            self.set_value(target, text);
        }
        self.cut_short |= self.met_limit();
    }

    /// The cells that an action sets. Writing one value over the answers of many rows is never meant; defaults of all rows at the
    /// start are.
    fn targets(&self, action: &Action, cell: u32) -> Vec<u32> {
        let found = {
            let scene = self.scene();
            let nodes = scene
                .eval(cell)
                .nodes(&action.target, Context::of(Node::cell(cell)));
            self.note_failure(nodes.as_ref().err());
            nodes.unwrap_or_default()
        };
        let at_start = |event: &Event| matches!(event, Event::FirstLoad | Event::Load);
        if found.len() > 1 && !action.events.iter().any(at_start) {
            return Vec::new();
        }
        let own = found.into_iter().filter(|node| node.tree == 0);
        own.map(|node| node.id).collect()
    }

    fn set_value(&mut self, cell: u32, text: String) {
        let text = self.data_type(cell).cast(text);
        let before = self.noted_text(cell);
        if self.write(cell, &text) {
            self.desk.overwritten.push((cell, before));
        }
        if self.form.graph.calculations[self.store.def(cell) as usize].is_some() {
            // What the next action changes may overwrite it again.
            self.drain();
        }
    }
}
