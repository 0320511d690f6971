//! Where the body repeats: the model's shape depends on it, so the paths are read before anything else, by local names.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use super::primary::{MAX_DEFS, MAX_PATH};
use super::source::{attribute, children};
use crate::error::{LoadCode, LoadError};

/// Paths of the body's repeats.
///
/// # Errors
/// There are too many, or one is too long.
pub(super) fn repeat_paths(
    body: roxmltree::Node<'_, '_>,
    model: roxmltree::Node<'_, '_>,
) -> Result<HashSet<String>, LoadError> {
    let binds = bind_ids(model);
    let mut paths = HashSet::new();
    let mut waiting: Vec<(_, Rc<str>)> = vec![(body, "".into())];
    while let Some((node, context)) = waiting.pop() {
        let path = path_below(node, context, &binds);
        if path.len() > MAX_PATH || paths.len() > MAX_DEFS {
            let detail = "too many repeats, or a path that is too long";
            return Err(LoadError::new(LoadCode::Limit, "body", detail));
        }
        if node.tag_name().name() == "repeat" {
            paths.insert(path.to_string());
        }
        let inner = node.children().filter(roxmltree::Node::is_element);
        waiting.extend(inner.map(|child| (child, Rc::clone(&path))));
    }
    Ok(paths)
}

/// Where references inside an element start; `context` is where its own does.
fn path_below(node: roxmltree::Node<'_, '_>, context: Rc<str>, binds: &HashMap<String, String>) -> Rc<str> {
    let by_bind = || {
        attribute(node, "bind")
            .and_then(|id| binds.get(id))
            .map(String::as_str)
    };
    let reference = node
        .attribute("nodeset")
        .or_else(|| node.attribute("ref"))
        .or_else(by_bind);
    match (node.tag_name().name(), reference) {
        ("group" | "repeat", Some(reference)) => join(&context, reference).into(),
        _ => context,
    }
}

/// What each bind with an id is for: the body may refer to it.
pub(super) fn bind_ids(model: roxmltree::Node<'_, '_>) -> HashMap<String, String> {
    let pair = |bind: roxmltree::Node<'_, '_>| {
        let nodes = attribute(bind, "nodeset").or_else(|| attribute(bind, "ref"));
        Some((bind.attribute("id")?.to_owned(), nodes?.to_owned()))
    };
    children(model, "bind").filter_map(pair).collect()
}

fn join(context: &str, reference: &str) -> String {
    let reference = reference.trim();
    let mut steps: Vec<&str> = Vec::new();
    if !reference.starts_with('/') {
        steps.extend(context.split('/').filter(|step| !step.is_empty()));
    }
    for step in reference
        .split('/')
        .map(str::trim)
        .filter(|step| !step.is_empty() && *step != ".")
    {
        if step == ".." {
            steps.pop();
        } else {
            let local = step.split('[').next().unwrap_or_default();
            steps.push(local.rsplit(':').next().unwrap_or_default());
        }
    }
    steps.iter().map(|step| format!("/{step}")).collect()
}
