//! What a failure means for an entry of the outbox: the portal's no is told from everything that may pass.
//!
//! Only the portal can refuse. A phone that is locked, whose clock is off, whose store failed or whose session ended says nothing about what was to be
//! sent, so the entry waits with that reason and its draft stays as it is.

use motcua_domain::{
    failure::{Code, CodeText, FailureKind},
    outbox::{FieldError, Outcome},
};

use crate::{error::Failure, port::portal_api::PortalError};

/// What a failed call means for an entry.
pub(super) fn outcome_of(error: PortalError) -> Outcome {
    let code = Code::from_text(&error.code);
    if code == Some(Code::FilesMissing) {
        return Outcome::FilesMissing {
            missing: error.missing_files,
        };
    }
    if code == Some(Code::DossierContentDiffers) {
        return Outcome::ContentDiffers;
    }
    let known = code.unwrap_or(Code::PortalFailed);
    match error.kind {
        FailureKind::Offline => Outcome::Transient(Code::NetworkOffline),
        FailureKind::Transient {
            retry_after: Some(wait),
        } => Outcome::RetryAfter { wait, code: known },
        FailureKind::Transient { retry_after: None } | FailureKind::Damaged | FailureKind::StorageFull => {
            Outcome::Transient(known)
        }
        FailureKind::CaptivePortal => Outcome::CaptivePortal,
        FailureKind::NotSecure => Outcome::NotSecure(known),
        FailureKind::SignInRequired => Outcome::SignInRequired,
        FailureKind::UpdateRequired => Outcome::AppTooOld,
        FailureKind::Rejected | FailureKind::Conflict | FailureKind::Bug if !is_portals_word(code) => {
            Outcome::Transient(known)
        }
        FailureKind::Rejected | FailureKind::Conflict | FailureKind::Bug => {
            let wire = |it: crate::port::portal_api::FieldError| FieldError {
                reference: it.reference,
                code: it.code,
            };
            Outcome::Refused {
                code: CodeText::from_text(&error.code),
                field_errors: error.field_errors.into_iter().map(wire).collect(),
            }
        }
    }
}

/// Whether a refusal's code is one that the portal gives (`docs/wire-api.md`, "Errors"); one that this app doesn't know can only be a newer portal's.
const fn is_portals_word(code: Option<Code>) -> bool {
    matches!(
        code,
        None | Some(
            Code::NotAllowed
                | Code::NotFound
                | Code::ProcedureUnknown
                | Code::DossierWithdrawn
                | Code::AnswersInvalid
                | Code::AnswersTooLarge
                | Code::ManifestInvalid
                | Code::FormOutdated
                | Code::FileTooLarge
                | Code::FileTypeRefused
                | Code::StatusMoveRefused
                | Code::RevisionRequired
                | Code::RevisionStale
                | Code::IdempotencyKeyRequired
                | Code::IdempotencyKeyReused
                | Code::RequestInvalid
        )
    )
}

/// The phone's own failure: it says nothing about the entry, which waits.
pub(super) fn not_now(failure: &Failure) -> Outcome {
    Outcome::Transient(Code::from_text(&failure.code).unwrap_or(Code::AppFailed))
}
