//! What the form asks of the device: its place, for `odk:setgeopoint` (ODK XForms, "Actions").
//!
//! The engine has no device. It remembers which nodes wait; the shell looks after each operation and answers when it can. A request
//! lives as long as the open instance: saved answers carry none, and an unanswered one leaves the node as it was.

use super::Instance;
use super::edit::changes;
use super::recompute::Work;
use super::reference;
use crate::edit::Changes;
use crate::env::Env;
use crate::error::EditError;

impl Instance {
    /// References of the nodes that wait for the device's place, in the order they were asked for. Answer each with
    /// [`Instance::put_place`].
    #[must_use]
    pub fn wanted_places(&self) -> Vec<String> {
        let exists = |cell: &u32| self.cell_of(&self.reference_of(*cell)) == Some(*cell);
        let cells = self.wanted.iter().filter(|cell| exists(cell));
        cells.map(|cell| self.reference_of(*cell)).collect()
    }

    /// Answers a request: `place` is `latitude longitude altitude accuracy`, or empty when the device couldn't tell. The node may be
    /// read-only and needs no question.
    ///
    /// # Errors
    /// [`EditError::UnknownReference`] when the node doesn't wait (any more): drop the place.
    pub fn put_place(&mut self, reference: &str, place: &str, env: &Env) -> Result<Changes, EditError> {
        let cell = self.cell_of(reference).filter(|cell| self.wanted.contains(cell));
        let cell = cell.ok_or(EditError::UnknownReference)?;
        self.wanted.retain(|waiting| *waiting != cell);
        let before = self.store.raw(cell).to_owned();
        let mut work = Work::new(&self.form, &mut self.store, env, self.language);
        work.put(cell, place);
        work.overwritten.push((cell, before));
        work.settle();
        let done = changes(&mut work, Vec::new());
        Ok(self.finish(done, env))
    }

    fn cell_of(&self, reference: &str) -> Option<u32> {
        reference::cell(&self.form, &self.store, reference)
    }
}
