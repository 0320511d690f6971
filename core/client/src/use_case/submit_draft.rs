//! Review, freeze and queue a draft; take it back; and what the outbox' effects mean for it.
//!
//! ```text
//!   review ──view hash──▶ submit: no problems left? same view? ──one commit──▶ draft queued
//!                                                                             manifest kept
//!                                                                             outbox entry
//! ```
//!
//! The submission XML is written once and hashed; those bytes are what is sent, however often. The commit is safe when it returns (the personal
//! database syncs at each commit), so "waiting to be sent" is never shown for something that a power loss could take away.

use std::sync::Arc;

use motcua_domain::{
    draft::{self, DraftAction, DraftEvent, DraftState},
    failure::Code,
    ids::{AgencyCode, DossierId, DraftId, EntryId, ProcedureCode, Sha256, Subject},
    manifest::{Blob, FormVersion, Manifest, Paper, SupplementRef, VERSION},
    outbox::{self, Effect, Entry, EntryState, Reopen, What},
};

use super::{
    Context,
    edit_draft::{self, FormSession},
    evidence_log::sha256,
    session, units,
};
use crate::{
    error::{Failure, Result},
    port::store::{AttachmentRow, Change, DossierRow, DraftRow, KeptFile},
    screen::review::{self, PaperToSend, ReviewOffice, SubmitReview},
};

/// Shows exactly what will be sent, with the office that receives it.
pub fn review(context: &Context, session: &FormSession) -> Result<SubmitReview> {
    let papers = papers(context, session)?;
    let shown: Vec<PaperToSend> = papers.iter().map(shown).collect();
    let xml = session.submission().xml;
    let office = office(context, session)?;
    Ok(review::review(
        &session.all_pages(),
        &shown,
        office,
        &xml,
        session.problems().len(),
        &context.texts(),
    ))
}

/// Freezes the draft as it was reviewed and queues it. `view_sha256` is the reviewed view's hash, `office` the one to receive it.
///
/// `FIELD_INVALID` (with the first place) while problems remain, `SUBMISSION_CHANGED` when something was changed after the review,
/// `DRAFT_FROZEN` or `ALREADY_SUBMITTED` when it isn't a draft any more.
pub fn submit(
    context: &Context,
    session: &FormSession,
    view_sha256: &str,
    office: &ReviewOffice,
) -> Result<DossierId> {
    if let Some(problem) = session.problems().first() {
        return Err(Failure::at(Code::FieldInvalid, &problem.reference));
    }
    let papers = papers(context, session)?;
    let xml = session.submission().xml;
    let shown: Vec<PaperToSend> = papers.iter().map(shown).collect();
    if review::view_sha256(&xml, &shown) != view_sha256 {
        return Err(Code::SubmissionChanged.into());
    }
    let answers = context.store.keep_bytes(xml.as_bytes())?;
    let draft = session.draft();
    let id = draft
        .dossier_id
        .unwrap_or_else(|| DossierId::new(context.now(), context.id_bytes()));
    let manifest = manifest(
        context,
        session,
        &draft,
        id,
        view_sha256,
        office,
        &answers,
        &papers,
    )?;
    let frozen = freeze(context, draft, id, &manifest)?;
    context.store.commit(&frozen.changes)?;
    session.note_frozen(frozen.draft);
    context.topics.drafts.touch();
    context.topics.outbox.touch();
    Ok(id)
}

struct Frozen {
    draft: DraftRow,
    changes: Vec<Change>,
}

fn freeze(context: &Context, mut draft: DraftRow, id: DossierId, manifest: &Manifest) -> Result<Frozen> {
    let bytes = manifest.to_canonical_bytes().map_err(|_| Code::AppFailed)?;
    let text = String::from_utf8(bytes).map_err(|_| Code::AppFailed)?;
    let hash = sha256(text.as_bytes());
    let finalized = move_on(
        &draft.state,
        &DraftEvent::Finalized {
            manifest_sha256: hash,
        },
    )?;
    // Frozen and queued are one commit here, so both moves are made before it.
    draft.state = move_on(&finalized, &DraftEvent::Enqueued)?;
    draft.dossier_id = Some(id);
    draft.changed_at = context.now();
    let entry_id = EntryId::new(context.now(), context.id_bytes());
    let sub = owner(context, &id)?;
    let entry = Entry::for_manifest(entry_id, sub, manifest, hash, context.now());
    let row = dossier_row(context, &draft, id, manifest, text)?;
    let changes = vec![
        Change::PutDraft(draft.clone()),
        Change::PutDossier(row),
        Change::PutEntry(entry),
    ];
    Ok(Frozen { draft, changes })
}

fn dossier_row(
    context: &Context,
    draft: &DraftRow,
    id: DossierId,
    manifest: &Manifest,
    text: String,
) -> Result<DossierRow> {
    let known = context.store.dossier(&id)?;
    let mut row = known.unwrap_or_else(|| DossierRow {
        id,
        draft_id: draft.id,
        procedure_code: draft.procedure_code.clone(),
        agency_code: manifest.agency_code.as_str().to_owned(),
        manifests: Vec::new(),
        sub: None,
        portal_state: None,
        dossier_code: None,
        frozen_at: context.now(),
        touched: 0,
    });
    // A corrected submission replaces the refused one; a supplement comes beside what was submitted.
    if manifest.supplement.is_none() {
        row.manifests.clear();
    }
    row.manifests.push(text);
    Ok(row)
}

/// Whose it is: the person signed in now. Before sign-in it is nobody's yet; the first session it goes out under makes it theirs.
fn owner(context: &Context, id: &DossierId) -> Result<Option<Subject>> {
    let known = context
        .store
        .dossier(id)?
        .and_then(|row| row.sub)
        .map(Subject::new);
    Ok(known.or_else(|| session::subject(context)))
}

#[allow(clippy::too_many_arguments, reason = "each is one member of the manifest")]
fn manifest(
    context: &Context,
    session: &FormSession,
    draft: &DraftRow,
    id: DossierId,
    view_sha256: &str,
    office: &ReviewOffice,
    answers: &KeptFile,
    papers: &[AttachmentRow],
) -> Result<Manifest> {
    let bad = |_| Failure::new(Code::AppFailed);
    let form = &session.form().manifest;
    Ok(Manifest {
        v: VERSION,
        dossier_id: id,
        procedure_code: draft.procedure_code.parse::<ProcedureCode>().map_err(bad)?,
        form: FormVersion {
            version: form.version.clone(),
            sha256: form.form.sha256.parse::<Sha256>().map_err(bad)?,
        },
        agency_code: office.agency_code.parse::<AgencyCode>().map_err(bad)?,
        ward_code: office.ward_code.clone(),
        view_sha256: view_sha256.parse::<Sha256>().map_err(bad)?,
        created_at: context.now(),
        answers: Blob {
            sha256: answers.sha256,
            size: answers.size,
        },
        files: papers.iter().map(paper).collect(),
        supplement: supplement_ref(context, draft, &id)?,
    })
}

fn supplement_ref(context: &Context, draft: &DraftRow, id: &DossierId) -> Result<Option<SupplementRef>> {
    let Some(number) = draft.supplement else {
        return Ok(None);
    };
    let row = context.store.dossier(id)?.ok_or(Code::NotOnThisPhone)?;
    let asked =
        super::follow_dossier::asked_supplement(context, &row, number)?.ok_or(Code::NotOnThisPhone)?;
    Ok(Some(SupplementRef {
        number,
        answers_evidence_id: asked,
    }))
}

/// The papers that the answers name now, in the form's order.
fn papers(context: &Context, session: &FormSession) -> Result<Vec<AttachmentRow>> {
    let rows = context.store.attachments(&session.draft_id())?;
    let named = session.submission().files;
    named
        .iter()
        .map(|file| {
            let fits = |row: &&AttachmentRow| row.reference == file.reference && row.name == file.name;
            let row = rows.iter().rev().find(fits);
            row.cloned()
                .ok_or_else(|| Failure::at(Code::AttachmentLost, &file.reference))
        })
        .collect()
}

fn paper(row: &AttachmentRow) -> Paper {
    Paper {
        reference: row.reference.clone(),
        name: row.name.clone(),
        media_type: row.media_type.clone(),
        size: row.file.size,
        sha256: row.file.sha256,
    }
}

fn shown(row: &AttachmentRow) -> PaperToSend {
    PaperToSend {
        reference: row.reference.clone(),
        name: row.name.clone(),
        size: row.file.size,
        sha256: row.file.sha256.to_hex(),
    }
}

fn office(context: &Context, session: &FormSession) -> Result<Option<ReviewOffice>> {
    let Some(reference) = session.form().manifest.receiving_ward.clone() else {
        return Ok(None);
    };
    let code = session
        .question(&reference)
        .map(|it| it.value)
        .unwrap_or_default();
    let ward = units::ward(context, &code)?;
    Ok(ward.map(|ward| ReviewOffice {
        agency_code: ward.agency_code,
        ward_code: ward.code,
        name: ward.full_name,
    }))
}

/// Wants a queued or refused draft back for editing. What was never sent comes back at once; otherwise the portal must answer for it first, and
/// [`apply_effects`] brings it back (or says that it was already submitted).
pub fn take_back(context: &Context, id: &DraftId) -> Result<()> {
    let mut row = context.store.draft(id)?.ok_or(Code::NotOnThisPhone)?;
    let (state, actions) =
        draft::apply(&row.state, &DraftEvent::TakeBackAsked).map_err(|it| Failure::new(it.code()))?;
    debug_assert_eq!(actions, [DraftAction::TakeBackEntry]);
    let dossier = row.dossier_id.ok_or(Code::AppFailed)?;
    let entry = entry_of(context, &dossier, row.supplement)?.ok_or(Code::AppFailed)?;
    let (entry, effects) = outbox::take_back(&entry).map_err(|_| Failure::new(Code::AlreadySubmitted))?;
    row.state = state;
    let mut changes = vec![Change::PutDraft(row)];
    changes.extend(apply_effects(context, &entry, &effects, &changes)?);
    changes.push(Change::PutEntry(entry));
    context.store.commit(&changes)?;
    context.topics.drafts.touch();
    context.topics.outbox.touch();
    Ok(())
}

fn entry_of(context: &Context, dossier: &DossierId, supplement: Option<u32>) -> Result<Option<Entry>> {
    let entries = context.store.entries()?;
    Ok(entries.into_iter().rev().find(|entry| {
        !entry.is_finished()
            && match &entry.what {
                What::Submission { dossier: of, .. } => of == dossier && supplement.is_none(),
                What::Supplement {
                    dossier: of, number, ..
                } => of == dossier && supplement == Some(*number),
                _ => false,
            }
    }))
}

/// What an entry's effects change for its draft and dossier. `before` are changes of the same commit, so that a draft changed there is changed further.
pub(crate) fn apply_effects(
    context: &Context,
    entry: &Entry,
    effects: &[Effect],
    before: &[Change],
) -> Result<Vec<Change>> {
    let mut draft = match draft_of(context, entry, before) {
        Ok(Some(draft)) => draft,
        Ok(None) => return Ok(Vec::new()),
        // Drafts can't be opened while the phone is locked; receipts are taken all the same, and `catch_up` follows.
        Err(failure) if failure.code == Code::Locked.as_str() => return Ok(Vec::new()),
        Err(failure) => return Err(failure),
    };
    let mut changed = false;
    for effect in effects {
        let event = match effect {
            Effect::Submitted => DraftEvent::ReceiptVerified,
            Effect::TakenBack { reopen } => DraftEvent::TakenBack { reopen: *reopen },
            Effect::TellBlocked(block) => DraftEvent::Refused {
                code: block.code.clone(),
            },
            _ => continue,
        };
        // A repeated effect doesn't fit any more and changes nothing.
        let Ok((state, actions)) = draft::apply(&draft.state, &event) else {
            continue;
        };
        if actions.contains(&DraftAction::UseNewDossierId)
            || matches!(
                effect,
                Effect::TakenBack {
                    reopen: Reopen::NewId
                }
            )
        {
            draft.dossier_id = None;
        }
        draft.state = state;
        changed = true;
    }
    let mut changes = Vec::new();
    if matches!(draft.state, DraftState::Sent { .. }) && changed {
        changes.extend(superseded(context, &draft)?);
    }
    if changed {
        changes.push(Change::PutDraft(draft));
    }
    Ok(changes)
}

/// After an unlock or a start: drafts whose dossier was submitted while they couldn't be opened.
pub(crate) fn catch_up(context: &Context) -> Result<()> {
    let done = context
        .store
        .entries()?
        .into_iter()
        .filter(|entry| entry.state == EntryState::Done);
    for entry in done.filter(|entry| entry.what.needs_receipt()) {
        let changes = apply_effects(context, &entry, &[Effect::Submitted], &[])?;
        if !changes.is_empty() {
            context.store.commit(&changes)?;
            context.topics.drafts.touch();
        }
    }
    Ok(())
}

/// The draft that a submitted supplement replaces.
fn superseded(context: &Context, supplement: &DraftRow) -> Result<Option<Change>> {
    let (Some(_), Some(dossier)) = (supplement.supplement, supplement.dossier_id) else {
        return Ok(None);
    };
    let Some(row) = context.store.dossier(&dossier)? else {
        return Ok(None);
    };
    let Some(mut old) = context.store.draft(&row.draft_id)? else {
        return Ok(None);
    };
    let event = DraftEvent::SupplementSent { by: supplement.id };
    let Ok((state, _)) = draft::apply(&old.state, &event) else {
        return Ok(None);
    };
    old.state = state;
    Ok(Some(Change::PutDraft(old)))
}

fn draft_of(context: &Context, entry: &Entry, before: &[Change]) -> Result<Option<DraftRow>> {
    let Some(dossier) = entry.what.dossier() else {
        return Ok(None);
    };
    let supplement = match entry.what {
        What::Supplement { number, .. } => Some(number),
        _ => None,
    };
    let is_it = |draft: &DraftRow| draft.dossier_id == Some(dossier) && draft.supplement == supplement;
    let pending = before.iter().find_map(|change| match change {
        Change::PutDraft(draft) if is_it(draft) => Some(draft.clone()),
        _ => None,
    });
    if pending.is_some() {
        return Ok(pending);
    }
    Ok(context.store.draft_of_dossier(&dossier, supplement)?)
}

fn move_on(state: &DraftState, event: &DraftEvent) -> Result<DraftState> {
    draft::apply(state, event)
        .map(|(state, _)| state)
        .map_err(|refusal| Failure::new(refusal.code()))
}

/// Opens the draft that answers the office's supplement request: a copy of what was submitted, editable, under the same dossier.
pub fn begin_supplement(context: &Arc<Context>, dossier: &DossierId, number: u32) -> Result<DraftId> {
    if let Some(draft) = context.store.draft_of_dossier(dossier, Some(number))? {
        return Ok(draft.id);
    }
    let row = context.store.dossier(dossier)?.ok_or(Code::NotOnThisPhone)?;
    super::follow_dossier::asked_supplement(context, &row, number)?.ok_or(Code::NotOnThisPhone)?;
    let newest = match number.checked_sub(1).filter(|before| *before > 0) {
        Some(before) => context.store.draft_of_dossier(dossier, Some(before))?,
        None => context.store.draft(&row.draft_id)?,
    };
    edit_draft::copy_draft(context, &newest.ok_or(Code::NotOnThisPhone)?, *dossier, number)
}
