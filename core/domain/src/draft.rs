//! A draft's life: edited on this phone, frozen, queued, and sent only by a verified receipt.
//!
//! ```text
//!            Finalized            Enqueued              ReceiptVerified           SupplementSent
//!  Editing ───────────▶ Frozen ───────────▶ Queued ─────────────────▶ Sent ──────────────────▶ Superseded
//!     ▲ ◀──Unfrozen───────┘                  │  ▲ └─Refused─▶ Refused ──▲ (a receipt is proof even then)
//!     └──────────TakenBack (same id / new id)┴──┼───────────────┘
//!                                     TakeBackAsked: Queued, asked for
//! ```
//!
//! A frozen draft is never edited: its bytes have been hashed. To correct it, it is taken back through the outbox, which
//! knows whether the portal may already have it. Nothing about signing in appears here: no trouble with it can touch
//! a draft.

use serde::{Deserialize, Serialize};

use crate::failure::{Code, CodeText};
use crate::ids::{DraftId, Sha256};
use crate::outbox::Reopen;

/// Where a draft stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DraftState {
    /// Answers can be changed.
    Editing,
    /// Reviewed and frozen, not yet in the outbox.
    Frozen {
        /// Hash of the frozen manifest.
        manifest_sha256: Sha256,
    },
    /// In the outbox.
    Queued {
        /// Hash of the frozen manifest.
        manifest_sha256: Sha256,
        /// The person wants it back; the portal must first say whether it has it.
        asked_back: bool,
    },
    /// The portal said no; taking it back makes it editable.
    Refused {
        /// Hash of the frozen manifest.
        manifest_sha256: Sha256,
        /// Why.
        code: CodeText,
    },
    /// Submitted, with a verified receipt.
    Sent {
        /// Hash of the manifest that the receipt is over.
        manifest_sha256: Sha256,
    },
    /// Submitted, and since replaced by a supplement.
    Superseded {
        /// The draft of that supplement.
        by: DraftId,
    },
}

/// What can happen to a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DraftEvent {
    /// An answer changes.
    Edited,
    /// The person reviewed it and it passed the checks; this is the manifest.
    Finalized {
        /// Hash of the manifest's canonical bytes.
        manifest_sha256: Sha256,
    },
    /// Back to editing, before it went into the outbox.
    Unfrozen,
    /// The outbox entry is safely stored.
    Enqueued,
    /// The person wants it back.
    TakeBackAsked,
    /// The outbox gave it back.
    TakenBack {
        /// Under which dossier id the corrected content goes.
        reopen: Reopen,
    },
    /// The portal said no.
    Refused {
        /// Why.
        code: CodeText,
    },
    /// The receipt was verified.
    ReceiptVerified,
    /// A supplement made from it was submitted.
    SupplementSent {
        /// The supplement's draft.
        by: DraftId,
    },
}

/// What the caller must do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DraftAction {
    /// Put an entry for the manifest into the outbox, in the same transaction.
    Enqueue,
    /// Call [`crate::outbox::take_back`] on the draft's entry.
    TakeBackEntry,
    /// Give the draft a new dossier id: the old one is used up.
    UseNewDossierId,
}

/// The event doesn't fit; the draft stays as it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DraftRefusal {
    /// It is frozen: take it back first.
    #[error("the draft is frozen")]
    Frozen,
    /// It is submitted: supplement or withdraw instead.
    #[error("the draft was already submitted")]
    AlreadySubmitted,
    /// The event doesn't belong to this state: a stale or repeated call.
    #[error("the event does not fit the draft's state")]
    NotNow,
}

impl DraftRefusal {
    /// The stable code.
    pub fn code(self) -> Code {
        match self {
            DraftRefusal::Frozen => Code::DraftFrozen,
            DraftRefusal::AlreadySubmitted => Code::AlreadySubmitted,
            DraftRefusal::NotNow => Code::AppFailed,
        }
    }
}

/// Applies one event.
///
/// # Errors
/// [`DraftRefusal`] when the pair isn't legal; show its code when a person caused it.
pub fn apply(state: &DraftState, event: &DraftEvent) -> Result<(DraftState, Vec<DraftAction>), DraftRefusal> {
    use DraftEvent as E;
    use DraftState as S;
    match (state, event) {
        (S::Editing, E::Edited) => Ok((S::Editing, vec![])),
        (S::Editing, E::Finalized { manifest_sha256 }) => Ok((
            S::Frozen {
                manifest_sha256: *manifest_sha256,
            },
            vec![DraftAction::Enqueue],
        )),
        (S::Frozen { .. }, E::Unfrozen) => Ok((S::Editing, vec![])),
        (S::Frozen { manifest_sha256 }, E::Enqueued) => Ok((
            S::Queued {
                manifest_sha256: *manifest_sha256,
                asked_back: false,
            },
            vec![],
        )),
        (S::Queued { manifest_sha256, .. }, E::TakeBackAsked) => {
            let asked = S::Queued {
                manifest_sha256: *manifest_sha256,
                asked_back: true,
            };
            Ok((asked, vec![DraftAction::TakeBackEntry]))
        }
        (S::Refused { .. }, E::TakeBackAsked) => Ok((state.clone(), vec![DraftAction::TakeBackEntry])),
        (S::Queued { .. } | S::Refused { .. }, E::TakenBack { reopen }) => Ok((S::Editing, renamed(*reopen))),
        (S::Queued { manifest_sha256, .. }, E::Refused { code }) => Ok((
            S::Refused {
                manifest_sha256: *manifest_sha256,
                code: code.clone(),
            },
            vec![],
        )),
        (S::Queued { manifest_sha256, .. } | S::Refused { manifest_sha256, .. }, E::ReceiptVerified) => Ok((
            S::Sent {
                manifest_sha256: *manifest_sha256,
            },
            vec![],
        )),
        (S::Sent { .. }, E::SupplementSent { by }) => Ok((S::Superseded { by: *by }, vec![])),
        (S::Frozen { .. } | S::Queued { .. } | S::Refused { .. }, E::Edited | E::Finalized { .. }) => {
            Err(DraftRefusal::Frozen)
        }
        (
            S::Sent { .. } | S::Superseded { .. },
            E::Edited | E::Finalized { .. } | E::Unfrozen | E::TakeBackAsked,
        ) => Err(DraftRefusal::AlreadySubmitted),
        (
            S::Editing,
            E::Unfrozen
            | E::Enqueued
            | E::TakeBackAsked
            | E::TakenBack { .. }
            | E::Refused { .. }
            | E::ReceiptVerified
            | E::SupplementSent { .. },
        )
        | (
            S::Frozen { .. },
            E::TakeBackAsked
            | E::TakenBack { .. }
            | E::Refused { .. }
            | E::ReceiptVerified
            | E::SupplementSent { .. },
        )
        | (S::Queued { .. }, E::Unfrozen | E::Enqueued | E::SupplementSent { .. })
        | (S::Refused { .. }, E::Unfrozen | E::Enqueued | E::Refused { .. } | E::SupplementSent { .. })
        | (S::Sent { .. }, E::Enqueued | E::TakenBack { .. } | E::Refused { .. } | E::ReceiptVerified)
        | (
            S::Superseded { .. },
            E::Enqueued
            | E::TakenBack { .. }
            | E::Refused { .. }
            | E::ReceiptVerified
            | E::SupplementSent { .. },
        ) => Err(DraftRefusal::NotNow),
    }
}

fn renamed(reopen: Reopen) -> Vec<DraftAction> {
    match reopen {
        Reopen::NewId => vec![DraftAction::UseNewDossierId],
        Reopen::SameId | Reopen::No => vec![],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Millis;
    use proptest::prelude::*;

    const HASH: [u8; 32] = [7; 32];

    fn hash() -> Sha256 {
        Sha256::from_bytes(HASH)
    }

    fn events() -> [DraftEvent; 10] {
        [
            DraftEvent::Edited,
            DraftEvent::Finalized {
                manifest_sha256: hash(),
            },
            DraftEvent::Unfrozen,
            DraftEvent::Enqueued,
            DraftEvent::TakeBackAsked,
            DraftEvent::TakenBack {
                reopen: Reopen::SameId,
            },
            DraftEvent::TakenBack {
                reopen: Reopen::NewId,
            },
            DraftEvent::Refused {
                code: Code::AnswersInvalid.into(),
            },
            DraftEvent::ReceiptVerified,
            DraftEvent::SupplementSent {
                by: DraftId::new(Millis(1), [1; 10]),
            },
        ]
    }

    fn through(picks: &[usize]) -> DraftState {
        picks.iter().fold(DraftState::Editing, |state, &i| {
            apply(&state, &events()[i]).unwrap().0
        })
    }

    #[test]
    fn frozen_means_frozen() {
        for picks in [&[1][..], &[1, 3], &[1, 3, 7]] {
            assert_eq!(
                apply(&through(picks), &DraftEvent::Edited),
                Err(DraftRefusal::Frozen)
            );
        }
        assert_eq!(
            apply(&through(&[1, 3, 8]), &DraftEvent::Edited),
            Err(DraftRefusal::AlreadySubmitted)
        );
    }

    #[test]
    fn it_comes_back_only_through_the_outbox() {
        let (asked, actions) = apply(&through(&[1, 3]), &DraftEvent::TakeBackAsked).unwrap();
        assert_eq!(actions, [DraftAction::TakeBackEntry]);
        assert_eq!(apply(&asked, &DraftEvent::Edited), Err(DraftRefusal::Frozen));
        let (back, actions) = apply(
            &asked,
            &DraftEvent::TakenBack {
                reopen: Reopen::NewId,
            },
        )
        .unwrap();
        assert_eq!(
            (back, actions),
            (DraftState::Editing, vec![DraftAction::UseNewDossierId])
        );
        assert_eq!(
            apply(&asked, &DraftEvent::ReceiptVerified).unwrap().0,
            DraftState::Sent {
                manifest_sha256: hash()
            }
        );
    }

    #[test]
    fn a_supplement_supersedes_what_it_was_made_from() {
        assert!(matches!(through(&[1, 3, 8, 9]), DraftState::Superseded { .. }));
    }

    proptest! {
        /// Only a verified receipt makes a draft "sent", and no later event unsends it.
        #[test]
        fn sent_needs_a_receipt_and_stays(picks in proptest::collection::vec(0usize..10, 0..25)) {
            let mut state = DraftState::Editing;
            for pick in picks {
                let event = &events()[pick];
                let was_sent = matches!(state, DraftState::Sent { .. } | DraftState::Superseded { .. });
                let next = apply(&state, event).map_or(state.clone(), |(next, _)| next);
                let is_sent = matches!(next, DraftState::Sent { .. } | DraftState::Superseded { .. });
                prop_assert!(!was_sent || is_sent);
                prop_assert!(was_sent || !is_sent || *event == DraftEvent::ReceiptVerified);
                state = next;
            }
        }
    }
}
