//! `motcua form`: what form authors and testers do with files alone; no phone, no portal, no network.
//!
//! ```text
//!   FILE.xlsx ─▶ pyxform (child process) ─▶ XML ─┐
//!   FILE.xml ────────────────────────────────────┴▶ authored: a definition, or a fault with sheet, row and cell
//!                                                    │
//!          check · preview · diff · test · explain ◀─┘
//!   vectors, scenarios ─▶ eval · play ─▶ one JSON object a line
//! ```
//!
//! A form that can't be used is a [`fault::Fault`] and exit status 1: it says where, what, and what to do. What went otherwise than a
//! story or material says is shown in full, and is exit status 1 too.

pub(crate) mod args;
mod authored;
mod change;
mod check;
mod explain;
pub(crate) mod fault;
mod html;
mod mapping;
mod material;
mod preview;
mod pyxform;
mod sheet;
mod story;

use std::{fs, io::Read, path::Path};

use crate::{form::args::FormCommand, out::Out, refusal::Refusal};

/// Carries out one of the commands.
pub(crate) fn carry_out(command: &FormCommand, out: &Out) -> Result<(), Refusal> {
    match command {
        FormCommand::Check(form) => check::check(form, out),
        FormCommand::Preview(args) => preview::preview(args, out),
        FormCommand::Diff(args) => change::diff(args, out),
        FormCommand::Test(args) => story::test(args, out),
        FormCommand::Explain(args) => explain::explain(args, out),
        FormCommand::Eval(args) => material::eval(&args.file, out),
        FormCommand::Play(args) => material::play(&args.file, out),
    }
}

/// A file's text; `-` is standard input.
fn read(file: &Path) -> Result<String, Refusal> {
    let failed = |error| Refusal::file(&file.display().to_string(), &error);
    if file.as_os_str() != "-" {
        return fs::read_to_string(file).map_err(failed);
    }
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text).map_err(failed)?;
    Ok(text)
}
