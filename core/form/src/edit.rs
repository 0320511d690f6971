//! Edits and what they changed, as values: an edit can be stored, sent and undone.

use crate::references::References;

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
    /// Answers a request for the device's place ([`crate::Instance::wanted_places`]); the node may be read-only and needs no question. It is
    /// refused when the node doesn't wait (any more): drop the place then.
    Place {
        /// Absolute reference of the node that waits.
        reference: String,
        /// `latitude longitude altitude accuracy`, or empty when the device couldn't tell: that ends the request too.
        place: String,
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
    /// Puts back what an edit changed; comes from [`Changes::undo`].
    Restore(Before),
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
            Self::Place { reference, .. } => write!(f, "Place({reference})"),
            Self::AddRow { repeat } => write!(f, "AddRow({repeat})"),
            Self::InsertRow { repeat, position, .. } => write!(f, "InsertRow({repeat}[{position}])"),
            Self::RemoveRow { row } => write!(f, "RemoveRow({row})"),
            Self::MoveRow { row, to } => write!(f, "MoveRow({row}, {to})"),
            Self::Restore(before) => write!(f, "Restore({before:?})"),
        }
    }
}

/// What an edit and everything that followed it changed, to be put back as one without any event. The engine makes it and it means
/// something only right after that edit; store it as it is.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Before {
    /// Reference of a node, as it is after the edit, and its text before; none when it was what its calculation gives.
    pub texts: Vec<(String, Option<String>)>,
    /// Reference of a repeat that `jr:count` made longer, and how many rows it had, those set aside too.
    pub lists: Vec<(String, usize)>,
    /// Reverses the edit's own change of rows: [`Edit::InsertRow`], [`Edit::RemoveRow`] or [`Edit::MoveRow`].
    pub rows: Vec<Edit>,
}

impl std::fmt::Debug for Before {
    /// Names the places only: texts are personal.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let places: Vec<&str> = self.texts.iter().map(|(place, _)| place.as_str()).collect();
        write!(f, "{places:?}, {:?}, {:?}", self.lists, self.rows)
    }
}

/// What an edit did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// References of the questions and groups whose model changed (value, relevance, required, read-only, choices, problem or
    /// label), in the form's order, without the rows that are gone.
    pub changed: References,
    /// Rows came, went or moved, or something is asked now that wasn't, or the other way round: ask for the outline again.
    pub outline_changed: bool,
    /// The edit that, applied right after this one, gives back the answers from before, also what actions wrote and rows that `jr:count`
    /// made. It isn't refused then. None when nothing was edited: another language, everything computed anew, a place that was there already.
    pub undo: Option<Edit>,
}
