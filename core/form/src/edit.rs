//! Edits and what they changed, as values: an edit can be stored, sent and undone.

/// One change by the person (or by a tool in their name).
#[derive(Clone, PartialEq, Eq)]
pub enum Edit {
    /// Answers a question; an empty value takes the answer away. The value is kept as typed even when it is wrong.
    Answer {
        /// Absolute reference of the question.
        reference: String,
        /// The text, number, choice names separated by spaces, or file name.
        value: String,
    },
    /// Adds an empty row at the end.
    AddRow {
        /// Reference of the repeat, e.g. `/data/kids` or `/data/kids[2]/toys`.
        repeat: String,
    },
    /// Puts back a row that was removed; comes from [`Changes::undo`].
    InsertRow {
        /// Reference of the repeat.
        repeat: String,
        /// Row number it gets, from 1.
        position: usize,
        /// The row's answers as [`crate::Instance::save`] writes them.
        saved: String,
    },
    /// Removes a row with everything in it.
    RemoveRow {
        /// Reference of the row, e.g. `/data/kids[2]`.
        row: String,
    },
    /// Moves a row among its siblings.
    MoveRow {
        /// Reference of the row.
        row: String,
        /// Its new number, from 1.
        to: usize,
    },
}

impl std::fmt::Debug for Edit {
    /// Names the place only: the value is personal.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Answer { reference, .. } => write!(f, "Answer({reference})"),
            Self::AddRow { repeat } => write!(f, "AddRow({repeat})"),
            Self::InsertRow { repeat, position, .. } => write!(f, "InsertRow({repeat}[{position}])"),
            Self::RemoveRow { row } => write!(f, "RemoveRow({row})"),
            Self::MoveRow { row, to } => write!(f, "MoveRow({row}, {to})"),
        }
    }
}

/// What an edit did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// References of the questions and groups whose model changed (value, relevance, required, read-only, choices, problem or
    /// label), in the form's order, without the rows that are gone.
    pub changed: Vec<String>,
    /// Rows came, went or moved, or something is asked now that wasn't, or the other way round: ask for the outline again.
    pub outline_changed: bool,
    /// Edits that, applied in order, give back the answers from before.
    pub undo: Vec<Edit>,
}
