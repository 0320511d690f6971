//! An officer's form, read and carried out.

use axum::extract::{Request, State};
use axum::response::{IntoResponse, Redirect, Response};
use url::form_urlencoded;

use super::actions::Action;
use super::dossiers::HERE;
use super::page::not_found;
use super::visit::Officer;
use crate::app::AppState;
use crate::dossier::SupplementItem;
use crate::extract::Path;
use crate::office::desk::{self, Conditions, Order, Scan};
use crate::open311::media::UploadForm;
use crate::problem::{Code, Problem};

/// Carries out the form's action and goes back to the dossier, which says what came of it.
pub(super) async fn carry_out(
    State(state): State<AppState>,
    officer: Officer,
    Path((id, verb)): Path<(String, String)>,
    request: Request,
) -> Response {
    let Some(action) = Action::from_verb(&verb) else {
        return not_found(&officer.visit);
    };
    let told = match act(&state, &officer, id.clone(), action, request).await {
        Ok(()) => "done=1".to_owned(),
        Err(problem) if problem.code() == Code::NotFound => return not_found(&officer.visit),
        Err(problem) => format!("problem={}", problem.code().as_str()),
    };
    let id: String = form_urlencoded::byte_serialize(id.as_bytes()).collect();
    Redirect::to(&format!("{HERE}/{id}?{told}")).into_response()
}

async fn act(
    state: &AppState,
    officer: &Officer,
    id: String,
    action: Action,
    request: Request,
) -> Result<(), Problem> {
    let form = UploadForm::read(request, "result").await?;
    let incomplete = || Problem::new(Code::RequestInvalid);
    if !form
        .text("form_token")
        .is_some_and(|token| officer.session.sent(token))
    {
        return Err(incomplete());
    }
    let revision = form
        .text("revision")
        .and_then(|text| text.parse().ok())
        .ok_or_else(incomplete)?;
    let order = order(action, form).ok_or_else(incomplete)?;
    // The revision makes a form count once: a second sending of it is stale.
    desk::carry_out(state, id, order, Conditions { revision, key: None }).await?;
    Ok(())
}

/// The order that a form means; nothing when something is missing.
fn order(action: Action, mut form: UploadForm) -> Option<Order> {
    let scan = form.file.take().map(|file| Scan {
        name: file.name,
        bytes: file.bytes,
    });
    let reason = || form.text("reason").map(str::to_owned);
    let note_vi = || form.text("note_vi").map(str::to_owned);
    Some(match action {
        Action::Accept => Order::Accept,
        Action::Process => Order::Process,
        Action::Deliver => Order::Deliver,
        Action::Complete => Order::Complete(scan),
        Action::Refuse => Order::Refuse {
            reason: reason()?,
            note_vi: note_vi()?,
        },
        Action::Stop => Order::Stop {
            reason: reason()?,
            note_vi: note_vi()?,
        },
        Action::AskSupplement => Order::AskSupplement {
            reason: reason()?,
            note_vi: note_vi()?,
            items: items(form.text("reference"), &note_vi()?),
            days: form
                .text("days")?
                .parse()
                .ok()
                .filter(|days| (1..=30).contains(days))?,
        },
    })
}

fn items(reference: Option<&str>, note_vi: &str) -> Vec<SupplementItem> {
    let item = |reference: &str| SupplementItem {
        reference: Some(reference.to_owned()),
        component: None,
        note_vi: note_vi.to_owned(),
        note_en: None,
    };
    reference.map(item).into_iter().collect()
}
