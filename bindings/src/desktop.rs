//! Key vault and device key for machines without secure hardware: desktops, the virtual phone, host tests. Phones bring their own.
//!
//! Both keep key files in a folder, readable by this user only. That protects against somebody who gets the data folder alone, not against somebody who
//! has the whole disk: give them a folder that isn't inside the data's.

use std::{path::Path, sync::Arc};

use motcua_client::{
    port::{self, SystemRandom},
    store::desktop::{FileDeviceKey, FileKeyVault},
};

use crate::platform::{DeviceKey, KeyVault, PlatformError};

/// A key vault of key files in `folder`, which is made at the first use.
#[uniffi::export]
pub fn desktop_key_vault(folder: String) -> Arc<dyn KeyVault> {
    Arc::new(DesktopVault(FileKeyVault::new(
        folder,
        Arc::new(SystemRandom::new()),
    )))
}

/// The device key in `folder`, made at the first call. `Lost` when the key file isn't a key (it is left as it is), `Locked` when the folder can't be
/// read or written now.
#[uniffi::export]
pub fn desktop_device_key(folder: String) -> Result<Arc<dyn DeviceKey>, PlatformError> {
    Ok(Arc::new(DesktopDeviceKey(FileDeviceKey::open(Path::new(
        &folder,
    ))?)))
}

struct DesktopVault(FileKeyVault);

impl KeyVault for DesktopVault {
    fn wrap(&self, alias: String, secret: Vec<u8>) -> Result<Vec<u8>, PlatformError> {
        Ok(port::KeyVault::wrap(&self.0, &alias, &secret)?)
    }

    fn unwrap(&self, alias: String, wrapped: Vec<u8>) -> Result<Vec<u8>, PlatformError> {
        Ok(port::KeyVault::unwrap(&self.0, &alias, &wrapped)?)
    }

    fn erase(&self, alias: String) -> Result<(), PlatformError> {
        Ok(port::KeyVault::erase(&self.0, &alias)?)
    }
}

struct DesktopDeviceKey(FileDeviceKey);

impl DeviceKey for DesktopDeviceKey {
    fn public_key(&self) -> Result<Vec<u8>, PlatformError> {
        Ok(port::DeviceKey::public_key(&self.0)?)
    }

    fn sign(&self, text: Vec<u8>) -> Result<Vec<u8>, PlatformError> {
        Ok(port::DeviceKey::sign(&self.0, &text)?)
    }
}
