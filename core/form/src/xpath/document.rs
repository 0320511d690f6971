//! Expressions over any XML document, outside forms: what conformance vectors and author's tools run.

use std::collections::HashMap;

use super::compile::Compiler;
use super::eval::{Context, Eval, Failure, Host, Result, Setting};
use super::parser;
use super::value::Value;
use crate::definition::source::well_known_prefixes;
use crate::env::Env;
use crate::tree::doc::Reading;
use crate::tree::{Doc, Kind, Names, Node, World};

/// Nodes a document may have.
const MAX_NODES: u32 = 200_000;
/// Evaluation steps of one expression.
const MAX_STEPS: u64 = 5_000_000;

/// An XML document to evaluate expressions over.
pub struct Document {
    names: Names,
    doc: Doc,
    default_namespace: String,
    /// Prefixes that the document declares, the outermost declaration of each.
    prefixes: HashMap<String, String>,
}

/// How an expression is evaluated.
pub struct Evaluation<'a> {
    /// Path of the context node, as in `/*[1]/*[2]/text()[1]`.
    pub context: &'a str,
    /// Path of the node that absolute paths start from; the document's root when absent.
    pub root: Option<&'a str>,
    /// Language of `jr:itext`; the first translation when absent.
    pub language: Option<&'a str>,
    /// Prefixes that the expression may use besides the document's own.
    pub namespaces: &'a HashMap<String, String>,
    /// Time and random bytes.
    pub env: &'a Env,
}

/// A result with all the conversions of XPath 1.0 §4.
#[derive(Clone, Debug, PartialEq)]
pub struct Evaluated {
    /// As a boolean.
    pub boolean: bool,
    /// As a number.
    pub number: f64,
    /// As a text.
    pub text: String,
    /// Path and string-value of each node, when the result is a node-set.
    pub nodes: Option<Vec<(String, String)>>,
}

impl Document {
    /// Reads a document. Names in `default_namespace` need no prefix.
    ///
    /// # Errors
    /// Text that isn't well-formed XML, or is too large; the message is for the author.
    pub fn parse(xml: &str, default_namespace: Option<&str>) -> std::result::Result<Self, String> {
        let options = roxmltree::ParsingOptions {
            allow_dtd: true,
            nodes_limit: MAX_NODES,
            ..Default::default()
        };
        let xml = roxmltree::Document::parse_with_options(xml, options).map_err(|error| error.to_string())?;
        crate::xml::check_depth(&xml).map_err(|()| "nested too deeply".to_owned())?;
        let default_namespace = default_namespace.unwrap_or_default().to_owned();
        let mut names = Names::default();
        let reading = Reading {
            default_namespace: &default_namespace,
            keep_space: true,
        };
        let doc = Doc::from_xml(xml.root(), &mut names, reading);
        Ok(Self {
            names,
            doc,
            default_namespace,
            prefixes: declared(&xml),
        })
    }

    /// Evaluates an expression.
    ///
    /// # Errors
    /// What is wrong with the expression or its arguments; the message is for the author.
    pub fn evaluate(
        &mut self,
        expression: &str,
        how: &Evaluation<'_>,
    ) -> std::result::Result<Evaluated, String> {
        let context = self.find(how.context, how)?;
        let root = match how.root {
            Some(path) => self.find(path, how)?,
            None => Node {
                tree: 1,
                text: false,
                id: 0,
            },
        };
        self.run(expression, context, root, how, |eval, value| {
            let nodes = match &value {
                Value::Nodes(nodes) => Some(
                    nodes
                        .iter()
                        .map(|node| (path(&eval.world, *node), eval.world.text(*node).into_owned()))
                        .collect(),
                ),
                _ => None,
            };
            let (boolean, number) = (eval.to_bool(&value), eval.to_number(&value));
            Evaluated {
                boolean,
                number,
                text: eval.to_text(value).into_owned(),
                nodes,
            }
        })
    }

    fn find(&mut self, path: &str, how: &Evaluation<'_>) -> std::result::Result<Node, String> {
        let root = Node {
            tree: 1,
            text: false,
            id: 0,
        };
        let found = self.run(path, root, root, how, |_, value| match value {
            Value::Nodes(nodes) => nodes.first().copied(),
            _ => None,
        })?;
        found.ok_or_else(|| format!("{path} leads to no node"))
    }

    fn run<T>(
        &mut self,
        expression: &str,
        context: Node,
        root: Node,
        how: &Evaluation<'_>,
        finish: impl FnOnce(&Eval<'_>, Value<'_>) -> T,
    ) -> std::result::Result<T, String> {
        let ast = parser::parse(expression)?;
        let mut prefixes = well_known_prefixes();
        prefixes.extend(self.prefixes.clone());
        prefixes.extend(how.namespaces.clone());
        let mut indexes = Vec::new();
        let mut compiler = Compiler {
            names: &mut self.names,
            model: None,
            prefixes: &prefixes,
            default_namespace: &self.default_namespace,
            instances: &HashMap::new(),
            indexes: &mut indexes,
            later: &mut Vec::new(),
            lenient: true,
        };
        let program = compiler.compile(&ast, None).map_err(|refusal| refusal.detail)?;
        let world = World {
            names: &self.names,
            primary: None,
            docs: std::slice::from_ref(&self.doc),
        };
        let host = DocumentHost {
            world,
            language: how.language,
        };
        let setting = Setting::new(how.env, 0, MAX_STEPS);
        let eval = Eval {
            world,
            host: &host,
            setting: &setting,
            indexes: &[],
            origin: context,
            root,
        };
        match eval.value(&program.expr, Context::of(context)) {
            Ok(value) => Ok(finish(&eval, value)),
            Err(Failure::Limit) => Err("too many steps".into()),
            Err(Failure::Argument(reason)) => Err(reason.into()),
        }
    }
}

fn declared(xml: &roxmltree::Document<'_>) -> HashMap<String, String> {
    let mut prefixes = HashMap::new();
    for namespace in xml.descendants().flat_map(|node| node.namespaces()) {
        if let Some(prefix) = namespace.name() {
            prefixes
                .entry(prefix.to_owned())
                .or_insert_with(|| namespace.uri().to_owned());
        }
    }
    prefixes
}

/// Path of a node in the notation of [`Evaluation::context`].
fn path(world: &World<'_>, node: Node) -> String {
    let Some(parent) = world.parent(node) else {
        return "/".into();
    };
    let above = match path(world, parent) {
        root if root == "/" => String::new(),
        above => above,
    };
    let kind = world.kind(node);
    if kind == Kind::Attribute {
        let name = world.name(node).map_or("", |id| world.names.qualified(id));
        return format!("{above}/@*[name()='{name}']");
    }
    let mut siblings = Vec::new();
    world.children(parent, &mut siblings);
    let place = siblings
        .iter()
        .filter(|sibling| world.kind(**sibling) == kind)
        .position(|s| *s == node)
        .unwrap_or(0);
    let test = match kind {
        Kind::Text => "text()",
        Kind::Comment => "comment()",
        Kind::Instruction => "processing-instruction()",
        _ => "*",
    };
    format!("{above}/{test}[{}]", place + 1)
}

/// Itext and instances found in the document itself, by their element names.
struct DocumentHost<'a> {
    world: World<'a>,
    language: Option<&'a str>,
}

impl DocumentHost<'_> {
    fn elements(&self, local: &str) -> Vec<Node> {
        let doc = &self.world.docs[0];
        let is = |id: &u32| {
            let entry = &doc.entries[*id as usize];
            entry.kind == Kind::Element && self.world.names.local(entry.name) == local
        };
        (0..doc.entries.len() as u32)
            .filter(is)
            .map(|id| Node {
                tree: 1,
                text: false,
                id,
            })
            .collect()
    }

    fn attribute(&self, node: Node, local: &str) -> Option<String> {
        let mut attributes = Vec::new();
        self.world.attributes(node, &mut attributes);
        let named = |a: &&Node| {
            self.world
                .name(**a)
                .is_some_and(|id| self.world.names.local(id) == local)
        };
        attributes
            .iter()
            .find(named)
            .map(|a| self.world.text(*a).into_owned())
    }
}

impl Host for DocumentHost<'_> {
    fn itext<'a>(&self, eval: &Eval<'a>, id: &str) -> Result<Value<'a>> {
        let translations = self.elements("translation");
        let wanted = |node: &&Node| {
            self.language
                .is_none_or(|language| self.attribute(**node, "lang").as_deref() == Some(language))
        };
        let is_default = |node: &&Node| self.attribute(**node, "default").is_some();
        let chosen = match self.language {
            None => translations
                .iter()
                .find(is_default)
                .or_else(|| translations.first()),
            Some(_) => translations.iter().find(wanted),
        };
        let text_of = |text: &Node| self.attribute(*text, "id").as_deref() == Some(id);
        let inside = |text: &Node| chosen.is_some_and(|c| eval.world.parent(*text) == Some(*c));
        let Some(text) = self
            .elements("text")
            .into_iter()
            .find(|text| inside(text) && text_of(text))
        else {
            return Ok(Value::Nodes(Vec::new()));
        };
        let mut children = Vec::new();
        eval.world.children(text, &mut children);
        children.retain(|child| {
            eval.world
                .name(*child)
                .is_some_and(|name| eval.world.names.local(name) == "value")
                && self.attribute(*child, "form").is_none()
        });
        Ok(Value::Nodes(children))
    }

    fn choice_label<'a>(&self, _: &Eval<'a>, _: u32, _: Option<Node>, _: &str) -> Result<Value<'a>> {
        Err(Failure::Argument("a document has no choices".into()))
    }

    fn instance(&self, id: &str) -> Option<Node> {
        self.elements("instance")
            .into_iter()
            .find(|node| self.attribute(*node, "id").as_deref() == Some(id))
    }

    fn version(&self) -> &'static str {
        ""
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How many steps an expression takes in a document of three numbers and a group of two texts of 32 bytes.
    fn steps(expression: &str) -> u64 {
        let x = "x".repeat(32);
        let xml = format!("<d><n>1</n><n>2</n><n>3</n><g><t>{x}</t><t>{x}</t></g></d>");
        let mut document = Document::parse(&xml, None).expect("a document");
        let root = Node {
            tree: 1,
            text: false,
            id: 0,
        };
        let env = Env {
            now: chrono::DateTime::UNIX_EPOCH.fixed_offset(),
            random: [42; 32],
        };
        let how = Evaluation {
            context: "/",
            root: None,
            language: None,
            namespaces: &HashMap::new(),
            env: &env,
        };
        let left = |eval: &Eval<'_>, _: Value<'_>| eval.setting.budget.get();
        let left = document.run(expression, root, root, &how, left);
        MAX_STEPS - left.expect("a value")
    }

    /// What a hostile expression does a lot of is what it pays for: nodes looked at, pairs compared, texts read and made.
    #[test]
    fn each_kind_of_work_has_its_price() {
        let x = "x".repeat(64);
        for (expression, price) in [
            ("1".into(), 1),
            // Each expression and each step is one; a step's nodes are one each.
            ("/d".into(), 4),
            ("/d/n".into(), 8),
            ("/d/n = /d/n".into(), 1 + 8 + 8 + (1 + 3 * 3)),
            ("sum(/d/n)".into(), 1 + 8 + (1 + 3)),
            ("randomize(/d/n)".into(), 1 + 8 + (1 + 3)),
            ("max(/d/n)".into(), 1 + 8 + (1 + 3)),
            // A leaf's text is there already; a group's is put together of its bytes and nodes.
            ("string(/d/n)".into(), 1 + 8),
            (
                "string(/d/g)".into(),
                1 + 6 + (64 + 4 * 4) / 4 + 64 / 16 / 4 + 64 / 4,
            ),
            // A text that is made costs a fourth of its bytes, one that is looked through a sixteenth of that.
            (format!("concat('{x}')"), 1 + 1 + (1 + 1) + 64 / 4),
            (format!("concat('{x}', '{x}')"), 1 + 2 + (1 + 2) + 128 / 4),
            (format!("string-length('{x}')"), 1 + 1 + 64 / 16 / 4),
            (
                format!("translate('{x}', 'xy', 'y')"),
                1 + 3 + 1 + (1 + 64 * 2 / 16) + 64 / 4,
            ),
            (format!("regex('{x}', 'x')"), 1 + 2 + 1 + (1 + 64 / 8)),
            ("area('1 1;2 2;3 1;1 1')".into(), 1 + 1 + (1 + 4)),
            (
                "intersects('1 1;2 2;3 3;4 5')".into(),
                1 + 1 + (1 + 4) + (1 + 3 * 3),
            ),
        ] {
            assert_eq!(steps(&expression), price, "{expression}");
        }
    }
}
