//! References: `/data/kids[2]/name`, row numbers from 1 on rows only.

use super::store::Store;
use crate::definition::Form;
use crate::xpath::value::Digits;

/// Bytes of a reference.
const MAX_LENGTH: usize = 4096;

/// The reference of a cell.
pub(super) fn of(form: &Form, store: &Store, cell: u32) -> String {
    let def = form.model.def(store.def(cell));
    let scope = store.scope_of(cell);
    let depth = form.model.scope(store.scope_def(scope)).depth;
    let mut out = String::with_capacity(def.tail.len() + 32 * usize::from(depth));
    write(form, store, cell, &mut out);
    out
}

/// Appends the reference of a cell.
pub(super) fn write(form: &Form, store: &Store, cell: u32, out: &mut String) {
    let def = form.model.def(store.def(cell));
    push_row(form, store, store.scope_of(cell), out);
    if def.repeat.is_none() {
        out.push_str(&def.tail);
    }
}

/// The reference of a repeat below a row, or below the form.
pub(super) fn of_rows(form: &Form, store: &Store, scope: u32, repeat: u32) -> String {
    let mut out = String::new();
    push_row(form, store, scope, &mut out);
    out.push_str(&form.model.def(repeat).tail);
    out
}

/// The reference of a row; nothing for the form itself.
fn push_row(form: &Form, store: &Store, scope: u32, out: &mut String) {
    let Some(parent) = store.parent_scope(scope) else {
        return;
    };
    push_row(form, store, parent, out);
    let repeat = form.model.scope(store.scope_def(scope)).root;
    out.push_str(&form.model.def(repeat).tail);
    out.push('[');
    out.push_str(Digits::default().of(u64::from(store.row_number(scope)) + 1));
    out.push(']');
}

/// What a reference means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Cell(u32),
    /// A repeat's rows: the scope they hang in and the repeat.
    Repeat {
        scope: u32,
        def: u32,
    },
}

/// Rows that a reference may number: those that exist, or those set aside too.
type Rows<'a> = &'a dyn Fn(u32, u32) -> &'a [u32];

/// Finds a reference; prefixes may be left out.
pub(super) fn find(form: &Form, store: &Store, reference: &str) -> Option<Place> {
    if reference.len() > MAX_LENGTH {
        return None;
    }
    find_as_written(form, store, reference, &|scope, list| store.rows(scope, list))
        .or_else(|| find_by_steps(form, store, reference))
}

/// Finds a reference as [`of`] writes it, in rows that are set aside too.
pub(super) fn find_kept(form: &Form, store: &Store, reference: &str) -> Option<Place> {
    find_as_written(form, store, reference, &|scope, list| store.all_rows(scope, list))
}

/// The scope that a row's list hangs in, its repeat, and its number from 0; nothing when the place isn't a row.
pub(super) fn row(form: &Form, store: &Store, place: Option<Place>) -> Option<(u32, u32, usize)> {
    let Place::Cell(head) = place? else {
        return None;
    };
    let (def, scope) = (store.def(head), store.scope_of(head));
    form.model.def(def).repeat?;
    Some((store.parent_scope(scope)?, def, store.row_number(scope) as usize))
}

/// Finds a reference that is written as [`of`] does: one look-up for the form and one for each row around.
fn find_as_written<'a>(form: &Form, store: &'a Store, reference: &str, rows: Rows<'a>) -> Option<Place> {
    let (mut scope, mut rest) = (0, reference);
    loop {
        let tails = &form.model.scope(store.scope_def(scope)).tails;
        let Some(bracket) = rest.bytes().position(|byte| byte == b'[') else {
            let id = *tails.get(rest)?;
            let def = form.model.def(id);
            return Some(match def.repeat {
                Some(_) => Place::Repeat { scope, def: id },
                None => Place::Cell(store.base(scope) + def.offset),
            });
        };
        let list = form.model.def(*tails.get(&rest[..bracket])?).repeat?;
        let (number, after) = rest[bracket + 1..].split_once(']')?;
        let number = number.parse::<usize>().ok()?;
        scope = *rows(scope, list).get(number.checked_sub(1)?)?;
        if after.is_empty() {
            return Some(Place::Cell(store.base(scope)));
        }
        rest = after;
    }
}

fn find_by_steps(form: &Form, store: &Store, reference: &str) -> Option<Place> {
    let mut steps = reference.strip_prefix('/')?.split('/').peekable();
    let mut cell = 0;
    while let Some(step) = steps.next() {
        let (name, number) = match step.split_once('[') {
            Some((name, rest)) => (name, Some(rest.strip_suffix(']')?.parse::<usize>().ok()?)),
            None => (step, None),
        };
        let def = form.model.def(store.def(cell));
        let child_id = form.model.child(store.def(cell), name)?;
        let child = form.model.def(child_id);
        cell = match (child.repeat, number) {
            (Some(list), Some(number)) => {
                let rows = store.rows(store.scope_of(cell), list);
                store.base(*rows.get(number.checked_sub(1)?)?)
            }
            (Some(_), None) if steps.peek().is_none() => {
                return Some(Place::Repeat {
                    scope: store.scope_of(cell),
                    def: child_id,
                });
            }
            (None, None | Some(1)) => cell - def.offset + child.offset,
            _ => return None,
        };
    }
    (cell != 0).then_some(Place::Cell(cell))
}

/// The cell of a reference, if it means one.
pub(super) fn cell(form: &Form, store: &Store, reference: &str) -> Option<u32> {
    match find(form, store, reference)? {
        Place::Cell(cell) => Some(cell),
        Place::Repeat { .. } => None,
    }
}
