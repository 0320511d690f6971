//! What QA bends the portal with: its clock, and faults ordered request by request. Only there with `--control`.
//!
//! [`faults`] keeps the list and says which request is struck; `strike` stands around every route of the
//! portal and plays what it was told; `http` answers `/control/v1`. Requests to `/control/v1` and to the console are never
//! struck, so that a fault can always be taken back. Faults live in memory: a restart is a clean portal.

pub mod faults;
mod http;
mod strike;
mod table;

use std::sync::{MutexGuard, PoisonError};

use crate::app::AppState;

pub(crate) use http::{place_order, router};
pub(crate) use strike::strike;
pub(crate) use table::{Counts, count};

/// The portal's list of faults, locked: never held over an await.
pub(crate) fn listed_faults(state: &AppState) -> MutexGuard<'_, faults::Faults> {
    state.faults.lock().unwrap_or_else(PoisonError::into_inner)
}
