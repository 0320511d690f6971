//! The forms that procedures are submitted with, served as they were authored (`forms/<procedure code>/`).
//!
//! A folder with a manifest is found when the portal is built; the long lists (`forms/lists/`) are there once for all forms.
//! A version that was served never changes: its files are named by hash and may be cached for ever. A folder whose
//! manifest doesn't fit its files stops the portal at its start, so a phone never gets half a form. A procedure that is taken
//! online and has no folder is submitted with the general request (`general`).

mod general;
mod http;

use std::collections::BTreeMap;
use std::sync::OnceLock;

use axum::body::Bytes;
use motcua_form::{Definition, Resource};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

pub(crate) use http::router;

use crate::catalogue::procedure::{FormRef, Procedure};
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
    fn files(&self) -> BTreeMap<&'static str, Bytes> {
        std::iter::once(("form.xml", self.form))
            .chain(LISTS.iter().copied())
            .map(|(name, bytes)| (name, Bytes::from_static(bytes)))
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
    definition: OnceLock<Definition>,
    files: BTreeMap<&'static str, Bytes>,
}

impl Form {
    /// The compiled form, to check answers with. One made for a procedure is compiled when it is asked for.
    pub(crate) fn definition(&self) -> &Definition {
        let compile = || self.compile().expect("a tested form with a code filled in");
        self.definition.get_or_init(compile)
    }

    /// How catalogue and manifests name it.
    pub(crate) fn reference(&self) -> FormRef {
        FormRef {
            code: self.manifest.code.clone(),
            version: self.manifest.version.clone(),
            sha256: self.manifest.form.sha256.clone(),
        }
    }

    /// One of its files.
    pub(crate) fn file(&self, name: &str) -> Option<(&FormFile, Bytes)> {
        let bytes = self.files.get(name)?;
        let described = std::iter::once(&self.manifest.form).chain(&self.manifest.media);
        described
            .into_iter()
            .find(|file| file.name == name)
            .map(|file| (file, bytes.clone()))
    }

    fn read(folder: &Folder) -> Result<Self, StoreError> {
        let form = Self {
            manifest: serde_json::from_str(folder.manifest).map_err(|error| damaged(&error.to_string()))?,
            definition: OnceLock::new(),
            files: folder.files(),
        };
        let definition = form.compile()?;
        Ok(Self {
            definition: OnceLock::from(definition),
            ..form
        })
    }

    fn compile(&self) -> Result<Definition, StoreError> {
        let media = self.manifest.media.iter().map(|file| {
            Ok(Resource {
                uri: &file.name,
                text: self.text(file)?,
            })
        });
        let media: Vec<Resource<'_>> = media.collect::<Result<_, StoreError>>()?;
        Definition::load(self.text(&self.manifest.form)?, &media).map_err(|error| damaged(&error.to_string()))
    }

    /// A file as its manifest describes it.
    fn text(&self, described: &FormFile) -> Result<&str, StoreError> {
        let bytes = self.files.get(described.name.as_str());
        let bytes = bytes.filter(|bytes| sha256_hex(bytes) == described.sha256);
        let text = bytes.and_then(|bytes| std::str::from_utf8(bytes).ok());
        let code = &self.manifest.code;
        text.ok_or_else(|| damaged(&format!("{code} {} isn't what its manifest says", described.name)))
    }
}

fn damaged(what: &str) -> StoreError {
    StoreError::Failed(format!("a form's folder: {what}"))
}

/// All forms of this portal.
pub(crate) struct Forms(BTreeMap<String, Form>);

impl Forms {
    /// Reads the folders in the program, and makes general requests for procedures that are taken online and have none.
    ///
    /// # Errors
    /// One is damaged.
    pub(crate) fn load(procedures: &[Procedure]) -> Result<Self, StoreError> {
        let read = |folder| Form::read(folder).map(|form| (form.manifest.code.clone(), form));
        let mut forms: BTreeMap<_, _> = FOLDERS.iter().map(read).collect::<Result<_, _>>()?;
        let general = forms
            .remove(general::FOLDER)
            .ok_or_else(|| damaged("there is no general request"))?;
        for procedure in procedures.iter().filter(|procedure| procedure.is_taken_online()) {
            if !forms.contains_key(&procedure.code) {
                forms.insert(procedure.code.clone(), general::request_for(&general, procedure)?);
            }
        }
        Ok(Self(forms))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_procedure_taken_online_has_a_form_that_compiles() {
        let procedures = crate::catalogue::procedure::all().unwrap();
        let forms = Forms::load(&procedures).unwrap();
        for procedure in procedures.iter().filter(|it| it.is_taken_online()) {
            let form = forms.current(&procedure.code);
            assert!(
                form.is_some_and(|form| form.compile().is_ok()),
                "{}",
                procedure.code
            );
        }
        for code in ["2.000815", general::FOLDER] {
            assert!(forms.current(code).is_none(), "{code}");
        }
    }

    #[test]
    fn a_general_request_knows_its_procedure_and_takes_no_other() {
        let forms = Forms::load(&crate::catalogue::procedure::all().unwrap()).unwrap();
        let form = forms.current("1.004884").unwrap();
        let env = motcua_form::Env {
            now: chrono::DateTime::UNIX_EPOCH.fixed_offset(),
            random: [0; 32],
        };
        let procedure = "/data/request/procedure";
        let empty = motcua_form::Instance::open(form.definition(), &env);
        let question = empty
            .question(procedure, form.definition().default_language())
            .unwrap();
        assert_eq!((question.value.as_str(), question.readonly), ("1.004884", true));
        assert_eq!(form.manifest.title_vi, "Thủ tục đăng ký lại khai sinh");
        let other = empty.submission().xml.replace(">1.004884<", ">1.000656<");
        let checked = motcua_form::check_submission(form.definition(), &other, &env).unwrap();
        assert!(
            checked
                .problems
                .iter()
                .any(|problem| problem.reference == procedure),
            "{checked:?}"
        );
    }
}
