//! Paths: the leading plain steps become cells, the rest runs through the general evaluator; either way what is read is noted.

use super::{At, Reads, Refusal, Resolved, Unit};
use crate::definition::model::Model;
use crate::xpath::ast::{Ast, Start, Step as AstStep};
use crate::xpath::program::{CellPath, Expr, From, RowsPath, Step, Walk};
use crate::xpath::resolve::{self, Chain};

impl Unit<'_, '_> {
    pub(super) fn path(&mut self, start: &Start, steps: &[AstStep], at: &At) -> Result<Resolved, Refusal> {
        let (base, from) = match start {
            Start::Root => (self.start_root(), Some((From::Origin, true))),
            Start::Context => {
                let base = Resolved {
                    defs: at.defs.clone(),
                    ..Resolved::value(Expr::Here)
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
            let (resolved, taken) = self.chain(model, from, absolute, base, steps, at)?;
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
        // Read as text is what comes out in the end.
        let mut base = self.resolved(inner, &at.for_nodes())?;
        base.anchor = self.capped(base.anchor, at);
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
        base: Resolved,
        steps: &[AstStep],
        at: &At,
    ) -> Result<(Resolved, usize), Refusal> {
        let Some([start]) = base.defs.as_deref() else {
            return Ok((base, 0));
        };
        let (chain, taken) = self.plain_steps(model, *start, steps)?;
        let resolved = self.place(model, from, absolute, &chain, taken < steps.len());
        let anchor = match from {
            From::Context => self.capped(resolved.anchor, at),
            From::Origin => resolved.anchor,
        };
        for repeat in &chain.entered {
            if !self.shares(model, &resolved, *repeat) {
                self.depend(*repeat, anchor, Reads::Rows, false);
            }
        }
        Ok((resolved, taken))
    }

    /// As many steps without predicates as lead to one definition node.
    fn plain_steps(
        &mut self,
        model: &Model,
        start: u32,
        steps: &[AstStep],
    ) -> Result<(Chain, usize), Refusal> {
        let mut chain = Chain::at(start);
        let plain = steps.iter().take_while(|step| step.predicates.is_empty());
        for (taken, step) in plain.clone().enumerate() {
            let test = self.test(&step.test)?;
            match chain.step(model, self.compiler.names, step.axis, &test) {
                Some(next) => chain = next,
                None => return Ok((chain, taken)),
            }
        }
        Ok((chain, plain.count()))
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
        let depth = model.scope(target.scope).depth;
        let (entered, hops, anchor_depth) = if absolute {
            let ends_at_repeat = !more && target.repeat.is_some();
            let shared = self.shared_rows(model, chain, ends_at_repeat);
            let origin = model.scope(self.origin_scope(model)).depth;
            (&chain.entered[shared..], origin - shared as u16, shared as u16)
        } else {
            let entered = chain.entered.as_slice();
            (entered, chain.hops, depth - entered.len() as u16)
        };
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

    /// How many of the repeats on an absolute path mean the row that the expression stands in.
    fn shared_rows(&self, model: &Model, chain: &Chain, ends_at_repeat: bool) -> usize {
        let origin = self.origin_scope(model);
        let is_shared = |repeat: &&u32| {
            let inside = model.is_within(origin, model.def(**repeat).scope);
            inside && !(ends_at_repeat && **repeat == chain.def)
        };
        chain.entered.iter().take_while(is_shared).count()
    }

    pub(super) fn origin_scope(&self, model: &Model) -> u32 {
        self.origin.map_or(0, |def| model.def(def).scope)
    }

    /// Runs the remaining steps through the general evaluator and notes what the path reads.
    pub(super) fn finish(
        &mut self,
        mut path: Resolved,
        rest: &[AstStep],
        at: &At,
        from_context: bool,
    ) -> Result<Resolved, Refusal> {
        if let (Expr::Fixed(node), [_, ..]) = (&path.expr, rest)
            && let Some(expr) = self.lookup(*node, rest, at)?
        {
            return Ok(Resolved { expr, ..path });
        }
        let capped = At {
            cap: at.cap.filter(|_| from_context),
            ..at.clone()
        };
        let mut steps = Vec::with_capacity(rest.len());
        for step in rest {
            steps.push(self.walked(&mut path, step, &capped)?);
        }
        if !steps.is_empty() {
            path.expr = Expr::Walk(Box::new(Walk {
                base: path.expr,
                predicates: Vec::new(),
                steps,
            }));
        }
        self.read(&path, self.capped(path.anchor, &capped), at);
        Ok(path)
    }

    /// One step of the general evaluator: where it leads, which rows it goes through and what its predicates read.
    fn walked(&mut self, path: &mut Resolved, step: &AstStep, at: &At) -> Result<Step, Refusal> {
        let test = self.test(&step.test)?;
        if !step.axis.is_downward() {
            path.anchor = 0;
        }
        let anchor = self.capped(path.anchor, at);
        let from = path.defs.take();
        if let (Some(model), Some(from)) = (self.compiler.model, &from) {
            let to = resolve::step(model, self.compiler.names, from, step.axis, &test);
            path.other_rows |= self.enters(model, from, &to, step, anchor);
            path.defs = Some(to);
        }
        let inside = At {
            defs: path.defs.clone(),
            cap: Some(anchor),
            nodes_only: false,
        };
        let noted = self.dependencies.len();
        let predicates = self.predicates(&step.predicates, &inside)?;
        if path.other_rows {
            let inner = &mut self.dependencies[noted..];
            inner
                .iter_mut()
                .for_each(|dependency| dependency.other_rows = true);
        }
        Ok(Step {
            axis: step.axis,
            test,
            predicates,
        })
    }

    /// Notes repeats that a step goes into; says whether one that it ends at is the origin's own, filtered.
    fn enters(&mut self, model: &Model, from: &[u32], to: &[u32], step: &AstStep, anchor: u32) -> bool {
        let origin = self.origin_scope(model);
        let filtered = !step.predicates.is_empty();
        let mut own = false;
        for repeat in resolve::entered(model, from, to, step.axis) {
            let is_own = filtered
                && to.binary_search(&repeat).is_ok()
                && model.is_within(origin, model.def(repeat).scope);
            own |= is_own;
            self.depend(repeat, anchor, Reads::Rows, is_own);
        }
        own
    }

    /// Notes the text that a path's end is read as: with nodes inside it is all of theirs, of as many rows as there are.
    pub(super) fn read(&mut self, resolved: &Resolved, anchor: u32, at: &At) {
        let (Some(model), Some(defs), false) = (self.compiler.model, &resolved.defs, at.nodes_only) else {
            return;
        };
        for def in defs {
            self.depend(*def, anchor, Reads::Value, resolved.other_rows);
            if model.def(*def).children.is_empty() {
                continue;
            }
            for inner in model.subtree(*def).into_iter().skip(1) {
                self.depend(inner, anchor, Reads::Value, resolved.other_rows);
                if model.def(inner).repeat.is_some() {
                    self.depend(inner, anchor, Reads::Rows, resolved.other_rows);
                }
            }
        }
    }
}
