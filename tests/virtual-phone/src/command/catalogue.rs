//! The catalogue and one procedure.

use super::Call;
use crate::{
    args::{CatalogueCommand, ProcedureCommand},
    refusal::Refusal,
    show::Prepared,
};

impl Call<'_> {
    pub(super) fn catalogue(&self, command: CatalogueCommand) -> Result<(), Refusal> {
        let core = &self.phone.core;
        let text = match command {
            // The whole list is what the refresh is for.
            CatalogueCommand::Refresh => {
                self.phone.wait(core.refresh_catalogue())?;
                String::new()
            }
            CatalogueCommand::Search { text } => text,
        };
        self.out.show(&core.search_catalogue(text)?);
        Ok(())
    }

    pub(super) fn procedure(&self, command: ProcedureCommand) -> Result<(), Refusal> {
        let core = &self.phone.core;
        match command {
            ProcedureCommand::Show(procedure) => self.out.show(&core.procedure(procedure.code)?),
            ProcedureCommand::Prepare(procedure) => {
                let form_version = self.phone.wait(core.prepare_procedure(procedure.code.clone()))?;
                self.out.show(&Prepared {
                    code: procedure.code,
                    form_version,
                });
            }
        }
        Ok(())
    }
}
