//! Reading the body: its elements in order into [`Body`], their rules and actions beside it.
//!
//! An element is read from its reference inwards: the node it means, then its label, then what is in it. What is wrong ends the loading with
//! its place; an element that nobody would ever see is told to the author.

use std::collections::HashMap;

use super::action::{self, Action};
use super::body::{Body, BodyNode, Control, GroupBody, RepeatBody};
use super::data_type::DataType;
use super::itext::{self, Itext, Label};
use super::rule::Rule;
use super::source::{Source, attribute, child};
use crate::error::{LoadCode, LoadError};
use crate::question::{QuestionKind, Range};

/// Reads the body's elements.
pub(super) struct Reader<'a> {
    pub(super) source: &'a mut Source,
    pub(super) itext: &'a Itext,
    pub(super) rules: &'a mut Vec<Rule>,
    pub(super) actions: &'a mut Vec<Action>,
    pub(super) bind_ids: &'a HashMap<String, String>,
    pub(super) body: Body,
    /// The scope of the rows around the element at hand, 0 outside of repeats.
    pub(super) rows: u32,
}

impl Reader<'_> {
    /// Reads the children of `<body>`, a group or a repeat whose references start at `context`.
    pub(super) fn nodes(
        &mut self,
        parent: roxmltree::Node<'_, '_>,
        context: u32,
    ) -> Result<Vec<BodyNode>, LoadError> {
        let mut nodes = Vec::new();
        for xml in parent.children().filter(roxmltree::Node::is_element) {
            nodes.extend(self.node(xml, context)?);
        }
        Ok(nodes)
    }

    /// Reads one element; nothing for those that belong to what is around them.
    fn node(&mut self, xml: roxmltree::Node<'_, '_>, context: u32) -> Result<Option<BodyNode>, LoadError> {
        let node = match xml.tag_name().name() {
            "group" => self.group(xml, context)?,
            "repeat" => self.repeat(xml, context, None)?,
            "input" | "select" | "select1" | "upload" | "trigger" | "range" | "rank" | "secret"
            | "textarea" => BodyNode::Question(self.question(xml, context)?),
            "label" | "hint" | "setvalue" | "setgeopoint" => return Ok(None),
            other => {
                let detail = format!("the body element {other} is not supported");
                let path = self.source.model.path(context);
                return Err(LoadError::new(LoadCode::Unsupported, path, detail));
            }
        };
        Ok(Some(node))
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

    fn is_repeat(&self, def: u32) -> bool {
        self.source.model.def(def).repeat.is_some()
    }

    fn group(&mut self, xml: roxmltree::Node<'_, '_>, context: u32) -> Result<BodyNode, LoadError> {
        let def = self.reference(xml, context)?;
        let is_repeat = def.is_some_and(|def| self.is_repeat(def));
        if let Some(repeat) = child(xml, "repeat").filter(|_| is_repeat) {
            return self.repeat(repeat, context, Some(xml));
        }
        if let Some(def) = def {
            self.warn_of_other_rows("group", def, def);
        }
        let inner = def.unwrap_or(context);
        let label = self.label(xml, inner)?;
        let nodes = self.nodes(xml, inner)?;
        action::read(xml, inner, self.source, self.actions)?;
        Ok(BodyNode::Group(GroupBody {
            def,
            label,
            appearance: attribute(xml, "appearance").unwrap_or_default().into(),
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
        let def = self.repeat_node(xml, context)?;
        self.warn_of_other_rows("repeat", def, self.source.model.def(def).parent);
        let fixed = self.count(xml, def)? || adds_no_rows(xml);
        self.body.repeats.insert(def, RepeatBody { fixed });
        let holder = around.unwrap_or(xml);
        let label = self.repeat_label(holder, xml, def)?;
        let nodes = self.row(xml, def)?;
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

    fn repeat_node(&mut self, xml: roxmltree::Node<'_, '_>, context: u32) -> Result<u32, LoadError> {
        let def = self.reference(xml, context)?;
        def.filter(|def| self.is_repeat(*def)).ok_or_else(|| {
            let detail = "a repeat without nodeset, or of no node";
            LoadError::new(LoadCode::UnknownNode, "repeat", detail)
        })
    }

    /// The rule of a repeat that says how many rows it has; whether there is one.
    fn count(&mut self, xml: roxmltree::Node<'_, '_>, def: u32) -> Result<bool, LoadError> {
        let Some(text) = attribute(xml, "count") else {
            return Ok(false);
        };
        let place = format!("{} (jr:count)", self.source.model.path(def));
        let parent = self.source.model.def(def).parent;
        let compiled = self.source.compile_count(text, parent, &place)?;
        self.rules.push(Rule::count(def, compiled, text));
        Ok(true)
    }

    /// The label of the group around a repeat, else that of its rows.
    fn repeat_label(
        &mut self,
        holder: roxmltree::Node<'_, '_>,
        xml: roxmltree::Node<'_, '_>,
        def: u32,
    ) -> Result<Option<Label>, LoadError> {
        let parent = self.source.model.def(def).parent;
        match self.label(holder, parent)? {
            Some(label) => Ok(Some(label)),
            None => self.label(xml, def),
        }
    }

    /// What each row of a repeat has.
    fn row(&mut self, xml: roxmltree::Node<'_, '_>, def: u32) -> Result<Vec<BodyNode>, LoadError> {
        let around = std::mem::replace(&mut self.rows, self.source.model.def(def).scope);
        let nodes = self.nodes(xml, def)?;
        self.rows = around;
        Ok(nodes)
    }

    fn label(&mut self, xml: roxmltree::Node<'_, '_>, def: u32) -> Result<Option<Label>, LoadError> {
        self.optional_text(xml, "label", def).map(|(label, _)| label)
    }

    /// A label or hint with its guidance; what its outputs read becomes a rule of `def`.
    fn optional_text(
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
        self.rules.extend(Rule::label(def, compiled.dependencies));
        Ok((Some(compiled.label), compiled.guidance))
    }

    fn question(&mut self, xml: roxmltree::Node<'_, '_>, context: u32) -> Result<usize, LoadError> {
        let element = xml.tag_name().name();
        refuse_search(xml)?;
        let def = self.question_node(xml, context)?;
        self.warn_of_other_rows("question", def, def);
        let label = self.label(xml, def)?;
        let (hint, guidance) = self.optional_text(xml, "hint", def)?;
        let choices = self.choices(xml, def)?;
        action::read(xml, def, self.source, self.actions)?;
        let media_type = attribute(xml, "accept").or_else(|| attribute(xml, "mediatype"));
        Ok(self.body.add(Control {
            def,
            kind: kind(element, self.source.model.def(def).data_type),
            label,
            text_id: child(xml, "label").and_then(text_id),
            hint,
            guidance,
            appearance: attribute(xml, "appearance").unwrap_or_default().into(),
            range: (element == "range").then(|| range(xml)),
            media_type: media_type.map(str::to_owned),
            choices,
        }))
    }

    fn question_node(&mut self, xml: roxmltree::Node<'_, '_>, context: u32) -> Result<u32, LoadError> {
        self.reference(xml, context)?.ok_or_else(|| {
            let detail = format!("a question ({}) has no ref", xml.tag_name().name());
            LoadError::new(LoadCode::Structure, self.source.model.path(context), detail)
        })
    }
}

/// The id of a label's text, where it is written as such.
pub(super) fn text_id(label: roxmltree::Node<'_, '_>) -> Option<Box<str>> {
    itext::literal_id(attribute(label, "ref")?).map(Box::from)
}

/// What changes the choices is more than a hint: `search()` in an appearance, and the `query` of older forms.
fn refuse_search(xml: roxmltree::Node<'_, '_>) -> Result<(), LoadError> {
    let searches = attribute(xml, "appearance").is_some_and(|appearance| appearance.contains("search("));
    if searches || attribute(xml, "query").is_some() {
        let place = attribute(xml, "ref").unwrap_or_default();
        let detail = "choices by search() or query are not supported";
        return Err(LoadError::new(LoadCode::Unsupported, place, detail));
    }
    Ok(())
}

/// The person may neither add rows to a repeat nor take them away.
fn adds_no_rows(xml: roxmltree::Node<'_, '_>) -> bool {
    attribute(xml, "noAddRemove").is_some_and(|value| matches!(value.trim(), "true()" | "true"))
}

fn range(xml: roxmltree::Node<'_, '_>) -> Range {
    let text = |name| attribute(xml, name).unwrap_or_default().to_owned();
    Range {
        start: text("start"),
        end: text("end"),
        step: text("step"),
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
