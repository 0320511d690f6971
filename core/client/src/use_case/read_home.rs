//! Reads what home is made of. What is shown and in which order is [`crate::screen::home`]'s decision.

use std::collections::BTreeSet;

use motcua_domain::{
    outbox::Connectivity,
    time::Millis,
    tracking::{Health, LegalClock, Remaining},
    vietnam::working_days::Calendar,
};

use super::{Context, browse_catalogue::Names, evidence_log, follow_dossier, send_feedback, sync_events};
use crate::{
    error::Result,
    port::store::{DossierRow, EventRow, Page},
    screen::{
        draft_list::{self, DraftItem},
        feedback::FeedbackPage,
        home::{self, DossierNews, Home, HomeParts, Request},
        inbox,
        outbox::OutboxItem,
        text::Texts,
        timeline,
    },
};

/// How many rows of each list are looked through. The lists are in the order of what changed last, and whatever asks for something has changed.
const LOOKED_THROUGH: Page = Page {
    after: None,
    limit: 50,
};

/// Home as it stands now. `outbox` is what waits, with its reasons. `LOCKED` while the phone is locked.
pub fn home(context: &Context, outbox: &[OutboxItem]) -> Result<Home> {
    let (texts, names) = (context.texts(), Names::load(context)?);
    let drafts = drafts(context, &names, &texts)?;
    let unseen = unseen(context)?;
    let dossiers = dossiers(context, &names, &unseen, &texts)?;
    let reports = reports(context, &unseen)?;
    let health = sync_events::tracking(context)?.push.health(context.now());
    let push_missed = matches!(health, Health::Missed { .. }).then(|| inbox::push_words(health, &texts));
    let parts = HomeParts {
        drafts: &drafts,
        dossiers: &dossiers,
        outbox,
        reports: &reports,
        push_missed: push_missed.as_deref(),
        offline: context.connectivity.state() == Connectivity::Offline,
        now: context.now(),
    };
    Ok(home::home(&parts, &texts))
}

fn drafts(context: &Context, names: &Names, texts: &Texts) -> Result<Vec<DraftItem>> {
    let rows = context.store.drafts(LOOKED_THROUGH)?;
    let item = |row| draft_list::item(row, names.of(&row.procedure_code), texts);
    Ok(rows.iter().map(item).collect())
}

/// What the newest events that nobody has seen are about.
fn unseen(context: &Context) -> Result<BTreeSet<String>> {
    let person = sync_events::reader(context)?;
    let events = context.store.events(person.as_deref(), LOOKED_THROUGH)?;
    let new = events
        .into_iter()
        .filter(|event: &EventRow| event.seen_at.is_none());
    Ok(new.map(|event| event.subject_id).collect())
}

fn dossiers(
    context: &Context,
    names: &Names,
    unseen: &BTreeSet<String>,
    texts: &Texts,
) -> Result<Vec<DossierNews>> {
    let rows = follow_dossier::own_dossiers(context, LOOKED_THROUGH)?;
    let told = |row: &DossierRow| unseen.contains(&row.id.to_string());
    rows.iter()
        .map(|row| dossier(context, row, names.of(&row.procedure_code), told(row), texts))
        .collect()
}

fn dossier(
    context: &Context,
    row: &DossierRow,
    title: String,
    is_new: bool,
    texts: &Texts,
) -> Result<DossierNews> {
    let chain = evidence_log::chain(context, row)?;
    let (clock, now, calendar) = (
        LegalClock::from_chain(&chain),
        context.now(),
        Calendar::embedded(),
    );
    let remaining = clock.remaining(calendar, now);
    let asked = timeline::open_request(&chain);
    let number = asked.and_then(|fact| fact.data.number);
    let answered = match number {
        Some(number) => follow_dossier::is_answered(context, row, number)?,
        None => true,
    };
    let due = asked.and_then(|fact| fact.data.due_at.as_deref());
    Ok(DossierNews {
        status: chain.status.map(|(status, _)| status),
        request: (!answered).then(|| Request {
            due: due.and_then(|at| Millis::parse_rfc3339(at).ok()),
        }),
        clock: timeline::clock(remaining, clock.due(calendar, now), texts),
        overdue: matches!(remaining, Remaining::Overdue { .. }),
        contested: !chain.contested.is_empty(),
        is_new,
        item: timeline::item(row, title, &chain, texts),
    })
}

/// Reports with news. An event names a report by our id or by its 1022 number.
fn reports(context: &Context, unseen: &BTreeSet<String>) -> Result<Vec<FeedbackPage>> {
    if unseen.is_empty() {
        return Ok(Vec::new());
    }
    let mut reports = send_feedback::feedback_list(context, LOOKED_THROUGH)?.items;
    let numbered = |it: &FeedbackPage| it.number.as_ref().is_some_and(|number| unseen.contains(number));
    reports.retain(|it| unseen.contains(&it.id) || numbered(it));
    Ok(reports)
}

#[cfg(test)]
mod tests;
