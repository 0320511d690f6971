//! Submitting: once in effect, and refused for a reason that says what to do.

use reqwest::Method;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::evidence::payload;
use crate::world::{ANH, KHOI, Phone, World, canonical, refused, sha256_hex};

const ID: Uuid = Uuid::from_u128(0x0193_5a00_0000_7000_8000_0000_0000_0001);

#[tokio::test]
async fn the_same_again_gets_the_same_receipt_and_another_body_is_refused() {
    let world = World::start().await;
    let phone = Phone::signed_in(&world, KHOI, 1).await;
    let manifest = phone.prepared(ID).await;
    let first = phone.put_dossier(ID, &manifest).await;
    assert_eq!(first.status(), 201);
    let first: Value = first.json().await.unwrap();
    assert_eq!(
        first["dossier_code"],
        format!("{}-261123-0001", crate::world::agency_code(&world).await)
    );
    assert_eq!(
        (&first["status"], &first["status_code"]),
        (&json!("registered"), &json!(1))
    );
    let again = phone.put_dossier(ID, &manifest).await;
    assert_eq!(again.status(), 200);
    let again: Value = again.json().await.unwrap();
    assert_eq!(again["receipt"], first["receipt"]);
    let mut other = manifest.clone();
    other["view_sha256"] = json!(sha256_hex(b"another view"));
    assert_eq!(
        refused(phone.put_dossier(ID, &other).await, 422).await,
        "DOSSIER_CONTENT_DIFFERS"
    );
    assert_eq!(world.get_json("/control/v1/counts").await["dossiers"], 1);
}

#[tokio::test]
async fn a_reply_lost_after_the_commit_makes_no_second_dossier() {
    let world = World::start().await;
    let phone = Phone::signed_in(&world, KHOI, 1).await;
    let manifest = phone.prepared(ID).await;
    let fault = json!({"kind": "reply_lost", "path_prefix": "/v1/dossiers/", "method": "PUT", "times": 1});
    world
        .http
        .post(world.url("/control/v1/faults"))
        .json(&fault)
        .send()
        .await
        .unwrap();
    let lost = phone
        .request(Method::PUT, &format!("/v1/dossiers/{ID}"))
        .body(canonical(&manifest))
        .send()
        .await;
    assert!(lost.is_err());
    assert_eq!(phone.put_dossier(ID, &manifest).await.status(), 200);
    assert_eq!(world.get_json("/control/v1/counts").await["dossiers"], 1);
}

#[tokio::test]
async fn parallel_submissions_of_one_dossier_are_one() {
    let world = World::start().await;
    let phone = Phone::signed_in(&world, KHOI, 1).await;
    let manifest = phone.prepared(ID).await;
    let answers = futures_util::future::join_all((0..8).map(|_| phone.put_dossier(ID, &manifest))).await;
    let created = answers.iter().filter(|answer| answer.status() == 201).count();
    let same = answers.iter().filter(|answer| answer.status() == 200).count();
    assert_eq!((created, same), (1, 7));
    assert_eq!(world.get_json("/control/v1/counts").await["dossiers"], 1);
}

#[tokio::test]
async fn files_that_havent_arrived_are_named() {
    let world = World::start().await;
    let phone = Phone::signed_in(&world, KHOI, 1).await;
    let mut manifest = phone.prepared(ID).await;
    let missing = sha256_hex(b"never sent");
    manifest["files"][0]["sha256"] = json!(missing);
    let answer = phone.put_dossier(ID, &manifest).await;
    assert_eq!(answer.status(), 409);
    let body: Value = answer.json().await.unwrap();
    assert_eq!(
        (&body["code"], &body["missing_files"]),
        (&json!("FILES_MISSING"), &json!([missing]))
    );
}

#[tokio::test]
async fn bytes_that_arent_canonical_are_refused() {
    let world = World::start().await;
    let phone = Phone::signed_in(&world, KHOI, 1).await;
    let manifest = phone.prepared(ID).await;
    let path = format!("/v1/dossiers/{ID}");
    let text = canonical(&manifest);
    let wrong = [
        serde_json::to_string_pretty(&manifest).unwrap(),
        format!("{text}\n"),
        text.replace("\"v\":1", "\"v\":1.0"),
        text.replacen('{', "{\"z\":1,", 1),
        "not json".to_owned(),
        String::new(),
    ];
    for body in wrong {
        assert_eq!(
            refused(phone.put(&path, body).await, 400).await,
            "MANIFEST_INVALID"
        );
    }
}

#[tokio::test]
async fn each_wrong_member_has_its_own_refusal() {
    let world = World::start().await;
    let phone = Phone::signed_in(&world, KHOI, 1).await;
    let good = phone.prepared(ID).await;
    let wrong: [(&str, Value, u16, &str); 8] = [
        ("/dossier_id", json!(Uuid::from_u128(5)), 400, "MANIFEST_INVALID"),
        ("/v", json!(2), 400, "MANIFEST_INVALID"),
        ("/answers/sha256", json!("ABC"), 400, "MANIFEST_INVALID"),
        ("/procedure_code", json!("9.999999"), 422, "PROCEDURE_UNKNOWN"),
        ("/procedure_code", json!("2.000815"), 422, "PROCEDURE_UNKNOWN"),
        ("/form/version", json!("2020010101"), 409, "FORM_OUTDATED"),
        ("/agency_code", json!("H29.10"), 400, "MANIFEST_INVALID"),
        (
            "/files/0/reference",
            json!("/data/papers/none"),
            400,
            "MANIFEST_INVALID",
        ),
    ];
    for (member, value, status, code) in wrong {
        let mut manifest = good.clone();
        *manifest.pointer_mut(member).unwrap() = value;
        assert_eq!(
            refused(phone.put_dossier(ID, &manifest).await, status).await,
            code,
            "{member}"
        );
    }
    assert_eq!(world.get_json("/control/v1/counts").await["dossiers"], 0);
}

#[tokio::test]
async fn wrong_answers_are_found_by_the_portals_own_check() {
    let world = World::start().await;
    let phone = Phone::signed_in(&world, KHOI, 1).await;
    let good = phone.prepared(ID).await;
    let wrong = crate::world::birth_answers().replace(KHOI, "12345");
    let manifest = phone.with_answers(&good, &wrong).await;
    let answer = phone.put_dossier(ID, &manifest).await;
    assert_eq!(answer.status(), 422);
    let body: Value = answer.json().await.unwrap();
    assert_eq!(body["code"], "ANSWERS_INVALID");
    let errors = body["field_errors"].as_array().unwrap();
    let expected = json!({"reference": "/data/requester/personal_id", "code": "constraint"});
    assert!(errors.contains(&expected), "{errors:?}");
    for text in ["<data/>", "<other id=\"x\"/>", "<data"] {
        let manifest = phone.with_answers(&good, text).await;
        assert_eq!(
            refused(phone.put_dossier(ID, &manifest).await, 422).await,
            "ANSWERS_INVALID",
            "{text}"
        );
    }
}

#[tokio::test]
async fn a_strangers_dossier_doesnt_exist() {
    let world = World::start().await;
    let (khoi, anh) = (
        Phone::signed_in(&world, KHOI, 1).await,
        Phone::signed_in(&world, ANH, 2).await,
    );
    khoi.submitted(ID).await;
    for path in ["", "/evidence", "/result"] {
        let answer = anh.send(Method::GET, &format!("/v1/dossiers/{ID}{path}")).await;
        assert_eq!(refused(answer, 404).await, "NOT_FOUND", "{path}");
    }
    let manifest = anh.prepared(ID).await;
    assert_eq!(
        refused(anh.put_dossier(ID, &manifest).await, 404).await,
        "NOT_FOUND"
    );
    assert!(
        anh.get_json("/v1/dossiers").await["dossiers"]
            .as_array()
            .unwrap()
            .is_empty()
    );
    // A stranger's withdrawal looks as if it had worked and takes nothing away.
    assert_eq!(
        anh.send(Method::PUT, &format!("/v1/dossiers/{ID}/withdrawal"))
            .await
            .status(),
        204
    );
    assert_eq!(
        khoi.get_json(&format!("/v1/dossiers/{ID}")).await["status"],
        "registered"
    );
}

#[tokio::test]
async fn a_tombstone_keeps_an_id_empty_for_ever() {
    let world = World::start().await;
    let phone = Phone::signed_in(&world, KHOI, 1).await;
    let manifest = phone.prepared(ID).await;
    for _ in 0..2 {
        let buried = phone
            .send(Method::PUT, &format!("/v1/dossiers/{ID}/withdrawal"))
            .await;
        assert_eq!(buried.status(), 204);
    }
    assert_eq!(
        refused(phone.put_dossier(ID, &manifest).await, 409).await,
        "DOSSIER_WITHDRAWN"
    );
}

#[tokio::test]
async fn withdrawing_ends_before_intake_and_asks_after_it() {
    let world = World::start().await;
    let phone = Phone::signed_in(&world, KHOI, 1).await;
    phone.submitted(ID).await;
    let path = format!("/v1/dossiers/{ID}/withdrawal");
    let ended = phone.send(Method::PUT, &path).await;
    assert_eq!(ended.status(), 200);
    assert_eq!(ended.json::<Value>().await.unwrap()["status"], "withdrawn");
    assert_eq!(phone.send(Method::PUT, &path).await.status(), 200);
    let second = Uuid::from_u128(2);
    phone.submitted(second).await;
    world.acted(second, "accept", 1, &json!({})).await;
    let asked = phone
        .send(Method::PUT, &format!("/v1/dossiers/{second}/withdrawal"))
        .await;
    assert_eq!(asked.status(), 202);
    let asked: Value = asked.json().await.unwrap();
    assert_eq!(
        (&asked["status"], &asked["actions"]),
        (&json!("accepted"), &json!([]))
    );
    let stop = json!({"reason": "citizen_request", "note_vi": "Theo yêu cầu của công dân."});
    assert_eq!(world.acted(second, "stop", 3, &stop).await["status"], "stopped");
}

#[tokio::test]
async fn a_supplement_answers_its_request_once() {
    let world = World::start().await;
    let phone = Phone::signed_in(&world, KHOI, 1).await;
    phone.submitted(ID).await;
    let path = format!("/v1/dossiers/{ID}/supplements/1");
    let mut manifest = phone.prepared(ID).await;
    manifest["supplement"] = json!({"number": 1, "answers_evidence_id": "not asked"});
    assert_eq!(
        refused(phone.put(&path, canonical(&manifest)).await, 409).await,
        "STATUS_MOVE_REFUSED"
    );
    let ask = json!({"reason": "paper_unreadable", "note_vi": "Ảnh mờ.", "days": 3,
        "items": [{"reference": "/data/papers/birth_cert", "note_vi": "Chụp lại."}]});
    let asked = world.acted(ID, "ask-supplement", 1, &ask).await;
    assert_eq!(
        (&asked["status"], &asked["supplement"]["number"]),
        (&json!("supplement_requested"), &json!(1))
    );
    // Three working days from Monday; Tuesday 24 November is Culture Day.
    assert_eq!(asked["supplement"]["due_at"], "2026-11-27T10:00:00.000Z");
    let chain = crate::evidence::chain(&phone, ID).await;
    let fact = chain
        .iter()
        .map(|jws| payload(jws))
        .find(|says| says["event"] == "supplement_asked")
        .unwrap();
    manifest["supplement"]["answers_evidence_id"] = fact["evidence_id"].clone();
    let first = phone.put(&path, canonical(&manifest)).await;
    assert_eq!(first.status(), 201, "{}", first.text().await.unwrap());
    let first: Value = first.json().await.unwrap();
    let receipt = payload(first["receipt"].as_str().unwrap());
    assert_eq!(
        (&receipt["event"], &receipt["data"]["number"]),
        (&json!("supplement_received"), &json!(1))
    );
    assert_eq!(first["status"], "registered");
    let again = phone.put(&path, canonical(&manifest)).await;
    assert_eq!(again.status(), 200);
    assert_eq!(again.json::<Value>().await.unwrap()["receipt"], first["receipt"]);
    manifest["view_sha256"] = json!(sha256_hex(b"another view"));
    assert_eq!(
        refused(phone.put(&path, canonical(&manifest)).await, 422).await,
        "DOSSIER_CONTENT_DIFFERS"
    );
}
