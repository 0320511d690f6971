//! The e-ID's rows: requests, codes, grants, tokens and the proofs already seen.

use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension, Row, params};
use serde::de::DeserializeOwned;

use super::{StoreError, Tx};
use crate::clock::from_millis;
use crate::eid::request::AuthRequest;

/// A code as it was issued.
pub(crate) struct CodeUse {
    pub(crate) sub: String,
    pub(crate) request: AuthRequest,
    pub(crate) issued_at: DateTime<Utc>,
    /// The grant that it gave, once used.
    pub(crate) grant_id: Option<String>,
}

/// What a sign-in gave.
pub(crate) struct Grant {
    pub(crate) id: String,
    pub(crate) sub: String,
    pub(crate) key_thumbprint: String,
    pub(crate) auth_time: DateTime<Utc>,
}

/// Keeps a request while its person decides; forgets those older than `oldest`.
pub(crate) fn keep_request(
    tx: &Tx<'_>,
    id: &str,
    request: &AuthRequest,
    now: DateTime<Utc>,
    oldest: DateTime<Utc>,
) -> Result<(), StoreError> {
    tx.execute(
        "DELETE FROM eid_request WHERE created_at < ?1",
        [oldest.timestamp_millis()],
    )?;
    let sql = "INSERT INTO eid_request (id, request, created_at) VALUES (?1, ?2, ?3)";
    tx.execute(sql, params![id, to_json(request)?, now.timestamp_millis()])?;
    Ok(())
}

/// Takes a request out, if it is no older than `oldest`.
pub(crate) fn take_request(
    tx: &Tx<'_>,
    id: &str,
    oldest: DateTime<Utc>,
) -> Result<Option<AuthRequest>, StoreError> {
    let sql = "DELETE FROM eid_request WHERE id = ?1 AND created_at >= ?2 RETURNING request";
    let text: Option<String> = tx
        .query_row(sql, params![id, oldest.timestamp_millis()], |row| row.get(0))
        .optional()?;
    text.map(|text| from_json(&text)).transpose()
}

/// Keeps a code's hash.
pub(crate) fn keep_code(
    tx: &Tx<'_>,
    code_hash: &str,
    sub: &str,
    request: &AuthRequest,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let sql = "INSERT INTO eid_code (code_hash, sub, request, issued_at) VALUES (?1, ?2, ?3, ?4)";
    tx.execute(
        sql,
        params![code_hash, sub, to_json(request)?, now.timestamp_millis()],
    )?;
    Ok(())
}

/// A code by its hash, used or not.
pub(crate) fn code(tx: &Tx<'_>, code_hash: &str) -> Result<Option<CodeUse>, StoreError> {
    let sql = "SELECT sub, request, issued_at, grant_id FROM eid_code WHERE code_hash = ?1";
    let row: Option<(String, String, i64, Option<String>)> = tx
        .query_row(sql, [code_hash], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
        })
        .optional()?;
    row.map(|(sub, request, issued_at, grant_id)| {
        Ok(CodeUse {
            sub,
            request: from_json(&request)?,
            issued_at: from_millis(issued_at),
            grant_id,
        })
    })
    .transpose()
}

/// Notes which grant a code gave.
pub(crate) fn mark_code_used(tx: &Tx<'_>, code_hash: &str, grant_id: &str) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE eid_code SET grant_id = ?2 WHERE code_hash = ?1",
        [code_hash, grant_id],
    )?;
    Ok(())
}

/// Keeps a grant with the hash of its refresh token.
pub(crate) fn keep_grant(
    tx: &Tx<'_>,
    grant: &Grant,
    nonce: &str,
    refresh_hash: &str,
    expires_at: DateTime<Utc>,
) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO eid_grant (id, sub, key_thumbprint, refresh_hash, nonce, auth_time, expires_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![
            grant.id,
            grant.sub,
            grant.key_thumbprint,
            refresh_hash,
            nonce,
            grant.auth_time.timestamp_millis(),
            expires_at.timestamp_millis()
        ],
    )?;
    Ok(())
}

/// Keeps an access token's hash.
pub(crate) fn keep_access(
    tx: &Tx<'_>,
    token_hash: &str,
    grant_id: &str,
    expires_at: DateTime<Utc>,
) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO eid_access (token_hash, grant_id, expires_at) VALUES (?1, ?2, ?3)",
        params![token_hash, grant_id, expires_at.timestamp_millis()],
    )?;
    Ok(())
}

/// The grant of an access token, if both are good at `now`.
pub(crate) fn live_grant_by_access(
    connection: &Connection,
    token_hash: &str,
    now: DateTime<Utc>,
) -> Result<Option<Grant>, StoreError> {
    let mut query = connection.prepare_cached(
        "SELECT g.id, g.sub, g.key_thumbprint, g.auth_time FROM eid_access a JOIN eid_grant g ON g.id = a.grant_id
         WHERE a.token_hash = ?1 AND a.expires_at > ?2 AND g.expires_at > ?2 AND g.revoked = 0",
    )?;
    Ok(query
        .query_row(params![token_hash, now.timestamp_millis()], grant_row)
        .optional()?)
}

/// The grant of a refresh token, if it is good at `now`.
pub(crate) fn live_grant_by_refresh(
    tx: &Tx<'_>,
    refresh_hash: &str,
    now: DateTime<Utc>,
) -> Result<Option<Grant>, StoreError> {
    let sql = "SELECT id, sub, key_thumbprint, auth_time FROM eid_grant
               WHERE refresh_hash = ?1 AND expires_at > ?2 AND revoked = 0";
    Ok(tx
        .query_row(sql, params![refresh_hash, now.timestamp_millis()], grant_row)
        .optional()?)
}

/// Ends a sign-in.
pub(crate) fn revoke_grant(tx: &Tx<'_>, grant_id: &str) -> Result<(), StoreError> {
    tx.execute("UPDATE eid_grant SET revoked = 1 WHERE id = ?1", [grant_id])?;
    Ok(())
}

/// Revokes by a token's hash: a refresh token ends its sign-in, an access token only itself.
pub(crate) fn revoke_token(tx: &Tx<'_>, token_hash: &str) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE eid_grant SET revoked = 1 WHERE refresh_hash = ?1",
        [token_hash],
    )?;
    tx.execute("DELETE FROM eid_access WHERE token_hash = ?1", [token_hash])?;
    Ok(())
}

/// Ends the whole sign-in that an access token belongs to: from now on its refresh token is refused too.
pub(crate) fn revoke_session(tx: &Tx<'_>, access_hash: &str) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE eid_grant SET revoked = 1 WHERE id = (SELECT grant_id FROM eid_access WHERE token_hash = ?1)",
        [access_hash],
    )?;
    Ok(())
}

/// Notes a proof; false if it was seen before. Forgets those that are too old to be taken anyway.
pub(crate) fn see_proof(
    tx: &Tx<'_>,
    replay_id: &str,
    forget_after: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    tx.prepare_cached("DELETE FROM proof_seen WHERE expires_at < ?1")?
        .execute([now.timestamp_millis()])?;
    let added = tx
        .prepare_cached(
            "INSERT INTO proof_seen (id_hash, expires_at) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
        )?
        .execute(params![replay_id, forget_after.timestamp_millis()])?;
    Ok(added == 1)
}

fn grant_row(row: &Row<'_>) -> rusqlite::Result<Grant> {
    Ok(Grant {
        id: row.get(0)?,
        sub: row.get(1)?,
        key_thumbprint: row.get(2)?,
        auth_time: from_millis(row.get(3)?),
    })
}

fn to_json(request: &AuthRequest) -> Result<String, StoreError> {
    serde_json::to_string(request).map_err(|error| StoreError::Failed(error.to_string()))
}

fn from_json<T: DeserializeOwned>(text: &str) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|_| StoreError::Failed("a stored request can't be read".into()))
}
