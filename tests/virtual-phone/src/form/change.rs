//! `form diff`: what changed between two versions of a form, and what that means for answers that were given.

use motcua_form::{AnswerEffect, Effect, FormDiff, Misfit, NodeChange, NodeDiff, RuleKind, TextKind};
use serde_json::{Value, json};

use super::{args::DiffArgs, authored, mapping};
use crate::{out::Out, refusal::Refusal, show::Show};

/// How many values of a list are named.
const NAMED: usize = 10;

/// What is different.
struct Changed {
    diff: FormDiff,
}

/// What became of given answers.
struct Effects(Vec<AnswerEffect>);

/// Compares two versions.
pub(crate) fn diff(args: &DiffArgs, out: &Out) -> Result<(), Refusal> {
    let old = authored::open(&args.old, &args.compiler)?.definition;
    let new = authored::open(&args.new, &args.compiler)?.definition;
    out.show(&Changed { diff: old.diff(&new) });
    if args.answers.answers.is_some() {
        let (draft, env) = authored::answered(&old, &args.answers)?;
        let mapping = args
            .mapping
            .as_deref()
            .map(mapping::open)
            .transpose()?
            .unwrap_or_default();
        let rebased = draft.rebase(&new, &mapping, &env);
        out.show(&Effects(rebased.effects));
    }
    Ok(())
}

impl Show for Changed {
    fn object(&self) -> Value {
        let node = |node: &NodeDiff| {
            let changes = node.changes.iter().map(|change| {
                let (what, details) = told(change);
                json!({"change": what, "details": details, "means": meaning(change)})
            });
            json!({"reference": node.reference, "changes": changes.collect::<Vec<_>>()})
        };
        json!({"kind": "form_diff", "nodes": self.diff.nodes.iter().map(node).collect::<Vec<_>>()})
    }

    fn words(&self) -> String {
        if self.diff.nodes.is_empty() {
            return "The two versions ask the same.".to_owned();
        }
        let mut text = String::new();
        for node in &self.diff.nodes {
            text += &format!("{}\n", node.reference);
            for change in &node.changes {
                let (what, details) = told(change);
                text += &format!("  {what}: {details}\n    → {}\n", meaning(change));
            }
        }
        text
    }
}

/// A change's name and its details.
fn told(change: &NodeChange) -> (&'static str, String) {
    match change {
        NodeChange::Added => ("added", "only the newer version has it".to_owned()),
        NodeChange::Removed => ("removed", "only the older version has it".to_owned()),
        NodeChange::Moved { from } => ("moved", format!("was {from}")),
        NodeChange::Type { old, new } => ("type", format!("{old} → {new}")),
        NodeChange::Kind { old, new } => {
            let word = |kind: &Option<_>| kind.map_or("not asked".to_owned(), |kind| format!("{kind:?}"));
            ("asked as", format!("{} → {}", word(old), word(new)))
        }
        NodeChange::Repeat { repeats: true } => ("repeat", "a group became a repeat".to_owned()),
        NodeChange::Repeat { repeats: false } => ("repeat", "is no repeat any more".to_owned()),
        NodeChange::Choices { gone, added } => {
            ("choices", format!("gone {}; new {}", named(gone), named(added)))
        }
        NodeChange::Rule { kind, old, new } => (kind.as_str(), format!("{} → {}", quoted(old), quoted(new))),
        NodeChange::Text {
            kind,
            language,
            old,
            new,
        } => (
            text_kind(kind),
            format!("{language}: {} → {}", quoted(old), quoted(new)),
        ),
    }
}

fn named(values: &[String]) -> String {
    match values.len() {
        0 => "none".to_owned(),
        number if number > NAMED => format!("{} and {} more", values[..NAMED].join(" "), number - NAMED),
        _ => values.join(" "),
    }
}

fn quoted(text: &str) -> String {
    if text.is_empty() {
        return "nothing".to_owned();
    }
    format!("«{text}»")
}

fn text_kind(kind: &TextKind) -> &'static str {
    match kind {
        TextKind::Label => "label",
        TextKind::Hint => "hint",
        TextKind::Guidance => "guidance",
        TextKind::ConstraintMessage => "constraint message",
        TextKind::RequiredMessage => "required message",
        TextKind::Choice(_) => "label of a choice",
    }
}

/// What a change means for an answer that was given in the older version (docs/form-changes.md).
fn meaning(change: &NodeChange) -> &'static str {
    match change {
        NodeChange::Added => "starts empty or with its default in drafts; a required one is asked for",
        NodeChange::Removed => "an answer has no place any more; the person is shown it",
        NodeChange::Moved { .. } => "an answer moves along",
        NodeChange::Type { .. } => "an answer that isn't of the new type is kept and flagged",
        NodeChange::Kind { new: None, .. } => {
            "is not asked any more; what was answered is shown to the person"
        }
        NodeChange::Kind { .. } => "answers stay as they are",
        NodeChange::Repeat { repeats: true } => "an answer goes to the first row",
        NodeChange::Repeat { repeats: false } => {
            "the first row's answers stay, those of other rows are shown to the person"
        }
        NodeChange::Choices { gone, .. } if gone.is_empty() => "answers stay as they are",
        NodeChange::Choices { .. } => {
            "an answer that is no choice any more is kept, reads as empty and is asked for"
        }
        NodeChange::Rule { kind, .. } => match kind {
            RuleKind::Calculate => "is calculated anew",
            RuleKind::Relevant => "may be asked or hidden; a hidden answer is kept and not submitted",
            RuleKind::Readonly => "may be opened or closed for changes; the answer stays",
            RuleKind::Required => "may be asked for, or needed no more",
            RuleKind::Constraint => "an answer that breaks the new rule is kept and flagged",
            RuleKind::Count => "rows beyond the count are set aside with their answers",
            RuleKind::Choices => {
                "an answer that isn't offered any more is kept, reads as empty and is asked for"
            }
        },
        NodeChange::Text { .. } => "answers stay as they are",
    }
}

impl Show for Effects {
    fn object(&self) -> Value {
        let effect = |it: &AnswerEffect| {
            let (word, more) = became(&it.effect);
            json!({"from": it.from, "to": it.to, "value": it.value, "effect": word, "more": more})
        };
        json!({"kind": "form_effects", "answers": self.0.iter().map(effect).collect::<Vec<_>>()})
    }

    fn words(&self) -> String {
        let kept = self.0.iter().filter(|it| it.effect == Effect::Kept).count();
        let mut text = format!("Of {} answers {kept} stay as they are.\n", self.0.len());
        for it in self.0.iter().filter(|it| it.effect != Effect::Kept) {
            let to = it.to.as_ref().filter(|to| **to != it.from);
            let to = to.map_or(String::new(), |to| format!(" → {to}"));
            let (word, more) = became(&it.effect);
            text += &format!("{}{to}: {word} {more}\n  was {}\n", it.from, quoted(&it.value));
        }
        text
    }
}

fn became(effect: &Effect) -> (&'static str, String) {
    match effect {
        Effect::Kept => ("kept", String::new()),
        Effect::Moved => ("moved", String::new()),
        Effect::Replaced { value } => ("replaced", quoted(value)),
        Effect::NoLongerFits(misfit) => ("no_longer_fits", misfit_words(*misfit)),
        Effect::ToChoose { candidates } => ("to_choose", candidates.join(" ")),
    }
}

fn misfit_words(misfit: Misfit) -> String {
    let why = match misfit {
        Misfit::Gone => "it has no place",
        Misfit::Type => "the type doesn't take it",
        Misfit::Choice => "it is no choice any more",
        Misfit::Constraint => "the condition on it isn't met",
    };
    format!("({}: {why})", misfit.as_str())
}
