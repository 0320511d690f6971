//! Which version of the catalogue last touched each procedure.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension, params};

use super::{StoreError, Tx};
use crate::clock::from_millis;

/// What is known of one procedure's past.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) sha256: String,
    pub(crate) changed_in: i64,
    pub(crate) removed: bool,
}

/// The newest version and when it came to be.
pub(crate) fn newest(connection: &Connection) -> Result<Option<(i64, DateTime<Utc>)>, StoreError> {
    let sql = "SELECT version, generated_at FROM catalogue_version ORDER BY version DESC LIMIT 1";
    Ok(connection
        .query_row(sql, [], |row| Ok((row.get(0)?, from_millis(row.get(1)?))))
        .optional()?)
}

/// Everything known, by code.
pub(crate) fn entries(connection: &Connection) -> Result<BTreeMap<String, Entry>, StoreError> {
    let mut query = connection.prepare("SELECT code, sha256, changed_in, removed FROM catalogue_entry")?;
    let rows = query.query_map([], |row| {
        Ok((
            row.get(0)?,
            Entry {
                sha256: row.get(1)?,
                changed_in: row.get(2)?,
                removed: row.get(3)?,
            },
        ))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Writes a new version and what it changed.
pub(crate) fn keep_version(
    tx: &Tx<'_>,
    version: i64,
    now: DateTime<Utc>,
    changes: &BTreeMap<String, Entry>,
) -> Result<(), StoreError> {
    let sql = "INSERT INTO catalogue_version (version, generated_at) VALUES (?1, ?2)";
    tx.execute(sql, params![version, now.timestamp_millis()])?;
    let mut upsert = tx.prepare(
        "INSERT INTO catalogue_entry (code, sha256, changed_in, removed) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (code) DO UPDATE SET sha256 = ?2, changed_in = ?3, removed = ?4",
    )?;
    for (code, entry) in changes {
        upsert.execute(params![code, entry.sha256, entry.changed_in, entry.removed])?;
    }
    Ok(())
}
