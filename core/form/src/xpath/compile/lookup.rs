//! Filters over static lists as index look-ups: `instance('x')/root/item[column = key]` whose key is the same for every row.

use super::{At, Refusal, Unit};
use crate::tree::Node;
use crate::xpath::ast::{Ast, Axis, Operator, Start, Step as AstStep, Test as AstTest};
use crate::xpath::index::Spec;
use crate::xpath::program::{Expr, Lookup, Step, Test};

impl Unit<'_, '_> {
    /// `root/item[column = key]` below a secondary instance, when the key doesn't depend on the row.
    pub(super) fn lookup(&mut self, root: Node, rest: &[AstStep], at: &At) -> Result<Option<Expr>, Refusal> {
        let Some(filtered) = rest.iter().position(|step| !step.predicates.is_empty()) else {
            return Ok(None);
        };
        let mut path = Vec::new();
        for step in &rest[..=filtered] {
            match (step.axis, self.test(&step.test)?) {
                (Axis::Child, Test::Name(name)) => path.push(name),
                _ => return Ok(None),
            }
        }
        let mut predicates: Vec<&Ast> = Vec::new();
        for predicate in &rest[filtered].predicates {
            split_and(predicate, &mut predicates);
        }
        let Some(((attribute, column), key)) = equality(predicates[0]) else {
            return Ok(None);
        };
        // Positions count the items of one parent; the index knows the items of all. Below the root element there is one parent.
        if path.len() > 2 && predicates[1..].iter().any(|predicate| is_positional(predicate)) {
            return Ok(None);
        }
        let column = self.compiler.names.intern("", column, column);
        // What is counted is the items; the key is read.
        let key = self.expr(key, &at.for_texts())?;
        let inside = At {
            defs: None,
            cap: None,
            nodes_only: false,
        };
        let others = predicates[1..].iter().map(|p| self.expr(p, &inside));
        let others = others.collect::<Result<_, _>>()?;
        let steps = self.later_steps(&rest[filtered + 1..], &inside)?;
        let index = self.index_of(Spec {
            tree: root.tree,
            path,
            column,
            attribute,
        });
        Ok(Some(Expr::Lookup(Box::new(Lookup {
            index,
            key,
            predicates: others,
            steps,
        }))))
    }

    /// Steps through a list, where nothing of the form is read but by paths from its root.
    fn later_steps(&mut self, steps: &[AstStep], inside: &At) -> Result<Vec<Step>, Refusal> {
        let step = |step: &AstStep| {
            Ok(Step {
                axis: step.axis,
                test: self.test(&step.test)?,
                predicates: self.predicates(&step.predicates, inside)?,
            })
        };
        steps.iter().map(step).collect()
    }

    /// The number of an index, which is new the first time it is asked for.
    fn index_of(&mut self, spec: Spec) -> usize {
        let indexes = &mut self.compiler.indexes;
        indexes
            .iter()
            .position(|known| *known == spec)
            .unwrap_or_else(|| {
                indexes.push(spec);
                indexes.len() - 1
            })
    }
}

/// The predicate looks at positions, or may be a number (XPath 1.0 §2.4).
fn is_positional(predicate: &Ast) -> bool {
    match predicate {
        Ast::Text(_) | Ast::Path(..) => false,
        Ast::Binary(operator, left, right) => {
            let is_number = matches!(
                operator,
                Operator::Add | Operator::Subtract | Operator::Multiply | Operator::Divide | Operator::Modulo
            );
            is_number || asks_position(left) || asks_position(right)
        }
        Ast::Call(name, arguments) => {
            let is_boolean = matches!(
                name.as_str(),
                "not"
                    | "boolean"
                    | "true"
                    | "false"
                    | "selected"
                    | "contains"
                    | "starts-with"
                    | "ends-with"
                    | "regex"
            );
            !is_boolean || arguments.iter().any(asks_position)
        }
        Ast::Number(_) | Ast::Negate(_) => true,
    }
}

/// `position()` or `last()` of the item itself; those in the predicates of a path are about its own nodes.
fn asks_position(ast: &Ast) -> bool {
    match ast {
        Ast::Number(_) | Ast::Text(_) | Ast::Path(Start::Root | Start::Context, _) => false,
        Ast::Path(Start::Filter(base, _), _) | Ast::Negate(base) => asks_position(base),
        Ast::Binary(_, left, right) => asks_position(left) || asks_position(right),
        Ast::Call(name, arguments) => {
            let own = matches!((name.as_str(), arguments.as_slice()), ("position" | "last", []));
            own || arguments.iter().any(asks_position)
        }
    }
}

/// `[a and b]` is `[a][b]` as long as neither looks at positions.
fn split_and<'a>(predicate: &'a Ast, out: &mut Vec<&'a Ast>) {
    match predicate {
        Ast::Binary(Operator::And, left, right) if is_condition(left) && is_condition(right) => {
            split_and(left, out);
            split_and(right, out);
        }
        other => out.push(other),
    }
}

fn is_condition(ast: &Ast) -> bool {
    match ast {
        Ast::Binary(Operator::And, left, right) => is_condition(left) && is_condition(right),
        Ast::Binary(Operator::Equal, _, _) => equality(ast).is_some(),
        _ => false,
    }
}

/// `column = key` or `key = column`, where only the column looks at the row.
fn equality(predicate: &Ast) -> Option<((bool, &str), &Ast)> {
    let Ast::Binary(Operator::Equal, left, right) = predicate else {
        return None;
    };
    match (column(left), column(right)) {
        (Some(column), None) if is_context_free(right) => Some((column, right)),
        (None, Some(column)) if is_context_free(left) => Some((column, left)),
        _ => None,
    }
}

fn column(ast: &Ast) -> Option<(bool, &str)> {
    let Ast::Path(Start::Context, steps) = ast else {
        return None;
    };
    let steps = match steps.as_slice() {
        [first, rest @ ..] if first.axis == Axis::Own && first.test == AstTest::Node && !rest.is_empty() => {
            rest
        }
        steps => steps,
    };
    match steps {
        [
            AstStep {
                axis,
                test: AstTest::Name(None, name),
                predicates,
            },
        ] if predicates.is_empty() => match axis {
            Axis::Child => Some((false, name)),
            Axis::Attribute => Some((true, name)),
            _ => None,
        },
        _ => None,
    }
}

/// The value is the same for every row.
fn is_context_free(ast: &Ast) -> bool {
    match ast {
        Ast::Number(_) | Ast::Text(_) => true,
        Ast::Binary(_, left, right) => is_context_free(left) && is_context_free(right),
        Ast::Negate(inner) => is_context_free(inner),
        Ast::Path(Start::Root, _) => true,
        Ast::Path(Start::Context, _) => false,
        Ast::Path(Start::Filter(base, _), _) => is_context_free(base),
        Ast::Call(name, arguments) => {
            let of_context = matches!(name.as_str(), "position" | "last" | "once" | "random" | "uuid");
            let implied = arguments.is_empty()
                && matches!(
                    name.as_str(),
                    "string"
                        | "number"
                        | "name"
                        | "local-name"
                        | "namespace-uri"
                        | "normalize-space"
                        | "string-length"
                );
            !of_context && !implied && arguments.iter().all(is_context_free)
        }
    }
}
