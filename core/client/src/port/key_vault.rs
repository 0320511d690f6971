//! Keeps the key that wraps our data keys: Android Keystore, iOS Keychain, a key file on desktops.
//!
//! The vault wraps and unwraps small secrets (32-byte data keys) under an alias; it never sees a row. Erasing an alias erases all that
//! was sealed under it. Two aliases exist per account: `…/background`, usable after the phone's first unlock, and `…/private`, usable
//! only while the phone is unlocked.

use thiserror::Error;

/// Why a secret can't be had.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum KeyVaultError {
    /// The phone is locked: wait for the unlock, nothing is lost.
    #[error("the key vault is locked")]
    Locked,
    /// The key is gone for good (biometrics reset, vault erased): what it sealed can't be read any more.
    #[error("the key is gone from the vault")]
    Lost,
    /// The vault failed in another way; trying again may help.
    #[error("the key vault failed")]
    Failed,
}

/// Wraps and unwraps small secrets. Calls may block for some milliseconds (hardware); they are made when an account is opened only.
pub trait KeyVault: Send + Sync {
    /// Seals `secret` under the key called `alias`, making that key first if there is none.
    fn wrap(&self, alias: &str, secret: &[u8]) -> Result<Vec<u8>, KeyVaultError>;
    /// Opens what [`wrap`](Self::wrap) gave. [`KeyVaultError::Lost`] when the alias' key no longer exists or doesn't fit.
    fn unwrap(&self, alias: &str, wrapped: &[u8]) -> Result<Vec<u8>, KeyVaultError>;
    /// Forgets the key called `alias`; everything wrapped under it is unreadable from now on. Erasing an unknown alias is fine.
    fn erase(&self, alias: &str) -> Result<(), KeyVaultError>;
}
