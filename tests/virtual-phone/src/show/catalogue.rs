//! The catalogue and one procedure.

use motcua_ffi::{CatalogueList, ProcedureItem, ProcedurePage};
use serde_json::{Value, json};

use super::{Show, lines, or_empty};

impl Show for CatalogueList {
    fn object(&self) -> Value {
        json!({
            "kind": "catalogue",
            "heading": self.heading,
            "query": self.query,
            "as_of": self.as_of,
            "empty": self.empty,
            "items": self.items.iter().map(item).collect::<Vec<_>>(),
        })
    }

    fn words(&self) -> String {
        let items = self
            .items
            .iter()
            .map(|it| format!("{:<12} {}", it.code, it.label));
        let around = [or_empty(self.empty.as_ref()), or_empty(self.as_of.as_ref())];
        lines(items.chain(around.map(str::to_owned)))
    }
}

fn item(item: &ProcedureItem) -> Value {
    json!({
        "code": item.code,
        "name": item.name,
        "field": item.field,
        "level": item.level,
        "deadline": item.deadline,
        "can_start": item.can_start,
        "label": item.label,
    })
}

impl Show for ProcedurePage {
    fn object(&self) -> Value {
        let mut object = json!({
            "kind": "procedure",
            "online": self.online,
            "fees": self.fees,
            "fee_note": self.fee_note,
            "papers": self.papers,
            "result": self.result,
            "legal_refs": self.legal_refs,
            "start": self.start,
            "prepared": self.prepared,
        });
        if let (Value::Object(members), Value::Object(of_item)) = (&mut object, item(&self.item)) {
            members.extend(of_item);
        }
        object
    }

    fn words(&self) -> String {
        let head = [
            &self.item.name,
            &self.item.level,
            &self.item.deadline,
            &self.online,
        ];
        let tail = [
            or_empty(self.fee_note.as_ref()),
            or_empty(self.result.as_ref()),
            &self.start,
        ];
        let indented = |it: &String| format!("  {it}");
        let middle = self
            .fees
            .iter()
            .chain(&self.papers)
            .chain(&self.legal_refs)
            .map(indented);
        lines(
            head.into_iter()
                .cloned()
                .chain(middle)
                .chain(tail.map(str::to_owned)),
        )
    }
}

/// A form that is on the phone now.
pub(crate) struct Prepared {
    pub(crate) code: String,
    pub(crate) form_version: String,
}

impl Show for Prepared {
    fn object(&self) -> Value {
        json!({"kind": "prepared", "code": self.code, "form_version": self.form_version})
    }

    fn words(&self) -> String {
        format!("{} {}", self.code, self.form_version)
    }
}
