//! Stories told end to end, on the real portal and the real phone.

pub mod demo;
pub mod stage;
