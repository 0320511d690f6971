//! The manifest: what a submission consists of, in bytes that can be hashed.
//!
//! A submission is one XML file of answers, any number of papers, and this manifest, which names each by its hash.
//! The manifest's canonical bytes (RFC 8785) are what is sent, stored and hashed; they are made once, when the draft
//! is frozen, and never rewritten. It names no person: the receipt binds the signed-in subject. A supplement is a whole
//! new manifest with its number and the fact that it answers.

pub mod jcs;

use serde::{Deserialize, Serialize, Serializer};

use crate::ids::{AgencyCode, DossierId, ProcedureCode, Sha256};
use crate::time::{Millis, rfc3339};

/// The manifest's version, member `v`.
pub const VERSION: u32 = 1;

/// What a submission consists of. Field names are the wire's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Always [`VERSION`].
    pub v: u32,
    /// The dossier it is for.
    pub dossier_id: DossierId,
    /// The procedure, written as its national code.
    #[serde(serialize_with = "national_code")]
    pub procedure_code: ProcedureCode,
    /// The form that was filled in.
    pub form: FormVersion,
    /// The receiving office.
    pub agency_code: AgencyCode,
    /// The ward (5 digits) whose office receives it.
    pub ward_code: String,
    /// Hash of the view that was reviewed before submitting.
    pub view_sha256: Sha256,
    /// When the draft was frozen.
    #[serde(with = "rfc3339")]
    pub created_at: Millis,
    /// The submission XML.
    pub answers: Blob,
    /// The papers, in the form's order.
    pub files: Vec<Paper>,
    /// For supplements only.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub supplement: Option<SupplementRef>,
}

/// Which form, exactly.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormVersion {
    /// The form's version text.
    pub version: String,
    /// Hash of the form's XML.
    pub sha256: Sha256,
}

/// Some bytes, by content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Blob {
    /// Their hash.
    pub sha256: Sha256,
    /// Their number.
    pub size: u64,
}

/// One attached paper.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paper {
    /// The question it answers, as an absolute path (`/data/papers/birth_cert`).
    pub reference: String,
    /// The file's name as the citizen knows it. May hold personal data: `Debug` leaves it out.
    pub name: String,
    /// `image/jpeg`, `image/png` or `application/pdf`.
    pub media_type: String,
    /// Number of bytes.
    pub size: u64,
    /// Hash of the bytes.
    pub sha256: Sha256,
}

/// Which request a supplement answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SupplementRef {
    /// The request's number, from 1.
    pub number: u32,
    /// `evidence_id` of the `supplement_asked` fact.
    pub answers_evidence_id: String,
}

impl Manifest {
    /// The canonical bytes: send and hash these, nothing else.
    ///
    /// # Errors
    /// [`jcs::NotCanonical`] when a size is over 2^53 − 1; no real file is.
    pub fn to_canonical_bytes(&self) -> Result<Vec<u8>, jcs::NotCanonical> {
        let value = serde_json::to_value(self).map_err(|_| jcs::NotCanonical::Fraction)?;
        jcs::to_bytes(&value)
    }

    /// Every file to upload, answers first, each content once.
    pub fn blobs(&self) -> Vec<Blob> {
        let mut blobs = vec![self.answers];
        for paper in &self.files {
            let blob = Blob {
                sha256: paper.sha256,
                size: paper.size,
            };
            if !blobs.contains(&blob) {
                blobs.push(blob);
            }
        }
        blobs
    }
}

impl std::fmt::Debug for Paper {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Paper")
            .field("reference", &self.reference)
            .field("media_type", &self.media_type)
            .field("size", &self.size)
            .field("sha256", &self.sha256)
            .finish_non_exhaustive()
    }
}

fn national_code<S: Serializer>(code: &ProcedureCode, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(code.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn manifest() -> Manifest {
        let hash = |n: u8| Sha256::from_bytes([n; 32]);
        Manifest {
            v: VERSION,
            dossier_id: DossierId::new(Millis(1_763_800_000_000), [7; 10]),
            procedure_code: "1.001193.000.00.00.H29".parse().unwrap(),
            form: FormVersion {
                version: "2026.1".into(),
                sha256: hash(1),
            },
            agency_code: "000.00.01.H29".parse().unwrap(),
            ward_code: "26734".into(),
            view_sha256: hash(2),
            created_at: Millis(1_763_800_000_000),
            answers: Blob {
                sha256: hash(3),
                size: 4_096,
            },
            files: vec![Paper {
                reference: "/data/papers/birth_cert".into(),
                name: "giấy chứng sinh bé An.jpg".into(),
                media_type: "image/jpeg".into(),
                size: 3_000_000,
                sha256: hash(4),
            }],
            supplement: None,
        }
    }

    #[test]
    fn canonical_bytes_are_sorted_compact_and_read_back() {
        let bytes = manifest().to_canonical_bytes().unwrap();
        let text = String::from_utf8(bytes.clone()).unwrap();
        assert!(
            text.starts_with("{\"agency_code\":\"000.00.01.H29\",\"answers\":{\"sha256\":\"0303"),
            "{text}"
        );
        assert!(
            text.contains("\"created_at\":\"2025-11-22T08:26:40.000Z\""),
            "{text}"
        );
        assert!(text.contains("\"procedure_code\":\"1.001193\""), "{text}");
        assert!(!text.contains("supplement"), "{text}");
        let read: Manifest = serde_json::from_slice(&bytes).unwrap();
        assert_eq!(read, manifest());
        assert_eq!(read.to_canonical_bytes().unwrap(), bytes);
    }

    #[test]
    fn one_content_is_uploaded_once() {
        let mut twice = manifest();
        twice.files.push(Paper {
            reference: "/data/papers/other".into(),
            ..twice.files[0].clone()
        });
        assert_eq!(twice.blobs().len(), 2);
        assert_eq!(twice.blobs()[0], twice.answers);
    }

    #[test]
    fn debug_keeps_file_names_to_itself() {
        assert!(!format!("{:?}", manifest()).contains("bé An"));
    }
}
