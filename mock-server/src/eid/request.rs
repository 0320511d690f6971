//! An authorization request: what it must be before anybody is asked to consent.
//!
//! Pure. Two kinds of refusal: one whose sender can't be trusted, which must never redirect, and one that goes back to the
//! app with its `state`.

use serde::{Deserialize, Serialize};
use url::Url;
use utoipa::IntoParams;

use super::{CLIENT_ID, REDIRECT_URI};

/// The query of `authorize` as it arrives.
#[derive(Clone, Deserialize, IntoParams)]
pub(crate) struct AuthorizeQuery {
    /// `code`.
    pub(crate) response_type: Option<String>,
    /// `motcua-app`.
    pub(crate) client_id: Option<String>,
    /// Compared exactly; the loopback one with any port.
    pub(crate) redirect_uri: Option<String>,
    /// Must contain `openid`.
    pub(crate) scope: Option<String>,
    /// Handed back unchanged.
    pub(crate) state: Option<String>,
    /// Stands in the ID token.
    pub(crate) nonce: Option<String>,
    /// PKCE.
    pub(crate) code_challenge: Option<String>,
    /// `S256`.
    pub(crate) code_challenge_method: Option<String>,
    /// Binds the code to a DPoP key (RFC 9449 §10).
    pub(crate) dpop_jkt: Option<String>,
    /// `vi` or `en`: the page's language.
    pub(crate) ui_locales: Option<String>,
}

/// A request worth asking a person about.
#[derive(Clone, Serialize, Deserialize, PartialEq, Eq)]
pub(crate) struct AuthRequest {
    pub(crate) redirect_uri: String,
    pub(crate) state: String,
    pub(crate) nonce: String,
    pub(crate) code_challenge: String,
    pub(crate) dpop_jkt: Option<String>,
}

/// Why a request goes no further.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// Not our client or not its address: show a page, redirect nowhere.
    Untrusted,
    /// Tell the app: an OAuth error code, at this address with this state.
    Back {
        redirect_uri: String,
        state: String,
        error: &'static str,
    },
}

/// Checks a request.
pub(crate) fn read(query: AuthorizeQuery) -> Result<AuthRequest, Refusal> {
    let redirect_uri = query
        .redirect_uri
        .filter(|uri| is_ours(uri))
        .ok_or(Refusal::Untrusted)?;
    if query.client_id.as_deref() != Some(CLIENT_ID) {
        return Err(Refusal::Untrusted);
    }
    let state = query.state.unwrap_or_default();
    let back = |error| Refusal::Back {
        redirect_uri: redirect_uri.clone(),
        state: state.clone(),
        error,
    };
    if query.response_type.as_deref() != Some("code") {
        return Err(back("unsupported_response_type"));
    }
    if !query
        .scope
        .unwrap_or_default()
        .split(' ')
        .any(|scope| scope == "openid")
    {
        return Err(back("invalid_scope"));
    }
    let challenge = query.code_challenge.filter(|challenge| challenge.len() == 43);
    let nonce = query.nonce.filter(|nonce| !nonce.is_empty());
    let s256 = query.code_challenge_method.as_deref() == Some("S256");
    match (challenge, nonce) {
        (Some(code_challenge), Some(nonce)) if s256 && !state.is_empty() => Ok(AuthRequest {
            redirect_uri,
            state,
            nonce,
            code_challenge,
            dpop_jkt: query.dpop_jkt,
        }),
        _ => Err(back("invalid_request")),
    }
}

/// RFC 8252: the app's own address exactly, or its loopback one on any port.
fn is_ours(uri: &str) -> bool {
    if uri == REDIRECT_URI {
        return true;
    }
    let port = uri
        .strip_prefix("http://127.0.0.1:")
        .and_then(|rest| rest.strip_suffix("/sign-in/return"));
    port.is_some_and(|port| port.parse::<u16>().is_ok_and(|number| number.to_string() == port))
}

/// The app's address with the outcome: `pairs`, then `state` and `iss` (RFC 9207).
pub(crate) fn return_address(
    redirect_uri: &str,
    pairs: &[(&str, &str)],
    state: &str,
    issuer: &str,
) -> Option<String> {
    let mut url = Url::parse(redirect_uri).ok()?;
    url.query_pairs_mut()
        .extend_pairs(pairs)
        .append_pair("state", state)
        .append_pair("iss", issuer);
    Some(url.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn good() -> AuthorizeQuery {
        let some = |text: &str| Some(text.to_owned());
        AuthorizeQuery {
            response_type: some("code"),
            client_id: some("motcua-app"),
            redirect_uri: some("http://127.0.0.1:50123/sign-in/return"),
            scope: some("openid profile offline_access"),
            state: some("s"),
            nonce: some("n"),
            code_challenge: some(&"c".repeat(43)),
            code_challenge_method: some("S256"),
            dpop_jkt: None,
            ui_locales: None,
        }
    }

    #[test]
    fn a_wrong_address_or_client_is_never_redirected_to() {
        for uri in [
            "http://127.0.0.1:50123/sign-in/return/",
            "http://127.0.0.1:/sign-in/return",
            "http://127.0.0.1:50123@evil.example/sign-in/return",
            "http://localhost:50123/sign-in/return",
            "vn.motcua.app:/sign-in/return?x=1",
            "vn.motcua.app:/sign-in",
        ] {
            let query = AuthorizeQuery {
                redirect_uri: Some(uri.into()),
                ..good()
            };
            assert!(matches!(read(query), Err(Refusal::Untrusted)), "{uri}");
        }
        let query = AuthorizeQuery {
            client_id: Some("other".into()),
            ..good()
        };
        assert!(matches!(read(query), Err(Refusal::Untrusted)));
    }

    #[test]
    fn what_the_app_did_wrong_goes_back_to_it() {
        let error = |query| match read(query) {
            Err(Refusal::Back { error, .. }) => error,
            _ => "",
        };
        assert_eq!(
            error(AuthorizeQuery {
                response_type: Some("token".into()),
                ..good()
            }),
            "unsupported_response_type"
        );
        assert_eq!(
            error(AuthorizeQuery {
                scope: None,
                ..good()
            }),
            "invalid_scope"
        );
        assert_eq!(
            error(AuthorizeQuery {
                code_challenge_method: Some("plain".into()),
                ..good()
            }),
            "invalid_request"
        );
        assert_eq!(
            error(AuthorizeQuery {
                nonce: None,
                ..good()
            }),
            "invalid_request"
        );
        assert_eq!(
            error(AuthorizeQuery {
                state: None,
                ..good()
            }),
            "invalid_request"
        );
        assert!(read(good()).is_ok());
    }

    #[test]
    fn the_way_back_keeps_the_private_scheme_and_escapes() {
        let address =
            return_address(REDIRECT_URI, &[("code", "a b")], "s&t", "https://127.0.0.1:1/eid").unwrap();
        assert_eq!(
            address,
            "vn.motcua.app:/sign-in/return?code=a+b&state=s%26t&iss=https%3A%2F%2F127.0.0.1%3A1%2Feid"
        );
    }
}
