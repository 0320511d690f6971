//! The hop's two requests: the page, and what the person decided.

use axum::extract::{OriginalUri, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::TimeDelta;
use maud::Markup;
use serde::Deserialize;
use url::form_urlencoded;
use utoipa::ToSchema;

use super::page::{self, Language};
use super::request::{AuthRequest, AuthorizeQuery, Refusal, read, return_address};
use super::{CLIENT_ID, issuer};
use crate::app::AppState;
use crate::digest::sha256_hex;
use crate::extract::{FormBody, Query};
use crate::problem::Problem;
use crate::store::{eid, person};

/// How long a person may look at the page.
const REQUEST_GOOD_FOR: TimeDelta = TimeDelta::minutes(10);

/// Shows who may sign in and what is shared (OpenID Connect Core §3.1.2).
#[utoipa::path(get, path = "/eid/authorize", tag = "e-ID", params(AuthorizeQuery),
    responses((status = 200, content_type = "text/html"), (status = 303, description = "to the app, with an OAuth error"),
        (status = 400, content_type = "text/html", description = "not our client or not its address: no redirect")))]
pub(crate) async fn authorize(
    State(state): State<AppState>,
    OriginalUri(uri): OriginalUri,
    headers: HeaderMap,
    Query(query): Query<AuthorizeQuery>,
) -> Result<Response, Problem> {
    let language = query
        .ui_locales
        .as_deref()
        .map_or_else(|| asked_for(&headers), Language::pick);
    let request = match read(query) {
        Ok(request) => request,
        Err(Refusal::Untrusted) => return Ok(refused(language)),
        Err(Refusal::Back {
            redirect_uri,
            state: handed,
            error,
        }) => {
            let address = return_address(&redirect_uri, &[("error", error)], &handed, &issuer(&state));
            return Ok(see_other(address).unwrap_or_else(|| refused(language)));
        }
    };
    let id = URL_SAFE_NO_PAD.encode(state.random.bytes::<16>());
    let (kept_id, now) = (id.clone(), state.clock.now());
    state
        .store
        .write(move |tx| eid::keep_request(tx, &kept_id, &request, now, now - REQUEST_GOOD_FOR))
        .await?;
    let people = state.store.read(person::all).await?;
    let other = in_other_language(uri.query().unwrap_or_default(), language);
    Ok(html(
        StatusCode::OK,
        page::consent(language, &people, &id, &other),
    ))
}

/// What the page posts.
#[derive(Deserialize, ToSchema)]
pub(crate) struct ConsentForm {
    /// The opaque id in the page's hidden field.
    request: String,
    /// The chosen person's personal id.
    person: Option<String>,
    /// `allow` or `deny`.
    decision: String,
}

/// Goes back to the app with a code or with `access_denied`.
#[utoipa::path(post, path = "/eid/consent", tag = "e-ID",
    request_body(content = ConsentForm, content_type = "application/x-www-form-urlencoded"),
    responses((status = 303, description = "to the app, with code or error, state and iss"),
        (status = 400, content_type = "text/html", description = "unknown or expired request, unknown person")))]
pub(crate) async fn consent(
    State(state): State<AppState>,
    headers: HeaderMap,
    FormBody(form): FormBody<ConsentForm>,
) -> Result<Response, Problem> {
    let language = asked_for(&headers);
    let oldest = state.clock.now() - REQUEST_GOOD_FOR;
    let request_id = form.request;
    let Some(request) = state
        .store
        .write(move |tx| eid::take_request(tx, &request_id, oldest))
        .await?
    else {
        return Ok(refused(language));
    };
    let issuer = issuer(&state);
    let address = if form.decision == "allow" {
        let Some(code) = issue_code(&state, form.person, &request).await? else {
            return Ok(refused(language));
        };
        return_address(&request.redirect_uri, &[("code", &code)], &request.state, &issuer)
    } else {
        return_address(
            &request.redirect_uri,
            &[("error", "access_denied")],
            &request.state,
            &issuer,
        )
    };
    Ok(see_other(address).unwrap_or_else(|| refused(language)))
}

/// A fresh code for this person; nothing for somebody unknown.
async fn issue_code(
    state: &AppState,
    personal_id: Option<String>,
    request: &AuthRequest,
) -> Result<Option<String>, Problem> {
    let code = URL_SAFE_NO_PAD.encode(state.random.bytes::<32>());
    let (code_hash, request, now) = (sha256_hex(code.as_bytes()), request.clone(), state.clock.now());
    let issued = state
        .store
        .write(move |tx| {
            let Some(sub) = person::sub_of(tx, personal_id.as_deref().unwrap_or_default())? else {
                return Ok::<_, Problem>(false);
            };
            eid::keep_code(tx, &code_hash, &sub, &request, now)?;
            Ok(true)
        })
        .await?;
    Ok(issued.then_some(code))
}

/// The browser's language.
fn asked_for(headers: &HeaderMap) -> Language {
    let wishes = headers
        .get(header::ACCEPT_LANGUAGE)
        .and_then(|value| value.to_str().ok());
    Language::pick(wishes.unwrap_or_default())
}

/// The same page's address with the other language asked for.
fn in_other_language(query: &str, language: Language) -> String {
    let other = if language == Language::Vi { "en" } else { "vi" };
    let kept = form_urlencoded::parse(query.as_bytes()).filter(|(name, _)| name != "ui_locales");
    let mut pairs = form_urlencoded::Serializer::new(String::new());
    pairs.extend_pairs(kept).append_pair("ui_locales", other);
    format!("/eid/authorize?{}", pairs.finish())
}

fn refused(language: Language) -> Response {
    tracing::info!(client = CLIENT_ID, "an authorization request was refused");
    html(StatusCode::BAD_REQUEST, page::refused(language))
}

fn see_other(address: Option<String>) -> Option<Response> {
    let address = HeaderValue::from_str(&address?).ok()?;
    Some((StatusCode::SEE_OTHER, [(header::LOCATION, address), no_store()]).into_response())
}

fn html(status: StatusCode, page: Markup) -> Response {
    // No form-action: browsers apply it to the redirect too, and the app's scheme is no origin.
    let policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'";
    let headers = [
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy)),
        (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
        (
            header::X_CONTENT_TYPE_OPTIONS,
            HeaderValue::from_static("nosniff"),
        ),
        no_store(),
    ];
    (status, headers, Html(page.into_string())).into_response()
}

fn no_store() -> (header::HeaderName, HeaderValue) {
    (header::CACHE_CONTROL, HeaderValue::from_static("no-store"))
}
