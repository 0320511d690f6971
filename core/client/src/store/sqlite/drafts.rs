//! Drafts with their journal and papers. All under the private key.

use motcua_domain::ids::{DossierId, DraftId};
use rusqlite::{Row, params};

use super::rows::{Reading, Sealed, Writing, before, bytes, column, counter, limit, number, text};
use crate::{
    port::store::{AttachmentRow, DraftRow, JournalRow, Page, Result, StoreError},
    store::{connection::from_sqlite, sealing::Scope},
};

const DRAFT: Sealed = Sealed {
    table: "draft",
    scope: Scope::Private,
};
const EDIT: Sealed = Sealed {
    table: "draft_edit",
    scope: Scope::Private,
};
const ATTACHMENT: Sealed = Sealed {
    table: "attachment",
    scope: Scope::Private,
};

pub(super) fn put(writing: &mut Writing<'_>, draft: &DraftRow) -> Result<()> {
    let (id, touched) = (draft.id.to_string(), writing.touch());
    let sealed = writing.seal_json(DRAFT, &id, touched, draft)?;
    // An upsert and no REPLACE: that would delete the row first, and the journal with it.
    writing.execute(
        "INSERT INTO draft (id, touched, dossier_id, sealed) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (id) DO UPDATE SET touched = excluded.touched, dossier_id = excluded.dossier_id, sealed = excluded.sealed",
        params![id, number(touched), draft.dossier_id.map(|dossier| dossier.to_string()), sealed],
    )?;
    Ok(())
}

pub(super) fn delete(writing: &mut Writing<'_>, id: &DraftId) -> Result<()> {
    writing
        .execute("DELETE FROM draft WHERE id = ?1", [id.to_string()])
        .map(drop)
}

pub(super) fn append(writing: &mut Writing<'_>, edit: &JournalRow) -> Result<()> {
    let draft_id = edit.draft_id.to_string();
    let last: i64 = writing
        .transaction
        .prepare_cached("SELECT coalesce(max(seq), 0) FROM draft_edit WHERE draft_id = ?1")
        .and_then(|mut statement| statement.query_row([&draft_id], |row| row.get(0)))
        .map_err(from_sqlite)?;
    if number(edit.seq) != last + 1 {
        return Err(StoreError::Damaged);
    }
    let version = writing.touch();
    let sealed = writing.seal_json(EDIT, &edit_row(&draft_id, edit.seq), version, edit)?;
    writing.execute(
        "INSERT INTO draft_edit (draft_id, seq, sealed) VALUES (?1, ?2, ?3)",
        params![draft_id, number(edit.seq), sealed],
    )?;
    Ok(())
}

pub(super) fn put_attachment(writing: &mut Writing<'_>, paper: &AttachmentRow) -> Result<()> {
    let draft_id = paper.draft_id.to_string();
    // References and names tell what somebody applies for: the clear column has a keyed hash of them instead.
    let name = writing.keys.name(&[
        b"paper",
        draft_id.as_bytes(),
        paper.reference.as_bytes(),
        paper.name.as_bytes(),
    ]);
    let nth = nth_of(writing, &draft_id, &name)?;
    let version = writing.touch();
    let sealed = writing.seal_json(ATTACHMENT, &attachment_row(&draft_id, &name, nth), version, paper)?;
    writing.execute(
        "INSERT INTO attachment (draft_id, paper, nth, sealed) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (draft_id, paper) DO UPDATE SET sealed = excluded.sealed",
        params![draft_id, name, nth, sealed],
    )?;
    Ok(())
}

/// A paper's place among the draft's: its own if it is there already, else after the others.
fn nth_of(writing: &Writing<'_>, draft_id: &str, name: &str) -> Result<i64> {
    let sql = "SELECT coalesce((SELECT nth FROM attachment WHERE draft_id = ?1 AND paper = ?2),
                               (SELECT max(nth) FROM attachment WHERE draft_id = ?1) + 1, 0)";
    let mut statement = writing.transaction.prepare_cached(sql).map_err(from_sqlite)?;
    statement
        .query_row(params![draft_id, name], |row| row.get(0))
        .map_err(from_sqlite)
}

pub(super) fn one(reading: &Reading<'_>, id: &DraftId) -> Result<Option<DraftRow>> {
    reading.one(
        "SELECT id, touched, sealed FROM draft WHERE id = ?1",
        [id.to_string()],
        |row| read(reading, row),
    )
}

pub(super) fn page(reading: &Reading<'_>, page: Page) -> Result<Vec<DraftRow>> {
    let sql = "SELECT id, touched, sealed FROM draft WHERE touched < ?1 ORDER BY touched DESC";
    reading.list(DRAFT, limit(page), sql, [before(page)], |row| read(reading, row))
}

pub(super) fn count(reading: &Reading<'_>) -> Result<u64> {
    let found = reading.one("SELECT count(*) FROM draft", [], |row| counter(row, 0))?;
    Ok(found.unwrap_or(0))
}

pub(super) fn of_dossier(
    reading: &Reading<'_>,
    dossier: &DossierId,
    supplement: Option<u32>,
) -> Result<Option<DraftRow>> {
    let sql = "SELECT id, touched, sealed FROM draft WHERE dossier_id = ?1 ORDER BY touched DESC";
    let drafts = reading.all(sql, [dossier.to_string()], |row| read(reading, row))?;
    // The clear column only finds them; what they are stands in the box.
    Ok(drafts
        .into_iter()
        .find(|draft| draft.dossier_id == Some(*dossier) && draft.supplement == supplement))
}

pub(super) fn journal(reading: &Reading<'_>, id: &DraftId) -> Result<Vec<JournalRow>> {
    let draft_id = id.to_string();
    let sql = "SELECT seq, sealed FROM draft_edit WHERE draft_id = ?1 ORDER BY seq";
    let edits: Vec<JournalRow> = reading.all(sql, [&draft_id], |row| {
        let place = edit_row(&draft_id, counter(row, 0)?);
        Ok(reading.open_json(EDIT, &place, bytes(row, 1)?)?.0)
    })?;
    // A journal with an edit taken out would replay to other answers.
    let whole = edits.iter().zip(1..).all(|(edit, seq)| edit.seq == seq);
    if whole { Ok(edits) } else { Err(EDIT.damaged()) }
}

pub(super) fn attachments(reading: &Reading<'_>, id: &DraftId) -> Result<Vec<AttachmentRow>> {
    let sql = "SELECT draft_id, paper, nth, sealed FROM attachment WHERE draft_id = ?1 ORDER BY nth";
    let mut papers = reading.all(sql, [id.to_string()], |row| read_attachment(reading, row))?;
    // Stable: within a reference they stay oldest first.
    papers.sort_by(|a, b| a.reference.cmp(&b.reference));
    Ok(papers)
}

/// Every paper of every draft, for the sweep.
pub(super) fn all_attachments(reading: &Reading<'_>) -> Result<Vec<AttachmentRow>> {
    reading.all("SELECT draft_id, paper, nth, sealed FROM attachment", [], |row| {
        read_attachment(reading, row)
    })
}

fn read_attachment(reading: &Reading<'_>, row: &Row<'_>) -> Result<AttachmentRow> {
    let place = attachment_row(text(row, 0)?, text(row, 1)?, column(row, 2)?);
    Ok(reading.open_json(ATTACHMENT, &place, bytes(row, 3)?)?.0)
}

fn read(reading: &Reading<'_>, row: &Row<'_>) -> Result<DraftRow> {
    let (mut draft, version): (DraftRow, u64) = reading.open_json(DRAFT, text(row, 0)?, bytes(row, 2)?)?;
    draft.touched = counter(row, 1)?;
    // The list's order is bound to the box: `touched` is the version it was sealed with.
    if draft.touched == version {
        Ok(draft)
    } else {
        Err(DRAFT.damaged())
    }
}

fn edit_row(draft_id: &str, seq: u64) -> String {
    format!("{draft_id}/{seq}")
}

fn attachment_row(draft_id: &str, paper: &str, nth: i64) -> String {
    format!("{draft_id}/{paper}/{nth}")
}
