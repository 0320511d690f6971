//! The catalogue: which procedures there are, and which of them can be submitted here with which form.
//!
//! The procedures are data in the program. Each start compares them with what the store saw last: a procedure that is new,
//! changed or gone makes a new version, so that `?since=` can say what changed even across program versions. Every answer
//! is signed by the portal (`Catalogue-Signature`, detached): a phone keeps it for offline use and can show whose it is.

mod http;
pub(crate) mod procedure;
mod version;

pub(crate) use http::router;
pub(crate) use procedure::{Deadline, Procedure};
pub(crate) use version::Catalogue;
