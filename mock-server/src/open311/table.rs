//! The tables of feedback.

use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension, Row, params};
use uuid::Uuid;

use super::intake::NewReport;
use super::report::{Picture, Report, ReportStatus, picture_type};
use crate::clock::from_millis;

/// Which of a report's two pictures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PictureOf {
    /// The reporter's.
    Request,
    /// The officer's.
    Answer,
}

const COLUMNS: &str = "service_request_id, service_code, description, lat, long, address, first_name, phone, status, note, \
    requested_at, updated_at, expected_at, \
    EXISTS (SELECT 1 FROM report_picture p WHERE p.service_request_id = r.service_request_id AND of_answer = 0), \
    EXISTS (SELECT 1 FROM report_picture p WHERE p.service_request_id = r.service_request_id AND of_answer = 1)";

fn read_report(row: &Row<'_>) -> rusqlite::Result<Report> {
    let lat: Option<f64> = row.get(3)?;
    let status: String = row.get(8)?;
    Ok(Report {
        service_request_id: row.get(0)?,
        service_code: row.get(1)?,
        description: row.get(2)?,
        point: lat.zip(row.get(4)?),
        address: row.get(5)?,
        first_name: row.get(6)?,
        phone: row.get(7)?,
        status: ReportStatus::from_id(&status).unwrap_or(ReportStatus::Received),
        note: row.get(9)?,
        requested_at: from_millis(row.get(10)?),
        updated_at: from_millis(row.get(11)?),
        expected_at: from_millis(row.get(12)?),
        has_picture: row.get(13)?,
        has_answer_picture: row.get(14)?,
    })
}

/// The number of the report that this phone already sent under this id.
pub(super) fn number_of(db: &Connection, client_id: Uuid) -> rusqlite::Result<Option<String>> {
    let sql = "SELECT service_request_id FROM report WHERE client_id = ?1";
    db.query_row(sql, [client_id.to_string()], |row| row.get(0))
        .optional()
}

/// Keeps a new report, received at `now`.
pub(super) fn add(
    db: &Connection,
    number: &str,
    sub: Option<&str>,
    new: &NewReport,
    now: DateTime<Utc>,
) -> rusqlite::Result<()> {
    let sql = "INSERT INTO report VALUES (?1, (SELECT coalesce(max(position), 0) + 1 FROM report), ?2, ?3, ?4, ?5, ?6, ?7, \
               ?8, ?9, ?10, ?11, NULL, ?12, ?12, ?13)";
    let expected_at = now + new.category.resolve_within();
    db.execute(
        sql,
        params![
            number,
            new.client_id.map(|id| id.to_string()),
            sub,
            new.category.code,
            new.description,
            new.point.map(|(lat, _)| lat),
            new.point.map(|(_, long)| long),
            new.address,
            new.first_name,
            new.phone,
            ReportStatus::Received.id(),
            now.timestamp_millis(),
            expected_at.timestamp_millis(),
        ],
    )?;
    Ok(())
}

pub(super) fn add_picture(
    db: &Connection,
    number: &str,
    of: PictureOf,
    picture: &Picture,
) -> rusqlite::Result<()> {
    let sql = "INSERT INTO report_picture VALUES (?1, ?2, ?3)";
    db.execute(sql, params![number, of == PictureOf::Answer, picture.bytes])?;
    Ok(())
}

pub(super) fn picture(db: &Connection, number: &str, of: PictureOf) -> rusqlite::Result<Option<Picture>> {
    let sql = "SELECT bytes FROM report_picture WHERE service_request_id = ?1 AND of_answer = ?2";
    let bytes: Option<Vec<u8>> = db
        .query_row(sql, params![number, of == PictureOf::Answer], |row| row.get(0))
        .optional()?;
    Ok(bytes.and_then(|bytes| picture_type(&bytes).map(|media_type| Picture { media_type, bytes })))
}

pub(super) fn find(db: &Connection, number: &str) -> rusqlite::Result<Option<Report>> {
    let sql = format!("SELECT {COLUMNS} FROM report r WHERE service_request_id = ?1");
    db.query_row(&sql, [number], read_report).optional()
}

/// Every report, newest first.
pub(super) fn all(db: &Connection) -> rusqlite::Result<Vec<Report>> {
    let sql = format!("SELECT {COLUMNS} FROM report r ORDER BY position DESC");
    db.prepare_cached(&sql)?.query_map([], read_report)?.collect()
}

/// Who is told when the report moves; nothing for one sent without signing in.
pub(super) fn reporter(db: &Connection, number: &str) -> rusqlite::Result<Option<String>> {
    db.query_row(
        "SELECT sub FROM report WHERE service_request_id = ?1",
        [number],
        |row| row.get(0),
    )
}

/// Keeps what a move came to.
pub(super) fn update(
    db: &Connection,
    number: &str,
    status: ReportStatus,
    note: Option<&str>,
    now: DateTime<Utc>,
) -> rusqlite::Result<()> {
    let sql = "UPDATE report SET status = ?2, note = coalesce(?3, note), updated_at = ?4 WHERE service_request_id = ?1";
    db.execute(sql, params![number, status.id(), note, now.timestamp_millis()])?;
    Ok(())
}
