//! The `motcua-portal` command: starts one portal and stays until it is told to stop.
//!
//! Stdout gets one JSON line, `{"event":"ready",…}`, when requests are taken; words for people go to stderr. Exit status
//! 0 after SIGINT or SIGTERM, 1 when the portal can't start, 2 for wrong use.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use motcua_portal::{Config, Portal, RunningPortal, StartError};
use serde_json::json;
use tracing_subscriber::EnvFilter;

/// A mock of the national public service portal, for tests and demonstrations. Loopback only.
#[derive(Parser)]
#[command(name = "motcua-portal", version)]
struct Arguments {
    /// Where HTTPS listens; port 0 takes a free one.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:0")]
    listen: SocketAddr,
    /// Adds a listener without TLS for tools.
    #[arg(long, value_name = "ADDRESS", num_args = 0..=1, default_missing_value = "127.0.0.1:0")]
    plain: Option<SocketAddr>,
    /// The folder that is this portal: keys, certificates, database, files.
    #[arg(long, value_name = "FOLDER", default_value = "portal-data")]
    data: PathBuf,
    /// The database, `sqlite:FILE`; a file in the data folder if not given.
    #[arg(long, value_name = "URL", value_parser = sqlite_file)]
    database: Option<PathBuf>,
    /// Seeds invented people who can sign in.
    #[arg(long)]
    demo: bool,
    /// Opens /control/v1, which moves the clock and orders faults.
    #[arg(long)]
    control: bool,
}

fn sqlite_file(text: &str) -> Result<PathBuf, String> {
    match text.strip_prefix("sqlite:") {
        Some(file) if !file.is_empty() => Ok(PathBuf::from(file)),
        _ => Err("only sqlite:FILE is known".into()),
    }
}

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("warn"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .init();
    match run(arguments).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tell(&format!("motcua-portal: {error}"));
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: Arguments) -> Result<(), StartError> {
    let config = Config {
        listen: arguments.listen,
        plain: arguments.plain,
        data: arguments.data,
        database: arguments.database,
        demo: arguments.demo,
        control: arguments.control,
    };
    // Before the first line out, so that a signal sent on reading it is never lost.
    let stop = stop_signal()?;
    let portal = Portal::start(config).await?;
    say_ready(&portal);
    stop.await;
    tell("Stopping.");
    portal.stop().await;
    Ok(())
}

#[allow(clippy::print_stdout, reason = "the ready line is this command's output")]
fn say_ready(portal: &RunningPortal) {
    let ready = json!({
        "event": "ready",
        "url": portal.url,
        "plain_url": portal.plain_url,
        "profile": portal.profile_path,
        "console": portal.console_url,
        "office_token_file": portal.office_token_path,
    });
    println!("{ready}");
    tell(&format!("Một Cửa mock portal: {}", portal.url));
    if let Some(plain) = &portal.plain_url {
        tell(&format!("  for tools, without TLS: {plain}"));
    }
    tell(&format!(
        "  profile for phones: {}",
        portal.profile_path.display()
    ));
    tell(&format!("  officers' console: {}", portal.console_url));
    tell(&format!("  office token: {}", portal.office_token_path.display()));
    tell("  Ctrl-C stops it.");
}

#[allow(clippy::print_stderr, reason = "words for the person at the terminal")]
fn tell(line: &str) {
    eprintln!("{line}");
}

/// Starts listening for SIGINT and SIGTERM; the future ends at the first.
fn stop_signal() -> std::io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}
