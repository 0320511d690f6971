//! Forms for tests, with as little around them as the specification allows.

use std::collections::HashMap;

use chrono::DateTime;
use motcua_form::xpath::{Document, Evaluated, Evaluation};
use motcua_form::{Changes, Definition, Edit, Env, Instance, Problem, ProblemKind};
use proptest::prelude::*;

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

/// Adds a row as a person does.
pub(crate) fn add(instance: &mut Instance, repeat: &str) -> Changes {
    let repeat = repeat.into();
    instance.apply(&Edit::AddRow { repeat }, &env()).expect("a row")
}

/// The text of a node, asked or not.
pub(crate) fn value(instance: &Instance, reference: &str) -> String {
    instance.state(reference).expect("a node").value
}

pub(crate) fn texts(instance: &Instance, lang: &str) -> Vec<(String, ProblemKind, String)> {
    instance
        .problems(lang)
        .into_iter()
        .map(|problem| (problem.reference, problem.kind, problem.text))
        .collect()
}

/// Everything that two equal instances have alike: what is kept, what is handed in, what is wrong.
pub(crate) fn bits(instance: &Instance) -> (String, String, Vec<Problem>) {
    (instance.save(), instance.submission().xml, instance.problems(""))
}

/// Edits of a form whose rows `/data/row` have rows `inner`: mostly answers, and rows that come, go and move. Places that don't exist are
/// refused, which changes nothing.
pub(crate) fn edits(answers: impl Strategy<Value = Edit>) -> impl Strategy<Value = Edit> {
    let row = |number: usize| format!("/data/row[{number}]");
    prop_oneof![
        8 => answers,
        2 => Just(Edit::AddRow { repeat: "/data/row".into() }),
        2 => (1..4usize).prop_map(move |number| Edit::AddRow { repeat: format!("{}/inner", row(number)) }),
        1 => (1..4usize).prop_map(move |number| Edit::RemoveRow { row: row(number) }),
        1 => (1..4usize, 1..4usize).prop_map(move |(number, to)| Edit::MoveRow { row: row(number), to }),
    ]
}

/// What an expression gives at the element `/data` of a document.
pub(crate) fn evaluate(xml: &str, expression: &str) -> Result<Evaluated, String> {
    let mut document = Document::parse(xml, None).expect("well-formed");
    let namespaces = HashMap::new();
    let how = Evaluation {
        context: "/data",
        root: None,
        language: None,
        namespaces: &namespaces,
        env: &env(),
    };
    document.evaluate(expression, &how)
}

/// Each expression has its text there.
#[track_caller]
pub(crate) fn evaluate_to(xml: &str, cases: &[(&str, &str)]) {
    for (expression, expected) in cases {
        let text = evaluate(xml, expression).map(|result| result.text);
        assert_eq!(text.as_deref(), Ok(*expected), "{expression}");
    }
}
