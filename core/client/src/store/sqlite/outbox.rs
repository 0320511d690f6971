//! The outbox: what still has to reach the portal. Under the background key, so that sending goes on while the phone is locked.

use motcua_domain::{ids::EntryId, outbox::Entry};
use rusqlite::{Row, params};

use super::{
    kept_files,
    rows::{Reading, Sealed, Writing, bytes, number, text},
};
use crate::{
    port::store::{Result, StoreError},
    store::{files::hashes_in, sealing::Scope},
};

const ENTRY: Sealed = Sealed {
    table: "outbox_entry",
    scope: Scope::Background,
};

pub(super) fn put(writing: &mut Writing<'_>, entry: &Entry) -> Result<()> {
    let (id, version) = (entry.id.to_string(), writing.touch());
    let sealed = writing.seal_json(ENTRY, &id, version, entry)?;
    writing.execute(
        "INSERT INTO outbox_entry (id, position, sealed) VALUES (?1, ?2, ?3)
         ON CONFLICT (id) DO UPDATE SET sealed = excluded.sealed",
        params![id, number(version), sealed],
    )?;
    kept_files::to_background(writing, &hashes_of(entry)?)
}

pub(super) fn delete(writing: &mut Writing<'_>, id: &EntryId) -> Result<()> {
    writing
        .execute("DELETE FROM outbox_entry WHERE id = ?1", [id.to_string()])
        .map(drop)
}

pub(super) fn one(reading: &Reading<'_>, id: &EntryId) -> Result<Option<Entry>> {
    reading.one(
        "SELECT id, sealed FROM outbox_entry WHERE id = ?1",
        [id.to_string()],
        |row| read(reading, row),
    )
}

/// Oldest first. An entry that doesn't open is noted and never delays another.
pub(super) fn all(reading: &Reading<'_>) -> Result<Vec<Entry>> {
    let sql = "SELECT id, sealed FROM outbox_entry ORDER BY position";
    reading.list(ENTRY, usize::MAX, sql, [], |row| read(reading, row))
}

/// The files that entries name, for the sweep: here one that doesn't open is an error, for it may name a file.
pub(super) fn hashes(reading: &Reading<'_>) -> Result<Vec<motcua_domain::ids::Sha256>> {
    let entries = reading.all("SELECT id, sealed FROM outbox_entry", [], |row| {
        hashes_of(&read(reading, row)?)
    })?;
    Ok(entries.concat())
}

fn read(reading: &Reading<'_>, row: &Row<'_>) -> Result<Entry> {
    Ok(reading.open_json(ENTRY, text(row, 0)?, bytes(row, 1)?)?.0)
}

fn hashes_of(entry: &Entry) -> Result<Vec<motcua_domain::ids::Sha256>> {
    let json = serde_json::to_string(entry).map_err(|_| StoreError::Failed("encoding"))?;
    Ok(hashes_in(&json))
}
