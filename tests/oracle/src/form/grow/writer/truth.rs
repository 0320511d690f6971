//! Conditions: what is true or false.

use super::{Value, Writer};
use crate::form::expression::{Expression, Sort};

const REGEXES: [&str; 4] = ["'^[a-z]+$'", "'^[0-9]{2,}$'", "'^(a|b).*$'", "'^\\d*\\.?\\d+$'"];

impl Writer<'_> {
    /// True or false.
    pub fn boolean(&mut self, depth: usize) -> Expression {
        self.any_boolean(depth).as_a(Sort::Truth)
    }

    fn any_boolean(&mut self, depth: usize) -> Expression {
        if depth == 0 {
            return self.plain_boolean();
        }
        match self.random.below(21) {
            0 => self.two("{} and {}", depth, Self::boolean),
            1 => self.two("({} or {})", depth, Self::boolean),
            2 => Expression::of("not({})", vec![self.boolean(depth - 1)]),
            3..=5 => self.number_comparison(depth),
            6 => self.two("string({}) = string({})", depth, Self::text),
            7 => self.two("string({}) != string({})", depth, Self::text),
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
            14 => self.two("ends-with({}, {})", depth, Self::text),
            15 => Expression::of("{} <= today()", vec![self.dated()]),
            16 => {
                Expression::leaf("string-length(uuid()) = 36 and random() < 1 and now() > date('2020-01-01')")
            }
            18 => self.there(Value::Moment, "{} <= now()"),
            19 => self.there(Value::Opened, "{} <= now()"),
            20 => self.there(Value::Fresh, "{} != ''"),
            _ => self.within().unwrap_or_else(|| self.plain_boolean()),
        }
    }

    /// What can be told of a node of a kind, if there is one.
    fn there(&mut self, kind: Value, pattern: &str) -> Expression {
        match self.single(|value| value == kind) {
            Some(path) => Expression::of(pattern, vec![path]),
            None => self.plain_boolean(),
        }
    }

    /// A place lies within a shape.
    fn within(&mut self) -> Option<Expression> {
        let place = self.single(|value| value == Value::Place)?;
        let shape = self.single(|value| value == Value::Places)?;
        Some(Expression::of("geofence({}, {})", vec![place, shape]))
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
            1 => Expression::of(". != string({})", vec![other]),
            _ => Expression::leaf("string-length(.) < 4"),
        }
    }

    fn sign(&mut self) -> Expression {
        Expression::leaf(*self.random.pick(&["<", "<=", ">", ">=", "!=", "="]))
    }
}
