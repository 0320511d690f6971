//! The phone's core: use cases, ports, store, transport, workers and screen models.
//!
//! ```text
//!   bindings ──▶ client (composition root) ──▶ use_case, worker ──▶ port ◀── store, transport
//!                                                 │                 (adapters)
//!                                                 ├──▶ domain, form (decide)
//!                                                 └──▶ screen (words and models)
//! ```
//!
//! A use case is one thing a person does; a worker is a loop that goes on without them. Both see ports, never an adapter. Everything that was shown as
//! kept is in the store before the call returns, so the app may be killed anywhere. Every failure is a [`error::Failure`] with a stable code.

pub mod client;
pub mod error;
pub mod observe;
pub mod port;
pub mod push_keys;
pub mod screen;
pub mod store;
pub mod transport;
pub mod trust;
pub mod use_case;
pub mod worker;

/// Words of the domain and the form engine that stand in this crate's API: whoever uses it needs no other crate of ours.
pub mod vocabulary {
    pub use motcua_domain::{
        failure::{Code, FailureKind},
        feedback::Place,
        ids::{DossierId, DraftId, ProcedureCode, ReportId},
        outbox::{Connectivity, NetworkPolicy},
        time::Millis,
    };
    pub use motcua_form::QuestionKind;
}

// The tests' phone speaks of this crate by its name: a test program of its own includes it too.
#[cfg(test)]
extern crate self as motcua_client;
#[cfg(test)]
mod test_support;
