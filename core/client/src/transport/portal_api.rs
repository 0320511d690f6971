//! The portal over HTTP: one method a call, as `docs/wire-api.md` says.
//!
//! Each method builds one request, sends it (with a proof when it carries a token) and reads an answer of the shape it expects. Anything else
//! is an error: a "yes" whose body can't be read, an upload offset that can't be, a file named otherwise than asked. Which error it is,
//! `classify` says; nothing is tried again here.

use std::sync::Arc;

use async_trait::async_trait;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use bytes::Bytes;
use motcua_domain::{
    failure::Code,
    ids::{DossierId, InstallationId, Sha256},
};
use reqwest::{
    Method, RequestBuilder, StatusCode,
    header::{CONTENT_TYPE, ETAG, HeaderName, IF_NONE_MATCH, LOCATION},
};
use serde::Deserialize;
use url::Url;

use super::{
    dpop::Prover,
    feedback,
    http::{Answer, Call, Http},
};
use crate::port::portal_api::{
    AccessToken, EventPage, FeedbackPost, FeedbackState, Fetched, FileProgress, PortalApi, PortalError,
    PushSubscription, Result, SubmissionAnswer,
};

/// The longest document: forms' lists of units are some hundred kB, papers to fill in a few MB.
const DOCUMENT: usize = 16 << 20;
/// The longest result: as long as a file may be (`Tus-Max-Size`).
const RESULT: usize = 20 << 20;
/// The longest JSON answer: a page of events, a whole evidence chain.
const JSON: usize = 2 << 20;
/// The longest answer that says nothing but "done", or a problem.
const SHORT: usize = 64 << 10;

/// How many events a page has.
const EVENTS_A_PAGE: &str = "100";

const TUS_RESUMABLE: (&str, &str) = ("tus-resumable", "1.0.0");
const CATALOGUE_SIGNATURE: HeaderName = HeaderName::from_static("catalogue-signature");

const fn call(name: &'static str, limit: usize) -> Call {
    Call { name, limit }
}

/// The portal's interface over HTTP.
pub struct HttpPortal {
    http: Arc<Http>,
    prover: Arc<Prover>,
}

impl HttpPortal {
    /// An interface through one client; `prover` signs for the installation's device key.
    pub fn new(http: Arc<Http>, prover: Arc<Prover>) -> Self {
        Self { http, prover }
    }

    /// Sends a request with token and proof; gives the portal's "yes".
    async fn signed(
        &self,
        call: Call,
        method: Method,
        url: Url,
        token: &AccessToken,
        dress: impl Fn(RequestBuilder) -> RequestBuilder + Send + Sync,
    ) -> Result<Answer> {
        self.prover
            .exchange(&self.http, call, (method, url), Some(token), dress)
            .await?
            .accepted(call)
    }

    async fn get(&self, name: &'static str, token: &AccessToken, segments: &[&str]) -> Result<Answer> {
        self.signed(
            call(name, JSON),
            Method::GET,
            self.http.url(segments),
            token,
            |request| request,
        )
        .await
    }

    async fn put_manifest(
        &self,
        name: &'static str,
        token: &AccessToken,
        segments: &[&str],
        manifest: Bytes,
    ) -> Result<SubmissionAnswer> {
        let dress = |request: RequestBuilder| {
            request
                .header(CONTENT_TYPE, "application/json")
                .body(manifest.clone())
        };
        self.signed(
            call(name, JSON),
            Method::PUT,
            self.http.url(segments),
            token,
            dress,
        )
        .await?
        .json()
    }

    fn file(&self, sha256: &Sha256) -> Url {
        self.http.url(&["v1", "files", &sha256.to_hex()])
    }
}

#[async_trait]
impl PortalApi for HttpPortal {
    async fn document(&self, path: &str, etag: Option<&str>) -> Result<Fetched> {
        let public = path.starts_with("/v1/") || path.starts_with("/open311/");
        let url = Some(path)
            .filter(|_| public)
            .and_then(|path| self.http.own_url(path));
        let mut request = self.http.request(
            Method::GET,
            url.ok_or_else(|| PortalError::of(Code::RequestInvalid))?,
        );
        if let Some(etag) = etag {
            request = request.header(IF_NONE_MATCH, etag);
        }
        let answer = self.http.ask(call("document", DOCUMENT), request).await?;
        if answer.status == StatusCode::NOT_MODIFIED {
            return Ok(Fetched::Unchanged);
        }
        let text = |name| answer.header(name).map(str::to_owned);
        let (etag, signature) = (text(&ETAG), text(&CATALOGUE_SIGNATURE));
        Ok(Fetched::New {
            etag,
            body: answer.body,
            signature,
        })
    }

    async fn file_progress(&self, token: &AccessToken, sha256: &Sha256) -> Result<FileProgress> {
        let dress = |request: RequestBuilder| request.header(TUS_RESUMABLE.0, TUS_RESUMABLE.1);
        let answer = self
            .signed(
                call("file_progress", SHORT),
                Method::HEAD,
                self.file(sha256),
                token,
                dress,
            )
            .await;
        match answer {
            Ok(answer) => progress(answer.number("upload-offset")?, answer.number("upload-length")?),
            Err(error) if error.code == Code::NotFound.as_str() => Ok(FileProgress::Unknown),
            Err(error) => Err(error),
        }
    }

    async fn announce_file(
        &self,
        token: &AccessToken,
        sha256: &Sha256,
        size: u64,
        media_type: &str,
    ) -> Result<FileProgress> {
        let metadata = format!(
            "sha256 {},filetype {}",
            STANDARD.encode(sha256.to_hex()),
            STANDARD.encode(media_type)
        );
        let dress = |request: RequestBuilder| {
            request
                .header(TUS_RESUMABLE.0, TUS_RESUMABLE.1)
                .header("upload-length", size)
                .header("upload-metadata", metadata.as_str())
        };
        let url = self.http.url(&["v1", "files"]);
        let answer = self
            .signed(call("announce_file", SHORT), Method::POST, url, token, dress)
            .await?;
        // A file that stood elsewhere could be another one: the name is the content's hash and nothing else.
        let place = answer
            .header(&LOCATION)
            .and_then(|location| self.http.own_url(location));
        if place != Some(self.file(sha256)) {
            return Err(PortalError::of(Code::AnswerUnreadable));
        }
        // Only for a file that existed before is an offset said.
        let offset = if answer.headers.contains_key("upload-offset") {
            answer.number("upload-offset")?
        } else {
            0
        };
        progress(offset, size)
    }

    async fn send_chunk(
        &self,
        token: &AccessToken,
        sha256: &Sha256,
        offset: u64,
        bytes: Bytes,
    ) -> Result<u64> {
        let checksum = ring::digest::digest(&ring::digest::SHA256, &bytes);
        let checksum = format!("sha256 {}", STANDARD.encode(checksum));
        let dress = |request: RequestBuilder| {
            request
                .header(TUS_RESUMABLE.0, TUS_RESUMABLE.1)
                .header("upload-offset", offset)
                .header("upload-checksum", checksum.as_str())
                .header(CONTENT_TYPE, "application/offset+octet-stream")
                .body(bytes.clone())
        };
        let answer = self
            .signed(
                call("send_chunk", SHORT),
                Method::PATCH,
                self.file(sha256),
                token,
                dress,
            )
            .await?;
        let now = answer.number("upload-offset")?;
        let possible = offset..=offset.saturating_add(bytes.len() as u64);
        if possible.contains(&now) {
            Ok(now)
        } else {
            Err(PortalError::of(Code::AnswerUnreadable))
        }
    }

    async fn submit(&self, token: &AccessToken, id: &DossierId, manifest: Bytes) -> Result<SubmissionAnswer> {
        self.put_manifest("submit", token, &["v1", "dossiers", &id.to_string()], manifest)
            .await
    }

    async fn supplement(
        &self,
        token: &AccessToken,
        id: &DossierId,
        number: u32,
        manifest: Bytes,
    ) -> Result<SubmissionAnswer> {
        let (id, number) = (id.to_string(), number.to_string());
        self.put_manifest(
            "supplement",
            token,
            &["v1", "dossiers", &id, "supplements", &number],
            manifest,
        )
        .await
    }

    async fn withdraw(&self, token: &AccessToken, id: &DossierId) -> Result<()> {
        let url = self.http.url(&["v1", "dossiers", &id.to_string(), "withdrawal"]);
        self.signed(call("withdraw", JSON), Method::PUT, url, token, |request| request)
            .await
            .map(drop)
    }

    async fn dossier(&self, token: &AccessToken, id: &DossierId) -> Result<serde_json::Value> {
        self.get("dossier", token, &["v1", "dossiers", &id.to_string()])
            .await?
            .json()
    }

    async fn evidence(&self, token: &AccessToken, id: &DossierId) -> Result<Vec<String>> {
        #[derive(Deserialize)]
        struct Evidence {
            evidence: Vec<String>,
        }
        let answer = self
            .get(
                "evidence",
                token,
                &["v1", "dossiers", &id.to_string(), "evidence"],
            )
            .await?;
        Ok(answer.json::<Evidence>()?.evidence)
    }

    async fn result(&self, token: &AccessToken, id: &DossierId) -> Result<Bytes> {
        let url = self.http.url(&["v1", "dossiers", &id.to_string(), "result"]);
        let answer = self
            .signed(call("result", RESULT), Method::GET, url, token, |request| request)
            .await?;
        Ok(answer.body)
    }

    async fn events(
        &self,
        token: &AccessToken,
        after: u64,
        installation: &InstallationId,
    ) -> Result<EventPage> {
        let mut url = self.http.url(&["v1", "events"]);
        url.query_pairs_mut()
            .append_pair("after", &after.to_string())
            .append_pair("limit", EVENTS_A_PAGE)
            .append_pair("installation", &installation.to_string());
        self.signed(call("events", JSON), Method::GET, url, token, |request| request)
            .await?
            .json()
    }

    async fn subscribe(
        &self,
        token: &AccessToken,
        installation: &InstallationId,
        subscription: &PushSubscription,
    ) -> Result<()> {
        let url = self
            .http
            .url(&["v1", "push-subscriptions", &installation.to_string()]);
        let dress = |request: RequestBuilder| request.json(subscription);
        self.signed(call("subscribe", SHORT), Method::PUT, url, token, dress)
            .await
            .map(drop)
    }

    async fn unsubscribe(&self, token: &AccessToken, installation: &InstallationId) -> Result<()> {
        let url = self
            .http
            .url(&["v1", "push-subscriptions", &installation.to_string()]);
        self.signed(
            call("unsubscribe", SHORT),
            Method::DELETE,
            url,
            token,
            |request| request,
        )
        .await
        .map(drop)
    }

    async fn post_feedback(&self, token: Option<&AccessToken>, report: &FeedbackPost) -> Result<String> {
        let url = self.http.url(&["open311", "v2", "requests.json"]);
        let dress = |request| feedback::dress(request, report);
        let answer = match token {
            Some(token) => {
                self.signed(call("post_feedback", SHORT), Method::POST, url, token, dress)
                    .await?
            }
            None => {
                let request = dress(self.http.request(Method::POST, url));
                self.http.ask(call("post_feedback", SHORT), request).await?
            }
        };
        feedback::number(&answer)
    }

    async fn feedback(&self, token: Option<&AccessToken>, service_request_id: &str) -> Result<FeedbackState> {
        let file = format!("{service_request_id}.json");
        let segments = ["open311", "v2", "requests", &file];
        let answer = match token {
            Some(token) => self.get("feedback", token, &segments).await?,
            None => {
                let request = self.http.request(Method::GET, self.http.url(&segments));
                self.http.ask(call("feedback", JSON), request).await?
            }
        };
        feedback::only(&answer)
    }
}

fn progress(offset: u64, length: u64) -> Result<FileProgress> {
    match offset.cmp(&length) {
        std::cmp::Ordering::Less => Ok(FileProgress::Partial(offset)),
        std::cmp::Ordering::Equal => Ok(FileProgress::Arrived),
        std::cmp::Ordering::Greater => Err(PortalError::of(Code::AnswerUnreadable)),
    }
}
