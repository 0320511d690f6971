//! A mock of the national public service portal that QA can bend in every way a real one breaks.
//!
//! It says what `docs/wire-api.md` says: e-ID sign-in, catalogue and forms, resumable files, dossiers with a signed chain
//! of evidence, event logs with push, feedback, the officers' side, and a control interface that moves its clock and
//! breaks it on purpose. Start one in a test with [`Portal::start`]; the `motcua-portal` command does the same.
//!
//! The way of a request: `serve` (connection) → `app` (routes, faults, date) → a module's handler → its pure rules →
//! `store` (one writer, SQLite) → answer. Refusals are `problem`s. It shares no code with the phone but the form engine,
//! so that a bug of ours can't cancel itself out.

// A module's story is for those who work in it and names its parts, public or not.
#![allow(rustdoc::private_intra_doc_links)]

mod app;
mod calendar;
mod catalogue;
mod clock;
mod config;
mod console;
pub mod control;
mod digest;
mod dossier;
mod eid;
mod event;
mod evidence;
mod extract;
mod form;
mod key;
mod office;
pub mod open311;
mod portal;
mod problem;
mod push_service;
mod random;
mod serve;
mod store;
mod tls;
mod unit;
mod upload;
pub mod webpush;

pub use config::Config;
pub use portal::{Portal, RunningPortal, StartError};
pub use store::StoreError;
