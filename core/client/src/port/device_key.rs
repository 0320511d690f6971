//! The phone's own P-256 key: binds tokens to this installation (DPoP, RFC 9449). Secure Enclave or StrongBox where there is one.

use thiserror::Error;

/// Why the device key can't sign.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum DeviceKeyError {
    /// Not usable now (phone locked); try again later.
    #[error("the device key is locked")]
    Locked,
    /// The key is gone: sign-in has to be done again. Drafts don't depend on it.
    #[error("the device key is gone")]
    Lost,
}

/// A P-256 signing key that never leaves the phone.
pub trait DeviceKey: Send + Sync {
    /// The public key, uncompressed SEC1: 65 bytes, `04 ‖ x ‖ y`. The same for the installation's whole life.
    fn public_key(&self) -> Result<Vec<u8>, DeviceKeyError>;
    /// ECDSA over SHA-256 of `message`: 64 bytes, `r ‖ s` as JWS ES256 wants it (RFC 7518 §3.4).
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, DeviceKeyError>;
}
