//! A player that finds nothing would let everything pass: each expectation of our own material is made wrong, within its type and one at a
//! time, and has to be found.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use motcua_conformance::{Differences, Material, Outcome};
use serde_json::{Value, json};

fn files(folder: &str) -> Vec<Value> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let entries = fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let read = |entry: std::io::Result<fs::DirEntry>| {
        let text = fs::read_to_string(entry.expect("a file").path()).expect("a file of the project");
        serde_json::from_str(&text).expect("valid JSON")
    };
    entries.map(read).collect()
}

/// A file with one vector or scenario in it, run.
fn outcome(file: &Value, list: &str, item: Value) -> Outcome {
    let mut alone = file.clone();
    alone[list] = json!([item]);
    let material = Material::read(&alone.to_string()).expect("still the format");
    let none = Differences::read("[]").expect("an empty list");
    let verdict = material.run(&material.items()[0], &none).expect("a time");
    verdict.outcome
}

/// Another value of the same type.
fn another(value: &Value) -> Value {
    match value {
        Value::Null => json!("required"),
        Value::Bool(on) => json!(!on),
        Value::Number(number) => json!(number.as_f64().unwrap_or_default() + 1.0),
        Value::String(xml) if xml.starts_with('<') => another_xml(xml).into(),
        Value::String(text) => another_text(text).into(),
        Value::Array(list) if list.is_empty() => json!([{"ref": "/planted", "condition": "required"}]),
        Value::Array(list) => list[1..].to_vec().into(),
        Value::Object(_) => json!({}),
    }
}

/// Words that stand for themselves get another one, everything else a letter more.
fn another_text(text: &str) -> String {
    match text {
        "ANSWER_OK" => "ANSWER_REQUIRED_BUT_EMPTY".to_owned(),
        word if word.starts_with("ANSWER_") => "ANSWER_OK".to_owned(),
        "required" => "constraint".to_owned(),
        "constraint" => "required".to_owned(),
        other => format!("{other}x"),
    }
}

/// One more element at the end.
fn another_xml(xml: &str) -> String {
    match xml.rfind("</") {
        Some(at) => format!("{}<planted/>{}", &xml[..at], &xml[at..]),
        None => xml.replacen("/>", " planted='1'/>", 1),
    }
}

/// What a vector expects, made wrong in its type.
fn wrong_result(expect: &Value) -> Value {
    let value = &expect["value"];
    let mut wrong = expect.clone();
    match expect["type"].as_str() {
        Some("error") => return json!({"type": "string", "value": "planted"}),
        Some("string_pattern") => wrong["value"] = json!("^planted$"),
        Some("number") if value.is_string() => wrong["value"] = json!(5),
        // Farther away than what the vector itself rounds off.
        Some("number") => {
            let factor = expect["round_factor"].as_f64().unwrap_or(1.0).min(1.0);
            wrong["value"] = json!(value.as_f64().unwrap_or_default() + 2.0 / factor);
        }
        Some("nodeset") if value == &json!([]) => wrong["value"] = json!(["/*[99]"]),
        _ => wrong["value"] = another(value),
    }
    wrong
}

#[test]
fn every_wrong_result_of_a_vector_is_found() {
    let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
    for file in files("vectors") {
        for vector in file["vectors"].as_array().expect("vectors") {
            let mut planted = vector.clone();
            planted["expect"] = wrong_result(&vector["expect"]);
            let expects = vector["expect"].to_string();
            assert_eq!(
                outcome(&file, "vectors", planted),
                Outcome::Fail,
                "{}: not {expects}",
                vector["id"]
            );
            *kinds
                .entry(vector["expect"]["type"].as_str().unwrap_or_default().to_owned())
                .or_default() += 1;
        }
    }
    let kinds: Vec<&str> = kinds.keys().map(String::as_str).collect();
    assert_eq!(
        kinds,
        [
            "boolean",
            "error",
            "nodeset",
            "number",
            "string",
            "string_length",
            "string_pattern"
        ]
    );
}

/// Each way of making a scenario wrong: what was made wrong, and the scenario.
fn wrong_scenarios(scenario: &Value) -> Vec<(String, Value)> {
    let mut all = Vec::new();
    let steps = scenario["steps"].as_array().expect("steps");
    let loads = steps[0]["must_fail"] != true;
    for (at, step) in steps.iter().enumerate() {
        let mut plant = |what: String, wrong: Value| {
            let mut planted = scenario.clone();
            planted["steps"][at] = wrong;
            all.push((what, planted));
        };
        if step["expect"].is_object() {
            for (what, expect) in wrong_checks(&step["expect"]) {
                let mut wrong = step.clone();
                wrong["expect"] = expect;
                plant(what, wrong);
            }
        } else if at > 0 || !loads {
            let mut wrong = step.clone();
            wrong["must_fail"] = json!(step["must_fail"] != true);
            plant(format!("op {}", step["op"]), wrong);
        }
    }
    for (member, value) in scenario["final"]
        .as_object()
        .into_iter()
        .flatten()
        .filter(|(name, _)| *name != "inst")
    {
        let mut planted = scenario.clone();
        planted["final"][member] = another(value);
        all.push((format!("final {member}"), planted));
    }
    all
}

/// Each way of making a check wrong.
fn wrong_checks(expect: &Value) -> Vec<(String, Value)> {
    let kind = expect["kind"].as_str().unwrap_or_default();
    let mut all = Vec::new();
    for (member, value) in expect.as_object().into_iter().flatten() {
        let looked_for = matches!(member.as_str(), "kind" | "name")
            || (member == "ref" && !matches!(kind, "at" | "validation_outcome"));
        match member.as_str() {
            "changed" => {
                for (place, fact, value) in facts(value) {
                    let mut wrong = expect.clone();
                    wrong["changed"][place][fact] = another(value);
                    all.push((format!("state {fact}"), wrong));
                }
            }
            "removed" => {
                let mut wrong = expect.clone();
                wrong["removed"] = json!(["/data"]);
                all.push(("state removed".to_owned(), wrong));
            }
            _ if looked_for => {}
            _ => {
                let mut wrong = expect.clone();
                wrong[member] = another(value);
                all.push((format!("{kind} {member}"), wrong));
            }
        }
    }
    all
}

fn facts(changed: &Value) -> impl Iterator<Item = (&str, &str, &Value)> {
    let places = changed.as_object().into_iter().flatten();
    places.flat_map(|(place, facts)| {
        let facts = facts.as_object().into_iter().flatten();
        facts.map(|(fact, value)| (place.as_str(), fact.as_str(), value))
    })
}

/// Kinds of checks and the facts of each: what the format has, all of it made wrong somewhere.
const KINDS: &[&str] = &[
    "at event",
    "at ref",
    "attribute value",
    "can_add_repeat value",
    "choice_labels value",
    "choices value",
    "final events",
    "final instance_xml",
    "final language",
    "final languages",
    "final violations",
    "hint value",
    "instance_xml value",
    "label value",
    "navigable value",
    "node label",
    "node readonly",
    "node relevant",
    "node required",
    "node violation",
    "op \"add_repeat\"",
    "op \"answer\"",
    "op \"load\"",
    "op \"remove_repeat\"",
    "repeat_count value",
    "selected_labels value",
    "state choices",
    "state count",
    "state label",
    "state readonly",
    "state relevant",
    "state removed",
    "state required",
    "state selectType",
    "state type",
    "state value",
    "state valueType",
    "state violation",
    "state violationMessage",
    "submission_xml status",
    "submission_xml value",
    "submission_xml violations",
    "validation_outcome outcome",
    "validation_outcome ref",
    "value value",
];

#[test]
fn every_wrong_check_of_a_scenario_is_found() {
    let mut planted: BTreeMap<String, usize> = BTreeMap::new();
    for file in files("scenarios") {
        for scenario in file["scenarios"].as_array().expect("scenarios") {
            for (what, wrong) in wrong_scenarios(scenario) {
                let found = outcome(&file, "scenarios", wrong) == Outcome::Fail;
                assert!(found, "{}: {what} made wrong isn't found", scenario["id"]);
                *planted.entry(what).or_default() += 1;
            }
        }
    }
    let missing: Vec<&&str> = KINDS
        .iter()
        .filter(|kind| !planted.contains_key(**kind))
        .collect();
    assert!(
        missing.is_empty(),
        "nothing in our own scenarios checks {missing:?}"
    );
}

#[test]
fn what_nobody_reads_is_told() {
    let files = files("scenarios");
    let file = &files[0];
    let scenario = &file["scenarios"][0];
    for (pointer, value) in [
        ("/steps/0/why", json!(1)),
        ("/final/problems", json!([])),
        ("/final/inst", json!(0)),
    ] {
        let mut planted = scenario.clone();
        let (around, member) = pointer.rsplit_once('/').expect("a pointer");
        if around == "/final" && !planted["final"].is_object() {
            planted["final"] = json!({});
        }
        planted.pointer_mut(around).expect("is there")[member] = value;
        let expected = if member == "inst" {
            Outcome::Pass
        } else {
            Outcome::Fail
        };
        assert_eq!(outcome(file, "scenarios", planted), expected, "{pointer}");
    }
}
