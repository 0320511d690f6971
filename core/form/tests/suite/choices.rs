//! Which of the chosen values are choices now, and the text that the answer reads as.

use crate::common::{ask, definition_of, document, env, form, open, value};
use motcua_form::{Edit, Env, Instance};

/// A list that is shuffled anew each time it is shown: the same choices are the same text all the same.
#[test]
fn a_shuffled_list_does_not_shuffle_answers() {
    let mut instance = open(&form(
        "<s/><on/>",
        r#"<instance id="l"><root><item><name>a</name></item><item><name>b</name></item><item><name>c</name></item><item><name>d</name></item></root></instance>"#,
        r#"<select ref="/data/s"><itemset nodeset="randomize(instance('l')/root/item[/data/on != 'x' or name != 'a'])"><value ref="name"/><label ref="name"/></itemset></select><input ref="/data/on"/>"#,
    ));
    for (number, on) in ["", "1", "2", "3", "4"].into_iter().enumerate() {
        let world = Env {
            random: [number as u8; 32],
            ..env()
        };
        let mut apply = |reference: &str, value: &str| {
            let edit = Edit::Answer {
                reference: reference.into(),
                value: value.into(),
            };
            instance.apply(&edit, &world).expect("an answer");
        };
        apply("/data/on", on);
        apply("/data/s", "d b a c");
        assert_eq!(value(&instance, "/data/s"), "a b c d");
    }
    ask(&mut instance, "/data/on", "x");
    assert_eq!(value(&instance, "/data/s"), "b c d");
}

/// Choices that are filtered by a translated text follow the language at once.
#[test]
fn choices_follow_the_language_of_their_filter() {
    let mut instance = open(&document(
        "<s/>",
        r#"<itext><translation lang="vi" default="true()"><text id="k"><value>một</value></text></translation><translation lang="en"><text id="k"><value>one</value></text></translation></itext>
           <instance id="l"><root><item><k>một</k><name>a</name></item><item><k>one</k><name>b</name></item></root></instance>"#,
        "",
        r#"<select1 ref="/data/s"><itemset nodeset="instance('l')/root/item[k = jr:itext('k')]"><value ref="name"/><label ref="name"/></itemset></select1>"#,
    ));
    ask(&mut instance, "/data/s", "a");
    assert_eq!(value(&instance, "/data/s"), "a");
    let changes = instance.set_language("en", &env());
    assert_eq!(changes.changed, ["/data/s"]);
    assert_eq!(value(&instance, "/data/s"), "");
    instance.set_language("vi", &env());
    assert_eq!(value(&instance, "/data/s"), "a");
}

/// Spaces around and between chosen values are no part of them.
#[test]
fn spaces_around_chosen_values_are_not_read() {
    let form = form(
        "<one/><many/><same/>",
        r#"<bind nodeset="/data/same" calculate="/data/one = 'a'"/>"#,
        r#"<select1 ref="/data/one"><item><label>A</label><value>a</value></item></select1>
           <select ref="/data/many"><item><label>A</label><value>a</value></item><item><label>B</label><value>b</value></item></select>"#,
    );
    let submitted = r#"<data id="t"><one> a </one><many>a  b</many></data>"#;
    let instance = Instance::restore(&definition_of(&form), submitted, &env()).expect("restored");
    assert_eq!(value(&instance, "/data/one"), "a");
    assert_eq!(value(&instance, "/data/many"), "a b");
    assert_eq!(value(&instance, "/data/same"), "true");
}

/// The first child of the name counts; its text is all of the texts inside, and none when there is no such child.
#[test]
fn values_and_labels_are_texts_of_children() {
    let list = r#"<instance id="list"><root><item><name>a</name><label>First<b>!</b></label><label>Second</label></item>
        <item><other/><name>b</name></item><item label="no child"><name>c</name><label/></item></root></instance>"#;
    let body = r#"<select1 ref="/data/q"><label>Q</label><itemset nodeset="instance('list')/root/item"><value ref="name"/><label ref="label"/></itemset></select1>"#;
    let instance = open(&form("<q/>", list, body));
    let choices: Vec<(String, String)> = instance
        .choices("/data/q", "", 10)
        .into_iter()
        .map(|choice| (choice.value, choice.label))
        .collect();
    let expected = [("a", "First!"), ("b", ""), ("c", "")];
    assert_eq!(
        choices,
        expected.map(|(value, label)| (value.into(), label.into()))
    );
}
