//! When two texts mean the same.

use regex_lite::Regex;
use serde_json::Value;

/// Equal, with `{uuid}` and `{any}` in the expected text and decimals in any notation.
pub(super) fn same(expected: &Value, actual: &Value) -> bool {
    match (expected, actual) {
        (Value::String(expected), Value::String(actual)) => {
            matches(expected, actual) || same_numbers(expected, actual)
        }
        _ => expected == actual,
    }
}

/// `{uuid}` and `{any}` stand for anything of their kind.
fn matches(pattern: &str, actual: &str) -> bool {
    if pattern == actual || !pattern.contains('{') {
        return pattern == actual;
    }
    let mut regex = String::from("(?s)^");
    let mut rest = pattern;
    while let Some(at) = rest.find('{') {
        regex.push_str(&regex_lite::escape(&rest[..at]));
        rest = &rest[at..];
        let (mark, meaning) = match rest {
            r if r.starts_with("{uuid}") => ("{uuid}", "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"),
            r if r.starts_with("{any}") => ("{any}", ".*"),
            _ => ("{", "\\{"),
        };
        regex.push_str(meaning);
        rest = &rest[mark.len()..];
    }
    regex.push_str(&regex_lite::escape(rest));
    regex.push('$');
    Regex::new(&regex).is_ok_and(|regex| regex.is_match(actual))
}

/// Decimals and places are kept as typed; a recording may write them another way.
fn same_numbers(expected: &str, actual: &str) -> bool {
    let point =
        |text: &str| -> Option<Vec<f64>> { text.split_whitespace().map(|part| part.parse().ok()).collect() };
    let numbers = |text: &str| -> Option<Vec<Vec<f64>>> {
        let points = text.split(';').filter(|part| !part.trim().is_empty());
        points.map(point).collect()
    };
    expected.contains('.') && numbers(expected).is_some() && numbers(expected) == numbers(actual)
}

/// The same elements with the same attributes and texts; declarations, white space between elements and `<a></a>` don't count.
/// An expected text that is no XML is a mask for the whole.
pub(super) fn same_xml(expected: &str, actual: &str, skip_meta: bool) -> bool {
    let (wanted, found) = (pieces(expected, skip_meta), pieces(actual, skip_meta));
    match (wanted, found) {
        (Some(wanted), Some(found)) => {
            let same =
                |(wanted, found): (&String, &String)| matches(wanted, found) || same_numbers(wanted, found);
            wanted.len() == found.len() && wanted.iter().zip(&found).all(same)
        }
        _ => matches(expected, actual),
    }
}

/// Tags, attributes and texts in order; nothing when it isn't XML.
fn pieces(xml: &str, skip_meta: bool) -> Option<Vec<String>> {
    let document = roxmltree::Document::parse(xml).ok()?;
    let mut out = Vec::new();
    collect(document.root_element(), skip_meta, &mut out);
    Some(out)
}

fn collect(node: roxmltree::Node<'_, '_>, skip_meta: bool, out: &mut Vec<String>) {
    let name = node.tag_name().name();
    if skip_meta && name == "meta" {
        return;
    }
    let mut attributes: Vec<_> = node.attributes().collect();
    attributes.sort_by_key(roxmltree::Attribute::name);
    out.push(format!("<{name}>"));
    for attribute in attributes {
        out.extend([format!("@{}", attribute.name()), attribute.value().to_owned()]);
    }
    let elements: Vec<_> = node.children().filter(roxmltree::Node::is_element).collect();
    if elements.is_empty() {
        out.push(node.text().unwrap_or_default().to_owned());
    }
    for element in elements {
        collect(element, skip_meta, out);
    }
    out.push("</>".to_owned());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn masks_stand_for_their_kind_only() {
        assert!(matches(
            "uuid:{uuid}",
            "uuid:c0b9c932-e78b-474b-8568-48980113a7ac"
        ));
        assert!(!matches("uuid:{uuid}", "uuid:none"));
        assert!(!matches("{uuid}", "c0b9c932--------------48980113a7ac--"));
        assert!(matches("a {any} z", "a \nb z"));
        assert!(matches("{b}.", "{b}."));
        assert!(!matches("a.c", "abc"));
    }

    #[test]
    fn numbers_are_compared_by_value_where_a_decimal_is_expected() {
        assert!(same_numbers("1.50 2.0", "1.5 2"));
        assert!(!same_numbers("1.5", "1.6"));
        assert!(same_numbers("1.5 2; 3 4;", "1.50 2.0;3 4"));
        assert!(!same_numbers("1.5 2;3 4", "1.5 2 3 4"), "two points, one place");
        assert!(!same_numbers("1", "1.0"), "a whole number is written as such");
    }

    #[test]
    fn declarations_and_white_space_between_elements_do_not_count() {
        let one = "<?xml version='1.0'?><a x='1' id='t'> <b/> <c>1.50</c></a>";
        let same = |other: &str| same_xml(one, other, false);
        assert!(same("<a id='t' x='1'><b></b><c>1.5</c></a>"));
        assert!(!same("<a id='t'><b/><c>1.5</c></a>"), "an attribute is missing");
        assert!(!same("<a id='t' x='1'><b>2</b><c>1.5</c></a>"));
        assert!(!same("<a id='t' x='1'><b/><b/><c>1.5</c></a>"));
        assert!(same_xml("{any}", one, false), "a mask for the whole");
    }
}
