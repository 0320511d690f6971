//! The fuzzer first finds what was planted: a test that finds nothing proves nothing. The usual run's cases have every shape that is worth
//! trying, and a panic in one of them is told with the smallest input that does it.

use std::panic::{AssertUnwindSafe, catch_unwind};

use motcua_fuzz::hunt::{Trace, finds, hunt};
use motcua_fuzz::material;
use motcua_fuzz::mutate::{changed, mutations};
use motcua_fuzz::play::{Move, load, moves};
use motcua_fuzz::words;

/// What a hunt says when the engine panics at an answer with a zero in it.
fn told() -> String {
    let trace = Trace::new(env!("CARGO_TARGET_TMPDIR"), "planted");
    let planted = |moves: Vec<Move>| {
        let given = |one: &Move| matches!(one, Move::Answer(_, text) if text.contains('0'));
        trace.now(&format!("{} moves", moves.len()));
        assert!(!moves.iter().any(given), "planted");
        true
    };
    let ended = catch_unwind(AssertUnwindSafe(|| hunt(&trace, 250, &moves(), planted)));
    let panic = ended.expect_err("the planted panic isn't found");
    panic.downcast_ref::<String>().cloned().unwrap_or_default()
}

#[test]
fn a_panic_is_found_and_its_input_made_small() {
    let told = told();
    assert!(told.contains("planted"), "{told}");
    assert!(told.ends_with("1 moves"), "{told}");
}

/// Whether something is so of a form and what it became.
fn some_form(is: impl Fn(&str, &str) -> bool) -> bool {
    finds(500, &(material::small(), mutations()), |(material, changes)| {
        is(&material.form, &changed(&material.form, &changes))
    })
}

#[test]
fn nesting_attributes_entities_and_tags_are_changed() {
    let nested = |form: &str| {
        let mut names = form.split('<').filter(|name| !name.is_empty());
        names.any(|name| form.contains(&format!("<{name}").repeat(8)))
    };
    assert!(some_form(|_, form| nested(form)), "nesting");
    for (what, texts) in [
        ("an expression", ["$x", "comment()", "following::", "e308"]),
        ("an entity", ["&#", "<!DOCTYPE", "&x;", "<![CDATA["]),
    ] {
        let has = |form: &str| texts.iter().any(|text| form.contains(text));
        assert!(some_form(|before, form| !has(before) && has(form)), "{what}");
    }
    let count = |form: &str, text: &str| form.matches(text).count();
    for text in ["<bind", "<", "=\"", "/>"] {
        assert!(
            some_form(|before, form| count(form, text) > count(before, text)),
            "one more {text}"
        );
        assert!(
            some_form(|before, form| count(form, text) < count(before, text)),
            "one less {text}"
        );
    }
    assert!(!some_form(|_, form| form.is_empty()), "what is in no form");
}

/// Only a form that was taken meets the engine behind the door.
#[test]
fn changed_forms_that_are_taken_reach_the_engine() {
    let warned = finds(250, &(material::small(), mutations()), |(material, changes)| {
        let form = load(&changed(&material.form, &changes), &material.files);
        form.is_some_and(|form| {
            form.warnings()
                .iter()
                .any(|warning| warning.path.contains("bind"))
        })
    });
    assert!(warned);
}

#[test]
fn expressions_have_every_shape() {
    for shape in ["position()", "[1]", "(a+)+$", "//", "digest('"] {
        assert!(
            finds(2_000, &words::expression(), |source| source.contains(shape)),
            "{shape}"
        );
    }
}

#[test]
fn answers_have_every_shape() {
    for shape in ["\u{0}", "2026-02-30", "1e309", "]]>", "\u{10ffff}"] {
        let given = |one: &Move| matches!(one, Move::Answer(_, text) if text.contains(shape));
        assert!(finds(250, &moves(), |moves| moves.iter().any(given)), "{shape:?}");
    }
    assert!(
        finds(250, &words::answer(), |text| text.len() > 10_000),
        "a long one"
    );
}
