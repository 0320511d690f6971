//! `./dev bench GROUP…`: our figures beside the bare-minimum program for the same work, taken in turns in one run.
//!
//! Each figure is a median of at least five runs after one that isn't counted, with the least and the greatest beside it. Machines are noisy: quote the ratio,
//! not the time. `--json FILE` writes the same as data.

#![allow(clippy::print_stdout, reason = "a program that prints a table")]
#![allow(clippy::disallowed_methods, reason = "a bench reads the real clock")]

mod checklist;
mod figures;
mod home;
mod machine;
mod shells;
mod thread;
mod world;

use std::{path::PathBuf, process::ExitCode};

use figures::Table;

const USAGE: &str = "motcua-bench [GROUP…] [--runs N] [--json FILE]\n  groups: thread";

struct Options {
    groups: Vec<String>,
    runs: usize,
    json: Option<PathBuf>,
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    // "Process start to first list" starts processes of this program, and so do the shells' figures and tests.
    let special = thread::first_list::process(&arguments).or_else(|| shells::process(&arguments));
    if let Some(ended) = special.or_else(|| checklist::process(&arguments)) {
        return ended;
    }
    let Some(options) = read(&arguments) else {
        println!("{USAGE}");
        return ExitCode::from(2);
    };
    let mut table = Table::new(options.runs);
    for group in &options.groups {
        match group.as_str() {
            "thread" => thread::run(&mut table),
            _ => {
                println!("{USAGE}");
                return ExitCode::from(2);
            }
        }
    }
    println!("{}", table.markdown(&machine::description()));
    if let Some(path) = options.json {
        std::fs::write(path, table.json(&machine::description())).expect("the file can be written");
    }
    ExitCode::SUCCESS
}

fn read(arguments: &[String]) -> Option<Options> {
    let mut options = Options {
        groups: Vec::new(),
        runs: 7,
        json: None,
    };
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        match argument.as_str() {
            "--runs" => options.runs = rest.next()?.parse().ok().filter(|runs| *runs >= 5)?,
            "--json" => options.json = Some(rest.next()?.into()),
            flag if flag.starts_with('-') => return None,
            group => options.groups.push(group.to_owned()),
        }
    }
    if options.groups.is_empty() {
        options.groups.push("thread".to_owned());
    }
    Some(options)
}
