//! What a pattern can't tell of a difference: each proof looks at the form and at both values.

use serde_json::Value;
use unicode_normalization::UnicodeNormalization as _;

use super::Otherwise;
use super::form::{Form, Leaf, generic, leaves};

/// Holds when the difference, of this vector or scenario and this form, is of the kind that the entry means.
pub(super) type Proof = fn(&Otherwise, &Value, &str) -> bool;

/// The proof of a name.
pub(super) fn named(name: &str) -> Option<Proof> {
    Some(match name {
        "node-absent" => |other, _, form| node_absent(other, form),
        "meta-added" => |other, _, form| meta_added(other, form),
        "one-text-node" => |other, _, document| one_text_node(other, document),
        "fewer-ranked" => |other, _, _| fewer_ranked(other),
        "blank-choices" => |other, _, _| blank_choices(other),
        "composed" => |other, _, _| composed(other),
        "set-by-action" => |other, _, form| only_where(other, set_by_action, form),
        "typed-over" => |other, item, form| typed_over(other, item, form),
        "sum-of-nothing" => {
            |other, _, form| only_where(other, |place, form| calculates(place, "sum(", form), form)
        }
        "row-attributes" => |other, _, form| row_attributes(other, form),
        "body-order" => |other, _, form| body_order(other, form),
        "nothing-in-it" => |other, item, _| nothing_in_it(other, item),
        "hidden-by-row" => |other, _, form| hidden_by_row(other, form),
        "no-place" => |_, _, form| no_place(form),
        "outside-its-row" => |other, _, form| outside_its_row(other, form),
        _ => return None,
    })
}

/// Elements of the body that ask.
const CONTROLS: [&str; 7] = ["input", "select", "select1", "rank", "range", "trigger", "upload"];

fn texts(other: &Otherwise) -> Option<(&str, &str)> {
    let (expected, got) = other.values.as_ref()?;
    Some((expected.as_str()?, got.as_str()?))
}

/// The node that a difference is at: its last word that begins with `/`.
fn place(other: &Otherwise) -> Option<String> {
    let mut words = other.what.split([' ', ',', '"']);
    words.rfind(|word| word.starts_with('/')).map(generic)
}

/// The form is refused for a path that its primary instance doesn't have.
fn node_absent(other: &Otherwise, source: &str) -> bool {
    let Some(form) = Form::read(source) else {
        return false;
    };
    place(other).is_some_and(|path| !form.nodes().contains(&path))
}

/// Apart from nodes of a meta block that the form doesn't have, the answers are the same.
fn meta_added(other: &Otherwise, source: &str) -> bool {
    let (Some((expected, got)), Some(form)) = (texts(other), Form::read(source)) else {
        return false;
    };
    let nodes = form.nodes();
    let added = |leaf: &Leaf| leaf.path.contains("/meta") && !nodes.contains(&leaf.path);
    let (Some(mut expected), Some(got)) = (leaves(expected), leaves(got)) else {
        return false;
    };
    let before = expected.len();
    expected.retain(|leaf| !added(leaf));
    expected.len() < before && same_but_ids(&expected, &got)
}

/// Ids that are made anew are never the same.
fn same_but_ids(expected: &[Leaf], got: &[Leaf]) -> bool {
    let same = |(one, other): (&Leaf, &Leaf)| {
        let id = one.path.ends_with("/meta/instanceID") && !one.text.is_empty() && !other.text.is_empty();
        one.path == other.path && one.attributes == other.attributes && (id || one.text == other.text)
    };
    expected.len() == got.len() && expected.iter().zip(got).all(same)
}

/// Text beside CDATA is one node: of each section at most two nodes fewer, all others the same.
fn one_text_node(other: &Otherwise, document: &str) -> bool {
    let Some((expected, Value::Array(got))) = &other.values else {
        return false;
    };
    let Some(expected) = expected["value"].as_array() else {
        return false;
    };
    let is_text = |path: &&Value| path.as_str().is_some_and(|path| path.contains("/text()["));
    let others = |of: &[Value]| {
        of.iter()
            .filter(|path| !is_text(path))
            .cloned()
            .collect::<Vec<_>>()
    };
    let fewer = expected.len().saturating_sub(got.len());
    let sections = document.matches("<![CDATA[").count();
    let known = got.iter().all(|path| expected.contains(path));
    known && others(expected) == others(got) && (1..=2 * sections).contains(&fewer)
}

/// What is ranked is the beginning of what is expected.
fn fewer_ranked(other: &Otherwise) -> bool {
    texts(other).is_some_and(|(expected, got)| {
        let (expected, got): (Vec<&str>, Vec<&str>) =
            (expected.split(' ').collect(), got.split(' ').collect());
        got.len() < expected.len() && expected.starts_with(&got)
    })
}

/// The expected choices have nameless ones among them, and are the same without.
fn blank_choices(other: &Otherwise) -> bool {
    let Some((Value::Array(expected), Value::Array(got))) = &other.values else {
        return false;
    };
    let named = |choice: &&Value| choice["value"] != "" || choice["label"] != "";
    let named: Vec<&Value> = expected.iter().filter(named).collect();
    named.len() < expected.len() && named.into_iter().eq(got)
}

/// The same letters, composed on one side only.
fn composed(other: &Otherwise) -> bool {
    texts(other).is_some_and(|(expected, got)| {
        let composed = |xml: &str| -> Option<Vec<(String, String)>> {
            let leaves = leaves(xml)?.into_iter();
            Some(
                leaves
                    .map(|leaf| (leaf.path, leaf.text.nfc().collect()))
                    .collect(),
            )
        };
        composed(expected).is_some() && composed(expected) == composed(got)
    })
}

/// The difference is at nodes of one kind: the one it names, or, of whole answers, every one whose text differs.
fn only_where(other: &Otherwise, is: impl Fn(&str, &Form<'_>) -> bool, source: &str) -> bool {
    let (Some((expected, got)), Some(form)) = (texts(other), Form::read(source)) else {
        return false;
    };
    let (Some(expected), Some(got)) = (leaves(expected), leaves(got)) else {
        return place(other).is_some_and(|place| is(&place, &form));
    };
    let fits = |(one, other): (&Leaf, &Leaf)| {
        let same = one.path == other.path && one.attributes == other.attributes;
        same && (one.text == other.text || is(&one.path, &form))
    };
    expected.len() == got.len() && expected.iter().zip(&got).all(fits)
}

fn set_by_action(place: &str, form: &Form<'_>) -> bool {
    form.speaks_of(place, |node| node.tag_name().name() == "setvalue")
}

fn calculates(place: &str, with: &str, form: &Form<'_>) -> bool {
    let calculate = |node: roxmltree::Node<'_, '_>| node.attribute("calculate").map(str::to_owned);
    form.speaks_of(place, |node| {
        calculate(node).is_some_and(|text| text.contains(with))
    })
}

/// What stands in a calculated node is what the script wrote there, or what was handed in.
fn typed_over(other: &Otherwise, item: &Value, source: &str) -> bool {
    let handed_in = item["options"]["editInstance"].as_str().unwrap_or_default();
    let steps = item["steps"].as_array().into_iter().flatten();
    let answers: Vec<(String, String)> = steps
        .filter(|step| step["op"] == "answer")
        .map(|step| {
            (
                generic(step["ref"].as_str().unwrap_or_default()),
                plain(&step["value"]),
            )
        })
        .chain(
            leaves(handed_in)
                .unwrap_or_default()
                .into_iter()
                .map(|leaf| (leaf.path, leaf.text)),
        )
        .collect();
    let written = |place: &str, form: &Form<'_>| {
        calculates(place, "", form) && answers.iter().any(|(at, _)| at == place)
    };
    let value = |got: &str| answers.iter().any(|(_, value)| value == got);
    only_where(other, written, source)
        && texts(other).is_some_and(|(_, got)| got.starts_with('<') || value(got))
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// The same but for attributes of rows that the form itself writes there.
fn row_attributes(other: &Otherwise, source: &str) -> bool {
    let (Some((expected, got)), Some(form)) = (texts(other), Form::read(source)) else {
        return false;
    };
    let (Some(expected), Some(mut got)) = (leaves(expected), leaves(got)) else {
        return false;
    };
    for leaf in &mut got {
        if form.speaks_of(&leaf.path, |node| node.tag_name().name() == "repeat") {
            leaf.attributes.clear();
        }
    }
    expected == got
}

/// The same places, ours in the order in which the body asks.
fn body_order(other: &Otherwise, source: &str) -> bool {
    let (Some((_, Value::Array(got))), Some(form)) = (&other.values, Form::read(source)) else {
        return false;
    };
    let order = form.body_order();
    let places = got.iter().filter(|event| event[0] == "QUESTION");
    let mut asked: Vec<usize> = Vec::new();
    for place in places.filter_map(|event| event[1].as_str()) {
        let Some(at) = order.iter().position(|path| *path == generic(place)) else {
            return false;
        };
        if !asked.contains(&at) {
            asked.push(at);
        }
    }
    asked.is_sorted()
}

/// A node of a row that the body asks for outside of the repeat, where no row is meant.
fn outside_its_row(other: &Otherwise, source: &str) -> bool {
    let (Some(place), Some(form)) = (place(other), Form::read(source)) else {
        return false;
    };
    let is_repeat = |node: &roxmltree::Node<'_, '_>| {
        let nodeset = node.attribute("nodeset").unwrap_or_default();
        node.tag_name().name() == "repeat" && place.starts_with(&format!("{nodeset}/"))
    };
    let asked = |node: roxmltree::Node<'_, '_>| {
        CONTROLS.contains(&node.tag_name().name()) && !node.ancestors().any(|node| is_repeat(&node))
    };
    form.has(|node| is_repeat(&node)) && form.speaks_of(&place, asked)
}

/// A group in which nothing is asked, by the recording itself.
fn nothing_in_it(other: &Otherwise, item: &Value) -> bool {
    let Some(place) = place(other) else { return false };
    let events = item["final"]["events"].as_array().into_iter().flatten();
    let mut places = events.filter_map(|event| event[1].as_str());
    !places.any(|event| generic(event).starts_with(&format!("{place}/")))
}

/// A repeat whose rows are shown or hidden one by one.
fn hidden_by_row(other: &Otherwise, source: &str) -> bool {
    let (Some(place), Some(form)) = (place(other), Form::read(source)) else {
        return false;
    };
    let is_repeat = form.speaks_of(&place, |node| node.tag_name().name() == "repeat");
    is_repeat
        && form.speaks_of(&place, |node| {
            node.tag_name().name() == "bind" && node.has_attribute("relevant")
        })
}

/// A distance or an area is asked of what is no place: a literal, or what stands in a node when the form is opened; or a line is one of
/// several arguments.
fn no_place(source: &str) -> bool {
    let Some(form) = Form::read(source) else {
        return false;
    };
    let literals = source
        .split("distance('")
        .skip(1)
        .chain(source.split("area('").skip(1));
    let mut literals = literals.filter_map(|rest| rest.split('\'').next());
    let places = form.nodes_of_type(&["geopoint", "geotrace", "geoshape"]);
    let is_wrong = |(_, text): &(String, String)| !text.is_empty() && !is_place(text);
    literals.any(|text| !is_place(text)) || places.iter().any(is_wrong) || many_with_a_line(source, &form)
}

/// Of several arguments each is one point; one of them is a line or a shape.
fn many_with_a_line(source: &str, form: &Form<'_>) -> bool {
    let calls = source
        .split("distance(")
        .skip(1)
        .filter_map(|rest| rest.split(')').next());
    let lines = form.nodes_of_type(&["geotrace", "geoshape"]);
    let several = |call: &&str| call.contains(',');
    let names_one = |call: &str| {
        call.split(',')
            .any(|argument| lines.iter().any(|(path, _)| path == argument.trim()))
    };
    calls.filter(several).any(names_one)
}

/// Latitude and longitude, with height and accuracy or without, of each point.
fn is_place(text: &str) -> bool {
    let points = text.split(';').map(str::trim).filter(|point| !point.is_empty());
    let is_point = |point: &str| {
        let numbers: Vec<Option<f64>> = point
            .split_whitespace()
            .map(|number| number.parse().ok())
            .collect();
        let within =
            |at: usize, end: f64| matches!(numbers.get(at), Some(Some(degrees)) if degrees.abs() <= end);
        (2..=4).contains(&numbers.len()) && within(0, 90.0) && within(1, 180.0)
    };
    !text.trim().is_empty() && points.clone().all(is_point)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const FORM: &str = r#"<h:html xmlns:h="http://www.w3.org/1999/xhtml"><h:head><model><instance><data id="t"><a/><s/><row no="1"><x/></row><at>1 91</at><line>1 2;3 4</line></data></instance>
        <bind nodeset="/data/a" calculate="sum(/data/row/x)"/><bind nodeset="/data/row" relevant="x != ''"/><bind nodeset="/data/line" type="geotrace"/>
        <setvalue ref="/data/s" event="odk-instance-first-load" value="1"/></model></h:head>
        <h:body><input ref="/data/s"/><input ref="/data/a"/><group ref="/data/row"><repeat nodeset="/data/row"/></group><input ref="/data/row/x"/></h:body></h:html>"#;

    fn other(what: &str, expected: Value, got: Value) -> Otherwise {
        Otherwise {
            what: what.to_owned(),
            values: Some((expected, got)),
        }
    }

    #[track_caller]
    fn holds(name: &str, wanted: bool, other: &Otherwise) {
        let item = json!({"steps": [{"op": "answer", "ref": "/data/a", "value": 7}], "final": {"events": [["GROUP", "/data/g"], ["QUESTION", "/data/row[1]/x"]]}});
        let proof = named(name).unwrap_or_else(|| panic!("{name}"));
        assert_eq!(proof(other, &item, FORM), wanted, "{name}: {other}");
    }

    #[test]
    fn a_form_is_refused_for_what_it_has_not() {
        let refused = |path: &str| Otherwise::told(format!("load : FORM_UNKNOWN_NODE: input {path}"));
        holds("node-absent", true, &refused("/data/b"));
        holds("node-absent", false, &refused("/data/row/x"));
    }

    #[test]
    fn only_nodes_that_the_form_has_not_may_be_missing_in_the_meta_block() {
        let xml = |inner: &str| json!(format!("<data id='t'>{inner}</data>"));
        let meta = "<meta><instanceID>1</instanceID></meta>";
        holds(
            "meta-added",
            true,
            &other("instance_xml", xml(&format!("<a/>{meta}")), xml("<a/>")),
        );
        holds(
            "meta-added",
            false,
            &other("instance_xml", xml(&format!("<a/><s/>{meta}")), xml("<a/>")),
        );
        holds("meta-added", false, &other("instance_xml", xml("<a/>"), xml("")));
    }

    #[test]
    fn a_shorter_rank_is_the_beginning_of_the_longer() {
        holds(
            "fewer-ranked",
            true,
            &other("/data/a value", json!("b c d"), json!("b c")),
        );
        holds(
            "fewer-ranked",
            false,
            &other("/data/a value", json!("b c d"), json!("c b")),
        );
        holds(
            "fewer-ranked",
            false,
            &other("/data/a value", json!("b c"), json!("b c")),
        );
    }

    #[test]
    fn only_choices_without_name_may_be_missing() {
        let choice = |value: &str| json!({"value": value, "label": value});
        let expected = json!([choice(""), choice("b")]);
        holds(
            "blank-choices",
            true,
            &other("choices", expected.clone(), json!([choice("b")])),
        );
        holds(
            "blank-choices",
            false,
            &other("choices", expected.clone(), json!([])),
        );
        holds(
            "blank-choices",
            false,
            &other("choices", expected, json!([choice("c")])),
        );
    }

    #[test]
    fn letters_may_be_composed_and_nothing_else() {
        let xml = |text: &str| json!(format!("<data><a>{text}</a></data>"));
        holds(
            "composed",
            true,
            &other("instance_xml", xml("\u{e9}"), xml("e\u{301}")),
        );
        holds("composed", false, &other("instance_xml", xml("\u{e9}"), xml("e")));
    }

    #[test]
    fn a_value_differs_only_where_the_form_says_why() {
        let at = |place: &str, got: &str| other(&format!("value {place}"), json!(""), json!(got));
        holds("set-by-action", true, &at("/data/s", "1"));
        holds("set-by-action", false, &at("/data/a", "1"));
        holds("sum-of-nothing", true, &at("/data/a", "0"));
        holds("sum-of-nothing", false, &at("/data/s", "0"));
        holds("typed-over", true, &at("/data/a", "7"));
        holds("typed-over", false, &at("/data/a", "8"));
        holds("typed-over", false, &at("/data/s", "7"));
        let whole = |s: &str, a: &str| json!(format!("<data><a>{a}</a><s>{s}</s></data>"));
        holds(
            "set-by-action",
            true,
            &other("instance_xml", whole("", "2"), whole("1", "2")),
        );
        holds(
            "set-by-action",
            false,
            &other("instance_xml", whole("", "2"), whole("1", "3")),
        );
    }

    #[test]
    fn attributes_differ_only_on_rows() {
        let xml = |data: &str, row: &str| json!(format!("<data{data}><row{row}><x/></row></data>"));
        holds(
            "row-attributes",
            true,
            &other("instance_xml", xml("", ""), xml("", " no='1'")),
        );
        holds(
            "row-attributes",
            false,
            &other("instance_xml", xml("", ""), xml(" no='1'", "")),
        );
    }

    #[test]
    fn places_of_the_form_are_told_apart() {
        let events = |places: [&str; 2]| json!([["QUESTION", places[0]], ["QUESTION", places[1]]]);
        let order = |got| other("events, in another order", json!([]), got);
        holds("body-order", true, &order(events(["/data/s", "/data/a"])));
        holds("body-order", false, &order(events(["/data/a", "/data/s"])));
        let missing = |kind: &str, place: &str| {
            Otherwise::told(format!("at the end, events: [\"{kind}\",\"{place}\"] is missing"))
        };
        holds("outside-its-row", true, &missing("QUESTION", "/data/row[1]/x"));
        holds("outside-its-row", false, &missing("QUESTION", "/data/a"));
        holds("nothing-in-it", true, &missing("GROUP", "/data/g"));
        holds("nothing-in-it", false, &missing("GROUP", "/data/row"));
        holds(
            "hidden-by-row",
            true,
            &Otherwise::told("/data/row relevant".to_owned()),
        );
        holds(
            "hidden-by-row",
            false,
            &Otherwise::told("/data/a relevant".to_owned()),
        );
    }

    #[test]
    fn a_place_has_latitude_and_longitude() {
        assert!(is_place("1 91; 3 4 0 0;"));
        assert!(!is_place("91 1"));
        assert!(!is_place("x") && !is_place("1"));
        let calls = |expression: &str| FORM.replace("sum(/data/row/x)", expression);
        assert!(!no_place(&calls("distance(/data/line)")));
        assert!(
            no_place(&calls("distance(/data/line, /data/at)")),
            "a line among points"
        );
        assert!(no_place(&calls("area('nowhere')")));
    }

    #[test]
    fn a_section_of_cdata_hides_two_texts_at_most() {
        let path = |at: usize| format!("/*[1]/text()[{at}]");
        let expected = json!({"type": "nodeset", "value": [path(1), path(2), path(3), "/*[1]/*[1]"]});
        let proof = named("one-text-node").expect("a proof");
        let holds = |got: Value| {
            proof(
                &other("result", expected.clone(), got),
                &Value::Null,
                "<a>b<![CDATA[c]]>d<e/></a>",
            )
        };
        assert!(holds(json!([path(1), "/*[1]/*[1]"])));
        assert!(!holds(json!(["/*[1]/*[1]"])), "none of the texts");
        assert!(!holds(json!([path(1)])), "an element is missing");
    }
}
