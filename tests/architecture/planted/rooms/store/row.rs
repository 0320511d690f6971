//! A row that knows too much.

use crate::port::Keep; // fine: a store implements ports
use crate::{port, transport::Http}; // planted: an adapter that sees another

pub struct Row;

impl Row {
    fn send(&self) {
        super::super::use_case::submit::now(Http); // planted: the same by way of `super`
    }
}

mod inner {
    use crate::*; // planted: a glob of the root hides the arrow
    use crate as house; // planted: so does another name for it
}

fn query(connection: &rusqlite::Connection) {} // fine: the store speaks SQL

#[cfg(test)]
mod tests {
    use crate::use_case::submit; // fine: a test may wire anything
}
