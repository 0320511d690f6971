//! Signing in with the office's token, signing out, and choosing a language.

use axum::extract::State;
use axum::http::header::SET_COOKIE;
use axum::response::{IntoResponse, Redirect, Response};
use maud::html;
use serde::Deserialize;

use super::language::Language;
use super::page::{not_found, page};
use super::session::{COOKIE, Session};
use super::visit::{LANGUAGE_COOKIE, Officer, Visit, page_of_ours};
use crate::app::AppState;
use crate::extract::{FormBody, Path, Query};

/// To the work, or to the sign-in page.
pub(super) async fn first(visit: Visit) -> Redirect {
    Redirect::to(if visit.session.is_some() {
        "/console/dossiers"
    } else {
        "/console/sign-in"
    })
}

/// The sign-in page.
pub(super) async fn show(visit: Visit) -> Response {
    let content = html! {
        form method="post" action="/console/sign-in" class="card" {
            p {
                (visit.say("Nhập mã của cơ quan. Mã được in ra khi cổng khởi động và nằm trong tệp ",
                    "Enter the office's token. It is printed when the portal starts and stands in the file "))
                code { "office-token" }
                (visit.say(" của thư mục dữ liệu.", " of the data folder."))
            }
            div class="field" {
                label for="token" { (visit.say("Mã của cơ quan", "Office token")) }
                input id="token" name="token" type="password" autocomplete="current-password" required;
            }
            button class="main" { (visit.say("Đăng nhập", "Sign in")) }
        }
    };
    page(
        &visit,
        visit.say("Đăng nhập cán bộ", "Officer sign-in"),
        "",
        content,
    )
}

#[derive(Deserialize)]
pub(super) struct SignIn {
    token: String,
}

/// Signs in who knows the token.
pub(super) async fn sign_in(
    State(state): State<AppState>,
    visit: Visit,
    FormBody(form): FormBody<SignIn>,
) -> Response {
    match Session::sign_in(&state, &form.token) {
        Some(session) => {
            let cookie = set_cookie(&visit, COOKIE, &session.cookie(), "; HttpOnly");
            ([(SET_COOKIE, cookie)], Redirect::to("/console/dossiers")).into_response()
        }
        None => Redirect::to("/console/sign-in?problem=SIGN_IN_REQUIRED").into_response(),
    }
}

/// What a form without anything else to say carries.
#[derive(Deserialize)]
pub(super) struct Signed {
    /// Proof that the form came from our page.
    pub(super) form_token: String,
}

/// Signs out.
pub(super) async fn sign_out(officer: Officer, FormBody(form): FormBody<Signed>) -> Response {
    if !officer.session.sent(&form.form_token) {
        return Redirect::to("/console").into_response();
    }
    let cookie = set_cookie(&officer.visit, COOKIE, "", "; HttpOnly; Max-Age=0");
    ([(SET_COOKIE, cookie)], Redirect::to("/console/sign-in")).into_response()
}

#[derive(Deserialize)]
pub(super) struct Back {
    #[serde(default)]
    back: String,
}

/// Remembers a language and goes back to the page.
pub(super) async fn choose_language(
    visit: Visit,
    Path(tag): Path<String>,
    Query(query): Query<Back>,
) -> Response {
    let Some(language) = Language::from_tag(&tag) else {
        return not_found(&visit);
    };
    let cookie = set_cookie(&visit, LANGUAGE_COOKIE, language.tag(), "; Max-Age=31536000");
    ([(SET_COOKIE, cookie)], Redirect::to(page_of_ours(&query.back))).into_response()
}

fn set_cookie(visit: &Visit, name: &str, value: &str, more: &str) -> String {
    let secure = if visit.secure { "; Secure" } else { "" };
    format!("{name}={value}; Path=/console; SameSite=Strict{more}{secure}")
}
