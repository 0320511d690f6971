//! `motcua form diff --mapping`: what an author sees of values that others took the place of, and which files are refused.

use std::{fs, path::Path, process::Command};

use tempfile::TempDir;

fn form(wards: &[&str]) -> String {
    let items: String = wards
        .iter()
        .map(|code| format!("<item><name>{code}</name></item>"))
        .collect();
    format!(
        r#"<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"><h:head><h:title>W</h:title><model>
        <instance><data id="w"><home/><work/></data></instance><instance id="wards"><root>{items}</root></instance></model></h:head><h:body>
        <select1 ref="/data/home"><itemset nodeset="instance('wards')/root/item"><value ref="name"/><label ref="name"/></itemset></select1>
        <select1 ref="/data/work"><itemset nodeset="instance('wards')/root/item"><value ref="name"/><label ref="name"/></itemset></select1></h:body></h:html>"#
    )
}

/// What is printed, and the exit status, for a mapping in these words.
fn diff(folder: &Path, mapping: &str) -> (String, i32) {
    fs::write(folder.join("old.xml"), form(&["26734", "26737"])).unwrap();
    fs::write(folder.join("new.xml"), form(&["26737", "26740"])).unwrap();
    fs::write(
        folder.join("draft.xml"),
        "<data><home>26734</home><work>26737</work></data>",
    )
    .unwrap();
    fs::write(folder.join("mapping.csv"), mapping).unwrap();
    let words = [
        "form",
        "diff",
        "old.xml",
        "new.xml",
        "--answers",
        "draft.xml",
        "--mapping",
        "mapping.csv",
    ];
    let done = Command::new(env!("CARGO_BIN_EXE_motcua"))
        .args(words)
        .current_dir(folder)
        .output()
        .unwrap();
    let printed = String::from_utf8(done.stdout).unwrap() + &String::from_utf8(done.stderr).unwrap();
    (printed, done.status.code().unwrap_or(-1))
}

#[test]
fn one_successor_is_taken_and_several_are_asked_for() {
    let place = TempDir::new().unwrap();
    let mapping = "list,question,old,new,name\nwards,,26734,26737,Tân Định\nwards,,26737,26740,Đa Kao\nwards,,26737,26737,Đa Kao\n";
    let (printed, status) = diff(place.path(), mapping);
    assert_eq!(status, 0, "{printed}");
    assert!(printed.contains("/data/home: replaced «26737»"), "{printed}");
    assert!(printed.contains("/data/work: to_choose 26740 26737"), "{printed}");
    let (printed, status) = diff(place.path(), "question,old,new\n/data/home,26734,\n");
    assert_eq!(status, 0, "{printed}");
    assert!(
        printed.contains("/data/home: no_longer_fits (ANSWER_CHOICE"),
        "{printed}"
    );
}

#[test]
fn a_mapping_that_is_not_understood_is_refused_with_its_line() {
    let place = TempDir::new().unwrap();
    for (mapping, line) in [
        ("list,old\nwards,1\n", "line 1"),
        ("old,new\n1,2\n", "line 2"),
        ("list,old,new\nwards,1,2\nwards,1\n", "line 3"),
        ("list,old,new\nwards,\"1\",2\n", "line 2"),
    ] {
        let (printed, status) = diff(place.path(), mapping);
        assert_eq!(status, 2, "{mapping}: {printed}");
        assert!(printed.contains(line), "{mapping}: {printed}");
    }
}
