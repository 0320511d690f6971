//! The token endpoint and revocation. Their refusals are OAuth's own (`{"error":…}`, RFC 6749 §5.2), since OAuth clients
//! read nothing else.
//!
//! Tokens are random; the store keeps their hashes. A grant is what a sign-in gave: it ends after 30 days, by revocation,
//! or when its code is used again.

use axum::Json;
use axum::extract::{OriginalUri, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use super::dpop::{self, Expected, Proof};
use super::person::id_token_claims;
use super::{CLIENT_ID, issuer};
use crate::app::AppState;
use crate::digest::{sha256_base64url, sha256_hex};
use crate::extract::FormBody;
use crate::problem::Problem;
use crate::store::eid::{self, CodeUse, Grant};
use crate::store::{Tx, person};

/// How long a code can be traded.
const CODE_GOOD_FOR: TimeDelta = TimeDelta::seconds(60);
/// How long an access token lives.
const ACCESS_GOOD_FOR: TimeDelta = TimeDelta::minutes(10);
/// How long a sign-in lasts at most.
const GRANT_GOOD_FOR: TimeDelta = TimeDelta::days(30);

/// What a client posts.
#[derive(Deserialize, ToSchema)]
pub(crate) struct TokenForm {
    /// `authorization_code` or `refresh_token`.
    grant_type: Option<String>,
    /// `motcua-app`.
    client_id: Option<String>,
    /// With `authorization_code`.
    code: Option<String>,
    /// With `authorization_code`: the one of the request.
    redirect_uri: Option<String>,
    /// With `authorization_code`: PKCE.
    code_verifier: Option<String>,
    /// With `refresh_token`.
    refresh_token: Option<String>,
}

/// What it gets.
#[derive(Serialize, ToSchema)]
pub(crate) struct Tokens {
    access_token: String,
    /// `DPoP`.
    token_type: &'static str,
    /// Seconds.
    expires_in: i64,
    refresh_token: String,
    scope: &'static str,
    /// With `authorization_code` only.
    #[serde(skip_serializing_if = "Option::is_none")]
    id_token: Option<String>,
}

/// An OAuth refusal.
pub(crate) enum OAuthRefusal {
    /// Error code and words for a developer.
    Refused(&'static str, &'static str),
    /// Ours, not the client's.
    Failed(Problem),
}

impl<E: Into<Problem>> From<E> for OAuthRefusal {
    fn from(error: E) -> Self {
        Self::Failed(error.into())
    }
}

impl IntoResponse for OAuthRefusal {
    fn into_response(self) -> Response {
        match self {
            Self::Refused(error, words) => {
                let body = json!({"error": error, "error_description": words});
                (StatusCode::BAD_REQUEST, no_store(), Json(body)).into_response()
            }
            Self::Failed(problem) => problem.into_response(),
        }
    }
}

const INVALID_GRANT: OAuthRefusal = OAuthRefusal::Refused(
    "invalid_grant",
    "the code or token is unknown, used, expired or bound to something else",
);

/// Trades a code or a refresh token for tokens that are bound to the proof's key.
#[utoipa::path(post, path = "/eid/token", tag = "e-ID",
    params(("DPoP" = String, Header, description = "RFC 9449 proof")),
    request_body(content = TokenForm, content_type = "application/x-www-form-urlencoded"),
    responses((status = 200, body = Tokens), (status = 400, description = "RFC 6749 §5.2 error")))]
pub(crate) async fn token(
    State(state): State<AppState>,
    OriginalUri(uri): OriginalUri,
    headers: HeaderMap,
    FormBody(form): FormBody<TokenForm>,
) -> Result<Response, OAuthRefusal> {
    if form.client_id.as_deref() != Some(CLIENT_ID) {
        return Err(OAuthRefusal::Refused(
            "invalid_client",
            "client_id is not motcua-app",
        ));
    }
    let proof = proof_of(&state, &headers, uri.path())?;
    let tokens = match form.grant_type.as_deref() {
        Some("authorization_code") => by_code(&state, form, proof).await?,
        Some("refresh_token") => by_refresh(&state, form, proof).await?,
        _ => {
            return Err(OAuthRefusal::Refused(
                "unsupported_grant_type",
                "authorization_code or refresh_token",
            ));
        }
    };
    Ok((no_store(), Json(tokens)).into_response())
}

fn proof_of(state: &AppState, headers: &HeaderMap, path: &str) -> Result<Proof, OAuthRefusal> {
    let proof = headers
        .get("DPoP")
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let origins = state.addresses.origins();
    let now = state.clock.now();
    let expected = Expected {
        method: "POST",
        origins: &origins,
        path,
        access_token: None,
        now,
    };
    dpop::check(proof, &expected).map_err(|words| OAuthRefusal::Refused("invalid_dpop_proof", words))
}

async fn by_code(state: &AppState, form: TokenForm, proof: Proof) -> Result<Tokens, OAuthRefusal> {
    let (secrets, now) = (Secrets::draw(state), state.clock.now());
    let grant_id = state.random.uuid().to_string();
    let code_hash = sha256_hex(form.code.as_deref().unwrap_or_default().as_bytes());
    let (refresh_hash, access_hash) = secrets.hashes();
    let traded = state
        .store
        .write(move |tx| {
            first_use(tx, &proof, now)?;
            let Some(code) = eid::code(tx, &code_hash)? else {
                return Ok(None);
            };
            if let Some(given) = &code.grant_id {
                // Somebody has the code twice: what the first use gave can't be trusted either (RFC 9700 §4.5).
                eid::revoke_grant(tx, given)?;
                return Ok(None);
            }
            if !fits(&code, &form, &proof, now) {
                return Ok(None);
            }
            let grant = Grant {
                id: grant_id,
                sub: code.sub,
                key_thumbprint: proof.thumbprint,
                auth_time: code.issued_at,
            };
            eid::keep_grant(
                tx,
                &grant,
                &code.request.nonce,
                &refresh_hash,
                now + GRANT_GOOD_FOR,
            )?;
            eid::keep_access(tx, &access_hash, &grant.id, now + ACCESS_GOOD_FOR)?;
            eid::mark_code_used(tx, &code_hash, &grant.id)?;
            let person = person::by_sub(tx, &grant.sub)?;
            Ok::<_, OAuthRefusal>(person.map(|person| (person, code.request.nonce, grant.auth_time)))
        })
        .await?;
    let (person, nonce, auth_time) = traded.ok_or(INVALID_GRANT)?;
    let claims = id_token_claims(
        &person,
        &issuer(state),
        &nonce,
        auth_time,
        now,
        ACCESS_GOOD_FOR.num_seconds(),
    );
    let id_token = state.keys.eid().sign("JWT", &claims);
    Ok(secrets.into_tokens(Some(id_token)))
}

/// Whether the code may be traded by this client, with this verifier and key, now.
fn fits(code: &CodeUse, form: &TokenForm, proof: &Proof, now: DateTime<Utc>) -> bool {
    let verifier = form.code_verifier.as_deref().unwrap_or_default();
    now - code.issued_at <= CODE_GOOD_FOR
        && form.redirect_uri.as_deref() == Some(&code.request.redirect_uri)
        && (43..=128).contains(&verifier.len())
        && sha256_base64url(verifier.as_bytes()) == code.request.code_challenge
        && code
            .request
            .dpop_jkt
            .as_ref()
            .is_none_or(|bound| *bound == proof.thumbprint)
}

async fn by_refresh(state: &AppState, form: TokenForm, proof: Proof) -> Result<Tokens, OAuthRefusal> {
    let refresh_token = form.refresh_token.unwrap_or_default();
    let (mut secrets, now) = (Secrets::draw(state), state.clock.now());
    secrets.refresh.clone_from(&refresh_token);
    let (refresh_hash, access_hash) = secrets.hashes();
    let taken = state
        .store
        .write(move |tx| {
            first_use(tx, &proof, now)?;
            let Some(grant) = eid::live_grant_by_refresh(tx, &refresh_hash, now)? else {
                return Ok(false);
            };
            if grant.key_thumbprint != proof.thumbprint {
                return Ok(false);
            }
            eid::keep_access(tx, &access_hash, &grant.id, now + ACCESS_GOOD_FOR)?;
            Ok::<_, OAuthRefusal>(true)
        })
        .await?;
    if taken {
        Ok(secrets.into_tokens(None))
    } else {
        Err(INVALID_GRANT)
    }
}

fn first_use(tx: &Tx<'_>, proof: &Proof, now: DateTime<Utc>) -> Result<(), OAuthRefusal> {
    if eid::see_proof(tx, &proof.replay_id, proof.forget_after, now)? {
        return Ok(());
    }
    Err(OAuthRefusal::Refused(
        "invalid_dpop_proof",
        "this proof was used before",
    ))
}

/// The two secrets of an answer, before their hashes go into the store.
struct Secrets {
    access: String,
    refresh: String,
}

impl Secrets {
    fn draw(state: &AppState) -> Self {
        let draw = || URL_SAFE_NO_PAD.encode(state.random.bytes::<32>());
        Self {
            access: draw(),
            refresh: draw(),
        }
    }

    fn hashes(&self) -> (String, String) {
        (
            sha256_hex(self.refresh.as_bytes()),
            sha256_hex(self.access.as_bytes()),
        )
    }

    fn into_tokens(self, id_token: Option<String>) -> Tokens {
        Tokens {
            access_token: self.access,
            token_type: "DPoP",
            expires_in: ACCESS_GOOD_FOR.num_seconds(),
            refresh_token: self.refresh,
            scope: "openid profile offline_access",
            id_token,
        }
    }
}

/// What a client posts to sign out.
#[derive(Deserialize, ToSchema)]
pub(crate) struct RevokeForm {
    /// A refresh token (ends the whole sign-in) or an access token.
    token: String,
}

/// Revokes a token (RFC 7009); an unknown one is answered the same.
#[utoipa::path(post, path = "/eid/revoke", tag = "e-ID",
    request_body(content = RevokeForm, content_type = "application/x-www-form-urlencoded"),
    responses((status = 200)))]
pub(crate) async fn revoke(
    State(state): State<AppState>,
    FormBody(form): FormBody<RevokeForm>,
) -> Result<StatusCode, Problem> {
    let hash = sha256_hex(form.token.as_bytes());
    state.store.write(move |tx| eid::revoke_token(tx, &hash)).await?;
    Ok(StatusCode::OK)
}

fn no_store() -> [(header::HeaderName, HeaderValue); 1] {
    [(header::CACHE_CONTROL, HeaderValue::from_static("no-store"))]
}
