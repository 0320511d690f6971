//! QA's page: the clock, the faults and the counts of `/control/v1`, for people. Only there with `--control`.

use axum::extract::{FromRequestParts, State};
use axum::http::request::Parts;
use axum::response::{IntoResponse, Redirect, Response};
use chrono::{NaiveDateTime, TimeDelta, Utc};
use maud::{Markup, html};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use utoipa_axum::router::OpenApiRouter;

use super::page::{moment, not_found, page};
use super::session::Session;
use super::visit::{Officer, Visit};
use crate::app::AppState;
use crate::calendar::local;
use crate::clock::ClockState;
use crate::control::faults::{Listed, Order};
use crate::control::{Counts, count, listed_faults, place_order};
use crate::extract::FormBody;
use crate::problem::Problem;

const HERE: &str = "/console/qa";

/// The page and its forms.
pub(super) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .route(HERE, axum::routing::get(show))
        .route("/console/qa/clock", axum::routing::post(set_clock))
        .route("/console/qa/advance", axum::routing::post(advance))
        .route("/console/qa/faults", axum::routing::post(order))
        .route("/console/qa/faults/remove", axum::routing::post(remove))
}

/// An officer at a portal with `--control`; without it there is no such page.
struct Tester(Officer);

impl FromRequestParts<AppState> for Tester {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Response> {
        let officer = Officer::from_request_parts(parts, state).await?;
        if officer.visit.control {
            Ok(Self(officer))
        } else {
            Err(not_found(&officer.visit))
        }
    }
}

async fn show(
    State(state): State<AppState>,
    Tester(Officer { visit, session }): Tester,
) -> Result<Response, Problem> {
    let counts = count(&state).await?;
    let listed = listed_faults(&state).list().to_vec();
    let content = html! {
        div class="columns" {
            div {
                (clock(&visit, &session, state.clock.state()))
                (counted(&visit, &counts))
            }
            div {
                (ordered(&visit, &session, &listed))
                (order_form(&visit, &session))
            }
        }
    };
    Ok(page(&visit, visit.say("Kiểm thử", "QA"), HERE, content))
}

fn clock(visit: &Visit, session: &Session, clock: ClockState) -> Markup {
    let token = session.form_token();
    let shown = local(clock.now).format("%Y-%m-%dT%H:%M");
    let steps = [
        (3_600, visit.say("+1 giờ", "+1 hour")),
        (86_400, visit.say("+1 ngày", "+1 day")),
        (7 * 86_400, visit.say("+7 ngày", "+7 days")),
    ];
    html! {
        section class="card" {
            h2 { (visit.say("Đồng hồ của cổng", "The portal's clock")) }
            p {
                (moment(clock.now)) " "
                @if clock.frozen { span class="chip wait" { (visit.say("đang dừng", "frozen")) } }
                @else { span class="chip good" { (visit.say("đang chạy", "running")) } }
            }
            form method="post" action="/console/qa/advance" {
                input type="hidden" name="form_token" value=(token);
                div class="row" {
                    @for (seconds, label) in steps { button name="seconds" value=(seconds) { (label) } }
                }
            }
            form method="post" action="/console/qa/clock" {
                input type="hidden" name="form_token" value=(token);
                div class="row" {
                    div class="field" {
                        label for="now" { (visit.say("Đặt giờ (Việt Nam)", "Set the time (Vietnam's)")) }
                        input id="now" name="now" type="datetime-local" value=(shown) required;
                    }
                    div class="field" {
                        label class="check" {
                            input type="checkbox" name="frozen" value="true" checked[clock.frozen];
                            span { (visit.say("Dừng tại đó", "Freeze it there")) }
                        }
                    }
                }
                button { (visit.say("Đặt giờ", "Set the time")) }
            }
        }
    }
}

fn counted(visit: &Visit, counts: &Counts) -> Markup {
    let rows = [
        (visit.say("Hồ sơ", "Dossiers"), counts.dossiers),
        (visit.say("Sự kiện có chữ ký", "Signed facts"), counts.facts),
        (visit.say("Tệp đã nhận đủ", "Complete files"), counts.files),
        (
            visit.say("Thông báo trong nhật ký", "Events in logs"),
            counts.events,
        ),
        (visit.say("Lần đánh thức đã gửi", "Wake-ups sent"), counts.pushes),
        (visit.say("Phản ánh", "Feedback"), counts.feedback),
    ];
    html! {
        section class="card" {
            h2 { (visit.say("Số lượng", "Counts")) }
            dl { @for (label, number) in rows { dt { (label) } dd { (number) } } }
        }
    }
}

fn ordered(visit: &Visit, session: &Session, listed: &[Listed]) -> Markup {
    html! {
        section class="card" {
            h2 { (visit.say("Lỗi đã đặt", "Ordered faults")) }
            @if listed.is_empty() {
                p class="quiet" { (visit.say("Chưa đặt lỗi nào.", "No fault is ordered.")) }
            }
            ul class="list" {
                @for fault in listed { li { (one_fault(visit, session, fault)) } }
            }
        }
    }
}

fn one_fault(visit: &Visit, session: &Session, fault: &Listed) -> Markup {
    let order = &fault.order;
    let times = order
        .times
        .map_or_else(|| "∞".to_owned(), |times| times.to_string());
    let what = serde_json::to_string(&order.fault).unwrap_or_default();
    html! {
        p {
            strong { "#" (fault.id) " " }
            code { (what) } br;
            code { (order.method.as_deref().unwrap_or("*")) " " (order.path_prefix) } br;
            span class="quiet" {
                (visit.say("Đã xảy ra", "Struck")) " " (fault.struck) "/" (times)
                @if order.after > 0 { ", " (visit.say("bỏ qua trước", "passed first")) " " (fault.passed) "/" (order.after) }
            }
        }
        form method="post" action="/console/qa/faults/remove" {
            input type="hidden" name="form_token" value=(session.form_token());
            button class="danger" name="id" value=(fault.id) {
                (visit.say("Gỡ lỗi", "Remove fault")) " #" (fault.id)
            }
        }
    }
}

/// Kinds, the words for them, and the member that each needs.
const KINDS: [(&str, &str, &str); 12] = [
    ("delay", "Chậm (ms)", "Late (ms)"),
    ("status", "Báo lỗi (mã HTTP)", "Refuses (HTTP status)"),
    ("html", "Trang HTML lạ", "A strange HTML page"),
    (
        "reply_lost",
        "Mất phản hồi sau khi xử lý",
        "Reply lost after the work",
    ),
    (
        "connection_closed",
        "Ngắt kết nối trước khi xử lý",
        "Connection closed before the work",
    ),
    ("cut_upload", "Cắt tệp tại (byte)", "Upload cut at (byte)"),
    (
        "receipt_other_dossier",
        "Biên nhận của hồ sơ khác",
        "Receipt of another dossier",
    ),
    (
        "receipt_wrong_hash",
        "Biên nhận sai mã băm",
        "Receipt with a wrong hash",
    ),
    ("redirect", "Chuyển hướng (địa chỉ)", "Redirect (address)"),
    ("garbled", "JSON bị hỏng", "Broken JSON"),
    ("push_dropped", "Mất tin đánh thức", "Wake-up dropped"),
    ("token_revoked", "Thu hồi phiên đăng nhập", "Session revoked"),
];

fn order_form(visit: &Visit, session: &Session) -> Markup {
    html! {
        section class="card" {
            h2 { (visit.say("Đặt một lỗi", "Order a fault")) }
            form method="post" action="/console/qa/faults" {
                input type="hidden" name="form_token" value=(session.form_token());
                div class="field" {
                    label for="kind" { (visit.say("Loại lỗi", "Kind")) }
                    select id="kind" name="kind" {
                        @for (kind, vi, en) in KINDS { option value=(kind) { (visit.say(vi, en)) } }
                    }
                }
                div class="field" {
                    label for="value" { (visit.say("Giá trị", "Value")) }
                    p class="hint" id="value-hint" {
                        (visit.say("Chỉ cho loại có ghi trong ngoặc.", "Only for kinds that name one in brackets."))
                    }
                    input id="value" name="value" aria-describedby="value-hint" autocomplete="off";
                }
                div class="field" {
                    label for="path_prefix" { (visit.say("Đường dẫn bắt đầu bằng", "Path starts with")) }
                    input id="path_prefix" name="path_prefix" value="/v1/" required pattern="/.*" autocomplete="off";
                }
                div class="row" {
                    div class="field" {
                        label for="method" { (visit.say("Phương thức", "Method")) }
                        select id="method" name="method" {
                            option value="" { (visit.say("Tất cả", "All")) }
                            @for method in ["GET", "PUT", "POST", "PATCH", "HEAD", "DELETE"] { option { (method) } }
                        }
                    }
                    div class="field" {
                        label for="times" { (visit.say("Số lần", "Times")) }
                        input id="times" name="times" type="number" min="1" value="1";
                    }
                    div class="field" {
                        label for="after" { (visit.say("Sau số lần", "After")) }
                        input id="after" name="after" type="number" min="0" value="0";
                    }
                }
                button class="main" { (visit.say("Đặt lỗi", "Order")) }
            }
        }
    }
}

#[derive(Deserialize)]
struct SetClock {
    form_token: String,
    now: String,
    #[serde(default)]
    frozen: bool,
}

async fn set_clock(
    State(state): State<AppState>,
    Tester(officer): Tester,
    FormBody(form): FormBody<SetClock>,
) -> Response {
    let here = *local(state.clock.now()).offset();
    let wanted = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]
        .iter()
        .find_map(|format| NaiveDateTime::parse_from_str(&form.now, format).ok())
        .and_then(|wanted| wanted.and_local_timezone(here).single());
    let Some(wanted) = wanted.filter(|_| officer.session.sent(&form.form_token)) else {
        return after(Err("REQUEST_INVALID"));
    };
    state.clock.set(ClockState {
        now: wanted.with_timezone(&Utc),
        frozen: form.frozen,
    });
    after(Ok(()))
}

#[derive(Deserialize)]
struct Advance {
    form_token: String,
    seconds: u32,
}

async fn advance(
    State(state): State<AppState>,
    Tester(officer): Tester,
    FormBody(form): FormBody<Advance>,
) -> Response {
    if !officer.session.sent(&form.form_token) {
        return after(Err("REQUEST_INVALID"));
    }
    state.clock.advance(TimeDelta::seconds(form.seconds.into()));
    after(Ok(()))
}

#[derive(Deserialize)]
struct OrderForm {
    form_token: String,
    kind: String,
    value: String,
    path_prefix: String,
    method: String,
    times: String,
    after: String,
}

async fn order(
    State(state): State<AppState>,
    Tester(officer): Tester,
    FormBody(form): FormBody<OrderForm>,
) -> Response {
    let order = officer
        .session
        .sent(&form.form_token)
        .then(|| read_order(&form))
        .flatten();
    let placed = order.is_some_and(|order| place_order(&state, order).is_ok());
    after(placed.then_some(()).ok_or("REQUEST_INVALID"))
}

/// The order that a form means, by way of the JSON that the control interface takes.
fn read_order(form: &OrderForm) -> Option<Order> {
    let mut order = Map::new();
    order.insert("kind".into(), json!(form.kind));
    order.insert("path_prefix".into(), json!(form.path_prefix.trim()));
    if !form.method.is_empty() {
        order.insert("method".into(), json!(form.method));
    }
    let number = |text: &str| text.trim().parse::<u64>().ok();
    order.insert("times".into(), json!(number(&form.times)));
    order.insert("after".into(), json!(number(&form.after).unwrap_or(0)));
    let member = match form.kind.as_str() {
        "delay" => Some(("ms", json!(number(&form.value)?))),
        "status" => Some(("status", json!(number(&form.value)?))),
        "cut_upload" => Some(("at_bytes", json!(number(&form.value)?))),
        "redirect" => Some(("to", json!(form.value.trim()))),
        _ => None,
    };
    order.extend(member.map(|(name, value)| (name.to_owned(), value)));
    serde_json::from_value(Value::Object(order)).ok()
}

#[derive(Deserialize)]
struct Remove {
    form_token: String,
    id: u64,
}

async fn remove(
    State(state): State<AppState>,
    Tester(officer): Tester,
    FormBody(form): FormBody<Remove>,
) -> Response {
    let removed = officer.session.sent(&form.form_token) && listed_faults(&state).remove(form.id);
    after(removed.then_some(()).ok_or("REQUEST_INVALID"))
}

fn after(outcome: Result<(), &str>) -> Response {
    let told = outcome.map_or_else(|code| format!("problem={code}"), |()| "done=1".to_owned());
    Redirect::to(&format!("{HERE}?{told}")).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::control::faults::Fault;

    fn form(kind: &str, value: &str) -> OrderForm {
        let text = str::to_owned;
        OrderForm {
            form_token: text(""),
            kind: text(kind),
            value: text(value),
            path_prefix: text("/v1/"),
            method: text("PUT"),
            times: text("2"),
            after: text(""),
        }
    }

    #[test]
    fn every_kind_that_the_form_offers_can_be_ordered() {
        for (kind, ..) in KINDS {
            let order = read_order(&form(kind, "418")).unwrap();
            assert_eq!(serde_json::to_value(&order.fault).unwrap()["kind"], kind);
            assert_eq!(
                (order.method.as_deref(), order.times, order.after),
                (Some("PUT"), Some(2), 0)
            );
        }
    }

    #[test]
    fn a_value_goes_where_its_kind_needs_it_and_a_missing_one_is_no_order() {
        let order = read_order(&form("cut_upload", " 1000 ")).unwrap();
        assert_eq!(order.fault, Fault::CutUpload { at_bytes: 1000 });
        assert!(read_order(&form("delay", "")).is_none());
        assert!(read_order(&form("earthquake", "1")).is_none());
    }
}
