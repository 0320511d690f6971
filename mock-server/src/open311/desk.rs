//! What happens to a report, in one transaction each: received, forwarded, answered; and reading it.

use chrono::FixedOffset;

use super::intake::NewReport;
use super::report::{Picture, Report, ReportMove, moved};
use super::table::{self, PictureOf};
use crate::app::AppState;
use crate::problem::{Code, Problem};
use crate::store::StoreError;

/// What a report's number looks like: the day of arrival, then four random bytes, so that it can't be guessed.
fn new_number(state: &AppState) -> String {
    let vietnam = FixedOffset::east_opt(7 * 3_600).expect("seven hours are an offset");
    let day = state.clock.now().with_timezone(&vietnam).format("%y%m%d");
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
    let work = move |tx: &crate::store::Tx<'_>| {
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
    let now = state.clock.now();
    let work = move |tx: &crate::store::Tx<'_>| {
        let report = table::find(tx, &number)?.ok_or_else(Problem::not_found)?;
        let status = moved(report.status, act).ok_or_else(|| Problem::new(Code::StatusMoveRefused))?;
        table::update(tx, &number, status, note.as_deref(), now)?;
        if let Some(picture) = &picture {
            table::add_picture(tx, &number, PictureOf::Answer, picture)?;
        }
        table::find(tx, &number)?.ok_or_else(Problem::not_found)
    };
    state.store.write(work).await
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
