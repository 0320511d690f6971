//! Standard output and standard error: models as JSON, one object a line, or as words; refusals.
//!
//! With `--json` nothing but JSON goes to standard output, and a refusal is one of its objects; the words for people go to standard error always. Whole
//! lines are written at once, because `run`'s observers speak from threads of the core.

use std::{
    io::{self, Write},
    sync::{Mutex, PoisonError},
};

use motcua_ffi::explain_failure;
use serde_json::{Value, json};

use crate::{
    refusal::{Refusal, said},
    show::Show,
};

/// Where models and refusals go.
#[derive(Debug)]
pub(crate) struct Out {
    json: bool,
    one_at_a_time: Mutex<()>,
}

impl Out {
    pub(crate) fn new(json: bool) -> Self {
        Self {
            json,
            one_at_a_time: Mutex::new(()),
        }
    }

    /// Shows a model.
    pub(crate) fn show(&self, model: &dyn Show) {
        if self.json {
            self.line(&model.object());
        } else {
            self.write(&model.words());
        }
    }

    /// A document as it is, with `--json` or without.
    pub(crate) fn document(&self, text: &str) {
        self.write(text);
    }

    /// Shows a model that changed by itself.
    pub(crate) fn changed(&self, topic: &str, model: &dyn Show) {
        if self.json {
            self.line(&json!({"kind": "changed", "topic": topic, "now": model.object()}));
        } else {
            self.write(&format!("── {topic} ──\n{}", model.words()));
        }
    }

    /// With `--json`, an object that frames models in `run`; nothing otherwise.
    pub(crate) fn frame(&self, object: &Value) {
        if self.json {
            self.line(object);
        }
    }

    /// Tells why something wasn't done.
    pub(crate) fn refuse(&self, refusal: &Refusal, language: &str) {
        let error = match refusal {
            Refusal::Core(error) => error,
            Refusal::Otherwise => return,
            Refusal::Form(fault) => {
                tell(&fault.to_string());
                return self.frame(&fault.object());
            }
            Refusal::WrongUse(_) => return tell(&format!("motcua: {refusal}")),
        };
        let said = said(error);
        let words = explain_failure(said.code.to_owned(), language.to_owned());
        let place = said.reference.map(|it| format!(" ({it})")).unwrap_or_default();
        tell(&format!(
            "{}{place}\n  {}\n  {}",
            words.code, words.cause, words.remedy
        ));
        self.frame(&json!({
            "kind": "refused",
            "next": said.next,
            "code": words.code,
            "cause": words.cause,
            "remedy": words.remedy,
            "reference": said.reference,
            "retry_after_seconds": said.retry_after_seconds,
        }));
    }

    /// An object, with `--json` or without.
    pub(crate) fn line(&self, object: &Value) {
        self.write(&object.to_string());
    }

    fn write(&self, text: &str) {
        let _whole = self.one_at_a_time.lock().unwrap_or_else(PoisonError::into_inner);
        let mut text = text.trim_end().to_owned();
        text.push('\n');
        // Nobody reads any more: what was asked is done all the same, and the status says so.
        let _ = io::stdout()
            .write_all(text.as_bytes())
            .and_then(|()| io::stdout().flush());
    }
}

/// Words for the person at the terminal.
#[allow(clippy::print_stderr, reason = "this is the command's standard error")]
pub(crate) fn tell(text: &str) {
    eprintln!("{text}");
}
