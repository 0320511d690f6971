//! Catalogue, units, forms: what a phone keeps for offline use.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value;

use crate::evidence::{payload, verifies};
use crate::world::{World, form_reference, refused, sha256_hex};

#[tokio::test]
async fn the_catalogue_is_signed_by_the_portal_and_cached_by_its_tag() {
    let world = World::start().await;
    let answer = world.http.get(world.url("/v1/catalogue")).send().await.unwrap();
    let tag = answer.headers()["etag"].clone();
    let signature = answer.headers()["catalogue-signature"]
        .to_str()
        .unwrap()
        .to_owned();
    let body = answer.bytes().await.unwrap();
    let whole = signature.replace("..", &format!(".{}.", URL_SAFE_NO_PAD.encode(&body)));
    let keys = world.get_json("/v1/keys").await;
    let statements = keys["statements"].as_array().unwrap().iter();
    let portal = statements
        .map(|one| payload(one.as_str().unwrap()))
        .find(|one| one["owner"] == "portal")
        .unwrap();
    assert!(verifies(&whole, &portal["jwk"]));
    let catalogue: Value = serde_json::from_slice(&body).unwrap();
    assert_eq!(catalogue["procedures"].as_array().unwrap().len(), 53);
    let again = world
        .http
        .get(world.url("/v1/catalogue"))
        .header("If-None-Match", tag)
        .send()
        .await
        .unwrap();
    assert_eq!(again.status(), 304);
}

#[tokio::test]
async fn a_restart_without_changes_keeps_the_version_and_since_says_nothing_new() {
    let world = World::start().await;
    let first = world.get_json("/v1/catalogue").await;
    let world = world.restart().await;
    assert_eq!(world.get_json("/v1/catalogue").await, first);
    let version = first["version"].as_i64().unwrap();
    let news = world.get_json(&format!("/v1/catalogue?since={version}")).await;
    assert_eq!(
        (
            news["procedures"].as_array().unwrap().len(),
            news["removed"].as_array().unwrap().len()
        ),
        (0, 0)
    );
    let all = world.get_json("/v1/catalogue?since=0").await;
    assert_eq!(all["procedures"].as_array().unwrap().len(), 53);
}

#[tokio::test]
async fn a_form_and_its_lists_are_what_they_say() {
    let world = World::start().await;
    let form = form_reference(&world).await;
    let base = format!("/v1/forms/1.001193/{}", form["version"].as_str().unwrap());
    let manifest = world.get_json(&base).await;
    let files = manifest["media"]
        .as_array()
        .unwrap()
        .iter()
        .chain([&manifest["form"]]);
    for file in files {
        let name = file["name"].as_str().unwrap();
        let answer = world
            .http
            .get(world.url(&format!("{base}/files/{name}")))
            .send()
            .await
            .unwrap();
        assert_eq!(
            answer.headers()["etag"],
            format!("\"{}\"", file["sha256"].as_str().unwrap())
        );
        assert!(
            answer.headers()["cache-control"]
                .to_str()
                .unwrap()
                .contains("immutable")
        );
        let bytes = answer.bytes().await.unwrap();
        assert_eq!(file["sha256"], sha256_hex(&bytes));
        assert_eq!(file["size"], bytes.len());
    }
    assert_eq!(manifest["form"]["sha256"], form["sha256"]);
    let unknown = world
        .http
        .get(world.url("/v1/forms/1.001193/1999010101"))
        .send()
        .await
        .unwrap();
    assert_eq!(refused(unknown, 404).await, "NOT_FOUND");
    let none = world
        .http
        .get(world.url("/v1/forms/2.000815/1999010101"))
        .send()
        .await
        .unwrap();
    assert_eq!(refused(none, 404).await, "PROCEDURE_UNKNOWN");
}

#[tokio::test]
async fn every_ward_has_its_own_office() {
    let world = World::start().await;
    let units = world.get_json("/v1/units").await;
    let wards = units["wards"].as_array().unwrap();
    let codes: std::collections::BTreeSet<&str> = wards
        .iter()
        .map(|ward| ward["agency_code"].as_str().unwrap())
        .collect();
    assert_eq!((wards.len(), codes.len()), (3_321, 3_321));
    assert_eq!(units["provinces"].as_array().unwrap().len(), 34);
}

#[tokio::test]
async fn nothing_here_and_wrong_methods_are_problems_too() {
    let world = World::start().await;
    let nothing = world.http.get(world.url("/v1/nothing")).send().await.unwrap();
    assert_eq!(refused(nothing, 404).await, "NOT_FOUND");
    let method = world
        .http
        .delete(world.url("/v1/catalogue"))
        .send()
        .await
        .unwrap();
    assert_eq!(refused(method, 405).await, "METHOD_NOT_ALLOWED");
    let query = world
        .http
        .get(world.url("/v1/catalogue?since=x"))
        .send()
        .await
        .unwrap();
    assert_eq!(refused(query, 400).await, "REQUEST_INVALID");
}
