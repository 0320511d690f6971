//! `/control/v1`: the clock, the faults, the counts.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::faults::{Fault, Listed, Order};
use super::listed_faults;
use super::table::{Counts, count};
use crate::app::AppState;
use crate::clock::{ClockState, wire_time};
use crate::extract::{JsonBody, Path};
use crate::problem::Problem;

/// The control interface's routes.
pub(crate) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(show_clock, set_clock))
        .routes(routes!(advance_clock))
        .routes(routes!(list_faults, order_fault, remove_faults))
        .routes(routes!(remove_fault))
        .routes(routes!(show_counts))
}

/// The portal's clock on the wire.
#[derive(Serialize, Deserialize, ToSchema)]
struct Clock {
    /// RFC 3339.
    #[schema(format = DateTime)]
    now: String,
    /// Whether it stands still.
    #[serde(default)]
    frozen: bool,
}

impl From<ClockState> for Clock {
    fn from(state: ClockState) -> Self {
        Self {
            now: wire_time(state.now),
            frozen: state.frozen,
        }
    }
}

/// What time it is for the portal.
#[utoipa::path(get, path = "/control/v1/clock", tag = "control", responses((status = 200, body = Clock)))]
async fn show_clock(State(state): State<AppState>) -> Json<Clock> {
    Json(state.clock.state().into())
}

/// Sets the clock; it runs on from there unless frozen.
#[utoipa::path(put, path = "/control/v1/clock", tag = "control", request_body = Clock,
    responses((status = 200, body = Clock), (status = 400)))]
async fn set_clock(
    State(state): State<AppState>,
    JsonBody(clock): JsonBody<Clock>,
) -> Result<Json<Clock>, Problem> {
    let now: DateTime<Utc> = clock
        .now
        .parse()
        .map_err(|_| Problem::invalid("now must be an RFC 3339 time"))?;
    state.clock.set(ClockState {
        now,
        frozen: clock.frozen,
    });
    Ok(Json(state.clock.state().into()))
}

/// How far to move.
#[derive(Deserialize, ToSchema)]
struct Advance {
    /// Seconds, also negative.
    seconds: i64,
}

/// The farthest that one call moves the clock, in seconds: 100 years.
const FARTHEST: u64 = 100 * 366 * 86_400;

/// Moves the clock, running or frozen as it is.
#[utoipa::path(post, path = "/control/v1/clock/advance", tag = "control", request_body = Advance,
    responses((status = 200, body = Clock), (status = 400)))]
async fn advance_clock(
    State(state): State<AppState>,
    JsonBody(Advance { seconds }): JsonBody<Advance>,
) -> Result<Json<Clock>, Problem> {
    if seconds.unsigned_abs() > FARTHEST {
        return Err(Problem::invalid("seconds must be within 100 years"));
    }
    state.clock.advance(TimeDelta::seconds(seconds));
    Ok(Json(state.clock.state().into()))
}

/// The id to take a fault back by.
#[derive(Serialize, ToSchema)]
struct Ordered {
    id: u64,
}

/// Every fault that was ordered and not removed, and how far each has come.
#[utoipa::path(get, path = "/control/v1/faults", tag = "control", responses((status = 200, body = Vec<Listed>)))]
async fn list_faults(State(state): State<AppState>) -> Json<Vec<Listed>> {
    Json(listed_faults(&state).list().to_vec())
}

/// Orders a fault.
#[utoipa::path(post, path = "/control/v1/faults", tag = "control", request_body = Order,
    responses((status = 201, body = Ordered), (status = 400)))]
async fn order_fault(
    State(state): State<AppState>,
    JsonBody(order): JsonBody<Order>,
) -> Result<(StatusCode, Json<Ordered>), Problem> {
    let id = place_order(&state, order)?;
    Ok((StatusCode::CREATED, Json(Ordered { id })))
}

/// Takes an order if it can be played.
pub(crate) fn place_order(state: &AppState, order: Order) -> Result<u64, Problem> {
    if !order.path_prefix.starts_with('/') {
        return Err(Problem::invalid("path_prefix must start with a slash"));
    }
    if matches!(order.fault, Fault::Status { status, .. } if !(400..600).contains(&status)) {
        return Err(Problem::invalid("status must be 400 to 599"));
    }
    Ok(listed_faults(state).add(order))
}

/// Removes every fault.
#[utoipa::path(delete, path = "/control/v1/faults", tag = "control", responses((status = 204)))]
async fn remove_faults(State(state): State<AppState>) -> StatusCode {
    listed_faults(&state).clear();
    StatusCode::NO_CONTENT
}

/// Removes one fault.
#[utoipa::path(delete, path = "/control/v1/faults/{id}", tag = "control", params(("id" = u64, Path)),
    responses((status = 204), (status = 404)))]
async fn remove_fault(State(state): State<AppState>, Path(id): Path<u64>) -> Result<StatusCode, Problem> {
    let removed = listed_faults(&state).remove(id);
    removed
        .then_some(StatusCode::NO_CONTENT)
        .ok_or_else(Problem::not_found)
}

/// What the portal holds, to compare with what a phone believes.
#[utoipa::path(get, path = "/control/v1/counts", tag = "control", responses((status = 200, body = Counts)))]
async fn show_counts(State(state): State<AppState>) -> Result<Json<Counts>, Problem> {
    Ok(Json(count(&state).await?))
}
