//! What we do differently on purpose: `differences.json` beside this crate, each entry with its place in
//! `docs/xforms-differences.md`.
//!
//! An entry says which vectors or scenarios it is about, by patterns (regular expressions) over what the material itself says, and
//! how their result may differ. So it also covers material of the same kind that nobody here has seen. An entry must not hide
//! anything else: a listed vector that passes is a fault, and so is one that differs in another way than `got` says.

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
    expression: Option<String>,
    expect: Option<String>,
    got: Option<String>,
}

/// One reason to differ.
struct Difference {
    anchor: String,
    /// Member of the vector or scenario, and what it must look like.
    about: Vec<(&'static str, Regex)>,
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

    /// The anchor of an entry that is about this vector or scenario, whatever its result.
    #[must_use]
    pub fn about(&self, item: &Value) -> Option<&str> {
        let entry = self.0.iter().find(|entry| entry.is_about(item));
        entry.map(|entry| entry.anchor.as_str())
    }

    /// The anchors of the entries that explain every one of these differences; nothing when one is left unexplained.
    #[must_use]
    pub fn explain(&self, item: &Value, differences: &[String]) -> Option<Vec<&str>> {
        let about: Vec<&Difference> = self.0.iter().filter(|entry| entry.is_about(item)).collect();
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
            ("expression", &written.expression),
            ("expect", &written.expect),
        ] {
            if let Some(pattern) = pattern {
                about.push((member, regex(pattern)?));
            }
        }
        if about.is_empty() {
            return Err(fault(
                "say by id, test, expression or expect what it is about".to_owned(),
            ));
        }
        let got = written.got.as_deref().map(regex).transpose()?;
        Ok(Self {
            anchor: written.anchor,
            about,
            got,
        })
    }

    fn is_about(&self, item: &Value) -> bool {
        self.about.iter().all(|(member, pattern)| match &item[*member] {
            Value::String(text) => pattern.is_match(text),
            Value::Null => false,
            other => pattern.is_match(&other.to_string()),
        })
    }

    fn allows(&self, difference: &str) -> bool {
        self.got
            .as_ref()
            .is_none_or(|pattern| pattern.is_match(difference))
    }
}
