//! Running the command: once and to its end, or up and talked to.

use std::{
    io::{BufRead, BufReader, Write},
    path::{Path, PathBuf},
    process::{Child, ChildStdin, Command, Stdio},
    sync::mpsc::{self, Receiver},
    thread,
    time::Duration,
};

use serde_json::Value;

/// How long a line may take.
const PATIENCE: Duration = Duration::from_secs(60);

/// One phone: the options that each of its processes is started with.
pub(crate) struct Phone {
    home: PathBuf,
    profile: PathBuf,
}

/// What a process left.
pub(crate) struct Done {
    pub(crate) status: i32,
    pub(crate) objects: Vec<Value>,
    pub(crate) said: String,
}

impl Phone {
    pub(crate) fn new(home: &Path, profile: &Path) -> Self {
        Self {
            home: home.to_path_buf(),
            profile: profile.to_path_buf(),
        }
    }

    fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_motcua"));
        command
            .args(["--json", "--language", "en", "--home"])
            .arg(&self.home);
        command.arg("--portal-profile").arg(&self.profile).args(words);
        command
    }

    /// Runs a command to its end, with this on its standard input.
    pub(crate) fn try_with(&self, words: &[&str], input: &[u8]) -> Done {
        let mut command = self.command(words);
        command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        // A command that doesn't read ends before it is all written.
        let _ = child.stdin.take().unwrap().write_all(input);
        let output = child.wait_with_output().unwrap();
        let stdout = String::from_utf8(output.stdout).unwrap();
        Done {
            status: output.status.code().unwrap_or(-1),
            objects: stdout
                .lines()
                .map(|line| serde_json::from_str(line).unwrap())
                .collect(),
            said: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// Runs a command that must be done; gives its last object.
    pub(crate) fn ask(&self, words: &[&str]) -> Value {
        let done = self.try_with(words, b"");
        assert_eq!(done.status, 0, "{words:?}: {}", done.said);
        done.objects.last().cloned().unwrap()
    }

    /// Brings the app up.
    pub(crate) fn up(&self) -> App {
        let mut command = self.command(&["run"]);
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let (sender, lines) = mpsc::channel();
        let stdout = BufReader::new(child.stdout.take().unwrap());
        thread::spawn(move || {
            for line in stdout.lines().map_while(Result::ok) {
                let _ = sender.send(serde_json::from_str(&line).unwrap());
            }
        });
        let stdin = child.stdin.take().unwrap();
        App { child, stdin, lines }
    }
}

/// A running `motcua run`; killed when it is dropped.
pub(crate) struct App {
    child: Child,
    stdin: ChildStdin,
    lines: Receiver<Value>,
}

impl App {
    /// The next object.
    pub(crate) fn next(&self) -> Value {
        self.lines.recv_timeout(PATIENCE).unwrap()
    }

    /// The next object that `wanted` accepts.
    pub(crate) fn until(&self, wanted: impl Fn(&Value) -> bool) -> Value {
        loop {
            let object = self.next();
            if wanted(&object) {
                return object;
            }
        }
    }

    /// Gives a line; the answer is the command's status and its objects.
    pub(crate) fn tell(&mut self, line: &str) -> (u64, Vec<Value>) {
        writeln!(self.stdin, "{line}").unwrap();
        let mut objects = Vec::new();
        loop {
            let object = self.next();
            match object["kind"].as_str() {
                Some("end") => return (object["status"].as_u64().unwrap(), objects),
                Some("changed" | "ready") => {}
                _ => objects.push(object),
            }
        }
    }
}

impl Drop for App {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
