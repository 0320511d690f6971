//! Saving one answer: engine, journal, sealed rows, synced commit. The bare minimum is one plain row in the same SQLite mode.

use std::time::{Duration, Instant};

use rusqlite::Connection;
use tempfile::TempDir;

use crate::{
    figures::{Table, median},
    world::World,
};

/// Answers in one run.
const ANSWERS: usize = 200;
/// A text question with dependents: the child's surname is compared with it.
const QUESTION: &str = "/data/mother/full_name";

pub(crate) fn run(table: &mut Table, world: &World) {
    let session = world.filled_draft();
    let ours = |run: usize| {
        let times = (0..ANSWERS).map(|index| {
            let value = format!("Trần Thị Ngọc Ánh {run}-{index}");
            let start = Instant::now();
            session.answer(QUESTION, &value).expect("kept");
            start.elapsed()
        });
        median(times.collect())
    };
    let folder = TempDir::new().expect("a folder");
    let database = Connection::open(folder.path().join("bare.db")).expect("a database");
    database
        .execute_batch(
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;
             CREATE TABLE answer(seq INTEGER PRIMARY KEY, body BLOB NOT NULL);",
        )
        .expect("a table");
    let bare = |run: usize| bare(&database, run);
    table.take(
        "save one answer",
        "one plain 200-byte row, SQLite WAL, synchronous=FULL",
        ours,
        bare,
    );
}

fn bare(database: &Connection, run: usize) -> Duration {
    let mut insert = database
        .prepare_cached("INSERT INTO answer(body) VALUES (?1)")
        .expect("a statement");
    let times = (0..ANSWERS).map(|index| {
        let body = vec![u8::try_from((run + index) % 256).unwrap_or(0); 200];
        let start = Instant::now();
        insert.execute([&body]).expect("kept");
        start.elapsed()
    });
    median(times.collect())
}
