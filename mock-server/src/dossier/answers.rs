//! The portal's own check of the answers. It trusts no phone: the same form runs here over the same bytes, everything is
//! computed again, and the papers that the answers name must be those that the manifest brings.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use motcua_form::{Definition, Env, Instance, ProblemKind, check_submission};

use super::manifest::Manifest;
use crate::app::AppState;
use crate::calendar::local;
use crate::form::Form;
use crate::problem::{Code, FieldError, Problem};
use crate::upload::content_of;

/// Checks the answers that a manifest names.
///
/// # Errors
/// `ANSWERS_INVALID` with every problem that was found.
pub(super) async fn check(
    state: &AppState,
    form: &Form,
    sub: &str,
    manifest: &Manifest,
) -> Result<(), Problem> {
    let xml = content_of(&state.addresses.data, sub, manifest.answers_sha256()).await?;
    let papers = manifest
        .papers()
        .iter()
        .map(|paper| paper.reference.clone())
        .collect();
    let env = environment(state.clock.now(), state.random.bytes());
    let definition = form.definition().clone();
    let checked = tokio::task::spawn_blocking(move || problems(&definition, &xml, &papers, &env)).await;
    match checked.map_err(|_| Problem::new(Code::PortalFailed))? {
        errors if errors.is_empty() => Ok(()),
        errors => Err(Problem::new(Code::AnswersInvalid).with_field_errors(errors)),
    }
}

fn environment(now: DateTime<Utc>, random: [u8; 32]) -> Env {
    Env {
        now: local(now),
        random,
    }
}

fn problems(definition: &Definition, xml: &[u8], papers: &BTreeSet<String>, env: &Env) -> Vec<FieldError> {
    let unreadable = || {
        vec![FieldError {
            reference: "/".into(),
            code: "not_this_form".into(),
        }]
    };
    let Ok(text) = std::str::from_utf8(xml) else {
        return unreadable();
    };
    let (Ok(found), Ok(instance)) = (
        check_submission(definition, text, env),
        Instance::restore(definition, text, env),
    ) else {
        return unreadable();
    };
    let wrong = found.into_iter().map(|one| FieldError {
        reference: one.reference,
        code: code(one.kind).into(),
    });
    let named: BTreeSet<String> = instance
        .submission()
        .files
        .into_iter()
        .map(|file| file.reference)
        .collect();
    let differing = |from: &BTreeSet<String>, to: &BTreeSet<String>, code: &str| -> Vec<FieldError> {
        from.difference(to)
            .map(|one| FieldError {
                reference: one.clone(),
                code: code.into(),
            })
            .collect()
    };
    wrong
        .chain(differing(&named, papers, "file_missing"))
        .chain(differing(papers, &named, "file_not_named"))
        .collect()
}

fn code(kind: ProblemKind) -> &'static str {
    match kind {
        ProblemKind::Required => "required",
        ProblemKind::Constraint => "constraint",
        ProblemKind::Type => "type",
        ProblemKind::UnknownNode => "unknown_node",
    }
}
