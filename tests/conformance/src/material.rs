//! A whole file of vectors or scenarios, judged one by one.
//!
//! `{meta, documents, vectors}` or `{meta, forms, scenarios}`; which of the two a file is, its members say. `meta.now` is the
//! time of everything in it that has no `now` of its own. Material whose scope is `out` is skipped with its own reason.

use chrono::{DateTime, FixedOffset};
use motcua_form::Env;
use serde_json::Value;

use crate::differences::{Differences, Otherwise};
use crate::eval;
use crate::play::{self, Played};
use crate::verdict::{Outcome, Verdict};

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
            entries: Vec::new(),
        };
        if verdict.scope == "out" {
            let reason = item["scope_reason"].as_str().unwrap_or("out of scope");
            verdict.reason = Some(reason.to_owned());
            return Ok(verdict);
        }
        let env = self.env(item)?;
        let played = match self.kind {
            Kind::Scenarios => play::play(item, self.source(item), &env),
            Kind::Vectors => self.evaluated(item, &env, &mut verdict.got),
        };
        if self.kind == Kind::Scenarios {
            verdict.got = played.differences.iter().map(Otherwise::to_string).collect();
        }
        verdict.judge(item, self.source(item), played, differences);
        Ok(verdict)
    }

    /// A vector, evaluated: at most one difference.
    fn evaluated(&self, item: &Value, env: &Env, got: &mut Value) -> Played {
        let answer = eval::eval(item, self.source(item), env);
        *got = answer.got;
        let difference = || Otherwise {
            what: "result".to_owned(),
            values: Some((item["expect"].clone(), got.clone())),
        };
        Played {
            differences: (!answer.agrees).then(difference).into_iter().collect(),
            stopped: None,
        }
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
