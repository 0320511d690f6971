//! A client with forbidden edges.

pub mod client;
pub mod port;
pub mod store;
pub mod transport;
pub mod use_case;
mod veranda;

pub use use_case::submit::Submission;
