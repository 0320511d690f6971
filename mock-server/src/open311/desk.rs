//! What happens to a report, in one transaction each: received, forwarded, answered; and reading it.

use chrono::{DateTime, Utc};
use serde_json::json;

use super::intake::NewReport;
use super::report::{Picture, Report, ReportMove, ReportStatus, moved};
use super::table::{self, PictureOf};
use crate::app::AppState;
use crate::calendar::local;
use crate::problem::{Code, Problem};
use crate::store::event::{self, NewEvent};
use crate::store::{StoreError, Tx};

/// What a report's number looks like: the day of arrival, then four random bytes, so that it can't be guessed.
fn new_number(state: &AppState) -> String {
    let day = local(state.clock.now()).format("%y%m%d");
    let serial: String = state
        .random
        .bytes::<4>()
        .iter()
        .map(|byte| format!("{byte:02X}"))
        .collect();
    format!("PA-{day}-{serial}")
}

/// Keeps a new report and answers its number: the known one when this phone has sent it before.
pub(super) async fn receive(
    state: &AppState,
    sub: Option<String>,
    new: NewReport,
    picture: Option<Picture>,
) -> Result<String, StoreError> {
    let (number, now) = (new_number(state), state.clock.now());
    let work = move |tx: &Tx<'_>| {
        let known = new
            .client_id
            .map(|id| table::number_of(tx, id))
            .transpose()?
            .flatten();
        if let Some(known) = known {
            return Ok(known);
        }
        table::add(tx, &number, sub.as_deref(), &new, now)?;
        if let Some(picture) = &picture {
            table::add_picture(tx, &number, PictureOf::Request, picture)?;
        }
        Ok(number)
    };
    state.store.write(work).await
}

/// Forwards or answers a report and answers it as it is then.
///
/// # Errors
/// `NOT_FOUND`, or `STATUS_MOVE_REFUSED` when it has moved past this; nothing changed.
pub(crate) async fn act(
    state: &AppState,
    number: String,
    act: ReportMove,
    note: Option<String>,
    picture: Option<Picture>,
) -> Result<Report, Problem> {
    let (now, event_id) = (state.clock.now(), state.random.uuid().to_string());
    let work = move |tx: &Tx<'_>| {
        let report = table::find(tx, &number)?.ok_or_else(Problem::not_found)?;
        let status = moved(report.status, act).ok_or_else(|| Problem::new(Code::StatusMoveRefused))?;
        table::update(tx, &number, status, note.as_deref(), now)?;
        if let Some(picture) = &picture {
            table::add_picture(tx, &number, PictureOf::Answer, picture)?;
        }
        tell_reporter(tx, event_id, &number, status, now)?;
        table::find(tx, &number)?.ok_or_else(Problem::not_found)
    };
    state.store.write(work).await
}

/// Puts the move into the reporter's event log; one who sent it without signing in has none.
fn tell_reporter(
    tx: &Tx<'_>,
    event_id: String,
    number: &str,
    status: ReportStatus,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let Some(sub) = table::reporter(tx, number)? else {
        return Ok(());
    };
    let data = json!({ "status": status.open_or_closed(), "motcua_status": status.id() });
    let told = NewEvent {
        id: event_id,
        kind: "feedback_changed",
        subject_id: number,
        occurred_at: now,
        data,
    };
    event::append(tx, &sub, &told)?;
    Ok(())
}

/// The report of this number.
pub(crate) async fn find(state: &AppState, number: String) -> Result<Option<Report>, StoreError> {
    state.store.read(move |db| Ok(table::find(db, &number)?)).await
}

/// Every report, newest first.
pub(crate) async fn all(state: &AppState) -> Result<Vec<Report>, StoreError> {
    state.store.read(|db| Ok(table::all(db)?)).await
}

/// One of a report's two pictures.
pub(crate) async fn picture(
    state: &AppState,
    number: String,
    of: PictureOf,
) -> Result<Option<Picture>, StoreError> {
    state
        .store
        .read(move |db| Ok(table::picture(db, &number, of)?))
        .await
}
