//! A person's event log over the wire, and the wake-ups that tell a phone to look at it.
//!
//! The log is the truth: numbered per person without gaps, pulled with a cursor or followed as a stream. A wake-up is a
//! hint: noted first, then sent to each of the person's installations; an installation that asks is told which wake-ups it
//! should have seen, so it can say that push is unhealthy.

mod http;
mod stream;
mod subscription;
pub(crate) mod waker;

use utoipa_axum::router::OpenApiRouter;

use crate::app::AppState;

pub(crate) fn router() -> OpenApiRouter<AppState> {
    http::router()
        .merge(stream::router())
        .merge(subscription::router())
}
