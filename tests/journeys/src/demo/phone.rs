//! The phone: a real `motcua run --json` process on one home folder.
//!
//! A phone app is one process, so the story has one as well: commands go in a line each, models come out a line each, and SIGKILL takes it away in
//! the middle of whatever it does. (A process for each command would hide that the app keeps things in memory, and would pay for compiling the form at
//! each answer.) What the phone tells by itself, `changed` lines, is queued until somebody waits for it.

use std::{
    collections::VecDeque,
    path::{Path, PathBuf},
    time::Duration,
};

use serde_json::{Value, json};

use super::{
    clock::Stopwatch,
    failed::{Failed, Told, expect},
    narrator::Language,
    program::Program,
};

/// How long a start may take.
const STARTING: Duration = Duration::from_secs(30);
/// How long a command may take.
const ANSWERING: Duration = Duration::from_secs(30);
/// How long something that happens by itself may take: longer than the phone's first own wait after a failure (5 s).
const HAPPENING: Duration = Duration::from_secs(60);

/// Which phone it is: what a new process needs to go on.
#[derive(Debug, Clone)]
pub(super) struct Phone {
    pub(super) programs: PathBuf,
    pub(super) home: PathBuf,
    pub(super) profile: PathBuf,
    pub(super) language: Language,
}

/// The app, running.
#[derive(Debug)]
pub(super) struct App {
    program: Program,
    told: VecDeque<Value>,
}

impl Phone {
    /// Opens the app.
    pub(super) async fn start(&self) -> Told<App> {
        let (home, profile) = (
            self.home.display().to_string(),
            self.profile.display().to_string(),
        );
        let language = self.language.code();
        let arguments = [
            "--home",
            &home,
            "--portal-profile",
            &profile,
            "--language",
            language,
            "--json",
            "run",
        ];
        let program = Program::start(&self.programs, "motcua", &arguments)?;
        let mut app = App {
            program,
            told: VecDeque::new(),
        };
        let ready = app.line("the phone to be ready", STARTING).await?;
        expect(ready["kind"] == json!("ready"), "the phone to be ready", &ready)
            .map_err(|failed| failed.with_words_of(&app.program))?;
        Ok(app)
    }
}

impl App {
    /// Tells the app to do something and gives the model that it shows.
    pub(super) async fn ask(&mut self, words: &[&str]) -> Told<Value> {
        let (status, shown) = self.command(words).await?;
        if status == 0 {
            return Ok(shown.into_iter().next_back().unwrap_or_default());
        }
        let refusal = shown.iter().find(|it| it["kind"] == json!("refused"));
        let came = refusal.map_or_else(|| "wrong use".to_owned(), told);
        Err(Failed::new(format!("`{}` to be done", name(words)), came).with_words_of(&self.program))
    }

    async fn command(&mut self, words: &[&str]) -> Told<(u64, Vec<Value>)> {
        let quoted: Vec<String> = words.iter().map(|word| quote(word)).collect();
        self.program.write(&quoted.join(" ")).await?;
        let (mut shown, began) = (Vec::new(), Stopwatch::start());
        loop {
            let awaited = format!("an answer to `{}`", name(words));
            let line = self
                .line(&awaited, ANSWERING.saturating_sub(began.elapsed()))
                .await?;
            match line["kind"].as_str() {
                Some("end") => return Ok((line["status"].as_u64().unwrap_or(1), shown)),
                Some("changed") => self.told.push_back(line),
                _ => shown.push(line),
            }
        }
    }

    /// Waits until the app tells by itself what `look` hopes for. What it told before, in order, is looked at first.
    pub(super) async fn hears<T>(
        &mut self,
        awaited: &str,
        mut look: impl FnMut(&Value) -> Option<T>,
    ) -> Told<T> {
        let began = Stopwatch::start();
        loop {
            let line = match self.told.pop_front() {
                Some(line) => line,
                None => {
                    self.line(awaited, HAPPENING.saturating_sub(began.elapsed()))
                        .await?
                }
            };
            if let Some(found) = look(&line) {
                return Ok(found);
            }
        }
    }

    /// Waits for the outbox to look so, by what the app tells by itself.
    pub(super) async fn outbox<T>(&mut self, awaited: &str, look: impl Fn(&[Value]) -> Option<T>) -> Told<T> {
        self.hears(awaited, |line| {
            let outbox = (line["topic"] == json!("outbox")).then(|| line["now"]["items"].as_array())?;
            look(outbox?)
        })
        .await
    }

    /// Looks now, by a command, and again whenever the app tells by itself that `topic` changed, until `look` finds what it hopes for.
    pub(super) async fn follows<T>(
        &mut self,
        (command, topic): (&[&str], &str),
        awaited: &str,
        look: impl Fn(&Value) -> Option<T>,
    ) -> Told<T> {
        let began = Stopwatch::start();
        loop {
            let model = self.ask(command).await?;
            if let Some(found) = look(&model) {
                return Ok(found);
            }
            expect(began.elapsed() < HAPPENING, awaited, &model["status"])?;
            self.hears(awaited, |line| (line["topic"] == json!(topic)).then_some(()))
                .await?;
        }
    }

    /// Follows a dossier's timeline.
    pub(super) async fn tracks<T>(
        &mut self,
        dossier: &str,
        awaited: &str,
        look: impl Fn(&Value) -> Option<T>,
    ) -> Told<T> {
        self.follows((&["track", dossier], "inbox"), awaited, look).await
    }

    /// The newest message in the inbox.
    pub(super) async fn newest(&mut self) -> Told<Value> {
        let mut inbox = self.ask(&["inbox"]).await?;
        Ok(inbox["items"][0].take())
    }

    /// The next thing that the app tells by itself, however long it takes.
    pub(super) async fn whatever(&mut self) -> Told<Value> {
        match self.told.pop_front() {
            Some(line) => Ok(line),
            None => self.line("the phone to go on", Duration::MAX).await,
        }
    }

    /// SIGKILL: the app is gone in the middle of whatever it does. Gives the number of the process that was.
    pub(super) async fn kill(&mut self) -> Told<u32> {
        let number = self.program.number();
        self.program.kill().await?;
        Ok(number)
    }

    async fn line(&mut self, awaited: &str, patience: Duration) -> Told<Value> {
        let line = self.program.line(awaited, patience).await?;
        serde_json::from_str(&line)
            .map_err(|_| Failed::new("one JSON object a line", line).with_words_of(&self.program))
    }
}

/// What the command is called: the words behind it may be somebody's answers.
fn name(words: &[&str]) -> String {
    words[..words.len().min(2)].join(" ")
}

/// A refusal in words.
fn told(refusal: &Value) -> String {
    ["code", "cause", "remedy"]
        .map(|it| member(refusal, it))
        .join(" · ")
}

/// A text member, or nothing.
pub(super) fn member<'a>(of: &'a Value, name: &str) -> &'a str {
    of[name].as_str().unwrap_or_default()
}

/// A word as `motcua run` reads it.
fn quote(word: &str) -> String {
    let escaped = word
        .replace('\\', "\\\\")
        .replace('"', "\\\"")
        .replace('\n', "\\n");
    format!("\"{escaped}\"")
}

/// The path as a word.
pub(super) fn word(path: &Path) -> String {
    path.display().to_string()
}
