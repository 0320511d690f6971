//! pyxform, the compiler of spreadsheets, as a child process: there is no second one.
//!
//! It writes the XForm into a folder of its own and its report as JSON, on whichever stream its version prefers. Its own checks
//! run, external validators don't: the engine's own look follows.

use std::{
    fs, io,
    path::Path,
    process::{Command, Output},
};

use serde_json::Value;

use super::{fault::Fault, sheet::Workbook};

/// What pyxform made of a spreadsheet.
pub(crate) struct Compiled {
    pub(crate) xml: String,
    pub(crate) warnings: Vec<String>,
}

const INSTALL: &str = "Install it (python3 -m pip install pyxform==4.5.0) or name it with --pyxform CMD.";

/// Compiles a spreadsheet.
pub(crate) fn compile(file: &Path, sheet: &Workbook, program: &Path) -> Result<Compiled, Fault> {
    let broken = |what: String| Fault {
        place: sheet.file().to_owned(),
        code: "PYXFORM",
        node: None,
        what,
        remedy: INSTALL,
    };
    let folder = tempfile::tempdir().map_err(|error| broken(format!("no temporary folder: {error}")))?;
    let target = folder.path().join("form.xml");
    let output = run(program, file, &target).map_err(|error| {
        broken(format!(
            "{} compiles spreadsheets and can't be started: {error}",
            program.display()
        ))
    })?;
    let xml = fs::read_to_string(&target);
    let report = report(&output).ok_or_else(|| {
        let said = String::from_utf8_lossy(&output.stderr);
        let last = said.lines().last().unwrap_or("nothing").to_owned();
        broken(format!("{} gave no report, but said: {last}", program.display()))
    })?;
    let message = report["message"].as_str().unwrap_or_default();
    match xml {
        Ok(xml) if report["code"].as_u64().is_some_and(|code| code < 200) => Ok(Compiled {
            xml,
            warnings: texts(&report["warnings"]),
        }),
        _ => Err(Fault {
            place: sheet.place_of_message(message),
            code: "SHEET",
            node: None,
            what: message.to_owned(),
            remedy: "Mend the cell in the spreadsheet and check again.",
        }),
    }
}

fn run(program: &Path, file: &Path, target: &Path) -> io::Result<Output> {
    let mut command = Command::new(program);
    command.args(["--json", "--skip_validate"]).arg(file).arg(target);
    command.output()
}

fn report(output: &Output) -> Option<Value> {
    let streams = [&output.stdout, &output.stderr].map(|stream| String::from_utf8_lossy(stream).into_owned());
    let lines = streams.iter().flat_map(|text| text.lines());
    let mut objects = lines.filter_map(|line| serde_json::from_str::<Value>(line).ok());
    objects.next_back().filter(|report| report["code"].is_u64())
}

fn texts(list: &Value) -> Vec<String> {
    let list = list.as_array().into_iter().flatten();
    list.filter_map(|text| text.as_str().map(str::to_owned)).collect()
}
