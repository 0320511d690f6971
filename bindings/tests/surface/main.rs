//! The exported surface, called as a shell calls it.

#![allow(
    clippy::unwrap_used,
    reason = "a helper of a test that can't go on fails the test by a panic"
)]

mod asynchronous;
mod drafts;
mod observing;
mod opening;
mod phone;
