//! Use cases: one verb a file. Each reads the store, asks the domain or the form engine what to do, keeps the result in one commit and touches the
//! topics that screens watch. They see ports, never a store or a transport.

mod attachment;
mod edit_codec;
mod journal;
mod outcome;

pub mod browse_catalogue;
pub mod consent;
pub mod deliver;
mod documents;
pub mod edit_draft;
mod evidence_log;
pub mod export_data;
pub mod follow_dossier;
pub mod form_library;
mod keys;
pub mod preferences;
pub mod prepare_procedure;
pub mod read_home;
pub mod send_feedback;
pub mod session;
pub mod sign_in;
pub mod submit_draft;
pub mod sync_events;
pub mod units;
pub mod wake_up;

use std::sync::{
    Arc, Mutex, MutexGuard, PoisonError, RwLock,
    atomic::{AtomicBool, Ordering},
};

use motcua_domain::{failure::Code, ids::InstallationId, outbox, time::Millis};

use crate::{
    observe::Topic,
    port::{
        Clock, Connectivity, Random, identity::Identity, portal_api::PortalApi, random::random_bytes, store,
    },
    screen::text::{Language, Texts},
    trust::PublicJwk,
};

/// What screens can watch. Each topic stands for one whole model.
#[derive(Debug, Clone)]
pub struct Topics {
    /// Anything that a screen shows changed: each of the topics below, but `pull`.
    pub screens: Topic,
    /// Drafts came, went or changed.
    pub drafts: Topic,
    /// The outbox, or what it waits for, changed.
    pub outbox: Topic,
    /// Events, evidence or dossier states changed.
    pub tracking: Topic,
    /// Sign-in changed.
    pub session: Topic,
    /// Reports changed.
    pub feedback: Topic,
    /// The catalogue or the units changed.
    pub catalogue: Topic,
    /// Somebody wants a pull: a wake-up, a network that came back.
    pub pull: Topic,
}

impl Default for Topics {
    fn default() -> Self {
        let screens = Topic::new();
        let part = || Topic::part_of(&screens);
        Self {
            drafts: part(),
            outbox: part(),
            tracking: part(),
            session: part(),
            feedback: part(),
            catalogue: part(),
            pull: Topic::new(),
            screens,
        }
    }
}

/// Everything a use case works with: the ports, the topics and the words of the chosen language.
pub struct Context {
    /// What time it is.
    pub clock: Arc<dyn Clock>,
    /// Random bytes.
    pub random: Arc<dyn Random>,
    /// The current account's store.
    pub store: Arc<dyn store::Store>,
    /// The phone's public store.
    pub public: Arc<dyn store::PublicStore>,
    /// The portal.
    pub portal: Arc<dyn PortalApi>,
    /// The e-ID provider.
    pub identity: Arc<dyn Identity>,
    /// The network's state.
    pub connectivity: Arc<dyn Connectivity>,
    /// Whose signatures count.
    pub trust: PublicJwk,
    /// What screens watch.
    pub topics: Topics,
    /// Compiled forms.
    pub forms: form_library::FormLibrary,
    /// The keys whose signatures count.
    pub(crate) keys: keys::ReadKeys,
    /// The facts whose signatures were checked.
    pub(crate) checked: evidence_log::CheckedFacts,
    /// The wards that were looked for.
    pub(crate) wards: units::FoundWards,
    /// This installation, as push and events know it.
    pub installation: InstallationId,
    /// Held while the access token is renewed: one renewal serves all calls.
    pub(crate) renewing: tokio::sync::Mutex<()>,
    /// Held while events are pulled: two pulls would race for the cursor.
    pub(crate) pulling: tokio::sync::Mutex<()>,
    changing: Mutex<()>,
    app_supported: AtomicBool,
    texts: RwLock<Arc<Texts>>,
}

/// The ports and values a [`Context`] is made of.
pub struct Parts {
    /// What time it is.
    pub clock: Arc<dyn Clock>,
    /// Random bytes.
    pub random: Arc<dyn Random>,
    /// The current account's store.
    pub store: Arc<dyn store::Store>,
    /// The phone's public store.
    pub public: Arc<dyn store::PublicStore>,
    /// The portal.
    pub portal: Arc<dyn PortalApi>,
    /// The e-ID provider.
    pub identity: Arc<dyn Identity>,
    /// The network's state.
    pub connectivity: Arc<dyn Connectivity>,
    /// Whose signatures count.
    pub trust: PublicJwk,
    /// This installation.
    pub installation: InstallationId,
    /// The language of texts.
    pub language: Language,
}

impl Context {
    /// Wires the parts together.
    pub fn new(parts: Parts) -> Self {
        Self {
            clock: parts.clock,
            random: parts.random,
            store: parts.store,
            public: parts.public,
            portal: parts.portal,
            identity: parts.identity,
            connectivity: parts.connectivity,
            trust: parts.trust,
            installation: parts.installation,
            topics: Topics::default(),
            forms: form_library::FormLibrary::default(),
            keys: keys::ReadKeys::default(),
            checked: evidence_log::CheckedFacts::default(),
            wards: units::FoundWards::default(),
            renewing: tokio::sync::Mutex::new(()),
            pulling: tokio::sync::Mutex::new(()),
            changing: Mutex::new(()),
            app_supported: AtomicBool::new(true),
            texts: RwLock::new(Arc::new(Texts::new(parts.language))),
        }
    }

    /// Now.
    pub fn now(&self) -> Millis {
        self.clock.now()
    }

    /// `NETWORK_OFFLINE` when the phone knows that there is no network: trying would only take time to say something less clear.
    pub(crate) fn online(&self) -> Result<(), Code> {
        match self.connectivity.state() {
            outbox::Connectivity::Offline => Err(Code::NetworkOffline),
            _ => Ok(()),
        }
    }

    /// The words of the chosen language.
    pub fn texts(&self) -> Arc<Texts> {
        self.texts.read().expect("no holder of this lock panics").clone()
    }

    /// Chooses the language; every model built from now on speaks it.
    pub fn set_language(&self, language: Language) {
        *self.texts.write().expect("no holder of this lock panics") = Arc::new(Texts::new(language));
    }

    /// Whether the portal still serves this version of the app; a new version starts with yes.
    pub fn app_supported(&self) -> bool {
        self.app_supported.load(Ordering::Relaxed)
    }

    /// The portal said that this version isn't served any more: nothing is sent until the app is updated.
    pub(crate) fn note_app_too_old(&self) {
        self.app_supported.store(false, Ordering::Relaxed);
    }

    /// Held from reading a row to committing its change, wherever two callers may change the same row: a keystroke and a submission, an outcome and a
    /// take-back, a wake-up and a pull. Never held over an await; taken before a form session's own lock, never after it.
    pub(crate) fn changing(&self) -> MutexGuard<'_, ()> {
        // It guards rows in the store, where a commit is whole or not at all; a panic leaves nothing half done behind it.
        self.changing.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Ten random bytes for an id.
    pub(crate) fn id_bytes(&self) -> [u8; 10] {
        random_bytes(&*self.random)
    }
}
