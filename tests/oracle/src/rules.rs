//! The chosen disagreements with JavaRosa: each by name, with its place in `docs/xforms-differences.md`, and as narrow as it is.

use std::collections::BTreeSet;

use chrono::DateTime;

use crate::compare::{Difference, Verdict, What};
use crate::facts::{Facts, generic};

/// What differs because of a difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Nothing.
    Alone,
    /// What is worked out from the node, as long as it differs.
    Dependents,
    /// From here on the two play different games: the comparison ends with this step.
    Ends,
}

/// A chosen disagreement.
#[derive(Debug)]
pub struct Rule {
    /// Its name: the anchor of its entry in `docs/xforms-differences.md`.
    pub name: &'static str,
    /// What else differs with it.
    pub reach: Reach,
    /// Whether a difference is this one. Rules that JavaRosa's side aligns by itself explain none.
    pub explains: fn(&Difference, &Facts) -> bool,
}

/// A rule that JavaRosa's side follows already.
const fn aligned(name: &'static str) -> Rule {
    Rule {
        name,
        reach: Reach::Alone,
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
        name: "number-exponent",
        reach: Reach::Dependents,
        explains: |found, _| {
            matches!(
                found.what,
                What::Value | What::Label | What::Hint | What::Submission
            ) && without_exponents(&found.theirs).is_some_and(|plain| plain == found.ours)
        },
    },
    Rule {
        name: "decimal-text",
        reach: Reach::Alone,
        explains: |found, facts| {
            matches!(found.what, What::Value | What::Submission)
                && facts.data_type(&found.place) == "decimal"
                && found.theirs.strip_suffix(".0") == Some(&found.ours)
                && is_plain(&found.ours)
        },
    },
    Rule {
        name: "decimals-as-typed",
        reach: Reach::Alone,
        explains: |found, facts| {
            let is_place = facts.data_type(&found.place).starts_with("geo");
            is_place
                && matches!(found.what, What::Value | What::Submission)
                && same_points(&found.ours, &found.theirs)
        },
    },
    Rule {
        name: "infinite-number",
        reach: Reach::Ends,
        explains: |found, facts| {
            let infinite = match facts.data_type(&found.place) {
                "decimal" => matches!(found.theirs.as_str(), "Infinity" | "-Infinity"),
                "int" => matches!(found.theirs.as_str(), "2147483647" | "-2147483648"),
                _ => false,
            };
            found.what == What::Value
                && found.ours.is_empty()
                && infinite
                && !facts.rule(&found.place, "calculate").is_empty()
        },
    },
    Rule {
        name: "once-hidden",
        reach: Reach::Ends,
        explains: |found, facts| {
            found.what == What::Value
                && found.earlier
                && !found.ours.is_empty()
                && facts.rule(&found.place, "calculate").starts_with("once(")
                && facts.may_hide(&found.place)
        },
    },
    Rule {
        name: "near-whole",
        reach: Reach::Dependents,
        explains: |found, facts| {
            let of = |text: &str| text.parse::<f64>().unwrap_or(f64::NAN);
            matches!(found.what, What::Value | What::Submission)
                && facts.data_type(&found.place) != "string"
                && found.ours.contains('.')
                && of(&found.ours) != of(&found.theirs)
                && of(&found.theirs).fract() == 0.0
                && (of(&found.ours) - of(&found.theirs)).abs() < 1e-12
        },
    },
    Rule {
        name: "fresh-ids",
        reach: Reach::Alone,
        explains: |found, facts| {
            let is_id = found.place.ends_with("/instanceID") || facts.rule(&found.place, "preload") == "uid";
            is_id && is_fresh_id(&found.ours) && is_fresh_id(&found.theirs)
        },
    },
    Rule {
        name: "fresh-times",
        reach: Reach::Alone,
        explains: |found, facts| {
            facts.rule(&found.place, "preload") == "timestamp" && same_minute(&found.ours, &found.theirs)
        },
    },
    Rule {
        name: "uid-again",
        reach: Reach::Dependents,
        explains: |found, facts| {
            matches!(found.what, What::Value | What::Submission)
                && facts.rule(&found.place, "preload") == "uid"
                && is_fresh_id(&found.ours)
                && found.theirs.is_empty()
        },
    },
    Rule {
        name: "preload-end",
        reach: Reach::Alone,
        explains: |found, facts| {
            found.what == What::Value
                && facts.rule(&found.place, "preloadParams") == "end"
                && same_minute(&found.ours, &found.ours)
                && found.theirs.is_empty()
        },
    },
    Rule {
        name: "constraint-predicate",
        reach: Reach::Alone,
        explains: |found, facts| {
            found.what == What::Constraint && facts.rule(&found.place, "constraint").contains("[. ")
        },
    },
];

/// A text with every number that has an exponent written without; nothing when there is none in it.
fn without_exponents(text: &str) -> Option<String> {
    let part = |letter: char| letter.is_ascii_digit() || ".E-".contains(letter);
    let mut plain = String::new();
    let (mut rest, mut met) = (text, false);
    while let Some(start) = rest.find(part) {
        let end = rest[start..]
            .find(|letter| !part(letter))
            .map_or(rest.len(), |length| start + length);
        plain.push_str(&rest[..start]);
        match rest[start..end].parse::<f64>() {
            Ok(number) if rest[start..end].contains('E') => {
                plain.push_str(&number.to_string());
                met = true;
            }
            _ => plain.push_str(&rest[start..end]),
        }
        rest = &rest[end..];
    }
    plain.push_str(rest);
    met.then_some(plain)
}

/// The same points, height and accuracy written or not.
fn same_points(ours: &str, theirs: &str) -> bool {
    let point = |text: &str| -> Option<Vec<f64>> {
        let mut numbers: Vec<f64> = text
            .split_whitespace()
            .map(|part| part.parse().ok())
            .collect::<Option<_>>()?;
        numbers.resize(4.max(numbers.len()), 0.0);
        Some(numbers)
    };
    let points = |text: &str| -> Option<Vec<Vec<f64>>> {
        let points = text.split(';').filter(|part| !part.trim().is_empty());
        points.map(point).collect()
    };
    points(ours).is_some_and(|ours| Some(ours) == points(theirs))
}

/// A number as XPath writes it: no sign of decimals without need, no exponent, no zeros before it.
fn is_plain(text: &str) -> bool {
    text.parse::<f64>().is_ok_and(|number| number.to_string() == text)
}

/// Two moments with their zones, at most a minute apart.
fn same_minute(ours: &str, theirs: &str) -> bool {
    let moment = |text: &str| DateTime::parse_from_rfc3339(text).ok();
    let apart = |(one, other): (DateTime<_>, DateTime<_>)| (one - other).num_seconds().abs();
    moment(ours)
        .zip(moment(theirs))
        .is_some_and(|both| apart(both) <= 60)
}

fn is_fresh_id(text: &str) -> bool {
    text.strip_prefix("uuid:").is_some_and(|id| id.len() == 36)
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
                verdict.cut |= rule.reach == Reach::Ends;
                if rule.reach != Reach::Alone && matches!(difference.what, What::Value | What::Submission) {
                    named.insert(generic(&difference.place));
                }
            }
            None => rest.push(difference),
        }
    }
    let follow = facts.dependents(&named);
    rest.retain(|difference| !follow.contains(&generic(&difference.place)));
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

#[cfg(test)]
mod tests {
    use super::*;

    const FORM: &str = r#"<m><bind nodeset="/d/n" type="decimal" calculate="/d/x div 0"/><bind nodeset="/d/i" type="int" calculate="/d/x"/><bind nodeset="/d/t" type="string"/>
        <bind nodeset="/d/start" preload="timestamp" preloadParams="start"/><bind nodeset="/d/end" preload="timestamp" preloadParams="end"/><bind nodeset="/d/uid" preload="uid"/>
        <bind nodeset="/d/p" type="geopoint"/><bind nodeset="/d/typed" type="decimal"/><bind nodeset="/d/g" relevant="/d/x = 1"/><bind nodeset="/d/g/once" type="string" calculate="once(/d/x)"/>
        <bind nodeset="/d/once" type="string" calculate="once(/d/x)"/><bind nodeset="/d/c" constraint="count(/d/row[. != '']) = 1" type="int"/>
        <bind nodeset="/d/r" relevant="/d/row[. != '']" constraint=". &lt; 5" type="int"/></m>"#;
    const NOW: &str = "2026-11-23T12:00:00.000+07:00";
    const ID: &str = "uuid:c0b9c932-e78b-474b-8568-48980113a7ac";
    const OTHER: &str = "uuid:00000000-e78b-474b-8568-48980113a7ac";

    fn explained(place: &str, what: What, ours: &str, theirs: &str) -> Option<&'static str> {
        let found = Difference {
            step: 1,
            place: place.to_owned(),
            what,
            ours: ours.to_owned(),
            theirs: theirs.to_owned(),
            earlier: ours == "before",
        };
        let facts = Facts::of(FORM);
        RULES
            .iter()
            .find(|rule| (rule.explains)(&found, &facts))
            .map(|rule| rule.name)
    }

    /// Place, our side and JavaRosa's.
    type Case = (&'static str, &'static str, &'static str);

    /// Of each rule one difference that it explains, and two near misses.
    const TABLE: &[(&str, What, [Case; 3])] = &[
        (
            "number-exponent",
            What::Value,
            [
                ("/d/n", "431796278.5", "4.317962785E8"),
                ("/d/n", "431796278.4", "4.317962785E8"),
                ("/d/n", "4E8", "400000000.0"),
            ],
        ),
        (
            "number-exponent",
            What::Label,
            [
                ("/d/t", "n: 0.0002", "n: 2.0E-4"),
                ("/d/t", "n: 0.002", "n: 2.0E-4"),
                ("/d/t", "m: 0.0002", "n: 2.0E-4"),
            ],
        ),
        (
            "decimal-text",
            What::Value,
            [("/d/n", "3", "3.0"), ("/d/n", "3", "3.00"), ("/d/i", "3", "3.0")],
        ),
        (
            "decimals-as-typed",
            What::Value,
            [
                ("/d/p", "1.5 2", "1.5 2.0 0.0 0.0"),
                ("/d/p", "1.5 2 1", "1.5 2.0 0.0 0.0"),
                ("/d/t", "1.5 2", "1.5 2.0 0.0 0.0"),
            ],
        ),
        (
            "infinite-number",
            What::Value,
            [
                ("/d/n", "", "Infinity"),
                ("/d/n", "0", "Infinity"),
                ("/d/typed", "", "Infinity"),
            ],
        ),
        (
            "infinite-number",
            What::Value,
            [
                ("/d/i", "", "2147483647"),
                ("/d/i", "", "2147483646"),
                ("/d/t", "", "2147483647"),
            ],
        ),
        (
            "once-hidden",
            What::Value,
            [
                ("/d/g/once", "before", "new"),
                ("/d/g/once", "never", "new"),
                ("/d/once", "before", "new"),
            ],
        ),
        (
            "near-whole",
            What::Value,
            [
                ("/d/n", "0.9999999999999998", "1"),
                ("/d/n", "07", "7"),
                ("/d/t", "0.9999999999999998", "1"),
            ],
        ),
        (
            "near-whole",
            What::Submission,
            [
                ("/d/n", "0.9999999999999998", "1"),
                ("/d/n", "0.99", "1"),
                ("/d/t", "0.9999999999999998", "1"),
            ],
        ),
        (
            "fresh-ids",
            What::Value,
            [
                ("/d/instanceID", ID, OTHER),
                ("/d/instanceID", ID, ""),
                ("/d/t", ID, OTHER),
            ],
        ),
        (
            "fresh-ids",
            What::Submission,
            [
                ("/d/uid", ID, OTHER),
                ("/d/uid", "", OTHER),
                ("/d/start", ID, OTHER),
            ],
        ),
        (
            "uid-again",
            What::Value,
            [("/d/uid", ID, ""), ("/d/uid", "x", ""), ("/d/t", ID, "")],
        ),
        (
            "fresh-times",
            What::Value,
            [
                ("/d/start", NOW, "2026-11-23T12:00:59.999+07:00"),
                ("/d/start", NOW, "2026-11-23T12:01:02.000+07:00"),
                ("/d/t", NOW, "2026-11-23T12:00:59.999+07:00"),
            ],
        ),
        (
            "preload-end",
            What::Value,
            [("/d/end", NOW, ""), ("/d/end", "x", ""), ("/d/start", NOW, "")],
        ),
        (
            "constraint-predicate",
            What::Constraint,
            [
                ("/d/c", "true", "false"),
                ("/d/r", "true", "false"),
                ("/d/i", "true", "false"),
            ],
        ),
    ];

    #[test]
    fn every_rule_explains_its_difference_and_no_near_miss() {
        for (rule, what, [kind, near, nearer]) in TABLE {
            let explained =
                |(place, ours, theirs): &(&str, &str, &str)| explained(place, *what, ours, theirs);
            assert_eq!(explained(kind), Some(*rule), "{kind:?}");
            assert_eq!(explained(near), None, "{rule} {near:?}");
            assert_eq!(explained(nearer), None, "{rule} {nearer:?}");
        }
        let in_table = |name: &str| TABLE.iter().any(|(rule, ..)| *rule == name);
        let aligned = ["choice-filter", "count-drop", "nested-rows", "row-defaults"];
        let missing = RULES
            .iter()
            .filter(|rule| !in_table(rule.name) && !aligned.contains(&rule.name));
        assert_eq!(missing.count(), 0);
    }
}
