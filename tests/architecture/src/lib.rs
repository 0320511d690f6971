//! Proves who may use whom, so that the layout stays the architecture.
//!
//! Arrows point one way: shell → bindings → client → domain, form. Two checkers hold the house to it. [`crates`] compares what each manifest
//! declares with a table of what that crate may use; its input is the output of `cargo metadata`. [`rooms`] does the same one level down,
//! inside a crate: [`source`] walks its module tree from `lib.rs`, lists every path that the code mentions and where, and each mention that
//! crosses from one room (a top module) to another must be in the table [`rooms::CLIENT`]. Both tables are closed: a crate or a room without
//! a rule is itself a violation, so a new one can't slip in unnoticed.
//!
//! [`shells`] asks the same of the two apps' sources: no field of a screen model undrawn, no word of Fluent unsaid, no text of their own.
//!
//! Whatever breaks a rule is reported as a [`Violation`], with file, line and the rule's reason. `tests/` runs the checkers on the
//! real house, and on the planted one in `planted/`, where they must find each forbidden edge that was hidden there.

pub mod crates;
pub mod rooms;
pub mod shells;
pub mod source;
mod violation;

pub use violation::{CheckError, Violation};
