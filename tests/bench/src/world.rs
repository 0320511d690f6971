//! A real portal and a real client on loopback, with somebody signed in: what the network figures need.

use std::{
    cell::Cell,
    path::{Path, PathBuf},
    sync::Arc,
};

use motcua_client::{
    client::{Client, ClientConfig, Platform},
    port::{Connectivity, SystemClock, SystemRandom},
    screen::{review::SubmitReview, text::Language},
    store::desktop::{FileDeviceKey, FileKeyVault},
    transport::{http::Patience, profile::PlainHttp},
    use_case::{
        edit_draft::{self, FormSession},
        prepare_procedure, sign_in, submit_draft,
    },
};
use motcua_domain::{
    ids::{DossierId, ProcedureCode},
    outbox,
};
use motcua_portal::{Config, Portal, RunningPortal};
use serde_json::Value;
use tempfile::TempDir;
use tokio::runtime::Runtime;

const STORY: &str = include_str!("../../fixtures/birth_story.json");

/// A phone and a portal.
pub(crate) struct World {
    pub(crate) runtime: Runtime,
    pub(crate) portal: RunningPortal,
    pub(crate) client: Client,
    pub(crate) http: reqwest::Client,
    story: Value,
    papers: Cell<u64>,
    folder: TempDir,
}

struct Online;

impl Connectivity for Online {
    fn state(&self) -> outbox::Connectivity {
        outbox::Connectivity::Unmetered
    }
}

impl World {
    pub(crate) fn new() -> Self {
        let runtime = Runtime::new().expect("a runtime");
        let folder = TempDir::new().expect("a folder");
        let config = Config {
            demo: true,
            control: true,
            ..Config::in_folder(folder.path().join("portal"))
        };
        let portal = runtime
            .block_on(Portal::start(config))
            .expect("the portal starts");
        let client = open(folder.path(), &portal, &runtime);
        let ca = reqwest::Certificate::from_pem(
            &std::fs::read(folder.path().join("portal/ca.pem")).expect("the portal's CA"),
        );
        let http = reqwest::Client::builder()
            .tls_certs_only([ca.expect("a certificate")])
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .expect("a client");
        let story = serde_json::from_str(STORY).expect("the story is JSON");
        let world = Self {
            runtime,
            portal,
            client,
            http,
            story,
            papers: Cell::new(0),
            folder,
        };
        world.runtime.block_on(world.prepare());
        world
    }

    async fn prepare(&self) {
        let context = &self.client.context();
        prepare_procedure::refresh_catalogue(context)
            .await
            .expect("the catalogue");
        prepare_procedure::prepare_procedure(context, self.procedure())
            .await
            .expect("the form");
        let page = sign_in::begin_sign_in(context).await.expect("the e-ID's page");
        let redirect = self.consent(&page).await;
        sign_in::complete_sign_in(context, &redirect)
            .await
            .expect("signed in");
    }

    /// What a person does on the e-ID's page: choose themselves, agree.
    async fn consent(&self, page: &str) -> String {
        let html = self
            .http
            .get(page)
            .send()
            .await
            .expect("the page")
            .text()
            .await
            .expect("HTML");
        let after = html
            .split("name=\"request\" value=\"")
            .nth(1)
            .expect("the request's id");
        let request = after.split('"').next().unwrap_or_default();
        let person = self.story["person"].as_str().expect("a person");
        let form = [("request", request), ("person", person), ("decision", "allow")];
        let answer = self
            .http
            .post(format!("{}/eid/consent", self.portal.url))
            .form(&form)
            .send()
            .await
            .expect("consent");
        answer.headers()["location"]
            .to_str()
            .expect("a redirect")
            .to_owned()
    }

    /// Where the phone keeps its data and its keys.
    pub(crate) fn phone(&self) -> (PathBuf, PathBuf) {
        (self.folder.path().join("phone"), self.folder.path().join("keys"))
    }

    fn procedure(&self) -> &str {
        self.story["procedure_code"].as_str().expect("a procedure")
    }

    /// A draft with every answer and paper of the story.
    pub(crate) fn filled_draft(&self) -> FormSession {
        let context = &self.client.context();
        let code: ProcedureCode = self.procedure().parse().expect("a code");
        let id = edit_draft::new_draft(context, &code).expect("a draft");
        let session = edit_draft::open_draft(context, &id).expect("opened");
        for step in self.story["steps"].as_array().expect("steps") {
            self.play(&session, step);
        }
        session
    }

    fn play(&self, session: &FormSession, step: &Value) {
        let text = |name: &str| step[name].as_str().unwrap_or_default();
        match text("step") {
            "answer" => {
                _ = session
                    .answer(text("reference"), &self.value(text("value")))
                    .expect("kept")
            }
            "attach" => {
                let file = &self.story["files"][text("file")];
                let path = self.photographed(file);
                let name = file["name"].as_str().expect("a name");
                _ = session.attach(text("reference"), &path, name).expect("attached");
            }
            _ => {}
        }
    }

    /// A paper as large as the story says, and another one each time: the portal doesn't take what it has.
    fn photographed(&self, file: &Value) -> PathBuf {
        let name = file["path"].as_str().expect("a path");
        let mut bytes = std::fs::read(fixtures().join(name)).expect("a fixture");
        let least = file["grow_to"].as_u64().unwrap_or(0);
        let length = usize::try_from(least).expect("a size").max(bytes.len());
        bytes.resize(length, 0);
        let number = self.papers.get() + 1;
        self.papers.set(number);
        bytes.extend(number.to_le_bytes());
        let path = self.folder.path().join(name);
        std::fs::write(&path, bytes).expect("room on the disk");
        path
    }

    /// `{today-12}` is twelve days ago in Vietnam.
    fn value(&self, value: &str) -> String {
        let Some(days) = value
            .strip_prefix("{today-")
            .and_then(|rest| rest.strip_suffix('}'))
        else {
            return value.to_owned();
        };
        let days: i64 = days.parse().expect("a number of days");
        let at = self.client.context().now().plus(-days * motcua_domain::time::DAY);
        at.vietnam_date().to_string()
    }

    /// Freezes and queues a draft.
    pub(crate) fn queue(&self, session: &FormSession) -> DossierId {
        let context = &self.client.context();
        let review: SubmitReview = submit_draft::review(context, session).expect("a review");
        let office = review.office.clone().expect("an office");
        submit_draft::submit(context, session, &review.view_sha256, &office).expect("queued")
    }

    /// An officer's action on a dossier, at its newest revision.
    pub(crate) async fn officer(&self, id: &DossierId, action: &str) {
        let base = format!("{}/office/v1/dossiers/{id}", self.portal.url);
        let bearer = format!("Bearer {}", self.portal.office_token);
        let dossier: Value = self
            .http
            .get(&base)
            .header("Authorization", &bearer)
            .send()
            .await
            .expect("asked")
            .json()
            .await
            .expect("JSON");
        let answer = self
            .http
            .post(format!("{base}/{action}"))
            .header("Authorization", &bearer)
            .header("If-Match", format!("\"{}\"", dossier["revision"]))
            .header("Idempotency-Key", format!("\"{id}-{action}\""))
            .json(&serde_json::json!({}))
            .send()
            .await
            .expect("done");
        assert!(answer.status().is_success(), "{action}: {}", answer.status());
    }
}

fn open(folder: &Path, portal: &RunningPortal, runtime: &Runtime) -> Client {
    let random = Arc::new(SystemRandom::new());
    let keys = folder.join("keys");
    let config = ClientConfig {
        home: folder.join("phone"),
        profile: std::fs::read(&portal.profile_path).expect("the profile"),
        plain_http: PlainHttp::Refused,
        language: Language::Vi,
        embedded_push: true,
        patience: Patience::default(),
    };
    let platform = Platform {
        clock: Arc::new(SystemClock),
        vault: Arc::new(FileKeyVault::new(&keys, random.clone())),
        device_key: Arc::new(FileDeviceKey::open(&keys).expect("a device key")),
        random,
        connectivity: Arc::new(Online),
    };
    Client::open(config, platform, runtime.handle().clone()).expect("the core opens")
}

/// The committed files of the story.
fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures")
}
