//! Holds `docs/xforms-coverage.md` against what it names: test files, tests, groups of vectors and scenarios, functions of the
//! engine, and places on the page of differences. A group or function that the page forgets is a fault too.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use serde_json::Value;

fn project() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn page() -> String {
    read(&project().join("docs/xforms-coverage.md"))
}

/// What stands between backquotes in the page's tables.
fn marked(page: &str) -> Vec<&str> {
    let rows = page.lines().filter(|line| line.starts_with("| "));
    rows.flat_map(|row| row.split('`').skip(1).step_by(2)).collect()
}

/// Groups of every file of a folder, as `vectors/texts#digest`.
fn groups(folder: &str) -> BTreeSet<String> {
    let mut groups = BTreeSet::new();
    let files =
        std::fs::read_dir(project().join("tests/conformance").join(folder)).expect("a folder of the project");
    for file in files {
        let path = file.expect("a file").path();
        let json: Value = serde_json::from_str(&read(&path)).expect("JSON");
        let stem = path.file_stem().expect("a name").to_string_lossy().into_owned();
        for item in json[folder].as_array().expect("a list") {
            let (group, section) = (item["group"].as_str(), item["section"].as_str());
            assert!(
                section.is_some_and(|it| !it.is_empty()),
                "{}: no section",
                item["id"]
            );
            groups.insert(format!("{folder}/{stem}#{}", group.expect("a group")));
        }
    }
    groups
}

#[test]
fn every_group_is_named_and_every_name_is_a_group() {
    let page = page();
    let all: BTreeSet<String> = groups("vectors").into_iter().chain(groups("scenarios")).collect();
    let is_group = |it: &&str| it.starts_with("vectors/") || it.starts_with("scenarios/");
    let named: BTreeSet<String> = marked(&page)
        .into_iter()
        .filter(is_group)
        .map(str::to_owned)
        .collect();
    assert_eq!(
        named.difference(&all).collect::<Vec<_>>(),
        Vec::<&String>::new(),
        "no such groups"
    );
    assert_eq!(
        all.difference(&named).collect::<Vec<_>>(),
        Vec::<&String>::new(),
        "not on the page"
    );
}

#[test]
fn every_test_named_exists() {
    let page = page();
    let mut sources: BTreeMap<&str, String> = BTreeMap::new();
    let mut named = 0;
    for (file, test) in marked(&page).into_iter().filter_map(|it| it.split_once(".rs::")) {
        let source = sources
            .entry(file)
            .or_insert_with(|| read(&Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("{file}.rs"))));
        assert!(
            source.contains(&format!("fn {test}(")),
            "{file}.rs has no test {test}"
        );
        named += 1;
    }
    assert!(named > 10, "the page's tables are read");
}

#[test]
fn every_function_stands_on_the_page() {
    let table = read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/xpath/functions/mod.rs"));
    let rows = table
        .lines()
        .filter(|line| line.contains("=>") && line.contains("..="));
    let names: Vec<&str> = rows.filter_map(|row| row.split('"').nth(1)).collect();
    assert!(names.len() > 80, "the table is read: {}", names.len());
    let page = page();
    let marked = marked(&page);
    for name in names {
        assert!(
            marked.contains(&format!("{name}()").as_str()),
            "{name}() isn't on the page"
        );
    }
}

#[test]
fn every_difference_linked_is_explained() {
    let differences = read(&project().join("docs/xforms-differences.md"));
    let anchors: BTreeSet<&str> = differences
        .lines()
        .filter_map(|line| line.strip_prefix("### "))
        .collect();
    let page = page();
    let links: Vec<&str> = page
        .split("xforms-differences.md#")
        .skip(1)
        .filter_map(|rest| rest.split(')').next())
        .collect();
    assert!(links.len() > 40, "the page's links are read");
    for link in links {
        assert!(anchors.contains(link), "{link} isn't explained");
    }
}
