//! A submission's answers as a person reads them: each page of the form with its questions and answers in words.
//!
//! The form engine reads the XML with the form it was filled in with, so choices show their labels. What it can't read is
//! shown as it came.

use chrono::{DateTime, NaiveDate, Utc};
use maud::{Markup, html};
use motcua_form::{Definition, Entry, Env, Instance, Question, QuestionKind};

use super::language::Language;
use super::visit::Visit;
use crate::calendar::local;
use crate::form::Form;

/// A form that can read answers, in one language.
pub(super) struct Reader {
    definition: Definition,
    language: &'static str,
    env: Env,
}

/// One page of the form: its title, then question and answer.
struct Section {
    title: String,
    rows: Vec<(String, String)>,
}

impl Reader {
    /// A reader for this form. Nothing of what is shown is drawn by lot, so no random bytes are needed.
    pub(super) fn new(form: &Form, language: Language, now: DateTime<Utc>) -> Self {
        let env = Env {
            now: local(now),
            random: [0; 32],
        };
        Self {
            definition: form.definition().clone(),
            language: language.tag(),
            env,
        }
    }

    /// The form's papers: each question's reference and label.
    pub(super) fn papers(&self, form: &Form) -> Vec<(String, String)> {
        let empty = Instance::open(&self.definition, &self.env);
        let named = form.manifest.slots.iter().map(|slot| {
            let label = empty
                .question(&slot.reference, self.language)
                .map(|question| question.label);
            (
                slot.reference.clone(),
                label.unwrap_or_else(|| slot.reference.clone()),
            )
        });
        named.collect()
    }

    /// The answers by pages; nothing when the XML isn't of this form.
    fn sections(&self, xml: &str) -> Option<Vec<Section>> {
        let instance = Instance::restore(&self.definition, xml, &self.env).ok()?;
        let sections = instance.outline(self.language).into_iter().map(|page| {
            let mut rows = Vec::new();
            self.collect(&instance, &page.entries, "", &mut rows);
            Section {
                title: page.title,
                rows,
            }
        });
        Some(sections.filter(|section| !section.rows.is_empty()).collect())
    }

    /// The answered questions among `entries`; `within` names the group inside the page, or nothing.
    fn collect(
        &self,
        instance: &Instance,
        entries: &[Entry],
        within: &str,
        rows: &mut Vec<(String, String)>,
    ) {
        for entry in entries {
            match entry {
                Entry::Question { reference } => {
                    let asked = instance.question(reference, self.language);
                    let answered = asked.filter(|question| question.relevant && !question.value.is_empty());
                    rows.extend(answered.map(|question| row(within, question)));
                }
                Entry::Group { label, entries, .. } => self.collect(instance, entries, label, rows),
                Entry::Repeat {
                    rows: repeated,
                    label,
                    ..
                } => {
                    for row in repeated {
                        self.collect(instance, &row.entries, label, rows);
                    }
                }
            }
        }
    }
}

/// A question and its answer in words; inside a group the group says which of two same questions it is.
fn row(within: &str, question: Question) -> (String, String) {
    let label = if within.is_empty() {
        question.label
    } else {
        format!("{within} – {}", question.label)
    };
    let value = match question.kind {
        QuestionKind::Date => day(&question.value),
        _ => question.display,
    };
    (label, value)
}

/// A calendar date as people here write it; what isn't one stays as it is.
fn day(text: &str) -> String {
    NaiveDate::parse_from_str(text, "%Y-%m-%d")
        .map_or_else(|_| text.to_owned(), |day| day.format("%d/%m/%Y").to_string())
}

/// The answers of `xml`, read by `reader` if there is one.
pub(super) fn answers(visit: &Visit, reader: Option<&Reader>, xml: &str) -> Markup {
    let sections = reader.and_then(|reader| reader.sections(xml));
    html! {
        section class="card" {
            h2 { (visit.say("Nội dung khai", "Answers")) }
            @match &sections {
                Some(sections) => @for section in sections {
                    h3 class="part" { (section.title) }
                    dl { @for (label, value) in &section.rows { dt { (label) } dd { (value) } } }
                },
                None => {
                    p { (visit.say("Biểu mẫu không đọc được nội dung này; dưới đây là bản gốc.", "The form can't read this; here is what came.")) }
                    p { code { (xml) } }
                },
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_written_as_people_here_write_it_and_anything_else_as_it_came() {
        assert_eq!(day("2026-11-10"), "10/11/2026");
        assert_eq!(day("hôm qua"), "hôm qua");
    }
}
