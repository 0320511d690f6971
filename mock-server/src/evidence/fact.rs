//! One fact and its signature.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;

use super::chain::Head;
use crate::clock::wire_time;
use crate::key::SigningKey;

/// `typ` of a statement.
pub(crate) const TYP: &str = "evidence+jwt";
/// The policy that the table of events belongs to.
pub(crate) const POLICY: &str = "urn:motcua:evidence:1";

/// What can be said of a dossier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Event {
    Submitted,
    Received,
    Accepted,
    SupplementAsked,
    SupplementReceived,
    ProcessingStarted,
    Completed,
    Delivered,
    Refused,
    Stopped,
    Withdrawn,
}

impl Event {
    /// The word on the wire.
    pub(crate) fn id(self) -> &'static str {
        match self {
            Self::Submitted => "submitted",
            Self::Received => "received",
            Self::Accepted => "accepted",
            Self::SupplementAsked => "supplement_asked",
            Self::SupplementReceived => "supplement_received",
            Self::ProcessingStarted => "processing_started",
            Self::Completed => "completed",
            Self::Delivered => "delivered",
            Self::Refused => "refused",
            Self::Stopped => "stopped",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// The reasons that fit; none may come where there are none.
    pub(crate) fn reasons(self) -> &'static [&'static str] {
        match self {
            Self::SupplementAsked => &["paper_missing", "paper_unreadable", "answer_wrong", "other"],
            Self::Refused => &["not_competent", "not_eligible", "supplement_missed", "other"],
            Self::Stopped => &["supplement_missed", "citizen_request", "other"],
            Self::Withdrawn => &["citizen_request"],
            _ => &[],
        }
    }

    /// Whether the portal signs it; the office signs the others.
    pub(crate) fn is_the_portals(self) -> bool {
        matches!(
            self,
            Self::Submitted | Self::SupplementReceived | Self::Delivered | Self::Withdrawn
        )
    }
}

/// A file by content.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(crate) struct Blob {
    /// Its hash.
    pub(crate) sha256: String,
    /// Bytes.
    pub(crate) size: u64,
}

/// What a fact is about: one manifest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Content {
    pub(crate) manifest_sha256: String,
    pub(crate) answers_sha256: String,
    pub(crate) files: Vec<Blob>,
}

/// A fact before it is sealed.
pub(crate) struct NewFact<'a> {
    pub(crate) event: Event,
    pub(crate) reason: Option<&'a str>,
    pub(crate) data: Value,
    pub(crate) evidence_id: String,
    pub(crate) dossier_id: &'a str,
    pub(crate) dossier_code: &'a str,
    /// `portal` or `office:<agency_code>`; the key is its.
    pub(crate) issuer: &'a str,
    pub(crate) sub: &'a str,
    pub(crate) content: &'a Content,
    pub(crate) occurred_at: DateTime<Utc>,
    pub(crate) sealed_at: DateTime<Utc>,
}

/// A sealed fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Sealed {
    pub(crate) seq: i64,
    pub(crate) jws: String,
}

impl NewFact<'_> {
    /// Signs the fact as the next one after `head`.
    pub(crate) fn seal(&self, head: &Head, key: &SigningKey) -> Sealed {
        let seq = head.next_seq();
        let payload = json!({
            "v": 1,
            "evidence_id": self.evidence_id,
            "policy_id": POLICY,
            "event": self.event.id(),
            "dossier_id": self.dossier_id,
            "dossier_code": self.dossier_code,
            "seq": seq,
            "prev_sha256": head.prev_sha256(),
            "issuer": self.issuer,
            "sub": self.sub,
            "occurred_at": wire_time(self.occurred_at),
            "sealed_at": wire_time(self.sealed_at),
            "manifest_sha256": self.content.manifest_sha256,
            "answers_sha256": self.content.answers_sha256,
            "files": self.content.files,
            "reason": self.reason,
            "data": self.data,
        });
        Sealed {
            seq,
            jws: key.sign(TYP, &payload),
        }
    }
}
