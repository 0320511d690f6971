//! What officers can do, and what the status machine, revisions and keys refuse them.

use reqwest::Method;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::world::{KHOI, Phone, World, refused, sha256_hex};

const ID: Uuid = Uuid::from_u128(1);

#[tokio::test]
async fn illegal_moves_are_refused_and_change_nothing() {
    let world = World::start().await;
    let phone = Phone::signed_in(&world, KHOI, 1).await;
    phone.submitted(ID).await;
    let why = json!({"reason": "other", "note_vi": "x"});
    for action in ["process", "complete", "deliver", "stop"] {
        let answer = world.act(ID, action, 1, &why).send().await.unwrap();
        assert_eq!(refused(answer, 409).await, "STATUS_MOVE_REFUSED", "{action}");
    }
    let wrong = json!({"reason": "paper_missing", "note_vi": "x"});
    assert_eq!(
        refused(world.act(ID, "refuse", 1, &wrong).send().await.unwrap(), 400).await,
        "REQUEST_INVALID"
    );
    let accepted = world.acted(ID, "accept", 1, &json!({})).await;
    // Same-day procedure, taken before 15:00.
    assert_eq!(accepted["due_at"], "2026-11-23T10:00:00.000Z");
    assert_eq!(
        refused(world.act(ID, "accept", 2, &why).send().await.unwrap(), 409).await,
        "STATUS_MOVE_REFUSED"
    );
    assert_eq!(
        refused(world.act(ID, "refuse", 2, &why).send().await.unwrap(), 409).await,
        "STATUS_MOVE_REFUSED"
    );
    assert_eq!(phone.get_json(&format!("/v1/dossiers/{ID}")).await["revision"], 2);
}

#[tokio::test]
async fn revisions_and_keys_are_asked_for_and_kept_to() {
    let world = World::start().await;
    let phone = Phone::signed_in(&world, KHOI, 1).await;
    phone.submitted(ID).await;
    let url = world.url(&format!("/office/v1/dossiers/{ID}/accept"));
    let post = || {
        world
            .http
            .post(&url)
            .bearer_auth(&world.office_token)
            .json(&json!({}))
    };
    let answer = post().header("If-Match", "\"1\"").send().await.unwrap();
    assert_eq!(refused(answer, 400).await, "IDEMPOTENCY_KEY_REQUIRED");
    let answer = post().header("Idempotency-Key", "\"a\"").send().await.unwrap();
    assert_eq!(refused(answer, 428).await, "REVISION_REQUIRED");
    let stale = post()
        .header("Idempotency-Key", "\"a\"")
        .header("If-Match", "\"9\"")
        .send()
        .await
        .unwrap();
    assert_eq!(stale.headers()["etag"], "\"1\"");
    assert_eq!(refused(stale, 412).await, "REVISION_STALE");
    let with_key = |key: &'static str| post().header("Idempotency-Key", key).header("If-Match", "\"1\"");
    let first: Value = with_key("\"a\"").send().await.unwrap().json().await.unwrap();
    let again = with_key("\"a\"").send().await.unwrap();
    assert_eq!(
        (again.status().as_u16(), again.headers()["etag"].to_str().unwrap()),
        (200, "\"2\"")
    );
    assert_eq!(again.json::<Value>().await.unwrap(), first);
    let reused = with_key("\"a\"").json(&json!({"other": 1})).send().await.unwrap();
    assert_eq!(refused(reused, 422).await, "IDEMPOTENCY_KEY_REUSED");
    let facts = crate::evidence::chain(&phone, ID).await;
    let accepted = facts
        .iter()
        .filter(|jws| crate::evidence::payload(jws)["event"] == "accepted")
        .count();
    assert_eq!(accepted, 1);
}

#[tokio::test]
async fn the_office_needs_its_token() {
    let world = World::start().await;
    let phone = Phone::signed_in(&world, KHOI, 1).await;
    let list = world.url("/office/v1/dossiers");
    assert_eq!(
        refused(world.http.get(&list).send().await.unwrap(), 401).await,
        "SIGN_IN_REQUIRED"
    );
    assert_eq!(
        refused(world.http.get(&list).bearer_auth("x").send().await.unwrap(), 401).await,
        "SIGN_IN_REQUIRED"
    );
    assert_eq!(
        refused(phone.send(Method::GET, "/office/v1/dossiers").await, 401).await,
        "SIGN_IN_REQUIRED"
    );
}

#[tokio::test]
async fn an_officer_sees_answers_and_papers_as_they_came() {
    let world = World::start().await;
    let phone = Phone::signed_in(&world, KHOI, 1).await;
    phone.submitted(ID).await;
    let get = |path: &str| {
        world
            .http
            .get(world.url(path))
            .bearer_auth(&world.office_token)
            .send()
    };
    let list: Value = get("/office/v1/dossiers?status=registered")
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    assert_eq!(list["dossiers"][0]["dossier_id"], json!(ID));
    let none: Value = get("/office/v1/dossiers?status=accepted")
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    assert_eq!(none["dossiers"], json!([]));
    let base = format!("/office/v1/dossiers/{ID}");
    let dossier: Value = get(&base).await.unwrap().json().await.unwrap();
    let paper = &dossier["papers"][0];
    assert_eq!(paper["name"], "giay-chung-sinh.jpg");
    let sha256 = paper["sha256"].as_str().unwrap();
    let bytes = get(&format!("{base}/files/{sha256}"))
        .await
        .unwrap()
        .bytes()
        .await
        .unwrap();
    assert_eq!(sha256_hex(&bytes), sha256);
    let answers = get(&format!("{base}/answers"))
        .await
        .unwrap()
        .text()
        .await
        .unwrap();
    assert_eq!(answers, crate::world::birth_answers());
    assert_eq!(
        get(&format!("{base}/files/{}", sha256_hex(b"x")))
            .await
            .unwrap()
            .status(),
        404
    );
}

#[tokio::test]
async fn a_result_reaches_the_citizen_byte_for_byte() {
    let world = World::start().await;
    let phone = Phone::signed_in(&world, KHOI, 1).await;
    for (id, own) in [(ID, true), (Uuid::from_u128(2), false)] {
        phone.submitted(id).await;
        world.acted(id, "accept", 1, &json!({})).await;
        let complete = if own {
            world.act(id, "complete", 2, &json!({})).send().await.unwrap()
        } else {
            let part = reqwest::multipart::Part::bytes(b"%PDF-1.7 signed".to_vec()).file_name("ket-qua.pdf");
            let form = reqwest::multipart::Form::new().part("result", part);
            let url = world.url(&format!("/office/v1/dossiers/{id}/complete"));
            let post = world
                .http
                .post(url)
                .bearer_auth(&world.office_token)
                .header("If-Match", "\"2\"");
            post.header("Idempotency-Key", "\"with-scan\"")
                .multipart(form)
                .send()
                .await
                .unwrap()
        };
        assert_eq!(complete.status(), 200, "{}", complete.text().await.unwrap());
        let dossier = phone.get_json(&format!("/v1/dossiers/{id}")).await;
        assert_eq!(
            (&dossier["status"], &dossier["result"]["media_type"]),
            (&json!("completed"), &json!("application/pdf"))
        );
        let bytes = phone
            .send(Method::GET, &format!("/v1/dossiers/{id}/result"))
            .await
            .bytes()
            .await
            .unwrap();
        assert_eq!(dossier["result"]["sha256"], sha256_hex(&bytes));
        assert!(bytes.starts_with(b"%PDF-"));
        assert_eq!(bytes.as_ref() == b"%PDF-1.7 signed", !own);
    }
}

#[tokio::test]
async fn a_result_that_is_no_paper_is_refused() {
    let world = World::start().await;
    let phone = Phone::signed_in(&world, KHOI, 1).await;
    phone.submitted(ID).await;
    world.acted(ID, "accept", 1, &json!({})).await;
    let part = reqwest::multipart::Part::bytes(b"MZ a program".to_vec()).file_name("ket-qua.pdf");
    let form = reqwest::multipart::Form::new().part("result", part);
    let url = world.url(&format!("/office/v1/dossiers/{ID}/complete"));
    let post = world
        .http
        .post(url)
        .bearer_auth(&world.office_token)
        .header("If-Match", "\"2\"");
    let answer = post
        .header("Idempotency-Key", "\"program\"")
        .multipart(form)
        .send()
        .await
        .unwrap();
    assert_eq!(refused(answer, 415).await, "FILE_TYPE_REFUSED");
}
