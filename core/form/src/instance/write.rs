//! Answers as XML: all of them to be saved, the relevant ones to be handed in.

use super::Instance;
use super::rows::first_text;
use super::store::{Store, flag};
use super::view::is_file;
use crate::definition::Form;
use crate::definition::action::{Action, Event};
use crate::definition::model::{Def, DefKind};
use crate::definition::source::XFORMS;
use crate::question::{Submission, SubmissionFile};
use crate::xml::escape;

/// What is written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mode {
    /// Everything as typed, rows set aside by `jr:count` too.
    Save,
    /// Rows set aside: without what computing gives again, which is stale there.
    SaveParked,
    /// Only what is relevant, as expressions see it.
    Submit,
}

impl Instance {
    /// Everything, hidden and invalid answers too, so that [`Instance::restore`] gives the same instance. Only what an action wrote over a
    /// calculation that nobody can answer is computed again there.
    #[must_use]
    pub fn save(&self) -> String {
        self.document(Mode::Save)
    }

    /// What is handed in: relevant answers only. A hidden row of a counted repeat keeps its place as an empty element when a later
    /// row is relevant (docs/xforms-differences.md, "hidden-row"). Ask [`Instance::problems`] first: this writes what there is.
    #[must_use]
    pub fn submission(&self) -> Submission {
        Submission {
            xml: self.document(Mode::Submit),
            files: self.files(),
            instance_id: self.instance_id().to_owned(),
        }
    }

    /// The files that the answers name, in the order of the questions.
    pub(super) fn files(&self) -> Vec<SubmissionFile> {
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
        files
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

    fn document(&self, mode: Mode) -> String {
        let writer = Writer {
            form: &self.form,
            store: &self.store,
        };
        let mut out = String::new();
        writer.element(self.form.model.def(1).offset, mode, true, &mut out);
        out
    }

    /// The rows that exist, then those that `jr:count` set aside and that hold something.
    pub(super) fn kept_rows(&self, scope: u32, list: u32) -> &[u32] {
        let writer = Writer {
            form: &self.form,
            store: &self.store,
        };
        writer.kept_rows(scope, list)
    }
}

/// A row with everything in it, for undo.
pub(super) fn row(form: &Form, store: &Store, head: u32) -> String {
    let mut out = String::new();
    Writer { form, store }.element(head, Mode::Save, true, &mut out);
    out
}

/// The cell has a calculation, and its text can't be had again by computing: it was typed over, or made once.
pub(super) fn is_own(form: &Form, store: &Store, cell: u32) -> bool {
    store.has(cell, flag::TYPED)
        || form.graph.lasting[store.def(cell) as usize] && !store.raw(cell).is_empty()
}

/// Answers on the way to XML.
struct Writer<'a> {
    form: &'a Form,
    store: &'a Store,
}

impl<'a> Writer<'a> {
    /// Nesting was limited when the form was loaded.
    fn element(&self, cell: u32, mode: Mode, outermost: bool, out: &mut String) {
        let def = self.form.model.def(self.store.def(cell));
        let left_out = match mode {
            Mode::Submit => !self.store.has(cell, flag::RELEVANT),
            Mode::SaveParked => self.is_stale(cell),
            Mode::Save => false,
        };
        if left_out && !outermost {
            return;
        }
        self.begin(def, outermost, out);
        self.attributes(cell, def, out);
        let start = out.len();
        out.push('>');
        if def.children.is_empty() {
            let text = match mode {
                Mode::Submit if !self.is_as_typed(cell) => self.store.text(cell),
                Mode::Submit | Mode::Save | Mode::SaveParked => self.store.raw(cell),
            };
            escape(out, text);
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

    /// Expressions see another text only because they can't read a good one as it was typed: `1e2`.
    fn is_as_typed(&self, cell: u32) -> bool {
        let control = self.form.body.control(self.store.def(cell));
        let offers = control.is_some_and(|control| control.choices.is_some());
        self.store.has(cell, flag::RELEVANT) && !self.store.has(cell, flag::TYPE) && !offers
    }

    fn begin(&self, def: &Def, outermost: bool, out: &mut String) {
        out.push('<');
        out.push_str(&def.qualified);
        if outermost {
            self.declarations(def, out);
        } else if let Some(namespace) = self.new_default_namespace(def) {
            push_attribute("xmlns", namespace, out);
        }
    }

    /// What a row set aside doesn't keep: the calculation gives it when the row returns.
    fn is_stale(&self, cell: u32) -> bool {
        self.is_computed(self.store.def(cell)) && !is_own(self.form, self.store, cell)
    }

    fn children(&self, cell: u32, def: &Def, mode: Mode, out: &mut String) {
        let model = &self.form.model;
        for id in &def.children {
            let child = model.def(*id);
            let scope = self.store.scope_of(cell);
            match (child.repeat, mode) {
                (None, _) => self.element(cell - def.offset + child.offset, mode, false, out),
                (Some(list), Mode::Submit) => self.submitted_rows(*id, self.store.rows(scope, list), out),
                (Some(list), _) => {
                    let live = self.store.rows(scope, list).len();
                    for (number, row) in self.kept_rows(scope, list).iter().enumerate() {
                        let mode = if number < live { mode } else { Mode::SaveParked };
                        self.element(self.store.base(*row), mode, false, out);
                    }
                }
            }
        }
    }

    /// The relevant rows. Where `jr:count` says how many there are, a hidden one between them keeps its place.
    fn submitted_rows(&self, repeat: u32, rows: &[u32], out: &mut String) {
        let is_relevant = |row: &u32| self.store.has(self.store.base(*row), flag::RELEVANT);
        let is_counted = super::rows::is_counted(self.form, repeat);
        let relevant = rows.iter().rposition(is_relevant).map_or(0, |last| last + 1);
        for row in &rows[..relevant] {
            if is_relevant(row) {
                self.element(self.store.base(*row), Mode::Submit, false, out);
            } else if is_counted {
                self.begin(self.form.model.def(repeat), false, out);
                out.push_str("/>");
            }
        }
    }

    /// The rows that exist, then those that `jr:count` set aside and that hold something.
    fn kept_rows(&self, scope: u32, list: u32) -> &'a [u32] {
        let parked = self.store.parked(scope, list);
        let touched = parked
            .iter()
            .rposition(|row| self.is_touched(*row))
            .map_or(0, |last| last + 1);
        &self.store.all_rows(scope, list)[..self.store.rows(scope, list).len() + touched]
    }

    /// The row holds something that a new row wouldn't: untouched rows at the end need no keeping, and keeping them would show how
    /// high the count once was. What actions write into a new row may be taken out of it again, so such rows are kept.
    fn is_touched(&self, row: u32) -> bool {
        let shape = self.form.model.scope(self.store.scope_def(row));
        let is_begun = |action: &Action| action.owner == shape.root && action.events.contains(&Event::NewRow);
        if self.form.actions.iter().any(is_begun) {
            return true;
        }
        let own = (self.store.base(row)..).zip(&shape.cells).any(|(cell, id)| {
            let is_leaf = self.form.model.def(*id).children.is_empty();
            let differs = || {
                if self.is_computed(*id) {
                    is_own(self.form, self.store, cell)
                } else {
                    self.store.raw(cell) != first_text(self.form, *id)
                }
            };
            is_leaf && differs()
        });
        let mut lists = 0..shape.lists.len() as u32;
        own || lists.any(|list| self.store.rows(row, list).iter().any(|row| self.is_touched(*row)))
    }

    fn is_computed(&self, def: u32) -> bool {
        self.form.graph.calculations[def as usize].is_some()
    }

    /// The default namespace to declare at an element without prefix whose surroundings have another.
    fn new_default_namespace(&self, def: &'a Def) -> Option<&'a str> {
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
