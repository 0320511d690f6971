//! Tracking: what happened to a dossier, whether anything was missed, and when it is due.
//!
//! ```text
//! wake-up (push) ──▶ pull events after the cursor ──▶ Cursor: fresh, repeated, holes
//!                                    │
//!                         evidence ──┼──▶ timeline (by event time, then sequence)
//!                                    └──▶ LegalClock: due, paused, remaining, overdue
//! ```
//!
//! Push is a hint and pull is the truth: [`PushHealth`] compares the wakes that the portal says it sent with those that
//! arrived, and a silent push is told, not suffered. Sequence numbers have no holes, so a hole means that something was
//! missed; it is asked for again, and told when the portal can't give it any more.

mod cursor;
mod legal_clock;
mod push_health;
mod timeline;

pub use cursor::{Cursor, Page, SeqRange, Taken};
pub use legal_clock::{LegalClock, Pause, Remaining};
pub use push_health::{Health, PushHealth, WAKE_GRACE};
pub use timeline::{By, Moment, PhoneStep, PortalEvent, Proof, TimelineEntry, What, build};
