//! What the phone asks of the portal (`docs/wire-api.md`), one method a call.
//!
//! An answer that isn't understood is never a success: HTML from a captive portal, a redirect to another host, a broken body come back as
//! [`PortalError`]s, already sorted by what the caller can do next.

use async_trait::async_trait;
use bytes::Bytes;
use motcua_domain::{
    failure::{Code, FailureKind},
    ids::{DossierId, InstallationId, Sha256},
};
use serde::{Deserialize, Serialize};

/// Why a call failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PortalError {
    /// What the caller can do next.
    pub kind: FailureKind,
    /// The stable code: the portal's own (`docs/wire-api.md`, "Errors") or one of the phone's (`NETWORK_LOGIN_NEEDED`, `CONNECTION_NOT_SECURE` …).
    pub code: String,
    /// Seconds to wait at least, when the portal said so.
    pub retry_after: Option<u32>,
    /// Which answers were refused, and why.
    pub field_errors: Vec<FieldError>,
    /// Files that the manifest names and the portal lacks.
    pub missing_files: Vec<Sha256>,
}

impl PortalError {
    /// The failure with this code, and nothing more to say about it.
    pub fn of(code: Code) -> Self {
        Self {
            kind: code.kind(),
            code: code.as_str().to_owned(),
            retry_after: None,
            field_errors: Vec::new(),
            missing_files: Vec::new(),
        }
    }

    /// The same failure, with the wait in seconds that the portal asked for.
    pub fn wait_at_least(mut self, retry_after: Option<u32>) -> Self {
        if let FailureKind::Transient { retry_after: wait } = &mut self.kind {
            *wait = retry_after.map(|seconds| i64::from(seconds) * 1_000);
        }
        self.retry_after = retry_after;
        self
    }
}

impl std::fmt::Display for PortalError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.code)
    }
}

impl std::error::Error for PortalError {}

/// One refused answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldError {
    /// The question's reference in the form.
    pub reference: String,
    /// The rule's code.
    pub code: String,
}

/// A portal's answer.
pub type Result<T> = std::result::Result<T, PortalError>;

/// A cacheable document: new bytes, or "the one you have".
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fetched {
    /// 304: what the phone has is still right.
    Unchanged,
    /// New bytes.
    New {
        /// To ask again cheaply.
        etag: Option<String>,
        /// The bytes as sent.
        body: Bytes,
        /// The detached signature (`Catalogue-Signature`), where the document has one.
        signature: Option<String>,
    },
}

/// How far a file has arrived.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileProgress {
    /// The portal doesn't know it (for this person).
    Unknown,
    /// This many bytes are safe there.
    Partial(u64),
    /// All of it is there and the hash is right.
    Arrived,
}

/// The portal's word on a submission or supplement. Nothing in it is believed before the receipt was checked.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SubmissionAnswer {
    /// Which dossier it speaks of.
    pub dossier_id: String,
    /// The official code.
    pub dossier_code: String,
    /// The receipt: a compact JWS.
    pub receipt: String,
    /// All facts so far.
    #[serde(default)]
    pub evidence: Vec<String>,
}

/// One event of the citizen's log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WireEvent {
    /// Per person, from 1, without gaps.
    pub seq: u64,
    /// Unknown kinds are kept.
    pub kind: String,
    /// Dossier or report.
    pub subject_id: String,
    /// RFC 3339.
    pub occurred_at: String,
    /// Kind-specific.
    #[serde(default)]
    pub data: serde_json::Value,
}

/// A wake-up the portal says it sent to this installation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WireWake {
    /// 32 hex characters.
    pub wake_id: String,
    /// RFC 3339.
    pub sent_at: String,
}

/// A page of events.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventPage {
    /// In `seq` order.
    pub events: Vec<WireEvent>,
    /// Ask from here next.
    pub next_after: u64,
    /// Whether more wait.
    #[serde(default)]
    pub more: bool,
    /// Wake-ups sent to this installation.
    #[serde(default)]
    pub wakes: Vec<WireWake>,
}

/// A push subscription as the portal needs it (RFC 8291 §2).
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PushSubscription {
    /// Where the portal sends messages.
    pub endpoint: String,
    /// Our public key, base64url of 65 bytes.
    pub p256dh: String,
    /// Our authentication secret, base64url of 16 bytes.
    pub auth: String,
}

/// A 1022 report as Open311 wants it.
#[derive(Clone, PartialEq)]
pub struct FeedbackPost {
    /// Our id: the same one again gets the same answer.
    pub client_id: String,
    /// Category code.
    pub service_code: String,
    /// Where it is.
    pub place: FeedbackPlace,
    /// The citizen's words.
    pub description: String,
    /// The photo: media type and bytes.
    pub photo: Option<(String, Bytes)>,
}

/// A report's place: Open311 takes a position or words.
#[derive(Clone, PartialEq)]
pub enum FeedbackPlace {
    /// Latitude and longitude, WGS 84 degrees.
    Position(f64, f64),
    /// An address in words.
    Address(String),
}

/// What 1022 says of a report.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedbackState {
    /// The 1022 number.
    pub service_request_id: String,
    /// `open` or `closed`.
    pub status: String,
    /// The office's answer.
    #[serde(default)]
    pub status_notes: Option<String>,
    /// When an answer is expected, RFC 3339.
    #[serde(default)]
    pub expected_datetime: Option<String>,
    /// Everything else, kept.
    #[serde(flatten)]
    pub more: serde_json::Map<String, serde_json::Value>,
}

/// An access token: bound to the device key, worthless without it. `Debug` prints nothing of it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccessToken(pub String);

impl std::fmt::Debug for AccessToken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("AccessToken(…)")
    }
}

/// The portal's interface.
#[async_trait]
pub trait PortalApi: Send + Sync {
    /// `GET {path}` of a public, cacheable document under `/v1` or `/open311` (catalogue, units, keys, offices, forms, services).
    async fn document(&self, path: &str, etag: Option<&str>) -> Result<Fetched>;

    /// How far a file has arrived: `HEAD /v1/files/{sha256}`.
    async fn file_progress(&self, token: &AccessToken, sha256: &Sha256) -> Result<FileProgress>;
    /// Announces a file: `POST /v1/files`. Announcing one again is fine; the answer says how far it has arrived (`Upload-Offset`, 0 when new).
    async fn announce_file(
        &self,
        token: &AccessToken,
        sha256: &Sha256,
        size: u64,
        media_type: &str,
    ) -> Result<FileProgress>;
    /// Sends one chunk; the answer is the new offset, safe at the portal: `PATCH /v1/files/{sha256}`.
    async fn send_chunk(
        &self,
        token: &AccessToken,
        sha256: &Sha256,
        offset: u64,
        bytes: Bytes,
    ) -> Result<u64>;

    /// Submits: `PUT /v1/dossiers/{id}` with the manifest's canonical bytes. Repeating it is safe.
    async fn submit(&self, token: &AccessToken, id: &DossierId, manifest: Bytes) -> Result<SubmissionAnswer>;
    /// Answers a supplement request: `PUT /v1/dossiers/{id}/supplements/{number}`.
    async fn supplement(
        &self,
        token: &AccessToken,
        id: &DossierId,
        number: u32,
        manifest: Bytes,
    ) -> Result<SubmissionAnswer>;
    /// Withdraws, or puts a tombstone on an id that the portal doesn't know: `PUT /v1/dossiers/{id}/withdrawal`.
    async fn withdraw(&self, token: &AccessToken, id: &DossierId) -> Result<()>;
    /// The dossier's state as JSON: `GET /v1/dossiers/{id}`.
    async fn dossier(&self, token: &AccessToken, id: &DossierId) -> Result<serde_json::Value>;
    /// All facts of a dossier in chain order: `GET /v1/dossiers/{id}/evidence`.
    async fn evidence(&self, token: &AccessToken, id: &DossierId) -> Result<Vec<String>>;
    /// The result's bytes: `GET /v1/dossiers/{id}/result`.
    async fn result(&self, token: &AccessToken, id: &DossierId) -> Result<Bytes>;

    /// Events after a cursor: `GET /v1/events`.
    async fn events(
        &self,
        token: &AccessToken,
        after: u64,
        installation: &InstallationId,
    ) -> Result<EventPage>;
    /// Registers where wake-ups go: `PUT /v1/push-subscriptions/{installation}`.
    async fn subscribe(
        &self,
        token: &AccessToken,
        installation: &InstallationId,
        subscription: &PushSubscription,
    ) -> Result<()>;
    /// Stops wake-ups: `DELETE /v1/push-subscriptions/{installation}`.
    async fn unsubscribe(&self, token: &AccessToken, installation: &InstallationId) -> Result<()>;

    /// Sends a report to 1022; the answer is its number: `POST /open311/v2/requests.json`.
    async fn post_feedback(&self, token: Option<&AccessToken>, report: &FeedbackPost) -> Result<String>;
    /// What 1022 says of a report: `GET /open311/v2/requests/{id}.json`.
    async fn feedback(&self, token: Option<&AccessToken>, service_request_id: &str) -> Result<FeedbackState>;
}
