//! Hearing of what the office did: wake-ups are hints, the log is the truth, and a hole in it is told.

#![allow(clippy::unwrap_used, reason = "a journey stops where it is surprised")]

use motcua_client::{
    port::store::Page,
    use_case::{follow_dossier, sync_events},
};
use motcua_domain::{
    ids::DossierId,
    outbox::Connectivity,
    time::SECOND,
    tracking::{Health, WAKE_GRACE},
};
use motcua_journeys::stage::{PATIENCE, Phone, PhoneOptions, Story, World};
use serde_json::json;

const FIRST_PAGE: Page = Page {
    after: None,
    limit: 100,
};

/// A phone with a submitted dossier whose `received` fact it has read.
async fn submitted(world: &World, options: PhoneOptions) -> (Phone, DossierId) {
    let (phone, story) = (Phone::with(world, options), Story::small());
    phone.prepare(&story.procedure_code).await.unwrap();
    phone.sign_in(world, &story.person).await.unwrap();
    let (draft, dossier) = phone.queue(&story);
    phone.client().run_outbox().await.unwrap();
    phone.until_draft(&draft, "sent").await;
    asked_until(&phone, || has_signed(&phone, &dossier, "received")).await;
    (phone, dossier)
}

/// Asks the portal for events until `there`: the office signs in its own time.
async fn asked_until(phone: &Phone, there: impl Fn() -> bool) {
    let asking = async {
        while !there() {
            sync_events::sync(phone.context()).await.unwrap();
        }
    };
    tokio::time::timeout(PATIENCE, asking)
        .await
        .expect("it comes in time");
}

/// Whether the timeline has this event with a verified signature.
fn has_signed(phone: &Phone, dossier: &DossierId, event: &str) -> bool {
    events(phone, dossier).iter().any(|it| it == event)
}

/// The signed events of a dossier's timeline.
fn events(phone: &Phone, dossier: &DossierId) -> Vec<String> {
    let timeline = follow_dossier::timeline(phone.context(), dossier).unwrap();
    let signed = timeline.entries.into_iter().filter(|it| it.proof == "signed");
    signed.map(|it| it.event).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_push_that_got_lost_is_noticed_and_nothing_is_missed() {
    let world = World::start().await;
    let options = PhoneOptions {
        workers: true,
        push: true,
        ..PhoneOptions::default()
    };
    let (phone, dossier) = submitted(&world, options).await;
    let outbox = &phone.context().topics.outbox;
    let empty = || phone.outbox_codes().is_empty().then_some(());
    phone.until(outbox, "the push registration", empty).await;

    let lost = world
        .fault(json!({"kind": "push_dropped", "path_prefix": "/push/"}))
        .await;
    world.office().simply(&dossier, "accept").await;
    asked_until(&phone, || has_signed(&phone, &dossier, "accepted")).await;
    let told = || sync_events::tracking(phone.context()).unwrap().push;
    let grace = WAKE_GRACE + SECOND;
    let missed = || {
        matches!(
            told().health(phone.context().now().plus(grace)),
            Health::Missed { .. }
        )
    };
    asked_until(&phone, missed).await;
    assert!(world.struck(lost).await >= 1);

    let inbox = || follow_dossier::inbox(phone.context(), FIRST_PAGE).unwrap();
    assert!(!inbox().push_missed, "a wake-up may still be on its way");
    phone.clock().advance(grace);
    assert!(inbox().push_missed && !inbox().push.is_empty());
    assert!(inbox().items.iter().all(|it| !it.text.is_empty()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_phone_that_was_offline_hears_everything_in_order() {
    let world = World::start().await;
    let (phone, dossier) = submitted(&world, PhoneOptions::default()).await;
    phone.network(Connectivity::Offline);
    let office = world.office();
    for action in ["accept", "process", "complete", "deliver"] {
        office.simply(&dossier, action).await;
    }
    assert_eq!(events(&phone, &dossier), ["submitted", "received"]);
    let failure = sync_events::sync(phone.context()).await.unwrap_err();
    assert_eq!(failure.code, "NETWORK_OFFLINE");

    phone.network(Connectivity::Metered);
    sync_events::sync(phone.context()).await.unwrap();
    let all = [
        "submitted",
        "received",
        "accepted",
        "processing_started",
        "completed",
        "delivered",
    ];
    assert_eq!(events(&phone, &dossier), all);
    let inbox = follow_dossier::inbox(phone.context(), FIRST_PAGE).unwrap();
    let seqs: Vec<u64> = inbox.items.iter().map(|it| it.seq).collect();
    let newest = seqs[0];
    assert_eq!(seqs, (1..=newest).rev().collect::<Vec<_>>());
    assert!(inbox.items.iter().all(|it| it.is_new));
    assert!(
        !sync_events::tracking(phone.context())
            .unwrap()
            .cursor
            .misses_something()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pull_that_fails_is_made_up_for_by_the_next() {
    let world = World::start().await;
    let (phone, dossier) = submitted(&world, PhoneOptions::default()).await;
    world.office().simply(&dossier, "accept").await;
    let broken = [
        (json!({"kind": "garbled"}), "/v1/events"),
        (json!({"kind": "status", "status": 500}), "/v1/dossiers/"),
        (json!({"kind": "connection_closed"}), "/v1/events"),
    ];
    for (kind, path) in broken {
        let mut order = json!({"path_prefix": path, "times": 1});
        order
            .as_object_mut()
            .unwrap()
            .extend(kind.as_object().unwrap().clone());
        let fault = world.fault(order).await;
        sync_events::sync(phone.context()).await.unwrap_err();
        assert_eq!(world.struck(fault).await, 1, "{kind}");
        assert_eq!(events(&phone, &dossier), ["submitted", "received"], "{kind}");
    }
    sync_events::sync(phone.context()).await.unwrap();
    assert_eq!(events(&phone, &dossier), ["submitted", "received", "accepted"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hole_in_the_log_is_told_and_the_dossier_is_right_all_the_same() {
    let world = World::start().await;
    let (phone, dossier) = submitted(&world, PhoneOptions::default()).await;
    world.office().simply(&dossier, "accept").await;
    world.office().simply(&dossier, "process").await;
    let seen = sync_events::tracking(phone.context()).unwrap().cursor.seen;
    world.lose_event(seen + 1);
    sync_events::sync(phone.context()).await.unwrap();
    let cursor = sync_events::tracking(phone.context()).unwrap().cursor;
    assert!(cursor.misses_something());
    assert_eq!(
        events(&phone, &dossier),
        ["submitted", "received", "accepted", "processing_started"]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_is_asked_for_when_it_is_met_and_never_again() {
    let (world, story) = (World::start().await, Story::small());
    let mut phone = Phone::new(&world);
    // A delay of nothing: it counts the requests.
    let asked = world
        .fault(json!({"kind": "delay", "ms": 0, "path_prefix": "/v1/keys"}))
        .await;
    phone.prepare(&story.procedure_code).await.unwrap();
    assert_eq!(world.struck(asked).await, 1, "the portal's, for the catalogue");
    phone.sign_in(&world, &story.person).await.unwrap();
    let (draft, dossier) = phone.queue(&story);
    phone.client().run_outbox().await.unwrap();
    assert_eq!(phone.draft_state(&draft), "sent");
    assert_eq!(world.struck(asked).await, 1, "the receipt needs no other");
    asked_until(&phone, || has_signed(&phone, &dossier, "received")).await;
    assert_eq!(world.struck(asked).await, 2, "the office's");
    phone.restart().await;
    world.office().simply(&dossier, "accept").await;
    asked_until(&phone, || has_signed(&phone, &dossier, "accepted")).await;
    assert_eq!(world.struck(asked).await, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_that_cant_be_had_now_holds_the_news_back_and_accuses_nobody() {
    let (world, story) = (World::start().await, Story::small());
    let phone = Phone::new(&world);
    phone.prepare(&story.procedure_code).await.unwrap();
    phone.sign_in(&world, &story.person).await.unwrap();
    let (_, dossier) = phone.queue(&story);
    let fault = world
        .fault(json!({"kind": "status", "status": 500, "path_prefix": "/v1/keys"}))
        .await;
    phone.client().run_outbox().await.unwrap();
    // The office signs in its own time: ask until its key is met.
    let asking = async { while let Ok(_fresh) = sync_events::sync(phone.context()).await {} };
    tokio::time::timeout(PATIENCE, asking)
        .await
        .expect("its signature comes");
    assert_eq!(world.struck(fault).await, 1);
    let timeline = follow_dossier::timeline(phone.context(), &dossier).unwrap();
    assert_eq!(timeline.warning, None);
    world.heal().await;
    sync_events::sync(phone.context()).await.unwrap();
    assert_eq!(events(&phone, &dossier), ["submitted", "received"]);
}
