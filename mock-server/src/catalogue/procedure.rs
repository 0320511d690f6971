//! A procedure as the catalogue tells it.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::form::Forms;
use crate::store::StoreError;

/// An administrative procedure (thủ tục hành chính).
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub(crate) struct Procedure {
    /// National code, e.g. `1.001193`.
    pub(crate) code: String,
    /// Official name.
    pub(crate) name_vi: String,
    /// Our short English name.
    pub(crate) name_en: String,
    /// Where an app lists it, e.g. `civil_status`.
    pub(crate) group: String,
    /// Field (lĩnh vực).
    pub(crate) field_vi: String,
    /// The same in English.
    pub(crate) field_en: String,
    /// Who decides: `ward`, `province`, `school`.
    pub(crate) level: String,
    /// `toan_trinh` (fully online), `mot_phan` (partly), `thong_tin` (information only) or `online_unspecified`.
    pub(crate) online_level: String,
    /// The legal time limit.
    pub(crate) deadline: Deadline,
    /// Ways to submit, each with time and fee.
    pub(crate) channels: Vec<Channel>,
    /// About the fee, in words.
    pub(crate) fee_note_vi: String,
    /// The same in English.
    pub(crate) fee_note_en: String,
    /// The papers to bring.
    pub(crate) papers_vi: Vec<String>,
    /// The same papers in the same order, in English.
    pub(crate) papers_en: Vec<String>,
    /// What comes out.
    pub(crate) result_vi: String,
    /// The same in English.
    pub(crate) result_en: String,
    /// Numbers of the legal documents.
    pub(crate) legal_refs: Vec<String>,
    /// The form to submit with; null: not taken online here.
    #[serde(default)]
    #[schema(required)]
    pub(crate) form: Option<FormRef>,
}

impl Procedure {
    /// Whether it may be submitted online at all.
    pub(crate) fn is_taken_online(&self) -> bool {
        self.channels.iter().any(|one| one.channel == "ONLINE")
    }

    /// The same with the form it is submitted with here.
    pub(crate) fn with_form(self, forms: &Forms) -> Self {
        Self {
            form: forms.current(&self.code).map(|form| form.reference()),
            ..self
        }
    }
}

/// A time limit.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub(crate) struct Deadline {
    /// How many; absent when the law names none.
    #[serde(deserialize_with = "whole", skip_serializing_if = "Option::is_none")]
    pub(crate) days: Option<u32>,
    /// `WORKING_DAY`, `DAY` or `HOUR`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) unit: Option<String>,
    /// What the number doesn't say, e.g. `same_day_cutoff_15h`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) note: Option<String>,
}

/// A way to submit.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub(crate) struct Channel {
    /// `ONLINE`, `POSTAL` or `DIRECT`.
    pub(crate) channel: String,
    /// How long it takes this way.
    #[serde(deserialize_with = "whole", skip_serializing_if = "Option::is_none")]
    pub(crate) time: Option<u32>,
    /// Unit of `time`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) unit: Option<String>,
    /// Fees in đồng, one a case.
    pub(crate) fee_vnd: Vec<u64>,
}

/// Which form, exactly.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(crate) struct FormRef {
    /// The procedure's code.
    pub(crate) code: String,
    /// Date and two digits, e.g. `2026112201`.
    pub(crate) version: String,
    /// Hash of `form.xml`.
    pub(crate) sha256: String,
}

#[derive(Deserialize)]
struct ProceduresFile {
    procedures: Vec<Procedure>,
}

/// All procedures, as the data tells them.
///
/// # Errors
/// The data in the program is damaged.
pub(crate) fn all() -> Result<Vec<Procedure>, StoreError> {
    let file: Result<ProceduresFile, _> = serde_json::from_str(include_str!("../../data/procedures.json"));
    file.map(|file| file.procedures)
        .map_err(|error| StoreError::Failed(format!("procedures.json: {error}")))
}

/// The source writes whole numbers as `7.0` at times; the wire has none of these.
fn whole<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<u32>, D::Error> {
    let number = Option::<f64>::deserialize(deserializer)?;
    match number {
        Some(value) if value.fract() != 0.0 || !(0.0..=100_000.0).contains(&value) => {
            Err(serde::de::Error::custom("not a whole number of days"))
        }
        Some(value) => Ok(Some(value as u32)),
        None => Ok(None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every text of a procedure that is there in both languages, Vietnamese first.
    fn pairs(procedure: &Procedure) -> Vec<(&str, &str)> {
        let fee_note = (procedure.fee_note_vi.as_str(), procedure.fee_note_en.as_str());
        let english = procedure.papers_en.iter().map(String::as_str);
        let papers = procedure.papers_vi.iter().map(String::as_str).zip(english);
        let field = (procedure.field_vi.as_str(), procedure.field_en.as_str());
        let result = (procedure.result_vi.as_str(), procedure.result_en.as_str());
        [fee_note, field, result].into_iter().chain(papers).collect()
    }

    #[test]
    fn every_procedure_tells_its_field_papers_fee_and_result_in_both_languages() {
        let procedures = all().unwrap();
        assert_eq!(procedures.len(), 53);
        for one in &procedures {
            assert!(!one.papers_vi.is_empty(), "{}", one.code);
            assert_eq!(one.papers_vi.len(), one.papers_en.len(), "{}", one.code);
            for (vi, en) in pairs(one) {
                assert!(!en.trim().is_empty(), "{}: {vi}", one.code);
                assert_ne!(vi, en, "{}", one.code);
                let marked = vi.chars().any(|it| it.is_alphabetic() && !it.is_ascii());
                assert!(marked, "{}: not Vietnamese: {vi}", one.code);
            }
            // Papers may name a Vietnamese decree; these two have nothing to name.
            for en in [&one.field_en, &one.result_en] {
                assert!(
                    en.is_ascii() || en.trim_end_matches('…').is_ascii(),
                    "{}: {en}",
                    one.code
                );
            }
        }
    }
}
