//! Hostile forms, expressions and answers: an error or a limit, never a panic, never for ever.

use crate::common::{ask, definition_of, env, form, open};
use motcua_form::{Definition, Edit, Instance, LoadCode, Resource, RestoreError};
use proptest::prelude::*;

#[test]
fn deep_xml_is_refused() {
    let deep = format!("{}{}", "<a>".repeat(300_000), "</a>".repeat(300_000));
    let error = Definition::load(&form(&deep, "", ""), &[]).expect_err("refused");
    assert_eq!(error.code, LoadCode::Xml);
    let definition = definition_of(&form("<a/>", "", ""));
    let answers = format!("<data>{deep}</data>");
    assert_eq!(
        Instance::restore(&definition, &answers, &env()).err(),
        Some(RestoreError::Xml)
    );
}

#[test]
fn expressions_that_explode_end_within_their_budget() {
    let rows = "<row><x>1</x></row>".repeat(400);
    let cross = "count(//*[count(//*[count(//*[. = //*]) > 0]) > 0])";
    let xml = form(
        &format!("{rows}<bomb/><a/>"),
        &format!(
            r#"<bind nodeset="/data/bomb" calculate="{cross}"/><bind nodeset="/data/a" constraint="regex(., '(a*)*b')"/>"#
        ),
        r#"<repeat nodeset="/data/row"><input ref="/data/row/x"/></repeat><input ref="/data/a"/>"#,
    );
    // `//*` reads everything, itself included.
    assert_eq!(
        Definition::load(&xml, &[]).expect_err("refused").code,
        LoadCode::Cycle
    );
    let mut instance = open(&form(
        "<a/>",
        r#"<bind nodeset="/data/a" constraint="regex(., '(a*)*b')"/>"#,
        r#"<input ref="/data/a"/>"#,
    ));
    ask(&mut instance, "/data/a", &"a".repeat(20_000));
}

#[test]
fn the_deepest_expressions_fit_the_stack() {
    let chain = format!("1{}", "+1".repeat(240));
    let nested = format!("{}1{}", "not(".repeat(45), ")".repeat(45));
    let filters = format!(
        "{}/data/a{}",
        "/data/row[count(".repeat(22),
        ") = 1]/x".repeat(22)
    );
    for expression in [chain, nested, filters] {
        let xml = form(
            "<a>1</a><row><x>1</x></row><out/>",
            &format!(r#"<bind nodeset="/data/out" calculate="{expression}"/>"#),
            r#"<repeat nodeset="/data/row"><input ref="/data/row/x"/></repeat>"#,
        );
        assert!(!open(&xml).state("/data/out").expect("a node").value.is_empty());
    }
}

#[test]
fn a_text_that_quotes_itself_ends() {
    let itext = r#"<itext><translation lang="vi"><text id="a"><value>x<output value="jr:itext('a')"/></value></text></translation></itext>"#;
    let instance = open(&form(
        "<a/><b/>",
        &format!(r#"{itext}<bind nodeset="/data/b" calculate="jr:itext('a')"/>"#),
        r#"<input ref="/data/a"><label ref="jr:itext('a')"/></input>"#,
    ));
    let label = instance.question("/data/a", "vi").expect("a question").label;
    assert!(label.starts_with('x') && label.len() < 20, "{label}");
}

#[test]
fn a_count_of_millions_is_capped() {
    let mut instance = open(&form(
        r#"<n/><row jr:template=""><x/></row>"#,
        "",
        r#"<input ref="/data/n"/><repeat nodeset="/data/row" jr:count="/data/n"><input ref="/data/row/x"/></repeat>"#,
    ));
    ask(&mut instance, "/data/n", "99999999999");
    let rows = instance.row_count("/data/row").expect("a repeat");
    assert!(rows <= 20_000, "{rows}");
}

#[test]
fn references_that_mean_nothing_are_refused() {
    let mut instance = open(&form("<a/>", "", r#"<input ref="/data/a"/>"#));
    for reference in [
        "",
        "/",
        "data",
        "/data",
        "/data/a[2]",
        "/data/a/b",
        "/data/a[",
        "/data/[1]",
        "//",
        "/data/a[99999999999999999999]",
    ] {
        let edit = Edit::Answer {
            reference: reference.into(),
            value: "x".into(),
        };
        assert!(instance.apply(&edit, &env()).is_err(), "{reference}");
        assert!(instance.question(reference, "").is_none() && instance.row_count(reference).is_none());
    }
}

const PIECES: [&str; 40] = [
    "/data/a",
    "../b",
    ".",
    "..",
    "//",
    "/",
    "*",
    "@id",
    "[",
    "]",
    "(",
    ")",
    "1",
    "'x'",
    " and ",
    " or ",
    " = ",
    " - ",
    "|",
    ",",
    "position()",
    "last()",
    "count(",
    "sum(",
    "if(",
    "selected(",
    "instance('x')/root/item",
    "[value = ",
    "current()",
    "text()",
    "ancestor::",
    "following::node()",
    "substr(",
    "format-date(",
    "indexed-repeat(",
    "pulldata(",
    "area(",
    "date(",
    "concat(",
    "ờ",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn expressions_of_any_text_never_panic(picks in prop::collection::vec(0..PIECES.len(), 1..14), answer in "\\PC{0,12}") {
        let expression: String = picks.iter().map(|pick| PIECES[*pick]).collect();
        let xml = form(
            "<a>1</a><b>2024-01-01</b><row><x>1</x></row><row><x/></row><out/>",
            &format!(r#"<instance id="x"><root><item><value>v</value></item></root></instance><bind nodeset="/data/out" calculate="{expression}"/><bind nodeset="/data/row/x" relevant="{expression}"/>"#),
            r#"<input ref="/data/a"/><repeat nodeset="/data/row"><input ref="/data/row/x"/></repeat>"#,
        );
        if let Ok(definition) = Definition::load(&xml, &[]) {
            let mut instance = Instance::open(&definition, &env());
            let edit = Edit::Answer { reference: "/data/a".into(), value: answer };
            instance.apply(&edit, &env()).expect("a question");
            let again = Instance::restore(&definition, &instance.save(), &env()).expect("restored");
            prop_assert_eq!(again.problems(""), instance.problems(""));
        }
    }

    #[test]
    fn files_of_any_text_never_panic(csv in "[a-b\",;\\n\\r\\t ờ]{0,40}", answers in "\\PC{0,60}") {
        let xml = form("<a/>", r#"<instance id="x" src="jr://file-csv/x.csv"/>"#, "");
        let loaded = Definition::load(&xml, &[Resource { uri: "jr://file-csv/x.csv", text: &csv }]);
        if let Ok(definition) = loaded {
            let _ = Instance::restore(&definition, &answers, &env());
        }
        let _ = Definition::load(&answers, &[]);
    }
}

fn refused(data: &str, model: &str, body: &str) -> LoadCode {
    Definition::load(&form(data, model, body), &[])
        .expect_err("refused")
        .code
}

/// Each of these would be compared with all before it, or copied into all inside it, if the limit were asked at the end.
#[test]
fn what_a_form_repeats_very_often_ends_at_a_limit() {
    let many = 400_000;
    let names = |row: &str| {
        format!(
            "<row>{}</row>",
            (0..many).map(|n| format!("<a{n}{row}/>")).collect::<String>()
        )
    };
    let attributes: String = (0..many).map(|n| format!(r#" a{n}=">""#)).collect();
    let repeat = r#"<repeat nodeset="/data/row"/>"#;
    for (data, body) in [
        ("<a/>".repeat(many), ""),
        (format!("{}<row/>", names("")), repeat),
        (r#"<a b="" c="" d=""/>"#.repeat(6_000), ""),
    ] {
        assert_eq!(refused(&data, "", body), LoadCode::Limit);
    }
    assert_eq!(refused(&format!("<a{attributes}/>"), "", ""), LoadCode::Xml);
}

#[test]
fn long_paths_end_at_a_limit() {
    let name = "n".repeat(1000);
    let nested = |depth: usize| {
        format!(
            "{}{}{}",
            format!("<{name}>").repeat(depth),
            "<a/>".repeat(2000),
            format!("</{name}>").repeat(depth)
        )
    };
    assert!(Definition::load(&form(&nested(3), "", ""), &[]).is_ok());
    assert_eq!(refused(&nested(4), "", ""), LoadCode::Limit);
    // Inside a group of the body, which needs no such node to be read first.
    let group = format!(
        r#"<group ref="/data/{}">{}</group>"#,
        "x".repeat(100_000),
        r#"<input ref="/data/a"/>"#.repeat(100_000)
    );
    assert_eq!(refused("<a/>", "", &group), LoadCode::Limit);
    let repeats: String = (0..30_000)
        .map(|n| format!(r#"<repeat nodeset="/data/r{n}"/>"#))
        .collect();
    assert_eq!(refused("<a/>", "", &repeats), LoadCode::Limit);
}

#[test]
fn what_expressions_read_in_all_has_a_limit() {
    let data = "<a/>".repeat(1500);
    let binds: String = (0..1500)
        .map(|n| format!(r#"<bind nodeset="/data/b{n}" readonly="count-non-empty(/data/a) = 1"/>"#))
        .collect();
    let targets: String = (0..1500).map(|n| format!("<b{n}/>")).collect();
    assert_eq!(refused(&format!("{data}{targets}"), &binds, ""), LoadCode::Limit);
}

/// A later bind of a node takes the place of what an earlier one said, however many there are.
#[test]
fn binds_of_one_node_replace_each_other() {
    let binds: String = (0..50_000)
        .map(|n| format!(r#"<bind nodeset="/data/a" calculate="{n}"/>"#))
        .collect();
    let instance = open(&form("<a/>", &binds, ""));
    assert_eq!(instance.state("/data/a").expect("a node").value, "49999");
}

/// Every row changes what every row reads: queued once for all of them, not once for each.
#[test]
fn rows_that_all_read_each_other_settle() {
    let mut instance = open(&form(
        r#"<b/><n/><row jr:template=""><t/><share/></row>"#,
        r#"<bind nodeset="/data/row/t" calculate="position(..) + /data/b"/><bind nodeset="/data/row/share" calculate="../t + sum(../../row/t)"/>"#,
        r#"<input ref="/data/b"/><input ref="/data/n"/><repeat nodeset="/data/row" jr:count="/data/n"><input ref="/data/row/t"/></repeat>"#,
    ));
    let rows = 5_000u64;
    ask(&mut instance, "/data/b", "0");
    ask(&mut instance, "/data/n", &rows.to_string());
    for b in [1, 2] {
        ask(&mut instance, "/data/b", &b.to_string());
        let sum = rows * (rows + 1) / 2 + b * rows;
        let share = instance
            .state(&format!("/data/row[{rows}]/share"))
            .expect("a node");
        assert_eq!(share.value, (sum + rows + b).to_string());
    }
    assert!(instance.is_complete());
}

/// Texts that quote each other double with each node; what they cost is taken off the steps of the edit.
#[test]
fn computed_texts_end_within_their_budget() {
    let doubling = |n: usize| {
        format!(
            r#"<bind nodeset="/data/c{n}" calculate="concat(/data/c{0}, /data/c{0})"/>"#,
            n - 1
        )
    };
    let copying = |n: usize| format!(r#"<bind nodeset="/data/d{n}" calculate="concat(/data/c9, 1)"/>"#);
    let copies = 400;
    let data: String = (0..10)
        .map(|n| format!("<c{n}/>"))
        .chain((0..copies).map(|n| format!("<d{n}/>")))
        .collect();
    let binds: String = (1..10).map(doubling).chain((0..copies).map(copying)).collect();
    let mut instance = open(&form(&data, &binds, r#"<input ref="/data/c0"/>"#));
    ask(&mut instance, "/data/c0", &"x".repeat(2000));
    assert!(!instance.is_complete());
    let bytes: usize = (0..copies)
        .map(|n| {
            instance
                .state(&format!("/data/d{n}"))
                .expect("a node")
                .value
                .len()
        })
        .sum();
    assert!(bytes > 1_000_000 && bytes < 64 << 20, "{bytes}");
}

/// A group's text is put together anew each time it is read, and costs as much as it is large.
#[test]
fn reading_a_large_group_again_and_again_ends() {
    let leaves = "<x>1</x>".repeat(5_000);
    let xml = form(
        &format!("<g>{leaves}</g><out/><after/>"),
        r#"<bind nodeset="/data/out" calculate="count(/data/g/x[string-length(/data/g) + string-length(string(/data/g)) = 10000])"/><bind nodeset="/data/after" calculate="/data/out"/>"#,
        "",
    );
    assert!(!open(&xml).is_complete());
}

/// Neither copies of a long answer nor its many words and children cost more than once what they weigh.
#[test]
fn answers_are_read_in_one_go() {
    let leaves = 3_000;
    let data: String = (0..leaves).map(|n| format!("<a{n}/>")).collect();
    let binds: String = (1..leaves)
        .map(|n| format!(r#"<bind nodeset="/data/a{n}" calculate="/data/a0"/>"#))
        .collect();
    let items = "<item><value>a</value></item><item><value>b</value></item>";
    let body = format!(
        r#"<input ref="/data/a0"/><select ref="/data/s">{items}</select><rank ref="/data/r">{items}</rank>"#
    );
    let definition = definition_of(&form(&format!("{data}<s/><r/>"), &binds, &body));
    let words = "a x ".repeat(100_000);
    let strangers = "<x/>".repeat(200_000);
    let saved = format!(
        "<data>{strangers}<a0>{}</a0><s>{words}</s><r>{words}</r></data>",
        "y".repeat(500_000)
    );
    let instance = Instance::restore(&definition, &saved, &env()).expect("a draft");
    assert!(
        !instance.is_complete(),
        "the copies weigh more than an instance may"
    );
    assert_eq!(instance.state("/data/s").expect("a node").value, "a");
    let last = instance.state(&format!("/data/a{}", leaves - 1)).expect("a node");
    assert!(last.value.is_empty());
}
