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
    draft::{self, DraftAction, DraftEvent, DraftRefusal, DraftState},
    failure::Code,
    ids::{AgencyCode, DossierId, DraftId, EntryId, ProcedureCode, Sha256, Subject},
    manifest::{Blob, FormVersion, Manifest, Paper, SupplementRef, VERSION},
    outbox::{self, Effect, Entry, EntryState, Reopen, TakeBack, What},
};
use motcua_form::MAX_SUBMISSION;

use super::{
    Context, attachment,
    edit_draft::{self, FormSession},
    evidence_log::sha256,
    session, units,
};
use crate::{
    error::{Failure, Result},
    port::store::{AttachmentRow, Change, DossierRow, DraftRow, KeptFile},
    screen::{
        frozen::{self, Frozen},
        review::{self, PaperToSend, ReviewOffice, ReviewParts, SubmitReview},
        target::HomeTarget,
    },
};

/// Shows exactly what will be sent, with the office that receives it.
pub fn review(context: &Context, session: &FormSession) -> Result<SubmitReview> {
    let _one_at_a_time = context.changing();
    session.catch_up()?;
    let papers = papers(context, session)?;
    let shown: Vec<PaperToSend> = papers.iter().map(shown).collect();
    let xml = session.submission().xml;
    let office = office(context, session)?;
    let parts = ReviewParts {
        pages: &session.all_pages(),
        papers: &shown,
        office,
        submission_xml: &xml,
        problems: session.problems(),
        frozen: session.frozen(),
        supplement: session.request()?,
    };
    Ok(review::review(parts, &context.texts()))
}

/// Freezes the draft as it was reviewed and queues it. `view_sha256` is the reviewed view's hash, `office` the one to receive it.
///
/// `FIELD_INVALID` (with the first place) while problems remain, `ANSWERS_TOO_LARGE` while the form can't be computed with them or the portal wouldn't read so many, `SUBMISSION_CHANGED` when something was changed after the review,
/// `DRAFT_FROZEN` or `ALREADY_SUBMITTED` when it isn't a draft any more.
pub fn submit(
    context: &Context,
    session: &FormSession,
    view_sha256: &str,
    office: &ReviewOffice,
) -> Result<DossierId> {
    // No edit comes between what is checked here and what is frozen below.
    let _one_at_a_time = context.changing();
    session.catch_up()?;
    let draft = context
        .store
        .draft(&session.draft_id())?
        .ok_or(Code::NotOnThisPhone)?;
    if draft.state != DraftState::Editing {
        return Err(not_editable(&draft.state).into());
    }
    if let Some(problem) = session.problems().items.first() {
        return Err(Failure::at(Code::FieldInvalid, &problem.reference));
    }
    let xml = session.submission().xml;
    if !session.is_complete() || xml.len() > MAX_SUBMISSION {
        return Err(Code::AnswersTooLarge.into());
    }
    let papers = papers(context, session)?;
    let shown: Vec<PaperToSend> = papers.iter().map(shown).collect();
    if review::view_sha256(&xml, &shown) != view_sha256 {
        return Err(Code::SubmissionChanged.into());
    }
    let answers = context.store.keep_bytes(xml.as_bytes())?;
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
    context.store.commit(&frozen)?;
    context.topics.drafts.touch();
    context.topics.outbox.touch();
    Ok(id)
}

/// Why a draft takes no edit now, with the way to what became of it; `None` while it is edited.
pub(super) fn frozen(context: &Context, draft: &DraftRow) -> Option<Frozen> {
    let text = frozen::reason(&draft.state, &context.texts())?;
    let dossier = draft.dossier_id?;
    let entry = entry_of(context, &dossier, draft.supplement).ok().flatten();
    let target = match entry {
        Some(entry) => HomeTarget::Outbox {
            entry_id: entry.id.to_string(),
        },
        None => HomeTarget::Timeline {
            dossier_id: dossier.to_string(),
        },
    };
    Some(Frozen { text, target })
}

/// The code of a draft that isn't a draft any more, as its machine says it.
fn not_editable(state: &DraftState) -> Code {
    draft::apply(state, &DraftEvent::Edited).map_or_else(DraftRefusal::code, |_| Code::DraftFrozen)
}

fn freeze(context: &Context, mut draft: DraftRow, id: DossierId, manifest: &Manifest) -> Result<Vec<Change>> {
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
    Ok(vec![
        Change::PutDraft(draft),
        Change::PutDossier(row),
        Change::PutEntry(entry),
    ])
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
    // A corrected manifest replaces the refused one; a supplement comes beside what was submitted before it.
    let place = |manifest: &Manifest| manifest.supplement.as_ref().map(|it| it.number);
    let mine = place(manifest);
    row.manifests
        .retain(|text| serde_json::from_str::<Manifest>(text).is_ok_and(|other| place(&other) < mine));
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

/// The papers that the answers name now, in the form's order. A name is one paper's in the whole draft ([`free_name`](super::attachment::free_name)); the slot is where
/// the answer stands now, as a row of a list may have moved since the paper was put there.
fn papers(context: &Context, session: &FormSession) -> Result<Vec<AttachmentRow>> {
    let rows = context.store.attachments(&session.draft_id())?;
    let named = session.submission().files;
    named
        .iter()
        .map(|file| {
            let row = attachment::named(&rows, &file.name);
            let row = row.ok_or_else(|| Failure::at(Code::AttachmentLost, &file.reference))?;
            Ok(AttachmentRow {
                reference: file.reference.clone(),
                ..row.clone()
            })
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
        name: units::service_centre(context, &ward),
        agency_code: ward.agency_code,
        ward_code: ward.code,
    }))
}

/// Wants a queued or refused draft back for editing. What was never sent comes back at once; otherwise the portal must answer for it first, and
/// the answer's effect brings it back (or says that it was already submitted).
///
/// `ALREADY_SUBMITTED`: supplement or withdraw it instead; `PORTAL_MUST_ANSWER_FIRST`: a supplement that was sent and not answered yet.
pub fn take_back(context: &Context, id: &DraftId) -> Result<()> {
    let _one_at_a_time = context.changing();
    let mut row = context.store.draft(id)?.ok_or(Code::NotOnThisPhone)?;
    let (state, actions) =
        draft::apply(&row.state, &DraftEvent::TakeBackAsked).map_err(|it| Failure::new(it.code()))?;
    debug_assert_eq!(actions, [DraftAction::TakeBackEntry]);
    let dossier = row.dossier_id.ok_or(Code::AppFailed)?;
    let entry = entry_of(context, &dossier, row.supplement)?.ok_or(Code::AppFailed)?;
    let (taken, effects) = outbox::take_back(&entry).map_err(|_| Failure::new(not_back(&entry)))?;
    row.state = state;
    let mut changes = vec![Change::PutDraft(row)];
    changes.extend(apply_effects(context, &taken, &effects, &changes)?);
    changes.push(Change::PutEntry(taken));
    context.store.commit(&changes)?;
    context.topics.drafts.touch();
    context.topics.outbox.touch();
    Ok(())
}

/// Why an entry can't come back: the portal has it, or it is on its way and no tombstone can stop it.
fn not_back(entry: &Entry) -> Code {
    match entry.state {
        EntryState::Waiting | EntryState::InFlight | EntryState::Quarantined { .. } => {
            Code::PortalMustAnswerFirst
        }
        EntryState::Blocked(_) | EntryState::Done | EntryState::TakenBack => Code::AlreadySubmitted,
    }
}

/// The entry that delivers this dossier, or this supplement of it, now.
fn entry_of(context: &Context, dossier: &DossierId, supplement: Option<u32>) -> Result<Option<Entry>> {
    let entries = context.store.entries()?;
    let fits = |entry: &Entry| entry.what.dossier() == Some(*dossier) && supplement_of(entry) == supplement;
    Ok(entries
        .into_iter()
        .rev()
        .find(|entry| !entry.is_finished() && entry.what.needs_receipt() && fits(entry)))
}

fn supplement_of(entry: &Entry) -> Option<u32> {
    match entry.what {
        What::Supplement { number, .. } => Some(number),
        _ => None,
    }
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
        // Drafts can't be opened while the phone is locked; what the portal says is taken all the same, and `catch_up` follows.
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

/// Notes on a dossier as whose it is sent, before its manifest leaves: what comes back is checked against it, by whatever way it comes.
pub(crate) fn sent_as(context: &Context, entry: &Entry) -> Result<Vec<Change>> {
    let (Some(sub), Some(id)) = (&entry.sub, entry.what.dossier()) else {
        return Ok(Vec::new());
    };
    let row = context.store.dossier(&id)?.filter(|row| row.sub.is_none());
    let row = row.map(|row| DossierRow {
        sub: Some(sub.as_str().to_owned()),
        ..row
    });
    Ok(row.map(Change::PutDossier).into_iter().collect())
}

/// After an unlock or a start: drafts whose dossier was submitted, refused or given back while they couldn't be opened. `LOCKED` while they still can't.
pub(crate) fn catch_up(context: &Context) -> Result<()> {
    let _one_at_a_time = context.changing();
    for entry in context.store.entries()? {
        let Some(effect) = told(&entry) else { continue };
        let changes = apply_effects(context, &entry, &[effect], &[])?;
        if !changes.is_empty() {
            context.store.commit(&changes)?;
            context.topics.drafts.touch();
        }
    }
    Ok(())
}

/// What a finished or refused entry told its draft when it got there; told again it changes nothing.
fn told(entry: &Entry) -> Option<Effect> {
    match &entry.state {
        EntryState::Done if entry.what.needs_receipt() => Some(Effect::Submitted),
        EntryState::Blocked(block) => Some(Effect::TellBlocked(block.clone())),
        // By the portal's answer, which uses the id up. Without one the person did it, in the commit that changed the draft.
        EntryState::TakenBack if entry.take_back != TakeBack::No => Some(Effect::TakenBack {
            reopen: Reopen::NewId,
        }),
        _ => None,
    }
}

/// The draft that a submitted supplement replaces.
fn superseded(context: &Context, supplement: &DraftRow) -> Result<Option<Change>> {
    let (Some(number), Some(dossier)) = (supplement.supplement, supplement.dossier_id) else {
        return Ok(None);
    };
    let Some(row) = context.store.dossier(&dossier)? else {
        return Ok(None);
    };
    let Some(mut old) = submitted_before(context, &row, number)? else {
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
    let supplement = supplement_of(entry);
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
    let _one_at_a_time = context.changing();
    if let Some(draft) = context.store.draft_of_dossier(dossier, Some(number))? {
        return Ok(draft.id);
    }
    let row = context.store.dossier(dossier)?.ok_or(Code::NotOnThisPhone)?;
    super::follow_dossier::asked_supplement(context, &row, number)?.ok_or(Code::NotOnThisPhone)?;
    let newest = submitted_before(context, &row, number)?.ok_or(Code::NotOnThisPhone)?;
    edit_draft::copy_draft(context, &newest, *dossier, number)
}

/// The newest draft of a dossier that was submitted before supplement `number`.
fn submitted_before(context: &Context, row: &DossierRow, number: u32) -> Result<Option<DraftRow>> {
    for earlier in (1..number).rev() {
        let draft = context.store.draft_of_dossier(&row.id, Some(earlier))?;
        let sent =
            |it: &DraftRow| matches!(it.state, DraftState::Sent { .. } | DraftState::Superseded { .. });
        if let Some(draft) = draft.filter(sent) {
            return Ok(Some(draft));
        }
    }
    Ok(context.store.draft(&row.draft_id)?)
}

#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_supplement;
