//! `GET /v1/keys`.

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::ring_of_keys;
use crate::app::AppState;
use crate::problem::Problem;

pub(crate) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(keys))
}

/// Whose key is whose.
#[derive(Serialize, ToSchema)]
struct KeysBody {
    /// JWS of the evidence root, `typ` `key+jwt`, one a key. An office's appears with its first dossier.
    statements: Vec<String>,
}

/// The evidence root's statements about every key that signs evidence.
#[utoipa::path(get, path = "/v1/keys", tag = "evidence", responses((status = 200, body = KeysBody)))]
async fn keys(State(state): State<AppState>) -> Result<Json<KeysBody>, Problem> {
    Ok(Json(KeysBody {
        statements: ring_of_keys::statements(&state.store).await?,
    }))
}
