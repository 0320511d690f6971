//! The trees that expressions walk: static documents ([`doc`], for secondary instances) and the answers, behind one [`World`].
//!
//! A node is eight bytes: which tree, which entry, and whether the element itself or its only text is meant (a leaf keeps its text
//! inside itself, so that an answer costs one entry and not two).

pub(crate) mod csv;
pub(crate) mod doc;
pub(crate) mod geojson;
mod json;
pub(crate) mod names;
pub(crate) mod world;

pub(crate) use doc::Doc;
pub(crate) use names::{NameId, Names};
pub(crate) use world::World;

/// "No such entry" in links between entries.
pub(crate) const NONE: u32 = u32::MAX;

/// A place in one of the trees. Tree 0 holds the answers, tree `n` is document `n - 1` of the [`World`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Node {
    pub(crate) tree: u16,
    /// The text inside the leaf `id`, not the leaf itself.
    pub(crate) text: bool,
    pub(crate) id: u32,
}

impl Node {
    /// All of it in one number: nodes of static trees sort by it in document order.
    pub(crate) fn number(&self) -> u64 {
        u64::from(self.tree) << 33 | u64::from(self.id) << 1 | u64::from(self.text)
    }

    /// The node of a number.
    pub(crate) fn of_number(number: u64) -> Self {
        Self {
            tree: (number >> 33) as u16,
            text: number & 1 == 1,
            id: (number >> 1) as u32,
        }
    }

    /// A cell of the answers.
    pub(crate) fn cell(id: u32) -> Self {
        Self {
            tree: 0,
            text: false,
            id,
        }
    }
}

/// What a node is (XPath 1.0 §5; namespace nodes are out of scope).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Root,
    Element,
    Attribute,
    Text,
    Comment,
    Instruction,
}
