//! Erasing an account while its app is up, and observing across it.

use std::{
    fs,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use motcua_domain::{
    ids::{DraftId, EntryId},
    outbox::{Connectivity as Network, Entry, What},
    time::Millis,
};
use serde_json::json;
use tempfile::TempDir;
use tokio::sync::mpsc;

use super::*;
use crate::{
    port::{
        KeyVaultError, SystemClock, SystemRandom,
        store::{Change, Setting},
    },
    store::desktop::{FileDeviceKey, FileKeyVault},
    test_support::{code_of, form},
    use_case::edit_draft,
};

struct Airplane;

impl Connectivity for Airplane {
    fn state(&self) -> Network {
        Network::Offline
    }
}

/// A vault that can refuse to forget.
struct Vault {
    files: FileKeyVault,
    stubborn: AtomicBool,
}

impl KeyVault for Vault {
    fn wrap(&self, alias: &str, secret: &[u8]) -> std::result::Result<Vec<u8>, KeyVaultError> {
        self.files.wrap(alias, secret)
    }

    fn unwrap(&self, alias: &str, wrapped: &[u8]) -> std::result::Result<Vec<u8>, KeyVaultError> {
        self.files.unwrap(alias, wrapped)
    }

    fn erase(&self, alias: &str) -> std::result::Result<(), KeyVaultError> {
        if self.stubborn.load(Ordering::SeqCst) {
            return Err(KeyVaultError::Failed);
        }
        self.files.erase(alias)
    }
}

struct Phone {
    folder: TempDir,
    vault: Arc<Vault>,
}

impl Phone {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let files = FileKeyVault::new(folder.path().join("vault"), Arc::new(SystemRandom::new()));
        let vault = Arc::new(Vault {
            files,
            stubborn: AtomicBool::new(false),
        });
        Self { folder, vault }
    }

    fn home(&self) -> std::path::PathBuf {
        self.folder.path().join("home")
    }

    fn open(&self) -> Client {
        let profile = json!({
            "url": "http://127.0.0.1:9",
            "evidence_root": {"kty": "EC", "crv": "P-256", "x": "MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4", "y": "4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM"},
            "client_id": "motcua-app",
            "redirect_uri": "vn.motcua.app:/sign-in/return",
        });
        let config = ClientConfig {
            home: self.home(),
            profile: profile.to_string().into_bytes(),
            plain_http: PlainHttp::LoopbackOnly,
            language: Language::Vi,
            embedded_push: false,
            patience: Patience::default(),
        };
        let key = FileDeviceKey::open(&self.folder.path().join("key")).unwrap();
        let platform = Platform {
            clock: Arc::new(SystemClock),
            random: Arc::new(SystemRandom::new()),
            vault: self.vault.clone(),
            device_key: Arc::new(key),
            connectivity: Arc::new(Airplane),
        };
        let client = Client::open(config, platform, Handle::current()).unwrap();
        form::put_documents(&*client.context().public);
        client
    }

    fn account_folders(&self) -> Vec<String> {
        let folders = fs::read_dir(self.home().join("accounts")).unwrap();
        folders
            .map(|it| it.unwrap().file_name().into_string().unwrap())
            .collect()
    }
}

fn fill(client: &Client) -> DraftId {
    let id = edit_draft::new_draft(&client.context(), &form::PROCEDURE.parse().unwrap()).unwrap();
    let session = edit_draft::open_draft(&client.context(), &id).unwrap();
    session.answer("/data/who/name", "Nguyễn Văn An").unwrap();
    id
}

#[tokio::test]
async fn after_erasing_there_is_an_empty_account_with_new_ids_and_the_same_language() {
    let phone = Phone::new();
    let client = phone.open();
    client.choose_language(Language::En).unwrap();
    let draft = fill(&client);
    let (old, before) = (client.account(), client.context());
    client.erase().unwrap();
    assert_ne!(client.account(), old);
    assert_ne!(client.context().installation, before.installation);
    assert_eq!(client.drafts(FIRST).unwrap().total, 0);
    assert_eq!(phone.account_folders(), [client.account().to_string()]);
    assert!(client.context().store.draft(&draft).unwrap().is_none());
    fill(&client);
    drop((client, before));
    let again = phone.open();
    assert_eq!(again.drafts(FIRST).unwrap().total, 1);
    assert_eq!(again.context().texts().language(), Language::En);
}

const FIRST: Page = Page {
    after: None,
    limit: 10,
};

#[tokio::test]
async fn what_was_under_way_can_not_write_into_the_new_account() {
    let phone = Phone::new();
    let client = phone.open();
    let draft = fill(&client);
    let (context, session) = (
        client.context(),
        edit_draft::open_draft(&client.context(), &draft).unwrap(),
    );
    client.erase().unwrap();
    assert!(session.answer("/data/who/name", "Trần Thị Bình").is_err());
    let put = Change::PutSetting(Setting::Tokens, b"{}".to_vec());
    assert!(context.store.commit(&[put]).is_err());
    assert_eq!(client.drafts(FIRST).unwrap().total, 0);
    assert!(client.context().store.setting(Setting::Tokens).unwrap().is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn who_watches_is_told_and_goes_on_watching() {
    let phone = Phone::new();
    let client = phone.open();
    fill(&client);
    let (sender, mut seen) = mpsc::unbounded_channel();
    let _home = client.observe_home(move |home| _ = sender.send(home.map(|it| it.sections.len())));
    assert_eq!(seen.recv().await.unwrap().unwrap(), 1, "the draft");
    client.start();
    client.erase().unwrap();
    while seen.recv().await.unwrap().unwrap() != 0 {}
    fill(&client);
    while seen.recv().await.unwrap().unwrap() != 1 {}
}

#[tokio::test]
async fn home_says_that_there_is_no_network_and_that_nothing_is_lost() {
    let phone = Phone::new();
    let client = phone.open();
    let home = client.home().unwrap();
    assert!(home.banner.is_some_and(|it| it.contains("không mất gì")));
    assert!(home.empty.is_some());
}

#[tokio::test]
async fn a_vault_that_does_not_forget_is_told_and_asked_again_at_the_next_start() {
    let phone = Phone::new();
    let client = phone.open();
    fill(&client);
    let old = client.account();
    phone.vault.stubborn.store(true, Ordering::SeqCst);
    assert_eq!(code_of(client.erase()), Some(Code::EraseUnfinished));
    assert_eq!(client.drafts(FIRST).unwrap().total, 0, "it isn't shown any more");
    assert_eq!(phone.account_folders().len(), 2);
    let new = client.account();
    drop(client);
    let again = phone.open();
    assert_eq!(
        again.account(),
        new,
        "a start that can't finish goes on without it"
    );
    drop(again);
    phone.vault.stubborn.store(false, Ordering::SeqCst);
    let healed = phone.open();
    assert_eq!(phone.account_folders(), [new.to_string()]);
    let accounts = healed.context().public.accounts().unwrap();
    assert!(accounts.iter().all(|it| it.id != old));
}

#[tokio::test]
async fn an_account_that_can_not_be_marked_is_not_erased() {
    let phone = Phone::new();
    let client = phone.open();
    fill(&client);
    client.context().public.close();
    assert!(client.erase().is_err());
    assert_eq!(client.context().store.draft_count().unwrap(), 1);
}

#[tokio::test]
async fn the_warning_counts_what_waits_at_that_moment() {
    let phone = Phone::new();
    let client = phone.open();
    let warning = || {
        let page = crate::use_case::preferences::settings_page(&client.context()).unwrap();
        page.erase_warning
    };
    let before = warning();
    let entry = Entry::new(
        EntryId::new(Millis(1), [1; 10]),
        None,
        What::Feedback {
            report: motcua_domain::ids::ReportId::new(Millis(1), [1; 10]),
        },
        Millis(1),
    );
    client.context().store.commit(&[Change::PutEntry(entry)]).unwrap();
    assert_eq!(
        warning(),
        format!("{before} 1 việc đang chờ gửi sẽ không được gửi nữa.")
    );
}
