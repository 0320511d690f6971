//! Why an answer is as it is: hidden, required, read-only, wrong, or of this value. A tree for form authors: each rule at work as
//! the form writes it, its result, what it read, and the rules behind that.
//!
//! For tools: nothing that runs on a phone calls it. The tree doesn't go in circles; where it gets deep or long it is cut and says so.

use super::Instance;
use super::reference;
use super::store::flag;
use crate::definition::rule::{Rule, RuleKind, Target};
use crate::question::ProblemKind;
use crate::tree::Node;
use crate::xpath::compile::{Dependency, Reads};
use crate::xpath::eval::Context;
use crate::xpath::value::Value;

/// Levels of rules behind rules.
const MAX_DEPTH: usize = 8;
/// Nodes that one rule is shown to read.
const MAX_READS: usize = 32;
/// Nodes of one tree.
const MAX_NODES: usize = 1_000;

/// A node of the answers and the rules that make it what it is. `Debug` hides values, which are personal.
#[derive(Clone, PartialEq, Eq)]
pub struct Explanation {
    /// The node with row numbers, e.g. `/data/kids[2]/age`; for rows that are counted the repeat, e.g. `/data/kids`.
    pub reference: String,
    /// What expressions read there: empty while it isn't relevant, isn't of its type or is no choice. Of a repeat the number of its
    /// rows.
    pub value: String,
    /// It is part of the form now.
    pub relevant: bool,
    /// An answer is required now.
    pub required: bool,
    /// The answer can't be changed now.
    pub readonly: bool,
    /// What is wrong with the answer of a question that is asked now.
    pub problem: Option<ProblemKind>,
    /// The rules behind it: for the node asked for all of its own and those around it that decide whether it is asked or read-only;
    /// for nodes that were read those that make the value.
    pub reasons: Vec<Reason>,
}

/// A rule at work. `Debug` hides the result.
#[derive(Clone, PartialEq, Eq)]
pub struct Reason {
    /// Which rule.
    pub kind: RuleKind,
    /// Where it stands: the node itself, or a group or row around it.
    pub reference: String,
    /// The expression as the form writes it.
    pub source: String,
    /// `true` or `false` of a condition, the text of a calculation, the number of rows or choices; nothing when it can't be
    /// computed, and of the constraint of an empty answer, which isn't asked for. A random value is the one that was kept.
    pub result: Option<String>,
    /// The nodes of the answers that it reads, in the form's order, whether this time it looked there or not. What is explained further up stands without
    /// its reasons.
    pub reads: Vec<Explanation>,
    /// The tree ends here though there is more: further nodes that it reads, or the rules behind them.
    pub cut: bool,
}

impl std::fmt::Debug for Explanation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Explanation")
            .field("reference", &self.reference)
            .field("relevant", &self.relevant)
            .field("required", &self.required)
            .field("readonly", &self.readonly)
            .field("problem", &self.problem)
            .field("reasons", &self.reasons)
            .finish_non_exhaustive()
    }
}

impl std::fmt::Debug for Reason {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Reason")
            .field("kind", &self.kind)
            .field("reference", &self.reference)
            .field("source", &self.source)
            .field("reads", &self.reads)
            .field("cut", &self.cut)
            .finish_non_exhaustive()
    }
}

impl Instance {
    /// Why a node of the answers is as it is; nothing when there is no such node. A repeat is explained by its rows' number.
    #[must_use]
    pub fn explain(&self, reference: &str) -> Option<Explanation> {
        let place = match reference::find(&self.form, &self.store, reference)? {
            reference::Place::Cell(cell) => Place::Cell(cell),
            reference::Place::Repeat { scope, def } => Place::Rows { scope, def },
        };
        let mut teller = Teller {
            instance: self,
            way: Vec::new(),
            left: MAX_NODES,
        };
        Some(teller.node(place))
    }
}

/// Something that rules read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Cell(u32),
    /// The rows of a repeat below a row.
    Rows {
        scope: u32,
        def: u32,
    },
}

/// The walk from what is explained to what it comes from.
struct Teller<'a> {
    instance: &'a Instance,
    /// What is being explained, outermost first.
    way: Vec<Place>,
    /// Nodes that may still be told.
    left: usize,
}

impl<'a> Teller<'a> {
    fn node(&mut self, place: Place) -> Explanation {
        self.left = self.left.saturating_sub(1);
        let rules = self.rules(place);
        self.way.push(place);
        let reasons = rules
            .into_iter()
            .filter_map(|(rule, cell)| self.reason(rule, cell))
            .collect();
        self.way.pop();
        match place {
            Place::Cell(cell) => self.cell(cell, reasons),
            Place::Rows { scope, def } => self.rows(scope, def, reasons),
        }
    }

    fn cell(&self, cell: u32, reasons: Vec<Reason>) -> Explanation {
        let (instance, store) = (self.instance, &self.instance.store);
        let relevant = store.has(cell, flag::RELEVANT);
        let asked = relevant && instance.control(cell).is_some();
        Explanation {
            reference: instance.reference_of(cell),
            value: store.text(cell).to_owned(),
            relevant,
            required: store.has(cell, flag::REQUIRED),
            readonly: store.has(cell, flag::READONLY),
            problem: asked.then(|| instance.problem_kind(cell)).flatten(),
            reasons,
        }
    }

    fn rows(&self, scope: u32, def: u32, reasons: Vec<Reason>) -> Explanation {
        let (instance, store) = (self.instance, &self.instance.store);
        let repeat = instance.form.model.def(def);
        let parent = self.parent_of_rows(scope, def);
        let count = store.rows(scope, repeat.repeat.unwrap_or(0)).len();
        Explanation {
            reference: reference::of_rows(&instance.form, store, scope, def),
            value: count.to_string(),
            relevant: store.has(parent, flag::RELEVANT),
            required: false,
            readonly: store.has(parent, flag::READONLY),
            problem: None,
            reasons,
        }
    }

    fn parent_of_rows(&self, scope: u32, def: u32) -> u32 {
        let model = &self.instance.form.model;
        self.instance.store.base(scope) + model.def(model.def(def).parent).offset
    }

    /// The rules to tell of a place, with the cell that each runs at.
    fn rules(&self, place: Place) -> Vec<(&'a Rule, u32)> {
        match place {
            Place::Rows { scope, def } => {
                let parent = self.parent_of_rows(scope, def);
                let mut rules = self.rules_at(parent, &[Target::Count]);
                rules.retain(|(rule, _)| rule.def == def);
                rules
            }
            Place::Cell(cell) if self.way.is_empty() => self.every_rule(cell),
            Place::Cell(cell) => {
                let mut rules = self.rules_at(cell, &[Target::Value]);
                if !self.instance.store.has(cell, flag::RELEVANT) {
                    rules.extend(self.around(cell, &[Target::Relevant]));
                }
                rules
            }
        }
    }

    /// All rules of a node, then what groups and rows around it say of everything in them.
    fn every_rule(&self, cell: u32) -> Vec<(&'a Rule, u32)> {
        let own = [
            Target::Value,
            Target::Relevant,
            Target::Readonly,
            Target::Required,
            Target::Constraint,
            Target::Choices,
        ];
        let mut rules = self.rules_at(cell, &own);
        rules.retain(|(rule, _)| rule.target != Target::Choices || !rule.source.is_empty());
        let above = self.instance.store.parent(&self.instance.form.model, cell);
        if let Some(above) = above {
            rules.extend(self.around(above, &[Target::Relevant, Target::Readonly]));
        }
        rules
    }

    /// Rules of a cell and of everything around it.
    fn around(&self, cell: u32, targets: &[Target]) -> Vec<(&'a Rule, u32)> {
        let (model, store) = (&self.instance.form.model, &self.instance.store);
        let places = std::iter::successors(Some(cell), |cell| store.parent(model, *cell));
        places.flat_map(|cell| self.rules_at(cell, targets)).collect()
    }

    fn rules_at(&self, cell: u32, targets: &[Target]) -> Vec<(&'a Rule, u32)> {
        let instance = self.instance;
        let graph = &instance.form.graph;
        let at = graph.at[instance.store.def(cell) as usize].iter();
        at.map(|number| &graph.rules[*number as usize])
            .filter(|rule| targets.contains(&rule.target))
            .map(|rule| (rule, cell))
            .collect()
    }

    fn reason(&mut self, rule: &'a Rule, cell: u32) -> Option<Reason> {
        let places = self.places(rule, cell);
        let deep = self.way.len() >= MAX_DEPTH;
        let mut reads = Vec::new();
        let mut cut = places.len() > MAX_READS;
        for place in places.into_iter().take(MAX_READS) {
            if self.left == 0 {
                cut = true;
                break;
            }
            if self.way.contains(&place) {
                reads.push(self.plain(place));
            } else if deep {
                cut |= !self.rules(place).is_empty();
                reads.push(self.plain(place));
            } else {
                reads.push(self.node(place));
            }
        }
        Some(Reason {
            kind: RuleKind::of(rule.target)?,
            reference: self.site(rule, cell),
            source: rule.source.to_string(),
            result: self.result(rule, cell),
            reads,
            cut,
        })
    }

    fn site(&self, rule: &Rule, cell: u32) -> String {
        if rule.target == Target::Count {
            let scope = self.instance.store.scope_of(cell);
            return self.rows(scope, rule.def, Vec::new()).reference;
        }
        self.instance.reference_of(cell)
    }

    /// What a rule comes to now, as the engine would compute it.
    fn result(&self, rule: &Rule, cell: u32) -> Option<String> {
        let instance = self.instance;
        let here = Context::of(Node::cell(cell));
        instance.with_scene(instance.language, |scene| {
            let eval = scene.eval(cell);
            match (rule.target, &rule.expr) {
                (Target::Choices, _) => {
                    let control = instance.control(cell)?;
                    Some(scene.choices(control, cell, usize::MAX).len().to_string())
                }
                (Target::Value, Some(expr)) if expr.is_random() => Some(instance.store.raw(cell).to_owned()),
                (Target::Value, Some(expr)) => match eval.value(expr, here).ok()? {
                    Value::Number(number) if number.is_nan() => Some(String::new()),
                    value => {
                        let def = instance.form.model.def(instance.store.def(cell));
                        Some(def.data_type.cast(eval.to_text(value).into_owned()))
                    }
                },
                (Target::Count, Some(expr)) => Some(eval.text(expr, here).ok()?.into_owned()),
                (Target::Constraint, _) if instance.store.text(cell).is_empty() => None,
                (_, Some(expr)) => Some(eval.bool(expr, here).ok()?.to_string()),
                (_, None) => None,
            }
        })
    }

    /// The nodes that a rule reads from a cell, each once, as its dependencies say. Row numbers stand in references and aren't told.
    fn places(&self, rule: &Rule, cell: u32) -> Vec<Place> {
        let model = &self.instance.form.model;
        let mut places = Vec::new();
        for dependency in &rule.dependencies {
            let found: Vec<Place> = match dependency.what {
                Reads::Position | Reads::Later => Vec::new(),
                Reads::Rows => {
                    let def = dependency.def;
                    let inside = model.def(model.def(def).parent).scope;
                    let rows = self.scopes(dependency, inside, cell).into_iter();
                    rows.map(|scope| Place::Rows { scope, def }).collect()
                }
                Reads::Value => {
                    let read = model.def(dependency.def);
                    let rows = self.scopes(dependency, read.scope, cell).into_iter();
                    let cell = |row| self.instance.store.base(row) + read.offset;
                    rows.map(|row| Place::Cell(cell(row))).collect()
                }
            };
            for place in found {
                if !places.contains(&place) {
                    places.push(place);
                }
            }
            if places.len() > MAX_READS {
                break;
            }
        }
        places
    }

    /// The rows of a scope that a dependency means: below the row that reader and read share.
    fn scopes(&self, dependency: &Dependency, scope: u32, cell: u32) -> Vec<u32> {
        let (model, store) = (&self.instance.form.model, &self.instance.store);
        let mut lists = Vec::new();
        let mut place = scope;
        while place != dependency.anchor {
            let shape = model.scope(place);
            let (Some(parent), Some(list)) = (shape.parent, model.def(shape.root).repeat) else {
                break;
            };
            lists.push(list);
            place = parent;
        }
        let mut around = std::iter::successors(Some(store.scope_of(cell)), |row| store.parent_scope(*row));
        let Some(shared) = around.find(|row| store.scope_def(*row) == place) else {
            return Vec::new();
        };
        let below = |rows: Vec<u32>, list: &u32| -> Vec<u32> {
            let inner = rows.iter().flat_map(|row| store.rows(*row, *list));
            inner.copied().take(MAX_READS + 1).collect()
        };
        lists.iter().rev().fold(vec![shared], below)
    }

    /// A node without its reasons.
    fn plain(&mut self, place: Place) -> Explanation {
        self.left = self.left.saturating_sub(1);
        match place {
            Place::Cell(cell) => self.cell(cell, Vec::new()),
            Place::Rows { scope, def } => self.rows(scope, def, Vec::new()),
        }
    }
}
