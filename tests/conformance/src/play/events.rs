//! Where one can stand in a form: its beginning, each group, row and question asked now, the offer of a new row, its end.

use motcua_form::{Entry, Instance};

/// A place: its kind and its reference.
pub(super) type Event = (&'static str, Option<String>);

/// All places in order.
pub(super) fn events(instance: &Instance, language: &str) -> Vec<Event> {
    let mut out: Vec<Event> = vec![("BEGINNING_OF_FORM", root(instance))];
    for page in instance.outline(language) {
        let own = match page.entries.first() {
            Some(Entry::Question { reference } | Entry::Repeat { reference, .. }) => {
                *reference != page.reference
            }
            _ => true,
        };
        if own && !page.reference.is_empty() {
            out.push(("GROUP", Some(page.reference.clone())));
        }
        walk(&page.entries, &mut out);
    }
    out.push(("END_OF_FORM", None));
    out
}

/// Where the answers begin, e.g. `/data`.
fn root(instance: &Instance) -> Option<String> {
    let answers = instance.save();
    let document = roxmltree::Document::parse(&answers).ok()?;
    Some(format!("/{}", document.root_element().tag_name().name()))
}

fn walk(entries: &[Entry], out: &mut Vec<Event>) {
    for entry in entries {
        match entry {
            Entry::Question { reference } => out.push(("QUESTION", Some(reference.clone()))),
            Entry::Group {
                reference, entries, ..
            } => {
                if !reference.is_empty() {
                    out.push(("GROUP", Some(reference.clone())));
                }
                walk(entries, out);
            }
            Entry::Repeat {
                reference,
                can_change_rows,
                rows,
                ..
            } => {
                for row in rows {
                    out.push(("REPEAT", Some(row.reference.clone())));
                    walk(&row.entries, out);
                }
                if *can_change_rows {
                    out.push(("PROMPT_NEW_REPEAT", Some(reference.clone())));
                }
            }
        }
    }
}
