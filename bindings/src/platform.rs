//! What only the shell can give: secure hardware, the network's state, a browser. The shell implements these traits; the client sees its own ports.
//!
//! Every method may fail with [`PlatformError`]. An exception that a shell didn't mean to throw arrives as [`PlatformError::Failed`]; its text is
//! dropped, because nobody knows what it holds.

use std::sync::Arc;

use motcua_client::port::{self, DeviceKeyError, KeyVaultError};

pub use motcua_client::vocabulary::Connectivity as NetworkState;

/// Why the platform couldn't do it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, uniffi::Error)]
pub enum PlatformError {
    /// Not now: the phone is locked. Nothing is lost; the core tries again after `unlock`.
    #[error("locked")]
    Locked,
    /// Gone for good: the key no longer exists (biometrics changed, vault erased). What it sealed can't be read any more.
    #[error("lost")]
    Lost,
    /// Failed in another way; trying again may help.
    #[error("failed")]
    Failed,
}

impl From<uniffi::UnexpectedUniFFICallbackError> for PlatformError {
    fn from(_: uniffi::UnexpectedUniFFICallbackError) -> Self {
        tracing::error!("a shell's object threw something that it hadn't announced");
        Self::Failed
    }
}

impl From<PlatformError> for KeyVaultError {
    fn from(error: PlatformError) -> Self {
        match error {
            PlatformError::Locked => Self::Locked,
            PlatformError::Lost => Self::Lost,
            PlatformError::Failed => Self::Failed,
        }
    }
}

impl From<KeyVaultError> for PlatformError {
    fn from(error: KeyVaultError) -> Self {
        match error {
            KeyVaultError::Locked => Self::Locked,
            KeyVaultError::Lost => Self::Lost,
            KeyVaultError::Failed => Self::Failed,
        }
    }
}

impl From<PlatformError> for DeviceKeyError {
    fn from(error: PlatformError) -> Self {
        match error {
            // A vault that failed may work in a moment, as one that is locked.
            PlatformError::Locked | PlatformError::Failed => Self::Locked,
            PlatformError::Lost => Self::Lost,
        }
    }
}

impl From<DeviceKeyError> for PlatformError {
    fn from(error: DeviceKeyError) -> Self {
        match error {
            DeviceKeyError::Locked => Self::Locked,
            DeviceKeyError::Lost => Self::Lost,
        }
    }
}

/// Seals small secrets under keys that never leave the phone's secure hardware: Android Keystore, iOS Keychain.
///
/// Two aliases exist per account: `…/background`, which must work after the phone's first unlock, and `…/private`, which must work only while the
/// phone is unlocked. Called when the core opens and unlocks; may block for some milliseconds.
#[uniffi::export(rust, foreign)]
pub trait KeyVault: Send + Sync {
    /// Seals `secret` (32 bytes) under the key called `alias`, making that key first if there is none.
    fn wrap(&self, alias: String, secret: Vec<u8>) -> Result<Vec<u8>, PlatformError>;
    /// Opens what `wrap` gave for this alias. `Locked` while the phone is locked, `Lost` when the key no longer exists or doesn't fit.
    fn unwrap(&self, alias: String, wrapped: Vec<u8>) -> Result<Vec<u8>, PlatformError>;
    /// Forgets the key called `alias`, and with it everything sealed under it. Erasing an unknown alias is fine.
    fn erase(&self, alias: String) -> Result<(), PlatformError>;
}

/// A P-256 signing key that never leaves the phone: binds tokens to this installation (DPoP, RFC 9449). Secure Enclave or StrongBox where there is
/// one. The same for the installation's whole life.
#[uniffi::export(rust, foreign)]
pub trait DeviceKey: Send + Sync {
    /// The public key, uncompressed SEC1: 65 bytes, `04 ‖ x ‖ y`.
    fn public_key(&self) -> Result<Vec<u8>, PlatformError>;
    /// ECDSA over SHA-256 of `text`: 64 bytes, `r ‖ s` as JWS ES256 wants it (RFC 7518 §3.4). Keystore and Keychain give ASN.1 DER: convert it.
    fn sign(&self, text: Vec<u8>) -> Result<Vec<u8>, PlatformError>;
}

/// Knows the network: Android `ConnectivityManager`, iOS `NWPathMonitor`. Call `MotCua.connectivity_changed` whenever the answer changes.
#[uniffi::export(rust, foreign)]
pub trait Connectivity: Send + Sync {
    /// The network's state now. Answer from memory: it is asked often.
    fn state(&self) -> Result<NetworkState, PlatformError>;
}

/// Opens a page in the system's browser: Custom Tabs, `ASWebAuthenticationSession`. Never in a web view of the app's own (RFC 8252 §8.12).
#[uniffi::export(rust, foreign)]
pub trait BrowserHop: Send + Sync {
    /// Opens `url` and returns at once. The browser comes back to the profile's redirect address: pass that to `MotCua.complete_sign_in`, also when a
    /// new process gets it.
    fn open_url(&self, url: String) -> Result<(), PlatformError>;
}

/// What the phone says about its network.
#[uniffi::remote(Enum)]
pub enum NetworkState {
    /// None.
    Offline,
    /// Paid by volume.
    Metered,
    /// Not paid by volume.
    Unmetered,
    /// The system won't say: the core tries.
    Unknown,
}

/// A shell's vault as the client's port.
pub(crate) struct VaultPort(pub(crate) Arc<dyn KeyVault>);

impl port::KeyVault for VaultPort {
    fn wrap(&self, alias: &str, secret: &[u8]) -> Result<Vec<u8>, KeyVaultError> {
        Ok(self.0.wrap(alias.to_owned(), secret.to_vec())?)
    }

    fn unwrap(&self, alias: &str, wrapped: &[u8]) -> Result<Vec<u8>, KeyVaultError> {
        Ok(self.0.unwrap(alias.to_owned(), wrapped.to_vec())?)
    }

    fn erase(&self, alias: &str) -> Result<(), KeyVaultError> {
        Ok(self.0.erase(alias.to_owned())?)
    }
}

/// A shell's device key as the client's port.
pub(crate) struct DeviceKeyPort(pub(crate) Arc<dyn DeviceKey>);

impl port::DeviceKey for DeviceKeyPort {
    fn public_key(&self) -> Result<Vec<u8>, DeviceKeyError> {
        Ok(self.0.public_key()?)
    }

    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, DeviceKeyError> {
        Ok(self.0.sign(message.to_vec())?)
    }
}

/// A shell's view of the network as the client's port. One that fails to say is one that can't say.
pub(crate) struct ConnectivityPort(pub(crate) Arc<dyn Connectivity>);

impl port::Connectivity for ConnectivityPort {
    fn state(&self) -> NetworkState {
        self.0.state().unwrap_or(NetworkState::Unknown)
    }
}
