//! `motcua-oracle`: plays our own forms' stories and generated pairs in both engines and tells where they part. Status 1 when they part without
//! a rule, when a planted difference isn't found, or when too many pairs end early.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::mpsc;
use std::thread;

use clap::Parser;
use motcua_oracle::compare::{What, compare};
use motcua_oracle::game::Game;
use motcua_oracle::javarosa::{JavaRosa, Play};
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
/// Of a hundred pairs so many may end early by a chosen disagreement.
const MOST_EARLY: u64 = 2;

/// What came of all pairs.
#[derive(Default)]
struct Sum {
    pairs: u64,
    steps: usize,
    /// Of both, those of our own stories.
    stories: u64,
    story_steps: usize,
    cut: usize,
    rules: BTreeMap<&'static str, usize>,
    findings: Vec<(Game, What)>,
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
    writeln!(out, "seeds from {}", arguments.seed)?;
    let sum = play(&arguments, &own)?;
    for (game, what) in sum.findings.iter().take(arguments.shown) {
        show(game, *what, &arguments.java, &mut out)?;
    }
    write_sum(&sum, &mut out)?;
    let early = sum.cut as u64 * 100 > (sum.pairs * MOST_EARLY).max(100);
    if early {
        writeln!(
            out,
            "more than {MOST_EARLY} of 100 end early: too little is compared"
        )?;
    }
    Ok(if sum.findings.is_empty() && !early {
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
    let stories = own.iter().map(|own| (None, Game::told(own)));
    let seeds = arguments.seed..arguments.seed + arguments.pairs;
    let seeds = seeds.map(|seed| (Some(seed), Game::of(seed, own)));
    thread::scope(|scope| {
        let asker = scope.spawn(move || {
            for (seed, game) in stories.chain(seeds) {
                asking.ask(&game.pair)?;
                if sender.send((seed, game)).is_err() {
                    break;
                }
            }
            io::Result::Ok(())
        });
        let mut sum = Sum::default();
        for (seed, game) in games {
            sum.add(seed, game, &answering.answer()?);
        }
        asker
            .join()
            .unwrap_or(Err(io::Error::other("the generator failed")))?;
        Ok(sum)
    })
}

impl Sum {
    fn add(&mut self, seed: Option<u64>, mut game: Game, play: &Play) {
        game.seed = seed;
        let verdict = compare(&game.pair, &game.pair, play);
        self.begun.get_or_insert(play.now);
        self.ended = play.now;
        self.pairs += 1;
        self.steps += verdict.steps;
        if seed.is_none() {
            self.stories += 1;
            self.story_steps += verdict.steps;
        }
        self.cut += usize::from(verdict.cut);
        for (rule, count) in verdict.explained {
            *self.rules.entry(rule).or_default() += count;
        }
        if let Some(found) = verdict.findings.first() {
            self.findings.push((game, found.what));
        }
    }
}

fn show(game: &Game, what: What, java: &Path, out: &mut impl Write) -> io::Result<()> {
    let mut javarosa = JavaRosa::start(java)?;
    let (small, verdict) = game.clone().shrink(what, &mut javarosa);
    match game.seed {
        Some(seed) => writeln!(out, "\nfinding of seed {seed} ({what:?})")?,
        None => writeln!(out, "\nfinding in a story ({what:?})")?,
    }
    writeln!(out, "{}", small.own.as_ref().unwrap_or(&small.pair.form))?;
    for file in &small.pair.resources {
        writeln!(out, "  {}: {:?}", file.uri, file.text)?;
    }
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
        "{} pairs, {} steps compared ({:.1} a pair), {:.0} pairs a second; of these {} stories of our own forms with {} steps",
        sum.pairs,
        sum.steps,
        sum.steps as f64 / sum.pairs.max(1) as f64,
        sum.pairs as f64 / seconds.max(0.001),
        sum.stories,
        sum.story_steps
    )?;
    for (rule, count) in &sum.rules {
        writeln!(out, "  {rule}: {count}")?;
    }
    writeln!(out, "pairs ended early by a chosen disagreement: {}", sum.cut)?;
    writeln!(out, "differences without a rule: {}", sum.findings.len())
}
