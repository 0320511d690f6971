//! `motcua`: a phone without a screen. It drives the same exported objects as the Android and iOS apps ([`motcua_ffi`]), so that QA's scripts, the demo
//! and people on a terminal see what a phone would show.
//!
//! ```text
//!   argv ─▶ args ─▶ command ─▶ motcua-ffi        the core, as the shells know it
//!    home ─▶ profile, keys, data, airplane mode      │ models
//!   stdout ◀─ out ◀─ show ◀──────────────────────────┘ as JSON or as words
//! ```
//!
//! Each process opens the core, does one thing and ends; `run` stays up and takes commands on its standard input, as an app takes taps. A refusal is
//! told with code, cause and remedy and becomes exit status 1; wrong use becomes 2. `form …` works on files alone and opens no phone.

mod args;
mod browser;
mod command;
mod form;
mod home;
mod out;
mod phone;
mod refusal;
mod run;
mod show;
mod words;

use std::{process::ExitCode, sync::Arc};

use clap::Parser;
use tracing_subscriber::EnvFilter;

use crate::{
    args::{Cli, Command},
    command::{Call, Input},
    home::Home,
    out::Out,
    phone::Phone,
    refusal::Refusal,
};

fn main() -> ExitCode {
    let cli = Cli::parse();
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("warn"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .init();
    let out = Arc::new(Out::new(cli.phone.json));
    let language = cli.phone.language;
    match carry_out(cli, &out) {
        Ok(()) => ExitCode::SUCCESS,
        Err((refusal, chosen)) => {
            let language = chosen.or(language.map(|it| it.code().to_owned()));
            out.refuse(&refusal, language.as_deref().unwrap_or("vi"));
            ExitCode::from(refusal.status())
        }
    }
}

/// Does it; a refusal comes with the phone's language, once that is known.
fn carry_out(cli: Cli, out: &Arc<Out>) -> Result<(), (Refusal, Option<String>)> {
    // Files alone: neither storage nor core.
    if let Command::Form(command) = &cli.command {
        return form::carry_out(command, out).map_err(|refusal| (refusal, None));
    }
    let home = Home::of(&cli.phone).map_err(|refusal| (refusal, None))?;
    // Airplane mode belongs to the phone, not to its app: it can be changed beside a running one.
    if let Command::Network(wanted) = cli.command {
        let state = home.switch(wanted).map_err(|refusal| (refusal, None))?;
        out.show(&state);
        return Ok(());
    }
    let phone = Phone::open(&cli.phone, home).map_err(|refusal| (refusal, None))?;
    let done = match cli.command {
        Command::Run => run::stay_up(&phone, out),
        command => {
            let call = Call {
                phone: &phone,
                out,
                input: Input::Free,
            };
            call.carry_out(command)
        }
    };
    done.map_err(|refusal| (refusal, Some(phone.core.language())))
}
