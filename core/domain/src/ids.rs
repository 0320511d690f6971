//! The names things go by.
//!
//! Our own ids are UUIDs of version 7, made on the phone from `now` and random bytes that the caller passes in, so
//! every write can be a PUT that is safe to repeat. Official codes (procedure, agency, dossier) come from outside and
//! are checked for shape when read. Hashes are SHA-256. All of them are text on the wire and in the store. Who a
//! person is, the signed-in [`Subject`], is kept out of `Debug`.

use std::fmt;
use std::str::FromStr;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize, de};
use uuid::Uuid;

use crate::time::Millis;

/// The text does not have the shape of the id or code it should be. Carries the kind of id only, never the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a {kind}")]
pub struct IdUnreadable {
    /// Which kind of id was expected, for example `dossier_id`.
    pub kind: &'static str,
}

macro_rules! uuid_id {
    ($(#[$doc:meta])* $name:ident, $kind:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// A new id of UUID version 7 from the time and ten random bytes, both given as values.
            pub fn new(now: Millis, random: [u8; 10]) -> Self {
                let ms = u64::try_from(now.0).unwrap_or(0);
                $name(uuid::Builder::from_unix_timestamp_millis(ms, &random).into_uuid())
            }
        }

        impl FromStr for $name {
            type Err = IdUnreadable;
            fn from_str(text: &str) -> Result<Self, IdUnreadable> {
                Uuid::try_parse(text).map($name).map_err(|_| IdUnreadable { kind: $kind })
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.hyphenated().fmt(f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!($kind, ":{}"), self.0.hyphenated())
            }
        }
    };
}

uuid_id!(
    /// A dossier, from the moment its draft exists; the portal takes it over unchanged.
    DossierId,
    "dossier_id"
);
uuid_id!(
    /// A draft on this phone. One draft can lead to several dossier ids, when one had to be given up.
    DraftId,
    "draft_id"
);
uuid_id!(
    /// An account on this phone: a random name with its own key, before and after anybody signs in.
    AccountId,
    "account_id"
);
uuid_id!(
    /// One entry of the outbox.
    EntryId,
    "entry_id"
);
uuid_id!(
    /// This installation of the app, as push wake-ups know it.
    InstallationId,
    "installation_id"
);
uuid_id!(
    /// A feedback report; its `client_id` at the portal.
    ReportId,
    "report_id"
);
uuid_id!(
    /// One attempt to sign in.
    AttemptId,
    "attempt_id"
);

/// The signed-in person as the e-ID names them (`sub`). `Debug` shows nothing; there is no `Display`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Subject(String);

impl Subject {
    /// Takes the `sub` claim as it came.
    pub fn new(sub: impl Into<String>) -> Self {
        Subject(sub.into())
    }

    /// The claim's text, for comparing with signed statements. Do not log it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Subject(…)")
    }
}

/// A SHA-256 value; lower-case hex as text.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Sha256([u8; 32]);

impl Sha256 {
    /// Wraps a digest that somebody else computed: this crate hashes nothing.
    pub fn from_bytes(digest: [u8; 32]) -> Self {
        Sha256(digest)
    }

    /// The 32 bytes.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// 64 lower-case hex digits.
    pub fn to_hex(&self) -> String {
        self.0.iter().fold(String::with_capacity(64), |mut hex, byte| {
            for nibble in [byte >> 4, byte & 15] {
                hex.push(char::from(b"0123456789abcdef"[usize::from(nibble)]));
            }
            hex
        })
    }
}

impl FromStr for Sha256 {
    type Err = IdUnreadable;

    /// Only 64 lower-case hex digits: two spellings of one hash would be two names for one file.
    fn from_str(text: &str) -> Result<Self, IdUnreadable> {
        let unreadable = IdUnreadable { kind: "sha256" };
        let digits: &[u8; 64] = text.as_bytes().try_into().map_err(|_| unreadable)?;
        let mut digest = [0; 32];
        for (byte, pair) in digest.iter_mut().zip(digits.chunks_exact(2)) {
            *byte = nibble(pair[0]).ok_or(unreadable)? << 4 | nibble(pair[1]).ok_or(unreadable)?;
        }
        Ok(Sha256(digest))
    }
}

fn nibble(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        _ => None,
    }
}

impl fmt::Display for Sha256 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_hex())
    }
}

impl fmt::Debug for Sha256 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "sha256:{}…", &self.to_hex()[..8])
    }
}

/// Text form for serde of types that have `Display` and `FromStr`.
macro_rules! serde_as_text {
    ($name:ident) => {
        impl Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer)?
                    .parse()
                    .map_err(de::Error::custom)
            }
        }
    };
}

serde_as_text!(Sha256);
serde_as_text!(ProcedureCode);
serde_as_text!(AgencyCode);
serde_as_text!(DossierCode);

/// A procedure's code (mã TTHC): `1.001193`. City pages still write `1.001193.000.00.00.H29` and sub-cases
/// `1.001193.02`; both name the same procedure, so equality, order and hash look at the first two parts only, while
/// the text as it came is kept for showing and storing.
#[derive(Clone)]
pub struct ProcedureCode {
    raw: String,
    code_len: usize,
}

impl ProcedureCode {
    /// The national code, `\d\.\d{6}`.
    pub fn as_str(&self) -> &str {
        &self.raw[..self.code_len]
    }

    /// The text as it came.
    pub fn raw(&self) -> &str {
        &self.raw
    }
}

impl FromStr for ProcedureCode {
    type Err = IdUnreadable;

    fn from_str(text: &str) -> Result<Self, IdUnreadable> {
        let raw = text.trim();
        let mut parts = raw.split('.');
        let series = parts.next().filter(|p| is_digits(p, 1..=1));
        let number = parts.next().filter(|p| is_digits(p, 6..=6));
        let rest_fits = parts.all(|p| !p.is_empty() && p.bytes().all(|b| b.is_ascii_alphanumeric()));
        match (series, number, rest_fits) {
            (Some(_), Some(_), true) => Ok(ProcedureCode {
                raw: raw.to_owned(),
                code_len: 8,
            }),
            _ => Err(IdUnreadable {
                kind: "procedure_code",
            }),
        }
    }
}

impl PartialEq for ProcedureCode {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}
impl Eq for ProcedureCode {}
impl PartialOrd for ProcedureCode {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for ProcedureCode {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.as_str().cmp(other.as_str())
    }
}
impl std::hash::Hash for ProcedureCode {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.as_str().hash(state);
    }
}
impl fmt::Display for ProcedureCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.raw)
    }
}
impl fmt::Debug for ProcedureCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "procedure:{}", self.as_str())
    }
}

/// An agency's identifier (mã định danh cơ quan, Decision 20/2020/QĐ-TTg as amended by 09/2025): `000.00.01.H29`
/// with the unit parts in front, or `G09.20` with them behind. Both spellings live; the text is kept as given.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AgencyCode(String);

impl AgencyCode {
    /// The text as given.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The ministry or province part (`G09`, `H29`), by which the two spellings can be compared. `None` for codes
    /// that name no such part.
    pub fn root(&self) -> Option<&str> {
        self.0.split('.').find(|part| {
            let (head, tail) = part.split_at(part.len().min(1));
            matches!(head, "G" | "H") && is_digits(tail, 2..=2)
        })
    }
}

impl FromStr for AgencyCode {
    type Err = IdUnreadable;

    fn from_str(text: &str) -> Result<Self, IdUnreadable> {
        if is_agency(text) {
            Ok(AgencyCode(text.to_owned()))
        } else {
            Err(IdUnreadable { kind: "agency_code" })
        }
    }
}

impl fmt::Display for AgencyCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The official dossier code (mã hồ sơ), for example `000.00.01.H26-260930-0012`: agency, intake day, serial. Only
/// the portal gives one out.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DossierCode(String);

impl DossierCode {
    /// The text as given.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The intake day that the code names, in Vietnam's calendar; `None` when its digits are no date.
    pub fn intake_date(&self) -> Option<NaiveDate> {
        let date = self.0.split('-').nth(1)?;
        let (year, rest) = date.split_at(date.len() - 4);
        let year: i32 = year.parse().ok()?;
        let year = if date.len() == 6 { 2000 + year } else { year };
        NaiveDate::from_ymd_opt(year, rest[..2].parse().ok()?, rest[2..].parse().ok()?)
    }
}

impl FromStr for DossierCode {
    type Err = IdUnreadable;

    fn from_str(text: &str) -> Result<Self, IdUnreadable> {
        let parts: Vec<&str> = text.split('-').collect();
        match parts[..] {
            [agency, date, serial]
                if is_agency(agency)
                    && (is_digits(date, 6..=6) || is_digits(date, 8..=8))
                    && is_digits(serial, 4..=7) =>
            {
                Ok(DossierCode(text.to_owned()))
            }
            _ => Err(IdUnreadable { kind: "dossier_code" }),
        }
    }
}

impl fmt::Display for DossierCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn is_digits(text: &str, length: std::ops::RangeInclusive<usize>) -> bool {
    length.contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())
}

fn is_agency(text: &str) -> bool {
    (3..=35).contains(&text.len())
        && text
            .bytes()
            .all(|b| b.is_ascii_digit() || b.is_ascii_uppercase() || b == b'.')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_version_7_and_order_by_time() {
        let early = DossierId::new(Millis(1_000), [255; 10]);
        let late = DossierId::new(Millis(2_000), [0; 10]);
        assert!(early < late);
        assert_eq!(early.to_string().as_bytes()[14], b'7');
        assert_eq!(early.to_string().parse::<DossierId>().unwrap(), early);
        assert_eq!(
            "nonsense".parse::<DossierId>(),
            Err(IdUnreadable { kind: "dossier_id" })
        );
    }

    #[test]
    fn hashes_have_one_spelling() {
        let hex = "00ff".repeat(16);
        assert_eq!(hex.parse::<Sha256>().unwrap().to_hex(), hex);
        assert!(hex.to_uppercase().parse::<Sha256>().is_err());
        assert!(hex[1..].parse::<Sha256>().is_err());
        assert!("é".repeat(32).parse::<Sha256>().is_err());
    }

    #[test]
    fn procedure_codes_compare_by_their_national_part() {
        let city: ProcedureCode = "1.001193.000.00.00.H29".parse().unwrap();
        let national: ProcedureCode = "1.001193".parse().unwrap();
        assert_eq!(city, national);
        assert_eq!(
            (city.as_str(), city.raw()),
            ("1.001193", "1.001193.000.00.00.H29")
        );
        for wrong in [
            "",
            "1.00119",
            "11.001193",
            "1.001193.",
            "1-001193",
            "1.00119x",
            "a.001193",
        ] {
            assert!(wrong.parse::<ProcedureCode>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn both_spellings_of_an_agency_have_the_same_root() {
        for (text, root) in [
            ("000.00.01.H29", Some("H29")),
            ("G09.20", Some("G09")),
            ("38.98.00", None),
        ] {
            assert_eq!(text.parse::<AgencyCode>().unwrap().root(), root);
        }
        assert!("h29".parse::<AgencyCode>().is_err());
    }

    #[test]
    fn dossier_codes_seen_in_the_wild_are_read() {
        for (text, date) in [
            ("38.98.H29-210519-0003", "2021-05-19"),
            ("000.00.01.H26-260930-0012", "2026-09-30"),
            ("G09.20-20260609-0092637", "2026-06-09"),
        ] {
            assert_eq!(
                text.parse::<DossierCode>()
                    .unwrap()
                    .intake_date()
                    .unwrap()
                    .to_string(),
                date
            );
        }
        for wrong in [
            "H29-210519",
            "H29-2105190-0003",
            "H29-210519-003",
            "H29_210519-0003",
        ] {
            assert!(wrong.parse::<DossierCode>().is_err(), "{wrong}");
        }
        assert_eq!(
            "H29-219919-0003".parse::<DossierCode>().unwrap().intake_date(),
            None
        );
    }

    #[test]
    fn a_person_does_not_show_in_debug() {
        let shown = format!("{:?}", Subject::new("079203000123"));
        assert!(!shown.contains("079"), "{shown}");
    }
}
