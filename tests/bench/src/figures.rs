//! Taking figures in turns and showing them: ours, bare, ratio.

use std::{fmt::Write as _, time::Duration};

use serde_json::json;

/// One line: the same work done by us and by the bare-minimum program.
struct Line {
    what: String,
    bare_is: String,
    ours: Vec<Duration>,
    bare: Vec<Duration>,
}

/// All lines of a run.
pub(crate) struct Table {
    runs: usize,
    lines: Vec<Line>,
}

impl Table {
    pub(crate) fn new(runs: usize) -> Self {
        Self {
            runs,
            lines: Vec::new(),
        }
    }

    /// How many counted runs a figure has.
    pub(crate) fn runs(&self) -> usize {
        self.runs
    }

    /// Takes a figure: both in turns, the first pair not counted. `run` gets the run's number, 0 for the warm-up.
    pub(crate) fn take(
        &mut self,
        what: &str,
        bare_is: &str,
        mut ours: impl FnMut(usize) -> Duration,
        mut bare: impl FnMut(usize) -> Duration,
    ) {
        let mut line = Line {
            what: what.to_owned(),
            bare_is: bare_is.to_owned(),
            ours: Vec::new(),
            bare: Vec::new(),
        };
        for run in 0..=self.runs {
            let (one, other) = (ours(run), bare(run));
            if run > 0 {
                line.ours.push(one);
                line.bare.push(other);
            }
        }
        println!("  {what}: {}", Spread::of(&line.ours).words());
        self.lines.push(line);
    }

    /// The table for `docs/benchmarks.md`.
    pub(crate) fn markdown(&self, machine: &str) -> String {
        let mut text = format!(
            "\n{machine}; medians of {} runs, least and greatest in brackets\n\n",
            self.runs
        );
        text.push_str(
            "| work | ours | bare minimum | ratio | the bare minimum is |\n|---|---|---|---|---|\n",
        );
        for line in &self.lines {
            let (ours, bare) = (Spread::of(&line.ours), Spread::of(&line.bare));
            let ratio = ours.median.as_secs_f64() / bare.median.as_secs_f64();
            let _ = writeln!(
                text,
                "| {} | {} | {} | {ratio:.2}× | {} |",
                line.what,
                ours.words(),
                bare.words(),
                line.bare_is
            );
        }
        text
    }

    /// The same as data: all runs, in microseconds.
    pub(crate) fn json(&self, machine: &str) -> String {
        let micros = |times: &[Duration]| times.iter().map(|it| it.as_secs_f64() * 1e6).collect::<Vec<_>>();
        let lines: Vec<_> = self
            .lines
            .iter()
            .map(|line| json!({"work": line.what, "bare_is": line.bare_is, "ours_us": micros(&line.ours), "bare_us": micros(&line.bare)}))
            .collect();
        json!({"machine": machine, "runs": self.runs, "figures": lines}).to_string()
    }
}

struct Spread {
    median: Duration,
    least: Duration,
    greatest: Duration,
}

impl Spread {
    fn of(times: &[Duration]) -> Self {
        let mut sorted = times.to_vec();
        sorted.sort_unstable();
        Self {
            median: sorted[sorted.len() / 2],
            least: sorted[0],
            greatest: sorted[sorted.len() - 1],
        }
    }

    fn words(&self) -> String {
        format!(
            "{} ({}–{})",
            time(self.median),
            time(self.least),
            time(self.greatest)
        )
    }
}

fn time(time: Duration) -> String {
    let micros = time.as_secs_f64() * 1e6;
    match micros {
        it if it < 1e3 => format!("{it:.1} µs"),
        it if it < 1e6 => format!("{:.2} ms", it / 1e3),
        it => format!("{:.2} s", it / 1e6),
    }
}

/// The median of single timings inside one run.
pub(crate) fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}
