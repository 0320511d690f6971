//! What one fact says, read from a signed statement's payload.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::rules::{EventText, Role};
use crate::ids::{AgencyCode, DossierCode, DossierId, Sha256, Subject};
use crate::manifest::Blob;
use crate::time::{Millis, rfc3339};

/// The policy whose rules this module knows.
pub const POLICY: &str = "urn:motcua:evidence:1";

/// One fact, as signed. Members that this app doesn't know stay in `more`, which `Debug` leaves out: they may be personal.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Fact {
    /// Version of the shape, 1.
    pub v: u32,
    /// The fact's own id.
    pub evidence_id: String,
    /// Under whose rules it was written; [`POLICY`].
    pub policy_id: String,
    /// What happened.
    pub event: EventText,
    /// To which dossier.
    pub dossier_id: DossierId,
    /// Its official code, once it has one.
    pub dossier_code: Option<DossierCode>,
    /// Place in the chain, from 0.
    pub seq: u64,
    /// Hash of the statement before it; `None` for the first.
    pub prev_sha256: Option<Sha256>,
    /// Who says it.
    pub issuer: Issuer,
    /// Whose dossier it is.
    pub sub: Subject,
    /// When it happened: this time counts.
    #[serde(with = "rfc3339")]
    pub occurred_at: Millis,
    /// When it was signed.
    #[serde(with = "rfc3339")]
    pub sealed_at: Millis,
    /// Hash of the manifest it is about.
    pub manifest_sha256: Sha256,
    /// Hash of that manifest's answers.
    pub answers_sha256: Sha256,
    /// The papers of that manifest.
    pub files: Vec<Blob>,
    /// Why, for the events that have reasons.
    pub reason: Option<String>,
    /// What else the event carries.
    #[serde(default)]
    pub data: FactData,
    /// Members this app doesn't know.
    #[serde(flatten)]
    pub more: Map<String, Value>,
}

impl std::fmt::Debug for Fact {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Fact")
            .field("evidence_id", &self.evidence_id)
            .field("event", &self.event)
            .field("dossier_id", &self.dossier_id)
            .field("seq", &self.seq)
            .field("issuer", &self.issuer)
            .field("occurred_at", &self.occurred_at)
            .field("reason", &self.reason)
            .finish_non_exhaustive()
    }
}

/// What an event carries beside its reason. Each member belongs to some events only; unknown ones stay in `more`.
#[derive(Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct FactData {
    /// `accepted`, `supplement_asked`: by when. RFC 3339, or a date that means the end of that working day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_at: Option<String>,
    /// `supplement_asked`, `supplement_received`: which request, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<u32>,
    /// The slip's number in Circular 03/2025 annex I (`01` receipt, `02` supplement, `03` refusal, `05` stop).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub slip: Option<String>,
    /// The officer's words. Personal: not in `Debug`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note_vi: Option<String>,
    /// `supplement_asked`: what is asked, item by item.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub items: Option<Vec<AskedItem>>,
    /// `completed`: the result's file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub result: Option<ResultFile>,
    /// Members this app doesn't know.
    #[serde(flatten)]
    pub more: Map<String, Value>,
}

impl std::fmt::Debug for FactData {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("FactData")
            .field("due_at", &self.due_at)
            .field("number", &self.number)
            .field("slip", &self.slip)
            .finish_non_exhaustive()
    }
}

/// One thing an officer asks for. The notes are personal: not in `Debug`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskedItem {
    /// The question it is about (`/data/…`), so that the form opens there.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub reference: Option<String>,
    /// The required component it is about.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub component: Option<String>,
    /// The officer's words.
    pub note_vi: String,
    /// The same in English, when there is one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub note_en: Option<String>,
}

impl std::fmt::Debug for AskedItem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AskedItem")
            .field("reference", &self.reference)
            .field("component", &self.component)
            .finish_non_exhaustive()
    }
}

/// A result's file, by content.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResultFile {
    /// The file's name; may hold personal data, so not in `Debug`.
    pub name: String,
    /// Its media type.
    pub media_type: String,
    /// Number of bytes.
    pub size: u64,
    /// Hash of the bytes.
    pub sha256: Sha256,
}

impl std::fmt::Debug for ResultFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ResultFile")
            .field("size", &self.size)
            .field("sha256", &self.sha256)
            .finish_non_exhaustive()
    }
}

/// Who says a fact, or owns a key: `portal` or `office:<agency_code>`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Issuer {
    /// The portal.
    Portal,
    /// An office.
    Office(AgencyCode),
    /// Anything else, kept as text; it may sign nothing that counts.
    Other(String),
}

impl Issuer {
    /// The role it signs in, if it has one.
    pub fn role(&self) -> Option<Role> {
        match self {
            Issuer::Portal => Some(Role::Portal),
            Issuer::Office(_) => Some(Role::Office),
            Issuer::Other(_) => None,
        }
    }

    /// Reads the wire's text.
    pub fn from_text(text: &str) -> Issuer {
        let office = text.strip_prefix("office:").and_then(|code| code.parse().ok());
        match (text, office) {
            ("portal", _) => Issuer::Portal,
            (_, Some(code)) => Issuer::Office(code),
            (other, None) => Issuer::Other(other.to_owned()),
        }
    }
}

impl std::fmt::Display for Issuer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Issuer::Portal => f.write_str("portal"),
            Issuer::Office(code) => write!(f, "office:{code}"),
            Issuer::Other(text) => f.write_str(text),
        }
    }
}

impl Serialize for Issuer {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Issuer {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Issuer::from_text(&String::deserialize(deserializer)?))
    }
}

/// A fact whose signature the caller has verified, with what only the caller knows about it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct VerifiedFact {
    /// What it says.
    pub fact: Fact,
    /// Whose key verified the signature, according to the signed key list.
    pub key_owner: Issuer,
    /// SHA-256 of the compact JWS text, for the next fact's `prev_sha256`.
    pub jws_sha256: Sha256,
}
