//! The app's one object: opened at start, told what the system tells, shut down at the end. What it does for each noun stands in that noun's module.

use std::sync::Arc;

use motcua_client::{
    client::{Client, ClientConfig, Platform},
    error::Result as ClientResult,
    port::{SystemClock, SystemRandom, store::Page},
    screen::text::Language,
    transport::{http::Patience, profile::PlainHttp},
    use_case::{Context, preferences},
    vocabulary::Code,
};

use crate::{
    error::Result,
    outbox::NetworkPolicy,
    platform::{Connectivity, ConnectivityPort, DeviceKey, DeviceKeyPort, KeyVault, VaultPort},
    runtime::runtime,
};

/// Where things are and whom to talk to.
#[derive(Clone, uniffi::Record)]
pub struct AppConfig {
    /// The app's private folder for data; made if it isn't there. One process at a time. Exclude it from backups: its keys stay on this phone.
    pub home: String,
    /// The portal's `portal-profile.json` as text: address, trust anchors, evidence root, e-ID. Ships with the app.
    pub profile_json: String,
    /// Whether plain HTTP to this machine itself is taken: QA only, `false` in every release build.
    pub allow_plain_loopback: bool,
    /// The language of texts until the person chooses one, as a BCP 47 code; Vietnamese for any other than English.
    pub language: String,
    /// Whether the core receives wake-ups itself from the portal's embedded push service: QA only. Shells hand them in by `push_received` instead.
    pub embedded_push: bool,
}

/// The app's core, opened on this phone's account. Make one per process and keep it.
#[derive(uniffi::Object)]
pub struct MotCua {
    client: Arc<Client>,
}

impl MotCua {
    pub(crate) fn client(&self) -> &Arc<Client> {
        &self.client
    }

    pub(crate) fn context(&self) -> Arc<Context> {
        self.client.context()
    }
}

#[uniffi::export]
impl MotCua {
    /// Opens the core: stores, keys, the account (a local one is made at the first start; drafting needs no sign-in). Blocks for some milliseconds.
    /// After a kill everything that was shown as kept is there, and what was being sent waits again. Nothing is sent before `start`.
    ///
    /// `UpdateApp` (`APP_TOO_OLD`), `Rejected` (`STORE_DAMAGED`, `KEY_LOST`), `TryLater` (`STORE_IN_USE`, `LOCKED`): show the words of
    /// `explain_failure`; nothing was changed.
    #[uniffi::constructor]
    pub fn open(
        config: AppConfig,
        vault: Arc<dyn KeyVault>,
        device_key: Arc<dyn DeviceKey>,
        connectivity: Arc<dyn Connectivity>,
    ) -> Result<Arc<Self>> {
        let platform = Platform {
            clock: Arc::new(SystemClock),
            random: Arc::new(SystemRandom::new()),
            vault: Arc::new(VaultPort(vault)),
            device_key: Arc::new(DeviceKeyPort(device_key)),
            connectivity: Arc::new(ConnectivityPort(connectivity)),
        };
        let client = Client::open(client_config(config), platform, runtime().handle().clone())?;
        Ok(Arc::new(Self {
            client: Arc::new(client),
        }))
    }

    /// Starts sending, pulling and receiving in the background, until `stop`. Starting twice does nothing.
    pub fn start(&self) {
        self.client.start();
    }

    /// Stops the background work. What was being sent waits again after the next `start`. Call it when the system suspends the app.
    pub fn stop(&self) {
        self.client.stop();
    }

    /// Stops the background work and closes the stores; every later call fails. For tests and tools: an app is simply killed.
    pub fn shut_down(&self) {
        self.client.close();
    }

    /// Tell it whenever the network changed: what waited for one goes out.
    pub fn connectivity_changed(&self) -> Result<()> {
        Ok(self.client.connectivity_changed()?)
    }

    /// Hands in a push message as it was received, still encrypted. It never fails: a message that can't be read asks for a pull too.
    pub fn push_received(&self, bytes: Vec<u8>) {
        self.client.push_received(&bytes);
    }

    /// Tells the endpoint that the push service gave this installation (UnifiedPush, FCM, APNs). The portal hears of it through the outbox. The same
    /// endpoint again changes nothing: call it at every start.
    pub fn push_endpoint_changed(&self, endpoint: String) -> Result<()> {
        Ok(self.client.push_endpoint_changed(&endpoint)?)
    }

    /// The phone was locked: drafts and reports can't be read until `unlock` (`TryLater`, `LOCKED`); sending and pulling go on.
    pub fn lock(&self) {
        self.client.lock();
    }

    /// The phone was unlocked: everything can be read again, and observers are told.
    pub fn unlock(&self) -> Result<()> {
        Ok(self.client.unlock()?)
    }

    /// The language of all texts: `vi` or `en`.
    pub fn language(&self) -> String {
        self.context().texts().language().code().to_owned()
    }

    /// Chooses the language of all texts by a BCP 47 code, now and after the next start. Observers are told; pages that are open are read again.
    pub fn set_language(&self, code: String) -> Result<()> {
        Ok(self.client.choose_language(Language::from_code(&code))?)
    }

    /// When files may be sent.
    pub fn network_policy(&self) -> NetworkPolicy {
        preferences::network_policy(&self.context())
    }

    /// Chooses when files may be sent; the outbox goes by it at once.
    pub fn set_network_policy(&self, policy: NetworkPolicy) -> Result<()> {
        Ok(preferences::choose_network_policy(&self.context(), policy)?)
    }
}

fn client_config(config: AppConfig) -> ClientConfig {
    ClientConfig {
        home: config.home.into(),
        profile: config.profile_json.into_bytes(),
        plain_http: if config.allow_plain_loopback {
            PlainHttp::LoopbackOnly
        } else {
            PlainHttp::Refused
        },
        language: Language::from_code(&config.language),
        embedded_push: config.embedded_push,
        patience: Patience::default(),
    }
}

/// A page of a list. `after` is the page before's `next`.
pub(crate) const fn page(after: Option<u64>, limit: u32) -> Page {
    Page { after, limit }
}

/// An id that came as text. One that can't be read is one that this phone doesn't have.
pub(crate) fn id<T: std::str::FromStr>(text: &str) -> ClientResult<T> {
    text.parse().map_err(|_| Code::NotOnThisPhone.into())
}
