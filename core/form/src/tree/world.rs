//! All trees that one evaluation may see, with the same few moves over each of them.

use std::borrow::Cow;
use std::cmp::Ordering;

use super::{Doc, Kind, NONE, NameId, Names, Node};
use crate::definition::model::{DefKind, Model};
use crate::instance::store::Store;
use crate::order::sort_numbers;

/// The answers together with the model that gives their shape.
#[derive(Clone, Copy)]
pub(crate) struct Primary<'a> {
    pub(crate) model: &'a Model,
    pub(crate) store: &'a Store,
}

/// The trees of one evaluation.
#[derive(Clone, Copy)]
pub(crate) struct World<'a> {
    pub(crate) names: &'a Names,
    pub(crate) primary: Option<Primary<'a>>,
    pub(crate) docs: &'a [Doc],
}

impl<'a> World<'a> {
    fn doc(&self, node: Node) -> Option<&'a Doc> {
        self.docs.get(usize::from(node.tree).checked_sub(1)?)
    }

    fn entry(&self, node: Node) -> Option<&'a super::doc::Entry> {
        self.doc(node)?.entries.get(node.id as usize)
    }

    pub(crate) fn kind(&self, node: Node) -> Kind {
        if node.text {
            return Kind::Text;
        }
        if let Some(primary) = self.primary.filter(|_| node.tree == 0) {
            return match primary.def(node.id).kind {
                DefKind::Document => Kind::Root,
                DefKind::Element => Kind::Element,
                DefKind::Attribute => Kind::Attribute,
            };
        }
        self.entry(node).map_or(Kind::Root, |entry| entry.kind)
    }

    /// The node's name; nothing for roots, texts and comments.
    pub(crate) fn name(&self, node: Node) -> Option<NameId> {
        if node.text {
            return None;
        }
        let id = match self.primary.filter(|_| node.tree == 0) {
            Some(primary) => primary.def(node.id).name,
            None => self.entry(node)?.name,
        };
        (id != NONE).then_some(id)
    }

    pub(crate) fn parent(&self, node: Node) -> Option<Node> {
        if node.text {
            return Some(Node { text: false, ..node });
        }
        let id = match self.primary.filter(|_| node.tree == 0) {
            Some(primary) => primary.store.parent(primary.model, node.id)?,
            None => self.entry(node)?.parent,
        };
        (id != NONE).then_some(Node { id, ..node })
    }

    /// Children in document order.
    pub(crate) fn children(&self, node: Node, out: &mut Vec<Node>) {
        if node.text {
            return;
        }
        if let Some(primary) = self.primary.filter(|_| node.tree == 0) {
            primary.children(node.id, out);
            return;
        }
        let Some(doc) = self.doc(node) else { return };
        let Some(entry) = doc.entries.get(node.id as usize) else {
            return;
        };
        if entry.first_child == NONE && entry.kind == Kind::Element && !entry.text.is_empty() {
            out.push(Node { text: true, ..node });
        }
        let mut child = entry.first_child;
        while let Some(entry) = doc.entries.get(child as usize) {
            out.push(Node { id: child, ..node });
            child = entry.next;
        }
    }

    /// The first child element of a name, of a node of a static document.
    pub(crate) fn child(&self, node: Node, name: NameId) -> Option<Node> {
        let entries = &self.doc(node)?.entries;
        let mut child = entries.get(node.id as usize)?.first_child;
        while let Some(entry) = entries.get(child as usize) {
            if entry.name == name && entry.kind == Kind::Element {
                return Some(Node { id: child, ..node });
            }
            child = entry.next;
        }
        None
    }

    pub(crate) fn attributes(&self, node: Node, out: &mut Vec<Node>) {
        if node.text {
            return;
        }
        if let Some(primary) = self.primary.filter(|_| node.tree == 0) {
            let def = primary.def(node.id);
            let base = node.id - def.offset;
            out.extend(
                def.attributes
                    .iter()
                    .map(|a| Node::cell(base + primary.model.def(*a).offset)),
            );
            return;
        }
        let Some(doc) = self.doc(node) else { return };
        let mut attribute = doc
            .entries
            .get(node.id as usize)
            .map_or(NONE, |entry| entry.first_attribute);
        while let Some(entry) = doc.entries.get(attribute as usize) {
            out.push(Node {
                id: attribute,
                ..node
            });
            attribute = entry.next;
        }
    }

    /// The string-value (XPath 1.0 §5): own text, or all texts inside.
    pub(crate) fn text(&self, node: Node) -> Cow<'a, str> {
        self.counted_text(node).0
    }

    /// The string-value, with how many nodes inside it was put together from.
    pub(crate) fn counted_text(&self, node: Node) -> (Cow<'a, str>, usize) {
        if let Some(primary) = self.primary.filter(|_| node.tree == 0) {
            let def = primary.def(node.id);
            if def.kind == DefKind::Attribute || def.children.is_empty() || node.text {
                return (Cow::Borrowed(primary.store.text(node.id)), 0);
            }
        } else if let Some(entry) = self.entry(node) {
            if entry.first_child == NONE || !matches!(entry.kind, Kind::Element | Kind::Root) {
                return (Cow::Borrowed(&entry.text), 0);
            }
        } else {
            return (Cow::Borrowed(""), 0);
        }
        let mut text = String::new();
        let nodes = self.collect_text(node, &mut text);
        (Cow::Owned(text), nodes)
    }

    /// What a node holds, also while it is hidden and reads as empty.
    pub(crate) fn held(&self, node: Node) -> Cow<'a, str> {
        match self.primary.filter(|_| node.tree == 0) {
            Some(primary) if primary.def(node.id).children.is_empty() => {
                Cow::Borrowed(primary.store.raw(node.id))
            }
            _ => self.text(node),
        }
    }

    fn collect_text(&self, node: Node, text: &mut String) -> usize {
        let mut children = Vec::new();
        self.children(node, &mut children);
        let mut nodes = children.len();
        for child in children {
            match self.kind(child) {
                Kind::Text => text.push_str(&self.text(child)),
                Kind::Element => nodes += self.collect_text(child, text),
                _ => {}
            }
        }
        nodes
    }

    /// Sorts into document order and drops doubles.
    pub(crate) fn sort(&self, nodes: &mut Vec<Node>) {
        if nodes.len() < 2 {
            return;
        }
        match self.primary {
            Some(primary) if nodes.iter().any(|node| node.tree == 0) => {
                let mut places: Vec<u32> = (0..nodes.len() as u32).collect();
                sort_numbers(&mut places, &|one, other| {
                    primary.node_order(nodes[one as usize], nodes[other as usize])
                });
                *nodes = places.into_iter().map(|place| nodes[place as usize]).collect();
            }
            _ => {
                let mut numbers: Vec<u64> = nodes.iter().map(Node::number).collect();
                numbers.sort_unstable();
                *nodes = numbers.into_iter().map(Node::of_number).collect();
            }
        }
        nodes.dedup();
    }
}

impl<'a> Primary<'a> {
    pub(crate) fn def(&self, cell: u32) -> &'a crate::definition::model::Def {
        self.model.def(self.store.def(cell))
    }

    fn children(&self, cell: u32, out: &mut Vec<Node>) {
        let def = self.def(cell);
        if def.children.is_empty() && !self.store.text(cell).is_empty() {
            out.push(Node {
                text: true,
                ..Node::cell(cell)
            });
        }
        let base = cell - def.offset;
        for child in &def.children {
            let child = self.model.def(*child);
            match child.repeat {
                Some(list) => {
                    let scope = self.store.scope_of(cell);
                    out.extend(
                        self.store
                            .rows(scope, list)
                            .iter()
                            .map(|row| Node::cell(self.store.base(*row))),
                    );
                }
                None => out.push(Node::cell(base + child.offset)),
            }
        }
    }

    /// The same for nodes of any trees.
    fn node_order(&self, one: Node, other: Node) -> Ordering {
        let cells = || match one.tree {
            0 => self.order(one.id, other.id),
            _ => Ordering::Equal,
        };
        one.tree
            .cmp(&other.tree)
            .then_with(cells)
            .then_with(|| (one.id, one.text).cmp(&(other.id, other.text)))
    }

    /// Which of two cells comes first in the document: in the innermost row around both, what leads to one of them is defined before what
    /// leads to the other (definitions are numbered in document order), or has the lower row number.
    pub(crate) fn order(&self, one: u32, other: u32) -> Ordering {
        let (mut one, mut other) = (self.spot(one), self.spot(other));
        while self.depth(one.scope) > self.depth(other.scope) {
            one = self.around(one);
        }
        while self.depth(other.scope) > self.depth(one.scope) {
            other = self.around(other);
        }
        while one.scope != other.scope {
            (one, other) = (self.around(one), self.around(other));
        }
        (one.def, one.row).cmp(&(other.def, other.row))
    }

    fn spot(&self, cell: u32) -> Spot {
        Spot {
            scope: self.store.scope_of(cell),
            def: self.store.def(cell),
            row: 0,
        }
    }

    fn depth(&self, scope: u32) -> u16 {
        self.model.scope(self.store.scope_def(scope)).depth
    }

    /// The row that a spot is in, as a spot of what is around that row.
    fn around(&self, spot: Spot) -> Spot {
        Spot {
            scope: self.store.parent_scope(spot.scope).unwrap_or(0),
            def: self.store.def(self.store.base(spot.scope)),
            row: self.store.row_number(spot.scope),
        }
    }
}

/// A cell, or a row, in the row around it.
#[derive(Clone, Copy)]
struct Spot {
    scope: u32,
    def: u32,
    row: u32,
}
