//! The clock and the faults, played on the portal's own routes.

use reqwest::{Method, Response};
use serde_json::{Value, json};

use crate::support::World;

const SERVICES: &str = "/open311/v2/services.json";
const REQUESTS: &str = "/open311/v2/requests.json";

async fn report(world: &World) -> Result<Response, reqwest::Error> {
    let fields = [
        ("service_code", "KH"),
        ("description", "Thử"),
        ("address_string", "1 Lê Lợi"),
        ("attribute[client_id]", "0193a5b0-0000-7000-8000-000000000002"),
    ];
    world.request(Method::POST, REQUESTS).form(&fields).send().await
}

#[tokio::test]
async fn the_clock_is_set_frozen_and_advanced_and_dates_every_answer() {
    let world = World::start().await;
    let put = json!({"now": "2026-11-22T08:00:00.000Z", "frozen": true});
    assert_eq!(
        world
            .send_json(Method::PUT, "/control/v1/clock", put.clone())
            .await
            .status(),
        200
    );
    assert_eq!(world.get_json("/control/v1/clock").await, put);
    world.advance(86_400).await;
    let shown = json!({"now": "2026-11-23T08:00:00.000Z", "frozen": true});
    assert_eq!(world.get_json("/control/v1/clock").await, shown);
    assert_eq!(
        world.get(SERVICES).await.headers()["date"],
        "Mon, 23 Nov 2026 08:00:00 GMT"
    );
    for wrong in [json!({"now": "yesterday"}), json!({"frozen": true})] {
        let answer = world.send_json(Method::PUT, "/control/v1/clock", wrong).await;
        assert_eq!(answer.json::<Value>().await.unwrap()["code"], "REQUEST_INVALID");
    }
    let too_far = json!({"seconds": i64::MIN});
    assert_eq!(
        world
            .send_json(Method::POST, "/control/v1/clock/advance", too_far)
            .await
            .status(),
        400
    );
}

#[tokio::test]
async fn faults_that_stand_in_for_the_work() {
    let world = World::start().await;
    let once = |fault: Value| {
        let mut fault = fault;
        fault["path_prefix"] = SERVICES.into();
        fault["times"] = 1.into();
        fault
    };
    world
        .order(once(json!({"kind": "status", "status": 503, "retry_after": 7})))
        .await;
    world.order(once(json!({"kind": "status", "status": 500}))).await;
    world.order(once(json!({"kind": "html"}))).await;
    world
        .order(once(
            json!({"kind": "redirect", "to": "https://elsewhere.invalid/"}),
        ))
        .await;
    world.order(once(json!({"kind": "connection_closed"}))).await;
    world.order(once(json!({"kind": "delay", "ms": 1}))).await;

    let busy = world.get(SERVICES).await;
    assert_eq!(
        (busy.status().as_u16(), &busy.headers()["retry-after"]),
        (503, &"7".parse().unwrap())
    );
    assert_eq!(busy.json::<Value>().await.unwrap()["code"], "PORTAL_UNAVAILABLE");
    assert_eq!(world.get_json(SERVICES).await["code"], "PORTAL_FAILED");
    let html = world.get(SERVICES).await;
    assert_eq!(html.status(), 200);
    assert!(html.text().await.unwrap().contains("Wi-Fi"));
    let elsewhere = world.get(SERVICES).await;
    assert_eq!(
        (elsewhere.status().as_u16(), &elsewhere.headers()["location"]),
        (302, &"https://elsewhere.invalid/".parse().unwrap())
    );
    assert!(
        world.request(Method::GET, SERVICES).send().await.is_err(),
        "no answer at all"
    );
    assert_eq!(
        world.get_json(SERVICES).await.as_array().unwrap().len(),
        18,
        "late, but right"
    );
    assert_eq!(
        world.get_json(SERVICES).await.as_array().unwrap().len(),
        18,
        "all faults are spent"
    );
}

#[tokio::test]
async fn a_lost_reply_leaves_the_work_done_and_a_closed_connection_leaves_it_undone() {
    let world = World::start().await;
    world
        .order(json!({"kind": "connection_closed", "path_prefix": REQUESTS, "method": "POST", "times": 1}))
        .await;
    world
        .order(json!({"kind": "reply_lost", "path_prefix": REQUESTS, "method": "POST", "times": 1}))
        .await;
    assert!(report(&world).await.is_err());
    assert_eq!(world.count("feedback").await, 0);
    assert!(report(&world).await.is_err());
    assert_eq!(world.count("feedback").await, 1);
    assert_eq!(report(&world).await.unwrap().status(), 201);
    assert_eq!(
        world.count("feedback").await,
        1,
        "sent again after the lost reply, kept once"
    );
}

#[tokio::test]
async fn a_garbled_answer_is_good_http_and_broken_json() {
    let world = World::start().await;
    let whole = world.get(SERVICES).await.bytes().await.unwrap();
    world
        .order(json!({"kind": "garbled", "path_prefix": SERVICES, "times": 1}))
        .await;
    let sign_in = world.get("/console/sign-in").await.text().await.unwrap();
    assert!(sign_in.contains("Đăng nhập cán bộ"));
    let answer = world.get(SERVICES).await;
    assert_eq!(
        (answer.status().as_u16(), &answer.headers()["content-type"]),
        (200, &"application/json".parse().unwrap())
    );
    let body = answer.bytes().await.unwrap();
    assert_eq!(body, whole.slice(..whole.len() / 2));
    assert!(serde_json::from_slice::<Value>(&body).is_err());
}

#[tokio::test]
async fn faults_are_listed_with_their_progress_and_taken_back_and_the_levers_are_never_struck() {
    let world = World::start().await;
    let id = world
        .order(json!({"kind": "html", "path_prefix": "/", "after": 1}))
        .await;
    assert_eq!(
        world.get_json(SERVICES).await.as_array().unwrap().len(),
        18,
        "the first passes"
    );
    assert!(world.get(SERVICES).await.text().await.unwrap().contains("Wi-Fi"));
    let listed = world.get_json("/control/v1/faults").await;
    let expected = json!([{"id": id, "kind": "html", "path_prefix": "/", "times": null, "after": 1, "passed": 1, "struck": 1}]);
    assert_eq!(listed, expected);
    let path = format!("/control/v1/faults/{id}");
    assert_eq!(
        world
            .request(Method::DELETE, &path)
            .send()
            .await
            .unwrap()
            .status(),
        204
    );
    assert_eq!(
        world
            .request(Method::DELETE, &path)
            .send()
            .await
            .unwrap()
            .status(),
        404
    );
    assert_eq!(
        world.get(SERVICES).await.headers()["content-type"],
        "application/json"
    );

    world.order(json!({"kind": "html", "path_prefix": "/"})).await;
    assert_eq!(
        world
            .request(Method::DELETE, "/control/v1/faults")
            .send()
            .await
            .unwrap()
            .status(),
        204
    );
    assert_eq!(world.get_json("/control/v1/faults").await, json!([]));
}

#[tokio::test]
async fn an_order_that_cant_be_played_is_refused() {
    let world = World::start().await;
    for wrong in [
        json!({"kind": "earthquake", "path_prefix": "/"}),
        json!({"kind": "status", "status": 200, "path_prefix": "/"}),
        json!({"kind": "delay", "path_prefix": "/"}),
        json!({"kind": "html", "path_prefix": "v1"}),
        json!({"kind": "html"}),
    ] {
        let answer = world
            .send_json(Method::POST, "/control/v1/faults", wrong.clone())
            .await;
        assert_eq!(answer.status(), 400, "{wrong}");
    }
    assert_eq!(world.get_json("/control/v1/faults").await, json!([]));
}

#[tokio::test]
async fn a_dropped_push_is_taken_and_forgotten() {
    let world = World::start().await;
    let subscription = world
        .request(Method::POST, "/push/subscriptions")
        .send()
        .await
        .unwrap();
    let subscription: Value = subscription.json().await.unwrap();
    let endpoint = world.plain(subscription["endpoint"].as_str().unwrap());
    world
        .order(json!({"kind": "push_dropped", "path_prefix": "/push/", "times": 1}))
        .await;
    for body in ["dropped", "delivered"] {
        let posted = world
            .http
            .post(&endpoint)
            .header("TTL", "60")
            .body(body)
            .send()
            .await
            .unwrap();
        assert_eq!(posted.status(), 201);
    }
    let stream = world.plain(subscription["stream"].as_str().unwrap());
    let mut stream = world.http.get(stream).send().await.unwrap();
    let first = stream.chunk().await.unwrap().unwrap();
    assert!(
        String::from_utf8_lossy(&first).contains("data: ZGVsaXZlcmVk"),
        "the second message comes first"
    );
}

#[tokio::test]
async fn without_control_there_is_no_control() {
    let folder = tempfile::tempdir().unwrap();
    let portal = motcua_portal::Portal::start(motcua_portal::Config::in_folder(folder.path()))
        .await
        .unwrap();
    let _ = rustls::crypto::ring::default_provider().install_default();
    let address = format!("{}/control/v1/clock", portal.plain_url.as_ref().unwrap());
    assert_eq!(reqwest::get(address).await.unwrap().status(), 404);
}
