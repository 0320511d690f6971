//! The portal's composition: what every handler can reach, and which module answers which path.
//!
//! A module plugs in with `fn router() -> OpenApiRouter<AppState>` whose routes carry their whole path; its documentation
//! travels with it into `/openapi.json`. Around all of them stand, from the outside: tracing, the portal's `Date`, and the
//! faults that QA ordered.

use std::ops::Deref;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderValue, header};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::Response;
use axum::routing::get;
use axum::{Json, Router};
use tokio::sync::{Notify, watch};
use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::{Modify, OpenApi};
use utoipa_axum::router::OpenApiRouter;

use crate::calendar::Calendar;
use crate::catalogue::Catalogue;
use crate::clock::VirtualClock;
use crate::config::Config;
use crate::form::Forms;
use crate::key::KeyRing;
use crate::problem::{Code, Problem};
use crate::random::Random;
use crate::store::Store;
use crate::unit::Units;
use crate::upload::UploadLocks;
use crate::webpush::sender::Sender;
use crate::{
    catalogue, console, control, dossier, eid, event, form, key, office, open311, push_service, unit, upload,
};

/// What every handler can reach. Cheap to clone.
#[derive(Clone)]
pub(crate) struct AppState(Arc<Parts>);

/// The portal's parts; read them through [`AppState`].
pub(crate) struct Parts {
    /// How it was started.
    pub(crate) config: Config,
    /// Where it answers.
    pub(crate) addresses: Addresses,
    /// What time it is for the portal.
    pub(crate) clock: VirtualClock,
    /// Random bytes.
    pub(crate) random: Arc<dyn Random>,
    /// Everything kept.
    pub(crate) store: Store,
    /// Provinces, wards, offices.
    pub(crate) units: Units,
    /// The forms to submit with.
    pub(crate) forms: Forms,
    /// Working days.
    pub(crate) calendar: Calendar,
    /// The procedures.
    pub(crate) catalogue: Catalogue,
    /// The keys that sign.
    pub(crate) keys: KeyRing,
    /// The bearer token of the offices.
    pub(crate) office_token: String,
    /// Posts wake-ups.
    pub(crate) push: Sender,
    /// Which uploads are being written.
    pub(crate) upload_locks: UploadLocks,
    /// Checks answers.
    pub(crate) checker: dossier::checker::Checker,
    /// Rung when there is something for an office to read.
    pub(crate) office_bell: Notify,
    /// The faults QA ordered.
    pub(crate) faults: Mutex<control::faults::Faults>,
    /// Turns true when the portal stops: long answers end then.
    pub(crate) stopping: watch::Receiver<bool>,
}

/// Where the portal answers.
#[derive(Debug, Clone)]
pub(crate) struct Addresses {
    /// The HTTPS origin, e.g. `https://127.0.0.1:8443`: what the profile names.
    pub(crate) url: String,
    /// The origin of the listener for tools.
    pub(crate) plain_url: Option<String>,
    /// The data folder.
    pub(crate) data: PathBuf,
}

impl Addresses {
    /// Every origin under which the portal answers.
    pub(crate) fn origins(&self) -> Vec<&str> {
        std::iter::once(self.url.as_str())
            .chain(self.plain_url.as_deref())
            .collect()
    }
}

impl Deref for AppState {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}

impl AppState {
    pub(crate) fn new(parts: Parts) -> Self {
        Self(Arc::new(parts))
    }
}

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Một Cửa mock portal",
        description = "What a phone, an office and QA say to the mock of the national public service portal."
    ),
    modifiers(&WhoMayAsk)
)]
struct Document;

/// The two ways to say who is asking.
struct WhoMayAsk;

impl Modify for WhoMayAsk {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        // OpenAPI has no word for DPoP yet (RFC 9449): it is a header, whose proof stands in a second one.
        let words = "`DPoP <access token of the e-ID>`, with a fresh proof in the header `DPoP`";
        let dpop = SecurityScheme::ApiKey(ApiKey::Header(ApiKeyValue::with_description(
            "Authorization",
            words,
        )));
        let office = HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .description(Some("The office's token"));
        let components = document.components.get_or_insert_default();
        components.add_security_scheme("dpop", dpop);
        components.add_security_scheme("office", SecurityScheme::Http(office.build()));
    }
}

/// All routes with their documentation.
fn routes(state: &AppState) -> OpenApiRouter<AppState> {
    let mut routes = OpenApiRouter::with_openapi(Document::openapi())
        .merge(eid::router())
        .merge(key::router())
        .merge(catalogue::router())
        .merge(unit::router())
        .merge(form::router())
        .merge(upload::router())
        .merge(dossier::router())
        .merge(office::router())
        .merge(event::router())
        .merge(push_service::router())
        .merge(open311::router())
        .merge(console::router());
    if state.config.control {
        routes = routes.merge(control::router());
    }
    routes
}

/// The whole portal, ready to serve.
pub(crate) fn app(state: AppState) -> Router {
    let (router, document) = routes(&state).split_for_parts();
    router
        .route("/openapi.json", get(move || std::future::ready(Json(document))))
        .fallback(nothing_here)
        .method_not_allowed_fallback(no_such_method)
        .layer(from_fn_with_state(state.clone(), control::strike))
        .layer(from_fn_with_state(state.clone(), dated))
        .layer(from_fn(traced))
        .with_state(state)
}

async fn nothing_here() -> Problem {
    Problem::not_found()
}

async fn no_such_method() -> Problem {
    Problem::new(Code::MethodNotAllowed)
}

/// Stamps the portal's time on every answer: a phone corrects its proofs by it.
async fn dated(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let date = state.clock.now().format("%a, %d %b %Y %H:%M:%S GMT").to_string();
    if let Ok(date) = HeaderValue::from_str(&date) {
        response.headers_mut().insert(header::DATE, date);
    }
    response
}

/// One line a request: the method, the route's pattern (never the path, whose parts belong to people or open something)
/// and the status.
async fn traced(route: Option<MatchedPath>, request: Request, next: Next) -> Response {
    let method = request.method().clone();
    let response = next.run(request).await;
    let route = route.as_ref().map_or("none", MatchedPath::as_str);
    tracing::info!(%method, route, status = response.status().as_u16(), "answered");
    response
}
