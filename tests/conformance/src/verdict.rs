//! What became of one vector or scenario, and how many there are of each kind.

use std::collections::BTreeMap;
use std::fmt;

use serde_json::{Value, json};

use crate::differences::{Differences, Otherwise, PAGE};
use crate::play::Played;

/// How the engine's answer compares with the expected one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// As expected.
    Pass,
    /// Otherwise, and nothing says why; or as expected though it is listed as different.
    Fail,
    /// Otherwise, as `differences.json` lists.
    Differs,
    /// Not looked at, or not to its end: it is out of scope, or what a step needs isn't in the material.
    Skipped,
}

impl Outcome {
    /// The word in the JSON lines.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Fail => "fail",
            Self::Differs => "differs",
            Self::Skipped => "skipped",
        }
    }
}

/// One vector or scenario, judged.
#[derive(Clone, Debug)]
pub struct Verdict {
    /// The material's id.
    pub id: String,
    /// The group that the material puts it in, e.g. `xpath1/axis`.
    pub group: String,
    /// `in`, `optional`, `contested` or `out`.
    pub scope: String,
    /// The section of the specification that own material proves; recorded material names none.
    pub section: Option<String>,
    /// How it went.
    pub outcome: Outcome,
    /// Why it isn't a plain pass: what differs, the listed reason, or why it is skipped.
    pub reason: Option<String>,
    /// What the engine answered: the value of an expression, the differences of a scenario.
    pub got: Value,
    /// Numbers of the entries of `differences.json` that explain it.
    pub entries: Vec<usize>,
}

impl Verdict {
    /// The verdict as one JSON object.
    #[must_use]
    pub fn to_json(&self) -> Value {
        json!({
            "id": self.id,
            "group": self.group,
            "scope": self.scope,
            "result": self.outcome.as_str(),
            "reason": self.reason,
            "got": self.got,
        })
    }

    /// Says how it went from what was found.
    pub(crate) fn judge(&mut self, item: &Value, source: &str, played: Played, listed: &Differences) {
        let found = &played.differences;
        let explained = listed.explain(item, source, found);
        let place = |anchor: &str| format!("{PAGE}#{anchor}");
        (self.outcome, self.reason) = match (explained, listed.must_differ(item, source)) {
            (None, _) => {
                let all: Vec<String> = found.iter().map(Otherwise::to_string).collect();
                (Outcome::Fail, Some(all.join("; ")))
            }
            (Some(entries), _) if !entries.is_empty() => {
                let mut places: Vec<String> =
                    entries.iter().map(|entry| place(listed.anchor(*entry))).collect();
                places.dedup();
                self.entries = entries;
                (Outcome::Differs, Some(places.join(", ")))
            }
            (Some(_), _) if played.stopped.is_some() => (Outcome::Skipped, played.stopped),
            (Some(_), Some(anchor)) => {
                let reason = format!("does as expected, and is listed as different: {}", place(anchor));
                (Outcome::Fail, Some(reason))
            }
            (Some(_), None) => (Outcome::Pass, None),
        };
    }

    /// It is neither as expected nor listed, whatever its scope: something has to be done.
    #[must_use]
    pub fn is_fault(&self) -> bool {
        self.outcome == Outcome::Fail
    }
}

/// How many verdicts of each outcome.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// As expected.
    pub pass: usize,
    /// Otherwise, unlisted.
    pub fail: usize,
    /// Otherwise, as listed.
    pub differs: usize,
    /// Not looked at.
    pub skipped: usize,
}

impl Tally {
    fn add(&mut self, outcome: Outcome) {
        match outcome {
            Outcome::Pass => self.pass += 1,
            Outcome::Fail => self.fail += 1,
            Outcome::Differs => self.differs += 1,
            Outcome::Skipped => self.skipped += 1,
        }
    }

    /// All of them.
    #[must_use]
    pub fn total(&self) -> usize {
        self.pass + self.fail + self.differs + self.skipped
    }

    fn to_json(self) -> Value {
        json!({"pass": self.pass, "fail": self.fail, "differs": self.differs, "skipped": self.skipped})
    }
}

/// Verdicts counted by scope and by group. Its text is a table, one group a line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Count {
    groups: BTreeMap<(String, String), Tally>,
    scopes: BTreeMap<String, Tally>,
}

impl Count {
    /// Counts one more.
    pub fn add(&mut self, verdict: &Verdict) {
        let group = (verdict.scope.clone(), verdict.group.clone());
        self.groups.entry(group).or_default().add(verdict.outcome);
        self.scopes
            .entry(verdict.scope.clone())
            .or_default()
            .add(verdict.outcome);
    }

    /// Those that fail without a listed reason.
    #[must_use]
    pub fn faults(&self) -> usize {
        self.scopes.values().map(|tally| tally.fail).sum()
    }

    /// How many of a scope there are, by outcome.
    #[must_use]
    pub fn scope(&self, scope: &str) -> Tally {
        self.scopes.get(scope).copied().unwrap_or_default()
    }

    /// The closing line: all scopes, how many fail of those in scope, and how many of all.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let scopes: serde_json::Map<String, Value> = self
            .scopes
            .iter()
            .map(|(scope, tally)| (scope.clone(), tally.to_json()))
            .collect();
        let total: usize = self.scopes.values().map(Tally::total).sum();
        json!({"count": total, "scopes": scopes, "in_scope_failed": self.scope("in").fail, "failed": self.faults()})
    }
}

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for ((scope, group), tally) in &self.groups {
            writeln!(f, "{scope:10}{group:48}{}", Shares(tally))?;
        }
        for (scope, tally) in &self.scopes {
            writeln!(f, "{scope:10}{:48}{}", "all", Shares(tally))?;
        }
        Ok(())
    }
}

/// `12/14 pass, 1 differs as listed, 1 fails`.
struct Shares<'a>(&'a Tally);

impl fmt::Display for Shares<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tally = self.0;
        write!(f, "{:>5}/{} pass", tally.pass, tally.total())?;
        for (number, words) in [
            (tally.differs, "differ as listed"),
            (tally.fail, "FAIL"),
            (tally.skipped, "skipped"),
        ] {
            if number > 0 {
                write!(f, ", {number} {words}")?;
            }
        }
        Ok(())
    }
}
