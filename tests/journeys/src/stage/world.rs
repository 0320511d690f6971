//! A portal with a folder and an address of its own, and the control interface that bends it.

use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
    sync::Once,
};

use motcua_portal::{Config, Portal, RunningPortal};
use reqwest::{Certificate, Client, Method, redirect::Policy};
use serde_json::{Value, json};
use tempfile::TempDir;

use super::{PATIENCE, office::Office};

/// The invented father of the birth story.
pub const KHOI: &str = "079093000101";

/// A running portal, and whoever stands around it.
pub struct World {
    folder: TempDir,
    portal: Option<RunningPortal>,
    address: SocketAddr,
    http: Client,
}

impl World {
    /// Starts a portal in a new folder, on a free loopback port.
    pub async fn start() -> Self {
        install_crypto();
        let folder = tempfile::tempdir().unwrap();
        let free = SocketAddr::from(([127, 0, 0, 1], 0));
        let portal = start(folder.path(), free).await;
        let address = portal.url.trim_start_matches("https://").parse().unwrap();
        let http = client(&portal.profile_path);
        Self {
            folder,
            portal: Some(portal),
            address,
            http,
        }
    }

    /// Stops the portal: its address refuses connections until [`start_again`](Self::start_again).
    pub async fn stop(&mut self) {
        self.portal.take().expect("the portal runs").stop().await;
    }

    /// Starts the portal again, on the same folder and address.
    pub async fn start_again(&mut self) {
        self.portal = Some(start(self.folder.path(), self.address).await);
    }

    /// The portal's origin, `https://127.0.0.1:…`.
    pub fn url(&self) -> String {
        format!("https://{}", self.address)
    }

    /// The profile that the portal wrote for phones.
    pub fn profile(&self) -> Vec<u8> {
        std::fs::read(self.profile_path()).unwrap()
    }

    /// Where it is.
    pub fn profile_path(&self) -> PathBuf {
        self.folder.path().join("portal-profile.json")
    }

    /// The officers, with the office's token.
    pub fn office(&self) -> Office {
        let token = std::fs::read_to_string(self.folder.path().join("office-token")).unwrap();
        Office::new(self.http.clone(), self.url(), token.trim().to_owned())
    }

    /// A client that trusts this portal's CA and follows no redirects: a browser's or an officer's.
    pub fn http(&self) -> &Client {
        &self.http
    }

    /// Orders a fault; its id.
    pub async fn fault(&self, order: Value) -> u64 {
        let answer = self.control(Method::POST, "faults", Some(order)).await;
        answer["id"].as_u64().unwrap()
    }

    /// Requests whose path begins so are answered with 503 until [`heal`](Self::heal).
    pub async fn stop_answering(&self, path_prefix: &str) -> u64 {
        let order = json!({"kind": "status", "status": 503, "path_prefix": path_prefix});
        self.fault(order).await
    }

    /// Takes all faults back.
    pub async fn heal(&self) {
        self.control(Method::DELETE, "faults", None).await;
    }

    /// How often a fault has struck.
    pub async fn struck(&self, fault: u64) -> u64 {
        let all = self.control(Method::GET, "faults", None).await;
        let mine = all
            .as_array()
            .unwrap()
            .iter()
            .find(|it| it["id"] == fault)
            .unwrap();
        mine["struck"].as_u64().unwrap()
    }

    /// Waits until a fault has struck: the request it was ordered for has come.
    pub async fn until_struck(&self, fault: u64) {
        let asking = async { while self.struck(fault).await == 0 {} };
        tokio::time::timeout(PATIENCE, asking)
            .await
            .expect("the fault strikes");
    }

    /// How many of a thing the portal holds: `dossiers`, `facts`, `files`, `events`, `pushes`, `feedback`.
    pub async fn count(&self, what: &str) -> u64 {
        let counts = self.control(Method::GET, "counts", None).await;
        counts[what].as_u64().unwrap()
    }

    /// Moves the portal's clock.
    pub async fn advance(&self, seconds: i64) {
        self.control(Method::POST, "clock/advance", Some(json!({ "seconds": seconds })))
            .await;
    }

    /// Takes an event out of the portal's log behind its back: a portal that lost something.
    pub fn lose_event(&self, seq: u64) {
        let seq = i64::try_from(seq).unwrap();
        let portal = rusqlite::Connection::open(self.folder.path().join("portal.sqlite")).unwrap();
        let gone = portal.execute("DELETE FROM event WHERE seq = ?1", [seq]);
        assert_eq!(gone, Ok(1), "the event was there");
    }

    async fn control(&self, method: Method, path: &str, body: Option<Value>) -> Value {
        let mut request = self
            .http
            .request(method, format!("{}/control/v1/{path}", self.url()));
        if let Some(body) = body {
            request = request.json(&body);
        }
        let answer = request.send().await.unwrap();
        assert!(
            answer.status().is_success(),
            "control {path}: {}",
            answer.status()
        );
        serde_json::from_slice(&answer.bytes().await.unwrap()).unwrap_or_default()
    }
}

async fn start(folder: &Path, listen: SocketAddr) -> RunningPortal {
    let config = Config {
        listen,
        plain: None,
        demo: true,
        control: true,
        ..Config::in_folder(folder)
    };
    Portal::start(config).await.expect("the portal starts")
}

fn client(profile: &Path) -> Client {
    let profile: Value = serde_json::from_slice(&std::fs::read(profile).unwrap()).unwrap();
    let anchors = profile["anchors_pem"].as_str().unwrap();
    Client::builder()
        .tls_certs_only(Certificate::from_pem_bundle(anchors.as_bytes()).unwrap())
        .redirect(Policy::none())
        .no_proxy()
        .build()
        .unwrap()
}

/// rustls asks the process for its cryptography. Somebody may have answered already, with the same.
fn install_crypto() {
    static INSTALLED: Once = Once::new();
    INSTALLED.call_once(|| drop(rustls::crypto::ring::default_provider().install_default()));
}
