//! What is wrong with the answers, and how far they are.

use super::Instance;
use super::recompute::chosen;
use super::rows;
use super::scene::Words;
use super::store::{Store, flag};
use crate::definition::Form;
use crate::definition::body::Control;
use crate::definition::model::DefKind;
use crate::question::{Problem, ProblemKind, Progress, QuestionKind};

impl Instance {
    /// Every problem of the questions asked now, in the form's order.
    #[must_use]
    pub fn problems(&self, lang: &str) -> Vec<Problem> {
        let language = self.form.itext.language(lang);
        let exists = |cell: &u32| rows::exists(&self.form, &self.store, *cell);
        let mut cells: Vec<u32> = self.store.wrong().filter(exists).collect();
        rows::sort(&self.form, &self.store, &mut cells);
        let problem = |cell: u32| {
            let (control, kind) = (self.control(cell)?, self.problem_kind(cell)?);
            Some(self.problem_of(cell, control, kind, language))
        };
        cells.into_iter().filter_map(problem).collect()
    }

    /// How many questions are asked, and answered.
    #[must_use]
    pub fn progress(&self) -> Progress {
        let mut progress = Progress {
            answered: 0,
            questions: 0,
            required_answered: 0,
            required: 0,
        };
        self.each_question(&mut |instance, cell, control| {
            let note = instance.store.has(cell, flag::READONLY) && control.kind != QuestionKind::Trigger;
            if note {
                return;
            }
            let answered = usize::from(!instance.store.raw(cell).is_empty());
            let required = usize::from(instance.store.has(cell, flag::REQUIRED));
            progress.questions += 1;
            progress.answered += answered;
            progress.required += required;
            progress.required_answered += required * answered;
        });
        progress
    }

    /// Visits the questions asked now in document order.
    pub(super) fn each_question(&self, visit: &mut dyn FnMut(&Self, u32, &Control)) {
        let mut waiting = vec![self.form.model.def(1).offset];
        let mut children = Vec::new();
        while let Some(cell) = waiting.pop() {
            if !self.store.has(cell, flag::RELEVANT) {
                continue;
            }
            if let Some(control) = self.control(cell) {
                visit(self, cell, control);
            }
            self.children(cell, &mut children);
            waiting.extend(children.drain(..).rev());
        }
    }

    /// Child elements of a cell, rows in their places.
    fn children(&self, cell: u32, out: &mut Vec<u32>) {
        rows::inside(
            &self.form,
            &self.store,
            cell,
            &|scope, list| self.store.rows(scope, list),
            out,
        );
    }

    pub(super) fn control(&self, cell: u32) -> Option<&Control> {
        self.form.body.control(self.store.def(cell))
    }

    /// The problem of a question that is asked now.
    pub(super) fn problem_kind(&self, cell: u32) -> Option<ProblemKind> {
        kind_of(&self.store, cell)
    }

    pub(super) fn problem_of(
        &self,
        cell: u32,
        control: &Control,
        kind: ProblemKind,
        language: usize,
    ) -> Problem {
        let bind = self.form.binds.get(&control.def);
        let message = bind.and_then(|bind| match kind {
            ProblemKind::Required => bind.required_message.as_ref(),
            ProblemKind::Constraint => bind.constraint_message.as_ref(),
            ProblemKind::Type | ProblemKind::UnknownNode => None,
        });
        let text = message
            .map(|label| self.with_scene(language, |scene| scene.label(label, cell)))
            .unwrap_or_default();
        Problem {
            reference: self.reference_of(cell),
            kind,
            text,
        }
    }

    /// Chosen values that are no choices now: the portal's check refuses them, a draft only leaves them out.
    pub(super) fn has_unknown_choice(&self, cell: u32, control: &Control) -> bool {
        let standing = Words::of(chosen(control, self.store.text(cell)).into_iter());
        control.choices.is_some()
            && chosen(control, self.store.raw(cell))
                .iter()
                .any(|word| !standing.has(word))
    }
}

/// Notes whether a cell is a question that is asked and has a problem.
pub(super) fn note_problem(form: &Form, store: &mut Store, cell: u32) {
    let def = store.def(cell);
    if form.body.asks(def) && form.model.def(def).kind == DefKind::Element {
        let asked = store.has(cell, flag::RELEVANT);
        let wrong = asked && kind_of(store, cell).is_some();
        store.set_wrong(cell, wrong);
    }
}

/// A wrong type is told before an unmet condition.
fn kind_of(store: &Store, cell: u32) -> Option<ProblemKind> {
    if store.has(cell, flag::TYPE) {
        return Some(ProblemKind::Type);
    }
    if store.text(cell).is_empty() {
        return store.has(cell, flag::REQUIRED).then_some(ProblemKind::Required);
    }
    store
        .has(cell, flag::CONSTRAINT)
        .then_some(ProblemKind::Constraint)
}
