//! `GET /v1/units`.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{LIST_VERSION, Province, Ward};
use crate::app::AppState;

pub(crate) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(units))
}

/// All units.
#[derive(Serialize, ToSchema)]
struct UnitsBody<'a> {
    /// From when the list is in force: the same code may have named another area before.
    list_version: &'static str,
    provinces: &'a [Province],
    wards: &'a [Ward],
}

/// All provinces and wards.
#[utoipa::path(get, path = "/v1/units", tag = "catalogue", params(("If-None-Match" = Option<String>, Header)),
    responses((status = 200, body = UnitsBody, headers(("ETag" = String))), (status = 304)))]
async fn units(State(state): State<AppState>, headers: HeaderMap) -> Response {
    let etag = format!("\"{LIST_VERSION}-{}-offices\"", state.units.wards.len());
    if headers
        .get(header::IF_NONE_MATCH)
        .is_some_and(|known| known.as_bytes() == etag.as_bytes())
    {
        return (StatusCode::NOT_MODIFIED, [(header::ETAG, etag)]).into_response();
    }
    let body = UnitsBody {
        list_version: LIST_VERSION,
        provinces: &state.units.provinces,
        wards: &state.units.wards,
    };
    (
        [
            (header::ETAG, etag),
            (header::CACHE_CONTROL, "no-cache".to_owned()),
        ],
        Json(body),
    )
        .into_response()
}
