//! A real portal in this process, and an officer at it.

use motcua_portal::{Config, Portal, RunningPortal};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::runtime::Runtime;

/// A portal with its officer.
pub(crate) struct Office {
    runtime: Runtime,
    portal: RunningPortal,
    http: reqwest::Client,
    /// Room for phones and papers; the portal's data lie in it too.
    pub(crate) folder: TempDir,
}

impl Office {
    pub(crate) fn open() -> Self {
        let (runtime, folder) = (Runtime::new().unwrap(), tempfile::tempdir().unwrap());
        let _ = rustls::crypto::ring::default_provider().install_default();
        let config = Config {
            demo: true,
            control: true,
            ..Config::in_folder(folder.path().join("portal"))
        };
        let portal = runtime.block_on(Portal::start(config)).unwrap();
        let http = reqwest::Client::builder().no_proxy().build().unwrap();
        Self {
            runtime,
            portal,
            http,
            folder,
        }
    }

    pub(crate) fn phone(&self, name: &str) -> super::shell::Phone {
        super::shell::Phone::new(&self.folder.path().join(name), &self.portal.profile_path)
    }

    /// The portal's calendar date.
    pub(crate) fn today(&self) -> String {
        let clock = self.ask(self.http.get(self.url("/control/v1/clock")));
        clock["now"].as_str().unwrap()[..10].to_owned()
    }

    /// An officer's action on a dossier.
    pub(crate) fn act(&self, dossier: &str, action: &str, body: &Value) {
        let path = format!("/office/v1/dossiers/{dossier}");
        let token = &self.portal.office_token;
        // The office's agent may change the dossier between looking and acting.
        for _ in 0..5 {
            let seen = self.ask(self.http.get(self.url(&path)).bearer_auth(token));
            let acted = self.http.post(self.url(&format!("{path}/{action}")));
            let acted = acted
                .bearer_auth(token)
                .header("Idempotency-Key", format!("\"{action}\""))
                .header("If-Match", format!("\"{}\"", seen["revision"]))
                .json(body);
            let answer = self.runtime.block_on(acted.send()).unwrap();
            if answer.status().is_success() {
                return;
            }
            assert_eq!(answer.status().as_u16(), 412, "{action}");
        }
        panic!("the dossier changed at every try");
    }

    /// Refuses the next calls below this path.
    pub(crate) fn order(&self, fault: &Value) {
        self.ask(self.http.post(self.url("/control/v1/faults")).json(fault));
    }

    fn ask(&self, request: reqwest::RequestBuilder) -> Value {
        self.runtime.block_on(async {
            let answer = request.send().await.unwrap();
            assert!(answer.status().is_success(), "{}", answer.status());
            answer.json().await.unwrap()
        })
    }

    fn url(&self, path: &str) -> String {
        format!("{}{path}", self.portal.plain_url.as_deref().unwrap())
    }
}

/// The request for a supplement.
pub(crate) fn ask_for_supplement() -> Value {
    json!({"reason": "paper_unreadable", "days": 3, "note_vi": "Ảnh mờ.",
        "items": [{"reference": "/data/papers/birth_cert", "note_vi": "Chụp lại."}]})
}
