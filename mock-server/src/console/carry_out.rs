//! An officer's form, read and carried out.

use axum::extract::{FromRequest, Multipart, Request, State};
use axum::http::header;
use axum::response::{IntoResponse, Redirect, Response};
use bytes::Bytes;
use url::form_urlencoded;

use super::actions::Action;
use super::dossiers::HERE;
use super::page::not_found;
use super::visit::Officer;
use crate::app::AppState;
use crate::dossier::SupplementItem;
use crate::extract::Path;
use crate::office::desk::{self, Conditions, Order, Scan};
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
    let form = Form::read(request).await?;
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
fn order(action: Action, mut form: Form) -> Option<Order> {
    let scan = form.result.take();
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

/// A form's fields, and the result's file if there is one.
struct Form {
    fields: Vec<(String, String)>,
    result: Option<Scan>,
}

impl Form {
    async fn read(request: Request) -> Result<Self, Problem> {
        let kind = request
            .headers()
            .get(header::CONTENT_TYPE)
            .and_then(|kind| kind.to_str().ok());
        if kind.is_some_and(|kind| kind.starts_with("multipart/form-data")) {
            return Self::read_parts(request).await;
        }
        let body = Bytes::from_request(request, &())
            .await
            .map_err(|_| Problem::new(Code::RequestInvalid))?;
        Ok(Self {
            fields: form_urlencoded::parse(&body).into_owned().collect(),
            result: None,
        })
    }

    async fn read_parts(request: Request) -> Result<Self, Problem> {
        let broken = |_| Problem::new(Code::RequestInvalid);
        let mut parts = Multipart::from_request(request, &())
            .await
            .map_err(|_| Problem::new(Code::RequestInvalid))?;
        let mut form = Self {
            fields: Vec::new(),
            result: None,
        };
        while let Some(part) = parts.next_field().await.map_err(broken)? {
            let Some(name) = part.name().map(str::to_owned) else {
                continue;
            };
            match part.file_name().map(str::to_owned) {
                None => form.fields.push((name, part.text().await.map_err(broken)?)),
                // A browser sends a file field that was left empty as a file without a name.
                Some(file) if file.is_empty() => {}
                Some(file) => {
                    let bytes = part.bytes().await.map_err(|_| Problem::new(Code::FileTooLarge))?;
                    form.result = Some(Scan {
                        name: file,
                        bytes: bytes.to_vec(),
                    });
                }
            }
        }
        Ok(form)
    }

    /// A field's text without space around it; nothing when it is missing or empty.
    fn text(&self, name: &str) -> Option<&str> {
        let value = self
            .fields
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.trim());
        value.filter(|value| !value.is_empty())
    }
}
