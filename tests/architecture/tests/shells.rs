//! The real shells draw what the core gives them, and the planted ones are caught at everything that they leave out or say by themselves.

use std::path::{Path, PathBuf};

use motcua_architecture::{
    Violation,
    shells::{
        self, Shell,
        allowed::{ALLOWED, Allowed, Undrawn, Unsaid},
        literal,
    },
};

fn here(path: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    path.canonicalize().expect("the folder is there")
}

fn check(root: &str, allowed: &Allowed) -> Vec<Violation> {
    shells::violations(&here(root), allowed).unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn every_field_is_drawn_every_word_is_said_and_no_shell_has_a_text_of_its_own() {
    let lines: Vec<String> = check("../..", &ALLOWED).iter().map(ToString::to_string).collect();
    assert!(
        lines.is_empty(),
        "{} violations:\n{}",
        lines.len(),
        lines.join("\n")
    );
}

#[test]
fn every_exception_has_a_reason() {
    let reasons = ALLOWED.undrawn.iter().map(|excuse| excuse.why);
    let reasons: Vec<_> = reasons
        .chain(ALLOWED.unsaid.iter().map(|excuse| excuse.why))
        .collect();
    assert!(reasons.iter().all(|why| why.len() > 20), "{reasons:?}");
}

/// What the planted shells are excused for, and two exceptions that excuse nothing.
const EXCUSES: Allowed = Allowed {
    undrawn: &[
        Undrawn {
            field: "Config",
            by: None,
            why: "given by the shell",
        },
        Undrawn {
            field: "Kettle.serial",
            by: Some(Shell::Ios),
            why: "Android alone keeps it",
        },
        Undrawn {
            field: "Kettle.label",
            by: None,
            why: "drawn after all",
        },
    ],
    unsaid: &[
        Unsaid {
            words: &["platform-*"],
            by: None,
            why: "said by the system",
        },
        Unsaid {
            words: &["action-pour"],
            by: Some(Shell::Android),
            why: "said after all",
        },
    ],
    keys: &["kettle-store"],
};

#[test]
fn the_planted_shells_are_caught() {
    let found: Vec<String> = check("planted/shells", &EXCUSES)
        .into_iter()
        .map(|Violation { file, line, rule }| {
            let name = file
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            format!("{name}:{line}: {}", rule.split(": ").next().unwrap_or_default())
        })
        .collect();
    assert_eq!(
        found,
        [
            "Kettle.kt:16: the text \"Kettle of \" is not in Fluent",
            "Kettle.kt:17: the text \"Boil\" is not in Fluent",
            "Kettle.kt:18: the word action-boil is not in core/client/i18n/shell-*.ftl",
            "Kettle.kt:19: the text \"Nước sôi\" is not in Fluent",
            "shell-common.vi.ftl:5: action-refill is not said by Ios",
            "shell-common.vi.ftl:6: action-whistle is said by no shell",
            "Kettle.swift:12: the text \"Hot\" is not in Fluent",
            "Kettle.swift:13: the text \"Kettle\" is not in Fluent",
            "Kettle.swift:14: the word word-hot is not in core/client/i18n/shell-*.ftl",
            "allowed.rs:1: the exception Kettle.label excuses nothing",
            "allowed.rs:1: the exception action-pour excuses nothing",
            "surface.txt:6: Kettle.boils_at is drawn nowhere in Ios",
            "surface.txt:7: Kettle.scale is drawn nowhere in Android",
            "surface.txt:7: Kettle.scale is drawn nowhere in Ios",
        ]
    );
}

#[test]
fn literals_are_found_inside_interpolations_and_not_inside_comments() {
    let source = "Text(a + \"x ${f(\"in-side\")} \\\"y\") // \"no\"\n/* \"no\" */ val q = '\"'; title = \"t\\(g(\"deep\")) u\"; Label(sign: \"star\")";
    let found: Vec<_> = literal::read(source)
        .literals
        .into_iter()
        .map(|literal| (literal.line, literal.text, literal.user, literal.plain))
        .collect();
    let expected = [
        (1, "in-side", "f", true),
        (1, "x  y", "Text", false),
        (2, "deep", "g", true),
        (2, "t u", "title", false),
        (2, "star", "sign", true),
    ];
    let expected = expected.map(|(line, text, user, plain)| (line, text.to_owned(), user.to_owned(), plain));
    assert_eq!(found, expected);
}
