//! The console's two languages. Both texts of a phrase stand side by side where it is used, so that they change together.

/// The reader's language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Language {
    /// Tiếng Việt.
    Vi,
    /// English.
    En,
}

impl Language {
    /// Reads a language tag; nothing for one that we don't have.
    pub(super) fn from_tag(tag: &str) -> Option<Self> {
        [Self::Vi, Self::En]
            .into_iter()
            .find(|language| language.tag() == tag)
    }

    /// The tag for `lang` attributes.
    pub(super) fn tag(self) -> &'static str {
        self.say("vi", "en")
    }

    /// Of two texts, the one in this language.
    pub(super) fn say<T>(self, vi: T, en: T) -> T {
        match self {
            Self::Vi => vi,
            Self::En => en,
        }
    }

    /// The other language, named in itself.
    pub(super) fn other(self) -> (Self, &'static str) {
        self.say((Self::En, "English"), (Self::Vi, "Tiếng Việt"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_read_back_and_the_other_of_the_other_is_this() {
        for language in [Language::Vi, Language::En] {
            assert_eq!(Language::from_tag(language.tag()), Some(language));
            assert_eq!(language.other().0.other().0, language);
        }
        assert_eq!(Language::from_tag("fr"), None);
    }
}
