//! A scenario's actions, on one definition and the instances that the script makes of it.

use motcua_form::{Definition, Edit, Env, Instance, QuestionKind, Resource};
use serde_json::Value;

use super::events::events;
use crate::differences::Otherwise;

/// What a script works on, and what it found.
pub(super) struct Player<'a> {
    pub(super) scenario: &'a Value,
    form: &'a str,
    env: &'a Env,
    pub(super) definition: Option<Definition>,
    instances: Vec<Option<Instance>>,
    pub(super) language: String,
    /// Which of [`events`] the script stands at.
    pub(super) at: usize,
    pub(super) differences: Vec<Otherwise>,
    pub(super) checks: usize,
}

type Acted = Result<(), String>;

impl<'a> Player<'a> {
    pub(super) fn new(scenario: &'a Value, form: &'a str, env: &'a Env) -> Self {
        Self {
            scenario,
            form,
            env,
            definition: None,
            instances: Vec::new(),
            language: String::new(),
            at: 0,
            differences: Vec::new(),
            checks: 0,
        }
    }

    /// Carries out a step; one with `must_fail` has to be refused.
    pub(super) fn act(&mut self, op: &str, step: &Value) {
        let must_fail = step["must_fail"].as_bool() == Some(true);
        self.checks += 1;
        match self.try_to(op, step) {
            Err(error) if !must_fail => self.differ(format!("{op} {}: {error}", reference(step))),
            Ok(()) if must_fail => self.differ(format!("{op} {}: should be refused", reference(step))),
            _ => {}
        }
    }

    /// Loading failed: nothing that follows can be played.
    pub(super) fn is_without_form(&self) -> bool {
        self.definition.is_none()
    }

    pub(super) fn differ(&mut self, what: String) {
        self.differences.push(Otherwise::told(what));
    }

    pub(super) fn differ_in(&mut self, what: &str, expected: &Value, got: &Value) {
        self.differences.push(Otherwise {
            what: what.to_owned(),
            values: Some((expected.clone(), got.clone())),
        });
    }

    /// The instance that a step names; the first without a number.
    pub(super) fn instance(&self, step: &Value) -> Option<&Instance> {
        self.instances.get(number(step, "inst"))?.as_ref()
    }

    fn instance_mut(&mut self, step: &Value) -> Result<&mut Instance, String> {
        let instance = self
            .instances
            .get_mut(number(step, "inst"))
            .and_then(Option::as_mut);
        instance.ok_or_else(|| "there is no such instance".to_owned())
    }

    fn try_to(&mut self, op: &str, step: &Value) -> Acted {
        match op {
            "load" => self.load(),
            "answer" => self.answer(step),
            "add_repeat" => self.add_row(step),
            "remove_repeat" => self.edit(
                step,
                &Edit::RemoveRow {
                    row: reference(step).to_owned(),
                },
            ),
            "set_language" => self.set_language(step),
            "next" => self.go(self.at + 1),
            "prev" => self.go(self.at.saturating_sub(1)),
            "jump_start" => self.go(0),
            "new_instance" | "serialize_restore" | "edit_instance" => self.another(op, step),
            other => Err(format!("there is no action {other}")),
        }
    }

    fn load(&mut self) -> Acted {
        let list = self.scenario["resources"].as_array().into_iter().flatten();
        let resources: Vec<Resource<'_>> = list
            .filter_map(|resource| {
                Some(Resource {
                    uri: resource["url"].as_str()?,
                    text: resource["text"].as_str()?,
                })
            })
            .collect();
        let definition = Definition::load(self.form, &resources).map_err(|error| error.to_string())?;
        self.language = definition.default_language().to_owned();
        let opened = match self.scenario["options"]["editInstance"].as_str() {
            Some(answers) => {
                Instance::restore(&definition, answers, self.env).map_err(|error| error.to_string())?
            }
            None => Instance::open(&definition, self.env),
        };
        self.instances = vec![Some(opened)];
        self.definition = Some(definition);
        Ok(())
    }

    fn answer(&mut self, step: &Value) -> Acted {
        let reference = reference(step).to_owned();
        let value = self.answer_text(step, &reference);
        self.edit(
            step,
            &Edit::Answer {
                reference: reference.clone(),
                value,
            },
        )?;
        self.go_to(step, &reference);
        Ok(())
    }

    fn add_row(&mut self, step: &Value) -> Acted {
        let repeat = reference(step).to_owned();
        self.edit(
            step,
            &Edit::AddRow {
                repeat: repeat.clone(),
            },
        )?;
        let rows = self.instance(step).and_then(|it| it.row_count(&repeat));
        self.go_to(step, &format!("{repeat}[{}]", rows.unwrap_or(0)));
        Ok(())
    }

    fn set_language(&mut self, step: &Value) -> Acted {
        let language = step["language"].as_str().unwrap_or_default().to_owned();
        let env = self.env.clone();
        self.instance_mut(step)?.set_language(&language, &env);
        self.language = language;
        Ok(())
    }

    fn go(&mut self, to: usize) -> Acted {
        self.at = to;
        Ok(())
    }

    fn go_to(&mut self, step: &Value, reference: &str) {
        let Some(instance) = self.instance(step) else {
            return;
        };
        let places = events(instance, &self.language);
        let place = places
            .iter()
            .position(|place| place.1.as_deref() == Some(reference));
        self.at = place.unwrap_or(self.at);
    }

    /// Makes an instance anew: empty, or from what another one saved or would submit.
    fn another(&mut self, op: &str, step: &Value) -> Acted {
        let definition = self.definition.clone().ok_or("there is no form")?;
        let from = self.instances.get(number(step, "from")).and_then(Option::as_ref);
        let from = from.ok_or("there is no such instance")?;
        let restore = |xml: &str| Instance::restore(&definition, xml, self.env);
        let made = match op {
            "new_instance" => Ok(Instance::open(&definition, self.env)),
            "serialize_restore" => restore(&from.save()),
            _ => restore(&from.submission().xml),
        };
        let made = made.map_err(|error| error.to_string())?;
        let number = number(step, "inst");
        while self.instances.len() <= number {
            self.instances.push(None);
        }
        self.instances[number] = Some(made);
        Ok(())
    }

    /// Values of the script in the engine's words.
    fn answer_text(&self, step: &Value, reference: &str) -> String {
        let question = self.instance(step).and_then(|it| it.question(reference, ""));
        let trigger = question.is_some_and(|it| it.kind == QuestionKind::Trigger);
        match &step["value"] {
            Value::String(text) => text.clone(),
            Value::Bool(on) if trigger => if *on { "OK" } else { "" }.into(),
            Value::Bool(on) => if *on { "1" } else { "0" }.into(),
            Value::Array(list) => {
                let words: Vec<&str> = list.iter().filter_map(Value::as_str).collect();
                words.join(" ")
            }
            Value::Null => String::new(),
            other => other.to_string(),
        }
    }

    fn edit(&mut self, step: &Value, edit: &Edit) -> Acted {
        let env = self.env.clone();
        let instance = self.instance_mut(step)?;
        instance
            .apply(edit, &env)
            .map(|_| ())
            .map_err(|error| error.to_string())
    }
}

pub(super) fn reference(step: &Value) -> &str {
    step["ref"].as_str().unwrap_or_default()
}

fn number(step: &Value, member: &str) -> usize {
    step[member].as_u64().unwrap_or(0) as usize
}
