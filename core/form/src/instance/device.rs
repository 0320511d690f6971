//! What the form asks of the device: its place, for `odk:setgeopoint` (ODK XForms, "Actions").
//!
//! The engine has no device. It remembers which nodes wait; the shell looks after each operation and answers when it can. A request
//! lives as long as the open instance: saved answers carry none, and an unanswered one leaves the node as it was.

use super::Instance;
use super::edit::changes;
use super::reference;
use super::rows::{self, MAX_ANSWER};
use crate::edit::Changes;
use crate::env::Env;
use crate::error::EditError;

impl Instance {
    /// References of the nodes that wait for the device's place, in the order they were asked for. Answer each with
    /// [`Instance::put_place`].
    #[must_use]
    pub fn wanted_places(&self) -> Vec<String> {
        let exists = |cell: &&u32| rows::exists(&self.form, &self.store, **cell);
        let cells = self.store.wanted().iter().filter(exists);
        cells.map(|cell| self.reference_of(*cell)).collect()
    }

    /// Answers a request: `place` is `latitude longitude altitude accuracy`, or empty when the device couldn't tell. The node may be
    /// read-only and needs no question.
    ///
    /// # Errors
    /// [`EditError::UnknownReference`] when the node doesn't wait (any more), [`EditError::Limit`] when the text is too long for an answer:
    /// drop the place.
    pub fn put_place(&mut self, reference: &str, place: &str, env: &Env) -> Result<Changes, EditError> {
        if place.len() > MAX_ANSWER {
            return Err(EditError::Limit);
        }
        let cell = reference::cell(&self.form, &self.store, reference);
        let cell = cell.filter(|cell| self.store.end_wait(*cell));
        let cell = cell.ok_or(EditError::UnknownReference)?;
        let mut work = self.work(env);
        let before = work.noted_text(cell);
        work.desk.overwritten.push((cell, before));
        work.write(cell, place);
        work.settle();
        let undo = work.before(Vec::new());
        let done = changes(work, Some(undo));
        Ok(self.finish(done, env))
    }
}
