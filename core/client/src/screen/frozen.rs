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

/// Builds the words over a draft in `state`; `None` while it can be edited.
pub fn frozen(state: &DraftState, target: HomeTarget, texts: &Texts) -> Option<Frozen> {
    let name = match state {
        DraftState::Editing => return None,
        DraftState::Frozen { .. } | DraftState::Queued { .. } => "frozen-waiting",
        DraftState::Refused { .. } => "frozen-refused",
        DraftState::Sent { .. } | DraftState::Superseded { .. } => "frozen-submitted",
    };
    Some(Frozen {
        text: texts.get(name),
        target,
    })
}
