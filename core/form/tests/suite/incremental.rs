//! Whatever was edited in whatever order, every state is bit by bit what computing the same answers afresh gives: for generated forms, after every edit.

use crate::common::{bits, definition_of, edits, env, form};
use motcua_form::{Definition, Edit, Instance};
use proptest::prelude::*;

const CALCULATIONS: [&str; 45] = [
    "sum(/data/row/q)",
    "count(/data/row) + /data/a",
    "sum(/data/row/t) * 2",
    "if(/data/a > 2, sum(/data/row/z), sum(/data/row/inner/i))",
    "concat(/data/a, '-', count(/data/row), '-', sum(/data/row/z))",
    "max(/data/row/t)",
    "sum(/data/counted/k)",
    "sum(/data/row[q > 2]/q) + sum(/data/counted/k)",
    "/data/a + /data/b",
    // A repeat, or what holds one, read as text.
    "count-non-empty(/data/row)",
    "join(',', /data/counted)",
    "count(/data/counted[. != ''])",
    "count-non-empty(/data/row/inner)",
    "string(/data/box)",
    "count-non-empty(/data/box/*)",
    // Rows that an axis goes through.
    "sum(/data/descendant::k)",
    "count(/data/descendant-or-self::*/i)",
    "count(/data/a/following::k)",
    "count(/data/c1/preceding::w)",
    "count(/data/row/following-sibling::*/k)",
    // Sums of nodes with nodes inside.
    "sum(/data/counted)",
    "sum(/data/row/inner)",
    // A text with outputs in it.
    "jr:itext(concat('t', ''))",
    // A group as a number.
    "/data/box + 1",
    "number(/data/box) - /data/box",
    // Some of the nodes that a path leads to, and what is inside of them.
    "string((/data/row)[2]/q)",
    "sum((/data/row/q)[. > 1])",
    "sum((/data/row/inner)[last()]/i)",
    "sum((/data/row)[q > 1]/inner[i > /data/a]/i)",
    "sum(/data/row[inner/i = 2]/q)",
    "count(/data/row[position() > 1][q != ''])",
    "/data/row[/data/a]/q",
    "count(/data/*[concat(q, '!') = '4!'])",
    "count(/data/*[string(k) = '5'])",
    "sum(current()/../row[q = current()/../a]/p)",
    "count(//i[. > 1])",
    "sum(/data/row/q | /data/counted/k)",
    "count((/data/row/inner | /data/box/item)[. != ''])",
    "sum(/data/*[q > 1]/inner/i)",
    "sum(/data/a/../row/inner[position() = 1]/../q)",
    // Rows in another order.
    "join(',', randomize(/data/row/q, 42))",
    "join(',', randomize(/data/row, /data/a)/q)",
    "sum(randomize(/data/row[q > 1], 7)/inner/i)",
    // Rows by their numbers.
    "indexed-repeat(/data/row/q, /data/row, /data/a)",
    "indexed-repeat(/data/row/inner/i, /data/row, 1, /data/row/inner, /data/a)",
];
const IN_ROWS: [&str; 23] = [
    "../q * ../p",
    "../q + position(..)",
    "../q div sum(../../row/q)",
    "../q * 0.1 + /data/b",
    "sum(../inner/i) - ../q",
    // The row's own, by paths from the root.
    "/data/row/q + /data/row/p",
    "sum(/data/row/inner/i) + count(/data/row)",
    "sum(/data/row/inner[i > /data/row/q]/i)",
    // Other rows.
    "/data/row[position() = position(current()/..) - 1]/q",
    "sum(../../row[q > current()/../q]/q)",
    "indexed-repeat(/data/row/q, /data/row, position(..) - 1)",
    "../preceding-sibling::row[1]/q",
    "../q + sum(/data/row[position() &lt; position(current()/..)]/t)",
    "../q + sum(../preceding-sibling::row[1]/t)",
    "count(../following-sibling::row[q != ''])",
    "sum(../../row/inner[i = current()/../q]/i)",
    "count(/data/row[(q)[. > 1]])",
    "count(../../row[(inner/i)[. > 1][1] = current()/../q])",
    "jr:itext('t')",
    // Rows inside.
    "../inner[1]/i",
    "string((../inner)[last()])",
    "count(../inner[i = ../q])",
    "join(' ', ../inner/i | ../q)",
];
const CONDITIONS: [&str; 9] = [
    "",
    r#"relevant="/data/a != 3""#,
    r#"relevant="../q != 4""#,
    r#"constraint=". &lt; sum(/data/row/q)""#,
    r#"required="count(/data/row) > 1""#,
    r#"relevant="../../row[1]/q != 4""#,
    r#"relevant="(../inner/i)[1] != 2""#,
    r#"constraint=". = ../inner/i""#,
    r#"readonly="sum(../preceding-sibling::row/q) > 3""#,
];

/// A form of some of each; `z` is what a row computes from its inner rows.
fn definition(calculations: [usize; 3], in_row: usize, condition: usize, row_condition: bool) -> Definition {
    let rows = if row_condition {
        r#"<bind nodeset="/data/row" relevant="/data/b != 2"/>"#
    } else {
        ""
    };
    definition_of(&form(
        r#"<a/><b/><n/><row jr:template=""><q/><p/><t/><made/><typed/><z/><inner jr:template=""><i/></inner></row><counted jr:template=""><k>5</k></counted><box><v/><item jr:template=""><w>7</w></item></box><c0/><c1/><c2/><made/><id/>"#,
        &format!(
            r#"<itext><translation lang="vi"><text id="t"><value><output value="/data/a"/>, <output value="/data/row/q"/>, <output value="sum(/data/row/inner/i)"/></value></text></translation></itext>
               <bind nodeset="/data/a" type="int" constraint=". &lt; 5"/><bind nodeset="/data/b" type="decimal"/><bind nodeset="/data/n" type="int"/>{rows}
               <bind nodeset="/data/made" calculate="once(/data/a)"/><bind nodeset="/data/id" calculate="uuid()"/>
               <bind nodeset="/data/row/made" calculate="once(../q)"/><bind nodeset="/data/row/typed" type="int" calculate="../q + /data/a"/>
               <bind nodeset="/data/row/q" type="int" required="true()"/><bind nodeset="/data/row/p" {}/>
               <bind nodeset="/data/row/t" calculate="{}"/><bind nodeset="/data/row/z" type="int" calculate="sum(../inner/i)"/>
               <bind nodeset="/data/c0" calculate="{}"/><bind nodeset="/data/c1" type="int" calculate="{}"/><bind nodeset="/data/c2" calculate="{}"/>"#,
            CONDITIONS[condition], IN_ROWS[in_row], CALCULATIONS[calculations[0]], CALCULATIONS[calculations[1]], CALCULATIONS[calculations[2]],
        )
        .replace(" > ", " &gt; "),
        r#"<input ref="/data/a"/><input ref="/data/b"/><input ref="/data/n"/><input ref="/data/c1"/>
           <repeat nodeset="/data/row"><input ref="/data/row/q"/><input ref="/data/row/p"/><input ref="/data/row/typed"/><repeat nodeset="/data/row/inner"><input ref="/data/row/inner/i"/></repeat></repeat>
           <repeat nodeset="/data/counted" jr:count="/data/n"><input ref="/data/counted/k"/></repeat>
           <repeat nodeset="/data/box/item"><input ref="/data/box/item/w"/></repeat>"#,
    ))
}

fn answers() -> impl Strategy<Value = Edit> {
    let value = prop::sample::select(vec![
        "",
        "0",
        "1",
        "2",
        "3",
        "4",
        "-7",
        "12",
        "0.1",
        "0.3",
        " 5 ",
        "abc",
        "2026-02-28",
        "99999999999999",
        "123456789012345678",
    ]);
    (0..10usize, 1..4usize, 1..3usize, value).prop_map(|(field, row, inner, value)| {
        let reference = match field {
            0 => "/data/a".to_owned(),
            1 => "/data/b".to_owned(),
            2 => "/data/n".to_owned(),
            3 => format!("/data/counted[{row}]/k"),
            4 => format!("/data/row[{row}]/p"),
            5 => format!("/data/row[{row}]/inner[{inner}]/i"),
            // Calculations that a person may write over.
            6 => "/data/c1".to_owned(),
            7 => format!("/data/row[{row}]/typed"),
            _ => format!("/data/row[{row}]/q"),
        };
        // A count of many rows proves nothing more.
        let value = if field == 2 && value.len() > 1 { "2" } else { value };
        Edit::Answer {
            reference,
            value: value.into(),
        }
    })
}

fn all_edits() -> impl Strategy<Value = Edit> {
    let repeat = "/data/box/item".into();
    prop_oneof![14 => edits(answers()), 1 => Just(Edit::AddRow { repeat })]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_state_is_what_a_fresh_computation_gives(
        calculations in [0..CALCULATIONS.len(), 0..CALCULATIONS.len(), 0..CALCULATIONS.len()],
        in_row in 0..IN_ROWS.len(),
        condition in 0..CONDITIONS.len(),
        row_condition in any::<bool>(),
        history in prop::collection::vec(all_edits(), 1..40),
    ) {
        let definition = definition(calculations, in_row, condition, row_condition);
        let mut instance = Instance::open(&definition, &env());
        for edit in &history {
            let done = instance.apply(edit, &env());
            let now = bits(&instance);
            let fresh = Instance::restore(&definition, &now.0, &env()).expect("restored");
            prop_assert_eq!(&bits(&fresh), &now, "after {:?}", edit);
            instance.recompute(&env());
            prop_assert_eq!(&bits(&instance), &now, "computed again after {:?}", edit);
            if let Ok(mut changes) = done {
                for _ in ["undone", "done again"] {
                    let undo = changes.undo.take().expect("an edit can be taken back");
                    changes = instance.apply(&undo, &env()).expect("never refused");
                }
                prop_assert_eq!(&bits(&instance), &now, "undone and done again: {:?}", edit);
            }
        }
    }
}
