//! Plays recorded form scenarios in place: `MOTCUA_VECTORS` names a folder with `form_scenarios.json`. The files are others' and are
//! never copied here; without the variable the test says so and proves nothing. `MOTCUA_VECTORS_SHOW=1` lists each difference.

use std::collections::BTreeMap;

use chrono::DateTime;
use motcua_form::{Definition, Edit, Entry, Env, Instance, ProblemKind, Resource};
use serde_json::Value;

fn env() -> Env {
    Env {
        now: DateTime::parse_from_rfc3339("2025-11-22T10:20:30.456-07:00").expect("a valid time"),
        random: [7; 32],
    }
}

/// `{uuid}` and `{any}` stand for anything of their kind.
fn matches(pattern: &str, actual: &str) -> bool {
    let mut regex = String::from("(?s)^");
    let mut rest = pattern;
    while let Some(at) = rest.find('{') {
        regex.push_str(&regex_lite::escape(&rest[..at]));
        rest = &rest[at..];
        let (mark, meaning) = match rest {
            r if r.starts_with("{uuid}") => ("{uuid}", "[0-9a-f]{8}-[0-9a-f-]{27}"),
            r if r.starts_with("{any}") => ("{any}", ".*"),
            _ => ("{", "\\{"),
        };
        regex.push_str(meaning);
        rest = &rest[mark.len()..];
    }
    regex.push_str(&regex_lite::escape(rest));
    regex.push('$');
    pattern == actual || regex_lite::Regex::new(&regex).is_ok_and(|regex| regex.is_match(actual))
}

/// Decimals and places are kept as typed; the recording writes them its own way.
fn same_numbers(expected: &str, actual: &str) -> bool {
    let numbers = |text: &str| -> Option<Vec<f64>> {
        text.split([' ', ';'])
            .filter(|part| !part.is_empty())
            .map(|part| part.parse().ok())
            .collect()
    };
    expected.contains('.') && numbers(expected).is_some() && numbers(expected) == numbers(actual)
}

/// One way of writing an element, so that declarations, white space and `<a></a>` don't count.
fn canonical(xml: &str, skip_meta: bool) -> String {
    fn write(node: roxmltree::Node<'_, '_>, skip_meta: bool, out: &mut String) {
        let name = node.tag_name().name();
        if skip_meta && name == "meta" {
            return;
        }
        let mut attributes: Vec<_> = node
            .attributes()
            .map(|a| format!(" {}={}", a.name(), a.value()))
            .collect();
        attributes.sort();
        out.push_str(&format!("<{name}{}>", attributes.concat()));
        let mut elements = 0;
        for child in node.children().filter(roxmltree::Node::is_element) {
            elements += 1;
            write(child, skip_meta, out);
        }
        if elements == 0 {
            out.push_str(node.text().unwrap_or_default());
        }
        out.push_str(&format!("</{name}>"));
    }
    let mut out = String::new();
    match roxmltree::Document::parse(xml) {
        Ok(document) => write(document.root_element(), skip_meta, &mut out),
        Err(error) => out.push_str(&format!("not XML: {error}")),
    }
    out
}

type Event = (String, Option<String>);

fn events(instance: &Instance, language: &str) -> Vec<Event> {
    fn walk(entries: &[Entry], out: &mut Vec<Event>) {
        for entry in entries {
            match entry {
                Entry::Question { reference } => out.push(("QUESTION".into(), Some(reference.clone()))),
                Entry::Group {
                    reference, entries, ..
                } => {
                    if !reference.is_empty() {
                        out.push(("GROUP".into(), Some(reference.clone())));
                    }
                    walk(entries, out);
                }
                Entry::Repeat {
                    reference,
                    can_change_rows,
                    rows,
                    ..
                } => {
                    for row in rows {
                        out.push(("REPEAT".into(), Some(row.reference.clone())));
                        walk(&row.entries, out);
                    }
                    if *can_change_rows {
                        out.push(("PROMPT_NEW_REPEAT".into(), Some(reference.clone())));
                    }
                }
            }
        }
    }
    let mut out = vec![("BEGINNING_OF_FORM".into(), None)];
    for page in instance.outline(language) {
        let own = match page.entries.first() {
            Some(Entry::Question { reference } | Entry::Repeat { reference, .. }) => {
                *reference != page.reference
            }
            _ => true,
        };
        if own && !page.reference.is_empty() {
            out.push(("GROUP".into(), Some(page.reference.clone())));
        }
        walk(&page.entries, &mut out);
    }
    out.push(("END_OF_FORM".into(), None));
    out
}

struct Player<'a> {
    definition: Option<Definition>,
    instances: Vec<Option<Instance>>,
    language: String,
    at: usize,
    scenario: &'a Value,
    forms: &'a Value,
    differences: Vec<String>,
    checks: usize,
}

impl Player<'_> {
    fn instance(&mut self, step: &Value) -> Option<&mut Instance> {
        let number = step["inst"].as_u64().unwrap_or(0) as usize;
        self.instances.get_mut(number)?.as_mut()
    }

    fn differ(&mut self, what: String) {
        self.differences.push(what);
    }

    fn same(&mut self, what: &str, expected: &Value, actual: &Value) {
        self.checks += 1;
        let good = match (expected, actual) {
            (Value::String(expected), Value::String(actual)) => {
                matches(expected, actual) || same_numbers(expected, actual)
            }
            _ => expected == actual,
        };
        if !good {
            self.differ(format!("{what}: expected {expected}, got {actual}"));
        }
    }

    fn load(&mut self) -> Result<(), String> {
        let form = self.forms[self.scenario["form"].as_str().unwrap_or_default()]
            .as_str()
            .unwrap_or_default();
        let list: Vec<(String, String)> = self.scenario["resources"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|r| Some((r["url"].as_str()?.to_owned(), r["text"].as_str()?.to_owned())))
            .collect();
        let resources: Vec<Resource<'_>> = list.iter().map(|(uri, text)| Resource { uri, text }).collect();
        let definition = Definition::load(form, &resources).map_err(|error| error.to_string())?;
        self.language = definition.default_language().to_owned();
        self.instances = vec![Some(Instance::open(&definition, &env()))];
        self.definition = Some(definition);
        Ok(())
    }

    fn put(&mut self, step: &Value, instance: Instance) {
        let number = step["inst"].as_u64().unwrap_or(0) as usize;
        while self.instances.len() <= number {
            self.instances.push(None);
        }
        self.instances[number] = Some(instance);
    }

    fn act(&mut self, op: &str, step: &Value) -> Result<(), String> {
        let reference = step["ref"].as_str().unwrap_or_default().to_owned();
        match op {
            "load" => return self.load(),
            "answer" => {
                let value = self.answer_text(step, &reference);
                self.edit(
                    step,
                    &Edit::Answer {
                        reference: reference.clone(),
                        value,
                    },
                )?;
                self.go_to(step, &reference);
            }
            "add_repeat" => {
                self.edit(
                    step,
                    &Edit::AddRow {
                        repeat: reference.clone(),
                    },
                )?;
                let rows = self
                    .instance(step)
                    .and_then(|instance| instance.row_count(&reference))
                    .unwrap_or(0);
                self.go_to(step, &format!("{reference}[{rows}]"));
            }
            "remove_repeat" => return self.edit(step, &Edit::RemoveRow { row: reference }),
            "set_language" => {
                self.language = step["language"].as_str().unwrap_or_default().to_owned();
                let language = self.language.clone();
                self.instance(step)
                    .ok_or("no instance")?
                    .set_language(&language, &env());
            }
            "next" => self.at += 1,
            "prev" => self.at = self.at.saturating_sub(1),
            "jump_start" => self.at = 0,
            "new_instance" | "serialize_restore" | "restore_payload" | "edit_instance" => {
                let from = step["from"].as_u64().unwrap_or(0) as usize;
                let Some(definition) = self.definition.clone() else {
                    return Err("no form".into());
                };
                let source = self
                    .instances
                    .get(from)
                    .and_then(Option::as_ref)
                    .ok_or("no instance")?;
                let made = match op {
                    "new_instance" => Ok(Instance::open(&definition, &env())),
                    "serialize_restore" => Instance::restore(&definition, &source.save(), &env()),
                    _ => Instance::restore(&definition, &source.submission().xml, &env()),
                };
                self.put(step, made.map_err(|error| error.to_string())?);
            }
            other => return Err(format!("unknown step {other}")),
        }
        Ok(())
    }

    fn go_to(&mut self, step: &Value, reference: &str) {
        let language = self.language.clone();
        let Some(instance) = self.instance(step) else {
            return;
        };
        let place = events(instance, &language)
            .iter()
            .position(|event| event.1.as_deref() == Some(reference));
        self.at = place.unwrap_or(self.at);
    }

    fn answer_text(&mut self, step: &Value, reference: &str) -> String {
        let kind = self
            .instance(step)
            .and_then(|i| i.question(reference, ""))
            .map(|q| q.kind);
        match &step["value"] {
            Value::String(text) => text.clone(),
            Value::Bool(on) if kind == Some(motcua_form::QuestionKind::Trigger) => {
                if *on { "OK" } else { "" }.into()
            }
            Value::Bool(on) => if *on { "1" } else { "0" }.into(),
            Value::Array(list) => list
                .iter()
                .filter_map(Value::as_str)
                .collect::<Vec<_>>()
                .join(" "),
            Value::Null => String::new(),
            other => other.to_string(),
        }
    }

    fn edit(&mut self, step: &Value, edit: &Edit) -> Result<(), String> {
        let instance = self.instance(step).ok_or("no instance")?;
        instance
            .apply(edit, &env())
            .map(|_| ())
            .map_err(|error| error.to_string())
    }

    fn check(&mut self, step: &Value) {
        let expect = &step["expect"];
        let kind = expect["kind"].as_str().unwrap_or_default();
        let reference = expect["ref"].as_str().unwrap_or_default().to_owned();
        let language = self.language.clone();
        let skip_meta = self.scenario["peer_added_meta"].as_bool() == Some(true);
        let at = self.at;
        let Some(instance) = self.instance(step) else {
            return;
        };
        let value = instance
            .state(&reference)
            .map(|state| state.value)
            .unwrap_or_default();
        let question = instance.question(&reference, &language);
        let choices = instance.choices(&reference, &language, usize::MAX);
        let labels = |selected: bool| -> Value {
            choices
                .iter()
                .filter(|c| c.selected || !selected)
                .map(|c| c.label.clone())
                .collect::<Vec<_>>()
                .into()
        };
        let actual = match kind {
            "state" => return self.check_state(step),
            "value" => value.into(),
            "node" => return self.check_node(step, &reference, expect),
            "choices" => choices_value(&choices),
            "choice_labels" => labels(false),
            "selected_labels" => labels(true),
            "repeat_count" => instance.row_count(&reference).unwrap_or(0).into(),
            "label" => question.map(|q| q.label).unwrap_or_default().into(),
            "hint" => question.and_then(|q| q.hint).unwrap_or_default().into(),
            "at" => {
                let list = events(instance, &language);
                let (event, place) = list.get(at.min(list.len() - 1)).cloned().unwrap_or_default();
                self.same("at", &expect["event"], &event.into());
                if let (Value::String(_), Some(place)) = (&expect["ref"], place) {
                    self.same("at", &expect["ref"], &place.into());
                }
                return;
            }
            "instance_xml" | "submission_xml" => {
                let actual = canonical(&instance.submission().xml, skip_meta);
                let expected = canonical(expect["value"].as_str().unwrap_or_default(), skip_meta);
                return self.same(kind, &expected.into(), &actual.into());
            }
            "attribute" => {
                let xml = instance.save();
                let document = roxmltree::Document::parse(&xml).expect("our own XML");
                let name = expect["name"].as_str().unwrap_or_default();
                let last = reference.rsplit('/').next().unwrap_or_default();
                let node = document.descendants().find(|node| node.tag_name().name() == last);
                node.and_then(|node| node.attribute(name))
                    .unwrap_or_default()
                    .into()
            }
            "can_add_repeat" => events(instance, &language)
                .iter()
                .any(|(event, place)| event == "PROMPT_NEW_REPEAT" && place.as_deref() == Some(&*reference))
                .into(),
            "navigable" => events(instance, &language)
                .iter()
                .any(|event| event.1.as_deref() == Some(&*reference))
                .into(),
            "validation_outcome" => {
                let first = instance.problems(&language).into_iter().next();
                let outcome = match first.as_ref().map(|problem| problem.kind) {
                    None => "ANSWER_OK",
                    Some(ProblemKind::Required) => "ANSWER_REQUIRED_BUT_EMPTY",
                    Some(_) => "ANSWER_CONSTRAINT_VIOLATED",
                };
                return self.same("outcome", &expect["outcome"], &outcome.into());
            }
            other => return self.differ(format!("unknown check {other}")),
        };
        let expected = if expect.get("value").is_some() {
            &expect["value"]
        } else {
            expect
        };
        self.same(&format!("{kind} {reference}"), expected, &actual);
    }

    fn check_state(&mut self, step: &Value) {
        let changed = step["expect"]["changed"].as_object().cloned().unwrap_or_default();
        for (reference, facts) in &changed {
            self.check_node(step, reference, facts);
        }
    }

    fn check_node(&mut self, step: &Value, reference: &str, facts: &Value) {
        let language = self.language.clone();
        let skip_meta = self.scenario["peer_added_meta"].as_bool() == Some(true);
        if skip_meta && reference.contains("meta") {
            return;
        }
        let Some(instance) = self.instance(step) else {
            return;
        };
        let (state, question) = (instance.state(reference), instance.question(reference, &language));
        let count = instance.row_count(reference);
        let choices = instance.choices(reference, &language, usize::MAX);
        let Some(facts) = facts.as_object() else { return };
        for (fact, expected) in facts {
            let actual: Value = match (fact.as_str(), &state, &question) {
                ("count", _, _) => count.unwrap_or(0).into(),
                (_, None, _) if count.is_some() => continue,
                ("value", Some(state), _) => state.value.clone().into(),
                ("relevant", Some(state), _) => state.relevant.into(),
                ("readonly", Some(state), _) => state.readonly.into(),
                ("required", Some(state), _) => state.required.into(),
                ("label", _, Some(question)) => question.label.clone().into(),
                ("choices", _, Some(_)) => choices_value(&choices),
                ("violation", _, Some(question)) => {
                    match question.problem.as_ref().map(|problem| problem.kind) {
                        Some(ProblemKind::Required) => "required".into(),
                        Some(ProblemKind::Constraint) => "constraint".into(),
                        _ => Value::Null,
                    }
                }
                (_, Some(_), _) => continue,
                (_, None, _) => Value::Null,
            };
            self.same(&format!("{reference} {fact}"), expected, &actual);
        }
    }

    fn play(&mut self) {
        let steps = self.scenario["steps"].as_array().cloned().unwrap_or_default();
        for step in &steps {
            let Some(op) = step["op"].as_str() else {
                self.check(step);
                continue;
            };
            let must_fail = step["must_fail"].as_bool() == Some(true);
            self.checks += 1;
            match self.act(op, step) {
                Err(error) if !must_fail => self.differ(format!("{op} {}: {error}", step["ref"])),
                Ok(()) if must_fail => self.differ(format!("{op} should fail: {}", step["peer_message"])),
                _ => {}
            }
        }
    }
}

fn choices_value(choices: &[motcua_form::Choice]) -> Value {
    choices
        .iter()
        .map(|c| serde_json::json!({"value": c.value, "label": c.label}))
        .collect::<Vec<_>>()
        .into()
}

#[test]
fn recorded_form_scenarios() {
    let Some(folder) = std::env::var_os("MOTCUA_VECTORS") else {
        println!("SKIPPED: MOTCUA_VECTORS names no folder with form_scenarios.json, nothing was proven");
        return;
    };
    let text = std::fs::read_to_string(std::path::Path::new(&folder).join("form_scenarios.json"))
        .expect("the scenarios");
    let file: Value = serde_json::from_str(&text).expect("valid JSON");
    let show = std::env::var_os("MOTCUA_VECTORS_SHOW").is_some();
    let mut groups: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    let (mut passed, mut total) = (0, 0);
    for scenario in file["scenarios"].as_array().expect("a list") {
        let scope = scenario["scope"].as_str().unwrap_or_default();
        let mut player = Player {
            definition: None,
            instances: Vec::new(),
            language: String::new(),
            at: 0,
            scenario,
            forms: &file["forms"],
            differences: Vec::new(),
            checks: 0,
        };
        player.play();
        let good = player.differences.is_empty() && player.checks > 0;
        let group = groups
            .entry(format!(
                "{scope:9} {}",
                scenario["group"].as_str().unwrap_or_default()
            ))
            .or_default();
        group.0 += usize::from(good);
        group.1 += 1;
        if scope == "in" {
            total += 1;
            passed += usize::from(good);
        }
        if show && !good && scope != "out" {
            println!("{} | {}", scenario["id"], scenario["test"]);
            player
                .differences
                .iter()
                .take(6)
                .for_each(|difference| println!("    {difference}"));
        }
    }
    for (group, (passed, total)) in &groups {
        println!("{group:50} {passed}/{total}");
    }
    println!("scenarios in scope: {passed} of {total} agree");
    assert!(passed * 100 >= total * 95, "{passed} of {total}");
}
