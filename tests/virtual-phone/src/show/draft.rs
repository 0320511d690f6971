//! Drafts: the list, one that was made, a whole one.

use motcua_ffi::{DraftItem, DraftList, FormPage};
use serde_json::{Value, json};

use super::{Show, form::page, lines, or_empty};

impl Show for DraftList {
    fn object(&self) -> Value {
        json!({
            "kind": "drafts",
            "items": self.items.iter().map(item).collect::<Vec<_>>(),
            "total": self.total,
            "empty": self.empty,
        })
    }

    fn words(&self) -> String {
        let items = self
            .items
            .iter()
            .map(|it| format!("{}  {}  {}", it.id, it.changed_at, it.label));
        lines(items.chain([or_empty(self.empty.as_ref()).to_owned()]))
    }
}

fn item(item: &DraftItem) -> Value {
    json!({
        "id": item.id,
        "title": item.title,
        "procedure_code": item.procedure_code,
        "state": item.state,
        "state_text": item.state_text,
        "progress": item.progress,
        "changed_at": item.changed_at,
        "dossier_id": item.dossier_id,
        "editable": item.editable,
        "label": item.label,
    })
}

/// A draft that was begun.
pub(crate) struct DraftMade {
    pub(crate) id: String,
}

impl Show for DraftMade {
    fn object(&self) -> Value {
        json!({"kind": "draft_made", "id": self.id})
    }

    fn words(&self) -> String {
        self.id.clone()
    }
}

/// A whole draft, page by page.
pub(crate) struct Draft {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) undo_count: u32,
    pub(crate) wanted_places: Vec<String>,
    pub(crate) pages: Vec<FormPage>,
}

impl Show for Draft {
    fn object(&self) -> Value {
        json!({
            "kind": "draft",
            "id": self.id,
            "title": self.title,
            "undo_count": self.undo_count,
            "wanted_places": self.wanted_places,
            "pages": self.pages.iter().map(page).collect::<Vec<_>>(),
        })
    }

    fn words(&self) -> String {
        let pages: Vec<String> = self.pages.iter().map(Show::words).collect();
        format!("{}\n\n{}", self.title, pages.join("\n"))
    }
}
