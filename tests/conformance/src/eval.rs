//! One XPath vector: a document, a context, an expression, and what comes out of it.
//!
//! A vector names its document, `context` and optionally `root`, `language`, `namespaces`, `default_namespace` and `now`;
//! `expect` has `type` (number, string, boolean, nodeset, string_pattern, string_length, error) and `value`. The type is the
//! conversion asked for, XPath 1.0 §4. Whatever the engine refuses is the result `error`.

use std::collections::HashMap;

use motcua_form::Env;
use motcua_form::xpath::{Document, Evaluated, Evaluation};
use regex_lite::Regex;
use serde_json::{Value, json};

/// What an expression gave, and whether that was expected.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The result in the type that the vector asks for, or `{"error": …}`.
    pub got: Value,
    /// It is what the vector expects.
    pub agrees: bool,
}

/// Evaluates a vector over its document's text.
#[must_use]
pub fn eval(vector: &Value, document: &str, env: &Env) -> Answer {
    let result = evaluate(vector, document, env);
    Answer {
        agrees: agrees(&vector["expect"], &result),
        got: told(&vector["expect"], &result),
    }
}

fn evaluate(vector: &Value, document: &str, env: &Env) -> Result<Evaluated, String> {
    let mut document = Document::parse(document.trim_start(), vector["default_namespace"].as_str())?;
    let how = Evaluation {
        context: vector["context"].as_str().unwrap_or("/"),
        root: vector["root"].as_str(),
        language: vector["language"].as_str(),
        namespaces: &namespaces(vector),
        env,
    };
    document.evaluate(vector["expression"].as_str().unwrap_or_default(), &how)
}

fn namespaces(vector: &Value) -> HashMap<String, String> {
    let own = vector["namespaces"].as_object().into_iter().flatten();
    let own = own.filter_map(|(prefix, uri)| Some((prefix.clone(), uri.as_str()?.to_owned())));
    own.collect()
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
        "string_pattern" => Regex::new(text).is_ok_and(|pattern| pattern.is_match(&actual.text)),
        "nodeset" => same_nodes(expected, actual),
        _ => false,
    }
}

fn number(value: &Value) -> f64 {
    match value {
        Value::String(text) if text == "-0" => -0.0,
        Value::String(text) => text.parse().unwrap_or(f64::NAN),
        other => other.as_f64().unwrap_or(f64::NAN),
    }
}

/// Equal up to the vector's `round_factor`, or to the last bit or two that a sine may differ by.
fn same_number(expected: &Value, actual: f64) -> bool {
    let wanted = number(&expected["value"]);
    let (wanted, actual) = match expected["round_factor"].as_f64() {
        Some(factor) => ((wanted * factor).round(), (actual * factor).round()),
        None => (wanted, actual),
    };
    (wanted.is_nan() && actual.is_nan())
        || wanted == actual
        || (wanted - actual).abs() <= wanted.abs() * 1e-15
}

fn same_nodes(expected: &Value, actual: &Evaluated) -> bool {
    let Some(nodes) = &actual.nodes else { return false };
    let texts = |list: &Value| -> Vec<String> {
        let list = list.as_array().into_iter().flatten();
        list.filter_map(|text| text.as_str().map(str::to_owned)).collect()
    };
    let mut wanted = texts(&expected["value"]);
    let (mut found, strings): (Vec<String>, Vec<String>) = nodes.iter().cloned().unzip();
    let ordered = expected["unordered"].as_bool() != Some(true);
    if !ordered {
        wanted.sort();
        found.sort();
    }
    let same_strings = !ordered || expected["strings"].is_null() || texts(&expected["strings"]) == strings;
    wanted == found && same_strings
}

/// The result in the type that the vector asks for. Numbers that JSON has no word for are texts, as in the vectors.
fn told(expected: &Value, actual: &Result<Evaluated, String>) -> Value {
    let actual = match actual {
        Ok(actual) => actual,
        Err(reason) => return json!({"error": reason}),
    };
    match expected["type"].as_str().unwrap_or_default() {
        "boolean" => actual.boolean.into(),
        "number" => number_told(actual.number),
        "nodeset" => actual.nodes.as_ref().map_or_else(
            || json!({"error": "the result is no node-set"}),
            |nodes| nodes.iter().map(|(path, _)| path.clone()).collect(),
        ),
        "string_length" => actual.text.chars().count().into(),
        _ => actual.text.clone().into(),
    }
}

fn number_told(number: f64) -> Value {
    if number.is_finite() && !(number == 0.0 && number.is_sign_negative()) {
        return number.into();
    }
    match number {
        0.0 => "-0".into(),
        infinite if infinite.is_infinite() && infinite > 0.0 => "Infinity".into(),
        infinite if infinite.is_infinite() => "-Infinity".into(),
        _ => "NaN".into(),
    }
}
