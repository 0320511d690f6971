//! `/v1/files`.

use axum::body::Body;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::map_response;
use axum::response::{IntoResponse, Response};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::disk::Place;
use super::receive::{Piece, receive, stands, swallow, too_many_bytes};
use super::{MAX_SIZE, content_of, download, tus};
use crate::app::AppState;
use crate::eid::citizen::Citizen;
use crate::extract::Path;
use crate::problem::{Code, Problem, ProblemBody};
use crate::store::file::{self, FileRow};

const OFFSET: HeaderName = HeaderName::from_static("upload-offset");
const LENGTH: HeaderName = HeaderName::from_static("upload-length");
const RESUMABLE: HeaderName = HeaderName::from_static("tus-resumable");

pub(crate) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(announce, options))
        .routes(routes!(progress, piece, terminate, get_file))
        // Pieces are streamed and counted against the announced length instead.
        .layer(DefaultBodyLimit::disable())
        .layer(map_response(speaks_tus))
}

async fn speaks_tus(mut response: Response) -> Response {
    response
        .headers_mut()
        .insert(RESUMABLE, HeaderValue::from_static(tus::VERSION));
    response
}

/// What this tus server can do.
#[utoipa::path(options, path = "/v1/files", tag = "files", responses((status = 204)))]
async fn options() -> Response {
    let says = [
        (HeaderName::from_static("tus-version"), tus::VERSION.to_owned()),
        (
            HeaderName::from_static("tus-extension"),
            tus::EXTENSIONS.to_owned(),
        ),
        (HeaderName::from_static("tus-max-size"), MAX_SIZE.to_string()),
        (
            HeaderName::from_static("tus-checksum-algorithm"),
            "sha256".to_owned(),
        ),
    ];
    (StatusCode::NO_CONTENT, says).into_response()
}

/// Announces a file. One that is announced already is answered the same, with the offset it stands at.
#[utoipa::path(post, path = "/v1/files", tag = "files", security(("dpop" = [])),
    params(("Tus-Resumable" = String, Header), ("Upload-Length" = u64, Header),
        ("Upload-Metadata" = String, Header, description = "sha256 (hex, base64), filetype (base64)")),
    responses((status = 201, headers(("Location" = String), ("Upload-Offset" = u64))),
        (status = 400, body = ProblemBody), (status = 401, body = ProblemBody), (status = 412, body = ProblemBody),
        (status = 413, body = ProblemBody), (status = 415, body = ProblemBody)))]
async fn announce(
    State(state): State<AppState>,
    citizen: Citizen,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    tus::check_version(&headers)?;
    let announced = tus::announced(&headers)?;
    let place = Place::of(&state, &citizen.sub, &announced.sha256);
    let _held = state.upload_locks.hold(&announced.sha256).await;
    let row = FileRow {
        sub: citizen.sub,
        sha256: announced.sha256,
        size: announced.size,
        media_type: announced.media_type,
        complete: false,
        kept: false,
    };
    let fresh = place.arrived().await? == 0;
    let row = state
        .store
        .write(move |tx| file::announce(tx, row, fresh))
        .await?;
    let row = row.ok_or_else(|| Problem::invalid("this file was announced with another length or type"))?;
    let offset = stands(&state, &row, &place).await?;
    let location = format!("/v1/files/{}", row.sha256);
    Ok((
        StatusCode::CREATED,
        [(header::LOCATION, location), (OFFSET, offset.to_string())],
    )
        .into_response())
}

/// How far a file has come.
#[utoipa::path(head, path = "/v1/files/{sha256}", tag = "files", security(("dpop" = [])),
    params(("sha256" = String, Path), ("Tus-Resumable" = String, Header)),
    responses((status = 200, headers(("Upload-Offset" = u64), ("Upload-Length" = u64))), (status = 404),
        (status = 415, description = "whole, and of another type than announced: it is gone")))]
async fn progress(
    State(state): State<AppState>,
    citizen: Citizen,
    Path(sha256): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    tus::check_version(&headers)?;
    let row = row(&state, &citizen, &sha256).await?;
    let offset = offset(&state, &citizen, &row).await?;
    let says = [
        (OFFSET, offset.to_string()),
        (LENGTH, row.size.to_string()),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok(says.into_response())
}

/// Takes the next piece; the new offset is said once the bytes are safe.
#[utoipa::path(patch, path = "/v1/files/{sha256}", tag = "files", security(("dpop" = [])),
    params(("sha256" = String, Path), ("Tus-Resumable" = String, Header), ("Upload-Offset" = u64, Header),
        ("Upload-Checksum" = Option<String>, Header, description = "sha256 and base64")),
    request_body(content = Vec<u8>, content_type = "application/offset+octet-stream"),
    responses((status = 204, headers(("Upload-Offset" = u64))), (status = 400, body = ProblemBody),
        (status = 401, body = ProblemBody), (status = 404, body = ProblemBody), (status = 409, body = ProblemBody),
        (status = 412, body = ProblemBody), (status = 413, body = ProblemBody), (status = 415, body = ProblemBody),
        (status = 460, body = ProblemBody)))]
async fn piece(
    State(state): State<AppState>,
    citizen: Citizen,
    Path(sha256): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    tus::check_version(&headers)?;
    let content_type = headers.get(header::CONTENT_TYPE);
    if content_type.is_none_or(|value| value != "application/offset+octet-stream") {
        let problem = Problem::invalid("Content-Type must be application/offset+octet-stream");
        return Err(problem.with_status(StatusCode::UNSUPPORTED_MEDIA_TYPE));
    }
    let piece = Piece {
        offset: tus::number(&headers, "upload-offset")?,
        body,
        checksum: tus::checksum(&headers)?,
    };
    let _held = state.upload_locks.hold(&sha256).await;
    let row = row(&state, &citizen, &sha256).await?;
    let place = Place::of(&state, &row.sub, &row.sha256);
    let known = stands(&state, &row, &place).await?;
    if piece.offset != known {
        swallow(piece.body).await;
        return Err(Problem::new(Code::OffsetWrong).with_header(OFFSET, &known.to_string()));
    }
    let offset = if known == row.size {
        if swallow(piece.body).await > 0 {
            return Err(too_many_bytes());
        }
        row.size
    } else {
        receive(&state, &row, &place, piece).await?
    };
    Ok((StatusCode::NO_CONTENT, [(OFFSET, offset.to_string())]).into_response())
}

/// Removes a file that no dossier names.
#[utoipa::path(delete, path = "/v1/files/{sha256}", tag = "files", security(("dpop" = [])),
    params(("sha256" = String, Path), ("Tus-Resumable" = String, Header)),
    responses((status = 204), (status = 403, body = ProblemBody, description = "a dossier names it"),
        (status = 404, body = ProblemBody)))]
async fn terminate(
    State(state): State<AppState>,
    citizen: Citizen,
    Path(sha256): Path<String>,
    headers: HeaderMap,
) -> Result<StatusCode, Problem> {
    tus::check_version(&headers)?;
    let _held = state.upload_locks.hold(&sha256).await;
    let row = row(&state, &citizen, &sha256).await?;
    let (sub, hash) = (row.sub.clone(), row.sha256.clone());
    let removed = state
        .store
        .write(move |tx| match file::find(tx, &sub, &hash)? {
            Some(row) if row.kept => Ok::<_, Problem>(false),
            _ => {
                file::forget(tx, &sub, &hash)?;
                Ok(true)
            }
        })
        .await?;
    if !removed {
        return Err(Problem::new(Code::NotAllowed));
    }
    Place::of(&state, &row.sub, &row.sha256).remove().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The person's own complete file.
#[utoipa::path(get, path = "/v1/files/{sha256}", tag = "files", security(("dpop" = [])),
    params(("sha256" = String, Path), ("Range" = Option<String>, Header)),
    responses((status = 200, body = Vec<u8>, content_type = "application/octet-stream"), (status = 206),
        (status = 404, body = ProblemBody), (status = 416)))]
async fn get_file(
    State(state): State<AppState>,
    citizen: Citizen,
    Path(sha256): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let row = row(&state, &citizen, &sha256).await?;
    if !row.complete {
        return Err(Problem::not_found());
    }
    let bytes = content_of(&state.addresses.data, &row.sub, &row.sha256).await?;
    Ok(download::answer(&headers, bytes, &row.media_type, &row.sha256))
}

/// The person's row; somebody else's file doesn't exist for them.
async fn row(state: &AppState, citizen: &Citizen, sha256: &str) -> Result<FileRow, Problem> {
    let (sub, sha256) = (citizen.sub.clone(), sha256.to_owned());
    let found = state.store.read(move |db| file::find(db, &sub, &sha256)).await?;
    found.ok_or_else(Problem::not_found)
}

/// How far it has come, without waiting for whoever is still sending it; only an upload whose bytes are all here is waited for, until it is ended.
async fn offset(state: &AppState, citizen: &Citizen, known: &FileRow) -> Result<u64, Problem> {
    if known.complete {
        return Ok(known.size);
    }
    let place = Place::of(state, &known.sub, &known.sha256);
    let arrived = place.arrived().await?;
    if arrived < known.size {
        return Ok(arrived);
    }
    let _held = state.upload_locks.hold(&known.sha256).await;
    stands(state, &row(state, citizen, &known.sha256).await?, &place).await
}
