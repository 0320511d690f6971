//! Answers to a form: opened empty or from a saved state, edited one step at a time, read as questions and pages.
//!
//! The flow of an edit: the text is kept ([`store`]), its readers are queued ([`queue`]) and run ([`recompute`]), rows come and go ([`rows`]) and their
//! sums with them ([`totals`]), and the questions that changed are named ([`edit`]). Answers are taken into a newer form by [`rebase`]. Reading ([`view`], [`problems`], [`mod@write`]) computes labels and choices only.

mod calculate;
mod carry;
pub(crate) mod check;
mod desk;
mod device;
mod edit;
mod events;
pub(crate) mod explain;
pub(crate) mod lists;
pub(crate) mod mapping;
mod media;
mod problems;
pub(crate) mod queue;
pub(crate) mod rebase;
mod recompute;
mod reference;
mod rows;
pub(crate) mod saved;
mod scene;
pub(crate) mod store;
pub(crate) mod totals;
mod undo;
mod view;
mod write;

use std::sync::Arc;

use self::recompute::Work;
use self::saved::Saved;
use self::store::Store;
use crate::definition::action::Event;
use crate::definition::bind::Preload;
use crate::definition::{Definition, Form};
use crate::env::Env;
use crate::error::RestoreError;
use crate::xml;
use crate::xpath::functions::random;
use crate::xpath::time;

/// Bytes and nodes of saved answers: a person's own. Those that are handed in are held to [`check::MAX_SUBMISSION`].
const MAX_SAVED: usize = 64 * 1024 * 1024;
const MAX_SAVED_NODES: u32 = 8_000_000;

/// The answers to one form.
pub struct Instance {
    form: Arc<Form>,
    store: Store,
    /// Of the last operation: labels may say today's date.
    env: Env,
    /// Which language calculations speak, when they ask for labels of choices or translated texts.
    language: usize,
    /// The last operation wasn't ended by a limit.
    settled: bool,
}

impl Instance {
    /// New answers: defaults, calculations and first-load actions have run.
    #[must_use]
    pub fn open(definition: &Definition, env: &Env) -> Self {
        let form = &definition.form;
        Self::begin(form, form.itext.default, env, &mut |work| {
            work.start(&form.initial);
            work.preload(&|_| true);
            work.first_rows();
            work.settle();
            work.run_all_actions(Event::FirstLoad);
            work.run_all_actions(Event::Load);
        })
    }

    /// Answers to a form, as `fill` makes them.
    fn begin(form: &Arc<Form>, language: usize, env: &Env, fill: &mut dyn FnMut(&mut Work<'_>)) -> Self {
        let mut store = Store::new(&form.model);
        let mut work = Work::new(form, &mut store, env, language);
        work.opening = true;
        fill(&mut work);
        work.settle();
        let whole = !work.exceeded;
        let settled = work.finish() && whole;
        Self {
            language,
            form: Arc::clone(form),
            store,
            env: env.clone(),
            settled,
        }
    }

    /// Work on the answers. What a limit cut short is computed whole with it.
    fn work<'a>(&'a mut self, env: &'a Env) -> Work<'a> {
        let mut work = Work::new(&self.form, &mut self.store, env, self.language);
        work.whole = !self.settled;
        work
    }

    /// Everything that follows from the answers has been computed. False while a rule needs more steps than the engine takes, reads a longer
    /// text than it takes, or asks for more rows than there may be: don't hand anything in. An answer that is changed may end it; else
    /// tell the form's author.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.settled
            && !self
                .store
                .limited()
                .any(|cell| rows::exists(&self.form, &self.store, cell))
    }

    /// Saved answers, as [`Instance::save`] or another engine wrote them. Calculations run again; what a person may have typed over one
    /// stays, as what was made once does. Answers that are hidden now are kept; names that the form doesn't have
    /// are left out, and nodes that the answers don't have begin as in the form.
    ///
    /// # Errors
    /// The text isn't XML, is another form's, or exceeds a limit: keep it and tell the person.
    pub fn restore(definition: &Definition, saved_xml: &str, env: &Env) -> Result<Self, RestoreError> {
        Self::restore_with_unknown(definition, saved_xml, env, true).map(|(instance, _)| instance)
    }

    /// With the names that the form doesn't have. Without `defaults` only what is written counts: so the portal looks at it.
    fn restore_with_unknown(
        definition: &Definition,
        saved_xml: &str,
        env: &Env,
        defaults: bool,
    ) -> Result<(Self, Vec<String>), RestoreError> {
        let form = &definition.form;
        let saved = read_saved(form, saved_xml)?;
        let (mut unknown, mut exceeded) = (Vec::new(), false);
        let instance = Self::begin(form, form.itext.default, env, &mut |work| {
            (work.saved, work.defaults) = (true, defaults);
            work.start(&saved);
            (work.saved, work.defaults) = (false, false);
            work.preload(&|_| false);
            if defaults {
                work.first_rows();
            }
            work.settle();
            work.run_all_actions(Event::Load);
            unknown = std::mem::take(&mut work.desk.unknown);
            exceeded = work.exceeded;
        });
        if exceeded {
            return Err(RestoreError::Limit);
        }
        Ok((instance, unknown))
    }
}

fn read_saved(form: &Form, saved_xml: &str) -> Result<Saved, RestoreError> {
    if saved_xml.len() > MAX_SAVED {
        return Err(RestoreError::Limit);
    }
    let document = xml::parse(saved_xml.trim_start(), MAX_SAVED_NODES).map_err(|_| RestoreError::Xml)?;
    let saved = Saved::read(document.root_element());
    let is_other = |(name, id): &(Box<str>, Box<str>)| **name == *"id" && *id != form.id;
    if saved.name != form.initial.name || saved.attributes.iter().any(is_other) {
        return Err(RestoreError::OtherForm);
    }
    Ok(saved)
}

impl Work<'_> {
    /// Fills the whole form and queues every rule.
    fn start(&mut self, saved: &Saved) {
        let root = self.form.model.def(1).offset;
        self.queue_scope(0);
        self.desk.new_rows.push(0);
        self.fill(root, saved);
    }

    /// A repeat whose rows only the form makes, without saying how many, has at least one.
    fn first_rows(&mut self) {
        let form = self.form;
        let mut fixed: Vec<u32> = form
            .body
            .repeats
            .iter()
            .filter(|(_, body)| body.fixed)
            .map(|(def, _)| *def)
            .collect();
        fixed.sort_unstable();
        for repeat in fixed
            .into_iter()
            .filter(|repeat| !rows::is_counted(form, *repeat))
        {
            for parent in rows::cells_of(form, self.store, form.model.def(repeat).parent) {
                let list = form.model.def(repeat).repeat.unwrap_or(0);
                if self.store.rows(self.store.scope_of(parent), list).is_empty() {
                    self.set_rows(parent, repeat, 1);
                }
            }
        }
    }

    /// Fills preloaded values: ids once, times as they come. `first` tells nodes that never had a value.
    fn preload(&mut self, first: &dyn Fn(u32) -> bool) {
        let form = self.form;
        // In the order of the form: the ids that are made depend on it.
        for def in 0..form.model.defs.len() as u32 {
            let Some(preload) = form.binds.get(&def).and_then(|bind| bind.preload) else {
                continue;
            };
            let first = first(def);
            for cell in rows::cells_of(form, self.store, def) {
                self.preload_cell(cell, preload, first);
            }
        }
    }

    /// The same in a new row, rows inside not included.
    fn preload_row(&mut self, row: u32) {
        let form = self.form;
        let base = self.store.base(row);
        let shape = form.model.scope(self.store.scope_def(row));
        for (cell, def) in (base..).zip(&shape.cells) {
            if let Some(preload) = form.binds.get(def).and_then(|bind| bind.preload) {
                self.preload_cell(cell, preload, true);
            }
        }
    }

    fn preload_cell(&mut self, cell: u32, preload: Preload, first: bool) {
        let now = self.env().now;
        let empty = self.store.raw(cell).is_empty();
        let text = match preload {
            Preload::Uid if empty || first => {
                let stream = self.stream();
                format!("uuid:{}", random::version_4(stream.next(), stream.next()))
            }
            Preload::Today if first => now.format("%Y-%m-%d").to_string(),
            Preload::Start if first => time::stamp(now),
            Preload::End => time::stamp(now),
            _ => return,
        };
        self.put(cell, &text);
    }
}
