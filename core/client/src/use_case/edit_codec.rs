//! How a journalled step is written: compact JSON, read back by every later app version. The engine's own type stays free of serialisation.

use motcua_form::{Before, Edit};
use serde::{Deserialize, Serialize};

/// An edit under the name of what it does, with what that needs. All in one, so that one reader serves them all: the library is smaller by
/// 25 KB than with a type for each.
#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
struct StoredEdit {
    op: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    reference: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    repeat: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    position: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    saved: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    row: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    to: Option<usize>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    texts: Vec<(String, Option<String>)>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    lists: Vec<(String, usize)>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    rows: Vec<StoredEdit>,
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
        edits: engines(step.edits)?,
    })
}

fn stored(edit: Edit) -> StoredEdit {
    let mut stored = StoredEdit::default();
    stored.op = match edit {
        Edit::Answer { reference, value } => {
            (stored.reference, stored.value) = (Some(reference), Some(value));
            "answer"
        }
        Edit::Place { reference, place } => {
            (stored.reference, stored.value) = (Some(reference), Some(place));
            "place"
        }
        Edit::AddRow { repeat } => {
            stored.repeat = Some(repeat);
            "add_row"
        }
        Edit::InsertRow {
            repeat,
            position,
            saved,
        } => {
            (stored.repeat, stored.position, stored.saved) = (Some(repeat), Some(position), Some(saved));
            "insert_row"
        }
        Edit::RemoveRow { row } => {
            stored.row = Some(row);
            "remove_row"
        }
        Edit::MoveRow { row, to } => {
            (stored.row, stored.to) = (Some(row), Some(to));
            "move_row"
        }
        Edit::Restore(before) => {
            (stored.texts, stored.lists) = (before.texts, before.lists);
            stored.rows = before.rows.into_iter().map(self::stored).collect();
            "restore"
        }
    }
    .to_owned();
    stored
}

fn engines(edits: Vec<StoredEdit>) -> Option<Vec<Edit>> {
    edits.into_iter().map(engine).collect()
}

fn engine(stored: StoredEdit) -> Option<Edit> {
    Some(match stored.op.as_str() {
        "answer" => Edit::Answer {
            reference: stored.reference?,
            value: stored.value?,
        },
        "place" => Edit::Place {
            reference: stored.reference?,
            place: stored.value?,
        },
        "add_row" => Edit::AddRow {
            repeat: stored.repeat?,
        },
        "insert_row" => Edit::InsertRow {
            repeat: stored.repeat?,
            position: stored.position?,
            saved: stored.saved?,
        },
        "remove_row" => Edit::RemoveRow { row: stored.row? },
        "move_row" => Edit::MoveRow {
            row: stored.row?,
            to: stored.to?,
        },
        "restore" => Edit::Restore(Before {
            texts: stored.texts,
            lists: stored.lists,
            rows: engines(stored.rows)?,
        }),
        _ => return None,
    })
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
            Edit::Place {
                reference: text("/data/visit/recorded_at"),
                place: text("10.78 106.7 5 12"),
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
        for strange in [
            r#"{"edits":[{"op":"paint"}]}"#,
            r#"{"edits":[{"reference":"/data/a","value":"1"}]}"#,
            r#"{"edits":[{"op":"answer","reference":"/data/a"}]}"#,
            r#"{"edits":[{"op":"restore","rows":[{"op":"paint"}]}]}"#,
        ] {
            assert!(decode(strange).is_none(), "{strange}");
        }
    }

    /// Journals of phones in use are read by every later app.
    #[test]
    fn what_was_written_first_is_read() {
        let written = r#"{"edits":[{"op":"answer","reference":"/data/a","value":"1"},{"op":"move_row","row":"/data/k[2]","to":1}]}"#;
        let step = decode(written).expect("a step");
        assert_eq!(encode(&step), written);
    }
}
