//! Secondary instances: lists inside the form, and files given with it (ODK XForms, "Secondary instances").

use super::Resource;
use super::source::{Source, XFORMS, attribute};
use crate::error::{LoadCode, LoadError};
use crate::tree::{Doc, csv, doc::Reading, geojson};
use crate::xml;

/// Bytes of one file.
const MAX_FILE: usize = 32 * 1024 * 1024;
/// Nodes of one XML file.
const MAX_NODES: u32 = 1_000_000;

/// The answers that the person handed in last, if the caller gives them.
const LAST_SAVED: &str = "jr://instance/last-saved";

/// Reads one `<instance>` other than the first; its document becomes the next tree.
pub(crate) fn read(
    instance: roxmltree::Node<'_, '_>,
    resources: &[Resource<'_>],
    source: &mut Source,
    docs: &mut Vec<Doc>,
) -> Result<(), LoadError> {
    let Some(id) = attribute(instance, "id") else {
        return Err(LoadError::new(
            LoadCode::Structure,
            "instance",
            "a secondary instance has no id",
        ));
    };
    let doc = match attribute(instance, "src") {
        Some(uri) => external(id, uri, resources, source)?,
        None => match instance.first_element_child() {
            Some(root) => Doc::from_xml(
                root,
                &mut source.names,
                Reading {
                    default_namespace: XFORMS,
                    keep_space: false,
                },
            ),
            None => Doc::empty(),
        },
    };
    docs.push(doc);
    let tree = u16::try_from(docs.len())
        .map_err(|_| LoadError::new(LoadCode::Limit, "instance", "too many secondary instances"))?;
    if source.instances.insert(id.to_owned(), tree).is_some() {
        return Err(LoadError::new(
            LoadCode::Structure,
            format!("instance {id}"),
            "the id is used twice",
        ));
    }
    Ok(())
}

fn external(id: &str, uri: &str, resources: &[Resource<'_>], source: &mut Source) -> Result<Doc, LoadError> {
    let refuse = |code, detail: String| Err(LoadError::new(code, format!("instance {id}"), detail));
    // Nothing was saved before: every path into it is empty.
    if uri == LAST_SAVED && !resources.iter().any(|resource| resource.uri == uri) {
        return Ok(Doc::empty());
    }
    let named = |resource: &&Resource<'_>| {
        resource.uri == uri
            || uri
                .strip_suffix(resource.uri)
                .is_some_and(|rest| rest.ends_with('/'))
    };
    let Some(resource) = resources.iter().find(named) else {
        return refuse(LoadCode::Resource, format!("the file {uri} was not given"));
    };
    if resource.text.len() > MAX_FILE {
        return refuse(LoadCode::Limit, format!("the file {uri} is too large"));
    }
    if uri.starts_with("jr://file-csv/") || uri.ends_with(".csv") {
        return csv::parse(resource.text, &mut source.names)
            .or_else(|detail| refuse(LoadCode::Resource, format!("{uri}: {detail}")));
    }
    if uri.ends_with(".geojson") {
        return geojson::parse(resource.text, &mut source.names)
            .or_else(|detail| refuse(LoadCode::Resource, format!("{uri}: {detail}")));
    }
    let parsed = match xml::parse(resource.text, MAX_NODES) {
        Ok(parsed) => parsed,
        Err(detail) => return refuse(LoadCode::Resource, format!("{uri}: {detail}")),
    };
    let own = parsed.root_element().tag_name().namespace().unwrap_or_default();
    let reading = Reading {
        default_namespace: own,
        keep_space: false,
    };
    Ok(Doc::from_xml(parsed.root_element(), &mut source.names, reading))
}
