//! The office's side of feedback over HTTP.

use axum::Json;
use axum::extract::{Request, State};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::desk;
use super::http::GeoRequest;
use super::media::{FormRefused, UploadForm};
use super::report::{PictureRefused, ReportMove};
use crate::app::AppState;
use crate::extract::Path;
use crate::office::officer::Officer;
use crate::problem::{Code, Problem};

/// The officers' routes.
pub(super) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list_reports))
        .routes(routes!(forward))
        .routes(routes!(answer))
}

impl From<FormRefused> for Problem {
    fn from(refused: FormRefused) -> Self {
        match refused {
            FormRefused::Malformed => Self::invalid("the form can't be read"),
            FormRefused::Picture(PictureRefused::TooLarge) => Self::new(Code::FileTooLarge),
            FormRefused::Picture(PictureRefused::NotAPicture) => Self::new(Code::FileTypeRefused),
        }
    }
}

/// Every report, newest first.
#[utoipa::path(get, path = "/office/v1/feedback", tag = "office", responses((status = 200, body = Vec<GeoRequest>), (status = 401)))]
async fn list_reports(_: Officer, State(state): State<AppState>) -> Result<Json<Vec<GeoRequest>>, Problem> {
    let all = desk::all(&state).await?.into_iter();
    Ok(Json(
        all.map(|report| GeoRequest::of(report, &state.addresses.url))
            .collect(),
    ))
}

/// Hands a report to the unit that owns the matter.
#[utoipa::path(post, path = "/office/v1/feedback/{id}/forward", tag = "office", params(("id" = String, Path)),
    responses((status = 200, body = GeoRequest), (status = 404), (status = 409)))]
async fn forward(
    _: Officer,
    State(state): State<AppState>,
    Path(number): Path<String>,
) -> Result<Json<GeoRequest>, Problem> {
    let report = desk::act(&state, number, ReportMove::Forward, None, None).await?;
    Ok(Json(GeoRequest::of(report, &state.addresses.url)))
}

/// Answers a report: `note`, and a picture in `media` if there is one.
#[utoipa::path(post, path = "/office/v1/feedback/{id}/answer", tag = "office", params(("id" = String, Path)),
    request_body(content = String, content_type = "multipart/form-data"),
    responses((status = 200, body = GeoRequest), (status = 404), (status = 409), (status = 413), (status = 415)))]
async fn answer(
    _: Officer,
    State(state): State<AppState>,
    Path(number): Path<String>,
    request: Request,
) -> Result<Json<GeoRequest>, Problem> {
    let mut form = UploadForm::read(request, "media").await?;
    let picture = form.take_picture()?;
    let note = form
        .text("note")
        .ok_or_else(|| Problem::invalid("note is missing"))?
        .to_owned();
    let report = desk::act(&state, number, ReportMove::Answer, Some(note), picture).await?;
    Ok(Json(GeoRequest::of(report, &state.addresses.url)))
}
