//! Answers to a form: opened empty or from a saved state, edited one step at a time, read as questions and pages.
//!
//! The flow of an edit: the text is kept ([`store`]), its readers are queued ([`queue`]) and run ([`recompute`]), rows come and go ([`rows`]) and their
//! sums with them ([`totals`]), and the questions that changed are named ([`edit`]). Answers are taken into a newer form by [`rebase`]. Reading ([`view`], [`problems`], [`mod@write`]) computes labels and choices only.

mod carry;
pub(crate) mod check;
mod device;
mod edit;
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
mod view;
mod write;

use std::sync::Arc;

use self::recompute::Work;
use self::saved::Saved;
use self::store::Store;
use crate::definition::action::Event;
use crate::definition::bind::Preload;
use crate::definition::rule::Target;
use crate::definition::{Definition, Form};
use crate::env::Env;
use crate::error::RestoreError;
use crate::xml;
use crate::xpath::functions::random;
use crate::xpath::time;

/// Bytes and nodes of saved answers.
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
    complete: bool,
    /// Cells that wait for the device's place.
    wanted: Vec<u32>,
}

impl Instance {
    /// New answers: defaults, calculations and first-load actions have run.
    #[must_use]
    pub fn open(definition: &Definition, env: &Env) -> Self {
        let form = Arc::clone(&definition.form);
        let mut store = Store::new(&form.model);
        let mut work = Work::new(&form, &mut store, env, form.itext.default);
        work.opening = true;
        work.start(&form.initial);
        work.preload(&|_| true);
        work.first_rows();
        work.settle();
        work.run_all_actions(Event::FirstLoad);
        work.run_all_actions(Event::Load);
        work.settle();
        let (wanted, complete) = (std::mem::take(&mut work.wanted), work.finish());
        Self {
            language: form.itext.default,
            form,
            store,
            env: env.clone(),
            complete,
            wanted,
        }
    }

    /// Everything that follows from the answers has been computed. False only for forms that need more steps than the engine takes:
    /// tell their author, and don't hand anything in.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.complete
    }

    /// Saved answers, as [`Instance::save`] or another engine wrote them. Calculations run again; answers that are hidden now are
    /// kept; names that the form doesn't have are left out, and nodes that the answers don't have begin as in the form.
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
        let form = Arc::clone(&definition.form);
        if saved_xml.len() > MAX_SAVED {
            return Err(RestoreError::Limit);
        }
        let document = xml::parse(saved_xml.trim_start(), MAX_SAVED_NODES).map_err(|_| RestoreError::Xml)?;
        let saved = Saved::read(document.root_element());
        let other_id = saved
            .attributes
            .iter()
            .any(|(name, id)| **name == *"id" && *id != form.id);
        if saved.name != form.initial.name || other_id {
            return Err(RestoreError::OtherForm);
        }
        let mut store = Store::new(&form.model);
        let mut work = Work::new(&form, &mut store, env, form.itext.default);
        work.opening = true;
        (work.saved, work.defaults) = (true, defaults);
        work.start(&saved);
        (work.saved, work.defaults) = (false, false);
        work.preload(&|_| false);
        work.settle();
        work.run_all_actions(Event::Load);
        work.settle();
        let unknown = std::mem::take(&mut work.unknown);
        let (wanted, complete) = (std::mem::take(&mut work.wanted), work.finish());
        Ok((
            Self {
                language: form.itext.default,
                form,
                store,
                env: env.clone(),
                complete,
                wanted,
            },
            unknown,
        ))
    }
}

impl Work<'_> {
    /// Fills the whole form and queues every rule.
    fn start(&mut self, saved: &Saved) {
        let root = self.form.model.def(1).offset;
        self.queue_scope(0);
        self.new_rows.push(0);
        self.fill(root, saved);
    }

    /// A repeat whose rows only the form makes, without saying how many, has at least one.
    fn first_rows(&mut self) {
        let form = self.form;
        let counted = |repeat: u32| {
            form.graph
                .rules
                .iter()
                .any(|rule| rule.target == Target::Count && rule.def == repeat)
        };
        let mut fixed: Vec<u32> = form
            .body
            .repeats
            .iter()
            .filter(|(_, body)| body.fixed)
            .map(|(def, _)| *def)
            .collect();
        fixed.sort_unstable();
        for repeat in fixed.into_iter().filter(|repeat| !counted(*repeat)) {
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
        let preload_of = |def: &u32| form.binds.get(def).and_then(|bind| bind.preload);
        let mut defs: Vec<u32> = form
            .binds
            .keys()
            .copied()
            .filter(|def| preload_of(def).is_some())
            .collect();
        // In the order of the form: the ids that are made depend on it.
        defs.sort_unstable();
        for (def, preload) in defs.into_iter().filter_map(|def| Some((def, preload_of(&def)?))) {
            let first = first(def);
            for cell in rows::cells_of(form, self.store, def) {
                let empty = self.store.raw(cell).is_empty();
                let now = self.env().now;
                let text = match preload {
                    Preload::Uid if empty || first => {
                        format!(
                            "uuid:{}",
                            random::version_4(self.stream().next(), self.stream().next())
                        )
                    }
                    Preload::Today if first => now.format("%Y-%m-%d").to_string(),
                    Preload::Start if first => time::stamp(now),
                    Preload::End => time::stamp(now),
                    _ => continue,
                };
                self.put(cell, &text);
            }
        }
    }
}
