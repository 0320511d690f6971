//! The real portal as a child process, and what the story's other people do there: officers over `/office/v1`, QA over `/control/v1`.

use std::{
    fs,
    path::{Path, PathBuf},
    time::Duration,
};

use reqwest::{Client, RequestBuilder, StatusCode, multipart::Form};
use serde_json::{Value, json};

use super::{
    failed::{Failed, Told, expect},
    program::Program,
};

/// How long the portal may take to start: it makes its keys and seeds 3,321 wards at the first start.
const STARTING: Duration = Duration::from_secs(60);
/// How long it may take to answer.
const ANSWERING: Duration = Duration::from_secs(30);
/// An action is tried again when the office's own agent changed the dossier between looking and acting.
const TRIES: u32 = 5;

/// A portal that answers.
#[derive(Debug)]
pub(super) struct Portal {
    program: Program,
    http: Client,
    office_token: String,
    /// Where phones reach it.
    pub(super) url: String,
    /// Where tools reach it, without TLS.
    pub(super) plain_url: String,
    /// Where officers work in a browser.
    pub(super) console: String,
    /// Where the office's token lies.
    pub(super) office_token_file: PathBuf,
    /// What a phone must know.
    pub(super) profile: PathBuf,
    actions: u32,
}

impl Portal {
    /// Starts the portal with its data in `data` and waits until it takes requests.
    pub(super) async fn start(programs: &Path, data: &Path) -> Told<Self> {
        // Whoever was first has chosen the same: then this changes nothing.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let data = data.display().to_string();
        let arguments = ["--demo", "--control", "--plain", "--data", &data];
        let mut program = Program::start(programs, "motcua-portal", &arguments)?;
        let line = program.line("the portal to be ready", STARTING).await?;
        let ready: Value = serde_json::from_str(&line).unwrap_or_default();
        let member = |name: &str| {
            let text = ready[name].as_str().map(str::to_owned);
            text.ok_or_else(|| Failed::new(format!("the portal's ready line with `{name}`"), &line))
        };
        let office_token_file = PathBuf::from(member("office_token_file")?);
        let token = fs::read_to_string(&office_token_file)
            .map_err(|error| Failed::new("the office's token", error))?;
        let client = Client::builder().timeout(ANSWERING).no_proxy().build();
        Ok(Self {
            http: client.map_err(|error| Failed::new("an HTTP client", error))?,
            office_token: token.trim().to_owned(),
            url: member("url")?,
            plain_url: member("plain_url")?,
            console: member("console")?,
            profile: PathBuf::from(member("profile")?),
            office_token_file,
            program,
            actions: 0,
        })
    }

    /// A dossier as the office sees it.
    pub(super) async fn dossier(&self, id: &str) -> Told<Value> {
        let request = self
            .http
            .get(format!("{}/office/v1/dossiers/{id}", self.plain_url));
        self.ask(request.bearer_auth(&self.office_token)).await
    }

    /// An officer's action on the dossier as it stands; gives it as it is afterwards.
    pub(super) async fn act(&mut self, id: &str, action: &str, body: &Value) -> Told<Value> {
        let url = format!("{}/office/v1/dossiers/{id}/{action}", self.plain_url);
        self.actions += 1;
        let key = format!("\"demo-{}-{action}\"", self.actions);
        for _ in 0..TRIES {
            let revision = self.dossier(id).await?["revision"].to_string();
            let request = self.http.post(&url).bearer_auth(&self.office_token).json(body);
            let request = request
                .header("Idempotency-Key", &key)
                .header("If-Match", format!("\"{revision}\""));
            match self.exchange(request).await? {
                (StatusCode::OK, dossier) => return Ok(dossier),
                (StatusCode::PRECONDITION_FAILED, _) => {}
                (status, problem) => {
                    return Err(Failed::new(
                        format!("the office to {action}"),
                        format!("{status} {problem}"),
                    ));
                }
            }
        }
        Err(Failed::new(
            format!("the office to {action}"),
            "the dossier changed at every try",
        ))
    }

    /// Hands a report to the unit that owns the matter.
    pub(super) async fn forward_report(&self, number: &str) -> Told<Value> {
        let url = format!("{}/office/v1/feedback/{number}/forward", self.plain_url);
        self.ask(self.http.post(url).bearer_auth(&self.office_token))
            .await
    }

    /// Answers a report.
    pub(super) async fn answer_report(&self, number: &str, note: &str) -> Told<Value> {
        let url = format!("{}/office/v1/feedback/{number}/answer", self.plain_url);
        let form = Form::new().text("note", note.to_owned());
        self.ask(
            self.http
                .post(url)
                .bearer_auth(&self.office_token)
                .multipart(form),
        )
        .await
    }

    /// Orders a fault; gives its number.
    pub(super) async fn order(&self, fault: &Value) -> Told<u64> {
        let request = self.http.post(format!("{}/control/v1/faults", self.plain_url));
        let ordered = self.ask(request.json(fault)).await?;
        ordered["id"]
            .as_u64()
            .ok_or_else(|| Failed::new("a fault's number", ordered))
    }

    /// How often a fault has struck.
    pub(super) async fn struck(&self, id: u64) -> Told<u64> {
        let request = self.http.get(format!("{}/control/v1/faults", self.plain_url));
        let faults = self.ask(request).await?;
        let listed = faults.as_array().into_iter().flatten();
        let mut struck = listed.filter(|fault| fault["id"] == json!(id));
        Ok(struck
            .find_map(|fault| fault["struck"].as_u64())
            .unwrap_or_default())
    }

    /// Takes all faults back.
    pub(super) async fn behave(&self) -> Told<()> {
        let request = self.http.delete(format!("{}/control/v1/faults", self.plain_url));
        let (status, answer) = self.exchange(request).await?;
        expect(
            status.is_success(),
            "no more faults",
            format!("{status} {answer}"),
        )
    }

    /// What the portal holds.
    pub(super) async fn counts(&self) -> Told<Value> {
        self.ask(self.http.get(format!("{}/control/v1/counts", self.plain_url)))
            .await
    }

    async fn ask(&self, request: RequestBuilder) -> Told<Value> {
        let (status, answer) = self.exchange(request).await?;
        expect(
            status.is_success(),
            "the portal's yes",
            format!("{status} {answer}"),
        )
        .map_err(|failed| failed.with_words_of(&self.program))?;
        Ok(answer)
    }

    async fn exchange(&self, request: RequestBuilder) -> Told<(StatusCode, Value)> {
        let unreachable = |error| Failed::new("the portal to answer", error).with_words_of(&self.program);
        let response = request.send().await.map_err(unreachable)?;
        let status = response.status();
        let body = response.bytes().await.map_err(unreachable)?;
        Ok((status, serde_json::from_slice(&body).unwrap_or_default()))
    }
}
