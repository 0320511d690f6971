//! The root wires everything: all of this is fine.

use crate::{port::Keep, store::row::Row, transport::Http, use_case::submit::Submission};

pub struct Wires(Box<dyn Keep>, Row, Http, Submission);

fn open() -> rusqlite::Connection {
    rusqlite::Connection::open_in_memory().unwrap()
}
