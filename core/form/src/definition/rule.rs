//! Rules: what is computed for a node, from what.

use crate::xpath::compile::Dependency;
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

/// One rule.
pub(crate) struct Rule {
    /// The node it runs at; for [`Target::Count`] the repeat, run at its parent.
    pub(crate) def: u32,
    pub(crate) target: Target,
    pub(crate) expr: Option<Expr>,
    pub(crate) dependencies: Vec<Dependency>,
}
