//! Questions, choices and pages as values in one language.

use std::cell::Cell;

use super::Instance;
use super::recompute::chosen;
use super::reference::{self, Place};
use super::rows;
use super::scene::{Scene, VIEW_STEPS};
use super::store::flag;
use crate::definition::body::{BodyNode, Control, GroupBody};
use crate::question::{Choice, Entry, Page, Question, QuestionKind, Row, State};
use crate::xpath::eval::Setting;

impl Instance {
    pub(super) fn with_scene<T>(&self, language: usize, run: impl FnOnce(&Scene<'_>) -> T) -> T {
        run(&Scene {
            form: &self.form,
            store: &self.store,
            setting: &Setting::new(&self.env, language, VIEW_STEPS),
            nesting: Cell::new(0),
        })
    }

    pub(super) fn reference_of(&self, cell: u32) -> String {
        reference::of(&self.form, &self.store, cell)
    }

    /// Any node of the answers as the form's expressions see it, questions or not; nothing when there is no such node.
    #[must_use]
    pub fn state(&self, reference: &str) -> Option<State> {
        let cell = reference::cell(&self.form, &self.store, reference)?;
        Some(State {
            value: self.store.text(cell).to_owned(),
            relevant: self.store.has(cell, flag::RELEVANT),
            readonly: self.store.has(cell, flag::READONLY),
            required: self.store.has(cell, flag::REQUIRED),
        })
    }

    /// How many rows a repeat has; nothing when the reference is no repeat's.
    #[must_use]
    pub fn row_count(&self, repeat: &str) -> Option<usize> {
        match reference::find(&self.form, &self.store, repeat)? {
            Place::Repeat { scope, def } => {
                Some(self.store.rows(scope, self.form.model.def(def).repeat?).len())
            }
            Place::Cell(_) => None,
        }
    }

    pub(super) fn question_at(&self, reference: &str) -> Option<(u32, &Control)> {
        let cell = reference::cell(&self.form, &self.store, reference)?;
        Some((cell, self.control(cell)?))
    }

    /// A question as it stands; nothing when no question has the reference. `lang` is one of [`crate::Definition::languages`] or
    /// its code in parentheses; any other means the default language.
    #[must_use]
    pub fn question(&self, reference: &str, lang: &str) -> Option<Question> {
        let (cell, control) = self.question_at(reference)?;
        let language = self.form.itext.language(lang);
        let relevant = self.store.has(cell, flag::RELEVANT);
        self.with_scene(language, |scene| {
            let text = |label: &Option<crate::definition::itext::Label>| {
                label
                    .as_ref()
                    .map(|label| scene.label(label, cell))
                    .filter(|text| !text.is_empty())
            };
            let problem = self.problem_kind(cell).filter(|_| relevant);
            Some(Question {
                reference: self.reference_of(cell),
                kind: control.kind,
                label: text(&control.label).unwrap_or_default(),
                hint: text(&control.hint),
                guidance: text(&control.guidance),
                value: self.store.raw(cell).to_owned(),
                display: self.display(scene, cell, control),
                required: self.store.has(cell, flag::REQUIRED),
                readonly: self.store.has(cell, flag::READONLY),
                relevant,
                appearance: control.appearance.to_string(),
                range: control.range.clone(),
                media_type: control.media_type.clone(),
                problem: problem.map(|kind| self.problem_of(cell, control, kind, language)),
            })
        })
    }

    /// Whether a question's label has outputs, and so tells values of the form. A label that is computed whole (`jr:itext(name)`) picks one text and
    /// doesn't count, whatever stands in that text.
    #[must_use]
    pub fn tells_values(&self, reference: &str) -> bool {
        let label = self
            .question_at(reference)
            .and_then(|(_, control)| control.label.as_ref());
        label.is_some_and(crate::definition::itext::Label::has_outputs)
    }

    fn display(&self, scene: &Scene<'_>, cell: u32, control: &Control) -> String {
        if control.choices.is_none() || self.store.raw(cell).is_empty() {
            return self.store.raw(cell).to_owned();
        }
        let text = self.store.text(cell);
        let text = if text.is_empty() && !self.store.has(cell, flag::OVERLAY) {
            self.store.raw(cell)
        } else {
            text
        };
        scene.labels_of(control, cell, &chosen(control, text)).join(", ")
    }

    /// Choices of a question, in the form's order, at most `limit`. Empty for other questions.
    #[must_use]
    pub fn choices(&self, reference: &str, lang: &str, limit: usize) -> Vec<Choice> {
        let Some((cell, control)) = self.question_at(reference) else {
            return Vec::new();
        };
        let selected = chosen(control, self.store.text(cell));
        let found = self.with_scene(self.form.itext.language(lang), |scene| {
            scene.choices(control, cell, limit)
        });
        let choice = |(value, label): (String, String)| Choice {
            selected: selected.contains(&value.as_str()),
            value,
            label,
        };
        found.into_iter().map(choice).collect()
    }

    /// The pages with what is asked now: each top-level group or repeat, and loose questions between them together.
    #[must_use]
    pub fn outline(&self, lang: &str) -> Vec<Page> {
        let language = self.form.itext.language(lang);
        let root = self.form.model.def(1).offset;
        self.with_scene(language, |scene| {
            let mut pages: Vec<Page> = Vec::new();
            let mut loose = false;
            for node in &self.form.body.nodes {
                let Some(entry) = self.entry(scene, node, root) else {
                    continue;
                };
                match (entry, pages.last_mut()) {
                    (entry @ Entry::Question { .. }, Some(page)) if loose => page.entries.push(entry),
                    (entry, _) => {
                        loose = matches!(entry, Entry::Question { .. });
                        pages.push(page(entry));
                    }
                }
            }
            pages
        })
    }

    /// What a body node shows inside the row or form that `around` heads; nothing when it isn't asked.
    fn entry(&self, scene: &Scene<'_>, node: &BodyNode, around: u32) -> Option<Entry> {
        match node {
            BodyNode::Question(index) => {
                let cell = self.cell_near(self.form.body.questions.get(*index)?.def, around)?;
                let relevant = self.store.has(cell, flag::RELEVANT);
                relevant.then(|| Entry::Question {
                    reference: self.reference_of(cell),
                })
            }
            BodyNode::Group(group) => self.group_entry(scene, group, around),
            BodyNode::Repeat(def, group) => self.repeat_entry(scene, *def, group, around),
        }
    }

    fn group_entry(&self, scene: &Scene<'_>, group: &GroupBody, around: u32) -> Option<Entry> {
        let cell = match group.def {
            Some(def) => Some(self.cell_near(def, around)?),
            None => None,
        };
        if cell.is_some_and(|cell| !self.store.has(cell, flag::RELEVANT)) {
            return None;
        }
        let entries: Vec<Entry> = group
            .nodes
            .iter()
            .filter_map(|node| self.entry(scene, node, around))
            .collect();
        if entries.is_empty() {
            return None;
        }
        let at = cell.unwrap_or(around);
        Some(Entry::Group {
            reference: cell.map(|cell| self.reference_of(cell)).unwrap_or_default(),
            label: group
                .label
                .as_ref()
                .map(|label| scene.label(label, at))
                .unwrap_or_default(),
            appearance: group.appearance.to_string(),
            entries,
        })
    }

    fn repeat_entry(&self, scene: &Scene<'_>, def: u32, group: &GroupBody, around: u32) -> Option<Entry> {
        let parent = self.cell_near(self.form.model.def(def).parent, around)?;
        if !self.store.has(parent, flag::RELEVANT) {
            return None;
        }
        let list = self.form.model.def(def).repeat?;
        let fixed = rows::is_fixed(&self.form, def) || self.store.has(parent, flag::READONLY);
        let row = |scope: &u32| {
            let head = self.store.base(*scope);
            self.store.has(head, flag::RELEVANT).then(|| Row {
                reference: self.reference_of(head),
                entries: group
                    .nodes
                    .iter()
                    .filter_map(|node| self.entry(scene, node, head))
                    .collect(),
            })
        };
        let rows = self.store.rows(self.store.scope_of(parent), list);
        let shown: Vec<Row> = rows.iter().filter_map(row).collect();
        // Every row is hidden by the form: so is the offer to add one.
        if !rows.is_empty() && shown.is_empty() {
            return None;
        }
        Some(Entry::Repeat {
            reference: reference::of_rows(&self.form, &self.store, self.store.scope_of(parent), def),
            label: group
                .label
                .as_ref()
                .map(|label| scene.label(label, parent))
                .unwrap_or_default(),
            can_change_rows: !fixed,
            rows: shown,
        })
    }

    /// The cell of a definition node in the same row as `around`, or in one of the rows around it.
    fn cell_near(&self, def: u32, around: u32) -> Option<u32> {
        let target = self.form.model.def(def);
        let mut scope = Some(self.store.scope_of(around));
        while let Some(current) = scope {
            if self.store.scope_def(current) == target.scope {
                return Some(self.store.base(current) + target.offset);
            }
            scope = self.store.parent_scope(current);
        }
        None
    }
}

fn page(entry: Entry) -> Page {
    match entry {
        Entry::Group {
            reference,
            label,
            appearance,
            entries,
        } => Page {
            reference,
            title: label,
            appearance,
            entries,
        },
        Entry::Question { ref reference } => Page {
            reference: reference.clone(),
            title: String::new(),
            appearance: String::new(),
            entries: vec![entry],
        },
        Entry::Repeat {
            ref reference,
            ref label,
            ..
        } => Page {
            reference: reference.clone(),
            title: label.clone(),
            appearance: String::new(),
            entries: vec![entry],
        },
    }
}

/// Kinds whose answer is a file's name.
pub(super) fn is_file(kind: QuestionKind) -> bool {
    kind == QuestionKind::Upload
}
