//! Time of single steps: p50 and p99 of one run, medians of runs.

use std::{
    hint::black_box,
    time::{Duration, Instant},
};

/// One figure of several runs.
pub(crate) struct Figure {
    pub(crate) p50: Duration,
    pub(crate) p99: Duration,
}

/// Runs a step `steps` times and gives the p50 and p99 of its times; the step gets its number. What it gives back is used, and dropped within its time.
pub(crate) fn each<T>(steps: usize, mut step: impl FnMut(usize) -> T) -> Figure {
    let mut times: Vec<Duration> = (0..steps)
        .map(|number| {
            let start = Instant::now();
            black_box(step(number));
            start.elapsed()
        })
        .collect();
    times.sort_unstable();
    Figure {
        p50: times[steps / 2],
        p99: times[steps * 99 / 100],
    }
}

/// The time of one piece of work.
pub(crate) fn once<T>(work: impl FnOnce() -> T) -> (Duration, T) {
    let start = Instant::now();
    let result = work();
    (start.elapsed(), result)
}

/// The medians of the runs' p50 and p99, after one run that isn't counted.
pub(crate) fn runs(runs: usize, mut run: impl FnMut() -> Figure) -> Figure {
    run();
    medians(&(0..runs).map(|_| run()).collect::<Vec<_>>())
}

/// The same of two works, a run of the one after a run of the other.
pub(crate) fn runs_in_turns(
    runs: usize,
    mut one: impl FnMut() -> Figure,
    mut other: impl FnMut() -> Figure,
) -> (Figure, Figure) {
    one();
    other();
    let (ones, others): (Vec<_>, Vec<_>) = (0..runs).map(|_| (one(), other())).unzip();
    (medians(&ones), medians(&others))
}

fn medians(figures: &[Figure]) -> Figure {
    Figure {
        p50: median(figures.iter().map(|figure| figure.p50).collect()),
        p99: median(figures.iter().map(|figure| figure.p99).collect()),
    }
}

/// The median of whole pieces of work, each made anew, after one that isn't counted.
pub(crate) fn whole(runs: usize, mut work: impl FnMut() -> Duration) -> Duration {
    work();
    median((0..runs).map(|_| work()).collect())
}

/// The medians of two whole works in turns.
pub(crate) fn in_turns(
    runs: usize,
    mut one: impl FnMut() -> Duration,
    mut other: impl FnMut() -> Duration,
) -> (Duration, Duration) {
    one();
    other();
    let (ones, others): (Vec<_>, Vec<_>) = (0..runs).map(|_| (one(), other())).unzip();
    (median(ones), median(others))
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

/// A time in the unit that reads best.
pub(crate) fn words(time: Duration) -> String {
    let nanos = time.as_nanos() as f64;
    match nanos {
        it if it < 1e3 => format!("{it:.0} ns"),
        it if it < 1e6 => format!("{:.2} µs", it / 1e3),
        it => format!("{:.2} ms", it / 1e6),
    }
}
