//! What the two shells draw: every field of a screen model, every word of Fluent, and no text of their own.
//!
//! Four questions are asked of the sources of Android and iOS, read as text:
//! - is each field of each record of the recorded surface read, as `.camelCase`, in both shells?
//! - is each of Fluent's shell words named by both? ([`allowed`] lists, with reasons, what isn't.)
//! - is each literal that looks like a word's name really one?
//! - does a literal with letters go where a person would read or hear it?
//!
//! A field is known by its name alone: `label` of one record stands for `label` of all. That finds what was forgotten in the core's step to the
//! shells, where names are new, and nothing else has to be understood. An exception that excuses nothing is a violation too, so that the tables
//! shrink as the shells grow.

pub mod allowed;
pub mod literal;

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use crate::{CheckError, Violation};
use allowed::Allowed;
use literal::{Literal, Reading};

/// Where the exceptions stand, to be named in what is reported.
const TABLES: &str = "tests/architecture/src/shells/allowed.rs";
const SURFACE: &str = "tests/goldens/api/surface.txt";
const WORDS: &str = "core/client/i18n";

/// One of the two shells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shell {
    /// Kotlin and Compose.
    Android,
    /// Swift and SwiftUI.
    Ios,
}

impl Shell {
    fn folders(self) -> &'static [&'static str] {
        match self {
            Shell::Android => &[
                "android/ui/src/main",
                "android/app/src/main",
                "android/core-bridge/src/main",
            ],
            Shell::Ios => &["ios/App", "ios/Sources/MotCuaKit"],
        }
    }
}

const SHELLS: [Shell; 2] = [Shell::Android, Shell::Ios];

/// Functions that draw or speak their argument, and properties that are drawn or spoken.
const READ_BY_A_PERSON: &[&str] = &[
    "Text",
    "Body",
    "Note",
    "Heading",
    "SectionTitle",
    "Banner",
    "Empty",
    "EmptyNotice",
    "Page",
    "Fact",
    "StatusLine",
    "StatusChip",
    "ItemRow",
    "ItemCard",
    "Label",
    "Button",
    "PrimaryButton",
    "SecondaryButton",
    "QuietButton",
    "Toggle",
    "TextField",
    "Section",
    "announce",
    "accessibilityLabel",
    "accessibilityHint",
    "accessibilityValue",
    "confirmationDialog",
    "navigationTitle",
    "alert",
    "setContentTitle",
    "setContentText",
    "makeText",
    "contentDescription",
    "stateDescription",
    "paneTitle",
    "onClickLabel",
    "text",
    "title",
    "label",
    "placeholder",
    "supportingText",
];

struct Source {
    file: PathBuf,
    shell: Shell,
    reading: Reading,
}

/// A field of a record, or a word of Fluent.
struct Named {
    file: PathBuf,
    line: usize,
    name: String,
}

/// Everything that is compared.
struct Shells<'a> {
    allowed: &'a Allowed,
    sources: Vec<Source>,
    fields: Vec<Named>,
    words: Vec<Named>,
    /// Exceptions that excused something.
    used: BTreeSet<&'static str>,
    found: Vec<Violation>,
}

/// Checks the shells of the repository at `root`.
///
/// # Errors
/// [`CheckError::Unreadable`] when a folder or file isn't where it belongs.
pub fn violations(root: &Path, allowed: &Allowed) -> Result<Vec<Violation>, CheckError> {
    let mut shells = Shells {
        allowed,
        sources: Vec::new(),
        fields: fields(&root.join(SURFACE))?,
        words: words(&root.join(WORDS))?,
        used: BTreeSet::new(),
        found: Vec::new(),
    };
    for shell in SHELLS {
        for folder in shell.folders() {
            read_folder(&root.join(folder), shell, &mut shells.sources)?;
        }
    }
    shells.check_fields();
    shells.check_words();
    shells.check_literals();
    shells.check_exceptions(root);
    shells.found.sort();
    Ok(shells.found)
}

impl Shells<'_> {
    fn blame(&mut self, file: &Path, line: usize, rule: String) {
        let file = file.to_owned();
        self.found.push(Violation { file, line, rule });
    }

    fn of(&self, shell: Shell) -> impl Iterator<Item = &Source> {
        self.sources.iter().filter(move |source| source.shell == shell)
    }

    fn check_fields(&mut self) {
        for Named { file, line, name } in std::mem::take(&mut self.fields) {
            let (record, field) = name.split_once('.').unwrap_or((&name, ""));
            let camel = camel(field);
            for shell in SHELLS {
                if self
                    .of(shell)
                    .any(|source| reads(&source.reading.code, record, &camel))
                {
                    continue;
                }
                let excuse = self.allowed.undrawn.iter().find(|excuse| {
                    (excuse.field == name || excuse.field == record) && excuse.by.is_none_or(|by| by == shell)
                });
                match excuse {
                    Some(excuse) => drop(self.used.insert(excuse.field)),
                    None => self.blame(
                        &file,
                        line,
                        format!(
                            "{name} is drawn nowhere in {shell:?}: read .{camel} in {}, or give the reason why not in {TABLES}",
                            shell.folders()[0]
                        ),
                    ),
                }
            }
        }
    }

    fn check_words(&mut self) {
        let words = std::mem::take(&mut self.words);
        for Named { file, line, name } in &words {
            let mut without = SHELLS.to_vec();
            without.retain(|shell| !self.of(*shell).any(|source| names(&source.reading, name)));
            // Each shell that doesn't say it needs an excuse of its own, or one for both.
            without.retain(|shell| {
                let mut excuses = self.allowed.unsaid.iter();
                let excuse =
                    excuses.find(|excuse| excuse.covers(name) && excuse.by.is_none_or(|by| by == *shell));
                let names = excuse.map_or(&[][..], |excuse| excuse.words);
                self.used
                    .extend(names.iter().filter(|excused| allowed::covers(excused, name)));
                excuse.is_none()
            });
            let rule = match without.as_slice() {
                [] => continue,
                [shell] => format!(
                    "{name} is not said by {shell:?}: use it in {}, or give the reason why not in {TABLES}",
                    shell.folders()[0]
                ),
                _ => format!("{name} is said by no shell: use it, or delete it in both languages"),
            };
            self.blame(file, *line, rule);
        }
        self.words = words;
    }

    fn check_literals(&mut self) {
        let sources = std::mem::take(&mut self.sources);
        for source in &sources {
            for literal in &source.reading.literals {
                let key = self
                    .allowed
                    .keys
                    .iter()
                    .find(|key| literal.plain && **key == literal.text);
                self.used.extend(key);
                if let (None, Some(rule)) = (key, self.objection(literal)) {
                    self.blame(&source.file, literal.line, rule);
                }
            }
        }
        self.sources = sources;
    }

    fn objection(&self, literal: &Literal) -> Option<String> {
        let text = &literal.text;
        if literal.plain && is_kebab(text) {
            let is_word = self.words.iter().any(|word| word.name == *text);
            return (!is_word).then(|| {
                format!("the word {text} is not in {WORDS}/shell-*.ftl: add it in both languages; if it is no word, list it in {TABLES}")
            });
        }
        let has_marks = text.chars().any(|c| !c.is_ascii() && c.is_alphabetic());
        let is_read =
            READ_BY_A_PERSON.contains(&literal.user.as_str()) && text.chars().any(char::is_alphabetic);
        (has_marks || is_read).then(|| {
            format!("the text \"{text}\" is not in Fluent: name a word of {WORDS}/shell-*.ftl, or take it from the model")
        })
    }

    fn check_exceptions(&mut self, root: &Path) {
        let Allowed {
            undrawn,
            unsaid,
            keys,
        } = *self.allowed;
        let fields = undrawn.iter().map(|excuse| excuse.field);
        let words = unsaid.iter().flat_map(|excuse| excuse.words.iter().copied());
        let all = fields.chain(words).chain(keys.iter().copied());
        for stale in all.filter(|name| !self.used.contains(name)).collect::<Vec<_>>() {
            self.blame(
                &root.join(TABLES),
                1,
                format!("the exception {stale} excuses nothing: take it out"),
            );
        }
    }
}

/// Whether `code` reads `camel`, a field of `record`: by a dot, by reference, or bare where the record is extended.
fn reads(code: &str, record: &str, camel: &str) -> bool {
    let extends = code.contains(&format!("{record}.")) || code.contains(&format!("extension {record} "));
    code.match_indices(camel).any(|(at, _)| {
        let (before, after) = (&code[..at], &code[at + camel.len()..]);
        let is_whole = !before.ends_with(literal::is_of_name) && !after.starts_with(literal::is_of_name);
        let is_declared = after.trim_start().starts_with(':');
        is_whole && (before.ends_with('.') || before.ends_with("::") || extends && !is_declared)
    })
}

/// Whether a source names the word: as it is, or by its beginning, as in `word("form-weekday-$day")` and
/// `var word: String { "tab-\(rawValue)" }`.
fn names(reading: &Reading, word: &str) -> bool {
    reading.literals.iter().any(|literal| {
        let begins = !literal.plain && literal.head.ends_with('-') && word.starts_with(&literal.head);
        literal.plain && literal.text == word || begins && matches!(literal.user.as_str(), "word" | "")
    })
}

/// Whether a literal looks like a word's name: `action-back`.
fn is_kebab(text: &str) -> bool {
    let is_part =
        |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit());
    text.contains('-') && text.starts_with(|c: char| c.is_ascii_lowercase()) && text.split('-').all(is_part)
}

fn camel(field: &str) -> String {
    let mut parts = field.split('_');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |name, part| {
        let (head, tail) = part.split_at(part.len().min(1));
        name + &head.to_uppercase() + tail
    })
}

fn read_text(file: &Path) -> Result<String, CheckError> {
    fs::read_to_string(file).map_err(|cause| CheckError::Unreadable {
        file: file.to_owned(),
        cause,
    })
}

/// What stands in a folder, in order.
fn listed(folder: &Path) -> Result<Vec<PathBuf>, CheckError> {
    let unreadable = |cause| CheckError::Unreadable {
        file: folder.to_owned(),
        cause,
    };
    let entries = fs::read_dir(folder).map_err(unreadable)?;
    let mut paths = entries
        .map(|entry| Ok(entry.map_err(unreadable)?.path()))
        .collect::<Result<Vec<_>, _>>()?;
    paths.sort();
    Ok(paths)
}

fn has_extension(file: &Path, extensions: &[&str]) -> bool {
    file.extension()
        .and_then(|name| name.to_str())
        .is_some_and(|name| extensions.contains(&name))
}

fn read_folder(folder: &Path, shell: Shell, sources: &mut Vec<Source>) -> Result<(), CheckError> {
    for path in listed(folder)? {
        if path.is_dir() {
            read_folder(&path, shell, sources)?;
        } else if has_extension(&path, &["kt", "swift"]) {
            let reading = literal::read(&read_text(&path)?);
            sources.push(Source {
                file: path,
                shell,
                reading,
            });
        }
    }
    Ok(())
}

/// The fields of the surface's records, as `Record.field`.
fn fields(surface: &Path) -> Result<Vec<Named>, CheckError> {
    let text = read_text(surface)?;
    let mut record = None;
    let mut fields = Vec::new();
    for (index, line) in text.lines().enumerate() {
        if !line.starts_with(' ') {
            record = line.strip_prefix("record ");
        } else if let (Some(record), Some((field, _))) = (record, line.split_once(':')) {
            let name = format!("{record}.{}", field.trim());
            fields.push(Named {
                file: surface.to_owned(),
                line: index + 1,
                name,
            });
        }
    }
    Ok(fields)
}

/// The shells' words. The Vietnamese files are read; a test of the client holds the English ones to them.
fn words(folder: &Path) -> Result<Vec<Named>, CheckError> {
    let mut words = Vec::new();
    for file in listed(folder)? {
        let name = file
            .file_name()
            .and_then(|name| name.to_str())
            .unwrap_or_default();
        if !(name.starts_with("shell-") && name.ends_with(".vi.ftl")) {
            continue;
        }
        for (index, line) in read_text(&file)?.lines().enumerate() {
            if let Some((name, _)) = line.split_once(" = ").filter(|(name, _)| is_kebab(name)) {
                words.push(Named {
                    file: file.clone(),
                    line: index + 1,
                    name: name.to_owned(),
                });
            }
        }
    }
    Ok(words)
}
