//! Expression trees into programs, once a form: names resolved, paths into the answers turned into cells, filters over static lists
//! into look-ups, and everything the expression reads written down.
//!
//! Paths inside repeats (ODK XForms, "XPath paths"): an absolute path means the row that the expression stands in, for every repeat
//! that both share, unless the path ends at the repeat itself or filters it. Relative paths mean what they say.

use std::collections::HashMap;

use super::ast::{Ast, Axis, Operator, Start, Step as AstStep, Test as AstTest};
use super::functions::Function;
use super::index::Spec;
use super::program::{
    Arithmetic, CellPath, Comparison, Expr, From, IndexedRepeat, Lookup, RowsPath, Step, Test, Walk,
};
use super::resolve::{self, Chain};
use crate::definition::model::Model;
use crate::error::LoadCode;
use crate::tree::{Names, Node};

/// Something an expression reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Dependency {
    pub(crate) def: u32,
    /// The innermost scope shared by reader and read: a change reaches the readers inside the same one.
    pub(crate) anchor: u32,
    pub(crate) what: Reads,
    /// Reads other rows of a repeat that it stands in, chosen by a predicate: row by row no cycle, though it looks like one.
    pub(crate) other_rows: bool,
}

/// What of a node is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reads {
    /// Its text.
    Value,
    /// Which rows there are.
    Rows,
    /// A row's own number, which adding rows at the end doesn't change.
    Position,
}

/// Why an expression can't be compiled.
#[derive(Debug)]
pub(crate) struct Refusal {
    pub(crate) code: LoadCode,
    pub(crate) detail: String,
}

fn refuse<T>(code: LoadCode, detail: impl Into<String>) -> Result<T, Refusal> {
    Err(Refusal {
        code,
        detail: detail.into(),
    })
}

/// What names and ids mean in a form.
pub(crate) struct Compiler<'a> {
    pub(crate) names: &'a mut Names,
    pub(crate) model: Option<&'a Model>,
    pub(crate) prefixes: &'a HashMap<String, String>,
    pub(crate) default_namespace: &'a str,
    /// Trees of the secondary instances by id; the primary's id leads to tree 0.
    pub(crate) instances: &'a HashMap<String, u16>,
    pub(crate) indexes: &'a mut Vec<Spec>,
    /// Definition nodes that `jr:choice-name` asks for: they must be questions with choices.
    pub(crate) choice_names: &'a mut Vec<u32>,
    /// Unknown functions fail when reached, not now.
    pub(crate) lenient: bool,
}

/// The node an expression runs at, while it is compiled.
#[derive(Clone)]
struct At {
    /// Definition nodes the context node may be; nothing is known in other trees.
    defs: Option<Vec<u32>>,
    /// In a predicate: the scope that the filtered path is anchored at.
    cap: Option<u32>,
    /// Position and count are read, not values: `count(…)`, `position(…)`.
    nodes_only: bool,
}

/// A program and what it reads.
pub(crate) struct Compiled {
    pub(crate) expr: Expr,
    pub(crate) dependencies: Vec<Dependency>,
    /// The definition nodes that a path leads to, when they are known.
    pub(crate) defs: Option<Vec<u32>>,
}

impl Compiler<'_> {
    /// Compiles an expression that belongs to a definition node (`None`: outside any form).
    pub(crate) fn compile(&mut self, ast: &Ast, origin: Option<u32>) -> Result<Compiled, Refusal> {
        let at = At {
            defs: origin.map(|def| vec![def]),
            cap: None,
            nodes_only: false,
        };
        self.compile_at(ast, origin, &at)
    }

    /// Compiles an expression that runs at the nodes of another path: value and label of a choice. `defs` is what is known of them.
    pub(crate) fn compile_below(
        &mut self,
        ast: &Ast,
        origin: Option<u32>,
        defs: Option<Vec<u32>>,
    ) -> Result<Compiled, Refusal> {
        self.compile_at(
            ast,
            origin,
            &At {
                defs,
                cap: Some(0),
                nodes_only: false,
            },
        )
    }

    fn compile_at(&mut self, ast: &Ast, origin: Option<u32>, at: &At) -> Result<Compiled, Refusal> {
        let mut unit = Unit {
            compiler: self,
            origin,
            dependencies: Vec::new(),
        };
        let (expr, defs) = match ast {
            Ast::Path(start, steps) => {
                let resolved = unit.path(start, steps, at)?;
                (resolved.expr, resolved.defs)
            }
            Ast::Call(name, arguments) if name == "randomize" && !arguments.is_empty() => {
                let resolved = unit.filter_base(ast, &[], at)?;
                (resolved.expr, resolved.defs)
            }
            _ => (unit.expr(ast, at)?, None),
        };
        let mut dependencies = unit.dependencies;
        dependencies.sort_unstable_by_key(|d| (d.def, d.anchor, d.what as u8, d.other_rows));
        dependencies.dedup();
        Ok(Compiled {
            expr,
            dependencies,
            defs,
        })
    }
}

struct Unit<'c, 'a> {
    compiler: &'c mut Compiler<'a>,
    origin: Option<u32>,
    dependencies: Vec<Dependency>,
}

/// How far a path is resolved.
struct Resolved {
    expr: Expr,
    defs: Option<Vec<u32>>,
    anchor: u32,
    /// The filtered repeat is one that the origin stands in.
    other_rows: bool,
}

impl Unit<'_, '_> {
    fn expr(&mut self, ast: &Ast, at: &At) -> Result<Expr, Refusal> {
        Ok(match ast {
            Ast::Number(value) => Expr::Number(*value),
            Ast::Text(text) => Expr::Text(text.as_str().into()),
            Ast::Negate(inner) => Expr::Negate(Box::new(self.expr(inner, at)?)),
            Ast::Binary(operator, left, right) => {
                let sides = Box::new((self.expr(left, at)?, self.expr(right, at)?));
                binary(*operator, sides)
            }
            Ast::Call(name, arguments) => self.call(name, arguments, at)?,
            Ast::Path(start, steps) => self.path(start, steps, at)?.expr,
        })
    }

    fn call(&mut self, name: &str, arguments: &[Ast], at: &At) -> Result<Expr, Refusal> {
        let name = canonical(name);
        match (name, arguments) {
            ("instance", [Ast::Text(_)]) | ("current", []) => {
                return Ok(self.start_call(name, arguments, at)?.expr);
            }
            ("jr:choice-name", [value, Ast::Text(path)]) => return self.choice_name(value, path, at),
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
        let nodes_only = matches!(
            function,
            Function::Position | Function::Count | Function::Name | Function::LocalName
        );
        let inside = At {
            nodes_only: nodes_only || at.nodes_only,
            ..at.clone()
        };
        if function == Function::Position && arguments.len() == 1 {
            return self.position_of(&arguments[0], &inside);
        }
        let arguments = arguments
            .iter()
            .map(|argument| self.expr(argument, &inside))
            .collect::<Result<_, _>>()?;
        if matches!(function, Function::Once) {
            // It reads its own node, which is no dependency.
            return Ok(Expr::Call(function, arguments));
        }
        Ok(Expr::Call(function, arguments))
    }

    fn unknown(&mut self, detail: String) -> Result<Expr, Refusal> {
        if self.compiler.lenient {
            return Ok(Expr::Fail(detail.into()));
        }
        refuse(LoadCode::UnknownFunction, detail)
    }

    /// `position(node)` depends on the row's number, not on any value.
    fn position_of(&mut self, argument: &Ast, at: &At) -> Result<Expr, Refusal> {
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

    fn choice_name(&mut self, value: &Ast, path: &str, at: &At) -> Result<Expr, Refusal> {
        let value = self.expr(value, at)?;
        let ast = super::parser::parse(path.trim()).map_err(|detail| Refusal {
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
                self.compiler.choice_names.push(*def);
                Ok(Expr::ChoiceName(Box::new((*def, resolved.expr, value))))
            }
            _ => refuse(
                LoadCode::UnknownNode,
                format!("jr:choice-name: {path} is no question"),
            ),
        }
    }

    /// `indexed-repeat(target, repeat, number, …)` as row look-ups over all rows of the repeats on the target's path.
    fn indexed_repeat(&mut self, arguments: &[Ast], at: &At) -> Result<Expr, Refusal> {
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
        Ok(Expr::IndexedRepeat(Box::new(IndexedRepeat {
            hops,
            levels,
            offset: model.def(target).offset,
        })))
    }

    /// The one definition node that a path names, whatever rows it means.
    fn single_def(&mut self, ast: &Ast) -> Result<u32, Refusal> {
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
    fn start_call(&mut self, name: &str, arguments: &[Ast], at: &At) -> Result<Resolved, Refusal> {
        if let ("instance", [Ast::Text(id)]) = (name, arguments) {
            return match self.compiler.instances.get(id) {
                Some(0) => Ok(self.start_root(at)),
                Some(tree) => {
                    let node = Node {
                        tree: *tree,
                        text: false,
                        id: 0,
                    };
                    Ok(Resolved {
                        expr: Expr::Fixed(node),
                        defs: None,
                        anchor: 0,
                        other_rows: false,
                    })
                }
                None if self.compiler.lenient => {
                    let id = Expr::Text(id.as_str().into());
                    let expr = Expr::Call(Function::Instance, vec![id]);
                    Ok(Resolved {
                        expr,
                        defs: None,
                        anchor: 0,
                        other_rows: false,
                    })
                }
                None => refuse(LoadCode::UnknownNode, format!("there is no instance {id:?}")),
            };
        }
        let defs = self.origin.map(|def| vec![def]);
        Ok(Resolved {
            expr: Expr::Origin,
            anchor: self.scope_of(&defs),
            defs,
            other_rows: false,
        })
    }

    fn start_root(&self, _at: &At) -> Resolved {
        let defs = self.compiler.model.map(|_| vec![0]);
        Resolved {
            expr: Expr::Root,
            defs,
            anchor: 0,
            other_rows: false,
        }
    }

    fn scope_of(&self, defs: &Option<Vec<u32>>) -> u32 {
        match (self.compiler.model, defs.as_deref()) {
            (Some(model), Some([def])) => model.def(*def).scope,
            _ => 0,
        }
    }

    fn path(&mut self, start: &Start, steps: &[AstStep], at: &At) -> Result<Resolved, Refusal> {
        let (base, from) = match start {
            Start::Root => (self.start_root(at), Some((From::Origin, true))),
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
        self.finish(base, rest, at, context_start)
    }

    fn filter_base(&mut self, inner: &Ast, predicates: &[Ast], at: &At) -> Result<Resolved, Refusal> {
        let mut base = match inner {
            Ast::Call(name, arguments)
                if matches!(
                    (name.as_str(), arguments.as_slice()),
                    ("instance", [Ast::Text(_)]) | ("current", [])
                ) =>
            {
                self.start_call(name, arguments, at)?
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
    fn chain(
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
    fn shares(&self, model: &Model, resolved: &Resolved, repeat: u32) -> bool {
        model.is_within(resolved.anchor, model.def(repeat).scope)
    }

    /// Where a chain leads: a cell, or a cell in each row of some repeats.
    fn place(&self, model: &Model, from: From, absolute: bool, chain: &Chain, more: bool) -> Resolved {
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
    fn finish(
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
        if let Expr::Fixed(node) = base.expr {
            if let Some(expr) = self.lookup(node, rest, at)? {
                return Ok(Resolved { expr, ..base });
            }
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
    fn enters(&mut self, defs: &Option<Vec<u32>>, anchor: u32, filtered: bool) -> bool {
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

    fn read(&mut self, resolved: &Resolved, anchor: u32, at: &At) {
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

    fn depend(&mut self, def: u32, anchor: u32, what: Reads, other_rows: bool) {
        self.dependencies.push(Dependency {
            def,
            anchor,
            what,
            other_rows,
        });
    }

    fn capped(&self, anchor: u32, at: &At) -> u32 {
        match (self.compiler.model, at.cap) {
            (Some(model), Some(cap)) if model.scope(cap).depth < model.scope(anchor).depth => cap,
            _ => anchor,
        }
    }

    fn predicates(&mut self, predicates: &[Ast], at: &At) -> Result<Vec<Expr>, Refusal> {
        predicates
            .iter()
            .map(|predicate| self.expr(predicate, at))
            .collect()
    }

    /// `root/item[column = key]` below a secondary instance, when the key doesn't depend on the row.
    fn lookup(&mut self, root: Node, rest: &[AstStep], at: &At) -> Result<Option<Expr>, Refusal> {
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
        let column = self.compiler.names.intern("", column, column);
        let key = self.expr(key, at)?;
        let inside = At {
            defs: None,
            cap: None,
            nodes_only: false,
        };
        let others = predicates[1..]
            .iter()
            .map(|p| self.expr(p, &inside))
            .collect::<Result<_, _>>()?;
        let mut steps = Vec::new();
        for step in &rest[filtered + 1..] {
            let test = self.test(&step.test)?;
            steps.push(Step {
                axis: step.axis,
                test,
                predicates: self.predicates(&step.predicates, &inside)?,
            });
        }
        let spec = Spec {
            tree: root.tree,
            path,
            column,
            attribute,
        };
        let index = match self.compiler.indexes.iter().position(|known| *known == spec) {
            Some(index) => index,
            None => {
                self.compiler.indexes.push(spec);
                self.compiler.indexes.len() - 1
            }
        };
        Ok(Some(Expr::Lookup(Box::new(Lookup {
            index,
            key,
            predicates: others,
            steps,
        }))))
    }

    fn test(&mut self, test: &AstTest) -> Result<Test, Refusal> {
        Ok(match test {
            AstTest::Node => Test::Node,
            AstTest::Text => Test::Text,
            AstTest::Comment => Test::Comment,
            AstTest::Instruction(target) => Test::Instruction(
                target
                    .as_ref()
                    .map(|name| self.compiler.names.intern("", name, name)),
            ),
            AstTest::Any => Test::Any,
            AstTest::AnyIn(prefix) => Test::AnyIn(self.namespace(prefix)?.into()),
            AstTest::Name(None, local) => Test::Name(self.compiler.names.intern("", local, local)),
            AstTest::Name(Some(prefix), local) => {
                let namespace = self.namespace(prefix)?;
                Test::Name(
                    self.compiler
                        .names
                        .intern(&namespace, local, &format!("{prefix}:{local}")),
                )
            }
        })
    }

    fn namespace(&self, prefix: &str) -> Result<String, Refusal> {
        match self.compiler.prefixes.get(prefix) {
            Some(uri) if uri == self.compiler.default_namespace => Ok(String::new()),
            Some(uri) => Ok(uri.clone()),
            None => refuse(
                LoadCode::Expression,
                format!("the prefix {prefix} is not declared"),
            ),
        }
    }
}

/// JavaRosa's older names.
fn canonical(name: &str) -> &str {
    match name {
        "odk:position" => "position",
        "choice-name" => "jr:choice-name",
        other => other,
    }
}

fn binary(operator: Operator, sides: Box<(Expr, Expr)>) -> Expr {
    match operator {
        Operator::Or => Expr::Or(sides),
        Operator::And => Expr::And(sides),
        Operator::Union => Expr::Union(sides),
        Operator::Equal => Expr::Compare(Comparison::Equal, sides),
        Operator::NotEqual => Expr::Compare(Comparison::NotEqual, sides),
        Operator::Less => Expr::Compare(Comparison::Less, sides),
        Operator::LessEqual => Expr::Compare(Comparison::LessEqual, sides),
        Operator::Greater => Expr::Compare(Comparison::Greater, sides),
        Operator::GreaterEqual => Expr::Compare(Comparison::GreaterEqual, sides),
        Operator::Add => Expr::Arithmetic(Arithmetic::Add, sides),
        Operator::Subtract => Expr::Arithmetic(Arithmetic::Subtract, sides),
        Operator::Multiply => Expr::Arithmetic(Arithmetic::Multiply, sides),
        Operator::Divide => Expr::Arithmetic(Arithmetic::Divide, sides),
        Operator::Modulo => Expr::Arithmetic(Arithmetic::Modulo, sides),
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
