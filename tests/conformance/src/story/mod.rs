//! A form's story: how a person fills it in, right and wrong, written by the form's author as `story.json`.
//!
//! `tests/fixtures/README.md` has the format. [`Story::read`] takes the text and knows on which line each step stands;
//! [`Story::tell`] plays it on a form and says what went otherwise, line by line. Nothing ends the play: a step that can't be
//! carried out is told like any other difference, so that an author sees all of them at once.

mod player;
mod wanted;

use std::collections::BTreeMap;
use std::fmt;

use chrono::{DateTime, FixedOffset};
use motcua_form::Definition;
use serde::Deserialize;
use serde_json::value::RawValue;

pub use self::player::Player;
pub use self::wanted::{Expected, Step, Wrong};
use self::wanted::{File, PlainStory, Submitted};

/// Asia/Ho_Chi_Minh, where stories play, has no summer time.
const ZONE_SECONDS: i32 = 7 * 3600;

/// Why a text isn't a story.
#[derive(Debug, thiserror::Error)]
pub enum StoryError {
    /// Not JSON, or a member is missing or of another type; says where.
    #[error("{0}")]
    Json(#[from] serde_json::Error),
    /// A step that doesn't fit the format.
    #[error("line {line}: {problem}")]
    Step {
        /// Its line in the file, from 1.
        line: usize,
        /// What doesn't fit.
        problem: String,
    },
    /// `now` isn't a time of RFC 3339.
    #[error("`now` is no time of RFC 3339: {0}")]
    Now(String),
}

/// A story as its author wrote it.
#[derive(Debug)]
pub struct Story {
    /// The form's procedure.
    pub procedure_code: String,
    /// The form's version.
    pub form_version: String,
    /// The steps in order, each with its line.
    pub steps: Vec<(usize, Step)>,
    /// How the person answers when the office asks for more; empty in most stories.
    pub supplement: Vec<(usize, Step)>,
    /// Single wrong answers to the finished story, each with its line.
    pub wrong: Vec<(usize, Wrong)>,
    now: DateTime<FixedOffset>,
    files: BTreeMap<String, File>,
    submission: Option<Submitted>,
}

/// Something that went otherwise than the story says. The words may quote answers: stories are test data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Otherwise {
    /// The line of the story, from 1; nothing when it is about the whole.
    pub line: Option<usize>,
    /// What was expected, and what was found.
    pub what: String,
}

impl fmt::Display for Otherwise {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "line {line}: {}", self.what),
            None => f.write_str(&self.what),
        }
    }
}

impl Story {
    /// Reads a story.
    ///
    /// # Errors
    /// The text isn't a story; the message says where and what to mend.
    pub fn read(json: &str) -> Result<Self, StoryError> {
        let plain: PlainStory<'_> = serde_json::from_str(json)?;
        let now = DateTime::parse_from_rfc3339(&plain.now).map_err(|_| StoryError::Now(plain.now.clone()))?;
        let zone = FixedOffset::east_opt(ZONE_SECONDS);
        Ok(Self {
            procedure_code: plain.procedure_code,
            form_version: plain.form_version,
            steps: with_lines(json, &plain.steps)?,
            supplement: with_lines(json, &plain.supplement.unwrap_or_default().steps)?,
            wrong: with_lines(json, &plain.wrong)?,
            now: zone.map_or(now, |zone| now.with_timezone(&zone)),
            files: plain.files,
            submission: plain.submission,
        })
    }

    /// Plays the story on a form: its steps, then what it says of the submission, then each wrong answer alone. What went otherwise,
    /// in the story's order; nothing when all went as it says.
    #[must_use]
    pub fn tell(&self, definition: &Definition) -> Vec<Otherwise> {
        let mut player = Player::open(self, definition);
        player.play(&self.steps);
        if let Some(wanted) = &self.submission {
            player.check_submission(wanted);
        }
        let mut told = std::mem::take(&mut player.otherwise);
        for (line, wrong) in &self.wrong {
            told.extend(player.check_wrong(*line, wrong));
        }
        told
    }
}

/// Elements of the file's arrays with the lines that they begin on.
fn with_lines<'a, T: Deserialize<'a>>(
    json: &'a str,
    elements: &[&'a RawValue],
) -> Result<Vec<(usize, T)>, StoryError> {
    let read = |raw: &&'a RawValue| {
        let line = line_of(json, raw.get());
        let step = serde_json::from_str(raw.get()).map_err(|error| StoryError::Step {
            line,
            problem: plain(&error),
        })?;
        Ok((line, step))
    };
    elements.iter().map(read).collect()
}

/// The line on which a part of a text begins.
fn line_of(whole: &str, part: &str) -> usize {
    let at = (part.as_ptr() as usize).saturating_sub(whole.as_ptr() as usize);
    whole.as_bytes()[..at.min(whole.len())]
        .iter()
        .filter(|byte| **byte == b'\n')
        .count()
        + 1
}

/// The error without its own place, which counts from the step's beginning.
fn plain(error: &serde_json::Error) -> String {
    let text = error.to_string();
    match text.rfind(" at line ") {
        Some(at) => text[..at].to_owned(),
        None => text,
    }
}
