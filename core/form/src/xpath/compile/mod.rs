//! Expression trees into programs, once a form: names resolved, paths into the answers turned into cells, filters over static lists
//! into look-ups, and everything the expression reads written down.
//!
//! Paths inside repeats (ODK XForms, "XPath paths"): an absolute path means the row that the expression stands in, for every repeat
//! that both share, unless the path ends at the repeat itself or filters it. Relative paths mean what they say.

mod calls;
mod count;
mod lookup;
mod path;

use std::collections::HashMap;

pub(crate) use self::count::from_parent;
use super::ast::{Ast, Operator, Test as AstTest};
use super::index::Spec;
use super::program::{Arithmetic, Comparison, Expr, Test};
use crate::definition::model::Model;
use crate::error::LoadCode;
use crate::tree::Names;

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

impl Dependency {
    /// All of it in one number, for sorting: the code that sorts by one is half of that by several.
    pub(crate) fn number(&self) -> u128 {
        u128::from(self.def) << 64
            | u128::from(self.anchor) << 32
            | (self.what as u128) << 1
            | u128::from(self.other_rows)
    }
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
    /// What the form gives elsewhere: `def` is the number of a [`Later`]. While a form is loaded only.
    Later,
}

/// What an expression asks for by name, and what that reads is known when the whole form is read.
#[derive(Debug)]
pub(crate) enum Later {
    /// `jr:itext(…)` in a row of a scope.
    Text { scope: u32, asked: Asked },
    /// `jr:choice-name(…)` of a question, in the row that the expression stands in or in any.
    ChoiceName { def: u32, own_row: bool },
}

/// Which text `jr:itext` may ask for.
#[derive(Debug)]
pub(crate) enum Asked {
    /// The one with this id.
    One(Box<str>),
    /// One whose id stands in a list.
    Listed,
    /// The id is computed.
    Any,
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
    /// What expressions ask for by name.
    pub(crate) later: &'a mut Vec<Later>,
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

impl At {
    /// The same place, where only the nodes count.
    fn for_nodes(&self) -> Self {
        Self {
            nodes_only: true,
            ..self.clone()
        }
    }

    /// The same place, where texts count.
    fn for_texts(&self) -> Self {
        Self {
            nodes_only: false,
            ..self.clone()
        }
    }
}

/// A program and what it reads.
pub(crate) struct Compiled {
    pub(crate) expr: Expr,
    pub(crate) dependencies: Vec<Dependency>,
    /// The definition nodes that a path leads to, when they are known.
    pub(crate) defs: Option<Vec<u32>>,
    /// A path in it leads to no node of the form.
    pub(crate) nowhere: bool,
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

    /// Compiles an expression whose nodes count, not their texts: the choices of a question, whose values and labels are expressions of
    /// their own.
    pub(crate) fn compile_nodes(&mut self, ast: &Ast, origin: u32) -> Result<Compiled, Refusal> {
        let at = At {
            defs: Some(vec![origin]),
            cap: None,
            nodes_only: true,
        };
        self.compile_at(ast, Some(origin), &at)
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
            nowhere: false,
        };
        let Resolved { expr, defs, .. } = unit.resolved(ast, at)?;
        let nowhere = unit.nowhere;
        let mut dependencies = unit.dependencies;
        dependencies.sort_unstable_by_key(Dependency::number);
        dependencies.dedup();
        Ok(Compiled {
            expr,
            dependencies,
            defs,
            nowhere,
        })
    }
}

struct Unit<'c, 'a> {
    compiler: &'c mut Compiler<'a>,
    origin: Option<u32>,
    dependencies: Vec<Dependency>,
    nowhere: bool,
}

/// How far an expression is resolved.
struct Resolved {
    expr: Expr,
    /// The definition nodes that it leads to, when they are known.
    defs: Option<Vec<u32>>,
    anchor: u32,
    /// The filtered repeat is one that the origin stands in.
    other_rows: bool,
}

impl Resolved {
    /// An expression that gives no node of the form.
    fn value(expr: Expr) -> Self {
        Self {
            expr,
            defs: None,
            anchor: 0,
            other_rows: false,
        }
    }

    /// An expression that gives the nodes of others. What isn't known of one leads into another tree, which nothing changes.
    fn of(expr: Expr, others: &[Lead]) -> Self {
        let known: Vec<&Vec<u32>> = others.iter().filter_map(|(defs, _)| defs.as_ref()).collect();
        Self {
            defs: (!known.is_empty()).then(|| sorted(known.into_iter().flatten().copied().collect())),
            other_rows: others.iter().any(|(_, other_rows)| *other_rows),
            ..Self::value(expr)
        }
    }

    fn lead(self) -> (Expr, Lead) {
        (self.expr, (self.defs, self.other_rows))
    }
}

/// Each once, in the form's order.
fn sorted(mut defs: Vec<u32>) -> Vec<u32> {
    defs.sort_unstable();
    defs.dedup();
    defs
}

/// The definition nodes that an expression leads to, and whether in other rows than the origin's.
type Lead = (Option<Vec<u32>>, bool);

impl Unit<'_, '_> {
    pub(super) fn expr(&mut self, ast: &Ast, at: &At) -> Result<Expr, Refusal> {
        Ok(self.resolved(ast, at)?.expr)
    }

    pub(super) fn resolved(&mut self, ast: &Ast, at: &At) -> Result<Resolved, Refusal> {
        Ok(Resolved::value(match ast {
            Ast::Number(value) => Expr::Number(*value),
            Ast::Text(text) => Expr::Text(text.as_str().into()),
            Ast::Negate(inner) => Expr::Negate(Box::new(self.expr(inner, &at.for_texts())?)),
            Ast::Binary(Operator::Union, left, right) => {
                let (left, one) = self.resolved(left, at)?.lead();
                let (right, other) = self.resolved(right, at)?.lead();
                return Ok(Resolved::of(Expr::Union(Box::new((left, right))), &[one, other]));
            }
            Ast::Binary(operator, left, right) => {
                let at = at.for_texts();
                let sides = Box::new((self.expr(left, &at)?, self.expr(right, &at)?));
                binary(*operator, sides)
            }
            Ast::Call(name, arguments) => return self.call(name, arguments, at),
            Ast::Path(start, steps) => return self.path(start, steps, at),
        }))
    }

    pub(super) fn unknown(&mut self, detail: String) -> Result<Resolved, Refusal> {
        self.refused(LoadCode::UnknownFunction, detail)
    }

    pub(super) fn refused(&mut self, code: LoadCode, detail: String) -> Result<Resolved, Refusal> {
        if self.compiler.lenient {
            return Ok(Resolved::value(Expr::Fail(detail.into())));
        }
        refuse(code, detail)
    }

    pub(super) fn depend(&mut self, def: u32, anchor: u32, what: Reads, other_rows: bool) {
        self.dependencies.push(Dependency {
            def,
            anchor,
            what,
            other_rows,
        });
    }

    /// Notes something that is asked for by name.
    pub(super) fn depend_later(&mut self, later: Later) {
        let number = self.compiler.later.len() as u32;
        self.compiler.later.push(later);
        self.depend(number, 0, Reads::Later, false);
    }

    pub(super) fn capped(&self, anchor: u32, at: &At) -> u32 {
        match (self.compiler.model, at.cap) {
            (Some(model), Some(cap)) if model.scope(cap).depth < model.scope(anchor).depth => cap,
            _ => anchor,
        }
    }

    pub(super) fn predicates(&mut self, predicates: &[Ast], at: &At) -> Result<Vec<Expr>, Refusal> {
        predicates
            .iter()
            .map(|predicate| self.expr(predicate, at))
            .collect()
    }

    pub(super) fn test(&mut self, test: &AstTest) -> Result<Test, Refusal> {
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

    pub(super) fn namespace(&self, prefix: &str) -> Result<String, Refusal> {
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
