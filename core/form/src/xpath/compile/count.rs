//! A repeat's count, moved to where it can run: a repeat without rows has no node of its own to ask from.

use crate::xpath::ast::{Ast, Axis, Start, Step, Test};

/// The expression as its node's parent sees it: `../a` becomes `a`, `current()/../a` becomes `current()/a`, `ancestor::a` the parent itself or one of its
/// ancestors. Nothing where it begins beside the node: without a row nobody can tell what stands before it.
pub(crate) fn from_parent(ast: &Ast, in_predicate: bool) -> Option<Ast> {
    let inner = |ast: &Ast| from_parent(ast, in_predicate);
    Some(match ast {
        Ast::Number(_) | Ast::Text(_) => ast.clone(),
        Ast::Binary(operator, left, right) => {
            Ast::Binary(*operator, Box::new(inner(left)?), Box::new(inner(right)?))
        }
        Ast::Negate(operand) => Ast::Negate(Box::new(inner(operand)?)),
        Ast::Call(name, arguments) => {
            Ast::Call(name.clone(), arguments.iter().map(inner).collect::<Option<_>>()?)
        }
        Ast::Path(start, steps) => {
            let moves = is_current(start) || (matches!(start, Start::Context) && !in_predicate);
            let mut moved = if moves {
                steps_from_parent(steps)?
            } else {
                steps.clone()
            };
            if moved.is_empty() && matches!(start, Start::Context) {
                moved.push(own_node());
            }
            for step in &mut moved {
                step.predicates = predicates(&step.predicates)?;
            }
            let start = match start {
                Start::Filter(base, filters) => Start::Filter(Box::new(inner(base)?), predicates(filters)?),
                other => other.clone(),
            };
            Ast::Path(start, moved)
        }
    })
}

fn is_current(start: &Start) -> bool {
    matches!(start, Start::Filter(base, _) if **base == Ast::Call("current".into(), Vec::new()))
}

/// Steps from a node as steps from its parent.
fn steps_from_parent(steps: &[Step]) -> Option<Vec<Step>> {
    let mut moved = steps.to_vec();
    match steps.first().map(|step| step.axis) {
        Some(Axis::Parent) => {
            moved.remove(0);
        }
        Some(Axis::Ancestor) => moved[0].axis = Axis::AncestorOrSelf,
        Some(Axis::Preceding | Axis::PrecedingSibling | Axis::Following | Axis::FollowingSibling) => {
            return None;
        }
        _ => {}
    }
    Some(moved)
}

fn own_node() -> Step {
    Step {
        axis: Axis::Own,
        test: Test::Node,
        predicates: Vec::new(),
    }
}

fn predicates(predicates: &[Ast]) -> Option<Vec<Ast>> {
    predicates
        .iter()
        .map(|predicate| from_parent(predicate, true))
        .collect()
}
