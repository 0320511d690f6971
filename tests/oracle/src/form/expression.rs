//! XPath expressions as trees, so that shrinking can put a part in the place of the whole.

use std::fmt;

/// What an expression comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// Not said.
    Any,
    /// True or false.
    Truth,
    /// A number.
    Number,
    /// A text.
    Text,
    /// A date.
    Date,
}

/// Words with expressions between them: `parts[0] args[0] parts[1] …`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expression {
    parts: Vec<String>,
    args: Vec<Expression>,
    /// Only what comes to the same may stand in its place: text read as a number is another matter.
    sort: Sort,
    /// What JavaRosa reads instead, where it doesn't know the words.
    plain: Option<String>,
}

impl Expression {
    /// Text without anything to put in.
    pub fn leaf(text: impl Into<String>) -> Self {
        Self {
            parts: vec![text.into()],
            args: Vec::new(),
            sort: Sort::Any,
            plain: None,
        }
    }

    /// Text without anything to put in, and a plainer one that comes to the same.
    pub fn two_ways(text: impl Into<String>, plain: impl Into<String>) -> Self {
        Self {
            plain: Some(plain.into()),
            ..Self::leaf(text)
        }
    }

    /// The same as JavaRosa reads it.
    #[must_use]
    pub fn plain(&self) -> Self {
        let parts = self.plain.as_ref().map(|plain| vec![plain.clone()]);
        Self {
            parts: parts.unwrap_or_else(|| self.parts.clone()),
            args: self.args.iter().map(Self::plain).collect(),
            sort: self.sort,
            plain: None,
        }
    }

    /// A pattern whose `{}` stand for the expressions, one each.
    ///
    /// # Panics
    /// When pattern and expressions don't fit: a mistake of the generator.
    #[must_use]
    pub fn of(pattern: &str, args: Vec<Self>) -> Self {
        let parts: Vec<String> = pattern.split("{}").map(str::to_owned).collect();
        assert_eq!(parts.len(), args.len() + 1, "{pattern}");
        Self {
            parts,
            args,
            sort: Sort::Any,
            plain: None,
        }
    }

    /// The same, known to come to something.
    #[must_use]
    pub fn as_a(mut self, sort: Sort) -> Self {
        self.sort = sort;
        self
    }

    /// Smaller expressions to try instead: each part of its own kind alone, and the whole with one part smaller.
    #[must_use]
    pub fn smaller(&self) -> Vec<Self> {
        let fits = |arg: &&Self| arg.sort == self.sort;
        let mut smaller: Vec<Self> = self.args.iter().filter(fits).cloned().collect();
        for (at, arg) in self.args.iter().enumerate() {
            for less in arg.smaller() {
                let mut whole = self.clone();
                whole.args[at] = less;
                smaller.push(whole);
            }
        }
        smaller
    }
}

impl fmt::Display for Expression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut args = self.args.iter();
        for (at, part) in self.parts.iter().enumerate() {
            if at > 0
                && let Some(arg) = args.next()
            {
                write!(f, "{arg}")?;
            }
            f.write_str(part)?;
        }
        Ok(())
    }
}
