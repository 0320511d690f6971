//! `./dev bench forms`: what the form engine costs, beside the same form written by hand and, where it is on the machine, counted by callgrind.
//!
//! The flow: forms are made by rule ([`forms`]), our engine and the hand-written program do the same work in turns ([`table`]), times are p50 and p99 of single
//! steps and medians of runs ([`clock`]). Bytes are what a fresh process of this program grows by ([`bytes`]), instructions what callgrind counts in one ([`count`]):
//! it is a program of its own so that nothing else is in either. `--javarosa FOLDER` adds what JavaRosa takes ([`javarosa`]),
//! `--write FILE` puts the table between its marks in a page;
//! `forms FOLDER` writes the measured forms for other engines. A figure that can't be taken ends the program with the reason.

#![allow(clippy::print_stdout, reason = "a program that prints a table")]
#![allow(clippy::disallowed_methods, reason = "a bench reads the real clock")]

mod bytes;
mod clock;
mod count;
mod forms;
mod javarosa;
mod limit;
mod machine;
mod ours;
mod page;
mod table;

use std::{path::Path, process::ExitCode};

use javarosa::JavaRosa;

const USAGE: &str = "motcua-bench-forms [--runs N] [--write PAGE] [--javarosa BUILT]\nmotcua-bench-forms forms FOLDER\nmotcua-bench-forms count WORK STEPS\nmotcua-bench-forms bytes ROWS";

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
            Some(options) => measure(&options),
            None => return usage(),
        },
    }
    ExitCode::SUCCESS
}

fn usage() -> ExitCode {
    println!("{USAGE}");
    ExitCode::from(2)
}

/// How to measure.
struct Options<'a> {
    runs: usize,
    /// The page that the table goes into.
    page: Option<&'a Path>,
    /// Where JavaRosa's side was built.
    javarosa: Option<&'a Path>,
}

fn read<'a>(arguments: &'a [&'a str]) -> Option<Options<'a>> {
    let mut options = Options {
        runs: 7,
        page: None,
        javarosa: None,
    };
    for option in arguments.chunks(2) {
        match option {
            ["--runs", number] => options.runs = number.parse().ok().filter(|runs| *runs >= 5)?,
            ["--write", path] => options.page = Some(Path::new(path)),
            ["--javarosa", path] => options.javarosa = Some(Path::new(path)),
            _ => return None,
        }
    }
    Some(options)
}

fn measure(options: &Options<'_>) {
    let javarosa = options.javarosa.map_or_else(JavaRosa::default, |built| {
        let folder = std::env::temp_dir().join(format!("motcua-bench-forms-{}", std::process::id()));
        write_forms(&folder);
        let measured = JavaRosa::measured(built, &folder);
        std::fs::remove_dir_all(&folder).expect("our own folder");
        measured
    });
    let text = table::markdown(options.runs, &javarosa);
    println!("{text}");
    if let Some(path) = options.page {
        page::replace_section(path, &text);
    }
}

fn write_forms(folder: &Path) {
    let put = |name: &str, text: String| std::fs::write(folder.join(name), text).expect("room on the disk");
    std::fs::create_dir_all(folder).expect("a folder");
    put("reference.xml", forms::reference(forms::Sums::None));
    put("reference_sums.xml", forms::reference(forms::Sums::OverRows));
    put("large.xml", forms::large());
    put("cascade.xml", forms::cascade());
    put("wards.csv", forms::WARDS.to_owned());
}
