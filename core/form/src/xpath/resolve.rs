//! Which definition nodes a path may reach, and whether it reaches exactly one cell a row.

use super::ast::Axis;
use super::program::Test;
use crate::definition::model::{DefKind, Model};
use crate::tree::Names;

/// The definition nodes that a step may lead to.
pub(crate) fn step(model: &Model, names: &Names, from: &[u32], axis: Axis, test: &Test) -> Vec<u32> {
    let mut found: Vec<u32> = from.iter().flat_map(|def| along(model, *def, axis)).collect();
    found.retain(|def| passes(model, names, *def, axis, test));
    found.sort_unstable();
    found.dedup();
    found
}

/// Repeats that a step goes into on its way, those that it ends at included. `from` and `to` are sorted.
pub(crate) fn entered(model: &Model, from: &[u32], to: &[u32], axis: Axis) -> Vec<u32> {
    let one_level = !matches!(
        axis,
        Axis::Descendant | Axis::DescendantOrSelf | Axis::Following | Axis::Preceding
    );
    let mut repeats = Vec::new();
    for def in to {
        let mut place = *def;
        loop {
            repeats.extend(model.def(place).repeat.map(|_| place));
            // What the step starts from was reached before.
            let reached = axis.is_downward() && from.binary_search(&place).is_ok();
            if one_level || reached || model.def(place).kind == DefKind::Document {
                break;
            }
            place = model.def(place).parent;
        }
    }
    repeats.sort_unstable();
    repeats.dedup();
    repeats
}

fn along(model: &Model, def: u32, axis: Axis) -> Vec<u32> {
    let node = model.def(def);
    let above = || ancestors(model, def);
    match axis {
        Axis::Own => vec![def],
        Axis::Child => node.children.clone(),
        Axis::Attribute => node.attributes.clone(),
        Axis::Parent => above().first().copied().into_iter().collect(),
        Axis::Ancestor => above(),
        Axis::AncestorOrSelf => std::iter::once(def).chain(above()).collect(),
        Axis::Descendant => elements(model, def).filter(|id| *id != def).collect(),
        Axis::DescendantOrSelf => elements(model, def).collect(),
        Axis::FollowingSibling | Axis::PrecedingSibling => above()
            .first()
            .map(|parent| model.def(*parent).children.clone())
            .unwrap_or_default(),
        // Rare enough to be taken as "anything".
        Axis::Following | Axis::Preceding => elements(model, 0).collect(),
    }
}

fn elements(model: &Model, def: u32) -> impl Iterator<Item = u32> + '_ {
    model
        .subtree(def)
        .into_iter()
        .filter(|id| model.def(*id).kind != DefKind::Attribute)
}

fn ancestors(model: &Model, def: u32) -> Vec<u32> {
    let mut above = Vec::new();
    let mut place = def;
    while model.def(place).kind != DefKind::Document {
        place = model.def(place).parent;
        above.push(place);
    }
    above
}

fn passes(model: &Model, names: &Names, def: u32, axis: Axis, test: &Test) -> bool {
    let node = model.def(def);
    let principal = if axis == Axis::Attribute {
        DefKind::Attribute
    } else {
        DefKind::Element
    };
    match test {
        // A text node's value is its element's.
        Test::Node | Test::Text => true,
        Test::Comment | Test::Instruction(_) => false,
        Test::Any => node.kind == principal,
        Test::AnyIn(namespace) => node.kind == principal && names.namespace(node.name) == &**namespace,
        Test::Name(name) => node.kind == principal && node.name == *name,
    }
}

/// A path of plain steps that leads to one definition node: from a cell up some rows, then down into lists of rows.
#[derive(Clone, Debug)]
pub(crate) struct Chain {
    /// Where it stands.
    pub(crate) def: u32,
    /// Rows left upwards.
    pub(crate) hops: u16,
    /// Repeats entered downwards, as definition nodes.
    pub(crate) entered: Vec<u32>,
}

impl Chain {
    pub(crate) fn at(def: u32) -> Self {
        Self {
            def,
            hops: 0,
            entered: Vec::new(),
        }
    }

    /// Takes one more step without predicates; `None` when the result isn't one definition node.
    pub(crate) fn step(&self, model: &Model, names: &Names, axis: Axis, test: &Test) -> Option<Self> {
        if *test == Test::Text {
            return None;
        }
        let found = step(model, names, &[self.def], axis, test);
        let [next] = found.as_slice() else { return None };
        let mut chain = Self {
            def: *next,
            ..self.clone()
        };
        match axis {
            Axis::Own | Axis::Attribute => {}
            Axis::Child => chain.entered.extend(model.def(*next).repeat.map(|_| *next)),
            Axis::Parent if model.def(self.def).repeat.is_none() => {}
            Axis::Parent if self.entered.is_empty() => chain.hops += 1,
            _ => return None,
        }
        Some(chain)
    }
}
