//! Rules: what is computed for a node, from what.

use crate::xpath::compile::{Compiled, Dependency};
use crate::xpath::program::Expr;

/// What a rule computes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    /// `calculate`
    Value,
    /// `relevant`
    Relevant,
    /// `readonly`
    Readonly,
    /// `required`
    Required,
    /// `constraint`
    Constraint,
    /// Which choices there are, and so what is left of the answer.
    Choices,
    /// `jr:count` of a repeat, computed where its rows hang.
    Count,
    /// Outputs in labels: nothing is kept, the question is told as changed.
    Label,
}

/// What a form's author may write as an expression about a node (ODK XForms, "Bind attributes", "Repeats" and "Secondary
/// instances").
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RuleKind {
    /// `calculate`: the node's value.
    Calculate,
    /// `relevant`: the node is part of the form now.
    Relevant,
    /// `readonly`: the answer can't be changed now.
    Readonly,
    /// `required`: the answer must not be empty now.
    Required,
    /// `constraint`: what an answer must meet.
    Constraint,
    /// `jr:count`: how many rows a repeat has.
    Count,
    /// The `nodeset` of an itemset: which choices are offered.
    Choices,
}

impl RuleKind {
    /// All of them, in the order in which they are told.
    pub(crate) const ALL: [Self; 7] = [
        Self::Calculate,
        Self::Relevant,
        Self::Readonly,
        Self::Required,
        Self::Constraint,
        Self::Count,
        Self::Choices,
    ];

    /// The form's word for it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Calculate => "calculate",
            Self::Relevant => "relevant",
            Self::Readonly => "readonly",
            Self::Required => "required",
            Self::Constraint => "constraint",
            Self::Count => "jr:count",
            Self::Choices => "nodeset",
        }
    }

    /// The kind of a rule's target; labels are no rule that an author writes.
    pub(crate) fn of(target: Target) -> Option<Self> {
        Some(match target {
            Target::Value => Self::Calculate,
            Target::Relevant => Self::Relevant,
            Target::Readonly => Self::Readonly,
            Target::Required => Self::Required,
            Target::Constraint => Self::Constraint,
            Target::Count => Self::Count,
            Target::Choices => Self::Choices,
            Target::Label => return None,
        })
    }
}

/// One rule.
pub(crate) struct Rule {
    /// The node it runs at; for [`Target::Count`] the repeat, run at its parent.
    pub(crate) def: u32,
    pub(crate) target: Target,
    pub(crate) expr: Option<Expr>,
    pub(crate) dependencies: Vec<Dependency>,
    /// The expression as the form writes it, for people who compare or explain forms; empty where there is none.
    pub(crate) source: Box<str>,
}

impl Rule {
    /// What the outputs of a node's texts read; no rule when they read nothing.
    pub(super) fn label(def: u32, dependencies: Vec<Dependency>) -> Option<Self> {
        let is_read = !dependencies.is_empty();
        is_read.then(|| Self {
            def,
            target: Target::Label,
            expr: None,
            dependencies,
            source: Box::default(),
        })
    }

    /// Which choices a question has; `nodeset` where an itemset gives them.
    pub(super) fn choices(def: u32, dependencies: Vec<Dependency>, nodeset: &str) -> Self {
        Self {
            def,
            target: Target::Choices,
            expr: None,
            dependencies,
            source: nodeset.into(),
        }
    }

    /// How many rows a repeat has.
    pub(super) fn count(def: u32, compiled: Compiled, text: &str) -> Self {
        Self {
            def,
            target: Target::Count,
            expr: Some(compiled.expr),
            dependencies: compiled.dependencies,
            source: text.trim().into(),
        }
    }
}
