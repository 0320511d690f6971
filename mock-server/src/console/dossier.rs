//! One dossier: what it is, its facts, its answers and papers, and what can be done with it now.

use std::collections::BTreeMap;

use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

use super::actions::actions;
use super::answers::{Reader, answers};
use super::dossiers::{HERE, chip, dates, procedure};
use super::page::{fact, moment, not_found, page};
use super::timeline::{known_keys, timeline};
use super::visit::{Officer, Visit};
use crate::app::AppState;
use crate::dossier::Dossier;
use crate::dossier::manifest::{Manifest, Paper};
use crate::evidence::chain::KnownKey;
use crate::extract::Path;
use crate::key::ring_of_keys::statements;
use crate::office::desk;
use crate::problem::{Code, Problem};
use crate::store::{StoreError, dossier};
use crate::upload::content_of;

/// Everything that the page shows.
struct Case {
    dossier: Dossier,
    manifest: Manifest,
    facts: Vec<String>,
    known: BTreeMap<String, KnownKey>,
    answers: String,
}

/// The page.
pub(super) async fn show(
    State(state): State<AppState>,
    Officer { visit, session }: Officer,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let Some(case) = read(&state, id).await? else {
        return Ok(not_found(&visit));
    };
    let title = format!("{} {}", visit.say("Hồ sơ", "Dossier"), case.dossier.code);
    let manifest = &case.manifest;
    let form = state
        .forms
        .version(&case.dossier.procedure_code, manifest.form_version());
    let reader = form.map(|form| Reader::new(form, visit.language, state.clock.now()));
    let asked_for = reader
        .as_ref()
        .zip(form)
        .map(|(reader, form)| reader.papers(form))
        .unwrap_or_default();
    let content = html! {
        p class="ways" {
            a href=(HERE) { (visit.say("Tất cả hồ sơ", "All dossiers")) }
            a href="#actions" { (visit.say("Đến việc có thể làm", "To what can be done")) }
        }
        (summary(&state, &visit, &case.dossier))
        div class="columns" {
            div {
                (answers(&visit, reader.as_ref(), &case.answers))
                (papers(&visit, &case))
            }
            div {
                (actions(&state, &visit, &session, &case.dossier, &asked_for))
                (timeline(&state, &visit, &case.dossier.id, &case.facts, &case.known))
            }
        }
    };
    Ok(page(&visit, &title, HERE, content))
}

/// The case of this id; nothing for an unknown one.
async fn read(state: &AppState, id: String) -> Result<Option<Case>, Problem> {
    let (dossier, manifest, facts) = match desk::open(state, id).await {
        Err(problem) if problem.code() == Code::NotFound => return Ok(None),
        found => found?,
    };
    let answers = content_of(&state.addresses.data, &dossier.sub, manifest.answers_sha256()).await?;
    let answers = String::from_utf8_lossy(&answers).into_owned();
    let known = known_keys(&statements(&state.store).await?);
    Ok(Some(Case {
        dossier,
        manifest,
        facts,
        known,
        answers,
    }))
}

fn summary(state: &AppState, visit: &Visit, dossier: &Dossier) -> Markup {
    let office = state.units.office(&dossier.agency_code);
    html! {
        section class="card" {
            div class="head" {
                h2 { (procedure(state, visit, dossier)) }
                (chip(visit, dossier.status))
            }
            dl class="facts" {
                (dates(visit, dossier))
                @if let Some(office) = office {
                    (fact(visit.say("Cơ quan tiếp nhận", "Receiving office"), html! { (visit.say(&office.name_vi, &office.name_en)) }))
                }
                @if let Some(asked) = &dossier.supplement {
                    (fact(visit.say("Hạn bổ sung", "Supplement due"), moment(asked.due_at)))
                }
                @if let Some(asked) = dossier.withdrawal_requested_at {
                    (fact(visit.say("Xin rút hồ sơ lúc", "Withdrawal requested"), moment(asked)))
                }
            }
        }
    }
}

fn papers(visit: &Visit, case: &Case) -> Markup {
    html! {
        section class="card" {
            h2 { (visit.say("Giấy tờ", "Papers")) }
            @if case.manifest.papers().is_empty() {
                p class="quiet" { (visit.say("Không có giấy tờ kèm theo.", "No papers came with it.")) }
            }
            ul class="pictures" {
                @for paper in case.manifest.papers() { li { (one_paper(visit, &case.dossier.id, paper)) } }
            }
        }
    }
}

fn one_paper(visit: &Visit, dossier_id: &str, paper: &Paper) -> Markup {
    let address = format!("{HERE}/{dossier_id}/files/{}", paper.sha256);
    let size = format!("{} kB", paper.size.div_ceil(1_000));
    html! {
        figure {
            @if paper.media_type.starts_with("image/") {
                img src=(address) alt={ (visit.say("Ảnh của giấy tờ ", "Picture of the paper ")) (paper.name) };
            }
            figcaption {
                a href={ (address) "?download=1" } { (visit.say("Tải ", "Download ")) (paper.name) }
                span class="quiet" { " (" (size) ")" }
            }
        }
    }
}

/// A paper of the dossier's newest manifest; only those, whatever hash is asked for.
pub(super) async fn file(
    State(state): State<AppState>,
    Officer { visit, .. }: Officer,
    Path((id, sha256)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let Some(case) = read(&state, id).await? else {
        return Ok(not_found(&visit));
    };
    let Some(paper) = case.manifest.papers().iter().find(|paper| paper.sha256 == sha256) else {
        return Ok(not_found(&visit));
    };
    let bytes = content_of(&state.addresses.data, &case.dossier.sub, &paper.sha256).await?;
    let shown = paper.media_type.starts_with("image/") && !visit.here.ends_with("?download=1");
    Ok(send(&paper.name, &paper.media_type, shown, bytes))
}

/// The result's paper.
pub(super) async fn result(
    State(state): State<AppState>,
    Officer { visit, .. }: Officer,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let read = move |db: &rusqlite::Connection| {
        let found = dossier::find(db, &id)?.and_then(|found| found.result);
        Ok::<_, StoreError>(found.zip(dossier::result(db, &id)?))
    };
    let Some((paper, bytes)) = state.store.read(read).await? else {
        return Ok(not_found(&visit));
    };
    Ok(send(&paper.name, &paper.media_type, false, bytes))
}

/// A file as what it is. Its name was chosen by others, so it travels percent-encoded (RFC 8187).
fn send(name: &str, media_type: &str, shown: bool, bytes: Vec<u8>) -> Response {
    let kind = if shown { "inline" } else { "attachment" };
    let name: String = name.bytes().map(|byte| format!("%{byte:02X}")).collect();
    let headers = [
        (header::CONTENT_TYPE, media_type.to_owned()),
        (
            header::CONTENT_DISPOSITION,
            format!("{kind}; filename*=UTF-8''{name}"),
        ),
    ];
    (headers, bytes).into_response()
}
