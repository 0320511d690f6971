//! A portal of its own for each test, and a small phone that talks to it. The portal's clock stands still at [`NOW`], so
//! every run is the same.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use motcua_form::{Definition, Edit, Env, Instance, Resource};
use motcua_portal::{Config, Portal, RunningPortal};
use p256::ecdsa::signature::Signer;
use p256::ecdsa::{Signature, SigningKey};
use reqwest::redirect::Policy;
use reqwest::{Client, Method, RequestBuilder, Response, StatusCode};
use ring::digest::{SHA256, digest};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use serde_json::{Map, Value, json};
use tempfile::TempDir;
use uuid::Uuid;

/// Monday 23 November 2026, 08:00 in Việt Nam.
pub(crate) const NOW: &str = "2026-11-23T01:00:00.000Z";
/// The invented father of the birth story.
pub(crate) const KHOI: &str = "079093000101";
/// The invented mother.
pub(crate) const ANH: &str = "074195000102";
/// Phường Sài Gòn.
pub(crate) const WARD: &str = "26740";
/// The URI that tests sign in with.
pub(crate) const REDIRECT: &str = "http://127.0.0.1:50999/sign-in/return";
/// PKCE verifier of all phones here.
pub(crate) const VERIFIER: &str = "a-verifier-that-is-long-enough-for-rfc-7636-and-not-random";

pub(crate) fn sha256_hex(bytes: &[u8]) -> String {
    digest(&SHA256, bytes)
        .as_ref()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

pub(crate) fn sha256_base64url(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(digest(&SHA256, bytes))
}

/// A running portal in a folder of its own.
pub(crate) struct World {
    pub(crate) folder: TempDir,
    pub(crate) http: Client,
    /// The HTTPS origin.
    pub(crate) origin: String,
    /// The origin without TLS.
    plain: String,
    pub(crate) office_token: String,
    running: Running,
}

/// Where the portal runs.
enum Running {
    Here(RunningPortal),
    Alone(Child),
}

impl World {
    pub(crate) async fn start() -> Self {
        Self::in_folder(tempfile::tempdir().unwrap()).await
    }

    async fn in_folder(folder: TempDir) -> Self {
        let config = Config {
            demo: true,
            control: true,
            ..Config::in_folder(folder.path())
        };
        let portal = Portal::start(config).await.unwrap();
        let (origin, plain) = (portal.url.clone(), portal.plain_url.clone().unwrap());
        Self::at(folder, origin, plain, Running::Here(portal)).await
    }

    /// The portal as the command, in a process that can be killed.
    pub(crate) async fn start_alone() -> Self {
        Self::alone_in(tempfile::tempdir().unwrap()).await
    }

    async fn alone_in(folder: TempDir) -> Self {
        let mut portal = Command::new(env!("CARGO_BIN_EXE_motcua-portal"))
            .args(["--demo", "--control", "--plain", "--data"])
            .arg(folder.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(portal.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let ready: Value = serde_json::from_str(&line).unwrap();
        let text = |member: &str| ready[member].as_str().unwrap().to_owned();
        Self::at(folder, text("url"), text("plain_url"), Running::Alone(portal)).await
    }

    async fn at(folder: TempDir, origin: String, plain: String, running: Running) -> Self {
        let token = std::fs::read_to_string(folder.path().join("office-token")).unwrap();
        let http = client(folder.path());
        let world = Self {
            folder,
            http,
            origin,
            plain,
            office_token: token.trim().to_owned(),
            running,
        };
        world.set_clock(NOW).await;
        world
    }

    /// Stops the portal, or kills it if it runs alone, and starts another one on the same folder.
    pub(crate) async fn restart(self) -> Self {
        match self.running {
            Running::Here(portal) => {
                portal.stop().await;
                Self::in_folder(self.folder).await
            }
            Running::Alone(mut portal) => {
                portal.kill().unwrap();
                portal.wait().unwrap();
                Self::alone_in(self.folder).await
            }
        }
    }

    /// Ends a portal that runs alone; the other kind ends with its test.
    pub(crate) fn end(self) {
        if let Running::Alone(mut portal) = self.running {
            portal.kill().unwrap();
            portal.wait().unwrap();
        }
    }

    /// The most memory that a portal alone has ever had, in KiB.
    pub(crate) fn most_memory(&self) -> u64 {
        let Running::Alone(portal) = &self.running else {
            panic!("a portal in the test's own process has no memory of its own");
        };
        let status = std::fs::read_to_string(format!("/proc/{}/status", portal.id())).unwrap();
        let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap();
        line.split_whitespace().nth(1).unwrap().parse().unwrap()
    }

    /// What a phone gets with its app.
    pub(crate) fn profile(&self) -> Value {
        let path = self.folder.path().join("portal-profile.json");
        serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("{}{path}", self.plain)
    }

    /// Where a file's bytes lie until all have come.
    pub(crate) fn part(&self, sha256: &str) -> std::path::PathBuf {
        let people = std::fs::read_dir(self.folder.path().join("files")).unwrap();
        let mut parts = people.map(|person| person.unwrap().path().join(format!("{sha256}.part")));
        parts.find(|part| part.exists()).unwrap()
    }

    pub(crate) async fn set_clock(&self, now: &str) {
        let body = json!({"now": now, "frozen": true});
        let answer = self
            .http
            .put(self.url("/control/v1/clock"))
            .json(&body)
            .send()
            .await
            .unwrap();
        assert_eq!(answer.status(), 200);
    }

    pub(crate) async fn get_json(&self, path: &str) -> Value {
        let answer = self.http.get(self.url(path)).send().await.unwrap();
        assert_eq!(answer.status(), 200, "{path}");
        answer.json().await.unwrap()
    }

    /// An officer's action, with a fresh key and the revision that it is told.
    pub(crate) fn act(&self, id: Uuid, action: &str, revision: i64, body: &Value) -> RequestBuilder {
        static KEY: AtomicU64 = AtomicU64::new(0);
        let key = KEY.fetch_add(1, Ordering::Relaxed);
        self.http
            .post(self.url(&format!("/office/v1/dossiers/{id}/{action}")))
            .bearer_auth(&self.office_token)
            .header("Idempotency-Key", format!("\"key-{key}\""))
            .header("If-Match", format!("\"{revision}\""))
            .json(body)
    }

    /// An officer's action that must succeed; the dossier after it.
    pub(crate) async fn acted(&self, id: Uuid, action: &str, revision: i64, body: &Value) -> Value {
        let answer = self.act(id, action, revision, body).send().await.unwrap();
        assert_eq!(answer.status(), 200, "{action}: {}", answer.text().await.unwrap());
        answer.json().await.unwrap()
    }
}

/// A client that trusts the portal's CA and nothing else, and follows no redirects.
pub(crate) fn client(folder: &std::path::Path) -> Client {
    let mut roots = rustls::RootCertStore::empty();
    roots
        .add(CertificateDer::from_pem_file(folder.join("ca.pem")).unwrap())
        .unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut tls = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    tls.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Client::builder()
        .tls_backend_preconfigured(tls)
        .redirect(Policy::none())
        .build()
        .unwrap()
}

/// The code of a refusal, whose status must be this one.
pub(crate) async fn refused(answer: Response, status: u16) -> String {
    assert_eq!(answer.status(), status);
    assert_eq!(answer.headers()["content-type"], "application/problem+json");
    let body: Value = answer.json().await.unwrap();
    assert_eq!(body["status"], status);
    body["code"].as_str().unwrap().to_owned()
}

/// A device key.
pub(crate) struct DeviceKey {
    key: SigningKey,
    proofs: AtomicU64,
}

impl DeviceKey {
    pub(crate) fn new(seed: u8) -> Self {
        Self {
            key: SigningKey::from_slice(&[seed; 32]).unwrap(),
            proofs: AtomicU64::new(0),
        }
    }

    pub(crate) fn jwk(&self) -> Value {
        let point = self.key.verifying_key().to_encoded_point(false);
        let encode = |half: &[u8]| URL_SAFE_NO_PAD.encode(half);
        json!({"kty": "EC", "crv": "P-256", "x": encode(point.x().unwrap()), "y": encode(point.y().unwrap())})
    }

    /// The public key as push wants it.
    pub(crate) fn point(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.key.verifying_key().to_encoded_point(false).as_bytes())
    }

    /// A proof for this request at this time; every one has its own `jti`.
    pub(crate) fn proof(&self, method: &Method, url: &str, token: Option<&str>, iat: i64) -> String {
        let number = self.proofs.fetch_add(1, Ordering::Relaxed);
        let htu = url.split('?').next().unwrap();
        let mut claims =
            json!({"htm": method.as_str(), "htu": htu, "iat": iat, "jti": format!("proof-{number}")});
        if let Some(token) = token {
            claims["ath"] = json!(sha256_base64url(token.as_bytes()));
        }
        let header = json!({"typ": "dpop+jwt", "alg": "ES256", "jwk": self.jwk()});
        let encode = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let signed = format!("{}.{}", encode(&header), encode(&claims));
        let signature: Signature = self.key.sign(signed.as_bytes());
        format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature.to_bytes()))
    }
}

/// [`NOW`] in seconds.
pub(crate) fn now() -> i64 {
    chrono::DateTime::parse_from_rfc3339(NOW).unwrap().timestamp()
}

/// The hop as a browser would do it: the code, or the error that came back.
pub(crate) async fn hop(world: &World, person: &str, decision: &str) -> Map<String, Value> {
    let page = world
        .http
        .get(world.url("/eid/authorize"))
        .query(&authorize_query())
        .send()
        .await
        .unwrap();
    assert_eq!(page.status(), 200);
    let page = page.text().await.unwrap();
    let request = page
        .split("name=\"request\" value=\"")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap();
    let form = [("request", request), ("person", person), ("decision", decision)];
    let answer = world
        .http
        .post(world.url("/eid/consent"))
        .form(&form)
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), 303);
    let location = answer.headers()["location"].to_str().unwrap();
    assert!(location.starts_with(REDIRECT));
    let back = url::Url::parse(location).unwrap();
    back.query_pairs()
        .map(|(name, value)| (name.into_owned(), Value::from(value.into_owned())))
        .collect()
}

pub(crate) fn authorize_query() -> Vec<(&'static str, String)> {
    vec![
        ("response_type", "code".into()),
        ("client_id", "motcua-app".into()),
        ("redirect_uri", REDIRECT.into()),
        ("scope", "openid profile offline_access".into()),
        ("state", "the-state".into()),
        ("nonce", "the-nonce".into()),
        ("code_challenge", sha256_base64url(VERIFIER.as_bytes())),
        ("code_challenge_method", "S256".into()),
    ]
}

/// Trades something at the token endpoint.
pub(crate) async fn trade(world: &World, key: &DeviceKey, form: &[(&str, &str)]) -> (StatusCode, Value) {
    let url = world.url("/eid/token");
    let proof = key.proof(&Method::POST, &url, None, now());
    let answer = world
        .http
        .post(&url)
        .header("DPoP", proof)
        .form(form)
        .send()
        .await
        .unwrap();
    (answer.status(), answer.json().await.unwrap())
}

pub(crate) fn code_form<'a>(code: &'a str, verifier: &'a str) -> [(&'static str, &'a str); 5] {
    [
        ("grant_type", "authorization_code"),
        ("client_id", "motcua-app"),
        ("code", code),
        ("redirect_uri", REDIRECT),
        ("code_verifier", verifier),
    ]
}

/// A phone with somebody signed in.
pub(crate) struct Phone<'a> {
    pub(crate) world: &'a World,
    pub(crate) key: DeviceKey,
    pub(crate) access: String,
    pub(crate) refresh: String,
    pub(crate) sub: String,
}

impl<'a> Phone<'a> {
    pub(crate) async fn signed_in(world: &'a World, person: &str, seed: u8) -> Self {
        let key = DeviceKey::new(seed);
        let back = hop(world, person, "allow").await;
        let (status, tokens) = trade(world, &key, &code_form(back["code"].as_str().unwrap(), VERIFIER)).await;
        assert_eq!(status, 200, "{tokens}");
        let text = |member: &str| tokens[member].as_str().unwrap().to_owned();
        let mut phone = Self {
            world,
            key,
            access: text("access_token"),
            refresh: text("refresh_token"),
            sub: String::new(),
        };
        let me: Value = phone
            .send(Method::GET, "/eid/userinfo")
            .await
            .json()
            .await
            .unwrap();
        phone.sub = me["sub"].as_str().unwrap().to_owned();
        phone
    }

    /// A signed-in request.
    pub(crate) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let url = self.world.url(path);
        let proof = self.key.proof(&method, &url, Some(&self.access), now());
        self.world
            .http
            .request(method, url)
            .header("Authorization", format!("DPoP {}", self.access))
            .header("DPoP", proof)
    }

    pub(crate) async fn send(&self, method: Method, path: &str) -> Response {
        self.request(method, path).send().await.unwrap()
    }

    pub(crate) async fn get_json(&self, path: &str) -> Value {
        let answer = self.send(Method::GET, path).await;
        assert_eq!(answer.status(), 200, "{path}");
        answer.json().await.unwrap()
    }

    pub(crate) fn tus(&self, method: Method, path: &str) -> RequestBuilder {
        self.request(method, path).header("Tus-Resumable", "1.0.0")
    }

    pub(crate) async fn announce(&self, sha256: &str, size: u64, media_type: &str) -> Response {
        let metadata = format!(
            "sha256 {},filetype {}",
            STANDARD.encode(sha256),
            STANDARD.encode(media_type)
        );
        let request = self.tus(Method::POST, "/v1/files").header("Upload-Length", size);
        request.header("Upload-Metadata", metadata).send().await.unwrap()
    }

    pub(crate) fn piece(&self, sha256: &str, offset: usize, bytes: &[u8]) -> RequestBuilder {
        self.tus(Method::PATCH, &format!("/v1/files/{sha256}"))
            .header("Upload-Offset", offset)
            .header("Content-Type", "application/offset+octet-stream")
            .body(bytes.to_vec())
    }

    /// Uploads a whole file, unless it is there; its hash.
    pub(crate) async fn upload(&self, bytes: &[u8], media_type: &str) -> String {
        let sha256 = sha256_hex(bytes);
        let announced = self.announce(&sha256, bytes.len() as u64, media_type).await;
        assert_eq!(announced.status(), 201);
        if announced.headers()["upload-offset"] == bytes.len().to_string() {
            return sha256;
        }
        let answer = self.piece(&sha256, 0, bytes).send().await.unwrap();
        assert_eq!(answer.status(), 204, "{}", answer.text().await.unwrap());
        sha256
    }

    /// Uploads the birth story's answers and papers and makes a manifest of them.
    pub(crate) async fn prepared(&self, id: Uuid) -> Value {
        let form = form_reference(self.world).await;
        let answers = birth_answers();
        let paper = jpeg("birth certificate");
        let marriage = b"%PDF-1.4 marriage".to_vec();
        let file = |reference: &str, name: &str, media_type: &str, bytes: &[u8]| {
            json!({"reference": reference, "name": name, "media_type": media_type, "size": bytes.len(),
                "sha256": sha256_hex(bytes)})
        };
        self.upload(answers.as_bytes(), "application/xml").await;
        self.upload(&paper, "image/jpeg").await;
        self.upload(&marriage, "application/pdf").await;
        json!({
            "v": 1,
            "dossier_id": id,
            "procedure_code": "1.001193",
            "form": {"version": form["version"], "sha256": form["sha256"]},
            "agency_code": agency_code(self.world).await,
            "ward_code": WARD,
            "view_sha256": sha256_hex(b"the view"),
            "created_at": NOW,
            "answers": {"sha256": sha256_hex(answers.as_bytes()), "size": answers.len()},
            "files": [
                file("/data/papers/birth_cert", "giay-chung-sinh.jpg", "image/jpeg", &paper),
                file("/data/papers/marriage_cert", "ket-hon.pdf", "application/pdf", &marriage),
            ],
        })
    }

    /// Uploads other answers; the manifest with them in place of its own.
    pub(crate) async fn with_answers(&self, manifest: &Value, answers: &str) -> Value {
        let sha256 = self.upload(answers.as_bytes(), "application/xml").await;
        let mut manifest = manifest.clone();
        manifest["answers"] = json!({"sha256": sha256, "size": answers.len()});
        manifest
    }

    pub(crate) async fn put(&self, path: &str, body: String) -> Response {
        self.request(Method::PUT, path)
            .header("Content-Type", "application/json")
            .body(body)
            .send()
            .await
            .unwrap()
    }

    pub(crate) async fn put_dossier(&self, id: Uuid, manifest: &Value) -> Response {
        self.put(&format!("/v1/dossiers/{id}"), canonical(manifest)).await
    }

    /// Submits the birth story; the portal's answer.
    pub(crate) async fn submitted(&self, id: Uuid) -> Value {
        let manifest = self.prepared(id).await;
        let answer = self.put_dossier(id, &manifest).await;
        assert_eq!(answer.status(), 201, "{}", answer.text().await.unwrap());
        answer.json().await.unwrap()
    }

    /// Waits on the event stream until the event with this `seq` has come; all events up to it.
    pub(crate) async fn events_up_to(&self, seq: i64) -> Vec<Value> {
        let mut answer = self.send(Method::GET, "/v1/events/stream").await;
        assert_eq!(answer.status(), 200);
        let (mut text, mut events) = (String::new(), Vec::new());
        loop {
            text.push_str(std::str::from_utf8(&answer.chunk().await.unwrap().unwrap()).unwrap());
            while let Some((event, rest)) = text.split_once("\n\n") {
                if let Some(data) = event.lines().find_map(|line| line.strip_prefix("data: ")) {
                    events.push(serde_json::from_str::<Value>(data).unwrap());
                }
                text = rest.to_owned();
            }
            if events
                .last()
                .is_some_and(|event| event["seq"].as_i64() >= Some(seq))
            {
                return events;
            }
        }
    }
}

/// RFC 8785 for values without fractions: serde_json sorts members and writes no spaces.
pub(crate) fn canonical(manifest: &Value) -> String {
    manifest.to_string()
}

/// A picture, as far as its first bytes tell.
pub(crate) fn jpeg(words: &str) -> Vec<u8> {
    [&[0xff, 0xd8, 0xff, 0xe0][..], words.as_bytes()].concat()
}

pub(crate) async fn form_reference(world: &World) -> Value {
    let catalogue = world.get_json("/v1/catalogue").await;
    let procedures = catalogue["procedures"].as_array().unwrap();
    procedures.iter().find(|one| one["code"] == "1.001193").unwrap()["form"].clone()
}

pub(crate) async fn agency_code(world: &World) -> String {
    let units = world.get_json("/v1/units").await;
    let wards = units["wards"].as_array().unwrap();
    wards.iter().find(|ward| ward["code"] == WARD).unwrap()["agency_code"]
        .as_str()
        .unwrap()
        .to_owned()
}

/// The submission XML of the birth story, written by the form engine.
pub(crate) fn birth_answers() -> String {
    let story: Value =
        serde_json::from_str(include_str!("../../../tests/fixtures/birth_story.json")).unwrap();
    let media = [
        Resource {
            uri: "provinces.csv",
            text: include_str!("../../forms/lists/provinces.csv"),
        },
        Resource {
            uri: "wards.csv",
            text: include_str!("../../forms/lists/wards.csv"),
        },
    ];
    let definition = Definition::load(include_str!("../../forms/1.001193/form.xml"), &media).unwrap();
    let zone = chrono::FixedOffset::east_opt(7 * 3_600).unwrap();
    let now = chrono::DateTime::parse_from_rfc3339(NOW)
        .unwrap()
        .with_timezone(&zone);
    let env = Env { now, random: [7; 32] };
    let born = now
        .date_naive()
        .checked_sub_days(chrono::Days::new(12))
        .unwrap()
        .to_string();
    let mut instance = Instance::open(&definition, &env);
    for step in story["steps"].as_array().unwrap() {
        let value = match step["step"].as_str().unwrap() {
            "answer" => step["value"].as_str().unwrap().replace("{today-12}", &born),
            "attach" => story["files"][step["file"].as_str().unwrap()]["name"]
                .as_str()
                .unwrap()
                .to_owned(),
            _ => continue,
        };
        let reference = step["reference"].as_str().unwrap().to_owned();
        instance.apply(&Edit::Answer { reference, value }, &env).unwrap();
    }
    instance.submission().xml
}
