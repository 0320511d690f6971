//! A dossier's evidence: verify each fact, keep the chain, and say what it says.
//!
//! Facts are kept byte for byte as they came, verified or not: an unverifiable one is shown as such and may become verifiable when its key has been
//! met ([`keys`]). What the facts say together is the domain's decision ([`check_chain`]).

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use motcua_domain::{
    evidence::{ChainState, Fact, Issuer, Receipt, SentManifest, VerifiedFact, check_chain},
    ids::{DossierId, Sha256, Subject},
    manifest::Manifest,
};
use ring::digest;

use super::{Context, keys};
use crate::{
    error::Result,
    port::store::{Change, DossierRow, EvidenceRow},
    trust::{self, KeyRing},
};

/// SHA-256 of some bytes.
pub(crate) fn sha256(bytes: &[u8]) -> Sha256 {
    let digest = digest::digest(&digest::SHA256, bytes);
    Sha256::from_bytes(digest.as_ref().try_into().expect("SHA-256 has 32 bytes"))
}

/// Verifies the facts' signatures, in their order; `None` for one that can't be verified. Keys that the phone hasn't met are asked for first: the failure
/// is the network's or the portal's, and says nothing about the facts.
pub(super) async fn verify(context: &Context, facts: &[String]) -> Result<Vec<Option<VerifiedFact>>> {
    keys::meet(context, facts.iter().map(String::as_str)).await?;
    let ring = keys::ring(context);
    Ok(facts.iter().map(|jws| verify_with(&ring, jws)).collect())
}

/// More than the dossiers that home looks through have; each is some kilobytes.
const REMEMBERED: usize = 1_000;

/// Facts whose signatures were checked, by the hash of their text: home looks at them at every change, and a signature costs a thousand times its hash.
/// They count for the ring that vouched for them alone.
#[derive(Default)]
pub(crate) struct CheckedFacts(Mutex<Checked>);

#[derive(Default)]
struct Checked {
    ring: Option<Arc<KeyRing>>,
    facts: HashMap<Sha256, VerifiedFact>,
}

impl CheckedFacts {
    fn verify(&self, ring: &Arc<KeyRing>, jws: &str) -> Option<VerifiedFact> {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if !held.ring.as_ref().is_some_and(|it| Arc::ptr_eq(it, ring)) || held.facts.len() >= REMEMBERED {
            *held = Checked {
                ring: Some(ring.clone()),
                facts: HashMap::new(),
            };
        }
        let hash = sha256(jws.as_bytes());
        if let Some(fact) = held.facts.get(&hash) {
            return Some(fact.clone());
        }
        // What can't be verified isn't remembered: its key may come.
        let fact = verify_with(ring, jws)?;
        held.facts.insert(hash, fact.clone());
        Some(fact)
    }

    /// The phone was locked: nothing of them stays in memory.
    pub(crate) fn forget(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Checked::default();
    }
}

fn verify_with(ring: &KeyRing, jws: &str) -> Option<VerifiedFact> {
    let verified = trust::verify_evidence(jws, ring).ok()?;
    let fact: Fact = serde_json::from_value(verified.payload).ok()?;
    Some(VerifiedFact {
        fact,
        key_owner: Issuer::from_text(&verified.owner),
        jws_sha256: sha256(jws.as_bytes()),
    })
}

/// Keeps a verified receipt with the facts that came with it: from this commit on the dossier is submitted and has its official code.
pub(super) async fn keep_receipt(
    context: &Context,
    receipt: &Receipt,
    sub: &Subject,
    facts: &[String],
) -> Result<()> {
    let id = &receipt.dossier_id;
    let mut changes = evidence_changes(context, id, facts).await?;
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

/// The changes that keep these facts; fails as [`verify`].
pub(super) async fn evidence_changes(
    context: &Context,
    id: &DossierId,
    facts: &[String],
) -> Result<Vec<Change>> {
    let verified = verify(context, facts).await?;
    let rows = facts.iter().zip(verified).enumerate();
    let keep = |(index, (jws, fact)): (usize, (&String, Option<VerifiedFact>))| {
        let place = u32::try_from(index).unwrap_or(u32::MAX);
        let said = fact.as_ref().and_then(|it| u32::try_from(it.fact.seq).ok());
        Change::PutEvidence(EvidenceRow {
            dossier_id: *id,
            seq: said.unwrap_or(place),
            jws: jws.clone(),
            verified: fact.is_some(),
        })
    };
    Ok(rows.map(keep).collect())
}

/// What the kept facts of a dossier say together.
pub(super) fn chain(context: &Context, row: &DossierRow) -> Result<ChainState> {
    let ring = keys::ring(context);
    let rows = context.store.evidence(&row.id)?;
    let facts = rows
        .iter()
        .filter_map(|it| context.checked.verify(&ring, &it.jws))
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
