//! `/v1/dossiers`.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::Dossier;
use super::machine::Refusal;
use super::manifest::Manifest;
use super::submit::{Submission, SubmissionAnswer, submit};
use super::supplement::supplement;
use super::view::DossierView;
use super::withdraw::{Withdrawal, withdraw};
use crate::app::AppState;
use crate::eid::citizen::Citizen;
use crate::extract::{Path, Query, RawBody};
use crate::problem::{Code, Problem, ProblemBody};
use crate::store::dossier;
use crate::upload::download;

/// How many dossiers a page has.
const PAGE: u32 = 100;

pub(crate) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list_own_dossiers))
        .routes(routes!(put_dossier, get_dossier))
        .routes(routes!(put_supplement))
        .routes(routes!(put_withdrawal))
        .routes(routes!(get_evidence))
        .routes(routes!(get_result))
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::NoSuchMove | Refusal::NotAsked => Self::new(Code::StatusMoveRefused),
            Refusal::ReasonUnknown => Self::new(Code::RequestInvalid),
        }
        .with_detail(refusal.to_string())
    }
}

/// Submits a dossier. The body is the manifest in its canonical bytes (RFC 8785), which are what is hashed; sending the
/// same again answers the same.
#[utoipa::path(put, path = "/v1/dossiers/{dossier_id}", tag = "dossiers", security(("dpop" = [])),
    params(("dossier_id" = Uuid, Path)), request_body = Manifest,
    responses((status = 201, body = SubmissionAnswer), (status = 200, body = SubmissionAnswer, description = "the same again"),
        (status = 400, body = ProblemBody), (status = 401, body = ProblemBody), (status = 404, body = ProblemBody),
        (status = 409, body = ProblemBody), (status = 413, body = ProblemBody), (status = 415, body = ProblemBody),
        (status = 422, body = ProblemBody)))]
async fn put_dossier(
    State(state): State<AppState>,
    citizen: Citizen,
    Path(dossier_id): Path<Uuid>,
    RawBody(bytes): RawBody,
) -> Result<Response, Problem> {
    let (status, answer) = submit(&state, Submission::new(citizen.sub, dossier_id, bytes)).await?;
    Ok((status, Json(answer)).into_response())
}

/// Answers a supplement request with a whole new manifest.
#[utoipa::path(put, path = "/v1/dossiers/{dossier_id}/supplements/{number}", tag = "dossiers", security(("dpop" = [])),
    params(("dossier_id" = Uuid, Path), ("number" = u32, Path)), request_body = Manifest,
    responses((status = 201, body = SubmissionAnswer), (status = 200, body = SubmissionAnswer, description = "the same again"),
        (status = 400, body = ProblemBody), (status = 401, body = ProblemBody), (status = 404, body = ProblemBody),
        (status = 409, body = ProblemBody), (status = 422, body = ProblemBody)))]
async fn put_supplement(
    State(state): State<AppState>,
    citizen: Citizen,
    Path((dossier_id, number)): Path<(Uuid, u32)>,
    RawBody(bytes): RawBody,
) -> Result<Response, Problem> {
    let submission = Submission::new(citizen.sub, dossier_id, bytes);
    let (status, answer) = supplement(&state, submission, number).await?;
    Ok((status, Json(answer)).into_response())
}

/// Withdraws a dossier, or puts a tombstone on an id that never came.
#[utoipa::path(put, path = "/v1/dossiers/{dossier_id}/withdrawal", tag = "dossiers", security(("dpop" = [])),
    params(("dossier_id" = Uuid, Path)),
    responses((status = 200, body = DossierView, description = "withdrawn"),
        (status = 202, body = DossierView, description = "requested: the office decides"),
        (status = 204, description = "nothing was there; the id carries a tombstone now"),
        (status = 401, body = ProblemBody), (status = 409, body = ProblemBody)))]
async fn put_withdrawal(
    State(state): State<AppState>,
    citizen: Citizen,
    Path(dossier_id): Path<Uuid>,
) -> Result<Response, Problem> {
    Ok(
        match withdraw(&state, citizen.sub, dossier_id.to_string()).await? {
            Withdrawal::Buried => StatusCode::NO_CONTENT.into_response(),
            Withdrawal::Ended(dossier) => show(&dossier),
            Withdrawal::Requested(dossier) => (StatusCode::ACCEPTED, show(&dossier)).into_response(),
        },
    )
}

/// One dossier.
#[utoipa::path(get, path = "/v1/dossiers/{dossier_id}", tag = "dossiers", security(("dpop" = [])),
    params(("dossier_id" = Uuid, Path)),
    responses((status = 200, body = DossierView, headers(("ETag" = String, description = "the revision"))),
        (status = 401, body = ProblemBody), (status = 404, body = ProblemBody)))]
async fn get_dossier(
    State(state): State<AppState>,
    citizen: Citizen,
    Path(dossier_id): Path<Uuid>,
) -> Result<Response, Problem> {
    own(&state, citizen, dossier_id)
        .await
        .map(|dossier| show(&dossier))
}

#[derive(Deserialize, IntoParams)]
struct Page {
    /// The `next_after` of the page before.
    #[serde(default)]
    after: i64,
}

/// Some dossiers, oldest submission first.
#[derive(Serialize, ToSchema)]
struct DossierPage {
    dossiers: Vec<DossierView>,
    /// Ask from here next.
    next_after: i64,
    /// Whether there are more.
    more: bool,
}

/// The signed-in person's dossiers.
#[utoipa::path(get, path = "/v1/dossiers", tag = "dossiers", security(("dpop" = [])), params(Page),
    responses((status = 200, body = DossierPage), (status = 401, body = ProblemBody)))]
async fn list_own_dossiers(
    State(state): State<AppState>,
    citizen: Citizen,
    Query(page): Query<Page>,
) -> Result<Json<DossierPage>, Problem> {
    let mut rows = state
        .store
        .read(move |db| dossier::of_person(db, &citizen.sub, page.after, PAGE + 1))
        .await?;
    let more = rows.len() > PAGE as usize;
    rows.truncate(PAGE as usize);
    let next_after = rows.last().map_or(page.after, |(position, _)| *position);
    let dossiers = rows.iter().map(|(_, dossier)| dossier.into()).collect();
    Ok(Json(DossierPage {
        dossiers,
        next_after,
        more,
    }))
}

/// A chain.
#[derive(Serialize, ToSchema)]
struct EvidenceBody {
    /// Signed facts, in chain order.
    evidence: Vec<String>,
}

/// A dossier's chain of evidence.
#[utoipa::path(get, path = "/v1/dossiers/{dossier_id}/evidence", tag = "evidence", security(("dpop" = [])),
    params(("dossier_id" = Uuid, Path)),
    responses((status = 200, body = EvidenceBody), (status = 401, body = ProblemBody), (status = 404, body = ProblemBody)))]
async fn get_evidence(
    State(state): State<AppState>,
    citizen: Citizen,
    Path(dossier_id): Path<Uuid>,
) -> Result<Json<EvidenceBody>, Problem> {
    let dossier = own(&state, citizen, dossier_id).await?;
    let evidence = state
        .store
        .read(move |db| dossier::facts(db, &dossier.id))
        .await?;
    Ok(Json(EvidenceBody { evidence }))
}

/// The result's bytes.
#[utoipa::path(get, path = "/v1/dossiers/{dossier_id}/result", tag = "dossiers", security(("dpop" = [])),
    params(("dossier_id" = Uuid, Path), ("Range" = Option<String>, Header)),
    responses((status = 200, body = Vec<u8>, content_type = "application/octet-stream"), (status = 206),
        (status = 401, body = ProblemBody), (status = 404, body = ProblemBody)))]
async fn get_result(
    State(state): State<AppState>,
    citizen: Citizen,
    Path(dossier_id): Path<Uuid>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let dossier = own(&state, citizen, dossier_id).await?;
    let paper = dossier.result.ok_or_else(Problem::not_found)?;
    let bytes = state
        .store
        .read(move |db| dossier::result(db, &dossier.id))
        .await?;
    let bytes = bytes.ok_or_else(Problem::not_found)?;
    Ok(download::answer(
        &headers,
        bytes,
        &paper.media_type,
        &paper.sha256,
    ))
}

/// The citizen's own dossier; anybody else's doesn't exist for them.
async fn own(state: &AppState, citizen: Citizen, dossier_id: Uuid) -> Result<Dossier, Problem> {
    let found = state
        .store
        .read(move |db| dossier::find(db, &dossier_id.to_string()))
        .await?;
    found
        .filter(|dossier| dossier.sub == citizen.sub)
        .ok_or_else(Problem::not_found)
}

fn show(dossier: &Dossier) -> Response {
    let etag = format!("\"{}\"", dossier.revision);
    let headers = [
        (header::ETAG, etag),
        (header::CACHE_CONTROL, "private, no-store".to_owned()),
    ];
    (headers, Json(DossierView::from(dossier))).into_response()
}
