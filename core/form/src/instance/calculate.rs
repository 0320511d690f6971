//! Calculations: what a rule's result becomes as a cell's text, and when the cell's own text goes before it.
//!
//! A person may write over a calculation that is asked as a question, an action may write into any, and `once()`, `uuid()` and
//! `random()` give what can't be had by computing again. Such texts stay until something that the calculation reads changes
//! (docs/xforms-differences.md, "over-calculation"); what is overwritten then is noted, so that undoing gives it back.

use super::recompute::Work;
use super::store::flag;
use crate::definition::data_type::DataType;
use crate::tree::Node;
use crate::xpath::eval::{Context, Failure};
use crate::xpath::program::Expr;
use crate::xpath::value::{self, Value};

/// Bytes of all texts of one instance beyond which nothing more is computed into it: texts that quote each other double at every step.
const MAX_TEXTS: usize = 64 * 1024 * 1024;

/// What a calculation gives: a number, which needs no text before it is kept, or any other text.
pub(super) enum Computed {
    Number(f64),
    Text(String),
}

impl Work<'_> {
    /// The result of a calculation; not-a-number is no answer, and nor is what can't be computed.
    pub(super) fn computed(&self, expr: &Expr, cell: u32) -> Computed {
        let scene = self.scene();
        let (eval, context) = (scene.eval(cell), Context::of(Node::cell(cell)));
        let result = match expr {
            Expr::Arithmetic(..) => eval.number(expr, context).map(Value::Number),
            _ => eval.value(expr, context),
        };
        match result {
            Ok(Value::Number(number)) if number.is_nan() => Computed::Text(String::new()),
            Ok(Value::Number(number)) => Computed::Number(number),
            Ok(value) => {
                let text = eval.to_text(value);
                if self.store.bytes_with(cell, text.len()) <= MAX_TEXTS {
                    return Computed::Text(text.into_owned());
                }
                self.note_failure(Some(&Failure::Limit));
                Computed::Text(String::new())
            }
            Err(failure) => {
                self.note_failure(Some(&failure));
                Computed::Text(String::new())
            }
        }
    }

    /// Runs a cell's calculation; true when its text changed.
    pub(super) fn calculate(&mut self, cell: u32, expr: &Expr) -> bool {
        match self.computed(expr, cell) {
            Computed::Number(number) => match value::whole(number) {
                // Every type keeps it as it is.
                Some(whole) => self.put_whole(cell, whole),
                None => {
                    let number = self.data_type(cell).cast_number(number);
                    self.put(cell, &value::number_text(number))
                }
            },
            Computed::Text(text) => {
                let text = self.data_type(cell).cast(text);
                self.put(cell, &text)
            }
        }
    }

    /// The same for a cell whose text may be its own.
    pub(super) fn calculate_own(&mut self, def: u32, cell: u32, expr: &Expr) {
        if self.stays(def, cell) {
            self.tell_typed(def, cell, expr);
            return;
        }
        let before = self.store.raw(cell).to_owned();
        let typed = self.store.set(cell, flag::TYPED, false);
        if self.calculate(cell, expr) || typed {
            self.desk.overwritten.push((cell, Some(before)));
        }
    }

    /// The text was just put back or read. Of saved answers only that is believed which a person may have written, and what was made once.
    fn stays(&self, def: u32, cell: u32) -> bool {
        if !self.store.has(cell, flag::SAVED) || self.store.has(cell, flag::HELD) {
            return self.store.has(cell, flag::HELD);
        }
        let editable = self.form.body.asks(def) && !self.store.has(cell, flag::READONLY);
        editable || (self.form.graph.lasting[def as usize] && !self.store.raw(cell).is_empty())
    }

    /// Finds out whether a text that stays is another than the calculation's.
    fn tell_typed(&mut self, def: u32, cell: u32, expr: &Expr) {
        if !self.form.graph.lasting[def as usize] && !self.store.has(cell, flag::TYPED) {
            let data_type = self.data_type(cell);
            let text = match self.computed(expr, cell) {
                Computed::Number(number) => value::number_text(data_type.cast_number(number)).into_owned(),
                Computed::Text(text) => data_type.cast(text),
            };
            let typed = self.store.raw(cell) != text;
            self.store.set(cell, flag::TYPED, typed);
        }
    }

    /// Keeps a text that isn't the cell's calculation's, if it has one: a person's or an action's.
    pub(super) fn write(&mut self, cell: u32, text: &str) -> bool {
        let changed = self.put(cell, text);
        if let Some(rule) = self.form.graph.calculations[self.store.def(cell) as usize] {
            self.store.set(cell, flag::TYPED, false);
            self.hold(cell, flag::HELD);
            self.queue(rule, cell);
        }
        changed
    }

    /// A cell's text for undo; nothing when computing gives it again.
    pub(super) fn noted_text(&self, cell: u32) -> Option<String> {
        let (graph, def) = (&self.form.graph, self.store.def(cell) as usize);
        let again = graph.calculations[def].is_some() && !graph.lasting[def];
        let own = !again || self.store.has(cell, flag::TYPED);
        own.then(|| self.store.raw(cell).to_owned())
    }

    /// Gives a cell back to its calculation.
    pub(super) fn give_back(&mut self, cell: u32) {
        self.store.set(cell, flag::TYPED, false);
        if let Some(rule) = self.form.graph.calculations[self.store.def(cell) as usize] {
            self.queue(rule, cell);
        }
    }

    /// Holds a text that computing again wouldn't give.
    pub(super) fn hold_own(&mut self, cell: u32) {
        if super::write::is_own(self.form, self.store, cell) {
            self.hold(cell, flag::HELD);
        }
    }

    /// A calculation that became read-only is the form's: nobody could have written over it.
    pub(super) fn calculate_again(&mut self, cell: u32) {
        let rule = self.form.graph.calculations[self.store.def(cell) as usize];
        let own = self.store.has(cell, flag::SAVED | flag::TYPED) && !self.store.has(cell, flag::HELD);
        if let Some(rule) = rule.filter(|_| own) {
            self.queue(rule, cell);
        }
    }

    pub(super) fn data_type(&self, cell: u32) -> DataType {
        self.form.model.def(self.store.def(cell)).data_type
    }
}
