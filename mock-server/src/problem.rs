//! How the portal says no: one `application/problem+json` shape (RFC 9457) for every refusal.
//!
//! A client branches on `code`. `detail` is for a developer's eyes and never carries personal data. What goes wrong inside
//! is logged here once and leaves as `PORTAL_FAILED` without its cause.

use axum::Json;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

use crate::store::StoreError;

/// The table of codes in `docs/wire-api.md`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Code {
    /// No, expired or revoked token.
    SignInRequired,
    /// DPoP proof missing, replayed, or for something else.
    ProofInvalid,
    /// Signed in, but not for this.
    NotAllowed,
    /// No such thing, or a stranger's.
    NotFound,
    /// The path exists, the method doesn't.
    MethodNotAllowed,
    /// No procedure of this code, or not open online.
    ProcedureUnknown,
    /// Same dossier id, other manifest.
    DossierContentDiffers,
    /// The id carries a tombstone.
    DossierWithdrawn,
    /// Files named by the manifest haven't arrived.
    FilesMissing,
    /// The portal's own check of the answers found problems.
    AnswersInvalid,
    /// The answers are longer than the portal reads, or the form can't be computed with them.
    AnswersTooLarge,
    /// Not canonical JSON, or not a manifest.
    ManifestInvalid,
    /// The form version is no longer taken.
    FormOutdated,
    /// Over the size limit.
    FileTooLarge,
    /// Not a type we take, by content.
    FileTypeRefused,
    /// All bytes are there and the hash differs.
    FileDamaged,
    /// tus PATCH at another offset.
    OffsetWrong,
    /// `Tus-Resumable` missing or not 1.0.0.
    TusVersion,
    /// The ten-status machine has no such move.
    StatusMoveRefused,
    /// `If-Match` missing.
    RevisionRequired,
    /// `If-Match` isn't the current ETag.
    RevisionStale,
    /// POST action without a key.
    IdempotencyKeyRequired,
    /// Same key, other body.
    IdempotencyKeyReused,
    /// Anything else malformed.
    RequestInvalid,
    /// Slow down.
    TooManyRequests,
    /// Come back later.
    PortalUnavailable,
    /// A bug, or an injected fault.
    PortalFailed,
}

impl Code {
    /// Wire code, status and title.
    fn parts(self) -> (&'static str, u16, &'static str) {
        match self {
            Self::SignInRequired => ("SIGN_IN_REQUIRED", 401, "Sign in first"),
            Self::ProofInvalid => ("PROOF_INVALID", 401, "The DPoP proof was refused"),
            Self::NotAllowed => ("NOT_ALLOWED", 403, "Not allowed"),
            Self::NotFound => ("NOT_FOUND", 404, "Not found"),
            Self::MethodNotAllowed => ("METHOD_NOT_ALLOWED", 405, "This method isn't offered here"),
            Self::ProcedureUnknown => ("PROCEDURE_UNKNOWN", 422, "No such procedure is open online"),
            Self::DossierContentDiffers => (
                "DOSSIER_CONTENT_DIFFERS",
                422,
                "This dossier was submitted with other content",
            ),
            Self::DossierWithdrawn => ("DOSSIER_WITHDRAWN", 409, "This dossier id was withdrawn"),
            Self::FilesMissing => ("FILES_MISSING", 409, "Files haven't arrived yet"),
            Self::AnswersInvalid => ("ANSWERS_INVALID", 422, "Some answers are wrong or missing"),
            Self::AnswersTooLarge => ("ANSWERS_TOO_LARGE", 422, "The answers are too long to be checked"),
            Self::ManifestInvalid => (
                "MANIFEST_INVALID",
                400,
                "The manifest isn't canonical or complete",
            ),
            Self::FormOutdated => ("FORM_OUTDATED", 409, "This form version is no longer taken"),
            Self::FileTooLarge => ("FILE_TOO_LARGE", 413, "The file is too large"),
            Self::FileTypeRefused => ("FILE_TYPE_REFUSED", 415, "This type of file isn't taken"),
            Self::FileDamaged => ("FILE_DAMAGED", 460, "The bytes don't match their hash"),
            Self::OffsetWrong => ("OFFSET_WRONG", 409, "The upload stands at another offset"),
            Self::TusVersion => ("TUS_VERSION", 412, "Tus-Resumable must be 1.0.0"),
            Self::StatusMoveRefused => ("STATUS_MOVE_REFUSED", 409, "The dossier can't make this move now"),
            Self::RevisionRequired => ("REVISION_REQUIRED", 428, "If-Match is required"),
            Self::RevisionStale => ("REVISION_STALE", 412, "The dossier has changed meanwhile"),
            Self::IdempotencyKeyRequired => ("IDEMPOTENCY_KEY_REQUIRED", 400, "Idempotency-Key is required"),
            Self::IdempotencyKeyReused => (
                "IDEMPOTENCY_KEY_REUSED",
                422,
                "This Idempotency-Key was used for another request",
            ),
            Self::RequestInvalid => ("REQUEST_INVALID", 400, "The request is malformed"),
            Self::TooManyRequests => ("TOO_MANY_REQUESTS", 429, "Too many requests"),
            Self::PortalUnavailable => ("PORTAL_UNAVAILABLE", 503, "The portal is unavailable"),
            Self::PortalFailed => ("PORTAL_FAILED", 500, "The portal failed"),
        }
    }

    /// The code as it stands on the wire.
    pub(crate) fn as_str(self) -> &'static str {
        self.parts().0
    }

    /// The status it comes with, unless a problem says otherwise.
    pub(crate) fn status(self) -> StatusCode {
        StatusCode::from_u16(self.parts().1).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }
}

/// One answer that the portal refuses.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct FieldError {
    /// The question's reference in the form, e.g. `/data/child/full_name`.
    pub(crate) reference: String,
    /// What is wrong with it, e.g. `required`, `constraint`.
    pub(crate) code: String,
}

/// A refusal. Made with [`Problem::new`], shaped by the `with_…` methods, answered by `?`.
#[derive(Debug, Clone)]
pub(crate) struct Problem {
    code: Code,
    status: StatusCode,
    body: Box<Extras>,
    headers: Vec<(HeaderName, HeaderValue)>,
}

#[derive(Debug, Clone, Default)]
struct Extras {
    detail: Option<String>,
    field_errors: Vec<FieldError>,
    missing_files: Vec<String>,
    retry_after: Option<u64>,
}

/// The JSON of a refusal.
#[derive(Serialize, ToSchema)]
#[schema(as = Problem)]
pub(crate) struct ProblemBody {
    r#type: String,
    title: &'static str,
    status: u16,
    /// What a client branches on.
    code: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    field_errors: Vec<FieldError>,
    /// Hashes of the files that the manifest names and the portal lacks.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    missing_files: Vec<String>,
    /// Seconds to wait before trying again.
    #[serde(skip_serializing_if = "Option::is_none")]
    retry_after: Option<u64>,
}

impl Problem {
    /// A refusal with this code and its usual status.
    pub(crate) fn new(code: Code) -> Self {
        Self {
            code,
            status: code.status(),
            body: Box::default(),
            headers: Vec::new(),
        }
    }

    /// `REQUEST_INVALID` with the reason in words.
    pub(crate) fn invalid(detail: impl Into<String>) -> Self {
        Self::new(Code::RequestInvalid).with_detail(detail)
    }

    /// `NOT_FOUND`.
    pub(crate) fn not_found() -> Self {
        Self::new(Code::NotFound)
    }

    /// Adds words for a developer; never personal data.
    #[must_use]
    pub(crate) fn with_detail(mut self, detail: impl Into<String>) -> Self {
        self.body.detail = Some(detail.into());
        self
    }

    /// Uses another status than the code's usual one.
    #[must_use]
    pub(crate) fn with_status(mut self, status: StatusCode) -> Self {
        self.status = status;
        self
    }

    /// Names the answers that were refused.
    #[must_use]
    pub(crate) fn with_field_errors(mut self, errors: Vec<FieldError>) -> Self {
        self.body.field_errors = errors;
        self
    }

    /// Names the files that haven't arrived.
    #[must_use]
    pub(crate) fn with_missing_files(mut self, hashes: Vec<String>) -> Self {
        self.body.missing_files = hashes;
        self
    }

    /// Says after how many seconds to come back, in the body and as `Retry-After`.
    #[must_use]
    pub(crate) fn with_retry_after(mut self, seconds: u64) -> Self {
        self.body.retry_after = Some(seconds);
        self.with_header(header::RETRY_AFTER, &seconds.to_string())
    }

    /// Adds a header; a value that no header can carry is left out.
    #[must_use]
    pub(crate) fn with_header(mut self, name: HeaderName, value: &str) -> Self {
        if let Ok(value) = HeaderValue::from_str(value) {
            self.headers.push((name, value));
        }
        self
    }

    /// The code it carries.
    pub(crate) fn code(&self) -> Code {
        self.code
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let (code, _, title) = self.code.parts();
        let body = ProblemBody {
            r#type: format!("urn:motcua:problem:{code}"),
            title,
            status: self.status.as_u16(),
            code,
            detail: self.body.detail,
            field_errors: self.body.field_errors,
            missing_files: self.body.missing_files,
            retry_after: self.body.retry_after,
        };
        let mut response = (self.status, Json(body)).into_response();
        let headers = response.headers_mut();
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/problem+json"),
        );
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if self.code == Code::SignInRequired {
            let challenge = HeaderValue::from_static("DPoP error=\"invalid_token\", algs=\"ES256\"");
            headers.insert(header::WWW_AUTHENTICATE, challenge);
        } else if self.code == Code::ProofInvalid {
            let challenge = HeaderValue::from_static("DPoP error=\"invalid_dpop_proof\", algs=\"ES256\"");
            headers.insert(header::WWW_AUTHENTICATE, challenge);
        }
        headers.extend(self.headers);
        response
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        tracing::error!(%error, "the store failed");
        Self::new(Code::PortalFailed)
    }
}

impl From<std::io::Error> for Problem {
    fn from(error: std::io::Error) -> Self {
        tracing::error!(kind = %error.kind(), "a file operation failed");
        Self::new(Code::PortalFailed)
    }
}

impl From<rusqlite::Error> for Problem {
    fn from(error: rusqlite::Error) -> Self {
        StoreError::from(error).into()
    }
}
