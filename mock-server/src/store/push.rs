//! Push subscriptions and the wake-ups sent to them.

use chrono::{DateTime, Utc};
use rusqlite::{Connection, params};
use serde::Serialize;
use utoipa::ToSchema;

use super::{StoreError, Tx};
use crate::clock::{from_millis, wire_time};

/// Where an installation wants its wake-ups. No `Debug`: the endpoint and secret are the phone's.
#[derive(Clone)]
pub(crate) struct SubscriptionRow {
    pub(crate) installation: String,
    pub(crate) endpoint: String,
    pub(crate) p256dh: String,
    pub(crate) auth: String,
}

/// A wake-up as told.
#[derive(Serialize, ToSchema)]
pub(crate) struct WakeRow {
    /// 32 hex digits.
    wake_id: String,
    sent_at: String,
}

/// Keeps a subscription, in place of an earlier one of this installation.
pub(crate) fn subscribe(tx: &Tx<'_>, sub: &str, row: &SubscriptionRow) -> Result<(), StoreError> {
    tx.execute(
        "INSERT OR REPLACE INTO push_subscription (sub, installation, endpoint, p256dh, auth)
         VALUES (?1, ?2, ?3, ?4, ?5)",
        params![sub, row.installation, row.endpoint, row.p256dh, row.auth],
    )?;
    Ok(())
}

/// Drops a subscription, if it is there.
pub(crate) fn unsubscribe(tx: &Tx<'_>, sub: &str, installation: &str) -> Result<(), StoreError> {
    tx.execute(
        "DELETE FROM push_subscription WHERE sub = ?1 AND installation = ?2",
        [sub, installation],
    )?;
    Ok(())
}

/// A person's subscriptions.
pub(crate) fn of_person(connection: &Connection, sub: &str) -> Result<Vec<SubscriptionRow>, StoreError> {
    let sql = "SELECT installation, endpoint, p256dh, auth FROM push_subscription WHERE sub = ?1";
    let mut query = connection.prepare_cached(sql)?;
    let rows = query.query_map([sub], |row| {
        Ok(SubscriptionRow {
            installation: row.get(0)?,
            endpoint: row.get(1)?,
            p256dh: row.get(2)?,
            auth: row.get(3)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Notes a wake-up before it is sent, so that the phone hears of it even if it never arrives.
pub(crate) fn note_wake(
    tx: &Tx<'_>,
    sub: &str,
    installation: &str,
    wake_id: &str,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let sql = "INSERT INTO wake (wake_id, sub, installation, sent_at) VALUES (?1, ?2, ?3, ?4)";
    tx.execute(sql, params![wake_id, sub, installation, now.timestamp_millis()])?;
    Ok(())
}

/// The wake-ups that an installation asking with `after` has to hear of: all that it wasn't told at a lower cursor.
pub(crate) fn tell_wakes(
    tx: &Tx<'_>,
    sub: &str,
    installation: &str,
    after: i64,
) -> Result<Vec<WakeRow>, StoreError> {
    let told =
        "UPDATE wake SET told_at_after = ?3 WHERE sub = ?1 AND installation = ?2 AND told_at_after IS NULL";
    tx.execute(told, params![sub, installation, after])?;
    let sql = "SELECT wake_id, sent_at FROM wake
               WHERE sub = ?1 AND installation = ?2 AND told_at_after >= ?3 ORDER BY sent_at, wake_id";
    let mut query = tx.prepare_cached(sql)?;
    let rows = query.query_map(params![sub, installation, after], |row| {
        Ok(WakeRow {
            wake_id: row.get(0)?,
            sent_at: wire_time(from_millis(row.get(1)?)),
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
