//! The event logs of the account's people, as received. Under the background key.
//!
//! Whose row it is stands in clear as a keyed hash only. Rows of schema 1 have none: they are everybody's, until a person's own log brings the
//! same number.

use motcua_domain::time::Millis;
use rusqlite::{Row, params};

use super::{
    keyring::Keyring,
    rows::{Reading, Sealed, Writing, before, bytes, limit, number, text},
};
use crate::{
    port::store::{EventRow, Page, Result},
    store::sealing::Scope,
};

const EVENT: Sealed = Sealed {
    table: "event",
    scope: Scope::Background,
};

/// The row's name, which is its place as well: `<person>/<seq>`, and `<seq>` alone for a row of schema 1.
const NAMED: &str = "SELECT ltrim(person || '/' || seq, '/'), sealed FROM event AS e";

/// A person's own rows, and the nameless ones where they have none of that number.
const THEIRS: &str =
    "(person = ?1 OR person = '' AND NOT EXISTS (SELECT 1 FROM event WHERE person = ?1 AND seq = e.seq))";

/// The clear name of a person; empty for nobody's.
fn person(keys: &Keyring, sub: Option<&str>) -> String {
    sub.map_or_else(String::new, |sub| keys.name(&[b"event", sub.as_bytes()]))
}

fn row_name(person: &str, seq: u64) -> String {
    if person.is_empty() {
        return seq.to_string();
    }
    format!("{person}/{seq}")
}

pub(super) fn put(writing: &mut Writing<'_>, event: &EventRow) -> Result<()> {
    let (version, person) = (writing.touch(), person(writing.keys, event.sub.as_deref()));
    let sealed = writing.seal_json(EVENT, &row_name(&person, event.seq), version, event)?;
    writing.execute(
        "INSERT INTO event (person, seq, subject_id, seen, sealed) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (person, seq) DO NOTHING",
        params![
            person,
            number(event.seq),
            event.subject_id,
            event.seen_at.is_some(),
            sealed
        ],
    )?;
    Ok(())
}

/// Marks a person's unseen events up to `last` as seen. One that doesn't open stays as it is: lists note it.
pub(super) fn see(writing: &mut Writing<'_>, sub: Option<&str>, last: u64, at: Millis) -> Result<()> {
    let noted = super::rows::Damaged::default();
    let unseen = {
        let reading = writing.reading(&noted);
        let sql = format!("{NAMED} WHERE person IN (?1, '') AND seen = 0 AND seq <= ?2");
        let of_whom = params![person(writing.keys, sub), number(last)];
        reading.list(EVENT, usize::MAX, &sql, of_whom, |row| read(&reading, row))?
    };
    for event in unseen {
        let (version, person) = (writing.touch(), person(writing.keys, event.sub.as_deref()));
        let seq = event.seq;
        let seen = EventRow {
            seen_at: Some(at),
            ..event
        };
        let sealed = writing.seal_json(EVENT, &row_name(&person, seq), version, &seen)?;
        writing.execute(
            "UPDATE event SET seen = 1, sealed = ?3 WHERE person = ?1 AND seq = ?2",
            params![person, number(seq), sealed],
        )?;
    }
    Ok(())
}

pub(super) fn page(reading: &Reading<'_>, sub: Option<&str>, page: Page) -> Result<Vec<EventRow>> {
    let sql = format!("{NAMED} WHERE {THEIRS} AND seq < ?2 ORDER BY seq DESC");
    let of_whom = params![person(reading.keys, sub), before(page)];
    reading.list(EVENT, limit(page), &sql, of_whom, |row| read(reading, row))
}

pub(super) fn of_subject(reading: &Reading<'_>, subject_id: &str) -> Result<Vec<EventRow>> {
    let sql = format!("{NAMED} WHERE subject_id = ?1 ORDER BY seq");
    reading.list(EVENT, usize::MAX, &sql, [subject_id], |row| {
        let event = read(reading, row)?;
        // The clear column only finds it; whose event it is stands in the box.
        if event.subject_id == subject_id {
            Ok(event)
        } else {
            Err(EVENT.damaged())
        }
    })
}

fn read(reading: &Reading<'_>, row: &Row<'_>) -> Result<EventRow> {
    Ok(reading.open_json(EVENT, text(row, 0)?, bytes(row, 1)?)?.0)
}
