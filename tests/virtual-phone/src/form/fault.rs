//! Why a form can't be used, for its author: where, what, and what to do.

use std::fmt;

use serde_json::{Value, json};

/// A fault of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fault {
    /// The file, and in a spreadsheet the sheet with the cell, row or column: `form.xlsx, survey!D7`.
    pub(crate) place: String,
    /// A stable code: the engine's (`FORM_CYCLE` …), `SHEET` for what pyxform refuses, `PYXFORM` for pyxform itself.
    pub(crate) code: &'static str,
    /// The node of the form, where the engine names one.
    pub(crate) node: Option<String>,
    /// What is wrong.
    pub(crate) what: String,
    /// What to do.
    pub(crate) remedy: &'static str,
}

impl Fault {
    /// As one JSON object.
    pub(crate) fn object(&self) -> Value {
        json!({
            "kind": "form_fault",
            "place": self.place,
            "code": self.code,
            "node": self.node,
            "what": self.what,
            "remedy": self.remedy,
        })
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let node = self
            .node
            .as_ref()
            .map_or(String::new(), |node| format!(" {node}:"));
        write!(
            f,
            "{}: {}:{node} {}\n  {}",
            self.place, self.code, self.what, self.remedy
        )
    }
}
