//! A dossier's chain of facts as people read it: what happened, when, who signed, and whether the chain holds.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use maud::{Markup, html};
use serde_json::Value;

use super::page::moment;
use super::visit::Visit;
use crate::app::AppState;
use crate::evidence::chain::{self, KnownKey};
use crate::key::{PublicJwk, jws};

/// The whole timeline. `known` are the keys whose statements the portal publishes.
pub(super) fn timeline(
    state: &AppState,
    visit: &Visit,
    dossier_id: &str,
    facts: &[String],
    known: &BTreeMap<String, KnownKey>,
) -> Markup {
    let holds = chain::verify(facts, known, dossier_id);
    html! {
        section class="card" {
            h2 { (visit.say("Diễn biến", "What happened")) }
            ol class="timeline" {
                @for fact in facts {
                    @if let Some(said) = jws::parse(fact) { li { (entry(state, visit, &said.payload)) } }
                }
            }
            @match holds {
                Ok(()) => p class="said good" {
                    (visit.say("Chuỗi chứng cứ nguyên vẹn, mọi chữ ký đều đúng.", "The chain of evidence is whole and every signature holds."))
                },
                Err(broken) => p class="said bad" role="alert" {
                    (visit.say("Chuỗi chứng cứ có vấn đề ở mục ", "The chain of evidence is broken at entry ")) (broken.place + 1) "."
                },
            }
        }
    }
}

fn entry(state: &AppState, visit: &Visit, said: &Value) -> Markup {
    let text = |name: &str| said[name].as_str().unwrap_or_default();
    let occurred: Option<DateTime<Utc>> = text("occurred_at").parse().ok();
    let data = &said["data"];
    html! {
        h3 { (event(visit, text("event"))) }
        p class="quiet" {
            @if let Some(occurred) = occurred { (moment(occurred)) " – " }
            (visit.say("ký bởi ", "signed by ")) (signer(state, visit, text("issuer")))
        }
        @if let Some(reason) = said["reason"].as_str() {
            p { (visit.say("Lý do: ", "Reason: ")) (reason_label(visit, reason)) }
        }
        @if let Some(note) = data["note_vi"].as_str().filter(|note| !note.is_empty()) { p lang="vi" { (note) } }
        @for item in data["items"].as_array().into_iter().flatten() {
            @if let Some(note) = item["note_vi"].as_str() { p lang="vi" { "– " (note) } }
        }
        @if let Some(due) = data["due_at"].as_str().and_then(|due| due.parse().ok()) {
            p { (visit.say("Hạn: ", "Due: ")) (moment(due)) }
        }
        @if let Some(result) = data["result"]["name"].as_str() {
            p { (visit.say("Kết quả: ", "Result: ")) (result) }
        }
    }
}

fn signer(state: &AppState, visit: &Visit, issuer: &str) -> String {
    let Some(agency_code) = issuer.strip_prefix("office:") else {
        return visit.say("Cổng dịch vụ công", "the portal").to_owned();
    };
    let office = state.units.office(agency_code);
    office.map_or_else(
        || agency_code.to_owned(),
        |office| visit.say(&office.name_vi, &office.name_en).clone(),
    )
}

fn event<'a>(visit: &Visit, event: &'a str) -> &'a str {
    match event {
        "submitted" => visit.say("Đã nộp", "Submitted"),
        "received" => visit.say("Cơ quan đã nhận", "Received by the office"),
        "accepted" => visit.say("Tiếp nhận hồ sơ", "Accepted"),
        "supplement_asked" => visit.say("Yêu cầu bổ sung", "Supplement asked"),
        "supplement_received" => visit.say("Đã nhận bổ sung", "Supplement received"),
        "processing_started" => visit.say("Bắt đầu xử lý", "Processing started"),
        "completed" => visit.say("Đã xử lý xong", "Completed"),
        "delivered" => visit.say("Đã trả kết quả", "Result delivered"),
        "refused" => visit.say("Từ chối tiếp nhận", "Refused"),
        "stopped" => visit.say("Dừng xử lý", "Stopped"),
        "withdrawn" => visit.say("Công dân rút hồ sơ", "Withdrawn"),
        unknown => unknown,
    }
}

/// A reason in words; one that we don't know is shown as it is.
pub(super) fn reason_label<'a>(visit: &Visit, reason: &'a str) -> &'a str {
    match reason {
        "paper_missing" => visit.say("Thiếu giấy tờ", "A paper is missing"),
        "paper_unreadable" => visit.say("Giấy tờ không đọc được", "A paper can't be read"),
        "answer_wrong" => visit.say("Thông tin chưa đúng", "An answer is wrong"),
        "not_competent" => visit.say("Không thuộc thẩm quyền", "Not this office's matter"),
        "not_eligible" => visit.say("Không đủ điều kiện", "Not eligible"),
        "supplement_missed" => visit.say("Không bổ sung đúng hạn", "The supplement didn't come in time"),
        "citizen_request" => visit.say("Theo yêu cầu của công dân", "At the citizen's request"),
        "other" => visit.say("Lý do khác", "Another reason"),
        unknown => unknown,
    }
}

/// The keys that the portal has stated, by their ids.
pub(super) fn known_keys(statements: &[String]) -> BTreeMap<String, KnownKey> {
    let read = |statement: &String| {
        let said = jws::parse(statement)?.payload;
        let jwk: PublicJwk = serde_json::from_value(said["jwk"].clone()).ok()?;
        let owner = said["owner"].as_str()?.to_owned();
        Some((said["kid"].as_str()?.to_owned(), KnownKey { owner, jwk }))
    };
    statements.iter().filter_map(read).collect()
}
