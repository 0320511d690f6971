//! A static document as an arena in document order: secondary instances, and whole documents in conformance vectors.
//!
//! Entries are appended in document order, so comparing two ids compares places in the document.

use super::{Kind, NONE, NameId, Names};

/// One entry: links, name and own text. An element whose only content is one text keeps it in `text`.
pub(crate) struct Entry {
    pub(crate) kind: Kind,
    pub(crate) name: NameId,
    pub(crate) parent: u32,
    pub(crate) first_child: u32,
    pub(crate) next: u32,
    pub(crate) first_attribute: u32,
    pub(crate) text: Box<str>,
}

/// A document; entry 0 is its root node.
pub(crate) struct Doc {
    pub(crate) entries: Vec<Entry>,
}

/// How a document is read.
#[derive(Clone, Copy)]
pub(crate) struct Reading<'a> {
    /// Names in this namespace count as plain.
    pub(crate) default_namespace: &'a str,
    /// Keep texts of white space between elements (conformance vectors do, instances don't).
    pub(crate) keep_space: bool,
}

impl Doc {
    pub(crate) fn empty() -> Self {
        let mut doc = Self { entries: Vec::new() };
        doc.push(Kind::Root, NONE, NONE, "");
        doc
    }

    /// Copies an XML element (or a whole document, given its root node).
    pub(crate) fn from_xml(xml: roxmltree::Node<'_, '_>, names: &mut Names, reading: Reading<'_>) -> Self {
        let mut doc = Self::empty();
        if xml.is_root() {
            doc.add_children(0, xml, names, reading);
        } else {
            let mut last = NONE;
            doc.add(0, &mut last, xml, names, reading);
        }
        doc
    }

    pub(crate) fn push(&mut self, kind: Kind, name: NameId, parent: u32, text: &str) -> u32 {
        let id = u32::try_from(self.entries.len()).unwrap_or(NONE);
        self.entries.push(Entry {
            kind,
            name,
            parent,
            first_child: NONE,
            next: NONE,
            first_attribute: NONE,
            text: text.into(),
        });
        id
    }

    /// Appends a child after `last` (the previous child, or [`NONE`]).
    pub(crate) fn push_child(
        &mut self,
        parent: u32,
        last: &mut u32,
        kind: Kind,
        name: NameId,
        text: &str,
    ) -> u32 {
        let id = self.push(kind, name, parent, text);
        match self.entries.get_mut(*last as usize) {
            Some(before) => before.next = id,
            None => self.entries[parent as usize].first_child = id,
        }
        *last = id;
        id
    }

    /// roxmltree's node limit bounds the depth of this walk only together with the parser's own; see `xml::check_depth`.
    fn add(
        &mut self,
        parent: u32,
        last: &mut u32,
        xml: roxmltree::Node<'_, '_>,
        names: &mut Names,
        reading: Reading<'_>,
    ) {
        match xml.node_type() {
            roxmltree::NodeType::Element => {
                let name = element_name(xml, names, reading.default_namespace);
                let id = self.push_child(parent, last, Kind::Element, name, "");
                self.add_attributes(id, xml, names);
                match only_text(xml, reading.keep_space) {
                    Some(text) => self.entries[id as usize].text = text.into(),
                    None => self.add_children(id, xml, names, reading),
                }
            }
            roxmltree::NodeType::Text => {
                let text = xml.text().unwrap_or_default();
                if reading.keep_space || !text.trim().is_empty() {
                    self.push_child(parent, last, Kind::Text, NONE, text);
                }
            }
            roxmltree::NodeType::Comment if reading.keep_space => {
                self.push_child(parent, last, Kind::Comment, NONE, xml.text().unwrap_or_default());
            }
            roxmltree::NodeType::PI if reading.keep_space => {
                if let Some(pi) = xml.pi() {
                    let name = names.intern("", pi.target, pi.target);
                    self.push_child(
                        parent,
                        last,
                        Kind::Instruction,
                        name,
                        pi.value.unwrap_or_default(),
                    );
                }
            }
            _ => {}
        }
    }

    fn add_children(
        &mut self,
        id: u32,
        xml: roxmltree::Node<'_, '_>,
        names: &mut Names,
        reading: Reading<'_>,
    ) {
        let mut last = NONE;
        for child in xml.children() {
            self.add(id, &mut last, child, names, reading);
        }
    }

    fn add_attributes(&mut self, id: u32, xml: roxmltree::Node<'_, '_>, names: &mut Names) {
        let mut last = NONE;
        for attribute in xml.attributes() {
            let name = attribute_name(xml, &attribute, names);
            let next = self.push(Kind::Attribute, name, id, attribute.value());
            match self.entries.get_mut(last as usize) {
                Some(before) => before.next = next,
                None => self.entries[id as usize].first_attribute = next,
            }
            last = next;
        }
    }
}

/// The text of an element that holds nothing else.
fn only_text<'a>(xml: roxmltree::Node<'a, '_>, keep_space: bool) -> Option<&'a str> {
    let mut children = xml.children();
    let (first, second) = (children.next()?, children.next());
    let text = first.text().filter(|_| first.is_text() && second.is_none())?;
    (keep_space || !text.is_empty()).then_some(text)
}

/// Interns an element's name; the default namespace counts as none.
pub(crate) fn element_name(
    xml: roxmltree::Node<'_, '_>,
    names: &mut Names,
    default_namespace: &str,
) -> NameId {
    let namespace = xml
        .tag_name()
        .namespace()
        .filter(|uri| *uri != default_namespace)
        .unwrap_or_default();
    let local = xml.tag_name().name();
    names.intern(
        namespace,
        local,
        &qualified(xml, xml.tag_name().namespace(), local),
    )
}

/// Interns an attribute's name.
pub(crate) fn attribute_name(
    xml: roxmltree::Node<'_, '_>,
    attribute: &roxmltree::Attribute<'_, '_>,
    names: &mut Names,
) -> NameId {
    let namespace = attribute.namespace().unwrap_or_default();
    names.intern(
        namespace,
        attribute.name(),
        &qualified(xml, attribute.namespace(), attribute.name()),
    )
}

/// The name with the prefix that is in scope for its namespace.
pub(crate) fn qualified(xml: roxmltree::Node<'_, '_>, namespace: Option<&str>, local: &str) -> String {
    match namespace
        .and_then(|uri| xml.lookup_prefix(uri))
        .filter(|prefix| !prefix.is_empty())
    {
        Some(prefix) => format!("{prefix}:{local}"),
        None => local.to_owned(),
    }
}
