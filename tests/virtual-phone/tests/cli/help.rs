//! `--help`, of the command and of everything below it.

use std::process::Command;

fn help_of(words: &[String]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_motcua"))
        .args(words)
        .arg("--help")
        .output()
        .unwrap();
    assert!(output.status.success(), "{words:?}");
    String::from_utf8(output.stdout).unwrap()
}

/// The names below `Commands:`.
fn commands(help: &str) -> Vec<String> {
    let listed = help.split_once("Commands:\n").map_or("", |(_, rest)| rest);
    let names = listed.lines().take_while(|line| !line.is_empty());
    names
        .filter_map(|line| line.split_whitespace().next().map(str::to_owned))
        .collect()
}

fn collect(words: &[String], all: &mut String) {
    let help = help_of(words);
    all.push_str(
        &format!("$ motcua {} --help\n{help}\n", words.join(" ")).replace("  --help\n", " --help\n"),
    );
    for name in commands(&help) {
        collect(&[words, &[name]].concat(), all);
    }
}

#[test]
fn the_help_of_every_command_is_the_golden_one() {
    let mut all = String::new();
    collect(&[], &mut all);
    assert!(all.matches("$ motcua").count() > 30);
    super::golden::compare("help.txt", &all);
}
