//! The service's two tables.

use rusqlite::{Connection, OptionalExtension, params};

/// A message that waits for its phone.
pub(super) struct Waiting {
    pub(super) id: i64,
    pub(super) body: Vec<u8>,
}

/// A message as posted.
pub(super) struct Posted {
    pub(super) token: String,
    pub(super) topic: Option<String>,
    pub(super) body: Vec<u8>,
    /// Milliseconds since 1970.
    pub(super) now: i64,
    /// Milliseconds since 1970.
    pub(super) expires_at: i64,
}

pub(super) fn add_endpoint(db: &Connection, token: &str, reader_key_sha256: &str) -> rusqlite::Result<()> {
    db.execute(
        "INSERT INTO push_endpoint VALUES (?1, ?2)",
        [token, reader_key_sha256],
    )?;
    Ok(())
}

/// The digest of the key that reads this endpoint's stream; nothing for an unknown endpoint.
pub(super) fn reader_key(db: &Connection, token: &str) -> rusqlite::Result<Option<String>> {
    db.query_row(
        "SELECT reader_key_sha256 FROM push_endpoint WHERE token = ?1",
        [token],
        |row| row.get(0),
    )
    .optional()
}

/// Keeps a message and answers its id; nothing for an unknown endpoint. Takes the chance to forget what has expired.
pub(super) fn add_message(db: &Connection, posted: &Posted) -> rusqlite::Result<Option<i64>> {
    if reader_key(db, &posted.token)?.is_none() {
        return Ok(None);
    }
    db.execute("DELETE FROM push_message WHERE expires_at < ?1", [posted.now])?;
    if let Some(topic) = &posted.topic {
        db.execute(
            "DELETE FROM push_message WHERE token = ?1 AND topic = ?2",
            [&posted.token, topic],
        )?;
    }
    let sql = "INSERT INTO push_message (token, topic, body, expires_at) VALUES (?1, ?2, ?3, ?4)";
    db.execute(
        sql,
        params![posted.token, posted.topic, posted.body, posted.expires_at],
    )?;
    Ok(Some(db.last_insert_rowid()))
}

/// The oldest message after `after` that hasn't expired at `now`.
pub(super) fn next_message(
    db: &Connection,
    token: &str,
    after: i64,
    now: i64,
) -> rusqlite::Result<Option<Waiting>> {
    let sql = "SELECT id, body FROM push_message WHERE token = ?1 AND id > ?2 AND expires_at >= ?3 ORDER BY id LIMIT 1";
    let read = |row: &rusqlite::Row<'_>| {
        Ok(Waiting {
            id: row.get(0)?,
            body: row.get(1)?,
        })
    };
    db.query_row(sql, params![token, after, now], read).optional()
}

pub(super) fn forget_message(db: &Connection, id: i64) -> rusqlite::Result<()> {
    db.execute("DELETE FROM push_message WHERE id = ?1", [id])?;
    Ok(())
}
