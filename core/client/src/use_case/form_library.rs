//! Compiled forms, by procedure and version. A form is compiled once per process from the files in the public store; drafts of an old version keep
//! theirs for as long as those files are there.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};

use motcua_domain::failure::Code;
use motcua_form::{Definition, Resource};
use serde::{Deserialize, Serialize};

use crate::{
    error::{Failure, Result},
    port::store::PublicStore,
    screen::form_page::SlotLimits,
};

/// A form's own description: which files it consists of, which slots take files (`docs/wire-api.md`, "Catalogue, units and forms").
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormManifest {
    /// Procedure code.
    pub code: String,
    /// The form's version.
    pub version: String,
    /// Title in Vietnamese.
    #[serde(default)]
    pub title_vi: String,
    /// Title in English.
    #[serde(default)]
    pub title_en: String,
    /// The form's XML.
    pub form: FormFile,
    /// Lists that the form chooses from.
    #[serde(default)]
    pub media: Vec<FormFile>,
    /// File slots.
    #[serde(default)]
    pub slots: Vec<FileSlot>,
    /// The question whose answer is the ward that receives the dossier.
    #[serde(default)]
    pub receiving_ward: Option<String>,
}

/// One file of a form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormFile {
    /// Its name.
    pub name: String,
    /// Hash of its bytes, lower-case hex.
    pub sha256: String,
    /// Its length.
    pub size: u64,
}

/// A question that takes a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileSlot {
    /// The question's reference.
    pub reference: String,
    /// What it takes.
    #[serde(flatten)]
    pub limits: SlotLimits,
}

/// A form ready to be filled in.
#[derive(Clone)]
pub struct LoadedForm {
    /// Its description.
    pub manifest: Arc<FormManifest>,
    /// The compiled form.
    pub definition: Definition,
}

impl LoadedForm {
    /// What a slot takes; `None` for a question that isn't a listed slot. A slot in a list is the same in each row.
    pub fn slot(&self, reference: &str) -> Option<&SlotLimits> {
        let anywhere = without_rows(reference);
        self.manifest
            .slots
            .iter()
            .find(|slot| without_rows(&slot.reference) == anywhere)
            .map(|slot| &slot.limits)
    }
}

/// `/data/kids/photo` for `/data/kids[2]/photo`.
fn without_rows(reference: &str) -> String {
    let steps = reference
        .split('/')
        .map(|step| step.split('[').next().unwrap_or(step));
    steps.collect::<Vec<_>>().join("/")
}

/// The compiled forms of this process.
#[derive(Default)]
pub struct FormLibrary(Mutex<HashMap<(String, String), LoadedForm>>);

/// The document name of a form's description.
pub(super) fn manifest_name(code: &str, version: &str) -> String {
    format!("form/{code}/{version}")
}

/// Whether this version is on the phone; it is so wholly or not at all.
pub(super) fn is_there(public: &dyn PublicStore, code: &str, version: &str) -> Result<bool> {
    Ok(public.document(&manifest_name(code, version))?.is_some())
}

/// The document name of one of a form's files.
pub(super) fn file_name(code: &str, version: &str, file: &str) -> String {
    format!("form/{code}/{version}/{file}")
}

/// The document that holds the version which was fetched last.
pub(super) fn fetched_name(code: &str) -> String {
    format!("form/{code}")
}

/// The version for a new draft: the one the catalogue names, or, while that wasn't fetched, the one that was fetched last. An older form is better
/// than none without a network: if the portal doesn't take it any more, it says `FORM_OUTDATED` and the draft stays.
pub(super) fn version_here(public: &dyn PublicStore, code: &str, named: String) -> Result<String> {
    if is_there(public, code, &named)? {
        return Ok(named);
    }
    let fetched = public.document(&fetched_name(code))?;
    let fetched = fetched.and_then(|it| String::from_utf8(it.body).ok());
    fetched.ok_or_else(|| Code::NotOnThisPhone.into())
}

impl FormLibrary {
    /// The form of this procedure and version; `NOT_ON_THIS_PHONE` when its files were never fetched, `FORM_DAMAGED` when they can't be read.
    pub fn load(&self, public: &dyn PublicStore, code: &str, version: &str) -> Result<LoadedForm> {
        let key = (code.to_owned(), version.to_owned());
        if let Some(form) = self.0.lock().expect("no holder of this lock panics").get(&key) {
            return Ok(form.clone());
        }
        let form = read(public, code, version)?;
        self.0
            .lock()
            .expect("no holder of this lock panics")
            .insert(key, form.clone());
        Ok(form)
    }
}

fn read(public: &dyn PublicStore, code: &str, version: &str) -> Result<LoadedForm> {
    let manifest = public
        .document(&manifest_name(code, version))?
        .ok_or(Code::NotOnThisPhone)?;
    let manifest: FormManifest = serde_json::from_slice(&manifest.body).map_err(|_| Code::FormDamaged)?;
    let definition = compile(&manifest, &|name| {
        public.document(name).ok().flatten().map(|it| it.body)
    })?;
    Ok(LoadedForm {
        manifest: Arc::new(manifest),
        definition,
    })
}

/// Compiles a form from its files, given by document name. `NOT_ON_THIS_PHONE` when one is missing, `FORM_DAMAGED` when the form can't be used.
pub(super) fn compile(manifest: &FormManifest, file: &dyn Fn(&str) -> Option<Vec<u8>>) -> Result<Definition> {
    let text = |name: &str| -> Result<String> {
        let bytes = file(&file_name(&manifest.code, &manifest.version, name)).ok_or(Code::NotOnThisPhone)?;
        String::from_utf8(bytes).map_err(|_| Failure::new(Code::FormDamaged))
    };
    let xml = text(&manifest.form.name)?;
    let media: Vec<(String, String)> = manifest
        .media
        .iter()
        .map(|it| Ok((resource_uri(&it.name), text(&it.name)?)))
        .collect::<Result<_>>()?;
    let resources: Vec<Resource<'_>> = media.iter().map(|(uri, text)| Resource { uri, text }).collect();
    Ok(Definition::load(&xml, &resources)?)
}

/// Where the form says a file is: CSV lists under `jr://file-csv/`, everything else under `jr://file/` (ODK XForms, "Secondary instances").
fn resource_uri(name: &str) -> String {
    let folder = if name.ends_with(".csv") {
        "file-csv"
    } else {
        "file"
    };
    format!("jr://{folder}/{name}")
}
