//! The embedded push service, feedback, the control interface and the console's border, over HTTP against a portal of their own each time.

#![allow(
    clippy::unwrap_used,
    reason = "a test that can't go on should stop right there"
)]

mod console;
mod control;
mod open311;
mod push;
mod support;
