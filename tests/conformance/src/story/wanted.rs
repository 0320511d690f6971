//! The members of a story's JSON.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

/// The file, its steps still as text.
#[derive(Deserialize)]
pub(super) struct PlainStory<'a> {
    #[serde(default)]
    pub(super) procedure_code: String,
    #[serde(default)]
    pub(super) form_version: String,
    pub(super) now: String,
    #[serde(default)]
    pub(super) files: BTreeMap<String, File>,
    #[serde(borrow)]
    pub(super) steps: Vec<&'a RawValue>,
    #[serde(borrow)]
    pub(super) supplement: Option<Supplement<'a>>,
    pub(super) submission: Option<Submitted>,
    #[serde(borrow, default)]
    pub(super) wrong: Vec<&'a RawValue>,
}

#[derive(Default, Deserialize)]
pub(super) struct Supplement<'a> {
    #[serde(borrow)]
    pub(super) steps: Vec<&'a RawValue>,
}

#[derive(Debug, Deserialize)]
pub(super) struct File {
    pub(super) name: String,
}

/// What is in the submission after the last step.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Submitted {
    /// Pieces of XML that must be in it.
    #[serde(default)]
    pub(super) has: Vec<String>,
    /// Pieces that must not.
    #[serde(default)]
    pub(super) lacks: Vec<String>,
    /// References of its files, in the form's order.
    #[serde(default)]
    pub(super) files: Vec<String>,
}

/// A wrong answer to the finished story, which the form has to tell.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wrong {
    /// The question.
    pub reference: String,
    /// The answer.
    pub value: String,
}

/// A problem of the form as a story names it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Missing {
    /// The question.
    pub reference: String,
    /// `required`, `constraint` or `type`.
    pub violation: String,
}

/// What a person does, or sees.
#[derive(Debug, Deserialize)]
#[serde(tag = "step", rename_all = "snake_case", deny_unknown_fields)]
pub enum Step {
    /// Is on a page.
    Page {
        /// The page's group.
        reference: String,
        /// Its title in Vietnamese.
        title_vi: Option<String>,
        /// Its title in English.
        title_en: Option<String>,
    },
    /// Answers a question.
    Answer {
        /// The question.
        reference: String,
        /// The answer as the form stores it; `{today-12}` is the day twelve days ago.
        value: String,
    },
    /// Lets the phone tell its place to a node that waits for it.
    Place {
        /// The node.
        reference: String,
        /// The place as a geopoint's answer; empty: the phone can't tell.
        value: String,
    },
    /// Attaches a paper.
    Attach {
        /// The question.
        reference: String,
        /// The file's id in the story's `files`.
        file: String,
    },
    /// Adds a row.
    AddRow {
        /// The repeat.
        reference: String,
    },
    /// Looks at a question.
    Expect(Box<Expected>),
    /// Kills the app, and starts it again.
    Restart,
    /// Asks for all problems: these, in any order.
    Check {
        /// The problems.
        problems: Vec<Missing>,
    },
}

/// What a person sees at a question; what is absent isn't looked at.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expected {
    /// The question.
    pub reference: String,
    /// It is asked.
    pub relevant: Option<bool>,
    /// An answer is required.
    pub required: Option<bool>,
    /// The answer.
    pub value: Option<String>,
    /// What is wrong with it: nothing inside means that nothing is.
    #[serde(default, deserialize_with = "given")]
    pub violation: Option<Option<String>>,
    /// What the form says of it, in Vietnamese.
    pub message_vi: Option<String>,
    /// In English.
    pub message_en: Option<String>,
    /// The label with its values filled in, in Vietnamese.
    pub label_vi: Option<String>,
    /// In English.
    pub label_en: Option<String>,
    /// How many choices there are.
    pub choices: Option<usize>,
}

/// `null` is something else than a member that isn't there.
fn given<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Option<String>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}
