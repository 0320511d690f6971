//! Names as numbers, so that walking a path compares integers. A name in no namespace and one in the document's default namespace
//! are the same name: forms write paths without prefixes (ODK XForms, "XPath paths").

use std::collections::HashMap;

/// A name's number within one [`Names`].
pub(crate) type NameId = u32;

struct Name {
    namespace: Box<str>,
    local: Box<str>,
    qualified: Box<str>,
}

/// All names of a form's trees and expressions.
#[derive(Default)]
pub(crate) struct Names {
    list: Vec<Name>,
    by_key: HashMap<(Box<str>, Box<str>), NameId>,
}

impl Names {
    /// The number of a name; `namespace` is empty for plain names, `qualified` is how it was first written.
    pub(crate) fn intern(&mut self, namespace: &str, local: &str, qualified: &str) -> NameId {
        if let Some(id) = self.by_key.get(&(Box::from(namespace), Box::from(local))) {
            return *id;
        }
        let id = u32::try_from(self.list.len()).unwrap_or(NameId::MAX);
        self.list.push(Name {
            namespace: namespace.into(),
            local: local.into(),
            qualified: qualified.into(),
        });
        self.by_key.insert((namespace.into(), local.into()), id);
        id
    }

    /// The number of a plain name, if any tree has it.
    pub(crate) fn plain(&self, local: &str) -> Option<NameId> {
        self.by_key.get(&(Box::from(""), Box::from(local))).copied()
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
