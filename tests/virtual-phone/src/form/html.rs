//! A form's pages as one HTML page: each page a section with a heading, each question a labelled control, groups of choices as
//! field sets. No script, no style sheet from elsewhere, nothing that sends; every text is escaped.

use maud::{DOCTYPE, Markup, html};
use motcua_form::{Entry, Page, Question, QuestionKind};

use super::preview::Preview;

/// Colours are the reader's; what is required or wrong is said in words, not by colour alone.
const STYLE: &str = "body{font:1.1rem/1.5 system-ui,sans-serif;max-width:44rem;margin:auto;padding:1rem;color-scheme:light dark}\
section,fieldset,.row{border:1px solid;border-radius:.5rem;padding:1rem;margin:1rem 0}\
.question{margin:1rem 0}label,legend{font-weight:600}.hint{display:block;opacity:.85}\
input:not([type=radio]):not([type=checkbox]),select{display:block;width:100%;box-sizing:border-box;min-height:2.75rem;font:inherit}\
.choice{display:flex;gap:.6rem;align-items:center;min-height:2.75rem;font-weight:400}.problem{border-left:.3rem solid;padding-left:.6rem}";

/// The whole page.
pub(crate) fn page(preview: &Preview) -> String {
    let language = preview.language.code();
    let title = preview.definition.title(language);
    let pages = preview.pages();
    let markup = html! {
        (DOCTYPE)
        html lang=(language) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) }
                style { (STYLE) }
            }
            body {
                header {
                    h1 { (title) }
                    p { (preview.words().preview) }
                }
                main {
                    @for (index, page) in pages.iter().enumerate() { (section(preview, page, index, pages.len())) }
                }
            }
        }
    };
    markup.into_string()
}

fn section(preview: &Preview, page: &Page, index: usize, count: usize) -> Markup {
    let id = format!("page-{}", index + 1);
    html! {
        section aria-labelledby=(id) {
            h2 id=(id) {
                (preview.position(index, count))
                @if !page.title.is_empty() { ": " (page.title) }
            }
            (entries(preview, &page.entries, 3))
        }
    }
}

fn entries(preview: &Preview, list: &[Entry], level: u8) -> Markup {
    html! { @for entry in list { (one(preview, entry, level)) } }
}

fn one(preview: &Preview, entry: &Entry, level: u8) -> Markup {
    match entry {
        Entry::Question { reference } => preview
            .question(reference)
            .map_or(html! {}, |question| asked(preview, &question)),
        Entry::Group {
            label, entries: list, ..
        } => html! {
            div role="group" aria-label=(label) {
                (heading(label, level))
                (entries(preview, list, level + 1))
            }
        },
        Entry::Repeat {
            label,
            can_change_rows,
            rows,
            ..
        } => html! {
            @for (number, row) in rows.iter().enumerate() {
                @let name = format!("{label} · {} {}", preview.words().row, number + 1);
                div.row role="group" aria-label=(name) {
                    (heading(&name, level))
                    (entries(preview, &row.entries, level + 1))
                }
            }
            @if *can_change_rows { button type="button" { (preview.words().add_row) ": " (label) } }
        },
    }
}

fn heading(text: &str, level: u8) -> Markup {
    match (text.is_empty(), level) {
        (true, _) => html! {},
        (_, 3) => html! { h3 { (text) } },
        (_, 4) => html! { h4 { (text) } },
        (_, 5) => html! { h5 { (text) } },
        _ => html! { h6 { (text) } },
    }
}

fn asked(preview: &Preview, question: &Question) -> Markup {
    let id = question.reference.as_str();
    let (choices, more) = preview.choices(id);
    let about = format!("{id}#about");
    if choices.is_empty() {
        return html! {
            div.question {
                @if is_note(question) { p { (question.label) } }
                @else {
                    label for=(id) { (question.label) (marks(preview, question)) }
                    (about_it(question, &about))
                    (control(question, id, &about))
                }
            }
        };
    }
    let kind = if question.kind == QuestionKind::SelectOne {
        "radio"
    } else {
        "checkbox"
    };
    html! {
        fieldset.question aria-describedby=(about) {
            legend { (question.label) (marks(preview, question)) }
            (about_it(question, &about))
            @for choice in &choices {
                label.choice {
                    input type=(kind) name=(id) value=(choice.value) checked[choice.selected] disabled[question.readonly];
                    (choice.label)
                }
            }
            @if more > 0 { p { "… " (more) " " (preview.words().more) } }
        }
    }
}

/// Words alone: text that can't be answered.
fn is_note(question: &Question) -> bool {
    question.readonly && question.kind == QuestionKind::Text && question.value.is_empty()
}

fn marks(preview: &Preview, question: &Question) -> Markup {
    let words = preview.words();
    html! {
        @if question.required { " (" (words.required) ")" }
        @if question.readonly { " (" (words.readonly) ")" }
    }
}

/// Hint, guidance, and what is wrong.
fn about_it(question: &Question, id: &str) -> Markup {
    html! {
        div id=(id) {
            @for text in [&question.hint, &question.guidance].into_iter().flatten() { span.hint { (text) } }
            @if let Some(problem) = question.problem.as_ref().filter(|it| !it.text.is_empty()) {
                span.hint.problem { (problem.text) }
            }
        }
    }
}

fn control(question: &Question, id: &str, about: &str) -> Markup {
    let kind = match question.kind {
        QuestionKind::Integer | QuestionKind::Decimal => "number",
        QuestionKind::Date => "date",
        QuestionKind::Time => "time",
        QuestionKind::DateTime => "datetime-local",
        QuestionKind::Boolean | QuestionKind::Trigger => "checkbox",
        QuestionKind::Upload => "file",
        QuestionKind::Range => "range",
        _ => "text",
    };
    // What isn't filled in yet isn't wrong.
    let wrong = (question.problem.is_some() && !question.value.is_empty()).then_some("true");
    if kind == "file" || kind == "checkbox" {
        let accept = question.media_type.as_deref();
        return html! {
            input type=(kind) id=(id) aria-describedby=(about) accept=[accept] required[question.required] disabled[question.readonly];
        };
    }
    let range = question.range.as_ref();
    let (min, max, step) = (
        range.map(|it| &it.start),
        range.map(|it| &it.end),
        range.map(|it| &it.step),
    );
    html! {
        input type=(kind) id=(id) aria-describedby=(about) aria-invalid=[wrong] value=(question.value)
            min=[min] max=[max] step=[step] required[question.required] readonly[question.readonly];
    }
}
