//! What every part of the loader needs: the form's XML, its namespaces, and the compiler of expressions with places in its errors.

use std::collections::HashMap;

use super::model::Model;
use crate::error::{LoadCode, LoadError};
use crate::instance::saved::JAVAROSA;
use crate::tree::Names;
use crate::xpath::ast::Ast;
use crate::xpath::compile::{Compiled, Compiler, Dependency, Later, Refusal, from_parent};
use crate::xpath::index::Spec;
use crate::xpath::parser;

/// Expressions of a form and the nodes that they read, each counted for each expression: `//*` in many of them would fill the memory.
const MAX_DEPENDENCIES: usize = 1_000_000;

/// The namespace of forms.
pub(crate) const XFORMS: &str = "http://www.w3.org/2002/xforms";

/// Prefixes that expressions may use without a declaration.
pub(crate) fn well_known_prefixes() -> HashMap<String, String> {
    let prefixes = [
        ("h", "http://www.w3.org/1999/xhtml"),
        ("xhtml", "http://www.w3.org/1999/xhtml"),
        ("jr", JAVAROSA),
        ("orx", "http://openrosa.org/xforms"),
        ("odk", "http://www.opendatakit.org/xforms"),
        ("xf", XFORMS),
    ];
    prefixes
        .map(|(prefix, uri)| (prefix.to_owned(), uri.to_owned()))
        .into()
}

/// Everything that compiling an expression may touch.
pub(crate) struct Source {
    pub(crate) names: Names,
    pub(crate) model: Model,
    pub(crate) prefixes: HashMap<String, String>,
    pub(crate) instances: HashMap<String, u16>,
    pub(crate) indexes: Vec<Spec>,
    /// What expressions ask for by name.
    pub(crate) later: Vec<Later>,
    /// What the choices of questions and their labels read, by definition node.
    pub(crate) choice_reads: Vec<(u32, Vec<Dependency>)>,
    /// How much all expressions read.
    pub(crate) dependencies: usize,
    /// What the author should look at.
    pub(crate) warnings: Vec<LoadError>,
}

impl Source {
    /// Nothing is compiled yet.
    pub(super) fn new(names: Names, model: Model, prefixes: HashMap<String, String>) -> Self {
        Self {
            names,
            model,
            prefixes,
            instances: HashMap::new(),
            indexes: Vec::new(),
            later: Vec::new(),
            choice_reads: Vec::new(),
            dependencies: 0,
            warnings: Vec::new(),
        }
    }

    fn compiler(&mut self) -> Compiler<'_> {
        Compiler {
            names: &mut self.names,
            model: Some(&self.model),
            prefixes: &self.prefixes,
            default_namespace: XFORMS,
            instances: &self.instances,
            indexes: &mut self.indexes,
            later: &mut self.later,
            lenient: false,
        }
    }

    /// Compiles an expression that belongs to a node; `place` names it in errors.
    pub(crate) fn compile(&mut self, text: &str, origin: u32, place: &str) -> Result<Compiled, LoadError> {
        let ast = parse(text, place)?;
        let compiled = self.compiler().compile(&ast, Some(origin));
        let compiled = self.counted(compiled, text, place)?;
        self.warn_of_nowhere(&compiled, text, place);
        Ok(compiled)
    }

    /// A path that leads to no node is always empty: the author is told.
    fn warn_of_nowhere(&mut self, compiled: &Compiled, text: &str, place: &str) {
        if compiled.nowhere {
            let detail = "a path leads to no node of the form and is always empty";
            self.warnings
                .push(faulty(LoadCode::UnknownNode, place, text, detail));
        }
    }

    /// Tells why an expression can't be compiled, and counts it.
    fn counted(
        &mut self,
        compiled: Result<Compiled, Refusal>,
        text: &str,
        place: &str,
    ) -> Result<Compiled, LoadError> {
        let compiled = compiled.map_err(|refusal| faulty(refusal.code, place, text, &refusal.detail))?;
        self.count(compiled.dependencies.len() + 1, place, text)?;
        Ok(compiled)
    }

    /// Ends forms whose expressions read too much in all.
    pub(super) fn count(&mut self, dependencies: usize, place: &str, text: &str) -> Result<(), LoadError> {
        self.dependencies += dependencies;
        if self.dependencies > MAX_DEPENDENCIES {
            let detail = "the expressions of the form read too many nodes";
            return Err(faulty(LoadCode::Limit, place, text, detail));
        }
        Ok(())
    }

    /// Compiles an expression that runs at the nodes of another path.
    pub(crate) fn compile_below(
        &mut self,
        text: &str,
        origin: u32,
        defs: Option<Vec<u32>>,
        place: &str,
    ) -> Result<Compiled, LoadError> {
        let ast = parse(text, place)?;
        let compiled = self.compiler().compile_below(&ast, Some(origin), defs);
        self.counted(compiled, text, place)
    }

    /// Compiles the nodes that a question's choices come from.
    pub(crate) fn compile_nodes(
        &mut self,
        text: &str,
        origin: u32,
        place: &str,
    ) -> Result<Compiled, LoadError> {
        let ast = parse(text, place)?;
        let compiled = self.compiler().compile_nodes(&ast, origin);
        let compiled = self.counted(compiled, text, place)?;
        self.warn_of_nowhere(&compiled, text, place);
        Ok(compiled)
    }

    /// Compiles a repeat's count, written as seen from the repeat, to run at its parent.
    pub(crate) fn compile_count(
        &mut self,
        text: &str,
        parent: u32,
        place: &str,
    ) -> Result<Compiled, LoadError> {
        let Some(ast) = from_parent(&parse(text, place)?, false) else {
            let detail =
                "a repeat may have no rows: there is no place from which something stands before or after it";
            return Err(faulty(LoadCode::Expression, place, text, detail));
        };
        let compiled = self.compiler().compile(&ast, Some(parent));
        self.counted(compiled, text, place)
    }

    /// The node of an absolute path of plain names, which most references are: found without compiling it. Nothing when it isn't such a path, or when it
    /// leads to no node or to several.
    fn plain_node(&self, reference: &str) -> Option<u32> {
        let mut def = 0;
        for name in reference.strip_prefix('/')?.split('/') {
            let same = self.model.named.get(name)?.iter().copied().filter(|id| {
                let child = self.model.def(*id);
                child.parent == def && self.names.namespace(child.name).is_empty()
            });
            let mut same = same.fuse();
            def = same.next().filter(|_| same.next().is_none())?;
        }
        Some(def)
    }

    /// The one node of the primary instance that a reference names, read from `context`.
    pub(crate) fn node(&mut self, reference: &str, context: u32, place: &str) -> Result<u32, LoadError> {
        if let Some(def) = self.plain_node(reference.trim()) {
            return Ok(def);
        }
        let ast = parse(reference.trim(), place)?;
        let Ast::Path(start, steps) = &ast else {
            return Err(faulty(LoadCode::Expression, place, reference, "it is no path"));
        };
        let plain = Ast::Path(start.clone(), without_predicates(steps));
        let compiled = self
            .compiler()
            .compile(&plain, Some(context))
            .map_err(|refusal| faulty(refusal.code, place, reference, &refusal.detail))?;
        match compiled.defs.as_deref() {
            Some([def]) if *def != 0 => Ok(*def),
            _ => Err(faulty(
                LoadCode::UnknownNode,
                place,
                reference,
                "it is no node of the form",
            )),
        }
    }
}

fn parse(text: &str, place: &str) -> Result<Ast, LoadError> {
    parser::parse(text).map_err(|detail| faulty(LoadCode::Expression, place, text, &detail))
}

/// What is wrong with an expression, told with its text.
#[cold]
#[inline(never)]
fn faulty(code: LoadCode, place: &str, text: &str, detail: &str) -> LoadError {
    LoadError::new(code, place, format!("{text}: {detail}"))
}

fn without_predicates(steps: &[crate::xpath::ast::Step]) -> Vec<crate::xpath::ast::Step> {
    steps
        .iter()
        .map(|step| crate::xpath::ast::Step {
            predicates: Vec::new(),
            ..step.clone()
        })
        .collect()
}

/// An attribute without a namespace, or in any: forms disagree on prefixes. Not copied into each of its many callers.
#[inline(never)]
pub(crate) fn attribute<'a>(xml: roxmltree::Node<'a, '_>, name: &str) -> Option<&'a str> {
    xml.attributes().find(|a| a.name() == name).map(|a| a.value())
}

/// Child elements of a local name.
pub(crate) fn children<'a, 'i>(
    xml: roxmltree::Node<'a, 'i>,
    name: &'static str,
) -> impl Iterator<Item = roxmltree::Node<'a, 'i>> {
    xml.children()
        .filter(move |child| child.is_element() && child.tag_name().name() == name)
}

/// The first child element of a local name.
#[inline(never)]
pub(crate) fn child<'a, 'i>(
    xml: roxmltree::Node<'a, 'i>,
    name: &'static str,
) -> Option<roxmltree::Node<'a, 'i>> {
    children(xml, name).next()
}
