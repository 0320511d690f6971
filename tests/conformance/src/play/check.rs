//! A scenario's checks.

use motcua_form::{Choice, Instance, ProblemKind, Question, State};
use serde_json::{Value, json};

use super::compare::{same, same_xml};
use super::events::events;
use super::player::{Player, reference};

impl Player<'_> {
    /// Looks at what a step expects.
    pub(super) fn check(&mut self, step: &Value) {
        let expect = &step["expect"];
        let Some(instance) = self.instance(step) else {
            return self.differ("there is no such instance".to_owned());
        };
        match expect["kind"].as_str().unwrap_or_default() {
            "state" => self.check_state(step),
            "node" => self.check_node(step, reference(expect), expect),
            "at" => self.check_place(step),
            kind @ ("instance_xml" | "submission_xml") => {
                let actual = instance.submission().xml;
                self.same_xml(kind, &expect["value"], &actual);
            }
            kind => match self.looked_up(instance, kind, expect) {
                Some(actual) => {
                    let wanted = expect.get("value").or_else(|| expect.get("outcome"));
                    let wanted = wanted.unwrap_or(expect).clone();
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
        if end["instance_xml"].is_string() {
            self.same_xml("at the end, instance_xml", &end["instance_xml"], &actual);
        }
    }

    fn same_xml(&mut self, what: &str, expected: &Value, actual: &str) {
        self.checks += 1;
        let expected = expected.as_str().unwrap_or_default();
        if !same_xml(expected, actual, self.skips_meta()) {
            self.differ(format!("{what}: expected {expected}, got {actual}"));
        }
    }

    /// The recording added a block of its own to the form.
    fn skips_meta(&self) -> bool {
        self.scenario["peer_added_meta"].as_bool() == Some(true)
    }

    fn same(&mut self, what: &str, expected: &Value, actual: &Value) {
        self.checks += 1;
        if !same(expected, actual) {
            self.differ(format!("{what}: expected {expected}, got {actual}"));
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
            "validation_outcome" => outcome(instance, language).into(),
            _ => return None,
        })
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
        if let (Value::String(_), Some(place)) = (&expect["ref"], place) {
            self.same("at", &expect["ref"], &place.into());
        }
    }

    fn check_state(&mut self, step: &Value) {
        let changed = step["expect"]["changed"].as_object().into_iter().flatten();
        for (reference, facts) in changed {
            self.check_node(step, reference, facts);
        }
    }

    fn check_node(&mut self, step: &Value, reference: &str, facts: &Value) {
        if self.skips_meta() && reference.contains("meta") {
            return;
        }
        let Some(instance) = self.instance(step) else {
            return;
        };
        let seen = Seen {
            state: instance.state(reference),
            question: instance.question(reference, &self.language),
            count: instance.row_count(reference),
            choices: instance.choices(reference, &self.language, usize::MAX),
        };
        for (fact, expected) in facts.as_object().into_iter().flatten() {
            if let Some(actual) = seen.fact(fact) {
                self.same(&format!("{reference} {fact}"), expected, &actual);
            }
        }
    }
}

/// A node as the engine tells it.
struct Seen {
    state: Option<State>,
    question: Option<Question>,
    count: Option<usize>,
    choices: Vec<Choice>,
}

impl Seen {
    /// One fact of a node; nothing for facts that the engine has no word for (the recording's own names of types, and what it
    /// says of repeats as a whole).
    fn fact(&self, fact: &str) -> Option<Value> {
        let state = match &self.state {
            _ if fact == "count" => return Some(self.count.unwrap_or(0).into()),
            None if self.count.is_some() => return None,
            None => return Some(Value::Null),
            Some(state) => state,
        };
        let question = self.question.as_ref();
        match fact {
            "value" => Some(state.value.clone().into()),
            "relevant" => Some(state.relevant.into()),
            "readonly" => Some(state.readonly.into()),
            "required" => Some(state.required.into()),
            "label" => question.map(|it| it.label.clone().into()),
            "choices" => question.map(|_| choices_value(&self.choices)),
            "violation" => question.map(|it| violation(it).into()),
            _ => None,
        }
    }
}

fn violation(question: &Question) -> Option<&'static str> {
    match question.problem.as_ref()?.kind {
        ProblemKind::Required => Some("required"),
        ProblemKind::Constraint => Some("constraint"),
        ProblemKind::Type | ProblemKind::UnknownNode => None,
    }
}

fn choices_value(choices: &[Choice]) -> Value {
    let told = |choice: &Choice| json!({"value": choice.value, "label": choice.label});
    choices.iter().map(told).collect()
}

fn outcome(instance: &Instance, language: &str) -> &'static str {
    match instance.problems(language).first().map(|problem| problem.kind) {
        None => "ANSWER_OK",
        Some(ProblemKind::Required) => "ANSWER_REQUIRED_BUT_EMPTY",
        Some(_) => "ANSWER_CONSTRAINT_VIOLATED",
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
