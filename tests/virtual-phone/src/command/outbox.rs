//! What waits to be sent.

use super::Call;
use crate::{args::OutboxCommand, refusal::Refusal};

impl Call<'_> {
    pub(super) fn outbox(&self, command: OutboxCommand) -> Result<(), Refusal> {
        let core = &self.phone.core;
        match command {
            OutboxCommand::List => {}
            OutboxCommand::Run => self.phone.wait(core.run_outbox())?,
            OutboxCommand::Why { id } => return self.why(&id),
        }
        self.out.show(&core.outbox()?);
        Ok(())
    }

    fn why(&self, id: &str) -> Result<(), Refusal> {
        let waiting = self.phone.core.outbox()?.items;
        let wanted = waiting
            .into_iter()
            .find(|item| item.id == id || item.dossier_id.as_deref() == Some(id));
        self.out.show(&wanted.ok_or_else(|| Refusal::not_here(None))?);
        Ok(())
    }
}
