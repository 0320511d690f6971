//! GeoReport's four requests, and the pictures that its answers link to.

use axum::Json;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::desk;
use super::intake::{self, Complaint};
use super::media::{FormRefused, MAX_BODY, UploadForm};
use super::office;
use super::report::{Picture, PictureRefused, Report};
use super::service::{Service, categories, category};
use super::table::PictureOf;
use crate::app::AppState;
use crate::clock::wire_time;
use crate::eid::citizen::MaybeCitizen;
use crate::extract::Path;
use crate::problem::{Code, Problem};
use crate::store::StoreError;

/// The routes of feedback, citizens' and officers'.
pub(crate) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list_services))
        .routes(routes!(post_request))
        .routes(routes!(show_request))
        .routes(routes!(show_media))
        .routes(routes!(show_answer_media))
        .merge(office::router())
        .layer(DefaultBodyLimit::max(MAX_BODY))
}

/// A refusal in GeoReport's shape: an array of what is wrong.
struct GeoErrors(StatusCode, Vec<Complaint>);

/// One refusal.
#[derive(Serialize, ToSchema)]
struct GeoError {
    /// A code of the wire's table.
    code: &'static str,
    /// For a developer.
    description: &'static str,
}

impl IntoResponse for GeoErrors {
    fn into_response(self) -> Response {
        let errors = self
            .1
            .into_iter()
            .map(|Complaint { code, description }| GeoError { code, description });
        (self.0, Json(errors.collect::<Vec<_>>())).into_response()
    }
}

impl GeoErrors {
    fn one(code: Code, description: &'static str) -> Self {
        Self(
            code.status(),
            vec![Complaint {
                code: code.as_str(),
                description,
            }],
        )
    }
}

impl From<StoreError> for GeoErrors {
    fn from(error: StoreError) -> Self {
        tracing::error!(%error, "the store failed");
        Self::one(Code::PortalFailed, "the portal failed")
    }
}

impl From<FormRefused> for GeoErrors {
    fn from(refused: FormRefused) -> Self {
        match refused {
            FormRefused::Malformed => Self::one(Code::RequestInvalid, "the form can't be read"),
            FormRefused::Picture(PictureRefused::TooLarge) => {
                Self::one(Code::FileTooLarge, "the picture is over 20 MiB")
            }
            FormRefused::Picture(PictureRefused::NotAPicture) => {
                Self::one(Code::FileTypeRefused, "media is neither JPEG nor PNG")
            }
        }
    }
}

/// The kinds of feedback that the city takes.
#[utoipa::path(get, path = "/open311/v2/services.json", tag = "feedback", responses((status = 200, body = Vec<Service>)))]
async fn list_services() -> Json<Vec<Service>> {
    Json(categories().iter().map(Service::from).collect())
}

/// What a POST is answered with.
#[derive(Serialize, ToSchema)]
struct Receipt {
    service_request_id: String,
    service_notice: String,
}

/// Sends feedback. The same `attribute[client_id]` again answers the same number.
#[utoipa::path(post, path = "/open311/v2/requests.json", tag = "feedback",
    request_body(content = String, content_type = "multipart/form-data"),
    responses((status = 201, body = Vec<Receipt>), (status = 400, body = Vec<GeoError>), (status = 413, body = Vec<GeoError>),
        (status = 415, body = Vec<GeoError>)))]
async fn post_request(
    State(state): State<AppState>,
    MaybeCitizen(reporter): MaybeCitizen,
    request: Request,
) -> Result<(StatusCode, Json<Vec<Receipt>>), GeoErrors> {
    let mut form = UploadForm::read(request, "media").await?;
    let picture = form.take_picture()?;
    let new = intake::read(&form.fields).map_err(|all| GeoErrors(StatusCode::BAD_REQUEST, all))?;
    let notice = format!("Đã chuyển đến: {}", new.category.owner);
    let number = desk::receive(&state, reporter.map(|citizen| citizen.sub), new, picture).await?;
    let receipt = Receipt {
        service_request_id: number,
        service_notice: notice,
    };
    Ok((StatusCode::CREATED, Json(vec![receipt])))
}

/// A report as GeoReport shows it.
#[derive(Serialize, ToSchema)]
pub(super) struct GeoRequest {
    service_request_id: String,
    /// `open` or `closed`.
    status: &'static str,
    /// The officer's words.
    status_notes: Option<String>,
    service_code: String,
    service_name: String,
    description: String,
    requested_datetime: String,
    updated_datetime: String,
    /// When the answer is due.
    expected_datetime: String,
    address: Option<String>,
    lat: Option<f64>,
    long: Option<f64>,
    media_url: Option<String>,
    attributes: Attributes,
}

/// What GeoReport has no member for.
#[derive(Serialize, ToSchema)]
struct Attributes {
    /// The finer status: `received`, `forwarded`, `answered`.
    motcua_status: &'static str,
    /// The picture of the answer.
    answer_media_url: Option<String>,
}

impl GeoRequest {
    pub(super) fn of(report: Report, url: &str) -> Self {
        let number = &report.service_request_id;
        let media =
            |there: bool, name: &str| there.then(|| format!("{url}/open311/v2/requests/{number}/{name}"));
        let attributes = Attributes {
            motcua_status: report.status.id(),
            answer_media_url: media(report.has_answer_picture, "answer-media"),
        };
        Self {
            status: report.status.open_or_closed(),
            status_notes: report.note,
            service_name: category(&report.service_code).map_or_else(String::new, |known| known.vi.clone()),
            service_code: report.service_code,
            description: report.description,
            requested_datetime: wire_time(report.requested_at),
            updated_datetime: wire_time(report.updated_at),
            expected_datetime: wire_time(report.expected_at),
            address: report.address,
            lat: report.point.map(|(lat, _)| lat),
            long: report.point.map(|(_, long)| long),
            media_url: media(report.has_picture, "media"),
            attributes,
            service_request_id: report.service_request_id,
        }
    }
}

/// Where a report stands. The path ends in `.json`, as GeoReport wants it.
#[utoipa::path(get, path = "/open311/v2/requests/{id}", tag = "feedback",
    params(("id" = String, Path, description = "the number, then `.json`")),
    responses((status = 200, body = Vec<GeoRequest>), (status = 404, body = Vec<GeoError>)))]
async fn show_request(
    State(state): State<AppState>,
    Path(file): Path<String>,
) -> Result<Json<Vec<GeoRequest>>, GeoErrors> {
    let unknown = || GeoErrors::one(Code::NotFound, "no report has this number");
    let number = file.strip_suffix(".json").ok_or_else(unknown)?.to_owned();
    let report = desk::find(&state, number).await?.ok_or_else(unknown)?;
    Ok(Json(vec![GeoRequest::of(report, &state.addresses.url)]))
}

/// The reporter's picture.
#[utoipa::path(get, path = "/open311/v2/requests/{id}/media", tag = "feedback", params(("id" = String, Path)),
    responses((status = 200, content_type = "image/jpeg"), (status = 404)))]
async fn show_media(State(state): State<AppState>, Path(number): Path<String>) -> Result<Response, Problem> {
    let picture = desk::picture(&state, number, PictureOf::Request).await?;
    picture.map(show).ok_or_else(Problem::not_found)
}

/// The answer's picture.
#[utoipa::path(get, path = "/open311/v2/requests/{id}/answer-media", tag = "feedback", params(("id" = String, Path)),
    responses((status = 200, content_type = "image/jpeg"), (status = 404)))]
async fn show_answer_media(
    State(state): State<AppState>,
    Path(number): Path<String>,
) -> Result<Response, Problem> {
    let picture = desk::picture(&state, number, PictureOf::Answer).await?;
    picture.map(show).ok_or_else(Problem::not_found)
}

/// A picture as the type that its content says, whatever a browser would guess.
pub(crate) fn show(picture: Picture) -> Response {
    let headers = [
        (header::CONTENT_TYPE, picture.media_type),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    (headers, picture.bytes).into_response()
}
