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
        // All of them went to one office, whose key was made by whoever came first.
        let keys = crate::evidence::keys(&world).await;
        for number in 0..12 {
            let path = format!("/v1/dossiers/{}", Uuid::from_u128(100 + number));
            if phone.send(Method::GET, &path).await.status() == 200 {
                let chain = crate::evidence::chain(phone, Uuid::from_u128(100 + number)).await;
                assert_eq!(crate::evidence::broken(&chain, &keys), None);
            }
        }
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
    keeps_everything(World::start().await).await;
}

#[tokio::test]
async fn what_was_answered_stays_after_a_kill() {
    keeps_everything(World::start_alone().await).await;
}

async fn keeps_everything(world: World) {
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
    world.end();
}

#[tokio::test]
async fn a_wake_up_arrives_and_the_log_names_it_until_it_is_known() {
    let world = World::start().await;
    let phone = Phone::signed_in(&world, KHOI, 1).await;
    let endpoint: Value = world
        .http
        .post(world.url("/push/subscriptions"))
        .send()
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    let installation = Uuid::from_u128(4);
    let subscription = json!({"endpoint": endpoint["endpoint"], "p256dh": phone.key.point(), "auth": "AAAAAAAAAAAAAAAAAAAAAA"});
    let path = format!("/v1/push-subscriptions/{installation}");
    let subscribed = phone
        .request(Method::PUT, &path)
        .json(&subscription)
        .send()
        .await
        .unwrap();
    assert_eq!(subscribed.status(), 204);
    let mut messages = world
        .http
        .get(endpoint["stream"].as_str().unwrap())
        .send()
        .await
        .unwrap();
    phone.submitted(Uuid::from_u128(1)).await;
    let message = messages.chunk().await.unwrap().unwrap();
    let message = std::str::from_utf8(&message).unwrap();
    let body = message
        .lines()
        .find_map(|line| line.strip_prefix("data: "))
        .unwrap();
    // Header 86, plaintext 64, delimiter 1, tag 16: 167 bytes, as base64url.
    assert_eq!(body.len(), 223);
    phone.events_up_to(2).await;
    let ask = async |after: i64| {
        phone
            .get_json(&format!("/v1/events?after={after}&installation={installation}"))
            .await["wakes"]
            .clone()
    };
    let told = ask(0).await;
    assert!(!told.as_array().unwrap().is_empty());
    assert_eq!(told[0]["wake_id"].as_str().unwrap().len(), 32);
    let again = ask(0).await;
    assert_eq!(again[0], told[0]);
    let first = told[0]["wake_id"].clone();
    let later = ask(2).await;
    assert!(
        later
            .as_array()
            .unwrap()
            .iter()
            .all(|wake| wake["wake_id"] != first),
        "{later}"
    );
}

#[tokio::test]
async fn subscriptions_need_proper_keys_and_an_address_on_this_machine() {
    let world = World::start().await;
    let phone = Phone::signed_in(&world, KHOI, 1).await;
    let path = format!("/v1/push-subscriptions/{}", Uuid::from_u128(4));
    let put = |body: Value| phone.request(Method::PUT, &path).json(&body).send();
    for body in [
        json!({"endpoint": "https://127.0.0.1:1/push/x", "p256dh": "short", "auth": "short"}),
        json!({"endpoint": "https://127.0.0.1:1/push/x"}),
        json!({"endpoint": "https://push.example/x", "p256dh": phone.key.point(), "auth": "AAAAAAAAAAAAAAAAAAAAAA"}),
        json!([]),
    ] {
        assert_eq!(refused(put(body).await.unwrap(), 400).await, "REQUEST_INVALID");
    }
    assert_eq!(phone.send(Method::DELETE, &path).await.status(), 204);
}
