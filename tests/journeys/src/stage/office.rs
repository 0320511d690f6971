//! The officers: the same calls as the console makes, over `/office/v1`.

use std::sync::atomic::{AtomicU64, Ordering};

use motcua_domain::ids::DossierId;
use reqwest::{Client, RequestBuilder, multipart::Form};
use serde_json::{Value, json};

/// An office's desk.
pub struct Office {
    http: Client,
    url: String,
    token: String,
    keys: AtomicU64,
}

impl Office {
    pub(crate) fn new(http: Client, url: String, token: String) -> Self {
        Self {
            http,
            url,
            token,
            keys: AtomicU64::new(0),
        }
    }

    /// The dossier as the officer sees it.
    pub async fn dossier(&self, id: &DossierId) -> Value {
        let request = self.http.get(format!("{}/office/v1/dossiers/{id}", self.url));
        self.done(request, "open").await
    }

    /// A paper of the newest manifest, byte for byte.
    pub async fn paper(&self, id: &DossierId, sha256: &str) -> Vec<u8> {
        let path = format!("{}/office/v1/dossiers/{id}/files/{sha256}", self.url);
        let answer = self.http.get(path).bearer_auth(&self.token).send().await.unwrap();
        assert_eq!(answer.status(), 200, "a paper");
        answer.bytes().await.unwrap().to_vec()
    }

    /// An action on the dossier as it stands now; the dossier after it.
    pub async fn act(&self, id: &DossierId, action: &str, body: &Value) -> Value {
        let revision = self.dossier(id).await["revision"].clone();
        let key = self.keys.fetch_add(1, Ordering::Relaxed);
        let request = self
            .http
            .post(format!("{}/office/v1/dossiers/{id}/{action}", self.url))
            .header("Idempotency-Key", format!("\"{id}-{action}-{key}\""))
            .header("If-Match", format!("\"{revision}\""))
            .json(body);
        self.done(request, action).await
    }

    /// An action that needs no words.
    pub async fn simply(&self, id: &DossierId, action: &str) -> Value {
        self.act(id, action, &json!({})).await
    }

    /// All reports, newest first.
    pub async fn reports(&self) -> Vec<Value> {
        let request = self.http.get(format!("{}/office/v1/feedback", self.url));
        self.done(request, "feedback").await.as_array().unwrap().clone()
    }

    /// Answers a report.
    pub async fn answer_report(&self, number: &str, note: &str) -> Value {
        let form = Form::new().text("note", note.to_owned());
        let request = self
            .http
            .post(format!("{}/office/v1/feedback/{number}/answer", self.url))
            .multipart(form);
        self.done(request, "answer").await
    }

    async fn done(&self, request: RequestBuilder, what: &str) -> Value {
        let answer = request.bearer_auth(&self.token).send().await.unwrap();
        let (status, body) = (answer.status(), answer.text().await.unwrap());
        assert_eq!(status, 200, "{what}: {body}");
        serde_json::from_str(&body).unwrap()
    }
}
