//! A phone: the real client on a temporary home, with a network that can be switched, a clock that can be moved, and a runtime of its own.
//!
//! Killing the phone drops the runtime with everything that runs on it, wherever it stands; opening it again is a new process' start.

use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicI64, AtomicU8, Ordering},
    },
    time::Duration,
};

use motcua_client::{
    client::{Client, ClientConfig, Platform},
    error::{Failure, Result},
    observe::Topic,
    port::{Clock, Connectivity, SystemClock, SystemRandom},
    screen::{outbox::OutboxItem, text::Language},
    store::desktop::{FileDeviceKey, FileKeyVault},
    transport::{http::Patience, profile::PlainHttp},
    use_case::{Context, edit_draft, edit_draft::FormSession, prepare_procedure, sign_in, submit_draft},
};
use motcua_domain::{
    failure::Code,
    ids::{DossierId, DraftId, ProcedureCode},
    outbox::Connectivity as State,
    time::Millis,
};
use tempfile::TempDir;
use tokio::runtime::{Builder, Runtime};

use super::{
    PATIENCE,
    browser::{Decision, consent},
    story::Story,
    world::World,
};

/// A network that a test switches.
#[derive(Default)]
pub struct Network(AtomicU8);

impl Network {
    fn set(&self, state: State) {
        self.0.store(state as u8, Ordering::SeqCst);
    }
}

impl Connectivity for Network {
    fn state(&self) -> State {
        let states = [State::Offline, State::Metered, State::Unmetered, State::Unknown];
        states[usize::from(self.0.load(Ordering::SeqCst))]
    }
}

/// The machine's clock, set forward or back by as much as a test wants.
#[derive(Default)]
pub struct PhoneClock(AtomicI64);

impl PhoneClock {
    /// Sets the clock this many milliseconds on.
    pub fn advance(&self, ms: i64) {
        self.0.fetch_add(ms, Ordering::SeqCst);
    }
}

impl Clock for PhoneClock {
    fn now(&self) -> Millis {
        SystemClock.now().plus(self.0.load(Ordering::SeqCst))
    }
}

/// How a phone is set up.
pub struct PhoneOptions {
    /// Whether the workers run: sending, pulling, receiving wake-ups.
    pub workers: bool,
    /// Whether it receives wake-ups from the portal's own push service.
    pub push: bool,
    /// How long it waits for the portal.
    pub patience: Duration,
}

impl Default for PhoneOptions {
    fn default() -> Self {
        Self {
            workers: false,
            push: false,
            patience: Duration::from_secs(20),
        }
    }
}

/// A phone with its storage.
pub struct Phone {
    home: TempDir,
    profile: Vec<u8>,
    options: PhoneOptions,
    clock: Arc<PhoneClock>,
    network: Arc<Network>,
    running: Option<(Client, Runtime)>,
    context: Option<Arc<Context>>,
}

impl Phone {
    /// A new phone for this world's portal, switched on, online, without workers.
    pub fn new(world: &World) -> Self {
        Self::with(world, PhoneOptions::default())
    }

    /// A new phone whose workers run and that receives wake-ups.
    pub fn alive(world: &World) -> Self {
        Self::with(
            world,
            PhoneOptions {
                workers: true,
                push: true,
                ..PhoneOptions::default()
            },
        )
    }

    /// A new phone, switched on and online.
    pub fn with(world: &World, options: PhoneOptions) -> Self {
        let mut phone = Self {
            home: tempfile::tempdir().unwrap(),
            profile: world.profile(),
            options,
            clock: Arc::default(),
            network: Arc::default(),
            running: None,
            context: None,
        };
        phone.network.set(State::Unmetered);
        phone.open().expect("a new phone opens");
        phone
    }

    /// Uses another profile from the next start on.
    pub fn use_profile(&mut self, profile: Vec<u8>) {
        self.profile = profile;
    }

    /// Starts the app.
    pub fn open(&mut self) -> Result<()> {
        assert!(self.running.is_none(), "the app runs already");
        let runtime = Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .unwrap();
        let client = match Client::open(self.config(), self.platform(), runtime.handle().clone()) {
            Ok(client) => client,
            Err(failure) => {
                runtime.shutdown_background();
                return Err(failure);
            }
        };
        if self.options.workers {
            client.start();
        }
        self.context = Some(client.context());
        self.running = Some((client, runtime));
        Ok(())
    }

    fn config(&self) -> ClientConfig {
        let patience = self.options.patience;
        ClientConfig {
            home: self.home().to_owned(),
            profile: self.profile.clone(),
            plain_http: PlainHttp::Refused,
            language: Language::Vi,
            embedded_push: self.options.push,
            patience: Patience {
                connect: patience,
                answer: patience,
                piece: patience,
                ..Patience::default()
            },
        }
    }

    fn platform(&self) -> Platform {
        let random = Arc::new(SystemRandom::new());
        let vault = self.home.path().join("vault");
        Platform {
            clock: self.clock.clone(),
            random: random.clone(),
            device_key: Arc::new(FileDeviceKey::open(&vault).expect("the device key opens")),
            vault: Arc::new(FileKeyVault::new(vault, random)),
            connectivity: self.network.clone(),
        }
    }

    /// Ends the app without warning: whatever it was doing stops where it stands.
    pub async fn kill(&mut self) {
        self.context = None;
        let (client, runtime) = self.running.take().expect("the app runs");
        let dead = tokio::task::spawn_blocking(move || {
            runtime.shutdown_timeout(PATIENCE);
            drop(client);
        });
        dead.await.expect("the app dies quietly");
    }

    /// Kills the app and starts it again.
    pub async fn restart(&mut self) {
        self.kill().await;
        self.open().expect("the app opens again");
    }

    /// The app's private folder.
    pub fn home(&self) -> std::path::PathBuf {
        self.home.path().join("home")
    }

    /// A folder of the phone for files that are not the app's: photos.
    pub fn gallery(&self) -> &Path {
        self.home.path()
    }

    /// The app.
    pub fn client(&self) -> &Client {
        &self.running.as_ref().expect("the app runs").0
    }

    /// What use cases work with.
    pub fn context(&self) -> &Arc<Context> {
        self.context.as_ref().expect("the app runs")
    }

    /// The phone's clock.
    pub fn clock(&self) -> &PhoneClock {
        &self.clock
    }

    /// Today in Việt Nam, by the phone's clock.
    pub fn today(&self) -> chrono::NaiveDate {
        let vietnam = chrono::FixedOffset::east_opt(7 * 3_600).unwrap();
        let now = chrono::DateTime::from_timestamp_millis(self.clock.now().0).unwrap();
        now.with_timezone(&vietnam).date_naive()
    }

    /// Switches the network.
    pub fn network(&self, state: State) {
        self.network.set(state);
        self.client().connectivity_changed().expect("the store is open");
    }

    /// Fetches the catalogue and a procedure's form; its version.
    pub async fn prepare(&self, procedure: &str) -> Result<String> {
        prepare_procedure::refresh_catalogue(self.context()).await?;
        prepare_procedure::prepare_procedure(self.context(), procedure).await
    }

    /// Begins a draft.
    pub fn new_draft(&self, procedure: &str) -> Result<DraftId> {
        let procedure: ProcedureCode = procedure.parse().unwrap();
        edit_draft::new_draft(self.context(), &procedure)
    }

    /// Opens a draft.
    pub fn open_draft(&self, draft: &DraftId) -> Result<FormSession> {
        edit_draft::open_draft(self.context(), draft)
    }

    /// Fills in the story on a new draft and queues it, with the small papers.
    pub fn queue(&self, story: &Story) -> (DraftId, DossierId) {
        let draft = self.new_draft(&story.procedure_code).expect("the form is here");
        let session = self.open_draft(&draft).expect("the draft opens");
        story.fill_in(self, &session);
        let dossier = self.submit(&session).expect("everything is filled in");
        (draft, dossier)
    }

    /// Reviews a form and submits what was seen.
    pub fn submit(&self, session: &FormSession) -> Result<DossierId> {
        let review = submit_draft::review(self.context(), session)?;
        let office = review.office.expect("a ward was chosen");
        submit_draft::submit(self.context(), session, &review.view_sha256, &office)
    }

    /// Signs a person in by the browser hop.
    pub async fn sign_in(&self, world: &World, person: &str) -> Result<()> {
        let page = sign_in::begin_sign_in(self.context()).await?;
        let back = consent(world, &page, person, Decision::Allow).await;
        sign_in::complete_sign_in(self.context(), &back).await
    }

    /// Waits until `check` finds something, looking again at each change of the topic.
    pub async fn until<T>(&self, topic: &Topic, what: &str, mut check: impl FnMut() -> Option<T>) -> T {
        let mut changes = topic.changes();
        let found = async {
            loop {
                changes.borrow_and_update();
                if let Some(found) = check() {
                    return found;
                }
                changes
                    .changed()
                    .await
                    .expect("the topic lives as long as the app");
            }
        };
        match tokio::time::timeout(PATIENCE, found).await {
            Ok(found) => found,
            Err(_) => panic!(
                "waited in vain for: {what}; the outbox: {:?}",
                self.outbox_codes()
            ),
        }
    }

    /// The state of the draft with this id: `editing`, `queued`, `refused`, `sent`, `superseded`.
    pub fn draft_state(&self, draft: &DraftId) -> String {
        let page = motcua_client::port::store::Page {
            after: None,
            limit: 100,
        };
        let list = self.client().drafts(page).expect("drafts can be listed");
        let found = list.items.iter().find(|it| it.id == draft.to_string());
        found
            .map(|it| it.state.clone())
            .expect("the draft is in the list")
    }

    /// Waits until the draft is in this state.
    pub async fn until_draft(&self, draft: &DraftId, state: &str) {
        let topic = &self.context().topics.drafts;
        self.until(topic, state, || (self.draft_state(draft) == state).then_some(()))
            .await;
    }

    /// The outbox' item of this dossier; `None` once it is delivered.
    pub fn outbox_item(&self, dossier: &DossierId) -> Option<OutboxItem> {
        let list = self.client().outbox().expect("the outbox can be read");
        let id = dossier.to_string();
        list.items
            .into_iter()
            .find(|it| it.dossier_id.as_deref() == Some(&id))
    }

    /// Why each thing in the outbox waits.
    pub fn outbox_codes(&self) -> Vec<String> {
        let list = self.client().outbox().expect("the outbox can be read");
        list.items.into_iter().map(|it| it.code).collect()
    }

    /// Sends once what can be sent, and gives the reason why the dossier isn't delivered after it, as the failure that a screen shows.
    pub async fn send(&self, dossier: &DossierId) -> Option<Failure> {
        self.client().run_outbox().await.expect("the outbox runs");
        let item = self.outbox_item(dossier)?;
        let code = Code::from_text(&item.code).unwrap_or_else(|| panic!("{} is no failure", item.code));
        let words = item.failure.expect("a failure comes with its words");
        assert!(!words.cause.is_empty() && !words.remedy.is_empty());
        Some(Failure::new(code))
    }
}

impl Drop for Phone {
    /// A runtime mustn't be waited for where a journey ends: its tasks end at their next step.
    fn drop(&mut self) {
        self.context = None;
        if let Some((_client, runtime)) = self.running.take() {
            runtime.shutdown_background();
        }
    }
}
