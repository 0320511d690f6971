//! What stands behind a `-`: standard input, unless that brings commands.

use std::{
    fs,
    io::{self, Read},
    path::{Path, PathBuf},
};

use crate::refusal::Refusal;

/// What standard input is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Input {
    /// For whoever asks: personal data doesn't belong in a process list.
    Free,
    /// It brings `run`'s commands, which no process list shows: there `-` is a value like any other.
    Commands,
}

impl Input {
    /// The value, or standard input whole, without the line end that a shell adds.
    pub(crate) fn value(self, given: String) -> Result<String, Refusal> {
        if given != "-" || self == Self::Commands {
            return Ok(given);
        }
        let mut text = String::new();
        io::stdin()
            .read_to_string(&mut text)
            .map_err(|error| Refusal::file("standard input", &error))?;
        Ok(text.strip_suffix('\n').map(str::to_owned).unwrap_or(text))
    }

    /// One line of standard input.
    pub(crate) fn line(self) -> Result<String, Refusal> {
        let mut line = String::new();
        io::stdin()
            .read_line(&mut line)
            .map_err(|error| Refusal::file("standard input", &error))?;
        Ok(line.trim().to_owned())
    }

    /// The file, or one in `folder` with what standard input brings; the second is to be removed when it has been read.
    pub(crate) fn file(self, given: PathBuf, folder: &Path) -> Result<(PathBuf, bool), Refusal> {
        if given.as_os_str() != "-" || self == Self::Commands {
            return Ok((given, false));
        }
        let failed = |error| Refusal::file("standard input", &error);
        let (mut bytes, place) = (Vec::new(), folder.join("from-standard-input"));
        io::stdin().read_to_end(&mut bytes).map_err(failed)?;
        fs::write(&place, bytes).map_err(failed)?;
        Ok((place, true))
    }
}
