//! Numbered steps from any older schema to today's.
//!
//! Each step is one SQL file, run with its new number in one transaction: an app killed in the middle finds the old schema whole. A number
//! is never reused and a released file never edited; what was learnt stands in `migrations/NOTES.md`. A newer file is refused before
//! this module sees it ([`super::connection`]).

use rusqlite::{Connection, TransactionBehavior};

use super::connection::{from_sqlite, user_version};
use crate::port::store::Result;

/// The steps of a personal database: the first makes schema 1, the second 2, …
pub(crate) const PERSONAL: &[&str] = &[
    include_str!("../../migrations/personal/0001_init.sql"),
    include_str!("../../migrations/personal/0002_event_per_person.sql"),
];
/// The steps of the public database.
pub(crate) const PUBLIC: &[&str] = &[
    include_str!("../../migrations/public/0001_init.sql"),
    include_str!("../../migrations/public/0002_account_being_erased.sql"),
];

/// The newest schema that `steps` lead to.
pub(crate) const fn newest(steps: &[&str]) -> i64 {
    steps.len() as i64
}

/// Brings the database to the newest schema, step by step.
///
/// # Errors
/// As SQLite says; the step that failed left nothing behind.
pub(crate) fn migrate(connection: &mut Connection, steps: &[&str]) -> Result<()> {
    let found = usize::try_from(user_version(connection)?).unwrap_or(0);
    for (index, step) in steps.iter().enumerate().skip(found) {
        let step_done = connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .and_then(|transaction| {
                transaction.execute_batch(step)?;
                transaction.pragma_update(None, "user_version", index as i64 + 1)?;
                transaction.commit()
            });
        step_done.map_err(from_sqlite)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_run_once_and_in_order() {
        let mut connection = Connection::open_in_memory().unwrap();
        let steps = [
            "CREATE TABLE a (x);",
            "ALTER TABLE a ADD COLUMN y; INSERT INTO a VALUES (1, 2);",
        ];
        migrate(&mut connection, &steps[..1]).unwrap();
        migrate(&mut connection, &steps).unwrap();
        migrate(&mut connection, &steps).unwrap();
        assert_eq!(
            connection
                .query_row("SELECT count(*) FROM a", [], |row| row.get::<_, i64>(0))
                .unwrap(),
            1
        );
        assert_eq!(user_version(&connection).unwrap(), 2);
    }

    #[test]
    fn a_failing_step_leaves_the_old_schema_whole() {
        let mut connection = Connection::open_in_memory().unwrap();
        let steps = [
            "CREATE TABLE a (x);",
            "CREATE TABLE b (x); INSERT INTO nowhere VALUES (1);",
        ];
        assert!(migrate(&mut connection, &steps).is_err());
        assert_eq!(user_version(&connection).unwrap(), 1);
        assert!(!connection.table_exists(None, "b").unwrap());
    }
}
