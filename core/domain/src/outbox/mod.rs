//! The outbox: what this phone owes the portal, and how it gets there exactly once in effect.
//!
//! Each [`Entry`] is one thing to deliver. The worker loop is
//!
//! ```text
//!   entries + world + now ──plan──▶ actions ──begin (stored first!)──▶ network ──classified──▶ Outcome
//!        ▲                                                                                      │
//!        └───────────────── entry stored, effects carried out ◀──step────────────────────────────┘
//!
//!              begin              ReceiptVerified / Accepted
//!   Waiting ─────────▶ InFlight ───────────────────────────▶ Done
//!      ▲                 │ │ │
//!      └─────trouble─────┘ │ └─file damaged 3×, file lost──▶ Quarantined
//!                          └────portal says no────────────▶ Blocked ──take_back──▶ TakenBack
//! ```
//!
//! - Every entry is planned by itself: a bad one waits, is blocked or quarantined with a reason and stays visible, and
//!   never delays another. Order matters only inside one dossier (a supplement after its submission, nothing after a
//!   withdrawal).
//! - [`begin`] marks the attempt before a byte leaves. From the first PUT of a dossier on, it can't be edited until the
//!   portal has answered for its id: a lost reply plus a correction would make two dossiers. [`take_back`] asks the portal;
//!   an unknown id gets a tombstone first, a known one is submitted and stays so.
//! - A wrong receipt is never a submission: the entry keeps waiting with that reason and asks for the evidence again.
//! - Waiting is not failing: no network, no sign-in, a Wi-Fi log-in page or a slow portal use up nothing.
//! - After the app's death, [`recover`] turns what was in flight into waiting. Repeating is safe, all writes are PUTs of
//!   the same bytes.

mod backoff;
mod entry;
mod plan;
mod step;

pub use backoff::{FIRST_WAIT, LONGEST_WAIT, MAX_JITTER_PERMILLE, wait_before_retry};
pub use entry::{
    Block, Entry, EntryState, FieldError, FileItem, FileState, MAX_DAMAGED, NotNow, Reopen, TakeBack,
    Trouble, What, begin, nudge, recover, take_back,
};
pub use plan::{Action, Connectivity, NetworkPolicy, Plan, Session, WaitingReason, World, plan, why};
pub use step::{Effect, Outcome, step};

#[cfg(test)]
mod tests;
