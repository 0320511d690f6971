//! The body (ODK XForms, "Body elements"): groups, repeats and questions in order, with their labels and choices.
//!
//! [`super::reader`] reads it.

use std::collections::HashMap;

use super::itext::Label;
use crate::question::{QuestionKind, Range};
use crate::tree::NONE;
use crate::xpath::program::Expr;

/// Everything people see.
#[derive(Default)]
pub(crate) struct Body {
    pub(crate) nodes: Vec<BodyNode>,
    pub(crate) questions: Vec<Control>,
    /// The question of each definition node, [`NONE`] for nodes that nobody asks.
    pub(super) question_of: Vec<u32>,
    pub(crate) repeats: HashMap<u32, RepeatBody>,
}

impl Body {
    /// The question of a definition node.
    #[inline(always)]
    pub(crate) fn control(&self, def: u32) -> Option<&Control> {
        let index = self.question_of.get(def as usize)?;
        self.questions.get(*index as usize)
    }

    /// Somebody is asked for the definition node.
    #[inline(always)]
    pub(crate) fn asks(&self, def: u32) -> bool {
        self.question_of
            .get(def as usize)
            .is_some_and(|index| *index != NONE)
    }

    /// Adds a question; of two for one node the first is the node's.
    pub(super) fn add(&mut self, control: Control) -> usize {
        let (def, index) = (control.def as usize, self.questions.len());
        if self.question_of.len() <= def {
            self.question_of.resize(def + 1, NONE);
        }
        if self.question_of[def] == NONE {
            self.question_of[def] = index as u32;
        }
        self.questions.push(control);
        index
    }
}

/// What the body says of a repeat.
pub(crate) struct RepeatBody {
    /// Rows come and go by the form's word only (`jr:count`, `jr:noAddRemove`).
    pub(crate) fixed: bool,
}

/// A node of the body.
pub(crate) enum BodyNode {
    Question(usize),
    Group(GroupBody),
    Repeat(u32, GroupBody),
}

/// What groups and repeats have in common.
pub(crate) struct GroupBody {
    /// The bound node; a group may have none. For a repeat: the node of its rows.
    pub(crate) def: Option<u32>,
    pub(crate) label: Option<Label>,
    pub(crate) appearance: Box<str>,
    pub(crate) nodes: Vec<BodyNode>,
}

/// A question.
pub(crate) struct Control {
    pub(crate) def: u32,
    pub(crate) kind: QuestionKind,
    pub(crate) label: Option<Label>,
    /// The label's text id, which its media share.
    pub(crate) text_id: Option<Box<str>>,
    pub(crate) hint: Option<Label>,
    pub(crate) guidance: Option<Label>,
    pub(crate) appearance: Box<str>,
    pub(crate) range: Option<Range>,
    pub(crate) media_type: Option<String>,
    pub(crate) choices: Option<Choices>,
}

/// Where choices come from.
pub(crate) enum Choices {
    Items(Vec<Item>),
    Itemset { nodes: Expr, value: Expr, label: Expr },
}

/// A choice that stands in the form.
pub(crate) struct Item {
    pub(crate) value: Box<str>,
    pub(crate) label: Label,
    pub(crate) text_id: Option<Box<str>>,
}
