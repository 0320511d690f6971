//! A scenario's checks.

use motcua_form::{Instance, ProblemKind};
use serde_json::{Value, json};

use super::compare::{same, same_xml};
use super::events::events;
use super::members;
use super::player::{Player, reference};
use super::seen::{Fact, Seen, choices_value, violation};

impl Player<'_> {
    /// Looks at what a step expects.
    pub(super) fn check(&mut self, step: &Value) {
        let expect = &step["expect"];
        let Some(instance) = self.instance(step) else {
            return self.differ("there is no such instance".to_owned());
        };
        match expect["kind"].as_str().unwrap_or_default() {
            "state" => self.check_state(step),
            "node" => self.check_node(step, reference(expect), &members::facts_of_node(expect)),
            "at" => self.check_place(step),
            kind @ ("instance_xml" | "submission_xml") => {
                let (actual, violations) = (instance.submission().xml, self.violations(instance));
                self.same_xml(kind, &expect["value"], &actual);
                self.check_status(expect, violations);
            }
            "validation_outcome" => self.check_outcome(step),
            kind => match self.looked_up(instance, kind, expect) {
                Some(actual) => {
                    let wanted = expect["value"].clone();
                    self.same(&format!("{kind} {}", reference(expect)), &wanted, &actual);
                }
                None => self.differ(format!("there is no check {kind}")),
            },
        }
    }

    /// Looks at how everything stands after the last step.
    pub(super) fn check_end(&mut self, end: &Value) {
        let Some(instance) = self.instance(end) else {
            return;
        };
        let actual = instance.submission().xml;
        let found = [
            ("violations", self.violations(instance)),
            ("events", self.places(instance)),
            ("language", self.language.clone().into()),
            ("languages", self.languages()),
        ];
        if end["instance_xml"].is_string() {
            self.same_xml("at the end, instance_xml", &end["instance_xml"], &actual);
        }
        for (what, actual) in found {
            if let Some(expected) = end.get(what) {
                self.same_list(&format!("at the end, {what}"), expected, &actual);
            }
        }
    }

    /// All that is wrong, as recordings write it.
    fn violations(&self, instance: &Instance) -> Value {
        let problems = instance.problems(&self.language);
        problems
            .iter()
            .map(|problem| json!({"ref": problem.reference, "condition": violation(problem)}))
            .collect()
    }

    fn places(&self, instance: &Instance) -> Value {
        let places = events(instance, &self.language).into_iter();
        places.map(|(kind, place)| json!([kind, place])).collect()
    }

    /// A submission is ready when nothing is wrong in it.
    fn check_status(&mut self, expect: &Value, violations: Value) {
        let ready = violations.as_array().is_none_or(Vec::is_empty);
        let status = if ready { "ready" } else { "pending" };
        for (what, actual) in [("status", status.into()), ("violations", violations)] {
            if let Some(expected) = expect.get(what) {
                self.same_list(&format!("submission {what}"), expected, &actual);
            }
        }
    }

    /// Lists are told entry by entry: those that are missing, and those that are too many.
    fn same_list(&mut self, what: &str, expected: &Value, actual: &Value) {
        let (Some(wanted), Some(found)) = (expected.as_array(), actual.as_array()) else {
            return self.same(what, expected, actual);
        };
        self.checks += 1;
        if expected == actual {
            return;
        }
        let before = self.differences.len();
        for missing in wanted.iter().filter(|one| !found.contains(one)) {
            self.differ(format!("{what}: {missing} is missing"));
        }
        for more in found.iter().filter(|one| !wanted.contains(one)) {
            self.differ(format!("{what}: {more} is too much"));
        }
        if self.differences.len() == before {
            self.differ_in(&format!("{what}, in another order"), expected, actual);
        }
    }

    fn same_xml(&mut self, what: &str, expected: &Value, actual: &str) {
        self.checks += 1;
        if !same_xml(expected.as_str().unwrap_or_default(), actual, self.skips_meta()) {
            self.differ_in(what, expected, &actual.into());
        }
    }

    /// The recording added a block of its own to the form.
    fn skips_meta(&self) -> bool {
        self.scenario["peer_added_meta"].as_bool() == Some(true)
    }

    fn same(&mut self, what: &str, expected: &Value, actual: &Value) {
        self.checks += 1;
        if !same(expected, actual) {
            self.differ_in(what, expected, actual);
        }
    }

    /// What a check of one value finds; nothing when there is no such check.
    fn looked_up(&self, instance: &Instance, kind: &str, expect: &Value) -> Option<Value> {
        let reference = reference(expect);
        let language = self.language.as_str();
        let question = || instance.question(reference, language);
        let choices = || instance.choices(reference, language, usize::MAX);
        Some(match kind {
            "value" => instance
                .state(reference)
                .map_or(String::new(), |it| it.value)
                .into(),
            "choices" => choices_value(&choices()),
            "choice_labels" => choices().into_iter().map(|choice| choice.label).collect(),
            "selected_labels" => {
                let selected = choices().into_iter().filter(|choice| choice.selected);
                selected.map(|choice| choice.label).collect()
            }
            "repeat_count" => instance.row_count(reference).unwrap_or(0).into(),
            "label" => question().map(|it| it.label).unwrap_or_default().into(),
            "hint" => question().and_then(|it| it.hint).unwrap_or_default().into(),
            "attribute" => attribute(instance, reference, expect["name"].as_str().unwrap_or_default()).into(),
            "can_add_repeat" => self
                .has_place(instance, Some("PROMPT_NEW_REPEAT"), reference)
                .into(),
            "navigable" => self.has_place(instance, None, reference).into(),
            _ => return None,
        })
    }

    /// As recordings write them: the one that the form begins in first; one without a name where the form names none.
    fn languages(&self) -> Value {
        let Some(form) = &self.definition else {
            return Value::Null;
        };
        let first = form.default_language();
        let others = form.languages().iter().filter(|language| *language != first);
        std::iter::once(first).chain(others.map(String::as_str)).collect()
    }

    fn has_place(&self, instance: &Instance, kind: Option<&str>, reference: &str) -> bool {
        let places = events(instance, &self.language);
        places
            .iter()
            .any(|place| kind.is_none_or(|kind| kind == place.0) && place.1.as_deref() == Some(reference))
    }

    fn check_place(&mut self, step: &Value) {
        let expect = &step["expect"];
        let Some(instance) = self.instance(step) else {
            return;
        };
        let places = events(instance, &self.language);
        let (kind, place) = places[self.at.min(places.len() - 1)].clone();
        self.same("at", &expect["event"], &kind.into());
        self.same("at", &expect["ref"], &place.into());
    }

    /// The first thing that is wrong, and where.
    fn check_outcome(&mut self, step: &Value) {
        let expect = &step["expect"];
        let Some(instance) = self.instance(step) else {
            return;
        };
        let first = instance.problems(&self.language).into_iter().next();
        let outcome = match first.as_ref().map(|problem| problem.kind) {
            None => "ANSWER_OK",
            Some(ProblemKind::Required) => "ANSWER_REQUIRED_BUT_EMPTY",
            Some(_) => "ANSWER_CONSTRAINT_VIOLATED",
        };
        self.same("validation_outcome", &expect["outcome"], &outcome.into());
        if let Some(place) = expect.get("ref") {
            self.same(
                "validation_outcome",
                place,
                &first.map(|problem| problem.reference).into(),
            );
        }
    }

    fn check_state(&mut self, step: &Value) {
        let changed = step["expect"]["changed"].as_object().into_iter().flatten();
        for (reference, facts) in changed {
            self.check_node(step, reference, facts);
        }
        for removed in step["expect"]["removed"].as_array().into_iter().flatten() {
            let place = removed.as_str().unwrap_or_default();
            let is_there = self.instance(step).is_some_and(|it| it.state(place).is_some());
            self.same(&format!("{place} is there"), &false.into(), &is_there.into());
        }
    }

    fn check_node(&mut self, step: &Value, reference: &str, facts: &Value) {
        if self.skips_meta() && reference.contains("meta") {
            return;
        }
        let Some(instance) = self.instance(step) else {
            return;
        };
        let seen = Seen::of(instance, reference, &self.language);
        for (fact, expected) in facts.as_object().into_iter().flatten() {
            match seen.fact(fact, expected) {
                Fact::Told(actual) => self.same(&format!("{reference} {fact}"), expected, &actual),
                Fact::Untold => {}
                Fact::Unknown => self.differ(format!("{reference}: there is no fact {fact}")),
            }
        }
    }
}

/// An attribute of the saved answers; empty when it isn't there.
fn attribute(instance: &Instance, reference: &str, name: &str) -> String {
    let xml = instance.save();
    let Ok(document) = roxmltree::Document::parse(&xml) else {
        return String::new();
    };
    let last = reference.rsplit('/').next().unwrap_or_default();
    let node = document.descendants().find(|node| node.tag_name().name() == last);
    node.and_then(|node| node.attribute(name))
        .unwrap_or_default()
        .to_owned()
}
