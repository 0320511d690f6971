//! The citizen's answer to an officer's request: a whole new manifest under the request's number.

use axum::http::StatusCode;
use rusqlite::Connection;

use super::Dossier;
use super::machine::{Act, Circumstances, act};
use super::manifest::Manifest;
use super::record::{Pen, record};
use super::submit::{Submission, SubmissionAnswer, check_content, keep_manifest};
use crate::app::AppState;
use crate::catalogue::Deadline;
use crate::problem::{Code, Problem};
use crate::store::dossier;

/// Takes a supplement: 201 the first time, 200 for the same again.
pub(super) async fn supplement(
    state: &AppState,
    submission: Submission,
    number: u32,
) -> Result<(StatusCode, SubmissionAnswer), Problem> {
    let asked = submission.clone();
    let (dossier, answer) = state.store.read(move |db| known(db, &asked, number)).await?;
    if let Some(answer) = answer {
        return Ok((StatusCode::OK, answer));
    }
    let manifest = Manifest::read(&submission.bytes, submission.id, Some(number))?;
    if manifest.procedure_code != dossier.procedure_code || manifest.agency_code != dossier.agency_code {
        return Err(Problem::new(Code::ManifestInvalid).with_detail("procedure and office can't change"));
    }
    check_content(state, &submission, &manifest).await?;
    let pen = Pen::take(state, &dossier.agency_code).await?;
    let (kept, deadline) = (state.clone(), deadline_of(state, &dossier)?);
    let answer = state
        .store
        .write(move |tx| {
            let (dossier, answer) = known(tx, &submission, number)?;
            if let Some(answer) = answer {
                return Ok((StatusCode::OK, answer));
            }
            let answers_evidence_id = manifest
                .supplement
                .as_ref()
                .map(|one| one.answers_evidence_id.clone())
                .unwrap_or_default();
            let around = Circumstances {
                now: pen.now,
                calendar: &kept.calendar,
                deadline: &deadline,
                evidence_id: &pen.evidence_id,
            };
            let step = act(
                &dossier,
                Act::Supplement {
                    number,
                    answers_evidence_id,
                },
                &around,
            )?;
            let receipt = record(tx, &step, &manifest.content(&submission.bytes), &pen)?;
            let receipt = receipt.ok_or_else(|| Problem::new(Code::PortalFailed))?.jws;
            keep_manifest(tx, &submission, &manifest, &step.dossier, number, &receipt)?;
            Ok::<_, Problem>((
                StatusCode::CREATED,
                SubmissionAnswer::new(tx, &step.dossier, receipt)?,
            ))
        })
        .await?;
    state.office_bell.notify_one();
    Ok(answer)
}

/// The legal limit that a dossier's procedure has.
pub(crate) fn deadline_of(state: &AppState, dossier: &Dossier) -> Result<Deadline, Problem> {
    let procedure = state.catalogue.procedure(&dossier.procedure_code);
    procedure
        .map(|procedure| procedure.deadline.clone())
        .ok_or_else(|| Problem::new(Code::ProcedureUnknown))
}

/// The dossier, and the answer if this very supplement was taken before.
fn known(
    db: &Connection,
    submission: &Submission,
    number: u32,
) -> Result<(Dossier, Option<SubmissionAnswer>), Problem> {
    let id = submission.id.to_string();
    if dossier::is_buried(db, &submission.sub, &id)? {
        return Err(Problem::new(Code::DossierWithdrawn));
    }
    let dossier = dossier::find(db, &id)?.filter(|dossier| dossier.sub == submission.sub);
    let dossier = dossier.ok_or_else(Problem::not_found)?;
    let answer = match dossier::manifest(db, &id, number)? {
        _ if number == 0 => return Err(Problem::not_found()),
        None => None,
        Some(taken) if taken.sha256 == submission.sha256 => {
            Some(SubmissionAnswer::new(db, &dossier, taken.receipt)?)
        }
        Some(_) => return Err(Problem::new(Code::DossierContentDiffers)),
    };
    Ok((dossier, answer))
}
