//! How the phone keeps things: SQLite with every personal row sealed, sealed files beside it, and the same in memory for tests.
//!
//! ```text
//! home/
//!   public/public.db                 catalogue, units, forms, list of accounts; nothing personal
//!   accounts/<account uuid>/
//!     personal.db                    drafts, outbox, dossiers, events, reports; every row in a box (sealing)
//!     files/<random name>            papers, sealed in 64 KiB chunks (files)
//! ```
//!
//! The flow of a write: a use case hands over a list of [`Change`](crate::port::store::Change)s → [`sqlite`] takes the writer, seals each
//! row inside one transaction and commits it at `synchronous=FULL` → the call returns. On any error the transaction is rolled back and
//! nothing of the list was kept. Reads go over a connection of their own and see what was committed last.
//!
//! What a failure leaves behind: a full disk, a crash or a kill, the state before or after a commit and nothing between; an altered row, that
//! row unreadable ([`StoreError::RowDamaged`](crate::port::store::StoreError::RowDamaged)) and all others as they were; a newer or damaged
//! file, the file untouched. Nothing is ever erased to get going again. Why it is built so: `docs/adr/0006-sealed-rows.md`.

mod connection;
mod files;
mod migration;
mod sealing;

pub mod desktop;
pub mod memory;
pub mod sqlite;

pub use memory::{MemoryPublicStore, MemoryStore};
pub use sqlite::{SqlitePublicStore, SqliteStore, erase_account, open_personal, open_public};

#[cfg(test)]
mod contract;
#[cfg(test)]
mod test_support;
