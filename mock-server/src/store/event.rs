//! People's event logs.

use chrono::{DateTime, Utc};
use rusqlite::{Connection, params};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::{RowUnreadable, StoreError, Tx};
use crate::clock::{from_millis, wire_time};

/// An event before it has a number.
pub(crate) struct NewEvent<'a> {
    /// Random.
    pub(crate) id: String,
    /// `dossier_changed`, `feedback_changed` …
    pub(crate) kind: &'a str,
    /// The dossier or report.
    pub(crate) subject_id: &'a str,
    pub(crate) occurred_at: DateTime<Utc>,
    pub(crate) data: Value,
}

/// An event as sent.
#[derive(Clone, Serialize, ToSchema)]
pub(crate) struct EventRow {
    /// Per person, from 1, without gaps.
    pub(crate) seq: i64,
    id: String,
    kind: String,
    subject_id: String,
    occurred_at: String,
    data: Value,
}

/// Appends to a person's log. The number comes from the person's own counter row, in this transaction: numbers are in
/// commit order and none is ever missing.
pub(crate) fn append(tx: &Tx<'_>, sub: &str, event: &NewEvent<'_>) -> Result<i64, StoreError> {
    let seq: i64 = tx
        .prepare_cached("UPDATE person SET last_seq = last_seq + 1 WHERE sub = ?1 RETURNING last_seq")?
        .query_row([sub], |row| row.get(0))?;
    tx.prepare_cached(
        "INSERT INTO event (sub, seq, id, kind, subject_id, occurred_at, data) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?
    .execute(params![
        sub,
        seq,
        event.id,
        event.kind,
        event.subject_id,
        event.occurred_at.timestamp_millis(),
        event.data.to_string()
    ])?;
    tx.touch(sub);
    Ok(seq)
}

/// Up to `limit` events after a cursor.
pub(crate) fn after(
    connection: &Connection,
    sub: &str,
    after: i64,
    limit: u32,
) -> Result<Vec<EventRow>, StoreError> {
    let mut query = connection.prepare_cached(
        "SELECT seq, id, kind, subject_id, occurred_at, data FROM event
         WHERE sub = ?1 AND seq > ?2 ORDER BY seq LIMIT ?3",
    )?;
    let rows = query.query_map(params![sub, after, limit], |row| {
        let data: String = row.get(5)?;
        Ok(EventRow {
            seq: row.get(0)?,
            id: row.get(1)?,
            kind: row.get(2)?,
            subject_id: row.get(3)?,
            occurred_at: wire_time(from_millis(row.get(4)?)),
            data: serde_json::from_str(&data).map_err(|_| RowUnreadable::in_column(5))?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
