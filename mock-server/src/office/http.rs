//! `/office/v1/dossiers`.

use axum::Json;
use axum::extract::{DefaultBodyLimit, FromRequest, Multipart, Request, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::desk::{self, Conditions, Order, Scan};
use super::officer::Officer;
use crate::app::AppState;
use crate::digest::sha256_hex;
use crate::dossier::manifest::Paper;
use crate::dossier::view::DossierView;
use crate::dossier::{Status, SupplementItem};
use crate::extract::{Path, Query};
use crate::problem::{Code, Problem, ProblemBody};
use crate::upload::{MAX_SIZE, download};

/// How many dossiers a page has.
const PAGE: u32 = 100;
/// The largest request: a result and some words.
const LARGEST: usize = MAX_SIZE as usize + 64 * 1024;
/// The largest JSON body.
const LARGEST_JSON: usize = 256 * 1024;

pub(crate) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list_dossiers))
        .routes(routes!(open_dossier))
        .routes(routes!(get_answers))
        .routes(routes!(get_paper))
        .routes(routes!(act))
        .layer(DefaultBodyLimit::max(LARGEST))
}

#[derive(Deserialize, IntoParams)]
struct ListQuery {
    /// Only those of this status, e.g. `registered`.
    status: Option<String>,
    /// The `next_after` of the page before.
    #[serde(default)]
    after: i64,
}

/// Some dossiers.
#[derive(Serialize, ToSchema)]
struct OfficeList {
    dossiers: Vec<DossierView>,
    next_after: i64,
    more: bool,
}

/// A dossier as an officer sees it.
#[derive(Serialize, ToSchema)]
struct OfficeDossier {
    #[serde(flatten)]
    dossier: DossierView,
    /// The papers of the newest manifest.
    papers: Vec<PaperView>,
    /// The chain.
    evidence: Vec<String>,
}

/// A paper.
#[derive(Serialize, ToSchema)]
struct PaperView {
    reference: String,
    name: String,
    media_type: String,
    size: u64,
    sha256: String,
}

impl From<&Paper> for PaperView {
    fn from(paper: &Paper) -> Self {
        Self {
            reference: paper.reference.clone(),
            name: paper.name.clone(),
            media_type: paper.media_type.clone(),
            size: paper.size,
            sha256: paper.sha256.clone(),
        }
    }
}

/// Dossiers of all offices, oldest submission first.
#[utoipa::path(get, path = "/office/v1/dossiers", tag = "office", security(("office" = [])), params(ListQuery),
    responses((status = 200, body = OfficeList), (status = 400, body = ProblemBody), (status = 401, body = ProblemBody)))]
async fn list_dossiers(
    _: Officer,
    State(state): State<AppState>,
    Query(query): Query<ListQuery>,
) -> Result<Json<OfficeList>, Problem> {
    let status = match query.status.as_deref() {
        None | Some("") => None,
        Some(id) => Some(Status::from_id(id).ok_or_else(|| Problem::invalid("there is no such status"))?),
    };
    let mut rows = desk::list(&state, status, query.after, PAGE + 1).await?;
    let more = rows.len() > PAGE as usize;
    rows.truncate(PAGE as usize);
    let next_after = rows.last().map_or(query.after, |(position, _)| *position);
    let dossiers = rows.iter().map(|(_, dossier)| dossier.into()).collect();
    Ok(Json(OfficeList {
        dossiers,
        next_after,
        more,
    }))
}

/// One dossier with its papers and chain.
#[utoipa::path(get, path = "/office/v1/dossiers/{dossier_id}", tag = "office", security(("office" = [])),
    params(("dossier_id" = Uuid, Path)),
    responses((status = 200, body = OfficeDossier, headers(("ETag" = String))), (status = 401, body = ProblemBody),
        (status = 404, body = ProblemBody)))]
async fn open_dossier(
    _: Officer,
    State(state): State<AppState>,
    Path(dossier_id): Path<Uuid>,
) -> Result<Response, Problem> {
    let (dossier, manifest, evidence) = desk::open(&state, dossier_id.to_string()).await?;
    let papers = manifest.papers().iter().map(PaperView::from).collect();
    let body = OfficeDossier {
        dossier: DossierView::from(&dossier),
        papers,
        evidence,
    };
    Ok(([(header::ETAG, etag(dossier.revision))], Json(body)).into_response())
}

/// The submission XML as it came.
#[utoipa::path(get, path = "/office/v1/dossiers/{dossier_id}/answers", tag = "office", security(("office" = [])),
    params(("dossier_id" = Uuid, Path)),
    responses((status = 200, body = Vec<u8>, content_type = "application/xml"), (status = 401, body = ProblemBody),
        (status = 404, body = ProblemBody)))]
async fn get_answers(
    _: Officer,
    State(state): State<AppState>,
    Path(dossier_id): Path<Uuid>,
) -> Result<Response, Problem> {
    let bytes = desk::answers(&state, dossier_id.to_string()).await?;
    let sha256 = sha256_hex(&bytes);
    Ok(download::answer(
        &HeaderMap::new(),
        bytes,
        "application/xml",
        &sha256,
    ))
}

/// A paper of the newest manifest.
#[utoipa::path(get, path = "/office/v1/dossiers/{dossier_id}/files/{sha256}", tag = "office", security(("office" = [])),
    params(("dossier_id" = Uuid, Path), ("sha256" = String, Path), ("Range" = Option<String>, Header)),
    responses((status = 200, body = Vec<u8>, content_type = "application/octet-stream"), (status = 401, body = ProblemBody),
        (status = 404, body = ProblemBody)))]
async fn get_paper(
    _: Officer,
    State(state): State<AppState>,
    Path((dossier_id, sha256)): Path<(Uuid, String)>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let (bytes, media_type) = desk::paper(&state, dossier_id.to_string(), &sha256).await?;
    Ok(download::answer(&headers, bytes, &media_type, &sha256))
}

/// `ask-supplement`.
#[derive(Deserialize, ToSchema)]
struct AskBody {
    reason: String,
    note_vi: String,
    #[serde(default)]
    items: Vec<SupplementItem>,
    /// Working days; 3 unless said.
    #[serde(default = "three")]
    days: u32,
}

fn three() -> u32 {
    3
}

/// `refuse`, `stop`.
#[derive(Deserialize, ToSchema)]
struct WhyBody {
    reason: String,
    note_vi: String,
}

/// An officer's action: `accept`, `ask-supplement`, `process`, `complete`, `deliver`, `refuse` or `stop`.
#[utoipa::path(post, path = "/office/v1/dossiers/{dossier_id}/{action}", tag = "office", security(("office" = [])),
    params(("dossier_id" = Uuid, Path), ("action" = String, Path),
        ("Idempotency-Key" = String, Header, description = "a quoted string"),
        ("If-Match" = String, Header, description = "the revision seen, quoted")),
    request_body(content = AskBody, description = "ask-supplement: this; refuse, stop: reason and note_vi; others: {}; complete also multipart with `result`"),
    responses((status = 200, body = DossierView, headers(("ETag" = String))), (status = 400, body = ProblemBody),
        (status = 401, body = ProblemBody), (status = 404, body = ProblemBody), (status = 409, body = ProblemBody),
        (status = 412, body = ProblemBody), (status = 415, body = ProblemBody), (status = 422, body = ProblemBody),
        (status = 428, body = ProblemBody)))]
async fn act(
    _: Officer,
    State(state): State<AppState>,
    Path((dossier_id, action)): Path<(Uuid, String)>,
    request: Request,
) -> Result<Response, Problem> {
    let key = idempotency_key(request.headers())?;
    let revision = seen_revision(request.headers())?;
    let (order, body_sha256) = read_order(&action, request).await?;
    let request_sha256 = sha256_hex(format!("{dossier_id}/{action}/{body_sha256}").as_bytes());
    let conditions = Conditions {
        revision,
        key: Some((key, request_sha256)),
    };
    let acted = desk::carry_out(&state, dossier_id.to_string(), order, conditions).await?;
    Ok(([(header::ETAG, etag(acted.revision))], Json(acted.view)).into_response())
}

/// The action with its body, and a hash of the body that stays the same when it is sent again.
async fn read_order(action: &str, request: Request) -> Result<(Order, String), Problem> {
    let multipart = request
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|value| value.as_bytes().starts_with(b"multipart/"));
    if action == "complete" && multipart {
        let scan = read_scan(request).await?;
        let sha256 = sha256_hex(format!("{}:{}", scan.name, sha256_hex(&scan.bytes)).as_bytes());
        return Ok((Order::Complete(Some(scan)), sha256));
    }
    let unreadable = |_| Problem::invalid("the body couldn't be read");
    let body: Bytes = axum::body::to_bytes(request.into_body(), LARGEST_JSON)
        .await
        .map_err(unreadable)?;
    let sha256 = sha256_hex(&body);
    let order = match action {
        "accept" => Order::Accept,
        "process" => Order::Process,
        "deliver" => Order::Deliver,
        "complete" => Order::Complete(None),
        "ask-supplement" => {
            let AskBody {
                reason,
                note_vi,
                items,
                days,
            } = json(&body)?;
            Order::AskSupplement {
                reason,
                note_vi,
                items,
                days,
            }
        }
        "refuse" | "stop" => {
            let WhyBody { reason, note_vi } = json(&body)?;
            if action == "stop" {
                Order::Stop { reason, note_vi }
            } else {
                Order::Refuse { reason, note_vi }
            }
        }
        _ => return Err(Problem::not_found()),
    };
    Ok((order, sha256))
}

async fn read_scan(request: Request) -> Result<Scan, Problem> {
    let malformed = || Problem::invalid("the multipart body can't be read");
    let mut parts = Multipart::from_request(request, &())
        .await
        .map_err(|_| malformed())?;
    while let Some(part) = parts.next_field().await.map_err(|_| malformed())? {
        if part.name() == Some("result") {
            let name = part.file_name().map_or_else(|| "ket-qua".to_owned(), base_name);
            let bytes = part.bytes().await.map_err(|_| Problem::new(Code::FileTooLarge))?;
            return Ok(Scan {
                name,
                bytes: bytes.to_vec(),
            });
        }
    }
    Err(Problem::invalid("the part `result` is missing"))
}

/// A file name is shown, never used as a path; still nothing but its last part is kept.
fn base_name(name: &str) -> String {
    name.rsplit(['/', '\\']).next().unwrap_or_default().to_owned()
}

fn json<T: for<'de> Deserialize<'de>>(body: &[u8]) -> Result<T, Problem> {
    serde_json::from_slice(body).map_err(|_| Problem::invalid("the body is not the JSON expected here"))
}

/// A structured-field string: it comes with its quotes.
fn idempotency_key(headers: &HeaderMap) -> Result<String, Problem> {
    let required = || Problem::new(Code::IdempotencyKeyRequired);
    let value = headers.get("idempotency-key").ok_or_else(required)?;
    let key = quoted(value).filter(|key| !key.is_empty());
    key.ok_or_else(|| required().with_detail("the key must be a quoted string"))
}

fn seen_revision(headers: &HeaderMap) -> Result<i64, Problem> {
    let value = headers
        .get(header::IF_MATCH)
        .ok_or_else(|| Problem::new(Code::RevisionRequired))?;
    let revision = quoted(value).and_then(|text| text.parse().ok());
    revision.ok_or_else(|| Problem::new(Code::RevisionStale))
}

fn quoted(value: &HeaderValue) -> Option<String> {
    value
        .to_str()
        .ok()?
        .trim()
        .strip_prefix('"')?
        .strip_suffix('"')
        .map(str::to_owned)
}

fn etag(revision: i64) -> String {
    format!("\"{revision}\"")
}
