//! Undo: whatever an edit set off, taking it back gives the answers from before, bit by bit (docs/xforms-differences.md, "setvalue-undo").

use crate::common::{add, ask, bits, definition_of, edits, env, form, open, value};
use motcua_form::{Changes, Definition, Edit, Env, Instance};
use proptest::prelude::*;

fn undo(instance: &mut Instance, changes: &Changes) {
    if let Some(edit) = &changes.undo {
        instance.apply(edit, &env()).expect("undone");
    }
}

#[test]
fn a_row_whose_action_wrote_into_it_can_be_taken_back() {
    for count in ["", r#" jr:count="/data/n""#] {
        let mut instance = open(&form(
            r#"<n/><row jr:template=""><x/></row>"#,
            r#"<bind nodeset="/data/n" type="int"/>"#,
            &format!(
                r#"<input ref="/data/n"/><repeat nodeset="/data/row"{count}><setvalue event="odk-new-repeat" ref="/data/row/x" value="'new'"/><input ref="/data/row/x"/></repeat>"#
            ),
        ));
        let before = instance.save();
        let changes = if count.is_empty() {
            add(&mut instance, "/data/row")
        } else {
            ask(&mut instance, "/data/n", "2")
        };
        assert_eq!(value(&instance, "/data/row[1]/x"), "new");
        undo(&mut instance, &changes);
        assert_eq!(instance.save(), before, "not even set aside");
    }
}

/// What an action wrote into a later row is found again there when the row before it is back.
#[test]
fn a_removed_row_comes_back_and_the_others_with_their_own_answers() {
    let mut instance = open(&form(
        r#"<row jr:template=""><no/><label/></row>"#,
        r#"<bind nodeset="/data/row/no" calculate="position(..)" readonly="true()"/>"#,
        r#"<repeat nodeset="/data/row"><input ref="/data/row/no"><setvalue event="xforms-value-changed" ref="/data/row/label" value="concat('Con ', ../no)"/></input><input ref="/data/row/label"/></repeat>"#,
    ));
    for (row, label) in ["a", "b", "c"].into_iter().enumerate() {
        add(&mut instance, "/data/row");
        ask(&mut instance, &format!("/data/row[{}]/label", row + 1), label);
    }
    let before = instance.save();
    for edit in [
        Edit::RemoveRow {
            row: "/data/row[1]".into(),
        },
        Edit::MoveRow {
            row: "/data/row[1]".into(),
            to: 3,
        },
    ] {
        let changes = instance.apply(&edit, &env()).expect("applied");
        assert_eq!(value(&instance, "/data/row[1]/label"), "Con 1", "{edit:?}");
        undo(&mut instance, &changes);
        assert_eq!(instance.save(), before, "{edit:?}");
    }
}

/// a's action writes b, b's action writes c: no action runs a second time when b is put back.
#[test]
fn actions_in_a_chain_are_taken_back_as_one() {
    let mut instance = open(&form(
        "<a/><b/><c/><note/>",
        r#"<bind nodeset="/data/c" readonly="true()"/>"#,
        r#"<input ref="/data/a"><setvalue event="xforms-value-changed" ref="/data/b" value="/data/a"/><setvalue event="xforms-value-changed" ref="/data/note" value="'asked'"/></input>
           <input ref="/data/b"><setvalue event="xforms-value-changed" ref="/data/c" value="concat(/data/c, /data/b)"/></input><input ref="/data/c"/>"#,
    ));
    let first = ask(&mut instance, "/data/b", "x");
    let before = instance.save();
    let second = ask(&mut instance, "/data/a", "1");
    assert_eq!(value(&instance, "/data/c"), "x1");
    undo(&mut instance, &second);
    assert_eq!(
        instance.save(),
        before,
        "what is read-only and what nobody asks, too"
    );
    undo(&mut instance, &first);
    assert_eq!(value(&instance, "/data/c"), "");
}

/// An answer that makes its own question read-only.
#[test]
fn an_answer_that_locks_itself_can_be_taken_back() {
    let mut instance = open(&form(
        "<a/>",
        r#"<bind nodeset="/data/a" readonly="/data/a != ''"/>"#,
        r#"<input ref="/data/a"/>"#,
    ));
    let changes = ask(&mut instance, "/data/a", "1");
    undo(&mut instance, &changes);
    assert_eq!(value(&instance, "/data/a"), "");
}

/// A plain answer is undone by an answer: nothing else is kept.
#[test]
fn a_plain_answer_is_undone_by_an_answer() {
    let mut instance = open(&form("<a/>", "", r#"<input ref="/data/a"/>"#));
    let changes = ask(&mut instance, "/data/a", "1");
    let before = Edit::Answer {
        reference: "/data/a".into(),
        value: String::new(),
    };
    assert_eq!(changes.undo, Some(before));
}

/// Debug names places only.
#[test]
fn what_is_put_back_is_not_shown() {
    let mut instance = open(&form(
        "<a/><b/>",
        "",
        r#"<input ref="/data/a"><setvalue event="xforms-value-changed" ref="/data/b" value="'x'"/></input><input ref="/data/b"/>"#,
    ));
    ask(&mut instance, "/data/b", "Bưởi");
    let changes = ask(&mut instance, "/data/a", "Lê");
    let shown = format!("{:?}", changes.undo);
    assert!(shown.contains("/data/b") && !shown.contains("Bưởi"), "{shown}");
}

/// Actions of every kind, rows in rows, counts, calculations that can be written over, ids, choices and hidden answers.
fn definition() -> Definition {
    definition_of(&form(
        r#"<a/><b/><n/><m/><over/><id/><sum/><seen/>
           <row jr:template=""><q/><no/><label/><own/><first/><inner jr:template=""><i/><k/></inner></row>
           <counted jr:template=""><x/><made/><over/><deep jr:template=""><y/></deep></counted>"#,
        r#"<bind nodeset="/data/n" type="int"/><bind nodeset="/data/m" type="int"/>
           <bind nodeset="/data/over" calculate="/data/a * 2" readonly="/data/b = 3"/><bind nodeset="/data/id" calculate="concat(/data/b, uuid())"/>
           <bind nodeset="/data/sum" calculate="sum(/data/row/q) + count(/data/counted)"/>
           <bind nodeset="/data/row" relevant="/data/b != 2 or position(.) = 1"/>
           <bind nodeset="/data/row/no" calculate="position(..)"/><bind nodeset="/data/row/own" calculate="../q + /data/a"/>
           <bind nodeset="/data/row/first" calculate="once(../q)"/><bind nodeset="/data/row/inner/k" calculate="../i * position(../..)"/>
           <bind nodeset="/data/counted/made" calculate="once(../x)"/><bind nodeset="/data/counted/over" calculate="../x * 2"/>"#,
        r#"<input ref="/data/a"><setvalue event="xforms-value-changed" ref="/data/b" value="/data/a"/></input>
           <input ref="/data/b"><setvalue event="xforms-value-changed" ref="/data/seen" value="concat(/data/seen, /data/b)"/><setvalue event="xforms-value-changed" ref="/data/over" value="7"/></input>
           <input ref="/data/n"><setvalue event="xforms-value-changed" ref="/data/row[1]/label" value="/data/n"/></input>
           <input ref="/data/m"/><input ref="/data/over"/><input ref="/data/sum"><setvalue event="xforms-value-changed" ref="/data/m" value="/data/sum mod 3"/></input>
           <repeat nodeset="/data/row"><setvalue event="odk-new-repeat" ref="/data/row/label" value="concat('Con ', ../no)"/>
             <input ref="/data/row/q"><setvalue event="xforms-value-changed" ref="/data/row/own" value="5"/></input><input ref="/data/row/label"/><input ref="/data/row/own"/>
             <repeat nodeset="/data/row/inner"><setvalue event="odk-new-repeat" ref="/data/row/inner/i" value="2"/><input ref="/data/row/inner/i"/></repeat></repeat>
           <repeat nodeset="/data/counted" jr:count="/data/n"><setvalue event="odk-new-repeat" ref="/data/counted/x" value="/data/n"/>
             <input ref="/data/counted/x"/><input ref="/data/counted/over"/>
             <repeat nodeset="/data/counted/deep" jr:count="/data/m"><setvalue event="odk-new-repeat" ref="/data/counted/deep/y" value="1"/><input ref="/data/counted/deep/y"/></repeat></repeat>"#,
    ))
}

fn answers() -> impl Strategy<Value = Edit> {
    let value = prop::sample::select(vec!["", "0", "1", "2", "3", "x"]);
    (0..11usize, 1..4usize, 1..3usize, value).prop_map(|(field, row, inner, value)| {
        let reference = match field {
            0 => "/data/a".to_owned(),
            1 => "/data/b".to_owned(),
            2 | 3 => "/data/n".to_owned(),
            4 => "/data/over".to_owned(),
            5 => format!("/data/row[{row}]/q"),
            6 => format!("/data/row[{row}]/own"),
            7 => format!("/data/row[{row}]/inner[{inner}]/i"),
            8 => format!("/data/counted[{row}]/x"),
            9 => format!("/data/counted[{row}]/over"),
            _ => format!("/data/counted[{row}]/deep[{inner}]/y"),
        };
        Edit::Answer {
            reference,
            value: value.into(),
        }
    })
}

/// The random bytes of a step: no two are alike.
fn step(number: usize) -> Env {
    Env {
        random: [number as u8; 32],
        ..env()
    }
}

/// Takes an edit back; gives what takes that back.
fn take_back(instance: &mut Instance, undo: &Option<Edit>, number: usize) -> Option<Edit> {
    let undo = undo.as_ref().expect("every edit can be taken back");
    instance.apply(undo, &step(number)).expect("never refused").undo
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_step_can_be_taken_back(history in prop::collection::vec(edits(answers()), 1..30)) {
        let mut instance = Instance::open(&definition(), &env());
        let mut steps = Vec::new();
        for (number, edit) in history.iter().enumerate() {
            let before = bits(&instance);
            match instance.apply(edit, &step(number)) {
                Ok(changes) => steps.push((edit, before, changes.undo)),
                // What is refused changes nothing.
                Err(_) => prop_assert_eq!(bits(&instance), before),
            }
        }
        for (number, (edit, before, undo)) in steps.iter().enumerate().rev() {
            let after = bits(&instance);
            let redo = take_back(&mut instance, undo, 100 + number);
            prop_assert_eq!(&bits(&instance), before, "{:?} taken back", edit);
            let again = take_back(&mut instance, &redo, 150 + number);
            prop_assert_eq!(bits(&instance), after, "{:?} taken back and made again", edit);
            take_back(&mut instance, &again, 200 + number);
            prop_assert_eq!(&bits(&instance), before, "{:?} taken back a second time", edit);
        }
    }
}
