//! The chain of evidence, checked from outside with what `/v1/keys` and the profile say.

use std::collections::BTreeMap;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::signature::{ECDSA_P256_SHA256_FIXED, UnparsedPublicKey};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::world::{KHOI, Phone, World, canonical, jpeg, sha256_hex};

fn read(part: &str) -> Value {
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap()
}

pub(crate) fn payload(jws: &str) -> Value {
    read(jws.split('.').nth(1).unwrap())
}

/// Whether this JWK made this JWS.
pub(crate) fn verifies(jws: &str, jwk: &Value) -> bool {
    let (signed, signature) = jws.rsplit_once('.').unwrap();
    let half = |name: &str| URL_SAFE_NO_PAD.decode(jwk[name].as_str().unwrap()).unwrap();
    let point = [&[4][..], &half("x"), &half("y")].concat();
    let Ok(signature) = URL_SAFE_NO_PAD.decode(signature) else {
        return false;
    };
    UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point)
        .verify(signed.as_bytes(), &signature)
        .is_ok()
}

/// The keys that the evidence root speaks for: by kid, owner and key.
pub(crate) async fn keys(world: &World) -> BTreeMap<String, (String, Value)> {
    let profile: Value = world.profile();
    let statements = world.get_json("/v1/keys").await;
    let read = |statement: &Value| {
        let statement = statement.as_str().unwrap();
        assert!(verifies(statement, &profile["evidence_root"]));
        let says = payload(statement);
        let text = |member: &str| says[member].as_str().unwrap().to_owned();
        (text("kid"), (text("owner"), says["jwk"].clone()))
    };
    statements["statements"]
        .as_array()
        .unwrap()
        .iter()
        .map(read)
        .collect()
}

/// What a phone does with a chain; the first fact that breaks it.
pub(crate) fn broken(chain: &[String], keys: &BTreeMap<String, (String, Value)>) -> Option<usize> {
    let mut before = None;
    for (place, jws) in chain.iter().enumerate() {
        let header = read(jws.split('.').next().unwrap());
        let Some((owner, jwk)) = keys.get(header["kid"].as_str().unwrap()) else {
            return Some(place);
        };
        let says = payload(jws);
        let good = header["typ"] == "evidence+jwt"
            && verifies(jws, jwk)
            && says["issuer"] == owner.as_str()
            && says["seq"] == place
            && says["prev_sha256"] == json!(before);
        if !good {
            return Some(place);
        }
        before = Some(sha256_hex(jws.as_bytes()));
    }
    None
}

pub(crate) async fn chain(phone: &Phone<'_>, id: Uuid) -> Vec<String> {
    let body = phone.get_json(&format!("/v1/dossiers/{id}/evidence")).await;
    serde_json::from_value(body["evidence"].clone()).unwrap()
}

#[tokio::test]
async fn the_receipt_is_the_portals_word_over_exactly_what_was_sent() {
    let world = World::start().await;
    let phone = Phone::signed_in(&world, KHOI, 1).await;
    let id = Uuid::from_u128(7);
    let manifest = phone.prepared(id).await;
    let answer: Value = phone.put_dossier(id, &manifest).await.json().await.unwrap();
    let receipt = payload(answer["receipt"].as_str().unwrap());
    assert_eq!(receipt["event"], "submitted");
    assert_eq!(
        receipt["manifest_sha256"],
        sha256_hex(canonical(&manifest).as_bytes())
    );
    assert_eq!(receipt["answers_sha256"], manifest["answers"]["sha256"]);
    assert_eq!(
        (&receipt["sub"], &receipt["dossier_id"]),
        (&json!(phone.sub), &json!(id))
    );
    assert_eq!(receipt["files"].as_array().unwrap().len(), 2);
    assert_eq!(receipt["data"]["procedure_code"], "1.001193");
}

#[tokio::test]
async fn a_whole_life_is_one_chain_signed_by_those_who_know() {
    let world = World::start().await;
    let phone = Phone::signed_in(&world, KHOI, 1).await;
    let id = Uuid::from_u128(7);
    phone.submitted(id).await;
    phone.events_up_to(2).await;
    for (action, revision) in [("accept", 1), ("process", 2), ("complete", 3), ("deliver", 4)] {
        world.acted(id, action, revision, &json!({})).await;
    }
    let chain = chain(&phone, id).await;
    let events: Vec<(String, String)> = chain
        .iter()
        .map(|jws| payload(jws))
        .map(|says| {
            (
                says["event"].as_str().unwrap().into(),
                says["issuer"].as_str().unwrap().into(),
            )
        })
        .collect();
    let office = format!("office:{}", crate::world::agency_code(&world).await);
    let expected = [
        ("submitted", "portal"),
        ("received", &office),
        ("accepted", &office),
        ("processing_started", &office),
        ("completed", &office),
        ("delivered", "portal"),
    ];
    assert_eq!(
        events,
        expected.map(|(event, issuer)| (event.to_owned(), issuer.to_owned()))
    );
    assert_eq!(broken(&chain, &keys(&world).await), None);
}

#[tokio::test]
async fn tampering_with_a_chain_is_found() {
    let world = World::start().await;
    let phone = Phone::signed_in(&world, KHOI, 1).await;
    let id = Uuid::from_u128(7);
    phone.submitted(id).await;
    phone.events_up_to(2).await;
    world.acted(id, "accept", 1, &json!({})).await;
    let (good, keys) = (chain(&phone, id).await, keys(&world).await);
    assert_eq!(broken(&good, &keys), None);
    let without: Vec<String> = [0, 2].map(|place| good[place].clone()).into();
    assert_eq!(broken(&without, &keys), Some(1));
    let mut swapped = good.clone();
    swapped.swap(1, 2);
    assert_eq!(broken(&swapped, &keys), Some(1));
    let parts: Vec<&str> = good[2].split('.').collect();
    let mut says = payload(&good[2]);
    says["data"]["due_at"] = json!("2030-01-01T00:00:00.000Z");
    let mut forged = good.clone();
    forged[2] = format!(
        "{}.{}.{}",
        parts[0],
        URL_SAFE_NO_PAD.encode(says.to_string()),
        parts[2]
    );
    assert_eq!(broken(&forged, &keys), Some(2));
}

#[tokio::test]
async fn a_paper_changed_on_disk_is_not_signed_for() {
    let world = World::start().await;
    let (folder, id) = (world.folder.path().to_owned(), Uuid::from_u128(7));
    let phone = Phone::signed_in(&world, KHOI, 1).await;
    let manifest = phone.prepared(id).await;
    let paper = manifest["files"][0]["sha256"].as_str().unwrap();
    let path = folder.join("files").join(&phone.sub).join(paper);
    let good = std::fs::read(&path).unwrap();
    std::fs::write(&path, b"another paper").unwrap();
    assert_eq!(phone.put_dossier(id, &manifest).await.status(), 201);
    // The agent reads in order: once the next dossier is received, it has passed this one by.
    let next = Uuid::from_u128(8);
    let (mut other, picture) = (phone.prepared(next).await, jpeg("another picture"));
    other["files"][0]["sha256"] = json!(phone.upload(&picture, "image/jpeg").await);
    other["files"][0]["size"] = json!(picture.len());
    assert_eq!(phone.put_dossier(next, &other).await.status(), 201);
    let events = phone.events_up_to(3).await;
    assert_eq!(
        (&events[2]["subject_id"], &events[2]["data"]["event"]),
        (&json!(next), &json!("received"))
    );
    assert_eq!(chain(&phone, id).await.len(), 1);
    std::fs::write(&path, good).unwrap();
    drop(phone);
    let world = world.restart().await;
    let phone = Phone::signed_in(&world, KHOI, 2).await;
    let events = phone.events_up_to(4).await;
    assert_eq!(
        (&events[3]["subject_id"], &events[3]["data"]["event"]),
        (&json!(id), &json!("received"))
    );
}

#[tokio::test]
async fn keys_can_be_asked_for_one_by_one() {
    let world = World::start().await;
    let phone = Phone::signed_in(&world, KHOI, 1).await;
    phone.submitted(Uuid::from_u128(1)).await;
    // The office's key is there once it has signed `received`.
    phone.events_up_to(2).await;
    let all = keys(&world).await;
    let office = all
        .iter()
        .find(|(_, (owner, _))| owner.starts_with("office:"))
        .unwrap()
        .0;
    let answer = world.get_json(&format!("/v1/keys?kid={office},nobody")).await;
    let statements = answer["statements"].as_array().unwrap();
    assert_eq!(statements.len(), 1);
    assert_eq!(payload(statements[0].as_str().unwrap())["kid"], office.as_str());
    let many = vec!["x"; 51].join(",");
    let refused = world
        .http
        .get(world.url(&format!("/v1/keys?kid={many}")))
        .send()
        .await
        .unwrap();
    assert_eq!(refused.status(), 400);
}
