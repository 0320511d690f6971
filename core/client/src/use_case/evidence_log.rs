//! A dossier's evidence: verify each fact, keep the chain, and say what it says.
//!
//! Facts are kept byte for byte as they came, verified or not: an unverifiable one is shown as such and may become verifiable when the list of keys
//! has been fetched again. What the facts say together is the domain's decision ([`check_chain`]).

use motcua_domain::{
    evidence::{ChainState, Fact, Issuer, Receipt, SentManifest, VerifiedFact, check_chain},
    ids::{DossierId, Sha256, Subject},
    manifest::Manifest,
};
use ring::digest;

use super::{Context, documents};
use crate::{
    error::Result,
    port::store::{Change, DossierRow, EvidenceRow},
    trust::{self, JwsError, KeyRing},
};

/// SHA-256 of some bytes.
pub(crate) fn sha256(bytes: &[u8]) -> Sha256 {
    let digest = digest::digest(&digest::SHA256, bytes);
    Sha256::from_bytes(digest.as_ref().try_into().expect("SHA-256 has 32 bytes"))
}

/// Verifies one fact's signature. A key that the phone hasn't seen makes it fetch the list of keys once; `None` when the fact can't be verified.
pub(super) async fn verify(context: &Context, jws: &str) -> Option<VerifiedFact> {
    match verify_with(&ring(context), jws) {
        Ok(fact) => Some(fact),
        Err(Unverified::UnknownKey) => {
            documents::refresh_keys(context).await.ok()?;
            verify_with(&ring(context), jws).ok()
        }
        Err(Unverified::Wrong) => None,
    }
}

enum Unverified {
    UnknownKey,
    Wrong,
}

fn verify_with(ring: &KeyRing, jws: &str) -> std::result::Result<VerifiedFact, Unverified> {
    let verified = trust::verify_evidence(jws, ring).map_err(|error| match error {
        JwsError::UnknownKey => Unverified::UnknownKey,
        _ => Unverified::Wrong,
    })?;
    let fact: Fact = serde_json::from_value(verified.payload).map_err(|_| Unverified::Wrong)?;
    Ok(VerifiedFact {
        fact,
        key_owner: Issuer::from_text(&verified.owner),
        jws_sha256: sha256(jws.as_bytes()),
    })
}

/// The keys the phone trusts now; none before the first fetch.
pub(super) fn ring(context: &Context) -> KeyRing {
    let document = context.public.document(documents::KEYS).ok().flatten();
    document
        .and_then(|it| KeyRing::from_statements(&it.body, &context.trust).ok())
        .unwrap_or_default()
}

/// Keeps a verified receipt with the facts that came with it: from this commit on the dossier is submitted and has its official code.
pub(super) async fn keep_receipt(
    context: &Context,
    receipt: &Receipt,
    sub: &Subject,
    facts: &[String],
) -> Result<()> {
    let id = &receipt.dossier_id;
    let mut changes = evidence_changes(context, id, facts).await;
    let _one_at_a_time = context.changing();
    if let Some(mut row) = context.store.dossier(id)? {
        row.dossier_code = receipt
            .dossier_code
            .as_ref()
            .map(ToString::to_string)
            .or(row.dossier_code);
        row.sub = Some(sub.as_str().to_owned());
        changes.push(Change::PutDossier(row));
    }
    context.store.commit(&changes)?;
    Ok(())
}

/// The changes that keep these facts.
pub(super) async fn evidence_changes(context: &Context, id: &DossierId, facts: &[String]) -> Vec<Change> {
    let mut changes = Vec::with_capacity(facts.len());
    for (index, jws) in facts.iter().enumerate() {
        let fact = verify(context, jws).await;
        let place = u32::try_from(index).unwrap_or(u32::MAX);
        let seq = fact
            .as_ref()
            .and_then(|it| u32::try_from(it.fact.seq).ok())
            .unwrap_or(place);
        changes.push(Change::PutEvidence(EvidenceRow {
            dossier_id: *id,
            seq,
            jws: jws.clone(),
            verified: fact.is_some(),
        }));
    }
    changes
}

/// What the kept facts of a dossier say together.
pub(super) fn chain(context: &Context, row: &DossierRow) -> Result<ChainState> {
    let ring = ring(context);
    let rows = context.store.evidence(&row.id)?;
    let facts = rows
        .iter()
        .filter_map(|it| verify_with(&ring, &it.jws).ok())
        .collect();
    Ok(check_chain(facts, &sent_manifests(row)))
}

fn sent_manifests(row: &DossierRow) -> Vec<SentManifest> {
    let Some(sub) = row.sub.clone().map(Subject::new) else {
        return Vec::new();
    };
    let sent = row.manifests.iter().filter_map(|text| {
        let manifest: Manifest = serde_json::from_str(text).ok()?;
        Some(SentManifest::new(&manifest, sha256(text.as_bytes()), sub.clone()))
    });
    sent.collect()
}
