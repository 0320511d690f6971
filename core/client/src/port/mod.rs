//! Ports: everything the use cases need from outside, as traits and plain values.
//!
//! A port says *what* is needed and never *how*. Adapters live in [`crate::store`] and [`crate::transport`], in the shells (key vault,
//! device key, connectivity) and in tests (a clock that a test owns). The composition root [`crate::client`] wires one to the other.

pub mod clock;
pub mod connectivity;
pub mod device_key;
pub mod identity;
pub mod key_vault;
pub mod portal_api;
pub mod push_channel;
pub mod random;
pub mod store;

pub use clock::{Clock, SystemClock};
pub use connectivity::Connectivity;
pub use device_key::{DeviceKey, DeviceKeyError};
pub use key_vault::{KeyVault, KeyVaultError};
pub use random::{Random, SystemRandom};
