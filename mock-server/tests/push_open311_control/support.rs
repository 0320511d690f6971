//! One portal in a temporary folder, and a client for its listener without TLS.

use motcua_portal::{Config, Portal, RunningPortal};
use reqwest::{Client, Method, RequestBuilder, Response};
use serde_json::Value;
use tempfile::TempDir;

/// A portal with `--control`; it ends with the test.
pub(crate) struct World {
    pub(crate) portal: RunningPortal,
    pub(crate) http: Client,
    _folder: TempDir,
}

impl World {
    pub(crate) async fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let config = Config {
            control: true,
            demo: true,
            ..Config::in_folder(folder.path())
        };
        let portal = Portal::start(config).await.unwrap();
        // A second test of this process finds the provider there already, which is what we want.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let http = Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .unwrap();
        Self {
            portal,
            http,
            _folder: folder,
        }
    }

    pub(crate) fn address(&self, path: &str) -> String {
        format!("{}{path}", self.portal.plain_url.as_ref().unwrap())
    }

    /// An address that the portal gave out, as the listener without TLS has it.
    pub(crate) fn plain(&self, address: &str) -> String {
        address.replace(&self.portal.url, self.portal.plain_url.as_ref().unwrap())
    }

    pub(crate) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.http.request(method, self.address(path))
    }

    pub(crate) async fn get(&self, path: &str) -> Response {
        self.request(Method::GET, path).send().await.unwrap()
    }

    pub(crate) async fn get_json(&self, path: &str) -> Value {
        self.get(path).await.json().await.unwrap()
    }

    pub(crate) async fn send_json(&self, method: Method, path: &str, body: Value) -> Response {
        self.request(method, path).json(&body).send().await.unwrap()
    }

    /// Orders a fault and answers its id.
    pub(crate) async fn order(&self, fault: Value) -> u64 {
        let answer = self.send_json(Method::POST, "/control/v1/faults", fault).await;
        assert_eq!(answer.status(), 201);
        answer.json::<Value>().await.unwrap()["id"].as_u64().unwrap()
    }

    pub(crate) async fn advance(&self, seconds: i64) {
        let body = serde_json::json!({ "seconds": seconds });
        assert_eq!(
            self.send_json(Method::POST, "/control/v1/clock/advance", body)
                .await
                .status(),
            200
        );
    }

    pub(crate) async fn count(&self, what: &str) -> u64 {
        self.get_json("/control/v1/counts").await[what].as_u64().unwrap()
    }
}
