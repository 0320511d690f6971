//! The e-ID provider: an OpenID Connect provider such as VNeID would be, with invented people.
//!
//! The hop: the app opens `authorize` in a browser → the request is checked and kept → a page shows who may sign in and
//! what is shared → `consent` answers with a code (or `access_denied`) at the app's redirect URI → the app trades the code
//! for tokens that are bound to its DPoP key. A wrong client or redirect URI ends on a page and never redirects. A code
//! works once, for 60 seconds; using it again revokes what it gave. Refresh tokens live 30 days and are not rotated:
//! they are bound to a key (RFC 9700 §2.2.2), and rotating would end the session whenever a reply is lost.
//!
//! `dpop` and `request` are pure; `citizen` is the extractor with which `/v1` knows who is asking.

pub(crate) mod authorize;
pub(crate) mod citizen;
pub(crate) mod discovery;
pub(crate) mod dpop;
pub(crate) mod page;
pub(crate) mod person;
pub(crate) mod request;
pub(crate) mod token;
pub(crate) mod userinfo;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::AppState;

/// The only client.
pub(crate) const CLIENT_ID: &str = "motcua-app";
/// Its own redirect URI.
pub(crate) const REDIRECT_URI: &str = "vn.motcua.app:/sign-in/return";

pub(crate) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(discovery::discovery))
        .routes(routes!(discovery::jwks))
        .routes(routes!(authorize::authorize))
        .routes(routes!(authorize::consent))
        .routes(routes!(token::token))
        .routes(routes!(token::revoke))
        .routes(routes!(userinfo::userinfo))
}

/// The issuer, compared by clients as a string.
pub(crate) fn issuer(state: &AppState) -> String {
    format!("{}/eid", state.addresses.url)
}
