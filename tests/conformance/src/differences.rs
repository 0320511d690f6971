//! What we do differently on purpose: `differences.json` beside this crate, each entry with its place in
//! `docs/xforms-differences.md`.
//!
//! An entry says what it is about by patterns (regular expressions) over what the material itself says: `id`, `test`, `scope`,
//! `expression`, `expect`, or `source`, the text of the document or form. So it also covers material of the same kind that nobody
//! here has seen. `got` says how each difference looks, as the verdict's reason tells it.
//!
//! An entry must not hide anything else. What differs in another way than `got` says is a fault. So is what an entry without
//! `got` is about and does as expected: then there is no difference any more.

use regex_lite::Regex;
use serde::Deserialize;
use serde_json::Value;

/// Where the differences are explained.
pub const PAGE: &str = "docs/xforms-differences.md";

/// The list as it stands in `differences.json`.
const LISTED: &str = include_str!("../differences.json");

/// Why the list can't be used: its author has to mend it.
#[derive(Debug, thiserror::Error)]
pub enum DifferencesError {
    /// Not JSON of this shape; says where.
    #[error("differences.json: {0}")]
    Json(#[from] serde_json::Error),
    /// A pattern that isn't a regular expression, or an entry that is about everything.
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
    got: Option<String>,
}

/// One reason to differ.
struct Difference {
    anchor: String,
    /// Member of the vector or scenario, and what it must look like.
    about: Vec<(&'static str, Regex)>,
    /// What the document or form must look like.
    source: Option<Regex>,
    /// What each difference must look like.
    got: Option<Regex>,
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

    /// The anchors of the page that the entries point to.
    pub fn anchors(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|entry| entry.anchor.as_str())
    }

    /// The anchor of an entry that says that this vector or scenario differs in any case.
    #[must_use]
    pub fn must_differ(&self, item: &Value, source: &str) -> Option<&str> {
        let entry = self
            .0
            .iter()
            .find(|entry| entry.got.is_none() && entry.is_about(item, source));
        entry.map(|entry| entry.anchor.as_str())
    }

    /// The anchors of the entries that explain every one of these differences; nothing when one is left unexplained.
    #[must_use]
    pub fn explain(&self, item: &Value, source: &str, differences: &[String]) -> Option<Vec<&str>> {
        let about: Vec<&Difference> = self
            .0
            .iter()
            .filter(|entry| entry.is_about(item, source))
            .collect();
        let mut anchors = Vec::new();
        for difference in differences {
            let entry = about.iter().find(|entry| entry.allows(difference))?;
            if !anchors.contains(&entry.anchor.as_str()) {
                anchors.push(&entry.anchor);
            }
        }
        Some(anchors)
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
        let got = written.got.as_deref().map(regex).transpose()?;
        Ok(Self {
            anchor: written.anchor,
            about,
            source,
            got,
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

    fn allows(&self, difference: &str) -> bool {
        self.got
            .as_ref()
            .is_none_or(|pattern| pattern.is_match(difference))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn listed(json: &str) -> Differences {
        Differences::read(json).unwrap_or_else(|error| panic!("{error}"))
    }

    #[test]
    fn every_difference_needs_an_entry_that_is_about_it_and_looks_like_it() {
        let list = listed(
            r#"[{"anchor": "sums", "source": "sum\\(", "got": "got \"0\"$"}, {"anchor": "marks", "test": "marks", "got": "^label"}]"#,
        );
        let item = json!({"test": "sums and marks"});
        let differences = [
            "value: expected \"\", got \"0\"".to_owned(),
            "label: e".to_owned(),
        ];
        let explain = |source, differences| list.explain(&item, source, differences);
        assert_eq!(explain("sum(/a)", &differences[..]), Some(vec!["sums", "marks"]));
        assert_eq!(explain("count(/a)", &differences[..]), None, "another form");
        assert_eq!(
            explain("sum(/a)", &["value: got \"7\"".to_owned()]),
            None,
            "another result"
        );
    }

    #[test]
    fn only_an_entry_that_names_no_result_says_that_it_differs_in_any_case() {
        let list = listed(r#"[{"anchor": "a", "id": "^x/1$"}, {"anchor": "b", "id": "^x/2$", "got": "."}]"#);
        assert_eq!(list.must_differ(&json!({"id": "x/1"}), ""), Some("a"));
        assert_eq!(list.must_differ(&json!({"id": "x/2"}), ""), None);
        assert_eq!(list.must_differ(&json!({}), ""), None);
    }

    #[test]
    fn an_entry_about_everything_is_refused() {
        for wrong in [
            r#"[{"anchor": "a", "got": "."}]"#,
            r#"[{"anchor": "a", "id": "("}]"#,
        ] {
            assert!(
                matches!(Differences::read(wrong), Err(DifferencesError::Entry { .. })),
                "{wrong}"
            );
        }
        assert!(Differences::read(r#"[{"anchor": "a", "idd": "x"}]"#).is_err());
    }
}
