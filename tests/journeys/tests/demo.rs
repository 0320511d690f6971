//! The demo as a program: it tells its story to the end, and says why when it can't.
//!
//! The story needs `motcua` and `motcua-portal` built beside it, as `./dev test` does (alone: `cargo build -p motcua-portal -p motcua-virtual-phone`).

#![allow(clippy::unwrap_used, reason = "in a test a failed step ends the test")]

use std::{
    fs,
    process::{Command, Output},
};

use tempfile::TempDir;

fn demo(arguments: &[&str], programs: Option<&str>) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_motcua-demo"));
    if let Some(folder) = programs {
        command.env("MOTCUA_BIN_DIR", folder);
    }
    command.args(arguments).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[test]
fn the_story_is_told_to_its_end_in_vietnamese_and_leaves_what_was_kept() {
    let (words, kept) = told_to_its_end("vi");
    assert!(words.contains("Đã nộp") && words.contains("Hết chuyện"));
    assert!(
        fs::read(kept.path().join(KEPT).join("result"))
            .unwrap()
            .starts_with(b"%PDF")
    );
}

/// The phone then speaks English too, so that each chapter looks for other words on its screens.
#[test]
fn the_story_is_told_to_its_end_in_english() {
    let (words, _kept) = told_to_its_end("en");
    assert!(words.contains("Submitted") && words.contains("The end"));
}

/// A folder with a name as people's folders have.
const KEPT: &str = "thư mục giữ lại";

fn told_to_its_end(language: &str) -> (String, TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let keep = folder.path().join(KEPT);
    let told = demo(
        &["--once", "--language", language, "--keep", keep.to_str().unwrap()],
        None,
    );
    let words = text(&told.stdout);
    assert!(told.status.success(), "{words}\n{}", text(&told.stderr));
    assert!(!words.contains('\x1b'), "no colours where there is no terminal");
    (words, folder)
}

#[test]
fn a_step_that_fails_ends_the_story_with_its_reason() {
    let told = demo(&["--once"], Some("/nowhere"));
    assert_eq!(told.status.code(), Some(1));
    assert!(text(&told.stderr).contains("expected: /nowhere/motcua-portal to start"));
}

#[test]
fn a_folder_with_something_in_it_is_not_told_into() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("theirs"), b"x").unwrap();
    let told = demo(&["--once", "--keep", folder.path().to_str().unwrap()], None);
    assert_eq!(told.status.code(), Some(1));
    assert!(text(&told.stderr).contains("expected: an empty folder"));
    assert!(folder.path().join("theirs").exists());
}
