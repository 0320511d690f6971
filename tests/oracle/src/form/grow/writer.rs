//! Makes expressions of a wanted kind over the nodes that come before: `truth`, `figures` and `words`, of lists `lists`; this page has
//! the paths, `axes` other ways to write them.

mod axes;
mod figures;
mod lists;
mod truth;
mod words;

use crate::form::expression::Expression;
use crate::form::list::List;
use crate::random::Random;

/// A step of a path and whether it is a repeat.
pub type Step = (String, bool);

/// What a node's value is to an expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Value {
    /// A number.
    Number,
    /// Any text.
    Text,
    /// A date.
    Date,
    /// A date with a time.
    Moment,
    /// When the form was opened, by the clock of whoever opened it.
    Opened,
    /// A time.
    Time,
    /// A text that is made anew each time: of it only that it is there, and its length.
    Fresh,
    /// A choice of a list.
    One(usize),
    /// Choices of a list.
    Many(usize),
    /// One place.
    Place,
    /// A line or a shape.
    Places,
    /// Yes or no: JavaRosa reads its text as `true` or `false`.
    Flag,
    /// A value that nothing is worked out from.
    Other,
    /// A group or a repeat.
    Container,
}

/// A node that expressions may name.
#[derive(Clone, Debug)]
pub struct Target {
    /// The steps below `/data`.
    pub path: Vec<Step>,
    /// What its value is.
    pub value: Value,
    /// Nobody answers it.
    pub calculated: bool,
    /// Nothing hides it.
    pub always: bool,
    /// A small whole number that a person types.
    pub whole: bool,
}

impl Value {
    /// Its text is the same to both engines.
    fn is_spoken(self) -> bool {
        !matches!(
            self,
            Self::Container
                | Self::Flag
                | Self::Date
                | Self::Moment
                | Self::Opened
                | Self::Time
                | Self::Fresh
        )
    }
}

impl Target {
    /// A node at a path.
    #[must_use]
    pub fn new(path: &[Step], value: Value, calculated: bool, always: bool) -> Self {
        Self {
            path: path.to_vec(),
            value,
            calculated,
            always,
            whole: false,
        }
    }

    fn names(&self) -> Vec<String> {
        self.path.iter().map(|(name, _)| name.clone()).collect()
    }
}

/// Writes for the node at `here`.
pub struct Writer<'a> {
    /// Where chance comes from.
    pub random: &'a mut Random,
    /// What may be named.
    pub targets: &'a [Target],
    /// The form's lists.
    pub lists: &'a [List],
    /// The node that the expression belongs to.
    pub here: &'a [Step],
    /// The expression runs at another node of the same element: only paths that lead to the same from both.
    pub near: bool,
}

impl<'a> Writer<'a> {
    /// A choice of a list, or none.
    pub fn choice_of(&mut self, list: usize) -> Expression {
        Expression::of(
            "if({}, {}, {})",
            vec![self.boolean(1), self.item(list), self.item(list)],
        )
    }

    fn item(&mut self, list: usize) -> Expression {
        let lists = self.lists;
        Expression::leaf(format!("'{}'", self.random.pick(&lists[list].items).name))
    }

    /// The path of a typed number that says how many rows there are; one that can't be hidden, for JavaRosa counts by hidden ones too.
    pub fn count(&mut self) -> Option<Expression> {
        let path = self.one_of("", |target| target.whole && target.always)?;
        // A repeat without rows has nothing before it.
        let beside = path.to_string().starts_with("preceding");
        Some(if beside { path.plain() } else { path })
    }

    /// The rows of a repeat as choices: the path of their nodes, and the node in a row that is value and label.
    pub fn rows(&mut self) -> Option<(String, String)> {
        let all = self.targets;
        let direct = |target: &&Target| {
            let outside = self.common(target) + 2 == target.path.len();
            target.whole && outside && target.path[target.path.len() - 2].1 && self.is_many(target)
        };
        let target = all.iter().find(direct)?;
        let mut names = target.names();
        let value = names.pop()?;
        let row = names.pop()?;
        names.push(format!("{row}[{value} != '']"));
        Some((self.path("", target, &names), value))
    }

    fn chosen(&mut self) -> Option<(Expression, usize)> {
        let list = self.random.below(self.lists.len());
        let path = self.single(|value| value == Value::One(list) || value == Value::Many(list))?;
        Some((path, list))
    }

    fn two(&mut self, pattern: &str, depth: usize, make: fn(&mut Self, usize) -> Expression) -> Expression {
        let first = make(self, depth - 1);
        let second = make(self, depth - 1);
        Expression::of(pattern, vec![first, second])
    }

    fn common(&self, target: &Target) -> usize {
        target
            .path
            .iter()
            .zip(self.here)
            .take_while(|(one, other)| one == other)
            .count()
    }

    fn is_many(&self, target: &Target) -> bool {
        target.path[self.common(target)..]
            .iter()
            .any(|(_, repeat)| *repeat)
    }

    /// The path of one node of a kind.
    fn single(&mut self, kind: impl Fn(Value) -> bool) -> Option<Expression> {
        self.single_from("", kind)
    }

    fn single_from(&mut self, start: &str, kind: impl Fn(Value) -> bool) -> Option<Expression> {
        self.one_of(start, |target| kind(target.value))
    }

    /// A value in one row of a repeat that this node isn't in: the first, second or third.
    fn of_row(&mut self, fits: impl Fn(&Target) -> bool) -> Option<Expression> {
        let all = self.targets;
        let one_repeat = |target: &Target| target.path.iter().filter(|(_, repeat)| *repeat).count() == 1;
        let found: Vec<&Target> = all
            .iter()
            .filter(|target| fits(target) && one_repeat(target) && self.is_many(target))
            .collect();
        if found.is_empty() {
            return None;
        }
        let target = *self.random.pick(&found);
        let names = target.names();
        let last = target.path.iter().rposition(|(_, repeat)| *repeat)?;
        let row = 1 + self.random.below(3);
        Some(Expression::leaf(format!(
            "string(indexed-repeat(/data/{}, /data/{}, {row}))",
            names.join("/"),
            names[..=last].join("/")
        )))
    }

    fn one_of(&mut self, start: &str, fits: impl Fn(&Target) -> bool) -> Option<Expression> {
        let target = self.target(fits)?;
        Some(self.reach(start, target, &target.names()))
    }

    fn target(&mut self, fits: impl Fn(&Target) -> bool) -> Option<&'a Target> {
        let all = self.targets;
        let found: Vec<&Target> = all
            .iter()
            .filter(|target| fits(target) && !self.is_many(target))
            .collect();
        if found.is_empty() {
            return None;
        }
        // What stands near is named more often: interplay in small forms comes from there.
        let near = found.len().saturating_sub(4);
        let target = if self.random.percent(50) {
            found[near + self.random.below(found.len() - near)]
        } else {
            *self.random.pick(&found)
        };
        Some(target)
    }

    fn path(&mut self, start: &str, target: &Target, names: &[String]) -> String {
        let common = self.common(target);
        let within = self.here[..common].iter().any(|(_, repeat)| *repeat);
        if !within && start.is_empty() && self.random.percent(50) {
            return format!("/data/{}", names.join("/"));
        }
        let up = "../".repeat(self.here.len() - common);
        format!("{start}{up}{}", names[common..].join("/"))
    }

    /// The nodes of a kind in the rows of a repeat that this node isn't in, perhaps only of some rows.
    fn nodes(&mut self, fits: impl Fn(&Target) -> bool) -> Option<Expression> {
        let all = self.targets;
        let found: Vec<&Target> = all
            .iter()
            .filter(|target| fits(target) && self.is_many(target))
            .collect();
        if found.is_empty() {
            return None;
        }
        let target = *self.random.pick(&found);
        let mut names = target.names();
        let last = target.path.iter().rposition(|(_, repeat)| *repeat)?;
        if last + 1 < names.len() && self.random.percent(30) {
            let test = match self.random.below(3) {
                0 => "position() = 1".to_owned(),
                // The text of a group is nothing in JavaRosa.
                1 if last + 2 == names.len() && target.value != Value::Container => {
                    format!("{} != ''", names[last + 1])
                }
                _ => format!("position() > {}", self.random.below(2)),
            };
            names[last] = format!("{}[{test}]", names[last]);
        }
        Some(self.reach("", target, &names))
    }
}
