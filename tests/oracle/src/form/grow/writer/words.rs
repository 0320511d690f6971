//! Texts and dates.

use super::{Target, Value, Writer};
use crate::form::expression::{Expression, Sort};

const TEXTS: [&str; 8] = ["''", "'a'", "'b'", "'1'", "'10.5'", "'Hà Nội'", "'a b'", "'x'"];
const DATES: [&str; 4] = ["'2024-02-29'", "'2000-01-01'", "'1969-12-31'", "'2026-11-23'"];
const FORMATS: [&str; 3] = ["'%Y/%m/%d'", "'%d/%m/%y'", "'%e %n %Y'"];

/// How nodes of a kind are written out.
const TIMES: [(Value, &str); 5] = [
    (Value::Date, "%a %e %b %Y"),
    (Value::Moment, "%Y-%m-%d %H:%M"),
    (Value::Moment, "%h.%M.%S.%3 %d/%n"),
    (Value::Opened, "%Y-%m-%d"),
    (Value::Time, "%H:%M:%S"),
];

impl Writer<'_> {
    /// Any text.
    pub fn text(&mut self, depth: usize) -> Expression {
        self.any_text(depth).as_a(Sort::Text)
    }

    fn any_text(&mut self, depth: usize) -> Expression {
        if depth == 0 || self.random.percent(25) {
            return self.plain_text();
        }
        let less = depth - 1;
        match self.random.below(18) {
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
            13 => self.choice_text(),
            14 => self.looked_up(),
            15 => Expression::of("substr({}, 1, 3)", vec![self.text(less)]),
            16 => self.encoded(less),
            _ => self
                .of_row(|target| target.value.is_spoken())
                .unwrap_or_else(|| self.plain_text()),
        }
    }

    /// What functions of texts and of the form itself say.
    fn encoded(&mut self, depth: usize) -> Expression {
        match self.random.below(5) {
            0 => Expression::leaf("base64-decode('SMOgIE7hu5lp')"),
            1 => Expression::leaf("version()"),
            2 | 3 => self.timed(),
            _ => Expression::of("digest({}, 'MD5')", vec![self.text(depth)]),
        }
    }

    /// A date, a time or both, written out; a kind that there is none of gives way to the next.
    fn timed(&mut self) -> Expression {
        let first = self.random.below(TIMES.len());
        for (value, format) in TIMES.iter().cycle().skip(first).take(TIMES.len()) {
            if let Some(path) = self.single(|kind| kind == *value) {
                return Expression::of(&format!("format-date-time({{}}, '{format}')"), vec![path]);
            }
        }
        Expression::of("format-date-time({}, '%Y-%m-%d %H:%M')", vec![self.dated()])
    }

    fn plain_text(&mut self) -> Expression {
        let date = |value| value == Value::Date;
        if self.random.percent(10)
            && let Some(path) = self.single(date)
        {
            return Expression::of("concat('on ', {})", vec![path]);
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

    /// What a label may tell: texts, and what speaks the language of the moment.
    pub fn told(&mut self) -> Expression {
        match self.random.below(6) {
            0 => {
                let list = self.random.below(self.lists.len());
                let item = self.item(list).to_string();
                Expression::leaf(format!("jr:itext('l{list}-{}')", item.trim_matches('\'')))
            }
            1 => self.choice_name().unwrap_or_else(|| self.text(1)),
            _ => self.text(1),
        }
    }

    /// The label of an answer.
    fn choice_name(&mut self) -> Option<Expression> {
        let target = self.target(|target| matches!(target.value, Value::One(_)) && !target.calculated)?;
        let place = format!("/data/{}", target.names().join("/"));
        let path = self.path("", target, &target.names());
        Some(Expression::leaf(format!("jr:choice-name({path}, '{place}')")))
    }

    /// The text of a question with an `input` that nothing hides, or one that is the same everywhere.
    pub fn typed_text(&mut self) -> Expression {
        let typed = |target: &Target| target.value == Value::Text && !target.calculated && target.always;
        self.one_of("", typed).unwrap_or_else(|| self.literal())
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

    /// A date that is written into a node, which keeps the day alone: of a date and time, or of days since 1970.
    pub fn day(&mut self) -> Expression {
        match self.single(|value| value == Value::Moment) {
            Some(path) if self.random.percent(60) => Expression::of("date({})", vec![path]),
            _ => Expression::leaf(format!("date({})", 10_957 + self.random.below(9000))),
        }
    }

    pub(super) fn dated(&mut self) -> Expression {
        let dated = match self.single(|value| value == Value::Date) {
            Some(path) if self.random.percent(75) => path,
            _ => Expression::of("date({})", vec![Expression::leaf(*self.random.pick(&DATES))]),
        };
        dated.as_a(Sort::Date)
    }
}
