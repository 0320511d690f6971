//! How a journalled step is written: compact JSON, read back by every later app version. The engine's own type stays free of serialisation.

use motcua_form::{Before, Edit};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
#[serde(tag = "op", rename_all = "snake_case")]
enum StoredEdit {
    Answer {
        reference: String,
        value: String,
    },
    AddRow {
        repeat: String,
    },
    InsertRow {
        repeat: String,
        position: usize,
        saved: String,
    },
    RemoveRow {
        row: String,
    },
    MoveRow {
        row: String,
        to: usize,
    },
    Restore {
        texts: Vec<(String, Option<String>)>,
        lists: Vec<(String, usize)>,
        rows: Vec<StoredEdit>,
    },
}

/// One step of a draft's journal: what one call did, or what taking it back did.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Step {
    /// Whether this step takes the newest step not yet taken back away.
    pub(super) undo: bool,
    /// The edits, in order.
    pub(super) edits: Vec<Edit>,
}

#[derive(Serialize, Deserialize)]
struct StoredStep {
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    undo: bool,
    edits: Vec<StoredEdit>,
}

/// Writes a step.
pub(super) fn encode(step: &Step) -> String {
    let edits = step.edits.iter().cloned().map(stored).collect();
    serde_json::to_string(&StoredStep {
        undo: step.undo,
        edits,
    })
    .expect("strings and numbers always serialise")
}

/// Reads a step; `None` when it was written by a newer app or is damaged.
pub(super) fn decode(text: &str) -> Option<Step> {
    let step: StoredStep = serde_json::from_str(text).ok()?;
    Some(Step {
        undo: step.undo,
        edits: step.edits.into_iter().map(engine).collect(),
    })
}

fn stored(edit: Edit) -> StoredEdit {
    match edit {
        Edit::Answer { reference, value } => StoredEdit::Answer { reference, value },
        Edit::AddRow { repeat } => StoredEdit::AddRow { repeat },
        Edit::InsertRow {
            repeat,
            position,
            saved,
        } => StoredEdit::InsertRow {
            repeat,
            position,
            saved,
        },
        Edit::RemoveRow { row } => StoredEdit::RemoveRow { row },
        Edit::MoveRow { row, to } => StoredEdit::MoveRow { row, to },
        Edit::Restore(Before { texts, lists, rows }) => StoredEdit::Restore {
            texts,
            lists,
            rows: rows.into_iter().map(stored).collect(),
        },
    }
}

fn engine(edit: StoredEdit) -> Edit {
    match edit {
        StoredEdit::Answer { reference, value } => Edit::Answer { reference, value },
        StoredEdit::AddRow { repeat } => Edit::AddRow { repeat },
        StoredEdit::InsertRow {
            repeat,
            position,
            saved,
        } => Edit::InsertRow {
            repeat,
            position,
            saved,
        },
        StoredEdit::RemoveRow { row } => Edit::RemoveRow { row },
        StoredEdit::MoveRow { row, to } => Edit::MoveRow { row, to },
        StoredEdit::Restore { texts, lists, rows } => Edit::Restore(Before {
            texts,
            lists,
            rows: rows.into_iter().map(engine).collect(),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_step_comes_back_as_it_was() {
        let text = |s: &str| s.to_owned();
        let edits = vec![
            Edit::Answer {
                reference: text("/data/child/full_name"),
                value: text("Nguyễn \"An\"\n"),
            },
            Edit::AddRow {
                repeat: text("/data/kids"),
            },
            Edit::InsertRow {
                repeat: text("/data/kids"),
                position: 2,
                saved: text("<kids/>"),
            },
            Edit::RemoveRow {
                row: text("/data/kids[2]"),
            },
            Edit::MoveRow {
                row: text("/data/kids[2]"),
                to: 1,
            },
            Edit::Restore(Before {
                texts: vec![
                    (text("/data/child/full_name"), Some(text("Bưởi"))),
                    (text("/data/fee"), None),
                ],
                lists: vec![(text("/data/kids[2]/toys"), 3)],
                rows: vec![Edit::RemoveRow {
                    row: text("/data/kids[2]"),
                }],
            }),
        ];
        for undo in [false, true] {
            let step = Step {
                undo,
                edits: edits.clone(),
            };
            assert!(decode(&encode(&step)) == Some(step));
        }
        assert!(decode("{\"edits\":[{\"op\":\"paint\"}]}").is_none());
    }
}
