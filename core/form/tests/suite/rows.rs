//! What new rows begin with, and expressions across rows and lists.

use crate::common::{add, ask, form, open, value};
use motcua_form::{Instance, ProblemKind};

/// "Default Values in Repeats": values of a row are its own; only a template gives them to new rows, and so does what stands in it.
#[test]
fn new_rows_take_their_values_from_a_template_alone() {
    let mut instance = open(&form(
        r#"<kid><name>Lan</name><toy><kind>ball</kind></toy></kid>
           <pet jr:template=""><name>Vện</name><toy><kind>bone</kind></toy></pet>"#,
        "",
        r#"<repeat nodeset="/data/kid"><input ref="/data/kid/name"/><repeat nodeset="/data/kid/toy"><input ref="/data/kid/toy/kind"/></repeat></repeat>
           <repeat nodeset="/data/pet"><input ref="/data/pet/name"/><repeat nodeset="/data/pet/toy"><input ref="/data/pet/toy/kind"/></repeat></repeat>"#,
    ));
    add(&mut instance, "/data/kid");
    add(&mut instance, "/data/kid[1]/toy");
    assert_eq!(value(&instance, "/data/kid[1]/name"), "Lan");
    assert_eq!(
        value(&instance, "/data/kid[2]/name"),
        "",
        "Lan is the first one's name"
    );
    assert_eq!(value(&instance, "/data/kid[2]/toy[1]/kind"), "");
    assert_eq!(value(&instance, "/data/kid[1]/toy[2]/kind"), "");
    add(&mut instance, "/data/pet");
    add(&mut instance, "/data/pet[1]/toy");
    assert_eq!(value(&instance, "/data/pet[1]/name"), "Vện");
    assert_eq!(value(&instance, "/data/pet[1]/toy[2]/kind"), "bone");
}

/// "The odk-new-repeat event": a row that comes with a new row around it is new as well.
#[test]
fn rows_inside_a_new_row_are_new() {
    let mut instance = open(&form(
        "<kid><toy><kind/></toy></kid><n/><team><member><name/></member></team>",
        "",
        r#"<repeat nodeset="/data/kid"><repeat nodeset="/data/kid/toy"><setvalue event="odk-new-repeat" ref="/data/kid/toy/kind" value="'ball'"/><input ref="/data/kid/toy/kind"/></repeat></repeat>
           <input ref="/data/n"/><repeat nodeset="/data/team" jr:count="/data/n"><repeat nodeset="/data/team/member"><setvalue event="odk-new-repeat" ref="/data/team/member/name" value="'Lan'"/><input ref="/data/team/member/name"/></repeat></repeat>"#,
    ));
    add(&mut instance, "/data/kid");
    assert_eq!(
        value(&instance, "/data/kid[1]/toy[1]/kind"),
        "",
        "a row of the form"
    );
    assert_eq!(value(&instance, "/data/kid[2]/toy[1]/kind"), "ball");
    ask(&mut instance, "/data/n", "2");
    assert_eq!(value(&instance, "/data/team[2]/member[1]/name"), "Lan");
}

/// "XPath": a count of a list's items follows the answer that they are compared with, wherever it stands.
#[test]
fn a_count_of_items_follows_its_key() {
    let mut instance = open(&form(
        "<row><a/><in><x/></in></row><total/>",
        r#"<instance id="list"><root><item><group>g</group></item><item><group>g</group></item><item><group>h</group></item></root></instance>
           <bind nodeset="/data/row/in/x" type="decimal" constraint=". &gt;= count(instance('list')/root/item[group = current()/../../a])"/>
           <bind nodeset="/data/total" type="int" calculate="count(instance('list')/root/item[group = /data/row[1]/a])"/>"#,
        r#"<repeat nodeset="/data/row"><input ref="/data/row/a"/><repeat nodeset="/data/row/in"><input ref="/data/row/in/x"/></repeat></repeat>"#,
    ));
    ask(&mut instance, "/data/row[1]/in[1]/x", "1.5");
    let problem = |instance: &Instance| {
        instance
            .question("/data/row[1]/in[1]/x", "")
            .and_then(|question| question.problem)
    };
    assert_eq!(
        (problem(&instance), value(&instance, "/data/total").as_str()),
        (None, "0")
    );
    ask(&mut instance, "/data/row[1]/a", "g");
    assert_eq!(
        problem(&instance).map(|problem| problem.kind),
        Some(ProblemKind::Constraint)
    );
    assert_eq!(value(&instance, "/data/total"), "2");
}

/// "once()": what was made stays, also when the node is hidden meanwhile and what it was made of changes.
#[test]
fn once_is_once_while_hidden() {
    let mut instance = open(&form(
        "<on>1</on><a>x</a><id/>",
        r#"<bind nodeset="/data/id" calculate="once(concat(/data/a, 1))" relevant="/data/on = '1'"/>"#,
        r#"<input ref="/data/on"/><input ref="/data/a"/>"#,
    ));
    assert_eq!(value(&instance, "/data/id"), "x1");
    ask(&mut instance, "/data/on", "0");
    ask(&mut instance, "/data/a", "y");
    ask(&mut instance, "/data/on", "1");
    assert_eq!(value(&instance, "/data/id"), "x1");
}

/// A path read as text is the texts of all nodes in it ("XPath 1.0" §5.2), so it follows every row and every answer in them.
#[test]
fn what_holds_rows_is_followed_when_it_is_read_as_text() {
    let rows = r#"<kids jr:template=""><name/></kids><g><pets jr:template=""><age>5</age></pets></g><out/>"#;
    let body = r#"<repeat nodeset="/data/kids"><input ref="/data/kids/name"/></repeat><repeat nodeset="/data/g/pets"><input ref="/data/g/pets/age"/></repeat>"#;
    for (expression, expected) in [
        ("count-non-empty(/data/kids)", "1"),
        ("join(',', /data/kids)", ",An"),
        ("count(/data/kids[. != ''])", "1"),
        ("count(if(/data/kids[2]/name = 'An', /data/kids, /data/g))", "2"),
        ("string(/data/g)", "5"),
        ("sum(/data/g/pets)", "5"),
        ("/data/g + 1", "6"),
        ("-/data/g", "-5"),
        ("sum(/data/descendant::age)", "5"),
        ("count(/data/out/preceding::age)", "1"),
        ("count(/data/kids/following::age)", "1"),
    ] {
        let bind = format!(r#"<bind nodeset="/data/out" calculate="{expression}"/>"#);
        let mut instance = open(&form(rows, &bind, body));
        add(&mut instance, "/data/kids");
        add(&mut instance, "/data/g/pets");
        add(&mut instance, "/data/kids");
        ask(&mut instance, "/data/kids[2]/name", "An");
        assert_eq!(value(&instance, "/data/out"), expected, "{expression}");
    }
}

/// Choices from rows are the rows, not their texts: a question in a row may choose among all rows.
#[test]
fn rows_to_choose_from_are_no_texts() {
    let mut instance = open(&form(
        r#"<kids jr:template=""><name/><friend/><rival/></kids>"#,
        "",
        r#"<repeat nodeset="/data/kids"><input ref="/data/kids/name"/>
           <select1 ref="/data/kids/friend"><itemset nodeset="/data/kids[name != '']"><value ref="name"/><label ref="name"/></itemset></select1>
           <select1 ref="/data/kids/rival"><itemset nodeset="(/data/kids)[position() > 1]"><value ref="name"/><label ref="name"/></itemset></select1></repeat>"#,
    ));
    add(&mut instance, "/data/kids");
    add(&mut instance, "/data/kids");
    ask(&mut instance, "/data/kids[1]/friend", "An");
    ask(&mut instance, "/data/kids[1]/rival", "An");
    assert_eq!(instance.problems("").len(), 0);
    assert!(!instance.save().is_empty());
    ask(&mut instance, "/data/kids[2]/name", "An");
    for question in ["friend", "rival"] {
        assert_eq!(value(&instance, &format!("/data/kids[1]/{question}")), "An");
    }
}

/// XPath 1.0 §2.4: a position is the item's among those of its own parent, also where the filter before it is looked up in an index.
#[test]
fn positions_after_a_filter_count_for_each_parent() {
    let lists = r#"<instance id="x"><root><p><w><k>a</k><n>1</n></w><w><k>a</k><n>2</n></w></p><p><w><k>b</k><n>3</n></w><w><k>a</k><n>4</n></w></p></root></instance>"#;
    for (expression, expected) in [
        ("count(instance('x')/root/p/w[k = 'a'][1])", "2"),
        ("count(instance('x')/root/p/w[k = 'a'][position() = last()])", "2"),
        ("count(instance('x')/root/p/w[k = 'a'][not(position() = 1)])", "1"),
        ("count(instance('x')/root/p/w[k = 'a'][n > 1])", "2"),
        ("count(instance('x')/root/p/w[k = 'a'][../w[1]/k = 'b'])", "1"),
        ("string(instance('x')/root/p/w[k = 'a'][2 - 1][n = '4']/n)", "4"),
    ] {
        let bind = format!(r#"{lists}<bind nodeset="/data/out" calculate="{expression}"/>"#);
        let instance = open(&form("<out/>", &bind.replace(" > ", " &gt; "), ""));
        assert_eq!(value(&instance, "/data/out"), expected, "{expression}");
    }
}

/// XML Schema takes these numbers, XPath reads neither sign nor exponent: expressions see the number, the answer stays as it was typed.
#[test]
fn a_number_that_its_type_takes_is_a_number_for_expressions() {
    let mut instance = open(&form(
        "<d/><n/><twice/><sum/>",
        r#"<bind nodeset="/data/d" type="decimal" constraint="not(. &gt; 50)"/><bind nodeset="/data/n" type="int"/>
           <bind nodeset="/data/twice" calculate="/data/d * 2"/><bind nodeset="/data/sum" calculate="sum(/data/d | /data/n)"/>"#,
        r#"<input ref="/data/d"/><input ref="/data/n"/>"#,
    ));
    ask(&mut instance, "/data/d", "1e2");
    ask(&mut instance, "/data/n", "+5");
    assert_eq!(value(&instance, "/data/twice"), "200");
    assert_eq!(value(&instance, "/data/sum"), "105");
    let problems = crate::common::texts(&instance, "");
    assert_eq!(problems.len(), 1);
    assert_eq!(
        (problems[0].0.as_str(), problems[0].1),
        ("/data/d", ProblemKind::Constraint)
    );
    let submitted = instance.submission().xml;
    assert!(
        submitted.contains("<d>1e2</d>") && submitted.contains("<n>+5</n>"),
        "as typed"
    );
    ask(&mut instance, "/data/d", "25");
    assert_eq!(value(&instance, "/data/twice"), "50");
    assert!(instance.problems("").is_empty());
}

/// A range's steps are counted as finely as a double tells, however far from the start.
#[test]
fn steps_of_a_range_far_from_its_start() {
    let mut instance = open(&form(
        "<r/>",
        r#"<bind nodeset="/data/r" type="decimal"/>"#,
        r#"<range ref="/data/r" start="0" end="999999999" step="0.1"/>"#,
    ));
    for (answer, problems) in [
        ("123456789.1", 0),
        ("0.3", 0),
        ("123456789.15", 1),
        ("0.35", 1),
        ("1e3", 0),
    ] {
        ask(&mut instance, "/data/r", answer);
        assert_eq!(instance.problems("").len(), problems, "{answer}");
    }
}

/// Nodes that no plain path names are followed all the same: what is inside of a filtered union, of a choice, of a row by its number.
#[test]
fn nodes_of_any_expression_are_followed() {
    for calculate in [
        "count((/data/row | /data/box)[. != ''])",
        "count(if(/data/on = 1, /data/row, /data/box)[. != ''])",
        "count(indexed-repeat(/data/row, /data/row, 1)[. != ''])",
        "count(randomize(/data/row | /data/box, 3)[. != ''])",
        "count((/data/box | instance('l')/root/item | /data/row)[. = 'x'])",
    ] {
        let model = format!(
            r#"<instance id="l"><root><item>y</item></root></instance><bind nodeset="/data/all" calculate="{calculate}"/>"#
        );
        let body = r#"<repeat nodeset="/data/row"><input ref="/data/row/a"/></repeat>"#;
        let mut instance = open(&form(
            "<on>1</on><row jr:template=\"\"><a/></row><box><b/></box><all/>",
            &model,
            body,
        ));
        add(&mut instance, "/data/row");
        assert_eq!(value(&instance, "/data/all"), "0", "{calculate}");
        ask(&mut instance, "/data/row[1]/a", "x");
        assert_eq!(value(&instance, "/data/all"), "1", "{calculate}");
    }
}

/// A path from the root means the row around, whichever way it goes on from there; in texts that many questions share too.
#[test]
fn a_path_from_the_root_means_the_row_around() {
    let data = r#"<top>T</top><row jr:template=""><q/><own/><all/></row>"#;
    let model = r#"<itext><translation lang="vi"><text id="l"><value><output value="/data/top"/>-<output value="/data/row/q"/></value></text></translation></itext>
        <bind nodeset="/data/row/own" calculate="count(/data/row/descendant::q[. != ''])"/><bind nodeset="/data/row/all" calculate="count(/data/row)"/>"#;
    let body = r#"<repeat nodeset="/data/row"><input ref="/data/row/q"><label ref="jr:itext('l')"/></input></repeat>"#;
    let mut instance = open(&form(data, model, body));
    for (row, text) in [("/data/row[1]", "a"), ("/data/row[2]", "b")] {
        add(&mut instance, "/data/row");
        let question = format!("{row}/q");
        ask(&mut instance, &question, text);
        assert_eq!(
            instance.question(&question, "vi").expect("a question").label,
            format!("T-{text}")
        );
    }
    assert_eq!(value(&instance, "/data/row[2]/own"), "1");
    assert_eq!(value(&instance, "/data/row[1]/all"), "2");
}
