//! A portal in a few lines: it keeps what it is given, signs what it did, and fails when a test says so.

use std::{
    collections::{BTreeMap, HashMap},
    sync::{Arc, Mutex},
};

use async_trait::async_trait;
use bytes::Bytes;
use motcua_client::port::{
    Clock,
    portal_api::{
        AccessToken, EventPage, FeedbackPost, FeedbackState, Fetched, FileProgress, PortalApi, PortalError,
        PushSubscription, Result, SubmissionAnswer, WireEvent, WireWake,
    },
};
use motcua_domain::{
    failure::{Code, FailureKind},
    ids::{DossierId, InstallationId, Sha256},
    manifest::Manifest,
};
use serde_json::{Value, json};

use super::{
    TestClock,
    signer::{self, FactOf},
};

/// What goes wrong with the next call of a name.
#[derive(Debug, Clone, PartialEq)]
pub enum Fault {
    /// Refused or failed before any work.
    Before(Code),
    /// The work is done and the answer is lost.
    ReplyLost,
    /// The receipt is another dossier's.
    OtherReceipt,
    /// The receipt is over other bytes.
    WrongHash,
}

/// One dossier as the portal has it.
#[derive(Clone)]
pub struct Dossier {
    pub manifests: Vec<Vec<u8>>,
    pub facts: Vec<String>,
    pub sub: String,
    pub withdrawn: bool,
}

type Hook = Box<dyn Fn() + Send>;

#[derive(Default)]
struct State {
    calls: Vec<String>,
    faults: Vec<(String, Fault)>,
    files: HashMap<(String, Sha256), (u64, Vec<u8>)>,
    dossiers: BTreeMap<DossierId, Dossier>,
    events: Vec<WireEvent>,
    wakes: Vec<WireWake>,
    reports: BTreeMap<String, FeedbackPost>,
    answers: BTreeMap<String, Value>,
    hooks: Vec<(String, Hook)>,
    revoked: Vec<String>,
    subscriptions: Vec<String>,
    keys: Vec<u8>,
}

/// The portal.
pub struct ScriptedPortal {
    clock: Arc<TestClock>,
    state: Mutex<State>,
}

fn person_of(token: &AccessToken) -> String {
    token.0.split('/').next().unwrap_or_default().to_owned()
}

impl ScriptedPortal {
    pub fn new(clock: Arc<TestClock>) -> Self {
        let state = State {
            keys: signer::key_list(),
            ..State::default()
        };
        Self {
            clock,
            state: Mutex::new(state),
        }
    }

    /// The statements about keys that it gives from now on.
    pub fn publish_keys(&self, list: Vec<u8>) {
        self.state.lock().unwrap().keys = list;
    }

    /// The next call of this name goes wrong like this; several of one name one after the other.
    pub fn fault(&self, call: &str, fault: Fault) {
        self.state.lock().unwrap().faults.push((call.to_owned(), fault));
    }

    /// While the next call of this name is answered, this happens on the phone.
    pub fn meanwhile(&self, call: &str, what: impl Fn() + Send + 'static) {
        self.state
            .lock()
            .unwrap()
            .hooks
            .push((call.to_owned(), Box::new(what)));
    }

    /// This access token isn't taken any more.
    pub fn revoke_token(&self, token: &str) {
        self.state.lock().unwrap().revoked.push(token.to_owned());
    }

    /// Every call so far, as `submit <dossier> <manifest hash>`.
    pub fn calls(&self) -> Vec<String> {
        self.state.lock().unwrap().calls.clone()
    }

    /// The calls of one name.
    pub fn calls_of(&self, name: &str) -> Vec<String> {
        let mut calls = self.calls();
        calls.retain(|call| call.split(' ').next() == Some(name));
        calls
    }

    pub fn dossier_of(&self, id: &DossierId) -> Option<Dossier> {
        self.state.lock().unwrap().dossiers.get(id).cloned()
    }

    pub fn dossiers(&self) -> Vec<(DossierId, Dossier)> {
        let state = self.state.lock().unwrap();
        state.dossiers.iter().map(|(id, it)| (*id, it.clone())).collect()
    }

    pub fn file(&self, person: &str, sha256: &Sha256) -> Option<Vec<u8>> {
        let state = self.state.lock().unwrap();
        state
            .files
            .get(&(person.to_owned(), *sha256))
            .map(|it| it.1.clone())
    }

    pub fn subscriptions(&self) -> Vec<String> {
        self.state.lock().unwrap().subscriptions.clone()
    }

    pub fn reports(&self) -> usize {
        self.state.lock().unwrap().reports.len()
    }

    /// An event in the person's log.
    pub fn tell(&self, seq: u64, kind: &str, subject: &str, data: Value) {
        let occurred_at = self.clock.now().to_rfc3339();
        self.state.lock().unwrap().events.push(WireEvent {
            seq,
            kind: kind.to_owned(),
            subject_id: subject.to_owned(),
            occurred_at,
            data,
        });
    }

    /// The log is another person's from here on.
    pub fn forget_events(&self) {
        self.state.lock().unwrap().events.clear();
    }

    /// A report as it was posted last.
    pub fn report(&self, client_id: &str) -> Option<FeedbackPost> {
        self.state.lock().unwrap().reports.get(client_id).cloned()
    }

    /// A wake-up that the portal says it sent.
    pub fn wake(&self, wake_id: &str) {
        let sent_at = self.clock.now().to_rfc3339();
        self.state.lock().unwrap().wakes.push(WireWake {
            wake_id: wake_id.to_owned(),
            sent_at,
        });
    }

    /// What 1022 says of a report, beside what it was given.
    pub fn answer_report(&self, number: &str, said: Value) {
        self.state.lock().unwrap().answers.insert(number.to_owned(), said);
    }

    /// An official fact of a dossier, and the event that tells of it.
    pub fn happens(&self, id: &DossierId, event: &str, data: Value) {
        let mut state = self.state.lock().unwrap();
        let at = self.clock.now();
        let dossier = state.dossiers.get_mut(id).unwrap();
        let manifest = dossier.manifests.last().unwrap().clone();
        let fact = fact(id, dossier, event, &manifest, data, at);
        dossier.facts.push(fact);
    }

    /// Writes the call down, does what a test wants meanwhile, and fails as it wants before the work.
    fn call(&self, name: &str, what: String) -> Result<Option<Fault>> {
        let (hook, fault) = {
            let mut state = self.state.lock().unwrap();
            state.calls.push(format!("{name} {what}"));
            let hook = state.hooks.iter().position(|(of, _)| of == name);
            let hook = hook.map(|at| state.hooks.remove(at).1);
            let fault = state.faults.iter().position(|(of, _)| of == name);
            (hook, fault.map(|at| state.faults.remove(at).1))
        };
        if let Some(hook) = hook {
            hook();
        }
        match fault {
            Some(Fault::Before(code)) => Err(PortalError::of(code)),
            fault => Ok(fault),
        }
    }

    fn authorized(&self, token: &AccessToken) -> Result<String> {
        if self.state.lock().unwrap().revoked.contains(&token.0) {
            return Err(PortalError::of(Code::SignInRequired));
        }
        Ok(person_of(token))
    }

    fn take(
        &self,
        id: &DossierId,
        manifest: &Bytes,
        sub: &str,
        event: &str,
        data: Value,
    ) -> Result<SubmissionAnswer> {
        let at = self.clock.now();
        let mut state = self.state.lock().unwrap();
        let parsed: Manifest = serde_json::from_slice(manifest).unwrap();
        let missing: Vec<Sha256> = parsed
            .blobs()
            .into_iter()
            .filter(|blob| {
                let file = state.files.get(&(sub.to_owned(), blob.sha256));
                file.is_none_or(|(size, bytes)| bytes.len() as u64 != *size)
            })
            .map(|blob| blob.sha256)
            .collect();
        let dossier = state.dossiers.entry(*id).or_insert_with(|| Dossier {
            manifests: Vec::new(),
            facts: Vec::new(),
            sub: sub.to_owned(),
            withdrawn: false,
        });
        if dossier.withdrawn {
            return Err(PortalError::of(Code::DossierWithdrawn));
        }
        let place = parsed.supplement.as_ref().map_or(0, |it| it.number as usize);
        match dossier.manifests.get(place) {
            Some(held) if held.as_slice() != manifest.as_ref() => {
                return Err(PortalError::of(Code::DossierContentDiffers));
            }
            Some(_) => {}
            None if !missing.is_empty() => {
                if dossier.manifests.is_empty() {
                    state.dossiers.remove(id);
                }
                return Err(PortalError {
                    missing_files: missing,
                    ..PortalError::of(Code::FilesMissing)
                });
            }
            None => {
                dossier.manifests.push(manifest.to_vec());
                let fact = fact(id, dossier, event, manifest, data, at);
                dossier.facts.push(fact);
            }
        }
        let dossier = &state.dossiers[id];
        Ok(SubmissionAnswer {
            dossier_id: id.to_string(),
            dossier_code: code(id),
            receipt: receipt(dossier, event),
            evidence: dossier.facts.clone(),
        })
    }

    fn spoiled(
        &self,
        fault: Option<Fault>,
        answer: SubmissionAnswer,
        manifest: &[u8],
        sub: &str,
    ) -> Result<SubmissionAnswer> {
        let at = self.clock.now();
        let other = |dossier: DossierId, manifest: &[u8]| {
            let code = code(&dossier);
            let fact = FactOf {
                event: "submitted",
                dossier,
                code: &code,
                manifest,
                sub,
                before: &[],
                at,
                data: json!({}),
            };
            fact.sign()
        };
        let receipt = match fault {
            None => return Ok(answer),
            Some(Fault::Before(code)) => return Err(PortalError::of(code)),
            Some(Fault::ReplyLost) => return Err(PortalError::of(Code::NetworkUnreachable)),
            Some(Fault::OtherReceipt) => other(DossierId::new(at, [99; 10]), manifest),
            Some(Fault::WrongHash) => {
                let changed = String::from_utf8(manifest.to_vec())
                    .unwrap()
                    .replacen("\"v\":1", "\"v\": 1", 1);
                other(answer.dossier_id.parse().unwrap(), changed.as_bytes())
            }
        };
        Ok(SubmissionAnswer {
            evidence: vec![receipt.clone()],
            receipt,
            ..answer
        })
    }
}

fn code(id: &DossierId) -> String {
    let number: u32 = id.to_string().bytes().map(u32::from).sum();
    format!("000.01.34.H29-261122-{number:04}")
}

fn fact(
    id: &DossierId,
    dossier: &Dossier,
    event: &str,
    manifest: &[u8],
    data: Value,
    at: motcua_domain::time::Millis,
) -> String {
    let fact = FactOf {
        event,
        dossier: *id,
        code: &code(id),
        manifest,
        sub: &dossier.sub,
        before: &dossier.facts,
        at,
        data,
    };
    fact.sign()
}

/// The newest fact of this kind.
fn receipt(dossier: &Dossier, event: &str) -> String {
    use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
    let says = |jws: &&String| {
        let payload = jws.split('.').nth(1).unwrap();
        let payload: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(payload).unwrap()).unwrap();
        payload["event"] == event
    };
    dossier.facts.iter().rev().find(says).unwrap().clone()
}

#[async_trait]
impl PortalApi for ScriptedPortal {
    async fn document(&self, path: &str, _: Option<&str>) -> Result<Fetched> {
        self.call("document", path.to_owned())?;
        if !path.starts_with("/v1/keys") {
            return Ok(Fetched::Unchanged);
        }
        Ok(Fetched::New {
            etag: None,
            body: self.state.lock().unwrap().keys.clone().into(),
            signature: None,
        })
    }

    async fn file_progress(&self, token: &AccessToken, sha256: &Sha256) -> Result<FileProgress> {
        let person = self.authorized(token)?;
        self.call("file_progress", sha256.to_hex())?;
        let state = self.state.lock().unwrap();
        Ok(match state.files.get(&(person, *sha256)) {
            None => FileProgress::Unknown,
            Some((size, bytes)) if bytes.len() as u64 == *size => FileProgress::Arrived,
            Some((_, bytes)) => FileProgress::Partial(bytes.len() as u64),
        })
    }

    async fn announce_file(
        &self,
        token: &AccessToken,
        sha256: &Sha256,
        size: u64,
        media_type: &str,
    ) -> Result<FileProgress> {
        let person = self.authorized(token)?;
        self.call("announce_file", format!("{} {media_type}", sha256.to_hex()))?;
        self.state
            .lock()
            .unwrap()
            .files
            .entry((person, *sha256))
            .or_insert((size, Vec::new()));
        self.file_progress(token, sha256).await
    }

    async fn send_chunk(
        &self,
        token: &AccessToken,
        sha256: &Sha256,
        offset: u64,
        bytes: Bytes,
    ) -> Result<u64> {
        let person = self.authorized(token)?;
        let fault = self.call("send_chunk", format!("{} {offset}", sha256.to_hex()))?;
        let mut state = self.state.lock().unwrap();
        let Some((_, held)) = state.files.get_mut(&(person, *sha256)) else {
            return Err(PortalError::of(Code::NotFound));
        };
        if held.len() as u64 != offset {
            return Err(PortalError::of(Code::OffsetWrong));
        }
        held.extend_from_slice(&bytes);
        if fault == Some(Fault::ReplyLost) {
            return Err(PortalError::of(Code::NetworkUnreachable));
        }
        Ok(held.len() as u64)
    }

    async fn submit(&self, token: &AccessToken, id: &DossierId, manifest: Bytes) -> Result<SubmissionAnswer> {
        let person = self.authorized(token)?;
        let what = format!("{id} {}", signer::sha256(&manifest).to_hex());
        let fault = match self.call("submit", what) {
            // The id is looked at before anything that could refuse: what it holds it doesn't refuse (docs/wire-api.md, "Dossiers").
            Err(error) if error.kind == FailureKind::Rejected && self.dossier_of(id).is_some() => None,
            done => done?,
        };
        let answer = self.take(
            id,
            &manifest,
            &person,
            "submitted",
            json!({"procedure_code": "1.001193"}),
        )?;
        self.spoiled(fault, answer, &manifest, &person)
    }

    async fn supplement(
        &self,
        token: &AccessToken,
        id: &DossierId,
        number: u32,
        manifest: Bytes,
    ) -> Result<SubmissionAnswer> {
        let person = self.authorized(token)?;
        let hash = signer::sha256(&manifest).to_hex();
        let fault = self.call("supplement", format!("{id} {number} {hash}"))?;
        let answer = self.take(
            id,
            &manifest,
            &person,
            "supplement_received",
            json!({"number": number}),
        )?;
        self.spoiled(fault, answer, &manifest, &person)
    }

    async fn withdraw(&self, token: &AccessToken, id: &DossierId) -> Result<()> {
        let person = self.authorized(token)?;
        let fault = self.call("withdraw", id.to_string())?;
        let tombstone = Dossier {
            manifests: Vec::new(),
            facts: Vec::new(),
            sub: person,
            withdrawn: true,
        };
        self.state
            .lock()
            .unwrap()
            .dossiers
            .entry(*id)
            .or_insert(tombstone)
            .withdrawn = true;
        match fault {
            Some(_) => Err(PortalError::of(Code::NetworkUnreachable)),
            None => Ok(()),
        }
    }

    async fn dossier(&self, token: &AccessToken, id: &DossierId) -> Result<Value> {
        self.authorized(token)?;
        self.call("dossier", id.to_string())?;
        self.dossier_of(id)
            .map(|it| json!({"dossier_id": id, "facts": it.facts.len()}))
            .ok_or_else(|| PortalError::of(Code::NotFound))
    }

    async fn evidence(&self, token: &AccessToken, id: &DossierId) -> Result<Vec<String>> {
        self.authorized(token)?;
        self.call("evidence", id.to_string())?;
        match self.dossier_of(id) {
            Some(dossier) if !dossier.manifests.is_empty() => Ok(dossier.facts),
            _ => Err(PortalError::of(Code::NotFound)),
        }
    }

    async fn result(&self, token: &AccessToken, id: &DossierId) -> Result<Bytes> {
        self.authorized(token)?;
        self.call("result", id.to_string())?;
        Ok(Bytes::from_static(b"result"))
    }

    async fn events(&self, token: &AccessToken, after: u64, _: &InstallationId) -> Result<EventPage> {
        self.authorized(token)?;
        self.call("events", after.to_string())?;
        let state = self.state.lock().unwrap();
        let events: Vec<WireEvent> = state.events.iter().filter(|it| it.seq > after).cloned().collect();
        Ok(EventPage {
            next_after: events.last().map_or(after, |it| it.seq),
            events,
            more: false,
            wakes: state.wakes.clone(),
        })
    }

    async fn subscribe(
        &self,
        token: &AccessToken,
        _: &InstallationId,
        subscription: &PushSubscription,
    ) -> Result<()> {
        let person = self.authorized(token)?;
        self.call("subscribe", subscription.endpoint.clone())?;
        self.state.lock().unwrap().subscriptions.push(person);
        Ok(())
    }

    async fn unsubscribe(&self, token: &AccessToken, _: &InstallationId) -> Result<()> {
        self.authorized(token)?;
        self.call("unsubscribe", String::new()).map(drop)
    }

    async fn post_feedback(&self, token: Option<&AccessToken>, report: &FeedbackPost) -> Result<String> {
        let who = token.map_or_else(|| "nobody".to_owned(), person_of);
        let fault = self.call("post_feedback", format!("{} {who}", report.client_id))?;
        let mut state = self.state.lock().unwrap();
        let next = state.reports.len() + 1;
        let number = state
            .answers
            .iter()
            .find(|(_, said)| said["client_id"] == report.client_id.as_str())
            .map_or_else(|| format!("1022-{next}"), |(number, _)| number.clone());
        state.reports.insert(report.client_id.clone(), report.clone());
        state
            .answers
            .entry(number.clone())
            .or_insert_with(|| json!({"client_id": report.client_id, "status": "open"}));
        match fault {
            Some(_) => Err(PortalError::of(Code::NetworkUnreachable)),
            None => Ok(number),
        }
    }

    async fn feedback(&self, _: Option<&AccessToken>, service_request_id: &str) -> Result<FeedbackState> {
        self.call("feedback", service_request_id.to_owned())?;
        let mut said = self.state.lock().unwrap().answers[service_request_id].clone();
        said["service_request_id"] = json!(service_request_id);
        serde_json::from_value(said).map_err(|_| PortalError::of(Code::AnswerUnreadable))
    }
}
