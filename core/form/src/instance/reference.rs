//! References: `/data/kids[2]/name`, row numbers from 1 on rows only.

use super::store::Store;
use crate::definition::Form;
use crate::definition::model::DefKind;

/// Bytes of a reference.
const MAX_LENGTH: usize = 4096;

/// The reference of a cell.
pub(super) fn of(form: &Form, store: &Store, cell: u32) -> String {
    let mut steps = Vec::new();
    let mut place = Some(cell);
    while let Some(cell) = place {
        steps.push(cell);
        place = store.parent(&form.model, cell);
    }
    let mut out = String::with_capacity(steps.len() * 16);
    for cell in steps.into_iter().rev() {
        let def = form.model.def(store.def(cell));
        match def.kind {
            DefKind::Document => continue,
            DefKind::Element => out.push('/'),
            DefKind::Attribute => out.push_str("/@"),
        }
        out.push_str(&def.qualified);
        if def.repeat.is_some() {
            out.push('[');
            out.push_str(&(store.row_number(store.scope_of(cell)) + 1).to_string());
            out.push(']');
        }
    }
    out
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

/// Finds a reference; prefixes may be left out.
pub(super) fn find(form: &Form, store: &Store, reference: &str) -> Option<Place> {
    if reference.len() > MAX_LENGTH {
        return None;
    }
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
