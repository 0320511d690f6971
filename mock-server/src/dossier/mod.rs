//! Dossiers (hồ sơ): taken in once however often they are sent, moved by officers and citizens through ten statuses.
//!
//! A submission's way: `PUT` with canonical bytes → tombstone? → the same again? → manifest, procedure, form, files, answers
//! → one transaction writes the dossier with its official code, the portal's `submitted` fact (the receipt) and an event →
//! the answer. A lost reply is harmless: the same bytes get the same receipt, other bytes under the same id are refused.
//! Whatever fails before the transaction leaves nothing.
//!
//! `machine`, `status`, `manifest` and `view` are pure; `record` writes what they decide; `submit`, `supplement` and
//! `withdraw` are the citizen's verbs, `http` their wire.

pub(crate) mod answers;
pub(crate) mod checker;
mod http;
mod jcs;
pub(crate) mod machine;
pub(crate) mod manifest;
pub(crate) mod record;
pub(crate) mod status;
mod submit;
pub(crate) mod supplement;
pub(crate) mod view;
mod withdraw;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

pub(crate) use http::router;
pub(crate) use status::Status;

/// A dossier's mutable part, as decided by [`machine`] and kept by the store. No `Debug`: notes are personal.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Dossier {
    /// The phone's id.
    pub(crate) id: String,
    /// Whose it is.
    pub(crate) sub: String,
    /// The official code.
    pub(crate) code: String,
    pub(crate) procedure_code: String,
    pub(crate) agency_code: String,
    pub(crate) status: Status,
    pub(crate) submitted_at: DateTime<Utc>,
    pub(crate) accepted_at: Option<DateTime<Utc>>,
    pub(crate) due_at: Option<DateTime<Utc>>,
    pub(crate) paused: Vec<Pause>,
    /// How often a supplement was asked.
    pub(crate) supplements: u32,
    /// The open request.
    pub(crate) supplement: Option<SupplementRequest>,
    pub(crate) result: Option<ResultPaper>,
    /// When the citizen asked to withdraw an accepted dossier.
    pub(crate) withdrawal_requested_at: Option<DateTime<Utc>>,
    /// Grows with every change: the ETag.
    pub(crate) revision: i64,
}

/// A time during which the legal clock stood still.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Pause {
    pub(crate) from: DateTime<Utc>,
    pub(crate) to: Option<DateTime<Utc>>,
}

/// What an officer asked for.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct SupplementRequest {
    /// From 1.
    pub(crate) number: u32,
    pub(crate) due_at: DateTime<Utc>,
    pub(crate) reason: String,
    pub(crate) note_vi: String,
    pub(crate) items: Vec<SupplementItem>,
    /// The fact that asks.
    pub(crate) evidence_id: String,
}

/// One thing to bring or to mend.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(crate) struct SupplementItem {
    /// The question it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) reference: Option<String>,
    /// The required component it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) component: Option<String>,
    /// The officer's words.
    pub(crate) note_vi: String,
    /// The same in English.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) note_en: Option<String>,
}

/// The paper that came out, by content.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(crate) struct ResultPaper {
    /// File name.
    pub(crate) name: String,
    /// e.g. `application/pdf`.
    pub(crate) media_type: String,
    /// Bytes.
    pub(crate) size: u64,
    /// Hash.
    pub(crate) sha256: String,
}
