//! Taking a dossier in, once.

use axum::http::StatusCode;
use bytes::Bytes;
use rusqlite::Connection;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::manifest::Manifest;
use super::record::{NewDossier, Pen, record_new};
use super::{Dossier, Status, answers};
use crate::app::AppState;
use crate::digest::sha256_hex;
use crate::form::Form;
use crate::problem::{Code, Problem};
use crate::store::dossier::{self, ManifestRow};
use crate::store::file;

/// The portal's word on a submission or supplement.
#[derive(Serialize, ToSchema)]
pub(super) struct SubmissionAnswer {
    dossier_id: String,
    dossier_code: String,
    status: Status,
    status_code: u8,
    /// The `submitted` (or `supplement_received`) fact.
    receipt: String,
    /// The whole chain so far.
    evidence: Vec<String>,
}

impl SubmissionAnswer {
    pub(super) fn new(db: &Connection, dossier: &Dossier, receipt: String) -> Result<Self, Problem> {
        Ok(Self {
            dossier_id: dossier.id.clone(),
            dossier_code: dossier.code.clone(),
            status: dossier.status,
            status_code: dossier.status.code(),
            receipt,
            evidence: dossier::facts(db, &dossier.id)?,
        })
    }
}

/// What came in.
#[derive(Clone)]
pub(super) struct Submission {
    pub(super) sub: String,
    pub(super) id: Uuid,
    pub(super) bytes: Bytes,
    pub(super) sha256: String,
}

impl Submission {
    pub(super) fn new(sub: String, id: Uuid, bytes: Bytes) -> Self {
        let sha256 = sha256_hex(&bytes);
        Self {
            sub,
            id,
            bytes,
            sha256,
        }
    }
}

/// Takes a dossier in: 201 the first time, 200 for the same again.
pub(super) async fn submit(
    state: &AppState,
    submission: Submission,
) -> Result<(StatusCode, SubmissionAnswer), Problem> {
    let asked = submission.clone();
    if let Some(answer) = state.store.read(move |db| known(db, &asked)).await? {
        return Ok((StatusCode::OK, answer));
    }
    let manifest = Manifest::read(&submission.bytes, submission.id, None)?;
    check_content(state, &submission, &manifest).await?;
    let pen = Pen::take(state, &manifest.agency_code).await?;
    let answer = state
        .store
        .write(move |tx| {
            // The same dossier may have come in meanwhile on another connection.
            if let Some(answer) = known(tx, &submission)? {
                return Ok((StatusCode::OK, answer));
            }
            let content = manifest.content(&submission.bytes);
            let new = NewDossier {
                id: submission.id.to_string(),
                sub: submission.sub.clone(),
                procedure_code: manifest.procedure_code.clone(),
                agency_code: manifest.agency_code.clone(),
            };
            let (dossier, receipt) = record_new(tx, new, &content, &pen)?;
            keep_manifest(tx, &submission, &manifest, &dossier, 0, &receipt.jws)?;
            Ok::<_, Problem>((
                StatusCode::CREATED,
                SubmissionAnswer::new(tx, &dossier, receipt.jws)?,
            ))
        })
        .await?;
    state.office_bell.notify_one();
    Ok(answer)
}

/// Keeps a manifest with its receipt, and the files it names.
pub(super) fn keep_manifest(
    tx: &crate::store::Tx<'_>,
    submission: &Submission,
    manifest: &Manifest,
    dossier: &Dossier,
    number: u32,
    receipt: &str,
) -> Result<(), Problem> {
    let row = ManifestRow {
        number,
        sha256: submission.sha256.clone(),
        body: submission.bytes.to_vec(),
        receipt: receipt.to_owned(),
    };
    dossier::add_manifest(tx, &dossier.id, &row)?;
    Ok(file::keep(
        tx,
        &submission.sub,
        manifest.blobs().map(|(sha256, ..)| sha256),
    )?)
}

/// The answer for an id that is known: the same again, or why not. Nothing for a new id.
fn known(db: &Connection, submission: &Submission) -> Result<Option<SubmissionAnswer>, Problem> {
    let id = submission.id.to_string();
    if dossier::is_buried(db, &submission.sub, &id)? {
        return Err(Problem::new(Code::DossierWithdrawn));
    }
    let Some(dossier) = dossier::find(db, &id)? else {
        return Ok(None);
    };
    if dossier.sub != submission.sub {
        return Err(Problem::not_found());
    }
    let first = dossier::manifest(db, &id, 0)?.filter(|first| first.sha256 == submission.sha256);
    let first = first.ok_or_else(|| Problem::new(Code::DossierContentDiffers))?;
    SubmissionAnswer::new(db, &dossier, first.receipt).map(Some)
}

/// Checks procedure and form, then that the files are there, then the answers.
pub(super) async fn check_content(
    state: &AppState,
    submission: &Submission,
    manifest: &Manifest,
) -> Result<(), Problem> {
    let form = form_for(state, manifest)?;
    check_slots(form, manifest)?;
    check_office(state, manifest)?;
    let blobs: Vec<_> = manifest
        .blobs()
        .map(|(hash, size, media)| (hash.to_owned(), size, media.to_owned()))
        .collect();
    let sub = submission.sub.clone();
    state.store.read(move |db| check_files(db, &sub, &blobs)).await?;
    answers::check(state, form, &submission.sub, manifest).await
}

/// The form that this procedure is submitted with now, if the manifest names it.
fn form_for<'a>(state: &'a AppState, manifest: &Manifest) -> Result<&'a Form, Problem> {
    let unknown = || Problem::new(Code::ProcedureUnknown);
    let procedure = state
        .catalogue
        .procedure(&manifest.procedure_code)
        .ok_or_else(unknown)?;
    let online = procedure.channels.iter().any(|way| way.channel == "ONLINE");
    let form = state
        .forms
        .current(&procedure.code)
        .filter(|_| online)
        .ok_or_else(unknown)?;
    let current = form.reference();
    if manifest.form.version != current.version || manifest.form.sha256 != current.sha256 {
        return Err(Problem::new(Code::FormOutdated));
    }
    Ok(form)
}

fn check_slots(form: &Form, manifest: &Manifest) -> Result<(), Problem> {
    for paper in &manifest.files {
        let slot = form
            .manifest
            .slots
            .iter()
            .find(|slot| slot.reference == without_positions(&paper.reference));
        let Some(slot) = slot else {
            return Err(Problem::new(Code::ManifestInvalid).with_detail("a file's reference takes no file"));
        };
        if !slot.accept.contains(&paper.media_type) {
            return Err(Problem::new(Code::FileTypeRefused));
        }
        if paper.size > slot.max_bytes {
            return Err(Problem::new(Code::FileTooLarge));
        }
    }
    Ok(())
}

fn check_office(state: &AppState, manifest: &Manifest) -> Result<(), Problem> {
    let office = state.units.office(&manifest.agency_code);
    if office.is_some_and(|office| office.ward_code == manifest.ward_code) {
        return Ok(());
    }
    Err(Problem::new(Code::ManifestInvalid).with_detail("agency_code is not the office of ward_code"))
}

fn check_files(db: &Connection, sub: &str, blobs: &[(String, u64, String)]) -> Result<(), Problem> {
    let mut missing = Vec::new();
    for (sha256, size, media_type) in blobs {
        match file::find(db, sub, sha256)?.filter(|row| row.complete) {
            Some(row) if row.size == *size && row.media_type == *media_type => {}
            Some(_) => {
                let problem = Problem::new(Code::ManifestInvalid);
                return Err(problem.with_detail("a file arrived with another size or type"));
            }
            None if missing.contains(sha256) => {}
            None => missing.push(sha256.clone()),
        }
    }
    if missing.is_empty() {
        Ok(())
    } else {
        Err(Problem::new(Code::FilesMissing).with_missing_files(missing))
    }
}

/// `/data/child[2]/paper` is the slot `/data/child/paper`.
fn without_positions(reference: &str) -> String {
    let mut inside = false;
    let keep = |letter: &char| {
        inside = match letter {
            '[' => true,
            ']' => {
                inside = false;
                return false;
            }
            _ => inside,
        };
        !inside
    };
    reference.chars().filter(keep).collect()
}

#[cfg(test)]
mod tests {
    use super::without_positions;

    #[test]
    fn positions_of_repeats_are_left_out() {
        assert_eq!(without_positions("/data/child[2]/paper[1]"), "/data/child/paper");
        assert_eq!(
            without_positions("/data/papers/birth_cert"),
            "/data/papers/birth_cert"
        );
    }
}
