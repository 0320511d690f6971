//! Why something wasn't done: the core refused, or the command was used wrongly.

use std::io;

use motcua_ffi::MotCuaError;

use crate::form::fault::Fault;

/// Not done.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Refusal {
    /// The core refused; its code has a cause and a remedy. Exit status 1.
    #[error(transparent)]
    Core(#[from] MotCuaError),
    /// A form can't be used; its author has to mend it. Exit status 1.
    #[error("{0}")]
    Form(Box<Fault>),
    /// Something went otherwise than a story or material expects, and that was shown. Exit status 1.
    #[error("something went otherwise than expected")]
    Otherwise,
    /// The command can't mean anything. Exit status 2.
    #[error("{0}")]
    WrongUse(String),
}

impl Refusal {
    /// Something that this phone doesn't have, at this place.
    pub(crate) fn not_here(reference: Option<&str>) -> Self {
        Self::Core(MotCuaError::Rejected {
            code: "NOT_ON_THIS_PHONE".to_owned(),
            reference: reference.map(str::to_owned),
        })
    }

    /// A file of the person's that can't be read or written.
    pub(crate) fn file(what: &str, error: &io::Error) -> Self {
        Self::WrongUse(format!("{what}: {error}"))
    }

    pub(crate) const fn status(&self) -> u8 {
        match self {
            Self::Core(_) | Self::Form(_) | Self::Otherwise => 1,
            Self::WrongUse(_) => 2,
        }
    }
}

/// What a core's refusal says: the next move's name, the code, the place, and how long to wait at least.
pub(crate) struct Said<'a> {
    pub(crate) next: &'static str,
    pub(crate) code: &'a str,
    pub(crate) reference: Option<&'a str>,
    pub(crate) retry_after_seconds: Option<u64>,
}

/// Reads an error of the core.
pub(crate) fn said(error: &MotCuaError) -> Said<'_> {
    use MotCuaError as E;
    let (next, code, reference, retry_after_seconds) = match error {
        E::Offline { code } => ("offline", code, None, None),
        E::TryLater {
            code,
            retry_after_seconds,
        } => ("try_later", code, None, *retry_after_seconds),
        E::NetworkLogin { code } => ("network_login", code, None, None),
        E::NotSecure { code } => ("not_secure", code, None, None),
        E::SignInNeeded { code } => ("sign_in_needed", code, None, None),
        E::Rejected { code, reference } => ("rejected", code, reference.as_deref(), None),
        E::Conflict { code, reference } => ("conflict", code, reference.as_deref(), None),
        E::StorageFull { code } => ("storage_full", code, None, None),
        E::UpdateApp { code } => ("update_app", code, None, None),
        E::Bug { code } => ("bug", code, None, None),
    };
    Said {
        next,
        code,
        reference,
        retry_after_seconds,
    }
}
