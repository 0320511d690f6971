//! A node of the answers as the engine tells it, in a recording's words.
//!
//! A recording says of each node: `type` (root, group, input, note, select, rank, range, trigger, upload, model-value, repeat-instance,
//! repeat-range:controlled and :uncontrolled), `valueType` (the bind's), `selectType`, `relevant`, `readonly`, `required`, `value`, `label`,
//! `choices`, `violation`, `violationMessage` and, of a repeat, `count`.

use motcua_form::{Choice, Entry, Instance, Problem, ProblemKind, Question, QuestionKind, State};
use serde_json::{Value, json};

/// What the engine tells of one node.
pub(super) struct Seen {
    reference: String,
    state: Option<State>,
    question: Option<Question>,
    repeat: Option<Repeat>,
    choices: Vec<Choice>,
    group_label: Option<String>,
}

/// Whether the engine can be asked for a fact.
pub(super) enum Fact {
    /// This is what it tells.
    Told(Value),
    /// It has no word for it: the type of a node that nobody is asked for, or of a repeat as a whole what each row has.
    Untold,
    /// There is no such fact.
    Unknown,
}

/// What may be said of a node.
const NODE_FACTS: [&str; 12] = [
    "type",
    "valueType",
    "selectType",
    "relevant",
    "readonly",
    "required",
    "value",
    "label",
    "choices",
    "violation",
    "violationMessage",
    "count",
];

/// A repeat as a whole.
struct Repeat {
    rows: usize,
    /// Whether the person may change its rows; nothing where it isn't asked now.
    open: Option<bool>,
}

impl Seen {
    pub(super) fn of(instance: &Instance, reference: &str, language: &str) -> Self {
        // A row has its repeat's label.
        let labelled = match reference.strip_suffix(']') {
            Some(row) => row.rsplit_once('[').map_or(row, |(repeat, _)| repeat),
            None => reference,
        };
        let shown = shown(instance, labelled, language);
        let repeat = |rows| Repeat {
            rows,
            open: shown.as_ref().and_then(|shown| shown.open),
        };
        Self {
            reference: reference.to_owned(),
            state: instance.state(reference),
            question: instance.question(reference, language),
            repeat: instance.row_count(reference).map(repeat),
            choices: instance.choices(reference, language, usize::MAX),
            group_label: shown.map(|shown| shown.label),
        }
    }

    /// One fact. A node that isn't there has none: each is null.
    pub(super) fn fact(&self, fact: &str, expected: &Value) -> Fact {
        match (&self.repeat, &self.state) {
            (Some(repeat), _) => self.repeat_fact(repeat, fact),
            (None, Some(state)) => self.node_fact(state, fact, expected),
            (None, None) if NODE_FACTS.contains(&fact) => Fact::Told(Value::Null),
            (None, None) => Fact::Unknown,
        }
    }

    fn node_fact(&self, state: &State, fact: &str, expected: &Value) -> Fact {
        let question = self.question.as_ref();
        let problem = question.and_then(|it| it.problem.as_ref());
        let text = |problem: &Problem| Some(problem.text.clone()).filter(|text| !text.is_empty());
        Fact::Told(match fact {
            "value" => state.value.clone().into(),
            "relevant" => state.relevant.into(),
            "readonly" => state.readonly.into(),
            "required" => state.required.into(),
            "type" => self.kind(expected).into(),
            "valueType" => match question {
                Some(question) => value_type(question.kind, expected).into(),
                None => return Fact::Untold,
            },
            "selectType" => question.and_then(|it| select_type(it.kind)).into(),
            // Of a group or row that isn't shown now.
            "label" if question.is_none() && self.group_label.is_none() => return Fact::Untold,
            "label" => self.label(),
            "choices" => question.map_or(Value::Null, |_| choices_value(&self.choices)),
            "violation" => problem.map(violation).into(),
            "violationMessage" => problem.and_then(text).into(),
            _ => return Fact::Unknown,
        })
    }

    fn repeat_fact(&self, repeat: &Repeat, fact: &str) -> Fact {
        Fact::Told(match (fact, repeat.open) {
            ("count", _) => repeat.rows.into(),
            ("relevant", open) => open.is_some().into(),
            ("type", Some(true)) => "repeat-range:uncontrolled".into(),
            ("type", Some(false)) => "repeat-range:controlled".into(),
            ("label", _) => self.label(),
            ("type" | "readonly" | "required", _) => return Fact::Untold,
            _ => return Fact::Unknown,
        })
    }

    /// The label of a question, or of a group that is shown.
    fn label(&self) -> Value {
        let question = self.question.as_ref().map(|it| it.label.clone());
        question.or(self.group_label.clone()).into()
    }

    /// What the recording calls the node. A leaf that isn't asked and a group look the same from outside, so do a note and a question
    /// that is read-only: of these the expected one is taken where it can be.
    fn kind(&self, expected: &Value) -> &'static str {
        let Some(question) = &self.question else {
            return match self.reference.as_str() {
                row if row.ends_with(']') => "repeat-instance",
                root if root.matches('/').count() == 1 => "root",
                _ if expected == "group" => "group",
                _ => "model-value",
            };
        };
        match question.kind {
            QuestionKind::SelectOne | QuestionKind::SelectMultiple => "select",
            QuestionKind::Rank => "rank",
            QuestionKind::Range => "range",
            QuestionKind::Trigger => "trigger",
            QuestionKind::Upload => "upload",
            _ if question.readonly && expected == "note" => "note",
            _ => "input",
        }
    }
}

/// A question's type of data in the specification's words. Ends of a range are whole numbers or decimals; the kind doesn't say which.
fn value_type(kind: QuestionKind, expected: &Value) -> &'static str {
    match kind {
        QuestionKind::Integer => "int",
        QuestionKind::Range if expected == "int" => "int",
        QuestionKind::Decimal | QuestionKind::Range => "decimal",
        QuestionKind::Boolean => "boolean",
        QuestionKind::Date => "date",
        QuestionKind::Time => "time",
        QuestionKind::DateTime => "dateTime",
        QuestionKind::Geopoint => "geopoint",
        QuestionKind::Geotrace => "geotrace",
        QuestionKind::Geoshape => "geoshape",
        QuestionKind::Upload => "binary",
        QuestionKind::Barcode if expected == "barcode" => "barcode",
        QuestionKind::Text
        | QuestionKind::Barcode
        | QuestionKind::SelectOne
        | QuestionKind::SelectMultiple
        | QuestionKind::Rank
        | QuestionKind::Trigger => "string",
    }
}

fn select_type(kind: QuestionKind) -> Option<&'static str> {
    match kind {
        QuestionKind::SelectOne => Some("select1"),
        QuestionKind::SelectMultiple => Some("select"),
        _ => None,
    }
}

/// What is wrong, in the recording's word. Of a text that isn't of its type recordings know nothing; the word for it is ours.
pub(super) fn violation(problem: &Problem) -> &'static str {
    match problem.kind {
        ProblemKind::Required => "required",
        ProblemKind::Constraint => "constraint",
        ProblemKind::Type => "type",
        ProblemKind::UnknownNode => "unknown",
    }
}

pub(super) fn choices_value(choices: &[Choice]) -> Value {
    let told = |choice: &Choice| json!({"value": choice.value, "label": choice.label});
    choices.iter().map(told).collect()
}

/// A group or repeat that is asked now.
struct Shown {
    label: String,
    /// Of a repeat.
    open: Option<bool>,
}

fn shown(instance: &Instance, reference: &str, language: &str) -> Option<Shown> {
    let pages = instance.outline(language);
    let page = pages.iter().find(|page| page.reference == reference);
    let inside = || pages.iter().find_map(|page| within(&page.entries, reference));
    inside().or_else(|| {
        page.map(|page| Shown {
            label: page.title.clone(),
            open: None,
        })
    })
}

fn within(entries: &[Entry], wanted: &str) -> Option<Shown> {
    entries.iter().find_map(|entry| match entry {
        Entry::Question { .. } => None,
        Entry::Group { reference, label, .. } if reference == wanted => Some(Shown {
            label: label.clone(),
            open: None,
        }),
        Entry::Group { entries, .. } => within(entries, wanted),
        Entry::Repeat {
            reference,
            label,
            can_change_rows,
            ..
        } if reference == wanted => Some(Shown {
            label: label.clone(),
            open: Some(*can_change_rows),
        }),
        Entry::Repeat { rows, .. } => rows.iter().find_map(|row| within(&row.entries, wanted)),
    })
}
