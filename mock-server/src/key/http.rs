//! `GET /v1/keys`.

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::ring_of_keys;
use crate::app::AppState;
use crate::extract::Query;
use crate::problem::{Problem, ProblemBody};

/// The most keys that one request names.
const MOST: usize = 50;

pub(crate) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(keys))
}

/// Whose key is whose.
#[derive(Serialize, ToSchema)]
struct KeysBody {
    /// JWS of the evidence root, `typ` `key+jwt`, one a key. An office's appears with its first dossier.
    statements: Vec<String>,
}

#[derive(Deserialize, IntoParams)]
struct KeysQuery {
    /// Only these keys, by their names with commas between, 50 at most. One that nobody vouches for is left out.
    kid: Option<String>,
}

/// The evidence root's statements: about every key that has signed evidence, or about those asked for.
#[utoipa::path(get, path = "/v1/keys", tag = "evidence", params(KeysQuery),
    responses((status = 200, body = KeysBody), (status = 400, body = ProblemBody)))]
async fn keys(
    State(state): State<AppState>,
    Query(query): Query<KeysQuery>,
) -> Result<Json<KeysBody>, Problem> {
    let statements = match query.kid {
        None => ring_of_keys::statements(&state.store).await?,
        Some(kids) => {
            let kids: Vec<String> = kids.split(',').map(str::to_owned).collect();
            if kids.len() > MOST {
                return Err(Problem::invalid("at most 50 keys are named at once"));
            }
            ring_of_keys::statements_of(&state.store, kids).await?
        }
    };
    Ok(Json(KeysBody { statements }))
}
