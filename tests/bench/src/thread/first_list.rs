//! Process start to first list with 10,000 drafts, measured from starting a process until it has printed the fiftieth line. Ours opens the core as a shell
//! does (stores, keys, sealed rows, TLS client, workers' threads) and prints the first page of the list as a screen reader speaks it. The bare minimum
//! opens an SQLite file with 10,000 plain rows and prints fifty. Both are this program, called with another name for its work, so that loading it is the same.

use std::{
    io::{BufRead as _, BufReader, Write as _},
    path::Path,
    process::{Command, ExitCode, Stdio},
    sync::Arc,
    time::{Duration, Instant},
};

use motcua_ffi::{
    AppConfig, Connectivity, MotCua, NetworkState, PlatformError, desktop_device_key, desktop_key_vault,
};
use rusqlite::Connection;
use tempfile::TempDir;

use crate::{
    figures::Table,
    home::{self, ROWS},
    world::World,
};

const LISTED: u32 = 50;
/// What the two processes are called with.
const OURS: &str = "first-list";
const BARE: &str = "bare-first-list";
/// The shells' tests want such a storage too.
const FILL: &str = "fill-home";

pub(crate) fn run(table: &mut Table, world: &World) {
    let folder = TempDir::new().expect("a folder");
    let home = folder.path().join("phone");
    home::with_drafts(&home);
    let database = folder.path().join("bare.db");
    make_bare(&database);
    let here = std::env::current_exe().expect("this program's path");
    let ours = |_run: usize| {
        timed(
            Command::new(&here)
                .arg(OURS)
                .arg(&home)
                .arg(&world.portal.profile_path),
        )
    };
    let bare = |_run: usize| timed(Command::new(&here).arg(BARE).arg(&database));
    table.take(
        "process start to first list, 10,000 drafts",
        "a process that opens SQLite and prints 50 plain rows",
        ours,
        bare,
    );
}

/// Whether this process is one of these, and how it ended.
pub(crate) fn process(arguments: &[String]) -> Option<ExitCode> {
    match arguments {
        [mode, home, profile] if mode == OURS => ours(Path::new(home), Path::new(profile)),
        [mode, database] if mode == BARE => bare(database),
        [mode, folder] if mode == FILL => home::with_everything(Path::new(folder)),
        _ => return None,
    }
    Some(ExitCode::SUCCESS)
}

fn make_bare(path: &Path) {
    let mut database = Connection::open(path).expect("a database");
    database
        .execute_batch("CREATE TABLE draft(id INTEGER PRIMARY KEY, body TEXT NOT NULL)")
        .expect("a table");
    let transaction = database.transaction().expect("a transaction");
    for index in 0..ROWS {
        let body = format!("1.001193 editing 12 of 40, draft {index}");
        transaction
            .execute("INSERT INTO draft(body) VALUES (?1)", [body])
            .expect("kept");
    }
    transaction.commit().expect("kept");
}

/// Our program: an app up to its first screen.
fn ours(home: &Path, profile: &Path) {
    let text = |path: &Path| path.to_str().expect("a path in UTF-8").to_owned();
    let keys = text(&home.join("keys"));
    let config = AppConfig {
        home: text(&home.join("data")),
        profile_json: std::fs::read_to_string(profile).expect("the profile"),
        allow_plain_loopback: false,
        language: "vi".to_owned(),
        embedded_push: false,
    };
    let device_key = desktop_device_key(keys.clone()).expect("a device key");
    let app =
        MotCua::open(config, desktop_key_vault(keys), device_key, Arc::new(Offline)).expect("the core opens");
    let list = app.drafts(None, LISTED).expect("a list");
    print(list.items.iter().map(|item| item.label.as_str()));
}

pub(crate) struct Offline;

impl Connectivity for Offline {
    fn state(&self) -> Result<NetworkState, PlatformError> {
        Ok(NetworkState::Offline)
    }
}

/// The bare-minimum program.
fn bare(database: &str) {
    let database = Connection::open(database).expect("a database");
    let mut list = database
        .prepare("SELECT body FROM draft ORDER BY id DESC LIMIT ?1")
        .expect("a statement");
    let rows = list
        .query_map([LISTED], |row| row.get::<_, String>(0))
        .expect("rows");
    let rows: Vec<String> = rows.map(|body| body.expect("a row")).collect();
    print(rows.iter().map(String::as_str));
}

/// In one piece, as a screen is drawn.
fn print<'a>(lines: impl Iterator<Item = &'a str>) {
    let text: String = lines.flat_map(|line| [line, "\n"]).collect();
    std::io::stdout().write_all(text.as_bytes()).expect("printed");
}

/// Until the last line is here; ending the process isn't part of it.
fn timed(command: &mut Command) -> Duration {
    let start = Instant::now();
    let mut process = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let lines = BufReader::new(process.stdout.take().expect("a pipe")).lines();
    let shown = lines.take(LISTED as usize).filter(Result::is_ok).count();
    let elapsed = start.elapsed();
    assert_eq!(shown, LISTED as usize);
    assert!(process.wait().expect("it ends").success());
    elapsed
}
