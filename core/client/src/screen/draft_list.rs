//! The list of drafts.

use motcua_domain::draft::DraftState;

use super::{
    format, progress,
    text::{Texts, Var},
};
use crate::port::store::DraftRow;

/// A page of drafts, newest first.
#[derive(Clone, PartialEq, Eq)]
pub struct DraftList {
    /// The drafts.
    pub items: Vec<DraftItem>,
    /// How many there are in all.
    pub total: u64,
    /// To ask for the next page; `None` at the end.
    pub next: Option<u64>,
    /// What to say when there are none.
    pub empty: Option<String>,
}

/// One draft.
#[derive(Clone, PartialEq, Eq)]
pub struct DraftItem {
    /// Its id.
    pub id: String,
    /// The procedure's name.
    pub title: String,
    /// Procedure code.
    pub procedure_code: String,
    /// `editing`, `queued`, `refused`, `sent`, `superseded`.
    pub state: String,
    /// The state in words.
    pub state_text: String,
    /// "12 of 40 required questions answered".
    pub progress: String,
    /// When it was last changed.
    pub changed_at: String,
    /// The dossier made of it, if any.
    pub dossier_id: Option<String>,
    /// Whether it can be edited now.
    pub editable: bool,
    /// The whole item as a screen reader speaks it.
    pub label: String,
}

/// Builds one item.
pub fn item(row: &DraftRow, title: String, texts: &Texts) -> DraftItem {
    let (state, name) = match row.state {
        DraftState::Editing => ("editing", "draft-editing"),
        DraftState::Frozen { .. } | DraftState::Queued { .. } => ("queued", "draft-queued"),
        DraftState::Refused { .. } => ("refused", "draft-refused"),
        DraftState::Sent { .. } => ("sent", "draft-sent"),
        DraftState::Superseded { .. } => ("superseded", "draft-superseded"),
    };
    let state_text = texts.get(name);
    let progress = progress::counts(row.answered, row.questions, texts);
    let changed_at = format::date_time(row.changed_at);
    let spoken = [
        ("title", Var::Text(&title)),
        ("state", Var::Text(&state_text)),
        ("progress", Var::Text(&progress)),
        ("at", Var::Text(&changed_at)),
    ];
    DraftItem {
        id: row.id.to_string(),
        label: texts.with("draft-item-label", &spoken),
        procedure_code: row.procedure_code.clone(),
        dossier_id: row.dossier_id.map(|id| id.to_string()),
        editable: state == "editing",
        state: state.to_owned(),
        title,
        changed_at,
        state_text,
        progress,
    }
}
