//! Writing a draft's answers in the shape of a newer form: the newer form is walked in its order, each node takes the text of its
//! older counterpart, each repeat the rows of its own.
//!
//! Every older cell and row is taken once. Where the shapes differ, rows decide: an answer that moves into a repeat goes to its first
//! row, one that moves out of it comes from the first row, and the rows of a repeat that was renamed are recognised by the answers
//! in them. What isn't taken has no place.

use std::collections::{HashMap, HashSet};

use super::Instance;
use super::lists;
use super::mapping::{self, Mapped, ValueMapping};
use super::recompute::chosen;
use super::rows::local;
use super::saved::Saved;
use crate::definition::Form;
use crate::definition::model::Def;
use crate::definition::pairs::{Pairs, type_name};
use crate::definition::rule::Target;

/// A place among the newer form's answers: the node, and the number of each row around it from outermost, from 0.
pub(super) struct Place {
    pub(super) def: u32,
    pub(super) rows: Vec<usize>,
}

/// An answer that was taken over.
pub(super) struct Carried {
    /// The older cell.
    pub(super) from: u32,
    pub(super) place: Place,
    /// The text it has now.
    pub(super) text: String,
    /// What the person must choose from.
    pub(super) candidates: Vec<String>,
    /// Something chosen has nothing in its place.
    pub(super) gone: bool,
}

/// The walk over the newer form.
pub(super) struct Carrier<'a> {
    older: &'a Instance,
    newer: &'a Form,
    pairs: &'a Pairs,
    mapping: &'a ValueMapping,
    /// What was taken, in the newer form's order.
    pub(super) carried: Vec<Carried>,
    taken: HashSet<u32>,
    taken_rows: HashSet<u32>,
    /// How many of the answers taken so far say something.
    brought: usize,
    /// Numbers of the rows around the node that the walk is at.
    rows: Vec<usize>,
}

impl<'a> Carrier<'a> {
    pub(super) fn new(
        older: &'a Instance,
        newer: &'a Form,
        pairs: &'a Pairs,
        mapping: &'a ValueMapping,
    ) -> Self {
        Self {
            older,
            newer,
            pairs,
            mapping,
            carried: Vec::new(),
            taken: HashSet::new(),
            taken_rows: HashSet::new(),
            brought: 0,
            rows: Vec::new(),
        }
    }

    /// All answers, from the root element on.
    pub(super) fn root(&mut self) -> Saved {
        let newer = self.newer;
        self.element(1, 0, Some(&newer.initial))
    }

    /// A node and everything in it. `around` is the older row that the walk is in, `seed` what a new form or row has here.
    fn element(&mut self, id: u32, around: u32, seed: Option<&Saved>) -> Saved {
        let newer = self.newer;
        let def = newer.model.def(id);
        let mut saved = Saved {
            name: local(&def.qualified).into(),
            attributes: self.attributes(def, around),
            ..Saved::default()
        };
        if def.children.is_empty() {
            // In a row a text begins as in a new row; the definition's is that of the form's own first row.
            let first = match seed {
                _ if self.rows.is_empty() => &*def.default,
                Some(seed) => &*seed.text,
                None => "",
            };
            saved.text = self.text(id, around, first).into();
        }
        for child in &def.children {
            let name = local(&newer.model.def(*child).qualified);
            if newer.model.def(*child).repeat.is_some() {
                saved.children.extend(self.repeat(*child, around, seed));
            } else {
                let seed = seed.and_then(|seed| seed.children.iter().find(|seed| *seed.name == *name));
                saved.children.push(self.element(*child, around, seed));
            }
        }
        saved
    }

    /// Attributes are the form's (its id and version) unless something wrote them.
    fn attributes(&mut self, def: &Def, around: u32) -> Vec<(Box<str>, Box<str>)> {
        let newer = self.newer;
        let attribute = |id: &u32| {
            let name = local(&newer.model.def(*id).qualified);
            let first = &newer.model.def(*id).default;
            (name.into(), self.text(*id, around, first).into())
        };
        def.attributes.iter().map(attribute).collect()
    }

    /// The text of a leaf or attribute: its older counterpart's, else what new answers start with.
    fn text(&mut self, id: u32, around: u32, first: &str) -> String {
        let found = self
            .counterpart(id)
            .and_then(|old| self.cell(old, around))
            .filter(|cell| !self.taken.contains(cell) && !self.is_newer_own(*cell, id));
        match found {
            Some(cell) => self.take(cell, id),
            None => first.to_owned(),
        }
    }

    /// The older node of a newer leaf, as long as it is a leaf too.
    fn counterpart(&self, id: u32) -> Option<u32> {
        let is_group = |form: &Form, id| type_name(&form.model, id) == "group";
        self.pairs.older[id as usize].filter(|old| !is_group(&self.older.form, *old))
    }

    /// The newer form's word counts: for what the older form computed or had as its own, and where an answer could be neither seen nor
    /// changed. What was made once or written when the draft was opened stays, and so does an answer that the newer form computes: it
    /// is told as gone when the result is another.
    fn is_newer_own(&self, cell: u32, id: u32) -> bool {
        let (older, newer) = (&self.older.form, self.newer);
        let old = self.older.store.def(cell);
        if older.is_asked(old) {
            return !newer.is_asked(id) && !is_worked_out(newer, id);
        }
        is_worked_out(older, old) || self.older.store.raw(cell) == &*older.model.def(old).default
    }

    fn take(&mut self, cell: u32, to: u32) -> String {
        self.taken.insert(cell);
        let old = self.older.store.def(cell);
        let raw = self.older.store.raw(cell);
        if raw != &*self.older.form.model.def(old).default {
            self.brought += 1;
        }
        let mapped = self.mapped(old, raw);
        self.carried.push(Carried {
            from: cell,
            place: Place {
                def: to,
                rows: self.rows.clone(),
            },
            text: mapped.text.clone(),
            candidates: mapped.candidates,
            gone: mapped.gone,
        });
        mapped.text
    }

    fn mapped(&self, old: u32, raw: &str) -> Mapped {
        let form = &self.older.form;
        let control = form.body.control(old);
        let values = control.filter(|_| !raw.is_empty()).and_then(|control| {
            let by_question = self.mapping.questions.get(&form.model.path(old));
            let values = by_question.or_else(|| self.mapping.lists.get(lists::list_id(form, control)?))?;
            Some((values, chosen(control, raw)))
        });
        match values {
            Some((values, words)) if words.iter().any(|word| values.contains_key(*word)) => {
                mapping::map(values, &words)
            }
            _ => Mapped {
                text: raw.to_owned(),
                ..Mapped::default()
            },
        }
    }

    /// The cell of an older node as seen from a row: in it or around it, else in the first row below.
    fn cell(&self, old: u32, around: u32) -> Option<u32> {
        let def = self.older.form.model.def(old);
        let row = *self.scopes(def.scope, around).first()?;
        Some(self.older.store.base(row) + def.offset)
    }

    /// The older rows of a scope that lie around a row or below it, in document order.
    fn scopes(&self, scope: u32, around: u32) -> Vec<u32> {
        let (model, store) = (&self.older.form.model, &self.older.store);
        let mut lists = Vec::new();
        let mut place = scope;
        loop {
            let above = std::iter::successors(Some(around), |row| store.parent_scope(*row));
            if let Some(row) = above.into_iter().find(|row| store.scope_def(*row) == place) {
                let below = |rows: Vec<u32>, list: &u32| -> Vec<u32> {
                    rows.iter()
                        .flat_map(|row| self.older.kept_rows(*row, *list))
                        .copied()
                        .collect()
                };
                return lists.iter().rev().fold(vec![row], below);
            }
            let shape = model.scope(place);
            let (Some(parent), Some(list)) = (shape.parent, model.def(shape.root).repeat) else {
                return Vec::new();
            };
            lists.push(list);
            place = parent;
        }
    }

    /// The rows of a repeat: the older repeat's, or one with what moved into it, or those that a new form starts with.
    fn repeat(&mut self, id: u32, around: u32, seed: Option<&Saved>) -> Vec<Saved> {
        let newer = self.newer;
        let template = newer.templates.get(&id);
        if let Some(scope) = self.older_rows(id) {
            let rows = self.scopes(scope, around);
            let fresh: Vec<u32> = rows
                .into_iter()
                .filter(|row| self.taken_rows.insert(*row))
                .collect();
            let row = |(number, row): (usize, &u32)| self.row(id, number, *row, template);
            return fresh.iter().enumerate().map(row).collect();
        }
        let name = local(&newer.model.def(id).qualified);
        let seeds = seed.into_iter().flat_map(|seed| &seed.children);
        let mut rows: Vec<Saved> = seeds
            .filter(|row| *row.name == *name && !row.template)
            .cloned()
            .collect();
        let (before, taken, rows_before) = (self.brought, self.carried.len(), self.taken_rows.len());
        let first = self.row(id, 0, around, template);
        if self.brought == before && self.taken_rows.len() == rows_before {
            // Nothing moved in: the rows are a new form's, and nothing was taken into them.
            self.carried.truncate(taken);
        } else if rows.is_empty() {
            rows.push(first);
        } else {
            rows[0] = first;
        }
        rows
    }

    fn row(&mut self, id: u32, number: usize, around: u32, template: Option<&Saved>) -> Saved {
        self.rows.push(number);
        let saved = self.element(id, around, template);
        self.rows.pop();
        saved
    }

    /// The older rows that a newer repeat's are: those of its counterpart, else of a repeat without one that holds the counterparts
    /// of its own nodes.
    fn older_rows(&self, id: u32) -> Option<u32> {
        let older = &self.older.form.model;
        if let Some(old) = self.pairs.older[id as usize] {
            return older.def(old).repeat.map(|_| older.def(old).scope);
        }
        let scope = self.newer.model.def(id).scope;
        let mut found: HashMap<u32, usize> = HashMap::new();
        for cell in &self.newer.model.scope(scope).cells {
            if let Some(old) = self.pairs.older[*cell as usize] {
                *found.entry(older.def(old).scope).or_default() += 1;
            }
        }
        found.retain(|scope, _| *scope != 0 && self.pairs.newer[older.scope(*scope).root as usize].is_none());
        found
            .into_iter()
            .max_by_key(|(scope, nodes)| (*nodes, std::cmp::Reverse(*scope)))
            .map(|(scope, _)| scope)
    }
}

/// The form computes the node again whenever it is asked to; what is made once isn't meant.
fn is_worked_out(form: &Form, id: u32) -> bool {
    let again = |rule: &u32| {
        let rule = &form.graph.rules[*rule as usize];
        rule.target == Target::Value && rule.expr.as_ref().is_some_and(|expr| !expr.is_lasting())
    };
    form.graph.at[id as usize].iter().any(again)
}
