//! What a client reads before it starts: the provider's metadata and its keys.

use axum::Json;
use axum::extract::State;
use serde_json::{Value, json};

use super::issuer;
use crate::app::AppState;

/// The provider's metadata (OpenID Connect Discovery 1.0, RFC 8414).
#[utoipa::path(get, path = "/eid/.well-known/openid-configuration", tag = "e-ID",
    responses((status = 200, body = Value)))]
pub(crate) async fn discovery(State(state): State<AppState>) -> Json<Value> {
    let issuer = issuer(&state);
    let at = |path: &str| format!("{issuer}/{path}");
    Json(json!({
        "issuer": issuer,
        "authorization_endpoint": at("authorize"),
        "token_endpoint": at("token"),
        "jwks_uri": at("jwks"),
        "userinfo_endpoint": at("userinfo"),
        "revocation_endpoint": at("revoke"),
        "authorization_response_iss_parameter_supported": true,
        "code_challenge_methods_supported": ["S256"],
        "dpop_signing_alg_values_supported": ["ES256"],
        "grant_types_supported": ["authorization_code", "refresh_token"],
        "id_token_signing_alg_values_supported": ["ES256"],
        "response_modes_supported": ["query"],
        "response_types_supported": ["code"],
        "scopes_supported": ["openid", "profile", "offline_access"],
        "subject_types_supported": ["public"],
        "token_endpoint_auth_methods_supported": ["none"],
        "revocation_endpoint_auth_methods_supported": ["none"],
        "ui_locales_supported": ["vi", "en"],
    }))
}

/// The key that signs ID tokens (RFC 7517).
#[utoipa::path(get, path = "/eid/jwks", tag = "e-ID", responses((status = 200, body = Value)))]
pub(crate) async fn jwks(State(state): State<AppState>) -> Json<Value> {
    let key = state.keys.eid();
    let mut jwk = json!(key.jwk());
    jwk["kid"] = json!(key.kid());
    jwk["alg"] = json!("ES256");
    jwk["use"] = json!("sig");
    Json(json!({"keys": [jwk]}))
}
