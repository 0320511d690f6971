//! Pulling events: the truth behind every wake-up.
//!
//! ```text
//!   ask after the cursor ──▶ page of events + wakes the portal sent ──▶ one commit per page:
//!        ▲                                                              events, cursor and holes, push health,
//!        └──────────────── more? ◀───────────────────────────────────── state and evidence of each dossier named
//! ```
//!
//! What is fetched for a dossier is kept in the same commit as the cursor that passed its events: a crash in between asks again, and nothing is
//! skipped. A dossier that can't be fetched now stops the page, and the cursor stays before it.

use std::collections::BTreeSet;

use motcua_domain::{
    ids::DossierId,
    time::Millis,
    tracking::{Cursor, Page, PushHealth, Taken},
};
use serde::{Deserialize, Serialize};

use super::{Context, evidence_log, send_feedback, session, session::to_json};
use crate::{
    error::Result,
    port::{
        portal_api::{EventPage, WireEvent},
        store::{Change, EventRow, Setting},
    },
};

/// The event kind of dossiers.
const DOSSIER_CHANGED: &str = "dossier_changed";
/// The event kind of reports.
const FEEDBACK_CHANGED: &str = "feedback_changed";

/// How far the phone has read, and whether pushes get through.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tracking {
    /// The event cursor with its holes.
    pub cursor: Cursor,
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
        let asked_after = tracking(context)?.cursor.ask_after();
        let page = session::authorized(context, |token| async move {
            context
                .portal
                .events(&token, asked_after, &context.installation)
                .await
        })
        .await?;
        let more = page.more && page.next_after > asked_after;
        fresh += keep_page(context, asked_after, page).await?;
        if !more {
            break;
        }
    }
    context.topics.tracking.touch();
    context.topics.feedback.touch();
    Ok(fresh)
}

async fn keep_page(context: &Context, asked_after: u64, page: EventPage) -> Result<usize> {
    let (cursor, taken) = read(&tracking(context)?.cursor, asked_after, &page);
    let fresh: Vec<&WireEvent> = page
        .events
        .iter()
        .filter(|event| taken.fresh.contains(&event.seq))
        .collect();
    let mut changes: Vec<Change> = fresh.iter().map(|event| Change::PutEvent(row(event))).collect();
    for subject in subjects(&fresh, DOSSIER_CHANGED) {
        changes.extend(dossier_changes(context, subject).await?);
    }
    for subject in subjects(&fresh, FEEDBACK_CHANGED) {
        changes.extend(send_feedback::changes(context, subject).await?);
    }
    // Read again: a wake-up may have been noted while the portal answered.
    let mut state = tracking(context)?;
    let wakes: Vec<(String, Millis)> = page
        .wakes
        .iter()
        .map(|wake| (wake.wake_id.clone(), moment(&wake.sent_at)))
        .collect();
    state.push = state.push.listed(&wakes);
    (state.cursor, state.pulled_at) = (cursor, Some(context.now()));
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

/// State and evidence of a dossier as the portal has them now. A dossier that isn't this phone's own is left to the event alone.
async fn dossier_changes(context: &Context, subject: &str) -> Result<Vec<Change>> {
    let Ok(id) = subject.parse::<DossierId>() else {
        return Ok(Vec::new());
    };
    let Some(mut row) = context.store.dossier(&id)? else {
        return Ok(Vec::new());
    };
    let id = &id;
    let state = session::authorized(context, |token| async move {
        context.portal.dossier(&token, id).await
    })
    .await?;
    let facts = session::authorized(context, |token| async move {
        context.portal.evidence(&token, id).await
    })
    .await?;
    let mut changes = evidence_log::evidence_changes(context, id, &facts).await;
    row.portal_state = Some(state.to_string());
    changes.push(Change::PutDossier(row));
    Ok(changes)
}

fn row(event: &WireEvent) -> EventRow {
    EventRow {
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
