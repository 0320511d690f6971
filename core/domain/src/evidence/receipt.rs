//! The receipt: the one statement that lets the phone say "đã nộp".
//!
//! A receipt is a `submitted` fact (for a supplement: `supplement_received`) by the portal, for this dossier, this
//! person, and exactly the bytes that were sent. Anything else is no receipt, whatever the HTTP status was.

use serde::{Deserialize, Serialize};

use super::payload::{Issuer, POLICY, VerifiedFact};
use super::rules::Event;
use crate::failure::Code;
use crate::ids::{DossierCode, DossierId, Sha256, Subject};
use crate::manifest::{Blob, Manifest};
use crate::time::Millis;

/// What the phone sent, as it was frozen before the first attempt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SentManifest {
    /// The dossier.
    pub dossier_id: DossierId,
    /// The person signed in when it was sent.
    pub sub: Subject,
    /// Hash of the manifest's bytes as sent.
    pub manifest_sha256: Sha256,
    /// Hash of the answers.
    pub answers_sha256: Sha256,
    /// The papers, each content once, in any order.
    pub files: Vec<Blob>,
    /// The supplement's number; `None` for the submission itself.
    pub supplement: Option<u32>,
}

impl SentManifest {
    /// Takes from a manifest what a receipt must repeat. `manifest_sha256` is the hash of its canonical bytes.
    pub fn new(manifest: &Manifest, manifest_sha256: Sha256, sub: Subject) -> Self {
        SentManifest {
            dossier_id: manifest.dossier_id,
            sub,
            manifest_sha256,
            answers_sha256: manifest.answers.sha256,
            files: manifest
                .files
                .iter()
                .map(|paper| Blob {
                    sha256: paper.sha256,
                    size: paper.size,
                })
                .collect(),
            supplement: manifest.supplement.as_ref().map(|s| s.number),
        }
    }

    /// Whether `files` are the same contents, whatever their order.
    pub(super) fn has_files(&self, files: &[Blob]) -> bool {
        let sorted = |files: &[Blob]| {
            let mut files = files.to_vec();
            files.sort_unstable();
            files.dedup();
            files
        };
        sorted(&self.files) == sorted(files)
    }
}

/// A verified receipt, ready to be shown and kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// The dossier.
    pub dossier_id: DossierId,
    /// Its official code.
    pub dossier_code: Option<DossierCode>,
    /// The fact's id.
    pub evidence_id: String,
    /// When the portal took it.
    pub occurred_at: Millis,
    /// The fact's place in the chain.
    pub seq: u64,
    /// Hash of the signed statement itself.
    pub jws_sha256: Sha256,
}

/// Why a statement is not the receipt that was due. Never say "submitted" then; ask the portal again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum ReceiptProblem {
    /// It is not verifiably signed. (The caller finds this, before any fact exists.)
    #[error("the receipt is not verifiably signed")]
    NotSigned,
    /// It is written under a policy or version that this app doesn't know.
    #[error("the receipt follows rules that this app does not know")]
    UnknownPolicy,
    /// It is no receipt of the kind that was due.
    #[error("the statement is no receipt of this kind")]
    WrongEvent,
    /// It is not by the portal, or not with the portal's key.
    #[error("the receipt is not the portal's")]
    WrongSigner,
    /// It is for another dossier.
    #[error("the receipt is for another dossier")]
    OtherDossier,
    /// It is for another person.
    #[error("the receipt is for another person")]
    WrongPerson,
    /// It is over another manifest or other answers.
    #[error("the receipt is over another content")]
    WrongHash,
    /// It lists other files.
    #[error("the receipt lists other files")]
    FilesDiffer,
}

impl ReceiptProblem {
    /// The stable code.
    pub fn code(self) -> Code {
        match self {
            ReceiptProblem::NotSigned => Code::ReceiptNotSigned,
            ReceiptProblem::UnknownPolicy => Code::ReceiptUnknownPolicy,
            ReceiptProblem::WrongEvent => Code::ReceiptWrongEvent,
            ReceiptProblem::WrongSigner => Code::ReceiptWrongSigner,
            ReceiptProblem::OtherDossier => Code::ReceiptOtherDossier,
            ReceiptProblem::WrongPerson => Code::ReceiptWrongPerson,
            ReceiptProblem::WrongHash => Code::ReceiptWrongHash,
            ReceiptProblem::FilesDiffer => Code::ReceiptFilesDiffer,
        }
    }
}

/// Checks that `fact` is the receipt for what was sent.
///
/// # Errors
/// The first [`ReceiptProblem`] found, the most telling first. Keep waiting with it as the reason.
pub fn check_receipt(fact: &VerifiedFact, expected: &SentManifest) -> Result<Receipt, ReceiptProblem> {
    let says = &fact.fact;
    let due = if expected.supplement.is_some() {
        Event::SupplementReceived
    } else {
        Event::Submitted
    };
    let number_fits = expected.supplement.is_none() || says.data.number == expected.supplement;
    let first_fits = expected.supplement.is_some() || (says.seq == 0 && says.prev_sha256.is_none());
    let problems = [
        (
            says.v != 1 || says.policy_id != POLICY,
            ReceiptProblem::UnknownPolicy,
        ),
        (
            says.event.known() != Some(due) || !number_fits || !first_fits,
            ReceiptProblem::WrongEvent,
        ),
        (
            says.issuer != Issuer::Portal || fact.key_owner != Issuer::Portal,
            ReceiptProblem::WrongSigner,
        ),
        (
            says.dossier_id != expected.dossier_id,
            ReceiptProblem::OtherDossier,
        ),
        (says.sub != expected.sub, ReceiptProblem::WrongPerson),
        (
            says.manifest_sha256 != expected.manifest_sha256,
            ReceiptProblem::WrongHash,
        ),
        (
            says.answers_sha256 != expected.answers_sha256,
            ReceiptProblem::WrongHash,
        ),
        (!expected.has_files(&says.files), ReceiptProblem::FilesDiffer),
    ];
    match problems.into_iter().find(|(found, _)| *found) {
        Some((_, problem)) => Err(problem),
        None => Ok(Receipt {
            dossier_id: says.dossier_id,
            dossier_code: says.dossier_code.clone(),
            evidence_id: says.evidence_id.clone(),
            occurred_at: says.occurred_at,
            seq: says.seq,
            jws_sha256: fact.jws_sha256,
        }),
    }
}
