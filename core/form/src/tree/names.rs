//! Names as numbers, so that walking a path compares integers. A name in no namespace and one in the document's default namespace
//! are the same name: forms write paths without prefixes (ODK XForms, "XPath paths").

use std::collections::HashMap;

/// A name's number within one [`Names`].
pub(crate) type NameId = u32;

/// One name.
pub(crate) struct Name {
    pub(crate) namespace: Box<str>,
    pub(crate) local: Box<str>,
    pub(crate) qualified: Box<str>,
}

/// All names of a form's trees and expressions.
#[derive(Default)]
pub(crate) struct Names {
    list: Vec<Name>,
    /// By local name; few names are in more than one namespace.
    by_local: HashMap<Box<str>, Vec<NameId>>,
}

impl Names {
    /// The number of a name; `namespace` is empty for plain names, `qualified` is how it was first written.
    pub(crate) fn intern(&mut self, namespace: &str, local: &str, qualified: &str) -> NameId {
        if let Some(id) = self.find(namespace, local) {
            return id;
        }
        let id = u32::try_from(self.list.len()).unwrap_or(NameId::MAX);
        self.list.push(Name {
            namespace: namespace.into(),
            local: local.into(),
            qualified: qualified.into(),
        });
        self.by_local.entry(local.into()).or_default().push(id);
        id
    }

    /// Names in the order of their numbers.
    pub(crate) fn of(list: Vec<Name>) -> Self {
        let mut by_local: HashMap<Box<str>, Vec<NameId>> = HashMap::new();
        for (name, id) in list.iter().zip(0..) {
            by_local.entry(name.local.clone()).or_default().push(id);
        }
        Self { list, by_local }
    }

    /// All names, each at its number.
    pub(crate) fn list(&self) -> &Vec<Name> {
        &self.list
    }

    /// The number of a plain name, if any tree has it.
    pub(crate) fn plain(&self, local: &str) -> Option<NameId> {
        self.find("", local)
    }

    fn find(&self, namespace: &str, local: &str) -> Option<NameId> {
        let named = self.by_local.get(local)?;
        named
            .iter()
            .copied()
            .find(|id| &*self.list[*id as usize].namespace == namespace)
    }

    pub(crate) fn local(&self, id: NameId) -> &str {
        self.list.get(id as usize).map_or("", |name| &name.local)
    }

    pub(crate) fn namespace(&self, id: NameId) -> &str {
        self.list.get(id as usize).map_or("", |name| &name.namespace)
    }

    pub(crate) fn qualified(&self, id: NameId) -> &str {
        self.list.get(id as usize).map_or("", |name| &name.qualified)
    }
}
