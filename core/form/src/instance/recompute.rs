//! What follows a change: the rules that read it, in their order, and nothing else.
//!
//! A queue of (rule, cell), lowest rule first; rules are numbered so that each runs after what it reads. A result that didn't change
//! reaches nobody. Reading other rows of the same repeat may queue an earlier rule again; a budget ends forms that never settle.

use std::cell::Cell;

use super::desk::Desk;
use super::problems::note_problem;
use super::scene::Scene;
use super::store::{Store, flag};
use crate::definition::Form;
use crate::definition::body::{Choices, Control};
use crate::definition::graph::Edge;
use crate::definition::rule::Target;
use crate::env::{Env, Stream};
use crate::question::QuestionKind;
use crate::tree::Node;
use crate::xpath::eval::{Context, Failure, Setting};
use crate::xpath::program::Expr;

/// Steps of one edit.
const STEPS: u64 = 50_000_000;
/// Times one `jr:count` may be asked again in one edit: a count that grows with its own rows ends here.
const COUNT_TURNS: u32 = 64;
/// Work under way on a store.
pub(super) struct Work<'a> {
    pub(super) form: &'a Form,
    pub(super) store: &'a mut Store,
    setting: Setting<'a>,
    /// What it has before it; given back when it ends.
    pub(super) desk: Box<Desk>,
    /// Rows, or what is asked, aren't those from before.
    pub(super) outline_changed: bool,
    /// An action ran.
    pub(super) acted: bool,
    /// A limit ended the evaluation that is under way.
    limit: Cell<bool>,
    /// A limit ended the work before everything was computed.
    pub(super) cut_short: bool,
    /// Everything is to be computed: a limit ended the work before this.
    pub(super) whole: bool,
    /// Answers are being opened or put back: nothing counts as changed by the person.
    pub(super) opening: bool,
    /// What was undone is being put back: rows that come are no new ones, and every text in them is as it was.
    pub(super) restoring: bool,
    /// Cells are being filled from saved answers.
    pub(super) saved: bool,
    /// What saved answers don't have begins as in the form: a submission leaves out what was hidden.
    pub(super) defaults: bool,
    /// Saved answers hold more than fits.
    pub(super) exceeded: bool,
}

impl<'a> Work<'a> {
    pub(super) fn new(form: &'a Form, store: &'a mut Store, env: &'a Env, language: usize) -> Self {
        let desk = store.desk.take().unwrap_or_default();
        Self {
            form,
            store,
            setting: Setting::new(env, language, STEPS),
            desk,
            outline_changed: false,
            acted: false,
            limit: Cell::new(false),
            cut_short: false,
            whole: false,
            opening: false,
            restoring: false,
            saved: false,
            defaults: false,
            exceeded: false,
        }
    }

    pub(super) fn env(&self) -> &'a Env {
        self.setting.env
    }

    pub(super) fn stream(&self) -> &Stream {
        &self.setting.stream
    }

    pub(super) fn scene(&self) -> Scene<'_> {
        Scene {
            form: self.form,
            store: self.store,
            setting: &self.setting,
            nesting: Cell::new(0),
        }
    }

    /// Ends the work: problems are noted, the desk is cleared and given back for the next. False when a limit ended it before everything was
    /// computed.
    pub(super) fn finish(mut self) -> bool {
        let (form, store) = (self.form, self.store);
        for cell in self.desk.changed.drain(..) {
            note_problem(form, store, cell);
        }
        for row in self.desk.new_rows.drain(..) {
            let cells = form.model.scope(store.scope_def(row)).cells.len() as u32;
            let base = store.base(row);
            (base..base + cells).for_each(|cell| note_problem(form, store, cell));
        }
        self.desk.clear();
        store.desk = Some(self.desk);
        !self.cut_short
    }

    /// Runs what waits. What was put back is the calculations' again afterwards.
    pub(super) fn drain(&mut self) {
        while let Some((rule, cell)) = self.desk.queue.pop() {
            self.run(rule, cell);
            if self.setting.budget.get() == 0 {
                self.desk.queue.clear();
                self.cut_short = true;
            }
        }
        for cell in self.desk.held.drain(..) {
            self.store.set(cell, flag::SAVED | flag::HELD, false);
        }
    }

    /// Drops what waits at rows that were taken out.
    pub(super) fn forget_freed(&mut self) {
        let (model, store) = (&self.form.model, &*self.store);
        let is_kept = |cell: &u32| store.is_kept(model, store.scope_of(*cell));
        let waiting: Vec<(u32, u32)> = std::iter::from_fn(|| self.desk.queue.pop())
            .filter(|(_, cell)| is_kept(cell))
            .collect();
        self.desk.queue.add_all(waiting.into_iter());
        self.desk.changed.retain(is_kept);
        self.desk.new_rows.retain(|row| store.is_kept(model, *row));
    }

    /// Leaves a cell's text as it is in the next round of computing.
    pub(super) fn hold(&mut self, cell: u32, flag: u16) {
        self.store.set(cell, flag, true);
        self.desk.held.push(cell);
    }

    /// Queues a rule at a cell.
    pub(super) fn queue(&mut self, rule: u32, cell: u32) {
        self.desk.queue.add(rule, cell);
    }

    /// Queues every rule of every cell of a row, rows inside not included.
    pub(super) fn queue_scope(&mut self, scope: u32) {
        let base = self.store.base(scope);
        let shape = self.form.model.scope(self.store.scope_def(scope));
        for (offset, def) in shape.cells.iter().enumerate() {
            for rule in &self.form.graph.at[*def as usize] {
                self.desk.queue.add(*rule, base + offset as u32);
            }
        }
    }

    /// Queues every rule of every row that exists and looks at every text's type again. What was typed over a calculation, or made once,
    /// stays.
    pub(super) fn queue_everything(&mut self) {
        let form = self.form;
        let (mut waiting, mut pairs) = (vec![0], Vec::new());
        while let Some(scope) = waiting.pop() {
            let shape = form.model.scope(self.store.scope_def(scope));
            let base = self.store.base(scope);
            for (cell, def) in (base..).zip(&shape.cells) {
                self.check_type(cell);
                self.hold_own(cell);
                pairs.extend(form.graph.at[*def as usize].iter().map(|rule| (*rule, cell)));
            }
            for list in 0..shape.lists.len() as u32 {
                waiting.extend(self.store.rows(scope, list));
            }
        }
        self.desk.queue.add_all(pairs.into_iter());
    }

    /// Queues the calculations and conditions that speak a language: labels of choices, translated texts.
    pub(super) fn queue_language(&mut self) {
        let form = self.form;
        for (number, rule) in form.graph.rules.iter().enumerate() {
            let in_choices = || {
                let control = form
                    .body
                    .control(rule.def)
                    .filter(|_| rule.target == Target::Choices);
                control.is_some_and(speaks)
            };
            if rule.expr.as_ref().is_some_and(Expr::speaks) || in_choices() {
                let site = crate::definition::graph::site(&form.model, rule);
                for cell in super::rows::cells_of(form, self.store, site) {
                    self.desk.queue.add(number as u32, cell);
                }
            }
        }
    }

    fn run(&mut self, number: u32, cell: u32) {
        let form = self.form;
        let rule = &form.graph.rules[number as usize];
        match (rule.target, &rule.expr) {
            (Target::Value, Some(expr)) => {
                let own = flag::TYPED | flag::SAVED | flag::HELD;
                if form.graph.lasting[rule.def as usize] || self.store.has(cell, own) {
                    self.calculate_own(rule.def, cell, expr);
                } else {
                    self.calculate(cell, expr);
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
                let broken = !self.store.text(cell).is_empty() && !self.is_met(expr, cell);
                self.flag(cell, flag::CONSTRAINT, broken);
            }
            (Target::Count, Some(expr)) => {
                let turns = self.desk.turns.entry((number, cell)).or_default();
                *turns += 1;
                let again = *turns <= COUNT_TURNS;
                let count = self.count(expr, cell);
                if !again || !self.set_rows(cell, rule.def, count) {
                    self.limit.set(true);
                }
            }
            (Target::Choices, _) => self.check_choices(cell),
            _ => self.desk.changed.push(cell),
        }
        self.store.note_limit(number, cell, self.limit.take());
    }

    #[inline(always)]
    fn flag(&mut self, cell: u32, flag: u16, on: bool) {
        if self.store.set(cell, flag, on) {
            self.desk.changed.push(cell);
        }
    }

    /// A condition's truth; `otherwise` when it can't be computed.
    #[inline(always)]
    fn condition(&self, expr: &Expr, cell: u32, otherwise: bool) -> bool {
        self.judge(expr, cell).unwrap_or(otherwise)
    }

    /// A constraint that can't be computed blocks nobody; one that a limit ended isn't met.
    fn is_met(&self, expr: &Expr, cell: u32) -> bool {
        !matches!(self.judge(expr, cell), Ok(false) | Err(Failure::Limit))
    }

    #[inline(always)]
    fn judge(&self, expr: &Expr, cell: u32) -> Result<bool, Failure> {
        let scene = self.scene();
        let result = scene.eval(cell).bool(expr, Context::of(Node::cell(cell)));
        self.note_failure(result.as_ref().err());
        result
    }

    pub(super) fn note_failure(&self, failure: Option<&Failure>) {
        if failure == Some(&Failure::Limit) {
            self.limit.set(true);
        }
    }

    /// Whether a limit ended an evaluation since this was asked last.
    pub(super) fn met_limit(&self) -> bool {
        self.limit.take()
    }

    fn count(&self, expr: &Expr, cell: u32) -> usize {
        let scene = self.scene();
        let number = scene.eval(cell).number(expr, Context::of(Node::cell(cell)));
        self.note_failure(number.as_ref().err());
        let number = number.unwrap_or(0.0);
        // Not a number and negative numbers are no rows; the limit is applied where rows are made.
        if number >= 1.0 {
            number.min(1e6) as usize
        } else {
            0
        }
    }

    /// Keeps a text and tells its readers; true when it changed.
    pub(super) fn put(&mut self, cell: u32, text: &str) -> bool {
        let changed = self.store.set_raw(cell, text);
        if changed {
            self.text_changed(cell);
        }
        changed
    }

    /// The same for a short whole number, which needs no reading.
    #[inline(always)]
    pub(super) fn put_whole(&mut self, cell: u32, number: u32) -> bool {
        let changed = self.store.set_whole(cell, number);
        if changed {
            self.text_changed(cell);
        }
        changed
    }

    #[inline(always)]
    fn text_changed(&mut self, cell: u32) {
        self.check_type(cell);
        self.value_changed(cell);
        if !self.opening && self.form.watched[self.store.def(cell) as usize] {
            self.desk.fired.push(cell);
        }
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
        // Most answers that are typed fast: they need no second look.
        let whole = self.store.is_short_whole(cell) && data_type.is_number();
        let good = raw.is_empty() || ((whole || data_type.accepts(raw)) && in_range());
        let reads = match good {
            true if whole => None,
            true => data_type.canonical(raw),
            false => data_type.reads(raw),
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
        self.desk.changed.push(cell);
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
            self.desk
                .queue
                .add(edge.rule, self.store.base(scope) + edge.offset);
            return;
        }
        if self.desk.queue.waits_below(edge.rule, scope) {
            return;
        }
        self.desk.queue.note_below(edge.rule, scope);
        let mut scopes = vec![scope];
        for list in &edge.down {
            scopes = scopes
                .iter()
                .flat_map(|scope| self.store.rows(*scope, *list))
                .copied()
                .collect();
        }
        // Rows that reach each other again and again end with the budget.
        let left = self.setting.budget.get().saturating_sub(scopes.len() as u64);
        self.setting.budget.set(left);
        for scope in scopes {
            self.desk
                .queue
                .add(edge.rule, self.store.base(scope) + edge.offset);
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
                self.desk.changed.push(cell);
                if on && !self.restoring {
                    self.calculate_again(cell);
                }
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
        super::rows::inside(
            self.form,
            self.store,
            cell,
            &|scope, list| self.store.rows(scope, list),
            out,
        );
    }

    /// Finds which of the chosen values are choices now. The answer itself is kept: a choice that comes back is chosen again.
    fn check_choices(&mut self, cell: u32) {
        let form = self.form;
        self.desk.changed.push(cell);
        let Some(control) = form.body.control(self.store.def(cell)) else {
            return;
        };
        let raw = self.store.raw(cell);
        let left = if raw.is_empty() {
            None
        } else {
            let words = chosen(control, raw);
            let left = self.scene().standing(control, cell, &words);
            self.note_failure(left.as_ref().err());
            let left = left.unwrap_or_default().join(" ");
            (left != raw).then_some(left)
        };
        if self.store.set_overlay(cell, left.as_deref()) {
            self.value_changed(cell);
        }
    }
}

/// Which choices there are depends on the language.
fn speaks(control: &Control) -> bool {
    match &control.choices {
        Some(Choices::Itemset { nodes, value, .. }) => nodes.speaks() || value.speaks(),
        _ => false,
    }
}

/// The chosen values in an answer.
pub(super) fn chosen<'v>(control: &Control, raw: &'v str) -> Vec<&'v str> {
    match control.kind {
        QuestionKind::SelectMultiple | QuestionKind::Rank => raw.split_whitespace().collect(),
        _ => vec![raw.trim()],
    }
}
