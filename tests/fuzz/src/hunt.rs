//! Many cases of one kind, each tried; what fails is made small and told.
#![allow(clippy::print_stdout, reason = "the counts are what a deep run is read for")]

use std::cell::{Cell, RefCell};
use std::fs;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestRng, TestRunner};

/// A deep run tries so many times as many.
const DEEP: u32 = 100;

/// Where the input of the case at work is kept, for the one that ends the whole process.
pub struct Trace {
    name: String,
    file: PathBuf,
    last: RefCell<String>,
}

impl Trace {
    /// A trace in a folder, under a name of its own.
    #[must_use]
    pub fn new(folder: &str, name: &str) -> Self {
        Self {
            name: name.to_owned(),
            file: Path::new(folder).join(format!("fuzz-{name}.txt")),
            last: RefCell::default(),
        }
    }

    /// The input that is tried next.
    pub fn now(&self, input: &str) {
        let _ = fs::write(&self.file, input);
        input.clone_into(&mut self.last.borrow_mut());
    }
}

/// Tries generated cases, a hundred times as many in a deep run (`MOTCUA_DEEP`), and tells how many. The test writes each input to the trace
/// before it tries it, and says whether the engine took it.
///
/// # Panics
/// One fails: with the smallest input that still does, also in full. Or fewer than one in twenty were taken: what is refused at the door
/// proves little.
pub fn hunt<S: Strategy>(trace: &Trace, cases: u32, strategy: &S, test: impl Fn(S::Value) -> bool) {
    let times = if std::env::var_os("MOTCUA_DEEP").is_some() {
        DEEP
    } else {
        1
    };
    let (cases, taken) = (cases * times, Cell::new(0));
    let tried = TestRunner::new(config(cases)).run(strategy, |value| {
        taken.set(taken.get() + u32::from(test(value)));
        Ok(())
    });
    if let Err(found) = tried {
        panic!(
            "{found}\ninput (also in {}):\n{}",
            trace.file.display(),
            trace.last.borrow()
        );
    }
    println!("{}: {cases} cases, {} of them taken", trace.name, taken.get());
    assert!(taken.get() * 20 > cases, "{} of {cases} were taken", taken.get());
}

/// Whether one of so many cases, always the same ones, has something.
pub fn finds<S: Strategy>(cases: u32, strategy: &S, has: impl Fn(S::Value) -> bool) -> bool {
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let mut runner = TestRunner::new_with_rng(config(cases), rng);
    let without = |value| {
        if has(value) {
            Err(TestCaseError::fail("it is there"))
        } else {
            Ok(())
        }
    };
    runner.run(strategy, without).is_err()
}

fn config(cases: u32) -> Config {
    Config {
        cases,
        failure_persistence: None,
        max_shrink_iters: 2_000,
        ..Config::default()
    }
}
