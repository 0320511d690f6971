//! A dossier: what this phone may say about its status.
//!
//! Until the portal's signed receipt is verified, a dossier is the phone's own affair (queued, sending, waiting);
//! from then on its status is what official messages say, ordered by the **event's** time and then by sequence.
//! Messages come late, twice and out of order; one that is older than the status held changes nothing.
//!
//! ```text
//!   Queued ──attempt──▶ Sending ──receipt verified──▶ Official(registered) ──messages──▶ Official(…)
//!     ▲                   │  │                             │ ▲
//!     └───────waits───────┘  └──refused──▶ SendFailed      withdrawal: None → Requested → (withdrawn | Refused)
//! ```
//!
//! A newer message that skips steps along legal moves is believed, and the gap is told, so that the caller pulls what
//! it missed. A newer message that no legal way leads to is never believed in silence: the status stays and the message
//! is reported as contested. Withdrawal is a request: until an officer confirms it the dossier keeps its status and
//! shows "withdrawal requested"; when it is refused, it simply goes on.

mod status;

pub use status::{ClockMode, Group, Status, StatusText};

use serde::{Deserialize, Serialize};

use crate::failure::CodeText;
use crate::time::Millis;

/// Where an official message stands in time: its event's moment first, the portal's sequence second.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Stamp {
    /// When the thing happened (`occurred_at`), not when it was sealed or arrived.
    pub at: Millis,
    /// The sequence number that breaks ties.
    pub seq: u64,
}

/// Whose word the status is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Frozen and waiting to be sent.
    Queued,
    /// A send is under way.
    Sending,
    /// The portal refused it; the draft can be corrected.
    SendFailed {
        /// Why.
        code: CodeText,
    },
    /// The portal has it, proved by a verified receipt.
    Official {
        /// The status of the newest message believed.
        status: Status,
        /// Where that message stands in time.
        as_of: Stamp,
    },
}

/// How far a request to withdraw has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Withdrawal {
    /// Nobody asked.
    None,
    /// Asked; show "withdrawal requested" (đã yêu cầu rút hồ sơ) beside the status held.
    Requested {
        /// When it was asked.
        at: Millis,
    },
    /// An officer refused; the dossier goes on in the status it had.
    Refused {
        /// When it was refused.
        at: Millis,
    },
}

/// Everything the machine knows of one dossier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DossierState {
    /// Whose word the status is, and what it is.
    pub stage: Stage,
    /// How far a request to withdraw has come.
    pub withdrawal: Withdrawal,
}

impl DossierState {
    /// A dossier just put into the outbox.
    pub fn queued() -> Self {
        DossierState {
            stage: Stage::Queued,
            withdrawal: Withdrawal::None,
        }
    }

    /// The official status, once there is one.
    pub fn status(&self) -> Option<Status> {
        match self.stage {
            Stage::Official { status, .. } => Some(status),
            Stage::Queued | Stage::Sending | Stage::SendFailed { .. } => None,
        }
    }
}

/// What can happen to a dossier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DossierEvent {
    /// The outbox starts an attempt to send it.
    AttemptStarted,
    /// The attempt ended without a decision; it waits again.
    AttemptEnded,
    /// The portal refused what was sent.
    SendRefused {
        /// The portal's code.
        code: CodeText,
    },
    /// The corrected dossier was put into the outbox again.
    Requeued,
    /// The `submitted` fact was verified against what was sent.
    ReceiptVerified {
        /// The fact's place in time.
        stamp: Stamp,
    },
    /// An official message gives a status.
    StatusGiven {
        /// The status it gives.
        status: Status,
        /// Its place in time.
        stamp: Stamp,
    },
    /// The citizen asked to withdraw and the portal took the request.
    WithdrawalRequested,
    /// An officer refused the withdrawal.
    WithdrawalRefused,
}

/// What the caller must do after an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DossierAction {
    /// The status changed: tell observers.
    ShowStatus(Status),
    /// Steps were skipped: pull evidence and events, and say that something was missed.
    PullMissed {
        /// The status held before.
        from: Status,
        /// The status the message gave.
        to: Status,
    },
    /// Keep and show the message as contested: no legal way leads from the status held to the one it gives.
    ShowContested {
        /// The status held.
        held: Status,
        /// The status the message claims.
        claimed: Status,
    },
    /// The message is older than the status held, or the same again: keep it in the timeline, change nothing.
    IgnoreLate,
    /// Show or clear "withdrawal requested".
    ShowWithdrawal(Withdrawal),
}

/// The event cannot happen in this state; the state stays as it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the event does not fit the dossier's state")]
pub struct NotNow;

/// Applies one event.
///
/// # Errors
/// [`NotNow`] when the pair (state, event) is not legal: a programming error or a stale caller. Log it, keep the state.
pub fn apply(
    state: &DossierState,
    event: &DossierEvent,
    now: Millis,
) -> Result<(DossierState, Vec<DossierAction>), NotNow> {
    use DossierEvent as E;
    use Stage as S;
    match (&state.stage, event) {
        (S::Queued, E::AttemptStarted) => Ok(local(state, S::Sending)),
        (S::Sending, E::AttemptEnded) => Ok(local(state, S::Queued)),
        (S::Queued | S::Sending, E::SendRefused { code }) => Ok(local(state, S::SendFailed { code: code.clone() })),
        (S::SendFailed { .. }, E::Requeued) => Ok(local(state, S::Queued)),
        // A receipt proves submission whatever the phone believed: its own attempt may have been lost or given up.
        (S::Queued | S::Sending | S::SendFailed { .. }, E::ReceiptVerified { stamp }) => {
            Ok(official(state, Status::Registered, *stamp))
        }
        (S::Official { .. }, E::ReceiptVerified { .. }) => Ok((state.clone(), vec![DossierAction::IgnoreLate])),
        (S::Official { status, as_of }, E::StatusGiven { status: given, stamp }) => {
            Ok(message(state, *status, *as_of, *given, *stamp))
        }
        (S::Official { status, .. }, E::WithdrawalRequested) if !status.is_terminal() => {
            Ok(withdrawal(state, Withdrawal::Requested { at: now }))
        }
        (S::Official { .. }, E::WithdrawalRefused) if matches!(state.withdrawal, Withdrawal::Requested { .. }) => {
            Ok(withdrawal(state, Withdrawal::Refused { at: now }))
        }
        (S::Queued, E::AttemptEnded | E::Requeued)
        | (S::Sending, E::AttemptStarted | E::Requeued)
        | (S::SendFailed { .. }, E::AttemptStarted | E::AttemptEnded | E::SendRefused { .. })
        // No status counts before the receipt: "đã nộp" needs proof.
        | (
            S::Queued | S::Sending | S::SendFailed { .. },
            E::StatusGiven { .. } | E::WithdrawalRequested | E::WithdrawalRefused,
        )
        | (
            S::Official { .. },
            E::AttemptStarted
            | E::AttemptEnded
            | E::SendRefused { .. }
            | E::Requeued
            | E::WithdrawalRequested
            | E::WithdrawalRefused,
        ) => Err(NotNow),
    }
}

fn local(state: &DossierState, stage: Stage) -> (DossierState, Vec<DossierAction>) {
    (
        DossierState {
            stage,
            withdrawal: state.withdrawal,
        },
        vec![],
    )
}

fn official(state: &DossierState, status: Status, as_of: Stamp) -> (DossierState, Vec<DossierAction>) {
    let stage = Stage::Official { status, as_of };
    // An end closes the question whether the dossier is to be withdrawn.
    let withdrawal = if status.is_terminal() {
        Withdrawal::None
    } else {
        state.withdrawal
    };
    (
        DossierState { stage, withdrawal },
        vec![DossierAction::ShowStatus(status)],
    )
}

fn withdrawal(state: &DossierState, withdrawal: Withdrawal) -> (DossierState, Vec<DossierAction>) {
    let next = DossierState {
        stage: state.stage.clone(),
        withdrawal,
    };
    (next, vec![DossierAction::ShowWithdrawal(withdrawal)])
}

fn message(
    state: &DossierState,
    held: Status,
    as_of: Stamp,
    given: Status,
    stamp: Stamp,
) -> (DossierState, Vec<DossierAction>) {
    if stamp <= as_of {
        return (state.clone(), vec![DossierAction::IgnoreLate]);
    }
    if given == held || held.may_move_to(given) {
        return official(state, given, stamp);
    }
    if !held.may_reach(given) {
        return (
            state.clone(),
            vec![DossierAction::ShowContested { held, claimed: given }],
        );
    }
    let (next, mut actions) = official(state, given, stamp);
    actions.push(DossierAction::PullMissed {
        from: held,
        to: given,
    });
    (next, actions)
}

#[cfg(test)]
mod tests;
