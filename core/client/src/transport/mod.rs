//! HTTP to the portal and the e-ID provider: the adapters behind [`crate::port`]'s network ports.
//!
//! ```text
//! profile ─▶ http (TLS, limits) ─▶ classify ─▶ PortalError
//!               ▲        ▲
//!             dpop       │
//!               ▲        │
//!    portal_api · eid    push (SSE)
//! ```
//! One [`http::Http`] and one [`dpop::Prover`] serve all adapters of an account. Everything that comes in is limited in size, checked for
//! shape, and either understood or refused; nothing here is retried except once for a refused proof and once for an unknown ID-token key.
//! Retrying is the outbox planner's decision; believing a receipt is [`crate::trust`]'s and the domain's.

pub mod dpop;
pub mod eid;
pub mod http;
pub mod portal_api;
pub mod profile;
pub mod push;
pub mod sse;

mod classify;
mod feedback;
mod id_token;
mod provider;
