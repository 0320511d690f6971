//! What the form asks of the device: its place, for `odk:setgeopoint` (ODK XForms, "Actions").
//!
//! The engine has no device. It remembers which nodes wait; the shell looks after each operation and answers by [`Edit::Place`] when it can. A
//! request lives as long as the open instance: saved answers carry none, and an unanswered one leaves the node as it was.
//!
//! [`Edit::Place`]: crate::edit::Edit::Place

use super::Instance;
use super::edit::{Done, changes};
use super::reference;
use super::rows::{self, MAX_ANSWER};
use crate::env::Env;
use crate::error::EditError;

impl Instance {
    /// References of the nodes that wait for the device's place, in the order they were asked for. Answer each with
    /// [`Edit::Place`](crate::edit::Edit::Place).
    #[must_use]
    pub fn wanted_places(&self) -> Vec<String> {
        let exists = |cell: &&u32| rows::exists(&self.form, &self.store, **cell);
        let cells = self.store.wanted().iter().filter(exists);
        cells.map(|cell| self.reference_of(*cell)).collect()
    }

    /// Ends a request. A place that is there already changes nothing, and there is nothing to take back.
    pub(super) fn put_place(&mut self, reference: &str, place: &str, env: &Env) -> Result<Done, EditError> {
        if place.len() > MAX_ANSWER {
            return Err(EditError::Limit);
        }
        let cell = reference::cell(&self.form, &self.store, reference);
        let cell = cell.filter(|cell| self.store.end_wait(*cell));
        let cell = cell.ok_or(EditError::UnknownReference)?;
        let mut work = self.work(env);
        let before = work.noted_text(cell);
        let written = work.write(cell, place);
        work.settle();
        let undo = (written || !work.is_plain()).then(|| {
            work.desk.overwritten.insert(0, (cell, before));
            work.before(Vec::new())
        });
        Ok(changes(work, undo))
    }
}
