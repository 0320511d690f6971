//! A failure in words: why it happened and what to do, in the chosen language.

use motcua_domain::failure::{Code, FailureKind};

use super::text::Texts;

/// A failure in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FailureWords {
    /// The stable code.
    pub code: String,
    /// Why.
    pub cause: String,
    /// What to do.
    pub remedy: String,
}

/// Cause and remedy of a code. A code that only a newer app knows gets the words of what can be done about it.
pub fn words(code: &str, kind: FailureKind, texts: &Texts) -> FailureWords {
    let known = Code::from_text(code).unwrap_or_else(|| stand_in(kind));
    FailureWords {
        code: code.to_owned(),
        cause: texts.get(known.cause_key()),
        remedy: texts.get(known.remedy_key()),
    }
}

const fn stand_in(kind: FailureKind) -> Code {
    match kind {
        FailureKind::Offline => Code::NetworkOffline,
        FailureKind::Transient { .. } => Code::PortalUnavailable,
        FailureKind::CaptivePortal => Code::NetworkLoginNeeded,
        FailureKind::NotSecure => Code::ConnectionNotSecure,
        FailureKind::SignInRequired => Code::SignInRequired,
        FailureKind::Rejected => Code::RequestInvalid,
        FailureKind::Conflict => Code::ChangedElsewhere,
        FailureKind::Damaged => Code::StoreDamaged,
        FailureKind::StorageFull => Code::StoreFull,
        FailureKind::UpdateRequired => Code::AppTooOld,
        FailureKind::Bug => Code::AppFailed,
    }
}
