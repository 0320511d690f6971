//! The embedded push service, feedback and the control interface, over HTTP against a portal of their own each time.

mod control;
mod open311;
mod push;
mod support;
