//! Forms for tests, with as little around them as the specification allows.

use chrono::DateTime;
use motcua_form::{Changes, Definition, Edit, Env, Instance, ProblemKind};

/// A fixed time in Việt Nam and fixed bytes.
pub(crate) fn env() -> Env {
    Env {
        now: DateTime::parse_from_rfc3339("2026-11-22T08:30:00.000+07:00").expect("a valid time"),
        random: [42; 32],
    }
}

/// A form of a primary instance's content, further model elements, and a body.
pub(crate) fn form(data: &str, model: &str, body: &str) -> String {
    document(data, model, "", body)
}

/// The same with the model's elements in two parts.
pub(crate) fn document(data: &str, model: &str, binds: &str, body: &str) -> String {
    format!(
        r#"<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" xmlns:jr="http://openrosa.org/javarosa" xmlns:orx="http://openrosa.org/xforms" xmlns:odk="http://www.opendatakit.org/xforms">
        <h:head><h:title>Test</h:title><model><instance><data id="t">{data}</data></instance>{model}{binds}</model></h:head><h:body>{body}</h:body></h:html>"#
    )
}

pub(crate) fn definition_of(xml: &str) -> Definition {
    Definition::load(xml, &[]).expect("a form")
}

pub(crate) fn open(xml: &str) -> Instance {
    Instance::open(&definition_of(xml), &env())
}

pub(crate) fn ask(instance: &mut Instance, reference: &str, value: &str) -> Changes {
    let edit = Edit::Answer {
        reference: reference.into(),
        value: value.into(),
    };
    instance.apply(&edit, &env()).expect("an answer")
}

pub(crate) fn texts(instance: &Instance, lang: &str) -> Vec<(String, ProblemKind, String)> {
    instance
        .problems(lang)
        .into_iter()
        .map(|problem| (problem.reference, problem.kind, problem.text))
        .collect()
}
