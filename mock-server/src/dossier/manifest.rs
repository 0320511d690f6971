//! The manifest as the portal reads it: what a submission consists of, in the bytes that were sent.

use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::jcs;
use crate::digest::{is_sha256_hex, sha256_hex};
use crate::evidence::Content;
use crate::evidence::fact::Blob;
use crate::problem::{Code, Problem};

/// What a submission consists of. Unknown members are allowed: a newer phone may say more.
#[derive(Deserialize, ToSchema)]
pub(crate) struct Manifest {
    /// 1.
    v: u32,
    /// The dossier; the same as in the address.
    pub(super) dossier_id: Uuid,
    /// National code.
    pub(super) procedure_code: String,
    /// The form that was filled in.
    pub(super) form: ManifestForm,
    /// The receiving office.
    pub(super) agency_code: String,
    /// The ward it serves.
    pub(super) ward_code: String,
    /// Hash of the view that was reviewed.
    view_sha256: String,
    /// When the draft was frozen, RFC 3339.
    created_at: String,
    /// The submission XML.
    pub(super) answers: Blob,
    /// The papers.
    pub(super) files: Vec<Paper>,
    /// For supplements only.
    pub(super) supplement: Option<Answering>,
}

/// Which form.
#[derive(Deserialize, ToSchema)]
pub(crate) struct ManifestForm {
    pub(super) version: String,
    pub(super) sha256: String,
}

/// A paper. Its name may be personal: no `Debug`.
#[derive(Deserialize, ToSchema)]
pub(crate) struct Paper {
    /// The question it answers.
    pub(crate) reference: String,
    /// As the citizen knows it.
    pub(crate) name: String,
    /// `application/pdf`, `image/jpeg` or `image/png`.
    pub(crate) media_type: String,
    /// Bytes.
    pub(crate) size: u64,
    /// Its hash.
    pub(crate) sha256: String,
}

/// Which request a supplement answers.
#[derive(Deserialize, ToSchema)]
pub(crate) struct Answering {
    /// From 1.
    pub(super) number: u32,
    /// `evidence_id` of the `supplement_asked` fact.
    pub(super) answers_evidence_id: String,
}

impl Manifest {
    /// Reads a manifest for this dossier.
    ///
    /// # Errors
    /// `MANIFEST_INVALID` for bytes that aren't canonical, or a member that is missing or wrong.
    pub(super) fn read(bytes: &[u8], dossier_id: Uuid, supplement: Option<u32>) -> Result<Self, Problem> {
        let invalid = |words: &str| Problem::new(Code::ManifestInvalid).with_detail(words);
        let value = jcs::read(bytes).ok_or_else(|| invalid("not RFC 8785 canonical JSON"))?;
        let manifest: Self =
            serde_json::from_value(value).map_err(|_| invalid("a member is missing or of the wrong type"))?;
        if manifest.v != 1 {
            return Err(invalid("v is not 1"));
        }
        if manifest.dossier_id != dossier_id {
            return Err(invalid("dossier_id is another's"));
        }
        if manifest.supplement.as_ref().map(|answering| answering.number) != supplement {
            return Err(invalid("supplement.number doesn't fit the address"));
        }
        manifest.check_members().map_err(invalid)?;
        Ok(manifest)
    }

    fn check_members(&self) -> Result<(), &'static str> {
        let hashes = [&self.form.sha256, &self.view_sha256, &self.answers.sha256];
        let all = hashes
            .into_iter()
            .chain(self.files.iter().map(|paper| &paper.sha256));
        if !all.into_iter().all(|hash| is_sha256_hex(hash)) {
            return Err("a hash is not lower-case hex SHA-256");
        }
        let made_at = chrono::DateTime::parse_from_rfc3339(&self.created_at);
        if made_at.is_err() || !self.created_at.ends_with('Z') {
            return Err("created_at is not RFC 3339 with Z");
        }
        let paper_types = ["application/pdf", "image/jpeg", "image/png"];
        let good = |paper: &Paper| {
            paper.reference.starts_with('/')
                && !paper.name.is_empty()
                && paper_types.contains(&paper.media_type.as_str())
        };
        if self.files.iter().all(good) {
            Ok(())
        } else {
            Err("a file has no reference, name or known type")
        }
    }

    /// Everything it names: hash, length and type, the answers first.
    pub(super) fn blobs(&self) -> impl Iterator<Item = (&str, u64, &str)> {
        let answers = (self.answers.sha256.as_str(), self.answers.size, "application/xml");
        let papers = self
            .files
            .iter()
            .map(|paper| (paper.sha256.as_str(), paper.size, paper.media_type.as_str()));
        std::iter::once(answers).chain(papers)
    }

    /// What facts about it say.
    pub(crate) fn content(&self, bytes: &[u8]) -> Content {
        let blob = |paper: &Paper| Blob {
            sha256: paper.sha256.clone(),
            size: paper.size,
        };
        Content {
            manifest_sha256: sha256_hex(bytes),
            answers_sha256: self.answers.sha256.clone(),
            files: self.files.iter().map(blob).collect(),
        }
    }

    /// A manifest that this portal took before.
    pub(crate) fn kept(bytes: &[u8]) -> Option<Self> {
        serde_json::from_slice(bytes).ok()
    }

    /// The version of the form that was filled in.
    pub(crate) fn form_version(&self) -> &str {
        &self.form.version
    }

    /// The hash of its answers.
    pub(crate) fn answers_sha256(&self) -> &str {
        &self.answers.sha256
    }

    /// Its papers.
    pub(crate) fn papers(&self) -> &[Paper] {
        &self.files
    }
}
