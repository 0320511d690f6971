//! ODK XForms engine: XML in; questions, answers and validity out. No I/O, no clock, no random source of its own.
//!
//! The flow: [`Definition::load`] compiles a form once; [`Instance::open`] makes empty answers (or [`Instance::restore`] reads
//! saved ones); [`Instance::apply`] takes one [`Edit`], recomputes only what depends on it and says what changed; questions,
//! pages and problems are read as values; [`Instance::submission`] gives what is handed in. [`check_submission`] is the portal's
//! own look at submitted answers.
//!
//! When the form changes, [`Definition::diff`] says what is different and [`Instance::rebase`] takes a draft's answers along;
//! [`Instance::explain`] tells form authors why an answer is as it is.
//!
//! On failure: a form that is malformed, cyclic, hostile or out of scope is refused when it is loaded, with the node's path.
//! An answer is never refused for being wrong: it is kept as typed and flagged.

mod definition;
mod edit;
mod env;
mod error;
mod instance;
mod order;
mod pack;
mod question;
mod references;
mod tree;
mod xml;
pub mod xpath;

pub use definition::diff::{FormDiff, NodeChange, NodeDiff, TextKind};
pub use definition::rule::RuleKind;
pub use definition::{Definition, Resource};
pub use edit::{Before, Changes, Edit};
pub use env::Env;
pub use error::{EditError, LoadCode, LoadError, RestoreError};
pub use instance::Instance;
pub use instance::check::{Checked, MAX_SUBMISSION, check_submission};
pub use instance::explain::{Explanation, Reason};
pub use instance::mapping::{NewValues, ValueMapping};
pub use instance::rebase::{AnswerEffect, Effect, Misfit, Rebased};
pub use question::{
    Choice, Entry, Media, Page, Problem, ProblemKind, Progress, Question, QuestionKind, Range, Row, State,
    Submission, SubmissionFile,
};
pub use references::References;
