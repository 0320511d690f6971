//! Who sits at the console: an officer who knew the office's token.
//!
//! The cookie is a random id with a MAC under a key made from the office's token; forms carry another MAC over the same id
//! (against cross-site posts). So nothing is kept, a restart signs nobody out, and a new token signs everybody out. The
//! cookie ends with the browser's session; `HttpOnly`, `SameSite=Strict`, and `Secure` wherever TLS is.

use ring::hmac;

use crate::app::AppState;
use crate::digest::{hex, sha256_hex};

/// The cookie's name.
pub(super) const COOKIE: &str = "motcua_console";

/// A signed-in officer's session.
#[derive(Clone)]
pub(super) struct Session {
    id: String,
    key: hmac::Key,
}

impl Session {
    /// A new session for who knows the office's token; nothing for anybody else.
    pub(super) fn sign_in(state: &AppState, token: &str) -> Option<Self> {
        // Digests are compared, so the time it takes tells nothing about the token.
        let right = sha256_hex(token.trim().as_bytes()) == sha256_hex(state.office_token.as_bytes());
        right.then(|| Self {
            id: hex(&state.random.bytes::<16>()),
            key: key(state),
        })
    }

    /// The session of a cookie's value; nothing when we didn't make it.
    pub(super) fn from_cookie(state: &AppState, value: &str) -> Option<Self> {
        let (id, mac) = value.split_once('.')?;
        let session = Self {
            id: id.to_owned(),
            key: key(state),
        };
        (sha256_hex(mac.as_bytes()) == sha256_hex(session.mac("cookie").as_bytes())).then_some(session)
    }

    /// The cookie's value.
    pub(super) fn cookie(&self) -> String {
        format!("{}.{}", self.id, self.mac("cookie"))
    }

    /// What this session's forms carry.
    pub(super) fn form_token(&self) -> String {
        self.mac("form")
    }

    /// Whether a form came from one of this session's pages.
    pub(super) fn sent(&self, form_token: &str) -> bool {
        sha256_hex(form_token.as_bytes()) == sha256_hex(self.form_token().as_bytes())
    }

    fn mac(&self, purpose: &str) -> String {
        hex(hmac::sign(&self.key, format!("{purpose}:{}", self.id).as_bytes()).as_ref())
    }
}

fn key(state: &AppState) -> hmac::Key {
    hmac::Key::new(
        hmac::HMAC_SHA256,
        format!("console session:{}", state.office_token).as_bytes(),
    )
}
