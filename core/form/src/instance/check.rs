//! The portal's own look at submitted answers: nothing the phone says about them is believed.

use super::Instance;
use crate::definition::Definition;
use crate::env::Env;
use crate::error::RestoreError;
use crate::question::{Problem, ProblemKind};

/// Reads submitted answers as an instance, computes everything again, and lists every problem: missing, wrong, of the wrong type, not
/// among the choices, and nodes that the form doesn't have. Messages are in the form's default language.
///
/// # Errors
/// The text isn't XML, is another form's, or exceeds a limit: refuse the submission.
pub fn check_submission(definition: &Definition, xml: &str, env: &Env) -> Result<Vec<Problem>, RestoreError> {
    let (instance, unknown) = Instance::restore_with_unknown(definition, xml, env, false)?;
    if !instance.is_complete() {
        return Err(RestoreError::Limit);
    }
    let mut problems = instance.problems(definition.default_language());
    instance.each_question(&mut |instance, cell, control| {
        if instance.has_unknown_choice(cell, control) {
            let reference = instance.reference_of(cell);
            problems.retain(|problem| problem.reference != reference);
            problems.push(Problem {
                reference,
                kind: ProblemKind::Type,
                text: String::new(),
            });
        }
    });
    problems.extend(unknown.into_iter().map(|reference| Problem {
        reference,
        kind: ProblemKind::UnknownNode,
        text: String::new(),
    }));
    Ok(problems)
}
