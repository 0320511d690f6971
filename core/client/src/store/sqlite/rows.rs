//! What every table needs: sealing a row in a transaction, opening rows of a list, and noting the ones that don't open.

use std::{
    collections::BTreeSet,
    sync::{Mutex, PoisonError},
};

use rusqlite::{Connection, Params, Row, Transaction};
use serde::{Serialize, de::DeserializeOwned};

use super::keyring::Keyring;
use crate::{
    port::store::{DamagedRow, Page, Result, StoreError},
    store::{
        connection::from_sqlite,
        sealing::{Place, Scope},
    },
};

/// Rows that lists had to leave out.
pub(super) type Damaged = Mutex<BTreeSet<DamagedRow>>;

/// One table's `sealed` column under one key.
#[derive(Clone, Copy)]
pub(super) struct Sealed {
    /// The table.
    pub(super) table: &'static str,
    /// Which key.
    pub(super) scope: Scope,
}

impl Sealed {
    /// The box's place in the row called `row`.
    pub(super) fn place(self, row: &str) -> Place<'_> {
        Place {
            table: self.table,
            row,
            column: "sealed",
        }
    }

    /// That the row isn't what was written.
    pub(super) fn damaged(self) -> StoreError {
        StoreError::RowDamaged { table: self.table }
    }
}

/// A transaction that is being filled.
pub(super) struct Writing<'a> {
    /// The transaction.
    pub(super) transaction: &'a Transaction<'a>,
    /// The account's keys.
    pub(super) keys: &'a Keyring,
    /// The number of the newest change.
    pub(super) touched: u64,
}

impl Writing<'_> {
    /// The next change's number: the row's version in its box, and its place in lists.
    pub(super) fn touch(&mut self) -> u64 {
        self.touched += 1;
        self.touched
    }

    /// Seals a row as JSON.
    pub(super) fn seal_json(
        &self,
        table: Sealed,
        row: &str,
        version: u64,
        value: &impl Serialize,
    ) -> Result<Vec<u8>> {
        let plain =
            zeroize::Zeroizing::new(serde_json::to_vec(value).map_err(|_| StoreError::Failed("encoding"))?);
        self.seal(table.scope, table.place(row), version, &plain)
    }

    /// Seals bytes.
    pub(super) fn seal(&self, scope: Scope, place: Place<'_>, version: u64, plain: &[u8]) -> Result<Vec<u8>> {
        self.keys.seal(self.transaction, scope, place, version, plain)
    }

    /// Runs one statement; gives the number of rows changed.
    pub(super) fn execute(&self, sql: &str, params: impl Params) -> Result<usize> {
        self.transaction
            .prepare_cached(sql)
            .and_then(|mut statement| statement.execute(params))
            .map_err(from_sqlite)
    }

    /// Reads with the transaction's eyes.
    pub(super) fn reading<'b>(&'b self, damaged: &'b Damaged) -> Reading<'b> {
        Reading {
            connection: self.transaction,
            keys: self.keys,
            damaged,
        }
    }
}

/// A connection to read from.
pub(super) struct Reading<'a> {
    /// The connection.
    pub(super) connection: &'a Connection,
    /// The account's keys.
    pub(super) keys: &'a Keyring,
    /// Where rows are noted that don't open.
    pub(super) damaged: &'a Damaged,
}

impl Reading<'_> {
    /// Opens a row in JSON.
    pub(super) fn open_json<T: DeserializeOwned>(
        &self,
        table: Sealed,
        row: &str,
        sealed: &[u8],
    ) -> Result<(T, u64)> {
        self.keys.open_json(table.scope, table.place(row), sealed)
    }

    /// The first row of a query, if there is one.
    pub(super) fn one<T>(
        &self,
        sql: &str,
        params: impl Params,
        read: impl Fn(&Row<'_>) -> Result<T>,
    ) -> Result<Option<T>> {
        let mut statement = self.connection.prepare_cached(sql).map_err(from_sqlite)?;
        let mut rows = statement.query(params).map_err(from_sqlite)?;
        rows.next().map_err(from_sqlite)?.map(read).transpose()
    }

    /// All rows of a query; one that doesn't open spoils all of it. For rows that are only right together (a journal, a draft's papers).
    pub(super) fn all<T>(
        &self,
        sql: &str,
        params: impl Params,
        read: impl Fn(&Row<'_>) -> Result<T>,
    ) -> Result<Vec<T>> {
        let mut statement = self.connection.prepare_cached(sql).map_err(from_sqlite)?;
        let mut rows = statement.query(params).map_err(from_sqlite)?;
        let mut found = Vec::new();
        while let Some(row) = rows.next().map_err(from_sqlite)? {
            found.push(read(row)?);
        }
        Ok(found)
    }

    /// Up to `limit` rows of a query whose first column is the row's id. One that doesn't open is noted and left out, and the next one
    /// takes its place, so that a bad row neither hides the others nor ends a list early.
    pub(super) fn list<T>(
        &self,
        table: Sealed,
        limit: usize,
        sql: &str,
        params: impl Params,
        read: impl Fn(&Row<'_>) -> Result<T>,
    ) -> Result<Vec<T>> {
        let mut statement = self.connection.prepare_cached(sql).map_err(from_sqlite)?;
        let mut rows = statement.query(params).map_err(from_sqlite)?;
        let mut found = Vec::new();
        while found.len() < limit {
            let Some(row) = rows.next().map_err(from_sqlite)? else {
                break;
            };
            match read(row) {
                Ok(value) => found.push(value),
                Err(StoreError::RowDamaged { .. }) => self.note(table, row)?,
                Err(error) => return Err(error),
            }
        }
        Ok(found)
    }

    fn note(&self, table: Sealed, row: &Row<'_>) -> Result<()> {
        let id = row.get_ref(0).map_err(from_sqlite)?;
        let row = id.as_i64().map_or_else(
            |_| id.as_str().unwrap_or_default().to_owned(),
            |number| number.to_string(),
        );
        let noted = DamagedRow {
            table: table.table,
            row,
        };
        if self
            .damaged
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(noted)
        {
            tracing::error!(table = table.table, "a sealed row doesn't open and is left out");
        }
        Ok(())
    }
}

/// A column's value.
pub(super) fn column<T: rusqlite::types::FromSql>(row: &Row<'_>, index: usize) -> Result<T> {
    row.get(index).map_err(from_sqlite)
}

/// A column's bytes without a copy.
pub(super) fn bytes<'a>(row: &'a Row<'_>, index: usize) -> Result<&'a [u8]> {
    row.get_ref(index)
        .map_err(from_sqlite)?
        .as_blob()
        .map_err(|_| StoreError::Damaged)
}

/// A column's text without a copy.
pub(super) fn text<'a>(row: &'a Row<'_>, index: usize) -> Result<&'a str> {
    row.get_ref(index)
        .map_err(from_sqlite)?
        .as_str()
        .map_err(|_| StoreError::Damaged)
}

/// A counter as SQLite has it; what doesn't fit is larger than any number given out.
pub(super) fn number(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}

/// A counter's column.
pub(super) fn counter(row: &Row<'_>, index: usize) -> Result<u64> {
    u64::try_from(column::<i64>(row, index)?).map_err(|_| StoreError::Damaged)
}

/// The first number that isn't in the page any more, going down.
pub(super) fn before(page: Page) -> i64 {
    page.after.map_or(i64::MAX, number)
}

/// A page's length.
pub(super) fn limit(page: Page) -> usize {
    usize::try_from(page.limit).unwrap_or(usize::MAX)
}
