//! A phone's storage: one folder.
//!
//! ```text
//!   DIR/data/                 what the app keeps (sealed)
//!   DIR/keys/                 what a phone keeps in its secure hardware: apart from the data
//!   DIR/portal-profile.json   ships inside a real app; here remembered from its first use
//!   DIR/offline               airplane mode, while the file is there
//! ```

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use motcua_ffi::{Connectivity, NetworkState, PlatformError};

use crate::{
    args::{NetworkCommand, PhoneArgs},
    refusal::Refusal,
    show::NetworkSwitch,
};

/// A phone's storage.
#[derive(Debug, Clone)]
pub(crate) struct Home {
    folder: PathBuf,
    always_offline: bool,
}

impl Home {
    /// The storage that the options name, made at its first use.
    pub(crate) fn of(args: &PhoneArgs) -> Result<Self, Refusal> {
        let Some(folder) = &args.home else {
            return Err(Refusal::WrongUse(
                "give --home DIR: the folder that is the phone's storage".to_owned(),
            ));
        };
        fs::create_dir_all(folder).map_err(|error| Refusal::file("--home", &error))?;
        Ok(Self {
            folder: folder.clone(),
            always_offline: args.offline,
        })
    }

    /// The whole storage.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// The app's private folder.
    pub(crate) fn data(&self) -> String {
        text(&self.folder.join("data"))
    }

    /// Where the keys lie.
    pub(crate) fn keys(&self) -> String {
        text(&self.folder.join("keys"))
    }

    /// The profile: the one given, which is remembered, or the remembered one.
    pub(crate) fn profile(&self, given: Option<&Path>) -> Result<String, Refusal> {
        let remembered = self.folder.join("portal-profile.json");
        let Some(given) = given else {
            return fs::read_to_string(&remembered).map_err(|error| match error.kind() {
                io::ErrorKind::NotFound => Refusal::WrongUse(
                    "this phone knows no portal yet: give --portal-profile FILE once".to_owned(),
                ),
                _ => Refusal::file("the remembered profile", &error),
            });
        };
        let profile = fs::read_to_string(given).map_err(|error| Refusal::file("--portal-profile", &error))?;
        if fs::read_to_string(&remembered).ok().as_ref() != Some(&profile) {
            fs::write(&remembered, &profile)
                .map_err(|error| Refusal::file("remembering the profile", &error))?;
        }
        Ok(profile)
    }

    /// Turns airplane mode on or off.
    pub(crate) fn switch(&self, wanted: NetworkCommand) -> Result<NetworkSwitch, Refusal> {
        let failed = |error: io::Error| Refusal::file("airplane mode", &error);
        match wanted {
            NetworkCommand::Off => fs::write(self.airplane(), b"").map_err(failed)?,
            NetworkCommand::On => match fs::remove_file(self.airplane()) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(failed(error)),
                _ => {}
            },
        }
        Ok(NetworkSwitch {
            on: matches!(wanted, NetworkCommand::On),
        })
    }

    /// Whether there is no network.
    pub(crate) fn is_offline(&self) -> bool {
        self.always_offline || self.airplane().exists()
    }

    fn airplane(&self) -> PathBuf {
        self.folder.join("offline")
    }
}

impl Connectivity for Home {
    fn state(&self) -> Result<NetworkState, PlatformError> {
        Ok(if self.is_offline() {
            NetworkState::Offline
        } else {
            NetworkState::Unmetered
        })
    }
}

fn text(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}
