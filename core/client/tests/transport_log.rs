//! What the transport logs: which call and which code, and nothing of anybody.
//!
//! A process of its own: tracing remembers for the whole process whether anybody listens to a line, so a listener in one of many
//! parallel tests may hear nothing.

#[allow(dead_code, reason = "the other transport tests use the rest")]
#[path = "transport/phone.rs"]
mod phone;
#[allow(dead_code, reason = "the other transport tests use the rest")]
#[path = "transport/server.rs"]
mod server;

use std::{
    fmt::Write as _,
    sync::{Arc, Mutex},
};

use motcua_client::port::{
    identity::{Attempt, Identity as _},
    portal_api::{AccessToken, FeedbackPlace, FeedbackPost, PortalApi as _},
};
use motcua_domain::{ids::DossierId, time::Millis};
use tracing::{
    Event, Metadata, Subscriber,
    field::{Field, Visit},
    span::{Attributes, Id, Record},
};

use crate::{
    phone::Phone,
    server::{Server, problem},
};

/// Writes down every event of ours, at every level, with all its fields.
#[derive(Clone, Default)]
struct Listener(Arc<Mutex<String>>);

impl Subscriber for Listener {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().starts_with("motcua")
    }

    fn event(&self, event: &Event<'_>) {
        event.record(&mut Writer(&mut self.0.lock().expect("no panic")));
    }

    fn new_span(&self, attributes: &Attributes<'_>) -> Id {
        attributes.record(&mut Writer(&mut self.0.lock().expect("no panic")));
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        values.record(&mut Writer(&mut self.0.lock().expect("no panic")));
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

struct Writer<'a>(&'a mut String);

impl Visit for Writer<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        writeln!(self.0, "{field}={value:?}").expect("a String takes everything");
    }
}

#[tokio::test]
async fn a_refused_call_is_logged_by_name_and_code_alone() {
    let listener = Listener::default();
    let guard = tracing::subscriber::set_default(listener.clone());
    let server = Server::plain(|_| problem("403 Forbidden", "NOT_ALLOWED")).await;
    let phone = Phone::of(&server);
    let id = DossierId::new(Millis(1), [7; 10]);
    let report = FeedbackPost {
        client_id: "canary-client".into(),
        service_code: "HT".into(),
        place: FeedbackPlace::Position(10.123_456, 106.123_456),
        description: "canary-words".into(),
        photo: None,
    };
    let attempt = Attempt {
        state: "canary-state".into(),
        nonce: "canary-nonce".into(),
        verifier: "canary-verifier-".repeat(3),
    };
    let token = AccessToken("canary-token".into());
    assert!(phone.portal().dossier(&token, &id).await.is_err());
    assert!(phone.portal().post_feedback(Some(&token), &report).await.is_err());
    assert!(phone.identity().redeem(&attempt, "canary-code").await.is_err());
    drop(guard);
    let log = listener.0.lock().unwrap().clone();
    for call in [
        "\"dossier\"",
        "\"post_feedback\"",
        "\"eid_discovery\"",
        "NOT_ALLOWED",
    ] {
        assert!(log.contains(call), "{call} is missing in {log}");
    }
    let port = server.address.port().to_string();
    for secret in ["canary", &id.to_string(), "10.123", "106.123", "127.0.0.1", &port] {
        assert!(!log.contains(secret), "{secret} is in {log}");
    }
}
