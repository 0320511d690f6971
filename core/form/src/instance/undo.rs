//! Taking an edit back. Actions may have written answers, `jr:count` may have made rows, a calculation may have overwritten what a person
//! typed: all of it is noted while the edit is applied and put back as one, silently, so that no action runs a second time.
//!
//! References are those after the edit: texts are put back first, then the rows that `jr:count` added leave, then the edit's own change
//! of rows is reversed; only then everything is computed. An edit that nothing followed is simply reversed.

use std::collections::BTreeSet;

use super::Instance;
use super::edit::{Done, changes, read_row};
use super::queue::pair;
use super::recompute::Work;
use super::reference::{self, Place};
use super::store::flag;
use super::write;
use crate::definition::rule::Target;
use crate::edit::{Before, Edit};
use crate::env::Env;

impl Instance {
    /// Puts back what an edit changed. What has no place any more is left out.
    pub(super) fn put_back(&mut self, before: &Before, env: &Env) -> Done {
        let mut work = self.work(env);
        work.opening = true;
        work.restoring = true;
        for (reference, text) in &before.texts {
            work.put_text_back(reference, text.as_deref());
        }
        let mut undo = Vec::new();
        for (repeat, rows) in &before.lists {
            work.shorten(repeat, *rows, &mut undo);
        }
        for edit in &before.rows {
            undo.extend(work.reverse(edit));
        }
        undo.reverse();
        work.forget_freed();
        work.settle();
        let undo = work.before(undo);
        changes(work, Some(undo))
    }
}

impl Work<'_> {
    /// Nothing but the edit itself has to be taken back.
    pub(super) fn is_plain(&self) -> bool {
        !self.acted && self.desk.overwritten.is_empty() && self.desk.grown.is_empty()
    }

    /// What gives back the answers from before, after the work; `rows` reverses the edit's own change of rows.
    pub(super) fn before(&mut self, rows: Vec<Edit>) -> Edit {
        let made: BTreeSet<u32> = self.desk.new_rows.iter().copied().collect();
        let (form, store) = (self.form, &*self.store);
        let stays = |scope: u32| {
            let mut around = std::iter::successors(Some(scope), |scope| store.parent_scope(*scope));
            !around.any(|scope| made.contains(&scope) || !store.is_kept(&form.model, scope))
        };
        let mut seen = BTreeSet::new();
        let mut first = |cell: u32| seen.insert(cell) && stays(store.scope_of(cell));
        let texts = std::mem::take(&mut self.desk.overwritten).into_iter();
        let texts = texts.filter(|(cell, _)| first(*cell));
        let texts = texts.map(|(cell, text)| (reference::of(form, store, cell), text));
        let mut seen = BTreeSet::new();
        let mut first = |scope: u32, repeat: u32| seen.insert(pair(scope, repeat)) && stays(scope);
        let lists = std::mem::take(&mut self.desk.grown).into_iter();
        let lists = lists.filter(|(scope, repeat, _)| first(*scope, *repeat));
        let lists = lists.map(|(scope, repeat, rows)| (reference::of_rows(form, store, scope, repeat), rows));
        Edit::Restore(Before {
            texts: texts.collect(),
            lists: lists.collect(),
            rows,
        })
    }

    fn put_text_back(&mut self, reference: &str, text: Option<&str>) {
        if let Some(Place::Cell(cell)) = reference::find_kept(self.form, self.store, reference) {
            let before = self.noted_text(cell);
            self.desk.overwritten.push((cell, before));
            match text {
                Some(text) => {
                    self.write(cell, text);
                }
                None => self.give_back(cell),
            }
        }
    }

    /// Takes the rows beyond a number out, those set aside too.
    fn shorten(&mut self, repeat: &str, rows: usize, undo: &mut Vec<Edit>) {
        let Some(Place::Repeat { scope, def }) = reference::find_kept(self.form, self.store, repeat) else {
            return;
        };
        let list = self.form.model.def(def).repeat.unwrap_or(0);
        for at in (rows..self.store.all_rows(scope, list).len()).rev() {
            undo.push(self.take_out(scope, def, at));
        }
    }

    /// Reverses a change of rows, whether the person could make it or not; gives what reverses that.
    fn reverse(&mut self, edit: &Edit) -> Option<Edit> {
        match edit {
            Edit::InsertRow {
                repeat,
                position,
                saved,
            } => {
                let Place::Repeat { scope, def } = reference::find_kept(self.form, self.store, repeat)?
                else {
                    return None;
                };
                let row = self.insert(scope, def, *position, &read_row(saved).ok()?);
                self.queue_count(scope, def);
                let row = reference::of(self.form, self.store, self.store.base(row));
                Some(Edit::RemoveRow { row })
            }
            Edit::RemoveRow { row } => {
                let place = reference::find_kept(self.form, self.store, row);
                let (scope, def, at) = reference::row(self.form, self.store, place)?;
                Some(self.take_out(scope, def, at))
            }
            Edit::MoveRow { row, to } => {
                let place = reference::find_kept(self.form, self.store, row);
                let (scope, def, at) = reference::row(self.form, self.store, place)?;
                self.shift(scope, def, at, *to)
            }
            Edit::Answer { .. } | Edit::Place { .. } | Edit::AddRow { .. } | Edit::Restore(_) => None,
        }
    }

    /// Takes a row out; gives what puts it back.
    pub(super) fn take_out(&mut self, scope: u32, def: u32, at: usize) -> Edit {
        let list = self.form.model.def(def).repeat.unwrap_or(0);
        let row = self.store.all_rows(scope, list)[at];
        let saved = write::row(self.form, self.store, self.store.base(row));
        self.store.remove_row(&self.form.model, scope, list, at);
        self.rows_removed(scope, def);
        let last = at >= self.store.rows(scope, list).len();
        self.rows_changed(scope, def, last);
        if self.restoring {
            self.queue_count(scope, def);
        }
        Edit::InsertRow {
            repeat: reference::of_rows(self.form, self.store, scope, def),
            position: at + 1,
            saved,
        }
    }

    /// Moves a row to another number, from 1; gives what moves it back, nothing when there is no such number.
    pub(super) fn shift(&mut self, scope: u32, def: u32, at: usize, to: usize) -> Option<Edit> {
        let list = self.form.model.def(def).repeat.unwrap_or(0);
        let rows = self.store.rows(scope, list);
        if to == 0 || to > rows.len() {
            return None;
        }
        let head = self.store.base(rows[at]);
        self.store.move_row(scope, list, at, to - 1);
        self.rows_removed(scope, def);
        self.rows_changed(scope, def, false);
        let row = reference::of(self.form, self.store, head);
        Some(Edit::MoveRow { row, to: at + 1 })
    }

    /// A row with its answers at a number, from 1. What is put back may belong among the rows that wait for `jr:count`.
    pub(super) fn insert(
        &mut self,
        scope: u32,
        def: u32,
        position: usize,
        saved: &super::saved::Saved,
    ) -> u32 {
        let list = self.form.model.def(def).repeat.unwrap_or(0);
        let end = self.store.rows(scope, list).len();
        let all = self.store.all_rows(scope, list).len();
        let at = position
            .saturating_sub(1)
            .min(if self.restoring { all } else { end });
        self.saved = true;
        let row = self.make_row(scope, def, at, saved);
        self.saved = false;
        self.rows_changed(scope, def, at >= end);
        row
    }

    /// Asks again how many rows a repeat has.
    fn queue_count(&mut self, scope: u32, repeat: u32) {
        let form = self.form;
        let parent = form.model.def(repeat).parent;
        let cell = self.store.base(scope) + form.model.def(parent).offset;
        for number in &form.graph.at[parent as usize] {
            let rule = &form.graph.rules[*number as usize];
            if rule.target == Target::Count && rule.def == repeat {
                self.queue(*number, cell);
            }
        }
    }

    /// Marks a text that was just read from saved answers: as it was when a row is put back.
    pub(super) fn hold_saved(&mut self, cell: u32) {
        self.hold(cell, if self.restoring { flag::HELD } else { flag::SAVED });
    }
}
