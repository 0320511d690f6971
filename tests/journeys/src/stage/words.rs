//! Every failure has words: why, and what to do, in both languages.

use motcua_client::{
    error::Failure,
    screen::{
        failure,
        text::{Language, Texts},
    },
};
use motcua_domain::failure::Code;

/// The failure has this code, and cause and remedy in Vietnamese and English.
#[track_caller]
pub fn assert_explained(failure: &Failure, code: Code) {
    assert_eq!(failure.code, code.as_str());
    for language in [Language::Vi, Language::En] {
        let words = failure::words(&failure.code, failure.kind, &Texts::new(language));
        for text in [&words.cause, &words.remedy] {
            assert!(
                text.contains(' ') && !text.starts_with("failure-"),
                "{code} in {language:?}: {text}"
            );
        }
    }
}
