//! What two versions of a form have in common and what not, through the public API.

use std::fs;
use std::path::Path;

use crate::common::{definition_of, document, form};
use motcua_form::{Definition, FormDiff, NodeChange, NodeDiff, QuestionKind, Resource, RuleKind, TextKind};
use proptest::prelude::*;

fn diff(older: &str, newer: &str) -> Vec<(String, Vec<NodeChange>)> {
    let diff = definition_of(older).diff(&definition_of(newer));
    diff.nodes
        .into_iter()
        .map(|node| (node.reference, node.changes))
        .collect()
}

fn one(reference: &str, change: NodeChange) -> Vec<(String, Vec<NodeChange>)> {
    vec![(reference.into(), vec![change])]
}

fn moved(reference: &str, from: &str) -> (String, Vec<NodeChange>) {
    (reference.into(), vec![NodeChange::Moved { from: from.into() }])
}

#[test]
fn nodes_come_and_go_in_the_forms_order() {
    let (older, newer) = (
        form("<a/><gone/><b/><last/>", "", ""),
        form("<new/><a/><b/><c/>", "", ""),
    );
    let expected = [
        ("/data/new", NodeChange::Added),
        ("/data/gone", NodeChange::Removed),
        ("/data/last", NodeChange::Removed),
        ("/data/c", NodeChange::Added),
    ];
    let expected: Vec<_> = expected
        .into_iter()
        .map(|(reference, change)| (reference.to_owned(), vec![change]))
        .collect();
    assert_eq!(diff(&older, &newer), expected);
}

#[test]
fn the_longest_common_tail_tells_where_a_node_went() {
    let older = form("<father><name/></father><mother><name/></mother><phone/>", "", "");
    let newer = form(
        "<parents><father><name/></father><mother><name/></mother></parents><contact><phone/></contact>",
        "",
        "",
    );
    assert_eq!(
        diff(&older, &newer),
        [
            ("/data/parents".into(), vec![NodeChange::Added]),
            moved("/data/parents/father", "/data/father"),
            moved("/data/parents/father/name", "/data/father/name"),
            moved("/data/parents/mother", "/data/mother"),
            moved("/data/parents/mother/name", "/data/mother/name"),
            ("/data/contact".into(), vec![NodeChange::Added]),
            moved("/data/contact/phone", "/data/phone"),
        ]
    );
}

#[test]
fn a_node_that_could_be_two_moved_nowhere() {
    let older = form("<spouse><name/></spouse>", "", "");
    let newer = form("<witness><name/></witness><officer><name/></officer>", "", "");
    let changes = diff(&older, &newer);
    assert!(
        changes
            .iter()
            .all(|(_, changes)| matches!(changes[..], [NodeChange::Added | NodeChange::Removed])),
        "{changes:?}"
    );
    let typed = |name: &str| {
        form(
            &format!("<{name}><age/></{name}>"),
            &format!(r#"<bind nodeset="/data/{name}/age" type="int"/>"#),
            "",
        )
    };
    let text = form("<b><age/></b>", "", "");
    assert_eq!(
        diff(&typed("a"), &typed("b"))[2],
        moved("/data/b/age", "/data/a/age")
    );
    let removed = ("/data/a/age".to_owned(), vec![NodeChange::Removed]);
    assert!(
        diff(&typed("a"), &text).contains(&removed),
        "another type is another question"
    );
}

#[test]
fn type_and_question() {
    let asked = |kind: &str, body: &str| {
        form(
            "<a/>",
            &format!(r#"<bind nodeset="/data/a" type="{kind}"/>"#),
            body,
        )
    };
    let input = r#"<input ref="/data/a"/>"#;
    assert_eq!(
        diff(&asked("string", input), &asked("int", input)),
        [(
            "/data/a".into(),
            vec![
                NodeChange::Type {
                    old: "string",
                    new: "int"
                },
                NodeChange::Kind {
                    old: Some(QuestionKind::Text),
                    new: Some(QuestionKind::Integer)
                }
            ]
        )]
    );
    let change = NodeChange::Kind {
        old: Some(QuestionKind::Date),
        new: None,
    };
    assert_eq!(
        diff(&asked("date", input), &asked("date", "")),
        one("/data/a", change)
    );
    let group = NodeChange::Type {
        old: "string",
        new: "group",
    };
    assert_eq!(
        diff(&form("<a/>", "", ""), &form("<a><b/></a>", "", ""))[0],
        ("/data/a".into(), vec![group])
    );
}

#[test]
fn a_group_becomes_a_repeat() {
    let data = "<kid><name/></kid>";
    let group = form(
        data,
        "",
        r#"<group ref="/data/kid"><input ref="/data/kid/name"/></group>"#,
    );
    let repeat = form(
        data,
        "",
        r#"<repeat nodeset="/data/kid"><input ref="/data/kid/name"/></repeat>"#,
    );
    assert_eq!(
        diff(&group, &repeat),
        one("/data/kid", NodeChange::Repeat { repeats: true })
    );
    assert_eq!(
        diff(&repeat, &group),
        one("/data/kid", NodeChange::Repeat { repeats: false })
    );
}

fn static_list(items: &[(&str, &str)]) -> String {
    let item =
        |(value, label): &(&str, &str)| format!("<item><value>{value}</value><label>{label}</label></item>");
    let items: String = items.iter().map(item).collect();
    form(
        "<a/>",
        "",
        &format!(r#"<select1 ref="/data/a">{items}</select1>"#),
    )
}

fn listed(items: &[(&str, &str)], filter: &str) -> String {
    let item = |(name, label): &(&str, &str)| {
        format!("<item><name>{name}</name><label>{label}</label><of>x</of></item>")
    };
    let items: String = items.iter().map(item).collect();
    form(
        "<a/><b/>",
        &format!(r#"<instance id="list"><root>{items}</root></instance>"#),
        &format!(
            r#"<select1 ref="/data/a"><itemset nodeset="{}"><value ref="name"/><label ref="label"/></itemset></select1>"#,
            filter.replace("LIST", "instance('list')/root/item")
        ),
    )
}

#[test]
fn values_that_went_and_came_with_filters_left_out() {
    let (before, after) = (
        [("k1", "Một"), ("k2", "Hai")],
        [("k2", "Số hai"), ("k3", "Ba"), ("k4", "Bốn")],
    );
    let changes = vec![
        NodeChange::Choices {
            gone: vec!["k1".into()],
            added: vec!["k3".into(), "k4".into()],
        },
        NodeChange::Text {
            kind: TextKind::Choice("k2".into()),
            language: String::new(),
            old: "Hai".into(),
            new: "Số hai".into(),
        },
    ];
    let expected = vec![("/data/a".to_owned(), changes)];
    assert_eq!(diff(&static_list(&before), &static_list(&after)), expected);
    for filter in [
        "LIST",
        "LIST[of = /data/b]",
        "randomize(LIST)",
        "LIST[position() &lt; 2]",
    ] {
        assert_eq!(
            diff(&listed(&before, filter), &listed(&after, filter)),
            expected,
            "{filter}"
        );
    }
    let rule = NodeChange::Rule {
        kind: RuleKind::Choices,
        old: "instance('list')/root/item".into(),
        new: "instance('list')/root/item[of = /data/b]".into(),
    };
    assert_eq!(
        diff(&listed(&before, "LIST"), &listed(&before, "LIST[of = /data/b]")),
        one("/data/a", rule)
    );
}

#[test]
fn rules_by_their_source() {
    let older = form(
        "<a/><b/><r><c/></r>",
        r#"<bind nodeset="/data/a" relevant="/data/b = 1" constraint=". &gt; 1"/><bind nodeset="/data/b" calculate="1 + 1"/>"#,
        r#"<repeat nodeset="/data/r" jr:count="/data/b"/>"#,
    );
    let newer = form(
        "<a/><b/><r><c/></r>",
        r#"<bind nodeset="/data/a" relevant="/data/b = 2" required="true()"/><bind nodeset="/data/b" calculate=" 1 + 1 "/>"#,
        r#"<repeat nodeset="/data/r" jr:count="3"/>"#,
    );
    let rule = |kind, old: &str, new: &str| NodeChange::Rule {
        kind,
        old: old.into(),
        new: new.into(),
    };
    assert_eq!(
        diff(&older, &newer),
        [
            (
                "/data/a".into(),
                vec![
                    rule(RuleKind::Relevant, "/data/b = 1", "/data/b = 2"),
                    rule(RuleKind::Required, "", "true()"),
                    rule(RuleKind::Constraint, ". > 1", ""),
                ]
            ),
            ("/data/r".into(), vec![rule(RuleKind::Count, "/data/b", "3")]),
        ]
    );
}

fn translated(vi: &str, en: Option<&str>, message: &str) -> String {
    let text = |text: &str| format!(r#"<text id="l"><value>{text}</value></text>"#);
    let english = en.map(|en| format!(r#"<translation lang="English (en)">{}</translation>"#, text(en)));
    document(
        "<a/>",
        &format!(
            r#"<itext><translation lang="Tiếng Việt (vi)">{}</translation>{}</itext>"#,
            text(vi),
            english.unwrap_or_default()
        ),
        &format!(r#"<bind nodeset="/data/a" constraint=". != 1" jr:constraintMsg="{message}"/>"#),
        r#"<input ref="/data/a"><label ref="jr:itext('l')"/></input>"#,
    )
}

#[test]
fn texts_by_language_with_their_outputs() {
    let text = |kind, language: &str, old: &str, new: &str| NodeChange::Text {
        kind,
        language: language.into(),
        old: old.into(),
        new: new.into(),
    };
    let (vi, en) = ("Tiếng Việt (vi)", "English (en)");
    assert_eq!(
        diff(
            &translated("Tên", Some("Name"), "không"),
            &translated(r#"Tên <output value=" /data/a "/>"#, Some("Name"), "không")
        ),
        one(
            "/data/a",
            text(TextKind::Label, vi, "Tên", r#"Tên <output value="/data/a"/>"#)
        )
    );
    let message = |language| text(TextKind::ConstraintMessage, language, "không", "không được");
    assert_eq!(
        diff(
            &translated("Tên", Some("Name"), "không"),
            &translated("Tên", Some("Name"), "không được")
        ),
        [("/data/a".into(), vec![message(vi), message(en)])],
        "a text without translations is read in each language"
    );
    let label = |changes: Vec<(String, Vec<NodeChange>)>| changes[0].1[0].clone();
    assert_eq!(
        label(diff(
            &translated("Tên", None, "không"),
            &translated("Tên", Some("Name"), "không")
        )),
        text(TextKind::Label, en, "", "Name")
    );
}

fn birth_form(edit: impl Fn(String) -> String) -> Definition {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../mock-server/forms");
    let read = |name: &str| fs::read_to_string(folder.join(name)).expect("a file of the project");
    let (provinces, wards) = (read("lists/provinces.csv"), read("lists/wards.csv"));
    let resources =
        [("provinces.csv", &provinces), ("wards.csv", &wards)].map(|(uri, text)| Resource { uri, text });
    Definition::load(&edit(read("1.001193/form.xml")), &resources).expect("the form loads")
}

#[test]
fn the_birth_form_against_itself_and_against_one_rule_more() {
    let older = birth_form(|xml| xml);
    assert_eq!(older.diff(&birth_form(|xml| xml)), FormDiff::default());
    let name = "/data/child/full_name";
    let newer = birth_form(|xml| {
        let bind = format!(r#"nodeset="{name}""#);
        assert!(xml.contains(&bind), "the form binds the child's name");
        xml.replacen(&bind, &format!(r#"{bind} readonly="/data/child/gender = ''""#), 1)
    });
    let change = NodeChange::Rule {
        kind: RuleKind::Readonly,
        old: String::new(),
        new: "/data/child/gender = ''".into(),
    };
    let expected = vec![NodeDiff {
        reference: name.into(),
        changes: vec![change],
    }];
    assert_eq!(older.diff(&newer).nodes, expected);
}

/// A question somewhere in a small form.
#[derive(Clone, Debug)]
struct Field {
    name: usize,
    place: usize,
    number: bool,
    choices: u8,
    rule: usize,
    label: usize,
}

const PLACES: [&str; 4] = ["", "/g", "/h", "/h/g"];

fn fields() -> impl Strategy<Value = (Vec<Field>, bool)> {
    let field = (
        0..4usize,
        0..PLACES.len(),
        any::<bool>(),
        0..8u8,
        0..3usize,
        0..3usize,
    );
    let field = field.prop_map(|(name, place, number, choices, rule, label)| Field {
        name,
        place,
        number,
        choices,
        rule,
        label,
    });
    (prop::collection::vec(field, 1..8), any::<bool>())
}

fn written((fields, repeats): &(Vec<Field>, bool)) -> String {
    let mut fields = fields.clone();
    fields.sort_by_key(|field| (field.place, field.name));
    fields.dedup_by_key(|field| (field.place, field.name));
    let inside = |place: usize| -> String {
        let of = fields.iter().filter(|field| field.place == place);
        of.map(|field| format!("<n{}/>", field.name)).collect()
    };
    let group = |name: &str, content: String| match content.is_empty() {
        true => String::new(),
        false => format!("<{name}>{content}</{name}>"),
    };
    let g = group("g", inside(1));
    let data = format!(
        "<x/>{}{g}{}",
        inside(0),
        group("h", inside(2) + &group("g", inside(3)))
    );
    let binds: String = fields.iter().map(bind).collect();
    let asked: String = fields.iter().map(question).collect();
    let repeat = if *repeats && !g.is_empty() {
        r#"<repeat nodeset="/data/g"/>"#
    } else {
        ""
    };
    form(&data, &binds, &format!("{repeat}{asked}"))
}

fn reference(field: &Field) -> String {
    format!("/data{}/n{}", PLACES[field.place], field.name)
}

fn bind(field: &Field) -> String {
    let kind = if field.number { "int" } else { "string" };
    let rule = ["", r#"relevant="/data/x = 1""#, r#"required="true()""#][field.rule];
    format!(r#"<bind nodeset="{}" type="{kind}" {rule}/>"#, reference(field))
}

fn question(field: &Field) -> String {
    let label = format!("<label>L{}</label>", field.label);
    let item = |bit: &u8| {
        format!(
            "<item><value>v{bit}</value><label>C{}</label></item>",
            field.label
        )
    };
    let items: String = (0..3u8)
        .filter(|bit| field.choices & (1 << bit) != 0)
        .map(|bit| item(&bit))
        .collect();
    let element = if items.is_empty() { "input" } else { "select1" };
    format!(
        r#"<{element} ref="{}">{label}{items}</{element}>"#,
        reference(field)
    )
}

/// The same comparison seen from the other side, in an order of its own.
fn mirrored(diff: &FormDiff) -> Vec<(String, Vec<String>)> {
    let node = |node: &NodeDiff| {
        let from = node.changes.iter().find_map(|change| match change {
            NodeChange::Moved { from } => Some(from.clone()),
            _ => None,
        });
        let changes: Vec<NodeChange> = node
            .changes
            .iter()
            .map(|change| turned(change, &node.reference))
            .collect();
        (from.unwrap_or_else(|| node.reference.clone()), changes)
    };
    sorted(diff.nodes.iter().map(node).collect())
}

fn sorted(nodes: Vec<(String, Vec<NodeChange>)>) -> Vec<(String, Vec<String>)> {
    let mut nodes: Vec<(String, Vec<String>)> = nodes
        .into_iter()
        .map(|(reference, changes)| {
            let mut changes: Vec<String> = changes.iter().map(|change| format!("{change:?}")).collect();
            changes.sort();
            (reference, changes)
        })
        .collect();
    nodes.sort();
    nodes
}

fn turned(change: &NodeChange, reference: &str) -> NodeChange {
    match change.clone() {
        NodeChange::Added => NodeChange::Removed,
        NodeChange::Removed => NodeChange::Added,
        NodeChange::Moved { .. } => NodeChange::Moved {
            from: reference.into(),
        },
        NodeChange::Type { old, new } => NodeChange::Type { old: new, new: old },
        NodeChange::Kind { old, new } => NodeChange::Kind { old: new, new: old },
        NodeChange::Repeat { repeats } => NodeChange::Repeat { repeats: !repeats },
        NodeChange::Choices { gone, added } => NodeChange::Choices {
            gone: added,
            added: gone,
        },
        NodeChange::Rule { kind, old, new } => NodeChange::Rule {
            kind,
            old: new,
            new: old,
        },
        NodeChange::Text {
            kind,
            language,
            old,
            new,
        } => NodeChange::Text {
            kind,
            language,
            old: new,
            new: old,
        },
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_form_is_no_different_from_itself(fields in fields()) {
        let xml = written(&fields);
        prop_assert_eq!(definition_of(&xml).diff(&definition_of(&xml)), FormDiff::default());
    }

    #[test]
    fn both_sides_see_the_same(older in fields(), newer in fields()) {
        let (older, newer) = (definition_of(&written(&older)), definition_of(&written(&newer)));
        let back = newer.diff(&older).nodes;
        let back = sorted(back.into_iter().map(|node| (node.reference, node.changes)).collect());
        prop_assert_eq!(mirrored(&older.diff(&newer)), back);
    }
}
