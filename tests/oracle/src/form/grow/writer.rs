//! Makes expressions of a wanted kind over the nodes that come before.

use crate::form::List;
use crate::form::expression::{Expression, Sort};
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
    /// A date with a time, or a time.
    DateTime,
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
        !matches!(self, Self::Container | Self::Flag | Self::Date | Self::DateTime)
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
}

const TEXTS: [&str; 8] = ["''", "'a'", "'b'", "'1'", "'10.5'", "'Hà Nội'", "'a b'", "'x'"];
const NUMBERS: [&str; 10] = ["0", "1", "2", "3", "10", "0.5", "-1", "2.25", "100", "7"];
const DATES: [&str; 4] = ["'2024-02-29'", "'2000-01-01'", "'1969-12-31'", "'2026-11-23'"];
const REGEXES: [&str; 4] = ["'^[a-z]+$'", "'^[0-9]{2,}$'", "'^(a|b).*$'", "'^\\d*\\.?\\d+$'"];
const FORMATS: [&str; 3] = ["'%Y/%m/%d'", "'%d/%m/%y'", "'%e %n %Y'"];

impl Writer<'_> {
    /// True or false.
    pub fn boolean(&mut self, depth: usize) -> Expression {
        self.any_boolean(depth).as_a(Sort::Truth)
    }

    fn any_boolean(&mut self, depth: usize) -> Expression {
        if depth == 0 {
            return self.plain_boolean();
        }
        match self.random.below(15) {
            0 => self.two("{} and {}", depth, Self::boolean),
            1 => self.two("({} or {})", depth, Self::boolean),
            2 => Expression::of("not({})", vec![self.boolean(depth - 1)]),
            3..=5 => self.number_comparison(depth),
            6 => self.two("{} = {}", depth, Self::text),
            7 => self.two("{} != {}", depth, Self::text),
            8 => self.two("contains({}, {})", depth, Self::text),
            9 => self.two("starts-with({}, {})", depth, Self::text),
            10 => Expression::of("{} < {}", vec![self.dated(), self.dated()]),
            11 => {
                let regex = *self.random.pick(&REGEXES);
                Expression::of(
                    "regex({}, {})",
                    vec![self.text(depth - 1), Expression::leaf(regex)],
                )
            }
            12 => Expression::of(
                "checklist(1, 2, {}, {}, {})",
                vec![
                    self.boolean(depth - 1),
                    self.boolean(depth - 1),
                    self.boolean(depth - 1),
                ],
            ),
            13 => Expression::of(
                "weighted-checklist(1, 9, {}, 3, {}, 2)",
                vec![self.boolean(depth - 1), self.boolean(depth - 1)],
            ),
            _ => self.plain_boolean(),
        }
    }

    fn plain_boolean(&mut self) -> Expression {
        if let Some((path, list)) = self.chosen() {
            let word = self.item(list);
            let pattern = *self.random.pick(&["selected({}, {})", "{} = {}", "{} != {}"]);
            return Expression::of(pattern, vec![path, word]);
        }
        match self.single(Value::is_spoken) {
            Some(path) if self.random.percent(80) => {
                let pattern = *self
                    .random
                    .pick(&["{} != ''", "{} = ''", "{} > 1", "string-length({}) > 0"]);
                Expression::of(pattern, vec![path])
            }
            _ => Expression::leaf(*self.random.pick(&[
                "true()",
                "false()",
                "1 = 1",
                "boolean-from-string('1')",
            ])),
        }
    }

    fn number_comparison(&mut self, depth: usize) -> Expression {
        let pattern = *self
            .random
            .pick(&["{} < {}", "{} >= {}", "{} = {}", "{} != {}", "{} > {}"]);
        self.two(pattern, depth, Self::number)
    }

    /// A condition on the answer itself.
    pub fn constraint(&mut self, value: Value) -> Expression {
        let about = self.about(value).as_a(Sort::Truth);
        if self.random.percent(25) {
            return Expression::of("{} or {}", vec![about, self.boolean(1)]).as_a(Sort::Truth);
        }
        about
    }

    fn about(&mut self, value: Value) -> Expression {
        match value {
            Value::Number => Expression::of(". {} {}", vec![self.sign(), self.number(1)]),
            Value::Text => self.text_constraint(),
            Value::Date => Expression::of(". {} {}", vec![self.sign(), self.date()]),
            Value::Many(_) => Expression::of("count-selected(.) < {}", vec![self.number(1)]),
            Value::One(list) => Expression::of(". != {}", vec![self.item(list)]),
            _ => self.boolean(1),
        }
    }

    fn text_constraint(&mut self) -> Expression {
        let regex = *self.random.pick(&REGEXES);
        let other = self.text(1);
        match self.random.below(3) {
            0 => Expression::of("regex(., {})", vec![Expression::leaf(regex)]),
            1 => Expression::of(". != {}", vec![other]),
            _ => Expression::leaf("string-length(.) < 4"),
        }
    }

    fn sign(&mut self) -> Expression {
        Expression::leaf(*self.random.pick(&["<", "<=", ">", ">=", "!=", "="]))
    }

    /// A number, or no number at all.
    pub fn number(&mut self, depth: usize) -> Expression {
        self.any_number(depth).as_a(Sort::Number)
    }

    fn any_number(&mut self, depth: usize) -> Expression {
        if depth == 0 || self.random.percent(20) {
            return self.plain_number();
        }
        let less = depth - 1;
        match self.random.below(22) {
            0 => self.two("{} + {}", depth, Self::number),
            1 => self.two("{} - {}", depth, Self::number),
            2 => self.two("({}) * ({})", depth, Self::number),
            3 => self.two("({}) div ({})", depth, Self::number),
            4 => self.two("({}) mod ({})", depth, Self::number),
            5 => Expression::of("-({})", vec![self.number(less)]),
            6 => Expression::of("int({})", vec![self.number(less)]),
            7 => Expression::of("round({})", vec![self.number(less)]),
            8 => {
                let digits = self.random.below(3);
                Expression::of(
                    "round({}, {})",
                    vec![self.number(less), Expression::leaf(digits.to_string())],
                )
            }
            9 => Expression::of("abs({})", vec![self.number(less)]),
            10 => Expression::of("pow({}, 2)", vec![self.number(less)]),
            11 => Expression::of("string-length({})", vec![self.text(less)]),
            12 => Expression::of("number({})", vec![self.text(less)]),
            13 => Expression::of(
                "if({}, {}, {})",
                vec![self.boolean(less), self.number(less), self.number(less)],
            ),
            14 => Expression::of("coalesce({}, {})", vec![self.number(less), self.number(less)]),
            15 | 16 => self.extreme(),
            18 => self.place().unwrap_or_else(|| self.plain_number()),
            19 => Expression::of(
                "decimal-date-time(coalesce({}, '2000-01-01'))",
                vec![self.dated()],
            ),
            20 => Expression::of("({})", vec![self.number(less)]),
            _ => self.over_nodes(),
        }
    }

    fn plain_number(&mut self) -> Expression {
        match self.random.below(12) {
            0..=5 => match self.single(|value| value == Value::Number) {
                Some(path) => path,
                None => self.over_nodes(),
            },
            6..=8 => self.over_nodes(),
            9 => self.position().unwrap_or_else(|| Expression::leaf("5")),
            10 => match self.single(|value| matches!(value, Value::Many(_))) {
                Some(path) => Expression::of("count-selected({})", vec![path]),
                None => Expression::leaf("4"),
            },
            _ => Expression::leaf(*self.random.pick(&NUMBERS)),
        }
    }

    /// The smallest or greatest of two that are numbers: JavaRosa leaves out what is none.
    fn extreme(&mut self) -> Expression {
        let pattern = *self.random.pick(&["min({}, {})", "max(0, {}, {})"]);
        let [first, second] =
            [*self.random.pick(&NUMBERS), *self.random.pick(&NUMBERS)].map(Expression::leaf);
        let mut number = |number: Expression| match self.single(|value| value == Value::Number) {
            Some(path) => Expression::of("coalesce({}, {})", vec![path, number]).as_a(Sort::Number),
            None => number,
        };
        Expression::of(pattern, vec![number(first), number(second)])
    }

    /// A figure over the rows of a repeat, where there is one that this node isn't in. Of the values, only those that are there: JavaRosa leaves
    /// out empty and hidden ones by itself.
    fn over_nodes(&mut self) -> Expression {
        let patterns = [
            "sum({}[. != ''])",
            "max({}[. >= 0])",
            "min({}[. != ''])",
            "count-non-empty({})",
            "count({}[. != ''])",
            "count({})",
        ];
        let pattern = *self.random.pick(&patterns);
        let nodes = match pattern {
            "count({})" => self.nodes(|target| target.value == Value::Container && target.always),
            "count-non-empty({})" | "count({}[. != ''])" => self.nodes(|target| target.value.is_spoken()),
            _ => self.nodes(|target| target.value == Value::Number),
        };
        match nodes {
            Some(nodes) => Expression::of(pattern, vec![nodes]),
            None => Expression::leaf(*self.random.pick(&NUMBERS)),
        }
    }

    fn position(&mut self) -> Option<Expression> {
        let rows: Vec<usize> = (0..self.here.len() - 1).filter(|at| self.here[*at].1).collect();
        let at = rows.last()?;
        let up = vec![".."; self.here.len() - 1 - at].join("/");
        Some(Expression::leaf(format!("position({up})")))
    }

    fn place(&mut self) -> Option<Expression> {
        let path = self.single(|value| value == Value::Places)?;
        let pattern = *self
            .random
            .pick(&["round(area({}), 0)", "round(distance({}), 0)"]);
        Some(Expression::of(pattern, vec![path]))
    }

    /// Any text.
    pub fn text(&mut self, depth: usize) -> Expression {
        self.any_text(depth).as_a(Sort::Text)
    }

    fn any_text(&mut self, depth: usize) -> Expression {
        if depth == 0 || self.random.percent(25) {
            return self.plain_text();
        }
        let less = depth - 1;
        match self.random.below(14) {
            0 | 1 => self.two("concat({}, {})", depth, Self::text),
            2 => Expression::of(
                "if({}, {}, {})",
                vec![self.boolean(less), self.text(less), self.text(less)],
            ),
            3 => Expression::of("substr({}, 1)", vec![self.text(less)]),
            4 => Expression::of("substr({}, 0, 2)", vec![self.text(less)]),
            5 => self.two("substring-before({}, {})", depth, Self::text),
            6 => self.two("substring-after({}, {})", depth, Self::text),
            7 => Expression::of("translate({}, 'abc', 'AB')", vec![self.text(less)]),
            8 => Expression::of("normalize-space({})", vec![self.text(less)]),
            9 => self.two("coalesce({}, {})", depth, Self::text),
            10 => Expression::of("string({})", vec![self.number(less)]),
            11 => {
                let format = *self.random.pick(&FORMATS);
                Expression::of(
                    "format-date({}, {})",
                    vec![self.dated(), Expression::leaf(format)],
                )
            }
            12 => self.joined(),
            _ => self.choice_text(),
        }
    }

    fn plain_text(&mut self) -> Expression {
        let date = |value| value == Value::Date;
        if self.random.percent(10)
            && let Some(path) = self.single(date)
        {
            return Expression::of("string({})", vec![path]);
        }
        match self.single(Value::is_spoken) {
            Some(path) if self.random.percent(65) => path,
            _ => Expression::leaf(*self.random.pick(&TEXTS)),
        }
    }

    fn joined(&mut self) -> Expression {
        match self.nodes(|target| target.value.is_spoken()) {
            Some(nodes) => Expression::of("join(', ', {}[. != ''])", vec![nodes]),
            None => self.plain_text(),
        }
    }

    fn choice_text(&mut self) -> Expression {
        if let Some(path) = self.single(|value| matches!(value, Value::Many(_))) {
            let at = self.random.below(3).to_string();
            return Expression::of("selected-at({}, {})", vec![path, Expression::leaf(at)]);
        }
        self.plain_text()
    }

    /// A text that is the same everywhere.
    pub fn literal(&mut self) -> Expression {
        Expression::leaf(*self.random.pick(&TEXTS))
    }

    /// A date.
    pub fn date(&mut self) -> Expression {
        let date = match self.random.below(3) {
            0 => Expression::of("date({})", vec![self.dated()]),
            1 => Expression::of(
                "if({}, {}, {})",
                vec![self.boolean(1), self.dated(), self.dated()],
            ),
            _ => self.dated(),
        };
        date.as_a(Sort::Date)
    }

    fn dated(&mut self) -> Expression {
        let dated = match self.single(|value| value == Value::Date) {
            Some(path) if self.random.percent(75) => path,
            _ => Expression::of("date({})", vec![Expression::leaf(*self.random.pick(&DATES))]),
        };
        dated.as_a(Sort::Date)
    }

    /// A choice of a list, or none.
    pub fn choice_of(&mut self, list: usize) -> Expression {
        Expression::of(
            "if({}, {}, {})",
            vec![self.boolean(1), self.item(list), self.item(list)],
        )
    }

    fn item(&mut self, list: usize) -> Expression {
        let lists = self.lists;
        Expression::leaf(format!("'{}'", self.random.pick(&lists[list].items).0))
    }

    /// A condition on an item of a list, from which the question's own place is `current()`.
    pub fn filter(&mut self) -> Expression {
        let value = self.single_from("current()/", |value| matches!(value, Value::One(_) | Value::Text));
        let number = self.single_from("current()/", |value| value == Value::Number);
        match (value, number) {
            (Some(path), _) if self.random.percent(70) => {
                let pattern = *self.random.pick(&[
                    "group = {}",
                    "group != {}",
                    "name != {}",
                    "group = 'g1' or name = {}",
                ]);
                Expression::of(pattern, vec![path])
            }
            (_, Some(path)) => {
                let pattern = *self.random.pick(&["position() <= {}", "group = 'g1' or {} > 2"]);
                Expression::of(pattern, vec![path])
            }
            _ => Expression::leaf(*self.random.pick(&[
                "group = 'g1'",
                "name != 'a'",
                "group != 'g2' and name != 'c'",
            ])),
        }
    }

    /// The path of a typed number that says how many rows there are; one that can't be hidden, for JavaRosa counts by hidden ones too.
    pub fn count(&mut self) -> Option<Expression> {
        self.one_of("", |target| target.whole && target.always)
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

    fn one_of(&mut self, start: &str, fits: impl Fn(&Target) -> bool) -> Option<Expression> {
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
        Some(Expression::leaf(self.path(start, target, &target.names())))
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
                1 if last + 2 == names.len() => format!("{} != ''", names[last + 1]),
                _ => format!("position() > {}", self.random.below(2)),
            };
            names[last] = format!("{}[{test}]", names[last]);
        }
        Some(Expression::leaf(self.path("", target, &names)))
    }
}
