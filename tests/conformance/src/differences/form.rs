//! What proofs ask of a form's text: where its nodes are, and what is written about them.

use std::collections::BTreeSet;

use roxmltree::{Document, Node};

/// A form's text, read.
pub(super) struct Form<'a>(Document<'a>);

impl<'a> Form<'a> {
    /// Nothing when it isn't XML.
    pub(super) fn read(source: &'a str) -> Option<Self> {
        Some(Self(Document::parse(source.trim_start()).ok()?))
    }

    /// Paths of all nodes of the primary instance, e.g. `/data/a`.
    pub(super) fn nodes(&self) -> BTreeSet<String> {
        let mut all = BTreeSet::new();
        if let Some(root) = self.primary() {
            collect(root, "", &mut all);
        }
        all
    }

    /// The primary instance's root.
    pub(super) fn primary(&self) -> Option<Node<'_, 'a>> {
        let mut instances = self
            .0
            .descendants()
            .filter(|node| node.tag_name().name() == "instance");
        instances.next()?.first_element_child()
    }

    /// Nodes that are bound to these types: path, and what stands in them in the primary instance.
    pub(super) fn nodes_of_type(&self, types: &[&str]) -> Vec<(String, String)> {
        let binds = self
            .0
            .descendants()
            .filter(|node| node.tag_name().name() == "bind");
        let binds = binds.filter(|bind| bind.attribute("type").is_some_and(|name| types.contains(&name)));
        let paths = binds.filter_map(|bind| bind.attribute("nodeset"));
        paths.map(|path| (path.to_owned(), self.text_of(path))).collect()
    }

    fn text_of(&self, path: &str) -> String {
        let name = path.rsplit('/').next().unwrap_or_default();
        let mut nodes = self.primary().into_iter().flat_map(|root| root.descendants());
        let node = nodes.find(|node| node.tag_name().name() == name);
        node.and_then(|node| node.text()).unwrap_or_default().to_owned()
    }

    /// An element of this kind is in it.
    pub(super) fn has(&self, is: impl Fn(Node<'_, 'a>) -> bool) -> bool {
        self.0.descendants().any(is)
    }

    /// Something is written about a node: an element of this name whose `ref` or `nodeset` is the path, and what it is.
    pub(super) fn speaks_of(&self, path: &str, is: impl Fn(Node<'_, 'a>) -> bool) -> bool {
        let about = |node: &Node<'_, 'a>| {
            let place = node.attribute("nodeset").or(node.attribute("ref"));
            place.is_some_and(|place| place.trim() == path)
        };
        self.0.descendants().filter(about).any(is)
    }

    /// Paths in the body's order, each where it first stands.
    pub(super) fn body_order(&self) -> Vec<String> {
        let body = self.0.descendants().find(|node| node.tag_name().name() == "body");
        let nodes = body.into_iter().flat_map(|body| body.descendants());
        let places = nodes.filter_map(|node| node.attribute("nodeset").or(node.attribute("ref")));
        let mut order: Vec<String> = Vec::new();
        for place in places.filter(|place| place.starts_with('/')) {
            if !order.iter().any(|known| known == place) {
                order.push(place.to_owned());
            }
        }
        order
    }
}

fn collect(node: Node<'_, '_>, around: &str, all: &mut BTreeSet<String>) {
    let path = format!("{around}/{}", node.tag_name().name());
    for inner in node.children().filter(Node::is_element) {
        collect(inner, &path, all);
    }
    all.insert(path);
}

/// A reference without row numbers.
pub(super) fn generic(reference: &str) -> String {
    let mut parts = reference.split('[');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |path, part| {
        path + part.split_once(']').map_or("", |(_, rest)| rest)
    })
}

/// Answers as a list: path, attributes, and the text of a leaf; a meta block may be left out.
pub(super) fn leaves(xml: &str) -> Option<Vec<Leaf>> {
    let document = Document::parse(xml).ok()?;
    let mut all = Vec::new();
    list(document.root_element(), "", &mut all);
    Some(all)
}

/// An element of answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Leaf {
    pub(super) path: String,
    pub(super) attributes: Vec<(String, String)>,
    pub(super) text: String,
}

fn list(node: Node<'_, '_>, around: &str, all: &mut Vec<Leaf>) {
    let path = format!("{around}/{}", node.tag_name().name());
    let attributes = node.attributes();
    let mut leaf = Leaf {
        path: path.clone(),
        attributes: attributes
            .map(|it| (it.name().to_owned(), it.value().to_owned()))
            .collect(),
        text: String::new(),
    };
    leaf.attributes.sort();
    if !node.children().any(|child| child.is_element()) {
        leaf.text = node.text().unwrap_or_default().to_owned();
    }
    all.push(leaf);
    for inner in node.children().filter(Node::is_element) {
        list(inner, &path, all);
    }
}
