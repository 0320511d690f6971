//! A form and what is done to it: one pair of the differential test.

use serde::Serialize;

/// A file that the form names.
#[derive(Clone, Debug, Serialize)]
pub struct File {
    /// Its `jr://` address.
    pub uri: String,
    /// What is in it.
    pub text: String,
}

/// One thing done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "op", rename_all = "lowercase")]
pub enum Step {
    /// A question is answered; the empty text takes the answer away.
    Answer {
        /// The question.
        r#ref: String,
        /// The answer.
        value: String,
    },
    /// A row is added at the end.
    Add {
        /// The repeat.
        r#ref: String,
    },
    /// A row is removed.
    Remove {
        /// The row.
        r#ref: String,
    },
    /// The form is closed, and what would be handed in is opened again.
    Reopen,
    /// Another language is spoken.
    Language {
        /// Its name.
        value: String,
    },
}

/// The pair, as JavaRosa's program reads it.
#[derive(Clone, Debug, Serialize)]
pub struct Pair {
    /// The form's XML.
    pub form: String,
    /// The form as JavaRosa reads it, where it doesn't know all of our words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plain: Option<String>,
    /// Files beside it.
    pub resources: Vec<File>,
    /// What is done, in order.
    pub steps: Vec<Step>,
}
