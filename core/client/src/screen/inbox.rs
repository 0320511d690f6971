//! The inbox: what the portal told, newest first, and whether pushes get through.

use motcua_domain::{dossier::StatusText, tracking::Health};
use serde::Deserialize;

use super::{
    format,
    target::HomeTarget,
    text::{Language, Texts, Var},
};
use crate::port::store::EventRow;

/// A page of the inbox.
#[derive(Clone, PartialEq, Eq)]
pub struct Inbox {
    /// Newest first.
    pub items: Vec<InboxItem>,
    /// To ask for the next page.
    pub next: Option<u64>,
    /// What to say when there is nothing.
    pub empty: Option<String>,
    /// Whether pushes get through, in words.
    pub push: String,
    /// Whether pushes were missed.
    pub push_missed: bool,
}

/// One message.
#[derive(Clone, PartialEq, Eq)]
pub struct InboxItem {
    /// The event's number.
    pub seq: u64,
    /// The event's kind.
    pub kind: String,
    /// The dossier or report it is about.
    pub subject_id: String,
    /// When it happened.
    pub at: String,
    /// In words.
    pub text: String,
    /// Whether it hasn't been seen yet.
    pub is_new: bool,
    /// Where it leads; `None` for what this phone doesn't have.
    pub target: Option<HomeTarget>,
    /// The whole item as a screen reader speaks it.
    pub label: String,
}

#[derive(Default, Deserialize)]
struct Data {
    #[serde(default)]
    dossier_code: Option<String>,
    #[serde(default)]
    status: Option<StatusText>,
    #[serde(default)]
    event: Option<String>,
}

/// Builds a page of `rows`, each with where it leads. `limit` is how many rows were asked for.
pub fn inbox(rows: &[(EventRow, Option<HomeTarget>)], limit: u32, health: Health, texts: &Texts) -> Inbox {
    Inbox {
        items: rows
            .iter()
            .map(|(row, target)| item(row, target, texts))
            .collect(),
        next: (rows.len() == limit as usize)
            .then(|| rows.last().map(|(row, _)| row.seq))
            .flatten(),
        empty: rows.is_empty().then(|| texts.get("inbox-empty")),
        push: push_words(health, texts),
        push_missed: matches!(health, Health::Missed { .. }),
    }
}

/// Whether pushes get through, in words.
pub fn push_words(health: Health, texts: &Texts) -> String {
    let (name, count) = match health {
        Health::Unknown => ("push-unknown", 0),
        Health::Healthy => ("push-healthy", 0),
        Health::Missed { count, .. } => ("push-missed", count as u64),
    };
    texts.with(name, &[("count", Var::Count(count))])
}

fn item(row: &EventRow, target: &Option<HomeTarget>, texts: &Texts) -> InboxItem {
    let (at, text) = (format::date_time(row.occurred_at), words(row, texts));
    let is_new = row.seen_at.is_none();
    let spoken = if is_new {
        "inbox-new-item-label"
    } else {
        "inbox-item-label"
    };
    InboxItem {
        label: texts.with(spoken, &[("at", Var::Text(&at)), ("text", Var::Text(&text))]),
        seq: row.seq,
        kind: row.kind.clone(),
        subject_id: row.subject_id.clone(),
        at,
        text,
        is_new,
        target: target.clone(),
    }
}

fn words(row: &EventRow, texts: &Texts) -> String {
    let data: Data = serde_json::from_str(&row.data).unwrap_or_default();
    match row.kind.as_str() {
        "dossier_changed" => {
            let status = what_happened(&data, texts);
            let code = data.dossier_code.unwrap_or_default();
            texts.with(
                "inbox-dossier",
                &[("code", Var::Text(&code)), ("status", Var::Text(&status))],
            )
        }
        "feedback_changed" => texts.with("inbox-feedback", &[("code", Var::Text(&row.subject_id))]),
        _ => texts.get("inbox-other"),
    }
}

/// The status that a dossier has now; of the events that leave it as it was, what happened.
fn what_happened(data: &Data, texts: &Texts) -> String {
    match data.event.as_deref() {
        Some(event @ ("submitted" | "received" | "supplement_received")) => {
            texts.get(&format!("fact-{event}"))
        }
        _ => data
            .status
            .as_ref()
            .map(|it| status_words(it, texts.language()))
            .unwrap_or_default(),
    }
}

fn status_words(status: &StatusText, language: Language) -> String {
    match (status.known(), language) {
        (Some(known), Language::Vi) => known.vi().to_owned(),
        (Some(known), Language::En) => known.en().to_owned(),
        (None, _) => status.id().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_events_of_one_status_are_told_apart() {
        let told = |event: &str| {
            let data = Data {
                status: Some(StatusText::from_id("registered")),
                event: Some(event.to_owned()),
                ..Data::default()
            };
            what_happened(&data, &Texts::new(Language::Vi))
        };
        assert_eq!(told("submitted"), "Đã nộp hồ sơ");
        assert_eq!(told("received"), "Cơ quan đã nhận được hồ sơ");
        assert_eq!(told("accepted"), "Mới đăng ký");
    }
}
