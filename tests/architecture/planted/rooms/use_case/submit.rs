//! Submits a dossier, by the back door.

use crate::{port::Keep, store::row::Row}; // planted: an adapter instead of its port

pub struct Submission;

/// Speaks of [`crate::store`], which is fine: words are no arrows.
pub fn now(connection: rusqlite::Connection) { // planted: SQL outside the store
    crate::port::check();
}

fn log() {
    println!("{:?}", crate::client::Wires::peek()); // planted: inside a macro
}
