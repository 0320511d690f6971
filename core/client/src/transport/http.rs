//! The one HTTP client: whom it believes, how long it waits, how much it reads.
//!
//! TLS trusts the profile's anchors and nothing else: not the system's store, not a proxy from the environment. Redirects are never
//! followed (they would carry tokens and proofs elsewhere) and bodies are never unpacked (a small one can't become a big one). Every wait
//! has an end: connecting, the answer's head, each piece of its body. A body is read up to its caller's limit and no further.
//!
//! Failures come back as [`PortalError`]s, sorted by `classify`. The log gets the call's name and the code; never a URL
//! (ids), a header (tokens) or a body.

use std::{future::Future, sync::Once, time::Duration};

use bytes::{Bytes, BytesMut};
use motcua_domain::failure::Code;
use reqwest::{
    Client, Method, Request, RequestBuilder, Response, StatusCode,
    header::{CONTENT_LENGTH, HeaderMap, HeaderName},
    redirect,
};
use serde::de::DeserializeOwned;
use url::Url;

use super::{
    classify,
    profile::{PortalProfile, ProfileError},
};
use crate::port::portal_api::{PortalError, Result};

/// The slowest uplink that still counts as alive: a body gets this much time more (16 kB a second).
const UPLINK_BYTES_PER_MS: u64 = 16;

/// How long to wait.
#[derive(Debug, Clone, Copy)]
pub struct Patience {
    /// For a connection, with its TLS handshake.
    pub connect: Duration,
    /// For an answer's head, from the moment the request is handed over; a request with a body gets more, by its size.
    pub answer: Duration,
    /// For the next piece of a body.
    pub piece: Duration,
    /// For the next sign of life on an event stream; servers send one every 15 s or so.
    pub stream: Duration,
}

impl Default for Patience {
    /// For phones on mobile networks: 15 s, 30 s, 20 s, 60 s.
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(15),
            answer: Duration::from_secs(30),
            piece: Duration::from_secs(20),
            stream: Duration::from_secs(60),
        }
    }
}

/// A kind of call: what the log may say of it, and how much of an answer is read.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Call {
    /// For the log.
    pub name: &'static str,
    /// The longest body, in bytes.
    pub limit: usize,
}

/// An answer, read whole.
#[derive(Debug)]
pub(crate) struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Bytes,
    /// Whether TLS vouches for who answered.
    pub over_tls: bool,
}

impl Answer {
    /// The portal's "yes" to `call`, or why not.
    pub(crate) fn accepted(self, call: Call) -> Result<Self> {
        match classify::refusal(self.status, &self.headers, &self.body, self.over_tls) {
            None => Ok(self),
            Some(error) => {
                log(call, &error);
                Err(error)
            }
        }
    }

    /// The body as JSON. One that can't be read is never taken for a "yes".
    pub(crate) fn json<T: DeserializeOwned>(&self) -> Result<T> {
        serde_json::from_slice(&self.body).map_err(|_| PortalError::of(Code::AnswerUnreadable))
    }

    /// A header's text, as sent.
    pub(crate) fn header(&self, name: &HeaderName) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// A header that must be a number.
    pub(crate) fn number(&self, name: &'static str) -> Result<u64> {
        self.header(&HeaderName::from_static(name))
            .and_then(|value| value.parse().ok())
            .ok_or_else(|| PortalError::of(Code::AnswerUnreadable))
    }
}

/// The client, bound to one portal.
pub struct Http {
    client: Client,
    base: Url,
    patience: Patience,
}

impl Http {
    /// Opens a client for the profile's portal. Nothing is sent yet.
    ///
    /// # Errors
    /// [`ProfileError::AnchorsRefused`] when TLS can't be set up with the profile's anchors.
    pub fn open(profile: &PortalProfile, patience: Patience) -> std::result::Result<Self, ProfileError> {
        install_crypto();
        let client = Client::builder()
            .tls_certs_only(profile.anchors()?)
            .https_only(profile.url.scheme() == "https")
            .redirect(redirect::Policy::none())
            .referer(false)
            .no_proxy()
            .connect_timeout(patience.connect)
            .tcp_nodelay(true)
            .user_agent(concat!("motcua/", env!("CARGO_PKG_VERSION")))
            .build()
            .map_err(|_| ProfileError::AnchorsRefused)?;
        Ok(Self {
            client,
            base: profile.url.clone(),
            patience,
        })
    }

    /// `{base}/{segments…}`, each segment escaped.
    pub(crate) fn url(&self, segments: &[&str]) -> Url {
        let mut url = self.base.clone();
        url.path_segments_mut()
            .expect("http and https addresses have paths")
            .clear()
            .extend(segments);
        url
    }

    /// An address that a message named, absolute or beginning with `/`: taken only on the profile's own scheme, host and port, outside
    /// of which its anchors mean nothing.
    pub(crate) fn own_url(&self, address: &str) -> Option<Url> {
        self.base.join(address).ok().filter(|url| {
            url.origin() == self.base.origin() && url.username().is_empty() && url.password().is_none()
        })
    }

    /// Begins a request.
    pub(crate) fn request(&self, method: Method, url: Url) -> RequestBuilder {
        self.client.request(method, url)
    }

    /// Sends a request and reads its answer, whatever it says.
    ///
    /// # Errors
    /// Only what went wrong on the way: no connection, not secure, too slow, cut, too long.
    pub(crate) async fn exchange(&self, call: Call, request: RequestBuilder) -> Result<Answer> {
        let response = self.head(call, request).await?;
        self.rest(call, response).await
    }

    /// Sends a request and gives the portal's "yes".
    ///
    /// # Errors
    /// As [`exchange`](Self::exchange), and every refusal.
    pub(crate) async fn ask(&self, call: Call, request: RequestBuilder) -> Result<Answer> {
        self.exchange(call, request).await?.accepted(call)
    }

    /// Sends a request and waits for the answer's head. Its body is read by [`rest`](Self::rest) or piece by piece.
    pub(crate) async fn head(&self, call: Call, request: RequestBuilder) -> Result<Response> {
        let request = request
            .build()
            .map_err(|_| PortalError::of(Code::RequestInvalid))?;
        let patience =
            self.patience.answer + Duration::from_millis(body_size(&request) / UPLINK_BYTES_PER_MS);
        in_time(patience, self.client.execute(request))
            .await
            .inspect_err(|error| log(call, error))
    }

    /// Reads an answer's body whole.
    pub(crate) async fn rest(&self, call: Call, mut response: Response) -> Result<Answer> {
        let body = self
            .body(&mut response, call.limit)
            .await
            .inspect_err(|error| log(call, error))?;
        Ok(Answer {
            status: response.status(),
            over_tls: response.url().scheme() == "https",
            headers: std::mem::take(response.headers_mut()),
            body,
        })
    }

    /// The next piece of an event stream; `None` at its end.
    pub(crate) async fn next_piece(&self, response: &mut Response) -> Result<Option<Bytes>> {
        in_time(self.patience.stream, response.chunk()).await
    }

    async fn body(&self, response: &mut Response, limit: usize) -> Result<Bytes> {
        let mut body = BytesMut::new();
        while let Some(piece) = in_time(self.patience.piece, response.chunk()).await? {
            if body.len() + piece.len() > limit {
                return Err(PortalError::of(Code::AnswerUnreadable));
            }
            body.extend_from_slice(&piece);
        }
        Ok(body.freeze())
    }
}

async fn in_time<T>(patience: Duration, work: impl Future<Output = reqwest::Result<T>>) -> Result<T> {
    match tokio::time::timeout(patience, work).await {
        Ok(done) => done.map_err(|error| classify::broken(&error)),
        Err(_) => Err(PortalError::of(Code::NetworkUnreachable)),
    }
}

/// Bytes to send; multipart bodies tell it in their header.
fn body_size(request: &Request) -> u64 {
    let in_memory = request
        .body()
        .and_then(|body| body.as_bytes())
        .map(|bytes| bytes.len() as u64);
    let told = || request.headers().get(CONTENT_LENGTH)?.to_str().ok()?.parse().ok();
    in_memory.or_else(told).unwrap_or(0)
}

fn log(call: Call, error: &PortalError) {
    tracing::debug!(call = call.name, code = %error.code, "the portal's answer is no");
}

/// rustls asks the process for its cryptography; ours is ring, here and in every test.
fn install_crypto() {
    static INSTALLED: Once = Once::new();
    INSTALLED.call_once(|| {
        if rustls::crypto::ring::default_provider()
            .install_default()
            .is_err()
        {
            tracing::debug!("another part of the process has chosen the TLS cryptography");
        }
    });
}
