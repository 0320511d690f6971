//! The portal's own look at submitted answers: nothing the phone says about them is believed.
//!
//! They are read once, as an instance that begins with what is written alone, and everything is computed again. What is longer than any form's
//! answers isn't read at all: reading takes up to fifty bytes of memory for one of XML, and whoever sends it may be no phone.

use std::collections::HashSet;

use super::Instance;
use crate::definition::Definition;
use crate::env::Env;
use crate::error::RestoreError;
use crate::question::{Problem, ProblemKind, SubmissionFile};

/// Bytes of the answers that can be handed in. Those of the longest forms have some ten thousand; hostile ones of this size take a hundred
/// megabytes to check.
pub const MAX_SUBMISSION: usize = 2 * 1024 * 1024;

/// What the portal finds in submitted answers. `Debug` hides the files' names.
#[derive(Clone, PartialEq, Eq)]
pub struct Checked {
    /// Everything that is wrong; empty when the answers can be taken.
    pub problems: Vec<Problem>,
    /// The files that the answers name.
    pub files: Vec<SubmissionFile>,
}

impl std::fmt::Debug for Checked {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Checked")
            .field("problems", &self.problems)
            .finish_non_exhaustive()
    }
}

/// Reads submitted answers as an instance, computes everything again, and lists every problem: missing, wrong, of the wrong type, not
/// among the choices, and nodes that the form doesn't have. Messages are in the form's default language.
///
/// # Errors
/// The text isn't XML, is another form's, is longer than [`MAX_SUBMISSION`] or exceeds another limit: refuse the submission.
pub fn check_submission(definition: &Definition, xml: &str, env: &Env) -> Result<Checked, RestoreError> {
    if xml.len() > MAX_SUBMISSION {
        return Err(RestoreError::Limit);
    }
    let (instance, unknown) = Instance::restore_with_unknown(definition, xml, env, false)?;
    if !instance.is_complete() {
        return Err(RestoreError::Limit);
    }
    let mut problems = instance.problems(definition.default_language());
    // An answer that is no choice is of the wrong type, whatever else is said of it.
    let no_choices = instance.unknown_choices();
    let places: HashSet<&str> = no_choices.iter().map(String::as_str).collect();
    problems.retain(|problem| !places.contains(problem.reference.as_str()));
    problems.extend(no_choices.into_iter().map(|it| problem(it, ProblemKind::Type)));
    problems.extend(
        unknown
            .into_iter()
            .map(|it| problem(it, ProblemKind::UnknownNode)),
    );
    let files = instance.files();
    Ok(Checked { problems, files })
}

impl Instance {
    /// The questions with an answer that is none of their choices.
    fn unknown_choices(&self) -> Vec<String> {
        let mut found = Vec::new();
        self.each_question(&mut |instance, cell, control| {
            if instance.has_unknown_choice(cell, control) {
                found.push(instance.reference_of(cell));
            }
        });
        found
    }
}

/// One that needs no words: the phone tells it in its own.
fn problem(reference: String, kind: ProblemKind) -> Problem {
    let text = String::new();
    Problem {
        reference,
        kind,
        text,
    }
}
