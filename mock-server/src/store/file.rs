//! Uploads, per person. The bytes lie in the data folder.

use rusqlite::{Connection, OptionalExtension, params};

use super::{StoreError, Tx};

/// What is known of an upload.
#[derive(Clone)]
pub(crate) struct FileRow {
    pub(crate) sub: String,
    pub(crate) sha256: String,
    pub(crate) size: u64,
    pub(crate) media_type: String,
    /// All bytes are there and right.
    pub(crate) complete: bool,
    /// A dossier names it: it can't be removed.
    pub(crate) kept: bool,
}

/// One person's file.
pub(crate) fn find(connection: &Connection, sub: &str, sha256: &str) -> Result<Option<FileRow>, StoreError> {
    let mut query = connection
        .prepare_cached("SELECT size, media_type, complete, kept FROM file WHERE sub = ?1 AND sha256 = ?2")?;
    let row = query.query_row([sub, sha256], |row| {
        Ok(FileRow {
            sub: sub.to_owned(),
            sha256: sha256.to_owned(),
            size: row.get::<_, i64>(0)?.unsigned_abs(),
            media_type: row.get(1)?,
            complete: row.get(2)?,
            kept: row.get(3)?,
        })
    });
    Ok(row.optional()?)
}

/// Announces a file and answers what is kept of it. Announced before with another length or type: nothing, unless it is
/// `fresh` (no byte has arrived), when the new word counts.
pub(crate) fn announce(tx: &Tx<'_>, row: FileRow, fresh: bool) -> Result<Option<FileRow>, StoreError> {
    match find(tx, &row.sub, &row.sha256)? {
        Some(known) if known.size == row.size && known.media_type == row.media_type => {
            return Ok(Some(known));
        }
        Some(known) if known.complete || !fresh => return Ok(None),
        _ => {}
    }
    tx.prepare_cached("INSERT OR REPLACE INTO file (sub, sha256, size, media_type) VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![
            row.sub,
            row.sha256,
            row.size.cast_signed(),
            row.media_type
        ])?;
    Ok(Some(row))
}

/// All bytes are there.
pub(crate) fn mark_complete(tx: &Tx<'_>, sub: &str, sha256: &str) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE file SET complete = 1 WHERE sub = ?1 AND sha256 = ?2",
        [sub, sha256],
    )?;
    Ok(())
}

/// A dossier names these files from now on.
pub(crate) fn keep<'a>(
    tx: &Tx<'_>,
    sub: &str,
    hashes: impl Iterator<Item = &'a str>,
) -> Result<(), StoreError> {
    let mut update = tx.prepare_cached("UPDATE file SET kept = 1 WHERE sub = ?1 AND sha256 = ?2")?;
    for sha256 in hashes {
        update.execute([sub, sha256])?;
    }
    Ok(())
}

/// Forgets a file.
pub(crate) fn forget(tx: &Tx<'_>, sub: &str, sha256: &str) -> Result<(), StoreError> {
    tx.execute("DELETE FROM file WHERE sub = ?1 AND sha256 = ?2", [sub, sha256])?;
    Ok(())
}
