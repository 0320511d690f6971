//! Applying edits: what is allowed, what changed, how to undo it.

use super::Instance;
use super::recompute::Work;
use super::reference::{self, Place};
use super::rows;
use super::saved::Saved;
use super::store::flag;
use crate::edit::{Changes, Edit};
use crate::env::Env;
use crate::error::EditError;
use crate::xml;

/// What an edit did, and whether all of it was computed.
pub(super) struct Done {
    changes: Changes,
    complete: bool,
    wanted: Vec<u32>,
}

/// Bytes of one answer.
const MAX_ANSWER: usize = 1 << 20;

impl Instance {
    /// Applies one edit and recomputes what depends on it.
    ///
    /// # Errors
    /// The place doesn't exist, is read-only or fixed, or a limit is exceeded; the instance is as before.
    pub fn apply(&mut self, edit: &Edit, env: &Env) -> Result<Changes, EditError> {
        let done = match edit {
            Edit::Answer { reference, value } => self.answer(reference, value, env),
            Edit::AddRow { repeat } => self.add_row(repeat, None, env),
            Edit::InsertRow {
                repeat,
                position,
                saved,
            } => self.add_row(repeat, Some((*position, saved)), env),
            Edit::RemoveRow { row } => self.remove_row(row, env),
            Edit::MoveRow { row, to } => self.move_row(row, *to, env),
        }?;
        Ok(self.finish(done, env))
    }

    pub(super) fn finish(&mut self, done: Done, env: &Env) -> Changes {
        self.env = env.clone();
        self.complete &= done.complete;
        self.wanted.extend(done.wanted);
        done.changes
    }

    /// Lets calculations speak another language: labels of choices and translated texts in them are computed again. Questions are
    /// read in any language without this.
    pub fn set_language(&mut self, lang: &str, env: &Env) -> Changes {
        self.language = self.form.itext.language(lang);
        let mut work = Work::new(&self.form, &mut self.store, env, self.language);
        work.queue_language();
        work.settle();
        let done = changes(&mut work, Vec::new());
        self.finish(done, env)
    }

    /// Computes everything anew from the answers, as if they had just been read: before handing in what was filled on another day,
    /// because conditions may ask for today's date. What was up to date isn't told as changed, except choices and labels.
    pub fn recompute(&mut self, env: &Env) -> Changes {
        let mut work = Work::new(&self.form, &mut self.store, env, self.language);
        work.queue_everything();
        work.settle();
        let done = changes(&mut work, Vec::new());
        self.finish(done, env)
    }

    fn answer(&mut self, reference: &str, value: &str, env: &Env) -> Result<Done, EditError> {
        let cell = reference::cell(&self.form, &self.store, reference).ok_or(EditError::UnknownReference)?;
        if self.control(cell).is_none() {
            return Err(EditError::UnknownReference);
        }
        if self.store.has(cell, flag::READONLY) {
            return Err(EditError::ReadOnly);
        }
        if value.len() > MAX_ANSWER {
            return Err(EditError::Limit);
        }
        let before = self.store.raw(cell).to_owned();
        let reference = reference.to_owned();
        let mut work = Work::new(&self.form, &mut self.store, env, self.language);
        work.put(cell, value);
        work.settle();
        Ok(changes(
            &mut work,
            vec![Edit::Answer {
                reference,
                value: before,
            }],
        ))
    }

    fn repeat(&self, reference: &str) -> Result<(u32, u32), EditError> {
        match reference::find(&self.form, &self.store, reference) {
            Some(Place::Repeat { scope, def }) => Ok((scope, def)),
            _ => Err(EditError::UnknownReference),
        }
    }

    fn is_fixed(&self, repeat: u32) -> bool {
        self.form
            .body
            .repeats
            .get(&repeat)
            .is_some_and(|repeat| repeat.fixed)
    }

    fn add_row(
        &mut self,
        repeat: &str,
        saved: Option<(usize, &String)>,
        env: &Env,
    ) -> Result<Done, EditError> {
        let (scope, def) = self.repeat(repeat)?;
        if self.is_fixed(def) {
            return Err(EditError::FixedRows);
        }
        let list = self.form.model.def(def).repeat.unwrap_or(0);
        let saved = saved
            .map(|(position, saved)| Ok((position, read_row(saved)?)))
            .transpose()?;
        let mut work = Work::new(&self.form, &mut self.store, env, self.language);
        if work.is_full(scope, list) {
            return Err(EditError::Limit);
        }
        let end = work.store.rows(scope, list).len();
        let row = match saved {
            None => work.add_row(scope, def, end),
            Some((position, saved)) => {
                let at = position.saturating_sub(1).min(end);
                work.saved = true;
                let row = work.make_row(scope, def, at, &saved);
                work.saved = false;
                work.rows_changed(scope, def, at == end);
                row
            }
        };
        work.settle();
        let head = work.store.base(row);
        work.changed.push(head);
        let row = reference::of(work.form, work.store, head);
        Ok(changes(&mut work, vec![Edit::RemoveRow { row }]))
    }

    /// The repeat, the scope its rows hang in, and the row's number from 0.
    fn row(&self, row: &str) -> Result<(u32, u32, usize), EditError> {
        let head = reference::cell(&self.form, &self.store, row).ok_or(EditError::UnknownReference)?;
        let def = self.store.def(head);
        let scope = self.store.scope_of(head);
        let parent = self
            .store
            .parent_scope(scope)
            .filter(|_| self.form.model.def(def).repeat.is_some());
        let parent = parent.ok_or(EditError::UnknownReference)?;
        if self.is_fixed(def) {
            return Err(EditError::FixedRows);
        }
        Ok((def, parent, self.store.row_number(scope) as usize))
    }

    fn remove_row(&mut self, row: &str, env: &Env) -> Result<Done, EditError> {
        let (def, scope, at) = self.row(row)?;
        let list = self.form.model.def(def).repeat.unwrap_or(0);
        let head = self.store.base(self.store.rows(scope, list)[at]);
        let saved = self.saved_row(head);
        let full = reference::of(&self.form, &self.store, head);
        let repeat = full
            .rsplit_once('[')
            .map_or(full.clone(), |(repeat, _)| repeat.to_owned());
        let mut work = Work::new(&self.form, &mut self.store, env, self.language);
        let model = &self.form.model;
        work.store.remove_row(model, scope, list, at);
        work.rows_removed(scope, def);
        let last = at == work.store.rows(scope, list).len();
        work.rows_changed(scope, def, last);
        work.settle();
        Ok(changes(
            &mut work,
            vec![Edit::InsertRow {
                repeat,
                position: at + 1,
                saved,
            }],
        ))
    }

    fn move_row(&mut self, row: &str, to: usize, env: &Env) -> Result<Done, EditError> {
        let (def, scope, at) = self.row(row)?;
        let list = self.form.model.def(def).repeat.unwrap_or(0);
        let rows = self.store.rows(scope, list);
        if to == 0 || to > rows.len() {
            return Err(EditError::UnknownReference);
        }
        let head = self.store.base(rows[at]);
        let mut work = Work::new(&self.form, &mut self.store, env, self.language);
        work.store.move_row(scope, list, at, to - 1);
        work.rows_removed(scope, def);
        work.rows_changed(scope, def, false);
        work.settle();
        let row = reference::of(work.form, work.store, head);
        Ok(changes(&mut work, vec![Edit::MoveRow { row, to: at + 1 }]))
    }
}

impl Work<'_> {
    /// Readers of anything in the rows of a repeat, when rows left or changed places: sums must see it.
    fn rows_removed(&mut self, scope: u32, repeat: u32) {
        let form = self.form;
        for def in form.model.subtree(repeat) {
            for edge in &form.graph.values[def as usize] {
                if form.model.scope(edge.anchor).depth < form.model.scope(form.model.def(repeat).scope).depth
                {
                    self.reach(edge, scope);
                }
            }
        }
    }
}

/// The row that an undo carries.
fn read_row(saved: &str) -> Result<Saved, EditError> {
    let document = xml::parse(saved, super::MAX_SAVED_NODES).map_err(|_| EditError::Limit)?;
    Ok(Saved::read(document.root_element()))
}

/// Names what changed, in the form's order, and adds what actions overwrote to the undo.
pub(super) fn changes(work: &mut Work<'_>, mut undo: Vec<Edit>) -> Done {
    let overwritten = std::mem::take(&mut work.overwritten);
    for (cell, value) in overwritten.into_iter().rev() {
        if rows::exists(work.form, work.store, cell) && work.form.body.control(work.store.def(cell)).is_some()
        {
            undo.push(Edit::Answer {
                reference: reference::of(work.form, work.store, cell),
                value,
            });
        }
    }
    let mut cells = std::mem::take(&mut work.changed);
    for cell in &cells {
        work.note_problem(*cell);
    }
    cells.retain(|cell| work.is_shown(*cell) && rows::exists(work.form, work.store, *cell));
    rows::sort(work.form, work.store, &mut cells);
    cells.dedup();
    let changed = cells
        .iter()
        .map(|cell| reference::of(work.form, work.store, *cell))
        .collect();
    cells.clear();
    work.changed = cells;
    let changes = Changes {
        changed,
        outline_changed: work.outline_changed,
        undo,
    };
    Done {
        changes,
        wanted: std::mem::take(&mut work.wanted),
        complete: work.finish(),
    }
}

impl Work<'_> {
    /// The person sees it: a question, or a group or row with questions inside.
    pub(super) fn is_shown(&self, cell: u32) -> bool {
        let def = self.store.def(cell);
        self.form.body.control(def).is_some() || !self.form.model.def(def).children.is_empty() && def > 1
    }
}
