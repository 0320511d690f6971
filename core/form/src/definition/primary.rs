//! The primary instance's XML into the model: one definition node a name and place, rows of a repeat folded into one.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::data_type::DataType;
use super::model::{Def, DefKind, Model, ScopeDef};
use super::source::XFORMS;
use crate::error::{LoadCode, LoadError};
use crate::instance::saved::{JAVAROSA, Saved};
use crate::tree::{NONE, NameId, Names, doc};

/// Nodes of a primary instance, attributes included.
pub(super) const MAX_DEFS: usize = 20_000;
/// Bytes of a node's path. A reference has at most 4,096: the rest is for row numbers.
pub(super) const MAX_PATH: usize = 3_072;

/// The namespace of entities: records that other forms would read.
const ENTITIES: &str = "http://www.opendatakit.org/xforms/entities";

/// What the primary instance gives.
pub(crate) struct Primary {
    pub(crate) model: Model,
    pub(crate) templates: HashMap<u32, Saved>,
    pub(crate) initial: Saved,
}

/// Reads the instance's root element. `repeats` holds the paths of the body's repeats by local names, e.g. `/data/kids`.
pub(crate) fn read(
    root: roxmltree::Node<'_, '_>,
    repeats: &HashSet<String>,
    names: &mut Names,
) -> Result<Primary, LoadError> {
    let mut builder = Builder {
        model: Model::default(),
        repeats,
        names,
        templates: HashMap::new(),
    };
    builder.model.scopes.push(ScopeDef {
        root: 0,
        parent: None,
        depth: 0,
        cells: Vec::new(),
        lists: Vec::new(),
        columns: Vec::new(),
        tails: HashMap::new(),
    });
    builder.push(DefKind::Document, NONE, "", "", NONE, 0, "");
    builder.element(&[root], 0, 0, "")?;
    Ok(Primary {
        model: builder.model,
        templates: builder.templates,
        initial: Saved::read(root),
    })
}

struct Builder<'a> {
    model: Model,
    repeats: &'a HashSet<String>,
    names: &'a mut Names,
    templates: HashMap<u32, Saved>,
}

impl Builder<'_> {
    #[expect(
        clippy::too_many_arguments,
        reason = "the fields of one definition, at the one place that makes them"
    )]
    fn push(
        &mut self,
        kind: DefKind,
        name: NameId,
        qualified: &str,
        namespace: &str,
        parent: u32,
        scope: u32,
        default: &str,
    ) -> u32 {
        let id = self.model.defs.len() as u32;
        let tail = self.tail(kind, qualified, parent);
        let cells = &mut self.model.scopes[scope as usize].cells;
        cells.push(id);
        self.model.defs.push(Def {
            kind,
            name,
            qualified: qualified.into(),
            namespace: namespace.into(),
            tail,
            parent,
            children: Vec::new(),
            attributes: Vec::new(),
            scope,
            offset: cells.len() as u32 - 1,
            column: None,
            repeat: None,
            default: default.into(),
            data_type: DataType::Text,
        });
        self.model.note(id);
        id
    }

    /// A new node's path below the row around it.
    fn tail(&self, kind: DefKind, qualified: &str, parent: u32) -> Arc<str> {
        let Some(around) = self.model.defs.get(parent as usize) else {
            return "".into();
        };
        let above = if around.repeat.is_some() { "" } else { &around.tail };
        let mark = if kind == DefKind::Attribute { "@" } else { "" };
        format!("{above}/{mark}{qualified}").into()
    }

    /// Adds elements of one name and place as one node: several only when they are rows of a repeat.
    fn element(
        &mut self,
        same: &[roxmltree::Node<'_, '_>],
        parent: u32,
        scope: u32,
        above: &str,
    ) -> Result<(), LoadError> {
        let first = same[0];
        let local = first.tag_name().name();
        let path = format!("{above}/{local}");
        if first.tag_name().namespace() == Some(ENTITIES) {
            let detail = "entities are not supported";
            return Err(LoadError::new(LoadCode::Unsupported, path, detail));
        }
        self.check_room(1 + first.attributes().len(), above)?;
        let is_repeat = self.repeats.contains(&path);
        let scope = if is_repeat { self.row_scope(scope) } else { scope };
        let name = doc::element_name(first, self.names, XFORMS);
        let namespace = first.tag_name().namespace().unwrap_or_default();
        let qualified = doc::qualified(first, first.tag_name().namespace(), local);
        let id = self.push(DefKind::Element, name, &qualified, namespace, parent, scope, "");
        if path.len().max(self.model.def(id).tail.len()) > MAX_PATH {
            return Err(LoadError::new(LoadCode::Limit, above, "a path below is too long"));
        }
        self.model.defs[parent as usize].children.push(id);
        if is_repeat {
            self.enter_repeat(id, scope, same);
        }
        self.attributes(id, scope, first);
        let groups = self.grouped(same, &path)?;
        for rows in &groups {
            // The template first: its texts are what new rows start with.
            let (mut list, filled): (Vec<_>, Vec<_>) = rows
                .iter()
                .partition(|row| row.has_attribute((JAVAROSA, "template")));
            list.extend(filled);
            self.element(&list, id, scope, &path)?;
        }
        if groups.is_empty() {
            let text: String = first
                .children()
                .filter_map(|child| child.text().filter(|_| child.is_text()))
                .collect();
            self.model.defs[id as usize].default = text.into();
        }
        Ok(())
    }

    /// So many more nodes still fit.
    fn check_room(&self, more: usize, path: &str) -> Result<(), LoadError> {
        if self.model.defs.len() + more <= MAX_DEFS {
            return Ok(());
        }
        let detail = "the primary instance has too many nodes";
        Err(LoadError::new(LoadCode::Limit, path, detail))
    }

    /// The child elements, those of one name together when they are rows or stand in several rows.
    fn grouped<'a, 'i>(
        &self,
        same: &[roxmltree::Node<'a, 'i>],
        path: &str,
    ) -> Result<Vec<Vec<roxmltree::Node<'a, 'i>>>, LoadError> {
        let mut groups: Vec<Vec<roxmltree::Node<'_, '_>>> = Vec::new();
        let mut folded: HashMap<&str, usize> = HashMap::new();
        let children = same.iter().flat_map(|row| row.children());
        for child in children.filter(roxmltree::Node::is_element) {
            let name = child.tag_name().name();
            let folds = same.len() > 1 || self.repeats.contains(&format!("{path}/{name}"));
            let known = folded.get(name).copied().filter(|_| folds);
            if let Some(at) = known {
                groups[at].push(child);
                continue;
            }
            if folds {
                folded.insert(name, groups.len());
            }
            groups.push(vec![child]);
            self.check_room(groups.len(), path)?;
        }
        Ok(groups)
    }

    fn row_scope(&mut self, parent: u32) -> u32 {
        let id = self.model.scopes.len() as u32;
        let depth = self.model.scopes[parent as usize].depth + 1;
        self.model.scopes.push(ScopeDef {
            root: NONE,
            parent: Some(parent),
            depth,
            cells: Vec::new(),
            lists: Vec::new(),
            columns: Vec::new(),
            tails: HashMap::new(),
        });
        id
    }

    fn enter_repeat(&mut self, id: u32, scope: u32, rows: &[roxmltree::Node<'_, '_>]) {
        self.model.scopes[scope as usize].root = id;
        if let Some(parent) = self.model.scopes[scope as usize].parent {
            let lists = &mut self.model.scopes[parent as usize].lists;
            lists.push(id);
            self.model.defs[id as usize].repeat = Some(lists.len() as u32 - 1);
        }
        let is_template = |row: &&roxmltree::Node<'_, '_>| {
            let mut around = row.ancestors();
            around.any(|element| element.has_attribute((JAVAROSA, "template")))
        };
        // Rows outside of a template are themselves (§ Default Values in Repeats): a new row is like the first, without its answers.
        let template = rows.iter().find(is_template).map(|row| Saved::read(*row));
        let like_first = || rows.first().map(|row| Saved::read(*row).without_texts());
        self.templates
            .insert(id, template.or_else(like_first).unwrap_or_default());
    }

    fn attributes(&mut self, id: u32, scope: u32, xml: roxmltree::Node<'_, '_>) {
        for attribute in xml.attributes().filter(|a| a.namespace() != Some(JAVAROSA)) {
            let name = doc::attribute_name(xml, &attribute, self.names);
            let qualified = doc::qualified(xml, attribute.namespace(), attribute.name());
            let namespace = attribute.namespace().unwrap_or_default();
            let child = self.push(
                DefKind::Attribute,
                name,
                &qualified,
                namespace,
                id,
                scope,
                attribute.value(),
            );
            self.model.defs[id as usize].attributes.push(child);
        }
    }
}
