//! `GET /v1/catalogue`.

use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::Procedure;
use crate::app::AppState;
use crate::extract::Query;
use crate::problem::{Problem, ProblemBody};

const SIGNATURE: HeaderName = HeaderName::from_static("catalogue-signature");

pub(crate) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(catalogue))
}

/// The catalogue, or what changed in it.
#[derive(Serialize, ToSchema)]
#[allow(
    dead_code,
    reason = "documents the body, which is kept as bytes because it is signed"
)]
struct CatalogueBody {
    /// Grows by one with every change.
    version: i64,
    /// When this version came to be.
    generated_at: String,
    /// With `since`: those that changed after it.
    procedures: Vec<Procedure>,
    /// With `since` only: codes that are gone.
    removed: Option<Vec<String>>,
}

#[derive(Deserialize, IntoParams)]
struct CatalogueQuery {
    /// A version that the caller has: only what changed after it is answered.
    since: Option<i64>,
}

/// All procedures, signed by the portal.
#[utoipa::path(get, path = "/v1/catalogue", tag = "catalogue",
    params(CatalogueQuery, ("If-None-Match" = Option<String>, Header)),
    responses((status = 200, body = CatalogueBody, headers(
            ("ETag" = String), ("Catalogue-Signature" = String, description = "detached JWS over the body"))),
        (status = 304), (status = 400, body = ProblemBody)))]
async fn catalogue(
    State(state): State<AppState>,
    headers: HeaderMap,
    Query(query): Query<CatalogueQuery>,
) -> Result<Response, Problem> {
    let etag = state.catalogue.etag();
    if headers
        .get(header::IF_NONE_MATCH)
        .is_some_and(|known| known.as_bytes() == etag.as_bytes())
    {
        return Ok((StatusCode::NOT_MODIFIED, [(header::ETAG, etag)]).into_response());
    }
    let body = query.since.map_or_else(
        || state.catalogue.whole().to_vec(),
        |version| state.catalogue.since(version),
    );
    let signature = state.keys.portal().sign_detached("catalogue+jws", &body);
    let headers = [
        (header::CONTENT_TYPE, "application/json".to_owned()),
        (header::CACHE_CONTROL, "no-cache".to_owned()),
        (header::ETAG, etag),
        (SIGNATURE, signature),
    ];
    Ok((headers, body).into_response())
}
