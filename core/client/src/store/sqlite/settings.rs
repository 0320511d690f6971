//! Named values of an account. Under the background key.

use rusqlite::params;

use super::rows::{Reading, Sealed, Writing, bytes};
use crate::{
    port::store::{Result, Setting},
    store::sealing::Scope,
};

const SETTING: Sealed = Sealed {
    table: "setting",
    scope: Scope::Background,
};

pub(super) fn put(writing: &mut Writing<'_>, setting: Setting, value: &[u8]) -> Result<()> {
    let version = writing.touch();
    let sealed = writing.seal(SETTING.scope, SETTING.place(setting.name()), version, value)?;
    writing.execute(
        "INSERT INTO setting (name, sealed) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET sealed = excluded.sealed",
        params![setting.name(), sealed],
    )?;
    Ok(())
}

pub(super) fn delete(writing: &mut Writing<'_>, setting: Setting) -> Result<()> {
    writing
        .execute("DELETE FROM setting WHERE name = ?1", [setting.name()])
        .map(drop)
}

pub(super) fn one(reading: &Reading<'_>, setting: Setting) -> Result<Option<Vec<u8>>> {
    reading.one(
        "SELECT sealed FROM setting WHERE name = ?1",
        [setting.name()],
        |row| {
            let (plain, _) =
                reading
                    .keys
                    .open_bytes(SETTING.scope, SETTING.place(setting.name()), bytes(row, 0)?)?;
            Ok(plain.to_vec())
        },
    )
}
