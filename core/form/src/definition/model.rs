//! The shape of the answers: every node of the primary instance once, however many rows there will be.
//!
//! Nodes between two repeats form a *scope*: the whole form is one, each repeat's row another. A row is one block of cells, a node's
//! `offset` its place in that block, so that a sibling is found by adding two numbers.

use std::collections::HashMap;
use std::sync::Arc;

use super::data_type::DataType;
use crate::tree::NameId;

/// What a definition node becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DefKind {
    /// The root node above the root element.
    Document,
    Element,
    Attribute,
}

/// A node of the primary instance.
pub(crate) struct Def {
    pub(crate) kind: DefKind,
    pub(crate) name: NameId,
    /// The name with its prefix, as references show it.
    pub(crate) qualified: Box<str>,
    pub(crate) namespace: Box<str>,
    /// Its path below the row (or form) around it, as references write it: `/data/kids` for a repeat, `/name` in its rows.
    pub(crate) tail: Arc<str>,
    pub(crate) parent: u32,
    pub(crate) children: Vec<u32>,
    pub(crate) attributes: Vec<u32>,
    /// The scope whose block holds its cell. A repeat's own node heads its row's scope.
    pub(crate) scope: u32,
    pub(crate) offset: u32,
    /// Its cells are summed over rows: which of its scope's columns it is.
    pub(crate) column: Option<u32>,
    /// For a repeat: which list of rows of the enclosing scope.
    pub(crate) repeat: Option<u32>,
    pub(crate) default: Box<str>,
    pub(crate) data_type: DataType,
}

/// A block of cells: the form outside repeats, or one row.
pub(crate) struct ScopeDef {
    /// Its first cell's definition.
    pub(crate) root: u32,
    pub(crate) parent: Option<u32>,
    pub(crate) depth: u16,
    /// Definition of the cell at each offset.
    pub(crate) cells: Vec<u32>,
    /// Repeats directly inside.
    pub(crate) lists: Vec<u32>,
    /// Offsets of the nodes that are summed over rows.
    pub(crate) columns: Vec<u32>,
    /// Its nodes, and the repeats directly inside, by their [`Def::tail`].
    pub(crate) tails: HashMap<Arc<str>, u32>,
}

/// All nodes and scopes; definition 0 is the document node, scope 0 the form outside repeats.
#[derive(Default)]
pub(crate) struct Model {
    pub(crate) defs: Vec<Def>,
    pub(crate) scopes: Vec<ScopeDef>,
    /// Elements by local name: few forms use a name often.
    pub(crate) named: HashMap<Box<str>, Vec<u32>>,
}

impl Model {
    #[inline(always)]
    pub(crate) fn def(&self, id: u32) -> &Def {
        &self.defs[id as usize]
    }

    #[inline(always)]
    pub(crate) fn scope(&self, id: u32) -> &ScopeDef {
        &self.scopes[id as usize]
    }

    /// Makes a node known by its path and by its name; the node itself stands in `defs`.
    pub(crate) fn note(&mut self, id: u32) {
        let def = &self.defs[id as usize];
        if let Some(around) = self.defs.get(def.parent as usize) {
            let tails = &mut self.scopes[around.scope as usize].tails;
            tails.entry(Arc::clone(&def.tail)).or_insert(id);
        }
        if def.kind == DefKind::Element {
            let local = def
                .qualified
                .rsplit_once(':')
                .map_or(&*def.qualified, |(_, local)| local);
            self.named.entry(local.into()).or_default().push(id);
        }
    }

    /// Keeps a total of a node over the rows that hold it. What has nodes inside is read as the texts of all of them, which no
    /// cell of its own tells.
    pub(crate) fn keep_total(&mut self, def: u32) {
        let entry = &mut self.defs[def as usize];
        if entry.column.is_none() && entry.children.is_empty() {
            let columns = &mut self.scopes[entry.scope as usize].columns;
            entry.column = Some(columns.len() as u32);
            columns.push(entry.offset);
        }
    }

    /// The child element of a name, its prefix left out or not.
    pub(crate) fn child(&self, parent: u32, name: &str) -> Option<u32> {
        let local = name.rsplit_once(':').map_or(name, |(_, local)| local);
        self.named
            .get(local)?
            .iter()
            .copied()
            .find(|id| self.def(*id).parent == parent)
    }

    /// The node's path without row numbers, e.g. `/data/kids/name`.
    pub(crate) fn path(&self, id: u32) -> String {
        let mut names = Vec::new();
        let mut place = id;
        while self.def(place).kind != DefKind::Document {
            let def = self.def(place);
            let mark = if def.kind == DefKind::Attribute { "@" } else { "" };
            names.push(format!("/{mark}{}", def.qualified));
            place = def.parent;
        }
        names.into_iter().rev().collect()
    }

    /// The scope is `outer` or lies inside it.
    pub(crate) fn is_within(&self, scope: u32, outer: u32) -> bool {
        let mut place = Some(scope);
        while let Some(current) = place {
            if current == outer {
                return true;
            }
            place = self.scope(current).parent;
        }
        false
    }

    /// The scope at a depth on the way from a scope to the form.
    pub(crate) fn ancestor_scope(&self, scope: u32, depth: u16) -> u32 {
        let mut place = scope;
        while self.scope(place).depth > depth {
            match self.scope(place).parent {
                Some(parent) => place = parent,
                None => break,
            }
        }
        place
    }

    /// The node and everything under it, attributes included.
    pub(crate) fn subtree(&self, id: u32) -> Vec<u32> {
        let mut all = vec![id];
        let mut at = 0;
        while let Some(next) = all.get(at).copied() {
            all.extend(&self.def(next).attributes);
            all.extend(&self.def(next).children);
            at += 1;
        }
        all
    }
}
