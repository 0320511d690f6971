//! Pictures, sounds and films beside labels (ODK XForms, "Media"), for shells that show them.

use super::Instance;
use crate::question::Media;

impl Instance {
    /// What a question's label is shown with, in a language; with `choice`, what the label of that choice is shown with. The addresses
    /// are the form's own: whoever gave the form has the files.
    #[must_use]
    pub fn media(&self, reference: &str, choice: Option<&str>, lang: &str) -> Vec<Media> {
        let Some((cell, control)) = self.question_at(reference) else {
            return Vec::new();
        };
        let language = self.form.itext.language(lang);
        let id = match choice {
            None => control.text_id.as_deref().map(str::to_owned),
            Some(value) => self.with_scene(language, |scene| scene.choice_text_id(control, cell, value)),
        };
        let media = id.map_or(&[][..], |id| self.form.itext.media(&id, language));
        let medium = |(kind, uri): &(Box<str>, Box<str>)| Media {
            kind: kind.to_string(),
            uri: uri.to_string(),
        };
        media.iter().map(medium).collect()
    }
}
