//! Evidence: every official fact of a dossier as a signed statement, chained to the one before it.
//!
//! A fact is decided by the dossier's rules, sealed inside the transaction that changes the dossier (so both happen or
//! neither), and never changed again. The portal signs what it did; the office signs, with its own key, what it read or
//! decided. [`chain::verify`] is how the office's agent looks at a chain before it adds to it.

pub(crate) mod chain;
pub(crate) mod fact;

pub(crate) use fact::{Content, Event, NewFact, Sealed};
