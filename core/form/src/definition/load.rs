//! The form's XML into a [`Form`], part by part.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;
use std::sync::OnceLock;

use super::body::Reader;
use super::graph::Graph;
use super::itext::{self, Itext};
use super::model::Model;
use super::primary::{MAX_DEFS, MAX_PATH};
use super::rule::{Rule, Target};
use super::source::{Source, attribute, child, children, well_known_prefixes};
use super::{Form, Resource, action, bind, primary, secondary};
use crate::error::{LoadCode, LoadError};
use crate::tree::Names;
use crate::xml;
use crate::xpath::compile::Reads;

/// Bytes of a form.
const MAX_FORM: usize = 32 * 1024 * 1024;
/// XML nodes of a form.
const MAX_NODES: u32 = 2_000_000;

pub(super) fn load(form_xml: &str, resources: &[Resource<'_>]) -> Result<Form, LoadError> {
    if form_xml.len() > MAX_FORM {
        return Err(LoadError::new(LoadCode::Limit, "form", "the form is too large"));
    }
    let text = form_xml.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']);
    let document =
        xml::parse(text, MAX_NODES).map_err(|detail| LoadError::new(LoadCode::Xml, "form", detail))?;
    let html = document.root_element();
    let part = |name: &str| {
        let found = html
            .descendants()
            .find(|node| node.is_element() && node.tag_name().name() == name);
        found.ok_or_else(|| LoadError::new(LoadCode::Structure, "form", format!("there is no {name}")))
    };
    let (model, body) = (part("model")?, part("body")?);
    refuse_unsupported(model)?;
    let root = primary_root(model)?;
    let mut names = Names::default();
    let repeats = repeat_paths(body, model)?;
    let primary = primary::read(root, &repeats, &mut names)?;
    let mut source = Source {
        names,
        model: primary.model,
        prefixes: prefixes(&[html, model, root]),
        instances: HashMap::new(),
        indexes: Vec::new(),
        choice_names: Vec::new(),
        dependencies: 0,
        warnings: Vec::new(),
    };
    let docs = instances(model, resources, &mut source)?;
    let mut itext = Itext::read(itext::of_model(model))?;
    let (mut binds, mut rules, mut actions) = (HashMap::new(), Vec::new(), Vec::new());
    for xml in children(model, "bind") {
        match bind::read(xml, &itext, &mut source, &mut binds, &mut rules) {
            // A bind of no node binds nothing; the author is told.
            Err(error) if error.code == LoadCode::UnknownNode && error.path.starts_with("bind ") => {
                source.warnings.push(error)
            }
            result => result?,
        }
    }
    unused(model, root, &mut source.warnings);
    let root_def = 1;
    action::read(model, root_def, &mut source, &mut actions)?;
    let bind_ids = bind_ids(model);
    let mut reader = Reader {
        source: &mut source,
        itext: &itext,
        rules: &mut rules,
        actions: &mut actions,
        bind_ids: &bind_ids,
        body: super::body::Body::default(),
        rows: 0,
    };
    let nodes = reader.nodes(body, root_def)?;
    let mut body = reader.body;
    body.nodes = nodes;
    itext.compile_all(&mut source, root_def)?;
    check_choice_names(&source, &body)?;
    let graph = Graph::build(rules, &source.model)?;
    warn_of_row_numbers(&graph, &mut source);
    keep_totals(&graph, &mut source.model);
    Ok(Form {
        id: attribute(root, "id").unwrap_or_default().into(),
        version: attribute(root, "version").unwrap_or_default().into(),
        title: title(html).into(),
        declared: declared(&source),
        watched: watched(&source, &actions),
        names: source.names,
        docs,
        instances: source.instances,
        indexes: source
            .indexes
            .into_iter()
            .map(|spec| (spec, OnceLock::new()))
            .collect(),
        model: source.model,
        binds,
        graph,
        itext,
        body,
        actions,
        initial: primary.initial,
        templates: primary.templates,
        warnings: source.warnings,
    })
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

/// Children of the model that mean something here.
const KNOWN: [&str; 6] = [
    "instance",
    "bind",
    "itext",
    "submission",
    "setvalue",
    "setgeopoint",
];

/// Parts of the specification that this engine reads over because no answer depends on them: the author is told.
fn unused(model: roxmltree::Node<'_, '_>, root: roxmltree::Node<'_, '_>, warnings: &mut Vec<LoadError>) {
    let mut warn = |place: &str, what: &str| {
        warnings.push(LoadError::new(LoadCode::Unsupported, place, what));
    };
    if attribute(root, "prefix")
        .or_else(|| attribute(root, "delimiter"))
        .is_some()
    {
        warn("primary instance", "the compact representation is not used");
    }
    if child(root, "meta").is_some_and(|meta| child(meta, "audit").is_some()) {
        warn("meta/audit", "no audit log is kept");
    }
    if child(model, "submission").is_some_and(|xml| xml.attributes().len() > 0) {
        warn("submission", "its attributes are not used");
    }
    if model.parent().is_some_and(|head| child(head, "intent").is_some()) {
        warn("intent", "external applications are not used");
    }
    for xml in model.children().filter(roxmltree::Node::is_element) {
        if !KNOWN.contains(&xml.tag_name().name()) {
            warn(xml.tag_name().name(), "this element of the model is not used");
        }
    }
}

/// Rows that hide by their own number are left out of the submission, and whoever reads it numbers the others anew. Where `jr:count`
/// says how many there are they keep their places.
fn warn_of_row_numbers(graph: &Graph, source: &mut Source) {
    let is_counted = |repeat: u32| {
        let mut rules = graph.rules.iter();
        rules.any(|rule| rule.target == Target::Count && rule.def == repeat)
    };
    let by_number = |rule: &&Rule| {
        let mut read = rule.dependencies.iter();
        let reads_own = read.any(|read| read.what == Reads::Position && read.def == rule.def);
        rule.target == Target::Relevant && reads_own && !is_counted(rule.def)
    };
    for rule in graph.rules.iter().filter(by_number) {
        let detail = "rows that hide by their number are numbered anew when they are submitted: give the repeat a jr:count";
        let path = source.model.path(rule.def);
        source
            .warnings
            .push(LoadError::new(LoadCode::Structure, path, detail));
    }
}

/// `jr:choice-name` of something without choices would always be empty.
fn check_choice_names(source: &Source, body: &super::body::Body) -> Result<(), LoadError> {
    let has_choices = |def: &u32| {
        body.control(*def)
            .is_some_and(|control| control.choices.is_some())
    };
    match source.choice_names.iter().find(|def| !has_choices(def)) {
        Some(def) => {
            let path = source.model.path(*def);
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
) -> Result<Vec<crate::tree::Doc>, LoadError> {
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
    let found = html
        .descendants()
        .find(|node| node.is_element() && node.tag_name().name() == "title");
    found
        .and_then(|title| title.text())
        .unwrap_or_default()
        .trim()
        .to_owned()
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

fn bind_ids(model: roxmltree::Node<'_, '_>) -> HashMap<String, String> {
    let pair = |bind: roxmltree::Node<'_, '_>| {
        Some((
            bind.attribute("id")?.to_owned(),
            attribute(bind, "nodeset")
                .or_else(|| attribute(bind, "ref"))?
                .to_owned(),
        ))
    };
    children(model, "bind").filter_map(pair).collect()
}

/// Paths of the body's repeats by local names: the model's shape depends on them.
fn repeat_paths(
    body: roxmltree::Node<'_, '_>,
    model: roxmltree::Node<'_, '_>,
) -> Result<HashSet<String>, LoadError> {
    let binds = bind_ids(model);
    let mut paths = HashSet::new();
    let mut waiting: Vec<(_, Rc<str>)> = vec![(body, "".into())];
    while let Some((node, context)) = waiting.pop() {
        let by_bind = || {
            attribute(node, "bind")
                .and_then(|id| binds.get(id))
                .map(String::as_str)
        };
        let reference = node
            .attribute("nodeset")
            .or_else(|| node.attribute("ref"))
            .or_else(by_bind);
        let path = match (node.tag_name().name(), reference) {
            ("group" | "repeat", Some(reference)) => join(&context, reference).into(),
            _ => context,
        };
        if path.len() > MAX_PATH || paths.len() > MAX_DEFS {
            let detail = "too many repeats, or a path that is too long";
            return Err(LoadError::new(LoadCode::Limit, "body", detail));
        }
        if node.tag_name().name() == "repeat" {
            paths.insert(path.to_string());
        }
        let inner = node.children().filter(roxmltree::Node::is_element);
        waiting.extend(inner.map(|child| (child, Rc::clone(&path))));
    }
    Ok(paths)
}

fn join(context: &str, reference: &str) -> String {
    let reference = reference.trim();
    let mut steps: Vec<&str> = Vec::new();
    if !reference.starts_with('/') {
        steps.extend(context.split('/').filter(|step| !step.is_empty()));
    }
    for step in reference
        .split('/')
        .map(str::trim)
        .filter(|step| !step.is_empty() && *step != ".")
    {
        if step == ".." {
            steps.pop();
        } else {
            let local = step.split('[').next().unwrap_or_default();
            steps.push(local.rsplit(':').next().unwrap_or_default());
        }
    }
    steps.iter().map(|step| format!("/{step}")).collect()
}

/// Columns that rules sum have totals.
fn keep_totals(graph: &Graph, model: &mut Model) {
    let mut summed = Vec::new();
    for expr in graph.rules.iter().filter_map(|rule| rule.expr.as_ref()) {
        expr.summed(&mut summed);
    }
    summed.into_iter().for_each(|def| model.keep_total(def));
}

fn watched(source: &Source, actions: &[action::Action]) -> Vec<bool> {
    let mut watched = vec![false; source.model.defs.len()];
    for action in actions
        .iter()
        .filter(|action| action.events.contains(&action::Event::ValueChanged))
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
