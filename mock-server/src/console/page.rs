//! What every page of the console shares: banner, navigation, what the last action came to, and its shapes.

use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use chrono::{DateTime, Utc};
use maud::{DOCTYPE, Markup, html};
use url::form_urlencoded;

use super::visit::Visit;
use crate::calendar::local;
use crate::clock::wire_time;

/// A whole page. `current` is the path of the navigation entry that it belongs to.
pub(super) fn page(visit: &Visit, title: &str, current: &str, content: Markup) -> Response {
    let text = html! {
        (DOCTYPE)
        html lang=(visit.language.tag()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) " – Một Cửa" }
                link rel="stylesheet" href="/console/console.css";
                link rel="icon" href="/console/icon.svg" type="image/svg+xml";
            }
            body {
                a class="skip" href="#main" { (visit.say("Đến nội dung chính", "Skip to content")) }
                header {
                    p class="banner" { span lang="vi" { "Dữ liệu giả" } " / " span lang="en" { "Mock data" } }
                    (top(visit, current))
                }
                main id="main" {
                    h1 { (title) }
                    (told(visit))
                    (content)
                }
                footer {
                    (visit.say("Cổng mô phỏng để kiểm thử. Không gửi dữ liệu thật vào đây.",
                        "A mock portal for testing. Send no real data here."))
                }
            }
        }
    };
    Html(text.into_string()).into_response()
}

fn top(visit: &Visit, current: &str) -> Markup {
    let (other, name) = visit.language.other();
    let back: String = form_urlencoded::byte_serialize(visit.here.as_bytes()).collect();
    let mut entries = vec![
        ("/console/dossiers", visit.say("Hồ sơ", "Dossiers")),
        ("/console/feedback", visit.say("Phản ánh", "Feedback")),
    ];
    if visit.control {
        entries.push(("/console/qa", visit.say("Kiểm thử", "QA")));
    }
    html! {
        div class="top" { div {
            p class="brand" { "Một Cửa" }
            @if visit.session.is_some() {
                nav aria-label=(visit.say("Chính", "Main")) {
                    ul {
                        @for (path, label) in entries {
                            li { a href=(path) aria-current=[(path == current).then_some("page")] { (label) } }
                        }
                    }
                }
            }
            div class="aside" {
                a href={ "/console/language/" (other.tag()) "?back=" (back) } lang=(other.tag()) hreflang=(other.tag()) { (name) }
                @if let Some(session) = &visit.session {
                    form method="post" action="/console/sign-out" {
                        input type="hidden" name="form_token" value=(session.form_token());
                        button { (visit.say("Đăng xuất", "Sign out")) }
                    }
                }
            }
        } }
    }
}

/// What the last action came to. Words are looked up, so an address can't put its own on the page.
fn told(visit: &Visit) -> Markup {
    let Some((kind, word)) = &visit.told else {
        return html! {};
    };
    if kind == "done" {
        return html! { p class="said good" role="status" { (visit.say("Đã thực hiện.", "Done.")) } };
    }
    let text = match word.as_str() {
        "STATUS_MOVE_REFUSED" => visit.say(
            "Không thực hiện được: trạng thái hiện tại không cho phép bước này.",
            "Not done: the present status doesn't allow this step.",
        ),
        "REVISION_STALE" => visit.say(
            "Không thực hiện được: nội dung đã thay đổi từ khi bạn mở trang. Hãy xem lại rồi thử lần nữa.",
            "Not done: it has changed since you opened the page. Look again, then retry.",
        ),
        "FILE_TOO_LARGE" => visit.say("Tệp lớn hơn 20 MB.", "The file is over 20 MB."),
        "FILE_TYPE_REFUSED" => visit.say("Loại tệp này không được nhận.", "This kind of file isn't taken."),
        "REQUEST_INVALID" => visit.say(
            "Thiếu hoặc sai thông tin trong biểu mẫu.",
            "Something in the form is missing or wrong.",
        ),
        "SIGN_IN_REQUIRED" => visit.say("Mã không đúng.", "The token is wrong."),
        _ => visit.say(
            "Cổng gặp lỗi, chưa thực hiện được.",
            "The portal failed; nothing was done.",
        ),
    };
    html! { p class="said bad" role="alert" { (text) } }
}

/// The page for what isn't there.
pub(super) fn not_found(visit: &Visit) -> Response {
    let content = html! {
        p { (visit.say("Không có trang này, hoặc đã bị xoá.", "There is no such page, or no longer.")) }
        p { a href="/console" { (visit.say("Về trang đầu", "To the first page")) } }
    };
    let mut response = page(visit, visit.say("Không tìm thấy", "Not found"), "", content);
    *response.status_mut() = StatusCode::NOT_FOUND;
    response
}

/// A moment as people here read it: `22/11/2026 15:00`, Vietnam's time.
pub(super) fn moment(time: DateTime<Utc>) -> Markup {
    html! { time datetime=(wire_time(time)) { (local(time).format("%d/%m/%Y %H:%M")) } }
}

/// A label and its value in a list of facts.
pub(super) fn fact(label: &str, value: Markup) -> Markup {
    html! { div { dt { (label) } dd { (value) } } }
}

/// A filter by one status, as a form that works without a script.
pub(super) fn status_filter(
    visit: &Visit,
    action: &str,
    chosen: Option<&str>,
    choices: &[(&str, &str)],
) -> Markup {
    html! {
        form method="get" action=(action) class="row filter" {
            div class="field" {
                label for="status" { (visit.say("Trạng thái", "Status")) }
                select id="status" name="status" {
                    option value="" { (visit.say("Tất cả", "All")) }
                    @for (id, label) in choices {
                        option value=(id) selected[chosen == Some(*id)] { (label) }
                    }
                }
            }
            button { (visit.say("Lọc", "Filter")) }
        }
    }
}
