//! The chosen disagreements with JavaRosa: each by name, with its place in `docs/xforms-differences.md`, and as narrow as it is.

use std::collections::BTreeSet;

use crate::compare::{Difference, Verdict, What};
use crate::facts::{Facts, generic};

/// A chosen disagreement.
#[derive(Debug)]
pub struct Rule {
    /// Its name: the anchor of its entry in `docs/xforms-differences.md`.
    pub name: &'static str,
    /// What is worked out from the node differs too: the comparison ends with this step.
    pub spreads: bool,
    /// Whether a difference is this one. Rules that JavaRosa's side aligns by itself explain none.
    pub explains: fn(&Difference, &Facts) -> bool,
}

/// A rule that JavaRosa's side follows already.
const fn aligned(name: &'static str) -> Rule {
    Rule {
        name,
        spreads: false,
        explains: |_, _| false,
    }
}

/// All of them.
pub const RULES: &[Rule] = &[
    aligned("choice-filter"),
    aligned("count-drop"),
    aligned("nested-rows"),
    aligned("row-defaults"),
    Rule {
        name: "decimal-text",
        spreads: false,
        explains: |found, facts| {
            matches!(found.what, What::Value | What::Submission)
                && is_decimal(found, facts)
                && same_number(&found.ours, &found.theirs)
        },
    },
    Rule {
        name: "number-exponent",
        spreads: true,
        explains: |found, _| {
            found.what == What::Value && found.theirs.contains('E') && same_number(&found.ours, &found.theirs)
        },
    },
    Rule {
        name: "infinite-number",
        spreads: true,
        explains: |found, facts| {
            let infinite = match facts.data_type(&found.place) {
                "decimal" => found.theirs.ends_with("Infinity"),
                "int" => matches!(found.theirs.as_str(), "2147483647" | "-2147483648"),
                _ => false,
            };
            found.what == What::Value && found.ours.is_empty() && infinite
        },
    },
    Rule {
        name: "once-hidden",
        spreads: true,
        explains: |found, facts| {
            let kept = found.what == What::Value && !found.ours.is_empty();
            kept && facts.expressions(&found.place).contains("once(")
        },
    },
    Rule {
        name: "near-whole",
        spreads: true,
        explains: |found, _| {
            let of = |text: &str| text.parse::<f64>().unwrap_or(f64::NAN);
            found.what == What::Value
                && of(&found.theirs).fract() == 0.0
                && (of(&found.ours) - of(&found.theirs)).abs() < 1e-12
        },
    },
    Rule {
        name: "fresh-ids",
        spreads: false,
        explains: |found, _| {
            found.place.ends_with("/instanceID") && is_fresh_id(&found.ours) && is_fresh_id(&found.theirs)
        },
    },
    Rule {
        name: "round-half",
        spreads: true,
        explains: |found, facts| {
            let of = |text: &str| text.parse::<f64>().unwrap_or(f64::NAN);
            let apart = of(&found.theirs) - of(&found.ours);
            found.what == What::Value
                && facts.expressions(&found.place).contains("round(")
                && [1.0, 0.1, 0.01].iter().any(|place| (apart - place).abs() < 1e-9)
        },
    },
    Rule {
        name: "area-sphere",
        spreads: true,
        explains: |found, facts| {
            let spoken = facts.expressions(&found.place);
            let of = |text: &str| text.parse::<f64>().unwrap_or(f64::NAN);
            let (ours, theirs) = (of(&found.ours), of(&found.theirs));
            found.what == What::Value
                && (spoken.contains("area(") || spoken.contains("distance("))
                && (ours - theirs).abs() < theirs.abs() / 1000.0
        },
    },
    Rule {
        name: "constraint-predicate",
        spreads: false,
        explains: |found, facts| {
            found.what == What::Constraint && facts.expressions(&found.place).contains("[. ")
        },
    },
];

fn is_fresh_id(text: &str) -> bool {
    text.strip_prefix("uuid:").is_some_and(|id| id.len() == 36)
}

fn is_decimal(found: &Difference, facts: &Facts) -> bool {
    facts.data_type(&found.place) == "decimal"
}

fn same_number(ours: &str, theirs: &str) -> bool {
    let number = |text: &str| text.parse::<f64>().ok();
    number(ours).is_some() && number(ours) == number(theirs)
}

/// The rule of a name that JavaRosa's side told.
///
/// # Panics
/// There is none: the two sides of this test don't fit.
#[must_use]
pub fn named(name: &str) -> &'static Rule {
    RULES
        .iter()
        .find(|rule| rule.name == name)
        .unwrap_or_else(|| panic!("no rule is called {name}"))
}

/// Judges the differences of one step; true when the comparison ends here.
pub fn judge(found: Vec<Difference>, facts: &Facts, verdict: &mut Verdict) -> bool {
    if found.is_empty() {
        return false;
    }
    let mut named = BTreeSet::new();
    let mut rest = Vec::new();
    for difference in found {
        match RULES.iter().find(|rule| (rule.explains)(&difference, facts)) {
            Some(rule) => {
                *verdict.explained.entry(rule.name).or_default() += 1;
                if rule.spreads {
                    named.insert(generic(&difference.place));
                }
            }
            None => rest.push(difference),
        }
    }
    let follow = facts.dependents(&named);
    rest.retain(|difference| !follow.contains(&generic(&difference.place)));
    verdict.cut = !named.is_empty();
    verdict.findings = rest;
    verdict.cut || !verdict.findings.is_empty()
}

/// Judges what a verdict found before anything was played.
#[must_use]
pub fn judge_all(mut verdict: Verdict, facts: &Facts) -> Verdict {
    let found = std::mem::take(&mut verdict.findings);
    judge(found, facts, &mut verdict);
    verdict
}
