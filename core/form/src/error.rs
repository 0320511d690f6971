//! What can go wrong, named by the caller's next move: a form that can't be used ([`LoadError`]), a saved text that can't be
//! read back ([`RestoreError`]), an edit that doesn't fit the instance ([`EditError`]).
//!
//! No text here ever carries an answer: paths, names and positions only.

use thiserror::Error;

/// Why a form can't be used. The next move is the form author's, so it says where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LoadCode {
    /// Not well-formed XML, or it carries a document type (entities are refused).
    Xml,
    /// A size, depth, node or step limit is exceeded.
    Limit,
    /// The XML isn't an ODK XForm: model, primary instance or another required part is missing.
    Structure,
    /// A path names no node of the primary instance.
    UnknownNode,
    /// An expression isn't XPath 1.0.
    Expression,
    /// A function the specification doesn't have, or with a wrong number of arguments.
    UnknownFunction,
    /// Calculations or conditions depend on themselves.
    Cycle,
    /// A secondary instance's file wasn't given, or can't be read.
    Resource,
    /// Part of the specification that this engine refuses (entities, encryption, …).
    Unsupported,
}

impl LoadCode {
    /// The stable text of the code, for tools and translations.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Xml => "FORM_XML",
            Self::Limit => "FORM_LIMIT",
            Self::Structure => "FORM_STRUCTURE",
            Self::UnknownNode => "FORM_UNKNOWN_NODE",
            Self::Expression => "FORM_EXPRESSION",
            Self::UnknownFunction => "FORM_UNKNOWN_FUNCTION",
            Self::Cycle => "FORM_CYCLE",
            Self::Resource => "FORM_RESOURCE",
            Self::Unsupported => "FORM_UNSUPPORTED",
        }
    }
}

/// A form that can't be used: what is wrong (`code`), where (`path` of the node or element), and the words for its author.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{}: {path}: {detail}", code.as_str())]
pub struct LoadError {
    /// What kind of fault it is.
    pub code: LoadCode,
    /// The node of the primary instance or the element of the form, e.g. `/data/child/age` or `bind`.
    pub path: String,
    /// For the form's author, in English; never shown to a citizen.
    pub detail: String,
}

impl LoadError {
    #[cold]
    #[inline(never)]
    pub(crate) fn new(code: LoadCode, path: impl Into<String>, detail: impl Into<String>) -> Self {
        Self {
            code,
            path: path.into(),
            detail: detail.into(),
        }
    }
}

/// Why saved or submitted answers can't be read. Next move: keep the text, tell the person, offer an empty form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum RestoreError {
    /// Not well-formed XML.
    #[error("the answers are not well-formed XML")]
    Xml,
    /// The root element isn't this form's.
    #[error("the answers belong to another form")]
    OtherForm,
    /// More nodes, rows or text than the engine takes.
    #[error("the answers exceed a limit")]
    Limit,
}

/// Why an edit was not applied; the instance is as before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum EditError {
    /// No such question or row (any more): refresh the page.
    #[error("no such question or row")]
    UnknownReference,
    /// The question is read-only now: show it as such.
    #[error("the question is read-only")]
    ReadOnly,
    /// Rows of this repeat are fixed by the form: hide the button.
    #[error("the rows of this repeat are fixed by the form")]
    FixedRows,
    /// The answer or the number of rows exceeds a limit: tell the person.
    #[error("a limit is exceeded")]
    Limit,
}
