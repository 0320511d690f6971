//! The portal's own check of the answers. It trusts no phone: the same form runs here over the same bytes, everything is
//! computed again, and the papers that the answers name must be those that the manifest brings.
//!
//! Answers that are longer than anybody's are not read.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use motcua_form::{Definition, Env, MAX_SUBMISSION, ProblemKind, RestoreError, check_submission};

use super::manifest::Manifest;
use crate::app::AppState;
use crate::calendar::local;
use crate::form::Form;
use crate::problem::{Code, FieldError, Problem};
use crate::upload::content_path;

/// Checks the answers that a manifest names.
///
/// # Errors
/// `ANSWERS_TOO_LARGE` when they are too long to be looked at, or the form can't be computed with them; `ANSWERS_INVALID` with every problem
/// that was found.
pub(super) async fn check(
    state: &AppState,
    form: &Form,
    sub: &str,
    manifest: &Manifest,
) -> Result<(), Problem> {
    if manifest.answers.size > MAX_SUBMISSION as u64 {
        return Err(Problem::new(Code::AnswersTooLarge));
    }
    let papers = manifest
        .papers()
        .iter()
        .map(|paper| paper.reference.clone())
        .collect();
    let definition = form.definition().clone();
    let env = environment(state.clock.now(), state.random.bytes());
    let bytes = content_path(&state.addresses.data, sub, manifest.answers_sha256());
    let check = move || look_at(&definition, &std::fs::read(bytes)?, &papers, &env);
    state.checker.run(check).await
}

fn environment(now: DateTime<Utc>, random: [u8; 32]) -> Env {
    Env {
        now: local(now),
        random,
    }
}

/// Looks at answers as they came in: what is wrong with them, and with the papers they name.
fn look_at(definition: &Definition, xml: &[u8], papers: &BTreeSet<String>, env: &Env) -> Result<(), Problem> {
    let text = std::str::from_utf8(xml).map_err(|_| not_this_form())?;
    let checked = check_submission(definition, text, env).map_err(|error| match error {
        RestoreError::Limit => Problem::new(Code::AnswersTooLarge),
        RestoreError::Xml | RestoreError::OtherForm => not_this_form(),
    })?;
    let wrong = checked.problems.into_iter().map(|one| FieldError {
        reference: one.reference,
        code: code(one.kind).into(),
    });
    let named = checked.files.into_iter().map(|file| file.reference).collect();
    let missing = only_in(&named, papers, "file_missing");
    let not_named = only_in(papers, &named, "file_not_named");
    match wrong.chain(missing).chain(not_named).collect::<Vec<_>>() {
        errors if errors.is_empty() => Ok(()),
        errors => Err(invalid(errors)),
    }
}

fn not_this_form() -> Problem {
    invalid(vec![FieldError {
        reference: "/".into(),
        code: "not_this_form".into(),
    }])
}

fn invalid(errors: Vec<FieldError>) -> Problem {
    Problem::new(Code::AnswersInvalid).with_field_errors(errors)
}

/// The places that are among these and not among those.
fn only_in<'a>(
    these: &'a BTreeSet<String>,
    those: &'a BTreeSet<String>,
    code: &'static str,
) -> impl Iterator<Item = FieldError> + 'a {
    these.difference(those).map(move |one| FieldError {
        reference: one.clone(),
        code: code.into(),
    })
}

fn code(kind: ProblemKind) -> &'static str {
    match kind {
        ProblemKind::Required => "required",
        ProblemKind::Constraint => "constraint",
        ProblemKind::Type => "type",
        ProblemKind::UnknownNode => "unknown_node",
    }
}
