//! Playing a fault around the real work.
//!
//! Some faults stand in for the work (`status`, `html`, `redirect`, `connection_closed`, `push_dropped`), some happen
//! before it (`delay`, `token_revoked`), to its input (`cut_upload`) or to its answer (`reply_lost`, `garbled`,
//! `receipt_…`). What isn't played is exactly the portal's own.

use std::io;
use std::time::Duration;

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};
use futures_util::{StreamExt, stream};
use serde_json::{Value, json};

use super::faults::{Fault, Seen};
use super::listed_faults;
use super::table::revoke_session;
use crate::app::AppState;
use crate::key::jws;
use crate::problem::{Code, Problem};
use crate::serve::CloseConnection;

/// A dossier that nobody submitted, for receipts over another one.
const OTHER_DOSSIER: &str = "00000000-0000-7000-8000-00000000dead";
/// A hash that no manifest has, for receipts over another one.
const OTHER_HASH: &str = "00000000000000000000000000000000000000000000000000000000000000ff";
/// What a café's router answers to everything.
const CAPTIVE_PORTAL: &str = "<!doctype html><html lang=\"vi\"><title>Đăng nhập Wi-Fi</title>\
    <h1>Đăng nhập Wi-Fi</h1><p>Hãy đồng ý với điều khoản để vào mạng.</p></html>";

/// The layer: hands the request on, unless a fault was ordered for it.
pub(crate) async fn strike(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    if path.starts_with("/control/") || path.starts_with("/console") {
        return next.run(request).await;
    }
    let upload = upload(request.headers());
    let seen = Seen {
        method: request.method().as_str(),
        path,
        upload,
    };
    let struck = listed_faults(&state).strike(seen);
    match struck {
        None => next.run(request).await,
        Some(fault) => play(fault, upload, &state, request, next).await,
    }
}

async fn play(
    fault: Fault,
    upload: Option<(u64, u64)>,
    state: &AppState,
    request: Request,
    next: Next,
) -> Response {
    match fault {
        Fault::Delay { ms } => {
            tokio::time::sleep(Duration::from_millis(ms)).await;
            next.run(request).await
        }
        Fault::Status { status, retry_after } => problem(status, retry_after).into_response(),
        Fault::Html => Html(CAPTIVE_PORTAL).into_response(),
        Fault::Redirect { to } => (StatusCode::FOUND, [(header::LOCATION, to)]).into_response(),
        Fault::ConnectionClosed => closed(),
        Fault::ReplyLost => {
            next.run(request).await;
            closed()
        }
        Fault::CutUpload { at_bytes } => {
            let start = upload.map_or(0, |(start, _)| start);
            next.run(cut(request, at_bytes.saturating_sub(start))).await;
            closed()
        }
        Fault::Garbled => garbled(next.run(request).await).await,
        Fault::ReceiptOtherDossier => {
            forged(state, next.run(request).await, "dossier_id", OTHER_DOSSIER).await
        }
        Fault::ReceiptWrongHash => {
            forged(state, next.run(request).await, "manifest_sha256", OTHER_HASH).await
        }
        Fault::PushDropped => StatusCode::CREATED.into_response(),
        Fault::TokenRevoked => {
            if let Some(token) = access_token(request.headers()) {
                revoke_session(state, token).await;
            }
            next.run(request).await
        }
    }
}

/// Where an upload's bytes start in the file and how many come; without a length, as many as there are.
fn upload(headers: &HeaderMap) -> Option<(u64, u64)> {
    let number = |name: &str| headers.get(name)?.to_str().ok()?.parse().ok();
    Some((
        number("upload-offset")?,
        number("content-length").unwrap_or(u64::MAX),
    ))
}

fn access_token(headers: &HeaderMap) -> Option<String> {
    headers
        .get(header::AUTHORIZATION)?
        .to_str()
        .ok()?
        .strip_prefix("DPoP ")
        .map(str::to_owned)
}

fn closed() -> Response {
    let mut response = Response::new(Body::empty());
    response.extensions_mut().insert(CloseConnection);
    response
}

fn problem(status: u16, retry_after: Option<u32>) -> Problem {
    let code = match status {
        401 => Code::SignInRequired,
        403 => Code::NotAllowed,
        404 => Code::NotFound,
        429 => Code::TooManyRequests,
        503 => Code::PortalUnavailable,
        400..500 => Code::RequestInvalid,
        _ => Code::PortalFailed,
    };
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let problem = Problem::new(code).with_status(status);
    match retry_after {
        Some(seconds) => problem.with_retry_after(seconds.into()),
        None => problem,
    }
}

/// The same request whose body breaks off after `keep` bytes, as a dying connection's does.
fn cut(request: Request, keep: u64) -> Request {
    request.map(|body| {
        let kept = body.into_data_stream().scan(keep, |left, chunk| {
            let chunk = chunk.ok().filter(|_| *left > 0).map(|mut chunk: Bytes| {
                chunk.truncate(usize::try_from(*left).unwrap_or(usize::MAX));
                *left -= chunk.len() as u64;
                chunk
            });
            std::future::ready(chunk.map(Ok))
        });
        let end = stream::once(async { Err(io::Error::from(io::ErrorKind::ConnectionReset)) });
        Body::from_stream(kept.chain(end))
    })
}

/// The first half of the answer, under a length that fits.
async fn garbled(response: Response) -> Response {
    let (mut parts, body) = response.into_parts();
    let bytes = to_bytes(body, usize::MAX).await.unwrap_or_default();
    parts.headers.remove(header::CONTENT_LENGTH);
    Response::from_parts(parts, Body::from(bytes.slice(..bytes.len() / 2)))
}

/// The answer with another value in its receipt, signed by the portal all the same.
async fn forged(state: &AppState, response: Response, member: &str, value: &str) -> Response {
    let (mut parts, body) = response.into_parts();
    let bytes = to_bytes(body, usize::MAX).await.unwrap_or_default();
    let forged = forge(&bytes, |mut payload| {
        payload[member] = json!(value);
        state.keys.portal().sign("evidence+jwt", &payload)
    });
    parts.headers.remove(header::CONTENT_LENGTH);
    Response::from_parts(parts, Body::from(forged.unwrap_or_else(|| bytes.to_vec())))
}

/// Replaces the receipt wherever the answer has it; nothing when there is none, as in a refusal.
fn forge(body: &[u8], sign: impl FnOnce(Value) -> String) -> Option<Vec<u8>> {
    let mut answer: Value = serde_json::from_slice(body).ok()?;
    let receipt = answer["receipt"].as_str()?.to_owned();
    let forged = sign(jws::parse(&receipt)?.payload);
    if let Some(facts) = answer["evidence"].as_array_mut() {
        facts
            .iter_mut()
            .filter(|fact| **fact == receipt)
            .for_each(|fact| *fact = json!(forged));
    }
    answer["receipt"] = json!(forged);
    serde_json::to_vec(&answer).ok()
}
