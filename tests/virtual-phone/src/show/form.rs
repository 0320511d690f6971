//! A form's pages and questions, what an edit changed, what is to be mended.

use motcua_ffi::{
    ChoiceItem, EditOutcome, FileItem, FormItem, FormPage, ProblemItem, ProblemList, QuestionItem,
    QuestionKind, RangeLimits, RowItem,
};
use serde_json::{Value, json};

use super::{Show, dossier::supplement, lines};

impl Show for FormPage {
    fn object(&self) -> Value {
        let mut object = page(self);
        object["kind"] = json!("page");
        object
    }

    fn words(&self) -> String {
        let heading = format!("{} ({})", self.heading, self.position);
        let items = self.items.iter().map(item_words);
        lines([heading].into_iter().chain(items).chain([self.progress.clone()]))
    }
}

pub(super) fn page(page: &FormPage) -> Value {
    json!({
        "index": page.index,
        "count": page.count,
        "position": page.position,
        "heading": page.heading,
        "progress": page.progress,
        "progress_share": page.progress_share,
        "kept": page.kept,
        "frozen": page.frozen.as_ref().map(|it| &it.text),
        "supplement": page.supplement.as_ref().map(supplement),
        "items": page.items.iter().map(item).collect::<Vec<_>>(),
    })
}

fn item(item: &FormItem) -> Value {
    match item {
        FormItem::Heading {
            reference,
            text,
            level,
        } => {
            json!({"item": "heading", "reference": reference, "text": text, "level": level})
        }
        FormItem::Question { question: of } => {
            let mut object = question(of);
            object["item"] = json!("question");
            object
        }
        FormItem::Rows {
            reference,
            text,
            rows,
            can_change,
        } => {
            json!({"item": "rows", "reference": reference, "text": text, "rows": rows.iter().map(row).collect::<Vec<_>>(), "can_change": can_change})
        }
    }
}

fn row(row: &RowItem) -> Value {
    json!({"reference": row.reference, "name": row.name})
}

fn item_words(item: &FormItem) -> String {
    match item {
        FormItem::Heading { text, level, .. } => format!("{} {text}", "#".repeat(usize::from(*level))),
        FormItem::Question { question } => question_words(question),
        FormItem::Rows { text, rows, .. } => format!("{text}: {}", rows.len()),
    }
}

fn question_words(question: &QuestionItem) -> String {
    let star = if question.required { " *" } else { "" };
    let problem = question.problem.as_ref().map(|it| format!("\n    ✗ {it}"));
    let limits = question.limits.as_ref().map(|it| format!(" ({it})"));
    let place = &question.reference;
    format!(
        "  {}{star}: {}{}\n    {place}{}",
        question.label,
        question.display,
        limits.unwrap_or_default(),
        problem.unwrap_or_default()
    )
}

/// A question's members, for wherever it stands.
fn question(question: &QuestionItem) -> Value {
    json!({
        "reference": question.reference,
        "question_kind": kind(question.kind),
        "label": question.label,
        "hint": question.hint,
        "guidance": question.guidance,
        "value": question.value,
        "display": question.display,
        "required": question.required,
        "readonly": question.readonly,
        "appearance": question.appearance,
        "choices": question.choices.iter().map(choice).collect::<Vec<_>>(),
        "more_choices": question.more_choices,
        "problem": question.problem,
        "status": question.status,
        "limits": question.limits,
        "accept": question.accept,
        "max_bytes": question.max_bytes,
        "file": question.file.as_ref().map(file),
        "range": question.range.as_ref().map(range),
    })
}

fn file(file: &FileItem) -> Value {
    json!({"name": file.name, "detail": file.detail, "is_picture": file.is_picture, "label": file.label})
}

fn range(range: &RangeLimits) -> Value {
    json!({"start": range.start, "end": range.end, "step": range.step})
}

const fn kind(kind: QuestionKind) -> &'static str {
    use QuestionKind as K;
    match kind {
        K::Text => "text",
        K::Integer => "integer",
        K::Decimal => "decimal",
        K::Boolean => "boolean",
        K::Date => "date",
        K::Time => "time",
        K::DateTime => "date_time",
        K::Geopoint => "geopoint",
        K::Geotrace => "geotrace",
        K::Geoshape => "geoshape",
        K::Barcode => "barcode",
        K::SelectOne => "select_one",
        K::SelectMultiple => "select_multiple",
        K::Rank => "rank",
        K::Range => "range",
        K::Trigger => "trigger",
        K::Upload => "upload",
    }
}

fn choice(choice: &ChoiceItem) -> Value {
    json!({"value": choice.value, "label": choice.label, "selected": choice.selected})
}

/// One question, asked now or not.
pub(crate) struct Question {
    pub(crate) question: QuestionItem,
    pub(crate) asked: bool,
}

impl Show for Question {
    fn object(&self) -> Value {
        let mut object = question(&self.question);
        object["kind"] = json!("question");
        object["asked"] = json!(self.asked);
        object
    }

    fn words(&self) -> String {
        let choices = self.question.choices.iter().map(choice_words);
        lines([question_words(&self.question)].into_iter().chain(choices))
    }
}

fn choice_words(choice: &ChoiceItem) -> String {
    let mark = if choice.selected { '●' } else { '○' };
    format!("    {mark} {:<16} {}", choice.value, choice.label)
}

/// Choices that were searched for.
pub(crate) struct Choices {
    pub(crate) items: Vec<ChoiceItem>,
}

impl Show for Choices {
    fn object(&self) -> Value {
        json!({"kind": "choices", "items": self.items.iter().map(choice).collect::<Vec<_>>()})
    }

    fn words(&self) -> String {
        lines(self.items.iter().map(choice_words))
    }
}

impl Show for EditOutcome {
    fn object(&self) -> Value {
        json!({
            "kind": "edited",
            "changed": self.changed.iter().map(question).collect::<Vec<_>>(),
            "gone": self.gone,
            "page_changed": self.page_changed,
            "kept_at": self.kept_at.0,
            "answered": self.answered,
            "questions": self.questions,
            "progress": self.progress,
            "progress_share": self.progress_share,
            "wanted_places": self.wanted_places,
            "kept": self.kept,
            "announcement": self.announcement,
        })
    }

    fn words(&self) -> String {
        let changed = self.changed.iter().map(question_words);
        let said = self.announcement.iter().cloned();
        lines(
            changed
                .chain(said)
                .chain([self.progress.clone(), self.kept.clone()]),
        )
    }
}

/// There was nothing to take back.
pub(crate) struct Nothing;

impl Show for Nothing {
    fn object(&self) -> Value {
        json!({"kind": "nothing"})
    }

    fn words(&self) -> String {
        "–".to_owned()
    }
}

impl Show for ProblemList {
    fn object(&self) -> Value {
        json!({"kind": "problems", "heading": self.heading, "items": self.items.iter().map(problem).collect::<Vec<_>>()})
    }

    fn words(&self) -> String {
        let words =
            |it: &ProblemItem| format!("✗ {} ({}): {}\n    {}", it.label, it.place, it.text, it.reference);
        lines(
            [self.heading.clone()]
                .into_iter()
                .chain(self.items.iter().map(words)),
        )
    }
}

fn problem(problem: &ProblemItem) -> Value {
    json!({
        "reference": problem.reference,
        "page": problem.page,
        "label": problem.label,
        "place": problem.place,
        "text": problem.text,
        "code": problem.code,
    })
}
