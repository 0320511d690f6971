//! What a checker reports, and why it may be unable to.

use std::{fmt, io, path::PathBuf};

/// A place that uses what it may not.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Violation {
    /// The file, as it was given to the checker.
    pub file: PathBuf,
    /// The line, from 1; 1 also where the whole file is meant.
    pub line: usize,
    /// What is there and which rule forbids it, in words.
    pub rule: String,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file.display(), self.line, self.rule)
    }
}

/// Why the house can't be checked at all.
#[derive(Debug, thiserror::Error)]
pub enum CheckError {
    /// A source file or manifest can't be read: a `mod` line without its file, or a wrong folder.
    #[error("{}: {cause}", file.display())]
    Unreadable {
        /// The file.
        file: PathBuf,
        /// What the system said.
        cause: io::Error,
    },
    /// A source file isn't Rust: compile first.
    #[error("{}:{line}: {cause}", file.display())]
    NotRust {
        /// The file.
        file: PathBuf,
        /// The line, from 1.
        line: usize,
        /// What the parser said.
        cause: syn::Error,
    },
    /// The text isn't what `cargo metadata` writes.
    #[error("not the output of cargo metadata: {0}")]
    NotMetadata(&'static str),
}
