//! The rules of the one-stop counter as values.
//!
//! Everything here decides and nothing here acts: no file, no socket, no clock, no randomness. Time comes in as
//! [`Millis`], random bytes as arrays, signatures as "already verified". Each machine is one exhaustive match over
//! (state, event) that returns the next state and what the caller must do; the client's workers do it, and the simulator
//! plays the same machines through crashes, losses and reordering. Why it is so: `docs/adr/0005-pure-machines.md`.
//!
//! | module | what it decides |
//! |---|---|
//! | [`ids`], [`time`] | the names things go by; moments |
//! | [`draft`] | when a draft may be edited, and when it counts as sent |
//! | [`manifest`] | what a submission consists of, in bytes that can be hashed |
//! | [`outbox`] | what to send now, what came of it, and why something waits |
//! | [`evidence`] | what the signed facts of a dossier say, and whether a receipt is one |
//! | [`dossier`] | the ten statuses, and which messages to believe |
//! | [`tracking`] | missed events, push health, the timeline, the legal clock |
//! | [`sign_in`] | the hop to the e-ID and the session |
//! | [`feedback`] | a report to 1022 |
//! | [`vietnam`] | working days, personal ids, phones, text, dates and money |
//! | [`failure`] | every failure by a stable code |

pub mod dossier;
pub mod draft;
pub mod evidence;
pub mod failure;
pub mod feedback;
pub mod ids;
pub mod manifest;
pub mod outbox;
pub mod sign_in;
pub mod time;
pub mod tracking;
pub mod vietnam;

pub use time::Millis;
