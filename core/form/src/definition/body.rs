//! The body (ODK XForms, "Body elements"): groups, repeats and questions in order, with their labels and choices.

use std::collections::HashMap;

use super::action::{self, Action};
use super::bind::own_value;
use super::data_type::DataType;
use super::itext::{self, Itext, Label};
use super::rule::{Rule, Target};
use super::source::{Source, attribute, child, children};
use crate::error::{LoadCode, LoadError};
use crate::question::{QuestionKind, Range};
use crate::tree::NONE;
use crate::xpath::compile::Dependency;
use crate::xpath::program::Expr;

/// Everything people see.
#[derive(Default)]
pub(crate) struct Body {
    pub(crate) nodes: Vec<BodyNode>,
    pub(crate) questions: Vec<Control>,
    /// The question of each definition node, [`NONE`] for nodes that nobody asks.
    pub(super) question_of: Vec<u32>,
    pub(crate) repeats: HashMap<u32, RepeatBody>,
}

impl Body {
    /// The question of a definition node.
    #[inline(always)]
    pub(crate) fn control(&self, def: u32) -> Option<&Control> {
        let index = self.question_of.get(def as usize)?;
        self.questions.get(*index as usize)
    }

    /// Somebody is asked for the definition node.
    #[inline(always)]
    pub(crate) fn asks(&self, def: u32) -> bool {
        self.question_of
            .get(def as usize)
            .is_some_and(|index| *index != NONE)
    }

    /// Adds a question; of two for one node the first is the node's.
    fn add(&mut self, control: Control) -> usize {
        let (def, index) = (control.def as usize, self.questions.len());
        if self.question_of.len() <= def {
            self.question_of.resize(def + 1, NONE);
        }
        if self.question_of[def] == NONE {
            self.question_of[def] = index as u32;
        }
        self.questions.push(control);
        index
    }
}

/// What the body says of a repeat.
pub(crate) struct RepeatBody {
    /// Rows come and go by the form's word only (`jr:count`, `jr:noAddRemove`).
    pub(crate) fixed: bool,
}

/// A node of the body.
pub(crate) enum BodyNode {
    Question(usize),
    Group(GroupBody),
    Repeat(u32, GroupBody),
}

/// What groups and repeats have in common.
pub(crate) struct GroupBody {
    /// The bound node; a group may have none. For a repeat: the node of its rows.
    pub(crate) def: Option<u32>,
    pub(crate) label: Option<Label>,
    pub(crate) appearance: Box<str>,
    pub(crate) nodes: Vec<BodyNode>,
}

/// A question.
pub(crate) struct Control {
    pub(crate) def: u32,
    pub(crate) kind: QuestionKind,
    pub(crate) label: Option<Label>,
    /// The label's text id, which its media share.
    pub(crate) text_id: Option<Box<str>>,
    pub(crate) hint: Option<Label>,
    pub(crate) guidance: Option<Label>,
    pub(crate) appearance: Box<str>,
    pub(crate) range: Option<Range>,
    pub(crate) media_type: Option<String>,
    pub(crate) choices: Option<Choices>,
}

/// Where choices come from.
pub(crate) enum Choices {
    Items(Vec<Item>),
    Itemset { nodes: Expr, value: Expr, label: Expr },
}

/// A choice that stands in the form.
pub(crate) struct Item {
    pub(crate) value: Box<str>,
    pub(crate) label: Label,
    pub(crate) text_id: Option<Box<str>>,
}

fn text_id(label: roxmltree::Node<'_, '_>) -> Option<Box<str>> {
    itext::literal_id(attribute(label, "ref")?).map(Box::from)
}

/// Reads the body's elements.
pub(crate) struct Reader<'a> {
    pub(crate) source: &'a mut Source,
    pub(crate) itext: &'a Itext,
    pub(crate) rules: &'a mut Vec<Rule>,
    pub(crate) actions: &'a mut Vec<Action>,
    pub(crate) bind_ids: &'a HashMap<String, String>,
    pub(crate) body: Body,
    /// The scope of the rows around the element at hand, 0 outside of repeats.
    pub(crate) rows: u32,
}

impl Reader<'_> {
    /// Reads the children of `<body>`, a group or a repeat whose references start at `context`.
    pub(crate) fn nodes(
        &mut self,
        parent: roxmltree::Node<'_, '_>,
        context: u32,
    ) -> Result<Vec<BodyNode>, LoadError> {
        let mut nodes = Vec::new();
        for xml in parent.children().filter(roxmltree::Node::is_element) {
            match xml.tag_name().name() {
                "group" => nodes.push(self.group(xml, context)?),
                "repeat" => nodes.push(self.repeat(xml, context, None)?),
                "input" | "select" | "select1" | "upload" | "trigger" | "range" | "rank" | "secret"
                | "textarea" => {
                    nodes.push(BodyNode::Question(self.question(xml, context)?));
                }
                "label" | "hint" | "setvalue" | "setgeopoint" => {}
                other => {
                    let detail = format!("the body element {other} is not supported");
                    return Err(LoadError::new(
                        LoadCode::Unsupported,
                        self.source.model.path(context),
                        detail,
                    ));
                }
            }
        }
        Ok(nodes)
    }

    fn reference(&mut self, xml: roxmltree::Node<'_, '_>, context: u32) -> Result<Option<u32>, LoadError> {
        let by_bind = || {
            attribute(xml, "bind")
                .and_then(|id| self.bind_ids.get(id))
                .map(String::as_str)
        };
        let reference = xml
            .attribute("ref")
            .or_else(|| xml.attribute("nodeset"))
            .or_else(by_bind);
        let Some(reference) = reference.map(str::to_owned) else {
            return Ok(None);
        };
        let place = format!("{} {reference}", xml.tag_name().name());
        self.source.node(&reference, context, &place).map(Some)
    }

    /// A node, seen at `seat`, whose rows aren't around its element is asked in none of them: the author is told.
    fn warn_of_other_rows(&mut self, element: &str, def: u32, seat: u32) {
        let model = &self.source.model;
        if !model.is_within(self.rows, model.def(seat).scope) {
            let detail = format!("a {element} outside of the repeat that its node is in is never shown");
            let warning = LoadError::new(LoadCode::Structure, model.path(def), detail);
            self.source.warnings.push(warning);
        }
    }

    fn group(&mut self, xml: roxmltree::Node<'_, '_>, context: u32) -> Result<BodyNode, LoadError> {
        let def = self.reference(xml, context)?;
        let inner = def.unwrap_or(context);
        let is_repeat = def.is_some_and(|def| self.source.model.def(def).repeat.is_some());
        if let Some(repeat) = child(xml, "repeat").filter(|_| is_repeat) {
            return self.repeat(repeat, context, Some(xml));
        }
        if let Some(def) = def {
            self.warn_of_other_rows("group", def, def);
        }
        let label = self.optional_label(xml, "label", inner)?.0;
        let nodes = self.nodes(xml, inner)?;
        action::read(xml, inner, self.source, self.actions)?;
        let appearance = attribute(xml, "appearance").unwrap_or_default().into();
        Ok(BodyNode::Group(GroupBody {
            def,
            label,
            appearance,
            nodes,
        }))
    }

    /// A repeat, with the group around it that carries its label.
    fn repeat(
        &mut self,
        xml: roxmltree::Node<'_, '_>,
        context: u32,
        around: Option<roxmltree::Node<'_, '_>>,
    ) -> Result<BodyNode, LoadError> {
        let Some(def) = self
            .reference(xml, context)?
            .filter(|def| self.source.model.def(*def).repeat.is_some())
        else {
            return Err(LoadError::new(
                LoadCode::UnknownNode,
                "repeat",
                "a repeat without nodeset, or of no node",
            ));
        };
        self.warn_of_other_rows("repeat", def, self.source.model.def(def).parent);
        let path = self.source.model.path(def);
        let counted = xml
            .attributes()
            .find(|a| a.name() == "count")
            .map(|a| a.value().to_owned());
        let no_add_remove =
            attribute(xml, "noAddRemove").is_some_and(|value| matches!(value.trim(), "true()" | "true"));
        if let Some(text) = &counted {
            let parent = self.source.model.def(def).parent;
            let compiled = self
                .source
                .compile_count(text, parent, &format!("{path} (jr:count)"))?;
            self.rules.push(Rule {
                def,
                target: Target::Count,
                expr: Some(compiled.expr),
                dependencies: compiled.dependencies,
                source: text.trim().into(),
            });
        }
        self.body.repeats.insert(
            def,
            RepeatBody {
                fixed: counted.is_some() || no_add_remove,
            },
        );
        let holder = around.unwrap_or(xml);
        let label_at = self.source.model.def(def).parent;
        let label = match self.optional_label(holder, "label", label_at)?.0 {
            Some(label) => Some(label),
            None => self.optional_label(xml, "label", def)?.0,
        };
        let around_rows = std::mem::replace(&mut self.rows, self.source.model.def(def).scope);
        let nodes = self.nodes(xml, def)?;
        self.rows = around_rows;
        action::read(xml, def, self.source, self.actions)?;
        let appearance = attribute(xml, "appearance").or_else(|| attribute(holder, "appearance"));
        let group = GroupBody {
            def: Some(def),
            label,
            appearance: appearance.unwrap_or_default().into(),
            nodes,
        };
        Ok(BodyNode::Repeat(def, group))
    }

    /// A label or hint with its guidance; what its outputs read becomes a rule of `def`.
    fn optional_label(
        &mut self,
        xml: roxmltree::Node<'_, '_>,
        name: &'static str,
        def: u32,
    ) -> Result<(Option<Label>, Option<Label>), LoadError> {
        let Some(label) = child(xml, name) else {
            return Ok((None, None));
        };
        let place = format!("{} ({name})", self.source.model.path(def));
        let compiled = self.itext.label(label, self.source, def, &place)?;
        self.label_rule(def, compiled.dependencies);
        Ok((Some(compiled.label), compiled.guidance))
    }

    fn label_rule(&mut self, def: u32, dependencies: Vec<Dependency>) {
        if !dependencies.is_empty() {
            self.rules.push(Rule {
                def,
                target: Target::Label,
                expr: None,
                dependencies,
                source: Box::default(),
            });
        }
    }

    fn question(&mut self, xml: roxmltree::Node<'_, '_>, context: u32) -> Result<usize, LoadError> {
        let element = xml.tag_name().name();
        self.refuse_search(xml)?;
        let Some(def) = self.reference(xml, context)? else {
            let detail = format!("a question ({element}) has no ref");
            return Err(LoadError::new(
                LoadCode::Structure,
                self.source.model.path(context),
                detail,
            ));
        };
        self.warn_of_other_rows("question", def, def);
        let (label, _) = self.optional_label(xml, "label", def)?;
        let (hint, guidance) = self.optional_label(xml, "hint", def)?;
        let choices = self.choices(xml, def)?;
        action::read(xml, def, self.source, self.actions)?;
        let range = (element == "range").then(|| Range {
            start: attribute(xml, "start").unwrap_or_default().into(),
            end: attribute(xml, "end").unwrap_or_default().into(),
            step: attribute(xml, "step").unwrap_or_default().into(),
        });
        let control = Control {
            def,
            kind: kind(element, self.source.model.def(def).data_type),
            label,
            text_id: child(xml, "label").and_then(text_id),
            hint,
            guidance,
            appearance: attribute(xml, "appearance").unwrap_or_default().into(),
            range,
            media_type: attribute(xml, "accept")
                .or_else(|| attribute(xml, "mediatype"))
                .map(str::to_owned),
            choices,
        };
        Ok(self.body.add(control))
    }

    /// What changes the choices is more than a hint: `search()` in an appearance, and the `query` of older forms.
    fn refuse_search(&self, xml: roxmltree::Node<'_, '_>) -> Result<(), LoadError> {
        let searches = attribute(xml, "appearance").is_some_and(|appearance| appearance.contains("search("));
        if searches || attribute(xml, "query").is_some() {
            let place = attribute(xml, "ref").unwrap_or_default();
            let detail = "choices by search() or query are not supported";
            return Err(LoadError::new(LoadCode::Unsupported, place, detail));
        }
        Ok(())
    }

    fn choices(&mut self, xml: roxmltree::Node<'_, '_>, def: u32) -> Result<Option<Choices>, LoadError> {
        if let Some(itemset) = child(xml, "itemset") {
            return self.itemset(itemset, def).map(Some);
        }
        let mut items = Vec::new();
        for item in children(xml, "item") {
            let value = child(item, "value")
                .and_then(|value| value.text())
                .unwrap_or_default()
                .trim();
            let place = format!("{} (choice {value})", self.source.model.path(def));
            let label = match child(item, "label") {
                Some(label) => {
                    let compiled = self.itext.label(label, self.source, def, &place)?;
                    self.label_rule(def, compiled.dependencies);
                    compiled.label
                }
                None => Label::Templates(Vec::new()),
            };
            let text_id = child(item, "label").and_then(text_id);
            items.push(Item {
                value: value.into(),
                label,
                text_id,
            });
        }
        if items.is_empty() {
            return Ok(None);
        }
        let dependencies = vec![own_value(self.source, def)];
        self.rules.push(Rule {
            def,
            target: Target::Choices,
            expr: None,
            dependencies,
            source: Box::default(),
        });
        Ok(Some(Choices::Items(items)))
    }

    fn itemset(&mut self, xml: roxmltree::Node<'_, '_>, def: u32) -> Result<Choices, LoadError> {
        let place = format!("{} (itemset)", self.source.model.path(def));
        let nodeset = attribute(xml, "nodeset").unwrap_or_default().trim();
        let nodes = self.source.compile_nodes(nodeset, def, &place)?;
        let part = |name: &'static str| {
            child(xml, name)
                .and_then(|part| attribute(part, "ref"))
                .unwrap_or_default()
        };
        let (value, label) = (part("value"), part("label"));
        if value.is_empty() {
            return Err(LoadError::new(
                LoadCode::Structure,
                place,
                "an itemset has no value",
            ));
        }
        let label = if label.is_empty() { value } else { label };
        let value = self
            .source
            .compile_below(value, def, nodes.defs.clone(), &place)?;
        let label = self.source.compile_below(label, def, nodes.defs, &place)?;
        let mut dependencies = nodes.dependencies;
        dependencies.extend(value.dependencies);
        dependencies.push(own_value(self.source, def));
        self.label_rule(def, label.dependencies);
        self.rules.push(Rule {
            def,
            target: Target::Choices,
            expr: None,
            dependencies,
            source: nodeset.into(),
        });
        Ok(Choices::Itemset {
            nodes: nodes.expr,
            value: value.expr,
            label: label.expr,
        })
    }
}

fn kind(element: &str, data_type: DataType) -> QuestionKind {
    match element {
        "select1" => QuestionKind::SelectOne,
        "select" => QuestionKind::SelectMultiple,
        "rank" => QuestionKind::Rank,
        "range" => QuestionKind::Range,
        "trigger" => QuestionKind::Trigger,
        "upload" => QuestionKind::Upload,
        _ => match data_type {
            DataType::Int => QuestionKind::Integer,
            DataType::Decimal => QuestionKind::Decimal,
            DataType::Boolean => QuestionKind::Boolean,
            DataType::Date => QuestionKind::Date,
            DataType::Time => QuestionKind::Time,
            DataType::DateTime => QuestionKind::DateTime,
            DataType::Geopoint => QuestionKind::Geopoint,
            DataType::Geotrace => QuestionKind::Geotrace,
            DataType::Geoshape => QuestionKind::Geoshape,
            DataType::Barcode => QuestionKind::Barcode,
            DataType::Text | DataType::Binary => QuestionKind::Text,
        },
    }
}
