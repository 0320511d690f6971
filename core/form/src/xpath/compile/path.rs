//! Paths: the leading plain steps become cells, the rest runs through the general evaluator; either way what is read is noted.

use super::{At, Reads, Refusal, Resolved, Unit};
use crate::definition::model::Model;
use crate::xpath::ast::{Ast, Axis, Start, Step as AstStep};
use crate::xpath::program::{CellPath, Expr, From, RowsPath, Step, Walk};
use crate::xpath::resolve::{self, Chain};

impl Unit<'_, '_> {
    pub(super) fn path(&mut self, start: &Start, steps: &[AstStep], at: &At) -> Result<Resolved, Refusal> {
        let (base, from) = match start {
            Start::Root => (self.start_root(), Some((From::Origin, true))),
            Start::Context => {
                let anchor = self.scope_of(&at.defs);
                let base = Resolved {
                    expr: Expr::Here,
                    defs: at.defs.clone(),
                    anchor,
                    other_rows: false,
                };
                (base, Some((From::Context, false)))
            }
            Start::Filter(inner, predicates) => {
                let base = self.filter_base(inner, predicates, at)?;
                let from = match base.expr {
                    Expr::Origin => Some((From::Origin, false)),
                    Expr::Root => Some((From::Origin, true)),
                    _ => None,
                };
                (base, from)
            }
        };
        let mut base = base;
        let mut rest = steps;
        if let (Some((from, absolute)), Some(model)) = (from, self.compiler.model) {
            let (resolved, taken) = self.chain(model, from, absolute, &base, steps, at)?;
            base = resolved;
            rest = &steps[taken..];
        }
        let context_start = matches!(start, Start::Context);
        let resolved = self.finish(base, rest, at, context_start)?;
        self.nowhere |= resolved.defs.as_ref().is_some_and(Vec::is_empty);
        Ok(resolved)
    }

    pub(super) fn filter_base(
        &mut self,
        inner: &Ast,
        predicates: &[Ast],
        at: &At,
    ) -> Result<Resolved, Refusal> {
        let mut base = match inner {
            Ast::Call(name, arguments)
                if matches!(
                    (name.as_str(), arguments.as_slice()),
                    ("instance", [Ast::Text(_)]) | ("current", [])
                ) =>
            {
                self.start_call(name, arguments)?
            }
            Ast::Path(start, steps) => self.path(start, steps, at)?,
            Ast::Call(name, arguments) if name == "randomize" && !arguments.is_empty() => {
                let expr = self.call(name, arguments, at)?;
                let defs = match &arguments[0] {
                    Ast::Path(start, steps) => self.path(start, steps, at)?.defs,
                    _ => None,
                };
                Resolved {
                    expr,
                    defs,
                    anchor: 0,
                    other_rows: false,
                }
            }
            _ => Resolved {
                expr: self.expr(inner, at)?,
                defs: None,
                anchor: 0,
                other_rows: false,
            },
        };
        if !predicates.is_empty() {
            let inside = At {
                defs: base.defs.clone(),
                cap: Some(base.anchor),
                nodes_only: false,
            };
            let predicates = self.predicates(predicates, &inside)?;
            base.expr = Expr::Walk(Box::new(Walk {
                base: base.expr,
                predicates,
                steps: Vec::new(),
            }));
        }
        Ok(base)
    }

    /// Resolves the leading steps without predicates to cells; says how many it took.
    pub(super) fn chain(
        &mut self,
        model: &Model,
        from: From,
        absolute: bool,
        base: &Resolved,
        steps: &[AstStep],
        at: &At,
    ) -> Result<(Resolved, usize), Refusal> {
        let unresolved = |base: &Resolved| Resolved {
            expr: base.expr.clone(),
            defs: base.defs.clone(),
            anchor: base.anchor,
            other_rows: false,
        };
        let Some([start]) = base.defs.as_deref() else {
            return Ok((unresolved(base), 0));
        };
        if absolute && self.origin.is_none() {
            return Ok((unresolved(base), 0));
        }
        let mut chain = Chain::at(*start);
        let mut taken = 0;
        for step in steps {
            if !step.predicates.is_empty() {
                break;
            }
            let test = self.test(&step.test)?;
            let Some(next) = chain.step(model, self.compiler.names, step.axis, &test) else {
                break;
            };
            chain = next;
            taken += 1;
        }
        if taken == 0 && !steps.is_empty() && *start == 0 {
            return Ok((unresolved(base), 0));
        }
        let more = taken < steps.len();
        let resolved = self.place(model, from, absolute, &chain, more);
        for repeat in &chain.entered {
            if !self.shares(model, &resolved, *repeat) {
                let anchor = if from == From::Context {
                    self.capped(resolved.anchor, at)
                } else {
                    resolved.anchor
                };
                self.depend(*repeat, anchor, Reads::Rows, false);
            }
        }
        Ok((resolved, taken))
    }

    /// The repeat was entered by standing in its row, not by going through its rows.
    pub(super) fn shares(&self, model: &Model, resolved: &Resolved, repeat: u32) -> bool {
        model.is_within(resolved.anchor, model.def(repeat).scope)
    }

    /// Where a chain leads: a cell, or a cell in each row of some repeats.
    pub(super) fn place(
        &self,
        model: &Model,
        from: From,
        absolute: bool,
        chain: &Chain,
        more: bool,
    ) -> Resolved {
        let target = model.def(chain.def);
        let mut entered = chain.entered.as_slice();
        let mut hops = chain.hops;
        let mut anchor_depth = model.scope(target.scope).depth - entered.len() as u16;
        if absolute {
            let origin_scope = self.origin.map_or(0, |def| model.def(def).scope);
            let ends_at_repeat = !more && target.repeat.is_some();
            let shared = entered
                .iter()
                .take_while(|repeat| {
                    let inside = model.is_within(origin_scope, model.def(**repeat).scope);
                    inside && !(ends_at_repeat && **repeat == chain.def)
                })
                .count();
            entered = &entered[shared..];
            hops = model.scope(origin_scope).depth - shared as u16;
            anchor_depth = shared as u16;
        }
        let expr = if entered.is_empty() {
            Expr::Cell(CellPath {
                from,
                hops,
                offset: target.offset,
                group: !target.children.is_empty(),
            })
        } else {
            let lists = entered
                .iter()
                .map(|repeat| model.def(*repeat).repeat.unwrap_or(0))
                .collect();
            Expr::Rows(RowsPath {
                from,
                hops,
                lists,
                offset: target.offset,
                def: chain.def,
            })
        };
        let anchor = model.ancestor_scope(target.scope, anchor_depth);
        Resolved {
            expr,
            defs: Some(vec![chain.def]),
            anchor,
            other_rows: false,
        }
    }

    /// Runs the remaining steps through the general evaluator and notes what the path reads.
    pub(super) fn finish(
        &mut self,
        base: Resolved,
        rest: &[AstStep],
        at: &At,
        from_context: bool,
    ) -> Result<Resolved, Refusal> {
        let cap = |unit: &Self, anchor| {
            if from_context {
                unit.capped(anchor, at)
            } else {
                anchor
            }
        };
        if rest.is_empty() {
            let anchor = cap(self, base.anchor);
            self.read(&base, anchor, at);
            return Ok(base);
        }
        if let Expr::Fixed(node) = base.expr
            && let Some(expr) = self.lookup(node, rest, at)?
        {
            return Ok(Resolved { expr, ..base });
        }
        let mut defs = base.defs.clone();
        let mut anchor = base.anchor;
        let mut other_rows = base.other_rows;
        let mut steps = Vec::new();
        for step in rest {
            let test = self.test(&step.test)?;
            if !matches!(
                step.axis,
                Axis::Child | Axis::Attribute | Axis::Own | Axis::Descendant | Axis::DescendantOrSelf
            ) {
                anchor = 0;
            }
            defs = match (self.compiler.model, defs) {
                (Some(model), Some(defs)) => {
                    Some(resolve::step(model, self.compiler.names, &defs, step.axis, &test))
                }
                _ => None,
            };
            other_rows |= self.enters(&defs, cap(self, anchor), !step.predicates.is_empty());
            let inside = At {
                defs: defs.clone(),
                cap: Some(cap(self, anchor)),
                nodes_only: false,
            };
            let noted = self.dependencies.len();
            let predicates = self.predicates(&step.predicates, &inside)?;
            if other_rows {
                self.dependencies[noted..]
                    .iter_mut()
                    .for_each(|dependency| dependency.other_rows = true);
            }
            steps.push(Step {
                axis: step.axis,
                test,
                predicates,
            });
        }
        let expr = Expr::Walk(Box::new(Walk {
            base: base.expr,
            predicates: Vec::new(),
            steps,
        }));
        let resolved = Resolved {
            expr,
            defs,
            anchor,
            other_rows,
        };
        let anchor = cap(self, anchor);
        self.read(&resolved, anchor, at);
        Ok(resolved)
    }

    /// Notes repeats that a step goes into; says whether one of them is the origin's own, filtered.
    pub(super) fn enters(&mut self, defs: &Option<Vec<u32>>, anchor: u32, filtered: bool) -> bool {
        let (Some(model), Some(defs)) = (self.compiler.model, defs) else {
            return false;
        };
        let origin = self.origin.map_or(0, |def| model.def(def).scope);
        let mut own = false;
        for def in defs {
            if model.def(*def).repeat.is_some() {
                let is_own = filtered && model.is_within(origin, model.def(*def).scope);
                own |= is_own;
                self.depend(*def, anchor, Reads::Rows, is_own);
            }
        }
        own
    }

    pub(super) fn read(&mut self, resolved: &Resolved, anchor: u32, at: &At) {
        let (Some(model), Some(defs)) = (self.compiler.model, &resolved.defs) else {
            return;
        };
        if at.nodes_only {
            return;
        }
        for def in defs {
            let mut inner = vec![*def];
            if !model.def(*def).children.is_empty() && model.def(*def).repeat.is_none() && *def != 0 {
                inner = model.subtree(*def);
            }
            for def in inner {
                self.depend(def, anchor, Reads::Value, resolved.other_rows);
            }
        }
    }

    pub(super) fn scope_of(&self, defs: &Option<Vec<u32>>) -> u32 {
        match (self.compiler.model, defs.as_deref()) {
            (Some(model), Some([def])) => model.def(*def).scope,
            _ => 0,
        }
    }
}
