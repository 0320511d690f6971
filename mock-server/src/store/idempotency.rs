//! What a POST action answered, kept in the transaction that did its work, so that the same key answers the same again.

use rusqlite::{OptionalExtension, params};
use serde_json::Value;

use super::{RowUnreadable, StoreError, Tx};

/// An answer given before.
pub(crate) struct Answered {
    pub(crate) request_sha256: String,
    pub(crate) revision: i64,
    pub(crate) answer: Value,
}

/// What was answered to this key.
pub(crate) fn find(tx: &Tx<'_>, key: &str) -> Result<Option<Answered>, StoreError> {
    let sql = "SELECT request_sha256, revision, answer FROM idempotency WHERE key = ?1";
    let row = tx.query_row(sql, [key], |row| {
        let answer: String = row.get(2)?;
        let answer = serde_json::from_str(&answer).map_err(|_| RowUnreadable::in_column(2))?;
        Ok(Answered {
            request_sha256: row.get(0)?,
            revision: row.get(1)?,
            answer,
        })
    });
    Ok(row.optional()?)
}

/// Keeps an answer under its key.
pub(crate) fn keep(
    tx: &Tx<'_>,
    key: &str,
    request_sha256: &str,
    revision: i64,
    answer: &Value,
) -> Result<(), StoreError> {
    let sql = "INSERT INTO idempotency (key, request_sha256, revision, answer) VALUES (?1, ?2, ?3, ?4)";
    tx.execute(sql, params![key, request_sha256, revision, answer.to_string()])?;
    Ok(())
}
