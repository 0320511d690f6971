//! Memory of a row: how much a fresh process grows while it fills rows, the allocator's own share and its unused rest included.

use std::{fs, process::Command};

use motcua_form::Instance;

use crate::{
    forms::{self, ROWS, Sums},
    ours,
};

/// Bytes of a page of memory on the machines that we measure on.
const PAGE: usize = 4096;

/// Bytes that one filled row of the reference form takes among 10,000, by a process of this program's own.
pub(crate) fn of_a_row() -> usize {
    const MANY: usize = 10_000;
    let here = std::env::current_exe().expect("this program's path");
    let output = Command::new(here)
        .args(["bytes", &MANY.to_string()])
        .output()
        .expect("the program starts");
    let grown: usize = String::from_utf8_lossy(&output.stdout)
        .trim()
        .parse()
        .expect("a number");
    grown / MANY
}

/// Fills so many rows and prints by how many bytes the process grew.
pub(crate) fn print_growth(rows: usize) {
    let mut instance = Instance::open(&ours::load(&forms::reference(Sums::None)), &ours::env());
    ours::fill_rows(&mut instance, ROWS);
    let before = resident();
    ours::fill_rows(&mut instance, rows);
    println!("{}", resident().saturating_sub(before));
}

/// Bytes of this process in memory now.
fn resident() -> usize {
    let status = fs::read_to_string("/proc/self/statm").expect("Linux tells it");
    let pages = status
        .split(' ')
        .nth(1)
        .and_then(|pages| pages.parse::<usize>().ok());
    pages.expect("pages in memory") * PAGE
}
