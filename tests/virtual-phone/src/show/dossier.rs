//! Dossiers: list, timeline, receipt, result.

use motcua_ffi::{
    DossierItem, DossierList, ReceiptModel, ResultItem, Standing, SupplementRequest, Timeline, TimelineItem,
};
use serde_json::{Value, json};

use super::{Show, lines, or_empty};

impl Show for DossierList {
    fn object(&self) -> Value {
        json!({"kind": "dossiers", "items": self.items.iter().map(item).collect::<Vec<_>>()})
    }

    fn words(&self) -> String {
        lines(self.items.iter().map(|it| {
            let code = it.dossier_code.as_deref().unwrap_or("–");
            format!("{}  {code}  {}  {}", it.dossier_id, it.title, it.status_text)
        }))
    }
}

fn item(item: &DossierItem) -> Value {
    json!({
        "dossier_id": item.dossier_id,
        "title": item.title,
        "dossier_code": item.dossier_code,
        "waiting_since": item.waiting_since,
        "status": item.status,
        "status_text": item.status_text,
        "standing": standing(item.standing),
    })
}

/// What a status or a line of the history means.
fn standing(it: Standing) -> &'static str {
    match it {
        Standing::Calm => "calm",
        Standing::Due => "due",
        Standing::Done => "done",
        Standing::Wrong => "wrong",
    }
}

impl Show for Timeline {
    fn object(&self) -> Value {
        json!({
            "kind": "timeline",
            "dossier_id": self.dossier_id,
            "heading": self.heading,
            "dossier_code": self.dossier_code,
            "status": self.status,
            "status_text": self.status_text,
            "standing": standing(self.standing),
            "clock": self.clock,
            "due_at": self.due_at,
            "overdue": self.overdue,
            "entries": self.entries.iter().map(entry).collect::<Vec<_>>(),
            "warning": self.warning,
            "supplement": self.supplement.as_ref().map(supplement),
            "result": self.result.as_ref().map(result),
        })
    }

    fn words(&self) -> String {
        let head = [
            self.heading.as_str(),
            or_empty(self.dossier_code.as_ref()),
            &self.status_text,
            or_empty(self.clock.as_ref()),
            or_empty(self.warning.as_ref()),
        ];
        let entries = self.entries.iter().map(|it| format!("  {}", it.label));
        let asked = self
            .supplement
            .iter()
            .map(|it| format!("→ {} {}", it.note, it.due));
        lines(head.map(str::to_owned).into_iter().chain(entries).chain(asked))
    }
}

fn entry(entry: &TimelineItem) -> Value {
    json!({
        "at": entry.at,
        "text": entry.text,
        "signer": entry.signer,
        "proof": entry.proof,
        "event": entry.event,
        "standing": standing(entry.standing),
        "label": entry.label,
    })
}

pub(super) fn supplement(request: &SupplementRequest) -> Value {
    let items = request.items.iter();
    let items: Vec<Value> = items
        .map(|it| json!({"reference": it.reference, "label": it.label, "note": it.note}))
        .collect();
    json!({"number": request.number, "note": request.note, "due": request.due, "items": items})
}

fn result(result: &ResultItem) -> Value {
    json!({"name": result.name, "media_type": result.media_type, "detail": result.detail})
}

impl Show for ReceiptModel {
    fn object(&self) -> Value {
        json!({
            "kind": "receipt",
            "heading": self.heading,
            "dossier_id": self.dossier_id,
            "dossier_code": self.dossier_code,
            "code_text": self.code_text,
            "submitted_at": self.submitted_at,
            "signer": self.signer,
            "manifest_sha256": self.manifest_sha256,
            "files": self.files,
            "jws": self.jws,
        })
    }

    fn words(&self) -> String {
        let head = [&self.heading, &self.code_text, &self.submitted_at, &self.signer];
        let files = self.files.iter().map(|it| format!("  {it}"));
        lines(head.into_iter().cloned().chain(files))
    }
}

/// A pull that is done.
pub(crate) struct Synced {
    pub(crate) fresh: u32,
}

impl Show for Synced {
    fn object(&self) -> Value {
        json!({"kind": "synced", "new": self.fresh})
    }

    fn words(&self) -> String {
        self.fresh.to_string()
    }
}

/// A result that was checked and written.
pub(crate) struct Fetched {
    pub(crate) file: String,
    pub(crate) size: u64,
}

impl Show for Fetched {
    fn object(&self) -> Value {
        json!({"kind": "result", "file": self.file, "size": self.size})
    }

    fn words(&self) -> String {
        self.file.clone()
    }
}
