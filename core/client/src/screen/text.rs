//! Words for screens, in Vietnamese and English, from one Fluent source per language.
//!
//! A screen model holds finished text, so that Kotlin and Swift never build a sentence. A message that is missing in a language is a bug that a
//! test finds; at run time its name is shown rather than nothing.

use std::fmt;

use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};
use serde::{Deserialize, Serialize};
use unic_langid::LanguageIdentifier;

const SOURCES: [(Language, &[&str]); 2] = [
    (
        Language::Vi,
        &[
            include_str!("../../i18n/vi.ftl"),
            include_str!("../../i18n/failures.vi.ftl"),
        ],
    ),
    (
        Language::En,
        &[
            include_str!("../../i18n/en.ftl"),
            include_str!("../../i18n/failures.en.ftl"),
        ],
    ),
];

/// The product's languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// Vietnamese, the default.
    #[default]
    Vi,
    /// English.
    En,
}

impl Language {
    /// The BCP 47 code, also the form engine's language name.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Vi => "vi",
            Self::En => "en",
        }
    }

    /// The language of a BCP 47 code such as `en-GB`; Vietnamese for everything we don't speak.
    pub fn from_code(code: &str) -> Self {
        if code.split(['-', '_']).next() == Some("en") {
            Self::En
        } else {
            Self::Vi
        }
    }

    /// Of two texts, the one in this language.
    pub fn pick<T>(self, vi: T, en: T) -> T {
        match self {
            Self::Vi => vi,
            Self::En => en,
        }
    }
}

/// The messages of one language.
pub struct Texts {
    language: Language,
    bundle: FluentBundle<FluentResource>,
}

impl fmt::Debug for Texts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Texts({})", self.language.code())
    }
}

impl Texts {
    /// Loads a language's messages.
    pub fn new(language: Language) -> Self {
        let sources = SOURCES.into_iter().find(|(of, _)| *of == language);
        Self::of(language, sources.map_or(&[], |(_, sources)| sources))
    }

    /// Loads the messages of our own sources.
    pub(super) fn of(language: Language, sources: &[&str]) -> Self {
        let id: LanguageIdentifier = language.code().parse().expect("our two codes are well formed");
        let mut bundle = FluentBundle::new_concurrent(vec![id]);
        // Bidirectional isolation marks would end up in copied text; both languages run left to right.
        bundle.set_use_isolating(false);
        for source in sources {
            let resource =
                FluentResource::try_new((*source).to_owned()).expect("a test parses our own sources");
            bundle
                .add_resource(resource)
                .expect("a test finds a message that is there twice");
        }
        Self { language, bundle }
    }

    /// The language.
    pub const fn language(&self) -> Language {
        self.language
    }

    /// Whether there is a message of this name.
    pub fn has(&self, name: &str) -> bool {
        self.bundle.has_message(name)
    }

    /// A message without variables.
    pub fn get(&self, name: &str) -> String {
        self.with(name, &[])
    }

    /// A message with its variables filled in.
    pub fn with(&self, name: &str, variables: &[(&str, Var<'_>)]) -> String {
        let Some(pattern) = self.bundle.get_message(name).and_then(|message| message.value()) else {
            return name.to_owned();
        };
        let mut args = FluentArgs::new();
        for (key, value) in variables {
            args.set(*key, value.clone().into_fluent());
        }
        self.bundle
            .format_pattern(pattern, Some(&args), &mut Vec::new())
            .into_owned()
    }
}

/// A variable of a message.
#[derive(Debug, Clone)]
pub enum Var<'a> {
    /// Text put in as it is.
    Text(&'a str),
    /// A count; chooses the plural form.
    Count(u64),
}

impl<'a> Var<'a> {
    fn into_fluent(self) -> FluentValue<'a> {
        match self {
            Self::Text(text) => FluentValue::from(text),
            Self::Count(count) => FluentValue::from(count),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn names(language: Language) -> BTreeSet<String> {
        let sources = SOURCES
            .into_iter()
            .filter(|(of, _)| *of == language)
            .flat_map(|(_, texts)| texts);
        let lines = sources.flat_map(|source| source.lines());
        let starts = lines.filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase()));
        starts
            .filter_map(|line| line.split_once(" ="))
            .map(|(name, _)| name.to_owned())
            .collect()
    }

    #[test]
    fn both_languages_have_the_same_messages() {
        assert_eq!(names(Language::Vi), names(Language::En));
        assert!(names(Language::Vi).len() > 80);
    }

    #[test]
    fn every_message_can_be_formatted() {
        for language in [Language::Vi, Language::En] {
            let texts = Texts::new(language);
            for name in names(language) {
                assert!(texts.has(&name), "{name} in {}", language.code());
                assert_ne!(texts.get(&name), name);
            }
        }
    }

    #[test]
    fn a_count_chooses_the_plural_and_no_marks_are_added() {
        let english = Texts::new(Language::En);
        assert_eq!(
            english.with("deadline-working-days", &[("days", Var::Count(1))]),
            "1 working day"
        );
        assert_eq!(
            english.with("deadline-working-days", &[("days", Var::Count(7))]),
            "7 working days"
        );
        let vietnamese = Texts::new(Language::Vi);
        assert_eq!(
            vietnamese.with("receipt-code", &[("code", Var::Text("H29.1-261122-0001"))]),
            "Mã hồ sơ H29.1-261122-0001"
        );
    }
}
