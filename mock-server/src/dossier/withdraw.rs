//! Taking a dossier back, or making sure that it never comes.

use super::machine::{Act, Circumstances, act};
use super::record::{Pen, current_content, record};
use super::supplement::deadline_of;
use super::{Dossier, Status};
use crate::app::AppState;
use crate::problem::Problem;
use crate::store::dossier;

/// What became of a withdrawal.
pub(super) enum Withdrawal {
    /// Nothing was there: the id carries a tombstone now.
    Buried,
    /// It ended before intake.
    Ended(Dossier),
    /// The office decides.
    Requested(Dossier),
}

/// Withdraws. The same again answers the same.
pub(super) async fn withdraw(state: &AppState, sub: String, id: String) -> Result<Withdrawal, Problem> {
    let (person, asked) = (sub.clone(), id.clone());
    let found = state
        .store
        .write(move |tx| {
            let found = dossier::find(tx, &asked)?.filter(|dossier| dossier.sub == person);
            if found.is_none() {
                // A stranger's id gets a tombstone of this person's own, which hinders nobody else and tells nothing.
                dossier::bury(tx, &person, &asked)?;
            }
            Ok::<_, Problem>(found)
        })
        .await?;
    let Some(found) = found else {
        return Ok(Withdrawal::Buried);
    };
    let pen = Pen::take(state, &found.agency_code).await?;
    let (kept, deadline) = (state.clone(), deadline_of(state, &found)?);
    state
        .store
        .write(move |tx| {
            let dossier = dossier::find(tx, &id)?.ok_or_else(Problem::not_found)?;
            if dossier.status == Status::Withdrawn {
                return Ok(Withdrawal::Ended(dossier));
            }
            if dossier.withdrawal_requested_at.is_some() {
                return Ok(Withdrawal::Requested(dossier));
            }
            let around = Circumstances {
                now: pen.now,
                calendar: &kept.calendar,
                deadline: &deadline,
                evidence_id: &pen.evidence_id,
            };
            let step = act(&dossier, Act::Withdraw, &around)?;
            let ended = record(tx, &step, &current_content(tx, &id)?, &pen)?.is_some();
            Ok(if ended {
                Withdrawal::Ended(step.dossier)
            } else {
                Withdrawal::Requested(step.dossier)
            })
        })
        .await
}
