//! What went wrong, as the rest of the core and the bindings see it: a stable code, what the caller can do next, and no personal data.
//!
//! Infrastructure errors ([`StoreError`], [`PortalError`], form errors) are turned into a [`Failure`] here and nowhere else. The words for a person
//! come from [`Failure::words`]; the log line is written once, at the bindings' border.

use motcua_domain::failure::{Code, FailureKind};
use motcua_form::{EditError, LoadError, RestoreError};

use crate::{
    port::{key_vault::KeyVaultError, portal_api::PortalError, store::StoreError},
    screen::{
        failure::{self, FailureWords},
        text::Texts,
    },
};

/// A use case's answer.
pub type Result<T> = std::result::Result<T, Failure>;

/// Why a use case couldn't do what it was asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{code}")]
pub struct Failure {
    /// What the caller can do next.
    pub kind: FailureKind,
    /// The stable code: one of [`Code`], or the portal's own newer one.
    pub code: String,
    /// The question or slot it is about, if any. A place in the form, never an answer.
    pub reference: Option<String>,
}

impl Failure {
    /// A failure of a known code.
    pub fn new(code: Code) -> Self {
        Self {
            kind: code.kind(),
            code: code.as_str().to_owned(),
            reference: None,
        }
    }

    /// A failure of a known code, about one question or slot.
    pub fn at(code: Code, reference: &str) -> Self {
        Self {
            reference: Some(reference.to_owned()),
            ..Self::new(code)
        }
    }

    /// Cause and remedy in the texts' language.
    pub fn words(&self, texts: &Texts) -> FailureWords {
        failure::words(&self.code, self.kind, texts)
    }
}

impl From<Code> for Failure {
    fn from(code: Code) -> Self {
        Self::new(code)
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::new(match error {
            StoreError::Full => Code::StoreFull,
            StoreError::Damaged | StoreError::RowDamaged { .. } => Code::StoreDamaged,
            StoreError::TooNew { .. } => Code::AppTooOld,
            StoreError::Locked => Code::Locked,
            StoreError::KeyLost => Code::KeyLost,
            StoreError::InUse => Code::StoreInUse,
            StoreError::Failed(_) => Code::AppFailed,
        })
    }
}

impl From<KeyVaultError> for Failure {
    fn from(error: KeyVaultError) -> Self {
        Self::new(match error {
            KeyVaultError::Locked => Code::Locked,
            KeyVaultError::Lost => Code::KeyLost,
            KeyVaultError::Failed => Code::AppFailed,
        })
    }
}

impl From<PortalError> for Failure {
    fn from(error: PortalError) -> Self {
        Self {
            kind: error.kind,
            reference: error.field_errors.into_iter().next().map(|it| it.reference),
            code: error.code,
        }
    }
}

impl From<LoadError> for Failure {
    fn from(_: LoadError) -> Self {
        Self::new(Code::FormDamaged)
    }
}

impl From<RestoreError> for Failure {
    fn from(_: RestoreError) -> Self {
        Self::new(Code::StoreDamaged)
    }
}

/// An edit that the form refuses, with its place.
pub(crate) fn edit_refused(error: EditError, reference: &str) -> Failure {
    Failure::at(
        match error {
            EditError::UnknownReference => Code::NotOnThisPhone,
            EditError::ReadOnly | EditError::FixedRows => Code::FieldInvalid,
            EditError::Limit => Code::TextInvalid,
        },
        reference,
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::screen::text::Language;

    #[test]
    fn every_code_has_a_cause_and_a_remedy_in_both_languages() {
        for texts in [Texts::new(Language::Vi), Texts::new(Language::En)] {
            for code in Code::ALL {
                let words = Failure::new(*code).words(&texts);
                assert_ne!(words.cause, code.cause_key());
                assert_ne!(words.remedy, code.remedy_key());
            }
        }
    }

    #[test]
    fn a_code_of_a_newer_portal_keeps_its_name_and_gets_words_for_its_kind() {
        let failure = Failure {
            kind: FailureKind::Conflict,
            code: "SOMETHING_NEW".to_owned(),
            reference: None,
        };
        let words = failure.words(&Texts::new(Language::En));
        assert_eq!(words.code, "SOMETHING_NEW");
        assert_eq!(
            words.cause,
            Texts::new(Language::En).get("failure-CHANGED_ELSEWHERE-cause")
        );
    }
}
