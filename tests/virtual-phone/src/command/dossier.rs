//! Following dossiers: list, timeline, receipt, supplement, result, inbox.

use std::fs;

use super::{Call, LISTED};
use crate::{
    args::{ReceiptCommand, ResultArgs},
    refusal::Refusal,
    show::{DraftMade, Fetched, Synced},
};

impl Call<'_> {
    pub(super) fn sync(&self) -> Result<(), Refusal> {
        let fresh = self.phone.wait(self.phone.core.sync())?;
        self.out.show(&Synced { fresh });
        Ok(())
    }

    pub(super) fn dossiers(&self) -> Result<(), Refusal> {
        self.out.show(&self.phone.core.dossiers(None, LISTED)?);
        Ok(())
    }

    pub(super) fn track(&self, id: String) -> Result<(), Refusal> {
        self.out.show(&self.phone.core.timeline(id)?);
        Ok(())
    }

    pub(super) fn supplement(&self, id: String) -> Result<(), Refusal> {
        let core = &self.phone.core;
        let number = core.open_supplement(id.clone())?;
        let number = number.ok_or_else(|| Refusal::not_here(None))?;
        let id = core.begin_supplement(id, number)?;
        self.out.show(&DraftMade { id });
        Ok(())
    }

    pub(super) fn receipt(&self, command: ReceiptCommand) -> Result<(), Refusal> {
        let ReceiptCommand::Show(dossier) = command;
        let receipt = self.phone.core.receipt(dossier.id)?;
        self.out.show(&receipt.ok_or_else(|| Refusal::not_here(None))?);
        Ok(())
    }

    pub(super) fn result(&self, args: ResultArgs) -> Result<(), Refusal> {
        let file = args.to.to_string_lossy().into_owned();
        self.phone.wait(self.phone.core.result(args.id, file.clone()))?;
        let about = fs::metadata(&args.to).map_err(|error| Refusal::file("--to", &error))?;
        self.out.show(&Fetched {
            file,
            size: about.len(),
        });
        Ok(())
    }

    pub(super) fn inbox(&self) -> Result<(), Refusal> {
        self.out.show(&self.phone.core.inbox(None, LISTED)?);
        Ok(())
    }
}
