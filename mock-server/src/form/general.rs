//! The general request as a procedure's own form: the same pages, with the procedure chosen once and for all.
//!
//! A citizen opens a procedure and gets its record, its papers and one place to say what is asked for; nothing pretends to be the
//! legal form. The form is authored once (`forms/general_request`), and only here does it learn which procedure it is for: the answer
//! stands there, can't be changed, and no other is taken. If the question is gone or doubled, the portal doesn't start.

use std::sync::OnceLock;

use axum::body::Bytes;

use super::{Form, FormFile, FormManifest, damaged};
use crate::catalogue::procedure::Procedure;
use crate::digest::sha256_hex;
use crate::store::StoreError;

/// Where it is authored.
pub(super) const FOLDER: &str = "general_request";
/// The question for the procedure: its empty answer, and where its rules begin.
const ANSWER: &str = "<procedure/>";
const RULES: &str = "<bind nodeset=\"/data/request/procedure\"";

/// The general request for one procedure.
///
/// # Errors
/// The form has no such question.
pub(super) fn request_for(general: &Form, procedure: &Procedure) -> Result<Form, StoreError> {
    let code = &procedure.code;
    let xml = chosen(general.text(&general.manifest.form)?, code)?;
    let form = FormFile {
        sha256: sha256_hex(xml.as_bytes()),
        size: xml.len() as u64,
        ..general.manifest.form.clone()
    };
    let mut files = general.files.clone();
    files.insert("form.xml", Bytes::from(xml));
    Ok(Form {
        manifest: FormManifest {
            code: code.clone(),
            title_vi: procedure.name_vi.clone(),
            title_en: procedure.name_en.clone(),
            form,
            ..general.manifest.clone()
        },
        definition: OnceLock::new(),
        files,
    })
}

/// The form with this procedure as its answer.
fn chosen(xml: &str, code: &str) -> Result<String, StoreError> {
    let (before, answer_on) = once(xml, ANSWER)?;
    let (between, rules_on) = once(answer_on, RULES)?;
    let (_, after) = rules_on
        .split_once("/>")
        .ok_or_else(|| damaged("a rule without end"))?;
    let rules = format!("{RULES} type=\"string\" readonly=\"true()\" constraint=\". = '{code}'\"/>");
    Ok([
        before,
        "<procedure>",
        code,
        "</procedure>",
        between,
        &rules,
        after,
    ]
    .concat())
}

/// What stands before and after the only place of `what`.
fn once<'a>(xml: &'a str, what: &str) -> Result<(&'a str, &'a str), StoreError> {
    let parts = xml.split_once(what).filter(|(_, after)| !after.contains(what));
    parts.ok_or_else(|| damaged(&format!("the general request doesn't have {what} once")))
}
