//! `GET /v1/forms/{procedure_code}/{version}` and its files.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{Form, FormManifest};
use crate::app::AppState;
use crate::extract::Path;
use crate::problem::{Code, Problem, ProblemBody};

/// A version never changes.
const FOR_EVER: &str = "public, max-age=31536000, immutable";

pub(crate) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(form))
        .routes(routes!(form_file))
}

/// A form's files and papers.
#[utoipa::path(get, path = "/v1/forms/{procedure_code}/{version}", tag = "catalogue",
    params(("procedure_code" = String, Path), ("version" = String, Path)),
    responses((status = 200, body = FormManifest), (status = 404, body = ProblemBody)))]
async fn form(
    State(state): State<AppState>,
    Path((procedure_code, version)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let form = find(&state, &procedure_code, &version)?;
    Ok(([(header::CACHE_CONTROL, FOR_EVER)], Json(&form.manifest)).into_response())
}

/// One of its files.
#[utoipa::path(get, path = "/v1/forms/{procedure_code}/{version}/files/{name}", tag = "catalogue",
    params(("procedure_code" = String, Path), ("version" = String, Path), ("name" = String, Path),
        ("If-None-Match" = Option<String>, Header)),
    responses((status = 200, body = Vec<u8>, content_type = "application/octet-stream", headers(("ETag" = String))),
        (status = 304), (status = 404, body = ProblemBody)))]
async fn form_file(
    State(state): State<AppState>,
    headers: HeaderMap,
    Path((procedure_code, version, name)): Path<(String, String, String)>,
) -> Result<Response, Problem> {
    let form = find(&state, &procedure_code, &version)?;
    let (described, bytes) = form.file(&name).ok_or_else(Problem::not_found)?;
    let etag = format!("\"{}\"", described.sha256);
    if headers
        .get(header::IF_NONE_MATCH)
        .is_some_and(|known| known.as_bytes() == etag.as_bytes())
    {
        return Ok((StatusCode::NOT_MODIFIED, [(header::ETAG, etag)]).into_response());
    }
    let media_type = if name.ends_with(".csv") {
        "text/csv; charset=utf-8"
    } else {
        "application/xml"
    };
    let headers = [
        (header::CONTENT_TYPE, media_type.to_owned()),
        (header::CACHE_CONTROL, FOR_EVER.to_owned()),
        (header::ETAG, etag),
    ];
    Ok((headers, bytes).into_response())
}

/// A form in this version; a procedure that has none, or a version that there isn't, are told apart.
fn find<'a>(state: &'a AppState, procedure_code: &str, version: &str) -> Result<&'a Form, Problem> {
    let unknown = || Problem::new(Code::ProcedureUnknown).with_status(StatusCode::NOT_FOUND);
    state.forms.current(procedure_code).ok_or_else(unknown)?;
    state
        .forms
        .version(procedure_code, version)
        .ok_or_else(Problem::not_found)
}
