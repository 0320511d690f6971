//! What is out of scope is refused when the form is loaded, with its code and place, or named as a warning: never silence.

use crate::common::{definition_of, form};
use motcua_form::{Definition, LoadCode, Resource};

/// A form's data, model and body.
type Parts = (&'static str, &'static str, &'static str);

const INPUT: &str = r#"<input ref="/data/a"/>"#;

/// What is asked for, the form, and the place that the error names.
const UNSUPPORTED: [(&str, Parts, &str); 11] = [
    (
        "entities",
        (
            r#"<a/><meta><entity xmlns="http://www.opendatakit.org/xforms/entities" dataset="d" id="" create="1"/></meta>"#,
            "",
            INPUT,
        ),
        "/data/meta/entity",
    ),
    (
        "an entity's property",
        (
            "<a/>",
            r#"<bind xmlns:entities="http://www.opendatakit.org/xforms/entities" nodeset="/data/a" entities:saveto="x"/>"#,
            INPUT,
        ),
        "/data/a",
    ),
    (
        "encryption",
        ("<a/>", r#"<submission base64RsaPublicKey="MIIB"/>"#, INPUT),
        "model",
    ),
    (
        "recording in the background",
        (
            "<a/>",
            r#"<odk:recordaudio event="odk-instance-load" ref="/data/a"/>"#,
            INPUT,
        ),
        "/data/a",
    ),
    (
        "actions of XForms beyond those of ODK",
        (
            "<a/>",
            "",
            r#"<group><delete event="xforms-ready" nodeset="/data/a"/></group>"#,
        ),
        "/data",
    ),
    (
        "an unknown event",
        (
            "<a/>",
            r#"<setvalue event="xforms-select" ref="/data/a" value="1"/>"#,
            INPUT,
        ),
        "setvalue /data/a",
    ),
    (
        "choices by search()",
        (
            "<a/>",
            "",
            r#"<select1 ref="/data/a" appearance="minimal search('x')"><item><label>n</label><value>v</value></item></select1>"#,
        ),
        "/data/a",
    ),
    (
        "an action in the model",
        ("<a/>", r#"<message event="xforms-ready">x</message>"#, INPUT),
        "message",
    ),
    (
        "an action in a question",
        (
            "<a/>",
            "",
            r#"<input ref="/data/a"><toggle event="xforms-value-changed" case="x"/></input>"#,
        ),
        "toggle",
    ),
    (
        "choices by query",
        (
            "<a/>",
            "",
            r#"<input ref="/data/a" query="instance('x')/root/item"/>"#,
        ),
        "/data/a",
    ),
    (
        "elements of XForms beyond those of ODK",
        ("<a/>", "", r#"<switch/>"#),
        "/data",
    ),
];

#[test]
fn parts_of_the_specification_that_this_engine_does_not_have() {
    for (what, (data, model, body), place) in UNSUPPORTED {
        let error = Definition::load(&form(data, model, body), &[]).expect_err(what);
        assert_eq!(error.code, LoadCode::Unsupported, "{what}: {error}");
        assert_eq!(error.path, place, "{what}: {error}");
        assert!(error.to_string().starts_with("FORM_UNSUPPORTED: "), "{error}");
    }
}

#[test]
fn functions_patterns_and_prefixes_that_are_not_known() {
    let calculations = [
        ("id('x')", LoadCode::UnknownFunction),
        ("lang('vi')", LoadCode::UnknownFunction),
        ("no-such(1)", LoadCode::UnknownFunction),
        ("substr('a')", LoadCode::UnknownFunction),
        ("regex('a', '(?=a)')", LoadCode::Expression),
        ("regex('a', '[')", LoadCode::Expression),
        ("namespace::a", LoadCode::Expression),
        ("none:a", LoadCode::Expression),
        ("1e-12", LoadCode::Expression),
        ("$x", LoadCode::Expression),
        ("instance('none')/root", LoadCode::UnknownNode),
        ("../b + /data/a", LoadCode::Cycle),
    ];
    for (text, code) in calculations {
        let bind = format!(
            r#"<bind nodeset="/data/a" calculate="/data/b"/><bind nodeset="/data/b" calculate="{text}"/>"#
        );
        let error = Definition::load(&form("<a/><b/>", &bind, ""), &[]).expect_err(text);
        assert_eq!(error.code, code, "{text}: {error}");
        assert!(error.path.contains("/data/"), "{text}: {error}");
    }
}

#[test]
fn an_action_without_an_event_would_never_run() {
    for event in ["", r#"event="""#, r#"event=" ""#] {
        let action = format!(r#"<setvalue {event} ref="/data/a" value="1"/>"#);
        let error = Definition::load(&form("<a/>", &action, ""), &[]).expect_err("refused");
        assert_eq!(
            (error.code, error.path.as_str()),
            (LoadCode::Structure, "setvalue /data/a")
        );
    }
}

#[test]
fn lists_that_cannot_be_read() {
    let load = |uri: &str, text: &str| {
        let resources = [Resource { uri, text }];
        let model = format!(r#"<instance id="l" src="{uri}"/>"#);
        Definition::load(&form("<a/>", &model, INPUT), &resources)
    };
    for (uri, text) in [
        ("jr://file/l.xml", "<root>"),
        ("jr://file-csv/l.csv", "a\n\"b"),
        ("jr://file/l.geojson", "{"),
        (
            "jr://file/l.geojson",
            r#"{"type":"FeatureCollection","features":[{"geometry":{"type":"MultiPoint","coordinates":[]}}]}"#,
        ),
    ] {
        let error = load(uri, text).expect_err(text);
        assert_eq!(error.code, LoadCode::Resource, "{error}");
        assert_eq!(error.path, "instance l");
    }
    let missing = Definition::load(
        &form("<a/>", r#"<instance id="l" src="jr://file-csv/l.csv"/>"#, INPUT),
        &[],
    );
    assert_eq!(missing.expect_err("no file").code, LoadCode::Resource);
}

#[test]
fn a_path_to_no_node_is_a_warning_with_its_place() {
    let bind = |text: &str| format!(r#"<bind nodeset="/data/a" calculate="{text}"/>"#);
    for text in [
        "/data/none",
        "../none",
        "count(/data/none)",
        "//none",
        "/data/b/none + 1",
    ] {
        let definition = definition_of(&form("<a/><b/>", &bind(text), INPUT));
        let [warning] = definition.warnings() else {
            panic!("{text}: {:?}", definition.warnings());
        };
        assert_eq!(warning.code, LoadCode::UnknownNode);
        assert_eq!(warning.path, "/data/a (calculate)");
        assert!(warning.detail.starts_with(text), "{}", warning.detail);
    }
    for text in ["/data/b", "../b", "count(../*)", "//b", "/data/@id", "count(/)"] {
        let definition = definition_of(&form("<a/><b/>", &bind(text), INPUT));
        assert!(
            definition.warnings().is_empty(),
            "{text}: {:?}",
            definition.warnings()
        );
    }
}

#[test]
fn a_translation_is_looked_at_where_it_is_used() {
    let itext = r#"<itext><translation lang="vi"><text id="t"><value><output value="../b"/></value></text></translation></itext>"#;
    let label = r#"<label ref="jr:itext('t')"/>"#;
    let body = format!(r#"<input ref="/data/g/a">{label}</input>"#);
    let definition = definition_of(&form("<g><a/><b/></g>", itext, &body));
    assert!(definition.warnings().is_empty(), "{:?}", definition.warnings());
    let elsewhere = format!(r#"<input ref="/data/c">{label}</input>"#);
    let definition = definition_of(&form("<c/>", itext, &elsewhere));
    assert_eq!(definition.warnings().len(), 1);
}

#[test]
fn what_changes_no_answer_is_a_warning() {
    let xml = form(
        "<a/><orx:meta><orx:audit/></orx:meta>",
        r#"<submission orx:auto-send="true"/><schema/><bind nodeset="/data/orx:meta/orx:audit" odk:location-priority="balanced"/>"#,
        INPUT,
    )
    .replace(r#"<data id="t">"#, r#"<data id="t" odk:prefix="hh">"#)
    .replace("<model>", r#"<odk:intent id="x" class="org.example"/><model>"#);
    let definition = definition_of(&xml);
    let places: Vec<&str> = definition
        .warnings()
        .iter()
        .map(|warning| warning.path.as_str())
        .collect();
    assert_eq!(
        places,
        ["primary instance", "meta/audit", "submission", "intent", "schema"]
    );
    assert!(
        definition
            .warnings()
            .iter()
            .all(|it| it.code == LoadCode::Unsupported)
    );
    assert!(
        definition_of(&form("<a/>", "<submission/>", INPUT))
            .warnings()
            .is_empty()
    );
}

#[test]
fn what_the_body_asks_outside_of_its_rows_is_a_warning_with_its_path() {
    let data = "<a/><kid><name/><g><h/></g><toy><x/></toy></kid>";
    let told = |body: &str| -> Vec<(LoadCode, String)> {
        let body = format!(
            r#"{body}<repeat nodeset="/data/kid"><input ref="name"/><input ref="/data/a"/></repeat>"#
        );
        let definition = definition_of(&form(data, "", &body));
        let warnings = definition.warnings().iter();
        warnings
            .map(|warning| (warning.code, warning.path.clone()))
            .collect()
    };
    for (body, path) in [
        (r#"<input ref="/data/kid/name"/>"#, "/data/kid/name"),
        (
            r#"<group><input ref="/data/kid/name"/></group>"#,
            "/data/kid/name",
        ),
        (
            r#"<group ref="/data/kid/g"><input ref="/data/a"/></group>"#,
            "/data/kid/g",
        ),
        (
            r#"<repeat nodeset="/data/kid/toy"><input ref="x"/></repeat>"#,
            "/data/kid/toy",
        ),
    ] {
        assert_eq!(told(body), [(LoadCode::Structure, path.to_owned())], "{body}");
    }
    let nested = r#"<repeat nodeset="/data/kid"><group ref="/data/kid/g"><input ref="h"/></group><repeat nodeset="/data/kid/toy"><input ref="x"/><input ref="/data/kid/name"/></repeat></repeat>"#;
    assert_eq!(told(nested), []);
}

/// Namespaces in XML 1.0 §2.2: what is written under such a prefix couldn't be read back.
#[test]
fn a_prefix_stands_for_a_namespace() {
    let right = form(
        r#"<a/><r jr:template=""/>"#,
        r#"<itext><translation lang="vi"><text id="t"><value>xmlns:jr=""</value></text></translation></itext>"#,
        INPUT,
    );
    definition_of(&right);
    for declared in [r#"xmlns:jr="""#, "xmlns:jr = ''"] {
        let wrong = right.replace(r#"xmlns:jr="http://openrosa.org/javarosa""#, declared);
        let error = Definition::load(&wrong, &[]).expect_err(declared);
        assert_eq!(error.code, LoadCode::Xml);
        assert!(error.detail.contains("prefix"), "{error}");
    }
}

/// The document is no node that a question, an action or a bind can have.
#[test]
fn nothing_is_bound_to_the_document() {
    let code = |model: &str, body: &str| {
        let loaded = Definition::load(&form("<a/>", model, body), &[]);
        loaded
            .map(|definition| definition.warnings().len())
            .map_err(|error| error.code)
    };
    assert_eq!(code("", r#"<input ref="/"/>"#), Err(LoadCode::UnknownNode));
    assert_eq!(code("", r#"<group ref="/"/>"#), Err(LoadCode::UnknownNode));
    let action = r#"<setvalue event="odk-instance-first-load" ref="/" value="1"/>"#;
    assert_eq!(code(action, INPUT), Err(LoadCode::UnknownNode));
    assert_eq!(code(r#"<bind nodeset="/" relevant="false()"/>"#, INPUT), Ok(1));
}
