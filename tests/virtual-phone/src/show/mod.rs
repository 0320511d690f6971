//! Models as they leave the command: as JSON objects and as words. One noun a file, the shapes documented in `docs/cli.md` and held by goldens.
//!
//! JSON members are the models' own fields, in snake_case; `kind` says which model it is. Words are the models' finished texts, laid out for a
//! terminal: nothing here speaks a language of its own.

mod account;
mod catalogue;
mod dossier;
mod draft;
mod feedback;
mod form;
mod inbox;
mod outbox;
mod review;
mod session;

use serde_json::Value;

pub(crate) use account::{Erased, Exported};
pub(crate) use catalogue::Prepared;
pub(crate) use dossier::{Fetched, Synced};
pub(crate) use draft::{Draft, DraftMade};
pub(crate) use form::{Choices, Nothing, Question};
pub(crate) use review::Queued;
pub(crate) use session::{Hop, NetworkSwitch};

/// A model that can be shown.
pub(crate) trait Show {
    /// As one JSON object with its `kind`.
    fn object(&self) -> Value;
    /// As lines for a person.
    fn words(&self) -> String;
}

/// Lines for a terminal: those that are empty are left out.
fn lines<S: AsRef<str>>(lines: impl IntoIterator<Item = S>) -> String {
    let mut text = String::new();
    for line in lines {
        if !line.as_ref().is_empty() {
            text.push_str(line.as_ref());
            text.push('\n');
        }
    }
    text
}

/// A text that may be absent.
fn or_empty(text: Option<&String>) -> &str {
    text.map_or("", String::as_str)
}
