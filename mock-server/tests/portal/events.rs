//! Event logs: numbered per person without gaps, whoever writes and however many at once.

use reqwest::Method;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::world::{ANH, KHOI, Phone, World, refused};

async fn all_events(phone: &Phone<'_>) -> Vec<Value> {
    let (mut events, mut after) = (Vec::new(), 0);
    loop {
        let page = phone.get_json(&format!("/v1/events?after={after}&limit=7")).await;
        events.extend(page["events"].as_array().unwrap().clone());
        after = page["next_after"].as_i64().unwrap();
        if page["more"] == false {
            return events;
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn parallel_writers_leave_no_gap_in_anybodys_log() {
    let world = World::start().await;
    let (khoi, anh) = (
        Phone::signed_in(&world, KHOI, 1).await,
        Phone::signed_in(&world, ANH, 2).await,
    );
    // The files first: two uploads of the same one at once would disagree about the offset, as they should.
    khoi.prepared(Uuid::from_u128(1)).await;
    anh.prepared(Uuid::from_u128(1)).await;
    let submissions = (0..12_u128).map(|number| {
        let phone = if number % 2 == 0 { &khoi } else { &anh };
        async move {
            let id = Uuid::from_u128(100 + number);
            phone.submitted(id).await;
            phone.world.acted(id, "accept", 1, &json!({})).await;
        }
    });
    futures_util::future::join_all(submissions).await;
    for phone in [&khoi, &anh] {
        // Six dossiers, each submitted, received and accepted.
        phone.events_up_to(18).await;
        let events = all_events(phone).await;
        let seqs: Vec<i64> = events
            .iter()
            .map(|event| event["seq"].as_i64().unwrap())
            .collect();
        assert_eq!(seqs, (1..=18).collect::<Vec<_>>());
        let accepted = events
            .iter()
            .filter(|event| event["data"]["event"] == "accepted")
            .count();
        assert_eq!(accepted, 6);
    }
}

#[tokio::test]
async fn a_stream_goes_on_after_the_last_event_seen() {
    let world = World::start().await;
    let phone = Phone::signed_in(&world, KHOI, 1).await;
    phone.submitted(Uuid::from_u128(1)).await;
    let events = phone.events_up_to(2).await;
    let expected = json!({"status": "registered", "status_code": 1, "event": "submitted",
        "dossier_code": events[0]["data"]["dossier_code"]});
    assert_eq!(
        (&events[0]["kind"], &events[0]["data"]),
        (&json!("dossier_changed"), &expected)
    );
    let mut stream = phone
        .request(Method::GET, "/v1/events/stream")
        .header("Last-Event-ID", "1")
        .send()
        .await
        .unwrap();
    let first = stream.chunk().await.unwrap().unwrap();
    assert!(first.starts_with(b"id: 2\n"), "{first:?}");
}

#[tokio::test]
async fn what_happened_stays_after_a_restart() {
    let world = World::start().await;
    let id = Uuid::from_u128(1);
    let (before, chain) = {
        let phone = Phone::signed_in(&world, KHOI, 1).await;
        phone.submitted(id).await;
        phone.events_up_to(2).await;
        world.acted(id, "accept", 1, &json!({})).await;
        (all_events(&phone).await, crate::evidence::chain(&phone, id).await)
    };
    let keys = world.get_json("/v1/keys").await;
    let world = world.restart().await;
    let phone = Phone::signed_in(&world, KHOI, 2).await;
    assert_eq!(all_events(&phone).await, before);
    assert_eq!(crate::evidence::chain(&phone, id).await, chain);
    assert_eq!(
        phone.get_json(&format!("/v1/dossiers/{id}")).await["status"],
        "accepted"
    );
    assert_eq!(world.get_json("/v1/keys").await, keys);
    assert_eq!(
        world.acted(id, "process", 2, &json!({})).await["status"],
        "processing"
    );
}

#[tokio::test]
async fn subscriptions_need_proper_keys_and_an_address_on_this_machine() {
    let world = World::start().await;
    let phone = Phone::signed_in(&world, KHOI, 1).await;
    let path = format!("/v1/push-subscriptions/{}", Uuid::from_u128(4));
    let point = phone.key.jwk();
    let put = |body: Value| phone.request(Method::PUT, &path).json(&body).send();
    assert_eq!(point["crv"], "P-256");
    for body in [
        json!({"endpoint": "https://127.0.0.1:1/push/x", "p256dh": "short", "auth": "short"}),
        json!({"endpoint": "https://127.0.0.1:1/push/x"}),
        json!([]),
    ] {
        assert_eq!(refused(put(body).await.unwrap(), 400).await, "REQUEST_INVALID");
    }
    assert_eq!(phone.send(Method::DELETE, &path).await.status(), 204);
}
