//! What happened between two versions of a form, as a value: for authors who check a change before it goes out, and for tools that
//! say what it means for drafts.
//!
//! Nodes are paired first ([`super::pairs`]); then each pair is compared: place, type, question, repeat, choices, rules, texts.
//! Nothing is judged here: a rule written in another way is another rule, even when it comes to the same.

use std::collections::{HashMap, HashSet};

use super::body::{BodyNode, Choices, Control, Item};
use super::itext::{Label, Part};
use super::pairs::{Pairs, type_name};
use super::rule::RuleKind;
use super::{Definition, Form};
use crate::instance::lists;
use crate::question::QuestionKind;

/// What is different in the newer of two forms; empty when nothing is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FormDiff {
    /// The nodes of the primary instance that something happened to, in the newer form's order. A removed one stands where the older
    /// form had it: behind the node that was before it.
    pub nodes: Vec<NodeDiff>,
}

/// What happened to one node of the primary instance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NodeDiff {
    /// The node without row numbers, e.g. `/data/kids/name`: in the newer form, or in the older one when it was removed.
    pub reference: String,
    /// What happened to it, at least one thing; nothing more is said of nodes that were added or removed.
    pub changes: Vec<NodeChange>,
}

/// One thing that happened to a node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NodeChange {
    /// Only the newer form has it.
    Added,
    /// Only the older form has it.
    Removed,
    /// It has another place: the same last name and type, and no other node that could be meant.
    Moved {
        /// Its reference in the older form.
        from: String,
    },
    /// Its type is another, in the specification's words (`string`, `int`, …), or `group`.
    Type {
        /// The older form's.
        old: &'static str,
        /// The newer form's.
        new: &'static str,
    },
    /// It is asked in another way; nothing where it isn't asked.
    Kind {
        /// The older form's.
        old: Option<QuestionKind>,
        /// The newer form's.
        new: Option<QuestionKind>,
    },
    /// It became a repeat (`true`) or stopped being one.
    Repeat {
        /// The newer form repeats it.
        repeats: bool,
    },
    /// Other values can be chosen. Filters are left out of account: they are a rule ([`RuleKind::Choices`]).
    Choices {
        /// Values that only the older form's list has, in its order.
        gone: Vec<String>,
        /// Values that only the newer form's list has, in its order.
        added: Vec<String>,
    },
    /// A rule is written differently; empty where there is none.
    Rule {
        /// Which rule.
        kind: RuleKind,
        /// The older form's expression.
        old: String,
        /// The newer form's expression.
        new: String,
    },
    /// A text is written differently in one language; empty where there is none. Outputs stand in it as the form writes them,
    /// `<output value="…"/>`.
    Text {
        /// Which text.
        kind: TextKind,
        /// The language as the forms name it; empty when neither has translations.
        language: String,
        /// The older form's text.
        old: String,
        /// The newer form's text.
        new: String,
    },
}

/// A text that people read at a node.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TextKind {
    /// The label of a question, group or repeat.
    Label,
    /// The hint under the label.
    Hint,
    /// The longer guidance.
    Guidance,
    /// What is said when the constraint isn't met.
    ConstraintMessage,
    /// What is said when a required answer is missing.
    RequiredMessage,
    /// The label of the choice with this value.
    Choice(String),
}

impl Definition {
    /// What is different in a newer version of this form.
    #[must_use]
    pub fn diff(&self, newer: &Definition) -> FormDiff {
        let (older, newer) = (Side::of(&self.form), Side::of(&newer.form));
        let pairs = Pairs::of(older.form, newer.form);
        let changes = |old: Option<u32>, new: Option<u32>| match (old, new) {
            (Some(old), Some(new)) => compare(&older, old, &newer, new),
            (None, _) => vec![NodeChange::Added],
            (_, None) => vec![NodeChange::Removed],
        };
        let mut nodes = Vec::new();
        for (old, new) in in_order(&pairs) {
            let changes = changes(old, new);
            let reference = match (old, new) {
                (_, Some(new)) => newer.form.model.path(new),
                (Some(old), None) => older.form.model.path(old),
                (None, None) => continue,
            };
            if !changes.is_empty() {
                nodes.push(NodeDiff { reference, changes });
            }
        }
        FormDiff { nodes }
    }
}

/// Pairs and single nodes in the newer form's order, removed ones behind what was before them. The document node isn't told.
fn in_order(pairs: &Pairs) -> Vec<(Option<u32>, Option<u32>)> {
    let mut removed: HashMap<u32, Vec<u32>> = HashMap::new();
    let mut before = 0;
    for (old, new) in pairs.newer.iter().enumerate() {
        match new {
            Some(new) => before = *new,
            None => removed.entry(before).or_default().push(old as u32),
        }
    }
    let mut order = Vec::new();
    for (new, old) in pairs.older.iter().enumerate() {
        let new = new as u32;
        if new != 0 {
            order.push((*old, Some(new)));
        }
        let gone = removed.remove(&new).unwrap_or_default();
        order.extend(gone.into_iter().map(|old| (Some(old), None)));
    }
    order
}

/// One of the two forms, with the labels of its groups and its rules at hand.
struct Side<'a> {
    form: &'a Form,
    groups: HashMap<u32, &'a Label>,
    rules: HashMap<(u32, RuleKind), &'a str>,
}

impl<'a> Side<'a> {
    fn of(form: &'a Form) -> Self {
        let mut groups = HashMap::new();
        let mut waiting: Vec<&BodyNode> = form.body.nodes.iter().collect();
        while let Some(node) = waiting.pop() {
            let (BodyNode::Group(group) | BodyNode::Repeat(_, group)) = node else {
                continue;
            };
            if let (Some(def), Some(label)) = (group.def, &group.label) {
                groups.entry(def).or_insert(label);
            }
            waiting.extend(&group.nodes);
        }
        let rules = form
            .graph
            .rules
            .iter()
            .filter_map(|rule| Some(((rule.def, RuleKind::of(rule.target)?), &*rule.source)))
            .collect();
        Self { form, groups, rules }
    }

    fn control(&self, def: u32) -> Option<&'a Control> {
        self.form.body.control(def)
    }

    fn repeats(&self, def: u32) -> bool {
        self.form.model.def(def).repeat.is_some()
    }

    /// What the form writes for a rule of a node; a count stands at its repeat.
    fn rule(&self, def: u32, kind: RuleKind) -> &'a str {
        self.rules.get(&(def, kind)).copied().unwrap_or_default()
    }

    /// The texts of a node that aren't its choices'.
    fn texts(&self, def: u32) -> Vec<(TextKind, &'a Label)> {
        let (control, bind) = (self.control(def), self.form.binds.get(&def));
        let label = control
            .and_then(|control| control.label.as_ref())
            .or(self.groups.get(&def).copied());
        let found = [
            (TextKind::Label, label),
            (TextKind::Hint, control.and_then(|control| control.hint.as_ref())),
            (
                TextKind::Guidance,
                control.and_then(|control| control.guidance.as_ref()),
            ),
            (
                TextKind::ConstraintMessage,
                bind.and_then(|bind| bind.constraint_message.as_ref()),
            ),
            (
                TextKind::RequiredMessage,
                bind.and_then(|bind| bind.required_message.as_ref()),
            ),
        ];
        found
            .into_iter()
            .filter_map(|(kind, label)| Some((kind, label?)))
            .collect()
    }

    /// The texts of a node in one language, in a fixed order. Of choices with one value the first counts.
    fn texts_in(&self, def: u32, language: &str) -> Texts {
        let written = |(kind, label): (TextKind, &Label)| (kind, self.written(label, language));
        let mut texts: Texts = self.texts(def).into_iter().map(written).collect();
        let mut seen = HashSet::new();
        for (value, label) in self.choices(def, language).unwrap_or_default() {
            if seen.insert(value.clone()) {
                texts.push((TextKind::Choice(value), label));
            }
        }
        texts
    }

    /// Value and label of everything that a question offers; nothing where that depends on the answers, or isn't asked at all.
    fn choices(&self, def: u32, language: &str) -> Option<Vec<(String, String)>> {
        let control = self.control(def)?;
        match &control.choices {
            Some(Choices::Items(items)) => {
                let pair = |item: &Item| (item.value.to_string(), self.written(&item.label, language));
                Some(items.iter().map(pair).collect())
            }
            _ => lists::listed(self.form, control, self.form.itext.language(language)),
        }
    }

    /// A text as the form writes it. One without translations is the same in every language.
    fn written(&self, label: &Label, language: &str) -> String {
        let templates = match label {
            Label::Computed(_, source) => return source.to_string(),
            Label::Templates(templates) => templates,
        };
        let languages = &self.form.itext.languages;
        let template = match templates.as_slice() {
            [only] if languages.len() != 1 => Some(only),
            _ => languages
                .iter()
                .position(|known| known == language)
                .and_then(|at| templates.get(at)),
        };
        let parts = template.map_or(&[][..], |template| &template.0);
        parts.iter().map(written_part).collect()
    }
}

fn written_part(part: &Part) -> String {
    match part {
        Part::Plain(text) => text.to_string(),
        Part::Output(_, source) => format!("<output value=\"{source}\"/>"),
    }
}

fn compare(older: &Side<'_>, old: u32, newer: &Side<'_>, new: u32) -> Vec<NodeChange> {
    let mut changes = Vec::new();
    let from = older.form.model.path(old);
    if from != newer.form.model.path(new) {
        changes.push(NodeChange::Moved { from });
    }
    let types = (
        type_name(&older.form.model, old),
        type_name(&newer.form.model, new),
    );
    if types.0 != types.1 {
        changes.push(NodeChange::Type {
            old: types.0,
            new: types.1,
        });
    }
    let kind = |side: &Side<'_>, def| side.control(def).map(|control| control.kind);
    let kinds = (kind(older, old), kind(newer, new));
    if kinds.0 != kinds.1 {
        changes.push(NodeChange::Kind {
            old: kinds.0,
            new: kinds.1,
        });
    }
    if older.repeats(old) != newer.repeats(new) {
        let repeats = newer.repeats(new);
        changes.push(NodeChange::Repeat { repeats });
    }
    changes.extend(other_choices(older, old, newer, new));
    changes.extend(other_rules(older, old, newer, new));
    changes.extend(other_texts(older, old, newer, new));
    changes
}

fn other_choices(older: &Side<'_>, old: u32, newer: &Side<'_>, new: u32) -> Option<NodeChange> {
    let (old, new) = (older.choices(old, "")?, newer.choices(new, "")?);
    let gone = only_in(&old, &new);
    let added = only_in(&new, &old);
    (!gone.is_empty() || !added.is_empty()).then_some(NodeChange::Choices { gone, added })
}

/// Values of the one list that the other doesn't have, each once.
fn only_in(list: &[(String, String)], other: &[(String, String)]) -> Vec<String> {
    let mut known: HashSet<&str> = other.iter().map(|(value, _)| value.as_str()).collect();
    let values = list.iter().map(|(value, _)| value.as_str());
    values
        .filter(|value| known.insert(value))
        .map(str::to_owned)
        .collect()
}

fn other_rules(older: &Side<'_>, old: u32, newer: &Side<'_>, new: u32) -> Vec<NodeChange> {
    let rule = |kind| {
        let (old, new) = (older.rule(old, kind), newer.rule(new, kind));
        (old != new).then(|| NodeChange::Rule {
            kind,
            old: old.to_owned(),
            new: new.to_owned(),
        })
    };
    RuleKind::ALL.into_iter().filter_map(rule).collect()
}

fn other_texts(older: &Side<'_>, old: u32, newer: &Side<'_>, new: u32) -> Vec<NodeChange> {
    let mut changes = Vec::new();
    for language in languages(older.form, newer.form) {
        let both = merge(older.texts_in(old, language), newer.texts_in(new, language));
        for (kind, old, new) in both {
            // A choice that came or went is told as such.
            let told = matches!(kind, TextKind::Choice(_)) && (old.is_none() || new.is_none());
            let (old, new) = (old.unwrap_or_default(), new.unwrap_or_default());
            if old != new && !told {
                changes.push(NodeChange::Text {
                    kind,
                    language: language.to_owned(),
                    old,
                    new,
                });
            }
        }
    }
    changes
}

type Texts = Vec<(TextKind, String)>;

/// Texts of both sides by their kind: the newer side's order, then what only the older one has.
fn merge(old: Texts, new: Texts) -> Vec<(TextKind, Option<String>, Option<String>)> {
    let mut waiting: HashMap<TextKind, String> = old.iter().cloned().collect();
    let mut both = Vec::new();
    for (kind, text) in new {
        let before = waiting.remove(&kind);
        both.push((kind, before, Some(text)));
    }
    for (kind, _) in old {
        if let Some(text) = waiting.remove(&kind) {
            both.push((kind, Some(text), None));
        }
    }
    both
}

/// The languages of both forms, the newer one's order first; a form without translations has one without a name.
fn languages<'a>(older: &'a Form, newer: &'a Form) -> Vec<&'a str> {
    let mut all: Vec<&str> = Vec::new();
    for language in newer.itext.languages.iter().chain(&older.itext.languages) {
        if !all.contains(&language.as_str()) {
            all.push(language);
        }
    }
    if all.is_empty() {
        all.push("");
    }
    all
}
