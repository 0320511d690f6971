//! A generated form as a value: small, easy to take apart for shrinking, written out as an XForm by [`xml`].

pub mod expression;
pub mod grow;
pub mod shrink;
pub mod xml;

use self::expression::Expression;

/// A form whose node names are unique.
#[derive(Clone, Debug)]
pub struct Form {
    /// Children of `/data`.
    pub nodes: Vec<Node>,
    /// Lists of choices.
    pub lists: Vec<List>,
    /// What happens at events.
    pub actions: Vec<Action>,
}

/// An element of the answers with its binds and its control.
#[derive(Clone, Debug)]
pub struct Node {
    /// Unique in the form.
    pub name: String,
    /// What it is.
    pub kind: Kind,
    /// Bind attributes with expressions.
    pub binds: Vec<(Rule, Expression)>,
    /// An output in the label, if any.
    pub output: Option<Expression>,
}

/// Bind attributes that hold expressions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// `relevant`
    Relevant,
    /// `required`
    Required,
    /// `constraint`
    Constraint,
    /// `calculate`
    Calculate,
    /// `readonly`
    Readonly,
}

impl Rule {
    /// The attribute's name.
    #[must_use]
    pub fn attribute(self) -> &'static str {
        match self {
            Self::Relevant => "relevant",
            Self::Required => "required",
            Self::Constraint => "constraint",
            Self::Calculate => "calculate",
            Self::Readonly => "readonly",
        }
    }
}

/// Kinds of nodes.
#[derive(Clone, Debug)]
pub enum Kind {
    /// A group.
    Group(Vec<Node>),
    /// A repeat: what is in a row, and who says how many rows there are.
    Repeat(Vec<Node>, Rows),
    /// A leaf.
    Field(Field),
}

/// Who says how many rows a repeat has.
#[derive(Clone, Debug)]
pub enum Rows {
    /// The person, beginning with so many.
    Open(usize),
    /// The person, beginning with none: there is a template.
    Template,
    /// `jr:count`: the path of a whole number.
    Count(Expression),
}

/// A leaf.
#[derive(Clone, Debug)]
pub struct Field {
    /// The bind's `type`.
    pub data_type: &'static str,
    /// How it is asked.
    pub control: Control,
    /// The value that the form begins with.
    pub default: String,
}

/// How a leaf is asked.
#[derive(Clone, Debug)]
pub enum Control {
    /// Not at all: a calculation.
    None,
    /// `input`
    Input,
    /// `range` from 0 to 10 by 1
    Range,
    /// `trigger`
    Trigger,
    /// `upload`
    Upload,
    /// `select1`, `select` or `odk:rank` over a list
    Select(&'static str, Choices),
}

/// Where the choices of a select come from.
#[derive(Clone, Debug)]
pub enum Choices {
    /// `item` elements, written out from a list.
    Items(usize),
    /// An `itemset` over a list's instance with a filter over its items.
    Itemset(usize, Option<Expression>),
    /// The same in an order that follows from a seed.
    Shuffled(usize, usize),
    /// The rows of a repeat: their path, and the node in each that is value and label.
    Rows(Expression, String),
}

/// A list of choices: an internal secondary instance `l0`, `l1`, …
#[derive(Clone, Debug)]
pub struct List {
    /// Values, each with the group it belongs to.
    pub items: Vec<(String, String)>,
}

/// A `setvalue`.
#[derive(Clone, Debug)]
pub struct Action {
    /// The event; for `xforms-value-changed`, it happens at the control of `at`.
    pub event: &'static str,
    /// The question or the repeat that the action stands in.
    pub at: Option<String>,
    /// The name of the node that is written.
    pub target: String,
    /// What is written.
    pub value: Expression,
}

impl Form {
    /// Visits every node with the names around it, outermost first.
    pub fn each<'a>(&'a self, visit: &mut dyn FnMut(&[&'a Node], &'a Node)) {
        each(&self.nodes, &mut Vec::new(), visit);
    }

    /// Every node that an expression names is there.
    #[must_use]
    pub fn is_whole(&self, xml: &str) -> bool {
        let mut names = std::collections::BTreeSet::new();
        self.each(&mut |_, node| {
            names.insert(node.name.as_str());
        });
        let named = |word: &str| {
            let number = word
                .strip_prefix('n')
                .is_some_and(|rest| !rest.is_empty() && rest.chars().all(|at| at.is_ascii_digit()));
            !number || names.contains(word)
        };
        xml.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '-')
            .all(named)
    }

    /// The absolute path of a node without row numbers; empty when there is none of this name.
    #[must_use]
    pub fn path(&self, name: &str) -> String {
        let mut found = String::new();
        self.each(&mut |around, node| {
            if node.name == name {
                found = "/data".to_owned();
                for step in around.iter().copied().chain([node]) {
                    found.push('/');
                    found.push_str(&step.name);
                }
            }
        });
        found
    }
}

impl Node {
    /// What is inside; nothing for a leaf.
    #[must_use]
    pub fn children(&self) -> &[Self] {
        match &self.kind {
            Kind::Group(nodes) | Kind::Repeat(nodes, _) => nodes,
            Kind::Field(_) => &[],
        }
    }

    /// What is inside, to be changed; none for a leaf.
    pub fn children_mut(&mut self) -> Option<&mut Vec<Self>> {
        match &mut self.kind {
            Kind::Group(nodes) | Kind::Repeat(nodes, _) => Some(nodes),
            Kind::Field(_) => None,
        }
    }
}

fn each<'a>(nodes: &'a [Node], around: &mut Vec<&'a Node>, visit: &mut dyn FnMut(&[&'a Node], &'a Node)) {
    for node in nodes {
        visit(around, node);
        around.push(node);
        each(node.children(), around, visit);
        around.pop();
    }
}
