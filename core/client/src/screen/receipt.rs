//! The receipt: "đã nộp" and what proves it. Built from a verified `submitted` fact only; without one there is no model.

use motcua_domain::evidence::{Fact, VerifiedFact};

use super::{
    format,
    text::{Texts, Var},
};

/// A verified receipt.
#[derive(Clone, PartialEq, Eq)]
pub struct ReceiptModel {
    /// "Đã nộp".
    pub heading: String,
    /// The dossier.
    pub dossier_id: String,
    /// The official code.
    pub dossier_code: String,
    /// "Dossier code …", as a sentence.
    pub code_text: String,
    /// When the portal took it.
    pub submitted_at: String,
    /// Who signed.
    pub signer: String,
    /// Hash of the manifest it is over.
    pub manifest_sha256: String,
    /// Hash of each file it is over, the answers' first.
    pub files: Vec<String>,
    /// The signed statement itself, to keep or hand on.
    pub jws: String,
}

/// Builds the model of a verified receipt.
pub fn receipt(verified: &VerifiedFact, jws: &str, texts: &Texts) -> ReceiptModel {
    let fact: &Fact = &verified.fact;
    let code = fact
        .dossier_code
        .as_ref()
        .map(ToString::to_string)
        .unwrap_or_default();
    let papers = fact.files.iter().map(|file| file.sha256.to_hex());
    let mut files: Vec<String> = std::iter::once(fact.answers_sha256.to_hex())
        .chain(papers)
        .collect();
    files.dedup();
    ReceiptModel {
        heading: texts.get("receipt-heading"),
        dossier_id: fact.dossier_id.to_string(),
        code_text: texts.with("receipt-code", &[("code", Var::Text(&code))]),
        dossier_code: code,
        submitted_at: format::date_time(fact.occurred_at),
        signer: texts.get("receipt-signed-by-portal"),
        manifest_sha256: fact.manifest_sha256.to_hex(),
        files,
        jws: jws.to_owned(),
    }
}
