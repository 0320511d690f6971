//! A child process: its lines as they come, its last words, and its end.
//!
//! Standard output is read line by line into a queue that never fills up, standard error into a short memory for when something fails. Every wait
//! has a deadline. A program that is dropped is killed, so that a demo that fails leaves nothing running.

use std::{
    collections::VecDeque,
    ffi::OsStr,
    fmt::Debug,
    path::{Path, PathBuf},
    process::Stdio,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use tokio::{
    io::{AsyncBufReadExt, AsyncRead, AsyncWriteExt, BufReader},
    process::{Child, ChildStdin, Command},
    sync::mpsc::{self, UnboundedReceiver},
    time::timeout,
};

use super::failed::{Failed, Told};

/// How many lines of standard error are remembered.
const REMEMBERED: usize = 20;

/// A running program.
#[derive(Debug)]
pub(super) struct Program {
    name: &'static str,
    child: Child,
    stdin: Option<ChildStdin>,
    lines: UnboundedReceiver<String>,
    said: Arc<Mutex<VecDeque<String>>>,
}

/// The folder where our programs lie: beside this one, or where the environment says.
pub(super) fn programs() -> Told<PathBuf> {
    if let Some(folder) = std::env::var_os("MOTCUA_BIN_DIR") {
        return Ok(folder.into());
    }
    let unknown = |error| Failed::new("to know where this program lies", error);
    let own = std::env::current_exe().map_err(unknown)?;
    Ok(own.parent().map(Path::to_path_buf).unwrap_or_default())
}

impl Program {
    /// Starts `motcua-portal` or `motcua` from `folder`.
    pub(super) fn start<A: AsRef<OsStr> + Debug>(
        folder: &Path,
        name: &'static str,
        arguments: &[A],
    ) -> Told<Self> {
        let path = folder.join(name);
        let mut child = Command::new(&path)
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            // Ctrl-C is for the demo, which ends them; at the terminal it would reach the whole group.
            .process_group(0)
            .spawn()
            .map_err(|error| Failed::new(format!("{} to start", path.display()), error))?;
        let (sender, lines) = mpsc::unbounded_channel();
        let said = Arc::<Mutex<VecDeque<String>>>::default();
        if let Some(stdout) = child.stdout.take() {
            tokio::spawn(each_line(stdout, move |line| drop(sender.send(line))));
        }
        if let Some(stderr) = child.stderr.take() {
            let said = said.clone();
            tokio::spawn(each_line(stderr, move |line| remember(&said, line)));
        }
        let stdin = child.stdin.take();
        Ok(Self {
            name,
            child,
            stdin,
            lines,
            said,
        })
    }

    /// The next line of standard output. `awaited` says what it is hoped to be, for the failure's words.
    pub(super) async fn line(&mut self, awaited: &str, patience: Duration) -> Told<String> {
        let came = match timeout(patience, self.lines.recv()).await {
            Ok(Some(line)) => return Ok(line),
            Ok(None) => format!("{} ended", self.name),
            Err(_) => format!("nothing of the kind from {} in time", self.name),
        };
        Err(Failed::new(awaited, came).with_words_of(self))
    }

    /// Writes a line to standard input.
    pub(super) async fn write(&mut self, line: &str) -> Told<()> {
        let Some(stdin) = &mut self.stdin else {
            return Err(Failed::new(
                format!("{} to listen", self.name),
                "its input is closed",
            ));
        };
        let wrote = async {
            stdin.write_all(line.as_bytes()).await?;
            stdin.write_all(b"\n").await?;
            stdin.flush().await
        };
        let wrote = wrote.await;
        wrote.map_err(|error| Failed::new(format!("{} to listen", self.name), error).with_words_of(self))
    }

    /// SIGKILL: no handler, no farewell. Waits until the process is gone.
    pub(super) async fn kill(&mut self) -> Told<()> {
        self.child
            .kill()
            .await
            .map_err(|error| Failed::new(format!("{} to be killed", self.name), error))
    }

    /// The last lines of standard error.
    pub(super) fn last_words(&self) -> Vec<String> {
        let said = self.said.lock().unwrap_or_else(PoisonError::into_inner);
        said.iter().map(|line| format!("{}: {line}", self.name)).collect()
    }

    /// The process' number.
    pub(super) fn number(&self) -> u32 {
        self.child.id().unwrap_or_default()
    }
}

fn remember(said: &Mutex<VecDeque<String>>, line: String) {
    let mut said = said.lock().unwrap_or_else(PoisonError::into_inner);
    if said.len() == REMEMBERED {
        said.pop_front();
    }
    said.push_back(line);
}

async fn each_line(source: impl AsyncRead + Unpin, mut take: impl FnMut(String)) {
    let mut lines = BufReader::new(source).lines();
    while let Ok(Some(line)) = lines.next_line().await {
        take(line);
    }
}
