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
            Reads::Later => return,
        };
        if !edges.contains(&edge) {
            edges.push(edge);
        }
    }
}

/// Numbers of the rules such that each comes after what it reads; ties keep the form's order.
fn order(rules: &[Rule], model: &Model, counts_first: bool) -> Result<Vec<usize>, LoadError> {
    let mut at: Vec<Vec<u32>> = vec![Vec::new(); model.defs.len()];
    for (number, rule) in rules.iter().enumerate() {
        at[rule.def as usize].push(number as u32);
    }
    let mut readers: Vec<Vec<u32>> = vec![Vec::new(); rules.len()];
    let mut waiting = vec![0usize; rules.len()];
    for (reader, rule) in rules.iter().enumerate() {
        let targets = |number: &u32| rules[*number as usize].target;
        let mut before = Vec::new();
        for dependency in &rule.dependencies {
            providers(model, rule, *dependency, |def, target| {
                before.extend(at[def as usize].iter().filter(|it| targets(it) == target));
            });
        }
        if !counts_first {
            before.retain(|provider| targets(provider) != Target::Count);
        }
        if matches!(rule.target, Target::Choices | Target::Count) {
            before.retain(|provider| *provider != reader as u32);
        }
        before.sort_unstable();
        before.dedup();
        waiting[reader] = before.len();
        for provider in before {
            readers[provider as usize].push(reader as u32);
        }
    }
    let mut ready: BTreeSet<u64> = (0..rules.len() as u64)
        .filter(|number| waiting[*number as usize] == 0)
        .collect();
    let mut order = Vec::new();
    while let Some(next) = ready.pop_first() {
        order.push(next as usize);
        for reader in &readers[next as usize] {
            waiting[*reader as usize] -= 1;
            if waiting[*reader as usize] == 0 {
                ready.insert(u64::from(*reader));
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
fn providers(model: &Model, reader: &Rule, dependency: Dependency, mut add: impl FnMut(u32, Target)) {
    // Row by row these are no cycles; the engine repeats until nothing changes.
    if dependency.other_rows {
        return;
    }
    let inside_own_count = reader.target == Target::Count
        && model.is_within(model.def(dependency.def).scope, model.def(reader.def).scope);
    match dependency.what {
        _ if inside_own_count => {}
        Reads::Position | Reads::Later => {}
        Reads::Rows => add(dependency.def, Target::Count),
        Reads::Value => {
            add(dependency.def, Target::Value);
            add(dependency.def, Target::Choices);
            let mut place = dependency.def;
            while model.def(place).kind != DefKind::Document {
                add(place, Target::Relevant);
                place = model.def(place).parent;
            }
        }
    }
}

fn cycle(rules: &[Rule], model: &Model, waiting: &[usize], readers: &[Vec<u32>]) -> LoadError {
    let stuck = |number: &u32| waiting[*number as usize] > 0;
    let mut before = vec![None; rules.len()];
    for provider in (0..rules.len() as u32).filter(stuck) {
        for reader in readers[provider as usize].iter().filter(|reader| stuck(reader)) {
            before[*reader as usize].get_or_insert(provider);
        }
    }
    // Walking from reader to what it waits for must come round.
    let mut seen = Vec::new();
    let mut place = (0..rules.len() as u32).find(stuck).unwrap_or(0);
    while !seen.contains(&place) {
        seen.push(place);
        match before[place as usize] {
            Some(next) => place = next,
            None => break,
        }
    }
    let start = seen.iter().position(|number| *number == place).unwrap_or(0);
    let paths: Vec<String> = seen[start..]
        .iter()
        .map(|number| model.path(rules[*number as usize].def))
        .collect();
    let detail = format!("it depends on itself: {} → {}", paths.join(" → "), paths[0]);
    LoadError::new(LoadCode::Cycle, paths[0].clone(), detail)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::definition::Definition;

    fn definition(data: &str, binds: &str, body: &str) -> Result<Definition, LoadError> {
        let form = format!(
            r#"<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" xmlns:jr="http://openrosa.org/javarosa"><h:head><model>
            <instance><data id="t">{data}</data></instance>{binds}</model></h:head><h:body>{body}</h:body></h:html>"#
        );
        Definition::load(&form, &[])
    }

    /// The targets and paths of the rules, in their order.
    fn rules(definition: &Definition) -> Vec<(Target, String)> {
        let form = &definition.form;
        let rules = form.graph.rules.iter();
        rules
            .map(|rule| (rule.target, form.model.path(rule.def)))
            .collect()
    }

    fn value(path: &str) -> (Target, String) {
        (Target::Value, path.into())
    }

    fn count(path: &str) -> (Target, String) {
        (Target::Count, path.into())
    }

    #[test]
    fn a_rule_comes_after_what_it_reads_and_else_in_the_forms_order() {
        let binds = r#"<bind nodeset="/data/c" calculate="/data/b + 1"/><bind nodeset="/data/b" calculate="/data/a + 1"/>
            <bind nodeset="/data/d" calculate="/data/a * 2"/>"#;
        let form = definition("<a/><b/><c/><d/>", binds, "").expect("a form");
        let [b, c, d] = ["/data/b", "/data/c", "/data/d"].map(value);
        assert_eq!(rules(&form), [b, c, d]);
    }

    #[test]
    fn rows_are_there_before_they_are_added_up() {
        let binds = r#"<bind nodeset="/data/s" calculate="sum(/data/r/x)"/><bind nodeset="/data/n" calculate="1 + 1"/>"#;
        let body = r#"<repeat nodeset="/data/r" jr:count="/data/n"><input ref="/data/r/x"/></repeat>"#;
        let form = definition("<s/><n/><r><x/></r>", binds, body).expect("a form");
        assert_eq!(
            rules(&form),
            [value("/data/n"), count("/data/r"), value("/data/s")]
        );
    }

    /// What a count reads inside its own rows doesn't come before it: the rows are what it makes.
    #[test]
    fn a_count_comes_before_its_own_rows() {
        let binds = r#"<bind nodeset="/data/s" calculate="sum(/data/r/x)"/><bind nodeset="/data/r/x" calculate="count(/data/r)"/>"#;
        let body = r#"<repeat nodeset="/data/r" jr:count="1 + 0 * sum(/data/r/x)"><input ref="/data/r/x"/></repeat>"#;
        let form = definition("<s/><r><x/></r>", binds, body).expect("a form");
        assert_eq!(
            rules(&form),
            [count("/data/r"), value("/data/r/x"), value("/data/s")]
        );
    }

    /// Then the count has no place in the order: it is asked again until it settles.
    #[test]
    fn a_count_may_follow_from_its_rows_by_way_of_another_node() {
        let binds = r#"<bind nodeset="/data/n" calculate="1 + 0 * sum(/data/r/x)"/>"#;
        let body = r#"<repeat nodeset="/data/r" jr:count="/data/n"><input ref="/data/r/x"/></repeat>"#;
        let form = definition("<n/><r><x/></r>", binds, body).expect("a form");
        assert_eq!(rules(&form), [value("/data/n"), count("/data/r")]);
    }

    #[test]
    fn a_cycle_is_told_by_the_nodes_in_it_alone() {
        let binds = r#"<bind nodeset="/data/first" calculate="1 + 1"/><bind nodeset="/data/after" calculate="/data/a"/>
            <bind nodeset="/data/a" calculate="/data/b + /data/first"/><bind nodeset="/data/b" calculate="/data/a"/>"#;
        let error = definition("<first/><after/><a/><b/>", binds, "")
            .map(|_| ())
            .expect_err("a cycle");
        assert_eq!(error.code, LoadCode::Cycle);
        assert!(
            ["/data/a", "/data/b"].contains(&error.path.as_str()),
            "{}",
            error.path
        );
        assert!(
            !error.detail.contains("/data/first") && !error.detail.contains("/data/after"),
            "{}",
            error.detail
        );
    }

    /// Rows that read each other one by one are no cycle; what all of them read is one when it reads them, filtered or not.
    #[test]
    fn a_cycle_may_go_through_chosen_rows() {
        let repeat = r#"<repeat nodeset="/data/r"><input ref="/data/r/x"/></repeat>"#;
        for rows in [
            "/data/r[1]/x",
            "/data/r/x",
            "(/data/r)[1]/x",
            "/data/*[x != '']/x",
        ] {
            let binds = format!(
                r#"<bind nodeset="/data/a" calculate="sum({rows})"/><bind nodeset="/data/r/x" calculate="/data/a"/>"#
            );
            let error = definition("<a/><r><x/></r>", &binds, repeat)
                .map(|_| ())
                .expect_err("a cycle");
            assert_eq!(error.code, LoadCode::Cycle, "{rows}");
        }
        let before = r#"<bind nodeset="/data/r/x" calculate="/data/r[position() = position(current()/..) - 1]/x + 1"/>"#;
        assert!(definition("<a/><r><x/></r>", before, repeat).is_ok());
    }

    #[test]
    fn only_true_makes_a_node_always_read_only() {
        let binds = r#"<bind nodeset="/data/fixed" readonly="true()"/><bind nodeset="/data/asked" required="true()"/>
            <bind nodeset="/data/sometimes" readonly="../asked = ''"/>"#;
        let form = definition("<fixed/><asked/><sometimes/><free/>", binds, "")
            .expect("a form")
            .form;
        let always = |name: &str| {
            form.graph
                .is_always_readonly(form.model.child(1, name).expect("a node"))
        };
        assert!(always("fixed"));
        assert!(!always("asked") && !always("sometimes") && !always("free"));
    }
}
