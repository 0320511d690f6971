//! The form page: one page of questions with everything a shell draws, and the list of problems with their places.
//!
//! Pages are the form's top-level groups. A question that isn't asked now isn't on the page; its answer stays in the draft.

use serde::{Deserialize, Serialize};

use motcua_form::{Choice, Entry, Page, Problem, ProblemKind, Question, QuestionKind, Row};

use super::{
    format,
    frozen::Frozen,
    place::{page_of, place_of, row_name},
    progress::Progress,
    text::{Texts, Var},
    timeline::SupplementRequest,
};

/// How many choices a page carries at most; longer lists (wards) are searched with `choices(reference, text)`.
pub const CHOICES_ON_PAGE: usize = 60;

/// One page of a form.
#[derive(Clone, PartialEq)]
pub struct FormPage {
    /// Which page, from 0.
    pub index: u32,
    /// How many there are now.
    pub count: u32,
    /// "Page 2 of 5".
    pub position: String,
    /// The page's heading.
    pub heading: String,
    /// Headings, questions and rows in reading order.
    pub items: Vec<FormItem>,
    /// "12 of 40 required questions answered", of the whole form.
    pub progress: String,
    /// The same as a share, 0 to 1.
    pub progress_share: f32,
    /// "Saved safely on this phone at 10:32"; empty before the first answer.
    pub kept: String,
    /// Why nothing here can be changed; `None` while it can.
    pub frozen: Option<Frozen>,
    /// The office's request that the form answers, where it is a supplement.
    pub supplement: Option<SupplementRequest>,
}

impl FormPage {
    /// The page of a draft that takes no edit.
    pub fn frozen(mut self, frozen: Frozen) -> Self {
        for item in &mut self.items {
            if let FormItem::Rows { can_change, .. } = item {
                *can_change = false;
            }
        }
        self.frozen = Some(frozen);
        self
    }
}

/// Something on a page, in reading order.
#[allow(
    clippy::large_enum_variant,
    reason = "nearly all items are questions, and a record can't cross to Kotlin and Swift in a box"
)]
#[derive(Clone, PartialEq, Eq)]
pub enum FormItem {
    /// A heading inside the page.
    Heading {
        /// The group's reference; empty when it binds no node.
        reference: String,
        /// Its words.
        text: String,
        /// 2 for a heading right under the page's, 3 for one inside that.
        level: u8,
    },
    /// A question.
    Question {
        /// With everything to draw it.
        question: QuestionItem,
    },
    /// A list of rows begins; its rows follow as headings and questions.
    Rows {
        /// The repeat's reference, for adding a row.
        reference: String,
        /// Its words.
        text: String,
        /// Its rows, first to last.
        rows: Vec<RowItem>,
        /// Whether the person may add and remove rows.
        can_change: bool,
    },
}

/// A row of a list.
#[derive(Clone, PartialEq, Eq)]
pub struct RowItem {
    /// Its reference, for removing it.
    pub reference: String,
    /// The list's words and the row's number.
    pub name: String,
}

/// A question with everything a shell draws and a screen reader speaks.
#[derive(Clone, PartialEq, Eq)]
pub struct QuestionItem {
    /// Its reference, to answer it.
    pub reference: String,
    /// How to ask.
    pub kind: QuestionKind,
    /// The label.
    pub label: String,
    /// The hint under the label.
    pub hint: Option<String>,
    /// Longer guidance, shown on demand.
    pub guidance: Option<String>,
    /// The answer as stored.
    pub value: String,
    /// The answer for people.
    pub display: String,
    /// An answer is required now.
    pub required: bool,
    /// Shown, not editable.
    pub readonly: bool,
    /// The form's appearance words.
    pub appearance: String,
    /// The first choices; see [`CHOICES_ON_PAGE`].
    pub choices: Vec<ChoiceItem>,
    /// Whether there are more choices than these.
    pub more_choices: bool,
    /// What is wrong with the answer given, in words.
    pub problem: Option<String>,
    /// Where the question stands, in a phrase for a screen reader; empty when there is nothing to say.
    pub status: String,
    /// What a file slot takes, in words, to be shown before the choice.
    pub limits: Option<String>,
    /// The media types that a file slot takes; empty for every other question.
    pub accept: Vec<String>,
    /// The most bytes that a file slot takes.
    pub max_bytes: Option<u64>,
    /// What is in a file slot.
    pub file: Option<FileItem>,
    /// Ends and step of a range.
    pub range: Option<RangeLimits>,
}

/// The file in a slot.
#[derive(Clone, PartialEq, Eq)]
pub struct FileItem {
    /// Its name, as the person knows it; in one draft no two contents share one.
    pub name: String,
    /// "JPEG, 5,0 MB".
    pub detail: String,
    /// Whether it is an image that can be shown.
    pub is_picture: bool,
    /// All of it as a screen reader speaks it.
    pub label: String,
}

/// Ends and step of a range question, as written in the form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RangeLimits {
    /// The first end.
    pub start: String,
    /// The other end; may be smaller than the first.
    pub end: String,
    /// The distance between two values.
    pub step: String,
}

impl QuestionItem {
    /// Words to read, nothing to answer: XLSForm's `note` is a read-only text without a value of its own.
    pub fn is_note(&self) -> bool {
        self.readonly && self.kind == QuestionKind::Text && self.value.is_empty() && self.display.is_empty()
    }

    /// The question of a draft that takes no edit: what was answered, or that nothing was.
    pub fn frozen(mut self, texts: &Texts) -> Self {
        if !self.is_note() {
            if self.value.is_empty() {
                self.display = texts.get("review-empty-answer");
            }
            self.status = texts.get("question-read-only");
        }
        self.readonly = true;
        self
    }
}

/// A choice of a question.
#[derive(Clone, PartialEq, Eq)]
pub struct ChoiceItem {
    /// What is stored.
    pub value: String,
    /// What is shown.
    pub label: String,
    /// Chosen now.
    pub selected: bool,
}

/// Everything that must be mended before submitting.
#[derive(Clone, PartialEq, Eq)]
pub struct ProblemList {
    /// "2 things to correct", or that the dossier is complete.
    pub heading: String,
    /// In the form's order.
    pub items: Vec<ProblemItem>,
}

/// One thing to mend, with the place to jump to.
#[derive(Clone, PartialEq, Eq)]
pub struct ProblemItem {
    /// The question.
    pub reference: String,
    /// The page it is on, from 0.
    pub page: u32,
    /// The question's label.
    pub label: String,
    /// Where it stands: the page's heading and those inside it. A form asks for several provinces.
    pub place: String,
    /// What is wrong, in words.
    pub text: String,
    /// `REQUIRED`, `CONSTRAINT`, `TYPE` or `UNKNOWN_NODE`: stable, for tests and tools.
    pub code: String,
}

/// Reads one question of the instance; `None` when it is gone.
pub type Ask<'a> = dyn Fn(&str) -> Option<QuestionItem> + 'a;

/// Builds the model of page `index`.
pub fn page(
    pages: &[Page],
    index: usize,
    progress: Progress,
    texts: &Texts,
    ask: &Ask<'_>,
) -> Option<FormPage> {
    let page = pages.get(index)?;
    let mut items = Vec::new();
    collect(&page.entries, 2, texts, ask, &mut items);
    let count = u32::try_from(pages.len()).unwrap_or(u32::MAX);
    let number = [
        ("page", Var::Count(index as u64 + 1)),
        ("pages", Var::Count(u64::from(count))),
    ];
    Some(FormPage {
        index: u32::try_from(index).unwrap_or(u32::MAX),
        count,
        position: texts.with("form-page", &number),
        heading: page.title.clone(),
        items,
        progress: progress.text,
        progress_share: progress.share,
        kept: progress.kept,
        frozen: None,
        supplement: None,
    })
}

fn collect(entries: &[Entry], level: u8, texts: &Texts, ask: &Ask<'_>, items: &mut Vec<FormItem>) {
    for entry in entries {
        match entry {
            Entry::Question { reference } => {
                items.extend(ask(reference).map(|question| FormItem::Question { question }));
            }
            Entry::Group {
                reference,
                label,
                entries,
                ..
            } => {
                if !label.is_empty() {
                    items.push(FormItem::Heading {
                        reference: reference.clone(),
                        text: label.clone(),
                        level,
                    });
                }
                collect(entries, level.saturating_add(1), texts, ask, items);
            }
            Entry::Repeat {
                reference,
                label,
                can_change_rows,
                rows,
            } => {
                items.push(FormItem::Rows {
                    reference: reference.clone(),
                    text: label.clone(),
                    rows: row_items(rows, label, texts),
                    can_change: *can_change_rows,
                });
                for row in rows {
                    collect(&row.entries, level.saturating_add(1), texts, ask, items);
                }
            }
        }
    }
}

fn row_items(rows: &[Row], list: &str, texts: &Texts) -> Vec<RowItem> {
    let item = |(row, number): (&Row, u64)| RowItem {
        reference: row.reference.clone(),
        name: row_name(list, number, texts),
    };
    rows.iter().zip(1..).map(item).collect()
}

/// Builds a question's model from the engine's.
pub fn question(
    question: Question,
    choices: Vec<Choice>,
    limits: Option<&SlotLimits>,
    file: Option<FileItem>,
    texts: &Texts,
) -> QuestionItem {
    let more_choices = choices.len() > CHOICES_ON_PAGE;
    let choices = choices.into_iter().take(CHOICES_ON_PAGE);
    let any_file = SlotLimits::any_file();
    let limits = match question.kind {
        QuestionKind::Upload => Some(limits.unwrap_or(&any_file)),
        _ => None,
    };
    let problem = question
        .problem
        .as_ref()
        .filter(|_| !question.value.is_empty())
        .map(|it| problem_text(it, texts));
    QuestionItem {
        status: status(&question, problem.is_some(), texts),
        problem,
        choices: choices.map(choice).collect(),
        more_choices,
        reference: question.reference,
        kind: question.kind,
        label: question.label,
        hint: question.hint,
        guidance: question.guidance,
        value: question.value,
        display: format::answer(question.kind, question.display, texts.language()),
        required: question.required,
        readonly: question.readonly,
        appearance: question.appearance,
        limits: limits.map(|it| limits_text(it, texts)),
        accept: limits.map(|it| it.accept.clone()).unwrap_or_default(),
        max_bytes: limits.map(|it| it.max_bytes),
        file,
        range: question.range.map(|it| RangeLimits {
            start: it.start,
            end: it.end,
            step: it.step,
        }),
    }
}

/// The most important thing to know about a question that is reached by ear.
fn status(question: &Question, is_wrong: bool, texts: &Texts) -> String {
    let answered = !question.value.is_empty();
    match (question.readonly, answered, question.required) {
        _ if is_wrong => texts.get("question-wrong"),
        (true, true, _) => texts.get("question-read-only"),
        // Words to read: nothing is asked.
        (true, false, _) => String::new(),
        (false, true, _) => texts.get("question-answered"),
        (false, false, true) => texts.get("question-required"),
        (false, false, false) => String::new(),
    }
}

/// What a file slot takes, to be shown before the choice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SlotLimits {
    /// Media types.
    pub accept: Vec<String>,
    /// The limit in bytes.
    pub max_bytes: u64,
}

impl SlotLimits {
    /// What the portal takes at all (`Tus-Max-Size`, `docs/wire-api.md`): for a file question that the form's description doesn't list.
    pub fn any_file() -> Self {
        Self {
            accept: ["application/pdf", "image/jpeg", "image/png"]
                .map(str::to_owned)
                .to_vec(),
            max_bytes: 20 * 1024 * 1024,
        }
    }
}

/// "Takes PDF, JPEG or PNG, 20 MB at most".
fn limits_text(limits: &SlotLimits, texts: &Texts) -> String {
    let types: Vec<String> = limits.accept.iter().map(|it| format::kind(it)).collect();
    let types = one_of(&types, texts);
    let size = format::limit(limits.max_bytes, texts.language());
    let variables = [("types", Var::Text(&types)), ("size", Var::Text(&size))];
    texts.with("slot-limits", &variables)
}

/// Builds the model of the file in a slot, of its size in bytes.
pub fn file(name: &str, media_type: &str, size: u64, texts: &Texts) -> FileItem {
    let is_picture = media_type.starts_with("image/");
    let detail = format::kind_and_size(media_type, size, texts.language());
    let spoken = [("name", Var::Text(name)), ("detail", Var::Text(&detail))];
    let label = if is_picture {
        "file-picture-label"
    } else {
        "file-label"
    };
    FileItem {
        label: texts.with(label, &spoken),
        name: name.to_owned(),
        detail,
        is_picture,
    }
}

/// `PDF, JPEG or PNG`.
fn one_of(names: &[String], texts: &Texts) -> String {
    match names.split_last() {
        Some((last, others)) if !others.is_empty() => {
            let others = others.join(", ");
            let variables = [("others", Var::Text(&others)), ("last", Var::Text(last))];
            texts.with("one-of", &variables)
        }
        _ => names.concat(),
    }
}

/// Builds a choice's model.
pub fn choice(choice: Choice) -> ChoiceItem {
    ChoiceItem {
        value: choice.value,
        label: choice.label,
        selected: choice.selected,
    }
}

/// The words for a problem: the form's own, or ours for its kind.
pub fn problem_text(problem: &Problem, texts: &Texts) -> String {
    if !problem.text.is_empty() {
        return problem.text.clone();
    }
    texts.get(match problem.kind {
        ProblemKind::Required => "problem-required",
        ProblemKind::Constraint => "problem-constraint",
        ProblemKind::Type | ProblemKind::UnknownNode => "problem-type",
    })
}

/// The stable code of a problem's kind.
pub const fn problem_code(kind: ProblemKind) -> &'static str {
    match kind {
        ProblemKind::Required => "REQUIRED",
        ProblemKind::Constraint => "CONSTRAINT",
        ProblemKind::Type => "TYPE",
        ProblemKind::UnknownNode => "UNKNOWN_NODE",
    }
}

/// Builds the list of problems with the page each is on.
pub fn problems(
    found: Vec<Problem>,
    pages: &[Page],
    texts: &Texts,
    label: &dyn Fn(&str) -> String,
) -> ProblemList {
    let items: Vec<ProblemItem> = found
        .into_iter()
        .map(|problem| ProblemItem {
            page: page_of(pages, &problem.reference).map_or(0, |it| u32::try_from(it).unwrap_or(0)),
            label: label(&problem.reference),
            place: place_of(pages, &problem.reference, texts),
            text: problem_text(&problem, texts),
            code: problem_code(problem.kind).to_owned(),
            reference: problem.reference,
        })
        .collect();
    let heading = match items.len() {
        0 => texts.get("problems-none"),
        count => texts.with("problems-count", &[("count", Var::Count(count as u64))]),
    };
    ProblemList { heading, items }
}
