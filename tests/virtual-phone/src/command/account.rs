//! What waits for the person, their settings, and their own data.

use std::{fs, path::Path};

use super::Call;
use crate::{
    args::{ConsentCommand, MyDataCommand},
    refusal::Refusal,
    show::{Erased, Exported},
};

impl Call<'_> {
    pub(super) fn home(&self) -> Result<(), Refusal> {
        self.out.show(&self.phone.core.home()?);
        Ok(())
    }

    pub(super) fn consent(&self, command: ConsentCommand) -> Result<(), Refusal> {
        if let ConsentCommand::Accept { version } = command {
            self.phone.core.accept_consent(version)?;
        }
        self.out.show(&self.phone.core.consent()?);
        Ok(())
    }

    pub(super) fn settings(&self) -> Result<(), Refusal> {
        self.out.show(&self.phone.core.settings()?);
        Ok(())
    }

    pub(super) fn my_data(&self, command: &MyDataCommand) -> Result<(), Refusal> {
        match command {
            MyDataCommand::Export { file } => self.export(file),
            MyDataCommand::Erase => self.erase(),
        }
    }

    fn export(&self, to: &Path) -> Result<(), Refusal> {
        let file = to.to_string_lossy().into_owned();
        self.phone.core.export_my_data(file.clone())?;
        let about = fs::metadata(to).map_err(|error| Refusal::file("FILE", &error))?;
        self.out.show(&Exported {
            file,
            size: about.len(),
        });
        Ok(())
    }

    /// The warning as it was at that moment is shown with the deed: whoever types the command has confirmed it.
    fn erase(&self) -> Result<(), Refusal> {
        let warning = self.phone.core.settings()?.erase_warning;
        let erased = self.phone.core.erase_my_data();
        self.phone.forget_all();
        erased?;
        self.out.show(&Erased { warning });
        Ok(())
    }
}
