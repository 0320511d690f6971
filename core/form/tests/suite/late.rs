//! What an expression reads through a text or a choice's name, which the form gives elsewhere.

use crate::common::{add, ask, bits, definition_of, env, form, open, value};
use motcua_form::Instance;

/// Every state is what computing the same answers afresh gives.
#[track_caller]
fn fresh(instance: &Instance, form: &str) {
    let again = Instance::restore(&definition_of(form), &instance.save(), &env()).expect("restored");
    assert_eq!(bits(&again), bits(instance));
}

const WARDS: &str = r#"<instance id="w"><root><item><name>a</name><p>1</p></item><item><name>b</name><p>2</p></item></root></instance>"#;

#[test]
fn a_choices_name_follows_what_its_choices_follow() {
    let form = form(
        "<p/><w/><c/>",
        &format!(r#"{WARDS}<bind nodeset="/data/c" calculate="jr:choice-name('a', '/data/w')"/>"#),
        r#"<input ref="/data/p"/><select1 ref="/data/w"><itemset nodeset="instance('w')/root/item[p = /data/p]"><value ref="name"/><label ref="name"/></itemset></select1>"#,
    );
    let mut instance = open(&form);
    ask(&mut instance, "/data/p", "1");
    assert_eq!(value(&instance, "/data/c"), "a");
    ask(&mut instance, "/data/p", "2");
    assert_eq!(value(&instance, "/data/c"), "");
    fresh(&instance, &form);
}

const TEXTS: &str = r#"<itext><translation lang="vi"><text id="t"><value>Xã <output value="/data/a"/></value></text><text id="r"><value>Con <output value="/data/kids/age"/></value></text></translation></itext>"#;

#[test]
fn a_texts_outputs_are_followed() {
    for id in ["'t'", "concat('', 't')", "/data/id"] {
        let form = form(
            "<a/><id>t</id><c/>",
            &format!(r#"{TEXTS}<bind nodeset="/data/c" calculate="jr:itext({id})"/>"#),
            r#"<input ref="/data/a"/>"#,
        );
        let mut instance = open(&form);
        ask(&mut instance, "/data/a", "Ba Vì");
        assert_eq!(value(&instance, "/data/c"), "Xã Ba Vì", "{id}");
        fresh(&instance, &form);
    }
}

/// A question's choices may look at its row: where there is no row there is no question.
#[test]
fn a_choice_has_no_name_where_there_is_no_row() {
    let form = form(
        r#"<kids jr:template=""><p/><pick/></kids><c/>"#,
        &format!(r#"{WARDS}<bind nodeset="/data/c" calculate="jr:choice-name('a', '/data/kids/pick')"/>"#),
        r#"<repeat nodeset="/data/kids"><input ref="/data/kids/p"/><select1 ref="/data/kids/pick"><itemset nodeset="instance('w')/root/item[p = current()/../p]"><value ref="name"/><label ref="name"/></itemset></select1></repeat>"#,
    );
    let mut instance = open(&form);
    assert_eq!(value(&instance, "/data/c"), "");
    add(&mut instance, "/data/kids");
    ask(&mut instance, "/data/kids[1]/p", "1");
    assert_eq!(value(&instance, "/data/c"), "a");
    fresh(&instance, &form);
}

/// A list's texts in a row show that row's answers, as a form from a spreadsheet writes them: by paths from the root.
fn in_rows() -> String {
    form(
        r#"<a/><kids jr:template=""><age/><pick/><c/><name/></kids>"#,
        &format!(
            r#"{TEXTS}<instance id="l"><root><item><name>x</name><id>r</id></item></root></instance>
               <bind nodeset="/data/kids/c" calculate="jr:itext('r')"/><bind nodeset="/data/kids/name" calculate="jr:choice-name('x', '/data/kids/pick')"/>"#
        ),
        r#"<input ref="/data/a"/><repeat nodeset="/data/kids"><input ref="/data/kids/age"/><select1 ref="/data/kids/pick"><itemset nodeset="instance('l')/root/item"><value ref="name"/><label ref="jr:itext(id)"/></itemset></select1></repeat>"#,
    )
}

#[test]
fn a_text_in_a_row_is_of_that_row() {
    let form = in_rows();
    let mut instance = open(&form);
    for (row, age) in [("/data/kids[1]", "5"), ("/data/kids[2]", "7")] {
        add(&mut instance, "/data/kids");
        ask(&mut instance, &format!("{row}/age"), age);
    }
    for (row, text) in [("/data/kids[1]", "Con 5"), ("/data/kids[2]", "Con 7")] {
        assert_eq!(value(&instance, &format!("{row}/c")), text);
        assert_eq!(value(&instance, &format!("{row}/name")), text);
        let choices = instance.choices(&format!("{row}/pick"), "", 9);
        assert_eq!(choices[0].label, text);
    }
    fresh(&instance, &form);
    let changes = ask(&mut instance, "/data/kids[1]/age", "6");
    let seen = |reference: &str| changes.changed.iter().any(|it| it == reference);
    assert!(
        seen("/data/kids[1]/pick") && !seen("/data/kids[2]/pick"),
        "{changes:?}"
    );
    assert_eq!(value(&instance, "/data/kids[1]/c"), "Con 6");
    fresh(&instance, &form);
}
