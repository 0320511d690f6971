//! Binds (ODK XForms, "Bind attributes"): type, rules and messages of a node.

use std::collections::HashMap;

use super::data_type::DataType;
use super::itext::{Itext, Label};
use super::rule::{Rule, Target};
use super::source::{Source, attribute};
use crate::error::{LoadCode, LoadError};
use crate::xpath::compile::{Dependency, Reads};

/// `jr:preload` with `jr:preloadParams`: values the engine fills in when answers are opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Preload {
    /// `uid`: `uuid:` and a random id.
    Uid,
    /// `date`, `today`
    Today,
    /// `timestamp`, `start`
    Start,
    /// `timestamp`, `end`: when the answers were last opened or edited on from a saved state.
    End,
    /// Device and person properties: private, so always empty.
    Nothing,
}

/// What a bind says besides its rules.
#[derive(Default)]
pub(crate) struct Bind {
    pub(crate) constraint_message: Option<Label>,
    pub(crate) required_message: Option<Label>,
    pub(crate) preload: Option<Preload>,
    /// While the binds are read: where its rules stand, in the order of [`RULES`].
    pub(super) places: [Option<u32>; RULES.len()],
}

const RULES: [(&str, Target); 5] = [
    ("calculate", Target::Value),
    ("relevant", Target::Relevant),
    ("readonly", Target::Readonly),
    ("required", Target::Required),
    ("constraint", Target::Constraint),
];

/// Reads one `<bind>`; later binds of a node add to earlier ones.
pub(crate) fn read(
    xml: roxmltree::Node<'_, '_>,
    itext: &Itext,
    source: &mut Source,
    binds: &mut HashMap<u32, Bind>,
    rules: &mut Vec<Rule>,
) -> Result<(), LoadError> {
    let reference = attribute(xml, "nodeset")
        .or_else(|| attribute(xml, "ref"))
        .unwrap_or_default();
    let def = source.node(reference, 0, &format!("bind {reference}"))?;
    let path = source.model.path(def);
    refuse_unsupported(xml, &path)?;
    if let Some(name) = attribute(xml, "type") {
        source.model.defs[def as usize].data_type = DataType::from_name(name);
    }
    let bind = binds.entry(def).or_default();
    for ((name, target), place_of_rule) in RULES.into_iter().zip(&mut bind.places) {
        let Some(text) = xml.attribute(name).filter(|text| !text.trim().is_empty()) else {
            continue;
        };
        let place = format!("{path} ({name})");
        let compiled = source.compile(text, def, &place)?;
        let mut dependencies = compiled.dependencies;
        if target == Target::Constraint {
            dependencies.push(own_value(source, def));
        }
        let rule = Rule {
            def,
            target,
            expr: Some(compiled.expr),
            dependencies,
            source: text.trim().into(),
        };
        match *place_of_rule {
            Some(at) => rules[at as usize] = rule,
            None => {
                *place_of_rule = Some(rules.len() as u32);
                rules.push(rule);
            }
        }
    }
    bind.preload = preload(xml).or(bind.preload);
    if let Some(text) = attribute(xml, "constraintMsg") {
        bind.constraint_message = Some(message(text, itext, source, def, &path)?);
    }
    if let Some(text) = attribute(xml, "requiredMsg") {
        bind.required_message = Some(message(text, itext, source, def, &path)?);
    }
    Ok(())
}

/// A node's own text.
pub(crate) fn own_value(source: &Source, def: u32) -> Dependency {
    let anchor = source.model.def(def).scope;
    Dependency {
        def,
        anchor,
        what: Reads::Value,
        other_rows: false,
    }
}

/// Attributes whose silent absence would lose or expose data.
fn refuse_unsupported(xml: roxmltree::Node<'_, '_>, path: &str) -> Result<(), LoadError> {
    let unsupported =
        |a: &roxmltree::Attribute<'_, '_>| matches!(a.name(), "encrypt" | "encryption" | "saveto");
    match xml.attributes().find(unsupported) {
        Some(attribute) => {
            let detail = format!("{} is not supported", attribute.name());
            Err(LoadError::new(LoadCode::Unsupported, path, detail))
        }
        None => Ok(()),
    }
}

fn message(text: &str, itext: &Itext, source: &mut Source, def: u32, path: &str) -> Result<Label, LoadError> {
    if text.trim_start().starts_with("jr:itext(") {
        return itext
            .reference(text, source, def, path)
            .map(|compiled| compiled.label);
    }
    let part = super::itext::Part::Plain(text.into());
    Ok(Label::Templates(vec![super::itext::Template(vec![part])]))
}

fn preload(xml: roxmltree::Node<'_, '_>) -> Option<Preload> {
    let params = attribute(xml, "preloadParams").unwrap_or_default();
    Some(match attribute(xml, "preload")? {
        "uid" => Preload::Uid,
        "date" if params == "today" => Preload::Today,
        "timestamp" if params == "start" => Preload::Start,
        "timestamp" if params == "end" => Preload::End,
        _ => Preload::Nothing,
    })
}
