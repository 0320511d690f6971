//! Erasing goes on after a SIGKILL at any of its steps: the old account is never opened again, never found as a lost key, and is gone in the end.
//!
//! The test starts itself again as a child process that fills an account with papers and erases it, and says before each key that the vault is about to
//! forget it. The child is killed at the first word, at the second, and at several moments after it, while files go.

#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "in a test a failed step ends the test")]

use std::{
    fs,
    io::{BufRead, BufReader, Write},
    path::Path,
    process::{Command, Stdio},
    sync::Arc,
};

use motcua_client::{
    client::{Client, ClientConfig, Platform},
    port::{
        Connectivity, KeyVault, KeyVaultError, SystemClock, SystemRandom,
        store::{AttachmentRow, Change, DraftRow, Page},
    },
    screen::text::Language,
    store::desktop::{FileDeviceKey, FileKeyVault},
    transport::{http::Patience, profile::PlainHttp},
};
use motcua_domain::{draft::DraftState, ids::DraftId, outbox::Connectivity as Network, time::Millis};
use tokio::runtime::Runtime;

const HOME: &str = "MOTCUA_ERASE_TEST_HOME";
/// Papers in the account: removing them takes a while.
const PAPERS: u8 = 60;

struct Airplane;

impl Connectivity for Airplane {
    fn state(&self) -> Network {
        Network::Offline
    }
}

/// Says before each key that it is about to be forgotten.
struct Announced(FileKeyVault);

impl KeyVault for Announced {
    fn wrap(&self, alias: &str, secret: &[u8]) -> Result<Vec<u8>, KeyVaultError> {
        self.0.wrap(alias, secret)
    }

    fn unwrap(&self, alias: &str, wrapped: &[u8]) -> Result<Vec<u8>, KeyVaultError> {
        self.0.unwrap(alias, wrapped)
    }

    fn erase(&self, alias: &str) -> Result<(), KeyVaultError> {
        say("forgetting a key");
        self.0.erase(alias)
    }
}

fn say(words: &str) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{words}").unwrap();
    out.flush().unwrap();
}

fn open(folder: &Path, runtime: &Runtime) -> Client {
    let profile = r#"{"url":"http://127.0.0.1:9","client_id":"motcua-app","redirect_uri":"vn.motcua.app:/sign-in/return",
        "evidence_root":{"kty":"EC","crv":"P-256","x":"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4","y":"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM"}}"#;
    let config = ClientConfig {
        home: folder.join("home"),
        profile: profile.as_bytes().to_vec(),
        plain_http: PlainHttp::LoopbackOnly,
        language: Language::Vi,
        embedded_push: false,
        patience: Patience::default(),
    };
    let random = Arc::new(SystemRandom::new());
    let platform = Platform {
        clock: Arc::new(SystemClock),
        vault: Arc::new(Announced(FileKeyVault::new(folder.join("vault"), random.clone()))),
        random,
        device_key: Arc::new(FileDeviceKey::open(&folder.join("key")).unwrap()),
        connectivity: Arc::new(Airplane),
    };
    Client::open(config, platform, runtime.handle().clone()).unwrap()
}

fn fill(client: &Client) {
    let store = client.context().store.clone();
    let draft_id = DraftId::new(Millis(1), [1; 10]);
    let draft = DraftRow {
        id: draft_id,
        state: DraftState::Editing,
        procedure_code: "1.001193".into(),
        form_version: "1".into(),
        opened_at: Millis(1),
        changed_at: Millis(1),
        seed: [0; 32],
        answered: 0,
        questions: 1,
        dossier_id: None,
        supplement: None,
        touched: 0,
    };
    store.commit(&[Change::PutDraft(draft)]).unwrap();
    for number in 0..PAPERS {
        let paper = AttachmentRow {
            draft_id,
            reference: "/data/paper".into(),
            name: number.to_string(),
            media_type: "image/png".into(),
            file: store.keep_bytes(&[number; 4096]).unwrap(),
        };
        store.commit(&[Change::PutAttachment(paper)]).unwrap();
    }
}

/// The child: fills and erases.
fn erase(folder: &Path) -> ! {
    let runtime = Runtime::new().unwrap();
    let client = open(folder, &runtime);
    fill(&client);
    say("filled");
    client.erase().unwrap();
    say("erased");
    std::process::exit(0)
}

/// Runs the child and kills it after so many lines of its own and, then, so many milliseconds' worth of its work; how many lines it said in all.
fn kill_after(folder: &Path, lines: usize, spins: u32) -> Vec<String> {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "erasing_goes_on_after_a_kill", "--nocapture"])
        .env(HOME, folder)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let out = BufReader::new(child.stdout.take().unwrap());
    let ours = |line: &String| ["filled", "forgetting a key", "erased"].contains(&line.as_str());
    let mut said = out.lines().map_while(Result::ok).filter(ours);
    let mut heard: Vec<String> = said.by_ref().take(lines).collect();
    // Some work of our own, so that the child gets further each time.
    for _ in 0..spins {
        fs::read_dir(folder).unwrap().count();
    }
    child.kill().unwrap();
    child.wait().unwrap();
    heard.extend(said);
    heard
}

fn accounts(folder: &Path) -> usize {
    fs::read_dir(folder.join("home/accounts")).unwrap().count()
}

#[test]
fn erasing_goes_on_after_a_kill() {
    if let Some(folder) = std::env::var_os(HOME) {
        erase(Path::new(&folder));
    }
    // Before the mark; at each key; then further and further into the files, and past the end.
    for (lines, spins) in [(1, 0), (2, 0), (3, 0), (3, 20), (3, 80), (3, 200), (4, 0)] {
        let folder = tempfile::tempdir().unwrap();
        let heard = kill_after(folder.path(), lines, spins);
        let marked = heard.len() > 1;
        let runtime = Runtime::new().unwrap();
        let client = open(folder.path(), &runtime);
        let page = Page {
            after: None,
            limit: 10,
        };
        let drafts = client.drafts(page).unwrap().total;
        // A kill just after "filled" may still come before the mark: then everything is there.
        assert!(
            drafts == 0 || (!marked && drafts == 1),
            "{lines} {spins}: {drafts}"
        );
        assert_eq!(accounts(folder.path()), 1, "{lines} {spins}");
        assert_eq!(client.context().public.accounts().unwrap().len(), 1);
        if drafts == 1 {
            client.erase().unwrap();
            assert_eq!(
                (client.drafts(page).unwrap().total, accounts(folder.path())),
                (0, 1)
            );
        }
    }
}
