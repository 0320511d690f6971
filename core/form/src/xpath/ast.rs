//! An expression as written, names still text.

/// Operators of two operands, weakest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Operator {
    Or,
    And,
    Equal,
    NotEqual,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
    Add,
    Subtract,
    Multiply,
    Divide,
    Modulo,
    Union,
}

/// XPath 1.0 §2.2, without the namespace axis.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Axis {
    Ancestor,
    AncestorOrSelf,
    Attribute,
    Child,
    Descendant,
    DescendantOrSelf,
    Following,
    FollowingSibling,
    Parent,
    Preceding,
    PrecedingSibling,
    Own,
}

impl Axis {
    pub(crate) fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "ancestor" => Self::Ancestor,
            "ancestor-or-self" => Self::AncestorOrSelf,
            "attribute" => Self::Attribute,
            "child" => Self::Child,
            "descendant" => Self::Descendant,
            "descendant-or-self" => Self::DescendantOrSelf,
            "following" => Self::Following,
            "following-sibling" => Self::FollowingSibling,
            "parent" => Self::Parent,
            "preceding" => Self::Preceding,
            "preceding-sibling" => Self::PrecedingSibling,
            "self" => Self::Own,
            _ => return None,
        })
    }

    /// It leads to the node itself or to what is inside.
    pub(crate) fn is_downward(self) -> bool {
        matches!(
            self,
            Self::Child | Self::Attribute | Self::Own | Self::Descendant | Self::DescendantOrSelf
        )
    }

    /// Nodes come nearest first, against document order.
    pub(crate) fn is_reverse(self) -> bool {
        matches!(
            self,
            Self::Ancestor | Self::AncestorOrSelf | Self::Preceding | Self::PrecedingSibling
        )
    }
}

/// XPath 1.0 §2.3.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Test {
    /// `node()`
    Node,
    /// `text()`
    Text,
    /// `comment()`
    Comment,
    /// `processing-instruction('target')`
    Instruction(Option<String>),
    /// `*`
    Any,
    /// `prefix:*`
    AnyIn(String),
    /// `name` or `prefix:name`
    Name(Option<String>, String),
}

/// One step of a path.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Step {
    pub(crate) axis: Axis,
    pub(crate) test: Test,
    pub(crate) predicates: Vec<Ast>,
}

/// Where a path starts.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Start {
    /// `/…`
    Root,
    /// The context node.
    Context,
    /// The nodes of an expression, filtered: `(…)[1]/a`, `instance('x')/root`.
    Filter(Box<Ast>, Vec<Ast>),
}

/// An expression.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Ast {
    Number(f64),
    Text(String),
    Binary(Operator, Box<Ast>, Box<Ast>),
    Negate(Box<Ast>),
    Path(Start, Vec<Step>),
    /// A function by its name as written, with its arguments.
    Call(String, Vec<Ast>),
}
