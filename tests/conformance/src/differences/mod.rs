//! What we do differently on purpose: `differences.json` beside this crate, each entry with its place in
//! `docs/xforms-differences.md`.
//!
//! An entry says what it is about by patterns (regular expressions) over what the material itself says: `id`, `test`, `scope`,
//! `expression`, `expect`, or `source`, the text of the document or form. So it also covers material of the same kind that nobody
//! here has seen. `got` says how each difference looks, as the verdict's reason tells it. Where a pattern can't tell, `proof` names
//! what has to hold of the form and of both values (`proof`).
//!
//! An entry must not hide anything else. What differs in another way is a fault. So is what an entry with `must` is about and does as
//! expected: then there is no difference any more. An entry that explains nothing in the recorded material is one too.

mod form;
mod proof;

use regex_lite::Regex;
use serde::Deserialize;
use serde_json::Value;

use self::proof::Proof;

/// Where the differences are explained.
pub const PAGE: &str = "docs/xforms-differences.md";

/// The list as it stands in `differences.json`.
const LISTED: &str = include_str!("../../differences.json");

/// One place where the engine does otherwise than expected.
#[derive(Clone, Debug, PartialEq)]
pub struct Otherwise {
    /// What was looked at, e.g. `/data/a value`.
    pub what: String,
    /// What was expected, and what was found; nothing where words have to do.
    pub values: Option<(Value, Value)>,
}

impl Otherwise {
    /// A difference that only words tell.
    #[must_use]
    pub fn told(what: String) -> Self {
        Self { what, values: None }
    }
}

impl std::fmt::Display for Otherwise {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.what)?;
        match &self.values {
            Some((expected, got)) => write!(f, ": expected {}, got {}", shown(expected), shown(got)),
            None => Ok(()),
        }
    }
}

/// XML as it is, everything else as JSON.
fn shown(value: &Value) -> String {
    match value {
        Value::String(text) if text.starts_with('<') => text.clone(),
        other => other.to_string(),
    }
}

/// Why the list can't be used: its author has to mend it.
#[derive(Debug, thiserror::Error)]
pub enum DifferencesError {
    /// Not JSON of this shape; says where.
    #[error("differences.json: {0}")]
    Json(#[from] serde_json::Error),
    /// A pattern that isn't a regular expression, an unknown proof, or an entry that is about everything.
    #[error("differences.json, entry {anchor}: {problem}")]
    Entry {
        /// The entry's anchor.
        anchor: String,
        /// What is wrong with it.
        problem: String,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    anchor: String,
    id: Option<String>,
    test: Option<String>,
    scope: Option<String>,
    expression: Option<String>,
    expect: Option<String>,
    source: Option<String>,
    got: String,
    proof: Option<String>,
    #[serde(default)]
    must: bool,
}

/// One reason to differ.
struct Difference {
    anchor: String,
    /// Member of the vector or scenario, and what it must look like.
    about: Vec<(&'static str, Regex)>,
    /// What the document or form must look like.
    source: Option<Regex>,
    /// What each difference must look like.
    got: Regex,
    /// What else must hold of it.
    proof: Option<Proof>,
    /// Whatever it is about differs in any case.
    must: bool,
}

/// All listed reasons.
pub struct Differences(Vec<Difference>);

impl Differences {
    /// The project's list.
    ///
    /// # Errors
    /// The list doesn't fit its format: mend the entry that the error names.
    pub fn listed() -> Result<Self, DifferencesError> {
        Self::read(LISTED)
    }

    /// A list in the format of `differences.json`.
    ///
    /// # Errors
    /// The text doesn't fit the format: mend the entry that the error names.
    pub fn read(json: &str) -> Result<Self, DifferencesError> {
        let written: Vec<Written> = serde_json::from_str(json)?;
        let entries: Result<_, _> = written.into_iter().map(Difference::read).collect();
        Ok(Self(entries?))
    }

    /// The anchors of the page that the entries point to, one for each entry.
    pub fn anchors(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|entry| entry.anchor.as_str())
    }

    /// The anchor of the entry of a number.
    #[must_use]
    pub fn anchor(&self, entry: usize) -> &str {
        self.0.get(entry).map_or("", |entry| &entry.anchor)
    }

    /// The anchor of an entry that says that this vector or scenario differs in any case.
    #[must_use]
    pub fn must_differ(&self, item: &Value, source: &str) -> Option<&str> {
        let entry = self
            .0
            .iter()
            .find(|entry| entry.must && entry.is_about(item, source));
        entry.map(|entry| entry.anchor.as_str())
    }

    /// The numbers of the entries that explain every one of these differences, in the list's order; nothing when one is left
    /// unexplained.
    #[must_use]
    pub fn explain(&self, item: &Value, source: &str, differences: &[Otherwise]) -> Option<Vec<usize>> {
        let explains = |difference: &Otherwise| {
            let mut entries = self.0.iter();
            entries.position(|entry| entry.is_about(item, source) && entry.allows(difference, item, source))
        };
        let mut entries: Vec<usize> = differences.iter().map(explains).collect::<Option<_>>()?;
        entries.sort_unstable();
        entries.dedup();
        Some(entries)
    }
}

impl Difference {
    fn read(written: Written) -> Result<Self, DifferencesError> {
        let fault = |problem: String| DifferencesError::Entry {
            anchor: written.anchor.clone(),
            problem,
        };
        let regex = |pattern: &str| Regex::new(pattern).map_err(|error| fault(error.to_string()));
        let mut about = Vec::new();
        for (member, pattern) in [
            ("id", &written.id),
            ("test", &written.test),
            ("scope", &written.scope),
            ("expression", &written.expression),
            ("expect", &written.expect),
        ] {
            if let Some(pattern) = pattern {
                about.push((member, regex(pattern)?));
            }
        }
        let source = written.source.as_deref().map(regex).transpose()?;
        if about.is_empty() && source.is_none() {
            return Err(fault("say by at least one pattern what it is about".to_owned()));
        }
        let named = |name: &str| proof::named(name).ok_or_else(|| fault(format!("there is no proof {name}")));
        Ok(Self {
            got: regex(&written.got)?,
            proof: written.proof.as_deref().map(named).transpose()?,
            must: written.must,
            anchor: written.anchor,
            about,
            source,
        })
    }

    fn is_about(&self, item: &Value, source: &str) -> bool {
        let fits = |(member, pattern): &(&str, Regex)| match &item[*member] {
            Value::String(text) => pattern.is_match(text),
            Value::Null => false,
            other => pattern.is_match(&other.to_string()),
        };
        self.about.iter().all(fits)
            && self
                .source
                .as_ref()
                .is_none_or(|pattern| pattern.is_match(source))
    }

    fn allows(&self, difference: &Otherwise, item: &Value, source: &str) -> bool {
        let holds = |proof: Proof| proof(difference, item, source);
        self.got.is_match(&difference.to_string()) && self.proof.is_none_or(holds)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn listed(json: &str) -> Differences {
        Differences::read(json).unwrap_or_else(|error| panic!("{error}"))
    }

    fn value(expected: &str, got: &str) -> Otherwise {
        Otherwise {
            what: "value".to_owned(),
            values: Some((expected.into(), got.into())),
        }
    }

    #[test]
    fn every_difference_needs_an_entry_that_is_about_it_and_looks_like_it() {
        let list = listed(
            r#"[{"anchor": "sums", "source": "sum\\(", "got": "got \"0\"$"}, {"anchor": "marks", "test": "marks", "got": "^label"}]"#,
        );
        let item = json!({"test": "sums and marks"});
        let differences = [value("", "0"), Otherwise::told("label: e".to_owned())];
        let explain = |source, differences| list.explain(&item, source, differences);
        assert_eq!(explain("sum(/a)", &differences[..]), Some(vec![0, 1]));
        assert_eq!(list.anchor(1), "marks");
        assert_eq!(explain("count(/a)", &differences[..]), None, "another form");
        assert_eq!(explain("sum(/a)", &[value("", "7")]), None, "another result");
    }

    #[test]
    fn only_an_entry_that_says_so_differs_in_any_case() {
        let list = listed(
            r#"[{"anchor": "a", "id": "^x/1$", "got": ".", "must": true}, {"anchor": "b", "id": "^x/2$", "got": "."}]"#,
        );
        assert_eq!(list.must_differ(&json!({"id": "x/1"}), ""), Some("a"));
        assert_eq!(list.must_differ(&json!({"id": "x/2"}), ""), None);
        assert_eq!(list.must_differ(&json!({}), ""), None);
    }

    #[test]
    fn an_entry_about_everything_is_refused() {
        for wrong in [
            r#"[{"anchor": "a", "got": "."}]"#,
            r#"[{"anchor": "a", "id": "(", "got": "."}]"#,
            r#"[{"anchor": "a", "id": "x", "got": ".", "proof": "none such"}]"#,
        ] {
            assert!(
                matches!(Differences::read(wrong), Err(DifferencesError::Entry { .. })),
                "{wrong}"
            );
        }
        assert!(
            Differences::read(r#"[{"anchor": "a", "id": "x"}]"#).is_err(),
            "any result"
        );
        assert!(Differences::read(r#"[{"anchor": "a", "idd": "x", "got": "."}]"#).is_err());
    }
}
