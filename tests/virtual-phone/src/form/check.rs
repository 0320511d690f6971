//! `form check`: whether a form can be used.

use motcua_form::{Entry, Instance};
use serde_json::{Value, json};

use super::{args::FormArgs, authored};
use crate::{form::authored::Authored, out::Out, refusal::Refusal, show::Show};

/// A form that can be used.
struct Checked {
    file: String,
    form: Authored,
    pages: usize,
    /// Questions asked before anything is answered.
    questions: usize,
}

/// Loads and opens a form; a fault is told with its place.
pub(crate) fn check(args: &FormArgs, out: &Out) -> Result<(), Refusal> {
    let form = authored::open(&args.form, &args.compiler)?;
    let instance = Instance::open(&form.definition, &authored::env(None)?);
    let pages = instance.outline(form.definition.default_language());
    out.show(&Checked {
        file: args.form.display().to_string(),
        questions: pages.iter().map(|page| questions(&page.entries)).sum(),
        pages: pages.len(),
        form,
    });
    Ok(())
}

fn questions(entries: &[Entry]) -> usize {
    let count = |entry: &Entry| match entry {
        Entry::Question { .. } => 1,
        Entry::Group { entries, .. } => questions(entries),
        Entry::Repeat { rows, .. } => rows.iter().map(|row| questions(&row.entries)).sum(),
    };
    entries.iter().map(count).sum()
}

impl Show for Checked {
    fn object(&self) -> Value {
        let definition = &self.form.definition;
        json!({
            "kind": "form_checked",
            "file": self.file,
            "id": definition.id(),
            "version": definition.version(),
            "languages": definition.languages(),
            "pages": self.pages,
            "questions": self.questions,
            "warnings": self.form.warnings,
        })
    }

    fn words(&self) -> String {
        let definition = &self.form.definition;
        let mut text = format!(
            "{}: {} {} can be used: {} pages and {} questions before anything is answered\n",
            self.file,
            definition.id(),
            definition.version(),
            self.pages,
            self.questions,
        );
        if !definition.languages().is_empty() {
            text += &format!("  languages: {}\n", definition.languages().join(", "));
        }
        for warning in &self.form.warnings {
            text += &format!("  look at: {warning}\n");
        }
        text
    }
}
