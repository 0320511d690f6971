//! Any history of edits that ends in the same answers gives the same bits as answering once.

use crate::common::{definition_of, env, form};
use motcua_form::{Definition, Edit, Instance};
use proptest::prelude::*;

const FIELDS: usize = 6;
const ROWS: usize = 4;

fn definition() -> Definition {
    definition_of(&form(
        r#"<a/><b/><c/><kind/><item/><g><x/><y/></g><n/><row jr:template=""><q>1</q><p/><t/><share/><no/></row><counted jr:template=""><z/><zz/></counted><total/><top/>"#,
        r#"<bind nodeset="/data/a" type="int" constraint=". &lt; 5"/><bind nodeset="/data/b" type="decimal" required="/data/a > 2"/>
           <bind nodeset="/data/c" calculate="/data/a * 0.1 + /data/b"/><bind nodeset="/data/g" relevant="/data/a != 3"/>
           <bind nodeset="/data/g/y" calculate="concat(/data/g/x, '-', /data/total)" readonly="/data/kind = 'k1'"/>
           <bind nodeset="/data/n" type="int"/>
           <bind nodeset="/data/row" relevant="/data/b != 2 or position(.) = 1"/>
           <bind nodeset="/data/row/t" calculate="../q * ../p + /data/b"/><bind nodeset="/data/row/share" calculate="../t div sum(../../row/t)"/>
           <bind nodeset="/data/row/no" calculate="position(..)"/><bind nodeset="/data/counted/zz" calculate="concat(../z, /data/a)"/>
           <bind nodeset="/data/total" calculate="sum(/data/row/t)"/><bind nodeset="/data/top" calculate="max(/data/row/t)"/>
           <instance id="items"><root><item><kind>k1</kind><name>i1</name></item><item><kind>k1</kind><name>i2</name></item><item><kind>k2</kind><name>i3</name></item></root></instance>"#,
        r#"<input ref="/data/a"/><input ref="/data/b"/><input ref="/data/kind"/>
           <select ref="/data/item"><itemset nodeset="instance('items')/root/item[kind = /data/kind]"><value ref="name"/><label ref="name"/></itemset></select>
           <group ref="/data/g"><input ref="/data/g/x"/></group><input ref="/data/n"/>
           <repeat nodeset="/data/row"><input ref="/data/row/q"/><input ref="/data/row/p"/></repeat>
           <repeat nodeset="/data/counted" jr:count="/data/n"><input ref="/data/counted/z"/></repeat>"#,
    ))
}

/// The form's own answers, then those of its rows.
fn reference(field: usize) -> String {
    match [
        "/data/a",
        "/data/b",
        "/data/kind",
        "/data/item",
        "/data/g/x",
        "/data/n",
    ]
    .get(field)
    {
        Some(reference) => (*reference).to_owned(),
        None => format!(
            "/data/row[{}]/{}",
            (field - FIELDS) / 2 + 1,
            if field.is_multiple_of(2) { "q" } else { "p" }
        ),
    }
}

fn values() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(String::new()),
        (0..5u8).prop_map(|n| n.to_string()),
        Just("0.1".into()),
        Just("0.3".into()),
        Just("abc".into()),
        Just("k1".into()),
        Just("k2".into()),
        Just("i2 i1".into()),
        Just("i3".into()),
    ]
}

fn rows(instance: &mut Instance) {
    for _ in 0..ROWS {
        instance
            .apply(
                &Edit::AddRow {
                    repeat: "/data/row".into(),
                },
                &env(),
            )
            .expect("a row");
    }
}

fn answer(instance: &mut Instance, field: usize, value: &str) {
    // The count repeats rows; more than a handful proves nothing more.
    let value = if reference(field) == "/data/n" && value.len() > 1 {
        "2"
    } else {
        value
    };
    let edit = Edit::Answer {
        reference: reference(field),
        value: value.into(),
    };
    instance
        .apply(&edit, &env())
        .expect("every field is a question that can be answered");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn history_leaves_no_trace(history in prop::collection::vec((0..FIELDS + 2 * ROWS, values()), 0..60)) {
        let definition = definition();
        let mut instance = Instance::open(&definition, &env());
        rows(&mut instance);
        let mut last = std::collections::BTreeMap::new();
        for (field, value) in &history {
            answer(&mut instance, *field, value);
            last.insert(*field, value.clone());
        }
        let once = |order: Vec<(&usize, &String)>| {
            let mut fresh = Instance::open(&definition, &env());
            rows(&mut fresh);
            for (field, value) in order {
                answer(&mut fresh, *field, value);
            }
            fresh
        };
        let forward = once(last.iter().collect());
        let backward = once(last.iter().rev().collect());
        for other in [&forward, &backward] {
            prop_assert_eq!(other.save(), instance.save());
            prop_assert_eq!(other.submission().xml, instance.submission().xml);
            prop_assert_eq!(other.problems(""), instance.problems(""));
        }
        let restored = Instance::restore(&definition, &instance.save(), &env()).expect("restored");
        prop_assert_eq!(restored.save(), instance.save());
        prop_assert_eq!(restored.submission().xml, instance.submission().xml);
        prop_assert_eq!(restored.problems(""), instance.problems(""));
    }

    #[test]
    fn every_edit_can_be_undone(history in prop::collection::vec((0..FIELDS + 2 * ROWS, values()), 1..20), row in 1..=ROWS, to in 1..=ROWS) {
        let definition = definition();
        let mut instance = Instance::open(&definition, &env());
        rows(&mut instance);
        for (field, value) in &history {
            answer(&mut instance, *field, value);
        }
        let before = (instance.submission().xml, instance.problems(""));
        let edits = [
            Edit::RemoveRow { row: format!("/data/row[{row}]") },
            Edit::MoveRow { row: format!("/data/row[{row}]"), to },
            Edit::AddRow { repeat: "/data/row".into() },
            Edit::Answer { reference: "/data/b".into(), value: "2".into() },
        ];
        for edit in edits {
            let changes = instance.apply(&edit, &env()).expect("applied");
            if let Some(undo) = changes.undo {
                instance.apply(&undo, &env()).expect("undone");
            }
            prop_assert_eq!(&(instance.submission().xml, instance.problems("")), &before, "{:?}", edit);
        }
    }
}
