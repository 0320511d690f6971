//! Who must be computed before whom, and whom a change reaches.
//!
//! The graph is by definition, its edges know rows: an edge names the innermost scope that reader and read share, so a change in one
//! row reaches the readers of that row only, or of all rows where the path says so. Rules are numbered in an order in which each
//! comes after what it reads; a form without such an order is cyclic and refused.

use std::collections::{BTreeSet, HashMap};

use super::model::{DefKind, Model};
use super::rule::{Rule, Target};
use crate::error::{LoadCode, LoadError};
use crate::xpath::compile::{Dependency, Reads};
use crate::xpath::functions::Function;
use crate::xpath::program::Expr;

/// From something that is read to a rule that reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Edge {
    pub(crate) rule: u32,
    /// Scope definition that reader and read share.
    pub(crate) anchor: u32,
    /// Lists of rows from there down to the reader.
    pub(crate) down: Box<[u32]>,
    /// The reader's cell in its scope.
    pub(crate) offset: u32,
    /// Only row numbers are read.
    pub(crate) position: bool,
}

/// The rules in order, with their edges.
#[derive(Default)]
pub(crate) struct Graph {
    pub(crate) rules: Vec<Rule>,
    /// Rules that run at a node, in order.
    pub(crate) at: Vec<Vec<u32>>,
    /// The calculation of each node.
    pub(crate) calculations: Vec<Option<u32>>,
    /// The node's calculation gives what is made once and then kept.
    pub(crate) lasting: Vec<bool>,
    /// Readers of each node's text.
    pub(crate) values: Vec<Vec<Edge>>,
    /// Readers of each repeat's rows.
    pub(crate) rows: HashMap<u32, Vec<Edge>>,
}

/// The node a rule runs at.
pub(crate) fn site(model: &Model, rule: &Rule) -> u32 {
    if rule.target == Target::Count {
        model.def(rule.def).parent
    } else {
        rule.def
    }
}

impl Graph {
    /// Orders the rules and links them.
    pub(crate) fn build(rules: Vec<Rule>, model: &Model) -> Result<Self, LoadError> {
        // A count that its own rows feed has no order; it is then repeated until it settles.
        let order = order(&rules, model, true).or_else(|_| order(&rules, model, false))?;
        let mut slots: Vec<Option<Rule>> = rules.into_iter().map(Some).collect();
        let rules: Vec<Rule> = order.iter().filter_map(|old| slots[*old].take()).collect();
        let mut graph = Self {
            at: vec![Vec::new(); model.defs.len()],
            calculations: vec![None; model.defs.len()],
            lasting: vec![false; model.defs.len()],
            values: vec![Vec::new(); model.defs.len()],
            ..Self::default()
        };
        for (number, rule) in rules.iter().enumerate() {
            let number = number as u32;
            graph.at[site(model, rule) as usize].push(number);
            if rule.target == Target::Value {
                graph.calculations[rule.def as usize] = Some(number);
                graph.lasting[rule.def as usize] = rule.expr.as_ref().is_some_and(Expr::is_lasting);
            }
            for dependency in &rule.dependencies {
                graph.link(number, rule, *dependency, model);
            }
        }
        graph.rules = rules;
        Ok(graph)
    }

    /// The form never lets a person change the node: `readonly="true()"`.
    pub(crate) fn is_always_readonly(&self, def: u32) -> bool {
        let always = |rule: &Rule| {
            rule.target == Target::Readonly && matches!(&rule.expr, Some(Expr::Call(Function::True, _)))
        };
        self.at[def as usize]
            .iter()
            .any(|rule| always(&self.rules[*rule as usize]))
    }

    fn link(&mut self, number: u32, rule: &Rule, dependency: Dependency, model: &Model) {
        let def = model.def(site(model, rule));
        let anchor = if model.is_within(def.scope, dependency.anchor) {
            dependency.anchor
        } else {
            0
        };
        let mut down = Vec::new();
        let mut scope = def.scope;
        while scope != anchor {
            down.push(model.def(model.scope(scope).root).repeat.unwrap_or(0));
            scope = model.scope(scope).parent.unwrap_or(0);
        }
        down.reverse();
        let position = dependency.what == Reads::Position;
        let edge = Edge {
            rule: number,
            anchor,
            down: down.into(),
            offset: def.offset,
            position,
        };
        let edges = match dependency.what {
            Reads::Value => &mut self.values[dependency.def as usize],
            Reads::Rows | Reads::Position => self.rows.entry(dependency.def).or_default(),
        };
        if !edges.contains(&edge) {
            edges.push(edge);
        }
    }
}

/// Numbers of the rules such that each comes after what it reads; ties keep the form's order.
fn order(rules: &[Rule], model: &Model, counts_first: bool) -> Result<Vec<usize>, LoadError> {
    let mut by_def: HashMap<(u32, u8), Vec<usize>> = HashMap::new();
    for (index, rule) in rules.iter().enumerate() {
        by_def
            .entry((rule.def, rule.target as u8))
            .or_default()
            .push(index);
    }
    let mut readers: Vec<Vec<usize>> = vec![Vec::new(); rules.len()];
    let mut waiting = vec![0usize; rules.len()];
    for (reader, rule) in rules.iter().enumerate() {
        let mut before = BTreeSet::new();
        for dependency in &rule.dependencies {
            providers(model, &by_def, rule, *dependency, &mut before);
        }
        if !counts_first {
            before.retain(|provider| rules[*provider].target != Target::Count);
        }
        if matches!(rule.target, Target::Choices | Target::Count) {
            before.remove(&reader);
        }
        waiting[reader] = before.len();
        for provider in before {
            readers[provider].push(reader);
        }
    }
    let mut ready: BTreeSet<usize> = (0..rules.len()).filter(|index| waiting[*index] == 0).collect();
    let mut order = Vec::new();
    while let Some(next) = ready.pop_first() {
        order.push(next);
        for reader in &readers[next] {
            waiting[*reader] -= 1;
            if waiting[*reader] == 0 {
                ready.insert(*reader);
            }
        }
    }
    if order.len() == rules.len() {
        Ok(order)
    } else {
        Err(cycle(rules, model, &waiting, &readers))
    }
}

/// Rules whose result a dependency sees.
fn providers(
    model: &Model,
    by_def: &HashMap<(u32, u8), Vec<usize>>,
    reader: &Rule,
    dependency: Dependency,
    before: &mut BTreeSet<usize>,
) {
    // Row by row these are no cycles; the engine repeats until nothing changes.
    if dependency.other_rows {
        return;
    }
    let mut add = |def: u32, target: Target| {
        before.extend(by_def.get(&(def, target as u8)).into_iter().flatten().copied());
    };
    let inside_own_count = reader.target == Target::Count
        && model.is_within(model.def(dependency.def).scope, model.def(reader.def).scope);
    match dependency.what {
        _ if inside_own_count => {}
        Reads::Position => {}
        Reads::Rows => add(dependency.def, Target::Count),
        Reads::Value => {
            add(dependency.def, Target::Value);
            add(dependency.def, Target::Choices);
            let mut place = dependency.def;
            while model.def(place).kind != DefKind::Document {
                add(place, Target::Relevant);
                let entered = model.def(place).repeat.is_some();
                if entered && !model.is_within(dependency.anchor, model.def(place).scope) {
                    add(place, Target::Count);
                }
                place = model.def(place).parent;
            }
        }
    }
}

fn cycle(rules: &[Rule], model: &Model, waiting: &[usize], readers: &[Vec<usize>]) -> LoadError {
    let stuck = |index: &usize| waiting[*index] > 0;
    let mut before: HashMap<usize, usize> = HashMap::new();
    for (provider, list) in readers.iter().enumerate().filter(|(index, _)| stuck(index)) {
        for reader in list.iter().filter(|index| stuck(index)) {
            before.entry(*reader).or_insert(provider);
        }
    }
    // Walking from reader to what it waits for must come round.
    let mut seen = Vec::new();
    let mut place = (0..rules.len()).find(stuck).unwrap_or(0);
    while !seen.contains(&place) {
        seen.push(place);
        match before.get(&place) {
            Some(next) => place = *next,
            None => break,
        }
    }
    let start = seen.iter().position(|index| *index == place).unwrap_or(0);
    let paths: Vec<String> = seen[start..]
        .iter()
        .map(|index| model.path(rules[*index].def))
        .collect();
    let detail = format!("it depends on itself: {} → {}", paths.join(" → "), paths[0]);
    LoadError::new(LoadCode::Cycle, paths[0].clone(), detail)
}
