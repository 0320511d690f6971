//! `./dev bench forms`: what the form engine costs, beside the same form written by hand and, where it is on the machine, counted by callgrind.
//!
//! The flow: forms are made by rule ([`forms`]), our engine and the hand-written program do the same work in turns ([`table`]), times are p50 and p99 of single
//! steps and medians of runs ([`clock`]). Bytes are what a fresh process of this program grows by ([`bytes`]), instructions what callgrind counts in one ([`count`]):
//! it is a program of its own so that nothing else is in either. `--write FILE` puts the table between its marks in a page;
//! `forms FOLDER` writes the measured forms for other engines. A figure that can't be taken ends the program with the reason.

#![allow(clippy::print_stdout, reason = "a program that prints a table")]
#![allow(clippy::disallowed_methods, reason = "a bench reads the real clock")]

mod bytes;
mod clock;
mod count;
mod forms;
mod limit;
mod machine;
mod ours;
mod page;
mod table;

use std::process::ExitCode;

const USAGE: &str = "motcua-bench-forms [--runs N] [--write PAGE]\nmotcua-bench-forms forms FOLDER\nmotcua-bench-forms count WORK STEPS\nmotcua-bench-forms bytes ROWS";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["count", work, steps] => match (count::Work::named(work), steps.parse()) {
            (Some(work), Ok(steps)) => count::run(work, steps),
            _ => return usage(),
        },
        ["bytes", rows] => match rows.parse() {
            Ok(rows) => bytes::print_growth(rows),
            Err(_) => return usage(),
        },
        ["forms", folder] => write_forms(folder.as_ref()),
        options => match read(options) {
            Some((runs, page)) => measure(runs, page),
            None => return usage(),
        },
    }
    ExitCode::SUCCESS
}

fn usage() -> ExitCode {
    println!("{USAGE}");
    ExitCode::from(2)
}

fn read<'a>(options: &[&'a str]) -> Option<(usize, Option<&'a str>)> {
    let (mut runs, mut page) = (7, None);
    for option in options.chunks(2) {
        match option {
            ["--runs", number] => runs = number.parse().ok().filter(|runs| *runs >= 5)?,
            ["--write", path] => page = Some(*path),
            _ => return None,
        }
    }
    Some((runs, page))
}

fn measure(runs: usize, page: Option<&str>) {
    let text = table::markdown(runs);
    println!("{text}");
    if let Some(path) = page {
        page::replace_section(path.as_ref(), &text);
    }
}

fn write_forms(folder: &std::path::Path) {
    let put = |name: &str, text: String| std::fs::write(folder.join(name), text).expect("room on the disk");
    std::fs::create_dir_all(folder).expect("a folder");
    put("reference.xml", forms::reference(forms::Sums::None));
    put("reference_sums.xml", forms::reference(forms::Sums::OverRows));
    put("large.xml", forms::large());
    put("cascade.xml", forms::cascade());
    put("wards.csv", forms::wards());
}
