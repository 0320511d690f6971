//! The portal's own P-256 keys: where they lie, how they sign, how a signature is checked.
//!
//! Every private key is one PEM file (PKCS #8, mode 0600) in the data folder's `keys/`. A file that is there is used, one
//! that isn't is made; so a restart keeps every key, and a data folder is one portal.

mod http;
pub(crate) mod jwk;
pub(crate) mod jws;
pub(crate) mod ring_of_keys;
pub(crate) mod secret_file;

pub(crate) use http::router;
pub(crate) use jwk::PublicJwk;
pub(crate) use jws::SigningKey;
pub(crate) use ring_of_keys::KeyRing;
