//! People, by subject or personal id.

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::{RowUnreadable, StoreError, Tx};
use crate::eid::person::{Claims, Person};

/// Adds a person; one with this personal id that is there already stays as it is.
pub(crate) fn add(tx: &Tx<'_>, person: &Person) -> Result<(), StoreError> {
    let claims =
        serde_json::to_string(&person.claims).map_err(|error| StoreError::Failed(error.to_string()))?;
    tx.execute(
        "INSERT INTO person (sub, personal_id, claims) VALUES (?1, ?2, ?3) ON CONFLICT (personal_id) DO NOTHING",
        params![person.sub, person.claims.personal_id, claims],
    )?;
    Ok(())
}

/// Everybody, by personal id.
pub(crate) fn all(connection: &Connection) -> Result<Vec<Person>, StoreError> {
    let mut query = connection.prepare_cached("SELECT sub, claims FROM person ORDER BY personal_id")?;
    let rows = query.query_map([], read)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// By subject.
pub(crate) fn by_sub(connection: &Connection, sub: &str) -> Result<Option<Person>, StoreError> {
    let mut query = connection.prepare_cached("SELECT sub, claims FROM person WHERE sub = ?1")?;
    Ok(query.query_row([sub], read).optional()?)
}

/// The subject of a personal id.
pub(crate) fn sub_of(connection: &Connection, personal_id: &str) -> Result<Option<String>, StoreError> {
    let mut query = connection.prepare_cached("SELECT sub FROM person WHERE personal_id = ?1")?;
    Ok(query.query_row([personal_id], |row| row.get(0)).optional()?)
}

fn read(row: &Row<'_>) -> rusqlite::Result<Person> {
    let claims: String = row.get(1)?;
    let claims: Claims = serde_json::from_str(&claims).map_err(|_| RowUnreadable::in_column(1))?;
    Ok(Person {
        sub: row.get(0)?,
        claims,
    })
}
