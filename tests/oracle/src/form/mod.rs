//! A generated form as a value: small, easy to take apart for shrinking, written out as an XForm by [`xml`].

pub mod expression;
pub mod grow;
pub mod list;
pub mod shrink;
pub mod xml;

use self::expression::Expression;
use self::list::List;

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
    /// Nobody: so many that the form itself has (`jr:noAddRemove`).
    Fixed(usize),
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
    /// `jr:preload` and its parameters.
    pub preload: Option<Preload>,
}

/// `jr:preload` and `jr:preloadParams`.
pub type Preload = (&'static str, &'static str);

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
    /// An `itemset` over a list's instance with a filter over its items, and what their labels say.
    Itemset(usize, Option<Expression>, &'static str),
    /// The same in an order that follows from a seed.
    Shuffled(usize, usize),
    /// The rows of a repeat: their path, and the node in each that is value and label.
    Rows(Expression, String),
}

/// A `setvalue`.
#[derive(Clone, Debug)]
pub struct Action {
    /// The events, those of a question or a repeat at the control of `at`.
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

    /// The same form with expressions that JavaRosa reads.
    #[must_use]
    pub fn plain(&self) -> Self {
        let mut form = self.clone();
        form.nodes.iter_mut().for_each(Node::make_plain);
        for action in &mut form.actions {
            action.value = action.value.plain();
        }
        form
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

    /// Repeats whose rows only the form makes, outside of other rows.
    #[must_use]
    pub fn closed(&self) -> Vec<String> {
        let mut closed = Vec::new();
        self.each(&mut |around, node| {
            let in_rows = around.iter().any(|node| matches!(node.kind, Kind::Repeat(..)));
            if !in_rows && matches!(node.kind, Kind::Repeat(_, Rows::Count(_) | Rows::Fixed(_))) {
                closed.push(self.path(&node.name));
            }
        });
        closed
    }

    /// What was made of the form can be opened again: JavaRosa can't open rows inside of rows that have a template, forgets those that were hidden
    /// in their row, and that they are read-only.
    #[must_use]
    pub fn is_reopened(&self) -> bool {
        let mut opens = true;
        self.each(&mut |around, node| {
            let has = |node: &Node, rule| node.binds.iter().any(|(of, _)| *of == rule);
            let is_lost = |node: &&Node| {
                has(node, Rule::Relevant) || matches!(node.kind, Kind::Repeat(_, Rows::Template))
            };
            let rows = around
                .iter()
                .position(|node| matches!(node.kind, Kind::Repeat(..)));
            let lost = rows.is_some_and(|rows| around[rows..].iter().any(is_lost));
            let locked = around.iter().any(|node| has(node, Rule::Readonly));
            opens &= !(lost || locked) || !matches!(node.kind, Kind::Repeat(..));
        });
        opens
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
    fn make_plain(&mut self) {
        let own = self.binds.iter_mut().map(|(_, expression)| expression);
        for expression in own.chain(&mut self.output) {
            *expression = expression.plain();
        }
        match &mut self.kind {
            Kind::Repeat(_, Rows::Count(expression))
            | Kind::Field(Field {
                control:
                    Control::Select(_, Choices::Itemset(_, Some(expression), _) | Choices::Rows(expression, _)),
                ..
            }) => *expression = expression.plain(),
            _ => {}
        }
        let inner = self.children_mut().into_iter().flatten();
        inner.for_each(Self::make_plain);
    }

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
