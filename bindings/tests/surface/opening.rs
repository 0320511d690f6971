//! What opening the core says when the platform or the settings don't play along.

use std::sync::Arc;

use motcua_ffi::{KeyVault, MotCua, MotCuaError, NetworkState, PlatformError, Result, desktop_device_key};

use crate::phone::{Network, Phone, config, open};

/// A vault that always answers the same.
struct Broken(PlatformError);

impl KeyVault for Broken {
    fn wrap(&self, _: String, _: Vec<u8>) -> std::result::Result<Vec<u8>, PlatformError> {
        Err(self.0)
    }

    fn unwrap(&self, _: String, _: Vec<u8>) -> std::result::Result<Vec<u8>, PlatformError> {
        Err(self.0)
    }

    fn erase(&self, _: String) -> std::result::Result<(), PlatformError> {
        Err(self.0)
    }
}

fn open_with(vault: PlatformError) -> Result<Arc<MotCua>> {
    let folder = tempfile::tempdir().unwrap();
    let keys = folder.path().join("keys").to_str().unwrap().to_owned();
    MotCua::open(
        config(folder.path(), "http://127.0.0.1:9"),
        Arc::new(Broken(vault)),
        desktop_device_key(keys).unwrap(),
        Arc::new(Network(NetworkState::Unknown)),
    )
}

#[test]
fn a_vaults_answer_says_what_to_do_next() {
    for (vault, next_move) in [
        (
            PlatformError::Lost,
            MotCuaError::Rejected {
                code: "KEY_LOST".to_owned(),
                reference: None,
            },
        ),
        (
            PlatformError::Locked,
            MotCuaError::TryLater {
                code: "LOCKED".to_owned(),
                retry_after_seconds: None,
            },
        ),
        (
            PlatformError::Failed,
            MotCuaError::Bug {
                code: "APP_FAILED".to_owned(),
            },
        ),
    ] {
        assert_eq!(open_with(vault).err(), Some(next_move));
    }
}

#[test]
fn plain_http_to_another_machine_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    assert!(open(folder.path(), "http://192.0.2.1", NetworkState::Unknown).is_err());
}

#[test]
fn language_and_policy_are_chosen_for_good() {
    let phone = Phone::offline();
    assert_eq!(phone.app.language(), "vi");
    phone.app.set_language("en-GB".to_owned()).unwrap();
    phone
        .app
        .set_network_policy(motcua_ffi::NetworkPolicy::FilesOnUnmetered)
        .unwrap();
    let phone = phone.restarted();
    assert_eq!(phone.app.language(), "en");
    assert!(phone.app.network_policy() == motcua_ffi::NetworkPolicy::FilesOnUnmetered);
}

#[test]
fn after_the_end_every_call_fails() {
    let phone = Phone::offline();
    phone.app.shut_down();
    assert!(phone.app.drafts(None, 10).is_err());
    assert!(phone.app.session().is_err());
}
