//! A compiled expression: paths into the answers are cells, paths over rows are row lists, filters over static lists are look-ups.

use super::ast::Axis;
use super::functions::Function;
use crate::tree::{NameId, Node};

/// `=`, `!=`, `<`, `<=`, `>`, `>=`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Comparison {
    Equal,
    NotEqual,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
}

/// `+`, `-`, `*`, `div`, `mod`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Arithmetic {
    Add,
    Subtract,
    Multiply,
    Divide,
    Modulo,
}

/// Which cell a resolved path starts at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum From {
    /// The context node (in a predicate: the node being tested).
    Context,
    /// The node the whole expression belongs to, what `current()` gives.
    Origin,
}

/// Exactly one cell: so many rows up from the start, at this offset of that row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct CellPath {
    pub(crate) from: From,
    pub(crate) hops: u16,
    pub(crate) offset: u32,
    /// The cell has others inside: its text is all of theirs.
    pub(crate) group: bool,
}

/// One cell in each row: so many rows up, then down through these lists of rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RowsPath {
    pub(crate) from: From,
    pub(crate) hops: u16,
    pub(crate) lists: Box<[u32]>,
    pub(crate) offset: u32,
    pub(crate) def: u32,
}

/// XPath 1.0 §2.3, names resolved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Test {
    Node,
    Text,
    Comment,
    Instruction(Option<NameId>),
    Any,
    AnyIn(Box<str>),
    Name(NameId),
}

/// A step that runs through the general evaluator.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Step {
    pub(crate) axis: Axis,
    pub(crate) test: Test,
    pub(crate) predicates: Vec<Expr>,
}

/// `instance('x')/root/item[column = key]…`
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Lookup {
    /// Which index of the definition.
    pub(crate) index: usize,
    pub(crate) key: Expr,
    /// Further predicates, then further steps.
    pub(crate) predicates: Vec<Expr>,
    pub(crate) steps: Vec<Step>,
}

/// A path that isn't resolved to cells.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Walk {
    pub(crate) base: Expr,
    pub(crate) predicates: Vec<Expr>,
    pub(crate) steps: Vec<Step>,
}

impl Walk {
    /// The name, when it is one step to the children of that name and nothing else.
    pub(crate) fn child(&self) -> Option<NameId> {
        match (&self.base, &*self.predicates, &*self.steps) {
            (Expr::Here, [], [step]) if step.axis == Axis::Child && step.predicates.is_empty() => {
                match step.test {
                    Test::Name(name) => Some(name),
                    _ => None,
                }
            }
            _ => None,
        }
    }
}

/// `indexed-repeat(target, repeat, number, …)` over the answers.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct IndexedRepeat {
    /// From the first repeat's enclosing row: for each level its list of rows and, where the form gives one, the row number.
    pub(crate) hops: u16,
    pub(crate) levels: Vec<(u32, Option<Expr>)>,
    pub(crate) offset: u32,
}

/// An expression, ready to run.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Expr {
    Number(f64),
    Text(Box<str>),
    Or(Box<(Expr, Expr)>),
    And(Box<(Expr, Expr)>),
    Compare(Comparison, Box<(Expr, Expr)>),
    Arithmetic(Arithmetic, Box<(Expr, Expr)>),
    Negate(Box<Expr>),
    Union(Box<(Expr, Expr)>),
    /// The context node.
    Here,
    /// What `current()` gives.
    Origin,
    /// The node that absolute paths start from.
    Root,
    /// A node known at compile time: the root of a secondary instance.
    Fixed(Node),
    Cell(CellPath),
    Rows(RowsPath),
    Walk(Box<Walk>),
    Lookup(Box<Lookup>),
    IndexedRepeat(Box<IndexedRepeat>),
    /// `jr:choice-name(value, 'path')`: the select's definition, its cell and the value.
    ChoiceName(Box<(u32, Expr, Expr)>),
    Call(Function, Vec<Expr>),
    /// Fails when it is reached: unknown functions in vectors, where `false() and unknown()` is still false.
    Fail(Box<str>),
}

impl Expr {
    /// The result is a fresh random value each time: computed once and then kept.
    pub(crate) fn is_random(&self) -> bool {
        self.any(&|expr| match expr {
            Self::Call(Function::Uuid | Function::Random, _) => true,
            Self::Call(Function::Randomize, arguments) => arguments.len() == 1,
            _ => false,
        })
    }

    /// The result is made once and then kept, whatever it was made of: it can't be had again by computing.
    pub(crate) fn is_lasting(&self) -> bool {
        self.is_random() || self.any(&|expr| matches!(expr, Self::Call(Function::Once, _)))
    }

    /// The result depends on the language.
    pub(crate) fn speaks(&self) -> bool {
        self.any(&|expr| matches!(expr, Self::Call(Function::Itext, _) | Self::ChoiceName(_)))
    }

    /// Definition nodes whose sum over the rows of one repeat is asked for.
    pub(crate) fn summed(&self, out: &mut Vec<u32>) {
        let found = std::cell::RefCell::new(out);
        self.any(&|expr| {
            if let Self::Call(Function::Sum, arguments) = expr
                && let [Self::Rows(path)] = arguments.as_slice()
                && path.lists.len() == 1
            {
                found.borrow_mut().push(path.def);
            }
            false
        });
    }

    /// The expression or one inside it passes; nesting was limited when it was parsed.
    fn any(&self, test: &dyn Fn(&Self) -> bool) -> bool {
        let steps = |steps: &[Step]| {
            steps
                .iter()
                .any(|step| step.predicates.iter().any(|p| p.any(test)))
        };
        let all = |list: &[Self]| list.iter().any(|expr| expr.any(test));
        test(self)
            || match self {
                Self::Or(sides)
                | Self::And(sides)
                | Self::Compare(_, sides)
                | Self::Arithmetic(_, sides)
                | Self::Union(sides) => sides.0.any(test) || sides.1.any(test),
                Self::Negate(inner) => inner.any(test),
                Self::Walk(walk) => walk.base.any(test) || all(&walk.predicates) || steps(&walk.steps),
                Self::Lookup(lookup) => {
                    lookup.key.any(test) || all(&lookup.predicates) || steps(&lookup.steps)
                }
                Self::IndexedRepeat(path) => path
                    .levels
                    .iter()
                    .any(|(_, n)| n.as_ref().is_some_and(|n| n.any(test))),
                Self::ChoiceName(parts) => parts.1.any(test) || parts.2.any(test),
                Self::Call(_, arguments) => all(arguments),
                _ => false,
            }
    }
}
