//! Why a draft can only be read, and the way to what became of it.

use motcua_domain::draft::DraftState;

use super::{target::HomeTarget, text::Texts};

/// What stands over a form or a review that takes no edit.
#[derive(Clone, PartialEq, Eq)]
pub struct Frozen {
    /// Why, in a sentence or two.
    pub text: String,
    /// Where it can be taken back or followed: its entry of the outbox while there is one, its timeline afterwards.
    pub target: HomeTarget,
}

/// Why a draft in `state` takes no edit, in words; `None` while it does.
pub fn reason(state: &DraftState, texts: &Texts) -> Option<String> {
    let name = match state {
        DraftState::Editing => return None,
        DraftState::Frozen { .. } | DraftState::Queued { .. } => "frozen-waiting",
        DraftState::Refused { .. } => "frozen-refused",
        DraftState::Sent { .. } | DraftState::Superseded { .. } => "frozen-submitted",
    };
    Some(texts.get(name))
}
