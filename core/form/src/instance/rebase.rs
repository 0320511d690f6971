//! A draft's answers taken into a newer version of its form: "the form has changed, here is what became of your answers".
//!
//! The flow: nodes are paired ([`crate::definition::pairs`]), the answers are written in the newer form's shape ([`super::carry`]),
//! opened like saved ones, and each is looked at where it stands now. Calculations run again; what the newer form adds starts as
//! in new answers. Nothing is lost: an answer that has no place any more is told with its text, and the older instance is as it was.

use std::collections::{HashMap, HashSet};

use super::Instance;
use super::carry::{Carried, Carrier, Place};
use super::mapping::ValueMapping;
use super::recompute::{Work, chosen};
use super::rows;
use super::saved::Saved;
use super::scene::Words;
use super::store::{Store, flag};
use crate::definition::action::Event;
use crate::definition::pairs::Pairs;
use crate::definition::{Definition, Form};
use crate::env::Env;

/// A draft in the newer form.
pub struct Rebased {
    /// The answers that have a place in the newer form; wrong ones are kept and flagged, as everywhere.
    pub instance: Instance,
    /// What became of each answer that was given, in the older form's order.
    pub effects: Vec<AnswerEffect>,
}

/// What became of one answer. `Debug` shows the places only: the rest is personal.
#[derive(Clone, PartialEq, Eq)]
pub struct AnswerEffect {
    /// Where it stood in the older form, e.g. `/data/kids[2]/name`.
    pub from: String,
    /// Where it stands in the newer form; nothing when it has no place there.
    pub to: Option<String>,
    /// The answer as it was, so that it can be shown and put elsewhere.
    pub value: String,
    /// What became of it.
    pub effect: Effect,
}

impl std::fmt::Debug for AnswerEffect {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AnswerEffect")
            .field("from", &self.from)
            .field("to", &self.to)
            .field("effect", &self.effect)
            .finish_non_exhaustive()
    }
}

/// What became of an answer. `Debug` hides values.
#[derive(Clone, PartialEq, Eq)]
pub enum Effect {
    /// It stands where it stood, as it was.
    Kept,
    /// It stands in another place, as it was.
    Moved,
    /// The mapping had one value in its place, and that is the answer now.
    Replaced {
        /// The answer now.
        value: String,
    },
    /// It doesn't fit the newer form: ask the person to look at it.
    NoLongerFits(Misfit),
    /// Several values took its place: ask the person which one. Until then that part of the answer is empty.
    ToChoose {
        /// What can be meant, as the mapping orders it.
        candidates: Vec<String>,
    },
}

impl std::fmt::Debug for Effect {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Kept => f.write_str("Kept"),
            Self::Moved => f.write_str("Moved"),
            Self::Replaced { .. } => f.write_str("Replaced"),
            Self::NoLongerFits(misfit) => write!(f, "NoLongerFits({misfit:?})"),
            Self::ToChoose { candidates } => write!(f, "ToChoose({})", candidates.len()),
        }
    }
}

/// Why an answer doesn't fit the newer form. One that didn't fit the older form for the same reason counts as kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Misfit {
    /// The question is gone, its row has no place, or the form computes it now. The answer is in [`AnswerEffect::value`] only.
    Gone,
    /// The question's type doesn't take it. It is kept as it was and flagged.
    Type,
    /// It is no choice any more. It is kept, as the mapping left it, and reads as empty; where the mapping says that nothing took its
    /// place it is in [`AnswerEffect::value`] only.
    Choice,
    /// The condition on it isn't met. It is kept as it was and flagged.
    Constraint,
}

impl Misfit {
    /// The stable text of the reason, for tools and translations.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Gone => "ANSWER_GONE",
            Self::Type => "ANSWER_TYPE",
            Self::Choice => "ANSWER_CHOICE",
            Self::Constraint => "ANSWER_CONSTRAINT",
        }
    }
}

impl Instance {
    /// The answers in a newer version of the form, with what became of each. `self` is left as it is: keep it until the person has
    /// seen the effects. The language stays the same if the newer form has it.
    #[must_use]
    pub fn rebase(&self, newer: &Definition, mapping: &ValueMapping, env: &Env) -> Rebased {
        let pairs = Pairs::of(&self.form, &newer.form);
        let mut carrier = Carrier::new(self, &newer.form, &pairs, mapping);
        let saved = carrier.root();
        let carried = carrier.carried;
        let (instance, cells) = reopen(self, newer, &pairs, (&saved, &carried), env);
        let arrived: HashMap<u32, (&Carried, u32)> = carried
            .iter()
            .zip(cells)
            .filter_map(|(carried, cell)| Some((carried.from, (carried, cell?))))
            .collect();
        let effect = |cell| self.effect(cell, arrived.get(&cell).copied(), &instance);
        let effects = self.given().into_iter().filter_map(effect).collect();
        Rebased { instance, effects }
    }

    /// Cells that hold an answer of the person, in document order, rows set aside by `jr:count` too.
    fn given(&self) -> Vec<u32> {
        let mut given = Vec::new();
        let mut waiting = vec![self.form.model.def(1).offset];
        while let Some(cell) = waiting.pop() {
            if self.form.is_asked(self.store.def(cell)) && !self.store.raw(cell).is_empty() {
                given.push(cell);
            }
            let mut children = self.kept_children(cell);
            children.reverse();
            waiting.extend(children);
        }
        given
    }

    /// Child elements of a cell, with the rows that saving keeps.
    fn kept_children(&self, cell: u32) -> Vec<u32> {
        let mut children = Vec::new();
        let kept = |scope, list| self.kept_rows(scope, list);
        rows::inside(&self.form, &self.store, cell, &kept, &mut children);
        children
    }

    /// What became of the answer in a cell; nothing to tell of an untouched default whose question is gone.
    fn effect(&self, cell: u32, arrived: Option<(&Carried, u32)>, newer: &Instance) -> Option<AnswerEffect> {
        let from = self.reference_of(cell);
        let value = self.store.raw(cell).to_owned();
        let arrived = arrived.filter(|(carried, at)| newer.store.raw(*at) == carried.text);
        let to = arrived.map(|(_, at)| newer.reference_of(at));
        let effect = match arrived {
            None if *value == *self.form.model.def(self.store.def(cell)).default => return None,
            None => Effect::NoLongerFits(Misfit::Gone),
            Some((carried, _)) if !carried.candidates.is_empty() => Effect::ToChoose {
                candidates: carried.candidates.clone(),
            },
            Some((carried, _)) if carried.gone => Effect::NoLongerFits(Misfit::Choice),
            Some((carried, at)) => match newer.misfit(at) {
                Some(misfit) if self.misfit(cell) != Some(misfit) => Effect::NoLongerFits(misfit),
                _ if carried.text != value => Effect::Replaced {
                    value: carried.text.clone(),
                },
                _ if to.as_ref() != Some(&from) => Effect::Moved,
                _ => Effect::Kept,
            },
        };
        Some(AnswerEffect {
            from,
            to,
            value,
            effect,
        })
    }

    /// What is wrong with an answer, asked now or not.
    fn misfit(&self, cell: u32) -> Option<Misfit> {
        if self.store.has(cell, flag::TYPE) {
            return Some(Misfit::Type);
        }
        let control = self.control(cell).filter(|control| control.choices.is_some());
        if let Some(control) = control {
            let words = chosen(control, self.store.raw(cell));
            let standing = self.with_scene(self.language, |scene| scene.standing(control, cell, &words));
            let standing = standing.unwrap_or_default();
            let standing = Words::of(standing.iter().map(String::as_str));
            if !words.iter().all(|word| standing.has(word)) {
                return Some(Misfit::Choice);
            }
        }
        self.store
            .has(cell, flag::CONSTRAINT)
            .then_some(Misfit::Constraint)
    }
}

/// Opens carried answers like saved ones, and finds the cell of each; none when a limit kept its row out.
fn reopen(
    older: &Instance,
    newer: &Definition,
    pairs: &Pairs,
    (saved, carried): (&Saved, &[Carried]),
    env: &Env,
) -> (Instance, Vec<Option<u32>>) {
    let form = &newer.form;
    let spoken = older.form.itext.languages.get(older.language);
    let language = form.itext.language(spoken.map_or("", String::as_str));
    let added = |def: u32| pairs.older[def as usize].is_none();
    let mut cells = Vec::new();
    let instance = Instance::begin(form, language, env, &mut |work| {
        work.saved = true;
        work.start(saved);
        work.saved = false;
        // Rows are set aside later: now every place can be found.
        let place = |carried: &Carried| cell_at(work.form, work.store, &carried.place);
        cells = carried.iter().map(place).collect();
        work.forget_saved(&cells);
        work.preload(&added);
        work.first_rows();
        work.settle();
        work.run_actions_where(Event::FirstLoad, &added);
        work.run_actions_where(Event::Load, &|_| true);
    });
    (instance, cells)
}

fn cell_at(form: &Form, store: &Store, place: &Place) -> Option<u32> {
    let model = &form.model;
    let def = model.def(place.def);
    let mut row = 0;
    for (list, number) in rows::lists_to(model, def.scope).iter().zip(&place.rows) {
        row = *store.rows(row, *list).get(*number)?;
    }
    Some(store.base(row) + def.offset)
}

impl Work<'_> {
    /// Only what was carried is an answer from before; everything else is computed as in new answers.
    fn forget_saved(&mut self, carried: &[Option<u32>]) {
        let carried: HashSet<u32> = carried.iter().flatten().copied().collect();
        for cell in 0..self.store.cells() as u32 {
            if !carried.contains(&cell) {
                self.store.set(cell, flag::SAVED, false);
            }
        }
    }
}
