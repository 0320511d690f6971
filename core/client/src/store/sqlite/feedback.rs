//! Reports to 1022. Under the background key: they are sent and answered while the phone is locked.

use rusqlite::{Row, params};

use super::{
    kept_files,
    rows::{Reading, Sealed, Writing, before, bytes, counter, limit, number, text},
};
use crate::{
    port::store::{FeedbackRow, Page, Result},
    store::{files::hashes_in, sealing::Scope},
};
use motcua_domain::ids::{ReportId, Sha256};

const FEEDBACK: Sealed = Sealed {
    table: "feedback",
    scope: Scope::Background,
};

pub(super) fn put(writing: &mut Writing<'_>, report: &FeedbackRow) -> Result<()> {
    let (id, touched) = (report.id.to_string(), writing.touch());
    let sealed = writing.seal_json(FEEDBACK, &id, touched, report)?;
    writing.execute(
        "INSERT INTO feedback (id, touched, sealed) VALUES (?1, ?2, ?3)
         ON CONFLICT (id) DO UPDATE SET touched = excluded.touched, sealed = excluded.sealed",
        params![id, number(touched), sealed],
    )?;
    kept_files::to_background(writing, &hashes_of(report))
}

pub(super) fn one(reading: &Reading<'_>, id: &ReportId) -> Result<Option<FeedbackRow>> {
    let sql = "SELECT id, touched, sealed FROM feedback WHERE id = ?1";
    reading.one(sql, [id.to_string()], |row| read(reading, row))
}

pub(super) fn page(reading: &Reading<'_>, page: Page) -> Result<Vec<FeedbackRow>> {
    let sql = "SELECT id, touched, sealed FROM feedback WHERE touched < ?1 ORDER BY touched DESC";
    reading.list(FEEDBACK, limit(page), sql, [before(page)], |row| {
        read(reading, row)
    })
}

/// The files that reports name, for the sweep.
pub(super) fn hashes(reading: &Reading<'_>) -> Result<Vec<Sha256>> {
    let sql = "SELECT id, touched, sealed FROM feedback";
    Ok(reading
        .all(sql, [], |row| Ok(hashes_of(&read(reading, row)?)))?
        .concat())
}

fn hashes_of(report: &FeedbackRow) -> Vec<Sha256> {
    report
        .photo
        .iter()
        .map(|photo| photo.sha256)
        .chain(hashes_in(&report.report))
        .collect()
}

fn read(reading: &Reading<'_>, row: &Row<'_>) -> Result<FeedbackRow> {
    let (mut report, version): (FeedbackRow, u64) =
        reading.open_json(FEEDBACK, text(row, 0)?, bytes(row, 2)?)?;
    report.touched = counter(row, 1)?;
    if report.touched == version {
        Ok(report)
    } else {
        Err(FEEDBACK.damaged())
    }
}
