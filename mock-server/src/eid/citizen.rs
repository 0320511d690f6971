//! Who is asking: the extractor behind every ● of the wire API.
//!
//! `Authorization: DPoP <token>` and a fresh proof of the key that the token is bound to. Proof, replay and token are
//! checked in one transaction; handlers get the subject and nothing else.

use axum::extract::{FromRequestParts, OriginalUri};
use axum::http::header;
use axum::http::request::Parts;

use super::dpop::{self, Expected};
use crate::app::AppState;
use crate::digest::sha256_hex;
use crate::problem::{Code, Problem};
use crate::store::eid;

/// The signed-in subject.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Citizen {
    /// Opaque, stable for a person.
    pub(crate) sub: String,
}

impl FromRequestParts<AppState> for Citizen {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Problem> {
        let token = presented_token(parts).ok_or_else(|| Problem::new(Code::SignInRequired))?;
        let refused = |words| Problem::new(Code::ProofInvalid).with_detail(words);
        let mut proofs = parts.headers.get_all("DPoP").iter();
        let proof = match (proofs.next().and_then(|value| value.to_str().ok()), proofs.next()) {
            (Some(proof), None) => proof,
            _ => return Err(refused("one DPoP header is needed")),
        };
        let path = parts
            .extensions
            .get::<OriginalUri>()
            .map_or_else(|| parts.uri.path(), |uri| uri.path());
        let origins = state.addresses.origins();
        let now = state.clock.now();
        let expected = Expected {
            method: parts.method.as_str(),
            origins: &origins,
            path,
            access_token: Some(&token),
            now,
        };
        let proof = dpop::check(proof, &expected).map_err(refused)?;
        let token_hash = sha256_hex(token.as_bytes());
        state
            .store
            .write(move |tx| {
                let fresh = eid::see_proof(tx, &proof.replay_id, proof.forget_after, now)?;
                let grant = eid::live_grant_by_access(tx, &token_hash, now)?;
                // The proof stays seen whatever comes next, so the refusals are values here and not errors.
                Ok::<_, Problem>(match grant {
                    None => Err(Problem::new(Code::SignInRequired)),
                    Some(_) if !fresh => Err(refused("this proof was used before")),
                    Some(grant) if grant.key_thumbprint != proof.thumbprint => {
                        Err(refused("the token is bound to another key"))
                    }
                    Some(grant) => Ok(Self { sub: grant.sub }),
                })
            })
            .await?
    }
}

/// The access token of a request that carries one under the DPoP scheme.
pub(crate) fn presented_token(parts: &Parts) -> Option<String> {
    let value = parts.headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme
        .eq_ignore_ascii_case("dpop")
        .then(|| token.trim().to_owned())
}

/// A request that may come signed in or not (feedback): no `Authorization` at all is nobody, a bad one is refused.
pub(crate) struct MaybeCitizen(pub(crate) Option<Citizen>);

impl FromRequestParts<AppState> for MaybeCitizen {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Problem> {
        if !parts.headers.contains_key(header::AUTHORIZATION) {
            return Ok(Self(None));
        }
        Citizen::from_request_parts(parts, state)
            .await
            .map(|citizen| Self(Some(citizen)))
    }
}
