//! `GET /v1/events/stream`: the log as server-sent events.
//!
//! Always read from the log, never from memory: what happened between two connections comes first, then each commit that
//! touched this person makes the stream look again. It ends after ten minutes, the life of the access token it was opened
//! with, and when the portal stops; a client comes back with `Last-Event-ID`.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::pin::Pin;
use std::time::Duration;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::stream::{self, Stream};
use serde::Deserialize;
use tokio::sync::{broadcast, watch};
use tokio::time::Sleep;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::AppState;
use crate::eid::citizen::Citizen;
use crate::extract::Query;
use crate::problem::{Problem, ProblemBody};
use crate::serve::stopped;
use crate::store::event::{self, EventRow};

/// How long one stream lasts.
const LASTS: Duration = Duration::from_secs(600);
/// How many events are read at once.
const AT_ONCE: u32 = 100;
/// How often an idle stream says that it is there.
const SIGN_OF_LIFE: Duration = Duration::from_secs(15);

pub(super) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(events_stream))
}

#[derive(Deserialize, IntoParams)]
struct StreamQuery {
    /// The cursor; `Last-Event-ID` counts more.
    #[serde(default)]
    after: i64,
}

/// The person's events, as they happen.
#[utoipa::path(get, path = "/v1/events/stream", tag = "events", security(("dpop" = [])),
    params(StreamQuery, ("Last-Event-ID" = Option<i64>, Header)),
    responses((status = 200, content_type = "text/event-stream"), (status = 401, body = ProblemBody)))]
async fn events_stream(
    State(state): State<AppState>,
    citizen: Citizen,
    headers: HeaderMap,
    Query(query): Query<StreamQuery>,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, Problem> {
    let last = headers
        .get("last-event-id")
        .and_then(|value| value.to_str().ok()?.parse().ok());
    let following = Following {
        touched: state.store.touched(),
        stopping: state.stopping.clone(),
        end: Box::pin(tokio::time::sleep(LASTS)),
        cursor: last.unwrap_or(query.after).max(0),
        sub: citizen.sub,
        read: VecDeque::new(),
        state,
    };
    let events = stream::unfold(following, |mut following| async move {
        let row = following.next().await?;
        let event = Event::default().id(row.seq.to_string());
        let event = event.json_data(&row).ok()?;
        Some((Ok(event), following))
    });
    Ok(Sse::new(events).keep_alive(KeepAlive::new().interval(SIGN_OF_LIFE)))
}

/// One open stream.
struct Following {
    state: AppState,
    sub: String,
    cursor: i64,
    read: VecDeque<EventRow>,
    touched: broadcast::Receiver<String>,
    stopping: watch::Receiver<bool>,
    end: Pin<Box<Sleep>>,
}

impl Following {
    /// The next event; waits for one. Nothing when the stream is over.
    async fn next(&mut self) -> Option<EventRow> {
        loop {
            if let Some(row) = self.read.pop_front() {
                self.cursor = row.seq;
                return Some(row);
            }
            let (sub, cursor) = (self.sub.clone(), self.cursor);
            let rows = self
                .state
                .store
                .read(move |db| event::after(db, &sub, cursor, AT_ONCE))
                .await
                .ok()?;
            self.read = rows.into();
            if self.read.is_empty() {
                self.wait().await?;
            }
        }
    }

    /// Waits until the log may have grown; nothing when the stream is over.
    async fn wait(&mut self) -> Option<()> {
        loop {
            tokio::select! {
                touched = self.touched.recv() => match touched {
                    Ok(sub) if sub != self.sub => {}
                    Err(broadcast::error::RecvError::Closed) => return None,
                    // Ours, or too many at once to know: look.
                    Ok(_) | Err(broadcast::error::RecvError::Lagged(_)) => return Some(()),
                },
                () = stopped(&mut self.stopping) => return None,
                () = self.end.as_mut() => return None,
            }
        }
    }
}
