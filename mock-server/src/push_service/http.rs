//! The service's three requests.

use std::convert::Infallible;

use axum::Json;
use axum::body::{Body, to_bytes};
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, StatusCode, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use futures_util::stream::{self, Stream};
use serde::{Deserialize, Serialize};
use tokio::sync::broadcast;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::table::{self, Posted, Waiting};
use super::{MAX_BODY, MAX_TTL};
use crate::app::AppState;
use crate::digest::sha256_hex;
use crate::extract::{Path, Query};
use crate::problem::{Code, Problem};
use crate::store::StoreError;

/// The push service's routes.
pub(crate) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(subscribe))
        .routes(routes!(post_message))
        .routes(routes!(read_stream))
}

/// A new subscription: an address for senders, and one for the phone itself.
#[derive(Serialize, ToSchema)]
pub(crate) struct Subscription {
    /// Where senders post; it may be handed out.
    pub(crate) endpoint: String,
    /// Where the phone reads; it is a secret.
    pub(crate) stream: String,
}

/// Subscribes a phone.
#[utoipa::path(post, path = "/push/subscriptions", tag = "push", responses((status = 201, body = Subscription)))]
async fn subscribe(State(state): State<AppState>) -> Result<(StatusCode, Json<Subscription>), Problem> {
    let token = URL_SAFE_NO_PAD.encode(state.random.bytes::<16>());
    let key = URL_SAFE_NO_PAD.encode(state.random.bytes::<32>());
    let (kept, digest) = (token.clone(), sha256_hex(key.as_bytes()));
    state
        .store
        .write(move |tx| Ok::<_, StoreError>(table::add_endpoint(tx, &kept, &digest)?))
        .await?;
    let endpoint = format!("{}/push/{token}", state.addresses.url);
    let stream = format!("{endpoint}/stream?key={key}");
    Ok((StatusCode::CREATED, Json(Subscription { endpoint, stream })))
}

/// Takes one sealed message for a phone (RFC 8030 §5).
#[utoipa::path(post, path = "/push/{token}", tag = "push",
    params(("token" = String, Path), ("TTL" = u64, Header, description = "seconds"),
        ("Topic" = Option<String>, Header, description = "at most 32 base64url characters")),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 201), (status = 404), (status = 413)))]
async fn post_message(
    State(state): State<AppState>,
    Path(token): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    let ttl = ttl(&headers).ok_or_else(|| Problem::invalid("TTL must be there, as whole seconds"))?;
    let topic = topic(&headers)?;
    let body = to_bytes(body, MAX_BODY)
        .await
        .map_err(|_| Problem::new(Code::FileTooLarge))?
        .to_vec();
    let now = state.clock.now().timestamp_millis();
    let expires_at = now + i64::try_from(ttl * 1_000).unwrap_or(i64::MAX - now);
    let posted = Posted {
        token: token.clone(),
        topic,
        body,
        now,
        expires_at,
    };
    let id = state.store.write(move |tx| {
        // Tells the open stream, if there is one, once the message is safe.
        tx.touch(&listening_name(&posted.token));
        Ok::<_, StoreError>(table::add_message(tx, &posted)?)
    });
    let id = id.await?.ok_or_else(Problem::not_found)?;
    let location = format!("{}/push/{token}/{id}", state.addresses.url);
    let headers = [
        (header::LOCATION, location),
        (HeaderName::from_static("ttl"), ttl.to_string()),
    ];
    Ok((StatusCode::CREATED, headers).into_response())
}

fn ttl(headers: &HeaderMap) -> Option<u64> {
    let asked: u64 = headers.get("TTL")?.to_str().ok()?.parse().ok()?;
    Some(asked.min(MAX_TTL))
}

fn topic(headers: &HeaderMap) -> Result<Option<String>, Problem> {
    let Some(topic) = headers.get("Topic") else {
        return Ok(None);
    };
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    let topic = topic
        .to_str()
        .ok()
        .filter(|text| text.len() <= 32 && text.bytes().all(allowed));
    topic
        .map(|text| Some(text.to_owned()))
        .ok_or_else(|| Problem::invalid("Topic must be at most 32 base64url characters"))
}

#[derive(Deserialize, IntoParams)]
struct Reader {
    /// The secret of the stream's address.
    key: String,
}

/// The phone's messages as server-sent events, the ones that waited first; `data` is the body in base64url.
#[utoipa::path(get, path = "/push/{token}/stream", tag = "push", params(("token" = String, Path), Reader),
    responses((status = 200, content_type = "text/event-stream"), (status = 404)))]
async fn read_stream(
    State(state): State<AppState>,
    Path(token): Path<String>,
    Query(reader): Query<Reader>,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, Problem> {
    let asked = token.clone();
    let known = state
        .store
        .read(move |db| Ok::<_, StoreError>(table::reader_key(db, &asked)?))
        .await?;
    // Both sides are digests, so the time of comparing them tells nothing about the key.
    if known.is_none_or(|digest| digest != sha256_hex(reader.key.as_bytes())) {
        return Err(Problem::not_found());
    }
    let arrived = state.store.touched();
    let reading = Reading {
        state,
        token,
        arrived,
        read: 0,
        live: false,
    };
    let events = stream::unfold(reading, |mut reading| async move {
        let message = reading.next().await?;
        let event = Event::default()
            .id(message.id.to_string())
            .data(URL_SAFE_NO_PAD.encode(&message.body));
        Some((Ok(event), reading))
    });
    Ok(Sse::new(events).keep_alive(KeepAlive::default()))
}

/// What the store calls a subscription when it tells that something arrived; no person's id looks like it.
fn listening_name(token: &str) -> String {
    format!("push/{token}")
}

/// One open stream: which message it handed out last, and whether it has caught up.
struct Reading {
    state: AppState,
    token: String,
    arrived: broadcast::Receiver<String>,
    read: i64,
    live: bool,
}

impl Reading {
    /// The next message; waits for one. Nothing when the portal is stopping, which ends the stream.
    async fn next(&mut self) -> Option<Waiting> {
        // Being asked for another one means that the last one went out.
        if self.read > 0 {
            let id = self.read;
            self.state
                .store
                .write(move |tx| Ok::<_, StoreError>(table::forget_message(tx, id)?))
                .await
                .ok()?;
        }
        loop {
            if let Some(message) = self.waiting().await.ok()? {
                self.read = message.id;
                return Some(message);
            }
            self.live = true;
            let mut stopping = self.state.stopping.clone();
            tokio::select! {
                arrived = self.something_arrived() => arrived?,
                _ = stopping.wait_for(|stopping| *stopping) => return None,
            }
        }
    }

    /// What waits now. A phone that listens gets a message however short its `TTL` (RFC 8030 §5.2).
    async fn waiting(&self) -> Result<Option<Waiting>, StoreError> {
        let (token, after) = (self.token.clone(), self.read);
        let alive_at = if self.live {
            0
        } else {
            self.state.clock.now().timestamp_millis()
        };
        self.state
            .store
            .read(move |db| Ok(table::next_message(db, &token, after, alive_at)?))
            .await
    }

    async fn something_arrived(&mut self) -> Option<()> {
        let name = listening_name(&self.token);
        loop {
            match self.arrived.recv().await {
                Ok(touched) if touched == name => return Some(()),
                Ok(_) => {}
                Err(broadcast::error::RecvError::Lagged(_)) => return Some(()),
                Err(broadcast::error::RecvError::Closed) => return None,
            }
        }
    }
}
