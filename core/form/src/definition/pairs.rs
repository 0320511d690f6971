//! Which node of one form is which of another: what a comparison of forms and the rebase of a draft go by.
//!
//! A node with the same path is the same node. What is left over on both sides is paired by the end of its path: the same last name
//! and type, the longest common tail, and nobody else with that tail on either side. Where two could be meant, none is: an answer
//! that asks for a place again is better than one in a stranger's field.

use std::collections::HashMap;

use super::Form;
use super::model::{DefKind, Model};

/// The pairs between an older and a newer form, by definition node from both sides.
pub(crate) struct Pairs {
    /// The newer node of each older one.
    pub(crate) newer: Vec<Option<u32>>,
    /// The older node of each newer one.
    pub(crate) older: Vec<Option<u32>>,
}

/// The end of a path, with the type that it must share.
type Tail<'a> = (&'a str, &'static str);

impl Pairs {
    /// Pairs the nodes of two forms.
    pub(crate) fn of(older: &Form, newer: &Form) -> Self {
        let (old_paths, new_paths) = (paths(&older.model), paths(&newer.model));
        let mut pairs = Self {
            newer: vec![None; old_paths.len()],
            older: vec![None; new_paths.len()],
        };
        pairs.same_paths(&old_paths, &new_paths);
        pairs.same_tails(
            &Side::left(older, &old_paths, &pairs.newer),
            &Side::left(newer, &new_paths, &pairs.older),
        );
        pairs
    }

    fn join(&mut self, old: u32, new: u32) {
        self.newer[old as usize] = Some(new);
        self.older[new as usize] = Some(old);
    }

    /// Siblings of one name are told apart by their order.
    fn same_paths(&mut self, old_paths: &[String], new_paths: &[String]) {
        let mut waiting: HashMap<&str, Vec<u32>> = HashMap::new();
        for (new, path) in new_paths.iter().enumerate().rev() {
            waiting.entry(path).or_default().push(new as u32);
        }
        for (old, path) in old_paths.iter().enumerate() {
            if let Some(new) = waiting.get_mut(path.as_str()).and_then(Vec::pop) {
                self.join(old as u32, new);
            }
        }
    }

    fn same_tails(&mut self, older: &Side<'_>, newer: &Side<'_>) {
        for old in &older.nodes {
            let tail = older.best_tail(*old, newer);
            let Some((new, tail)) = tail.and_then(|tail| Some((newer.only(tail)?, tail))) else {
                continue;
            };
            if older.only(tail) == Some(*old) && newer.best_tail(new, older) == Some(tail) {
                self.join(*old, new);
            }
        }
    }
}

/// The nodes of one form that no path pairs.
struct Side<'a> {
    form: &'a Form,
    paths: &'a [String],
    nodes: Vec<u32>,
    by_tail: HashMap<Tail<'a>, Vec<u32>>,
}

impl<'a> Side<'a> {
    fn left(form: &'a Form, paths: &'a [String], paired: &[Option<u32>]) -> Self {
        let nodes: Vec<u32> = (0..paths.len() as u32)
            .filter(|id| paired[*id as usize].is_none())
            .collect();
        let mut side = Self {
            form,
            paths,
            nodes,
            by_tail: HashMap::new(),
        };
        for id in side.nodes.clone() {
            for tail in side.tails(id) {
                side.by_tail.entry(tail).or_default().push(id);
            }
        }
        side
    }

    /// The ends of a node's path, the longest first.
    fn tails(&self, id: u32) -> impl Iterator<Item = Tail<'a>> + use<'a> {
        let (path, kind) = (self.paths[id as usize].as_str(), type_name(&self.form.model, id));
        path.match_indices('/').map(move |(at, _)| (&path[at..], kind))
    }

    /// The longest end of a node's path that the other side has too.
    fn best_tail(&self, id: u32, other: &Side<'_>) -> Option<Tail<'a>> {
        self.tails(id).find(|tail| other.by_tail.contains_key(tail))
    }

    /// The node of a tail that no second one shares.
    fn only(&self, tail: Tail<'_>) -> Option<u32> {
        match self.by_tail.get(&tail)?.as_slice() {
            [id] => Some(*id),
            _ => None,
        }
    }
}

fn paths(model: &Model) -> Vec<String> {
    (0..model.defs.len() as u32).map(|id| model.path(id)).collect()
}

/// The type of a node in the specification's words; what has nodes inside is a group.
pub(crate) fn type_name(model: &Model, id: u32) -> &'static str {
    let def = model.def(id);
    if def.kind == DefKind::Element && !def.children.is_empty() {
        "group"
    } else {
        def.data_type.name()
    }
}
