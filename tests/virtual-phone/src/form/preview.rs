//! `form preview`: a form's pages as people see them, in one language, as text; [`super::html`] draws the same as a page.
//!
//! What isn't asked now isn't there: give answers to see more. The few words around the form's own texts are the ones below.

use motcua_form::{Choice, Definition, Entry, Instance, Page, Question, QuestionKind, Row};
use serde_json::{Value, json};

use super::{args::PreviewArgs, authored, html};
use crate::{args::Language, out::Out, refusal::Refusal, show::Show};

/// Choices that are shown; longer lists are searched on a phone.
pub(crate) const SHOWN: usize = 12;

/// A form with answers, in one language.
pub(crate) struct Preview {
    pub(crate) definition: Definition,
    pub(crate) instance: Instance,
    pub(crate) language: Language,
}

/// Shows a form.
pub(crate) fn preview(args: &PreviewArgs, out: &Out) -> Result<(), Refusal> {
    let definition = authored::open(&args.form.form, &args.form.compiler)?.definition;
    let (mut instance, env) = authored::answered(&definition, &args.answers)?;
    instance.set_language(args.language.code(), &env);
    let preview = Preview {
        definition,
        instance,
        language: args.language,
    };
    if args.html {
        out.document(&html::page(&preview));
    } else {
        out.show(&preview);
    }
    Ok(())
}

/// The words around a form's own texts.
pub(crate) struct Words {
    pub(crate) page: &'static str,
    pub(crate) of: &'static str,
    pub(crate) required: &'static str,
    pub(crate) readonly: &'static str,
    pub(crate) more: &'static str,
    pub(crate) add_row: &'static str,
    pub(crate) row: &'static str,
    pub(crate) preview: &'static str,
}

const VIETNAMESE: Words = Words {
    page: "Trang",
    of: "trên",
    required: "bắt buộc",
    readonly: "chỉ đọc",
    more: "lựa chọn khác",
    add_row: "Thêm",
    row: "Mục",
    preview: "Xem thử biểu mẫu: nội dung không được gửi đi.",
};

const ENGLISH: Words = Words {
    page: "Page",
    of: "of",
    required: "required",
    readonly: "read-only",
    more: "more choices",
    add_row: "Add",
    row: "Entry",
    preview: "A preview of the form: nothing is sent.",
};

impl Preview {
    pub(crate) fn words(&self) -> &'static Words {
        match self.language {
            Language::Vi => &VIETNAMESE,
            Language::En => &ENGLISH,
        }
    }

    pub(crate) fn pages(&self) -> Vec<Page> {
        self.instance.outline(self.language.code())
    }

    pub(crate) fn question(&self, reference: &str) -> Option<Question> {
        self.instance.question(reference, self.language.code())
    }

    /// The first choices, and how many more there are.
    pub(crate) fn choices(&self, reference: &str) -> (Vec<Choice>, usize) {
        let mut all = self.instance.choices(reference, self.language.code(), usize::MAX);
        let more = all.len().saturating_sub(SHOWN);
        all.truncate(SHOWN);
        (all, more)
    }

    /// `Page 2 of 7`.
    pub(crate) fn position(&self, index: usize, count: usize) -> String {
        let words = self.words();
        format!("{} {} {} {count}", words.page, index + 1, words.of)
    }
}

/// How a question is asked, in the words of `docs/cli.md`.
pub(crate) fn kind_word(kind: QuestionKind) -> &'static str {
    match kind {
        QuestionKind::Text => "text",
        QuestionKind::Integer => "integer",
        QuestionKind::Decimal => "decimal",
        QuestionKind::Boolean => "boolean",
        QuestionKind::Date => "date",
        QuestionKind::Time => "time",
        QuestionKind::DateTime => "date_time",
        QuestionKind::Geopoint => "geopoint",
        QuestionKind::Geotrace => "geotrace",
        QuestionKind::Geoshape => "geoshape",
        QuestionKind::Barcode => "barcode",
        QuestionKind::SelectOne => "select_one",
        QuestionKind::SelectMultiple => "select_multiple",
        QuestionKind::Rank => "rank",
        QuestionKind::Range => "range",
        QuestionKind::Trigger => "trigger",
        QuestionKind::Upload => "upload",
    }
}

impl Show for Preview {
    fn object(&self) -> Value {
        let pages = self.pages();
        let page = |page: &Page| json!({"reference": page.reference, "title": page.title, "entries": self.entries_object(&page.entries)});
        json!({
            "kind": "form_preview",
            "title": self.definition.title(self.language.code()),
            "version": self.definition.version(),
            "language": self.language.code(),
            "pages": pages.iter().map(page).collect::<Vec<_>>(),
        })
    }

    fn words(&self) -> String {
        let title = self.definition.title(self.language.code());
        let mut text = format!("{title} ({})\n", self.definition.version());
        let pages = self.pages();
        for (index, page) in pages.iter().enumerate() {
            let position = self.position(index, pages.len());
            let heading = [position, page.title.clone()].join(": ");
            let heading = heading.trim_end_matches(": ");
            text += &format!("\n── {heading} ── {}\n", page.reference);
            self.write(&page.entries, 1, &mut text);
        }
        text
    }
}

impl Preview {
    fn entries_object(&self, entries: &[Entry]) -> Vec<Value> {
        let entry = |entry: &Entry| match entry {
            Entry::Question { reference } => self.question_object(reference),
            Entry::Group {
                reference,
                label,
                entries,
                ..
            } => {
                json!({"entry": "group", "reference": reference, "label": label, "entries": self.entries_object(entries)})
            }
            Entry::Repeat {
                reference,
                label,
                can_change_rows,
                rows,
            } => {
                let row = |row: &Row| json!({"reference": row.reference, "entries": self.entries_object(&row.entries)});
                json!({"entry": "repeat", "reference": reference, "label": label, "can_change": can_change_rows, "rows": rows.iter().map(row).collect::<Vec<_>>()})
            }
        };
        entries.iter().map(entry).collect()
    }

    fn question_object(&self, reference: &str) -> Value {
        let Some(question) = self.question(reference) else {
            return Value::Null;
        };
        let (choices, more) = self.choices(reference);
        let choice = |it: &Choice| json!({"value": it.value, "label": it.label, "selected": it.selected});
        json!({
            "entry": "question",
            "reference": question.reference,
            "question_kind": kind_word(question.kind),
            "label": question.label,
            "hint": question.hint,
            "value": question.value,
            "required": question.required,
            "readonly": question.readonly,
            "problem": question.problem.map(|it| it.text),
            "choices": choices.iter().map(choice).collect::<Vec<_>>(),
            "more_choices": more,
        })
    }

    fn write(&self, entries: &[Entry], depth: usize, text: &mut String) {
        let indent = "  ".repeat(depth);
        for entry in entries {
            match entry {
                Entry::Question { reference } => self.write_question(reference, &indent, text),
                Entry::Group { label, entries, .. } => {
                    *text += &format!("{indent}{label}\n");
                    self.write(entries, depth + 1, text);
                }
                Entry::Repeat {
                    label,
                    can_change_rows,
                    rows,
                    ..
                } => {
                    for (number, row) in rows.iter().enumerate() {
                        let word = self.words().row;
                        *text += &format!("{indent}{label} · {word} {}  {}\n", number + 1, row.reference);
                        self.write(&row.entries, depth + 1, text);
                    }
                    if *can_change_rows {
                        *text += &format!("{indent}[+ {}: {label}]\n", self.words().add_row);
                    }
                }
            }
        }
    }

    fn write_question(&self, reference: &str, indent: &str, text: &mut String) {
        let Some(question) = self.question(reference) else {
            return;
        };
        let words = self.words();
        let mut marks = vec![kind_word(question.kind)];
        marks.extend(question.required.then_some(words.required));
        marks.extend(question.readonly.then_some(words.readonly));
        let label = question.label.replace('\n', &format!("\n{indent}"));
        *text += &format!("{indent}{label}  [{}]  {reference}\n", marks.join(", "));
        for more in [&question.hint, &question.guidance].into_iter().flatten() {
            *text += &format!("{indent}    {}\n", more.replace('\n', &format!("\n{indent}    ")));
        }
        let (choices, more) = self.choices(reference);
        for choice in &choices {
            let mark = if choice.selected { '●' } else { '○' };
            *text += &format!("{indent}    {mark} {}  ({})\n", choice.label, choice.value);
        }
        if more > 0 {
            *text += &format!("{indent}    … {more} {}\n", words.more);
        }
        if !question.value.is_empty() {
            *text += &format!("{indent}    = {}\n", question.display);
        }
        if let Some(problem) = question.problem.filter(|problem| !problem.text.is_empty()) {
            *text += &format!("{indent}    ! {}\n", problem.text);
        }
    }
}
