//! The forms that procedures are submitted with, served as they were authored (`forms/<procedure code>/`).
//!
//! A folder with a manifest is found when the portal is built; the long lists (`forms/lists/`) are there once for all forms.
//! A version that was served never changes: its files are named by hash and may be cached for ever. A folder whose
//! manifest doesn't fit its files stops the portal at its start, so a phone never gets half a form.

mod http;

use std::collections::BTreeMap;

use motcua_form::{Definition, Resource};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

pub(crate) use http::router;

use crate::catalogue::procedure::FormRef;
use crate::digest::sha256_hex;
use crate::store::StoreError;

// The folders and lists in the program, `FOLDERS` and `LISTS`: the build script found them.
include!(concat!(env!("OUT_DIR"), "/forms.rs"));

/// A procedure's form as it was authored.
struct Folder {
    manifest: &'static str,
    form: &'static [u8],
}

impl Folder {
    /// Its own form and the lists that all forms share.
    fn files(&self) -> BTreeMap<&'static str, &'static [u8]> {
        std::iter::once(("form.xml", self.form))
            .chain(LISTS.iter().copied())
            .collect()
    }
}

/// One file of a form.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub(crate) struct FormFile {
    /// Its name, as the form refers to it.
    pub(crate) name: String,
    /// Its hash.
    pub(crate) sha256: String,
    /// Bytes.
    pub(crate) size: u64,
}

/// A question that takes a paper.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub(crate) struct Slot {
    /// The question.
    pub(crate) reference: String,
    /// Media types it takes.
    pub(crate) accept: Vec<String>,
    /// The largest file.
    pub(crate) max_bytes: u64,
}

/// A form's description, as sent.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub(crate) struct FormManifest {
    /// The procedure's code.
    pub(crate) code: String,
    /// Date and two digits.
    pub(crate) version: String,
    /// The XForm.
    pub(crate) form: FormFile,
    /// Its external lists.
    pub(crate) media: Vec<FormFile>,
    /// Its papers.
    pub(crate) slots: Vec<Slot>,
    /// The question whose answer is the ward that receives the dossier.
    pub(crate) receiving_ward: String,
    /// Title in Vietnamese.
    pub(crate) title_vi: String,
    /// Title in English.
    pub(crate) title_en: String,
}

/// A form with its bytes.
pub(crate) struct Form {
    /// What is said about it.
    pub(crate) manifest: FormManifest,
    /// The compiled form, to check answers with.
    pub(crate) definition: Definition,
    files: BTreeMap<&'static str, &'static [u8]>,
}

impl Form {
    /// How catalogue and manifests name it.
    pub(crate) fn reference(&self) -> FormRef {
        FormRef {
            code: self.manifest.code.clone(),
            version: self.manifest.version.clone(),
            sha256: self.manifest.form.sha256.clone(),
        }
    }

    /// One of its files.
    pub(crate) fn file(&self, name: &str) -> Option<(&FormFile, &'static [u8])> {
        let bytes = self.files.get(name)?;
        let described = std::iter::once(&self.manifest.form).chain(&self.manifest.media);
        described
            .into_iter()
            .find(|file| file.name == name)
            .map(|file| (file, *bytes))
    }

    fn read(folder: &Folder) -> Result<Self, StoreError> {
        let damaged = |what: String| StoreError::Failed(format!("a form's folder: {what}"));
        let manifest: FormManifest =
            serde_json::from_str(folder.manifest).map_err(|error| damaged(error.to_string()))?;
        let files = folder.files();
        let text = |described: &FormFile| {
            let bytes = files
                .get(described.name.as_str())
                .filter(|bytes| sha256_hex(bytes) == described.sha256);
            let text = bytes.and_then(|bytes| std::str::from_utf8(bytes).ok());
            text.ok_or_else(|| {
                damaged(format!(
                    "{} {} isn't what its manifest says",
                    manifest.code, described.name
                ))
            })
        };
        let media = manifest.media.iter().map(|file| {
            Ok(Resource {
                uri: &file.name,
                text: text(file)?,
            })
        });
        let media: Vec<Resource<'_>> = media.collect::<Result<_, StoreError>>()?;
        let definition =
            Definition::load(text(&manifest.form)?, &media).map_err(|error| damaged(error.to_string()))?;
        Ok(Self {
            manifest,
            definition,
            files,
        })
    }
}

/// All forms of this portal.
pub(crate) struct Forms(BTreeMap<String, Form>);

impl Forms {
    /// Reads the folders in the program.
    ///
    /// # Errors
    /// One is damaged.
    pub(crate) fn load() -> Result<Self, StoreError> {
        let read = |folder| Form::read(folder).map(|form| (form.manifest.code.clone(), form));
        FOLDERS.iter().map(read).collect::<Result<_, _>>().map(Self)
    }

    /// A form in this very version.
    pub(crate) fn version(&self, procedure_code: &str, version: &str) -> Option<&Form> {
        self.current(procedure_code)
            .filter(|form| form.manifest.version == version)
    }

    /// The form with which this procedure is submitted now.
    pub(crate) fn current(&self, procedure_code: &str) -> Option<&Form> {
        self.0.get(procedure_code)
    }
}
