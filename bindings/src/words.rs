//! The words that a shell sets itself: buttons, labels, general states. Everything that depends on data comes finished in a record instead.

use motcua_client::screen::{text::Language, words as screen};

pub use motcua_client::screen::words::Word;

/// All of a shell's own words in the `language` of a BCP 47 code (`vi`, `en-GB`; Vietnamese for any other): read once, keep by name, read again when
/// the language changes. Both languages have the same names. Needs no open core.
#[uniffi::export]
pub fn words(language: String) -> Vec<Word> {
    screen::words(Language::from_code(&language))
}

/// One word or sentence of a shell.
#[uniffi::remote(Record)]
pub struct Word {
    /// Its name, such as `action-back`.
    pub name: String,
    /// Its text; no placeholders in it.
    pub text: String,
}
