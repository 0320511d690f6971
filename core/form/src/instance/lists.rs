//! Every choice that a question can offer, whatever is answered: filters and shuffles of its list left out. For people who compare
//! forms; a question whose choices are the answers themselves (rows of a repeat) has no such list.

use std::cell::Cell;

use chrono::DateTime;

use super::scene::{Scene, VIEW_STEPS};
use super::store::Store;
use crate::definition::Form;
use crate::definition::body::{Choices, Control};
use crate::env::Env;
use crate::tree::Node;
use crate::xpath::ast::Axis;
use crate::xpath::eval::{Context, Setting};
use crate::xpath::functions::Function;
use crate::xpath::program::{Expr, Step, Test, Walk};

/// The choices of an itemset in the form's order: value and label of each in one language. Nothing for questions without a static
/// list, and when the list exceeds what one look may take.
pub(crate) fn listed(form: &Form, control: &Control, language: usize) -> Option<Vec<(String, String)>> {
    let Some(Choices::Itemset { nodes, value, label }) = &control.choices else {
        return None;
    };
    let nodes = whole(form, nodes)?;
    with_no_answers(form, language, |scene| {
        let eval = scene.eval(0);
        let found = eval.nodes(&nodes, Context::of(Node::cell(0))).ok()?;
        let pair = |node| {
            let (value, label) = (
                eval.text(value, Context::of(node)).ok()?,
                eval.text(label, Context::of(node)).ok()?,
            );
            Some((value.into_owned(), label.into_owned()))
        };
        found.into_iter().map(pair).collect()
    })
}

/// The id of the secondary instance that a question's choices come from.
pub(crate) fn list_id<'a>(form: &'a Form, control: &Control) -> Option<&'a str> {
    let Some(Choices::Itemset { nodes, .. }) = &control.choices else {
        return None;
    };
    let tree = tree_of(form, nodes)?;
    let found = form.instances.iter().find(|(_, known)| **known == tree);
    found.map(|(id, _)| id.as_str())
}

/// A form as it is before anything is answered, at a time that no list depends on.
fn with_no_answers<T>(form: &Form, language: usize, run: impl FnOnce(&Scene<'_>) -> T) -> T {
    let store = Store::new(&form.model);
    let env = Env {
        now: DateTime::UNIX_EPOCH.fixed_offset(),
        random: [0; 32],
    };
    run(&Scene {
        form,
        store: &store,
        setting: &Setting::new(&env, language, VIEW_STEPS),
        nesting: Cell::new(0),
    })
}

/// The static document that a nodeset walks; the answers are none.
fn tree_of(form: &Form, nodes: &Expr) -> Option<u16> {
    let tree = match nodes {
        Expr::Lookup(lookup) => form.indexes.get(lookup.index)?.0.tree,
        Expr::Call(Function::Randomize, arguments) => return tree_of(form, arguments.first()?),
        Expr::Walk(walk) => match walk.base {
            Expr::Fixed(node) => node.tree,
            _ => return None,
        },
        _ => return None,
    };
    (tree != 0).then_some(tree)
}

/// The same path without what chooses among its nodes.
fn whole(form: &Form, nodes: &Expr) -> Option<Expr> {
    let root = |tree| {
        Expr::Fixed(Node {
            tree,
            text: false,
            id: 0,
        })
    };
    let base = root(tree_of(form, nodes)?);
    let steps = match nodes {
        Expr::Call(_, arguments) => return whole(form, arguments.first()?),
        Expr::Lookup(lookup) => {
            let rows = form.indexes.get(lookup.index)?.0.path.iter();
            let child = |name: &u32| plain(Axis::Child, Test::Name(*name));
            rows.map(child)
                .chain(lookup.steps.iter().map(unfiltered))
                .collect()
        }
        Expr::Walk(walk) => walk.steps.iter().map(unfiltered).collect(),
        _ => return None,
    };
    Some(Expr::Walk(Box::new(Walk {
        base,
        predicates: Vec::new(),
        steps,
    })))
}

fn unfiltered(step: &Step) -> Step {
    plain(step.axis, step.test.clone())
}

fn plain(axis: Axis, test: Test) -> Step {
    Step {
        axis,
        test,
        predicates: Vec::new(),
    }
}
