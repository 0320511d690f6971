//! The citizen's event log as received. Under the background key.

use motcua_domain::time::Millis;
use rusqlite::{Row, params};

use super::rows::{Reading, Sealed, Writing, before, bytes, counter, limit, number};
use crate::{
    port::store::{EventRow, Page, Result},
    store::sealing::Scope,
};

const EVENT: Sealed = Sealed {
    table: "event",
    scope: Scope::Background,
};

pub(super) fn put(writing: &mut Writing<'_>, event: &EventRow) -> Result<()> {
    let version = writing.touch();
    let sealed = writing.seal_json(EVENT, &event.seq.to_string(), version, event)?;
    writing.execute(
        "INSERT INTO event (seq, subject_id, seen, sealed) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (seq) DO NOTHING",
        params![number(event.seq), event.subject_id, event.seen_at.is_some(), sealed],
    )?;
    Ok(())
}

/// Marks unseen events up to `last` as seen. One that doesn't open stays as it is: lists note it.
pub(super) fn see(writing: &mut Writing<'_>, last: u64, at: Millis) -> Result<()> {
    let noted = super::rows::Damaged::default();
    let unseen = {
        let reading = writing.reading(&noted);
        let sql = "SELECT seq, sealed FROM event WHERE seen = 0 AND seq <= ?1";
        reading.list(EVENT, usize::MAX, sql, [number(last)], |row| read(&reading, row))?
    };
    for event in unseen {
        let (seq, version) = (event.seq, writing.touch());
        let seen = EventRow {
            seen_at: Some(at),
            ..event
        };
        let sealed = writing.seal_json(EVENT, &seq.to_string(), version, &seen)?;
        writing.execute(
            "UPDATE event SET seen = 1, sealed = ?2 WHERE seq = ?1",
            params![number(seq), sealed],
        )?;
    }
    Ok(())
}

pub(super) fn page(reading: &Reading<'_>, page: Page) -> Result<Vec<EventRow>> {
    let sql = "SELECT seq, sealed FROM event WHERE seq < ?1 ORDER BY seq DESC";
    reading.list(EVENT, limit(page), sql, [before(page)], |row| read(reading, row))
}

pub(super) fn of_subject(reading: &Reading<'_>, subject_id: &str) -> Result<Vec<EventRow>> {
    let sql = "SELECT seq, sealed FROM event WHERE subject_id = ?1 ORDER BY seq";
    reading.list(EVENT, usize::MAX, sql, [subject_id], |row| {
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
    Ok(reading
        .open_json(EVENT, &counter(row, 0)?.to_string(), bytes(row, 1)?)?
        .0)
}
