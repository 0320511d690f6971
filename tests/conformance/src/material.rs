//! A whole file of vectors or scenarios, judged one by one.
//!
//! `{meta, documents, vectors}` or `{meta, forms, scenarios}`; which of the two a file is, its members say. `meta.now` is the
//! time of everything in it that has no `now` of its own. Material whose scope is `out` is skipped with its own reason.

use chrono::{DateTime, FixedOffset};
use motcua_form::Env;
use serde_json::Value;

use crate::differences::{Differences, PAGE};
use crate::verdict::{Outcome, Verdict};
use crate::{eval, play};

/// The time of material that names none: the one that ODK's suites are recorded with.
const USUAL_NOW: &str = "2025-11-22T10:20:30.456-07:00";

/// Why a file can't be run.
#[derive(Debug, thiserror::Error)]
pub enum MaterialError {
    /// Not JSON; says where.
    #[error("not JSON: {0}")]
    Json(#[from] serde_json::Error),
    /// Neither vectors nor scenarios.
    #[error("neither `vectors` with `documents` nor `scenarios` with `forms` is in it")]
    Neither,
    /// A time that isn't RFC 3339.
    #[error("`now` is no time of RFC 3339: {0}")]
    Now(String),
}

/// Which of the two formats.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// XPath vectors.
    Vectors,
    /// Form scenarios.
    Scenarios,
}

/// A file of vectors or scenarios.
pub struct Material {
    kind: Kind,
    file: Value,
    now: DateTime<FixedOffset>,
}

impl Material {
    /// Reads a file.
    ///
    /// # Errors
    /// The text isn't in one of the formats; the message says what is missing.
    pub fn read(json: &str) -> Result<Self, MaterialError> {
        let file: Value = serde_json::from_str(json)?;
        let kind = if file["vectors"].is_array() && file["documents"].is_object() {
            Kind::Vectors
        } else if file["scenarios"].is_array() && file["forms"].is_object() {
            Kind::Scenarios
        } else {
            return Err(MaterialError::Neither);
        };
        let now = time(file["meta"]["now"].as_str().unwrap_or(USUAL_NOW))?;
        Ok(Self { kind, file, now })
    }

    /// Which of the two formats it is in.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// The vectors or scenarios as they stand in the file.
    #[must_use]
    pub fn items(&self) -> &[Value] {
        let list = match self.kind {
            Kind::Vectors => &self.file["vectors"],
            Kind::Scenarios => &self.file["scenarios"],
        };
        list.as_array().map_or(&[], Vec::as_slice)
    }

    /// Runs one of [`Material::items`].
    ///
    /// # Errors
    /// Its `now` isn't a time.
    pub fn run(&self, item: &Value, differences: &Differences) -> Result<Verdict, MaterialError> {
        let text = |member: &str| item[member].as_str().unwrap_or_default().to_owned();
        let mut verdict = Verdict {
            id: text("id"),
            group: text("group"),
            scope: text("scope"),
            section: item["section"].as_str().map(str::to_owned),
            outcome: Outcome::Skipped,
            reason: None,
            got: Value::Null,
        };
        if verdict.scope == "out" {
            let reason = item["scope_reason"].as_str().unwrap_or("out of scope");
            verdict.reason = Some(reason.to_owned());
            return Ok(verdict);
        }
        let found = self.differences_of(item, &mut verdict.got)?;
        (verdict.outcome, verdict.reason) = judge(item, self.source(item), &found, differences);
        Ok(verdict)
    }

    /// What the engine does otherwise, in words; nothing where it does as expected.
    fn differences_of(&self, item: &Value, got: &mut Value) -> Result<Vec<String>, MaterialError> {
        let env = self.env(item)?;
        if self.kind == Kind::Scenarios {
            let found = play::play(item, self.source(item), &env);
            *got = found.clone().into();
            return Ok(found);
        }
        let answer = eval::eval(item, self.source(item), &env);
        *got = answer.got;
        if answer.agrees {
            return Ok(Vec::new());
        }
        Ok(vec![format!("expected {}, got {got}", item["expect"])])
    }

    /// The text of an item's document or form; empty when the file doesn't have it.
    fn source(&self, item: &Value) -> &str {
        let (list, member) = match self.kind {
            Kind::Vectors => ("documents", "document"),
            Kind::Scenarios => ("forms", "form"),
        };
        let id = item[member].as_str().unwrap_or_default();
        self.file[list][id].as_str().unwrap_or_default()
    }

    fn env(&self, item: &Value) -> Result<Env, MaterialError> {
        let now = item["now"].as_str().map_or(Ok(self.now), time)?;
        Ok(Env { now, random: [7; 32] })
    }
}

fn time(text: &str) -> Result<DateTime<FixedOffset>, MaterialError> {
    DateTime::parse_from_rfc3339(text).map_err(|_| MaterialError::Now(text.to_owned()))
}

fn judge(
    item: &Value,
    source: &str,
    found: &[String],
    differences: &Differences,
) -> (Outcome, Option<String>) {
    if found.is_empty() {
        return match differences.must_differ(item, source) {
            None => (Outcome::Pass, None),
            Some(anchor) => {
                let reason = format!("does as expected, and is listed as different: {PAGE}#{anchor}");
                (Outcome::Fail, Some(reason))
            }
        };
    }
    match differences.explain(item, source, found) {
        Some(anchors) => {
            let places: Vec<String> = anchors.iter().map(|anchor| format!("{PAGE}#{anchor}")).collect();
            (Outcome::Differs, Some(places.join(", ")))
        }
        None => (Outcome::Fail, Some(found.join("; "))),
    }
}
