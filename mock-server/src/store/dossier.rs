//! Dossiers, their manifests, their facts.

use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension, Row, ToSql, params};

use super::{RowUnreadable, StoreError, Tx};
use crate::calendar::local_day;
use crate::dossier::{Dossier, Status};
use crate::evidence::Sealed;
use crate::evidence::chain::Head;

/// A manifest as it came, with the receipt it got.
pub(crate) struct ManifestRow {
    /// 0 for the submission, n for the n-th supplement.
    pub(crate) number: u32,
    pub(crate) sha256: String,
    pub(crate) body: Vec<u8>,
    pub(crate) receipt: String,
}

/// Adds a dossier.
pub(crate) fn add(tx: &Tx<'_>, dossier: &Dossier) -> Result<(), StoreError> {
    tx.prepare_cached(
        "INSERT INTO dossier (id, sub, position, agency_code, status, revision, state)
         VALUES (?1, ?2, (SELECT coalesce(max(position), 0) + 1 FROM dossier), ?3, ?4, ?5, ?6)",
    )?
    .execute(params![
        dossier.id,
        dossier.sub,
        dossier.agency_code,
        dossier.status.id(),
        dossier.revision,
        to_json(dossier)?
    ])?;
    Ok(())
}

/// Writes a dossier's new state.
pub(crate) fn update(tx: &Tx<'_>, dossier: &Dossier) -> Result<(), StoreError> {
    tx.prepare_cached("UPDATE dossier SET status = ?2, revision = ?3, state = ?4 WHERE id = ?1")?
        .execute(params![
            dossier.id,
            dossier.status.id(),
            dossier.revision,
            to_json(dossier)?
        ])?;
    Ok(())
}

/// A dossier by id, whoever's it is.
pub(crate) fn find(connection: &Connection, id: &str) -> Result<Option<Dossier>, StoreError> {
    let mut query = connection.prepare_cached("SELECT state FROM dossier WHERE id = ?1")?;
    Ok(query.query_row([id], read).optional()?)
}

/// Up to `limit` of a person's dossiers after a position, with their positions.
pub(crate) fn of_person(
    connection: &Connection,
    sub: &str,
    after: i64,
    limit: u32,
) -> Result<Vec<(i64, Dossier)>, StoreError> {
    let sql =
        "SELECT state, position FROM dossier WHERE sub = ?1 AND position > ?2 ORDER BY position LIMIT ?3";
    pages(connection, sql, params![sub, after, limit])
}

/// Up to `limit` dossiers of an office's list after a position: all, or those of one status.
pub(crate) fn list(
    connection: &Connection,
    status: Option<Status>,
    after: i64,
    limit: u32,
) -> Result<Vec<(i64, Dossier)>, StoreError> {
    match status {
        Some(status) => {
            let sql = "SELECT state, position FROM dossier WHERE status = ?1 AND position > ?2 ORDER BY position LIMIT ?3";
            pages(connection, sql, params![status.id(), after, limit])
        }
        None => {
            let sql = "SELECT state, position FROM dossier WHERE position > ?1 ORDER BY position LIMIT ?2";
            pages(connection, sql, params![after, limit])
        }
    }
}

fn pages(
    connection: &Connection,
    sql: &str,
    bound: &[&dyn ToSql],
) -> Result<Vec<(i64, Dossier)>, StoreError> {
    let mut query = connection.prepare_cached(sql)?;
    let rows = query.query_map(bound, |row| Ok((row.get(1)?, read(row)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The next official code of an agency: `H29.177-261122-0001`. The serial starts again each day in Việt Nam.
pub(crate) fn next_code(tx: &Tx<'_>, agency_code: &str, now: DateTime<Utc>) -> Result<String, StoreError> {
    let day = local_day(now).format("%y%m%d").to_string();
    let serial: i64 = tx.query_row(
        "INSERT INTO dossier_serial (agency_code, day, last) VALUES (?1, ?2, 1)
         ON CONFLICT (agency_code, day) DO UPDATE SET last = last + 1 RETURNING last",
        [agency_code, &day],
        |row| row.get(0),
    )?;
    Ok(format!("{agency_code}-{day}-{serial:04}"))
}

/// Adds a manifest with its receipt.
pub(crate) fn add_manifest(tx: &Tx<'_>, dossier_id: &str, manifest: &ManifestRow) -> Result<(), StoreError> {
    tx.prepare_cached(
        "INSERT INTO manifest (dossier_id, number, sha256, body, receipt) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?
    .execute(params![
        dossier_id,
        manifest.number,
        manifest.sha256,
        manifest.body,
        manifest.receipt
    ])?;
    Ok(())
}

/// One manifest of a dossier.
pub(crate) fn manifest(
    connection: &Connection,
    dossier_id: &str,
    number: u32,
) -> Result<Option<ManifestRow>, StoreError> {
    let sql = "SELECT number, sha256, body, receipt FROM manifest WHERE dossier_id = ?1 AND number = ?2";
    Ok(connection
        .prepare_cached(sql)?
        .query_row(params![dossier_id, number], manifest_row)
        .optional()?)
}

/// The newest manifest of a dossier: what facts are about.
pub(crate) fn newest_manifest(connection: &Connection, dossier_id: &str) -> Result<ManifestRow, StoreError> {
    let sql = "SELECT number, sha256, body, receipt FROM manifest WHERE dossier_id = ?1 ORDER BY number DESC LIMIT 1";
    Ok(connection
        .prepare_cached(sql)?
        .query_row([dossier_id], manifest_row)?)
}

/// Manifests that the office hasn't read yet, oldest dossier first.
pub(crate) fn unread(connection: &Connection) -> Result<Vec<(String, u32)>, StoreError> {
    let mut query = connection.prepare_cached(
        "SELECT m.dossier_id, m.number FROM manifest m JOIN dossier d ON d.id = m.dossier_id
         WHERE m.read_by_office = 0 ORDER BY d.position, m.number",
    )?;
    let rows = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Notes that the office has read a manifest; false if it had before.
pub(crate) fn mark_read(tx: &Tx<'_>, dossier_id: &str, number: u32) -> Result<bool, StoreError> {
    let sql =
        "UPDATE manifest SET read_by_office = 1 WHERE dossier_id = ?1 AND number = ?2 AND read_by_office = 0";
    Ok(tx.execute(sql, params![dossier_id, number])? == 1)
}

/// Where a dossier's chain ends.
pub(crate) fn head(connection: &Connection, dossier_id: &str) -> Result<Head, StoreError> {
    let sql = "SELECT seq, jws FROM fact WHERE dossier_id = ?1 ORDER BY seq DESC LIMIT 1";
    let last: Option<(i64, String)> = connection
        .prepare_cached(sql)?
        .query_row([dossier_id], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    Ok(last.map_or(Head::Empty, |(seq, jws)| Head::after(seq, &jws)))
}

/// Adds a sealed fact.
pub(crate) fn add_fact(tx: &Tx<'_>, dossier_id: &str, sealed: &Sealed) -> Result<(), StoreError> {
    tx.prepare_cached("INSERT INTO fact (dossier_id, seq, jws) VALUES (?1, ?2, ?3)")?
        .execute(params![dossier_id, sealed.seq, sealed.jws])?;
    Ok(())
}

/// A dossier's chain.
pub(crate) fn facts(connection: &Connection, dossier_id: &str) -> Result<Vec<String>, StoreError> {
    let mut query = connection.prepare_cached("SELECT jws FROM fact WHERE dossier_id = ?1 ORDER BY seq")?;
    let rows = query.query_map([dossier_id], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Keeps a result's bytes, in place of an earlier one.
pub(crate) fn keep_result(tx: &Tx<'_>, dossier_id: &str, bytes: &[u8]) -> Result<(), StoreError> {
    tx.execute(
        "INSERT OR REPLACE INTO result (dossier_id, bytes) VALUES (?1, ?2)",
        params![dossier_id, bytes],
    )?;
    Ok(())
}

/// A result's bytes.
pub(crate) fn result(connection: &Connection, dossier_id: &str) -> Result<Option<Vec<u8>>, StoreError> {
    let sql = "SELECT bytes FROM result WHERE dossier_id = ?1";
    Ok(connection
        .query_row(sql, [dossier_id], |row| row.get(0))
        .optional()?)
}

/// Puts a tombstone on an id, for this person.
pub(crate) fn bury(tx: &Tx<'_>, sub: &str, dossier_id: &str) -> Result<(), StoreError> {
    tx.execute(
        "INSERT OR IGNORE INTO tombstone (sub, dossier_id) VALUES (?1, ?2)",
        [sub, dossier_id],
    )?;
    Ok(())
}

/// Whether this person has put a tombstone on the id.
pub(crate) fn is_buried(connection: &Connection, sub: &str, dossier_id: &str) -> Result<bool, StoreError> {
    let sql = "SELECT EXISTS (SELECT 1 FROM tombstone WHERE sub = ?1 AND dossier_id = ?2)";
    Ok(connection
        .prepare_cached(sql)?
        .query_row([sub, dossier_id], |row| row.get(0))?)
}

fn manifest_row(row: &Row<'_>) -> rusqlite::Result<ManifestRow> {
    Ok(ManifestRow {
        number: row.get(0)?,
        sha256: row.get(1)?,
        body: row.get(2)?,
        receipt: row.get(3)?,
    })
}

fn read(row: &Row<'_>) -> rusqlite::Result<Dossier> {
    let state: String = row.get(0)?;
    serde_json::from_str(&state).map_err(|_| RowUnreadable::in_column(0))
}

fn to_json(dossier: &Dossier) -> Result<String, StoreError> {
    serde_json::to_string(dossier).map_err(|error| StoreError::Failed(error.to_string()))
}
