//! Instructions of one step: this program under callgrind, once with some steps and once with three times as many; the difference is the steps' alone.

use std::{
    hint::black_box,
    process::{Command, Stdio},
};

use motcua_form::Definition;

use crate::{
    forms::{self, Sums},
    limit, ours,
};

/// What is counted.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Work {
    /// A keystroke in a group of the reference form.
    Group,
    GroupByHand,
    /// A keystroke in its last row.
    Row,
    RowByHand,
    /// The whole check from scratch.
    Check,
    CheckByHand,
    /// The list of problems.
    Problems,
    /// Loading the reference form.
    Load,
    /// Reading it from its compiled bytes.
    Read,
    /// Filling one more row: added, then four answers.
    Fill,
}

const NAMES: [(&str, Work); 10] = [
    ("group", Work::Group),
    ("group-by-hand", Work::GroupByHand),
    ("row", Work::Row),
    ("row-by-hand", Work::RowByHand),
    ("check", Work::Check),
    ("check-by-hand", Work::CheckByHand),
    ("problems", Work::Problems),
    ("load", Work::Load),
    ("read", Work::Read),
    ("fill", Work::Fill),
];

impl Work {
    pub(crate) fn named(name: &str) -> Option<Self> {
        NAMES
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, work)| *work)
    }

    fn name(self) -> &'static str {
        NAMES
            .iter()
            .find(|(_, work)| *work == self)
            .map_or("", |(name, _)| *name)
    }
}

/// Does the work so many times: what callgrind looks at.
pub(crate) fn run(work: Work, steps: usize) {
    let env = ours::env();
    let mut instance = ours::filled(Sums::None, forms::ROWS);
    let mut form = limit::Form::filled(forms::ROWS);
    let group = ours::typed("/data/p_3/count");
    let row = ours::typed(&format!("/data/item[{}]/quantity", forms::ROWS));
    let xml = forms::reference(Sums::None);
    let bytes = ours::load(&xml).compiled("");
    for step in 0..steps {
        match work {
            Work::Group => ours::keystroke(&mut instance, &group, step, &env),
            Work::Row => ours::keystroke(&mut instance, &row, step, &env),
            Work::GroupByHand => used(form.count(2, limit::typed(step))),
            Work::RowByHand => used(form.quantity(forms::ROWS - 1, limit::typed(step))),
            Work::Check => used(instance.recompute(&env)),
            Work::CheckByHand => used(form.check()),
            Work::Problems => used(instance.problems("")),
            Work::Load => used(ours::load(&xml)),
            Work::Read => used(Definition::from_compiled(&bytes, "")),
            Work::Fill => ours::fill_rows(&mut instance, 1),
        }
    }
}

fn used<T>(value: T) {
    black_box(value);
}

/// Instructions of one step; nothing where callgrind isn't installed.
pub(crate) fn instructions(work: Work) -> Option<u64> {
    const STEPS: u64 = 400;
    let (few, many) = (counted(work, STEPS)?, counted(work, 3 * STEPS)?);
    Some((many - few) / (2 * STEPS))
}

fn counted(work: Work, steps: u64) -> Option<u64> {
    let here = std::env::current_exe().ok()?;
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(here)
        .args(["count", work.name(), &steps.to_string()])
        .stdin(Stdio::null())
        .output()
        .ok()?;
    let text = String::from_utf8_lossy(&output.stderr);
    let collected = text.lines().find_map(|line| line.split_once("Collected : "))?.1;
    collected.trim().parse().ok()
}
