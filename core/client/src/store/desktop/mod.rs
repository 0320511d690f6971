//! Where a desktop, the virtual phone and tests keep what a phone's secure hardware keeps: key files in a folder apart from the data,
//! readable by this user only.
//!
//! This protects against somebody who gets the data folder alone (a backup, a synced folder), not against somebody who has the whole
//! disk: on a phone the vault is Android Keystore or the iOS Keychain.

mod device_key;
mod key_vault;

use std::{
    fs,
    io::{self, Write},
    path::Path,
};

pub use device_key::FileDeviceKey;
pub use key_vault::FileKeyVault;

use super::connection::{own_file, sync_folder};
use crate::port::store::StoreError;

/// Writes a key file wholly or not at all, and makes it safe. The caller holds off others of this process.
fn write_key(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    let unfinished = path.with_extension("part");
    let disk = |_: io::Error| StoreError::Failed("disk");
    let mut file = own_file(&unfinished)?;
    file.set_len(0)
        .and_then(|()| file.write_all(bytes))
        .and_then(|()| file.sync_all())
        .map_err(disk)?;
    fs::rename(&unfinished, path).map_err(disk)?;
    path.parent().map_or(Ok(()), sync_folder)
}

/// Reads a key file; `None` when there is none.
fn read_key(path: &Path) -> io::Result<Option<zeroize::Zeroizing<Vec<u8>>>> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(zeroize::Zeroizing::new(bytes))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}
