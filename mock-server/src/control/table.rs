//! What the control interface asks the store.

use serde::Serialize;
use utoipa::ToSchema;

use crate::app::AppState;
use crate::digest::sha256_hex;
use crate::store::{StoreError, eid};

/// What the portal holds: what a test compares with what the phone believes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Counts {
    /// Dossiers submitted, whatever became of them.
    pub(crate) dossiers: u64,
    /// Facts in all their chains.
    pub(crate) facts: u64,
    /// Files whose every byte arrived, counted per person.
    pub(crate) files: u64,
    /// Events in all people's logs.
    pub(crate) events: u64,
    /// Wake-ups sent.
    pub(crate) pushes: u64,
    /// Pieces of feedback.
    pub(crate) feedback: u64,
}

/// Counts everything in one snapshot.
///
/// # Errors
/// The store's.
pub(crate) async fn count(state: &AppState) -> Result<Counts, StoreError> {
    let sql = "SELECT (SELECT count(*) FROM dossier), (SELECT count(*) FROM fact), \
               (SELECT count(*) FROM file WHERE complete), (SELECT count(*) FROM event), \
               (SELECT count(*) FROM wake), (SELECT count(*) FROM report)";
    let read = |row: &rusqlite::Row<'_>| {
        let number = |column| row.get::<_, i64>(column).map(i64::unsigned_abs);
        Ok(Counts {
            dossiers: number(0)?,
            facts: number(1)?,
            files: number(2)?,
            events: number(3)?,
            pushes: number(4)?,
            feedback: number(5)?,
        })
    };
    state.store.read(move |db| Ok(db.query_row(sql, [], read)?)).await
}

/// Ends the session that this access token belongs to. A token that nobody has ends nothing.
pub(super) async fn revoke_session(state: &AppState, token: String) {
    let hash = sha256_hex(token.as_bytes());
    let revoked = state.store.write(move |tx| eid::revoke_session(tx, &hash)).await;
    if let Err(error) = revoked {
        tracing::error!(%error, "a session couldn't be revoked");
    }
}
