//! Rows of repeats, and matching saved answers to cells.

use super::recompute::Work;
use super::saved::Saved;
use super::store::{Store, flag};
use crate::definition::Form;
use crate::definition::model::{DefKind, Model};
use crate::definition::rule::Target;
use crate::order::sort_numbers;
use crate::tree::world::Primary;

/// Bytes of one answer.
pub(super) const MAX_ANSWER: usize = 1 << 20;
/// Rows of one repeat.
pub(super) const MAX_ROWS: usize = 20_000;
/// Cells of one instance.
pub(super) const MAX_CELLS: usize = 2_000_000;
/// The root element's definition.
const ROOT: u32 = 1;
/// Unknown names that are listed.
const MAX_UNKNOWN: usize = 100;

impl Work<'_> {
    /// One more row would exceed a limit.
    pub(super) fn is_full(&self, scope: u32, list: u32) -> bool {
        self.store.rows(scope, list).len() >= MAX_ROWS || self.store.cells_in_use() >= MAX_CELLS
    }

    /// A new row at a place, filled from saved answers; nothing is computed yet.
    pub(super) fn make_row(&mut self, scope: u32, repeat: u32, at: usize, saved: &Saved) -> u32 {
        let def = self.form.model.def(repeat);
        let list = def.repeat.unwrap_or(0);
        let row = self.store.new_scope(&self.form.model, def.scope, scope);
        self.store.insert_row(scope, list, at, row);
        let head = self.store.base(row);
        let around = self.store.parent(&self.form.model, head).unwrap_or(0);
        let (relevant, readonly) = (
            self.store.has(around, flag::RELEVANT),
            self.store.has(around, flag::READONLY),
        );
        let cells = self.form.model.scope(def.scope).cells.len() as u32;
        for cell in head..head + cells {
            self.store.set(cell, flag::RELEVANT, relevant);
            self.store.set(cell, flag::READONLY, readonly);
        }
        self.fill(head, saved);
        if self.store.is_live(&self.form.model, row) {
            self.store.share_row(&self.form.model, row);
        }
        self.queue_scope(row);
        self.desk.new_rows.push(row);
        row
    }

    /// A row as the person adds it, at the end: the template, then, when all is computed, the actions of a new row.
    pub(super) fn add_row(&mut self, scope: u32, repeat: u32) -> u32 {
        let form = self.form;
        let empty = Saved::default();
        let at = self
            .store
            .rows(scope, form.model.def(repeat).repeat.unwrap_or(0))
            .len();
        let row = self.make_row(scope, repeat, at, form.templates.get(&repeat).unwrap_or(&empty));
        self.note_made(row);
        self.rows_changed(scope, repeat, true);
        row
    }

    /// A row and the rows inside it: all of them are new when it is.
    fn note_made(&mut self, row: u32) {
        let mut next = self.desk.made.len();
        self.desk.made.push(row);
        while let Some(row) = self.desk.made.get(next).copied() {
            next += 1;
            for list in 0..self.form.model.scope(self.store.scope_def(row)).lists.len() as u32 {
                self.desk.made.extend(self.store.rows(row, list));
            }
        }
    }

    /// Makes exactly so many rows exist; rows beyond are kept aside with their answers. False when a limit forbids so many.
    pub(super) fn set_rows(&mut self, parent: u32, repeat: u32, count: usize) -> bool {
        let form = self.form;
        let list = form.model.def(repeat).repeat.unwrap_or(0);
        let scope = self.store.scope_of(parent);
        let before = self.store.rows(scope, list).len();
        let (asked, count) = (count, count.min(MAX_ROWS));
        if count == before {
            return asked == count;
        }
        let parked: Vec<u32> = self.store.parked(scope, list).to_vec();
        self.store.set_live(&form.model, scope, list, count);
        for row in parked.iter().take(count.saturating_sub(before)) {
            self.revive(*row);
        }
        let kept = self.store.all_rows(scope, list).len();
        // What is put back has all its rows already; a count that isn't put back yet may say otherwise.
        if kept < count && !self.restoring {
            self.desk.grown.push((scope, repeat, kept));
            self.make_rows(scope, repeat, count);
        }
        self.rows_changed(scope, repeat, count > before);
        self.store.rows(scope, list).len() == asked
    }

    /// Adds new rows until there are so many, or a limit is reached.
    fn make_rows(&mut self, scope: u32, repeat: u32, count: usize) {
        let form = self.form;
        let list = form.model.def(repeat).repeat.unwrap_or(0);
        let empty = Saved::default();
        while self.store.rows(scope, list).len() < count && !self.is_full(scope, list) {
            let at = self.store.rows(scope, list).len();
            let row = self.make_row(scope, repeat, at, form.templates.get(&repeat).unwrap_or(&empty));
            self.note_made(row);
        }
    }

    /// A row that exists again: everything in it is computed anew, but what was typed over a calculation, or made once.
    fn revive(&mut self, row: u32) {
        let mut waiting = vec![row];
        while let Some(row) = waiting.pop() {
            let head = self.store.base(row);
            let cells = self.form.model.scope(self.store.scope_def(row)).cells.len() as u32;
            (head..head + cells).for_each(|cell| self.hold_own(cell));
            self.refresh_relevance(head);
            self.refresh_readonly(head);
            self.queue_scope(row);
            for list in 0..self.form.model.scope(self.store.scope_def(row)).lists.len() as u32 {
                waiting.extend(self.store.rows(row, list));
            }
        }
    }

    /// Fills a cell and everything inside from saved answers, matched by name.
    pub(super) fn fill(&mut self, cell: u32, saved: &Saved) {
        let form = self.form;
        let def = form.model.def(self.store.def(cell));
        let base = cell - def.offset;
        for id in &def.attributes {
            let attribute = form.model.def(*id);
            let local = local(&attribute.qualified);
            let value = saved
                .attributes
                .iter()
                .find(|(name, _)| **name == *local)
                .map_or(&attribute.default, |(_, v)| v);
            self.store.set_raw(base + attribute.offset, value);
        }
        if def.children.is_empty() {
            self.store.set_raw(cell, &saved.text);
            self.check_type(cell);
            if self.saved {
                self.exceeded |= saved.text.len() > MAX_ANSWER && saved.text != def.default;
                self.hold_saved(cell);
            }
        }
        let mut used = vec![false; saved.children.len()];
        // Answers mostly stand in the form's order. Where they don't they may be very many: then each is looked at once.
        let (mut next, mut order) = (0, None);
        for id in &def.children {
            let child = form.model.def(*id);
            let name = local(&child.qualified);
            let in_order = saved.children.get(next).is_some_and(|it| *it.name == *name);
            if child.repeat.is_none() && in_order && !used[next] {
                used[next] = true;
                next += 1;
                self.fill(base + child.offset, &saved.children[next - 1]);
                continue;
            }
            let named = saved.named(order.get_or_insert_with(|| saved.by_name()), name);
            let mut same = named.iter().map(|at| *at as usize);
            if child.repeat.is_some() {
                for at in same {
                    if !std::mem::replace(&mut used[at], true) {
                        next = at + 1;
                        self.fill_row(cell, *id, &saved.children[at]);
                    }
                }
            } else if let Some(at) = same.find(|at| !used[*at]) {
                used[at] = true;
                next = at + 1;
                self.fill(base + child.offset, &saved.children[at]);
            } else if self.defaults {
                self.fill_default(base + child.offset);
            }
        }
        for (child, used) in saved.children.iter().zip(used) {
            if !used && self.desk.unknown.len() < MAX_UNKNOWN {
                let path = super::reference::of(form, self.store, cell);
                self.desk.unknown.push(format!("{path}/{}", child.name));
            }
        }
    }

    /// Fills a cell and everything inside as the form begins it, with the rows that it has there.
    fn fill_default(&mut self, cell: u32) {
        let id = self.store.def(cell);
        let def = self.form.model.def(id);
        if def.children.is_empty() {
            self.store.set_raw(cell, first_text(self.form, id));
            self.check_type(cell);
        }
        for id in &def.children {
            let child = self.form.model.def(*id);
            match child.repeat {
                Some(_) => self.fill_default_rows(cell, *id),
                None => self.fill_default(cell - def.offset + child.offset),
            }
        }
    }

    /// The rows of the form itself; nobody saved them.
    fn fill_default_rows(&mut self, parent: u32, repeat: u32) {
        let form = self.form;
        let saved = std::mem::replace(&mut self.saved, false);
        let name = local(&form.model.def(repeat).qualified);
        let around = beginning(form, self.store.def(parent)).into_iter();
        for row in around.flat_map(|around| &around.children) {
            if *row.name == *name {
                self.fill_row(parent, repeat, row);
            }
        }
        self.saved = saved;
    }

    fn fill_row(&mut self, parent: u32, repeat: u32, saved: &Saved) {
        let list = self.form.model.def(repeat).repeat.unwrap_or(0);
        let scope = self.store.scope_of(parent);
        if saved.template {
            return;
        }
        if self.is_full(scope, list) {
            self.exceeded = true;
            return;
        }
        let at = self.store.rows(scope, list).len();
        self.make_row(scope, repeat, at, saved);
    }
}

/// The text that a leaf or attribute begins with: in new answers, or in a new row.
pub(super) fn first_text(form: &Form, id: u32) -> &str {
    let def = form.model.def(id);
    let in_row = form.templates.contains_key(&form.model.scope(def.scope).root);
    if !in_row || def.kind != DefKind::Element {
        return &def.default;
    }
    beginning(form, id).map_or("", |place| &place.text)
}

/// An element as it begins: in new answers, or in a new row.
fn beginning(form: &Form, id: u32) -> Option<&Saved> {
    let head = form.model.scope(form.model.def(id).scope).root;
    let template = form.templates.get(&head);
    let (mut place, head) = template.map_or((&form.initial, ROOT), |template| (template, head));
    let above = |id: &u32| Some(form.model.def(*id).parent);
    let way: Vec<u32> = std::iter::successors(Some(id), above)
        .take_while(|id| *id != head)
        .collect();
    for id in way.iter().rev() {
        let name = local(&form.model.def(*id).qualified);
        place = place.children.iter().find(|child| *child.name == *name)?;
    }
    Some(place)
}

/// The rows of a repeat come and go by the form alone.
pub(super) fn is_fixed(form: &Form, repeat: u32) -> bool {
    form.body.repeats.get(&repeat).is_some_and(|repeat| repeat.fixed)
}

/// The form says how many rows a repeat has (`jr:count`).
pub(super) fn is_counted(form: &Form, repeat: u32) -> bool {
    let parent = form.model.def(repeat).parent;
    let is_count = |rule: &u32| {
        let rule = &form.graph.rules[*rule as usize];
        rule.target == Target::Count && rule.def == repeat
    };
    form.graph.at[parent as usize].iter().any(is_count)
}

/// A qualified name without its prefix.
pub(super) fn local(qualified: &str) -> &str {
    qualified.rsplit_once(':').map_or(qualified, |(_, local)| local)
}

/// Child elements of a cell, rows in their places; `rows` gives those of a list below a scope.
pub(super) fn inside<'a>(
    form: &Form,
    store: &Store,
    cell: u32,
    rows: &dyn Fn(u32, u32) -> &'a [u32],
    out: &mut Vec<u32>,
) {
    let def = form.model.def(store.def(cell));
    for id in &def.children {
        let child = form.model.def(*id);
        match child.repeat {
            Some(list) => {
                let rows = rows(store.scope_of(cell), list);
                out.extend(rows.iter().map(|row| store.base(*row)));
            }
            None => out.push(cell - def.offset + child.offset),
        }
    }
}

/// The lists of rows on the way from the form to a scope.
pub(super) fn lists_to(model: &Model, scope: u32) -> Vec<u32> {
    let mut lists = Vec::new();
    let mut place = scope;
    while let Some(parent) = model.scope(place).parent {
        lists.push(model.def(model.scope(place).root).repeat.unwrap_or(0));
        place = parent;
    }
    lists.reverse();
    lists
}

/// All existing cells of a definition node, in document order.
pub(super) fn cells_of(form: &Form, store: &Store, def: u32) -> Vec<u32> {
    cells_in(form, store, def, Store::rows)
}

/// The same with those in rows that are set aside.
pub(super) fn kept_cells_of(form: &Form, store: &Store, def: u32) -> Vec<u32> {
    cells_in(form, store, def, Store::all_rows)
}

fn cells_in(form: &Form, store: &Store, def: u32, rows: fn(&Store, u32, u32) -> &[u32]) -> Vec<u32> {
    let model = &form.model;
    let target = model.def(def);
    let mut scopes = vec![0];
    for list in lists_to(model, target.scope) {
        scopes = scopes
            .iter()
            .flat_map(|scope| rows(store, *scope, list))
            .copied()
            .collect();
    }
    scopes
        .iter()
        .map(|scope| store.base(*scope) + target.offset)
        .collect()
}

/// The cell belongs to rows that exist.
pub(super) fn exists(form: &Form, store: &Store, cell: u32) -> bool {
    let mut scope = store.scope_of(cell);
    while let Some(parent) = store.parent_scope(scope) {
        let repeat = form.model.scope(store.scope_def(scope)).root;
        let list = form.model.def(repeat).repeat.unwrap_or(0);
        let number = store.row_number(scope) as usize;
        if !store.is_live_at(parent, list, number, scope) {
            return false;
        }
        scope = parent;
    }
    true
}

/// Sorts cells into document order. The cells of one row are in it when their numbers are.
pub(super) fn sort(form: &Form, store: &Store, cells: &mut [u32]) {
    cells.sort_unstable();
    let in_one_row = |pair: &[u32]| store.scope_of(pair[0]) == store.scope_of(pair[1]);
    if !cells.windows(2).all(in_one_row) {
        let primary = Primary {
            model: &form.model,
            store,
        };
        sort_numbers(cells, &|one, other| primary.order(one, other));
    }
}
