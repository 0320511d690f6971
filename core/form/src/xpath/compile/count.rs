//! A repeat's count, moved to where it can run.

use crate::xpath::ast::{Ast, Axis, Start, Step as AstStep, Test as AstTest};

/// The expression as its node's parent sees it: `../a` becomes `a`, `current()/../a` becomes `current()/a`. A repeat without rows has
/// no node of its own to ask from.
pub(crate) fn from_parent(ast: &Ast, in_predicate: bool) -> Ast {
    let inner = |ast: &Ast| from_parent(ast, in_predicate);
    match ast {
        Ast::Number(_) | Ast::Text(_) => ast.clone(),
        Ast::Binary(operator, left, right) => {
            Ast::Binary(*operator, Box::new(inner(left)), Box::new(inner(right)))
        }
        Ast::Negate(operand) => Ast::Negate(Box::new(inner(operand))),
        Ast::Call(name, arguments) => Ast::Call(name.clone(), arguments.iter().map(inner).collect()),
        Ast::Path(start, steps) => {
            let is_current =
                matches!(start, Start::Filter(base, _) if **base == Ast::Call("current".into(), Vec::new()));
            let moves = is_current || (matches!(start, Start::Context) && !in_predicate);
            let skip = usize::from(moves && steps.first().is_some_and(|step| step.axis == Axis::Parent));
            let mut steps: Vec<AstStep> = steps[skip..].to_vec();
            if steps.is_empty() && matches!(start, Start::Context) {
                steps.push(AstStep {
                    axis: Axis::Own,
                    test: AstTest::Node,
                    predicates: Vec::new(),
                });
            }
            for step in &mut steps {
                step.predicates = step
                    .predicates
                    .iter()
                    .map(|predicate| from_parent(predicate, true))
                    .collect();
            }
            let start = match start {
                Start::Filter(base, predicates) => {
                    let predicates = predicates
                        .iter()
                        .map(|predicate| from_parent(predicate, true))
                        .collect();
                    Start::Filter(Box::new(inner(base)), predicates)
                }
                other => other.clone(),
            };
            Ast::Path(start, steps)
        }
    }
}
