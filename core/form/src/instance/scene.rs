//! One evaluation's surroundings inside a form: the trees, the texts, the choices.

use std::cell::Cell;
use std::collections::HashSet;

use super::store::Store;
use crate::definition::Form;
use crate::definition::body::{Choices, Control, Item};
use crate::definition::itext::{Label, Part, Template};
use crate::question::QuestionKind;
use crate::tree::world::Primary;
use crate::tree::{Node, World};
use crate::xpath::eval::{Context, Eval, Failure, Host, Result, Setting};
use crate::xpath::functions::Function;
use crate::xpath::program::Expr;
use crate::xpath::value::Value;

/// Steps that reading one question or label may take.
pub(super) const VIEW_STEPS: u64 = 2_000_000;

/// Levels of texts within texts.
const MAX_NESTING: u8 = 8;

/// Everything an expression may see.
pub(super) struct Scene<'a> {
    pub(super) form: &'a Form,
    pub(super) store: &'a Store,
    pub(super) setting: &'a Setting<'a>,
    /// Texts within texts: one that quotes itself must end.
    pub(super) nesting: Cell<u8>,
}

impl<'a> Scene<'a> {
    /// The evaluator for expressions that belong to a cell.
    pub(super) fn eval(&'a self, origin: u32) -> Eval<'a> {
        let primary = Primary {
            model: &self.form.model,
            store: self.store,
        };
        Eval {
            world: World {
                names: &self.form.names,
                primary: Some(primary),
                docs: &self.form.docs,
            },
            host: self,
            setting: self.setting,
            indexes: &self.form.indexes,
            origin: Node::cell(origin),
            root: Node::cell(0),
        }
    }

    /// A label at a cell, in the scene's language.
    pub(super) fn label(&'a self, label: &Label, cell: u32) -> String {
        let eval = self.eval(cell);
        self.label_in(&eval, label, Context::of(Node::cell(cell)))
    }

    fn label_in(&self, eval: &Eval<'_>, label: &Label, context: Context) -> String {
        match label {
            Label::Computed(expr, _) => eval
                .text(expr, context)
                .map(std::borrow::Cow::into_owned)
                .unwrap_or_default(),
            Label::Templates(templates) => {
                let own = templates
                    .get(self.setting.language)
                    .filter(|template| !template.0.is_empty());
                let default = || templates.get(self.form.itext.default).or(templates.first());
                own.or_else(default)
                    .map(|template| fill(eval, template, context))
                    .unwrap_or_default()
            }
        }
    }

    /// Values of a question's choices with what gives their labels. `unshuffled` leaves an order out that is another one each time.
    fn choice_nodes(
        &self,
        eval: &Eval<'_>,
        control: &Control,
        cell: u32,
        unshuffled: bool,
    ) -> Result<Vec<(String, ChoiceAt)>> {
        match &control.choices {
            None => Ok(Vec::new()),
            Some(Choices::Items(items)) => {
                let pair = |(at, item): (usize, &Item)| (item.value.to_string(), ChoiceAt::Item(at));
                Ok(items.iter().enumerate().map(pair).collect())
            }
            Some(Choices::Itemset { nodes, value, .. }) => {
                let nodes = match nodes {
                    Expr::Call(Function::Randomize, list) if unshuffled && list.len() == 1 => &list[0],
                    nodes => nodes,
                };
                let nodes = eval.nodes(nodes, Context::of(Node::cell(cell)))?;
                let mut out = Vec::with_capacity(nodes.len());
                for node in nodes {
                    out.push((
                        eval.text(value, Context::of(node))?.into_owned(),
                        ChoiceAt::Node(node),
                    ));
                }
                Ok(out)
            }
        }
    }

    fn choice_text(&self, eval: &Eval<'_>, control: &Control, cell: u32, at: ChoiceAt) -> String {
        match (&control.choices, at) {
            (Some(Choices::Items(items)), ChoiceAt::Item(index)) => items
                .get(index)
                .map(|item| self.label_in(eval, &item.label, Context::of(Node::cell(cell))))
                .unwrap_or_default(),
            (Some(Choices::Itemset { label, .. }), ChoiceAt::Node(node)) => eval
                .text(label, Context::of(node))
                .map(std::borrow::Cow::into_owned)
                .unwrap_or_default(),
            _ => String::new(),
        }
    }

    /// Values and labels of a question's choices, in order, at most so many.
    pub(super) fn choices(&'a self, control: &Control, cell: u32, limit: usize) -> Vec<(String, String)> {
        let eval = self.eval(cell);
        let nodes = self.choice_nodes(&eval, control, cell, false).unwrap_or_default();
        let labelled = |(value, at)| (value, self.choice_text(&eval, control, cell, at));
        nodes.into_iter().take(limit).map(labelled).collect()
    }

    /// The text id of a choice's label, when the label is a translated text.
    pub(super) fn choice_text_id(&'a self, control: &Control, cell: u32, value: &str) -> Option<String> {
        let eval = self.eval(cell);
        let nodes = self.choice_nodes(&eval, control, cell, false).ok()?;
        match (
            &control.choices,
            nodes.into_iter().find(|(known, _)| known == value)?.1,
        ) {
            (Some(Choices::Items(items)), ChoiceAt::Item(index)) => {
                items.get(index)?.text_id.as_deref().map(str::to_owned)
            }
            (
                Some(Choices::Itemset {
                    label: Expr::Call(Function::Itext, id),
                    ..
                }),
                ChoiceAt::Node(node),
            ) => eval
                .text(id.first()?, Context::of(node))
                .ok()
                .map(std::borrow::Cow::into_owned),
            _ => None,
        }
    }

    /// The words of a value that are choices now.
    ///
    /// # Errors
    /// The choices can't be computed.
    pub(super) fn standing(&'a self, control: &Control, cell: u32, words: &[&str]) -> Result<Vec<String>> {
        let eval = self.eval(cell);
        let choices = self.choice_nodes(&eval, control, cell, true)?;
        // Answers may have very many words, lists very many choices.
        let among = Words::of(words.iter().copied());
        if control.kind == QuestionKind::SelectMultiple {
            // The order of the choices, whatever the order of ticking: the same answers are the same text.
            let values = choices.into_iter().map(|(value, _)| value);
            return Ok(values.filter(|value| among.has(value)).collect());
        }
        let values = choices.iter().map(|(value, _)| value.as_str());
        let offered = Words::of(values.filter(|value| among.has(value)));
        let known = words.iter().filter(|word| offered.has(word));
        Ok(known.map(|word| (*word).to_owned()).collect())
    }

    /// Labels of the chosen values, as people read them.
    pub(super) fn labels_of(&'a self, control: &Control, cell: u32, words: &[&str]) -> Vec<String> {
        let eval = self.eval(cell);
        let choices = self.choice_nodes(&eval, control, cell, false).unwrap_or_default();
        let find = |word: &&str| choices.iter().find(|(value, _)| value == word).map(|(_, at)| *at);
        let text = |at: ChoiceAt| self.choice_text(&eval, control, cell, at);
        words.iter().filter_map(|word| find(word).map(text)).collect()
    }
}

/// Words that others are looked for among: few are compared one by one, many by their hashes.
pub(super) struct Words<'w> {
    few: Vec<&'w str>,
    many: HashSet<&'w str>,
}

impl<'w> Words<'w> {
    pub(super) fn of(words: impl Iterator<Item = &'w str>) -> Self {
        const FEW: usize = 8;
        let few: Vec<&str> = words.collect();
        let many = few.iter().filter(|_| few.len() > FEW).copied().collect();
        Self { few, many }
    }

    pub(super) fn has(&self, word: &str) -> bool {
        if self.many.is_empty() {
            return self.few.contains(&word);
        }
        self.many.contains(word)
    }
}

/// Where a choice's label is.
#[derive(Clone, Copy)]
enum ChoiceAt {
    Item(usize),
    Node(Node),
}

fn fill(eval: &Eval<'_>, template: &Template, context: Context) -> String {
    let mut out = String::new();
    for part in &template.0 {
        match part {
            Part::Plain(text) => out.push_str(text),
            Part::Output(expr, _) => out.push_str(&eval.text(expr, context).unwrap_or_default()),
        }
    }
    out
}

impl Scene<'_> {
    /// Runs something that may ask for texts again.
    fn nested<T>(&self, run: impl FnOnce() -> Result<T>) -> Result<T> {
        if self.nesting.get() >= MAX_NESTING {
            return Err(Failure::Limit);
        }
        self.nesting.set(self.nesting.get() + 1);
        let result = run();
        self.nesting.set(self.nesting.get() - 1);
        result
    }
}

/// The same evaluation, as seen from another cell.
fn at<'a>(eval: &Eval<'a>, origin: Node) -> Eval<'a> {
    Eval {
        origin,
        world: eval.world,
        host: eval.host,
        ..*eval
    }
}

impl Host for Scene<'_> {
    fn itext<'b>(&self, eval: &Eval<'b>, id: &str) -> Result<Value<'b>> {
        let row = self.store.scope_of(eval.origin.id);
        let (language, scope) = (eval.setting.language, self.store.scope_def(row));
        let template = self.form.itext.text(id, language, scope);
        let inner = at(eval, Node::cell(self.store.base(row)));
        self.nested(|| {
            let text = template.map(|template| fill(&inner, template, Context::of(inner.origin)));
            Ok(Value::text(text.unwrap_or_default()))
        })
    }

    fn choice_label<'b>(
        &self,
        eval: &Eval<'b>,
        def: u32,
        select: Option<Node>,
        value: &str,
    ) -> Result<Value<'b>> {
        let control = self.form.body.control(def);
        let Some(control) = control.filter(|control| control.choices.is_some()) else {
            return Err(Failure::Argument(
                "jr:choice-name: not a question with choices".into(),
            ));
        };
        // In a repeat without rows there is no question.
        let Some(select) = select else {
            return Ok(Value::text(""));
        };
        let inner = at(eval, select);
        self.nested(|| {
            let choices = self.choice_nodes(&inner, control, select.id, false)?;
            let found = choices.into_iter().find(|(known, _)| known == value);
            let label = found.map(|(_, at)| self.choice_text(&inner, control, select.id, at));
            Ok(Value::text(label.unwrap_or_default()))
        })
    }

    fn instance(&self, id: &str) -> Option<Node> {
        self.form.instances.get(id).map(|tree| Node {
            tree: *tree,
            text: false,
            id: 0,
        })
    }

    fn version(&self) -> &str {
        &self.form.version
    }
}
