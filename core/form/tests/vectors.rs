//! Runs recorded XPath vectors in place: `MOTCUA_VECTORS` names a folder with `xpath_vectors.json`. The files are others' and are never
//! copied here; without the variable the test says so and proves nothing. `MOTCUA_VECTORS_SHOW=1` lists each difference.

use std::collections::{BTreeMap, HashMap};

use chrono::DateTime;
use motcua_form::Env;
use motcua_form::xpath::{Document, Evaluated, Evaluation};
use serde_json::Value;

/// Vectors whose recorded result we don't follow, each with the reason.
fn kept_difference(vector: &Value) -> Option<&'static str> {
    let expression = vector["expression"].as_str().unwrap_or_default();
    match expression {
        "date('nonsense')" | "date(number('invalid'))" => {
            Some("a bad date reads as empty, never as the text 'Invalid Date'")
        }
        _ => None,
    }
}

fn env() -> Env {
    Env {
        now: DateTime::parse_from_rfc3339("2025-11-22T10:20:30.456-07:00").expect("a valid time"),
        random: [7; 32],
    }
}

fn number(value: &Value) -> f64 {
    match value {
        Value::String(text) if text == "-0" => -0.0,
        Value::String(text) => text.parse().unwrap_or(f64::NAN),
        other => other.as_f64().unwrap_or(f64::NAN),
    }
}

fn same_number(expected: &Value, actual: f64) -> bool {
    let wanted = number(&expected["value"]);
    let factor = expected["round_factor"].as_f64();
    let (wanted, actual) = match factor {
        Some(factor) => ((wanted * factor).round(), (actual * factor).round()),
        None => (wanted, actual),
    };
    (wanted.is_nan() && actual.is_nan())
        || wanted == actual
        || (wanted - actual).abs() <= wanted.abs() * 1e-15
}

fn same_nodes(expected: &Value, actual: &Evaluated) -> bool {
    let Some(nodes) = &actual.nodes else { return false };
    let paths = |list: &Value| -> Vec<String> {
        list.as_array()
            .into_iter()
            .flatten()
            .filter_map(|path| path.as_str().map(str::to_owned))
            .collect()
    };
    let (mut wanted, mut found) = (
        paths(&expected["value"]),
        nodes.iter().map(|(path, _)| path.clone()).collect::<Vec<_>>(),
    );
    if expected["unordered"].as_bool() == Some(true) {
        wanted.sort();
        found.sort();
    }
    wanted == found
}

fn agrees(expected: &Value, actual: &Result<Evaluated, String>) -> bool {
    let kind = expected["type"].as_str().unwrap_or_default();
    let Ok(actual) = actual else {
        return kind == "error";
    };
    let text = expected["value"].as_str().unwrap_or_default();
    match kind {
        "boolean" => expected["value"].as_bool() == Some(actual.boolean),
        "number" => same_number(expected, actual.number),
        "string" => text == actual.text,
        "string_length" => expected["value"].as_u64() == Some(actual.text.chars().count() as u64),
        "string_pattern" => regex_lite::Regex::new(text).is_ok_and(|pattern| pattern.is_match(&actual.text)),
        "nodeset" => same_nodes(expected, actual),
        _ => false,
    }
}

fn run(vector: &Value, documents: &Value) -> Result<Evaluated, String> {
    let xml = documents[vector["document"].as_str().unwrap_or_default()]
        .as_str()
        .unwrap_or_default();
    let mut document = Document::parse(xml.trim_start(), vector["default_namespace"].as_str())?;
    let namespaces: HashMap<String, String> = vector["namespaces"]
        .as_object()
        .into_iter()
        .flatten()
        .filter_map(|(prefix, uri)| Some((prefix.clone(), uri.as_str()?.to_owned())))
        .collect();
    let how = Evaluation {
        context: vector["context"].as_str().unwrap_or("/"),
        root: vector["root"].as_str(),
        language: vector["language"].as_str(),
        namespaces: &namespaces,
        env: &env(),
    };
    document.evaluate(vector["expression"].as_str().unwrap_or_default(), &how)
}

#[test]
fn recorded_xpath_vectors() {
    let Some(folder) = std::env::var_os("MOTCUA_VECTORS") else {
        println!("SKIPPED: MOTCUA_VECTORS names no folder with xpath_vectors.json, nothing was proven");
        return;
    };
    let text = std::fs::read_to_string(std::path::Path::new(&folder).join("xpath_vectors.json"))
        .expect("the vectors");
    let file: Value = serde_json::from_str(&text).expect("valid JSON");
    let show = std::env::var_os("MOTCUA_VECTORS_SHOW").is_some();
    let mut counts: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    let (mut passed, mut total, mut kept) = (0, 0, 0);
    for vector in file["vectors"].as_array().expect("a list") {
        let scope = vector["scope"].as_str().unwrap_or_default();
        let actual = run(vector, &file["documents"]);
        let good = agrees(&vector["expect"], &actual);
        let group = counts
            .entry(format!(
                "{scope:9} {}",
                vector["group"].as_str().unwrap_or_default()
            ))
            .or_default();
        group.1 += 1;
        group.0 += usize::from(good);
        if scope == "in" {
            total += 1;
            passed += usize::from(good);
            kept += usize::from(!good && kept_difference(vector).is_some());
        }
        if show && !good && scope != "out" {
            println!(
                "{} {} ctx {} expected {} got {actual:?}",
                vector["id"], vector["expression"], vector["context"], vector["expect"]
            );
        }
    }
    for (group, (passed, total)) in &counts {
        println!("{group:50} {passed}/{total}");
    }
    println!("scope in: {passed} of {total} agree, {kept} kept differences");
    assert!((passed + kept) * 1000 >= total * 995, "{passed} of {total}");
}
