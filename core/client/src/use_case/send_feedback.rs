//! Reports to 1022: make one on the phone (photo first, offline), queue it, and hear the answer.
//!
//! The report's id is made on the phone and sent along, so that a repeated post is the same report. Feedback may be sent without signing in; a
//! signed-in reporter also hears of the answer through the event log.

use std::{collections::BTreeMap, path::Path};

use bytes::Bytes;
use motcua_domain::{
    failure::Code,
    feedback::{self, Place, ReportEvent, ReportForm, ReportProblem, ReportState, ReportStatus},
    ids::{EntryId, ReportId},
    outbox::{self, Effect, Entry, Outcome, What},
    time::Millis,
    vietnam::text::nfc,
};
use serde::Deserialize;

use super::{
    Context, attachment,
    documents::SERVICES,
    outcome::{not_now, outcome_of},
    session,
    session::to_json,
};
use crate::{
    error::{Failure, Result},
    port::{
        portal_api::{FeedbackPlace, FeedbackPost, FeedbackState},
        store::{Change, FeedbackRow, KeptFile, Page, StoreError},
    },
    screen::feedback::{
        self as screen, FeedbackCategory, FeedbackList, FeedbackPage, NewFeedback, ReportRecord,
    },
};

/// The kinds of report that 1022 takes, in its order: as the phone last fetched them, or those this app knows.
pub fn categories(context: &Context) -> Result<Vec<FeedbackCategory>> {
    #[derive(Deserialize)]
    struct Service {
        service_code: String,
        service_name: String,
    }
    let texts = context.texts();
    let document = context.public.document(SERVICES)?;
    let taken: Option<Vec<Service>> = document.and_then(|it| serde_json::from_slice(&it.body).ok());
    Ok(match taken {
        Some(services) => services
            .into_iter()
            .map(|it| screen::category_item(&it.service_code, Some(&it.service_name), &texts))
            .collect(),
        None => feedback::CATEGORIES
            .iter()
            .map(|it| screen::category_item(it.code, None, &texts))
            .collect(),
    })
}

/// Checks a report and queues it. `FEEDBACK_INCOMPLETE`, `LOCATION_UNCERTAIN` or `TEXT_INVALID` when it lacks something.
pub fn send_feedback(context: &Context, new: NewFeedback, photo: Option<&Path>) -> Result<ReportId> {
    let now = context.now();
    let kept = photo.map(|path| keep_photo(context, path)).transpose()?;
    let mut form = ReportForm::new(ReportId::new(now, context.id_bytes()));
    write(&mut form, new, now)?;
    form.photo = kept.as_ref().map(|file| file.sha256);
    let id = form.id;
    let mut report = ReportRecord {
        form,
        state: ReportState::Writing { refused: None },
        queued_at: now,
        answer: None,
        expected_at: None,
    };
    let _one_at_a_time = context.changing();
    let entry = queue(context, &mut report)?;
    keep(context, &[Change::PutFeedback(row(id, &report, kept)), entry])?;
    Ok(id)
}

/// Corrects a report that 1022 refused or that was never sent, and queues it again under its id; without a new photo the one it has stays.
///
/// `ALREADY_SUBMITTED` when 1022 has it; `PORTAL_MUST_ANSWER_FIRST` while 1022 may have it; otherwise as [`send_feedback`]. Nothing was changed then.
pub fn edit_feedback(context: &Context, id: &ReportId, new: NewFeedback, photo: Option<&Path>) -> Result<()> {
    let kept = photo.map(|path| keep_photo(context, path)).transpose()?;
    let _one_at_a_time = context.changing();
    let mut row = context.store.feedback(id)?.ok_or(Code::NotOnThisPhone)?;
    let mut report = read(&row).ok_or(Code::AppTooOld)?;
    let entries = context.store.entries()?;
    let old = entry_of(&entries, id).ok_or(Code::AlreadySubmitted)?;
    outbox::take_back(old).map_err(|_| Code::PortalMustAnswerFirst)?;
    if report.state == ReportState::Queued {
        move_on(&mut report, &ReportEvent::TakenBack, context.now())?;
    }
    write(&mut report.form, new, context.now())?;
    if let Some(file) = kept {
        report.form.photo = Some(file.sha256);
        row.photo = Some(file);
    }
    let entry = queue(context, &mut report)?;
    row.report = to_text(&report);
    keep(
        context,
        &[Change::DeleteEntry(old.id), Change::PutFeedback(row), entry],
    )
}

/// The entry that delivers this report; none once it is delivered.
fn entry_of<'a>(entries: &'a [Entry], id: &ReportId) -> Option<&'a Entry> {
    let what = What::Feedback { report: *id };
    entries.iter().find(|entry| entry.what == what)
}

/// Puts what the person wrote into a report, and checks all of it. A place that was good enough when it was given doesn't get worse with time.
fn write(form: &mut ReportForm, new: NewFeedback, now: Millis) -> Result<()> {
    let same_place = form.place.as_ref() == Some(&new.place);
    form.category = Some(new.service_code);
    form.description = nfc(&new.description);
    form.place = Some(match new.place {
        Place::Address(words) => Place::Address(nfc(&words)),
        position => position,
    });
    let aged = |problem: &ReportProblem| same_place && *problem == ReportProblem::PlaceUncertain;
    let problem = form.problems(now).into_iter().find(|it| !aged(it));
    problem.map_or(Ok(()), |it| Err(it.code().into()))
}

/// Moves a report into the outbox; the answer is its entry.
fn queue(context: &Context, report: &mut ReportRecord) -> Result<Change> {
    let now = context.now();
    move_on(report, &ReportEvent::Queued, now)?;
    report.queued_at = now;
    let id = EntryId::new(now, context.id_bytes());
    let what = What::Feedback {
        report: report.form.id,
    };
    Ok(Change::PutEntry(Entry::new(
        id,
        session::subject(context),
        what,
        now,
    )))
}

fn move_on(report: &mut ReportRecord, event: &ReportEvent, now: Millis) -> Result<()> {
    let (state, _) = feedback::apply(&report.state, event, now).map_err(|_| Failure::new(Code::AppFailed))?;
    report.state = state;
    Ok(())
}

fn keep(context: &Context, changes: &[Change]) -> Result<()> {
    context.store.commit(changes)?;
    context.topics.feedback.touch();
    context.topics.outbox.touch();
    Ok(())
}

fn keep_photo(context: &Context, path: &Path) -> Result<KeptFile> {
    let photo = attachment::inspect(path, "", None)?;
    if photo.media_type == "application/pdf" {
        return Err(Code::FileTypeRefused.into());
    }
    Ok(context.store.keep_file(path)?)
}

/// Posts a queued report.
pub(super) async fn post(context: &Context, id: &ReportId) -> Outcome {
    let wire = match context.store.feedback(id) {
        Ok(Some(row)) => match wire(context, &row) {
            Ok(wire) => wire,
            Err(outcome) => return outcome,
        },
        Ok(None) => return gone(),
        Err(error) => return not_now(&error.into()),
    };
    let wire = &wire;
    let posted = session::authorized_if_signed_in(context, |token| async move {
        context.portal.post_feedback(token.as_ref(), wire).await
    })
    .await;
    match posted {
        Ok(number) => match keep_number(context, id, number) {
            Ok(()) => Outcome::Accepted,
            Err(failure) => not_now(&failure),
        },
        Err(error) => outcome_of(error),
    }
}

/// The report isn't on this phone any more, or not so that this app can read it: posting again won't help.
fn gone() -> Outcome {
    Outcome::Refused {
        code: Code::NotOnThisPhone.into(),
        field_errors: Vec::new(),
    }
}

fn keep_number(context: &Context, id: &ReportId, number: String) -> Result<()> {
    let received = ReportEvent::Received {
        request_id: number.clone(),
    };
    change(context, id, |row, report| {
        if let Ok((state, _)) = feedback::apply(&report.state, &received, context.now()) {
            report.state = state;
        }
        row.service_request_id = Some(number);
    })
}

/// What an entry's effects change for its report: one that 1022 refuses says so.
pub(crate) fn apply_effects(context: &Context, entry: &Entry, effects: &[Effect]) -> Result<Vec<Change>> {
    let What::Feedback { report: id } = entry.what else {
        return Ok(Vec::new());
    };
    let refused = effects.iter().find_map(|effect| match effect {
        Effect::TellBlocked(block) => Some(block.code.clone()),
        _ => None,
    });
    let Some(code) = refused else {
        return Ok(Vec::new());
    };
    changed(context, &id, |_, report| {
        let refused = ReportEvent::Refused { code };
        if let Ok((state, _)) = feedback::apply(&report.state, &refused, context.now()) {
            report.state = state;
        }
    })
}

/// Reads a report, changes it and keeps it.
fn change(
    context: &Context,
    id: &ReportId,
    how: impl FnOnce(&mut FeedbackRow, &mut ReportRecord),
) -> Result<()> {
    let _one_at_a_time = context.changing();
    context.store.commit(&changed(context, id, how)?)?;
    context.topics.feedback.touch();
    Ok(())
}

/// The change that a report needs, from what is kept now; none when it isn't there.
fn changed(
    context: &Context,
    id: &ReportId,
    how: impl FnOnce(&mut FeedbackRow, &mut ReportRecord),
) -> Result<Vec<Change>> {
    let Some(mut row) = context.store.feedback(id)? else {
        return Ok(Vec::new());
    };
    let Some(mut report) = read(&row) else {
        return Ok(Vec::new());
    };
    how(&mut row, &mut report);
    row.report = to_text(&report);
    Ok(vec![Change::PutFeedback(row)])
}

fn wire(context: &Context, row: &FeedbackRow) -> std::result::Result<FeedbackPost, Outcome> {
    let report = read(row).ok_or_else(gone)?;
    let place = match report.form.place {
        Some(Place::Measured { lat, long, .. } | Place::Pinned { lat, long }) => {
            FeedbackPlace::Position(lat, long)
        }
        Some(Place::Address(words)) => FeedbackPlace::Address(words),
        None => return Err(gone()),
    };
    let photo = row.photo.as_ref().map(|file| photo(context, file)).transpose()?;
    Ok(FeedbackPost {
        client_id: row.id.to_string(),
        service_code: report.form.category.unwrap_or_default(),
        place,
        description: report.form.description,
        photo,
    })
}

fn photo(context: &Context, file: &KeptFile) -> std::result::Result<(String, Bytes), Outcome> {
    let length = usize::try_from(file.size).unwrap_or(usize::MAX);
    let bytes = context
        .store
        .read_file(file, 0, length)
        .map_err(|error| match error {
            StoreError::RowDamaged { .. } => Outcome::FileLost { sha256: file.sha256 },
            other => not_now(&other.into()),
        })?;
    let media_type = if bytes.starts_with(&[0xFF, 0xD8]) {
        "image/jpeg"
    } else {
        "image/png"
    };
    Ok((media_type.to_owned(), Bytes::from(bytes)))
}

/// What 1022 says of a report now; `subject` is our id or the 1022 number, as the event named it.
pub(super) async fn news(context: &Context, subject: &str) -> Result<Option<(ReportId, FeedbackState)>> {
    let Some(row) = find(context, subject)? else {
        return Ok(None);
    };
    let Some(number) = row.service_request_id else {
        return Ok(None);
    };
    let number = number.as_str();
    let said = session::authorized_if_signed_in(context, |token| async move {
        context.portal.feedback(token.as_ref(), number).await
    })
    .await?;
    Ok(Some((row.id, said)))
}

/// The change that brings a report to what 1022 said of it.
pub(super) fn changes(context: &Context, id: &ReportId, said: &FeedbackState) -> Result<Vec<Change>> {
    changed(context, id, |_, report| take(report, said, context.now()))
}

fn take(report: &mut ReportRecord, said: &FeedbackState, now: Millis) {
    let text = |value: Option<&serde_json::Value>| value.and_then(|it| it.as_str()).map(str::to_owned);
    let attributes = said.more.get("attributes");
    let status =
        text(attributes.and_then(|it| it.get("motcua_status"))).unwrap_or_else(|| said.status.clone());
    let at = text(said.more.get("updated_datetime"))
        .and_then(|it| Millis::parse_rfc3339(&it).ok())
        .unwrap_or(now);
    let given = ReportEvent::StatusGiven {
        status: ReportStatus::from_id(&status),
        at,
    };
    if let Ok((state, _)) = feedback::apply(&report.state, &given, now) {
        report.state = state;
    }
    report.answer = said.status_notes.clone().or(report.answer.take());
    report.expected_at = said.expected_datetime.clone().or(report.expected_at.take());
}

fn find(context: &Context, subject: &str) -> Result<Option<FeedbackRow>> {
    if let Ok(id) = subject.parse::<ReportId>()
        && let Some(row) = context.store.feedback(&id)?
    {
        return Ok(Some(row));
    }
    let all = context.store.feedbacks(Page {
        after: None,
        limit: u32::MAX,
    })?;
    Ok(all
        .into_iter()
        .find(|row| row.service_request_id.as_deref() == Some(subject)))
}

/// The newest reports by what an event may call them: our id, or their 1022 number.
pub(super) fn newest_by_subject(context: &Context) -> Result<BTreeMap<String, ReportId>> {
    /// More than a person makes in years; an inbox is read at every change, so it doesn't open all that there ever were.
    const NEWEST: Page = Page {
        after: None,
        limit: 200,
    };
    let mut reports = BTreeMap::new();
    for row in context.store.feedbacks(NEWEST)? {
        reports.insert(row.id.to_string(), row.id);
        reports.extend(row.service_request_id.map(|number| (number, row.id)));
    }
    Ok(reports)
}

/// A page of reports, newest first.
pub fn feedback_list(context: &Context, page: Page) -> Result<FeedbackList> {
    let rows = context.store.feedbacks(page)?;
    let next = (rows.len() == page.limit as usize)
        .then(|| rows.last().map(|row| row.touched))
        .flatten();
    let (texts, entries) = (context.texts(), context.store.entries()?);
    let items = rows
        .iter()
        .filter_map(|row| {
            let comes_back = comes_back(&entries, &row.id);
            Some(screen::page(row, &read(row)?, comes_back, &texts))
        })
        .collect();
    Ok(FeedbackList { items, next })
}

/// One report.
pub fn feedback_page(context: &Context, id: &ReportId) -> Result<FeedbackPage> {
    let row = context.store.feedback(id)?.ok_or(Code::NotOnThisPhone)?;
    let report = read(&row).ok_or(Code::AppTooOld)?;
    let comes_back = comes_back(&context.store.entries()?, id);
    Ok(screen::page(&row, &report, comes_back, &context.texts()))
}

fn comes_back(entries: &[Entry], id: &ReportId) -> bool {
    entry_of(entries, id).is_some_and(|entry| outbox::take_back(entry).is_ok())
}

fn row(id: ReportId, report: &ReportRecord, photo: Option<KeptFile>) -> FeedbackRow {
    FeedbackRow {
        id,
        report: to_text(report),
        photo,
        service_request_id: None,
        touched: 0,
    }
}

fn read(row: &FeedbackRow) -> Option<ReportRecord> {
    serde_json::from_str(&row.report).ok()
}

fn to_text(report: &ReportRecord) -> String {
    String::from_utf8(to_json(report)).expect("JSON is UTF-8")
}

#[cfg(test)]
mod tests;
