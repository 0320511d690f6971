//! `/openapi.json` is the truth for shapes, and it is kept: a change of the interface is a change of the golden file.
//!
//! After a wanted change run the test with `GOLDEN=write` and look at the diff.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::goldens::is_golden;
use crate::world::World;

#[tokio::test]
async fn the_interface_is_the_golden_one() {
    let world = World::start().await;
    let document = world.get_json("/openapi.json").await;
    is_golden("openapi.json", &format!("{document:#}\n"));
}

#[tokio::test]
async fn every_operation_says_what_it_is_and_how_it_refuses() {
    let world = World::start().await;
    let document = world.get_json("/openapi.json").await;
    assert_eq!(document["openapi"], "3.1.0");
    let mut ids = BTreeSet::new();
    for (path, operations) in document["paths"].as_object().unwrap() {
        for (method, operation) in operations.as_object().unwrap() {
            let told = ["summary", "description"]
                .iter()
                .any(|member| operation[member].is_string());
            assert!(told, "{method} {path} has no words");
            let id = operation["operationId"].as_str().unwrap();
            assert!(ids.insert(id), "{id} of {method} {path} is there twice");
            let protected = operation.get("security").is_some();
            assert!(
                !protected || responses(operation).any(|status| status == "401" || status == "404"),
                "{method} {path}"
            );
        }
    }
}

fn responses(operation: &Value) -> impl Iterator<Item = &str> {
    operation["responses"]
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
}
