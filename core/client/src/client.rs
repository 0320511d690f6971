//! The composition root: opens the stores, wires ports to adapters, and is the core's public face.
//!
//! ```text
//!   home/  public store ──┐
//!          account store ─┼─▶ Context ─▶ use cases ─▶ screen models
//!   profile ─ transport ──┘        └───▶ workers (outbox, events, push), started by `start`
//! ```
//!
//! Opening makes a local account when there is none: drafting needs no sign-in. After a kill, opening recovers: what was being sent waits again, a
//! sign-in that was under way goes on.

mod account;
mod lists;

use std::{
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError, RwLock, RwLockWriteGuard},
};

use motcua_domain::{
    failure::Code,
    ids::{AccountId, DossierId},
};
use tokio::{runtime::Handle, task::JoinHandle};

use self::{
    account::{Account, Ground},
    lists::{drafts, home, outbox_list},
};
use crate::{
    error::{Failure, Result},
    observe::{Subscription, Topic},
    port::{Clock, Connectivity, DeviceKey, KeyVault, Random, push_channel::PushChannel, store::Page},
    screen::{
        draft_list::DraftList, feedback::FeedbackList, home::Home, inbox::Inbox, outbox::OutboxList,
        session::SessionModel, text::Language, timeline::Timeline,
    },
    store::{self, SqliteStore},
    transport::{
        dpop::Prover,
        eid::HttpIdentity,
        http::{Http, Patience},
        portal_api::HttpPortal,
        profile::{PlainHttp, PortalProfile},
        push::EmbeddedPushChannel,
    },
    use_case::{Context, Parts, follow_dossier, preferences, send_feedback, sign_in, submit_draft, wake_up},
    worker::{event_worker, outbox_worker, push_worker, sign_in_worker},
};

/// Where things are and whom to talk to.
pub struct ClientConfig {
    /// The app's private folder; made if it isn't there. One process at a time.
    pub home: PathBuf,
    /// The portal's `portal-profile.json`.
    pub profile: Vec<u8>,
    /// Whether plain HTTP to a loopback address is allowed (tools only).
    pub plain_http: PlainHttp,
    /// The language of texts, until the person chooses one.
    pub language: Language,
    /// Whether the client receives wake-ups itself from the portal's embedded push service (QA); shells hand them in instead.
    pub embedded_push: bool,
    /// How long to wait for the portal; `Patience::default()` suits mobile networks.
    pub patience: Patience,
}

/// What only the platform can give.
pub struct Platform {
    /// What time it is.
    pub clock: Arc<dyn Clock>,
    /// Random bytes.
    pub random: Arc<dyn Random>,
    /// Keeps the key that wraps ours.
    pub vault: Arc<dyn KeyVault>,
    /// Signs for this installation.
    pub device_key: Arc<dyn DeviceKey>,
    /// Knows the network.
    pub connectivity: Arc<dyn Connectivity>,
}

/// One phone's core, opened on one account.
pub struct Client {
    seat: Seat,
    home: PathBuf,
    vault: Arc<dyn KeyVault>,
    push: Option<Arc<dyn PushChannel>>,
    runtime: Handle,
    tasks: Mutex<Vec<JoinHandle<()>>>,
}

/// Where the open account is found, also by an observer that outlives it.
type Seat = Arc<RwLock<Account>>;

fn seated(seat: &Seat) -> Arc<Context> {
    // A panic while the account was exchanged left one of the two there.
    seat.read()
        .unwrap_or_else(PoisonError::into_inner)
        .context
        .clone()
}

impl Client {
    /// Opens the core. Blocks for some milliseconds (disk, key vault).
    ///
    /// `APP_TOO_OLD`, `STORE_DAMAGED`, `KEY_LOST`, `STORE_IN_USE`: show cause and remedy; nothing was changed.
    pub fn open(config: ClientConfig, platform: Platform, runtime: Handle) -> Result<Self> {
        let profile = PortalProfile::from_json(&config.profile, config.plain_http)
            .map_err(|_| Failure::new(Code::AppFailed))?;
        let public = Arc::new(store::open_public(&config.home)?);
        let opened = Ground {
            home: &config.home,
            public: &*public,
            vault: &*platform.vault,
            random: platform.random.clone(),
            clock: &*platform.clock,
        }
        .open()?;
        let http = Arc::new(Http::open(&profile, config.patience).map_err(|_| Code::AppFailed)?);
        let prover = Arc::new(Prover::new(
            platform.device_key,
            platform.clock.clone(),
            platform.random.clone(),
        ));
        let context = Arc::new(Context::new(Parts {
            portal: Arc::new(HttpPortal::new(http.clone(), prover.clone())),
            identity: Arc::new(HttpIdentity::new(&profile, http.clone(), prover)),
            clock: platform.clock,
            random: platform.random,
            store: opened.sealed.clone(),
            public,
            connectivity: platform.connectivity,
            trust: profile.evidence_root,
            installation: opened.installation,
            language: opened.language.unwrap_or(config.language),
        }));
        let account = Account {
            id: opened.id,
            sealed: opened.sealed,
            context,
        };
        account.recover()?;
        let push: Option<Arc<dyn PushChannel>> = if config.embedded_push {
            Some(Arc::new(EmbeddedPushChannel::new(http)))
        } else {
            None
        };
        Ok(Self {
            seat: Arc::new(RwLock::new(account)),
            home: config.home,
            vault: platform.vault,
            push,
            runtime,
            tasks: Mutex::default(),
        })
    }

    /// The use cases' context of the account that is open. Ask for it at each call: erasing the account makes another one.
    pub fn context(&self) -> Arc<Context> {
        seated(&self.seat)
    }

    /// The account that is open.
    pub fn account(&self) -> AccountId {
        self.seat.read().unwrap_or_else(PoisonError::into_inner).id
    }

    fn write_account(&self) -> RwLockWriteGuard<'_, Account> {
        self.seat.write().unwrap_or_else(PoisonError::into_inner)
    }

    fn sealed(&self) -> Arc<SqliteStore> {
        let account = self.seat.read().unwrap_or_else(PoisonError::into_inner);
        account.sealed.clone()
    }

    /// Starts the workers: signing in, sending, pulling events, receiving wake-ups. They run until [`stop`](Self::stop). Starting twice does nothing.
    pub fn start(&self) {
        let mut tasks = self.tasks.lock().expect("no holder of this lock panics");
        if !tasks.is_empty() {
            return;
        }
        let context = self.context();
        let outbox = context.clone();
        tasks.push(self.runtime.spawn(async move {
            if let Err(failure) = outbox_worker::run(outbox, outbox_worker::Until::Forever).await {
                tracing::error!(
                    code = failure.code,
                    "the outbox worker stopped; it starts again with the app"
                );
            }
        }));
        tasks.push(self.runtime.spawn(event_worker::run(context.clone())));
        tasks.push(self.runtime.spawn(sign_in_worker::run(context.clone())));
        if let Some(push) = self.push.clone() {
            tasks.push(self.runtime.spawn(push_worker::run(context, push)));
        }
    }

    /// Stops the workers. What they were sending waits again after the next start.
    pub fn stop(&self) {
        self.stop_tasks();
    }

    /// Stops the workers; whether they ran.
    fn stop_tasks(&self) -> bool {
        let mut tasks = self.tasks.lock().expect("no holder of this lock panics");
        let ran = !tasks.is_empty();
        tasks.drain(..).for_each(|task| task.abort());
        ran
    }

    /// Sends what can be sent now and returns when nothing more can be done: for background windows and tools.
    pub async fn run_outbox(&self) -> Result<()> {
        let context = self.context();
        outbox_worker::nudge(&context)?;
        outbox_worker::run(context, outbox_worker::Until::Idle).await
    }

    /// The network changed: ends our own waits and asks for a pull.
    pub fn connectivity_changed(&self) -> Result<()> {
        let context = self.context();
        outbox_worker::nudge(&context)?;
        context.topics.pull.touch();
        Ok(())
    }

    /// Takes a push message that the shell received.
    pub fn push_received(&self, message: &[u8]) {
        push_worker::handle(&self.context(), message);
    }

    /// Takes the endpoint that the shell's push service gave.
    pub fn push_endpoint_changed(&self, endpoint: &str) -> Result<()> {
        wake_up::endpoint_changed(&self.context(), endpoint)
    }

    /// The phone was locked: private rows can't be read until [`unlock`](Self::unlock); sending and pulling go on.
    pub fn lock(&self) {
        self.sealed().lock();
        self.context().checked.forget();
        self.touch_screens();
    }

    /// The phone was unlocked.
    pub fn unlock(&self) -> Result<()> {
        self.sealed().unlock(&*self.vault)?;
        self.touch_screens();
        catch_up(&self.context())?;
        // What waited for the key goes now.
        outbox_worker::nudge(&self.context())
    }

    /// A page of drafts, newest first.
    pub fn drafts(&self, page: Page) -> Result<DraftList> {
        drafts(&self.context(), page)
    }

    /// What waits to be sent, and why.
    pub fn outbox(&self) -> Result<OutboxList> {
        outbox_list(&self.context())
    }

    /// What waits for the person.
    pub fn home(&self) -> Result<Home> {
        home(&self.context())
    }

    /// Chooses the language of all texts; whatever is observed is delivered again in it.
    pub fn choose_language(&self, language: Language) -> Result<()> {
        preferences::choose_language(&self.context(), language)?;
        self.touch_screens();
        Ok(())
    }

    /// Calls `deliver` with the drafts' first page now and after each change, until the subscription is dropped.
    pub fn observe_drafts(
        &self,
        limit: u32,
        deliver: impl Fn(Result<DraftList>) + Send + Sync + 'static,
    ) -> Subscription {
        let page = Page { after: None, limit };
        self.observe(&self.context().topics.drafts, move |it| drafts(it, page), deliver)
    }

    /// As [`observe_drafts`](Self::observe_drafts), for the outbox.
    pub fn observe_outbox(
        &self,
        deliver: impl Fn(Result<OutboxList>) + Send + Sync + 'static,
    ) -> Subscription {
        self.observe(&self.context().topics.outbox, outbox_list, deliver)
    }

    /// As [`observe_drafts`](Self::observe_drafts), for one dossier's timeline.
    pub fn observe_timeline(
        &self,
        dossier: DossierId,
        deliver: impl Fn(Result<Timeline>) + Send + Sync + 'static,
    ) -> Subscription {
        self.observe(
            &self.context().topics.tracking,
            move |it| follow_dossier::timeline(it, &dossier),
            deliver,
        )
    }

    /// As [`observe_drafts`](Self::observe_drafts), for the inbox' first page.
    pub fn observe_inbox(
        &self,
        limit: u32,
        deliver: impl Fn(Result<Inbox>) + Send + Sync + 'static,
    ) -> Subscription {
        let page = Page { after: None, limit };
        self.observe(
            &self.context().topics.tracking,
            move |it| follow_dossier::inbox(it, page),
            deliver,
        )
    }

    /// As [`observe_drafts`](Self::observe_drafts), for the session.
    pub fn observe_session(
        &self,
        deliver: impl Fn(Result<SessionModel>) + Send + Sync + 'static,
    ) -> Subscription {
        self.observe(&self.context().topics.session, sign_in::session_model, deliver)
    }

    /// As [`observe_drafts`](Self::observe_drafts), for the reports' first page.
    pub fn observe_feedback(
        &self,
        limit: u32,
        deliver: impl Fn(Result<FeedbackList>) + Send + Sync + 'static,
    ) -> Subscription {
        let page = Page { after: None, limit };
        self.observe(
            &self.context().topics.feedback,
            move |it| send_feedback::feedback_list(it, page),
            deliver,
        )
    }

    /// As [`observe_drafts`](Self::observe_drafts), for home: read again after a change of anything that it is made of.
    pub fn observe_home(&self, deliver: impl Fn(Result<Home>) + Send + Sync + 'static) -> Subscription {
        self.observe(&self.context().topics.screens, home, deliver)
    }

    fn observe<T: Send + 'static>(
        &self,
        topic: &Topic,
        read: impl Fn(&Context) -> Result<T> + Send + Sync + 'static,
        deliver: impl Fn(Result<T>) + Send + Sync + 'static,
    ) -> Subscription {
        let seat = self.seat.clone();
        topic.subscribe(&self.runtime, move || read(&seated(&seat)), deliver)
    }

    /// Every observed model may read differently now.
    fn touch_screens(&self) {
        let topics = &self.context().topics;
        for topic in [
            &topics.drafts,
            &topics.outbox,
            &topics.tracking,
            &topics.session,
            &topics.feedback,
            &topics.catalogue,
        ] {
            topic.touch();
        }
    }

    /// Closes the stores. Every later call fails.
    pub fn close(&self) {
        self.stop();
        let context = self.context();
        context.store.close();
        context.public.close();
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        self.stop();
    }
}

/// Catching up needs the private key; a locked phone does it at the unlock.
fn catch_up(context: &Context) -> Result<()> {
    match submit_draft::catch_up(context) {
        Err(failure) if failure.code == Code::Locked.as_str() => Ok(()),
        done => done,
    }
}

#[cfg(test)]
mod tests;
