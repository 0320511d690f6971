//! Answers as XML: all of them to be saved, the relevant ones to be handed in.

use super::Instance;
use super::store::flag;
use super::view::is_file;
use crate::definition::model::{Def, DefKind};
use crate::definition::rule::Target;
use crate::definition::source::XFORMS;
use crate::question::{Submission, SubmissionFile};
use crate::xml::escape;

/// What is written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mode {
    /// Everything as typed, rows set aside by `jr:count` too.
    Save,
    /// Rows set aside: without what is computed, which is stale there.
    SaveParked,
    /// Only what is relevant, as expressions see it.
    Submit,
}

impl Instance {
    /// Everything, hidden and invalid answers too, so that [`Instance::restore`] gives the same instance.
    #[must_use]
    pub fn save(&self) -> String {
        self.document(Mode::Save)
    }

    /// What is handed in: relevant answers only. Ask [`Instance::problems`] first: this writes what there is.
    #[must_use]
    pub fn submission(&self) -> Submission {
        let mut files = Vec::new();
        self.each_question(&mut |instance, cell, control| {
            let name = instance.store.text(cell);
            if is_file(control.kind) && !name.is_empty() {
                files.push(SubmissionFile {
                    reference: instance.reference_of(cell),
                    name: name.to_owned(),
                });
            }
        });
        Submission {
            xml: self.document(Mode::Submit),
            files,
            instance_id: self.instance_id().to_owned(),
        }
    }

    /// `meta/instanceID` of the root.
    fn instance_id(&self) -> &str {
        let model = &self.form.model;
        let named = |parent: &Def, name: &str| {
            parent
                .children
                .iter()
                .map(|id| model.def(*id))
                .find(|def| super::rows::local(&def.qualified) == name)
        };
        let id = named(model.def(1), "meta").and_then(|meta| named(meta, "instanceID"));
        id.map_or("", |def| self.store.raw(def.offset))
    }

    /// A row with everything in it, for undo.
    pub(super) fn saved_row(&self, head: u32) -> String {
        let mut out = String::new();
        self.element(head, Mode::Save, true, &mut out);
        out
    }

    fn document(&self, mode: Mode) -> String {
        let mut out = String::new();
        self.element(self.form.model.def(1).offset, mode, true, &mut out);
        out
    }

    /// Nesting was limited when the form was loaded.
    fn element(&self, cell: u32, mode: Mode, outermost: bool, out: &mut String) {
        let def = self.form.model.def(self.store.def(cell));
        if mode == Mode::Submit && !self.store.has(cell, flag::RELEVANT) && !outermost {
            return;
        }
        out.push('<');
        out.push_str(&def.qualified);
        if outermost {
            self.declarations(def, out);
        } else if let Some(namespace) = self.new_default_namespace(def) {
            push_attribute("xmlns", namespace, out);
        }
        self.attributes(cell, def, out);
        let start = out.len();
        out.push('>');
        if def.children.is_empty() {
            escape(out, self.own_text(cell, mode));
        } else {
            self.children(cell, def, mode, out);
        }
        if out.len() == start + 1 {
            out.truncate(start);
            out.push_str("/>");
            return;
        }
        out.push_str("</");
        out.push_str(&def.qualified);
        out.push('>');
    }

    fn own_text(&self, cell: u32, mode: Mode) -> &str {
        match mode {
            Mode::Submit if self.is_as_typed(cell) => self.store.raw(cell),
            Mode::Submit => self.store.text(cell),
            Mode::SaveParked if self.is_computed(self.store.def(cell)) => "",
            Mode::Save | Mode::SaveParked => self.store.raw(cell),
        }
    }

    /// Expressions see another text only because they can't read a good one as it was typed: `1e2`.
    fn is_as_typed(&self, cell: u32) -> bool {
        let offers = self
            .control(cell)
            .is_some_and(|control| control.choices.is_some());
        self.store.has(cell, flag::RELEVANT) && !self.store.has(cell, flag::TYPE) && !offers
    }

    fn children(&self, cell: u32, def: &Def, mode: Mode, out: &mut String) {
        let model = &self.form.model;
        for id in &def.children {
            let child = model.def(*id);
            let Some(list) = child.repeat else {
                self.element(cell - def.offset + child.offset, mode, false, out);
                continue;
            };
            let scope = self.store.scope_of(cell);
            let live = self.store.rows(scope, list).len();
            for (number, row) in self.kept_rows(scope, list).into_iter().enumerate() {
                let mode = match (number < live, mode) {
                    (true, mode) => mode,
                    (false, Mode::Submit) => break,
                    (false, _) => Mode::SaveParked,
                };
                self.element(self.store.base(row), mode, false, out);
            }
        }
    }

    /// The rows that exist, then those that `jr:count` set aside and that hold something.
    pub(super) fn kept_rows(&self, scope: u32, list: u32) -> Vec<u32> {
        let parked = self.store.parked(scope, list);
        let touched = parked
            .iter()
            .rposition(|row| self.is_touched(*row))
            .map_or(0, |last| last + 1);
        let mut rows = self.store.rows(scope, list).to_vec();
        rows.extend(&parked[..touched]);
        rows
    }

    /// The row holds something that a new row wouldn't: untouched rows at the end need no keeping, and keeping them would show how
    /// high the count once was.
    fn is_touched(&self, row: u32) -> bool {
        let shape = self.form.model.scope(self.store.scope_def(row));
        let base = self.store.base(row);
        let own = shape.cells.iter().enumerate().any(|(offset, id)| {
            let def = self.form.model.def(*id);
            let cell = base + offset as u32;
            def.children.is_empty() && !self.is_computed(*id) && self.store.raw(cell) != &*def.default
        });
        let lists = 0..shape.lists.len() as u32;
        own || lists
            .into_iter()
            .any(|list| self.store.rows(row, list).iter().any(|row| self.is_touched(*row)))
    }

    fn is_computed(&self, def: u32) -> bool {
        let rules = &self.form.graph.rules;
        self.form.graph.at[def as usize]
            .iter()
            .any(|rule| rules[*rule as usize].target == Target::Value)
    }

    /// The default namespace to declare at an element without prefix whose surroundings have another.
    fn new_default_namespace<'a>(&'a self, def: &'a Def) -> Option<&'a str> {
        if def.qualified.contains(':') {
            return None;
        }
        let mut around = self.form.model.def(def.parent);
        while around.qualified.contains(':') {
            around = self.form.model.def(around.parent);
        }
        let own = written_namespace(def);
        (own != written_namespace(around)).then_some(own)
    }

    fn declarations(&self, def: &Def, out: &mut String) {
        let plain_root =
            !def.qualified.contains(':') && !def.namespace.is_empty() && &*def.namespace != XFORMS;
        let own = plain_root.then_some(("xmlns".to_owned(), &def.namespace));
        let declared = self
            .form
            .declared
            .iter()
            .map(|(prefix, uri)| (format!("xmlns:{prefix}"), uri));
        for (name, uri) in own.into_iter().chain(declared) {
            push_attribute(&name, uri, out);
        }
    }

    fn attributes(&self, cell: u32, def: &Def, out: &mut String) {
        for id in &def.attributes {
            let attribute = self.form.model.def(*id);
            debug_assert!(
                attribute.kind == DefKind::Attribute,
                "only attributes are listed as such"
            );
            push_attribute(
                &attribute.qualified,
                self.store.raw(cell - def.offset + attribute.offset),
                out,
            );
        }
    }
}

/// Forms' own namespace is left out of answers, as every engine does.
fn written_namespace(def: &Def) -> &str {
    if &*def.namespace == XFORMS {
        ""
    } else {
        &def.namespace
    }
}

fn push_attribute(name: &str, value: &str, out: &mut String) {
    out.push(' ');
    out.push_str(name);
    out.push_str("=\"");
    escape(out, value);
    out.push('"');
}
