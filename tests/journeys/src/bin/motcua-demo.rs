//! `motcua-demo`: tells the main job on the real portal and the real phone. Status 0 when everything went as told, 1 when a step didn't (with its
//! reason on standard error), 2 for wrong use.

use std::{path::PathBuf, process::ExitCode};

use clap::Parser;
use motcua_journeys::demo::{self, Language, Options};

/// The whole story: a birth registration from a form filled in offline, across two SIGKILLs and a cut upload, to a result that comes back.
///
/// Starts motcua-portal and motcua from its own folder. When the story is told, portal, console and phone stay up until Ctrl-C.
#[derive(Debug, Parser)]
#[command(name = "motcua-demo", version)]
struct Arguments {
    /// End after the story, with its status
    #[arg(long)]
    once: bool,
    /// Keep the portal's data, the phone's storage and the papers in DIR, which must be new or empty
    #[arg(long, value_name = "DIR")]
    keep: Option<PathBuf>,
    /// The language of the story and of the phone
    #[arg(long, value_enum, default_value_t = Language::En)]
    language: Language,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let told = demo::run(Options {
        language: arguments.language,
        once: arguments.once,
        keep: arguments.keep,
    });
    if told.await {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
