//! Following a dossier: its receipt, its timeline with the legal clock, what the office asks for, the result; the list of dossiers and the inbox.

use std::{cell::OnceCell, collections::BTreeMap};

use motcua_domain::{
    dossier::StatusText,
    draft::DraftState,
    evidence::{ChainState, Event, EventText, Fact, ResultFile},
    failure::Code,
    ids::DossierId,
    outbox::{Entry, EntryState},
    time::Millis,
    tracking::{self, LegalClock, PhoneStep, PortalEvent},
    vietnam::working_days::Calendar,
};
use serde::Deserialize;

use super::{
    Context, attachment, browse_catalogue::Names, edit_draft, evidence_log, journal::Live, send_feedback,
    session, sync_events,
};
use crate::{
    error::Result,
    port::store::{Change, DossierRow, DraftRow, EventRow, Page},
    screen::{
        inbox::{self, Inbox},
        receipt::{self, ReceiptModel},
        target::HomeTarget,
        timeline::{self, DossierList, SupplementRequest, Timeline, TimelineParts},
    },
};

/// The receipt of a submitted dossier; `None` until one was verified.
pub fn receipt(context: &Context, id: &DossierId) -> Result<Option<ReceiptModel>> {
    let Some(row) = context.store.dossier(id)? else {
        return Ok(None);
    };
    let chain = evidence_log::chain(context, &row)?;
    let proved = |event: &EventText| event.known() == Some(Event::Submitted);
    let Some(fact) = chain.uncontested().find(|it| proved(&it.fact.fact.event)) else {
        return Ok(None);
    };
    let rows = context.store.evidence(id)?;
    let jws = rows
        .iter()
        .find(|row| evidence_log::sha256(row.jws.as_bytes()) == fact.fact.jws_sha256);
    Ok(jws.map(|row| receipt::receipt(&fact.fact, &row.jws, &context.texts())))
}

/// A dossier's timeline; `NOT_ON_THIS_PHONE` for one that this account doesn't have.
pub fn timeline(context: &Context, id: &DossierId) -> Result<Timeline> {
    let row = context.store.dossier(id)?.ok_or(Code::NotOnThisPhone)?;
    let chain = evidence_log::chain(context, &row)?;
    let clock = LegalClock::from_chain(&chain);
    let announced: Vec<PortalEvent> = context
        .store
        .events_of(&id.to_string())?
        .iter()
        .map(portal_event)
        .collect();
    // What couldn't be verified when it came may be by now: the keys have been fetched again since.
    let unverified = context
        .store
        .evidence(id)?
        .len()
        .saturating_sub(chain.facts.len());
    let lines = tracking::build(&phone_steps(&row), &chain, &announced);
    let office_name = |agency: &str| super::units::office_name(context, agency);
    Ok(timeline::timeline(
        &TimelineParts {
            row: &row,
            title: Names::load(context)?.of(&row.procedure_code),
            chain: &chain,
            clock: &clock,
            lines: &lines,
            result: signed_result(&chain).map(safely_named),
            unverified,
            calendar: Calendar::embedded(),
            now: context.now(),
            office_name: &office_name,
            question_label: &question_label(context, &row),
        },
        &context.texts(),
    ))
}

/// The labels of the questions of a dossier's form, with its answers in them. The form is opened for the first that is asked for; one that can't be
/// opened gives no labels, and the officer's words still say what is wanted.
fn question_label(context: &Context, row: &DossierRow) -> impl Fn(&str) -> String {
    let opened = OnceCell::new();
    move |reference| {
        let live = opened.get_or_init(|| edit_draft::open_read_only(context, &row.draft_id).ok());
        let question = live
            .as_ref()
            .and_then(|it: &Live| it.instance.question(reference, context.texts().language().code()));
        question.map(|it| it.label).unwrap_or_default()
    }
}

fn phone_steps(row: &DossierRow) -> Vec<(Millis, PhoneStep)> {
    vec![(row.frozen_at, PhoneStep::Queued)]
}

fn portal_event(row: &EventRow) -> PortalEvent {
    #[derive(Default, Deserialize)]
    struct Data {
        #[serde(default)]
        event: Option<EventText>,
        #[serde(default)]
        status: Option<StatusText>,
    }
    let data: Data = serde_json::from_str(&row.data).unwrap_or_default();
    PortalEvent {
        seq: row.seq,
        occurred_at: row.occurred_at,
        event: data.event,
        status: data.status,
    }
}

/// The evidence id of the office's request for this supplement, if it made one.
pub(super) fn asked_supplement(context: &Context, row: &DossierRow, number: u32) -> Result<Option<String>> {
    let chain = evidence_log::chain(context, row)?;
    Ok(asked(&chain, number).map(|fact| fact.evidence_id.clone()))
}

fn asked(chain: &ChainState, number: u32) -> Option<&Fact> {
    chain
        .uncontested()
        .map(|it| &it.fact.fact)
        .find(|fact| fact.event.known() == Some(Event::SupplementAsked) && fact.data.number == Some(number))
}

/// What the office asked with the request that a draft answers; `None` for a first submission.
pub(super) fn request(
    context: &Context,
    draft: &DraftRow,
    question_label: &dyn Fn(&str) -> String,
) -> Result<Option<SupplementRequest>> {
    let Some((id, number)) = draft.dossier_id.zip(draft.supplement) else {
        return Ok(None);
    };
    let Some(row) = context.store.dossier(&id)? else {
        return Ok(None);
    };
    let chain = evidence_log::chain(context, &row)?;
    Ok(asked(&chain, number).and_then(|fact| timeline::request(fact, question_label, &context.texts())))
}

/// The number of the supplement that the office waits for now, if any.
pub fn open_supplement(context: &Context, id: &DossierId) -> Result<Option<u32>> {
    let row = context.store.dossier(id)?.ok_or(Code::NotOnThisPhone)?;
    let chain = evidence_log::chain(context, &row)?;
    let facts = || chain.uncontested().map(|it| &it.fact.fact);
    let asked = facts()
        .filter(|it| it.event.known() == Some(Event::SupplementAsked))
        .filter_map(|it| it.data.number)
        .max();
    let answered = facts()
        .filter(|it| it.event.known() == Some(Event::SupplementReceived))
        .filter_map(|it| it.data.number)
        .max();
    Ok(asked.filter(|number| answered < Some(*number)))
}

/// A page of dossiers, newest first. One that was taken back before the portal had it is a draft again and no dossier; a page may be shorter for it.
pub fn dossiers(context: &Context, page: Page) -> Result<DossierList> {
    let rows = context.store.dossiers(page)?;
    let texts = context.texts();
    let next = (rows.len() == page.limit as usize)
        .then(|| rows.last().map(|row| row.touched))
        .flatten();
    let names = Names::load(context)?;
    let entries = context.store.entries()?;
    let mut items = Vec::with_capacity(rows.len());
    for row in rows.iter().filter(|row| !is_taken_back(row, &entries)) {
        let chain = evidence_log::chain(context, row)?;
        items.push(timeline::item(row, names.of(&row.procedure_code), &chain, &texts));
    }
    Ok(DossierList { items, next })
}

/// The rows of a page of dossiers, as [`dossiers`] lists them.
pub(super) fn own_dossiers(context: &Context, page: Page) -> Result<Vec<DossierRow>> {
    let entries = context.store.entries()?;
    let mut rows = context.store.dossiers(page)?;
    rows.retain(|row| !is_taken_back(row, &entries));
    Ok(rows)
}

/// Whether the person's answer to this request is frozen: queued, or at the portal.
pub(super) fn is_answered(context: &Context, row: &DossierRow, number: u32) -> Result<bool> {
    let draft = context.store.draft_of_dossier(&row.id, Some(number))?;
    Ok(draft.is_some_and(|it| !matches!(it.state, DraftState::Editing | DraftState::Refused { .. })))
}

fn is_taken_back(row: &DossierRow, entries: &[Entry]) -> bool {
    let mut of_it = entries
        .iter()
        .filter(|entry| entry.what.dossier() == Some(row.id))
        .peekable();
    row.dossier_code.is_none()
        && of_it.peek().is_some()
        && of_it.all(|entry| entry.state == EntryState::TakenBack)
}

/// The result's bytes, fetched now and checked against the hash that the office signed.
pub async fn result(context: &Context, id: &DossierId) -> Result<Vec<u8>> {
    let row = context.store.dossier(id)?.ok_or(Code::NotOnThisPhone)?;
    let chain = evidence_log::chain(context, &row)?;
    let signed = signed_result(&chain).ok_or(Code::NotOnThisPhone)?;
    let bytes = session::authorized(
        context,
        |token| async move { context.portal.result(&token, id).await },
    )
    .await?;
    if evidence_log::sha256(&bytes) != signed.sha256 {
        return Err(Code::DownloadDamaged.into());
    }
    Ok(bytes.to_vec())
}

/// The result that the office's signed, uncontested completion names.
fn signed_result(chain: &ChainState) -> Option<&ResultFile> {
    let completed = |event: &EventText| event.known() == Some(Event::Completed);
    chain
        .uncontested()
        .rev()
        .filter(|it| completed(&it.fact.fact.event))
        .find_map(|it| it.fact.fact.data.result.as_ref())
}

/// The name comes from outside.
fn safely_named(file: &ResultFile) -> ResultFile {
    ResultFile {
        name: attachment::clean_name(&file.name, &file.media_type),
        ..file.clone()
    }
}

/// A page of the inbox, newest first, with the health of pushes: of the person signed in, or who was last.
pub fn inbox(context: &Context, page: Page) -> Result<Inbox> {
    let person = sync_events::reader(context)?;
    let rows = context.store.events(person.as_deref(), page)?;
    let targets = targets(context, &rows)?;
    let rows: Vec<_> = rows.into_iter().zip(targets).collect();
    let health = sync_events::tracking(context)?.push.health(context.now());
    Ok(inbox::inbox(&rows, page.limit, health, &context.texts()))
}

/// Where each event leads: to what this phone has of it.
fn targets(context: &Context, rows: &[EventRow]) -> Result<Vec<Option<HomeTarget>>> {
    let of_report = |row: &EventRow| row.kind == sync_events::FEEDBACK_CHANGED;
    let reports = if rows.iter().any(of_report) {
        send_feedback::newest_by_subject(context)?
    } else {
        BTreeMap::new()
    };
    let target = |row: &EventRow| match row.kind.as_str() {
        sync_events::DOSSIER_CHANGED => dossier_target(context, &row.subject_id),
        sync_events::FEEDBACK_CHANGED => Ok(reports
            .get(&row.subject_id)
            .map(ToString::to_string)
            .map(|report_id| HomeTarget::Feedback { report_id })),
        _ => Ok(None),
    };
    rows.iter().map(target).collect()
}

fn dossier_target(context: &Context, subject: &str) -> Result<Option<HomeTarget>> {
    let Ok(id) = subject.parse::<DossierId>() else {
        return Ok(None);
    };
    let dossier_id = id.to_string();
    let is_here = context.store.dossier(&id)?.is_some();
    Ok(is_here.then_some(HomeTarget::Timeline { dossier_id }))
}

/// Marks the inbox as seen up to an event.
pub fn see_inbox(context: &Context, seq: u64) -> Result<()> {
    let see = Change::SeeEvents {
        sub: sync_events::reader(context)?,
        last: seq,
        at: context.now(),
    };
    context.store.commit(&[see])?;
    context.topics.tracking.touch();
    Ok(())
}

#[cfg(test)]
mod tests;
