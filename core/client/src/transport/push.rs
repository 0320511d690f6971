//! The portal's embedded push service: what a UnifiedPush distributor is on a phone, for the virtual phone and QA.
//!
//! Registering gives an endpoint for the portal and a stream for us. Listening reads the stream's server-sent events, each one sealed message
//! in base64url, and passes the bytes on; opening them is [`crate::push_keys`]'s. A stream that ends is no error: the worker listens again, and
//! messages that waited come first. What isn't a message is skipped.

use std::sync::Arc;

use async_trait::async_trait;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use motcua_domain::failure::Code;
use reqwest::{
    Method, Response,
    header::{ACCEPT, HeaderValue},
};
use tokio::sync::mpsc;

use super::{
    classify,
    http::{Call, Http},
    sse::SseParser,
};
use crate::port::{
    portal_api::{PortalError, Result},
    push_channel::{PushChannel, Registration},
};

const REGISTER: Call = Call {
    name: "register_push",
    limit: 64 << 10,
};
const LISTEN: Call = Call {
    name: "listen_push",
    limit: 64 << 10,
};
/// The longest event: 4096 bytes (RFC 8030 §7.2) in base64url, with room.
const EVENT: usize = 8 << 10;
const EVENT_STREAM: HeaderValue = HeaderValue::from_static("text/event-stream");

/// The embedded push service through one client.
pub struct EmbeddedPushChannel {
    http: Arc<Http>,
}

impl EmbeddedPushChannel {
    /// A channel to the service of the client's portal.
    pub fn new(http: Arc<Http>) -> Self {
        Self { http }
    }

    async fn open(&self, registration: &Registration) -> Result<Response> {
        let stream = self
            .http
            .own_url(&registration.stream)
            .ok_or_else(|| PortalError::of(Code::RequestInvalid))?;
        let request = self
            .http
            .request(Method::GET, stream)
            .header(ACCEPT, EVENT_STREAM);
        let response = self.http.head(LISTEN, request).await?;
        if response.status().is_success() && classify::media_type(response.headers()) == "text/event-stream" {
            return Ok(response);
        }
        self.http.rest(LISTEN, response).await?.accepted(LISTEN)?;
        Err(PortalError::of(Code::AnswerUnreadable))
    }
}

#[async_trait]
impl PushChannel for EmbeddedPushChannel {
    async fn register(&self) -> Result<Registration> {
        let request = self
            .http
            .request(Method::POST, self.http.url(&["push", "subscriptions"]));
        self.http.ask(REGISTER, request).await?.json()
    }

    async fn listen(&self, registration: &Registration, messages: mpsc::Sender<Vec<u8>>) -> Result<()> {
        let mut response = self.open(registration).await?;
        let mut parser = SseParser::new(EVENT);
        loop {
            let piece = tokio::select! {
                piece = self.http.next_piece(&mut response) => piece?,
                () = messages.closed() => None,
            };
            let Some(piece) = piece else { return Ok(()) };
            let events = parser
                .push(&piece)
                .map_err(|_| PortalError::of(Code::AnswerUnreadable))?;
            for event in events {
                let Ok(message) = URL_SAFE_NO_PAD.decode(event.data.trim()) else {
                    continue;
                };
                if messages.send(message).await.is_err() {
                    return Ok(());
                }
            }
        }
    }
}
