//! The engine through its public API, written from the ODK XForms specification: each test names the section it proves.

use crate::common::{ask, env, form, open, texts};
use motcua_form::{
    Definition, Edit, EditError, Entry, Instance, LoadCode, ProblemKind, QuestionKind, Resource,
    RestoreError, check_submission,
};

fn add(instance: &mut Instance, repeat: &str) -> motcua_form::References {
    instance
        .apply(
            &Edit::AddRow {
                repeat: repeat.into(),
            },
            &env(),
        )
        .expect("a row")
        .changed
}

fn value(instance: &Instance, reference: &str) -> String {
    instance
        .state(reference)
        .map(|state| state.value)
        .unwrap_or_else(|| format!("no {reference}"))
}

/// "Bind attributes": relevant is inherited, hides from expressions and submission, and keeps the answer.
#[test]
fn a_hidden_answer_reads_as_empty_and_is_kept() {
    let mut instance = open(&form(
        "<on>yes</on><g><a/><b/></g><copy/>",
        r#"<bind nodeset="/data/g" relevant="/data/on = 'yes'"/><bind nodeset="/data/copy" calculate="/data/g/a"/>"#,
        r#"<input ref="/data/on"/><group ref="/data/g"><input ref="/data/g/a"/><input ref="/data/g/b"/></group>"#,
    ));
    ask(&mut instance, "/data/g/a", "Lê Thị Bưởi");
    assert_eq!(value(&instance, "/data/copy"), "Lê Thị Bưởi");
    let changes = ask(&mut instance, "/data/on", "no");
    assert_eq!(changes.changed, ["/data/on", "/data/g", "/data/g/a", "/data/g/b"]);
    assert_eq!(value(&instance, "/data/copy"), "");
    assert!(
        !instance.submission().xml.contains("Bưởi"),
        "hidden answers are not handed in"
    );
    assert!(instance.save().contains("Bưởi"), "but they are kept");
    let question = instance.question("/data/g/a", "").expect("a question");
    assert_eq!(
        (question.value.as_str(), question.relevant),
        ("Lê Thị Bưởi", false)
    );
    ask(&mut instance, "/data/on", "yes");
    assert_eq!(value(&instance, "/data/copy"), "Lê Thị Bưởi");
}

/// "Bind attributes": required, constraint with messages by language, type.
#[test]
fn wrong_answers_are_kept_and_flagged() {
    let form = crate::common::document(
        "<age/><name/>",
        r#"<itext><translation lang="Tiếng Việt (vi)" default="true()"><text id="m"><value>Tuổi phải dưới <output value="100 + 20"/></value></text></translation>
           <translation lang="English (en)"><text id="m"><value>Too old</value></text></translation></itext>"#,
        r#"<bind nodeset="/data/age" type="int" constraint=". &lt; 120" jr:constraintMsg="jr:itext('m')"/>
           <bind nodeset="/data/name" required="true()" jr:requiredMsg="Cần có tên"/>"#,
        r#"<input ref="/data/age"/><input ref="/data/name"/>"#,
    );
    let mut instance = open(&form);
    ask(&mut instance, "/data/age", "150");
    assert_eq!(
        texts(&instance, "vi"),
        [
            (
                "/data/age".into(),
                ProblemKind::Constraint,
                "Tuổi phải dưới 120".into()
            ),
            ("/data/name".into(), ProblemKind::Required, "Cần có tên".into())
        ]
    );
    assert_eq!(texts(&instance, "en")[0].2, "Too old");
    ask(&mut instance, "/data/age", "abc");
    let question = instance.question("/data/age", "").expect("a question");
    assert_eq!(question.value, "abc", "what was typed stays");
    assert_eq!(
        question.problem.map(|problem| problem.kind),
        Some(ProblemKind::Type)
    );
    assert_eq!(question.kind, QuestionKind::Integer);
    ask(&mut instance, "/data/age", "");
    ask(&mut instance, "/data/name", "An");
    assert_eq!(
        texts(&instance, "vi"),
        [],
        "an empty answer meets every constraint"
    );
    let progress = instance.progress();
    assert_eq!(
        (
            progress.answered,
            progress.questions,
            progress.required_answered,
            progress.required
        ),
        (1, 2, 1, 1)
    );
}

/// "XPath paths" and "Repeats": a row's calculation reads its own row; sums read all; position follows removal.
#[test]
fn rows_read_their_own_siblings() {
    let mut instance = open(&form(
        r#"<row jr:template=""><qty/><price>10</price><total/><no/></row><sum/><count/>"#,
        r#"<bind nodeset="/data/row/qty" type="int"/><bind nodeset="/data/row/total" calculate="../qty * /data/row/price"/>
           <bind nodeset="/data/row/no" calculate="position(..)"/><bind nodeset="/data/sum" calculate="sum(/data/row/total)"/>
           <bind nodeset="/data/count" calculate="count(/data/row)"/>"#,
        r#"<repeat nodeset="/data/row"><input ref="/data/row/qty"/><input ref="/data/row/price"/></repeat>"#,
    ));
    for _ in 0..3 {
        add(&mut instance, "/data/row");
    }
    for (row, qty) in ["1", "2", "3"].into_iter().enumerate() {
        ask(&mut instance, &format!("/data/row[{}]/qty", row + 1), qty);
    }
    assert_eq!(value(&instance, "/data/row[2]/total"), "20");
    assert_eq!(
        (value(&instance, "/data/sum"), value(&instance, "/data/count")),
        ("60".into(), "3".into())
    );
    let before = instance.save();
    let changes = instance
        .apply(
            &Edit::RemoveRow {
                row: "/data/row[1]".into(),
            },
            &env(),
        )
        .expect("removed");
    assert!(changes.outline_changed);
    assert_eq!(
        (value(&instance, "/data/sum"), value(&instance, "/data/row[2]/no")),
        ("50".into(), "2".into())
    );
    if let Some(undo) = changes.undo {
        instance.apply(&undo, &env()).expect("undone");
    }
    assert_eq!(instance.save(), before, "a removed row can be put back");
    instance
        .apply(
            &Edit::MoveRow {
                row: "/data/row[3]".into(),
                to: 1,
            },
            &env(),
        )
        .expect("moved");
    assert_eq!(
        (
            value(&instance, "/data/row[1]/qty"),
            value(&instance, "/data/row[1]/no")
        ),
        ("3".into(), "1".into())
    );
}

/// A running total reads the row before it: no cycle, row by row.
#[test]
fn a_row_may_read_the_row_before_it() {
    let mut instance = open(&form(
        r#"<row jr:template=""><x/><total/></row>"#,
        r#"<bind nodeset="/data/row/total" type="int"
             calculate="../x + coalesce(/data/row[position() = position(current()/..) - 1]/total, 0)"/>"#,
        r#"<repeat nodeset="/data/row"><input ref="/data/row/x"/></repeat>"#,
    ));
    for row in 1..=4 {
        add(&mut instance, "/data/row");
        ask(&mut instance, &format!("/data/row[{row}]/x"), &row.to_string());
    }
    assert_eq!(value(&instance, "/data/row[4]/total"), "10");
    ask(&mut instance, "/data/row[1]/x", "11");
    assert_eq!(value(&instance, "/data/row[4]/total"), "20");
}

/// "Repeats", `jr:count`: rows beyond the count are set aside with their answers; the person can't add any.
#[test]
fn a_counted_repeat_keeps_what_it_hides() {
    let mut instance = open(&form(
        r#"<n/><row jr:template=""><x/></row>"#,
        r#"<bind nodeset="/data/n" type="int"/>"#,
        r#"<input ref="/data/n"/><repeat nodeset="/data/row" jr:count="/data/n"><input ref="/data/row/x"/></repeat>"#,
    ));
    ask(&mut instance, "/data/n", "2");
    ask(&mut instance, "/data/row[2]/x", "kept");
    ask(&mut instance, "/data/n", "1");
    assert_eq!(instance.row_count("/data/row"), Some(1));
    assert!(!instance.submission().xml.contains("kept"));
    let saved = instance.save();
    let mut again =
        Instance::restore(&crate::common::definition_of(&instance_form()), &saved, &env()).expect("restored");
    assert_eq!(again.save(), saved);
    ask(&mut again, "/data/n", "2");
    assert_eq!(value(&again, "/data/row[2]/x"), "kept");
    let refused = instance.apply(
        &Edit::AddRow {
            repeat: "/data/row".into(),
        },
        &env(),
    );
    assert_eq!(refused.err(), Some(EditError::FixedRows));
}

fn instance_form() -> String {
    form(
        r#"<n/><row jr:template=""><x/></row>"#,
        r#"<bind nodeset="/data/n" type="int"/>"#,
        r#"<input ref="/data/n"/><repeat nodeset="/data/row" jr:count="/data/n"><input ref="/data/row/x"/></repeat>"#,
    )
}

/// A count that its own rows feed must end.
#[test]
fn a_count_that_grows_with_its_rows_ends() {
    let mut instance = open(&form(
        "<go/><row><x/></row>",
        "",
        r#"<input ref="/data/go"/><repeat nodeset="/data/row" jr:count="count(/data/row) + 1 + string-length(/data/go)"><input ref="/data/row/x"/></repeat>"#,
    ));
    ask(&mut instance, "/data/go", "!");
    let rows = instance.row_count("/data/row").expect("a repeat");
    assert!(rows > 1 && rows < 1000, "{rows}");
    assert!(!instance.is_complete(), "and it is told");
}

/// "Secondary instances", CSV: cascades, and a choice that is gone.
#[test]
fn choices_follow_their_filter() {
    let xml = crate::common::document(
        "<province/><ward/>",
        r#"<instance id="wards" src="jr://file-csv/wards.csv"/>"#,
        r#"<bind nodeset="/data/ward" required="true()"/>"#,
        r#"<select1 ref="/data/province"><item><label>Hà Nội</label><value>01</value></item><item><label>Huế</label><value>46</value></item></select1>
           <select1 ref="/data/ward"><itemset nodeset="instance('wards')/root/item[province = current()/../province]"><value ref="code"/><label ref="name"/></itemset></select1>"#,
    );
    let csv = "code,province,name\n00004,01,Ba Đình\n00008,01,Ngọc Hà\n19753,46,Phú Xuân\n";
    let definition = Definition::load(
        &xml,
        &[Resource {
            uri: "wards.csv",
            text: csv,
        }],
    )
    .expect("a form");
    let mut instance = Instance::open(&definition, &env());
    assert_eq!(instance.choices("/data/ward", "", 10), []);
    let changes = ask(&mut instance, "/data/province", "01");
    assert_eq!(
        changes.changed,
        ["/data/province", "/data/ward"],
        "the list of wards changed"
    );
    let found = instance.choices("/data/ward", "", 10);
    assert_eq!(
        found.iter().map(|c| c.value.as_str()).collect::<Vec<_>>(),
        ["00004", "00008"]
    );
    ask(&mut instance, "/data/ward", "00008");
    assert_eq!(
        instance.question("/data/ward", "").expect("a question").display,
        "Ngọc Hà"
    );
    ask(&mut instance, "/data/province", "46");
    assert_eq!(value(&instance, "/data/ward"), "", "no ward of Huế");
    assert_eq!(texts(&instance, "")[0].1, ProblemKind::Required);
    ask(&mut instance, "/data/province", "01");
    assert_eq!(value(&instance, "/data/ward"), "00008", "the choice came back");
}

/// "Actions and events": first load, value changed, new row.
#[test]
fn set_value_answers_events() {
    let mut instance = open(&form(
        r#"<day/><a/><stamp/><row jr:template=""><x/></row>"#,
        r#"<setvalue event="odk-instance-first-load" ref="/data/day" value="format-date(today(), '%d/%m/%Y')"/>"#,
        r#"<input ref="/data/day"/><input ref="/data/a"><setvalue event="xforms-value-changed" ref="/data/stamp" value="concat('a is ', /data/a)"/></input>
           <input ref="/data/stamp"/><repeat nodeset="/data/row"><setvalue event="odk-new-repeat" ref="/data/row/x" value="position(..)"/><input ref="/data/row/x"/></repeat>"#,
    ));
    assert_eq!(value(&instance, "/data/day"), "22/11/2026");
    let changes = ask(&mut instance, "/data/a", "1");
    assert_eq!(value(&instance, "/data/stamp"), "a is 1");
    if let Some(undo) = changes.undo {
        instance.apply(&undo, &env()).expect("undone");
    }
    assert_eq!(
        (value(&instance, "/data/a"), value(&instance, "/data/stamp")),
        (String::new(), String::new())
    );
    add(&mut instance, "/data/row");
    add(&mut instance, "/data/row");
    assert_eq!(value(&instance, "/data/row[2]/x"), "2");
}

/// "Events": a value that is hidden, or comes back, is the one that the person entered: nothing happens to other answers for it.
#[test]
fn hiding_an_answer_is_no_change_of_it() {
    let mut instance = open(&form(
        "<on/><a/><stamp>kept</stamp>",
        r#"<bind nodeset="/data/a" relevant="/data/on = '1'"/>"#,
        r#"<input ref="/data/on"/><input ref="/data/a"><setvalue event="xforms-value-changed" ref="/data/stamp" value="concat('a is ', /data/a)"/></input>
           <input ref="/data/stamp"/>"#,
    ));
    ask(&mut instance, "/data/on", "1");
    assert_eq!(
        value(&instance, "/data/stamp"),
        "kept",
        "an empty answer is shown"
    );
    ask(&mut instance, "/data/a", "2");
    ask(&mut instance, "/data/stamp", "mine");
    ask(&mut instance, "/data/on", "0");
    assert_eq!(value(&instance, "/data/stamp"), "mine", "an answer is hidden");
    ask(&mut instance, "/data/on", "1");
    assert_eq!(value(&instance, "/data/stamp"), "mine", "the answer is back");
}

/// "Metadata": an instance id from the random bytes given, kept over saving.
#[test]
fn the_instance_id_is_made_once() {
    let xml = form(
        r#"<a/><meta xmlns="http://openrosa.org/xforms"><instanceID/></meta>"#,
        r#"<bind nodeset="/data/orx:meta/orx:instanceID" jr:preload="uid"/>"#,
        r#"<input ref="/data/a"/>"#,
    );
    let definition = crate::common::definition_of(&xml);
    let instance = Instance::open(&definition, &env());
    let id = instance.submission().instance_id;
    assert!(id.starts_with("uuid:") && id.len() == 41, "{id}");
    assert_eq!(
        Instance::open(&definition, &env()).submission().instance_id,
        id,
        "same input, same bits"
    );
    let restored = Instance::restore(&definition, &instance.save(), &env()).expect("restored");
    assert_eq!(restored.submission().instance_id, id);
}

/// "Body elements": groups are pages, rows have references, hidden questions are no entries.
#[test]
fn the_outline_shows_pages_and_rows() {
    let mut instance = open(&form(
        r#"<intro/><g><a/><b/></g><row jr:template=""><x/></row>"#,
        r#"<bind nodeset="/data/g/b" relevant="/data/g/a = 'x'"/>"#,
        r#"<input ref="/data/intro"/><group ref="/data/g" appearance="field-list"><label>Trẻ em</label><input ref="/data/g/a"/><input ref="/data/g/b"/></group>
           <group ref="/data/row"><label>Con</label><repeat nodeset="/data/row"><input ref="/data/row/x"/></repeat></group>"#,
    ));
    add(&mut instance, "/data/row");
    let pages = instance.outline("vi");
    assert_eq!(
        pages
            .iter()
            .map(|page| page.reference.as_str())
            .collect::<Vec<_>>(),
        ["/data/intro", "/data/g", "/data/row"]
    );
    assert_eq!(
        (pages[1].title.as_str(), pages[1].appearance.as_str()),
        ("Trẻ em", "field-list")
    );
    assert_eq!(
        pages[1].entries,
        [Entry::Question {
            reference: "/data/g/a".into()
        }]
    );
    let Entry::Repeat {
        label,
        can_change_rows,
        rows,
        ..
    } = &pages[2].entries[0]
    else {
        panic!("a repeat")
    };
    assert_eq!(
        (label.as_str(), *can_change_rows, rows[0].reference.as_str()),
        ("Con", true, "/data/row[1]")
    );
}

/// The portal's own check finds what a phone should have found.
#[test]
fn submitted_answers_are_checked_again() {
    let xml = form(
        "<name/><age/><sex/>",
        r#"<bind nodeset="/data/name" required="true()"/><bind nodeset="/data/age" type="int"/>"#,
        r#"<input ref="/data/name"/><input ref="/data/age"/><select1 ref="/data/sex"><item><label>Nam</label><value>m</value></item></select1>"#,
    );
    let definition = crate::common::definition_of(&xml);
    let check = |xml: &str| check_submission(&definition, xml, &env()).map(|checked| checked.problems);
    let good = r#"<data id="t"><name>An</name><age>3</age><sex>m</sex></data>"#;
    assert_eq!(check(good), Ok(Vec::new()));
    let bad = check(r#"<data id="t"><age>x</age><sex>zz</sex><extra>1</extra></data>"#).expect("read");
    let found: Vec<_> = bad
        .iter()
        .map(|problem| (problem.reference.as_str(), problem.kind))
        .collect();
    assert_eq!(
        found,
        [
            ("/data/name", ProblemKind::Required),
            ("/data/age", ProblemKind::Type),
            ("/data/sex", ProblemKind::Type),
            ("/data/extra", ProblemKind::UnknownNode)
        ]
    );
    assert_eq!(check("<other/>"), Err(RestoreError::OtherForm));
    assert_eq!(check("<data"), Err(RestoreError::Xml));
}

/// A person may write over a calculation they can see; opening the saved answers again doesn't take that away.
#[test]
fn what_was_written_over_a_calculation_is_kept() {
    let xml = form(
        "<a>1</a><b/><hidden/>",
        r#"<bind nodeset="/data/b" calculate="concat(/data/a, '!')"/><bind nodeset="/data/hidden" calculate="concat(/data/b, '?')"/>"#,
        r#"<input ref="/data/a"/><input ref="/data/b"/>"#,
    );
    let mut instance = open(&xml);
    assert_eq!(value(&instance, "/data/b"), "1!");
    ask(&mut instance, "/data/b", "mine");
    let mut again =
        Instance::restore(&crate::common::definition_of(&xml), &instance.save(), &env()).expect("restored");
    assert_eq!(
        (value(&again, "/data/b"), value(&again, "/data/hidden")),
        ("mine".into(), "mine?".into())
    );
    ask(&mut again, "/data/a", "2");
    assert_eq!(value(&again, "/data/b"), "2!", "what it is made of changed");
}

/// An edit reaches its own row's readers only: the other row's random value isn't made anew, nor by removing and putting it back.
#[test]
fn an_edit_leaves_other_rows_alone() {
    let mut instance = open(&form(
        r#"<row jr:template=""><a/><stamp/></row>"#,
        r#"<bind nodeset="/data/row/stamp" calculate="concat(../a, '-', random())"/>"#,
        r#"<repeat nodeset="/data/row"><input ref="/data/row/a"/></repeat>"#,
    ));
    let with = |byte: u8| motcua_form::Env {
        random: [byte; 32],
        ..env()
    };
    for _ in 0..2 {
        add(&mut instance, "/data/row");
    }
    let before = (
        value(&instance, "/data/row[1]/stamp"),
        value(&instance, "/data/row[2]/stamp"),
    );
    let edit = Edit::Answer {
        reference: "/data/row[1]/a".into(),
        value: "x".into(),
    };
    instance.apply(&edit, &with(1)).expect("an answer");
    assert_ne!(value(&instance, "/data/row[1]/stamp"), before.0);
    assert_eq!(value(&instance, "/data/row[2]/stamp"), before.1);
    let removed = instance
        .apply(
            &Edit::RemoveRow {
                row: "/data/row[2]".into(),
            },
            &with(2),
        )
        .expect("removed");
    if let Some(undo) = removed.undo {
        instance.apply(&undo, &with(3)).expect("undone");
    }
    assert_eq!(value(&instance, "/data/row[2]/stamp"), before.1);
}

/// "OpenRosa metadata": a namespace without prefix is declared where it begins.
#[test]
fn namespaces_of_answers_are_declared() {
    let instance = open(&form(
        r#"<a/><own xmlns="urn:own"><x>1</x><back xmlns="http://www.w3.org/2002/xforms">2</back></own>"#,
        "",
        r#"<input ref="/data/a"/>"#,
    ));
    let xml = instance.submission().xml;
    assert_eq!(
        xml,
        r#"<data id="t"><a/><own xmlns="urn:own"><x>1</x><back xmlns="">2</back></own></data>"#
    );
}

/// Shells and portals hold instances across threads.
#[test]
fn instances_cross_threads() {
    fn crosses<T: Send + Sync>() {}
    crosses::<Definition>();
    crosses::<Instance>();
}

/// Faults in forms are refused with their place.
#[test]
fn faulty_forms_are_refused_with_their_place() {
    let cases = [
        (
            form(
                "<a/><b/>",
                r#"<bind nodeset="/data/a" calculate="/data/b"/><bind nodeset="/data/b" calculate="/data/a"/>"#,
                "",
            ),
            LoadCode::Cycle,
            "/data/a",
        ),
        (
            form("<a/>", r#"<bind nodeset="/data/a" calculate=". + 1"/>"#, ""),
            LoadCode::Cycle,
            "/data/a",
        ),
        (
            form(
                "<g><a/></g>",
                r#"<bind nodeset="/data/g" relevant="/data/g/a = 1"/>"#,
                "",
            ),
            LoadCode::Cycle,
            "/data/g",
        ),
        (
            form("<a/>", r#"<bind nodeset="/data/a" calculate="nope(1)"/>"#, ""),
            LoadCode::UnknownFunction,
            "/data/a (calculate)",
        ),
        (
            form("<a/>", r#"<bind nodeset="/data/a" calculate="substr('a')"/>"#, ""),
            LoadCode::UnknownFunction,
            "/data/a (calculate)",
        ),
        (
            form("<a/>", r#"<bind nodeset="/data/a" calculate="1 +"/>"#, ""),
            LoadCode::Expression,
            "/data/a (calculate)",
        ),
        (
            form("<a/>", "", r#"<input ref="/data/b"/>"#),
            LoadCode::UnknownNode,
            "input /data/b",
        ),
        (
            form("<a/>", r#"<instance id="x" src="jr://file/x.xml"/>"#, ""),
            LoadCode::Resource,
            "instance x",
        ),
        (
            form("<a/>", "", r#"<video ref="/data/a"/>"#),
            LoadCode::Unsupported,
            "/data",
        ),
        (
            form(
                "<a/>",
                r#"<odk:recordaudio event="odk-instance-first-load" ref="/data/a"/>"#,
                "",
            ),
            LoadCode::Unsupported,
            "/data/a",
        ),
        (
            form(
                "<a/>",
                "",
                r#"<select1 ref="/data/a" appearance="minimal search('x')"><item><label>l</label><value>v</value></item></select1>"#,
            ),
            LoadCode::Unsupported,
            "/data/a",
        ),
        ("<html/>".into(), LoadCode::Structure, "form"),
        (
            "<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>".into(),
            LoadCode::Xml,
            "form",
        ),
    ];
    for (xml, code, path) in cases {
        let error = Definition::load(&xml, &[]).expect_err("refused");
        assert_eq!((error.code, error.path.as_str()), (code, path), "{error}");
    }
}

/// A bind of nothing is no error, and not silent.
#[test]
fn a_bind_of_no_node_is_a_warning() {
    let definition =
        crate::common::definition_of(&form("<a/>", r#"<bind nodeset="/data/b" type="int"/>"#, ""));
    assert_eq!(definition.warnings().len(), 1);
}
