//! A form, compiled once: the shape of the answers ([`model`]), rules with their order and dependents ([`rule`], [`graph`]), questions
//! ([`body`], [`reader`]), texts by language ([`itext`]), events ([`action`]) and static lists ([`secondary`]).
//!
//! Two loaded forms are compared by [`diff`], their nodes paired by [`pairs`].
//!
//! [`load`] reads the XML in that order. Anything wrong ends loading with the place and the reason; nothing is half loaded.
//! [`compiled`] keeps a loaded form as bytes, so that opening it again is no loading.

pub(crate) mod action;
pub(crate) mod bind;
pub(crate) mod body;
mod choices;
mod compiled;
pub(crate) mod data_type;
pub(crate) mod diff;
pub(crate) mod graph;
pub(crate) mod itext;
mod later;
mod load;
pub(crate) mod model;
pub(crate) mod pairs;
mod primary;
mod reader;
mod repeat_paths;
pub(crate) mod rule;
mod secondary;
pub(crate) mod source;
mod warnings;

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use crate::error::LoadError;
use crate::instance::saved::Saved;
use crate::tree::{Doc, Names};
use crate::xpath::index::{Index, Spec};

/// A file that belongs to a form, e.g. `jr://file-csv/wards.csv` with its text.
#[derive(Clone, Copy, Debug)]
pub struct Resource<'a> {
    /// The `src` of the secondary instance, or its last part (the file's name).
    pub uri: &'a str,
    /// The file's text.
    pub text: &'a str,
}

/// A loaded form. Cloning is cheap; all clones share the same compiled form.
#[derive(Clone)]
pub struct Definition {
    pub(crate) form: Arc<Form>,
}

/// The compiled form.
pub(crate) struct Form {
    pub(crate) id: Box<str>,
    pub(crate) version: Box<str>,
    pub(crate) title: Box<str>,
    pub(crate) names: Names,
    pub(crate) docs: Vec<Doc>,
    pub(crate) instances: HashMap<String, u16>,
    pub(crate) indexes: Vec<(Spec, OnceLock<Index>)>,
    pub(crate) model: model::Model,
    pub(crate) binds: HashMap<u32, bind::Bind>,
    pub(crate) graph: graph::Graph,
    pub(crate) itext: itext::Itext,
    pub(crate) body: body::Body,
    pub(crate) actions: Vec<action::Action>,
    /// Nodes whose change runs an action.
    pub(crate) watched: Vec<bool>,
    pub(crate) initial: Saved,
    /// What a new row of each repeat starts with.
    pub(crate) templates: HashMap<u32, Saved>,
    /// Prefixes that the answers' XML declares: prefix and namespace.
    pub(crate) declared: Vec<(Box<str>, Box<str>)>,
    pub(crate) warnings: Vec<LoadError>,
}

impl Form {
    /// A person may answer the node: it is asked, and not always read-only.
    pub(crate) fn is_asked(&self, def: u32) -> bool {
        self.body.control(def).is_some() && !self.graph.is_always_readonly(def)
    }
}

impl Definition {
    /// Loads a form with the files that its secondary instances name.
    ///
    /// # Errors
    /// The first fault found, with its place: the form can't be used, tell its author.
    pub fn load(form_xml: &str, resources: &[Resource<'_>]) -> Result<Self, LoadError> {
        load::load(form_xml, resources).map(|form| Self { form: Arc::new(form) })
    }

    /// What the form's author should look at, though the form can be used: binds and paths of nodes that don't exist, and
    /// what the engine doesn't use.
    #[must_use]
    pub fn warnings(&self) -> &[LoadError] {
        &self.form.warnings
    }

    /// The form's id (`id` of the primary instance's root).
    #[must_use]
    pub fn id(&self) -> &str {
        &self.form.id
    }

    /// The form's version; empty when it has none.
    #[must_use]
    pub fn version(&self) -> &str {
        &self.form.version
    }

    /// The form's title. Forms have one title for all languages; `lang` is taken for symmetry with questions.
    #[must_use]
    pub fn title(&self, _lang: &str) -> &str {
        &self.form.title
    }

    /// The languages of the form's texts, e.g. `Tiếng Việt (vi)`; empty for a form without translations.
    #[must_use]
    pub fn languages(&self) -> &[String] {
        &self.form.itext.languages
    }

    /// The language that the form names as default, else its first; empty for a form without translations.
    #[must_use]
    pub fn default_language(&self) -> &str {
        self.form
            .itext
            .languages
            .get(self.form.itext.default)
            .map_or("", String::as_str)
    }
}

impl std::fmt::Debug for Definition {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Definition({} {})", self.form.id, self.form.version)
    }
}
