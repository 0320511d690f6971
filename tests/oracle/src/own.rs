//! The forms that people fill in: `form.xml` of each folder in `mock-server/forms`, with the lists beside it.

use std::path::Path;
use std::{fs, io};

use crate::pair::{File, Pair};

/// A form of our own.
#[derive(Clone, Debug)]
pub struct Own {
    /// Its folder.
    pub name: String,
    form: String,
    files: Vec<File>,
}

impl Own {
    /// Every form in a folder, by name.
    ///
    /// # Errors
    /// The folder, a form or a list that a form names can't be read.
    pub fn all(folder: &Path) -> io::Result<Vec<Self>> {
        let mut forms: Vec<_> = fs::read_dir(folder)?
            .map(|entry| Ok(entry?.path()))
            .collect::<io::Result<_>>()?;
        forms.sort();
        forms.retain(|path| path.join("form.xml").is_file());
        forms
            .iter()
            .map(|path| Self::read(path, &folder.join("lists")))
            .collect()
    }

    fn read(folder: &Path, lists: &Path) -> io::Result<Self> {
        let form = fs::read_to_string(folder.join("form.xml"))?;
        let mut files = Vec::new();
        for uri in form
            .split("src=\"")
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
        {
            let name = uri.rsplit('/').next().unwrap_or_default();
            let beside = folder.join(name);
            let path = if beside.is_file() {
                beside
            } else {
                lists.join(name)
            };
            files.push(File {
                uri: uri.to_owned(),
                text: fs::read_to_string(path)?,
            });
        }
        let name = folder
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        Ok(Self { name, form, files })
    }

    /// The form without anything done to it.
    #[must_use]
    pub fn pair(&self) -> Pair {
        Pair {
            form: self.form.clone(),
            resources: self.files.clone(),
            steps: Vec::new(),
        }
    }
}
