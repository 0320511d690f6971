//! What the portal says, kept as JSON in `tests/goldens/wire/`: where the portal's own types and the phone's meet. What
//! differs from run to run (signatures, random ids, keys, ports) is replaced by a fixed text of the same form.
//!
//! After a wanted change run the tests with `GOLDEN=write` and look at the diff.

use std::path::{Path, PathBuf};

use motcua_form::MAX_SUBMISSION;
use reqwest::Method;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::evidence::{chain, payload};
use crate::world::{KHOI, Phone, VERIFIER, World, canonical, code_form, hop, trade};

const ID: Uuid = Uuid::from_u128(0x0193_5a00_0000_7000_8000_0000_0000_0001);

/// Compares a text with the golden file of this name, or writes it when asked to.
pub(crate) fn is_golden(name: &str, text: &str) {
    let path: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../tests/goldens")
        .join(name);
    if std::env::var_os("GOLDEN").is_some_and(|value| value == "write") {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
    }
    let golden = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        golden == text,
        "tests/goldens/{name} differs from what the portal says: {text}"
    );
}

fn keep(name: &str, value: &Value) {
    is_golden(&format!("wire/{name}.json"), &format!("{:#}\n", steady(value)));
}

/// The value without what differs from run to run.
fn steady(value: &Value) -> Value {
    match value {
        Value::Object(members) => {
            let steady_member = |(name, member): (&String, &Value)| {
                let member = match (name.as_str(), member) {
                    ("prev_sha256" | "answers_sha256", Value::String(_)) => json!("0".repeat(64)),
                    // The portal's key is older than the moment at which the test stops the clock.
                    ("not_before" | "not_after", _) => json!(crate::world::NOW),
                    ("anchors_pem", _) => {
                        json!("-----BEGIN CERTIFICATE-----\n…\n-----END CERTIFICATE-----\n")
                    }
                    _ => steady(member),
                };
                (name.clone(), member)
            };
            members.iter().map(steady_member).collect()
        }
        Value::Array(items) => items.iter().map(steady).collect(),
        Value::String(text) => json!(steady_text(text)),
        other => other.clone(),
    }
}

fn steady_text(text: &str) -> String {
    let base64url = |text: &str| {
        text.bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
    };
    let parts: Vec<&str> = text.split('.').collect();
    if parts.len() == 3 && text.len() > 100 && parts.iter().all(|part| base64url(part)) {
        return "header.payload.signature".into();
    }
    if text.parse::<Uuid>().is_ok_and(|id| id != ID) {
        return "00000000-0000-4000-8000-000000000000".into();
    }
    // Keys, key names, tokens: 43 letters for 32 bytes, 87 for a point.
    if [43, 87].contains(&text.len()) && base64url(text) {
        return "A".repeat(text.len());
    }
    match text.split_once("://127.0.0.1:") {
        Some((scheme, rest)) => {
            let path = rest.trim_start_matches(|digit: char| digit.is_ascii_digit());
            format!("{scheme}://127.0.0.1:8443{path}")
        }
        None => text.to_owned(),
    }
}

#[tokio::test]
async fn what_a_phone_reads_before_it_signs_in() {
    let world = World::start().await;
    keep("profile", &world.profile());
    let keys = world.get_json("/v1/keys").await;
    keep("keys", &keys);
    keep("key_statement", &payload(keys["statements"][0].as_str().unwrap()));
    keep(
        "discovery",
        &world.get_json("/eid/.well-known/openid-configuration").await,
    );
    keep("jwks", &world.get_json("/eid/jwks").await);
    keep("push_key", &world.get_json("/v1/push-key").await);
    let mut catalogue = world.get_json("/v1/catalogue?since=0").await;
    let wanted = |one: &Value| one["code"] == "1.001193" || one["code"] == "2.002854";
    catalogue["procedures"].as_array_mut().unwrap().retain(wanted);
    catalogue["generated_at"] = json!(crate::world::NOW);
    for procedure in catalogue["procedures"].as_array_mut().unwrap() {
        if procedure["form"].is_object() {
            procedure["form"]["version"] = json!("2026112201");
            procedure["form"]["sha256"] = json!("0".repeat(64));
        }
    }
    keep("catalogue_since", &catalogue);
}

#[tokio::test]
async fn what_signing_in_gives() {
    let world = World::start().await;
    let phone = Phone::signed_in(&world, KHOI, 1).await;
    let back = hop(&world, KHOI, "allow").await;
    let (_, tokens) = trade(
        &world,
        &phone.key,
        &code_form(back["code"].as_str().unwrap(), VERIFIER),
    )
    .await;
    keep("tokens", &tokens);
    keep("id_token", &payload(tokens["id_token"].as_str().unwrap()));
    let (_, refused) = trade(&world, &phone.key, &code_form("unknown", VERIFIER)).await;
    keep("token_refused", &refused);
    keep("userinfo", &phone.get_json("/eid/userinfo").await);
}

#[tokio::test]
async fn what_a_dossier_says_of_itself() {
    let world = World::start().await;
    let phone = Phone::signed_in(&world, KHOI, 1).await;
    let dossier = async || phone.get_json(&format!("/v1/dossiers/{ID}")).await;
    keep("submission_answer", &phone.submitted(ID).await);
    keep("dossier_registered", &dossier().await);
    phone.events_up_to(2).await;
    world.acted(ID, "accept", 1, &json!({})).await;
    keep("dossier_accepted", &dossier().await);
    let ask = json!({"reason": "paper_unreadable", "note_vi": "Ảnh giấy chứng sinh bị mờ.", "days": 3, "items": [
        {"reference": "/data/papers/birth_cert", "note_vi": "Chụp lại rõ nét.", "note_en": "Photograph it sharply."}]});
    world.acted(ID, "ask-supplement", 2, &ask).await;
    keep("dossier_supplement_requested", &dossier().await);
    let asked = payload(chain(&phone, ID).await.last().unwrap());
    let mut manifest = phone.prepared(ID).await;
    manifest["supplement"] = json!({"number": 1, "answers_evidence_id": asked["evidence_id"]});
    let answered = phone
        .put(&format!("/v1/dossiers/{ID}/supplements/1"), canonical(&manifest))
        .await;
    assert_eq!(answered.status(), 201);
    phone.events_up_to(6).await;
    for (action, revision) in [("process", 4), ("complete", 5), ("deliver", 6)] {
        world.acted(ID, action, revision, &json!({})).await;
    }
    keep("dossier_result_delivered", &dossier().await);
    keep("evidence", &json!({"evidence": chain(&phone, ID).await}));
    for jws in chain(&phone, ID).await {
        let mut fact = payload(&jws);
        let name = format!(
            "fact_{:02}_{}",
            fact["seq"].as_i64().unwrap(),
            fact["event"].as_str().unwrap()
        );
        // The manifest names the office's question ids and, in the supplement, a random one: its hash differs.
        fact["manifest_sha256"] = json!("0".repeat(64));
        keep(&name, &fact);
    }
    keep(
        "events",
        &phone
            .get_json(&format!("/v1/events?after=7&limit=2&installation={ID}"))
            .await,
    );
    keep("dossiers", &phone.get_json("/v1/dossiers").await);
}

#[tokio::test]
async fn how_the_portal_refuses() {
    let world = World::start().await;
    let phone = Phone::signed_in(&world, KHOI, 1).await;
    let nothing = phone.send(Method::GET, &format!("/v1/dossiers/{ID}")).await;
    keep("problem_not_found", &nothing.json().await.unwrap());
    let mut manifest = phone.prepared(ID).await;
    manifest["files"] = json!([manifest["files"][1].clone()]);
    let invalid = phone.put_dossier(ID, &manifest).await;
    keep("problem_answers_invalid", &invalid.json().await.unwrap());
    let large = format!("{}{}", crate::world::birth_answers(), " ".repeat(MAX_SUBMISSION));
    let too_large = phone
        .put_dossier(ID, &phone.with_answers(&manifest, &large).await)
        .await;
    keep("problem_answers_too_large", &too_large.json().await.unwrap());
    manifest["files"][0]["sha256"] = json!("f".repeat(64));
    let missing = phone.put_dossier(ID, &manifest).await;
    keep("problem_files_missing", &missing.json().await.unwrap());
    let fault =
        json!({"kind": "status", "status": 503, "retry_after": 30, "path_prefix": "/v1/events", "times": 1});
    world
        .http
        .post(world.url("/control/v1/faults"))
        .json(&fault)
        .send()
        .await
        .unwrap();
    keep(
        "problem_unavailable",
        &phone.send(Method::GET, "/v1/events").await.json().await.unwrap(),
    );
}
