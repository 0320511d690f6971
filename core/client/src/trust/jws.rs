//! Compact JWS (RFC 7515), read strictly and verified with ES256 alone.
//!
//! Everything official reaches the phone in this shape: receipts and facts, key statements, the catalogue's signature, ID tokens. The flow
//! is always the same: [`Unverified::parse`] looks at the shape and the header, the caller picks the key by `kid` from a place *it* trusts,
//! and only [`Unverified::verify`] hands out the payload. A header can't choose: `alg` is ES256 or the text is refused, `crit` is refused
//! (we know no extension, RFC 7515 §4.1.11), keys inside the header (`jwk`, `jku`, `x5c`) are never looked at.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::Deserialize;
use serde_json::Value;
use thiserror::Error;

use super::jwk::PublicJwk;

/// The longest compact text that is looked at, in bytes. Facts are a few KiB.
pub const MAX_TEXT: usize = 64 * 1024;
/// The longest protected header, in base64url characters.
const MAX_HEADER: usize = 2 * 1024;

/// Why a signed text isn't believed. Nothing of the text is in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum JwsError {
    /// Not the shape, or a header that asks for something else than ES256. The same text will never be good.
    #[error("not a signed statement of ours: {0}")]
    NotReadable(&'static str),
    /// Signed under a `kid` that no key statement names: fetch the key list again, then try once more.
    #[error("signed by a key that nobody vouches for")]
    UnknownKey,
    /// The key was not valid at the time that the statement names.
    #[error("signed outside the key's time")]
    OutsideKeyTime,
    /// The signature is wrong: altered, or another key's.
    #[error("the signature is wrong")]
    SignatureWrong,
}

/// The protected header's members that we act on.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Header {
    alg: String,
    /// Which kind of statement it is (RFC 8725 §3.11): `evidence+jwt`, `key+jwt` …
    #[serde(default)]
    pub typ: Option<String>,
    /// Which key signed it.
    #[serde(default)]
    pub kid: Option<String>,
    #[serde(default)]
    crit: Option<Value>,
}

/// A signed text whose signature has not been looked at: only its header may be read.
pub struct Unverified {
    header: Header,
    signing_input: String,
    payload: Vec<u8>,
    signature: Vec<u8>,
}

impl Unverified {
    /// Reads `header.payload.signature`.
    ///
    /// # Errors
    /// [`JwsError::NotReadable`] for any other shape, another `alg`, a `crit`, or more than [`MAX_TEXT`] bytes.
    pub fn parse(text: &str) -> Result<Self, JwsError> {
        if text.len() > MAX_TEXT {
            return Err(JwsError::NotReadable("too long"));
        }
        let (signing_input, signature) = text.rsplit_once('.').ok_or(JwsError::NotReadable("parts"))?;
        let (header, payload) = signing_input
            .split_once('.')
            .ok_or(JwsError::NotReadable("parts"))?;
        Self::from_parts(header, signing_input.to_owned(), decode(payload)?, signature)
    }

    /// Reads a detached signature `header..signature` (RFC 7515 appendix F) over `payload`.
    ///
    /// # Errors
    /// As [`parse`](Self::parse). The payload's length is the caller's to limit.
    pub fn parse_detached(text: &str, payload: &[u8]) -> Result<Self, JwsError> {
        if text.len() > MAX_TEXT {
            return Err(JwsError::NotReadable("too long"));
        }
        let (header, signature) = text.split_once("..").ok_or(JwsError::NotReadable("parts"))?;
        let signing_input = format!("{header}.{}", URL_SAFE_NO_PAD.encode(payload));
        Self::from_parts(header, signing_input, payload.to_vec(), signature)
    }

    fn from_parts(
        header: &str,
        signing_input: String,
        payload: Vec<u8>,
        signature: &str,
    ) -> Result<Self, JwsError> {
        if header.len() > MAX_HEADER {
            return Err(JwsError::NotReadable("header too long"));
        }
        let header: Header =
            serde_json::from_slice(&decode(header)?).map_err(|_| JwsError::NotReadable("header"))?;
        if header.alg != "ES256" {
            return Err(JwsError::NotReadable("alg"));
        }
        if header.crit.is_some() {
            return Err(JwsError::NotReadable("crit"));
        }
        Ok(Self {
            header,
            signing_input,
            payload,
            signature: decode(signature)?,
        })
    }

    /// The header, to pick the key by.
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// Requires a kind of statement, so that one kind never passes for another (RFC 8725 §3.11).
    ///
    /// # Errors
    /// [`JwsError::NotReadable`] when `typ` is missing or another.
    pub fn of_type(self, typ: &str) -> Result<Self, JwsError> {
        if self.header.typ.as_deref() == Some(typ) {
            Ok(self)
        } else {
            Err(JwsError::NotReadable("typ"))
        }
    }

    /// The payload, if the signature is `key`'s.
    ///
    /// # Errors
    /// [`JwsError::SignatureWrong`].
    pub fn verify(self, key: &PublicJwk) -> Result<Vec<u8>, JwsError> {
        if key.verifies(self.signing_input.as_bytes(), &self.signature) {
            Ok(self.payload)
        } else {
            Err(JwsError::SignatureWrong)
        }
    }
}

fn decode(text: &str) -> Result<Vec<u8>, JwsError> {
    URL_SAFE_NO_PAD
        .decode(text)
        .map_err(|_| JwsError::NotReadable("base64url"))
}
