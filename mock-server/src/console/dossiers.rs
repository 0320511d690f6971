//! The list of dossiers: what waits, oldest first, by status.

use axum::extract::State;
use axum::response::Response;
use maud::{Markup, html};
use serde::Deserialize;

use super::page::{fact, moment, page, status_filter};
use super::visit::{Officer, Visit};
use crate::app::AppState;
use crate::dossier::{Dossier, Status};
use crate::extract::Query;
use crate::office::desk;
use crate::problem::Problem;

/// The list's address.
pub(super) const HERE: &str = "/console/dossiers";
/// How many on a page.
const PAGE: u32 = 30;

#[derive(Deserialize)]
pub(super) struct Filter {
    #[serde(default)]
    status: String,
    #[serde(default)]
    after: i64,
}

/// The list.
pub(super) async fn list(
    State(state): State<AppState>,
    Officer { visit, .. }: Officer,
    Query(filter): Query<Filter>,
) -> Result<Response, Problem> {
    let chosen = Status::from_id(&filter.status);
    let found = desk::list(&state, chosen, filter.after, PAGE + 1).await?;
    let (shown, more) = found.split_at(found.len().min(PAGE as usize));
    let choices = Status::ALL.map(|status| (status.id(), label(&visit, status)));
    let content = html! {
        (status_filter(&visit, HERE, chosen.map(Status::id), &choices))
        @if shown.is_empty() {
            p class="quiet" { (visit.say("Không có hồ sơ nào.", "There are no dossiers.")) }
        }
        ul class="list" {
            @for (_, dossier) in shown { li { (card(&state, &visit, dossier)) } }
        }
        @if let (Some((last, _)), false) = (shown.last(), more.is_empty()) {
            p {
                a href={ (HERE) "?status=" (chosen.map_or("", Status::id)) "&after=" (last) } {
                    (visit.say("Trang sau", "Next page"))
                }
            }
        }
    };
    Ok(page(&visit, visit.say("Hồ sơ", "Dossiers"), HERE, content))
}

fn card(state: &AppState, visit: &Visit, dossier: &Dossier) -> Markup {
    html! {
        article class="card" {
            div class="head" {
                h2 { a href={ (HERE) "/" (dossier.id) } { (dossier.code) } }
                (chip(visit, dossier.status))
            }
            p { (procedure(state, visit, dossier)) }
            dl class="facts" { (dates(visit, dossier)) }
        }
    }
}

/// When it came, when it was taken in, when it is due.
pub(super) fn dates(visit: &Visit, dossier: &Dossier) -> Markup {
    html! {
        (fact(visit.say("Nộp lúc", "Submitted"), moment(dossier.submitted_at)))
        @if let Some(accepted) = dossier.accepted_at {
            (fact(visit.say("Tiếp nhận lúc", "Accepted"), moment(accepted)))
        }
        @if let Some(due) = dossier.due_at {
            (fact(visit.say("Hẹn trả", "Result due"), moment(due)))
        }
    }
}

/// The procedure's name.
pub(super) fn procedure<'a>(state: &'a AppState, visit: &Visit, dossier: &'a Dossier) -> &'a str {
    let known = state.catalogue.procedure(&dossier.procedure_code);
    known.map_or(&dossier.procedure_code, |known| {
        visit.say(&known.name_vi, &known.name_en)
    })
}

/// A status in words: the ten names of the national portal.
pub(super) fn label(visit: &Visit, status: Status) -> &'static str {
    match status {
        Status::Registered => visit.say("Mới đăng ký", "Newly registered"),
        Status::Accepted => visit.say("Được tiếp nhận", "Accepted"),
        Status::Rejected => visit.say("Không được tiếp nhận", "Not accepted"),
        Status::Processing => visit.say("Đang xử lý", "In process"),
        Status::SupplementRequested => visit.say("Yêu cầu bổ sung giấy tờ", "Supplement requested"),
        Status::PaymentRequested => visit.say("Yêu cầu thực hiện nghĩa vụ tài chính", "Payment requested"),
        Status::Withdrawn => visit.say("Công dân yêu cầu rút hồ sơ", "Withdrawn by the citizen"),
        Status::Stopped => visit.say("Dừng xử lý", "Stopped"),
        Status::Completed => visit.say("Đã xử lý xong", "Completed"),
        Status::ResultDelivered => visit.say("Đã trả kết quả", "Result delivered"),
    }
}

/// A status as a coloured chip; the words say it all.
pub(super) fn chip(visit: &Visit, status: Status) -> Markup {
    let class = match status {
        Status::Registered | Status::SupplementRequested | Status::PaymentRequested => "chip wait",
        Status::Accepted | Status::Processing => "chip",
        Status::Completed | Status::ResultDelivered => "chip good",
        Status::Rejected | Status::Withdrawn | Status::Stopped => "chip bad",
    };
    html! { span class=(class) { (label(visit, status)) } }
}
