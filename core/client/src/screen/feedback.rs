//! Reports to 1022 as screens show them.

use motcua_domain::{
    failure::{CodeText, FailureKind},
    feedback::{Place, ReportForm, ReportState, category},
    time::Millis,
};
use serde::{Deserialize, Serialize};

use super::{
    failure, format,
    text::{Language, Texts, Var},
};
use crate::port::store::FeedbackRow;

/// A report with what is known of it: the content of [`FeedbackRow::report`]. Personal, so without `Debug`.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct ReportRecord {
    /// What the person wrote.
    pub form: ReportForm,
    /// Where it stands.
    pub state: ReportState,
    /// When it was queued.
    pub queued_at: Millis,
    /// The office's answer, once there is one.
    pub answer: Option<String>,
    /// Until when an answer is expected, RFC 3339.
    pub expected_at: Option<String>,
}

/// What a person reports. Personal, so without `Debug`.
#[derive(Clone, PartialEq)]
pub struct NewFeedback {
    /// Category code of the 1022 list.
    pub service_code: String,
    /// What is wrong, in the person's words.
    pub description: String,
    /// Where it is.
    pub place: Place,
}

/// A kind of report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedbackCategory {
    /// Its code, for `NewFeedback::service_code`.
    pub code: String,
    /// Its name in the chosen language.
    pub name: String,
}

/// Builds a kind of report; `portal_name` is what the portal calls one that this app doesn't know.
pub fn category_item(code: &str, portal_name: Option<&str>, texts: &Texts) -> FeedbackCategory {
    let ours = category(code).map(|it| texts.language().pick(it.vi, it.en));
    FeedbackCategory {
        code: code.to_owned(),
        name: ours.or(portal_name).unwrap_or(code).to_owned(),
    }
}

/// A page of reports, newest first.
#[derive(Clone, PartialEq)]
pub struct FeedbackList {
    /// The reports.
    pub items: Vec<FeedbackPage>,
    /// To ask for the next page.
    pub next: Option<u64>,
}

/// One report.
#[derive(Clone, PartialEq)]
pub struct FeedbackPage {
    /// Its id.
    pub id: String,
    /// The category's name.
    pub category: String,
    /// The person's words.
    pub description: String,
    /// Whether there is a photo.
    pub has_photo: bool,
    /// Where it is: the address as it was written, or the position in degrees.
    pub place: Option<String>,
    /// The 1022 number, once received.
    pub number: Option<String>,
    /// The status' id: `queued`, `received`, `forwarded`, `answered` …
    pub status: String,
    /// The status in words.
    pub status_text: String,
    /// Until when an answer is expected, in words.
    pub expected: Option<String>,
    /// The office's answer.
    pub answer: Option<String>,
    /// When it was queued.
    pub queued_at: String,
    /// What was written, while it can be corrected; nothing once 1022 may have it.
    pub correctable: Option<NewFeedback>,
    /// The whole item as a screen reader speaks it.
    pub label: String,
}

/// Builds one report's model. `comes_back` says whether it can still be corrected.
pub fn page(row: &FeedbackRow, report: &ReportRecord, comes_back: bool, texts: &Texts) -> FeedbackPage {
    let (status, status_text) = status(&report.state, texts);
    let code = report.form.category.as_deref().unwrap_or_default();
    let names = category(code).map(|it| texts.language().pick(it.vi, it.en));
    let expected = report.expected_at.as_deref().map(format::date_time_of);
    let (category, queued_at) = (names.unwrap_or(code), format::date_time(report.queued_at));
    let spoken = [
        ("category", Var::Text(category)),
        ("status", Var::Text(&status_text)),
        ("at", Var::Text(&queued_at)),
    ];
    FeedbackPage {
        label: texts.with("feedback-item-label", &spoken),
        id: row.id.to_string(),
        category: category.to_owned(),
        description: report.form.description.clone(),
        has_photo: row.photo.is_some(),
        place: report.form.place.as_ref().map(|it| place(it, texts)),
        number: row.service_request_id.clone(),
        // Who has the answer isn't told by when it was to come.
        expected: expected
            .filter(|_| report.answer.is_none())
            .map(|at| texts.with("feedback-expected", &[("at", Var::Text(&at))])),
        answer: report.answer.clone(),
        queued_at,
        correctable: written(&report.form).filter(|_| comes_back),
        status,
        status_text,
    }
}

/// An address as it was written; a position as maps take it (`10.77690, 106.70090`, with a point in both languages), said to be one.
fn place(place: &Place, texts: &Texts) -> String {
    match place {
        Place::Address(text) => text.clone(),
        Place::Measured { lat, long, .. } | Place::Pinned { lat, long } => {
            let place = format!("{lat:.5}, {long:.5}");
            texts.with("feedback-position", &[("place", Var::Text(&place))])
        }
    }
}

fn written(form: &ReportForm) -> Option<NewFeedback> {
    Some(NewFeedback {
        service_code: form.category.clone()?,
        description: form.description.clone(),
        place: form.place.clone()?,
    })
}

/// That 1022 has not taken it, with the reason that it gave.
fn not_taken(code: Option<&CodeText>, texts: &Texts) -> String {
    let why = code.map(|it| failure::words(it.as_str(), FailureKind::Rejected, texts).cause);
    let why = [("why", Var::Text(why.as_deref().unwrap_or_default()))];
    texts.with("feedback-refused", &why).trim_end().to_owned()
}

fn status(state: &ReportState, texts: &Texts) -> (String, String) {
    match state {
        ReportState::Writing { refused } => ("writing".to_owned(), not_taken(refused.as_ref(), texts)),
        ReportState::Queued => ("queued".to_owned(), texts.get("feedback-queued")),
        ReportState::AtPortal { status, .. } => {
            let words = match texts.language() {
                Language::Vi => status.vi(),
                Language::En => status.en(),
            };
            (status.id().to_owned(), words.to_owned())
        }
    }
}
