//! The list of sealed files: which content lies under which name, and the file's own key.
//!
//! A paper starts under the private key. The transaction that freezes a dossier, queues an entry or keeps a report reseals the keys of the
//! files it names under the background key, so that sending goes on while the phone is locked; the file itself isn't touched.

use motcua_domain::ids::Sha256;
use rusqlite::{Row, params};
use zeroize::Zeroizing;

use super::rows::{Reading, Sealed, Writing, bytes, column, text};
use crate::{
    port::store::{KeptFile, Result, StoreError},
    store::{
        files::{DAMAGED, Written},
        sealing::Scope,
    },
};

const TABLE: &str = "kept_file";
const KEY_LEN: usize = 32;

/// A row of the list, opened.
pub(super) struct Entry {
    /// The file's name in the folder.
    pub(super) file: String,
    /// Which key seals the row.
    pub(super) scope: Scope,
    /// The file's own key.
    pub(super) key: Zeroizing<[u8; KEY_LEN]>,
    /// Plain bytes in the file.
    pub(super) size: u64,
}

/// The row's name for a content: a keyed hash, for a plain SHA-256 would tell anyone who has the same paper that it is here.
pub(super) fn name(reading: &Reading<'_>, sha256: &Sha256) -> String {
    name_under(reading.keys, sha256)
}

/// The row of a content.
///
/// # Errors
/// [`StoreError::Locked`] when it is private and the phone is locked.
pub(super) fn find(reading: &Reading<'_>, sha256: &Sha256) -> Result<Option<Entry>> {
    let name = name(reading, sha256);
    let sql = "SELECT file, scope, sealed FROM kept_file WHERE name = ?1";
    reading.one(sql, [&name], |row| read(reading, &name, row))
}

/// Writes the row of a file that lies in the folder now.
pub(super) fn put(writing: &mut Writing<'_>, written: &Written, scope: Scope) -> Result<()> {
    let name = name_under(writing.keys, &written.kept.sha256);
    let entry = Entry {
        file: written.file.clone(),
        scope,
        key: written.key.clone(),
        size: written.kept.size,
    };
    write(writing, &name, &entry)
}

/// Reseals the files with these contents under the background key, where they aren't yet. Contents that aren't on this phone are passed
/// over, and so are rows that were resealed before: a damaged one must not stop a dossier's news.
pub(super) fn to_background(writing: &mut Writing<'_>, contents: &[Sha256]) -> Result<()> {
    let noted = super::rows::Damaged::default();
    for sha256 in contents {
        let name = name_under(writing.keys, sha256);
        let sql = "SELECT file, scope, sealed FROM kept_file WHERE name = ?1 AND scope = 'private'";
        let private = {
            let reading = writing.reading(&noted);
            reading.one(sql, [&name], |row| read(&reading, &name, row))?
        };
        if let Some(entry) = private {
            write(
                writing,
                &name,
                &Entry {
                    scope: Scope::Background,
                    ..entry
                },
            )?;
        }
    }
    Ok(())
}

/// Removes the rows whose names aren't in `keep`, and gives the files that are still named.
pub(super) fn retain(writing: &mut Writing<'_>, keep: impl Fn(&str) -> bool) -> Result<Vec<String>> {
    let noted = super::rows::Damaged::default();
    let rows: Vec<(String, String)> =
        writing
            .reading(&noted)
            .all("SELECT name, file FROM kept_file", [], |row| {
                Ok((column(row, 0)?, column(row, 1)?))
            })?;
    let (kept, gone): (Vec<_>, Vec<_>) = rows.into_iter().partition(|(name, _)| keep(name));
    for (name, _) in gone {
        writing.execute("DELETE FROM kept_file WHERE name = ?1", [name])?;
    }
    Ok(kept.into_iter().map(|(_, file)| file).collect())
}

/// What a [`KeptFile`] that the list doesn't know gets.
pub(super) const UNKNOWN: StoreError = StoreError::Failed("no such file");

/// That the file isn't the one that was kept.
pub(super) fn demand_size(entry: &Entry, file: &KeptFile) -> Result<()> {
    if entry.size == file.size {
        Ok(())
    } else {
        Err(DAMAGED)
    }
}

fn name_under(keys: &super::keyring::Keyring, sha256: &Sha256) -> String {
    keys.name(&[b"file", sha256.as_bytes()])
}

fn write(writing: &mut Writing<'_>, name: &str, entry: &Entry) -> Result<()> {
    let mut plain = Zeroizing::new([0; KEY_LEN + 8]);
    plain[..KEY_LEN].copy_from_slice(entry.key.as_slice());
    plain[KEY_LEN..].copy_from_slice(&entry.size.to_be_bytes());
    let version = writing.touch();
    let table = Sealed {
        table: TABLE,
        scope: entry.scope,
    };
    let sealed = writing.seal(entry.scope, table.place(name), version, plain.as_slice())?;
    writing.execute(
        "INSERT INTO kept_file (name, file, scope, sealed) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (name) DO UPDATE SET file = excluded.file, scope = excluded.scope, sealed = excluded.sealed",
        params![name, entry.file, entry.scope.name(), sealed],
    )?;
    Ok(())
}

fn read(reading: &Reading<'_>, name: &str, row: &Row<'_>) -> Result<Entry> {
    let scope = Scope::from_name(text(row, 1)?).ok_or(DAMAGED)?;
    let table = Sealed { table: TABLE, scope };
    let (plain, _) = reading
        .keys
        .open_bytes(scope, table.place(name), bytes(row, 2)?)?;
    let (key, size) = plain.split_first_chunk::<KEY_LEN>().ok_or(DAMAGED)?;
    let size = u64::from_be_bytes(size.try_into().map_err(|_| DAMAGED)?);
    Ok(Entry {
        file: column(row, 0)?,
        scope,
        key: Zeroizing::new(*key),
        size,
    })
}
