//! What work under way has before it. Empty between two edits: it lies with the answers, and its memory serves one edit after the other.
//! Work that is given up takes its desk along; the next begins with a new one.

use std::collections::HashMap;

use super::queue::Queue;

#[derive(Default)]
pub(crate) struct Desk {
    /// Rules that wait.
    pub(super) queue: Queue,
    /// Cells whose model changed, with repetitions.
    pub(super) changed: Vec<u32>,
    /// Rows made since the work began.
    pub(super) new_rows: Vec<u32>,
    /// Cells whose change an action waits for.
    pub(super) fired: Vec<u32>,
    /// New rows whose actions wait until they are computed.
    pub(super) made: Vec<u32>,
    /// Texts that undoing must put back, first to last: cell and text before, none for what its calculation gave.
    pub(super) overwritten: Vec<(u32, Option<String>)>,
    /// Lists that `jr:count` made longer: scope, repeat, and how many rows there were before, those set aside too.
    pub(super) grown: Vec<(u32, u32, usize)>,
    /// Cells that keep their text until the next round of computing is done.
    pub(super) held: Vec<u32>,
    /// Times each `jr:count` was asked: rule and cell.
    pub(super) turns: HashMap<(u32, u32), u32>,
    /// Names in saved answers that the form doesn't have.
    pub(super) unknown: Vec<String>,
}

impl Desk {
    /// Drops what the work leaves behind; its queue and its rounds are done.
    pub(super) fn clear(&mut self) {
        self.overwritten.clear();
        self.grown.clear();
        self.turns.clear();
        self.unknown.clear();
    }
}
