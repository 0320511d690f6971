//! A form on disk, loaded with the lists that stand near it.
//!
//! A secondary instance's `src`, e.g. `jr://file-csv/wards.csv`, names a file: it is looked for beside the form, then in the folder
//! `lists` beside the form's folder, where the portal's forms share theirs. A list that isn't there is told by the engine as
//! `FORM_RESOURCE`, with its name.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use motcua_form::{Definition, LoadError, Resource};

/// Why there is no form.
#[derive(Debug, thiserror::Error)]
pub enum FormFileError {
    /// The file can't be read: look at its path and rights.
    #[error("{}: {cause}", file.display())]
    Unreadable {
        /// The form or the list.
        file: PathBuf,
        /// What the system says.
        cause: io::Error,
    },
    /// The engine refuses the form: its author has to mend it at the path that the error names.
    #[error(transparent)]
    Load(#[from] LoadError),
}

/// A form, loaded.
pub struct FormFile {
    /// The form's XML.
    pub xml: String,
    /// The form, compiled.
    pub definition: Definition,
}

impl FormFile {
    /// Loads `form.xml` with its lists.
    ///
    /// # Errors
    /// The file or one of its lists can't be read, or the engine refuses the form.
    pub fn open(file: &Path) -> Result<Self, FormFileError> {
        let folder = file.parent().unwrap_or(Path::new("."));
        Self::load(read(file)?, folder)
    }

    /// Loads a form that stands in, or belongs into, `folder`.
    ///
    /// # Errors
    /// A list can't be read, or the engine refuses the form.
    pub fn load(xml: String, folder: &Path) -> Result<Self, FormFileError> {
        let mut lists = Vec::new();
        for uri in sources(&xml) {
            let name = uri.rsplit('/').next().unwrap_or_default();
            let places = [folder.join(name), folder.join("../lists").join(name)];
            if let Some(file) = places.iter().find(|file| file.is_file()) {
                lists.push((read(file)?, uri));
            }
        }
        let resources: Vec<Resource<'_>> = lists.iter().map(|(text, uri)| Resource { uri, text }).collect();
        let definition = Definition::load(&xml, &resources)?;
        Ok(Self { xml, definition })
    }
}

fn read(file: &Path) -> Result<String, FormFileError> {
    fs::read_to_string(file).map_err(|cause| FormFileError::Unreadable {
        file: file.to_owned(),
        cause,
    })
}

/// `src` of all secondary instances; none of what isn't XML, which the engine tells better.
fn sources(xml: &str) -> Vec<String> {
    let Ok(document) = roxmltree::Document::parse(xml) else {
        return Vec::new();
    };
    let instances = document
        .descendants()
        .filter(|node| node.tag_name().name() == "instance");
    let sources = instances.filter_map(|node| node.attribute("src"));
    sources
        .filter(|uri| !uri.starts_with("jr://instance/"))
        .map(str::to_owned)
        .collect()
}
