//! Dossiers with their evidence. Under the background key: receipts and status come while the phone is locked.

use motcua_domain::ids::{DossierId, Sha256};
use rusqlite::{Row, params};

use super::{
    kept_files,
    rows::{Reading, Sealed, Writing, before, bytes, column, counter, limit, number, text},
};
use crate::{
    port::store::{DossierRow, EvidenceRow, Page, Result, StoreError},
    store::{files::hashes_in, sealing::Scope},
};

const DOSSIER: Sealed = Sealed {
    table: "dossier",
    scope: Scope::Background,
};
const EVIDENCE: Sealed = Sealed {
    table: "evidence",
    scope: Scope::Background,
};

pub(super) fn put(writing: &mut Writing<'_>, dossier: &DossierRow) -> Result<()> {
    let (id, touched) = (dossier.id.to_string(), writing.touch());
    let sealed = writing.seal_json(DOSSIER, &id, touched, dossier)?;
    writing.execute(
        "INSERT INTO dossier (id, touched, sealed) VALUES (?1, ?2, ?3)
         ON CONFLICT (id) DO UPDATE SET touched = excluded.touched, sealed = excluded.sealed",
        params![id, number(touched), sealed],
    )?;
    // Frozen: its files have to go up whether the phone is locked or not.
    kept_files::to_background(writing, &sent_hashes(dossier))
}

pub(super) fn one(reading: &Reading<'_>, id: &DossierId) -> Result<Option<DossierRow>> {
    let sql = "SELECT id, touched, sealed FROM dossier WHERE id = ?1";
    reading.one(sql, [id.to_string()], |row| read(reading, row))
}

pub(super) fn page(reading: &Reading<'_>, page: Page) -> Result<Vec<DossierRow>> {
    let sql = "SELECT id, touched, sealed FROM dossier WHERE touched < ?1 ORDER BY touched DESC";
    reading.list(DOSSIER, limit(page), sql, [before(page)], |row| {
        read(reading, row)
    })
}

/// The files that dossiers name, for the sweep: those that were sent, and results that the portal's state speaks of.
pub(super) fn hashes(reading: &Reading<'_>) -> Result<Vec<Sha256>> {
    let found = reading.all("SELECT id, touched, sealed FROM dossier", [], |row| {
        let dossier = read(reading, row)?;
        let results = dossier.portal_state.as_deref().map(hashes_in).unwrap_or_default();
        Ok([sent_hashes(&dossier), results].concat())
    })?;
    Ok(found.concat())
}

fn sent_hashes(dossier: &DossierRow) -> Vec<Sha256> {
    dossier
        .manifests
        .iter()
        .flat_map(|manifest| hashes_in(manifest))
        .collect()
}

/// Keeps a fact. The same one again replaces itself (it may have been verified since); another one under the same `seq` is kept beside it,
/// so that a contested chain can be shown.
pub(super) fn put_evidence(writing: &mut Writing<'_>, fact: &EvidenceRow) -> Result<()> {
    let dossier_id = fact.dossier_id.to_string();
    let nth = nth_of(writing, &dossier_id, fact)?;
    let version = writing.touch();
    let sealed = writing.seal_json(EVIDENCE, &evidence_row(&dossier_id, fact.seq, nth), version, fact)?;
    writing.execute(
        "INSERT INTO evidence (dossier_id, seq, nth, sealed) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (dossier_id, seq, nth) DO UPDATE SET sealed = excluded.sealed",
        params![dossier_id, fact.seq, nth, sealed],
    )?;
    Ok(())
}

pub(super) fn evidence(reading: &Reading<'_>, id: &DossierId) -> Result<Vec<EvidenceRow>> {
    let dossier_id = id.to_string();
    let sql = "SELECT dossier_id, seq, nth, sealed FROM evidence WHERE dossier_id = ?1 ORDER BY seq, nth";
    reading.list(EVIDENCE, usize::MAX, sql, [&dossier_id], |row| {
        let place = evidence_row(&dossier_id, column(row, 1)?, column(row, 2)?);
        Ok(reading.open_json(EVIDENCE, &place, bytes(row, 3)?)?.0)
    })
}

/// Where a fact goes: its own place if it is there already, else after the others. One that doesn't open is none of them, so fetching the
/// chain again mends it.
fn nth_of(writing: &Writing<'_>, dossier_id: &str, fact: &EvidenceRow) -> Result<i64> {
    let noted = super::rows::Damaged::default();
    let reading = writing.reading(&noted);
    let sql = "SELECT nth, sealed FROM evidence WHERE dossier_id = ?1 AND seq = ?2 ORDER BY nth";
    let there = reading.all(sql, params![dossier_id, fact.seq], |row| {
        let nth: i64 = column(row, 0)?;
        let kept = reading.open_json::<EvidenceRow>(
            EVIDENCE,
            &evidence_row(dossier_id, fact.seq, nth),
            bytes(row, 1)?,
        );
        match kept {
            Ok((kept, _)) => Ok((nth, kept.jws == fact.jws)),
            Err(StoreError::RowDamaged { .. }) => Ok((nth, false)),
            Err(error) => Err(error),
        }
    })?;
    let same = there.iter().find(|(_, same)| *same).map(|(nth, _)| *nth);
    Ok(same.unwrap_or_else(|| there.last().map_or(0, |(nth, _)| nth + 1)))
}

fn read(reading: &Reading<'_>, row: &Row<'_>) -> Result<DossierRow> {
    let (mut dossier, version): (DossierRow, u64) =
        reading.open_json(DOSSIER, text(row, 0)?, bytes(row, 2)?)?;
    dossier.touched = counter(row, 1)?;
    if dossier.touched == version {
        Ok(dossier)
    } else {
        Err(DOSSIER.damaged())
    }
}

fn evidence_row(dossier_id: &str, seq: u32, nth: i64) -> String {
    format!("{dossier_id}/{seq}/{nth}")
}
