//! Screen models: what a shell draws, in finished words. Pure functions from rows and states to models; no store, no network, no clock.
//!
//! A model carries everything a screen reader speaks too: labels are whole sentences where the parts alone would not be understood.

pub mod announcement;
pub mod catalogue;
pub mod consent;
pub mod draft_list;
pub mod failure;
pub mod feedback;
pub mod form_page;
pub mod format;
pub mod frozen;
pub mod home;
pub mod inbox;
pub mod outbox;
pub mod place;
pub mod progress;
pub mod receipt;
pub mod review;
pub mod session;
pub mod settings;
pub mod target;
pub mod text;
pub mod timeline;
pub mod words;
