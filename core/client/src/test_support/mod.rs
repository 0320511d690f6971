//! A phone for tests: its clock, its random bytes and its network belong to the test; its portal and e-ID are scripted and write down every call.
//!
//! What the real portal can do is tested against the real portal (`tests/journeys`). Here are the moments it can't be made to have: a commit that
//! fails, a lock in the middle, two callers at once. The module speaks of the crate by its name, so that a test program of its own may include it.
#![allow(
    dead_code,
    unreachable_pub,
    clippy::unwrap_used,
    reason = "each test program uses a part of it, and a test stops where it is surprised"
)]

pub mod form;
pub mod identity;
pub mod portal;
pub mod signer;
pub mod store;

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicBool, AtomicI64, AtomicU64, Ordering},
};

use motcua_client::{
    port::{
        Clock, Connectivity, KeyVault, KeyVaultError, Random,
        store::{Page, PublicStore, Store},
    },
    screen::{feedback::NewFeedback, text::Language},
    store::{MemoryPublicStore, MemoryStore, SqliteStore, desktop::FileKeyVault, open_personal},
    use_case::{
        Context, Parts,
        edit_draft::{self, FormSession},
        send_feedback, sign_in, submit_draft,
    },
    worker::outbox_worker::{self, Until},
};
use motcua_domain::{
    draft::DraftState,
    failure::Code,
    feedback,
    ids::{AccountId, DossierId, DraftId, InstallationId, ReportId},
    outbox::{Connectivity as Network, Entry},
    time::{HOUR, MINUTE, Millis},
};
use ring::digest;
use tempfile::TempDir;

use self::{identity::ScriptedIdentity, portal::ScriptedPortal, store::FailingStore};

/// 22/11/2026, 15:00 in Việt Nam.
pub const START: Millis = Millis(1_795_334_400_000);

/// A clock that stands still until a test moves it.
pub struct TestClock(AtomicI64);

impl TestClock {
    pub fn advance(&self, ms: i64) {
        self.0.fetch_add(ms, Ordering::SeqCst);
    }
}

impl Clock for TestClock {
    fn now(&self) -> Millis {
        Millis(self.0.load(Ordering::SeqCst))
    }
}

/// Bytes from SHA-256 over a seed and a counter: different each time, the same in each run.
pub struct SeededRandom(u64, AtomicU64);

impl SeededRandom {
    pub fn new(seed: u64) -> Self {
        Self(seed, AtomicU64::new(0))
    }
}

impl Random for SeededRandom {
    fn fill(&self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(32) {
            let count = self.1.fetch_add(1, Ordering::Relaxed);
            let seed = [self.0.to_be_bytes(), count.to_be_bytes()].concat();
            let block = digest::digest(&digest::SHA256, &seed);
            chunk.copy_from_slice(&block.as_ref()[..chunk.len()]);
        }
    }
}

/// The phone's network.
pub struct TestNetwork(Mutex<Network>);

impl TestNetwork {
    pub fn set(&self, state: Network) {
        *self.0.lock().unwrap() = state;
    }
}

impl Connectivity for TestNetwork {
    fn state(&self) -> Network {
        *self.0.lock().unwrap()
    }
}

/// A vault whose private keys a test can lock away.
pub struct LockableVault {
    vault: FileKeyVault,
    locked: AtomicBool,
}

impl KeyVault for LockableVault {
    fn wrap(&self, alias: &str, secret: &[u8]) -> Result<Vec<u8>, KeyVaultError> {
        self.vault.wrap(alias, secret)
    }

    fn unwrap(&self, alias: &str, wrapped: &[u8]) -> Result<Vec<u8>, KeyVaultError> {
        if alias.ends_with("/private") && self.locked.load(Ordering::Relaxed) {
            return Err(KeyVaultError::Locked);
        }
        self.vault.unwrap(alias, wrapped)
    }

    fn erase(&self, alias: &str) -> Result<(), KeyVaultError> {
        self.vault.erase(alias)
    }
}

/// The phone's storage, when it is SQLite.
pub struct Disk {
    pub folder: TempDir,
    pub vault: LockableVault,
    pub sqlite: Arc<SqliteStore>,
    random: Arc<SeededRandom>,
}

fn account() -> AccountId {
    AccountId::new(START, [1; 10])
}

impl Disk {
    fn new(random: Arc<SeededRandom>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let vault = LockableVault {
            vault: FileKeyVault::new(folder.path().join("vault"), random.clone()),
            locked: AtomicBool::new(false),
        };
        let sqlite =
            Arc::new(open_personal(&folder.path().join("home"), &account(), &vault, random.clone()).unwrap());
        Self {
            folder,
            vault,
            sqlite,
            random,
        }
    }

    /// The citizen locks the phone.
    pub fn lock(&self) {
        self.vault.locked.store(true, Ordering::Relaxed);
        self.sqlite.lock();
    }

    /// The citizen unlocks it; the app catches up as `Client::unlock` does.
    pub fn unlock(&self) {
        self.vault.locked.store(false, Ordering::Relaxed);
        self.sqlite.unlock(&self.vault).unwrap();
    }
}

/// One phone with its portal.
pub struct World {
    pub context: Arc<Context>,
    pub clock: Arc<TestClock>,
    pub network: Arc<TestNetwork>,
    pub portal: Arc<ScriptedPortal>,
    pub identity: Arc<ScriptedIdentity>,
    pub store: Arc<FailingStore>,
    pub disk: Option<Disk>,
    random: Arc<SeededRandom>,
    public: Arc<MemoryPublicStore>,
}

impl World {
    /// On the memory store.
    pub fn new() -> Self {
        let store: Arc<dyn Store> = Arc::new(MemoryStore::new());
        Self::on(store, None, Arc::new(SeededRandom::new(7)))
    }

    /// On SQLite, sealed as on a phone.
    pub fn on_disk() -> Self {
        let random = Arc::new(SeededRandom::new(8));
        let disk = Disk::new(random.clone());
        Self::on(disk.sqlite.clone(), Some(disk), random)
    }

    fn on(store: Arc<dyn Store>, disk: Option<Disk>, random: Arc<SeededRandom>) -> Self {
        let clock = Arc::new(TestClock(AtomicI64::new(START.0)));
        let public = Arc::new(MemoryPublicStore::new());
        form::put_documents(&*public);
        let store = Arc::new(FailingStore::new(store));
        let network = Arc::new(TestNetwork(Mutex::new(Network::Unmetered)));
        let portal = Arc::new(ScriptedPortal::new(clock.clone()));
        let identity = Arc::new(ScriptedIdentity::new(clock.clone()));
        let parts = Parts {
            clock: clock.clone(),
            random: random.clone(),
            store: store.clone(),
            public: public.clone(),
            portal: portal.clone(),
            identity: identity.clone(),
            connectivity: network.clone(),
            trust: signer::root(),
            installation: InstallationId::new(START, [9; 10]),
            language: Language::Vi,
        };
        Self {
            context: Arc::new(Context::new(parts)),
            clock,
            network,
            portal,
            identity,
            store,
            disk,
            random,
            public,
        }
    }

    /// The app dies and starts again on the same storage: nothing in memory is left.
    pub fn restart(&mut self) {
        if let Some(disk) = &mut self.disk {
            disk.sqlite.close();
            let home = disk.folder.path().join("home");
            let store = open_personal(&home, &account(), &disk.vault, disk.random.clone()).unwrap();
            disk.sqlite = Arc::new(store);
            self.store = Arc::new(FailingStore::new(disk.sqlite.clone()));
        }
        let old = &self.context;
        let parts = Parts {
            clock: self.clock.clone(),
            random: self.random.clone(),
            store: self.store.clone(),
            public: self.public.clone(),
            portal: self.portal.clone(),
            identity: self.identity.clone(),
            connectivity: self.network.clone(),
            trust: signer::root(),
            installation: old.installation,
            language: Language::Vi,
        };
        self.context = Arc::new(Context::new(parts));
        self.store.recover();
        outbox_worker::recover(&self.context).unwrap();
    }

    /// A new draft, open.
    pub fn draft(&self) -> FormSession {
        let id = edit_draft::new_draft(&self.context, &form::PROCEDURE.parse().unwrap());
        self.open(&id.unwrap())
    }

    /// A draft, open.
    pub fn open(&self, id: &DraftId) -> FormSession {
        edit_draft::open_draft(&self.context, id).unwrap()
    }

    /// Fills in everything that must be, with two papers.
    pub fn fill(&self, session: &FormSession) {
        session.answer("/data/who/name", "Nguyễn Văn An").unwrap();
        session.answer("/data/who/age", "31").unwrap();
        session.answer("/data/ward", form::WARD).unwrap();
        self.attach(session, "/data/papers/front", "cccd.jpg", b"front");
        self.attach(session, "/data/papers/back", "cccd-sau.jpg", b"back");
    }

    /// Puts a photo with this content into a slot.
    pub fn attach(&self, session: &FormSession, reference: &str, name: &str, content: &[u8]) {
        let photo = photo(content);
        session.attach(reference, photo.path(), name).unwrap();
    }

    /// Reviews and submits.
    pub fn submit(&self, session: &FormSession) -> DossierId {
        let review = submit_draft::review(&self.context, session).unwrap();
        let office = review.office.unwrap();
        submit_draft::submit(&self.context, session, &review.view_sha256, &office).unwrap()
    }

    /// A filled-in draft, submitted.
    pub fn submitted(&self) -> (DraftId, DossierId) {
        let session = self.draft();
        self.fill(&session);
        (session.draft_id(), self.submit(&session))
    }

    /// A report without a photo, queued.
    pub fn reported(&self) -> ReportId {
        let report = NewFeedback {
            service_code: feedback::CATEGORIES[0].code.to_owned(),
            description: "Ổ gà trước nhà 12".to_owned(),
            place: feedback::Place::Address("12 Lê Lợi".to_owned()),
        };
        send_feedback::send_feedback(&self.context, report, None).unwrap()
    }

    /// Signs a person in by the whole hop.
    pub async fn sign_in(&self, person: &str) {
        self.identity.expect(person);
        let page = sign_in::begin_sign_in(&self.context).await.unwrap();
        let back = identity::redirect(&page, "code=ok");
        sign_in::complete_sign_in(&self.context, &back).await.unwrap();
    }

    /// Sends what can be sent now.
    pub async fn send(&self) {
        outbox_worker::nudge(&self.context).unwrap();
        outbox_worker::run(self.context.clone(), Until::Idle)
            .await
            .unwrap();
    }

    /// Sends, and waits out every wait, until nothing moves any more.
    pub async fn send_all(&self) {
        for _ in 0..40 {
            self.clock.advance(HOUR + MINUTE);
            self.send().await;
        }
    }

    pub fn draft_state(&self, id: &DraftId) -> DraftState {
        self.context.store.draft(id).unwrap().unwrap().state
    }

    pub fn entries(&self) -> Vec<Entry> {
        self.context.store.entries().unwrap()
    }

    /// The entry of this dossier that isn't finished.
    pub fn entry(&self, id: &DossierId) -> Entry {
        let entries = self.entries();
        let found = entries
            .into_iter()
            .rev()
            .find(|entry| entry.what.dossier() == Some(*id));
        found.unwrap()
    }

    /// Everything the phone keeps of drafts, byte for byte.
    pub fn all_of_drafts(&self) -> Vec<String> {
        let store = &self.context.store;
        let page = Page {
            after: None,
            limit: u32::MAX,
        };
        let mut all = Vec::new();
        for draft in store.drafts(page).unwrap() {
            all.push(serde_json::to_string(&draft).unwrap());
            let journal = store.journal(&draft.id).unwrap();
            all.extend(journal.iter().map(|row| serde_json::to_string(row).unwrap()));
            let papers = store.attachments(&draft.id).unwrap();
            all.extend(papers.iter().map(|row| serde_json::to_string(row).unwrap()));
        }
        all
    }

    pub fn public(&self) -> &dyn PublicStore {
        &*self.public
    }
}

/// A JPEG of a few bytes.
pub fn photo(content: &[u8]) -> tempfile::NamedTempFile {
    use std::io::Write as _;
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(&[0xFF, 0xD8, 0xFF, 0xE0, 0, 0, 0, 0]).unwrap();
    file.write_all(content).unwrap();
    file
}

/// The code of a refusal.
pub fn code_of<T>(refused: motcua_client::error::Result<T>) -> Option<Code> {
    Code::from_text(&refused.err()?.code)
}
