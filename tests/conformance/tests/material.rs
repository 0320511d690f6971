//! The engine held to material: what this project wrote from the specification (`vectors/`, `scenarios/`), and what others recorded,
//! which is run in place: `MOTCUA_VECTORS` names its folder. Without the variable the test says so and proves nothing.
//!
//! Each prints how many there are by group; what fails without a listed reason ends the test, named.

#![allow(clippy::print_stdout, reason = "the counts are what this suite is read for")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use motcua_conformance::differences::PAGE;
use motcua_conformance::{Count, Differences, Material, Verdict};
use serde_json::Value;

/// How many vectors and scenarios are our own.
const OWN: usize = 1109;

fn crate_folder() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The JSON files of a folder, in order.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut files: Vec<PathBuf> = entries
        .map(|entry| entry.expect("a file").path())
        .filter(|file| file.extension().is_some_and(|extension| extension == "json"))
        .collect();
    files.sort();
    files
}

fn own_files() -> Vec<PathBuf> {
    let mut all = files(&crate_folder().join("vectors"));
    all.extend(files(&crate_folder().join("scenarios")));
    all
}

fn read(file: &Path) -> Material {
    let text = fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    Material::read(&text).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

fn listed() -> Differences {
    Differences::listed().unwrap_or_else(|error| panic!("{error}"))
}

fn run(material: &Material, differences: &Differences) -> Vec<Verdict> {
    let run = |item| {
        material
            .run(item, differences)
            .unwrap_or_else(|error| panic!("{item}: {error}"))
    };
    material.items().iter().map(run).collect()
}

/// Runs files, prints the counts, and ends the test when something is otherwise and not listed. With the numbers of the entries
/// that explained something.
fn hold_to(files: &[PathBuf]) -> (Count, BTreeSet<usize>) {
    let differences = listed();
    let (mut count, mut faults, mut used) = (Count::default(), Vec::new(), BTreeSet::new());
    for file in files {
        for verdict in run(&read(file), &differences) {
            count.add(&verdict);
            used.extend(&verdict.entries);
            if verdict.is_fault() {
                faults.push(format!("{}: {}", verdict.id, verdict.reason.unwrap_or_default()));
            }
        }
    }
    println!("{count}");
    assert!(faults.is_empty(), "{} fail:\n{}", faults.len(), faults.join("\n"));
    (count, used)
}

#[test]
fn own_material() {
    let (count, used) = hold_to(&own_files());
    let tally = count.scope("in");
    assert_eq!(
        (tally.pass, tally.total()),
        (OWN, OWN),
        "README and docs name this number"
    );
    assert_eq!(used.len(), 0, "our own material says what we do");
}

#[test]
fn recorded_material() {
    let Some(folder) = std::env::var_os("MOTCUA_VECTORS") else {
        println!("SKIPPED: MOTCUA_VECTORS names no folder with recorded material, nothing was proven");
        return;
    };
    let known = ["xpath_vectors.json", "form_scenarios.json"].map(|name| Path::new(&folder).join(name));
    let known_count = known.len();
    let there: Vec<PathBuf> = known.into_iter().filter(|file| file.is_file()).collect();
    assert!(
        !there.is_empty(),
        "neither xpath_vectors.json nor form_scenarios.json is in MOTCUA_VECTORS"
    );
    let (_, used) = hold_to(&there);
    if there.len() == known_count {
        let differences = listed();
        let unused: Vec<String> = (0..differences.anchors().count())
            .filter(|entry| !used.contains(entry))
            .map(|entry| format!("entry {entry}, {}", differences.anchor(entry)))
            .collect();
        assert!(
            unused.is_empty(),
            "differences.json lists what isn't different: {unused:?}"
        );
    }
}

#[test]
fn own_material_names_its_section_and_each_id_once() {
    let mut ids = Vec::new();
    for file in own_files() {
        for item in read(&file).items() {
            let place = format!("{}: {}", file.display(), item["id"]);
            assert!(
                item["section"].as_str().is_some_and(|it| it.len() > 3),
                "{place}: no section"
            );
            assert!(item["scope"].is_string() && item["group"].is_string(), "{place}");
            ids.push(item["id"].clone());
        }
    }
    let all = ids.len();
    ids.sort_by_key(Value::to_string);
    ids.dedup();
    assert_eq!(ids.len(), all);
}

#[test]
fn every_listed_difference_is_explained_on_the_page() {
    for listed in listed().anchors() {
        let page = crate_folder().join("../..").join(PAGE);
        let page = fs::read_to_string(page).unwrap_or_else(|error| panic!("{PAGE}: {error}"));
        let heading = |line: &str| line.trim_start_matches('#').trim() == listed;
        let explained = page.lines().any(|line| line.starts_with('#') && heading(line));
        assert!(explained, "{listed} is no heading of {PAGE}");
    }
}
