//! What a shell draws: questions, choices, pages and problems, as plain values in one language.

/// How a question is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuestionKind {
    /// Free text (`input`, type string).
    Text,
    /// A whole number.
    Integer,
    /// A decimal number.
    Decimal,
    /// Yes or no as `1`/`0` (`input`, type boolean).
    Boolean,
    /// A calendar date, `YYYY-MM-DD`.
    Date,
    /// A time of day.
    Time,
    /// A date and time with zone.
    DateTime,
    /// One place: `latitude longitude altitude accuracy`.
    Geopoint,
    /// A line of places separated by `;`.
    Geotrace,
    /// A closed shape of places separated by `;`.
    Geoshape,
    /// A scanned code, as text.
    Barcode,
    /// One choice.
    SelectOne,
    /// Any number of choices, separated by spaces in the value.
    SelectMultiple,
    /// All choices in the person's order, separated by spaces.
    Rank,
    /// A number between two ends ([`Question::range`]).
    Range,
    /// An acknowledgement: `OK` or empty.
    Trigger,
    /// A file; the value is its name ([`Question::media_type`]).
    Upload,
}

/// Ends and step of a range question, as written in the form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Range {
    /// The first end.
    pub start: String,
    /// The other end (may be smaller than `start`).
    pub end: String,
    /// The distance between two values.
    pub step: String,
}

impl Range {
    /// A number lies between the ends, a whole number of steps from the first. Ends that are no numbers hold everything.
    pub(crate) fn holds(&self, text: &str) -> bool {
        let number = |text: &str| text.trim().parse::<f64>().ok();
        let (Some(start), Some(end)) = (number(&self.start), number(&self.end)) else {
            return true;
        };
        let Some(value) = number(text) else { return false };
        let on_step = number(&self.step).filter(|step| *step != 0.0).is_none_or(|step| {
            let nearest = start + ((value - start) / step).round() * step;
            // As near as the digits of a double tell.
            let digits = 4.0 * f64::EPSILON * value.abs().max(start.abs());
            (nearest - value).abs() <= digits.max(1e-9 * step.abs())
        });
        on_step && value >= start.min(end) && value <= start.max(end)
    }
}

/// One question as it stands now. `Debug` shows neither value nor label: both may hold personal data.
#[derive(Clone, PartialEq, Eq)]
pub struct Question {
    /// Absolute reference, e.g. `/data/child/full_name` or `/data/kids[2]/name`.
    pub reference: String,
    /// How to ask.
    pub kind: QuestionKind,
    /// The label, with its outputs filled in.
    pub label: String,
    /// The hint under the label.
    pub hint: Option<String>,
    /// Longer guidance (`form="guidance"`), shown on demand.
    pub guidance: Option<String>,
    /// The answer exactly as typed or calculated; empty when there is none.
    pub value: String,
    /// The answer for people: choice labels instead of names, otherwise the value.
    pub display: String,
    /// An answer is required now.
    pub required: bool,
    /// The answer can't be changed now.
    pub readonly: bool,
    /// The question is asked now. When false the answer is kept but reads as empty and isn't submitted.
    pub relevant: bool,
    /// The appearance words of the form, hints only.
    pub appearance: String,
    /// Ends and step of a range.
    pub range: Option<Range>,
    /// What an upload takes (`accept`, else `mediatype`): media types and file extensions, separated by commas, e.g. `image/*`.
    pub media_type: Option<String>,
    /// What is wrong with the answer now, if anything.
    pub problem: Option<Problem>,
}

impl std::fmt::Debug for Question {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Question")
            .field("reference", &self.reference)
            .field("kind", &self.kind)
            .field("required", &self.required)
            .field("readonly", &self.readonly)
            .field("relevant", &self.relevant)
            .finish_non_exhaustive()
    }
}

/// A picture, sound or film that belongs to a label.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Media {
    /// `image`, `big-image`, `audio` or `video`.
    pub kind: String,
    /// The form's address of the file, e.g. `jr://images/a.png`.
    pub uri: String,
}

/// A node of the answers as the form's expressions see it.
#[derive(Clone, PartialEq, Eq)]
pub struct State {
    /// Empty while the node isn't relevant, isn't of its type, or is no choice any more.
    pub value: String,
    /// The node is part of the form now.
    pub relevant: bool,
    /// It can't be changed now.
    pub readonly: bool,
    /// It must not be empty now.
    pub required: bool,
}

impl std::fmt::Debug for State {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("State")
            .field("relevant", &self.relevant)
            .finish_non_exhaustive()
    }
}

/// One choice of a select or rank question. `Debug` hides it: which one is selected is an answer.
#[derive(Clone, PartialEq, Eq)]
pub struct Choice {
    /// What is stored.
    pub value: String,
    /// What is shown.
    pub label: String,
    /// It is (one of) the answer(s) now.
    pub selected: bool,
}

impl std::fmt::Debug for Choice {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Choice").finish_non_exhaustive()
    }
}

/// What is wrong with an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProblemKind {
    /// An answer is missing.
    Required,
    /// The form's condition isn't met.
    Constraint,
    /// The text isn't of the question's type, or not among its choices.
    Type,
    /// A node the form doesn't have (only in a check of submitted answers).
    UnknownNode,
}

/// A problem with its place. `text` is the form's own message, or empty: then the shell has words for the kind.
/// `Debug` hides the text, which may quote answers.
#[derive(Clone, PartialEq, Eq)]
pub struct Problem {
    /// The question.
    pub reference: String,
    /// The kind of fault.
    pub kind: ProblemKind,
    /// The form's own message in the language asked for; empty when the form has none.
    pub text: String,
}

impl std::fmt::Debug for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Problem")
            .field("reference", &self.reference)
            .field("kind", &self.kind)
            .finish_non_exhaustive()
    }
}

/// How far the person is, over questions that are asked now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Questions with an answer.
    pub answered: usize,
    /// Questions asked now.
    pub questions: usize,
    /// Required questions with an answer.
    pub required_answered: usize,
    /// Required questions.
    pub required: usize,
}

/// A page: a top-level group, a top-level repeat, or the loose questions between two of them.
#[derive(Clone, PartialEq, Eq)]
pub struct Page {
    /// Reference of the group or repeat, or of the first loose question.
    pub reference: String,
    /// The group's label; empty for loose questions.
    pub title: String,
    /// The group's appearance words.
    pub appearance: String,
    /// What is on the page, in order; only what is asked now.
    pub entries: Vec<Entry>,
}

impl std::fmt::Debug for Page {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Page")
            .field("reference", &self.reference)
            .field("entries", &self.entries)
            .finish_non_exhaustive()
    }
}

/// Something on a page. `Debug` hides labels, which may quote answers.
#[derive(Clone, PartialEq, Eq)]
pub enum Entry {
    /// A question; fetch it by its reference.
    Question {
        /// Absolute reference.
        reference: String,
    },
    /// A group inside the page.
    Group {
        /// Absolute reference, or empty for a group that binds no node.
        reference: String,
        /// Label in the language asked for.
        label: String,
        /// Appearance words, e.g. `field-list`.
        appearance: String,
        /// What is in it.
        entries: Vec<Entry>,
    },
    /// A repeat with its rows.
    Repeat {
        /// Reference of the repeat, without a row number.
        reference: String,
        /// Label of the repeat in the language asked for.
        label: String,
        /// The person may add and remove rows.
        can_change_rows: bool,
        /// The rows, first to last.
        rows: Vec<Row>,
    },
}

impl std::fmt::Debug for Entry {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Question { reference } => write!(f, "Question({reference})"),
            Self::Group {
                reference, entries, ..
            } => write!(f, "Group({reference}, {entries:?})"),
            Self::Repeat { reference, rows, .. } => write!(f, "Repeat({reference}, {rows:?})"),
        }
    }
}

/// A row of a repeat.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Reference with row number, e.g. `/data/kids[2]`.
    pub reference: String,
    /// What is in it.
    pub entries: Vec<Entry>,
}

/// The answers as they are handed in. `Debug` hides them.
#[derive(Clone, PartialEq, Eq)]
pub struct Submission {
    /// The XML: only what is relevant.
    pub xml: String,
    /// The files that the answers name.
    pub files: Vec<SubmissionFile>,
    /// `instanceID` of the form's meta block, empty when it has none.
    pub instance_id: String,
}

impl std::fmt::Debug for Submission {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Submission")
            .field("instance_id", &self.instance_id)
            .finish_non_exhaustive()
    }
}

/// A file that an answer names.
#[derive(Clone, PartialEq, Eq)]
pub struct SubmissionFile {
    /// The upload question.
    pub reference: String,
    /// Its answer: the file's name.
    pub name: String,
}
