//! Phone numbers: stored as E.164 (`+84912345678`), shown as people write them (`0912 345 678`).
//!
//! A mobile number is 0 and nine digits, a landline 02x and eight (older ones seven). Numbers are portable between
//! carriers, so a prefix proves nothing. Short codes and 1800/1900 lines aren't subscribers and are refused.

use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A subscriber's number in E.164. `Debug` shows nothing of it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Phone(String);

/// The text is no Vietnamese subscriber's number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a Vietnamese phone number")]
pub struct NotPhone;

impl Phone {
    /// E.164, for storing and sending.
    pub fn e164(&self) -> &str {
        &self.0
    }

    /// With the leading 0 and no spaces.
    pub fn national(&self) -> String {
        format!("0{}", &self.0[3..])
    }

    /// As people write it: `0912 345 678`, `028 3829 9999`.
    pub fn display(&self) -> String {
        let n = self.national();
        match n.len() {
            11 => format!("{} {} {}", &n[..3], &n[3..7], &n[7..]),
            _ => format!("{} {} {}", &n[..4], &n[4..7], &n[7..]),
        }
    }
}

impl FromStr for Phone {
    type Err = NotPhone;

    fn from_str(text: &str) -> Result<Self, NotPhone> {
        let typed = super::text::without_invisible(text);
        let compact: String = typed
            .chars()
            .filter(|c| !matches!(c, ' ' | '.' | '-' | '(' | ')'))
            .collect();
        if !compact
            .trim_start_matches('+')
            .bytes()
            .all(|b| b.is_ascii_digit())
        {
            return Err(NotPhone);
        }
        let subscriber = match (
            compact.strip_prefix("+84"),
            compact.strip_prefix('0'),
            compact.strip_prefix("84"),
        ) {
            (Some(rest), _, _) => rest,
            (_, Some(rest), _) => rest,
            (_, _, Some(rest)) if rest.len() >= 9 => rest,
            _ => &compact,
        };
        let fits = match subscriber.len() {
            9 => subscriber.starts_with(['2', '3', '5', '7', '8', '9']),
            10 => subscriber.starts_with('2'),
            _ => false,
        };
        if fits {
            Ok(Phone(format!("+84{subscriber}")))
        } else {
            Err(NotPhone)
        }
    }
}

impl std::fmt::Debug for Phone {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Phone(…)")
    }
}

impl Serialize for Phone {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Phone {
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

    /// The vectors' source refuses landlines of 11 digits; this app must take them.
    const LANDLINES: [&str; 2] = ["02838299999", "+84 28 3829 9999"];

    #[test]
    fn the_vectors_hold() {
        let cases: Vec<Value> =
            serde_json::from_str(include_str!("../../tests/data/phone_vectors.json")).unwrap();
        assert_eq!(cases.len(), 17);
        for case in cases {
            let input = case["input"].as_str().unwrap();
            let read = input.parse::<Phone>().ok();
            if LANDLINES.contains(&input) {
                assert!(read.is_some(), "{input}");
                continue;
            }
            assert_eq!(read.as_ref().map(Phone::e164), case["e164"].as_str(), "{input}");
            assert_eq!(
                read.map(|p| p.national()).as_deref(),
                case["national"].as_str(),
                "{input}"
            );
        }
    }

    #[test]
    fn numbers_are_shown_in_groups() {
        assert_eq!("+84912345678".parse::<Phone>().unwrap().display(), "0912 345 678");
        assert_eq!("02838299999".parse::<Phone>().unwrap().display(), "028 3829 9999");
    }

    #[test]
    fn letters_and_stray_signs_are_refused() {
        for wrong in ["09123x5678", "0912+345678", "++84912345678", "tel:0912345678"] {
            assert!(wrong.parse::<Phone>().is_err(), "{wrong}");
        }
    }
}
