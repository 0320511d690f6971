//! Applying edits: what is allowed, what changed, how to undo it.

use super::Instance;
use super::problems::note_problem;
use super::recompute::Work;
use super::reference::{self, Place};
use super::rows::{self, MAX_ANSWER};
use super::saved::Saved;
use super::store::flag;
use crate::edit::{Changes, Edit};
use crate::env::Env;
use crate::error::EditError;
use crate::references::References;
use crate::xml;

/// What an edit did, and whether all of it was computed.
pub(super) struct Done {
    changes: Changes,
    settled: bool,
}

impl Instance {
    /// Applies one edit and recomputes what depends on it.
    ///
    /// # Errors
    /// The place doesn't exist, is read-only or fixed, or a limit is exceeded; the instance is as before.
    pub fn apply(&mut self, edit: &Edit, env: &Env) -> Result<Changes, EditError> {
        let done = match edit {
            Edit::Answer { reference, value } => self.answer(reference, value, env),
            Edit::Place { reference, place } => self.put_place(reference, place, env),
            Edit::AddRow { repeat } => self.add_row(repeat, None, env),
            Edit::InsertRow {
                repeat,
                position,
                saved,
            } => self.add_row(repeat, Some((*position, saved)), env),
            Edit::RemoveRow { row } => self.remove_row(row, env),
            Edit::MoveRow { row, to } => self.move_row(row, *to, env),
            Edit::Restore(before) => Ok(self.put_back(before, env)),
        }?;
        Ok(self.finish(done, env))
    }

    pub(super) fn finish(&mut self, done: Done, env: &Env) -> Changes {
        self.env = env.clone();
        self.settled = done.settled;
        done.changes
    }

    /// Lets calculations speak another language: labels of choices and translated texts in them are computed again. Questions are
    /// read in any language without this.
    pub fn set_language(&mut self, lang: &str, env: &Env) -> Changes {
        self.language = self.form.itext.language(lang);
        let mut work = self.work(env);
        work.queue_language();
        work.settle();
        let done = changes(work, None);
        self.finish(done, env)
    }

    /// Computes everything anew from the answers: before handing in what was filled on another day, because conditions may ask for
    /// today's date. What was typed over a calculation stays, and what was made once. What was up to date isn't told as changed, except
    /// choices and labels.
    pub fn recompute(&mut self, env: &Env) -> Changes {
        let mut work = self.work(env);
        work.whole = true;
        work.settle();
        let done = changes(work, None);
        self.finish(done, env)
    }

    fn answer(&mut self, reference: &str, value: &str, env: &Env) -> Result<Done, EditError> {
        let cell = self.question_cell(reference).ok_or(EditError::UnknownReference)?;
        if self.store.has(cell, flag::READONLY) {
            return Err(EditError::ReadOnly);
        }
        if value.len() > MAX_ANSWER {
            return Err(EditError::Limit);
        }
        let plain = self.form.graph.calculations[self.store.def(cell) as usize].is_none();
        let mut work = self.work(env);
        let before = work.noted_text(cell);
        work.write(cell, value);
        work.settle();
        let undo = match before {
            Some(value) if plain && work.is_plain() && !work.store.has(cell, flag::READONLY) => {
                let reference = reference.to_owned();
                Edit::Answer { reference, value }
            }
            before => {
                work.desk.overwritten.insert(0, (cell, before));
                work.before(Vec::new())
            }
        };
        Ok(changes(work, Some(undo)))
    }

    /// The cell of a question that may be answered by its reference.
    fn question_cell(&mut self, reference: &str) -> Option<u32> {
        if let Some(cell) = self.store.typed(reference) {
            return Some(cell);
        }
        let cell = reference::cell(&self.form, &self.store, reference)?;
        self.control(cell)?;
        self.store.note_typed(reference, cell);
        Some(cell)
    }

    fn repeat(&self, reference: &str) -> Result<(u32, u32), EditError> {
        match reference::find(&self.form, &self.store, reference) {
            Some(Place::Repeat { scope, def }) => Ok((scope, def)),
            _ => Err(EditError::UnknownReference),
        }
    }

    /// The person may add rows to a repeat below a scope, take them away and move them.
    fn may_change_rows(&self, scope: u32, repeat: u32) -> Result<(), EditError> {
        if rows::is_fixed(&self.form, repeat) {
            return Err(EditError::FixedRows);
        }
        let parent = self.form.model.def(self.form.model.def(repeat).parent);
        if self
            .store
            .has(self.store.base(scope) + parent.offset, flag::READONLY)
        {
            return Err(EditError::ReadOnly);
        }
        Ok(())
    }

    fn add_row(
        &mut self,
        repeat: &str,
        saved: Option<(usize, &String)>,
        env: &Env,
    ) -> Result<Done, EditError> {
        let (scope, def) = self.repeat(repeat)?;
        self.may_change_rows(scope, def)?;
        let list = self.form.model.def(def).repeat.unwrap_or(0);
        let saved = saved
            .map(|(position, saved)| Ok((position, read_row(saved)?)))
            .transpose()?;
        let mut work = self.work(env);
        if work.is_full(scope, list) {
            return Err(EditError::Limit);
        }
        let row = match saved {
            None => work.add_row(scope, def),
            Some((position, saved)) => work.insert(scope, def, position, &saved),
        };
        if work.exceeded {
            let at = work.store.row_number(row) as usize;
            work.store.remove_row(&work.form.model, scope, list, at);
            return Err(EditError::Limit);
        }
        work.settle();
        let head = work.store.base(row);
        work.desk.changed.push(head);
        let row = reference::of(work.form, work.store, head);
        let undo = work.before(vec![Edit::RemoveRow { row }]);
        Ok(changes(work, Some(undo)))
    }

    /// A row that the person may take away or move: the scope its list hangs in, the repeat, and its number from 0.
    fn row(&self, row: &str) -> Result<(u32, u32, usize), EditError> {
        let place = reference::find(&self.form, &self.store, row);
        let found = reference::row(&self.form, &self.store, place).ok_or(EditError::UnknownReference)?;
        self.may_change_rows(found.0, found.1)?;
        Ok(found)
    }

    fn remove_row(&mut self, row: &str, env: &Env) -> Result<Done, EditError> {
        let (scope, def, at) = self.row(row)?;
        let mut work = self.work(env);
        let back = work.take_out(scope, def, at);
        work.settle();
        let undo = work.before(vec![back]);
        Ok(changes(work, Some(undo)))
    }

    fn move_row(&mut self, row: &str, to: usize, env: &Env) -> Result<Done, EditError> {
        let (scope, def, at) = self.row(row)?;
        let mut work = self.work(env);
        let Some(back) = work.shift(scope, def, at, to) else {
            return Err(EditError::UnknownReference);
        };
        work.settle();
        let undo = work.before(vec![back]);
        Ok(changes(work, Some(undo)))
    }
}

impl Work<'_> {
    /// Readers of anything in the rows of a repeat, when rows left or changed places: sums must see it.
    pub(super) fn rows_removed(&mut self, scope: u32, repeat: u32) {
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
pub(super) fn read_row(saved: &str) -> Result<Saved, EditError> {
    let document = xml::parse(saved, super::MAX_SAVED_NODES).map_err(|_| EditError::Limit)?;
    Ok(Saved::read(document.root_element()))
}

/// Ends the work; names what changed, in the form's order.
pub(super) fn changes(mut work: Work<'_>, undo: Option<Edit>) -> Done {
    let mut cells = std::mem::take(&mut work.desk.changed);
    for cell in &cells {
        note_problem(work.form, work.store, *cell);
    }
    cells.retain(|cell| work.is_shown(*cell) && rows::exists(work.form, work.store, *cell));
    rows::sort(work.form, work.store, &mut cells);
    cells.dedup();
    let mut changed = References::with_capacity(cells.len());
    for cell in cells.drain(..) {
        changed.add(|text| reference::write(work.form, work.store, cell, text));
    }
    work.desk.changed = cells;
    let changes = Changes {
        changed,
        outline_changed: work.outline_changed,
        undo,
    };
    Done {
        changes,
        settled: work.finish(),
    }
}

impl Work<'_> {
    /// The person sees it: a question, or a group or row with questions inside.
    pub(super) fn is_shown(&self, cell: u32) -> bool {
        let def = self.store.def(cell);
        self.form.body.asks(def) || !self.form.model.def(def).children.is_empty() && def > 1
    }
}
