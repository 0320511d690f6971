//! The real house keeps its rules, and the planted one is caught at every edge that was hidden in it.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use motcua_architecture::{
    Violation, crates,
    rooms::{CLIENT, House, PURE_CRATE},
    source,
};

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../..")
        .canonicalize()
        .expect("the workspace is two folders up")
}

fn planted(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("planted").join(path)
}

fn rooms(house: House, lib: &Path) -> Vec<Violation> {
    let mentions = source::mentions(lib).unwrap_or_else(|error| panic!("{error}"));
    assert!(
        mentions.len() > 10,
        "{} mentions only {} paths: was it read?",
        lib.display(),
        mentions.len()
    );
    house.violations(&mentions)
}

#[track_caller]
fn assert_none(found: &[Violation]) {
    let lines: Vec<String> = found.iter().map(ToString::to_string).collect();
    assert!(
        found.is_empty(),
        "{} places use what they may not:\n{}",
        found.len(),
        lines.join("\n")
    );
}

/// `(file name, line, start of the rule)` of each violation, easy to compare with what was planted.
fn places(found: &[Violation]) -> Vec<(String, usize, String)> {
    let place = |violation: &Violation| {
        let file = violation
            .file
            .file_name()
            .map(|name| name.to_string_lossy().into_owned());
        let rule = violation.rule.split(": ").next().map(str::to_owned);
        (file.unwrap_or_default(), violation.line, rule.unwrap_or_default())
    };
    found.iter().map(place).collect()
}

#[test]
fn every_crate_uses_only_what_its_rule_allows() {
    let output = Command::new(env!("CARGO"))
        .args([
            "metadata",
            "--no-deps",
            "--format-version",
            "1",
            "--manifest-path",
        ])
        .arg(workspace().join("Cargo.toml"))
        .output()
        .expect("cargo runs");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let metadata = String::from_utf8(output.stdout).expect("cargo writes UTF-8");
    assert_none(&crates::violations(&metadata).expect("cargo's output can be read"));
}

#[test]
fn every_room_of_the_client_sees_only_what_its_rule_allows() {
    assert_none(&rooms(CLIENT, &workspace().join("core/client/src/lib.rs")));
}

#[test]
fn form_and_domain_touch_nothing_outside() {
    assert_none(&rooms(PURE_CRATE, &workspace().join("core/form/src/lib.rs")));
    assert_none(&rooms(PURE_CRATE, &workspace().join("core/domain/src/lib.rs")));
}

#[test]
fn the_planted_rooms_are_caught() {
    let expected = [
        ("row.rs", 4, "store mentions crate::transport::Http"),
        ("row.rs", 10, "store mentions crate::use_case::submit::now"),
        ("row.rs", 15, "store mentions crate::*"),
        ("row.rs", 16, "store mentions crate"),
        ("mod.rs", 3, "transport mentions crate::Submission"),
        ("submit.rs", 3, "use_case mentions crate::store::row::Row"),
        ("submit.rs", 8, "use_case mentions rusqlite::Connection"),
        ("submit.rs", 13, "use_case mentions crate::client::Wires::peek"),
        ("veranda.rs", 3, "the room veranda has no rule yet"),
    ];
    let mut found = places(&rooms(CLIENT, &planted("rooms/lib.rs")));
    for place in expected {
        let place = (place.0.to_owned(), place.1, place.2.to_owned());
        let at = found.iter().position(|found| *found == place);
        found.remove(at.unwrap_or_else(|| panic!("{place:?} was planted and isn't among {found:?}")));
    }
    assert!(found.is_empty(), "nothing else was planted: {found:?}");
}

#[test]
fn the_planted_impurity_is_caught() {
    let found = places(&rooms(PURE_CRATE, &planted("pure/lib.rs")));
    let expected = [
        (4, "lib.rs mentions std::fs::read"),
        (5, "lib.rs mentions std::time::SystemTime"),
        (14, "lib.rs mentions std::env::var"),
    ];
    assert_eq!(
        found,
        expected.map(|(line, rule)| ("lib.rs".to_owned(), line, rule.to_owned()))
    );
}

#[test]
fn the_planted_manifests_are_caught() {
    let root = planted("crates");
    let dependency = |name: &str| format!(r#"{{"name":"{name}"}}"#);
    let package = |name: &str, folder: &str, uses: &[&str]| {
        let manifest = root.join(folder).join("Cargo.toml");
        let uses = uses
            .iter()
            .map(|name| dependency(name))
            .collect::<Vec<_>>()
            .join(",");
        format!(r#"{{"name":"{name}","manifest_path":{manifest:?},"dependencies":[{uses}]}}"#)
    };
    let packages = [
        package("motcua-form", "core/form", &["roxmltree", "tokio"]),
        package("motcua-domain", "core/domain", &["motcua-form", "motcua-client"]),
        package(
            "motcua-client",
            "core/client",
            &["motcua-domain", "motcua-form", "motcua-journeys"],
        ),
        package("motcua-ffi", "bindings", &["motcua-client", "uniffi"]),
        package("motcua-pantry", "pantry", &[]),
        package("motcua-journeys", "tests/journeys", &["motcua-ffi"]),
    ];
    let metadata = format!(
        r#"{{"workspace_root":{root:?},"packages":[{}]}}"#,
        packages.join(",")
    );
    let found = crates::violations(&metadata).expect("the planted manifests can be read");
    let rules: Vec<String> = places(&found)
        .into_iter()
        .map(|(_, line, rule)| format!("{line} {rule}"))
        .collect();
    assert_eq!(
        rules,
        [
            "1 the crate motcua-portal has a rule and isn't in the workspace",
            "7 motcua-client uses motcua-journeys",
            "6 motcua-domain uses motcua-client",
            "6 motcua-form uses tokio",
            "2 motcua-pantry has no rule yet",
        ]
    );
}
