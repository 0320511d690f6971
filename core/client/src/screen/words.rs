//! Words that a shell sets itself: on buttons, labels and general states. By name, without variables, so that no text stands in Kotlin or Swift.
//!
//! What depends on data is never here: such a sentence is finished in a screen model. The words come all at once, because a shell needs them before it
//! draws and again only when the language changes.

use super::text::{Language, Texts};

const SOURCES: [(Language, &[&str]); 2] = [
    (
        Language::Vi,
        &[
            include_str!("../../i18n/shell-common.vi.ftl"),
            include_str!("../../i18n/shell-form.vi.ftl"),
            include_str!("../../i18n/shell-lists.vi.ftl"),
            include_str!("../../i18n/shell-account.vi.ftl"),
        ],
    ),
    (
        Language::En,
        &[
            include_str!("../../i18n/shell-common.en.ftl"),
            include_str!("../../i18n/shell-form.en.ftl"),
            include_str!("../../i18n/shell-lists.en.ftl"),
            include_str!("../../i18n/shell-account.en.ftl"),
        ],
    ),
];

/// One word or sentence of a shell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// Its name, such as `action-back`.
    pub name: String,
    /// Its text in the language asked for.
    pub text: String,
}

/// All words of a language, in the order of the sources.
pub fn words(language: Language) -> Vec<Word> {
    let sources = sources(language);
    let texts = Texts::of(language, sources);
    let names = sources.iter().flat_map(|source| names(source));
    names
        .map(|name| Word {
            text: texts.get(name),
            name: name.to_owned(),
        })
        .collect()
}

fn sources(language: Language) -> &'static [&'static str] {
    let found = SOURCES.into_iter().find(|(of, _)| *of == language);
    found.map_or(&[], |(_, sources)| sources)
}

/// A message begins a line with its name and an equals sign; ours have neither terms nor attributes, which a test holds.
fn names(source: &str) -> impl Iterator<Item = &str> {
    let starts = source
        .lines()
        .filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase()));
    starts.filter_map(|line| line.split_once(" =").map(|(name, _)| name))
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOTH: [Language; 2] = [Language::Vi, Language::En];

    #[test]
    fn both_languages_have_the_same_words_in_the_same_order_of_the_same_files() {
        let of = |language| {
            sources(language)
                .iter()
                .map(|it| names(it).collect::<Vec<_>>())
                .collect::<Vec<_>>()
        };
        assert_eq!(of(Language::Vi), of(Language::En));
    }

    #[test]
    fn every_line_is_a_comment_or_one_whole_word_without_variables() {
        for line in BOTH
            .into_iter()
            .flat_map(sources)
            .flat_map(|source| source.lines())
        {
            let word = line.split_once(" = ").is_some_and(|(name, text)| {
                name.starts_with(|c: char| c.is_ascii_lowercase())
                    && name
                        .chars()
                        .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
                    && !text.trim().is_empty()
                    && !text.contains(['{', '}'])
            });
            assert!(line.is_empty() || line.starts_with('#') || word, "{line}");
        }
    }

    #[test]
    fn a_word_has_its_text_and_no_name_is_there_twice() {
        for language in BOTH {
            let mut words = words(language);
            let all = words.len();
            assert!(words.iter().all(|word| word.text != word.name));
            words.sort_by(|a, b| a.name.cmp(&b.name));
            words.dedup_by(|a, b| a.name == b.name);
            assert_eq!(words.len(), all);
        }
        let back = |language| words(language).into_iter().find(|it| it.name == "action-back");
        assert_eq!(back(Language::Vi).expect("there").text, "Quay lại");
        assert_eq!(back(Language::En).expect("there").text, "Back");
    }
}
