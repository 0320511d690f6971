//! The answers as a compact arena: one block of cells for the form and one for each row, blocks reused after removal.
//!
//! A cell keeps what was typed or calculated, also while it is hidden or its row is set aside. What expressions see ([`Store::text`]) leaves out what isn't asked now, what
//! isn't of the cell's type, and choices that are gone.

use std::collections::{BTreeSet, HashMap};

use super::desk::Desk;
use super::queue::pair;
use super::totals::{Share, Total};
use crate::definition::model::Model;
use crate::xpath::value::{Digits, short_whole};

/// State bits of a cell.
pub(crate) mod flag {
    /// Its own condition holds (or it has none).
    pub(crate) const OWN_RELEVANT: u16 = 1;
    /// It and everything around it is relevant.
    pub(crate) const RELEVANT: u16 = 2;
    /// Its own read-only condition holds.
    pub(crate) const OWN_READONLY: u16 = 4;
    /// It or something around it is read-only.
    pub(crate) const READONLY: u16 = 8;
    pub(crate) const REQUIRED: u16 = 16;
    /// The constraint isn't met.
    pub(crate) const CONSTRAINT: u16 = 32;
    /// The text isn't of the type.
    pub(crate) const TYPE: u16 = 64;
    /// Expressions see another text than the one typed: what is left of the choices, or the part that is of the type.
    pub(crate) const OVERLAY: u16 = 128;
    /// The text was just read from saved answers, until the work that read it is done.
    pub(crate) const SAVED: u16 = 256;
    /// A question that is asked and has a problem: it stands in [`super::Store::wrong`].
    pub(crate) const WRONG: u16 = 512;
    /// The text isn't what the cell's calculation gives: a person or an action wrote it over.
    pub(crate) const TYPED: u16 = 1024;
    /// The text was just put back and the cell's calculation leaves it, until that work is done.
    pub(crate) const HELD: u16 = 2048;
}

pub(crate) struct Cell {
    /// Its memory serves one text after the other: typing allocates nothing.
    value: String,
    /// What a short whole number in it means, written as numbers are, so that a calculation doesn't read it again; not-a-number for other
    /// texts.
    number: f64,
    def: u32,
    scope: u32,
    flags: u16,
}

pub(super) struct List {
    rows: Vec<u32>,
    /// How many of the rows exist for the form; the others are kept in case `jr:count` grows again.
    live: u32,
    /// Of each summed column of the rows.
    pub(super) totals: Box<[Total]>,
}

pub(super) struct Scope {
    def: u32,
    base: u32,
    parent: u32,
    row: u32,
    pub(super) lists: Box<[List]>,
    /// What a row adds to its list's totals.
    pub(super) shares: Box<[Share]>,
}

/// All cells and rows.
#[derive(Default)]
pub(crate) struct Store {
    cells: Vec<Cell>,
    pub(super) scopes: Vec<Scope>,
    /// Scopes to use again, by definition.
    free: HashMap<u32, Vec<u32>>,
    overlay: HashMap<u32, Box<str>>,
    /// Cells flagged as wrong, so that listing problems doesn't look at what is right.
    wrong: BTreeSet<u32>,
    /// Rules with their cells whose last evaluation a limit ended.
    limited: BTreeSet<u64>,
    /// Cells that wait for the device's place, in the order they asked.
    wanted: Vec<u32>,
    /// Cells in blocks that wait to be used again.
    freed: usize,
    /// Bytes of all texts, those of blocks that wait to be used again too.
    bytes: usize,
    /// Here between two edits, away while one is under way.
    pub(super) desk: Option<Box<Desk>>,
    /// The reference that was answered last and its cell: people type several times in one question. Empty once rows come, go or move.
    typed: (String, u32),
}

const NO_SCOPE: u32 = u32::MAX;

/// Bytes of a text's memory that are kept whatever it becomes.
const SMALL: usize = 16;

impl Store {
    pub(crate) fn new(model: &Model) -> Self {
        let mut store = Self::default();
        store.new_scope(model, 0, NO_SCOPE);
        store
    }

    /// A block of empty cells; not yet in any list.
    pub(crate) fn new_scope(&mut self, model: &Model, def: u32, parent: u32) -> u32 {
        let shape = model.scope(def);
        let list = |repeat: &u32| List {
            rows: Vec::new(),
            live: 0,
            totals: vec![Total::default(); model.scope(model.def(*repeat).scope).columns.len()].into(),
        };
        let lists = || shape.lists.iter().map(list).collect();
        let shares = || vec![Share::Nothing; shape.columns.len()].into();
        if let Some(scope) = self.free.get_mut(&def).and_then(Vec::pop) {
            let base = self.scopes[scope as usize].base;
            self.freed -= shape.cells.len();
            self.scopes[scope as usize] = Scope {
                def,
                base,
                parent,
                row: 0,
                lists: lists(),
                shares: shares(),
            };
            for cell in &mut self.cells[base as usize..base as usize + shape.cells.len()] {
                self.bytes -= cell.value.len();
                cell.value = String::new();
                cell.number = f64::NAN;
                cell.flags = flag::OWN_RELEVANT | flag::RELEVANT;
            }
            return scope;
        }
        let (base, scope) = (self.cells.len() as u32, self.scopes.len() as u32);
        let flags = flag::OWN_RELEVANT | flag::RELEVANT;
        self.cells.extend(shape.cells.iter().map(|def| Cell {
            value: String::new(),
            number: f64::NAN,
            def: *def,
            scope,
            flags,
        }));
        self.scopes.push(Scope {
            def,
            base,
            parent,
            row: 0,
            lists: lists(),
            shares: shares(),
        });
        scope
    }

    /// Gives a row's blocks, and those of the rows inside, back.
    fn free_scope(&mut self, model: &Model, scope: u32) {
        let mut waiting = vec![scope];
        while let Some(scope) = waiting.pop() {
            let entry = &mut self.scopes[scope as usize];
            let cells = model.scope(entry.def).cells.len() as u32;
            let block = entry.base..entry.base + cells;
            for cell in block.clone() {
                if self.cells[cell as usize].flags & (flag::WRONG | flag::OVERLAY) != 0 {
                    self.wrong.remove(&cell);
                    self.overlay.remove(&cell);
                }
            }
            for list in std::mem::take(&mut entry.lists) {
                waiting.extend(list.rows);
            }
            self.free.entry(entry.def).or_default().push(scope);
            self.freed += block.len();
            self.limited.retain(|pair| !block.contains(&(*pair as u32)));
            self.wanted.retain(|cell| !block.contains(cell));
        }
    }

    /// Cells of the form and of all rows, those set aside too.
    pub(crate) fn cells_in_use(&self) -> usize {
        self.cells.len() - self.freed
    }

    /// Notes whether a limit ended a rule's evaluation at a cell.
    #[inline]
    pub(crate) fn note_limit(&mut self, rule: u32, cell: u32, limited: bool) {
        if limited {
            self.limited.insert(pair(rule, cell));
        } else if !self.limited.is_empty() {
            self.limited.remove(&pair(rule, cell));
        }
    }

    /// Cells at which a limit ended a rule's evaluation; those of rows that `jr:count` set aside too.
    pub(crate) fn limited(&self) -> impl Iterator<Item = u32> + '_ {
        self.limited.iter().map(|pair| *pair as u32)
    }

    /// Cells that wait for the device's place.
    pub(crate) fn wanted(&self) -> &[u32] {
        &self.wanted
    }

    /// Notes that a cell waits for the device's place, once.
    pub(crate) fn want(&mut self, cell: u32) {
        if !self.wanted.contains(&cell) {
            self.wanted.push(cell);
        }
    }

    /// Ends a cell's wait; false when it didn't wait.
    pub(crate) fn end_wait(&mut self, cell: u32) -> bool {
        let before = self.wanted.len();
        self.wanted.retain(|waiting| *waiting != cell);
        self.wanted.len() < before
    }

    pub(crate) fn cells(&self) -> usize {
        self.cells.len()
    }

    #[inline(always)]
    pub(crate) fn def(&self, cell: u32) -> u32 {
        self.cells[cell as usize].def
    }

    #[inline(always)]
    pub(crate) fn scope_of(&self, cell: u32) -> u32 {
        self.cells[cell as usize].scope
    }

    #[inline(always)]
    pub(crate) fn base(&self, scope: u32) -> u32 {
        self.scopes[scope as usize].base
    }

    #[inline(always)]
    pub(crate) fn scope_def(&self, scope: u32) -> u32 {
        self.scopes[scope as usize].def
    }

    pub(crate) fn parent_scope(&self, scope: u32) -> Option<u32> {
        Some(self.scopes[scope as usize].parent).filter(|parent| *parent != NO_SCOPE)
    }

    /// The row's number from 0.
    #[inline(always)]
    pub(crate) fn row_number(&self, scope: u32) -> u32 {
        self.scopes[scope as usize].row
    }

    /// The rows that exist for the form.
    pub(crate) fn rows(&self, scope: u32, list: u32) -> &[u32] {
        let list = &self.scopes[scope as usize].lists[list as usize];
        &list.rows[..list.live as usize]
    }

    /// The rows that exist for the form, then those beyond `jr:count`.
    pub(crate) fn all_rows(&self, scope: u32, list: u32) -> &[u32] {
        let lists = &self.scopes[scope as usize].lists;
        // A freed block has no lists.
        lists.get(list as usize).map_or(&[], |list| &list.rows)
    }

    /// The row exists for the form at this place.
    pub(crate) fn is_live_at(&self, scope: u32, list: u32, number: usize, row: u32) -> bool {
        let lists = &self.scopes[scope as usize].lists;
        lists
            .get(list as usize)
            .is_some_and(|list| number < list.live as usize && list.rows[number] == row)
    }

    /// The row is in its list, also when it is set aside.
    pub(crate) fn is_kept(&self, model: &Model, row: u32) -> bool {
        match self.list_of(model, row) {
            Some((parent, list)) => {
                self.all_rows(parent, list).get(self.row_number(row) as usize) == Some(&row)
            }
            None => true,
        }
    }

    /// Rows beyond `jr:count`, kept with their answers.
    pub(crate) fn parked(&self, scope: u32, list: u32) -> &[u32] {
        let list = &self.scopes[scope as usize].lists[list as usize];
        &list.rows[list.live as usize..]
    }

    /// The list that a row is in: the scope around it and the list's number.
    pub(super) fn list_of(&self, model: &Model, row: u32) -> Option<(u32, u32)> {
        let repeat = model.scope(self.scope_def(row)).root;
        Some((self.parent_scope(row)?, model.def(repeat).repeat?))
    }

    /// The row exists for the form, as far as its own list goes.
    pub(super) fn is_live(&self, model: &Model, row: u32) -> bool {
        self.list_of(model, row).is_some_and(|(parent, list)| {
            self.rows(parent, list).get(self.row_number(row) as usize) == Some(&row)
        })
    }

    /// Makes so many rows exist that are already in the list.
    pub(crate) fn set_live(&mut self, model: &Model, scope: u32, list: u32, live: usize) {
        self.typed.0.clear();
        let entry = &mut self.scopes[scope as usize].lists[list as usize];
        let before = entry.live as usize;
        let live = live.min(entry.rows.len());
        entry.live = live as u32;
        for at in live..before {
            self.unshare_row(model, self.parked(scope, list)[at - live]);
        }
        for at in before..live {
            self.share_row(model, self.rows(scope, list)[at]);
        }
    }

    /// Puts a new row at a place: among the existing ones, after them, or among those set aside.
    pub(crate) fn insert_row(&mut self, scope: u32, list: u32, at: usize, row: u32) {
        let entry = &mut self.scopes[scope as usize].lists[list as usize];
        entry.rows.insert(at, row);
        entry.live += u32::from(at <= entry.live as usize);
        self.renumber(scope, list, at);
    }

    /// Takes a row out, an existing one or one set aside, and frees it.
    pub(crate) fn remove_row(&mut self, model: &Model, scope: u32, list: u32, at: usize) {
        if let Some(row) = self.rows(scope, list).get(at).copied() {
            self.unshare_row(model, row);
            self.scopes[scope as usize].lists[list as usize].live -= 1;
        }
        let row = self.scopes[scope as usize].lists[list as usize].rows.remove(at);
        self.renumber(scope, list, at);
        self.free_scope(model, row);
    }

    pub(crate) fn move_row(&mut self, scope: u32, list: u32, from: usize, to: usize) {
        let entry = &mut self.scopes[scope as usize].lists[list as usize];
        let row = entry.rows.remove(from);
        entry.rows.insert(to, row);
        self.renumber(scope, list, from.min(to));
    }

    fn renumber(&mut self, scope: u32, list: u32, from: usize) {
        self.typed.0.clear();
        for at in from..self.scopes[scope as usize].lists[list as usize].rows.len() {
            let row = self.scopes[scope as usize].lists[list as usize].rows[at];
            self.scopes[row as usize].row = at as u32;
        }
    }

    /// The cell of a reference, when it is the one that was answered last.
    pub(crate) fn typed(&self, reference: &str) -> Option<u32> {
        (!reference.is_empty() && self.typed.0 == reference).then_some(self.typed.1)
    }

    /// Notes which reference is answered, and its cell.
    pub(crate) fn note_typed(&mut self, reference: &str, cell: u32) {
        reference.clone_into(&mut self.typed.0);
        self.typed.1 = cell;
    }

    /// The cell above, `None` for the document node.
    pub(crate) fn parent(&self, model: &Model, cell: u32) -> Option<u32> {
        let entry = &self.cells[cell as usize];
        let def = model.def(entry.def);
        let above = model.defs.get(def.parent as usize)?;
        let scope = if def.repeat.is_some() {
            self.parent_scope(entry.scope)?
        } else {
            entry.scope
        };
        Some(self.base(scope) + above.offset)
    }

    /// What expressions see.
    #[inline(always)]
    pub(crate) fn text(&self, cell: u32) -> &str {
        let entry = &self.cells[cell as usize];
        if entry.flags & (flag::RELEVANT | flag::TYPE | flag::OVERLAY) == flag::RELEVANT {
            return &entry.value;
        }
        self.unusual_text(cell)
    }

    /// The short whole number that expressions see, if the text is one.
    #[inline(always)]
    pub(crate) fn number(&self, cell: u32) -> Option<f64> {
        let entry = &self.cells[cell as usize];
        let usual = entry.flags & (flag::RELEVANT | flag::TYPE | flag::OVERLAY) == flag::RELEVANT;
        (usual && !entry.number.is_nan()).then_some(entry.number)
    }

    /// The text as it was typed is a whole number of up to nine digits and nothing else.
    pub(crate) fn is_short_whole(&self, cell: u32) -> bool {
        !self.cells[cell as usize].number.is_nan()
    }

    fn unusual_text(&self, cell: u32) -> &str {
        let entry = &self.cells[cell as usize];
        if entry.flags & flag::RELEVANT == 0 {
            return "";
        }
        self.overlay.get(&cell).map_or("", |text| text)
    }

    /// What was typed or calculated.
    #[inline(always)]
    pub(crate) fn raw(&self, cell: u32) -> &str {
        &self.cells[cell as usize].value
    }

    /// What all texts would weigh if a cell had one of so many bytes.
    pub(crate) fn bytes_with(&self, cell: u32, length: usize) -> usize {
        self.bytes + length - self.raw(cell).len()
    }

    /// Keeps a text; true when it differs from the one before.
    pub(crate) fn set_raw(&mut self, cell: u32, text: &str) -> bool {
        if self.raw(cell) == text {
            return false;
        }
        // `007` is read anew each time: what has its number here has one text.
        let bare = !text.starts_with('0') || text.len() == 1;
        let number = short_whole(text.as_bytes()).filter(|_| bare);
        self.keep(cell, text, number.map_or(f64::NAN, f64::from));
        true
    }

    /// Keeps a short whole number; true when the text was another.
    pub(crate) fn set_whole(&mut self, cell: u32, whole: u32) -> bool {
        let number = f64::from(whole);
        if self.cells[cell as usize].number == number {
            return false;
        }
        self.keep(cell, Digits::default().of(u64::from(whole)), number);
        true
    }

    fn keep(&mut self, cell: u32, text: &str, number: f64) {
        let entry = &mut self.cells[cell as usize];
        self.bytes = self.bytes + text.len() - entry.value.len();
        if text.len() < entry.value.capacity() / 4 && entry.value.capacity() > SMALL {
            // A long text that went isn't kept as memory.
            entry.value = String::new();
        }
        text.clone_into(&mut entry.value);
        entry.number = number;
    }

    #[inline(always)]
    pub(crate) fn has(&self, cell: u32, flag: u16) -> bool {
        self.cells[cell as usize].flags & flag != 0
    }

    /// Sets or clears a flag; true when it changed.
    #[inline(always)]
    pub(crate) fn set(&mut self, cell: u32, flag: u16, on: bool) -> bool {
        let flags = &mut self.cells[cell as usize].flags;
        let before = *flags;
        *flags = if on { before | flag } else { before & !flag };
        *flags != before
    }

    /// Notes whether a question that is asked has a problem.
    pub(crate) fn set_wrong(&mut self, cell: u32, wrong: bool) {
        if self.set(cell, flag::WRONG, wrong) {
            if wrong {
                self.wrong.insert(cell);
            } else {
                self.wrong.remove(&cell);
            }
        }
    }

    /// Cells with a problem; those of rows that `jr:count` set aside too.
    pub(crate) fn wrong(&self) -> impl Iterator<Item = u32> + '_ {
        self.wrong.iter().copied()
    }

    /// What is left of a choice value; `None` when all of it stands.
    pub(crate) fn set_overlay(&mut self, cell: u32, left: Option<&str>) -> bool {
        if left.is_none() && !self.has(cell, flag::OVERLAY) {
            return false;
        }
        let changed = match left {
            Some(text) => self.overlay.insert(cell, text.into()).as_deref() != Some(text),
            None => self.overlay.remove(&cell).is_some(),
        };
        self.set(cell, flag::OVERLAY, left.is_some()) || changed
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use crate::{Definition, Edit, Env, Instance};

    /// Rows that were taken away leave room: blocks that wait to be used again don't count.
    #[test]
    fn blocks_that_wait_do_not_count() {
        let form = r#"<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"><h:head><model><instance><data id="t"><row><x/><in><y/></in></row></data></instance></model></h:head>
            <h:body><repeat nodeset="/data/row"><input ref="/data/row/x"/><repeat nodeset="/data/row/in"><input ref="/data/row/in/y"/></repeat></repeat></h:body></h:html>"#;
        let env = Env {
            now: DateTime::UNIX_EPOCH.fixed_offset(),
            random: [0; 32],
        };
        let definition = Definition::load(form, &[]).expect("a form");
        let mut instance = Instance::open(&definition, &env);
        let before = instance.store.cells_in_use();
        let add = Edit::AddRow {
            repeat: "/data/row".into(),
        };
        let remove = Edit::RemoveRow {
            row: "/data/row[1]".into(),
        };
        for _ in 0..3 {
            instance.apply(&add, &env).expect("a row");
            assert_eq!(instance.store.cells_in_use(), before + 4);
            instance.apply(&remove, &env).expect("a row");
            assert_eq!(instance.store.cells_in_use(), before);
        }
    }
}
