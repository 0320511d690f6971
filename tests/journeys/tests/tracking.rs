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
    asked_until(&phone, || {
        events(&phone, &dossier).contains(&"received".to_owned())
    })
    .await;
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
    asked_until(&phone, || {
        events(&phone, &dossier).contains(&"accepted".to_owned())
    })
    .await;
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
