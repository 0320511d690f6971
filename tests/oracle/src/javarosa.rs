//! JavaRosa's side: one process that plays pairs, and what it answers.
//!
//! A process that dies or talks nonsense is an error of the test, told with what it said; a form that it refuses is an answer.

use std::collections::BTreeMap;
use std::io::{self, BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde::Deserialize;
use tempfile::TempDir;

use crate::pair::Pair;

/// The zone that both engines stand in: Việt Nam's of today, for our engine knows the hours from Greenwich and no history of them.
pub const ZONE: &str = "GMT+07:00";

/// What JavaRosa did with a pair.
#[derive(Clone, Debug, Deserialize)]
pub struct Play {
    /// When it was opened, in milliseconds since 1970.
    pub now: i64,
    /// The opening and each step.
    pub steps: Vec<Seen>,
    /// Why it ended early.
    pub error: Option<String>,
    /// What is handed in at the end.
    pub submission: Option<String>,
}

/// A part of what is seen, by reference; nothing for what isn't there any more.
pub type Part<T> = BTreeMap<String, Option<T>>;

/// What a step changed.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Seen {
    /// `ok`, `unreachable` or `untyped`.
    pub outcome: String,
    /// Where JavaRosa was brought to a chosen disagreement: its name and the place.
    pub aligned: Vec<(String, String)>,
    /// Letters (`r`elevant, `w`ritable, re`q`uired, constraint unmet: `x`) and value.
    pub nodes: Part<(String, String)>,
    /// Value and label.
    pub choices: Part<Vec<(String, String)>>,
    /// Label and hint.
    pub texts: Part<(String, String)>,
}

/// The running process.
pub struct JavaRosa {
    asking: Asking,
    answering: Answering,
}

/// Where pairs go in.
pub struct Asking(ChildStdin);

/// Where plays come out, in the order in which the pairs went in.
pub struct Answering {
    child: Child,
    lines: BufReader<ChildStdout>,
    /// Where the process puts the files that forms name; gone with it.
    _files: TempDir,
}

impl JavaRosa {
    /// Starts it from the folder that Maven built (`classes` and `lib`).
    ///
    /// # Errors
    /// There is no Java, or no place for files.
    pub fn start(built: &Path) -> io::Result<Self> {
        let classes = format!(
            "{}:{}/*",
            built.join("classes").display(),
            built.join("lib").display()
        );
        let files = tempfile::tempdir()?;
        let mut child = Command::new("java")
            .args(["-Xss4m", "-XX:+UseSerialGC"])
            // JavaRosa reads files and names months as the machine does.
            .args(["-Dfile.encoding=UTF-8", "-Duser.language=en"])
            .arg(format!("-Duser.timezone={ZONE}"))
            .arg(format!("-Djava.io.tmpdir={}", files.path().display()))
            .args(["-cp", &classes, "vn.motcua.oracle.Main"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let (Some(requests), Some(answers)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(io::Error::other("no pipes"));
        };
        let lines = BufReader::new(answers);
        Ok(Self {
            asking: Asking(requests),
            answering: Answering {
                child,
                lines,
                _files: files,
            },
        })
    }

    /// Plays one pair.
    ///
    /// # Errors
    /// The process died or answered what is no answer.
    pub fn play(&mut self, pair: &Pair) -> io::Result<Play> {
        self.asking.ask(pair)?;
        self.answering.answer()
    }

    /// Both ends, for who asks while answers come.
    #[must_use]
    pub fn split(self) -> (Asking, Answering) {
        (self.asking, self.answering)
    }
}

impl Asking {
    /// Hands a pair in.
    ///
    /// # Errors
    /// The process died.
    pub fn ask(&mut self, pair: &Pair) -> io::Result<()> {
        let mut line = serde_json::to_string(pair)?;
        line.push('\n');
        self.0.write_all(line.as_bytes())?;
        self.0.flush()
    }
}

impl Answering {
    /// The play of the next pair.
    ///
    /// # Errors
    /// The process died or answered what is no answer.
    pub fn answer(&mut self) -> io::Result<Play> {
        let mut answer = String::new();
        if self.lines.read_line(&mut answer)? == 0 {
            return Err(io::Error::other("JavaRosa's program ended"));
        }
        Ok(serde_json::from_str(&answer)?)
    }
}

impl Drop for Answering {
    fn drop(&mut self) {
        // It would end by itself with its input; a play that never ends must not hold us.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
