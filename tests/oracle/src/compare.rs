//! Plays a pair in our engine beside what JavaRosa did with it, and tells where they part.
//!
//! After opening and after each step everything that JavaRosa shows is asked of ours: every node's value, relevance, being writable, required and
//! its constraint, rows, choices, labels and hints, and which questions are asked; at the end what is handed in. A difference that a rule of
//! [`crate::rules`] names is counted; one that follows from it ends the comparison of this pair, for from there on the two play
//! different games. Any other is a finding.

mod submission;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, FixedOffset};
use motcua_form::{Definition, Env, Instance, ProblemKind, Question, QuestionKind, Resource, State};

use crate::facts::Facts;
use crate::javarosa::{Part, Play, Seen};
use crate::pair::{Pair, Step};
use crate::rules;
use crate::script::{self, Asked};

/// What differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// One engine refuses the form.
    Load,
    /// One engine did the step and the other didn't.
    Outcome,
    /// The number of rows.
    Rows,
    /// Whether the node is part of the form.
    Relevant,
    /// The value.
    Value,
    /// Whether it can be changed.
    Writable,
    /// Whether it must not be empty.
    Required,
    /// Whether its constraint is unmet.
    Constraint,
    /// Whether the text is of the node's type.
    Type,
    /// Which choices are offered.
    Choices,
    /// Labels of the choices.
    ChoiceLabels,
    /// The label.
    Label,
    /// The hint.
    Hint,
    /// Whether the question is asked.
    Asked,
    /// What is handed in.
    Submission,
}

/// One place where the engines part.
#[derive(Clone, Debug)]
pub struct Difference {
    /// 0 after opening, then the number of the step.
    pub step: usize,
    /// The node.
    pub place: String,
    /// What differs.
    pub what: What,
    /// On our side.
    pub ours: String,
    /// On JavaRosa's.
    pub theirs: String,
    /// Our value stood here after an earlier step already, or stood here hidden.
    pub earlier: bool,
}

/// What came of comparing a pair.
#[derive(Debug, Default)]
pub struct Verdict {
    /// Steps compared, with the opening.
    pub steps: usize,
    /// Differences by the rule that explains them.
    pub explained: BTreeMap<&'static str, usize>,
    /// Differences that no rule explains: those of the first step that has any.
    pub findings: Vec<Difference>,
    /// A chosen disagreement ended the comparison early.
    pub cut: bool,
}

/// The world as JavaRosa saw it.
#[must_use]
pub fn env(now: i64) -> Env {
    let zone =
        FixedOffset::east_opt(7 * 3600).unwrap_or(FixedOffset::east_opt(0).expect("Greenwich is a zone"));
    let now = DateTime::from_timestamp_millis(now)
        .unwrap_or_default()
        .with_timezone(&zone);
    Env { now, random: [7; 32] }
}

/// Loads the form of a pair in our engine.
///
/// # Errors
/// Our engine refuses it.
pub fn load(pair: &Pair) -> Result<Definition, motcua_form::LoadError> {
    let resources: Vec<Resource<'_>> = pair
        .resources
        .iter()
        .map(|file| Resource {
            uri: &file.uri,
            text: &file.text,
        })
        .collect();
    Definition::load(&pair.form, &resources)
}

/// Compares what JavaRosa did with a pair with what our engine does with `ours`, which is the same pair unless a difference was planted.
#[must_use]
pub fn compare(pair: &Pair, ours: &Pair, play: &Play) -> Verdict {
    let mut verdict = Verdict::default();
    let definition = match (load(ours), &play.error) {
        (Ok(definition), None) => definition,
        (Err(_), Some(_)) if play.steps.is_empty() => return verdict,
        (ours, theirs) => {
            verdict.findings.push(Difference {
                step: play.steps.len(),
                place: "/".to_owned(),
                what: What::Load,
                ours: ours
                    .err()
                    .map_or("plays it".to_owned(), |error| error.to_string()),
                theirs: theirs.clone().unwrap_or_else(|| "plays it".to_owned()),
                earlier: false,
            });
            return rules::judge_all(verdict, &Facts::of(&pair.form));
        }
    };
    let facts = Facts::of(&pair.form);
    let mut table = Table {
        facts: &facts,
        env: env(play.now),
        instance: Instance::open(&definition, &env(play.now)),
        language: definition.default_language().to_owned(),
        definition: &definition,
        theirs: Seen::default(),
        step: 0,
        stood: BTreeSet::new(),
        hidden: BTreeSet::new(),
        untyped: BTreeSet::new(),
        moved: false,
        refused: false,
    };
    table.run(ours, play, &mut verdict);
    verdict
}

/// Both sides at one time.
struct Table<'a> {
    facts: &'a Facts,
    env: Env,
    definition: &'a Definition,
    instance: Instance,
    language: String,
    theirs: Seen,
    step: usize,
    /// Places and values of ours after earlier steps.
    stood: BTreeSet<(String, String)>,
    /// Places that ours hid after the step before.
    hidden: BTreeSet<String>,
    /// Places whose text JavaRosa found not to be of its type.
    untyped: BTreeSet<String>,
    /// Rows went away: places may be others'.
    moved: bool,
    /// The step is one that our engine refused.
    refused: bool,
}

impl Table<'_> {
    fn run(&mut self, ours: &Pair, play: &Play, verdict: &mut Verdict) {
        for (step, seen) in play.steps.iter().enumerate() {
            self.step = step;
            if let Some(done) = step.checked_sub(1).and_then(|at| ours.steps.get(at)) {
                self.apply(done);
            }
            self.take(seen);
            if let Some(done) = step.checked_sub(1).and_then(|at| ours.steps.get(at)) {
                self.note_type(done);
            }
            verdict.steps += 1;
            for (rule, _) in &seen.aligned {
                let rule = rules::named(rule);
                *verdict.explained.entry(rule.name).or_default() += 1;
            }
            let found = self.differences();
            if rules::judge(found, self.facts, verdict) {
                return;
            }
            self.note();
        }
        if let Some(theirs) = &play.submission {
            let ours = self.instance.submission().xml;
            let parted = submission::parted(&ours, theirs).into_iter();
            let found = parted
                .filter_map(|(place, ours, theirs)| self.difference(&place, What::Submission, ours, theirs))
                .collect();
            rules::judge(found, self.facts, verdict);
        }
    }

    fn apply(&mut self, step: &Step) {
        match step {
            Step::Language { value } => self.language.clone_from(value),
            Step::Reopen => self.definition.default_language().clone_into(&mut self.language),
            _ => {}
        }
        self.refused = !script::apply(self.definition, &mut self.instance, step, &self.env);
    }

    /// What JavaRosa thought of the text that was typed, where it is typed and as long as rows stay where they are.
    fn note_type(&mut self, step: &Step) {
        if *step == Step::Reopen {
            // Such a text isn't handed in.
            self.untyped.clear();
        }
        self.moved |= matches!(step, Step::Remove { .. })
            || self.theirs.aligned.iter().any(|(rule, _)| rule == "count-drop");
        if let Step::Answer { r#ref, .. } = step {
            if self.theirs.outcome == "untyped" {
                self.untyped.insert(r#ref.clone());
            } else {
                self.untyped.remove(r#ref);
            }
        }
    }

    fn take(&mut self, seen: &Seen) {
        self.theirs.outcome.clone_from(&seen.outcome);
        self.theirs.aligned.clone_from(&seen.aligned);
        merge(&mut self.theirs.nodes, &seen.nodes);
        merge(&mut self.theirs.choices, &seen.choices);
        merge(&mut self.theirs.texts, &seen.texts);
    }

    fn difference(
        &self,
        place: &str,
        what: What,
        ours: impl ToString,
        theirs: impl ToString,
    ) -> Option<Difference> {
        let (ours, theirs) = (ours.to_string(), theirs.to_string());
        (ours != theirs).then(|| Difference {
            step: self.step,
            place: place.to_owned(),
            earlier: what == What::Value
                && (self.hidden.contains(place) || self.stood.contains(&(place.to_owned(), ours.clone()))),
            what,
            ours,
            theirs,
        })
    }

    /// Notes our values, for who asks later what stood where.
    fn note(&mut self) {
        let places = self.theirs.nodes.keys();
        let state = |place: &String| Some((place.clone(), self.instance.state(place)?));
        let states: Vec<(String, State)> = places.filter_map(state).collect();
        let hidden = states.iter().filter(|(_, state)| !state.relevant);
        self.hidden = hidden.map(|(place, _)| place.clone()).collect();
        let values = states.into_iter().map(|(place, state)| (place, state.value));
        self.stood.extend(values.filter(|(_, value)| !value.is_empty()));
    }

    fn differences(&self) -> Vec<Difference> {
        let mut found = Vec::new();
        let theirs = match self.theirs.outcome.as_str() {
            "ok" | "untyped" => "done",
            "unreachable" => "refused",
            failure => failure,
        };
        let ours = if self.refused { "refused" } else { "done" };
        found.extend(self.difference("/", What::Outcome, ours, theirs));
        let asked = Asked::of(&self.instance, &self.language);
        self.rows(&asked, &mut found);
        for (place, node) in &self.theirs.nodes {
            if let Some((flags, value)) = node {
                self.node(place, flags, value, &mut found);
            }
        }
        self.questions(&asked, &mut found);
        found
    }

    fn rows(&self, asked: &Asked, found: &mut Vec<Difference>) {
        let repeats = self
            .theirs
            .nodes
            .keys()
            .filter_map(|place| place.strip_suffix(']'));
        let named = repeats
            .filter_map(|row| row.rsplit_once('['))
            .map(|(repeat, _)| repeat.to_owned());
        let all: BTreeSet<String> = named
            .chain(asked.repeats.iter().map(|repeat| repeat.0.clone()))
            .collect();
        for repeat in all {
            let around = repeat.rsplit_once('/').map_or("/", |(around, _)| around);
            if self.instance.state(around).is_none_or(|state| !state.relevant) {
                continue;
            }
            let theirs = (1..)
                .take_while(|row| self.theirs.nodes.contains_key(&format!("{repeat}[{row}]")))
                .count();
            let ours = self.instance.row_count(&repeat).unwrap_or_default();
            found.extend(self.difference(&repeat, What::Rows, ours, theirs));
        }
    }

    fn node(&self, place: &str, flags: &str, value: &str, found: &mut Vec<Difference>) {
        let Some(state) = self.instance.state(place) else {
            if !flags.contains('r') {
                return;
            }
            found.extend(self.difference(place, What::Relevant, "no such node", flags));
            return;
        };
        found.extend(self.difference(place, What::Relevant, state.relevant, flags.contains('r')));
        if !state.relevant || !flags.contains('r') {
            return;
        }
        found.extend(self.difference(place, What::Value, &state.value, value));
        found.extend(self.difference(place, What::Writable, !state.readonly, flags.contains('w')));
        found.extend(self.difference(place, What::Required, state.required, flags.contains('q')));
    }

    fn questions(&self, asked: &Asked, found: &mut Vec<Difference>) {
        let ours: BTreeSet<&str> = asked.questions.iter().map(String::as_str).collect();
        let theirs: BTreeSet<&str> = self.theirs.texts.keys().map(String::as_str).collect();
        for place in ours.symmetric_difference(&theirs) {
            found.extend(self.difference(place, What::Asked, ours.contains(place), theirs.contains(place)));
        }
        for (place, text) in &self.theirs.texts {
            if let (Some(text), Some(question)) = (text, self.instance.question(place, &self.language)) {
                self.question(place, text, question, found);
            }
        }
        for (place, offered) in &self.theirs.choices {
            self.choices(place, offered.as_deref().unwrap_or_default(), found);
        }
    }

    fn question(
        &self,
        place: &str,
        (label, hint): &(String, String),
        ours: Question,
        found: &mut Vec<Difference>,
    ) {
        let problem = ours.problem.as_ref().map(|problem| problem.kind);
        let node = self.theirs.nodes.get(place).and_then(Option::as_ref);
        let theirs = node.is_some_and(|(flags, _)| flags.contains('x'));
        // Of several problems a question tells the first: what isn't of its type, or outside its range, is told before a constraint.
        if problem == Some(ProblemKind::Type) {
            let known = self.moved || ours.kind == QuestionKind::Range || self.untyped.contains(place);
            found.extend(self.difference(
                place,
                What::Type,
                "not of its type",
                if known { "not of its type" } else { "of its type" },
            ));
        } else {
            let known = !self.moved && self.untyped.contains(place);
            found.extend(self.difference(
                place,
                What::Type,
                "of its type",
                if known { "not of its type" } else { "of its type" },
            ));
            let unmet = problem == Some(ProblemKind::Constraint);
            found.extend(self.difference(place, What::Constraint, unmet, theirs));
        }
        found.extend(self.difference(place, What::Label, &ours.label, label));
        found.extend(self.difference(place, What::Hint, ours.hint.unwrap_or_default(), hint));
    }

    fn choices(&self, place: &str, theirs: &[(String, String)], found: &mut Vec<Difference>) {
        let ours = self.instance.choices(place, &self.language, usize::MAX);
        let lines = |parts: Vec<&str>| parts.join("|");
        let (our_values, our_labels) = (
            lines(ours.iter().map(|choice| choice.value.as_str()).collect()),
            lines(ours.iter().map(|choice| choice.label.as_str()).collect()),
        );
        let values = lines(theirs.iter().map(|choice| choice.0.as_str()).collect());
        let labels = lines(theirs.iter().map(|choice| choice.1.as_str()).collect());
        let same = found.len();
        found.extend(self.difference(place, What::Choices, our_values, values));
        if found.len() == same {
            found.extend(self.difference(place, What::ChoiceLabels, our_labels, labels));
        }
    }
}

fn merge<T: Clone>(all: &mut Part<T>, changes: &Part<T>) {
    for (place, value) in changes {
        match value {
            Some(_) => all.insert(place.clone(), value.clone()),
            None => all.remove(place),
        };
    }
}
