//! `GET /v1/units` and `GET /v1/offices`.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{LIST_VERSION, Office, Province, Ward};
use crate::app::AppState;
use crate::extract::Query;
use crate::problem::{Problem, ProblemBody};

pub(crate) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(units))
        .routes(routes!(offices))
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
    let etag = format!("\"{LIST_VERSION}-{}\"", state.units.wards.len());
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

#[derive(Deserialize, IntoParams)]
struct OfficesQuery {
    /// Five digits.
    ward_code: String,
}

/// Offices.
#[derive(Serialize, ToSchema)]
struct OfficesBody {
    offices: Vec<Office>,
}

/// The offices that receive dossiers of a ward; none for an unknown ward.
#[utoipa::path(get, path = "/v1/offices", tag = "catalogue", params(OfficesQuery),
    responses((status = 200, body = OfficesBody), (status = 400, body = ProblemBody)))]
async fn offices(
    State(state): State<AppState>,
    Query(query): Query<OfficesQuery>,
) -> Result<Json<OfficesBody>, Problem> {
    let offices = state
        .units
        .office_of_ward(&query.ward_code)
        .into_iter()
        .cloned()
        .collect();
    Ok(Json(OfficesBody { offices }))
}
