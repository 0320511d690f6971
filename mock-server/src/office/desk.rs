//! What officers do, whether over HTTP or in the console.

use serde_json::{Value, json};

use super::result_paper;
use crate::app::AppState;
use crate::catalogue::Procedure;
use crate::digest::sha256_hex;
use crate::dossier::machine::{Act, Circumstances, act};
use crate::dossier::manifest::Manifest;
use crate::dossier::record::{Pen, current_content, record};
use crate::dossier::supplement::deadline_of;
use crate::dossier::view::DossierView;
use crate::dossier::{Dossier, ResultPaper, Status, SupplementItem};
use crate::problem::{Code, Problem};
use crate::store::{Tx, dossier, idempotency};
use crate::upload::{content_of, media_type};

/// An officer's action.
pub(crate) enum Order {
    /// Take the dossier in.
    Accept,
    /// Ask for a supplement, due in so many working days.
    AskSupplement {
        reason: String,
        note_vi: String,
        items: Vec<SupplementItem>,
        days: u32,
    },
    /// Start work.
    Process,
    /// Finish, with this result or one that the portal makes.
    Complete(Option<Scan>),
    /// Hand the result over.
    Deliver,
    /// Refuse at intake.
    Refuse { reason: String, note_vi: String },
    /// Stop.
    Stop { reason: String, note_vi: String },
}

/// A result as an officer uploads it.
pub(crate) struct Scan {
    pub(crate) name: String,
    pub(crate) bytes: Vec<u8>,
}

/// Under which conditions an action counts.
pub(crate) struct Conditions {
    /// The revision that the officer saw.
    pub(crate) revision: i64,
    /// `Idempotency-Key` and the hash of the request, where the way in has them.
    pub(crate) key: Option<(String, String)>,
}

/// A dossier after an action, as answered.
pub(crate) struct Acted {
    pub(crate) revision: i64,
    pub(crate) view: Value,
}

/// Some dossiers after a position, of all offices: those of one status, or all. With their positions.
///
/// # Errors
/// The store's.
pub(crate) async fn list(
    state: &AppState,
    status: Option<Status>,
    after: i64,
    limit: u32,
) -> Result<Vec<(i64, Dossier)>, Problem> {
    Ok(state
        .store
        .read(move |db| dossier::list(db, status, after, limit))
        .await?)
}

/// A dossier, its newest manifest and its chain.
///
/// # Errors
/// `NOT_FOUND`; the store's.
pub(crate) async fn open(state: &AppState, id: String) -> Result<(Dossier, Manifest, Vec<String>), Problem> {
    state
        .store
        .read(move |db| {
            let found = dossier::find(db, &id)?.ok_or_else(Problem::not_found)?;
            let newest = dossier::newest_manifest(db, &id)?;
            let manifest = Manifest::kept(&newest.body).ok_or_else(|| Problem::new(Code::PortalFailed))?;
            Ok((found, manifest, dossier::facts(db, &id)?))
        })
        .await
}

/// The answers of a dossier: the submission XML as it came.
///
/// # Errors
/// `NOT_FOUND`; the file system's.
pub(crate) async fn answers(state: &AppState, id: String) -> Result<Vec<u8>, Problem> {
    let (dossier, manifest, _) = open(state, id).await?;
    Ok(content_of(&state.addresses.data, &dossier.sub, manifest.answers_sha256()).await?)
}

/// A paper of a dossier with its media type; only those that its newest manifest names.
///
/// # Errors
/// `NOT_FOUND`; the file system's.
pub(crate) async fn paper(state: &AppState, id: String, sha256: &str) -> Result<(Vec<u8>, String), Problem> {
    let (dossier, manifest, _) = open(state, id).await?;
    let paper = manifest
        .papers()
        .iter()
        .find(|paper| paper.sha256 == sha256)
        .ok_or_else(Problem::not_found)?;
    let bytes = content_of(&state.addresses.data, &dossier.sub, sha256).await?;
    Ok((bytes, paper.media_type.clone()))
}

/// Carries out an action, once for a key.
///
/// # Errors
/// `NOT_FOUND`, `REVISION_STALE` (with the current `ETag`), `STATUS_MOVE_REFUSED`, `REQUEST_INVALID` for a reason that
/// doesn't fit, `IDEMPOTENCY_KEY_REUSED`, `FILE_TYPE_REFUSED` for a result that is no paper.
pub(crate) async fn carry_out(
    state: &AppState,
    id: String,
    order: Order,
    conditions: Conditions,
) -> Result<Acted, Problem> {
    let asked = id.clone();
    let found = state
        .store
        .read(move |db| dossier::find(db, &asked))
        .await?
        .ok_or_else(Problem::not_found)?;
    let (wanted, result) = wanted(state, &found, order)?;
    let pen = Pen::take(state, &found.agency_code).await?;
    let (kept, deadline) = (state.clone(), deadline_of(state, &found)?);
    state
        .store
        .write(move |tx| {
            if let Some(acted) = answered_before(tx, &conditions)? {
                return Ok(acted);
            }
            let now = dossier::find(tx, &id)?.ok_or_else(Problem::not_found)?;
            check_revision(&now, conditions.revision)?;
            let around = Circumstances {
                now: pen.now,
                calendar: &kept.calendar,
                deadline: &deadline,
                evidence_id: &pen.evidence_id,
            };
            let step = act(&now, wanted, &around)?;
            record(tx, &step, &current_content(tx, &id)?, &pen)?;
            if let Some(bytes) = &result {
                dossier::keep_result(tx, &id, bytes)?;
            }
            remember(tx, &conditions, &step.dossier)
        })
        .await
}

/// The act of an order, and the result's bytes if it brings some.
fn wanted(state: &AppState, dossier: &Dossier, order: Order) -> Result<(Act, Option<Vec<u8>>), Problem> {
    Ok(match order {
        Order::Accept => (Act::Accept, None),
        Order::AskSupplement {
            reason,
            note_vi,
            items,
            days,
        } => (
            Act::AskSupplement {
                reason,
                note_vi,
                items,
                working_days: days,
            },
            None,
        ),
        Order::Process => (Act::Process, None),
        Order::Deliver => (Act::Deliver, None),
        Order::Refuse { reason, note_vi } => (Act::Refuse { reason, note_vi }, None),
        Order::Stop { reason, note_vi } => (Act::Stop { reason, note_vi }, None),
        Order::Complete(scan) => {
            let scan = scan.unwrap_or_else(|| own_paper(state, dossier));
            let kind = media_type(&scan.bytes).filter(|kind| *kind != "application/xml");
            let kind = kind.ok_or_else(|| Problem::new(Code::FileTypeRefused))?;
            let result = ResultPaper {
                name: scan.name,
                media_type: kind.to_owned(),
                size: scan.bytes.len() as u64,
                sha256: sha256_hex(&scan.bytes),
            };
            (Act::Complete { result }, Some(scan.bytes))
        }
    })
}

fn own_paper(state: &AppState, dossier: &Dossier) -> Scan {
    let procedure = state.catalogue.procedure(&dossier.procedure_code);
    let named = |text: fn(&Procedure) -> &str| procedure.map_or("", text);
    let bytes = result_paper::pdf(&result_paper::Facts {
        title_vi: named(|it| &it.result_vi),
        title_en: named(|it| &it.result_en),
        procedure_en: named(|it| &it.name_en),
        dossier_code: &dossier.code,
        made_at: state.clock.now(),
    });
    Scan {
        name: format!("ket-qua-{}.pdf", dossier.code),
        bytes,
    }
}

fn check_revision(dossier: &Dossier, seen: i64) -> Result<(), Problem> {
    if dossier.revision == seen {
        return Ok(());
    }
    let current = format!("\"{}\"", dossier.revision);
    Err(Problem::new(Code::RevisionStale).with_header(axum::http::header::ETAG, &current))
}

fn answered_before(tx: &Tx<'_>, conditions: &Conditions) -> Result<Option<Acted>, Problem> {
    let Some((key, request_sha256)) = &conditions.key else {
        return Ok(None);
    };
    match idempotency::find(tx, key)? {
        None => Ok(None),
        Some(known) if known.request_sha256 != *request_sha256 => {
            Err(Problem::new(Code::IdempotencyKeyReused))
        }
        Some(known) => Ok(Some(Acted {
            revision: known.revision,
            view: known.answer,
        })),
    }
}

fn remember(tx: &Tx<'_>, conditions: &Conditions, dossier: &Dossier) -> Result<Acted, Problem> {
    let acted = Acted {
        revision: dossier.revision,
        view: json!(DossierView::from(dossier)),
    };
    if let Some((key, request_sha256)) = &conditions.key {
        idempotency::keep(tx, key, request_sha256, acted.revision, &acted.view)?;
    }
    Ok(acted)
}
