//! Smaller forms to try: one thing less each.
//!
//! Nothing is repaired: a form that names a node it lost is no longer [whole](Form::is_whole) and isn't taken.

use super::{Choices, Control, Form, Kind, Node, Rows};

/// Every form that is one step smaller, the greatest steps first.
#[must_use]
pub fn smaller(form: &Form) -> Vec<Form> {
    let names = names(form);
    let mut smaller: Vec<Form> = names.iter().filter_map(|name| without(form, name)).collect();
    // A path that goes up would lead elsewhere.
    if !["..", "::"].iter().any(|up| super::xml::write(form).contains(up)) {
        smaller.extend(names.iter().filter_map(|name| unwrapped(form, name)));
    }
    for at in 0..form.actions.len() {
        let mut less = form.clone();
        less.actions.remove(at);
        smaller.push(less);
    }
    for name in &names {
        smaller.extend(simpler(form, name));
    }
    smaller
}

fn names(form: &Form) -> Vec<String> {
    let mut names = Vec::new();
    form.each(&mut |_, node| names.push(node.name.clone()));
    names
}

/// Calls `change` with the siblings of a node and its place among them.
fn at(nodes: &mut Vec<Node>, name: &str, change: &mut dyn FnMut(&mut Vec<Node>, usize)) {
    if let Some(place) = nodes.iter().position(|node| node.name == name) {
        return change(nodes, place);
    }
    for node in nodes {
        if let Some(inner) = node.children_mut() {
            at(inner, name, change);
        }
    }
}

/// The form without a node, which mustn't be the last of its siblings: an empty group is another matter.
fn without(form: &Form, name: &str) -> Option<Form> {
    let mut less = form.clone();
    let mut done = false;
    at(&mut less.nodes, name, &mut |nodes, place| {
        done = nodes.len() > 1;
        nodes.remove(place);
    });
    done.then_some(less)
}

/// What a container holds, in its place.
fn unwrapped(form: &Form, name: &str) -> Option<Form> {
    let mut less = form.clone();
    let mut done = false;
    at(&mut less.nodes, name, &mut |nodes, place| {
        if !nodes[place].children().is_empty() {
            let mut node = nodes.remove(place);
            let inner = node.children_mut().map(std::mem::take).unwrap_or_default();
            nodes.splice(place..place, inner);
            done = true;
        }
    });
    done.then_some(less)
}

/// The form with one node in each of its simpler shapes.
fn simpler(form: &Form, name: &str) -> Vec<Form> {
    let mut shapes = Vec::new();
    form.each(&mut |_, node| {
        if node.name == name {
            shapes = self::shapes(node);
        }
    });
    let put = |shape: Node| {
        let mut less = form.clone();
        let mut shape = Some(shape);
        at(&mut less.nodes, name, &mut |nodes, place| {
            if let Some(shape) = shape.take() {
                nodes[place] = shape;
            }
        });
        less
    };
    shapes.into_iter().map(put).collect()
}

fn shapes(node: &Node) -> Vec<Node> {
    let mut shapes = Vec::new();
    let mut push = |change: &dyn Fn(&mut Node)| {
        let mut shape = node.clone();
        change(&mut shape);
        shapes.push(shape);
    };
    if node.output.is_some() {
        push(&|shape| shape.output = None);
    }
    for at in 0..node.binds.len() {
        push(&|shape| {
            shape.binds.remove(at);
        });
        for less in node.binds[at].1.smaller() {
            push(&|shape| shape.binds[at].1 = less.clone());
        }
    }
    for less in node.output.iter().flat_map(super::Expression::smaller) {
        push(&|shape| shape.output = Some(less.clone()));
    }
    match &node.kind {
        Kind::Repeat(_, Rows::Count(_) | Rows::Template | Rows::Fixed(_)) => push(&|shape| {
            if let Kind::Repeat(_, rows) = &mut shape.kind {
                *rows = Rows::Open(1);
            }
        }),
        Kind::Repeat(_, Rows::Open(rows)) if *rows > 1 => push(&|shape| {
            if let Kind::Repeat(_, rows) = &mut shape.kind {
                *rows = Rows::Open(1);
            }
        }),
        Kind::Field(field) => {
            if !field.default.is_empty() {
                push(&|shape| change(shape, &|field| field.default.clear()));
            }
            if field.preload.is_some() {
                push(&|shape| change(shape, &|field| field.preload = None));
            }
            if let Control::Select(tag, Choices::Itemset(list, Some(_), label)) = field.control {
                push(&|shape| {
                    change(shape, &|field| {
                        field.control = Control::Select(tag, Choices::Itemset(list, None, label))
                    })
                });
            }
        }
        Kind::Group(_) | Kind::Repeat(..) => {}
    }
    shapes
}

fn change(node: &mut Node, change: &dyn Fn(&mut super::Field)) {
    if let Kind::Field(field) = &mut node.kind {
        change(field);
    }
}
