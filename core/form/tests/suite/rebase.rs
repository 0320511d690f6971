//! A draft's answers in a newer version of its form: what is kept, moved, asked for again, and that nothing is lost.

use std::collections::BTreeMap;

use crate::common::{add, ask, definition_of, document, env, form};
use motcua_form::{AnswerEffect, Effect, Instance, Misfit, NewValues, Rebased, ValueMapping};
use proptest::prelude::*;

fn value(instance: &Instance, reference: &str) -> String {
    let question = instance.question(reference, "").expect("a question");
    question.value
}

fn state(instance: &Instance, reference: &str) -> String {
    instance.state(reference).expect("a node").value
}

fn rebase(older: &Instance, newer: &str) -> Rebased {
    older.rebase(&definition_of(newer), &ValueMapping::default(), &env())
}

fn became(rebased: &Rebased) -> Vec<(&str, Option<&str>, &Effect)> {
    rebased
        .effects
        .iter()
        .map(|effect| (effect.from.as_str(), effect.to.as_deref(), &effect.effect))
        .collect()
}

#[test]
fn kept_moved_and_without_a_place() {
    let older = form(
        "<a/><b/><gone/><empty/>",
        "",
        r#"<input ref="/data/a"/><input ref="/data/b"/><input ref="/data/gone"/><input ref="/data/empty"/>"#,
    );
    let newer = form(
        "<a/><g><b/></g><c>new</c>",
        "",
        r#"<input ref="/data/a"/><input ref="/data/g/b"/><input ref="/data/c"/>"#,
    );
    let mut draft = crate::common::open(&older);
    for (reference, text) in [("/data/a", "một"), ("/data/b", "hai"), ("/data/gone", "ba")] {
        ask(&mut draft, reference, text);
    }
    let rebased = rebase(&draft, &newer);
    assert_eq!(
        became(&rebased),
        [
            ("/data/a", Some("/data/a"), &Effect::Kept),
            ("/data/b", Some("/data/g/b"), &Effect::Moved),
            ("/data/gone", None, &Effect::NoLongerFits(Misfit::Gone)),
        ]
    );
    assert_eq!(rebased.effects[2].value, "ba", "nothing is lost");
    assert_eq!(value(&rebased.instance, "/data/a"), "một");
    assert_eq!(value(&rebased.instance, "/data/g/b"), "hai");
    assert_eq!(
        value(&rebased.instance, "/data/c"),
        "new",
        "what is added starts as in new answers"
    );
    assert_eq!(value(&draft, "/data/gone"), "ba", "the older draft is as it was");
}

#[test]
fn what_no_longer_fits_is_kept_and_flagged() {
    let items = |values: &[&str]| -> String {
        let item = |value: &&str| format!("<item><value>{value}</value><label>{value}</label></item>");
        values.iter().map(item).collect()
    };
    let with = |kind: &str, constraint: &str, values: &[&str]| {
        form(
            "<age/><size/><way/><bad/>",
            &format!(
                r#"<bind nodeset="/data/age" type="{kind}"/><bind nodeset="/data/size" constraint="{constraint}"/>
                   <bind nodeset="/data/bad" type="int"/>"#
            ),
            &format!(
                r#"<input ref="/data/age"/><input ref="/data/size"/><select ref="/data/way">{}</select><input ref="/data/bad"/>"#,
                items(values)
            ),
        )
    };
    let mut draft = crate::common::open(&with("string", ". &lt; 10", &["a", "b", "c"]));
    let answers = [
        ("/data/age", "ba"),
        ("/data/size", "5"),
        ("/data/way", "a c"),
        ("/data/bad", "x"),
    ];
    for (reference, text) in answers {
        ask(&mut draft, reference, text);
    }
    let rebased = rebase(&draft, &with("int", ". &lt; 3", &["a", "b"]));
    let misfits: Vec<_> = rebased.effects.iter().map(|effect| &effect.effect).collect();
    assert_eq!(
        misfits,
        [
            &Effect::NoLongerFits(Misfit::Type),
            &Effect::NoLongerFits(Misfit::Constraint),
            &Effect::NoLongerFits(Misfit::Choice),
            &Effect::Kept,
        ],
        "what was wrong before is no news"
    );
    for (reference, text) in answers {
        assert_eq!(value(&rebased.instance, reference), text, "{reference}");
    }
    assert_eq!(state(&rebased.instance, "/data/way"), "a");
    assert_eq!(Misfit::Choice.as_str(), "ANSWER_CHOICE");
}

#[test]
fn what_the_form_computes_is_computed_again() {
    let body = r#"<input ref="/data/a"/><input ref="/data/b"/>"#;
    let binds = |sum: &str, b: &str| {
        format!(
            r#"<bind nodeset="/data/sum" calculate="{sum}"/><bind nodeset="/data/b" {b}/>
               <bind nodeset="/data/meta/instanceID" jr:preload="uid"/>"#
        )
    };
    let meta = "<meta><instanceID/></meta>";
    let older = form(
        &format!("<a/><b/><sum/><fee>8000</fee>{meta}"),
        &binds("/data/a + 1", ""),
        body,
    );
    let newer = form(
        &format!("<a/><b/><sum/><fee>9000</fee><day/><stamp/>{meta}"),
        &(binds("/data/a + 2", r#"calculate="'form'" readonly="true()""#)
            + r#"<bind nodeset="/data/stamp" jr:preload="date" jr:preloadParams="today"/>
                 <setvalue event="odk-instance-first-load" ref="/data/day" value="today()"/>
                 <setvalue event="odk-instance-first-load" ref="/data/a">0</setvalue>"#),
        body,
    );
    let mut draft = crate::common::open(&older);
    ask(&mut draft, "/data/a", "5");
    ask(&mut draft, "/data/b", "mine");
    let rebased = rebase(&draft, &newer);
    let instance = &rebased.instance;
    assert_eq!(state(instance, "/data/sum"), "7");
    assert_eq!(
        state(instance, "/data/fee"),
        "9000",
        "the form's own text is the newer form's"
    );
    assert_eq!(
        state(instance, "/data/day"),
        "2026-11-22",
        "what is added loads for the first time"
    );
    assert_eq!(state(instance, "/data/stamp"), "2026-11-22");
    assert_eq!(state(instance, "/data/a"), "5", "what was answered doesn't");
    let id = "/data/meta/instanceID";
    assert_eq!(state(instance, id), state(&draft, id), "it stays the same draft");
    assert_eq!(
        became(&rebased),
        [
            ("/data/a", Some("/data/a"), &Effect::Kept),
            ("/data/b", None, &Effect::NoLongerFits(Misfit::Gone)),
        ],
        "an answer that the form computes now has no place"
    );
}

#[test]
fn hidden_answers_come_along() {
    let with = |hides: &str| {
        form(
            "<on>no</on><a/>",
            &format!(r#"<bind nodeset="/data/a" relevant="/data/on = '{hides}'"/>"#),
            r#"<input ref="/data/on"/><input ref="/data/a"/>"#,
        )
    };
    let mut draft = crate::common::open(&with("no"));
    ask(&mut draft, "/data/a", "Bưởi");
    let rebased = rebase(&draft, &with("yes"));
    assert_eq!(rebased.effects[1].effect, Effect::Kept);
    assert_eq!(state(&rebased.instance, "/data/a"), "");
    assert_eq!(value(&rebased.instance, "/data/a"), "Bưởi");
}

const GROUP: &str =
    r#"<group ref="/data/kid"><input ref="/data/kid/name"/><input ref="/data/kid/age"/></group>"#;
const REPEAT: &str =
    r#"<repeat nodeset="/data/kid"><input ref="/data/kid/name"/><input ref="/data/kid/age"/></repeat>"#;

fn kid(body: &str) -> String {
    form("<kid><name/><age/></kid>", "", body)
}

#[test]
fn a_group_that_becomes_a_repeat_is_its_first_row_and_back() {
    let mut draft = crate::common::open(&kid(GROUP));
    ask(&mut draft, "/data/kid/name", "An");
    let mut rows = rebase(&draft, &kid(REPEAT));
    let moved = ("/data/kid/name", Some("/data/kid[1]/name"), &Effect::Moved);
    assert_eq!(became(&rows), [moved]);
    assert_eq!(rows.instance.row_count("/data/kid"), Some(1));
    add(&mut rows.instance, "/data/kid");
    ask(&mut rows.instance, "/data/kid[2]/name", "Bình");
    let back = rebase(&rows.instance, &kid(GROUP));
    assert_eq!(
        became(&back),
        [
            ("/data/kid[1]/name", Some("/data/kid/name"), &Effect::Moved),
            ("/data/kid[2]/name", None, &Effect::NoLongerFits(Misfit::Gone)),
        ]
    );
    assert_eq!(back.effects[1].value, "Bình");
}

#[test]
fn the_rows_of_a_renamed_repeat_are_found_by_what_is_in_them() {
    let mut draft = crate::common::open(&kid(REPEAT));
    add(&mut draft, "/data/kid");
    ask(&mut draft, "/data/kid[1]/name", "An");
    ask(&mut draft, "/data/kid[2]/age", "7");
    let newer = kid(REPEAT).replace("kid", "child");
    let rebased = rebase(&draft, &newer);
    assert_eq!(
        became(&rebased),
        [
            ("/data/kid[1]/name", Some("/data/child[1]/name"), &Effect::Moved),
            ("/data/kid[2]/age", Some("/data/child[2]/age"), &Effect::Moved),
        ]
    );
    assert_eq!(rebased.instance.row_count("/data/child"), Some(2));
}

#[test]
fn rows_inside_rows_and_rows_that_a_count_set_aside() {
    let with = |extra: &str| {
        form(
            &format!(r#"<n/><r jr:template=""><a/>{extra}<s jr:template=""><b/></s></r>"#),
            "",
            r#"<input ref="/data/n"/><repeat nodeset="/data/r" jr:count="/data/n"><input ref="/data/r/a"/>
               <repeat nodeset="/data/r/s"><input ref="/data/r/s/b"/></repeat></repeat>"#,
        )
    };
    let mut draft = crate::common::open(&with(""));
    ask(&mut draft, "/data/n", "2");
    add(&mut draft, "/data/r[2]/s");
    ask(&mut draft, "/data/r[2]/s[1]/b", "deep");
    ask(&mut draft, "/data/r[1]/a", "flat");
    ask(&mut draft, "/data/n", "1");
    let mut rebased = rebase(&draft, &with("<new>7</new>"));
    let instance = &mut rebased.instance;
    assert_eq!(state(instance, "/data/r[1]/new"), "7");
    assert_eq!(instance.row_count("/data/r"), Some(1));
    ask(instance, "/data/n", "2");
    assert_eq!(
        value(instance, "/data/r[2]/s[1]/b"),
        "deep",
        "set aside, not lost"
    );
    let kept = rebased
        .effects
        .iter()
        .filter(|effect| effect.effect == Effect::Kept);
    assert_eq!(kept.count(), 3);
}

/// What nobody can answer in the newer form is the newer form's word, whatever the older one computed, asked or had there.
#[test]
fn what_cannot_be_answered_is_the_newer_forms_own() {
    let computed = form("<fee/>", r#"<bind nodeset="/data/fee" calculate="100 * 2"/>"#, "");
    let asked = form("<fee/>", "", r#"<input ref="/data/fee"/>"#);
    let note = form(
        "<fee>500</fee>",
        r#"<bind nodeset="/data/fee" readonly="true()"/>"#,
        r#"<input ref="/data/fee"/>"#,
    );
    let constant = form("<fee>500</fee>", "", "");
    for newer in [
        &note,
        &constant,
        &form("<fee>500</fee>", "", r#"<input ref="/data/fee"/>"#),
    ] {
        let rebased = rebase(&crate::common::open(&computed), newer);
        assert_eq!(
            state(&rebased.instance, "/data/fee"),
            "500",
            "computed by the older form"
        );
        assert!(rebased.effects.is_empty());
    }
    let mut draft = crate::common::open(&asked);
    ask(&mut draft, "/data/fee", "100");
    for newer in [&note, &constant] {
        let rebased = rebase(&draft, newer);
        assert_eq!(
            state(&rebased.instance, "/data/fee"),
            "500",
            "nobody could see or change 100"
        );
        let [effect] = &rebased.effects[..] else {
            panic!("one answer")
        };
        assert_eq!(
            (effect.value.as_str(), &effect.effect),
            ("100", &Effect::NoLongerFits(Misfit::Gone))
        );
    }
}

/// Ids, times and what an action wrote were made once: no newer form makes them again.
#[test]
fn what_was_made_once_stays() {
    let with = |extra: &str| {
        form(
            &format!("<id/><kept/><day/><a/>{extra}"),
            r#"<bind nodeset="/data/id" calculate="uuid()"/><bind nodeset="/data/kept" calculate="once(/data/a)"/>
               <setvalue event="odk-instance-first-load" ref="/data/day" value="today()"/>"#,
            r#"<input ref="/data/a"/>"#,
        )
    };
    let mut draft = crate::common::open(&with(""));
    ask(&mut draft, "/data/a", "x");
    let id = state(&draft, "/data/id");
    let rebased = rebase(&draft, &with("<b/>"));
    assert_eq!(state(&rebased.instance, "/data/id"), id);
    assert_eq!(state(&rebased.instance, "/data/day"), "2026-11-22");
    assert_eq!(
        state(&rebased.instance, "/data/kept"),
        state(&draft, "/data/kept")
    );
}

/// "Default Values in Repeats": what a newer form adds to rows begins in all of them as in new rows, not with the first row's text.
#[test]
fn what_is_added_to_rows_begins_as_in_new_rows() {
    let body = |b: &str| format!(r#"<repeat nodeset="/data/r"><input ref="/data/r/a"/>{b}</repeat>"#);
    let mut draft = crate::common::open(&form("<r><a/></r>", "", &body("")));
    add(&mut draft, "/data/r");
    ask(&mut draft, "/data/r[1]/a", "1");
    ask(&mut draft, "/data/r[2]/a", "2");
    let asks = body(r#"<input ref="/data/r/b"/>"#);
    for (data, text) in [
        ("<r><a/><b>Lan</b></r>", ""),
        (r#"<r jr:template=""><a/><b>Lan</b></r>"#, "Lan"),
    ] {
        let rebased = rebase(&draft, &form(data, "", &asks));
        for row in [1, 2] {
            assert_eq!(
                state(&rebased.instance, &format!("/data/r[{row}]/b")),
                text,
                "{data}"
            );
            assert_eq!(
                state(&rebased.instance, &format!("/data/r[{row}]/a")),
                row.to_string()
            );
        }
    }
}

/// Rows are what a person added, also when they hold nothing but what new rows begin with.
#[test]
fn untouched_rows_that_move_into_a_row_are_kept() {
    let rows = |around: &str| format!(r#"<repeat nodeset="{around}/s"><input ref="{around}/s/b"/></repeat>"#);
    let s = r#"<s jr:template=""><b>7</b></s>"#;
    let mut draft = crate::common::open(&form(s, "", &rows("/data")));
    add(&mut draft, "/data/s");
    add(&mut draft, "/data/s");
    let body = format!(r#"<repeat nodeset="/data/r">{}</repeat>"#, rows("/data/r"));
    let newer = form(&format!(r#"<r jr:template="">{s}</r>"#), "", &body);
    let rebased = rebase(&draft, &newer);
    assert_eq!(rebased.instance.row_count("/data/r[1]/s"), Some(2));
}

#[test]
fn debug_shows_no_answer() {
    let mut draft = crate::common::open(&form("<a/>", "", r#"<input ref="/data/a"/>"#));
    ask(&mut draft, "/data/a", "Bưởi");
    let mapping = ValueMapping {
        questions: BTreeMap::from([(
            "/data/a".into(),
            NewValues::from([("Bưởi".into(), vec!["Cam".into(), "Quýt".into()])]),
        )]),
        ..ValueMapping::default()
    };
    let newer = definition_of(&form("<a/>", "", r#"<input ref="/data/a"/>"#));
    let rebased = draft.rebase(&newer, &mapping, &env());
    let shown = format!(
        "{:?} {mapping:?} {:?}",
        rebased.effects,
        Effect::Replaced {
            value: "Bưởi".into()
        }
    );
    assert!(!shown.contains("Bưởi") && !shown.contains("Cam"), "{shown}");
    assert!(shown.contains("/data/a") && shown.contains("ToChoose"), "{shown}");
}

#[test]
fn the_language_of_the_draft_stays() {
    let translated = |languages: [&str; 2]| {
        let text = |language| {
            format!(
                r#"<translation lang="{language}"><text id="l"><value>{language}</value></text></translation>"#
            )
        };
        document(
            "<said/>",
            &format!("<itext>{}</itext>", languages.map(text).concat()),
            r#"<bind nodeset="/data/said" calculate="jr:itext('l')"/>"#,
            "",
        )
    };
    let mut draft = crate::common::open(&translated(["vi", "en"]));
    draft.set_language("en", &env());
    let rebased = rebase(&draft, &translated(["fr", "en"]));
    assert_eq!(state(&rebased.instance, "/data/said"), "en");
    let rebased = rebase(&draft, &translated(["fr", "de"]));
    assert_eq!(state(&rebased.instance, "/data/said"), "fr");
}

/// Questions of generated forms: names, and the places each may have.
const NAMES: [&str; 4] = ["p", "q", "s", "t"];
const PLACES: [&str; 4] = ["", "/g", "/h", "/h/g"];

/// A form as which name stands where (one place each), as which type, and whether `g` repeats.
type Shape = (Vec<(usize, bool)>, bool);

fn shape() -> impl Strategy<Value = Shape> {
    (
        prop::collection::vec((0..PLACES.len(), any::<bool>()), NAMES.len()),
        any::<bool>(),
    )
}

fn repeats((fields, repeats): &Shape) -> bool {
    *repeats && fields.iter().any(|(place, _)| *place == 1)
}

fn written(shape: &Shape) -> String {
    let inside = |at: usize| -> String {
        let here = NAMES.iter().zip(&shape.0).filter(|(_, (place, _))| *place == at);
        here.map(|(name, _)| format!("<{name}/>")).collect()
    };
    let group = |name: &str, content: String| match content.is_empty() {
        true => String::new(),
        false => format!("<{name}>{content}</{name}>"),
    };
    let (g, h) = (
        group("g", inside(1)),
        group("h", inside(2) + &group("g", inside(3))),
    );
    let question = |name: &str, place: usize| format!(r#"<input ref="/data{}/{name}"/>"#, PLACES[place]);
    let at = |wanted: &dyn Fn(usize) -> bool| -> String {
        let here = NAMES
            .iter()
            .zip(&shape.0)
            .filter(|(_, (place, _))| wanted(*place));
        here.map(|(name, (place, _))| question(name, *place)).collect()
    };
    let rows = match repeats(shape) {
        true => format!(
            r#"<repeat nodeset="/data/g">{}</repeat>"#,
            at(&|place| place == 1)
        ),
        false => at(&|place| place == 1),
    };
    let bind = |(name, (place, number)): (&&str, &(usize, bool))| {
        let kind = if *number { "int" } else { "string" };
        format!(
            r#"<bind nodeset="/data{}/{name}" type="{kind}"/>"#,
            PLACES[*place]
        )
    };
    let binds: String = NAMES.iter().zip(&shape.0).map(bind).collect();
    form(
        &format!("{}{g}{h}", inside(0)),
        &binds,
        &format!("{rows}{}", at(&|place| place != 1)),
    )
}

/// Answers to the questions of a shape, in both of two rows where there are rows.
fn answered(shape: &Shape, answers: &[u8]) -> Instance {
    let mut instance = crate::common::open(&written(shape));
    if repeats(shape) {
        add(&mut instance, "/data/g");
    }
    for (at, answer) in answers.iter().enumerate().filter(|(_, answer)| **answer > 0) {
        let (name, (place, _)) = (NAMES[at % NAMES.len()], shape.0[at % NAMES.len()]);
        let row = match (place == 1 && repeats(shape), at < NAMES.len()) {
            (true, true) => "/g[1]",
            (true, false) => "/g[2]",
            (false, _) => PLACES[place],
        };
        ask(&mut instance, &format!("/data{row}/{name}"), &answer.to_string());
    }
    instance
}

fn answers() -> impl Strategy<Value = Vec<u8>> {
    prop::collection::vec(0..4u8, 2 * NAMES.len())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_same_form_changes_nothing(shape in shape(), answers in answers()) {
        let draft = answered(&shape, &answers);
        let rebased = rebase(&draft, &written(&shape));
        prop_assert_eq!(rebased.instance.save(), draft.save());
        prop_assert_eq!(rebased.instance.submission().xml, draft.submission().xml);
        prop_assert_eq!(rebased.instance.problems(""), draft.problems(""));
        for effect in &rebased.effects {
            prop_assert_eq!(&effect.effect, &Effect::Kept);
            prop_assert_eq!(Some(&effect.from), effect.to.as_ref());
        }
    }

    #[test]
    fn each_answer_has_its_place_or_is_told_and_comes_back(older in shape(), newer in shape(), answers in answers()) {
        let draft = answered(&older, &answers);
        let there = rebase(&draft, &written(&newer));
        let back = rebase(&there.instance, &written(&older));
        let told: BTreeMap<&str, &AnswerEffect> = there.effects.iter().map(|effect| (effect.from.as_str(), effect)).collect();
        let mut given = 0;
        for (name, (place, _)) in NAMES.iter().zip(&older.0) {
            let rows: &[&str] = if *place == 1 && repeats(&older) { &["/g[1]", "/g[2]"] } else { &PLACES[*place..=*place] };
            for row in rows {
                let reference = format!("/data{row}/{name}");
                let before = value(&draft, &reference);
                if before.is_empty() {
                    continue;
                }
                given += 1;
                let effect = told[reference.as_str()];
                prop_assert_eq!(&effect.value, &before);
                match &effect.to {
                    Some(to) => {
                        prop_assert_eq!(&value(&there.instance, to), &before);
                        prop_assert_eq!(&value(&back.instance, &reference), &before, "{} by way of {}", reference, to);
                    }
                    None => prop_assert_eq!(&effect.effect, &Effect::NoLongerFits(Misfit::Gone)),
                }
            }
        }
        prop_assert_eq!(given, there.effects.len(), "each answer is told once");
    }
}
