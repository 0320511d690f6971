//! Rows that come and go by themselves: their events, their places in what is handed in, and their reading back.

use crate::common::{ask, definition_of, env, form, open, value};
use motcua_form::{Definition, Edit, EditError, Instance, LoadCode, check_submission};

/// "The odk-new-repeat event": the row is computed before its action runs, whoever added it.
#[test]
fn an_action_of_a_new_row_sees_the_row_computed() {
    for count in [r#" jr:count="/data/n""#, ""] {
        let mut instance = open(&form(
            r#"<n/><kids jr:template=""><no/><label/><sum/></kids>"#,
            r#"<bind nodeset="/data/n" type="int"/><bind nodeset="/data/kids/no" calculate="position(..)"/><bind nodeset="/data/kids/sum" calculate="../no * 2"/>"#,
            &format!(
                r#"<input ref="/data/n"/><repeat nodeset="/data/kids"{count}>
                <setvalue event="odk-new-repeat" ref="/data/kids/label" value="concat('Con ', ../no)"/>
                <setvalue event="odk-new-repeat" ref="/data/kids/sum" value="7"/><input ref="/data/kids/label"/></repeat>"#
            ),
        ));
        if count.is_empty() {
            for _ in 0..2 {
                let repeat = "/data/kids".into();
                instance.apply(&Edit::AddRow { repeat }, &env()).expect("a row");
            }
        } else {
            ask(&mut instance, "/data/n", "2");
        }
        assert_eq!(value(&instance, "/data/kids[2]/label"), "Con 2");
        assert_eq!(
            value(&instance, "/data/kids[2]/sum"),
            "7",
            "calculations first, then the action"
        );
    }
}

/// Rows inside rows that a count sets aside as soon as they are made have their first values when they come.
#[test]
fn rows_made_deep_inside_begin_alike() {
    let mut instance = open(&form(
        r#"<n/><a jr:template=""><b><c><x/></c></b></a>"#,
        r#"<bind nodeset="/data/n" type="int"/>"#,
        r#"<input ref="/data/n"/><repeat nodeset="/data/a"><repeat nodeset="/data/a/b" jr:count="/data/n"><repeat nodeset="/data/a/b/c">
           <setvalue ref="/data/a/b/c/x" event="odk-new-repeat" value="'x'"/><input ref="/data/a/b/c/x"/></repeat></repeat></repeat>"#,
    ));
    let repeat = "/data/a".into();
    instance.apply(&Edit::AddRow { repeat }, &env()).expect("a row");
    ask(&mut instance, "/data/n", "3");
    for row in 1..=3 {
        assert_eq!(value(&instance, &format!("/data/a[1]/b[{row}]/c[1]/x")), "x");
    }
}

/// The count is asked from the repeat's place, also when there is no row that stands there.
#[test]
fn a_count_goes_up_by_any_axis() {
    let with = |count: &str| {
        let body = format!(
            r#"<input ref="/data/n"/><group ref="/data/g"><repeat nodeset="/data/g/kid" jr:count="{count}"><input ref="/data/g/kid/x"/></repeat></group>"#
        );
        Definition::load(&form("<n>2</n><g><m>3</m><kid><x/></kid></g>", "", &body), &[])
    };
    for (count, rows) in [
        ("../../n", 2),
        ("parent::g/m", 3),
        ("ancestor::data/n", 2),
        ("ancestor::*[1]/m", 3),
        ("ancestor::*[last()]/n + 1", 3),
        ("../m[. = current()/ancestor::g/m]", 3),
        ("//n", 2),
    ] {
        let instance = Instance::open(&with(count).expect(count), &env());
        assert_eq!(instance.row_count("/data/g/kid"), Some(rows), "{count}");
    }
    for count in [
        "preceding-sibling::m",
        "1 + preceding::n",
        "current()/following-sibling::m",
    ] {
        let refused = with(count).expect_err(count);
        assert_eq!(refused.code, LoadCode::Expression);
        assert_eq!(refused.path, "/data/g/kid (jr:count)");
    }
}

/// "Actions": an action nested in a repeat runs when the form is opened, also in rows of the form that a count sets aside before that.
#[test]
fn rows_of_the_form_that_a_count_sets_aside_begin_alike() {
    for event in [
        "odk-instance-first-load odk-new-repeat",
        "odk-instance-load odk-new-repeat",
    ] {
        let xml = form(
            "<n/><kid><name/><toy><x/></toy></kid>",
            r#"<bind nodeset="/data/n" type="int"/>"#,
            &format!(
                r#"<input ref="/data/n"/><repeat nodeset="/data/kid" jr:count="/data/n"><setvalue event="{event}" ref="/data/kid/name" value="'new'"/><input ref="/data/kid/name"/>
                <repeat nodeset="/data/kid/toy"><setvalue event="{event}" ref="/data/kid/toy/x" value="'toy'"/><input ref="/data/kid/toy/x"/></repeat></repeat>"#
            ),
        );
        let mut instance = open(&xml);
        ask(&mut instance, "/data/n", "2");
        for row in 1..=2 {
            assert_eq!(
                value(&instance, &format!("/data/kid[{row}]/name")),
                "new",
                "{event} {row}"
            );
            assert_eq!(
                value(&instance, &format!("/data/kid[{row}]/toy[1]/x")),
                "toy",
                "{event} {row}"
            );
        }
    }
}

/// What was hidden begins as in the form when the submission is opened again: with its rows, too.
#[test]
fn a_hidden_group_begins_with_its_rows_when_it_is_opened_again() {
    let form = form(
        r#"<on>0</on><g><pet jr:template=""><n>9</n></pet><kid><x>5</x></kid><kid><x>6</x><toy><y>7</y></toy></kid></g><p jr:template=""><h><q><z>8</z></q></h></p><p><h/></p>"#,
        r#"<bind nodeset="/data/g" relevant="/data/on = 1"/><bind nodeset="/data/p/h" relevant="/data/on = 1"/>"#,
        r#"<input ref="/data/on"/><group ref="/data/g"><repeat nodeset="/data/g/kid" jr:noAddRemove="true()"><input ref="/data/g/kid/x"/><repeat nodeset="/data/g/kid/toy"><input ref="/data/g/kid/toy/y"/></repeat></repeat>
           <repeat nodeset="/data/g/pet" jr:noAddRemove="true()"><input ref="/data/g/pet/n"/></repeat></group>
           <repeat nodeset="/data/p"><group ref="/data/p/h"><repeat nodeset="/data/p/h/q"><input ref="/data/p/h/q/z"/></repeat></group></repeat>"#,
    );
    let submitted = r#"<data id="t"><on>0</on><p/></data>"#;
    let mut instance = Instance::restore(&definition_of(&form), submitted, &env()).expect("restored");
    ask(&mut instance, "/data/on", "1");
    for (reference, text) in [
        ("/data/g/kid[1]/x", "5"),
        ("/data/g/kid[2]/x", "6"),
        ("/data/g/kid[2]/toy[1]/y", "7"),
        ("/data/g/pet[1]/n", "9"),
        ("/data/p[1]/h/q[1]/z", "8"),
    ] {
        assert_eq!(value(&instance, reference), text, "{reference}");
    }
    assert_eq!(instance.row_count("/data/g/kid"), Some(2));
    assert_eq!(instance.row_count("/data/g/kid[1]/toy"), Some(0));
}

/// A hidden row between others keeps its place: the portal finds each answer in the row that it was given in.
#[test]
fn the_portal_reads_rows_where_they_stood() {
    let form = form(
        r#"<n>3</n><kids jr:template=""><name/></kids>"#,
        r#"<bind nodeset="/data/n" type="int"/><bind nodeset="/data/kids" relevant="position(.) != 2"/><bind nodeset="/data/kids/name" required="true()"/>"#,
        r#"<input ref="/data/n"/><repeat nodeset="/data/kids" jr:count="/data/n"><input ref="/data/kids/name"/></repeat>"#,
    );
    let mut instance = open(&form);
    ask(&mut instance, "/data/kids[1]/name", "An");
    ask(&mut instance, "/data/kids[2]/name", "hidden");
    ask(&mut instance, "/data/kids[3]/name", "Chi");
    assert_eq!(instance.problems(""), []);
    let submitted = instance.submission().xml;
    assert_eq!(
        submitted,
        r#"<data id="t"><n>3</n><kids><name>An</name></kids><kids/><kids><name>Chi</name></kids></data>"#
    );
    let definition = definition_of(&form);
    let checked = check_submission(&definition, &submitted, &env()).expect("it is this form's");
    assert_eq!(checked.problems, []);
    let read = Instance::restore(&definition, &submitted, &env()).expect("restored");
    assert_eq!(value(&read, "/data/kids[3]/name"), "Chi");
    assert_eq!(read.submission().xml, submitted);
}

/// Where the person adds the rows a hidden one leaves nothing behind, and a hidden row at the end never does.
#[test]
fn a_hidden_row_that_nobody_counts_leaves_nothing() {
    let plain = form(
        "<kids><on>0</on><name>a</name></kids><kids><on>1</on><name>b</name></kids><kids><on>0</on><name>c</name></kids>",
        r#"<bind nodeset="/data/kids/name" relevant="../on = 1"/><bind nodeset="/data/kids/on" relevant="true()"/>"#,
        r#"<repeat nodeset="/data/kids"><input ref="/data/kids/name"/></repeat>"#,
    );
    assert_eq!(
        open(&plain).submission().xml,
        r#"<data id="t"><kids><on>0</on></kids><kids><on>1</on><name>b</name></kids><kids><on>0</on></kids></data>"#
    );
    let last = form(
        "<kids><name>a</name></kids><kids><name>b</name></kids>",
        r#"<bind nodeset="/data/kids" relevant="position(.) = 1"/>"#,
        r#"<repeat nodeset="/data/kids" jr:count="2"><input ref="/data/kids/name"/></repeat>"#,
    );
    assert_eq!(
        open(&last).submission().xml,
        r#"<data id="t"><kids><name>a</name></kids></data>"#
    );
}

/// Without a count the submission doesn't tell which row was left out: docs/xforms-differences.md, "hidden-row".
#[test]
fn without_a_count_the_portal_numbers_rows_anew() {
    let form = form(
        "<kids><name>An</name></kids><kids><name/></kids><kids><name>Chi</name></kids>",
        r#"<bind nodeset="/data/kids" relevant="position(.) != 2"/>"#,
        r#"<repeat nodeset="/data/kids"><input ref="/data/kids/name"/></repeat>"#,
    );
    let instance = open(&form);
    assert_eq!(value(&instance, "/data/kids[3]/name"), "Chi");
    let submitted = instance.submission().xml;
    assert_eq!(
        submitted,
        r#"<data id="t"><kids><name>An</name></kids><kids><name>Chi</name></kids></data>"#
    );
    let definition = definition_of(&form);
    let read = Instance::restore(&definition, &submitted, &env()).expect("restored");
    assert!(!read.state("/data/kids[2]/name").expect("a node").relevant);
    assert_eq!(definition.warnings().len(), 1, "the author was told");
}

/// The author hears of rows whose numbers a submission can't tell.
#[test]
fn rows_that_hide_by_their_number_want_a_count() {
    let warnings = |relevant: &str, count: &str| {
        let form = form(
            "<kids><name/></kids>",
            &format!(r#"<bind nodeset="/data/kids" relevant="{relevant}"/>"#),
            &format!(r#"<repeat nodeset="/data/kids"{count}><input ref="/data/kids/name"/></repeat>"#),
        );
        let told = definition_of(&form).warnings().to_vec();
        told.into_iter().map(|warning| warning.path).collect::<Vec<_>>()
    };
    assert_eq!(warnings("position(.) != 2", ""), ["/data/kids"]);
    assert_eq!(warnings("position(.) != 2", r#" jr:count="3""#), [""; 0]);
    assert_eq!(warnings("count(/data/kids) != 2", ""), [""; 0]);
}

/// What is hidden isn't submitted; read back and asked again it begins with the form's default, not with nothing.
#[test]
fn what_a_submission_leaves_out_begins_anew() {
    let form = form(
        r#"<on>0</on><a>5</a><g><b>6</b></g><kids jr:template=""><c>7</c></kids><sum/>"#,
        r#"<bind nodeset="/data/a" relevant="/data/on = 1" type="int"/><bind nodeset="/data/g" relevant="/data/on = 1"/><bind nodeset="/data/kids/c" relevant="/data/on = 1"/>
           <bind nodeset="/data/sum" calculate="/data/a + 1"/>"#,
        r#"<input ref="/data/on"/><input ref="/data/a"/><group ref="/data/g"><input ref="/data/g/b"/></group><repeat nodeset="/data/kids"><input ref="/data/kids/c"/></repeat>"#,
    );
    let submitted = r#"<data id="t"><on>0</on><kids/></data>"#;
    let mut instance = Instance::restore(&definition_of(&form), submitted, &env()).expect("restored");
    assert_eq!(value(&instance, "/data/a"), "");
    ask(&mut instance, "/data/on", "1");
    for (reference, text) in [
        ("/data/a", "5"),
        ("/data/g/b", "6"),
        ("/data/kids[1]/c", "7"),
        ("/data/sum", "6"),
    ] {
        assert_eq!(value(&instance, reference), text, "{reference}");
    }
}

/// XForms 1.1 §10.3, §10.4: nothing comes or goes in what is read-only.
#[test]
fn rows_in_a_read_only_group_stay_as_they_are() {
    let mut instance = open(&form(
        "<done/><g><kids><name/></kids><kids><name/></kids></g>",
        r#"<bind nodeset="/data/g" readonly="/data/done = 'yes'"/>"#,
        r#"<input ref="/data/done"/><group ref="/data/g"><repeat nodeset="/data/g/kids"><input ref="/data/g/kids/name"/></repeat></group>"#,
    ));
    let repeat = || "/data/g/kids".into();
    let row = || "/data/g/kids[1]".into();
    instance
        .apply(&Edit::AddRow { repeat: repeat() }, &env())
        .expect("a row");
    ask(&mut instance, "/data/done", "yes");
    for edit in [
        Edit::AddRow { repeat: repeat() },
        Edit::RemoveRow { row: row() },
        Edit::MoveRow { row: row(), to: 2 },
    ] {
        assert_eq!(
            instance.apply(&edit, &env()),
            Err(EditError::ReadOnly),
            "{edit:?}"
        );
    }
    assert_eq!(instance.row_count("/data/g/kids"), Some(3));
}
