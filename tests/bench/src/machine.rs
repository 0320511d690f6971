//! What machine the figures are from, and which build.

use std::fs;

/// Processor, cores, kernel, profile: enough to compare, nothing that names a place.
pub(crate) fn description() -> String {
    let cpu = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = cpu
        .lines()
        .find_map(|line| line.strip_prefix("model name"))
        .and_then(|rest| rest.split_once(':'));
    let model = model
        .map_or("unknown processor", |(_, name)| name.trim())
        .to_owned();
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let kernel = fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
    format!("{model}, {cores} cores, Linux {}, {}", kernel.trim(), build())
}

/// The profile, by what tells it apart.
fn build() -> &'static str {
    if cfg!(debug_assertions) {
        "a debug build: its figures mean nothing"
    } else if cfg!(panic = "abort") {
        "shipped profile"
    } else {
        "release profile"
    }
}
