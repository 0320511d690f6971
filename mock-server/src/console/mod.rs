//! The officers' console.

use utoipa_axum::router::OpenApiRouter;

use crate::app::AppState;

/// The console's routes.
pub(crate) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
}
