//! The axes (XPath 1.0 §2.2) and node tests (§2.3) over any tree.

use super::ast::Axis;
use super::program::Test;
use crate::tree::{Kind, Node, World};

/// The nodes on an axis that pass the test, nearest first for reverse axes, otherwise in document order.
pub(crate) fn collect(world: &World<'_>, node: Node, axis: Axis, test: &Test, out: &mut Vec<Node>) {
    let from = out.len();
    match axis {
        Axis::Own => out.push(node),
        Axis::Child => world.children(node, out),
        Axis::Attribute => world.attributes(node, out),
        Axis::Parent => out.extend(world.parent(node)),
        Axis::Ancestor | Axis::AncestorOrSelf => ancestors(world, node, axis == Axis::AncestorOrSelf, out),
        Axis::Descendant => descendants(world, node, out),
        Axis::DescendantOrSelf => {
            out.push(node);
            descendants(world, node, out);
        }
        Axis::FollowingSibling => siblings(world, node, true, out),
        Axis::PrecedingSibling => siblings(world, node, false, out),
        Axis::Following => {
            for place in with_ancestors(world, node) {
                let mut after = Vec::new();
                siblings(world, place, true, &mut after);
                // What follows an attribute begins with its element's content.
                if world.kind(place) == Kind::Attribute {
                    after.extend(
                        world
                            .parent(place)
                            .map(|p| children(world, p))
                            .unwrap_or_default(),
                    );
                }
                with_descendants(world, after, out);
            }
        }
        Axis::Preceding => {
            for place in with_ancestors(world, node) {
                let mut before = Vec::new();
                siblings(world, place, false, &mut before);
                for sibling in before {
                    let mut inside = vec![sibling];
                    descendants(world, sibling, &mut inside);
                    out.extend(inside.into_iter().rev());
                }
            }
        }
    }
    let mut at = 0;
    out.retain(|candidate| {
        at += 1;
        at <= from || passes(world, *candidate, axis, test)
    });
}

fn children(world: &World<'_>, node: Node) -> Vec<Node> {
    let mut out = Vec::new();
    world.children(node, &mut out);
    out
}

fn ancestors(world: &World<'_>, node: Node, or_self: bool, out: &mut Vec<Node>) {
    if or_self {
        out.push(node);
    }
    let mut place = node;
    while let Some(parent) = world.parent(place) {
        out.push(parent);
        place = parent;
    }
}

fn with_ancestors(world: &World<'_>, node: Node) -> Vec<Node> {
    let mut out = Vec::new();
    ancestors(world, node, true, &mut out);
    out
}

fn descendants(world: &World<'_>, node: Node, out: &mut Vec<Node>) {
    with_descendants(world, children(world, node), out);
}

/// Depth first without recursion: hostile nesting can't overflow the stack.
fn with_descendants(world: &World<'_>, nodes: Vec<Node>, out: &mut Vec<Node>) {
    let mut waiting: Vec<Node> = nodes.into_iter().rev().collect();
    while let Some(node) = waiting.pop() {
        out.push(node);
        let from = waiting.len();
        world.children(node, &mut waiting);
        waiting[from..].reverse();
    }
}

fn siblings(world: &World<'_>, node: Node, after: bool, out: &mut Vec<Node>) {
    if world.kind(node) == Kind::Attribute {
        return;
    }
    let Some(parent) = world.parent(node) else { return };
    let all = children(world, parent);
    let Some(place) = all.iter().position(|sibling| *sibling == node) else {
        return;
    };
    if after {
        out.extend(&all[place + 1..]);
    } else {
        out.extend(all[..place].iter().rev());
    }
}

fn passes(world: &World<'_>, node: Node, axis: Axis, test: &Test) -> bool {
    let principal = if axis == Axis::Attribute {
        Kind::Attribute
    } else {
        Kind::Element
    };
    match test {
        Test::Node => true,
        Test::Text => world.kind(node) == Kind::Text,
        Test::Comment => world.kind(node) == Kind::Comment,
        Test::Instruction(target) => {
            world.kind(node) == Kind::Instruction && target.is_none_or(|name| world.name(node) == Some(name))
        }
        Test::Any => world.kind(node) == principal,
        Test::AnyIn(namespace) => {
            world.kind(node) == principal
                && world
                    .name(node)
                    .is_some_and(|id| world.names.namespace(id) == &**namespace)
        }
        Test::Name(name) => world.name(node) == Some(*name) && world.kind(node) == principal,
    }
}
