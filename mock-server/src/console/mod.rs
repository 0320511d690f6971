//! The officers' console: the work of a one-stop counter in a browser, and QA's levers.
//!
//! Pages are written on the server and need no script; every action is a form that ends in a redirect, so "back" and
//! "reload" repeat nothing. It calls the same functions as `/office/v1` and `/control/v1` and decides nothing itself. An
//! officer signs in with the office's token ([`session`]); forms carry a token of the session; a strict content policy
//! lets pages load their one style sheet and pictures of ours and nothing else.
//!
//! When an action is refused, the page comes back with the reason and nothing has changed.

mod actions;
mod answers;
mod carry_out;
mod dossier;
mod dossiers;
mod feedback;
mod language;
mod page;
mod qa;
mod session;
mod sign_in;
mod timeline;
mod visit;

use axum::extract::{DefaultBodyLimit, Request};
use axum::http::{HeaderValue, header};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use utoipa_axum::router::OpenApiRouter;

use crate::app::AppState;
use crate::open311::media::MAX_BODY;
use visit::Visit;

/// What a page may load and do: its style sheet, pictures and forms of ours.
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; \
    frame-ancestors 'none'";

/// The console's routes.
pub(crate) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .route("/console", get(sign_in::first))
        .route("/console/", get(sign_in::first))
        .route("/console/console.css", get(style_sheet))
        .route("/console/icon.svg", get(icon))
        .route("/console/sign-in", get(sign_in::show).post(sign_in::sign_in))
        .route("/console/sign-out", post(sign_in::sign_out))
        .route("/console/language/{tag}", get(sign_in::choose_language))
        .route("/console/dossiers", get(dossiers::list))
        .route("/console/dossiers/{id}", get(dossier::show))
        .route("/console/dossiers/{id}/files/{sha256}", get(dossier::file))
        .route("/console/dossiers/{id}/result", get(dossier::result))
        .route("/console/dossiers/{id}/{verb}", post(carry_out::carry_out))
        .route("/console/{*rest}", get(nothing_here))
        .merge(feedback::router())
        .merge(qa::router())
        .layer(DefaultBodyLimit::max(MAX_BODY))
        .layer(from_fn(guarded))
}

async fn style_sheet() -> impl IntoResponse {
    (
        [(header::CONTENT_TYPE, "text/css; charset=utf-8")],
        include_str!("../../assets/console.css"),
    )
}

async fn icon() -> impl IntoResponse {
    (
        [(header::CONTENT_TYPE, "image/svg+xml")],
        include_str!("../../assets/icon.svg"),
    )
}

async fn nothing_here(visit: Visit) -> Response {
    page::not_found(&visit)
}

/// The headers of every answer: nothing of it is kept by caches, framed, guessed at or told to other sites.
async fn guarded(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "same-origin"),
        (header::CACHE_CONTROL, "no-store"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}
