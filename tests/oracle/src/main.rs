//! `motcua-oracle`: plays pairs in both engines and tells where they part. Status 1 when they part without a rule, or when a planted
//! difference isn't found.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::mpsc;
use std::thread;

use clap::Parser;
use motcua_oracle::compare::{What, compare};
use motcua_oracle::game::Game;
use motcua_oracle::javarosa::JavaRosa;
use motcua_oracle::own::Own;
use motcua_oracle::plant;

/// Our form engine beside JavaRosa.
#[derive(Parser)]
struct Arguments {
    /// Where Maven built JavaRosa's side: the folder with `classes` and `lib`.
    #[arg(long)]
    java: PathBuf,
    /// Our own forms, one folder each.
    #[arg(long)]
    forms: PathBuf,
    /// How many pairs.
    #[arg(long, default_value_t = 1000)]
    pairs: u64,
    /// The first seed.
    #[arg(long, default_value_t = 0)]
    seed: u64,
    /// Findings that are made small and printed; the others are only counted.
    #[arg(long, default_value_t = 5)]
    shown: usize,
}

/// Pairs that wait for JavaRosa.
const WAITING: usize = 32;

/// What came of all pairs.
#[derive(Default)]
struct Sum {
    pairs: u64,
    steps: usize,
    cut: usize,
    rules: BTreeMap<&'static str, usize>,
    findings: Vec<(u64, What)>,
    begun: Option<i64>,
    ended: i64,
}

fn main() -> io::Result<ExitCode> {
    let arguments = Arguments::parse();
    let own = Own::all(&arguments.forms)?;
    let mut out = io::stdout().lock();
    if !finds_plants(&arguments.java, &mut out)? {
        return Ok(ExitCode::FAILURE);
    }
    let sum = play(&arguments, &own)?;
    for (seed, what) in sum.findings.iter().take(arguments.shown) {
        show(*seed, *what, &own, &arguments.java, &mut out)?;
    }
    write_sum(&sum, &mut out)?;
    Ok(if sum.findings.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn finds_plants(java: &Path, out: &mut impl Write) -> io::Result<bool> {
    let (planted, missed) = plant::missed(&mut JavaRosa::start(java)?)?;
    for name in &missed {
        writeln!(out, "planted and not found: {name}")?;
    }
    writeln!(
        out,
        "planted differences: {} of {planted} found",
        planted - missed.len().min(planted)
    )?;
    Ok(missed.is_empty())
}

/// Plays all pairs: one thread makes them and hands them to JavaRosa, this one compares as the plays come.
fn play(arguments: &Arguments, own: &[Own]) -> io::Result<Sum> {
    let (mut asking, mut answering) = JavaRosa::start(&arguments.java)?.split();
    let (sender, games) = mpsc::sync_channel(WAITING);
    let seeds = arguments.seed..arguments.seed + arguments.pairs;
    thread::scope(|scope| {
        let asker = scope.spawn(move || {
            for seed in seeds {
                let game = Game::of(seed, own);
                asking.ask(&game.pair)?;
                if sender.send((seed, game)).is_err() {
                    break;
                }
            }
            io::Result::Ok(())
        });
        let mut sum = Sum::default();
        for (seed, game) in games {
            sum.add(seed, &game, &answering.answer()?);
        }
        asker
            .join()
            .unwrap_or(Err(io::Error::other("the generator failed")))?;
        Ok(sum)
    })
}

impl Sum {
    fn add(&mut self, seed: u64, game: &Game, play: &motcua_oracle::javarosa::Play) {
        let verdict = compare(&game.pair, &game.pair, play);
        self.begun.get_or_insert(play.now);
        self.ended = play.now;
        self.pairs += 1;
        self.steps += verdict.steps;
        self.cut += usize::from(verdict.cut);
        for (rule, count) in verdict.explained {
            *self.rules.entry(rule).or_default() += count;
        }
        if let Some(found) = verdict.findings.first() {
            self.findings.push((seed, found.what));
        }
    }
}

fn show(seed: u64, what: What, own: &[Own], java: &Path, out: &mut impl Write) -> io::Result<()> {
    let mut javarosa = JavaRosa::start(java)?;
    let (small, verdict) = Game::of(seed, own).shrink(what, &mut javarosa);
    writeln!(out, "\nfinding of seed {seed} ({what:?})")?;
    writeln!(out, "{}", small.own.as_ref().unwrap_or(&small.pair.form))?;
    for step in &small.pair.steps {
        writeln!(out, "  {step:?}")?;
    }
    for found in verdict.findings.iter().take(8) {
        writeln!(
            out,
            "  after step {}: {} {:?}: ours {:?}, JavaRosa {:?}",
            found.step, found.place, found.what, found.ours, found.theirs
        )?;
    }
    Ok(())
}

fn write_sum(sum: &Sum, out: &mut impl Write) -> io::Result<()> {
    let seconds = (sum.ended - sum.begun.unwrap_or(sum.ended)) as f64 / 1000.0;
    writeln!(
        out,
        "{} pairs, {} steps compared, {:.0} pairs a second",
        sum.pairs,
        sum.steps,
        sum.pairs as f64 / seconds.max(0.001)
    )?;
    for (rule, count) in &sum.rules {
        writeln!(out, "  {rule}: {count}")?;
    }
    writeln!(out, "pairs ended early by a chosen disagreement: {}", sum.cut)?;
    writeln!(out, "differences without a rule: {}", sum.findings.len())
}
