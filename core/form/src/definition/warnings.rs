//! What a form's author should look at, though the form can be used.

use super::graph::Graph;
use super::rule::{Rule, Target};
use super::source::{Source, attribute, child};
use crate::error::{LoadCode, LoadError};
use crate::xpath::compile::Reads;

/// Children of the model that mean something here.
const KNOWN: [&str; 6] = [
    "instance",
    "bind",
    "itext",
    "submission",
    "setvalue",
    "setgeopoint",
];

/// Parts of the specification that this engine reads over because no answer depends on them. `root` is the primary instance's.
pub(super) fn of_unused(
    model: roxmltree::Node<'_, '_>,
    root: roxmltree::Node<'_, '_>,
    warnings: &mut Vec<LoadError>,
) {
    let mut warn = |place: &str, what: &str| {
        warnings.push(LoadError::new(LoadCode::Unsupported, place, what));
    };
    if is_compact(root) {
        warn("primary instance", "the compact representation is not used");
    }
    if child(root, "meta").is_some_and(|meta| child(meta, "audit").is_some()) {
        warn("meta/audit", "no audit log is kept");
    }
    if child(model, "submission").is_some_and(|xml| xml.attributes().len() > 0) {
        warn("submission", "its attributes are not used");
    }
    if model.parent().is_some_and(|head| child(head, "intent").is_some()) {
        warn("intent", "external applications are not used");
    }
    let names = model.children().filter(roxmltree::Node::is_element);
    for name in names
        .map(|xml| xml.tag_name().name())
        .filter(|name| !KNOWN.contains(name))
    {
        warn(name, "this element of the model is not used");
    }
}

fn is_compact(root: roxmltree::Node<'_, '_>) -> bool {
    ["prefix", "delimiter"]
        .iter()
        .any(|name| attribute(root, name).is_some())
}

/// Rows that hide by their own number are left out of the submission, and whoever reads it numbers the others anew. Where `jr:count`
/// says how many there are they keep their places.
pub(super) fn of_row_numbers(graph: &Graph, source: &mut Source) {
    for rule in graph.rules.iter().filter(|rule| hides_by_number(rule, graph)) {
        let detail = "rows that hide by their number are numbered anew when they are submitted: give the repeat a jr:count";
        let path = source.model.path(rule.def);
        source
            .warnings
            .push(LoadError::new(LoadCode::Structure, path, detail));
    }
}

fn hides_by_number(rule: &Rule, graph: &Graph) -> bool {
    let mut read = rule.dependencies.iter();
    let reads_own = read.any(|read| read.what == Reads::Position && read.def == rule.def);
    let is_count = |count: &Rule| count.target == Target::Count && count.def == rule.def;
    rule.target == Target::Relevant && reads_own && !graph.rules.iter().any(is_count)
}
