//! `GET /v1/events`.

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::app::AppState;
use crate::eid::citizen::Citizen;
use crate::extract::Query;
use crate::problem::{Problem, ProblemBody};
use crate::store::event::{self, EventRow};
use crate::store::push::{self, WakeRow};

/// The most events of one page.
const MOST: u32 = 500;

pub(super) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(events))
}

#[derive(Deserialize, IntoParams)]
struct EventsQuery {
    /// The cursor: the highest `seq` that the caller has.
    #[serde(default)]
    after: i64,
    /// 1 to 500; 100 unless said.
    limit: Option<u32>,
    /// Which installation asks, to be told its wake-ups.
    installation: Option<Uuid>,
}

/// Some events.
#[derive(Serialize, ToSchema)]
struct EventPage {
    events: Vec<EventRow>,
    /// Ask from here next.
    next_after: i64,
    /// Whether there are more.
    more: bool,
    /// Wake-ups sent to this installation since it last asked with a higher `after`.
    wakes: Vec<WakeRow>,
}

/// The person's events after a cursor.
#[utoipa::path(get, path = "/v1/events", tag = "events", security(("dpop" = [])), params(EventsQuery),
    responses((status = 200, body = EventPage), (status = 400, body = ProblemBody), (status = 401, body = ProblemBody)))]
async fn events(
    State(state): State<AppState>,
    citizen: Citizen,
    Query(query): Query<EventsQuery>,
) -> Result<Json<EventPage>, Problem> {
    let after = query.after.max(0);
    let limit = query.limit.unwrap_or(100).clamp(1, MOST);
    let sub = citizen.sub.clone();
    let mut rows = state
        .store
        .read(move |db| event::after(db, &sub, after, limit + 1))
        .await?;
    let more = rows.len() > limit as usize;
    rows.truncate(limit as usize);
    let wakes = match query.installation {
        None => Vec::new(),
        Some(installation) => {
            let (sub, installation) = (citizen.sub, installation.to_string());
            state
                .store
                .write(move |tx| push::tell_wakes(tx, &sub, &installation, after))
                .await?
        }
    };
    let next_after = rows.last().map_or(after, |row| row.seq);
    Ok(Json(EventPage {
        events: rows,
        next_after,
        more,
        wakes,
    }))
}
