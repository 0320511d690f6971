//! The personal identification number (số định danh cá nhân): 12 digits.
//!
//! Three digits for the province of birth registration (the list of 63, not renumbered in 2025), one for century and sex,
//! two for the birth year, six random. There is **no check digit**: a well-formed number can only be compared with birth
//! year and sex, never called real.

use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Province codes of the number, 001 to 096 with gaps.
#[rustfmt::skip]
const PROVINCES: [(&str, &str); 63] = [
    ("001", "Hà Nội"), ("002", "Hà Giang"), ("004", "Cao Bằng"), ("006", "Bắc Kạn"), ("008", "Tuyên Quang"), ("010", "Lào Cai"),
    ("011", "Điện Biên"), ("012", "Lai Châu"), ("014", "Sơn La"), ("015", "Yên Bái"), ("017", "Hòa Bình"), ("019", "Thái Nguyên"),
    ("020", "Lạng Sơn"), ("022", "Quảng Ninh"), ("024", "Bắc Giang"), ("025", "Phú Thọ"), ("026", "Vĩnh Phúc"), ("027", "Bắc Ninh"),
    ("030", "Hải Dương"), ("031", "Hải Phòng"), ("033", "Hưng Yên"), ("034", "Thái Bình"), ("035", "Hà Nam"), ("036", "Nam Định"),
    ("037", "Ninh Bình"), ("038", "Thanh Hóa"), ("040", "Nghệ An"), ("042", "Hà Tĩnh"), ("044", "Quảng Bình"), ("045", "Quảng Trị"),
    ("046", "Thừa Thiên Huế"), ("048", "Đà Nẵng"), ("049", "Quảng Nam"), ("051", "Quảng Ngãi"), ("052", "Bình Định"), ("054", "Phú Yên"),
    ("056", "Khánh Hòa"), ("058", "Ninh Thuận"), ("060", "Bình Thuận"), ("062", "Kon Tum"), ("064", "Gia Lai"), ("066", "Đắk Lắk"),
    ("067", "Đắk Nông"), ("068", "Lâm Đồng"), ("070", "Bình Phước"), ("072", "Tây Ninh"), ("074", "Bình Dương"), ("075", "Đồng Nai"),
    ("077", "Bà Rịa - Vũng Tàu"), ("079", "Hồ Chí Minh"), ("080", "Long An"), ("082", "Tiền Giang"), ("083", "Bến Tre"), ("084", "Trà Vinh"),
    ("086", "Vĩnh Long"), ("087", "Đồng Tháp"), ("089", "An Giang"), ("091", "Kiên Giang"), ("092", "Cần Thơ"), ("093", "Hậu Giang"),
    ("094", "Sóc Trăng"), ("095", "Bạc Liêu"), ("096", "Cà Mau"),
];

/// The sex that the number encodes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sex {
    /// Nam.
    Male,
    /// Nữ.
    Female,
}

/// A well-formed number. `Debug` shows nothing of it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PersonalId(String);

/// What a number doesn't agree with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Mismatch {
    /// The birth year given.
    BirthYear,
    /// The sex given.
    Sex,
}

/// Not 12 digits, or no province has such a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a personal id number")]
pub struct NotPersonalId;

impl PersonalId {
    /// The 12 digits. Personal data: do not log.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The province where the birth was registered, by its name before 2025.
    pub fn province(&self) -> &'static str {
        province(&self.0).unwrap_or_default()
    }

    /// The birth year that the number encodes, 1900 to 2399.
    pub fn birth_year(&self) -> i32 {
        let digit = |i: usize| i32::from(self.0.as_bytes()[i] - b'0');
        1900 + digit(3) / 2 * 100 + digit(4) * 10 + digit(5)
    }

    /// The sex that the number encodes.
    pub fn sex(&self) -> Sex {
        if self.0.as_bytes()[3].is_multiple_of(2) {
            Sex::Male
        } else {
            Sex::Female
        }
    }

    /// What the number doesn't agree with; give what is known.
    pub fn mismatches(&self, birth_year: Option<i32>, sex: Option<Sex>) -> Vec<Mismatch> {
        let year = birth_year
            .filter(|&year| year != self.birth_year())
            .map(|_| Mismatch::BirthYear);
        let sex = sex.filter(|&sex| sex != self.sex()).map(|_| Mismatch::Sex);
        year.into_iter().chain(sex).collect()
    }
}

fn province(digits: &str) -> Option<&'static str> {
    let code = digits.get(..3)?;
    PROVINCES
        .iter()
        .find(|(known, _)| *known == code)
        .map(|(_, name)| *name)
}

impl FromStr for PersonalId {
    type Err = NotPersonalId;

    /// Takes exactly 12 ASCII digits; clean what was pasted with [`super::text::without_invisible`] first.
    fn from_str(text: &str) -> Result<Self, NotPersonalId> {
        let digits = text.len() == 12 && text.bytes().all(|b| b.is_ascii_digit());
        match province(text) {
            Some(_) if digits => Ok(PersonalId(text.to_owned())),
            _ => Err(NotPersonalId),
        }
    }
}

impl std::fmt::Debug for PersonalId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PersonalId(…)")
    }
}

impl Serialize for PersonalId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for PersonalId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;

    #[test]
    fn the_vectors_hold() {
        let cases: Vec<Value> =
            serde_json::from_str(include_str!("../../tests/data/personal_id_vectors.json")).unwrap();
        assert_eq!(cases.len(), 16);
        for case in cases {
            let id = case["input"].as_str().unwrap().parse::<PersonalId>();
            assert_eq!(id.is_ok(), case["valid"].as_bool().unwrap());
            let Ok(id) = id else { continue };
            let parts = &case["parts"];
            assert_eq!(id.province(), parts["province"]);
            assert_eq!(id.birth_year(), parts["birth_year"]);
            let sex = if parts["gender"] == "male" {
                Sex::Male
            } else {
                Sex::Female
            };
            assert_eq!(id.sex(), sex);
        }
    }

    #[test]
    fn it_is_compared_with_what_is_known() {
        let id: PersonalId = "079203000123".parse().unwrap();
        assert_eq!(id.mismatches(Some(2003), Some(Sex::Male)), []);
        assert_eq!(
            id.mismatches(Some(1985), Some(Sex::Female)),
            [Mismatch::BirthYear, Mismatch::Sex]
        );
        assert_eq!(id.mismatches(None, None), []);
        assert!("０79203000123".parse::<PersonalId>().is_err());
    }

    #[test]
    fn debug_shows_no_digit() {
        let id: PersonalId = "079203000123".parse().unwrap();
        assert_eq!(format!("{id:?}"), "PersonalId(…)");
    }
}
