//! Calls: which function, with which arguments, and what the special ones read.

use std::collections::HashMap;

use super::{Asked, At, Later, Lead, Reads, Refusal, Resolved, Unit, canonical, refuse};
use crate::error::LoadCode;
use crate::tree::Node;
use crate::xpath::ast::{Ast, Start};
use crate::xpath::functions::{Function, is_pattern};
use crate::xpath::program::{Expr, IndexedRepeat};
use crate::xpath::resolve;

impl Unit<'_, '_> {
    pub(super) fn call(&mut self, name: &str, arguments: &[Ast], at: &At) -> Result<Resolved, Refusal> {
        let name = canonical(name);
        match (name, arguments) {
            ("instance", [Ast::Text(_)]) | ("current", []) => return self.start_call(name, arguments),
            ("jr:choice-name", [value, Ast::Text(path)]) => {
                return self.choice_name(value, path, at).map(Resolved::value);
            }
            ("indexed-repeat", _) if self.compiler.model.is_some() => {
                return self.indexed_repeat(arguments, at);
            }
            _ => {}
        }
        let Some((function, min, max)) = Function::from_name(name) else {
            return self.unknown(format!("there is no function {name}()"));
        };
        if arguments.len() < min || arguments.len() > max {
            return self.unknown(format!(
                "{name}() takes {min} to {max} arguments, not {}",
                arguments.len()
            ));
        }
        if function == Function::WeightedChecklist && !arguments.len().is_multiple_of(2) {
            return self.unknown("weighted-checklist() takes a weight for each value".into());
        }
        if let (Function::Regex, [_, Ast::Text(pattern)]) = (function, arguments)
            && !is_pattern(pattern)
        {
            return self.refused(
                LoadCode::Expression,
                format!("{pattern:?} is no regular expression"),
            );
        }
        if let (Function::Position, [argument]) = (function, arguments) {
            return self.position_of(argument, &at.for_nodes()).map(Resolved::value);
        }
        let (mut compiled, mut leads) = (Vec::with_capacity(arguments.len()), Vec::new());
        for (place, argument) in arguments.iter().enumerate() {
            let nodes_only = match function {
                Function::Count | Function::Name | Function::LocalName => true,
                // Mixed nodes are the same nodes.
                Function::Randomize => at.nodes_only && place == 0,
                _ => false,
            };
            let inside = if nodes_only {
                at.for_nodes()
            } else {
                at.for_texts()
            };
            let (expr, lead) = self.resolved(argument, &inside)?.lead();
            compiled.push(expr);
            leads.push(lead);
        }
        if let (Function::Itext, [argument]) = (function, arguments) {
            self.asks_text(argument, &leads[0]);
        }
        let expr = Expr::Call(function, compiled);
        Ok(match function {
            Function::Randomize => Resolved::of(expr, &leads[..1]),
            Function::If => Resolved::of(expr, &leads[1..]),
            _ => Resolved::value(expr),
        })
    }

    /// `jr:itext(id)` reads what the outputs of the text read.
    fn asks_text(&mut self, id: &Ast, lead: &Lead) {
        let Some(model) = self.compiler.model else { return };
        let asked = match (id, lead) {
            (Ast::Text(id), _) => Asked::One(id.as_str().into()),
            // Nothing of the form: a list's.
            (Ast::Path(..), (None, _)) => Asked::Listed,
            _ => Asked::Any,
        };
        let scope = self.origin_scope(model);
        self.depend_later(Later::Text { scope, asked });
    }

    /// `position(node)` depends on the row's number, not on any value.
    pub(super) fn position_of(&mut self, argument: &Ast, at: &At) -> Result<Expr, Refusal> {
        let Ast::Path(start, steps) = argument else {
            let inner = self.expr(argument, at)?;
            return Ok(Expr::Call(Function::Position, vec![inner]));
        };
        let resolved = self.path(start, steps, at)?;
        if let (Some(model), Some(defs)) = (self.compiler.model, &resolved.defs) {
            for def in defs {
                let scope = model.def(*def).scope;
                let anchor = model.scope(scope).parent.unwrap_or(0);
                self.depend(*def, self.capped(anchor, at), Reads::Position, false);
            }
        }
        Ok(Expr::Call(Function::Position, vec![resolved.expr]))
    }

    pub(super) fn choice_name(&mut self, value: &Ast, path: &str, at: &At) -> Result<Expr, Refusal> {
        let value = self.expr(value, at)?;
        let ast = crate::xpath::parser::parse(path.trim()).map_err(|detail| Refusal {
            code: LoadCode::Expression,
            detail: format!("jr:choice-name: {detail}"),
        })?;
        let Ast::Path(start, steps) = &ast else {
            return refuse(
                LoadCode::Expression,
                "jr:choice-name takes the path of a question",
            );
        };
        let resolved = self.path(start, steps, at)?;
        match resolved.defs.as_deref() {
            Some([def]) => {
                let scope = self.compiler.model.map(|model| model.def(*def).scope);
                let own_row = !resolved.other_rows && scope == Some(self.capped(resolved.anchor, at));
                self.depend_later(Later::ChoiceName { def: *def, own_row });
                Ok(Expr::ChoiceName(Box::new((*def, resolved.expr, value))))
            }
            _ => refuse(
                LoadCode::UnknownNode,
                format!("jr:choice-name: {path} is no question"),
            ),
        }
    }

    /// `indexed-repeat(target, repeat, number, …)` as row look-ups over all rows of the repeats on the target's path.
    pub(super) fn indexed_repeat(&mut self, arguments: &[Ast], at: &At) -> Result<Resolved, Refusal> {
        let Some(model) = self.compiler.model else {
            return refuse(LoadCode::Expression, "no form");
        };
        if arguments.len() < 3 || arguments.len().is_multiple_of(2) {
            return self.unknown("indexed-repeat() takes a target, then repeats with numbers".into());
        }
        let target = self.single_def(&arguments[0])?;
        let mut numbers = HashMap::new();
        for pair in arguments[1..].chunks(2) {
            let repeat = self.single_def(&pair[0])?;
            if model.def(repeat).repeat.is_none() {
                return refuse(
                    LoadCode::UnknownNode,
                    format!("indexed-repeat: {} is no repeat", model.path(repeat)),
                );
            }
            numbers.insert(repeat, self.expr(&pair[1], at)?);
        }
        let mut levels = Vec::new();
        let mut scope = Some(model.def(target).scope);
        while let Some(current) = scope.filter(|id| *id != 0) {
            let repeat = model.scope(current).root;
            levels.push((model.def(repeat).repeat.unwrap_or(0), numbers.remove(&repeat)));
            self.depend(repeat, 0, Reads::Rows, true);
            scope = model.scope(current).parent;
        }
        levels.reverse();
        if !numbers.is_empty() {
            return refuse(
                LoadCode::Expression,
                "indexed-repeat: a repeat is not on the target's path",
            );
        }
        self.depend(target, 0, Reads::Value, true);
        let hops = self
            .origin
            .map_or(0, |def| model.scope(model.def(def).scope).depth);
        let expr = Expr::IndexedRepeat(Box::new(IndexedRepeat {
            hops,
            levels,
            offset: model.def(target).offset,
        }));
        Ok(Resolved::of(expr, &[(Some(vec![target]), true)]))
    }

    /// The one definition node that a path names, whatever rows it means.
    pub(super) fn single_def(&mut self, ast: &Ast) -> Result<u32, Refusal> {
        let Ast::Path(start, steps) = ast else {
            return refuse(LoadCode::Expression, "a path is expected");
        };
        let Some(model) = self.compiler.model else {
            return refuse(LoadCode::Expression, "no form");
        };
        let mut defs = match start {
            Start::Root => vec![0],
            Start::Context => self.origin.into_iter().collect(),
            Start::Filter(base, _) if **base == Ast::Call("current".into(), Vec::new()) => {
                self.origin.into_iter().collect()
            }
            Start::Filter(..) => Vec::new(),
        };
        for step in steps {
            let test = self.test(&step.test)?;
            defs = resolve::step(model, self.compiler.names, &defs, step.axis, &test);
        }
        match defs.as_slice() {
            [def] => Ok(*def),
            _ => refuse(
                LoadCode::UnknownNode,
                "a path leads to no single node of the form",
            ),
        }
    }

    /// Calls that paths start from.
    pub(super) fn start_call(&mut self, name: &str, arguments: &[Ast]) -> Result<Resolved, Refusal> {
        if let ("instance", [Ast::Text(id)]) = (name, arguments) {
            return match self.compiler.instances.get(id) {
                Some(0) => Ok(self.start_root()),
                Some(tree) => {
                    let node = Node {
                        tree: *tree,
                        text: false,
                        id: 0,
                    };
                    Ok(Resolved::value(Expr::Fixed(node)))
                }
                None if self.compiler.lenient => {
                    let id = Expr::Text(id.as_str().into());
                    Ok(Resolved::value(Expr::Call(Function::Instance, vec![id])))
                }
                None => refuse(LoadCode::UnknownNode, format!("there is no instance {id:?}")),
            };
        }
        Ok(Resolved {
            defs: self.origin.map(|def| vec![def]),
            anchor: self.compiler.model.map_or(0, |model| self.origin_scope(model)),
            ..Resolved::value(Expr::Origin)
        })
    }

    pub(super) fn start_root(&self) -> Resolved {
        Resolved {
            defs: self.compiler.model.map(|_| vec![0]),
            ..Resolved::value(Expr::Root)
        }
    }
}
