//! Process start to first list with 10,000 drafts: the `motcua` command as a whole process. The bare minimum is a process that opens an SQLite file with 10,000
//! plain rows and prints fifty.

use std::{
    fs,
    path::Path,
    process::{Command, ExitCode, Stdio},
    sync::Arc,
    time::{Duration, Instant},
};

use motcua_client::{
    port::{
        Clock as _, SystemClock, SystemRandom,
        random::random_bytes,
        store::{AccountRow, Change, DraftRow, PublicStore as _, Store as _},
    },
    store::{self, desktop::FileKeyVault},
};
use motcua_domain::{
    draft::DraftState,
    ids::{AccountId, DraftId},
    time::Millis,
};
use rusqlite::Connection;
use tempfile::TempDir;

use crate::{figures::Table, world::World};

const DRAFTS: usize = 10_000;
const LISTED: i64 = 50;

pub(crate) fn run(table: &mut Table, world: &World) {
    let folder = TempDir::new().expect("a folder");
    let home = folder.path().join("phone");
    make_home(&home);
    fs::copy(&world.portal.profile_path, home.join("portal-profile.json")).expect("a profile");
    let database = folder.path().join("bare.db");
    make_bare(&database);
    let here = std::env::current_exe().expect("this program's path");
    let motcua = here.with_file_name("motcua");
    let ours = |_run: usize| {
        timed(
            Command::new(&motcua)
                .arg("--home")
                .arg(&home)
                .args(["--json", "draft", "list"]),
        )
    };
    let bare = |_run: usize| timed(Command::new(&here).arg("bare-first-list").arg(&database));
    table.take(
        "process start to first list, 10,000 drafts",
        "a process that opens SQLite and prints 50 plain rows",
        ours,
        bare,
    );
}

/// A virtual phone's home (`docs/cli.md`) with a catalogue's worth of drafts, made through the store as the app would.
fn make_home(home: &Path) {
    let random = Arc::new(SystemRandom::new());
    let public = store::open_public(&home.join("data")).expect("a public store");
    let now = SystemClock.now();
    let account = AccountId::new(now, random_bytes(&*random));
    public
        .put_account(&AccountRow {
            id: account,
            created_at: now,
            current: true,
        })
        .expect("an account");
    let vault = FileKeyVault::new(home.join("keys"), random.clone());
    let personal = store::open_personal(&home.join("data"), &account, &vault, random).expect("a store");
    for first in (0..DRAFTS).step_by(500) {
        let changes: Vec<Change> = (first..first + 500)
            .map(|index| Change::PutDraft(draft(index, now)))
            .collect();
        personal.commit(&changes).expect("kept");
    }
}

fn draft(index: usize, now: Millis) -> DraftRow {
    let mut random = [0; 10];
    random[..8].copy_from_slice(&index.to_le_bytes());
    DraftRow {
        id: DraftId::new(now, random),
        state: DraftState::Editing,
        procedure_code: "1.001193".to_owned(),
        form_version: "2026112201".to_owned(),
        opened_at: now,
        changed_at: now,
        seed: [0; 32],
        answered: 12,
        questions: 40,
        dossier_id: None,
        supplement: None,
        touched: 0,
    }
}

fn make_bare(path: &Path) {
    let mut database = Connection::open(path).expect("a database");
    database
        .execute_batch("CREATE TABLE draft(id INTEGER PRIMARY KEY, body TEXT NOT NULL)")
        .expect("a table");
    let transaction = database.transaction().expect("a transaction");
    for index in 0..DRAFTS {
        let body = format!("1.001193 editing 12 of 40, draft {index}");
        transaction
            .execute("INSERT INTO draft(body) VALUES (?1)", [body])
            .expect("kept");
    }
    transaction.commit().expect("kept");
}

/// The bare-minimum program itself.
pub(crate) fn bare(database: &str) -> ExitCode {
    let database = Connection::open(database).expect("a database");
    let mut list = database
        .prepare("SELECT body FROM draft ORDER BY id DESC LIMIT ?1")
        .expect("a statement");
    let rows = list
        .query_map([LISTED], |row| row.get::<_, String>(0))
        .expect("rows");
    rows.for_each(|body| println!("{}", body.expect("a row")));
    ExitCode::SUCCESS
}

fn timed(command: &mut Command) -> Duration {
    let start = Instant::now();
    let output = command.stdin(Stdio::null()).output().expect("the program starts");
    let elapsed = start.elapsed();
    let shown = output
        .stdout
        .split(|byte| *byte == b'\n')
        .filter(|line| !line.is_empty())
        .count();
    assert!(
        output.status.success() && shown >= 1,
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    elapsed
}
