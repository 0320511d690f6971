//! How a database file is opened: settings, locks, and the refusal to touch a newer or foreign file.
//!
//! One process owns a database: a lock on `<name>.lock` beside it is held as long as it is open, and given back by the system when the
//! process dies, however it dies. Inside the process there is **one writer connection behind a mutex** and one reader connection, so that
//! a list never waits for a sync. A mutex and no writer thread: a commit is one small transaction (tens of microseconds of work, then one
//! sync), callers wait for its result anyway, and a thread would only add a queue that has to be drained at every death of the app.
//!
//! `synchronous=FULL` with WAL: a commit that returned survives a power cut. Apple's `fsync` doesn't reach the flash, so there
//! `fullfsync` and `checkpoint_fullfsync` are switched on and their answer is checked.

use std::{
    fs::{self, File, OpenOptions, TryLockError},
    io::{self, Read},
    path::{Path, PathBuf},
    time::Duration,
};

use rusqlite::{Connection, ErrorCode, OpenFlags, config::DbConfig};

use crate::port::store::{Result, StoreError};

/// Statements kept compiled for each connection: a few more than the store has.
const STATEMENTS: usize = 64;
/// How long a connection waits for the other one of this process (a checkpoint that has to restart the WAL).
const BUSY: Duration = Duration::from_secs(5);
/// Where SQLite keeps `user_version` in the file (file format, §1.3).
const USER_VERSION_AT: usize = 60;

/// Sorts SQLite's errors by what the caller can do next. The original text is dropped: it may quote a value.
pub(crate) fn from_sqlite(error: rusqlite::Error) -> StoreError {
    match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => StoreError::Full,
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => StoreError::Damaged,
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => StoreError::Failed("busy"),
        Some(ErrorCode::SystemIoFailure | ErrorCode::CannotOpen | ErrorCode::ReadOnly) => {
            StoreError::Failed("disk")
        }
        Some(ErrorCode::OutOfMemory) => StoreError::Failed("memory"),
        Some(ErrorCode::ConstraintViolation) => StoreError::Failed("constraint"),
        _ => StoreError::Failed("database"),
    }
}

/// Sorts the file system's errors.
pub(crate) fn from_io(error: &io::Error) -> StoreError {
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => StoreError::Full,
        _ => StoreError::Failed("disk"),
    }
}

/// A database file that this process owns. Dropping it lets another process in.
pub(crate) struct Owned {
    path: PathBuf,
    _lock: File,
}

impl Owned {
    /// Takes `folder/<name>.db` for this process, making the folder and an empty file if there is none.
    ///
    /// # Errors
    /// [`StoreError::InUse`] when somebody else (also another store in this process) has it; [`StoreError::Full`], [`StoreError::Failed`].
    pub(crate) fn take(folder: &Path, name: &str) -> Result<Self> {
        make_folder(folder)?;
        let lock = own_file(&folder.join(format!("{name}.lock")))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(StoreError::InUse),
            Err(TryLockError::Error(error)) => return Err(from_io(&error)),
        }
        let path = folder.join(format!("{name}.db"));
        own_file(&path)?;
        Ok(Self { path, _lock: lock })
    }

    /// Whether nothing was ever written into it.
    pub(crate) fn is_empty(&self) -> Result<bool> {
        fs::metadata(&self.path)
            .map(|about| about.len() == 0)
            .map_err(|error| from_io(&error))
    }

    /// Opens the writer. `known` is the newest schema this app knows.
    ///
    /// # Errors
    /// [`StoreError::TooNew`] or [`StoreError::Damaged`]: the file has been left as it was.
    pub(crate) fn writer(&self, known: i64) -> Result<Connection> {
        self.refuse_by_header(known)?;
        let connection = self.connect()?;
        refuse_by_version(&connection, known)?;
        demand(&connection, "journal_mode", "WAL", "wal")?;
        demand(&connection, "synchronous", "FULL", "2")?;
        // Deleted values are overwritten with zeros, so that they don't linger in free pages.
        demand(&connection, "secure_delete", "ON", "1")?;
        demand_full_sync(&connection)?;
        Ok(connection)
    }

    /// Opens a connection that can't write.
    pub(crate) fn reader(&self) -> Result<Connection> {
        let connection = self.connect()?;
        demand(&connection, "query_only", "ON", "1")?;
        Ok(connection)
    }

    fn connect(&self) -> Result<Connection> {
        // Without SQLITE_OPEN_URI: a home folder called `file:x?mode=memory` is a folder. NO_MUTEX: our own mutex guards each connection.
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(&self.path, flags).map_err(from_sqlite)?;
        connection.busy_timeout(BUSY).map_err(from_sqlite)?;
        connection.set_prepared_statement_cache_capacity(STATEMENTS);
        demand(&connection, "foreign_keys", "ON", "1")?;
        // Sorting never spills a personal value into a temporary file.
        demand(&connection, "temp_store", "MEMORY", "2")?;
        // A damaged or hostile file is found early, and its schema can't call functions.
        demand(&connection, "cell_size_check", "ON", "1")?;
        demand(&connection, "trusted_schema", "OFF", "0")?;
        Ok(connection)
    }

    /// Looks at the first bytes without SQLite, which would make its side files at once.
    fn refuse_by_header(&self, known: i64) -> Result<()> {
        let mut header = Vec::new();
        let file = File::open(&self.path).map_err(|error| from_io(&error))?;
        file.take(100)
            .read_to_end(&mut header)
            .map_err(|error| from_io(&error))?;
        if header.is_empty() {
            return Ok(());
        }
        if header.len() < 100 || !header.starts_with(b"SQLite format 3\0") {
            return Err(StoreError::Damaged);
        }
        let version: [u8; 4] = header[USER_VERSION_AT..USER_VERSION_AT + 4]
            .try_into()
            .expect("four bytes of a hundred");
        refuse_newer(i64::from(i32::from_be_bytes(version)), known)
    }
}

/// A newer schema may stand in the WAL only, when the newer app was killed: so SQLite is asked too, before anything is changed.
fn refuse_by_version(connection: &Connection, known: i64) -> Result<()> {
    let found = user_version(connection)?;
    refuse_newer(found, known).inspect_err(|_| {
        // Closing would move the WAL into the file; leave both as they are. If this fails, the file is still whole, only moved on.
        let _left = connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true);
    })
}

fn refuse_newer(found: i64, known: i64) -> Result<()> {
    if found > known {
        Err(StoreError::TooNew { found, known })
    } else {
        Ok(())
    }
}

/// The schema's number.
pub(crate) fn user_version(connection: &Connection) -> Result<i64> {
    connection
        .query_row("PRAGMA user_version", [], |row| row.get(0))
        .map_err(from_sqlite)
}

/// Sets a pragma and checks that SQLite took it: most of them are ignored in silence when they can't be set.
fn demand(connection: &Connection, pragma: &str, value: &str, answer: &str) -> Result<()> {
    // `journal_mode` answers with a row when it is set, the others don't.
    connection
        .pragma_update_and_check(None, pragma, value, |_| Ok(()))
        .or_else(no_row)
        .map_err(from_sqlite)?;
    let found = connection
        .pragma_query_value(None, pragma, |row| row.get_ref(0).map(|value| text_of(&value)))
        .map_err(from_sqlite)?;
    if found == answer {
        Ok(())
    } else {
        Err(StoreError::Failed("database setting"))
    }
}

fn no_row(error: rusqlite::Error) -> rusqlite::Result<()> {
    if matches!(error, rusqlite::Error::QueryReturnedNoRows) {
        Ok(())
    } else {
        Err(error)
    }
}

fn text_of(value: &rusqlite::types::ValueRef<'_>) -> String {
    match value {
        rusqlite::types::ValueRef::Integer(number) => number.to_string(),
        other => other.as_str().unwrap_or_default().to_owned(),
    }
}

#[cfg(target_vendor = "apple")]
fn demand_full_sync(connection: &Connection) -> Result<()> {
    demand(connection, "fullfsync", "ON", "1")?;
    demand(connection, "checkpoint_fullfsync", "ON", "1")
}

/// Everywhere else `fsync` reaches the disk.
#[cfg(not(target_vendor = "apple"))]
fn demand_full_sync(_: &Connection) -> Result<()> {
    Ok(())
}

/// Makes `folder` and what is above it, readable by this user only.
pub(crate) fn make_folder(folder: &Path) -> Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder).map_err(|error| from_io(&error))
}

/// Opens a file of ours for writing, made readable by this user only if it wasn't there.
pub(crate) fn own_file(path: &Path) -> Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map_err(|error| from_io(&error))
}

/// Makes the names in `folder` safe: a rename survives a power cut only once its folder is synced.
pub(crate) fn sync_folder(folder: &Path) -> Result<()> {
    File::open(folder)
        .and_then(|handle| handle.sync_all())
        .map_err(|error| from_io(&error))
}
