//! The phone's public database: catalogue, units, forms and the list of accounts. Nothing in it is personal, so nothing is sealed.

use std::{
    path::Path,
    sync::{Mutex, PoisonError, RwLock},
};

use motcua_domain::{ids::AccountId, time::Millis};
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};

use super::{CLOSED, held};
use crate::{
    port::store::{AccountRow, Document, PublicStore, Result, StoreError},
    store::{
        connection::{Owned, from_sqlite},
        migration::{PUBLIC, migrate, newest},
    },
};

/// The public store in the phone's home folder.
pub struct SqlitePublicStore {
    open: RwLock<Option<Open>>,
}

struct Open {
    reader: Mutex<Connection>,
    writer: Mutex<Connection>,
    _owned: Owned,
}

/// Opens the public store under `home`, making it first if there is none.
///
/// # Errors
/// [`StoreError::InUse`], [`StoreError::TooNew`], [`StoreError::Damaged`]: the file was left as it was. [`StoreError::Full`], [`StoreError::Failed`].
pub fn open_public(home: &Path) -> Result<SqlitePublicStore> {
    let owned = Owned::take(&home.join("public"), "public")?;
    let mut writer = owned.writer(newest(PUBLIC))?;
    migrate(&mut writer, PUBLIC)?;
    let open = Open {
        reader: Mutex::new(owned.reader()?),
        writer: Mutex::new(writer),
        _owned: owned,
    };
    Ok(SqlitePublicStore {
        open: RwLock::new(Some(open)),
    })
}

impl SqlitePublicStore {
    fn read<T>(&self, work: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T> {
        let open = self.open.read().unwrap_or_else(PoisonError::into_inner);
        work(&held(&open.as_ref().ok_or(CLOSED)?.reader)).map_err(from_sqlite)
    }

    fn write<T>(&self, work: impl FnOnce(&Transaction<'_>) -> rusqlite::Result<T>) -> Result<T> {
        let open = self.open.read().unwrap_or_else(PoisonError::into_inner);
        let mut writer = held(&open.as_ref().ok_or(CLOSED)?.writer);
        let done = writer.transaction().and_then(|transaction| {
            let value = work(&transaction)?;
            transaction.commit()?;
            Ok(value)
        });
        done.map_err(from_sqlite)
    }
}

impl PublicStore for SqlitePublicStore {
    fn document(&self, name: &str) -> Result<Option<Document>> {
        self.read(|connection| {
            connection
                .prepare_cached("SELECT name, etag, fetched_at, body FROM document WHERE name = ?1")?
                .query_row([name], read_document)
                .optional()
        })
    }

    fn put_documents(&self, documents: &[Document]) -> Result<()> {
        self.write(|transaction| {
            let mut put = transaction.prepare_cached(
                "INSERT INTO document (name, etag, fetched_at, body) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (name) DO UPDATE SET etag = excluded.etag, fetched_at = excluded.fetched_at, body = excluded.body",
            )?;
            for document in documents {
                put.execute(params![document.name, document.etag, document.fetched_at.0, document.body])?;
            }
            Ok(())
        })
    }

    fn accounts(&self) -> Result<Vec<AccountRow>> {
        let rows: Vec<(String, i64, bool, bool)> = self.read(|connection| {
            connection
                .prepare_cached(
                    "SELECT id, created_at, current, erasing FROM account ORDER BY created_at, id",
                )?
                .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?
                .collect()
        })?;
        rows.into_iter().map(account).collect()
    }

    fn put_account(&self, account: &AccountRow) -> Result<()> {
        self.write(|transaction| {
            if account.current {
                transaction.execute("UPDATE account SET current = 0 WHERE current = 1", [])?;
            }
            transaction.execute(
                "INSERT INTO account (id, created_at, current, erasing) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (id) DO UPDATE SET created_at = excluded.created_at, current = excluded.current, erasing = excluded.erasing",
                params![
                    account.id.to_string(),
                    account.created_at.0,
                    account.current,
                    account.erasing
                ],
            )
        })?;
        Ok(())
    }

    fn remove_account(&self, id: &AccountId) -> Result<()> {
        self.write(|transaction| transaction.execute("DELETE FROM account WHERE id = ?1", [id.to_string()]))?;
        Ok(())
    }

    fn close(&self) {
        *self.open.write().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

fn read_document(row: &Row<'_>) -> rusqlite::Result<Document> {
    Ok(Document {
        name: row.get(0)?,
        etag: row.get(1)?,
        fetched_at: Millis(row.get(2)?),
        body: row.get(3)?,
    })
}

fn account((id, created_at, current, erasing): (String, i64, bool, bool)) -> Result<AccountRow> {
    let id = id.parse().map_err(|_| StoreError::Damaged)?;
    Ok(AccountRow {
        id,
        created_at: Millis(created_at),
        current,
        erasing,
    })
}
