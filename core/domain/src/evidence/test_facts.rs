//! Facts for tests: well-formed chains to break.

use serde_json::json;

use super::*;
use crate::ids::{DossierId, Sha256, Subject};
use crate::manifest::Blob;
use crate::time::Millis;

pub(crate) fn hash(n: u8) -> Sha256 {
    Sha256::from_bytes([n; 32])
}

pub(crate) fn dossier() -> DossierId {
    DossierId::new(Millis(1_000), [1; 10])
}

pub(crate) fn sent(supplement: Option<u32>) -> SentManifest {
    let n = supplement.map_or(10, |s| 20 + s as u8);
    SentManifest {
        dossier_id: dossier(),
        sub: Subject::new("person-1"),
        manifest_sha256: hash(n),
        answers_sha256: hash(n + 100),
        files: vec![
            Blob {
                sha256: hash(3),
                size: 30,
            },
            Blob {
                sha256: hash(4),
                size: 40,
            },
        ],
        supplement,
    }
}

pub(crate) fn fact(event: Event, seq: u64, about: &SentManifest) -> VerifiedFact {
    let issuer = match event.rule().role {
        Role::Portal => Issuer::Portal,
        Role::Office => Issuer::from_text("office:000.00.01.H29"),
    };
    let payload = json!({
        "v": 1, "evidence_id": format!("e{seq}"), "policy_id": POLICY, "event": event.id(),
        "dossier_id": about.dossier_id, "dossier_code": "000.00.01.H29-261122-0001", "seq": seq,
        "prev_sha256": (seq > 0).then(|| hash(200 + seq as u8 - 1)), "issuer": issuer, "sub": about.sub,
        "occurred_at": Millis(1_000_000 * (seq as i64 + 1)).to_rfc3339(),
        "sealed_at": Millis(1_000_000 * (seq as i64 + 1) + 5).to_rfc3339(),
        "manifest_sha256": about.manifest_sha256, "answers_sha256": about.answers_sha256, "files": about.files,
        "reason": event.rule().reasons.first(), "data": {"number": about.supplement}
    });
    let fact: Fact = serde_json::from_value(payload).unwrap();
    VerifiedFact {
        key_owner: fact.issuer.clone(),
        fact,
        jws_sha256: hash(200 + seq as u8),
    }
}

pub(crate) fn chain(events: &[Event]) -> Vec<VerifiedFact> {
    let mut about = sent(None);
    events
        .iter()
        .enumerate()
        .map(|(seq, &event)| {
            if event == Event::SupplementReceived {
                about = sent(Some(1));
            }
            fact(event, seq as u64, &about)
        })
        .collect()
}

pub(crate) const WHOLE: [Event; 8] = [
    Event::Submitted,
    Event::Received,
    Event::SupplementAsked,
    Event::SupplementReceived,
    Event::Accepted,
    Event::ProcessingStarted,
    Event::Completed,
    Event::Delivered,
];

pub(crate) fn checked(facts: Vec<VerifiedFact>) -> ChainState {
    check_chain(facts, &[sent(None), sent(Some(1))])
}
