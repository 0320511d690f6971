//! Starting a portal and stopping it: as a library for tests, and behind the `motcua-portal` command.
//!
//! Start: refuse a public address → data folder → certificates → listeners (so that the address is known) → store and
//! keys → routes → profile and token files. Anything that fails on the way ends the start with its reason and leaves
//! nothing running. Stop: no new connections, two seconds for those that are busy, then the store closes.

use std::fs::{self, File, TryLockError};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::json;
use tokio::net::TcpListener;
use tokio::sync::{Notify, watch};
use tokio::task::JoinHandle;

use crate::app::{Addresses, AppState, Parts, app};
use crate::calendar::Calendar;
use crate::catalogue::{Catalogue, procedure};
use crate::clock::VirtualClock;
use crate::config::Config;
use crate::dossier::checker::Checker;
use crate::eid::person;
use crate::event::waker::wake_until_stopped;
use crate::form::Forms;
use crate::key::KeyRing;
use crate::key::secret_file::{load_or_create, write_private};
use crate::office::agent::read_until_stopped;
use crate::random::{Random, SystemSource};
use crate::serve::accept;
use crate::store::{Store, StoreError};
use crate::tls::{Certificates, certificates};
use crate::unit::Units;
use crate::upload::UploadLocks;
use crate::webpush::sender::Sender;
use crate::webpush::vapid::VapidKey;

/// Why a portal didn't start. Nothing is left running.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// Others could reach this address, and a mock with known people must not be reached: name a loopback one.
    #[error("{0} is not a loopback address; a mock portal listens on 127.0.0.1 or [::1] only")]
    NotLoopback(SocketAddr),
    /// The address is taken or not ours.
    #[error("can't listen on {0}: {1}")]
    Listen(SocketAddr, std::io::Error),
    /// Another portal works in this data folder: stop it, or name another folder.
    #[error("another portal is using the data folder")]
    InUse,
    /// A file in the data folder can't be used.
    #[error("the data folder can't be used: {0}")]
    Data(String),
    /// The database can't be used; a newer one is left as it is.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<std::io::Error> for StartError {
    fn from(error: std::io::Error) -> Self {
        Self::Data(error.to_string())
    }
}

/// The portal as a library.
pub struct Portal;

/// A portal that answers. Dropping it stops it abruptly; [`RunningPortal::stop`] does it well.
pub struct RunningPortal {
    /// The HTTPS origin.
    pub url: String,
    /// The origin of the listener for tools, if there is one.
    pub plain_url: Option<String>,
    /// The profile that a phone needs before its first byte.
    pub profile_path: PathBuf,
    /// The bearer token of the offices.
    pub office_token: String,
    /// The file that holds it.
    pub office_token_path: PathBuf,
    /// Where officers work in a browser.
    pub console_url: String,
    stop: watch::Sender<bool>,
    tasks: Vec<JoinHandle<()>>,
    /// Held as long as the portal runs; the system lets go of it however the process ends.
    _lock: File,
}

impl Portal {
    /// Starts a portal and answers when it takes requests.
    ///
    /// # Errors
    /// [`StartError`] says what to change; nothing is left running.
    pub async fn start(config: Config) -> Result<RunningPortal, StartError> {
        refuse_public(&config)?;
        let config = Config {
            data: std::path::absolute(&config.data)?,
            ..config
        };
        make_folders(&config.data)?;
        let lock = lock(&config.data)?;
        let random: Arc<dyn Random> = Arc::new(SystemSource::default());
        let tls =
            certificates(&config.data, &*random).map_err(|error| StartError::Data(error.to_string()))?;
        let secure = listen(config.listen).await?;
        let plain = match config.plain {
            Some(address) => Some(listen(address).await?),
            None => None,
        };
        let addresses = Addresses {
            url: format!("https://{}", secure.local_addr()?),
            plain_url: plain.as_ref().map(origin).transpose()?,
            data: config.data.clone(),
        };
        let (stop, stopping) = watch::channel(false);
        let state = assemble(config, addresses, random, &tls, stopping.clone()).await?;
        let profile_path = write_profile(&state, &tls)?;
        let router = app(state.clone());
        let touched = state.store.touched();
        let mut tasks = vec![
            tokio::spawn(read_until_stopped(state.clone(), stopping.clone())),
            tokio::spawn(wake_until_stopped(state.clone(), touched, stopping.clone())),
            tokio::spawn(accept(secure, Some(tls.server), router.clone(), stopping.clone())),
        ];
        if let Some(listener) = plain {
            tasks.push(tokio::spawn(accept(listener, None, router, stopping)));
        }
        Ok(running(&state, profile_path, stop, tasks, lock))
    }
}

impl RunningPortal {
    /// Stops: busy connections get two seconds.
    pub async fn stop(mut self) {
        self.stop.send_replace(true);
        for task in self.tasks.drain(..) {
            // A task that panicked has stopped too.
            let _ = task.await;
        }
    }
}

impl Drop for RunningPortal {
    fn drop(&mut self) {
        self.stop.send_replace(true);
    }
}

fn running(
    state: &AppState,
    profile_path: PathBuf,
    stop: watch::Sender<bool>,
    tasks: Vec<JoinHandle<()>>,
    lock: File,
) -> RunningPortal {
    let addresses = &state.addresses;
    let front = addresses.plain_url.as_ref().unwrap_or(&addresses.url);
    RunningPortal {
        url: addresses.url.clone(),
        plain_url: addresses.plain_url.clone(),
        profile_path,
        office_token: state.office_token.clone(),
        office_token_path: addresses.data.join("office-token"),
        console_url: format!("{front}/console"),
        stop,
        tasks,
        _lock: lock,
    }
}

/// One process owns a data folder: two would number the same dossiers.
fn lock(data: &Path) -> Result<File, StartError> {
    let file = File::create(data.join("portal.lock"))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(StartError::InUse),
        Err(TryLockError::Error(error)) => Err(error.into()),
    }
}

fn refuse_public(config: &Config) -> Result<(), StartError> {
    for address in [Some(config.listen), config.plain].into_iter().flatten() {
        if !address.ip().is_loopback() {
            return Err(StartError::NotLoopback(address));
        }
    }
    Ok(())
}

fn make_folders(data: &Path) -> Result<(), StartError> {
    for folder in [data.to_owned(), data.join("keys"), data.join("files")] {
        let mut builder = fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(folder)?;
    }
    Ok(())
}

async fn listen(address: SocketAddr) -> Result<TcpListener, StartError> {
    TcpListener::bind(address)
        .await
        .map_err(|error| StartError::Listen(address, error))
}

fn origin(listener: &TcpListener) -> std::io::Result<String> {
    Ok(format!("http://{}", listener.local_addr()?))
}

async fn assemble(
    config: Config,
    addresses: Addresses,
    random: Arc<dyn Random>,
    tls: &Certificates,
    stopping: watch::Receiver<bool>,
) -> Result<AppState, StartError> {
    let keys_folder = config.data.join("keys");
    let store = Store::open(&config.database_file())?;
    let clock = VirtualClock::default();
    let (units, procedures) = (Units::load()?, procedure::all()?);
    let forms = Forms::load(&procedures)?;
    let procedures = procedures.into_iter().map(|one| one.with_form(&forms)).collect();
    let catalogue = Catalogue::open(&store, procedures, clock.now()).await?;
    if config.demo {
        person::seed(&store, &*random).await?;
    }
    let keys = KeyRing::open(keys_folder.clone(), Arc::clone(&random), &store, clock.now()).await?;
    let vapid = VapidKey::new(&load_or_create(&keys_folder.join("vapid.pem"), &*random)?);
    let push = Sender::new(&tls.anchors_pem, vapid).map_err(|error| StartError::Data(error.to_string()))?;
    let office_token = office_token(&config.data.join("office-token"), &*random)?;
    Ok(AppState::new(Parts {
        config,
        addresses,
        clock,
        random,
        store,
        units,
        forms,
        catalogue,
        keys,
        office_token,
        push,
        calendar: Calendar::load()?,
        office_bell: Notify::new(),
        upload_locks: UploadLocks::default(),
        checker: Checker::start()?,
        faults: std::sync::Mutex::default(),
        stopping,
    }))
}

fn office_token(path: &Path, random: &dyn Random) -> std::io::Result<String> {
    if let Ok(token) = fs::read_to_string(path) {
        return Ok(token.trim().to_owned());
    }
    let token: String = random
        .bytes::<24>()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    write_private(path, format!("{token}\n").as_bytes())?;
    Ok(token)
}

fn write_profile(state: &AppState, tls: &Certificates) -> Result<PathBuf, StartError> {
    let profile = json!({
        "url": state.addresses.url,
        "anchors_pem": tls.anchors_pem,
        "evidence_root": state.keys.root(),
        "client_id": "motcua-app",
        "redirect_uri": "vn.motcua.app:/sign-in/return",
    });
    let path = state.addresses.data.join("portal-profile.json");
    fs::write(&path, format!("{profile:#}\n"))?;
    Ok(path)
}
