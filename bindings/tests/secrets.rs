//! Personal data goes in by many doors; neither an error's text nor the log lets any of it out.
//!
//! A process of its own: the listener hears the core's threads, which are the whole process'.

#![allow(
    clippy::unwrap_used,
    reason = "a helper of a test that can't go on fails the test by a panic"
)]

#[allow(dead_code, reason = "the other tests use the rest")]
#[path = "surface/phone.rs"]
mod phone;

use std::{
    fmt::Write as _,
    sync::{Arc, Mutex},
};

use motcua_ffi::{MotCuaError, NewFeedback, Place, PlatformError};
use tracing::{
    Event, Metadata, Subscriber,
    field::{Field, Visit},
    span::{Attributes, Id, Record},
};

use crate::phone::{PROCEDURE, Phone, office};

/// Stands for every name, number, answer, path and token.
const CANARY: &str = "canary-Nguyễn-079203001234";

/// Writes down every event of ours, at every level, with all its fields.
#[derive(Clone, Default)]
struct Listener(Arc<Mutex<String>>);

impl Subscriber for Listener {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().starts_with("motcua")
    }

    fn event(&self, event: &Event<'_>) {
        event.record(&mut Writer(&mut self.0.lock().unwrap()));
    }

    fn new_span(&self, attributes: &Attributes<'_>) -> Id {
        attributes.record(&mut Writer(&mut self.0.lock().unwrap()));
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        values.record(&mut Writer(&mut self.0.lock().unwrap()));
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

struct Writer<'a>(&'a mut String);

impl Visit for Writer<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        writeln!(self.0, "{field}={value:?}").unwrap();
    }
}

fn canary() -> String {
    CANARY.to_owned()
}

/// Every call here fails with personal data in its hands.
async fn failures(phone: &Phone) -> Vec<MotCuaError> {
    let app = &phone.app;
    let draft = app.new_draft(PROCEDURE.to_owned()).unwrap();
    let form = app.open_draft(draft).unwrap();
    let name = || "/data/name".to_owned();
    form.answer(name(), canary()).unwrap();
    let report = |place: Place| NewFeedback {
        service_code: "GT".to_owned(),
        description: canary(),
        place,
    };
    let far_away = Place::Pinned {
        lat: 48.1,
        long: 11.5,
    };
    let here = || Place::Pinned {
        lat: 10.7769,
        long: 106.7009,
    };
    let redirect = format!("vn.motcua:/eid?code={CANARY}&state={CANARY}&iss={CANARY}");
    let mut office = office();
    office.agency_code = canary();
    vec![
        app.new_draft(canary()).unwrap_err(),
        app.open_draft(canary()).err().unwrap(),
        app.timeline(canary()).err().unwrap(),
        form.answer(name(), format!("{CANARY}\0")).err().unwrap(),
        form.answer(name(), CANARY.repeat(4_000)).err().unwrap(),
        form.attach("/data/paper".to_owned(), phone.path(CANARY), canary())
            .err()
            .unwrap(),
        form.submit(canary(), office.clone()).unwrap_err(),
        form.submit(form.review().unwrap().view_sha256, office)
            .unwrap_err(),
        app.send_feedback(report(far_away), None).unwrap_err(),
        app.send_feedback(report(here()), Some(phone.path(CANARY)))
            .unwrap_err(),
        app.complete_sign_in(redirect).await.unwrap_err(),
        app.complete_sign_in(canary()).await.unwrap_err(),
        app.result(canary(), phone.path(CANARY)).await.unwrap_err(),
        app.prepare_procedure(canary()).await.unwrap_err(),
    ]
}

#[tokio::test]
async fn errors_and_log_carry_codes_and_nothing_of_anybody() {
    let listener = Listener::default();
    tracing::subscriber::set_global_default(listener.clone()).unwrap();
    let phone = Phone::offline();
    let failed = failures(&phone).await;
    let mut said = String::new();
    for error in &failed {
        writeln!(said, "{error} {error:?}").unwrap();
    }
    let shell = uniffi::UnexpectedUniFFICallbackError::new(CANARY);
    let shell = PlatformError::from(shell);
    writeln!(said, "{shell} {shell:?}").unwrap();
    let log = listener.0.lock().unwrap().clone();
    for error in failed {
        assert!(log.contains(&error.stable_code()), "{error} isn't in the log");
    }
    for secret in ["canary", "Nguyễn", "0792", "10.77", "106.70"] {
        assert!(!said.contains(secret), "{secret} is in {said}");
        assert!(!log.contains(secret), "{secret} is in {log}");
    }
}
