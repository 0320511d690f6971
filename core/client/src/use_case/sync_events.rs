//! Pulling events: the truth behind every wake-up.
//!
//! ```text
//!   ask after the cursor ──▶ page of events + wakes the portal sent ──▶ one commit per page:
//!        ▲                                                              events, cursor and holes, push health,
//!        └──────────────── more? ◀───────────────────────────────────── state and evidence of each dossier named
//! ```
//!
//! What is fetched for a dossier is kept in the same commit as the cursor that passed its events: a crash in between asks again, and nothing is
//! skipped. A dossier that can't be fetched *now* stops the page, and the cursor stays before it; one that the portal refuses to show is left to its
//! event alone, so that it doesn't stand before all others for ever.
//!
//! The portal's log is a person's, and so is the cursor: when another person has signed in on this account, reading goes on where theirs was left, or
//! starts at its beginning. Neither's lines stand in the other's inbox.

use std::collections::{BTreeMap, BTreeSet};

use motcua_domain::{
    failure::FailureKind,
    ids::{DossierId, ReportId, Subject},
    time::Millis,
    tracking::{Cursor, Page, PushHealth, Taken},
};
use serde::{Deserialize, Serialize};

use super::{Context, evidence_log, send_feedback, session, session::to_json};
use crate::{
    error::Result,
    port::{
        portal_api::{EventPage, FeedbackState, WireEvent},
        store::{Change, DossierRow, EventRow, Setting},
    },
};

/// The event kind of dossiers.
pub(super) const DOSSIER_CHANGED: &str = "dossier_changed";
/// The event kind of reports.
pub(super) const FEEDBACK_CHANGED: &str = "feedback_changed";

/// How far the phone has read, and whether pushes get through. It names a person: no `Debug`.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tracking {
    /// Whose log was read last; nobody's before the first pull.
    #[serde(default)]
    pub sub: Option<String>,
    /// The cursor in that log, with its holes.
    pub cursor: Cursor,
    /// The cursors in the logs of others who have used this account.
    #[serde(default)]
    pub others: BTreeMap<String, Cursor>,
    /// Wakes sent and received.
    pub push: PushHealth,
    /// When the last pull succeeded.
    pub pulled_at: Option<Millis>,
}

/// The stored state.
pub fn tracking(context: &Context) -> Result<Tracking> {
    let stored = context.store.setting(Setting::Tracking)?;
    Ok(stored
        .and_then(|bytes| serde_json::from_slice(&bytes).ok())
        .unwrap_or_default())
}

/// Remembers that a wake-up arrived.
pub(super) fn note_wake(context: &Context, wake_id: &str) -> Result<()> {
    let _one_at_a_time = context.changing();
    let mut state = tracking(context)?;
    state.push = state.push.received(wake_id, context.now());
    context
        .store
        .commit(&[Change::PutSetting(Setting::Tracking, to_json(&state))])?;
    Ok(())
}

/// Pulls until nothing more waits. The answer is how many events were new.
pub async fn sync(context: &Context) -> Result<usize> {
    // Two pulls at once would ask twice and race for the cursor.
    let _one_at_a_time = context.pulling.lock().await;
    let mut fresh = 0;
    loop {
        let sub = session::subject(context).map(|sub| sub.as_str().to_owned());
        let asked_after = of_person(&sub, tracking(context)?).cursor.ask_after();
        let page = session::authorized(context, |token| async move {
            context
                .portal
                .events(&token, asked_after, &context.installation)
                .await
        })
        .await?;
        if session::subject(context).as_ref().map(Subject::as_str) != sub.as_deref() {
            // Somebody else signed in meanwhile: whose page this is can't be told.
            continue;
        }
        let more = page.more && page.next_after > asked_after;
        fresh += keep_page(context, &sub, asked_after, page).await?;
        if !more {
            break;
        }
    }
    context.topics.tracking.touch();
    context.topics.feedback.touch();
    Ok(fresh)
}

/// Whose inbox it is: the person's who is signed in, or whose log was read last.
pub(super) fn reader(context: &Context) -> Result<Option<String>> {
    match session::subject(context) {
        Some(sub) => Ok(Some(sub.as_str().to_owned())),
        None => Ok(tracking(context)?.sub),
    }
}

/// The state with this person's cursor in front.
fn of_person(sub: &Option<String>, mut state: Tracking) -> Tracking {
    let Some(person) = sub.as_ref().filter(|_| state.sub != *sub) else {
        return state;
    };
    // A cursor without a person is from before anybody was told apart: it is this one's.
    if let Some(before) = state.sub.replace(person.clone()) {
        let cursor = state.others.remove(person).unwrap_or_default();
        let left = std::mem::replace(&mut state.cursor, cursor);
        state.others.insert(before, left);
    }
    state
}

async fn keep_page(
    context: &Context,
    sub: &Option<String>,
    asked_after: u64,
    page: EventPage,
) -> Result<usize> {
    let held = of_person(sub, tracking(context)?);
    let (cursor, taken) = read(&held.cursor, asked_after, &page);
    let fresh: Vec<&WireEvent> = page
        .events
        .iter()
        .filter(|event| taken.fresh.contains(&event.seq))
        .collect();
    let mut changes: Vec<Change> = fresh
        .iter()
        .map(|event| Change::PutEvent(row(sub, event)))
        .collect();
    let mut news = Vec::new();
    for subject in subjects(&fresh, DOSSIER_CHANGED) {
        news.extend(unless_refused(dossier_news(context, subject).await)?);
    }
    for subject in subjects(&fresh, FEEDBACK_CHANGED) {
        let said = send_feedback::news(context, subject).await;
        news.extend(unless_refused(said)?.map(|(id, said)| News::Report(id, said)));
    }
    let _one_at_a_time = context.changing();
    for it in news {
        changes.extend(it.changes(context)?);
    }
    // Read again, as the dossiers were: a wake-up may have been noted, a supplement frozen while the portal answered.
    let mut state = tracking(context)?;
    let wakes: Vec<(String, Millis)> = page
        .wakes
        .iter()
        .map(|wake| (wake.wake_id.clone(), moment(&wake.sent_at)))
        .collect();
    state.push = state.push.listed(&wakes);
    (state.sub, state.cursor, state.others) = (held.sub, cursor, held.others);
    state.pulled_at = Some(context.now());
    changes.push(Change::PutSetting(Setting::Tracking, to_json(&state)));
    context.store.commit(&changes)?;
    if taken.portal_went_back || !taken.newly_lost.is_empty() {
        tracing::warn!(
            lost = taken.newly_lost.len(),
            went_back = taken.portal_went_back,
            "the event log has a hole"
        );
    }
    Ok(fresh.len())
}

fn read(cursor: &Cursor, asked_after: u64, page: &EventPage) -> (Cursor, Taken) {
    let seqs: Vec<u64> = page.events.iter().map(|event| event.seq).collect();
    cursor.take_page(Page {
        asked_after,
        seqs: &seqs,
        next_after: page.next_after,
    })
}

fn subjects<'a>(events: &[&'a WireEvent], kind: &str) -> BTreeSet<&'a str> {
    events
        .iter()
        .filter(|event| event.kind == kind)
        .map(|event| event.subject_id.as_str())
        .collect()
}

/// What the portal says of one thing now. It is put beside what the phone has only when the page is kept, as that may change until then.
enum News {
    /// A dossier's state, and its facts.
    Dossier(DossierId, String, Vec<Change>),
    /// A report's state.
    Report(ReportId, FeedbackState),
}

impl News {
    fn changes(self, context: &Context) -> Result<Vec<Change>> {
        match self {
            Self::Dossier(id, state, mut changes) => {
                let row = context.store.dossier(&id)?.map(|row| DossierRow {
                    portal_state: Some(state),
                    ..row
                });
                changes.extend(row.map(Change::PutDossier));
                Ok(changes)
            }
            Self::Report(id, said) => send_feedback::changes(context, &id, &said),
        }
    }
}

/// No news of what the portal refuses to show; any other failure may pass, so the page waits for it.
fn unless_refused<T>(asked: Result<Option<T>>) -> Result<Option<T>> {
    match asked {
        Err(failure) if matches!(failure.kind, FailureKind::Rejected | FailureKind::Conflict) => {
            tracing::warn!(
                code = failure.code,
                "the portal told of something that it doesn't show"
            );
            Ok(None)
        }
        other => other,
    }
}

/// State and evidence of a dossier as the portal has them now. A dossier that isn't this phone's own is left to the event alone.
async fn dossier_news(context: &Context, subject: &str) -> Result<Option<News>> {
    let Ok(id) = subject.parse::<DossierId>() else {
        return Ok(None);
    };
    if context.store.dossier(&id)?.is_none() {
        return Ok(None);
    }
    let id = &id;
    let state = session::authorized(context, |token| async move {
        context.portal.dossier(&token, id).await
    })
    .await?;
    let facts = session::authorized(context, |token| async move {
        context.portal.evidence(&token, id).await
    })
    .await?;
    let changes = evidence_log::evidence_changes(context, id, &facts).await?;
    Ok(Some(News::Dossier(*id, state.to_string(), changes)))
}

fn row(sub: &Option<String>, event: &WireEvent) -> EventRow {
    EventRow {
        sub: sub.clone(),
        seq: event.seq,
        kind: event.kind.clone(),
        subject_id: event.subject_id.clone(),
        occurred_at: moment(&event.occurred_at),
        data: event.data.to_string(),
        seen_at: None,
    }
}

/// A moment that can't be read sorts first rather than losing the event.
fn moment(text: &str) -> Millis {
    Millis::parse_rfc3339(text).unwrap_or(Millis(0))
}

#[cfg(test)]
mod tests;
