//! `motcua form …`: what its commands print and with which status, on a small form of their own, against a golden.
//!
//! The form is `forms/household.xlsx`, compiled by pyxform to `household.xml`; `household_next.xml` is its next version, in
//! `circle.xml` an answer depends on itself. pyxform's own part is played by a script that reports what the real one reports.

use std::{
    fs::{self, Permissions},
    io::Write,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use tempfile::TempDir;

const NOW: &str = "2026-11-22T08:30:00+07:00";

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cli/forms")
}

/// What a command printed, as a person at a terminal would see it.
struct Done {
    status: i32,
    printed: String,
    said: String,
}

fn run(words: &[&str], input: &str) -> Done {
    let mut command = Command::new(env!("CARGO_BIN_EXE_motcua"));
    command.args(words).current_dir(folder());
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    // A command that doesn't read ends before it is all written.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    let output = child.wait_with_output().unwrap();
    Done {
        status: output.status.code().unwrap_or(-1),
        printed: String::from_utf8(output.stdout).unwrap(),
        said: String::from_utf8(output.stderr).unwrap(),
    }
}

fn seen(words: &[&str]) -> String {
    let done = run(words, "");
    let status = done.status;
    format!(
        "$ motcua {}\n{}{}[{status}]\n\n",
        words.join(" "),
        done.printed,
        done.said
    )
}

/// A program that stands in for pyxform: `sh` with these lines; the target is `$4`.
fn pyxform(folder: &TempDir, script: &str) -> String {
    let file = folder.path().join("pyxform");
    fs::write(&file, format!("#!/bin/sh\n{script}\n")).unwrap();
    fs::set_permissions(&file, Permissions::from_mode(0o755)).unwrap();
    file.display().to_string()
}

#[test]
fn every_command_prints_the_golden_text() {
    let answers = ["--answers", "story.json"];
    let commands: [&[&str]; 14] = [
        &["form", "check", "household.xml"],
        &["form", "check", "circle.xml"],
        &["form", "check", "nothing.xml"],
        &["form", "preview", "household.xml", "--now", NOW],
        &[
            "form",
            "preview",
            "household.xml",
            "--language",
            "en",
            answers[0],
            answers[1],
        ],
        &[
            "form",
            "preview",
            "household.xml",
            "--html",
            answers[0],
            answers[1],
        ],
        &[
            "form",
            "diff",
            "household.xml",
            "household_next.xml",
            answers[0],
            answers[1],
        ],
        &["form", "diff", "household.xml", "household.xml"],
        &["form", "test", "household.xml", "story.json"],
        &["form", "test", "household.xml", "wrong_story.json"],
        &[
            "form",
            "explain",
            "household.xml",
            "/data/head/landlord",
            answers[0],
            answers[1],
        ],
        &["form", "explain", "household.xml", "/data/nowhere", "--now", NOW],
        &["form", "eval", "../../../../conformance/vectors/kinds.json"],
        &["form", "play", "../../../../conformance/scenarios/kinds.json"],
    ];
    let text: String = commands.into_iter().map(seen).collect();
    super::golden::compare("forms.txt", &text);
}

#[test]
fn every_command_has_the_golden_json() {
    let commands: [&[&str]; 5] = [
        &["--json", "form", "check", "household.xml"],
        &["--json", "form", "check", "circle.xml"],
        &["--json", "form", "preview", "household.xml", "--now", NOW],
        &[
            "--json",
            "form",
            "diff",
            "household.xml",
            "household_next.xml",
            "--answers",
            "story.json",
        ],
        &["--json", "form", "test", "household.xml", "wrong_story.json"],
    ];
    let text: String = commands.into_iter().map(seen).collect();
    super::golden::compare("forms_json.txt", &text);
}

#[test]
fn a_spreadsheet_is_compiled_by_the_given_program_and_checked() {
    let place = TempDir::new().unwrap();
    let good = pyxform(
        &place,
        r#"cp household.xml "$4" && echo '{"code": 100, "message": "Ok!", "warnings": ["look here"]}' >&2"#,
    );
    let done = run(&["form", "check", "household.xlsx", "--pyxform", &good], "");
    assert_eq!(done.status, 0, "{}", done.said);
    assert!(
        done.printed.contains("household 1 can be used"),
        "{}",
        done.printed
    );
    assert!(done.printed.contains("look at: look here"), "{}", done.printed);
}

#[test]
fn a_warning_names_its_cell_too() {
    let place = TempDir::new().unwrap();
    let script = r#"sed "s|/data/head/home = 'rented'|/data/head/house = 'rented'|" household.xml > "$4" && echo '{"code": 100, "message": "Ok!", "warnings": []}'"#;
    let done = run(
        &[
            "form",
            "check",
            "household.xlsx",
            "--pyxform",
            &pyxform(&place, script),
        ],
        "",
    );
    assert_eq!(done.status, 0, "{}", done.said);
    let cell = "look at: household.xlsx, survey!H5: FORM_UNKNOWN_NODE: /data/head/landlord";
    assert!(done.printed.contains(cell), "{}", done.printed);
}

#[test]
fn a_fault_of_a_spreadsheet_names_sheet_and_cell() {
    let place = TempDir::new().unwrap();
    let row = r#"echo '{"code": 999, "message": "[row : 5] On the '"'survey'"' sheet, the '"'name'"' value is invalid.", "warnings": []}'"#;
    let quoted =
        r#"echo '{"code": 999, "message": "Unknown question type '"'begin_repeat'"'.", "warnings": []}'"#;
    let circle = r#"cp circle.xml "$4" && echo '{"code": 100, "message": "Ok!", "warnings": []}'"#;
    for (script, cell, code) in [
        (row, "household.xlsx, survey!B5", "SHEET"),
        (quoted, "household.xlsx, survey!A7", "SHEET"),
        (circle, "household.xlsx, survey!B11", "FORM_CYCLE"),
    ] {
        let program = pyxform(&place, script);
        let done = run(&["form", "check", "household.xlsx", "--pyxform", &program], "");
        assert_eq!(done.status, 1);
        assert!(
            done.said.starts_with(&format!("{cell}: {code}:")),
            "{cell}: {}",
            done.said
        );
    }
}

#[test]
fn without_pyxform_it_says_how_to_get_it() {
    let done = run(
        &[
            "form",
            "check",
            "household.xlsx",
            "--pyxform",
            "./no-such-program",
        ],
        "",
    );
    assert_eq!(done.status, 1);
    assert!(done.said.contains("pip install pyxform"), "{}", done.said);
}

#[test]
fn material_that_fails_is_status_1_and_the_wrong_kind_is_status_2() {
    let wrong = r#"{"documents": {"d": "<a/>"}, "vectors": [
        {"id": "1", "group": "g", "scope": "in", "document": "d", "expression": "1 + 1", "expect": {"type": "number", "value": 3}},
        {"id": "2", "group": "g", "scope": "optional", "document": "d", "expression": "1 + 1", "expect": {"type": "number", "value": 3}},
        {"id": "3", "group": "g", "scope": "out", "scope_reason": "not ours", "document": "d", "expression": "1", "expect": {"type": "number", "value": 3}}]}"#;
    let done = run(&["form", "eval", "-"], wrong);
    let lines: Vec<serde_json::Value> = done
        .printed
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!((done.status, lines.len()), (1, 4), "{}", done.said);
    assert_eq!(
        (lines[0]["result"].as_str(), lines[0]["got"].as_f64()),
        (Some("fail"), Some(2.0))
    );
    assert_eq!(
        (lines[2]["result"].as_str(), lines[2]["reason"].as_str()),
        (Some("skipped"), Some("not ours"))
    );
    assert_eq!(
        (&lines[3]["in_scope_failed"], &lines[3]["failed"]),
        (&1.into(), &2.into())
    );
    assert_eq!(run(&["form", "play", "-"], wrong).status, 2);
    assert_eq!(run(&["form", "eval", "-"], "{}").status, 2);
}

#[test]
fn only_form_works_without_a_phone() {
    let done = run(&["drafts"], "");
    assert_eq!(done.status, 2);
    let done = run(&["home"], "");
    assert_eq!(done.status, 2);
    assert!(done.said.contains("--home DIR"), "{}", done.said);
}
