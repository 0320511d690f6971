//! Calculations that a person or an action wrote over, and what is made once (docs/xforms-differences.md, "over-calculation").

use crate::common::{ask, definition_of, env, form, open, value};
use motcua_form::{Edit, Env, Instance};

fn restored(form: &str, saved: &str) -> Instance {
    Instance::restore(&definition_of(form), saved, &env()).expect("restored")
}

/// Rows of a count; `c` is calculated and `bind` says how.
fn counted(bind: &str, control: &str) -> String {
    form(
        r#"<n/><kids jr:template=""><a/><c/></kids>"#,
        &format!(r#"<bind nodeset="/data/n" type="int"/><bind nodeset="/data/kids/c" {bind}/>"#),
        &format!(
            r#"<input ref="/data/n"/><repeat nodeset="/data/kids" jr:count="/data/n"><input ref="/data/kids/a"/>{control}</repeat>"#
        ),
    )
}

const ASKED: &str = r#"<input ref="/data/kids/c"/>"#;

#[test]
fn what_was_typed_over_a_calculation_returns_with_its_row() {
    let form = counted(r#"calculate="../a * 2""#, ASKED);
    let mut instance = open(&form);
    ask(&mut instance, "/data/n", "2");
    ask(&mut instance, "/data/kids[2]/a", "1");
    ask(&mut instance, "/data/kids[2]/c", "99");
    ask(&mut instance, "/data/n", "1");
    let mut again = restored(&form, &instance.save());
    assert_eq!(again.save(), instance.save());
    for instance in [&mut instance, &mut again] {
        ask(instance, "/data/n", "2");
        assert_eq!(value(instance, "/data/kids[2]/c"), "99");
        ask(instance, "/data/kids[2]/a", "4");
        assert_eq!(value(instance, "/data/kids[2]/c"), "8", "what it reads changed");
    }
}

/// Nothing was typed: what the calculation reads may have changed while the row was away.
#[test]
fn a_plain_calculation_is_made_anew_when_its_row_returns() {
    let form = counted(r#"calculate="../a * /data/n""#, ASKED);
    let mut instance = open(&form);
    ask(&mut instance, "/data/n", "2");
    ask(&mut instance, "/data/kids[2]/a", "5");
    ask(&mut instance, "/data/n", "1");
    let mut again = restored(&form, &instance.save());
    for instance in [&mut instance, &mut again] {
        ask(instance, "/data/n", "3");
        assert_eq!(value(instance, "/data/kids[2]/c"), "15");
    }
}

#[test]
fn what_was_made_once_returns_with_its_row() {
    let form = counted(r#"calculate="once(../a)""#, "");
    let mut instance = open(&form);
    ask(&mut instance, "/data/n", "2");
    ask(&mut instance, "/data/kids[2]/a", "x");
    ask(&mut instance, "/data/kids[2]/a", "y");
    ask(&mut instance, "/data/n", "1");
    let mut again = restored(&form, &instance.save());
    for instance in [&mut instance, &mut again] {
        ask(instance, "/data/n", "2");
        assert_eq!(value(instance, "/data/kids[2]/c"), "x");
    }
}

/// A row that holds nothing but an id that was given is kept too.
#[test]
fn an_id_returns_with_its_row() {
    let form = counted(r#"calculate="uuid()""#, "");
    let mut instance = open(&form);
    ask(&mut instance, "/data/n", "2");
    let id = value(&instance, "/data/kids[2]/c");
    assert_eq!(id.len(), 36);
    ask(&mut instance, "/data/n", "1");
    let mut again = restored(&form, &instance.save());
    for instance in [&mut instance, &mut again] {
        let later = Env {
            random: [7; 32],
            ..env()
        };
        let edit = Edit::Answer {
            reference: "/data/n".into(),
            value: "2".into(),
        };
        instance.apply(&edit, &later).expect("an answer");
        assert_eq!(value(instance, "/data/kids[2]/c"), id);
    }
}

/// Without a template the first row's text isn't what a new row starts with: "Lan" was typed.
#[test]
fn a_row_set_aside_keeps_an_answer_that_is_the_first_rows_too() {
    let form = form(
        "<kids><name>Lan</name></kids><n>2</n>",
        r#"<bind nodeset="/data/n" type="int"/>"#,
        r#"<input ref="/data/n"/><repeat nodeset="/data/kids" jr:count="/data/n"><input ref="/data/kids/name"/></repeat>"#,
    );
    let mut instance = open(&form);
    assert_eq!(value(&instance, "/data/kids[2]/name"), "");
    ask(&mut instance, "/data/kids[2]/name", "Lan");
    ask(&mut instance, "/data/n", "1");
    let mut again = restored(&form, &instance.save());
    ask(&mut again, "/data/n", "2");
    assert_eq!(value(&again, "/data/kids[2]/name"), "Lan");
}

/// Nobody can write into what is read-only, whether it says so itself or what is around it, always or now.
#[test]
fn a_read_only_calculation_of_submitted_answers_is_not_believed() {
    for readonly in [
        r#"<bind nodeset="/data/g" readonly="true()"/>"#,
        r#"<bind nodeset="/data/g/fee" readonly="true()"/>"#,
        r#"<bind nodeset="/data/g" readonly="/data/a = 2"/>"#,
        r#"<bind nodeset="/data/g/fee" readonly="1 = 1"/>"#,
    ] {
        let form = form(
            "<a>2</a><g><fee/></g>",
            &format!(r#"{readonly}<bind nodeset="/data/g/fee" calculate="/data/a * 100"/>"#),
            r#"<input ref="/data/a"/><group ref="/data/g"><input ref="/data/g/fee"/></group>"#,
        );
        let instance = restored(&form, r#"<data id="t"><a>2</a><g><fee>1</fee></g></data>"#);
        assert_eq!(value(&instance, "/data/g/fee"), "200", "{readonly}");
    }
    let form = form(
        "<a>2</a><fee/>",
        r#"<bind nodeset="/data/fee" calculate="/data/a * 100" readonly="/data/a = 3"/>"#,
        r#"<input ref="/data/a"/><input ref="/data/fee"/>"#,
    );
    let mut instance = restored(&form, r#"<data id="t"><a>2</a><fee>1</fee></data>"#);
    assert_eq!(value(&instance, "/data/fee"), "1", "it can be written over now");
    ask(&mut instance, "/data/a", "3");
    assert_eq!(value(&instance, "/data/fee"), "300");
}

/// A calculation that becomes read-only is the form's word again.
#[test]
fn a_calculation_that_becomes_read_only_is_computed() {
    let mut instance = open(&form(
        "<a>2</a><done/><fee/>",
        r#"<bind nodeset="/data/fee" calculate="/data/a * 100" readonly="/data/done = 'yes'"/>"#,
        r#"<input ref="/data/a"/><input ref="/data/done"/><input ref="/data/fee"/>"#,
    ));
    ask(&mut instance, "/data/fee", "1");
    let changes = ask(&mut instance, "/data/done", "yes");
    assert_eq!(value(&instance, "/data/fee"), "200");
    if let Some(undo) = changes.undo {
        instance.apply(&undo, &env()).expect("undone");
    }
    assert_eq!(
        value(&instance, "/data/fee"),
        "1",
        "and undoing gives back what was typed"
    );
}

/// Computing everything anew, on another day with other random bytes, leaves what was typed and what was made once.
#[test]
fn recompute_keeps_what_was_typed_and_made_once() {
    let mut instance = open(&form(
        "<a>2</a><b/><id/><dice/>",
        r#"<bind nodeset="/data/b" calculate="/data/a * 2"/><bind nodeset="/data/id" calculate="uuid()"/><bind nodeset="/data/dice" calculate="random()"/>"#,
        r#"<input ref="/data/a"/><input ref="/data/b"/>"#,
    ));
    ask(&mut instance, "/data/b", "99");
    let before = instance.save();
    let later = Env {
        random: [7; 32],
        ..env()
    };
    instance.recompute(&later);
    assert_eq!(instance.save(), before);
}

/// "Preload Attributes": rows that are added have their own, from the start.
#[test]
fn new_rows_are_preloaded() {
    let mut instance = open(&form(
        r#"<kids jr:template=""><id/><day/></kids>"#,
        r#"<bind nodeset="/data/kids/id" jr:preload="uid"/><bind nodeset="/data/kids/day" jr:preload="date" jr:preloadParams="today"/>"#,
        r#"<repeat nodeset="/data/kids"><input ref="/data/kids/day"/></repeat>"#,
    ));
    for _ in 0..2 {
        let repeat = "/data/kids".into();
        instance.apply(&Edit::AddRow { repeat }, &env()).expect("a row");
    }
    assert!(value(&instance, "/data/kids[1]/id").starts_with("uuid:"));
    assert_eq!(value(&instance, "/data/kids[2]/day"), "2026-11-22");
    let saved = instance.save();
    let repeats = form(
        r#"<kids jr:template=""><id/><day/></kids>"#,
        r#"<bind nodeset="/data/kids/id" jr:preload="uid"/><bind nodeset="/data/kids/day" jr:preload="date" jr:preloadParams="today"/>"#,
        r#"<repeat nodeset="/data/kids"><input ref="/data/kids/day"/></repeat>"#,
    );
    assert_eq!(restored(&repeats, &saved).save(), saved, "once");
}

/// Whatever asks for the day: a calculation, a condition and a constraint.
#[test]
fn computing_anew_knows_the_day() {
    let binds = r#"<bind nodeset="/data/day" calculate="today()"/><bind nodeset="/data/late" relevant="today() &gt; '2026-12-01'"/>
        <bind nodeset="/data/by" type="date" constraint=". &gt;= today()"/>"#;
    let body = r#"<input ref="/data/late"/><input ref="/data/by"/>"#;
    let mut instance = open(&form("<day/><late/><by/>", binds, body));
    ask(&mut instance, "/data/by", "2026-11-30");
    assert_eq!(value(&instance, "/data/day"), "2026-11-22");
    assert!(
        instance.problems("").is_empty()
            && instance.question("/data/late", "").is_some_and(|it| !it.relevant)
    );
    let later = Env {
        now: env().now + chrono::Days::new(10),
        ..env()
    };
    let changes = instance.recompute(&later);
    assert_eq!(value(&instance, "/data/day"), "2026-12-02");
    assert_eq!(instance.problems("").len(), 1);
    assert!(changes.outline_changed && changes.changed.contains("/data/late"));
    assert!(instance.question("/data/late", "").is_some_and(|it| it.relevant));
}

/// What is made once and was saved before it was made is made now.
#[test]
fn what_was_never_made_is_made_when_answers_are_opened() {
    let xml = form(
        "<id/><kept/>",
        r#"<bind nodeset="/data/id" calculate="once(uuid())"/><bind nodeset="/data/kept" calculate="once(uuid())"/>"#,
        "",
    );
    let instance = restored(&xml, r#"<data id="t"><id/><kept>mine</kept></data>"#);
    assert_eq!(value(&instance, "/data/id").len(), 36);
    assert_eq!(value(&instance, "/data/kept"), "mine");
}

/// A computed number is kept as its node's type has it.
#[test]
fn a_computed_number_is_of_its_type() {
    let binds = r#"<bind nodeset="/data/whole" type="int" calculate="7 div 2"/><bind nodeset="/data/part" type="decimal" calculate="7 div 2"/>"#;
    let instance = open(&form("<whole/><part/>", binds, ""));
    assert_eq!(value(&instance, "/data/whole"), "3");
    assert_eq!(value(&instance, "/data/part"), "3.5");
}
