//! Which members steps and checks may have: one that nobody reads would be a promise that nobody keeps.

use serde_json::{Map, Value};

/// Of an action, whichever it is.
const ACTION: [&str; 8] = [
    "op",
    "ref",
    "value",
    "inst",
    "from",
    "language",
    "must_fail",
    "peer_message",
];
/// Of a check, beside what it expects.
const CHECK: [&str; 3] = ["expect", "inst", "source"];
/// Of the end.
const END: [&str; 6] = [
    "inst",
    "instance_xml",
    "violations",
    "events",
    "language",
    "languages",
];

/// Members of a step that nobody reads.
pub(super) fn unknown(step: &Value) -> Vec<String> {
    let Some(expect) = step.get("expect") else {
        return others(step, &ACTION);
    };
    let mut found = others(step, &CHECK);
    let kind = expect["kind"].as_str().unwrap_or_default();
    // Facts of a node stand beside its kind, and are looked at one by one.
    if kind != "node" {
        found.extend(others(expect, members_of(kind)));
    }
    found
}

/// Members of `final` that nobody reads.
pub(super) fn unknown_at_end(end: &Value) -> Vec<String> {
    others(end, &END)
}

/// What a check of kind `node` says of its node.
pub(super) fn facts_of_node(expect: &Value) -> Value {
    let facts = expect.as_object().into_iter().flatten();
    let facts = facts.filter(|(name, _)| !matches!(name.as_str(), "kind" | "ref"));
    let facts: Map<String, Value> = facts.map(|(name, value)| (name.clone(), value.clone())).collect();
    facts.into()
}

fn members_of(kind: &str) -> &'static [&'static str] {
    match kind {
        "state" => &["kind", "changed", "removed"],
        "at" => &["kind", "event", "ref"],
        "attribute" => &["kind", "ref", "name", "value"],
        "validation_outcome" => &["kind", "outcome", "ref"],
        "instance_xml" => &["kind", "value"],
        "submission_xml" => &["kind", "value", "status", "violations"],
        _ => &["kind", "ref", "value"],
    }
}

fn others(of: &Value, known: &[&str]) -> Vec<String> {
    let members = of.as_object().into_iter().flatten().map(|(name, _)| name);
    members
        .filter(|name| !known.contains(&name.as_str()))
        .cloned()
        .collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_member_that_nobody_reads_is_told() {
        assert!(unknown(&json!({"op": "answer", "ref": "/a", "value": 1})).is_empty());
        assert_eq!(unknown(&json!({"op": "answer", "reff": "/a"})), ["reff"]);
        assert_eq!(
            unknown(&json!({"expect": {"kind": "at", "value": 1}, "why": 1})),
            ["why", "value"]
        );
        assert_eq!(
            unknown_at_end(&json!({"instance_xml": "", "problems": []})),
            ["problems"]
        );
    }

    #[test]
    fn facts_of_a_node_are_all_but_its_place() {
        let facts = facts_of_node(&json!({"kind": "node", "ref": "/a", "relevant": true}));
        assert_eq!(facts, json!({"relevant": true}));
    }
}
