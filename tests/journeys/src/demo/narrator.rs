//! The demo's voice: numbered steps with times, details under them, ticks when something is proved; in Vietnamese or English.
//!
//! Colours only on a terminal that wants them (`NO_COLOR`, `TERM=dumb`); the words are the same without.

use std::{
    env,
    io::{self, IsTerminal, Write},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use super::clock::{self, Stopwatch};

/// The language that the story is told in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Language {
    /// Tiếng Việt
    Vi,
    /// English
    En,
}

impl Language {
    /// The code that the phone understands.
    pub(super) const fn code(self) -> &'static str {
        match self {
            Self::Vi => "vi",
            Self::En => "en",
        }
    }
}

/// Who tells the story.
#[derive(Debug, Clone)]
pub(super) struct Narrator {
    language: Language,
    colours: bool,
    step: u32,
    step_began: Stopwatch,
    began: Stopwatch,
    finished: Arc<AtomicBool>,
}

impl Narrator {
    /// Begins now.
    pub(super) fn new(language: Language) -> Self {
        let wanted = env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
        let dumb = env::var_os("TERM").is_some_and(|term| term == "dumb");
        Self {
            language,
            colours: wanted && !dumb && io::stdout().is_terminal(),
            step: 0,
            finished: Arc::default(),
            step_began: Stopwatch::start(),
            began: Stopwatch::start(),
        }
    }

    /// The language of the story.
    pub(super) fn language(&self) -> Language {
        self.language
    }

    /// Of two texts, the one in the story's language.
    pub(super) fn pick<'a>(&self, vi: &'a str, en: &'a str) -> &'a str {
        match self.language {
            Language::Vi => vi,
            Language::En => en,
        }
    }

    /// The title.
    pub(super) fn title(&self, vi: &str, en: &str) {
        self.print(&format!("\n  {}", self.paint("1", self.pick(vi, en))));
    }

    /// A new step begins.
    pub(super) fn step(&mut self, vi: &str, en: &str) {
        self.step += 1;
        self.step_began = Stopwatch::start();
        let (number, heading) = (format!("{:>2}", self.step), self.pick(vi, en));
        let time = self.paint("2", &clock::time_of_day());
        self.print(&format!(
            "\n{}  {}  {time}",
            self.paint("36", &number),
            self.paint("1", heading)
        ));
    }

    /// Something worth knowing.
    pub(super) fn detail(&self, vi: &str, en: &str) {
        self.print(&format!("      {}", self.pick(vi, en)));
    }

    /// Words of the phone's own screens.
    pub(super) fn screen(&self, words: &str) {
        self.print(&format!("      {} {words}", self.paint("34", "▏")));
    }

    /// Something was looked at and is as it must be.
    pub(super) fn proved(&self, vi: &str, en: &str) {
        self.print(&format!("    {} {}", self.paint("32", "✓"), self.pick(vi, en)));
    }

    /// Something went wrong on purpose.
    pub(super) fn trouble(&self, vi: &str, en: &str) {
        self.print(&format!("    {} {}", self.paint("33", "✗"), self.pick(vi, en)));
    }

    /// The step's end, with how long it took.
    pub(super) fn done(&self, vi: &str, en: &str) {
        let took = self.paint("2", &self.seconds(self.step_began.elapsed()));
        self.print(&format!(
            "    {} {}  {took}",
            self.paint("32", "✓"),
            self.pick(vi, en)
        ));
    }

    /// The story has been told to its end.
    pub(super) fn finish(&self) {
        self.finished.store(true, Ordering::Relaxed);
    }

    /// Whether it has, by this narrator or a clone of it.
    pub(super) fn finished(&self) -> bool {
        self.finished.load(Ordering::Relaxed)
    }

    /// The whole story's length.
    pub(super) fn told_in(&self) -> String {
        self.seconds(self.began.elapsed())
    }

    /// A duration as people read it: `0,8 s`, `0.8 s`; below a tenth in milliseconds.
    pub(super) fn seconds(&self, took: Duration) -> String {
        if took < Duration::from_millis(100) {
            return format!("{} ms", took.as_millis());
        }
        let text = format!("{:.1} s", took.as_secs_f64());
        match self.language {
            Language::Vi => text.replace('.', ","),
            Language::En => text,
        }
    }

    /// A count with its thousands apart: `2.631.871`, `2,631,871`.
    pub(super) fn count(&self, number: u64) -> String {
        let digits = number.to_string();
        let separator = if self.language == Language::Vi { '.' } else { ',' };
        let mut text = String::new();
        for (place, digit) in digits.chars().enumerate() {
            if place > 0 && (digits.len() - place).is_multiple_of(3) {
                text.push(separator);
            }
            text.push(digit);
        }
        text
    }

    /// The reason why the story ends early.
    #[allow(
        clippy::print_stderr,
        reason = "the demo's words for the person at the terminal"
    )]
    pub(super) fn failed(&self, why: &dyn std::fmt::Display) {
        let heading = self.pick("Câu chuyện dừng ở bước này", "The story ends at this step");
        eprintln!("\n    {} {heading}\n{why}", self.paint("31", "✗"));
    }

    fn paint(&self, style: &str, text: &str) -> String {
        if self.colours {
            format!("\x1b[{style}m{text}\x1b[0m")
        } else {
            text.to_owned()
        }
    }

    fn print(&self, text: &str) {
        // A reader who has left (a closed pipe) doesn't end the story: its status still counts.
        let _ = writeln!(io::stdout(), "{text}");
    }
}
