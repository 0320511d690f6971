//! Numbers.

use super::{Value, Writer};
use crate::form::expression::{Expression, Sort};

const NUMBERS: [&str; 10] = ["0", "1", "2", "3", "10", "0.5", "-1", "2.25", "100", "7"];

const FUNCTIONS: [&str; 13] = [
    "round(sqrt(abs({})), 3)",
    "round(log(abs({}) + 1), 3)",
    "round(log10(abs({}) + 1), 3)",
    "round(exp(({}) mod 5), 3)",
    "round(exp10(({}) mod 3), 3)",
    "round(sin({}), 3)",
    "round(cos({}), 3)",
    "round(tan(({}) mod 1), 3)",
    "round(asin(({}) mod 1), 3)",
    "round(acos(({}) mod 1), 3)",
    "round(atan({}), 3)",
    "round(atan2({}, 2), 3)",
    "round(pi() * ({}), 3)",
];

/// What a node of a kind is as a number.
const TIMES: [(Value, &[&str]); 5] = [
    (
        Value::Date,
        &[
            "decimal-date-time(coalesce({}, '2000-01-01'))",
            "int(decimal-date-time({}))",
        ],
    ),
    (
        Value::Time,
        &["round(decimal-time({}), 4)", "round(decimal-time({}) * 24, 1)"],
    ),
    (
        Value::Moment,
        &["round(decimal-date-time({}), 3)", "round(decimal-time({}), 4)"],
    ),
    (Value::Opened, &["int(decimal-date-time({}))"]),
    (Value::Fresh, &["string-length({})"]),
];

impl Writer<'_> {
    /// A number, or no number at all.
    pub fn number(&mut self, depth: usize) -> Expression {
        self.any_number(depth).as_a(Sort::Number)
    }

    fn any_number(&mut self, depth: usize) -> Expression {
        if depth == 0 || self.random.percent(20) {
            return self.plain_number();
        }
        let less = depth - 1;
        match self.random.below(24) {
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
            19 => self.of_time(),
            17 | 23 => self.function(less),
            20 => Expression::of("({})", vec![self.number(less)]),
            21 => self.of_items(),
            22 => match self.of_row(|target| target.value == Value::Number) {
                Some(text) => Expression::of("number({})", vec![text]),
                None => self.plain_number(),
            },
            _ => self.over_nodes(),
        }
    }

    /// What a date, a time or both are as a number; the length of a text that is never the same.
    fn of_time(&mut self) -> Expression {
        let (value, patterns) = *self.random.pick(&TIMES);
        let pattern = *self.random.pick(patterns);
        match self.single(|kind| kind == value) {
            Some(path) => Expression::of(pattern, vec![path]),
            None => Expression::of(
                "decimal-date-time(coalesce({}, '2000-01-01'))",
                vec![self.dated()],
            ),
        }
    }

    /// A function of one number, within its domain; rounded, for the last digits of a sine differ from one library to the next.
    fn function(&mut self, depth: usize) -> Expression {
        let pattern = *self.random.pick(&FUNCTIONS);
        Expression::of(pattern, vec![self.number(depth)])
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
        let pattern = *self.random.pick(&["min({}, {})", "max(1, {}, {})"]);
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
            "max({}[. > 0])",
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
        let row = self.row_around(*at);
        Some(Expression::of("position({})", vec![row]))
    }

    fn place(&mut self) -> Option<Expression> {
        let path = self.single(|value| value == Value::Places)?;
        let pattern = *self
            .random
            .pick(&["round(area({}), 0)", "round(distance({}), 0)"]);
        Some(Expression::of(pattern, vec![path]))
    }
}
