//! Administrative units and the offices in them.
//!
//! Two levels since 1 July 2025: 34 provinces, 3,321 wards, no districts. Codes are text; the same code may have named
//! another area before that date, so the list carries its date. Each ward has one receiving office, whose agency code is a
//! mock: the province's root where it is known (`H29` for Thành phố Hồ Chí Minh), else one beyond the real range, then a
//! running number by ward code.

mod http;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

pub(crate) use http::router;

use crate::store::StoreError;

/// From when this list of units is in force.
pub(crate) const LIST_VERSION: &str = "2025-07-01";
/// The first mock root: real provinces use H01 to H63.
const FIRST_MOCK_ROOT: usize = 70;
/// The first ward of a province gets this number; lower ones belong to departments.
const FIRST_WARD_NUMBER: usize = 10;

/// A province or centrally run city.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub(crate) struct Province {
    /// Two digits.
    pub(crate) code: String,
    /// e.g. `Hồ Chí Minh`.
    pub(crate) name: String,
    /// e.g. `Thành phố Hồ Chí Minh`.
    pub(crate) full_name: String,
    /// `thanh_pho` or `tinh`.
    pub(crate) r#type: String,
}

/// A ward, commune or special zone.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Ward {
    /// Five digits.
    pub(crate) code: String,
    /// The province's.
    pub(crate) province_code: String,
    /// e.g. `Sài Gòn`.
    pub(crate) name: String,
    /// e.g. `Phường Sài Gòn`.
    pub(crate) full_name: String,
    /// `phuong`, `xa` or `dac_khu`.
    pub(crate) r#type: String,
    /// The service centre that receives its dossiers; a mock code. In the list, so that a phone can address one without network.
    pub(crate) agency_code: String,
}

/// A receiving office.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Office {
    /// e.g. `H29.177`; a mock.
    pub(crate) agency_code: String,
    /// Its name.
    pub(crate) name_vi: String,
    /// Its name in English.
    pub(crate) name_en: String,
    /// The ward it serves.
    pub(crate) ward_code: String,
}

/// All units and offices.
pub(crate) struct Units {
    provinces: Vec<Province>,
    wards: Vec<Ward>,
    by_agency: BTreeMap<String, Office>,
}

#[derive(Deserialize)]
struct ProvincesFile {
    provinces: Vec<Province>,
}

#[derive(Deserialize)]
struct AgencyCodesFile {
    provinces: BTreeMap<String, String>,
}

impl Units {
    /// Reads the lists in the program.
    ///
    /// # Errors
    /// They are damaged.
    pub(crate) fn load() -> Result<Self, StoreError> {
        let damaged = |error: serde_json::Error| StoreError::Failed(format!("units: {error}"));
        let file: ProvincesFile =
            serde_json::from_str(include_str!("../../data/admin_provinces.json")).map_err(damaged)?;
        let agencies: AgencyCodesFile =
            serde_json::from_str(include_str!("../../data/agency_codes.json")).map_err(damaged)?;
        let mut wards = read_wards(include_str!("../../data/admin_wards.csv"))?;
        name_agencies(&file.provinces, &mut wards, &agencies.provinces);
        let by_agency = wards
            .iter()
            .map(|ward| (ward.agency_code.clone(), office(ward)))
            .collect();
        Ok(Self {
            provinces: file.provinces,
            wards,
            by_agency,
        })
    }

    /// An office by its agency code.
    pub(crate) fn office(&self, agency_code: &str) -> Option<&Office> {
        self.by_agency.get(agency_code)
    }
}

fn read_wards(csv: &str) -> Result<Vec<Ward>, StoreError> {
    let read = |line: &str| {
        let mut fields = line.split(',').map(str::to_owned);
        let mut next = || fields.next();
        let (province_code, code, r#type, name) = (next()?, next()?, next()?, next()?);
        Some(Ward {
            province_code,
            code,
            r#type,
            name,
            full_name: next()?,
            agency_code: String::new(),
        })
    };
    // The list has no quoted fields; the first line names the columns.
    let wards: Option<Vec<Ward>> = csv.lines().skip(1).map(read).collect();
    wards.ok_or_else(|| StoreError::Failed("admin_wards.csv has a short line".into()))
}

/// Gives each ward the code of its office: the province's real root where we know it, a number of ours behind.
fn name_agencies(provinces: &[Province], wards: &mut [Ward], real_roots: &BTreeMap<String, String>) {
    let mut mock_roots = FIRST_MOCK_ROOT..;
    for province in provinces {
        let named = |(_, name): &(&String, &String)| name.trim_start_matches("TP. ") == province.name;
        let root = match real_roots.iter().find(named) {
            Some((root, _)) => root.clone(),
            None => format!("H{}", mock_roots.next().unwrap_or_default()),
        };
        let mut own: Vec<&mut Ward> = wards
            .iter_mut()
            .filter(|ward| ward.province_code == province.code)
            .collect();
        own.sort_by(|left, right| left.code.cmp(&right.code));
        for (ward, number) in own.into_iter().zip(FIRST_WARD_NUMBER..) {
            ward.agency_code = format!("{root}.{number}");
        }
    }
}

fn office(ward: &Ward) -> Office {
    let kind = match ward.r#type.as_str() {
        "phuong" => "ward",
        "xa" => "commune",
        _ => "special zone",
    };
    Office {
        agency_code: ward.agency_code.clone(),
        name_vi: format!("Trung tâm Phục vụ hành chính công {}", ward.full_name),
        name_en: format!("Public service centre of {} {kind}", ward.name),
        ward_code: ward.code.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_ward_has_one_office_with_its_own_code() {
        let units = Units::load().unwrap();
        assert_eq!((units.provinces.len(), units.wards.len()), (34, 3_321));
        assert_eq!(units.by_agency.len(), 3_321);
        for ward in &units.wards {
            assert_eq!(units.office(&ward.agency_code).unwrap().ward_code, ward.code);
        }
    }

    #[test]
    fn known_provinces_keep_their_root_and_others_stay_out_of_the_real_range() {
        let units = Units::load().unwrap();
        let root = |province: &str| {
            let ward = units
                .wards
                .iter()
                .find(|ward| ward.province_code == province)
                .unwrap();
            ward.agency_code.split('.').next().unwrap().to_owned()
        };
        assert_eq!((root("79"), root("01")), ("H29".to_owned(), "H26".to_owned()));
        assert!(root("04").trim_start_matches('H').parse::<u32>().unwrap() >= 70);
    }
}
