//! Who may work at an office's desk over HTTP: whoever has its bearer token.

use axum::extract::FromRequestParts;
use axum::http::header;
use axum::http::request::Parts;

use crate::app::AppState;
use crate::digest::sha256_hex;
use crate::problem::{Code, Problem};

/// A request that carries the office's token.
pub(crate) struct Officer;

impl FromRequestParts<AppState> for Officer {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Problem> {
        let header = parts
            .headers
            .get(header::AUTHORIZATION)
            .and_then(|value| value.to_str().ok());
        let token = header
            .and_then(|value| value.strip_prefix("Bearer "))
            .unwrap_or_default();
        // Digests are compared, so the time it takes tells nothing about the token.
        let right = sha256_hex(token.as_bytes()) == sha256_hex(state.office_token.as_bytes());
        let challenge = || Problem::new(Code::SignInRequired).with_header(header::WWW_AUTHENTICATE, "Bearer");
        right.then_some(Self).ok_or_else(challenge)
    }
}
