//! Indexes over static lists: the rows of `instance('x')/root/item` by the text of one column.

use std::collections::HashMap;

use crate::tree::{Doc, Kind, NONE, NameId};

/// Which list and which column of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Spec {
    /// The tree's number in the world.
    pub(crate) tree: u16,
    /// Child steps from the document's root to the rows.
    pub(crate) path: Vec<NameId>,
    pub(crate) column: NameId,
    /// The column is an attribute of the row.
    pub(crate) attribute: bool,
}

/// The rows of a list, all and by key, in document order.
pub(crate) struct Index {
    pub(crate) rows: Vec<u32>,
    by_key: HashMap<Box<str>, Vec<u32>>,
}

impl Index {
    pub(crate) fn build(spec: &Spec, doc: &Doc) -> Self {
        let mut rows = vec![0];
        for name in &spec.path {
            rows = rows
                .iter()
                .flat_map(|row| named_children(doc, *row, *name))
                .collect();
        }
        let mut by_key: HashMap<Box<str>, Vec<u32>> = HashMap::new();
        for row in &rows {
            for column in columns(spec, doc, *row) {
                let list = by_key.entry(deep_text(doc, column).into()).or_default();
                if list.last() != Some(row) {
                    list.push(*row);
                }
            }
        }
        Self { rows, by_key }
    }

    /// Rows with a column of exactly this text.
    pub(crate) fn rows_with(&self, key: &str) -> &[u32] {
        self.by_key.get(key).map_or(&[], Vec::as_slice)
    }
}

fn columns(spec: &Spec, doc: &Doc, row: u32) -> Vec<u32> {
    if !spec.attribute {
        return named_children(doc, row, spec.column);
    }
    let first = doc
        .entries
        .get(row as usize)
        .map_or(NONE, |entry| entry.first_attribute);
    siblings(doc, first)
        .filter(|id| doc.entries[*id as usize].name == spec.column)
        .collect()
}

fn named_children(doc: &Doc, row: u32, name: NameId) -> Vec<u32> {
    let first = doc
        .entries
        .get(row as usize)
        .map_or(NONE, |entry| entry.first_child);
    let is_named =
        |id: &u32| doc.entries[*id as usize].name == name && doc.entries[*id as usize].kind == Kind::Element;
    siblings(doc, first).filter(is_named).collect()
}

fn siblings(doc: &Doc, first: u32) -> impl Iterator<Item = u32> + '_ {
    let entry = |id: u32| doc.entries.get(id as usize);
    std::iter::successors(entry(first).map(|_| first), move |id| {
        entry(*id).map(|e| e.next).filter(|next| entry(*next).is_some())
    })
}

/// The text of an entry and of everything in it.
fn deep_text(doc: &Doc, id: u32) -> String {
    let entry = &doc.entries[id as usize];
    let mut text = entry.text.to_string();
    for child in siblings(doc, entry.first_child) {
        text.push_str(&deep_text(doc, child));
    }
    text
}
