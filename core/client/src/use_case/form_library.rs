//! Compiled forms, by procedure and version. A form is compiled once, when its files come to the phone, and its compiled bytes are kept beside them; a
//! process reads those. After an update of the app, whose engine reads its own bytes only, or when they are damaged, it is compiled from the files again.
//! Drafts of an old version keep their form for as long as its files are there.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};

use motcua_domain::failure::Code;
use motcua_form::{Definition, Resource};
use serde::{Deserialize, Serialize};

use super::evidence_log;
use crate::{
    error::{Failure, Result},
    port::store::{Document, PublicStore},
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
    let description = public
        .document(&manifest_name(code, version))?
        .ok_or(Code::NotOnThisPhone)?;
    let manifest: FormManifest = serde_json::from_slice(&description.body).map_err(|_| Code::FormDamaged)?;
    let definition = match read_compiled(public, &manifest, &description)? {
        Some(definition) => definition,
        None => compile_again(public, &manifest, &description)?,
    };
    Ok(LoadedForm {
        manifest: Arc::new(manifest),
        definition,
    })
}

fn read_compiled(
    public: &dyn PublicStore,
    manifest: &FormManifest,
    description: &Document,
) -> Result<Option<Definition>> {
    let kept = public.document(&compiled_name(manifest))?;
    Ok(kept.and_then(|it| Definition::from_compiled(&it.body, &files(description))))
}

/// From the files, and kept for the next process. A phone without room for that opens the form all the same.
fn compile_again(
    public: &dyn PublicStore,
    manifest: &FormManifest,
    description: &Document,
) -> Result<Definition> {
    let definition = compile(manifest, &|name| {
        public.document(name).ok().flatten().map(|it| it.body)
    })?;
    if let Err(failure) = public.put_documents(&[compiled(manifest, description, &definition)]) {
        tracing::info!(error = %failure, "a compiled form wasn't kept");
    }
    Ok(definition)
}

/// The document that keeps a form's compiled bytes, to be put beside the files and the description that it was compiled from.
pub(super) fn compiled(manifest: &FormManifest, description: &Document, definition: &Definition) -> Document {
    Document {
        name: compiled_name(manifest),
        etag: None,
        fetched_at: description.fetched_at,
        body: definition.compiled(&files(description)),
    }
}

fn compiled_name(manifest: &FormManifest) -> String {
    format!("compiled/{}/{}", manifest.code, manifest.version)
}

/// The word for a form's files: its description names each by its hash.
fn files(description: &Document) -> String {
    evidence_log::sha256(&description.body).to_hex()
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
