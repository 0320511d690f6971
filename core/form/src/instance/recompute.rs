//! What follows a change: the rules that read it, in their order, and nothing else.
//!
//! A queue of (rule, cell), lowest rule first; rules are numbered so that each runs after what it reads. A result that didn't change
//! reaches nobody. Reading other rows of the same repeat may queue an earlier rule again; a budget ends forms that never settle.

use std::cell::Cell;
use std::collections::HashMap;

use super::queue::Queue;
use super::scene::Scene;
use super::store::{Spare, Store, flag};
use crate::definition::Form;
use crate::definition::action::{Action, ActionValue, Event};
use crate::definition::body::Control;
use crate::definition::data_type::DataType;
use crate::definition::graph::Edge;
use crate::definition::rule::Target;
use crate::env::{Env, Stream};
use crate::question::QuestionKind;
use crate::tree::Node;
use crate::xpath::eval::{Context, Failure};
use crate::xpath::program::Expr;
use crate::xpath::value::{self, Digits, Value};

/// Steps of one edit.
const STEPS: u64 = 50_000_000;
/// Times one `jr:count` may be asked again in one edit: a count that grows with its own rows ends here.
const COUNT_TURNS: u32 = 64;
/// Rounds of actions that answer each other.
const ACTION_ROUNDS: u32 = 64;

/// What a calculation gives: a number, which needs no text before it is kept, or any other text.
enum Computed {
    Number(f64),
    Text(String),
}

/// Work under way on a store.
pub(super) struct Work<'a> {
    pub(super) form: &'a Form,
    pub(super) store: &'a mut Store,
    env: &'a Env,
    stream: Stream,
    budget: Cell<u64>,
    queue: Queue,
    /// Cells whose model changed, with repetitions.
    pub(super) changed: Vec<u32>,
    /// Rows made since the work began.
    pub(super) new_rows: Vec<u32>,
    /// Rows, or what is asked, aren't those from before.
    pub(super) outline_changed: bool,
    fired: Vec<u32>,
    /// Answers that actions overwrote, first to last: cell and text before.
    pub(super) overwritten: Vec<(u32, String)>,
    /// Cells that wait for the device's place.
    pub(super) wanted: Vec<u32>,
    turns: HashMap<(u32, u32), u32>,
    /// A limit ended the work before everything was computed.
    cut_short: bool,
    /// Answers are being opened: nothing counts as changed by the person.
    pub(super) opening: bool,
    /// Cells are being filled from saved answers.
    pub(super) saved: bool,
    /// What saved answers don't have begins as in the form: a submission leaves out what was hidden.
    pub(super) defaults: bool,
    /// Which language computed labels speak.
    language: usize,
    /// Names in saved answers that the form doesn't have.
    pub(super) unknown: Vec<String>,
}

impl<'a> Work<'a> {
    pub(super) fn new(form: &'a Form, store: &'a mut Store, env: &'a Env, language: usize) -> Self {
        let spare = std::mem::take(&mut store.spare);
        Self {
            form,
            store,
            env,
            stream: Stream::new(env),
            budget: Cell::new(STEPS),
            queue: spare.queue,
            changed: spare.changed,
            new_rows: spare.new_rows,
            outline_changed: false,
            fired: Vec::new(),
            overwritten: Vec::new(),
            wanted: Vec::new(),
            turns: HashMap::new(),
            cut_short: false,
            opening: false,
            saved: false,
            defaults: false,
            language,
            unknown: Vec::new(),
        }
    }

    pub(super) fn env(&self) -> &'a Env {
        self.env
    }

    pub(super) fn stream(&self) -> &Stream {
        &self.stream
    }

    fn scene(&self) -> Scene<'_> {
        Scene {
            form: self.form,
            store: self.store,
            env: self.env,
            stream: &self.stream,
            budget: &self.budget,
            language: self.language,
            nesting: Cell::new(0),
        }
    }

    /// Runs until nothing is left to do, actions included.
    pub(super) fn settle(&mut self) {
        for _ in 0..ACTION_ROUNDS {
            self.drain();
            let mut fired = std::mem::take(&mut self.fired);
            if fired.is_empty() {
                return;
            }
            fired.sort_unstable();
            fired.dedup();
            for cell in fired {
                self.run_actions(Event::ValueChanged, cell);
            }
        }
        self.fired.clear();
        self.cut_short = true;
        self.drain();
    }

    /// Ends the work: problems are noted, memory is given back for the next. False when a limit ended it before everything was computed.
    pub(super) fn finish(&mut self) -> bool {
        let (mut changed, mut new_rows) = (
            std::mem::take(&mut self.changed),
            std::mem::take(&mut self.new_rows),
        );
        for cell in changed.drain(..) {
            self.note_problem(cell);
        }
        for row in new_rows.drain(..) {
            let cells = self.form.model.scope(self.store.scope_def(row)).cells.len() as u32;
            let base = self.store.base(row);
            (base..base + cells).for_each(|cell| self.note_problem(cell));
        }
        self.store.spare = Spare {
            queue: std::mem::take(&mut self.queue),
            changed,
            new_rows,
        };
        !self.cut_short
    }

    fn drain(&mut self) {
        while let Some((rule, cell)) = self.queue.pop() {
            if self.budget.get() == 0 {
                self.queue.clear();
                self.cut_short = true;
                return;
            }
            self.run(rule, cell);
        }
    }

    /// Queues every rule of every cell of a row, rows inside not included.
    pub(super) fn queue_scope(&mut self, scope: u32) {
        let base = self.store.base(scope);
        let shape = self.form.model.scope(self.store.scope_def(scope));
        for (offset, def) in shape.cells.iter().enumerate() {
            for rule in &self.form.graph.at[*def as usize] {
                self.queue.add(*rule, base + offset as u32);
            }
        }
    }

    /// Queues every rule of every row that exists and looks at every text's type again.
    pub(super) fn queue_everything(&mut self) {
        let form = self.form;
        let (mut waiting, mut pairs) = (vec![0], Vec::new());
        while let Some(scope) = waiting.pop() {
            let shape = form.model.scope(self.store.scope_def(scope));
            let base = self.store.base(scope);
            for (cell, def) in (base..).zip(&shape.cells) {
                self.check_type(cell);
                pairs.extend(form.graph.at[*def as usize].iter().map(|rule| (*rule, cell)));
            }
            for list in 0..shape.lists.len() as u32 {
                waiting.extend(self.store.rows(scope, list));
            }
        }
        self.queue.add_all(pairs.into_iter());
    }

    /// Queues the calculations and conditions that speak a language: labels of choices, translated texts.
    pub(super) fn queue_language(&mut self) {
        let form = self.form;
        for (number, rule) in form.graph.rules.iter().enumerate() {
            if rule.expr.as_ref().is_some_and(Expr::speaks) {
                let site = crate::definition::graph::site(&form.model, rule);
                for cell in super::rows::cells_of(form, self.store, site) {
                    self.queue.add(number as u32, cell);
                }
            }
        }
    }

    fn run(&mut self, number: u32, cell: u32) {
        let form = self.form;
        let rule = &form.graph.rules[number as usize];
        match (rule.target, &rule.expr) {
            (Target::Value, Some(expr)) => {
                if !self.is_kept(rule.def, cell, expr) {
                    match self.computed(expr, cell) {
                        Computed::Number(number) => self.put_number(cell, number),
                        Computed::Text(text) => {
                            let text = self.data_type(cell).cast(text);
                            self.put(cell, &text)
                        }
                    };
                }
            }
            (Target::Relevant, Some(expr)) => {
                let on = self.condition(expr, cell, true);
                if self.store.set(cell, flag::OWN_RELEVANT, on) {
                    self.refresh_relevance(cell);
                }
            }
            (Target::Readonly, Some(expr)) => {
                let on = self.condition(expr, cell, false);
                if self.store.set(cell, flag::OWN_READONLY, on) {
                    self.refresh_readonly(cell);
                }
            }
            (Target::Required, Some(expr)) => {
                let on = self.condition(expr, cell, false);
                self.flag(cell, flag::REQUIRED, on);
            }
            (Target::Constraint, Some(expr)) => {
                let broken = !self.store.text(cell).is_empty() && !self.condition(expr, cell, true);
                self.flag(cell, flag::CONSTRAINT, broken);
            }
            (Target::Count, Some(expr)) => {
                let turns = self.turns.entry((number, cell)).or_default();
                *turns += 1;
                if *turns <= COUNT_TURNS {
                    let count = self.count(expr, cell);
                    self.set_rows(cell, rule.def, count);
                } else {
                    self.cut_short = true;
                }
            }
            (Target::Choices, _) => self.check_choices(cell),
            _ => self.changed.push(cell),
        }
    }

    /// The text was just read from saved answers and stays until something it is made of changes: a random value was made once, and
    /// what a person may have written over a calculation is theirs.
    fn is_kept(&mut self, def: u32, cell: u32, expr: &Expr) -> bool {
        if !self.store.set(cell, flag::SAVED, false) {
            return false;
        }
        let editable = self.form.body.control(def).is_some() && !self.form.graph.is_always_readonly(def);
        editable || (!self.store.raw(cell).is_empty() && expr.is_random())
    }

    fn flag(&mut self, cell: u32, flag: u16, on: bool) {
        if self.store.set(cell, flag, on) {
            self.changed.push(cell);
        }
    }

    /// A condition's truth; `otherwise` when it can't be computed.
    fn condition(&self, expr: &Expr, cell: u32, otherwise: bool) -> bool {
        let scene = self.scene();
        scene
            .eval(cell)
            .bool(expr, Context::of(Node::cell(cell)))
            .unwrap_or(otherwise)
    }

    /// The text of a calculation; not-a-number is no answer.
    fn computed(&self, expr: &Expr, cell: u32) -> Computed {
        let scene = self.scene();
        let (eval, context) = (scene.eval(cell), Context::of(Node::cell(cell)));
        let result = match expr {
            Expr::Arithmetic(..) => eval.number(expr, context).map(Value::Number),
            _ => eval.value(expr, context),
        };
        match result {
            Ok(Value::Number(number)) if number.is_nan() => Computed::Text(String::new()),
            Ok(Value::Number(number)) => Computed::Number(number),
            Ok(value) => Computed::Text(eval.to_text(value).into_owned()),
            Err(Failure::Limit | Failure::Argument(_)) => Computed::Text(String::new()),
        }
    }

    fn count(&self, expr: &Expr, cell: u32) -> usize {
        let scene = self.scene();
        let number = scene
            .eval(cell)
            .number(expr, Context::of(Node::cell(cell)))
            .unwrap_or(0.0);
        // Not a number and negative numbers are no rows; the limit is applied where rows are made.
        if number >= 1.0 {
            number.min(1e6) as usize
        } else {
            0
        }
    }

    fn data_type(&self, cell: u32) -> DataType {
        self.form.model.def(self.store.def(cell)).data_type
    }

    /// Keeps a computed number as its cell's type writes it; true when it changed.
    fn put_number(&mut self, cell: u32, number: f64) -> bool {
        let number = self.data_type(cell).cast_number(number);
        match Digits::default().of_number(number) {
            Some(digits) => self.put(cell, digits),
            None => self.put(cell, &value::number_text(number)),
        }
    }

    /// Keeps a text and tells its readers; true when it changed.
    pub(super) fn put(&mut self, cell: u32, text: &str) -> bool {
        if !self.store.set_raw(cell, text) {
            return false;
        }
        self.check_type(cell);
        self.value_changed(cell);
        if !self.opening && self.form.watched[self.store.def(cell) as usize] {
            self.fired.push(cell);
        }
        true
    }

    /// Flags a text that isn't of its type.
    pub(super) fn check_type(&mut self, cell: u32) {
        let raw = self.store.raw(cell);
        let def = self.store.def(cell);
        let data_type = self.form.model.def(def).data_type;
        let control = self.form.body.control(def);
        let in_range = || {
            control
                .and_then(|control| control.range.as_ref())
                .is_none_or(|range| range.holds(raw))
        };
        let good = raw.is_empty() || (data_type.accepts(raw) && in_range());
        let reads = if good {
            data_type.canonical(raw)
        } else {
            data_type.reads(raw)
        };
        if good && reads.is_none() && !self.store.has(cell, flag::TYPE | flag::OVERLAY) {
            return;
        }
        self.store.set(cell, flag::TYPE, !good);
        self.store.set_overlay(cell, reads.as_deref());
    }

    /// Queues the readers of a cell's text and remembers that the question changed. What is hidden, or no choice any more, reads
    /// differently but is still what the person entered: no event tells of it, so no action writes over other answers for it.
    pub(super) fn value_changed(&mut self, cell: u32) {
        self.changed.push(cell);
        let form = self.form;
        let (def, scope) = (self.store.def(cell), self.store.scope_of(cell));
        if form.model.def(def).column.is_some() {
            self.store.share(&form.model, cell);
        }
        for edge in &form.graph.values[def as usize] {
            self.reach(edge, scope);
        }
    }

    /// Queues the readers of a repeat's rows. `appended`: no existing row got another number.
    pub(super) fn rows_changed(&mut self, scope: u32, repeat: u32, appended: bool) {
        self.outline_changed = true;
        let form = self.form;
        for edge in form.graph.rows.get(&repeat).into_iter().flatten() {
            if !(edge.position && appended) {
                self.reach(edge, scope);
            }
        }
    }

    pub(super) fn reach(&mut self, edge: &Edge, from: u32) {
        let mut scope = from;
        while self.store.scope_def(scope) != edge.anchor {
            match self.store.parent_scope(scope) {
                Some(parent) => scope = parent,
                None => return,
            }
        }
        if edge.down.is_empty() {
            self.queue.add(edge.rule, self.store.base(scope) + edge.offset);
            return;
        }
        if self.queue.waits_below(edge.rule, scope) {
            return;
        }
        self.queue.note_below(edge.rule, scope);
        let mut scopes = vec![scope];
        for list in &edge.down {
            scopes = scopes
                .iter()
                .flat_map(|scope| self.store.rows(*scope, *list))
                .copied()
                .collect();
        }
        // Rows that reach each other again and again end with the budget.
        let left = self.budget.get().saturating_sub(scopes.len() as u64);
        self.budget.set(left);
        for scope in scopes {
            self.queue.add(edge.rule, self.store.base(scope) + edge.offset);
        }
    }

    /// Works out a cell's relevance from its own and what is around it, and everything's inside.
    pub(super) fn refresh_relevance(&mut self, cell: u32) {
        let mut waiting = vec![cell];
        while let Some(cell) = waiting.pop() {
            let around = self
                .store
                .parent(&self.form.model, cell)
                .is_none_or(|p| self.store.has(p, flag::RELEVANT));
            let on = around && self.store.has(cell, flag::OWN_RELEVANT);
            if self.store.set(cell, flag::RELEVANT, on) {
                self.outline_changed |= self.is_shown(cell);
                self.value_changed(cell);
                self.inner_cells(cell, &mut waiting);
            }
        }
    }

    /// The same for read-only.
    pub(super) fn refresh_readonly(&mut self, cell: u32) {
        let mut waiting = vec![cell];
        while let Some(cell) = waiting.pop() {
            let around = self
                .store
                .parent(&self.form.model, cell)
                .is_some_and(|p| self.store.has(p, flag::READONLY));
            let on = around || self.store.has(cell, flag::OWN_READONLY);
            if self.store.set(cell, flag::READONLY, on) {
                self.changed.push(cell);
                self.inner_cells(cell, &mut waiting);
            }
        }
    }

    /// Cells directly inside: attributes, children, rows.
    fn inner_cells(&self, cell: u32, out: &mut Vec<u32>) {
        let model = &self.form.model;
        let def = model.def(self.store.def(cell));
        let base = cell - def.offset;
        out.extend(def.attributes.iter().map(|id| base + model.def(*id).offset));
        for id in &def.children {
            let child = model.def(*id);
            match child.repeat {
                Some(list) => {
                    let rows = self.store.rows(self.store.scope_of(cell), list);
                    out.extend(rows.iter().map(|row| self.store.base(*row)));
                }
                None => out.push(base + child.offset),
            }
        }
    }

    /// Finds which of the chosen values are choices now. The answer itself is kept: a choice that comes back is chosen again.
    fn check_choices(&mut self, cell: u32) {
        let form = self.form;
        self.changed.push(cell);
        let Some(control) = form.body.control(self.store.def(cell)) else {
            return;
        };
        let raw = self.store.raw(cell);
        let left = if raw.is_empty() {
            None
        } else {
            let words = chosen(control, raw);
            let left = self.scene().standing(control, cell, &words).join(" ");
            (left != words.join(" ")).then_some(left)
        };
        if self.store.set_overlay(cell, left.as_deref()) {
            self.value_changed(cell);
        }
    }

    /// Runs the actions of an event at the cell that owns them.
    pub(super) fn run_actions(&mut self, event: Event, cell: u32) {
        let form = self.form;
        let def = self.store.def(cell);
        for action in form.actions.iter().filter(|action| is_for(action, event, def)) {
            self.run_action(action, cell);
        }
    }

    /// Runs the actions that a new row's elements carry.
    pub(super) fn run_row_actions(&mut self, row: u32) {
        let form = self.form;
        let (base, scope) = (self.store.base(row), self.store.scope_def(row));
        for action in form
            .actions
            .iter()
            .filter(|action| action.events.contains(&Event::NewRow))
        {
            let owner = form.model.def(action.owner);
            if owner.scope == scope {
                self.run_action(action, base + owner.offset);
            }
        }
    }

    /// Runs the actions of an event wherever they stand, once for each existing owner.
    pub(super) fn run_all_actions(&mut self, event: Event) {
        self.run_actions_where(event, &|_| true);
    }

    /// The same, but only what they set in the wanted definition nodes.
    pub(super) fn run_actions_where(&mut self, event: Event, wanted: &dyn Fn(u32) -> bool) {
        let form = self.form;
        for action in form
            .actions
            .iter()
            .filter(|action| action.events.contains(&event))
        {
            for cell in super::rows::cells_of(form, self.store, action.owner) {
                self.run_action_where(action, cell, wanted);
                self.drain();
            }
        }
    }

    fn run_action(&mut self, action: &Action, cell: u32) {
        self.run_action_where(action, cell, &|_| true);
    }

    fn run_action_where(&mut self, action: &Action, cell: u32, wanted: &dyn Fn(u32) -> bool) {
        let targets = {
            let scene = self.scene();
            let found = scene
                .eval(cell)
                .nodes(&action.target, Context::of(Node::cell(cell)));
            found.unwrap_or_default()
        };
        // Writing one value over the answers of many rows is never meant; defaults of all rows at the start are.
        if targets.len() > 1
            && !action
                .events
                .iter()
                .any(|event| matches!(event, Event::FirstLoad | Event::Load))
        {
            return;
        }
        for target in targets.into_iter().filter(|node| node.tree == 0) {
            if !wanted(self.store.def(target.id)) {
                continue;
            }
            let text = match &action.value {
                ActionValue::Text(text) => text.to_string(),
                ActionValue::Computed(expr) => match self.computed(expr, target.id) {
                    Computed::Number(number) => value::number_text(number).into_owned(),
                    Computed::Text(text) => text,
                },
                ActionValue::Place => {
                    self.wanted.push(target.id);
                    continue;
                }
            };
            let text = self.data_type(target.id).cast(text);
            let before = self.store.raw(target.id).to_owned();
            if self.put(target.id, &text) {
                self.overwritten.push((target.id, before));
            }
        }
    }
}

fn is_for(action: &Action, event: Event, def: u32) -> bool {
    action.owner == def && action.events.contains(&event)
}

/// The chosen values in an answer.
pub(super) fn chosen<'v>(control: &Control, raw: &'v str) -> Vec<&'v str> {
    match control.kind {
        QuestionKind::SelectMultiple | QuestionKind::Rank => raw.split_whitespace().collect(),
        _ => vec![raw.trim()],
    }
}
