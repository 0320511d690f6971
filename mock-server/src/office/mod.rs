//! The receiving offices: what officers do with dossiers, and what an office does by itself.
//!
//! Officers act over `/office/v1` or in the console; both go through [`desk`], which decides with the dossier's machine
//! and writes with the office's key. The [`agent`] is the office's own software: it reads each new submission from the
//! store, hashes everything again, looks at the chain, and signs `received` over what it read, soon after and once.

pub(crate) mod agent;
pub(crate) mod desk;
mod http;
pub(crate) mod officer;
mod result_paper;

pub(crate) use http::router;
