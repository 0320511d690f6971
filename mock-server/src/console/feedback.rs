//! Feedback: the list, one report, forwarding and answering it.

use axum::extract::{Request, State};
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use serde::Deserialize;
use utoipa_axum::router::OpenApiRouter;

use super::page::{fact, moment, not_found, page, status_filter};
use super::session::Session;
use super::sign_in::Signed;
use super::visit::{Officer, Visit};
use crate::app::AppState;
use crate::extract::{FormBody, Path, Query};
use crate::open311::PictureOf;
use crate::open311::desk;
use crate::open311::media::UploadForm;
use crate::open311::report::{Report, ReportMove, ReportStatus};
use crate::open311::service::category;
use crate::open311::show_picture;
use crate::problem::{Code, Problem};

/// The pages of feedback.
pub(super) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .route("/console/feedback", axum::routing::get(list))
        .route("/console/feedback/{number}", axum::routing::get(show))
        .route("/console/feedback/{number}/forward", axum::routing::post(forward))
        .route("/console/feedback/{number}/answer", axum::routing::post(answer))
        .route("/console/feedback/{number}/picture", axum::routing::get(picture))
        .route(
            "/console/feedback/{number}/answer-picture",
            axum::routing::get(answer_picture),
        )
}

const HERE: &str = "/console/feedback";

#[derive(Deserialize)]
struct Filter {
    #[serde(default)]
    status: String,
}

async fn list(
    State(state): State<AppState>,
    Officer { visit, .. }: Officer,
    Query(filter): Query<Filter>,
) -> Result<Response, Problem> {
    let chosen = ReportStatus::from_id(&filter.status);
    let mut reports = desk::all(&state).await?;
    reports.retain(|report| chosen.is_none_or(|status| report.status == status));
    let choices = ReportStatus::ALL.map(|status| (status.id(), label(&visit, status)));
    let content = html! {
        (status_filter(&visit, HERE, chosen.map(ReportStatus::id), &choices))
        @if reports.is_empty() {
            p class="quiet" { (visit.say("Không có phản ánh nào.", "There is no feedback.")) }
        }
        ul class="list" {
            @for report in &reports { li { (card(&visit, report)) } }
        }
    };
    Ok(page(&visit, visit.say("Phản ánh", "Feedback"), HERE, content))
}

fn card(visit: &Visit, report: &Report) -> Markup {
    html! {
        article class="card" {
            div class="head" {
                h2 { a href={ "/console/feedback/" (report.service_request_id) } { (report.service_request_id) } }
                (chip(visit, report.status))
            }
            p { (shortened(&report.description)) }
            dl class="facts" {
                (fact(visit.say("Lĩnh vực", "Field"), html! { (kind(visit, report)) }))
                (fact(visit.say("Nhận lúc", "Received"), moment(report.requested_at)))
                (fact(visit.say("Hạn trả lời", "Answer due"), moment(report.expected_at)))
            }
        }
    }
}

async fn show(
    State(state): State<AppState>,
    Officer { visit, session }: Officer,
    Path(number): Path<String>,
) -> Result<Response, Problem> {
    let Some(report) = desk::find(&state, number).await? else {
        return Ok(not_found(&visit));
    };
    let title = format!(
        "{} {}",
        visit.say("Phản ánh", "Feedback"),
        report.service_request_id
    );
    let content = html! {
        p { a href=(HERE) { (visit.say("Tất cả phản ánh", "All feedback")) } }
        div class="columns" {
            div { (details(&visit, &report)) }
            div { (actions(&visit, &session, &report)) }
        }
    };
    Ok(page(&visit, &title, HERE, content))
}

fn details(visit: &Visit, report: &Report) -> Markup {
    let base = format!("/console/feedback/{}", report.service_request_id);
    html! {
        section class="card" {
            div class="head" {
                h2 { (visit.say("Nội dung", "What was reported")) }
                (chip(visit, report.status))
            }
            dl {
                dt { (visit.say("Mô tả", "Description")) } dd { (report.description) }
                dt { (visit.say("Lĩnh vực", "Field")) } dd { (kind(visit, report)) }
                @if let Some((lat, long)) = report.point {
                    dt { (visit.say("Vị trí", "Place")) } dd { (format!("{lat:.5}, {long:.5}")) }
                }
                @if let Some(address) = &report.address {
                    dt { (visit.say("Địa chỉ", "Address")) } dd { (address) }
                }
                dt { (visit.say("Người gửi", "Reporter")) }
                dd { (report.first_name.as_deref().unwrap_or(visit.say("Ẩn danh", "Anonymous"))) }
                @if let Some(phone) = &report.phone {
                    dt { (visit.say("Điện thoại", "Phone")) } dd { (phone) }
                }
                dt { (visit.say("Nhận lúc", "Received")) } dd { (moment(report.requested_at)) }
                dt { (visit.say("Hạn trả lời", "Answer due")) } dd { (moment(report.expected_at)) }
            }
            @if report.has_picture {
                figure {
                    img src={ (base) "/picture" } alt=(visit.say("Ảnh hiện trường do người dân gửi", "The citizen's picture of the place"));
                    figcaption { (visit.say("Ảnh của người dân", "The citizen's picture")) }
                }
            }
        }
    }
}

fn answered(visit: &Visit, report: &Report) -> Markup {
    let base = format!("/console/feedback/{}", report.service_request_id);
    html! {
        @if let Some(note) = &report.note {
            section class="card" {
                h2 { (visit.say("Trả lời", "Answer")) }
                p { (note) }
                p class="quiet" { (visit.say("Trả lời lúc ", "Answered ")) (moment(report.updated_at)) }
                @if report.has_answer_picture {
                    figure {
                        img src={ (base) "/answer-picture" } alt=(visit.say("Ảnh kèm trả lời", "The picture with the answer"));
                        figcaption { (visit.say("Ảnh kèm trả lời", "The picture with the answer")) }
                    }
                }
            }
        }
    }
}

fn actions(visit: &Visit, session: &Session, report: &Report) -> Markup {
    let base = format!("/console/feedback/{}", report.service_request_id);
    let owner = category(&report.service_code).map_or("", |known| known.owner.as_str());
    html! {
        @if report.status == ReportStatus::Received {
            section class="card" {
                h2 { (visit.say("Chuyển xử lý", "Forward")) }
                form method="post" action={ (base) "/forward" } {
                    input type="hidden" name="form_token" value=(session.form_token());
                    p { (visit.say("Đơn vị phụ trách: ", "Unit in charge: ")) span lang="vi" { (owner) } }
                    button { (visit.say("Chuyển đơn vị phụ trách", "Forward to the unit in charge")) }
                }
            }
        }
        @if report.status == ReportStatus::Answered {
            (answered(visit, report))
        } @else {
            section class="card" {
                h2 { (visit.say("Trả lời người dân", "Answer the citizen")) }
                form method="post" action={ (base) "/answer" } enctype="multipart/form-data" {
                    input type="hidden" name="form_token" value=(session.form_token());
                    div class="field" {
                        label for="note" { (visit.say("Nội dung trả lời", "Answer")) }
                        textarea id="note" name="note" required maxlength="4000" {}
                    }
                    div class="field" {
                        label for="media" { (visit.say("Ảnh sau khi xử lý", "Picture of the outcome")) }
                        p class="hint" id="media-hint" { (visit.say("Không bắt buộc. JPEG hoặc PNG, tối đa 20 MB.", "Optional. JPEG or PNG, at most 20 MB.")) }
                        input id="media" name="media" type="file" accept="image/jpeg,image/png" aria-describedby="media-hint";
                    }
                    button class="main" { (visit.say("Gửi trả lời", "Send the answer")) }
                }
            }
        }
    }
}

async fn forward(
    State(state): State<AppState>,
    officer: Officer,
    Path(number): Path<String>,
    FormBody(form): FormBody<Signed>,
) -> Response {
    if !officer.session.sent(&form.form_token) {
        return after(&number, Err("REQUEST_INVALID"));
    }
    let done = desk::act(&state, number.clone(), ReportMove::Forward, None, None).await;
    after(
        &number,
        done.map(|_| ()).map_err(|problem| problem.code().as_str()),
    )
}

async fn answer(
    State(state): State<AppState>,
    officer: Officer,
    Path(number): Path<String>,
    request: Request,
) -> Response {
    let done = send_answer(&state, &officer, number.clone(), request).await;
    after(&number, done.map_err(|problem| problem.code().as_str()))
}

async fn send_answer(
    state: &AppState,
    officer: &Officer,
    number: String,
    request: Request,
) -> Result<(), Problem> {
    let mut form = UploadForm::read(request, "media").await?;
    let picture = form.take_picture()?;
    let signed = form
        .text("form_token")
        .is_some_and(|token| officer.session.sent(token));
    let note = form
        .text("note")
        .filter(|_| signed)
        .ok_or_else(|| Problem::new(Code::RequestInvalid))?;
    desk::act(state, number, ReportMove::Answer, Some(note.to_owned()), picture).await?;
    Ok(())
}

/// Back to the report, with what the action came to.
fn after(number: &str, outcome: Result<(), &str>) -> Response {
    let told = outcome.map_or_else(|code| format!("problem={code}"), |()| "done=1".to_owned());
    let number: String = url::form_urlencoded::byte_serialize(number.as_bytes()).collect();
    Redirect::to(&format!("/console/feedback/{number}?{told}")).into_response()
}

async fn picture(
    State(state): State<AppState>,
    officer: Officer,
    Path(number): Path<String>,
) -> Result<Response, Problem> {
    send(&state, &officer.visit, number, PictureOf::Request).await
}

async fn answer_picture(
    State(state): State<AppState>,
    officer: Officer,
    Path(number): Path<String>,
) -> Result<Response, Problem> {
    send(&state, &officer.visit, number, PictureOf::Answer).await
}

async fn send(state: &AppState, visit: &Visit, number: String, of: PictureOf) -> Result<Response, Problem> {
    let picture = desk::picture(state, number, of).await?;
    Ok(picture.map_or_else(|| not_found(visit), show_picture))
}

fn kind(visit: &Visit, report: &Report) -> String {
    let known = category(&report.service_code);
    known.map_or_else(
        || report.service_code.clone(),
        |known| visit.say(&known.vi, &known.en).clone(),
    )
}

fn label(visit: &Visit, status: ReportStatus) -> &'static str {
    match status {
        ReportStatus::Received => visit.say("Đã tiếp nhận", "Received"),
        ReportStatus::Forwarded => visit.say("Đã chuyển đơn vị", "Forwarded"),
        ReportStatus::Answered => visit.say("Đã có kết quả", "Answered"),
    }
}

fn chip(visit: &Visit, status: ReportStatus) -> Markup {
    let class = match status {
        ReportStatus::Received => "chip wait",
        ReportStatus::Forwarded => "chip",
        ReportStatus::Answered => "chip good",
    };
    html! { span class=(class) { (label(visit, status)) } }
}

/// The first words, for a list.
fn shortened(text: &str) -> String {
    const LONGEST: usize = 160;
    if text.chars().count() <= LONGEST {
        return text.to_owned();
    }
    text.chars().take(LONGEST).chain(['…']).collect()
}
