//! One request to the console: in which language, by whom, from which page.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Redirect, Response};
use url::form_urlencoded;

use super::language::Language;
use super::session::{COOKIE, Session};
use crate::app::AppState;

/// The cookie that remembers the language.
pub(super) const LANGUAGE_COOKIE: &str = "motcua_language";

/// A request to the console.
#[derive(Clone)]
pub(super) struct Visit {
    /// In which language the answer is.
    pub(super) language: Language,
    /// The page asked for: path and query.
    pub(super) here: String,
    /// The officer, if there is one.
    pub(super) session: Option<Session>,
    /// Whether there is a QA page.
    pub(super) control: bool,
    /// Whether it came over TLS.
    pub(super) secure: bool,
    /// What the page has to tell about the last action: `done` or `problem` and a word.
    pub(super) told: Option<(String, String)>,
}

impl FromRequestParts<AppState> for Visit {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Infallible> {
        let headers = &parts.headers;
        let language = cookie(headers, LANGUAGE_COOKIE)
            .and_then(Language::from_tag)
            .unwrap_or(Language::Vi);
        let session = cookie(headers, COOKIE).and_then(|value| Session::from_cookie(state, value));
        let here = parts
            .uri
            .path_and_query()
            .map_or("/console", |here| here.as_str())
            .to_owned();
        Ok(Self {
            language,
            here,
            session,
            control: state.config.control,
            secure: !came_without_tls(headers, state),
            told: told(parts.uri.query().unwrap_or_default()),
        })
    }
}

impl Visit {
    /// Of two texts, the one in the reader's language.
    pub(super) fn say<T>(&self, vi: T, en: T) -> T {
        self.language.say(vi, en)
    }
}

/// A request of a signed-in officer; anybody else is sent to the sign-in page.
pub(super) struct Officer {
    /// The request.
    pub(super) visit: Visit,
    /// Whose it is.
    pub(super) session: Session,
}

impl FromRequestParts<AppState> for Officer {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Response> {
        let Ok(visit) = Visit::from_request_parts(parts, state).await;
        match visit.session.clone() {
            Some(session) => Ok(Self { visit, session }),
            None => Err(Redirect::to("/console/sign-in").into_response()),
        }
    }
}

fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let all = headers
        .get_all(header::COOKIE)
        .into_iter()
        .filter_map(|value| value.to_str().ok());
    all.flat_map(|value| value.split(';'))
        .find_map(|pair| pair.trim().strip_prefix(name)?.strip_prefix('='))
}

fn came_without_tls(headers: &HeaderMap, state: &AppState) -> bool {
    let plain = state
        .addresses
        .plain_url
        .as_deref()
        .and_then(|url| url.strip_prefix("http://"));
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
    plain.is_some() && plain == host
}

fn told(query: &str) -> Option<(String, String)> {
    form_urlencoded::parse(query.as_bytes())
        .into_owned()
        .find(|(name, _)| name == "done" || name == "problem")
}

/// A page of ours to go back to: never another site, whatever the request says.
pub(super) fn page_of_ours(path: &str) -> &str {
    let ours = path == "/console" || path.starts_with("/console/") || path.starts_with("/console?");
    let plain = !path.contains(['\\', '\r', '\n']) && path.is_ascii();
    if ours && plain { path } else { "/console" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_pages_of_ours_are_gone_back_to() {
        assert_eq!(
            page_of_ours("/console/dossiers?status=accepted"),
            "/console/dossiers?status=accepted"
        );
        for strange in [
            "//evil.example",
            "https://evil.example",
            "/consoles",
            "/console/\r\nx",
            "",
            "/console\\x",
        ] {
            assert_eq!(page_of_ours(strange), "/console", "{strange:?}");
        }
    }

    #[test]
    fn a_cookie_is_found_among_others_by_its_whole_name() {
        let mut headers = HeaderMap::new();
        headers.insert(
            header::COOKIE,
            "xmotcua_language=vi; motcua_language=en;a=b".parse().unwrap(),
        );
        assert_eq!(cookie(&headers, LANGUAGE_COOKIE), Some("en"));
        assert_eq!(cookie(&headers, COOKIE), None);
    }
}
