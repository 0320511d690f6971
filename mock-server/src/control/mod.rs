//! Being built: faults and the clock over HTTP.

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use utoipa_axum::router::OpenApiRouter;

use crate::app::AppState;

pub mod faults;

pub(crate) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
}

/// Every request passes here; a fault that matches strikes.
pub(crate) async fn strike(State(_state): State<AppState>, request: Request, next: Next) -> Response {
    next.run(request).await
}
