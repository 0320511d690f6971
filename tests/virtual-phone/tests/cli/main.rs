//! The command as its users see it: help texts, JSON shapes and exit statuses, against goldens and a real portal.
//!
//! Goldens are in `tests/goldens/cli/`; `MOTCUA_BLESS=1` writes them anew, to be read in the diff before they are committed.

#![allow(clippy::unwrap_used, reason = "in a test a failed step ends the test")]

mod forms;
mod golden;
mod help;
mod mapping;
mod portal;
mod refusals;
mod shapes;
mod shell;
