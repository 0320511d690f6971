//! The engine given hostile input of every kind it reads. A deep run tries a hundred times as much.

use std::collections::HashMap;

use motcua_form::xpath::{Document, Evaluation};
use motcua_form::{Definition, Instance};
use motcua_fuzz::hunt::{Trace, hunt};
use motcua_fuzz::material::{self, LISTS, Material};
use motcua_fuzz::mutate::{changed, mutations};
use motcua_fuzz::play::{Move, env, load, moves, play, restore};
use motcua_fuzz::words;
use proptest::prelude::*;
use proptest::sample::select;

fn trace(name: &str) -> Trace {
    Trace::new(env!("CARGO_TARGET_TMPDIR"), name)
}

/// Plays a form that was taken.
fn played(definition: Option<Definition>, moves: &[Move]) -> bool {
    definition.inspect(|definition| play(definition, moves)).is_some()
}

/// A form is refused or can be used.
fn forms(name: &str, cases: u32, of: impl Strategy<Value = Material>) {
    let trace = trace(name);
    hunt(
        &trace,
        cases,
        &(of, mutations(), moves()),
        |(material, changes, moves)| {
            let form = changed(&material.form, &changes);
            trace.now(&form);
            played(load(&form, &material.files), &moves)
        },
    );
}

#[test]
fn own_forms_that_were_changed() {
    forms("own-forms", 25, material::owns());
}

#[test]
fn generated_forms_that_were_changed() {
    forms("forms", 250, material::small());
}

/// Sources of expressions: parts in any order, and our own forms' expressions with changes.
fn sources() -> impl Strategy<Value = String> {
    let own =
        (select(material::expressions()), mutations()).prop_map(|(own, changes)| changed(&own, &changes));
    prop_oneof![words::expression(), own]
}

#[test]
fn expressions_over_a_document() {
    let trace = trace("expressions");
    let none = HashMap::new();
    hunt(&trace, 2_000, &sources(), |source| {
        trace.now(&source);
        let mut document = Document::parse("<data><a id=\"x\">1</a><row><x>2</x></row><row/></data>", None)
            .expect("well-formed");
        let how = Evaluation {
            context: "/data",
            root: None,
            language: None,
            namespaces: &none,
            env: &env(),
        };
        document.evaluate(&source, &how).is_ok()
    });
}

#[test]
fn expressions_in_a_form() {
    let trace = trace("rules");
    let rule = select(
        &[
            "calculate=\"concat(",
            "constraint=\"regex(",
            "relevant=\"/data/int != 3",
        ][..],
    );
    hunt(
        &trace,
        250,
        &(rule, sources(), moves()),
        |(rule, source, moves)| {
            let source = source
                .replace('&', "&amp;")
                .replace('<', "&lt;")
                .replace('"', "'");
            let attribute = rule.split('"').next().unwrap_or_default();
            let form = material::EVERYTHING.replacen(
                rule,
                &format!("{attribute}\"{source}\" x=\"{}", &rule[attribute.len() + 1..]),
                1,
            );
            trace.now(&form);
            played(load(&form, &material::everything().files), &moves)
        },
    );
}

#[test]
fn lists_in_every_format() {
    let trace = trace("lists");
    let text = prop_oneof![3 => mutations().prop_map(Some), 1 => Just(None)];
    hunt(
        &trace,
        300,
        &(0..LISTS.len(), text, words::anything(), moves()),
        |(which, changes, any, moves)| {
            let mut material = material::everything();
            let file = &mut material.files[which];
            file.text = changes.map_or(any, |changes| changed(&file.text, &changes));
            trace.now(&file.text);
            played(load(&material.form, &material.files), &moves)
        },
    );
}

#[test]
fn answers_to_every_kind_of_question() {
    let trace = trace("answers");
    let material = material::everything();
    let definition = load(&material.form, &material.files).expect("the form is right");
    hunt(&trace, 250, &moves(), |moves| {
        trace.now(&format!("{moves:?}"));
        play(&definition, &moves);
        true
    });
}

#[test]
fn saved_answers_that_were_changed() {
    let trace = trace("drafts");
    hunt(
        &trace,
        250,
        &(material::small(), moves(), mutations()),
        |(material, moves, changes)| {
            let definition = load(&material.form, &material.files).expect("the form is right");
            play(&definition, &moves);
            let saved = changed(&Instance::open(&definition, &env()).save(), &changes);
            trace.now(&saved);
            restore(&definition, &saved)
        },
    );
}
