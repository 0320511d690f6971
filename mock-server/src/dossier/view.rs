//! A dossier as the wire shows it.

use serde::Serialize;
use utoipa::ToSchema;

use super::{Dossier, ResultPaper, Status, SupplementItem};
use crate::clock::wire_time;

/// A dossier.
#[derive(Serialize, ToSchema)]
pub(crate) struct DossierView {
    pub(crate) dossier_id: String,
    pub(crate) dossier_code: String,
    procedure_code: String,
    agency_code: String,
    status: Status,
    /// National code of the status, 1 to 10.
    status_code: u8,
    submitted_at: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    accepted_at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    due_at: Option<String>,
    /// When the legal clock stood.
    paused: Vec<PauseView>,
    #[serde(skip_serializing_if = "Option::is_none")]
    supplement: Option<SupplementView>,
    #[serde(skip_serializing_if = "Option::is_none")]
    result: Option<ResultPaper>,
    /// When the citizen asked to withdraw; the office hasn't decided yet, or has stopped the dossier.
    #[serde(skip_serializing_if = "Option::is_none")]
    withdrawal_requested_at: Option<String>,
    revision: i64,
    /// What the citizen can do now: `supplement`, `withdraw`.
    actions: Vec<&'static str>,
}

/// A pause.
#[derive(Serialize, ToSchema)]
struct PauseView {
    from: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    to: Option<String>,
}

/// An open supplement request.
#[derive(Serialize, ToSchema)]
struct SupplementView {
    number: u32,
    due_at: String,
    reason: String,
    note_vi: String,
    items: Vec<SupplementItem>,
}

impl From<&Dossier> for DossierView {
    fn from(dossier: &Dossier) -> Self {
        let pause = |pause: &super::Pause| PauseView {
            from: wire_time(pause.from),
            to: pause.to.map(wire_time),
        };
        let supplement = |asked: &super::SupplementRequest| SupplementView {
            number: asked.number,
            due_at: wire_time(asked.due_at),
            reason: asked.reason.clone(),
            note_vi: asked.note_vi.clone(),
            items: asked.items.clone(),
        };
        Self {
            dossier_id: dossier.id.clone(),
            dossier_code: dossier.code.clone(),
            procedure_code: dossier.procedure_code.clone(),
            agency_code: dossier.agency_code.clone(),
            status: dossier.status,
            status_code: dossier.status.code(),
            submitted_at: wire_time(dossier.submitted_at),
            accepted_at: dossier.accepted_at.map(wire_time),
            due_at: dossier.due_at.map(wire_time),
            paused: dossier.paused.iter().map(pause).collect(),
            supplement: dossier.supplement.as_ref().map(supplement),
            result: dossier.result.clone(),
            withdrawal_requested_at: dossier.withdrawal_requested_at.map(wire_time),
            revision: dossier.revision,
            actions: actions(dossier),
        }
    }
}

fn actions(dossier: &Dossier) -> Vec<&'static str> {
    let asked = dossier.status == Status::SupplementRequested;
    let leave = dossier.status.may_move_to(Status::Withdrawn) && dossier.withdrawal_requested_at.is_none();
    [(asked, "supplement"), (leave, "withdraw")]
        .into_iter()
        .filter_map(|(offered, action)| offered.then_some(action))
        .collect()
}
