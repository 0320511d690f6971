//! Whose word counts: public keys, signed texts, and the ring of keys that the evidence root vouches for.
//!
//! Pure: bytes in, a verdict out; no clock, no network. Use cases verify receipts, facts and catalogues with it, the transport ID tokens.
//! There is one algorithm (ES256), one kind of key (P-256) and one root ([`TrustRoot`], from the portal's profile); nothing that
//! arrives can choose another.

mod jwk;
mod jws;
mod key_ring;
#[cfg(test)]
mod tests;

pub use jwk::{JwkRefused, PublicJwk};
pub use jws::{Header, JwsError, MAX_TEXT, Unverified};
pub use key_ring::{KeyRing, TrustedKey, VerifiedFact, verify_catalogue, verify_evidence};

/// The key that vouches for all keys that sign evidence: the profile's `evidence_root`.
pub type TrustRoot = PublicJwk;
