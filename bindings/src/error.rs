//! What a call failed with, by the caller's next move.
//!
//! Every failure of the client passes here once: it becomes a variant and one log line with its code. Nothing here carries words or personal data:
//! Kotlin builds an exception's text from the fields, and that text ends in logs and crash reports. The words for a person come from
//! [`explain_failure`].

use motcua_client::{
    error::Failure,
    screen::text::{Language, Texts},
    vocabulary::{Code, FailureKind},
};

pub use motcua_client::screen::failure::FailureWords;

/// An exported call's answer.
pub type Result<T> = std::result::Result<T, MotCuaError>;

/// Why a call failed, named by what to do next. `code` is stable: pass it to `explain_failure` for the words to show.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, uniffi::Error)]
pub enum MotCuaError {
    /// There is no network. Nothing to do: what was queued goes out by itself when there is one; ask again then for anything else.
    #[error("{code}")]
    Offline {
        /// The stable code.
        code: String,
    },
    /// Try again later: the portal is busy or can't be reached, the phone is locked (`LOCKED`: after `unlock`), another process has the store open
    /// (`STORE_IN_USE`: after it ends).
    #[error("{code}")]
    TryLater {
        /// The stable code.
        code: String,
        /// The least wait that the portal asked for, in seconds.
        retry_after_seconds: Option<u64>,
    },
    /// The Wi-Fi wants somebody to log in first: offer to open its page, or another network.
    #[error("{code}")]
    NetworkLogin {
        /// The stable code.
        code: String,
    },
    /// The other side isn't provably the portal or the e-ID, or what it said isn't provably true. Say so; never offer to go on all the same.
    #[error("{code}")]
    NotSecure {
        /// The stable code.
        code: String,
    },
    /// Only signing in (again) helps: offer it. Drafts and the outbox are untouched.
    #[error("{code}")]
    SignInNeeded {
        /// The stable code.
        code: String,
    },
    /// The same call would be refused again: a person has to change something. Show the words, beside the question when there is a `reference`.
    /// Damage on the phone (`STORE_DAMAGED`, `KEY_LOST`, `ATTACHMENT_LOST` …) comes here too: its words say what is left to do.
    #[error("{code}")]
    Rejected {
        /// The stable code.
        code: String,
        /// The question or file slot it is about: a place in the form, never an answer.
        reference: Option<String>,
    },
    /// Something changed meanwhile: show what is there now, then let the person decide again.
    #[error("{code}")]
    Conflict {
        /// The stable code.
        code: String,
        /// The question or file slot it is about: a place in the form, never an answer.
        reference: Option<String>,
    },
    /// The phone has no room: ask the person to free some, then call again. What was kept before stays.
    #[error("{code}")]
    StorageFull {
        /// The stable code.
        code: String,
    },
    /// This app is too old for its data or for the portal: offer the update.
    #[error("{code}")]
    UpdateApp {
        /// The stable code.
        code: String,
    },
    /// Our mistake, or the portal's. Show the words; reporting the code helps.
    #[error("{code}")]
    Bug {
        /// The stable code.
        code: String,
    },
}

#[uniffi::export]
impl MotCuaError {
    /// The code, whatever the variant: for `explain_failure` and for whoever asks for help.
    pub fn stable_code(&self) -> String {
        match self {
            Self::Offline { code }
            | Self::TryLater { code, .. }
            | Self::NetworkLogin { code }
            | Self::NotSecure { code }
            | Self::SignInNeeded { code }
            | Self::Rejected { code, .. }
            | Self::Conflict { code, .. }
            | Self::StorageFull { code }
            | Self::UpdateApp { code }
            | Self::Bug { code } => code.clone(),
        }
    }
}

impl From<Failure> for MotCuaError {
    fn from(failure: Failure) -> Self {
        log(&failure);
        let Failure {
            kind,
            code,
            reference,
        } = failure;
        // A refusal by its kind, but what helps is to wait for the unlock.
        if code == Code::Locked.as_str() {
            return Self::TryLater {
                code,
                retry_after_seconds: None,
            };
        }
        match kind {
            FailureKind::Offline => Self::Offline { code },
            FailureKind::Transient { retry_after } => Self::TryLater {
                code,
                retry_after_seconds: retry_after.map(whole_seconds),
            },
            FailureKind::CaptivePortal => Self::NetworkLogin { code },
            FailureKind::NotSecure => Self::NotSecure { code },
            FailureKind::SignInRequired => Self::SignInNeeded { code },
            FailureKind::Rejected | FailureKind::Damaged => Self::Rejected { code, reference },
            FailureKind::Conflict => Self::Conflict { code, reference },
            FailureKind::StorageFull => Self::StorageFull { code },
            FailureKind::UpdateRequired => Self::UpdateApp { code },
            FailureKind::Bug => Self::Bug { code },
        }
    }
}

impl From<Code> for MotCuaError {
    fn from(code: Code) -> Self {
        Failure::new(code).into()
    }
}

/// Up, so that nobody comes back too early.
fn whole_seconds(millis: i64) -> u64 {
    u64::try_from(millis).unwrap_or(0).div_ceil(1000)
}

/// The one line that a failed call leaves. A reference can be a row of the form: it stays out.
pub(crate) fn log(failure: &Failure) {
    if failure.kind == FailureKind::Bug {
        tracing::error!(code = failure.code, "a call failed");
    } else {
        tracing::info!(code = failure.code, "a call failed");
    }
}

/// The words for a failure's code: why it happened and what to do about it, in the `language` of a BCP 47 code (`vi`, `en-GB`; Vietnamese for any
/// other). A code that only a newer portal knows gets general words. Needs no open core: also for an `open` that failed.
#[uniffi::export]
pub fn explain_failure(code: String, language: String) -> FailureWords {
    let kind = Code::from_text(&code).map_or(FailureKind::Rejected, Code::kind);
    let failure = Failure {
        kind,
        code,
        reference: None,
    };
    failure.words(&Texts::new(Language::from_code(&language)))
}

/// A failure in words for the person.
#[uniffi::remote(Record)]
pub struct FailureWords {
    /// The stable code, to be shown small: it helps whoever is asked for help.
    pub code: String,
    /// Why it happened, one or two sentences.
    pub cause: String,
    /// What to do about it, one or two sentences.
    pub remedy: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn variant(error: &MotCuaError) -> &'static str {
        match error {
            MotCuaError::Offline { .. } => "Offline",
            MotCuaError::TryLater { .. } => "TryLater",
            MotCuaError::NetworkLogin { .. } => "NetworkLogin",
            MotCuaError::NotSecure { .. } => "NotSecure",
            MotCuaError::SignInNeeded { .. } => "SignInNeeded",
            MotCuaError::Rejected { .. } => "Rejected",
            MotCuaError::Conflict { .. } => "Conflict",
            MotCuaError::StorageFull { .. } => "StorageFull",
            MotCuaError::UpdateApp { .. } => "UpdateApp",
            MotCuaError::Bug { .. } => "Bug",
        }
    }

    #[test]
    fn every_code_arrives_unchanged_under_its_next_move() {
        for code in Code::ALL {
            let error = MotCuaError::from(*code);
            assert_eq!(error.stable_code(), code.as_str());
            assert_eq!(error.to_string(), code.as_str());
        }
        for (code, next_move) in [
            (Code::NetworkOffline, "Offline"),
            (Code::PortalUnavailable, "TryLater"),
            (Code::Locked, "TryLater"),
            (Code::StoreInUse, "TryLater"),
            (Code::NetworkLoginNeeded, "NetworkLogin"),
            (Code::ConnectionNotSecure, "NotSecure"),
            (Code::SignInAgain, "SignInNeeded"),
            (Code::FieldInvalid, "Rejected"),
            (Code::KeyLost, "Rejected"),
            (Code::SubmissionChanged, "Conflict"),
            (Code::StoreFull, "StorageFull"),
            (Code::AppTooOld, "UpdateApp"),
            (Code::AppFailed, "Bug"),
        ] {
            assert_eq!(variant(&code.into()), next_move, "{code}");
        }
    }

    #[test]
    fn the_place_and_the_portals_wait_come_along() {
        let place = Failure::at(Code::FieldInvalid, "/data/name");
        assert_eq!(
            MotCuaError::from(place),
            MotCuaError::Rejected {
                code: "FIELD_INVALID".to_owned(),
                reference: Some("/data/name".to_owned())
            }
        );
        let busy = Failure {
            kind: FailureKind::Transient {
                retry_after: Some(1_001),
            },
            ..Failure::new(Code::TooManyRequests)
        };
        assert_eq!(
            MotCuaError::from(busy),
            MotCuaError::TryLater {
                code: "TOO_MANY_REQUESTS".to_owned(),
                retry_after_seconds: Some(2)
            }
        );
    }

    #[test]
    fn a_code_of_a_newer_portal_keeps_its_name_and_its_kind_decides() {
        let newer = Failure {
            kind: FailureKind::Conflict,
            code: "SOMETHING_NEW".to_owned(),
            reference: None,
        };
        let error = MotCuaError::from(newer);
        assert_eq!(
            (variant(&error), error.stable_code().as_str()),
            ("Conflict", "SOMETHING_NEW")
        );
    }

    #[test]
    fn a_code_is_explained_in_the_language_asked_for() {
        let explain = |code: &str, language: &str| explain_failure(code.to_owned(), language.to_owned());
        let (vi, en) = (explain("STORAGE_FULL", "vi-VN"), explain("STORAGE_FULL", "en-GB"));
        assert_ne!(vi.remedy, en.remedy);
        assert_eq!(explain("STORAGE_FULL", "fr").cause, vi.cause);
        let newer = explain("SOMETHING_NEW", "en");
        assert_eq!(newer.code, "SOMETHING_NEW");
        assert!(!newer.cause.is_empty() && !newer.remedy.is_empty());
    }
}
