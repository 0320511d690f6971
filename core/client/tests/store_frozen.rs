//! Databases written by every released schema open for ever, and say the same.

#![allow(
    clippy::unwrap_used,
    reason = "a test's helpers may panic: that is how they fail"
)]

#[allow(dead_code, reason = "each test uses a part of the story")]
mod store_story;

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use motcua_client::{
    port::{SystemRandom, store::Store},
    store::{desktop::FileKeyVault, open_personal, open_public},
};
use rusqlite::Connection;

/// The released schemas: each has a folder `tests/data/store_<n>` with a phone's home and its vault.
const RELEASED: &[u32] = &[1];

fn frozen(schema: u32) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/data/store_{schema}"))
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(|entry| entry.unwrap()) {
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

fn personal(home: &Path) -> PathBuf {
    home.join("accounts")
        .join(store_story::account().to_string())
        .join("personal.db")
}

/// The database's schema, as SQLite has it.
fn schema(database: &Path) -> Vec<String> {
    let connection = Connection::open(database).unwrap();
    let mut statement = connection
        .prepare("SELECT coalesce(sql, name) FROM sqlite_schema ORDER BY name")
        .unwrap();
    statement
        .query_map([], |row| row.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect()
}

#[test]
fn every_released_database_opens_and_says_the_same() {
    for schema in RELEASED {
        let folder = tempfile::tempdir().unwrap();
        copy(&frozen(*schema), folder.path());
        let home = folder.path().join("home");
        let vault = FileKeyVault::new(folder.path().join("vault"), Arc::new(SystemRandom::new()));
        let store = open_personal(
            &home,
            &store_story::account(),
            &vault,
            Arc::new(SystemRandom::new()),
        )
        .unwrap();
        let public = open_public(&home).unwrap();
        store_story::recall(&store, &public);
        store.sweep_files().unwrap();
        store_story::recall(&store, &public);
    }
}

/// A migrated database and a fresh one are the same, so no later step has to care where a database began.
#[test]
fn a_migrated_database_has_the_schema_of_a_fresh_one() {
    let fresh = tempfile::tempdir().unwrap();
    let vault = FileKeyVault::new(fresh.path().join("vault"), Arc::new(SystemRandom::new()));
    open_personal(
        fresh.path(),
        &store_story::account(),
        &vault,
        Arc::new(SystemRandom::new()),
    )
    .unwrap();
    open_public(fresh.path()).unwrap();
    for number in RELEASED {
        let folder = tempfile::tempdir().unwrap();
        copy(&frozen(*number), folder.path());
        let home = folder.path().join("home");
        let vault = FileKeyVault::new(folder.path().join("vault"), Arc::new(SystemRandom::new()));
        open_personal(
            &home,
            &store_story::account(),
            &vault,
            Arc::new(SystemRandom::new()),
        )
        .unwrap();
        open_public(&home).unwrap();
        assert_eq!(
            schema(&personal(&home)),
            schema(&personal(fresh.path())),
            "personal, from {number}"
        );
        assert_eq!(
            schema(&home.join("public/public.db")),
            schema(&fresh.path().join("public/public.db")),
            "public, from {number}"
        );
    }
}
