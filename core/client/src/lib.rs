//! The phone's core: use cases, ports, store, transport, workers and screen models.

pub mod port;
pub mod push_keys;
pub mod store;
pub mod transport;
pub mod trust;
