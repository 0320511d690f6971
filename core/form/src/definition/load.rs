//! The form's XML into a [`Form`], part by part: what expressions may name, then binds, actions and the body with their rules, at last the
//! order of the rules. The first fault ends it with its place; nothing is half loaded.

use std::collections::HashMap;
use std::sync::OnceLock;

use super::action::{self, Action, Event};
use super::bind::{self, Bind};
use super::body::Body;
use super::graph::Graph;
use super::itext::{self, Itext};
use super::later;
use super::model::Model;
use super::reader::Reader;
use super::repeat_paths::{bind_ids, repeat_paths};
use super::rule::Rule;
use super::source::{Source, attribute, child, children, well_known_prefixes};
use super::{Form, Resource, primary, secondary, warnings};
use crate::error::{LoadCode, LoadError};
use crate::instance::saved::Saved;
use crate::tree::{Doc, Names};
use crate::xml;
use crate::xpath::compile::Later;

/// Bytes of a form.
const MAX_FORM: usize = 32 * 1024 * 1024;
/// XML nodes of a form.
const MAX_NODES: u32 = 2_000_000;

/// The root element of a form's answers: the first node after the document.
const ROOT: u32 = 1;

/// Reads a form with the files that belong to it.
pub(super) fn load(form_xml: &str, resources: &[Resource<'_>]) -> Result<Form, LoadError> {
    if form_xml.len() > MAX_FORM {
        return Err(LoadError::new(LoadCode::Limit, "form", "the form is too large"));
    }
    let text = form_xml.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']);
    let document =
        xml::parse(text, MAX_NODES).map_err(|detail| LoadError::new(LoadCode::Xml, "form", detail))?;
    let mut loader = Loader::begin(Parts::of(document.root_element())?, resources)?;
    loader.binds()?;
    loader.warn_of_unused();
    loader.actions()?;
    let body = loader.body()?;
    loader.texts(&body)?;
    loader.form(body)
}

/// The elements that a form consists of.
struct Parts<'a, 'i> {
    html: roxmltree::Node<'a, 'i>,
    model: roxmltree::Node<'a, 'i>,
    body: roxmltree::Node<'a, 'i>,
    /// Of the primary instance.
    root: roxmltree::Node<'a, 'i>,
}

impl<'a, 'i> Parts<'a, 'i> {
    fn of(html: roxmltree::Node<'a, 'i>) -> Result<Self, LoadError> {
        let part = |name: &str| {
            let missing = || LoadError::new(LoadCode::Structure, "form", format!("there is no {name}"));
            descendant(html, name).ok_or_else(missing)
        };
        let (model, body) = (part("model")?, part("body")?);
        refuse_unsupported(model)?;
        let root = primary_root(model)?;
        Ok(Self {
            html,
            model,
            body,
            root,
        })
    }
}

/// A form while it is read.
struct Loader<'a, 'i> {
    parts: Parts<'a, 'i>,
    source: Source,
    docs: Vec<Doc>,
    itext: Itext,
    binds: HashMap<u32, Bind>,
    rules: Vec<Rule>,
    actions: Vec<Action>,
    initial: Saved,
    templates: HashMap<u32, Saved>,
}

impl<'a, 'i> Loader<'a, 'i> {
    /// Reads what expressions may name: the answers' shape and the lists; and the texts, not compiled yet.
    fn begin(parts: Parts<'a, 'i>, resources: &[Resource<'_>]) -> Result<Self, LoadError> {
        let repeats = repeat_paths(parts.body, parts.model)?;
        let mut names = Names::default();
        let primary = primary::read(parts.root, &repeats, &mut names)?;
        let prefixes = prefixes(&[parts.html, parts.model, parts.root]);
        let mut source = Source::new(names, primary.model, prefixes);
        let docs = instances(parts.model, resources, &mut source)?;
        Ok(Self {
            itext: Itext::read(itext::of_model(parts.model))?,
            parts,
            source,
            docs,
            binds: HashMap::new(),
            rules: Vec::new(),
            actions: Vec::new(),
            initial: primary.initial,
            templates: primary.templates,
        })
    }

    fn binds(&mut self) -> Result<(), LoadError> {
        for xml in children(self.parts.model, "bind") {
            let read = bind::read(
                xml,
                &self.itext,
                &mut self.source,
                &mut self.binds,
                &mut self.rules,
            );
            match read {
                // A bind of no node binds nothing; the author is told.
                Err(error) if error.code == LoadCode::UnknownNode && error.path.starts_with("bind ") => {
                    self.source.warnings.push(error);
                }
                result => result?,
            }
        }
        Ok(())
    }

    fn warn_of_unused(&mut self) {
        warnings::of_unused(self.parts.model, self.parts.root, &mut self.source.warnings);
    }

    /// The model's own actions; those of questions and rows are read with the body.
    fn actions(&mut self) -> Result<(), LoadError> {
        action::read(self.parts.model, ROOT, &mut self.source, &mut self.actions)
    }

    fn body(&mut self) -> Result<Body, LoadError> {
        let bind_ids = bind_ids(self.parts.model);
        let mut reader = Reader {
            source: &mut self.source,
            itext: &self.itext,
            rules: &mut self.rules,
            actions: &mut self.actions,
            bind_ids: &bind_ids,
            body: Body::default(),
            rows: 0,
        };
        let nodes = reader.nodes(self.parts.body, ROOT)?;
        Ok(Body { nodes, ..reader.body })
    }

    /// Compiles the texts that expressions may ask for, and follows what they read through them.
    fn texts(&mut self, body: &Body) -> Result<(), LoadError> {
        check_choice_names(&self.source, body)?;
        let mut texts = self.itext.compile_all(&mut self.source)?;
        later::settle(&mut self.rules, &mut self.source, &mut texts, &self.docs)
    }

    /// Orders the rules: the form is whole.
    fn form(mut self, body: Body) -> Result<Form, LoadError> {
        let graph = Graph::build(self.rules, &self.source.model)?;
        warnings::of_row_numbers(&graph, &mut self.source);
        keep_totals(&graph, &mut self.source.model);
        let (root, source) = (self.parts.root, self.source);
        let index = |spec| (spec, OnceLock::new());
        Ok(Form {
            id: attribute(root, "id").unwrap_or_default().into(),
            version: attribute(root, "version").unwrap_or_default().into(),
            title: title(self.parts.html).into(),
            declared: declared(&source),
            watched: watched(&source, &self.actions),
            names: source.names,
            docs: self.docs,
            instances: source.instances,
            indexes: source.indexes.into_iter().map(index).collect(),
            model: source.model,
            binds: self.binds,
            graph,
            itext: self.itext,
            body,
            actions: self.actions,
            initial: self.initial,
            templates: self.templates,
            warnings: source.warnings,
        })
    }
}

/// The first element of a local name, wherever it stands.
fn descendant<'a, 'i>(html: roxmltree::Node<'a, 'i>, name: &str) -> Option<roxmltree::Node<'a, 'i>> {
    html.descendants()
        .find(|node| node.is_element() && node.tag_name().name() == name)
}

/// Documented limits of the engine; each is an error and never silently ignored.
fn refuse_unsupported(model: roxmltree::Node<'_, '_>) -> Result<(), LoadError> {
    let key = || attribute(child(model, "submission")?, "base64RsaPublicKey");
    let what = if attribute(model, "entities-version").is_some() {
        "entities are not supported"
    } else if key().is_some() {
        "form-level encryption is not supported"
    } else {
        return Ok(());
    };
    Err(LoadError::new(LoadCode::Unsupported, "model", what))
}

/// `jr:choice-name` of something without choices would always be empty.
fn check_choice_names(source: &Source, body: &Body) -> Result<(), LoadError> {
    let has_choices = |def: &u32| {
        body.control(*def)
            .is_some_and(|control| control.choices.is_some())
    };
    let named = source.later.iter().filter_map(|later| match later {
        Later::ChoiceName { def, .. } => Some(*def),
        Later::Text { .. } => None,
    });
    match named.filter(|def| !has_choices(def)).min() {
        Some(def) => {
            let path = source.model.path(def);
            Err(LoadError::new(
                LoadCode::UnknownNode,
                path,
                "jr:choice-name asks for a question that has no choices",
            ))
        }
        None => Ok(()),
    }
}

fn primary_root<'a, 'i>(model: roxmltree::Node<'a, 'i>) -> Result<roxmltree::Node<'a, 'i>, LoadError> {
    child(model, "instance")
        .and_then(|instance| instance.first_element_child())
        .ok_or_else(|| LoadError::new(LoadCode::Structure, "model", "there is no primary instance"))
}

fn instances(
    model: roxmltree::Node<'_, '_>,
    resources: &[Resource<'_>],
    source: &mut Source,
) -> Result<Vec<Doc>, LoadError> {
    let mut docs = Vec::new();
    for (number, instance) in children(model, "instance").enumerate() {
        if number > 0 {
            secondary::read(instance, resources, source, &mut docs)?;
        } else if let Some(id) = attribute(instance, "id") {
            source.instances.insert(id.to_owned(), 0);
        }
    }
    Ok(docs)
}

fn title(html: roxmltree::Node<'_, '_>) -> String {
    let title = descendant(html, "title").and_then(|title| title.text());
    title.unwrap_or_default().trim().to_owned()
}

/// Prefixes that expressions may use: those in scope at the model and the primary instance, and the well-known ones.
fn prefixes(scopes: &[roxmltree::Node<'_, '_>]) -> HashMap<String, String> {
    let mut prefixes = well_known_prefixes();
    for scope in scopes {
        for namespace in scope.namespaces() {
            if let Some(prefix) = namespace.name() {
                prefixes.insert(prefix.to_owned(), namespace.uri().to_owned());
            }
        }
    }
    prefixes
}

/// Columns that rules sum have totals.
fn keep_totals(graph: &Graph, model: &mut Model) {
    let mut summed = Vec::new();
    for expr in graph.rules.iter().filter_map(|rule| rule.expr.as_ref()) {
        expr.summed(&mut summed);
    }
    summed.into_iter().for_each(|def| model.keep_total(def));
}

fn watched(source: &Source, actions: &[Action]) -> Vec<bool> {
    let mut watched = vec![false; source.model.defs.len()];
    for action in actions
        .iter()
        .filter(|action| action.events.contains(&Event::ValueChanged))
    {
        watched[action.owner as usize] = true;
    }
    watched
}

/// Prefixes that the answers need for their own names.
fn declared(source: &Source) -> Vec<(Box<str>, Box<str>)> {
    let mut declared: Vec<(Box<str>, Box<str>)> = Vec::new();
    for def in &source.model.defs {
        if let Some((prefix, _)) = def.qualified.split_once(':')
            && !def.namespace.is_empty()
            && prefix != "xml"
            && !declared.iter().any(|(known, _)| **known == *prefix)
        {
            declared.push((prefix.into(), def.namespace.clone()));
        }
    }
    declared
}
