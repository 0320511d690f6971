//! The portal's store: one SQLite file, one writer.
//!
//! All writes go through one thread that takes whatever jobs are waiting, runs each in its own savepoint, commits them
//! together (WAL, `synchronous=FULL`) and only then answers their callers: many citizens share one sync. A job that fails
//! rolls back alone. Reads run beside it on a few connections of their own.
//!
//! SQL lives in this folder only (and in `open311/`, which keeps its own tables): use cases see nouns and verbs, so that
//! another database is another set of these files. A failed commit answers every job of its batch with
//! [`StoreError::Failed`], and nothing of it happened.

pub(crate) mod catalogue;
pub(crate) mod dossier;
pub(crate) mod eid;
pub(crate) mod event;
pub(crate) mod file;
pub(crate) mod idempotency;
pub(crate) mod migrations;
pub(crate) mod person;
pub(crate) mod push;
mod reader;
mod writer;

use std::path::Path;
use std::sync::Arc;

use rusqlite::{Connection, OpenFlags};
use tokio::sync::broadcast;

pub(crate) use writer::Tx;

/// What a caller can do about a store that says no.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// This call failed and changed nothing; trying again may help, the log has the cause.
    #[error("a store operation failed: {0}")]
    Failed(String),
    /// The portal is stopping.
    #[error("the store is closed")]
    Closed,
    /// The file was written by a newer portal: start that one, or name another file. Nothing was touched.
    #[error("the database is at version {found}, this portal knows up to {known}")]
    Newer {
        /// The version found in the file.
        found: i64,
        /// The newest version that this program knows.
        known: i64,
    },
}

/// A row that this program can't read. It says nothing of what stands there: rows are personal.
#[derive(Debug, thiserror::Error)]
#[error("a stored row can't be read")]
pub(crate) struct RowUnreadable;

impl RowUnreadable {
    /// As the error of reading column `column`, a text.
    pub(crate) fn in_column(column: usize) -> rusqlite::Error {
        rusqlite::Error::FromSqlConversionFailure(column, rusqlite::types::Type::Text, Box::new(Self))
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        // A constraint's message names table and column, never the value.
        Self::Failed(error.to_string())
    }
}

/// The store. Cheap to clone; the writer ends when the last clone is gone.
#[derive(Clone)]
pub(crate) struct Store {
    writer: writer::Writer,
    readers: Arc<reader::Readers>,
    touched: broadcast::Sender<String>,
}

impl Store {
    /// Opens the file, makes it if absent, and brings it to the newest version.
    ///
    /// # Errors
    /// [`StoreError::Newer`] for a file of a newer portal, [`StoreError::Failed`] if it can't be opened.
    pub(crate) fn open(path: &Path) -> Result<Self, StoreError> {
        let mut connection = connect(path)?;
        migrations::migrate(&mut connection)?;
        let (touched, _) = broadcast::channel(1024);
        let writer = writer::Writer::start(connection, touched.clone())?;
        Ok(Self {
            writer,
            readers: Arc::new(reader::Readers::new(path)),
            touched,
        })
    }

    /// Runs `work` inside a transaction and answers once it is committed. `work` must only use its `tx`; an error rolls
    /// back what it did.
    ///
    /// # Errors
    /// What `work` answers, or the store's own.
    pub(crate) async fn write<T, E>(
        &self,
        work: impl FnOnce(&Tx<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        self.writer.run(work).await
    }

    /// Runs `work` on a reading connection.
    ///
    /// # Errors
    /// What `work` answers, or the store's own.
    pub(crate) async fn read<T, E>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        reader::Readers::run(Arc::clone(&self.readers), work).await
    }

    /// Tells whose event log has grown (`sub`), after each commit. A receiver that lags misses some and must look itself.
    pub(crate) fn touched(&self) -> broadcast::Receiver<String> {
        self.touched.subscribe()
    }
}

/// Opens one connection with the settings that every connection of ours has.
fn connect(path: &Path) -> Result<Connection, StoreError> {
    let flags =
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", "ON")?;
    connection.pragma_update(None, "busy_timeout", 5_000)?;
    connection.set_prepared_statement_cache_capacity(128);
    Ok(connection)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn store() -> (tempfile::TempDir, Store) {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("portal.sqlite")).unwrap();
        (folder, store)
    }

    fn bury(tx: &Tx<'_>, id: &str) -> Result<(), StoreError> {
        dossier::bury(tx, "somebody", id)
    }

    async fn is_buried(store: &Store, id: &'static str) -> bool {
        store
            .read(move |db| dossier::is_buried(db, "somebody", id))
            .await
            .unwrap()
    }

    #[tokio::test]
    async fn a_job_that_fails_or_panics_takes_nobody_with_it() {
        let (_folder, store) = store();
        let good = store.write(|tx| bury(tx, "good"));
        let failing = store.write(|tx| {
            bury(tx, "failing")?;
            Err::<(), _>(StoreError::Failed("on purpose".into()))
        });
        let panicking = store.write(|tx| {
            bury(tx, "panicking")?;
            if is_buried_now(tx) {
                panic!("on purpose")
            }
            Ok::<_, StoreError>(())
        });
        let later = store.write(|tx| bury(tx, "later"));
        let (good, failing, panicking, later) = tokio::join!(good, failing, panicking, later);
        assert!(good.is_ok() && failing.is_err() && panicking.is_err() && later.is_ok());
        for (id, there) in [
            ("good", true),
            ("failing", false),
            ("panicking", false),
            ("later", true),
        ] {
            assert_eq!(is_buried(&store, id).await, there, "{id}");
        }
    }

    fn is_buried_now(tx: &Tx<'_>) -> bool {
        dossier::is_buried(tx, "somebody", "panicking").unwrap()
    }

    #[tokio::test]
    async fn listeners_hear_of_what_was_committed_and_of_nothing_else() {
        let (_folder, store) = store();
        let mut touched = store.touched();
        let failed = store.write(|tx| {
            tx.touch("nobody");
            Err::<(), _>(StoreError::Failed("on purpose".into()))
        });
        assert!(failed.await.is_err());
        store
            .write(|tx| {
                tx.touch("somebody");
                Ok::<_, StoreError>(())
            })
            .await
            .unwrap();
        assert_eq!(touched.recv().await.unwrap(), "somebody");
        assert!(touched.is_empty());
    }
}
