//! Reports to 1022.

use motcua_ffi::{FeedbackList, FeedbackPage};
use serde_json::{Value, json};

use super::{Show, lines, or_empty};

impl Show for FeedbackList {
    fn object(&self) -> Value {
        json!({"kind": "feedback", "items": self.items.iter().map(report).collect::<Vec<_>>()})
    }

    fn words(&self) -> String {
        lines(self.items.iter().map(|it| {
            let number = it.number.as_deref().unwrap_or("–");
            format!(
                "{}  {number}  {}: {}  {}",
                it.id, it.category, it.description, it.status_text
            )
        }))
    }
}

impl Show for FeedbackPage {
    fn object(&self) -> Value {
        let mut object = report(self);
        object["kind"] = json!("report");
        object
    }

    fn words(&self) -> String {
        let number = or_empty(self.number.as_ref());
        let tail = [or_empty(self.expected.as_ref()), or_empty(self.answer.as_ref())];
        let head = [
            &self.id,
            number,
            &self.category,
            &self.description,
            &self.status_text,
        ];
        lines(head.into_iter().chain(tail))
    }
}

fn report(report: &FeedbackPage) -> Value {
    json!({
        "id": report.id,
        "category": report.category,
        "description": report.description,
        "has_photo": report.has_photo,
        "place": report.place,
        "number": report.number,
        "status": report.status,
        "status_text": report.status_text,
        "expected": report.expected,
        "answer": report.answer,
        "queued_at": report.queued_at,
        "correctable": report.correctable.is_some(),
    })
}
