//! Running a compiled expression. Asked for a boolean, number or text, the evaluator doesn't build what it doesn't need: a cell
//! compared with a literal never becomes a node-set.

use std::borrow::Cow;
use std::cell::Cell;
use std::sync::OnceLock;

use super::ast::Axis;
use super::compare;
use super::functions;
use super::index::{Index, Spec};
use super::program::{
    Arithmetic, CellPath, Comparison, Expr, From, IndexedRepeat, Lookup, RowsPath, Step, Walk,
};
use super::time;
use super::value::{self, Value};
use crate::env::{Env, Stream};
use crate::tree::{NameId, Node, World};

/// Why an evaluation ended without a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Failure {
    /// More steps than the budget has.
    Limit,
    /// An argument that the function can't take, or an unknown function.
    Argument(Box<str>),
}

/// Bytes of a new text that cost one step: an edit's steps make at most 200 MB.
const TEXT_STEP: usize = 4;

pub(crate) type Result<T> = std::result::Result<T, Failure>;

/// What expressions ask of the form around them.
pub(crate) trait Host {
    /// `jr:itext(id)` in the language of the evaluation.
    fn itext<'a>(&self, eval: &Eval<'a>, id: &str) -> Result<Value<'a>>;
    /// The label of a choice of the select that is bound to a definition node; without a node, of none.
    fn choice_label<'a>(
        &self,
        eval: &Eval<'a>,
        def: u32,
        select: Option<Node>,
        value: &str,
    ) -> Result<Value<'a>>;
    /// The root of a secondary instance.
    fn instance(&self, id: &str) -> Option<Node>;
    /// The form's version.
    fn version(&self) -> &str;
}

/// The context of a step (XPath 1.0 §1).
#[derive(Clone, Copy)]
pub(crate) struct Context {
    pub(crate) node: Node,
    pub(crate) position: usize,
    pub(crate) size: usize,
}

impl Context {
    pub(crate) fn of(node: Node) -> Self {
        Self {
            node,
            position: 1,
            size: 1,
        }
    }
}

/// Indexes of a definition, built at first use.
pub(crate) type Indexes = [(Spec, OnceLock<Index>)];

/// What all evaluations of one operation share.
pub(crate) struct Setting<'a> {
    pub(crate) env: &'a Env,
    pub(crate) stream: Stream,
    /// Steps left.
    pub(crate) budget: Cell<u64>,
    /// Which language `jr:itext` and choice names speak.
    pub(crate) language: usize,
    /// The zone of dates without one, in seconds east.
    pub(crate) zone: i32,
}

impl<'a> Setting<'a> {
    /// With so many steps to take.
    pub(crate) fn new(env: &'a Env, language: usize, steps: u64) -> Self {
        Self {
            env,
            stream: Stream::new(env),
            budget: Cell::new(steps),
            language,
            zone: env.now.offset().local_minus_utc(),
        }
    }
}

/// One evaluation's surroundings.
pub(crate) struct Eval<'a> {
    pub(crate) world: World<'a>,
    pub(crate) host: &'a dyn Host,
    pub(crate) setting: &'a Setting<'a>,
    pub(crate) indexes: &'a Indexes,
    pub(crate) origin: Node,
    pub(crate) root: Node,
}

impl<'a> Eval<'a> {
    /// Takes steps off the budget.
    pub(crate) fn spend(&self, steps: usize) -> Result<()> {
        let Some(left) = self.setting.budget.get().checked_sub(steps as u64 + 1) else {
            // Spent is spent: nothing smaller goes on afterwards.
            self.setting.budget.set(0);
            return Err(Failure::Limit);
        };
        self.setting.budget.set(left);
        Ok(())
    }

    /// Takes the steps of a text that is made off the budget: what is left decides whether the next step is taken.
    pub(crate) fn charge(&self, bytes: usize) {
        let steps = (bytes / TEXT_STEP) as u64;
        self.setting
            .budget
            .set(self.setting.budget.get().saturating_sub(steps));
    }

    /// A node's string-value (XPath 1.0 §5). The texts inside a group are put together anew each time, and cost as much.
    pub(crate) fn text_at(&self, node: Node) -> Cow<'a, str> {
        let (text, nodes) = self.world.counted_text(node);
        if nodes > 0 {
            self.charge(text.len() + TEXT_STEP * nodes);
        }
        text
    }

    #[inline]
    pub(crate) fn number_of(&self, text: &str) -> f64 {
        value::number(text, self.setting.zone)
    }

    /// XPath 1.0 §4.4.
    pub(crate) fn to_number(&self, value: &Value<'_>) -> f64 {
        match value {
            Value::Bool(value) => f64::from(u8::from(*value)),
            Value::Number(value) | Value::Days(value) => *value,
            Value::Text(text) => self.number_of(text),
            Value::Nodes(nodes) => nodes
                .first()
                .map_or(f64::NAN, |node| self.number_of(&self.text_at(*node))),
            Value::Date(moment) => moment.map_or(f64::NAN, time::days),
        }
    }

    /// The day's number on the person's calendar for a local midnight, else the whole days passed.
    fn whole_day(&self, days: f64) -> f64 {
        let local = days + f64::from(self.setting.zone) / 86_400.0;
        if (local - local.round()).abs() < 1e-9 {
            local.round()
        } else {
            days.floor()
        }
    }

    /// XPath 1.0 §4.3; a date is true when it is one.
    pub(crate) fn to_bool(&self, value: &Value<'_>) -> bool {
        match value {
            Value::Bool(value) => *value,
            Value::Number(value) | Value::Days(value) => value::truth(*value),
            Value::Text(text) => !text.is_empty(),
            Value::Nodes(nodes) => !nodes.is_empty(),
            Value::Date(moment) => moment.is_some(),
        }
    }

    /// XPath 1.0 §4.2.
    pub(crate) fn to_text(&self, value: Value<'a>) -> Cow<'a, str> {
        match value {
            Value::Bool(value) => Cow::Borrowed(if value { "true" } else { "false" }),
            Value::Number(value) => value::number_text(value),
            Value::Days(days) => value::number_text(self.whole_day(days)),
            Value::Text(text) => text,
            Value::Nodes(nodes) => nodes
                .first()
                .map_or(Cow::Borrowed(""), |node| self.text_at(*node)),
            Value::Date(moment) => {
                Cow::Owned(moment.map_or_else(String::new, |m| time::text(m, self.setting.zone)))
            }
        }
    }

    pub(crate) fn bool(&self, expr: &Expr, context: Context) -> Result<bool> {
        match expr {
            Expr::Or(sides) => Ok(self.bool(&sides.0, context)? || self.bool(&sides.1, context)?),
            Expr::And(sides) => Ok(self.bool(&sides.0, context)? && self.bool(&sides.1, context)?),
            Expr::Compare(comparison, sides) => self.compare(*comparison, &sides.0, &sides.1, context),
            Expr::Cell(_) => Ok(true),
            _ => self.value(expr, context).map(|value| self.to_bool(&value)),
        }
    }

    pub(crate) fn number(&self, expr: &Expr, context: Context) -> Result<f64> {
        match expr {
            Expr::Number(value) => Ok(*value),
            Expr::Cell(path) if !path.group => Ok(self.cell_number(*path, context)),
            Expr::Arithmetic(operator, sides) => {
                let (left, right) = (self.side(&sides.0, context)?, self.side(&sides.1, context)?);
                Ok(arithmetic(*operator, left, right))
            }
            Expr::Negate(inner) => Ok(-self.number(inner, context)?),
            _ => self.value(expr, context).map(|value| self.to_number(&value)),
        }
    }

    /// One side of a calculation: most are cells.
    #[inline(always)]
    fn side(&self, expr: &Expr, context: Context) -> Result<f64> {
        match expr {
            Expr::Cell(path) if !path.group => Ok(self.cell_number(*path, context)),
            _ => self.number(expr, context),
        }
    }

    pub(crate) fn text(&self, expr: &Expr, context: Context) -> Result<Cow<'a, str>> {
        match expr {
            Expr::Cell(path) if !path.group => Ok(Cow::Borrowed(self.cell_text(*path, context))),
            Expr::Walk(walk) => match walk.child().filter(|_| context.node.tree != 0) {
                Some(name) => self.child_text(context.node, name),
                None => self.value(expr, context).map(|value| self.to_text(value)),
            },
            _ => self.value(expr, context).map(|value| self.to_text(value)),
        }
    }

    /// The text of a list's column: what values and labels of choices are.
    fn child_text(&self, node: Node, name: NameId) -> Result<Cow<'a, str>> {
        self.spend(1)?;
        let child = self.world.child(node, name);
        Ok(child.map_or(Cow::Borrowed(""), |child| self.text_at(child)))
    }

    /// The nodes of an expression that must be a node-set.
    pub(crate) fn nodes(&self, expr: &Expr, context: Context) -> Result<Vec<Node>> {
        match self.value(expr, context)? {
            Value::Nodes(nodes) => Ok(nodes),
            _ => Err(Failure::Argument("a node-set is expected".into())),
        }
    }

    pub(crate) fn value(&self, expr: &Expr, context: Context) -> Result<Value<'a>> {
        self.spend(0)?;
        Ok(match expr {
            Expr::Number(value) => Value::Number(*value),
            Expr::Text(text) => Value::text(&**text),
            Expr::Or(_) | Expr::And(_) | Expr::Compare(..) => Value::Bool(self.bool(expr, context)?),
            Expr::Arithmetic(..) | Expr::Negate(_) => Value::Number(self.number(expr, context)?),
            Expr::Union(sides) => {
                let mut nodes = self.nodes(&sides.0, context)?;
                nodes.extend(self.nodes(&sides.1, context)?);
                self.world.sort(&mut nodes);
                Value::Nodes(nodes)
            }
            Expr::Here => Value::Nodes(vec![context.node]),
            Expr::Origin => Value::Nodes(vec![self.origin]),
            Expr::Root => Value::Nodes(vec![self.root]),
            Expr::Fixed(node) => Value::Nodes(vec![*node]),
            Expr::Cell(path) => Value::Nodes(vec![Node::cell(self.cell(*path, context))]),
            Expr::Rows(path) => Value::Nodes(self.rows(path, context)?),
            Expr::Walk(walk) => Value::Nodes(self.walk(walk, context)?),
            Expr::Lookup(lookup) => Value::Nodes(self.lookup(lookup, context)?),
            Expr::IndexedRepeat(path) => Value::Nodes(self.indexed_repeat(path, context)?),
            Expr::ChoiceName(parts) => {
                let select = self.nodes(&parts.1, context)?.first().copied();
                let value = self.text(&parts.2, context)?;
                self.host.choice_label(self, parts.0, select, &value)?
            }
            Expr::Call(function, arguments) => {
                let value = functions::call(self, *function, arguments, context)?;
                if let Value::Text(made) = &value {
                    self.charge(made.len());
                }
                value
            }
            Expr::Fail(reason) => return Err(Failure::Argument(reason.clone())),
        })
    }

    fn compare(&self, comparison: Comparison, left: &Expr, right: &Expr, context: Context) -> Result<bool> {
        if let Expr::Cell(path) = left {
            match right {
                Expr::Text(text)
                    if matches!(comparison, Comparison::Equal | Comparison::NotEqual) && !path.group =>
                {
                    let same = *self.cell_text(*path, context) == **text;
                    return Ok(same == (comparison == Comparison::Equal));
                }
                Expr::Number(number) if !path.group => {
                    return Ok(compare::numbers(
                        comparison,
                        self.cell_number(*path, context),
                        *number,
                    ));
                }
                _ => {}
            }
        }
        let (left, right) = (self.value(left, context)?, self.value(right, context)?);
        if let (Value::Nodes(left), Value::Nodes(right)) = (&left, &right) {
            self.spend(left.len().saturating_mul(right.len()))?;
        }
        Ok(compare::values(self, comparison, &left, &right))
    }

    /// The cell a resolved path means. Definitions guarantee that it exists.
    #[inline(always)]
    fn cell(&self, path: CellPath, context: Context) -> u32 {
        let scope = self.scope(path.from, path.hops, context);
        self.world
            .primary
            .map_or(0, |primary| primary.store.base(scope) + path.offset)
    }

    #[inline(always)]
    fn scope(&self, from: From, hops: u16, context: Context) -> u32 {
        let start = if from == From::Context {
            context.node
        } else {
            self.origin
        };
        let Some(primary) = self.world.primary else {
            return 0;
        };
        let mut scope = primary.store.scope_of(start.id);
        for _ in 0..hops {
            scope = primary.store.parent_scope(scope).unwrap_or(0);
        }
        scope
    }

    #[inline(always)]
    fn cell_number(&self, path: CellPath, context: Context) -> f64 {
        let Some(primary) = self.world.primary else {
            return f64::NAN;
        };
        let cell = self.cell(path, context);
        match primary.store.number(cell) {
            Some(number) => number,
            None => self.number_of(primary.store.text(cell)),
        }
    }

    #[inline]
    fn cell_text(&self, path: CellPath, context: Context) -> &'a str {
        let cell = self.cell(path, context);
        self.world.primary.map_or("", |primary| primary.store.text(cell))
    }

    /// The sum over the rows of one repeat, if the store keeps it.
    pub(crate) fn kept_total(&self, path: &RowsPath, context: Context) -> Option<f64> {
        let primary = self.world.primary?;
        let column = primary.model.def(path.def).column?;
        let [list] = *path.lists else { return None };
        let scope = self.scope(path.from, path.hops, context);
        primary.store.total(scope, list, column)
    }

    /// How many rows a path over one repeat has.
    pub(crate) fn row_count(&self, path: &RowsPath, context: Context) -> Option<usize> {
        let [list] = *path.lists else { return None };
        let scope = self.scope(path.from, path.hops, context);
        Some(self.world.primary?.store.rows(scope, list).len())
    }

    fn rows(&self, path: &RowsPath, context: Context) -> Result<Vec<Node>> {
        let Some(primary) = self.world.primary else {
            return Ok(Vec::new());
        };
        let mut scopes = vec![self.scope(path.from, path.hops, context)];
        for list in &path.lists {
            scopes = scopes
                .iter()
                .flat_map(|scope| primary.store.rows(*scope, *list))
                .copied()
                .collect();
            self.spend(scopes.len())?;
        }
        Ok(scopes
            .iter()
            .map(|scope| Node::cell(primary.store.base(*scope) + path.offset))
            .collect())
    }

    fn indexed_repeat(&self, path: &IndexedRepeat, context: Context) -> Result<Vec<Node>> {
        let Some(primary) = self.world.primary else {
            return Ok(Vec::new());
        };
        let mut scopes = vec![self.scope(From::Origin, path.hops, context)];
        for (list, number) in &path.levels {
            scopes = match number {
                Some(number) => {
                    let number = self.number(number, context)?;
                    let nth = |scope: &u32| row_at(primary.store.rows(*scope, *list), number);
                    scopes.iter().filter_map(nth).collect()
                }
                None => scopes
                    .iter()
                    .flat_map(|scope| primary.store.rows(*scope, *list))
                    .copied()
                    .collect(),
            };
            self.spend(scopes.len())?;
        }
        Ok(scopes
            .iter()
            .map(|scope| Node::cell(primary.store.base(*scope) + path.offset))
            .collect())
    }

    fn walk(&self, walk: &Walk, context: Context) -> Result<Vec<Node>> {
        let nodes = self.nodes(&walk.base, context)?;
        let nodes = self.filter(nodes, &walk.predicates)?;
        self.steps(nodes, &walk.steps)
    }

    fn lookup(&self, lookup: &Lookup, context: Context) -> Result<Vec<Node>> {
        let Some((spec, slot)) = self.indexes.get(lookup.index) else {
            return Ok(Vec::new());
        };
        let Some(doc) = self.world.docs.get(usize::from(spec.tree).wrapping_sub(1)) else {
            return Ok(Vec::new());
        };
        let index = slot.get_or_init(|| Index::build(spec, doc));
        let ids: Cow<'_, [u32]> = match self.value(&lookup.key, context)? {
            Value::Text(key) => Cow::Borrowed(index.rows_with(&key)),
            Value::Nodes(nodes) => match nodes.as_slice() {
                [node] => Cow::Borrowed(index.rows_with(&self.text_at(*node))),
                nodes => {
                    let with = |node: &Node| index.rows_with(&self.text_at(*node)).to_vec();
                    let mut ids: Vec<u32> = nodes.iter().flat_map(with).collect();
                    ids.sort_unstable();
                    ids.dedup();
                    Cow::Owned(ids)
                }
            },
            other => Cow::Owned(self.scan(spec, index, &other)?),
        };
        self.spend(ids.len())?;
        let nodes = ids
            .iter()
            .map(|id| Node {
                tree: spec.tree,
                text: false,
                id: *id,
            })
            .collect();
        let nodes = self.filter(nodes, &lookup.predicates)?;
        self.steps(nodes, &lookup.steps)
    }

    /// The rows whose column equals a number, boolean or date: no text key tells them.
    fn scan(&self, spec: &Spec, index: &Index, key: &Value<'_>) -> Result<Vec<u32>> {
        self.spend(index.rows.len())?;
        let axis = if spec.attribute {
            Axis::Attribute
        } else {
            Axis::Child
        };
        let test = super::program::Test::Name(spec.column);
        let matches = |id: &u32| {
            let mut columns = Vec::new();
            let row = Node {
                tree: spec.tree,
                text: false,
                id: *id,
            };
            super::axes::collect(&self.world, row, axis, &test, &mut columns);
            compare::values(self, Comparison::Equal, &Value::Nodes(columns), key)
        };
        Ok(index.rows.iter().copied().filter(matches).collect())
    }

    fn steps(&self, mut nodes: Vec<Node>, steps: &[Step]) -> Result<Vec<Node>> {
        for step in steps {
            nodes = self.step(&nodes, step)?;
        }
        Ok(nodes)
    }

    fn step(&self, nodes: &[Node], step: &Step) -> Result<Vec<Node>> {
        let mut result = Vec::new();
        for node in nodes {
            let mut found = Vec::new();
            super::axes::collect(&self.world, *node, step.axis, &step.test, &mut found);
            self.spend(found.len())?;
            let mut kept = self.filter(found, &step.predicates)?;
            if step.axis.is_reverse() {
                kept.reverse();
            }
            result.append(&mut kept);
        }
        if nodes.len() > 1 && !matches!(step.axis, Axis::Attribute | Axis::Own) {
            self.world.sort(&mut result);
        }
        Ok(result)
    }

    /// XPath 1.0 §2.4: a number keeps the node at that position, anything else is taken as a boolean.
    fn filter(&self, mut nodes: Vec<Node>, predicates: &[Expr]) -> Result<Vec<Node>> {
        for predicate in predicates {
            let size = nodes.len();
            let mut kept = Vec::new();
            for (index, node) in nodes.into_iter().enumerate() {
                let position = index + 1;
                if self.keeps(predicate, Context { node, position, size })? {
                    kept.push(node);
                }
            }
            nodes = kept;
        }
        Ok(nodes)
    }

    fn keeps(&self, predicate: &Expr, context: Context) -> Result<bool> {
        match predicate {
            Expr::Or(_) | Expr::And(_) | Expr::Compare(..) => self.bool(predicate, context),
            _ => match self.value(predicate, context)? {
                #[expect(clippy::float_cmp, reason = "positions are whole numbers")]
                Value::Number(number) => Ok(number == context.position as f64),
                value => Ok(self.to_bool(&value)),
            },
        }
    }
}

/// The row with a number that the form gives, from 1.
fn row_at(rows: &[u32], number: f64) -> Option<u32> {
    let whole = number.trunc();
    if whole >= 1.0 && whole <= rows.len() as f64 {
        rows.get(whole as usize - 1).copied()
    } else {
        None
    }
}

fn arithmetic(operator: Arithmetic, left: f64, right: f64) -> f64 {
    match operator {
        Arithmetic::Add => left + right,
        Arithmetic::Subtract => left - right,
        Arithmetic::Multiply => left * right,
        Arithmetic::Divide => left / right,
        Arithmetic::Modulo => left % right,
    }
}
