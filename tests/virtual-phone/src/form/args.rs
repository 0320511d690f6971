//! The command line of `motcua form`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use crate::args::Language;

#[derive(Debug, Subcommand)]
pub(crate) enum FormCommand {
    /// Whether a form can be used; what is wrong, with sheet, row and cell
    Check(FormArgs),
    /// A form's pages as people see them, as text or HTML
    Preview(PreviewArgs),
    /// What changed between two versions, and what it means for answers that were given
    Diff(DiffArgs),
    /// Play an author's story on a form; tells line by line what went otherwise
    Test(TestArgs),
    /// Why a question is hidden, required, wrong, or has its value
    Explain(ExplainArgs),
    /// Evaluate XPath vectors; one JSON object a line, then the count
    Eval(MaterialArgs),
    /// Play form scenarios; one JSON object a line, then the count
    Play(MaterialArgs),
}

/// A form, and what compiles it.
#[derive(Debug, Args)]
pub(crate) struct FormArgs {
    /// The form: a spreadsheet (.xlsx) or an XForm (.xml)
    #[arg(value_name = "FORM")]
    pub(crate) form: PathBuf,
    #[command(flatten)]
    pub(crate) compiler: Compiler,
}

#[derive(Debug, Clone, Args)]
pub(crate) struct Compiler {
    /// The program that compiles spreadsheets; found on PATH
    #[arg(long, value_name = "CMD", default_value = "xls2xform")]
    pub(crate) pyxform: PathBuf,
}

/// The answers to look at a form with.
#[derive(Debug, Args)]
pub(crate) struct AnswersArgs {
    /// Answers as XML, or a story (.json) that is played to its end; an empty form without it
    #[arg(long, value_name = "FILE")]
    pub(crate) answers: Option<PathBuf>,
    /// What time it is, in RFC 3339; the story's time or the machine's without it
    #[arg(long, value_name = "TIME")]
    pub(crate) now: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct PreviewArgs {
    #[command(flatten)]
    pub(crate) form: FormArgs,
    #[command(flatten)]
    pub(crate) answers: AnswersArgs,
    /// The language of the pages
    #[arg(long, value_name = "LANGUAGE", default_value = "vi")]
    pub(crate) language: Language,
    /// One HTML page on standard output
    #[arg(long)]
    pub(crate) html: bool,
}

#[derive(Debug, Args)]
pub(crate) struct DiffArgs {
    /// The older version, .xlsx or .xml
    pub(crate) old: PathBuf,
    /// The newer version
    pub(crate) new: PathBuf,
    #[command(flatten)]
    pub(crate) answers: AnswersArgs,
    /// Values that others took the place of, as CSV: columns list or question, old, new
    #[arg(long, value_name = "FILE", requires = "answers")]
    pub(crate) mapping: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) compiler: Compiler,
}

#[derive(Debug, Args)]
pub(crate) struct TestArgs {
    #[command(flatten)]
    pub(crate) form: FormArgs,
    /// The story, as tests/fixtures/README.md describes it
    #[arg(value_name = "STORY")]
    pub(crate) story: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct ExplainArgs {
    #[command(flatten)]
    pub(crate) form: FormArgs,
    /// The node, such as /data/child/full_name
    #[arg(value_name = "NODE")]
    pub(crate) node: String,
    #[command(flatten)]
    pub(crate) answers: AnswersArgs,
}

#[derive(Debug, Args)]
pub(crate) struct MaterialArgs {
    /// The whole file of recorded or own material; `-` reads standard input
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
}
