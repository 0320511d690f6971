//! What the person agrees to before the first draft: what is kept, what is sent and to whom, and which rights they have by Law 91/2025/QH15 on the
//! protection of personal data. The text has a version; another text asks again.

use super::text::Texts;

/// The version of the text in `i18n/*.ftl`. A text that says something else gets the next number.
pub const VERSION: &str = "1";

/// The text to agree to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsentPage {
    /// Which text this is.
    pub version: String,
    /// Whether nobody has agreed to this text on this phone yet.
    pub needed: bool,
    /// The heading.
    pub heading: String,
    /// The text.
    pub paragraphs: Vec<String>,
    /// The words of the button that agrees.
    pub accept: String,
}

const PARAGRAPHS: [&str; 5] = [
    "consent-kept",
    "consent-sent",
    "consent-not",
    "consent-rights",
    "consent-how",
];

/// Builds the page.
pub fn page(needed: bool, texts: &Texts) -> ConsentPage {
    ConsentPage {
        version: VERSION.to_owned(),
        needed,
        heading: texts.get("consent-heading"),
        paragraphs: PARAGRAPHS.map(|name| texts.get(name)).to_vec(),
        accept: texts.get("consent-accept"),
    }
}
