//! Why the demo ended early: what was expected, what came instead, and what the program concerned said last.

use std::fmt::{self, Display};

use super::program::Program;

/// A step that didn't go as the story says.
#[derive(Debug)]
pub struct Failed {
    expected: String,
    came: String,
    said: Vec<String>,
}

/// What a step gives.
pub(super) type Told<T> = Result<T, Failed>;

impl Failed {
    /// Expected one thing, and another came.
    pub(super) fn new(expected: impl Display, came: impl Display) -> Self {
        Self {
            expected: expected.to_string(),
            came: came.to_string(),
            said: Vec::new(),
        }
    }

    /// With the last lines that a program wrote to its standard error.
    pub(super) fn with_words_of(mut self, program: &Program) -> Self {
        self.said = program.last_words();
        self
    }
}

impl Display for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "expected: {}\n    came: {}", self.expected, self.came)?;
        for line in &self.said {
            write!(f, "\n         │ {line}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Failed {}

/// Goes on when `holds`; otherwise it is a failure.
pub(super) fn expect(holds: bool, expected: impl Display, came: impl Display) -> Told<()> {
    if holds {
        Ok(())
    } else {
        Err(Failed::new(expected, came))
    }
}
