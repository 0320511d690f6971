//! Values of expressions and how one kind becomes another (XPath 1.0 §3.2, §4; ODK XForms, "Data types" for dates).

use std::borrow::Cow;

use super::time::{self, Moment};
use crate::tree::Node;

/// A value; texts are borrowed from the trees where they can be.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value<'a> {
    Bool(bool),
    Number(f64),
    /// `number()` of a date: days since 1970-01-01T00:00Z with their fraction, written as the day's whole number.
    Days(f64),
    Text(Cow<'a, str>),
    Nodes(Vec<Node>),
    /// A date with or without time; `None` is a date that isn't one and reads as empty text.
    Date(Option<Moment>),
}

impl Value<'_> {
    pub(crate) fn text(text: impl Into<String>) -> Self {
        Value::Text(Cow::Owned(text.into()))
    }
}

/// XPath 1.0 §4.4: optional minus, digits with at most one point, white space around; anything else is not a number.
/// Text that is a date counts as its days since 1970-01-01 (JavaRosa's `number()` of a date).
pub(crate) fn number(text: &str, zone_seconds: i32) -> f64 {
    // Unanswered questions are read often.
    if text.is_empty() {
        return f64::NAN;
    }
    if let Some(whole) = short_whole(text.as_bytes()) {
        return f64::from(whole);
    }
    let trimmed = text.trim_matches([' ', '\t', '\r', '\n']);
    if let Some(value) = plain_number(trimmed) {
        return value;
    }
    time::parse(trimmed, zone_seconds).map_or(f64::NAN, time::days)
}

/// Most answers that are numbers: one to nine digits and nothing else.
pub(crate) fn short_whole(digits: &[u8]) -> Option<u32> {
    if digits.is_empty() || digits.len() > 9 {
        return None;
    }
    let mut whole = 0;
    for digit in digits {
        let value = digit.wrapping_sub(b'0');
        if value > 9 {
            return None;
        }
        whole = whole * 10 + u32::from(value);
    }
    Some(whole)
}

/// The whole number of up to nine digits that a number is.
pub(crate) fn whole(number: f64) -> Option<u32> {
    let whole = number as u32;
    (f64::from(whole) == number && whole < 1_000_000_000).then_some(whole)
}

/// The number a text is by XPath's own grammar.
pub(crate) fn plain_number(trimmed: &str) -> Option<f64> {
    let digits = trimmed.strip_prefix('-').unwrap_or(trimmed).as_bytes();
    if let Some(whole) = short_whole(digits) {
        let whole = f64::from(whole);
        return Some(if trimmed.starts_with('-') { -whole } else { whole });
    }
    let points = digits.iter().filter(|b| **b == b'.').count();
    let shaped =
        digits.iter().all(|b| b.is_ascii_digit() || *b == b'.') && digits.iter().any(u8::is_ascii_digit);
    if shaped && points <= 1 {
        trimmed.parse().ok()
    } else {
        None
    }
}

/// Whole numbers below this are written digit by digit.
const EXACT: u64 = 1_000_000_000_000_000;

/// 00 to 99.
const PAIRS: [[u8; 2]; 100] = {
    let (mut pairs, mut two) = ([[b'0'; 2]; 100], 0);
    while two < 100 {
        pairs[two] = [b'0' + two as u8 / 10, b'0' + two as u8 % 10];
        two += 1;
    }
    pairs
};

/// Room for the digits of a whole number: most of what forms compute is written here first and needs no piece of memory of its own.
#[derive(Default)]
pub(crate) struct Digits([u8; 20]);

impl Digits {
    pub(crate) fn of(&mut self, number: u64) -> &str {
        self.write(number, false)
    }

    /// Of a number that has no fraction, zero without a sign; nothing when it has one or is too large.
    pub(crate) fn of_number(&mut self, number: f64) -> Option<&str> {
        // A larger one is cut to the limits of `i64` and isn't the same number then.
        let whole = number as i64;
        let same = whole as f64 == number && whole.unsigned_abs() < EXACT;
        same.then(|| self.write(whole.unsigned_abs(), whole < 0))
    }

    /// Two digits a step.
    fn write(&mut self, number: u64, negative: bool) -> &str {
        let (mut start, mut rest) = (self.0.len(), number);
        for pair in self.0.rchunks_exact_mut(2) {
            let two = (rest % 100) as usize;
            pair.copy_from_slice(&PAIRS[two]);
            rest /= 100;
            start -= 2;
            if rest == 0 {
                start += usize::from(two < 10);
                break;
            }
        }
        if negative {
            start -= 1;
            self.0[start] = b'-';
        }
        std::str::from_utf8(&self.0[start..]).unwrap_or_default()
    }
}

/// XPath 1.0 §4.2: no exponent, no `.0`, no negative zero.
pub(crate) fn number_text(value: f64) -> Cow<'static, str> {
    match value {
        v if v.is_nan() => Cow::Borrowed("NaN"),
        0.0 => Cow::Borrowed("0"),
        v if v == f64::INFINITY => Cow::Borrowed("Infinity"),
        v if v == f64::NEG_INFINITY => Cow::Borrowed("-Infinity"),
        v => Cow::Owned(match Digits::default().of_number(v) {
            Some(digits) => digits.to_owned(),
            None => format!("{v}"),
        }),
    }
}

/// XPath 1.0 §4.3 for numbers.
pub(crate) fn truth(value: f64) -> bool {
    value != 0.0 && !value.is_nan()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_without_exponent() {
        assert_eq!(number_text(-0.0), "0");
        assert_eq!(number_text(1e21), "1000000000000000000000");
        assert_eq!(number_text(1e-7), "0.0000001");
        assert_eq!(number_text(-1234.0), "-1234");
        assert_eq!(number_text(999_999_999_999_999.0), "999999999999999");
        assert_eq!(number_text(1_000_000_000_000_001.0), "1000000000000001");
        assert_eq!(number_text(0.1 + 0.2), "0.30000000000000004");
        // An interpreter would take minutes for all of them.
        let many = if cfg!(miri) { 500 } else { 100_000_u64 };
        for whole in (0..many).chain((0..15).map(|power| 10_u64.pow(power) - 1)) {
            assert_eq!(Digits::default().of(whole), whole.to_string());
            assert_eq!(number_text(-(whole as f64)), (-(whole as i64)).to_string());
        }
    }

    #[test]
    fn only_plain_numbers_are_numbers() {
        for (text, value) in [
            (" 12 ", 12.0),
            ("-.5", -0.5),
            ("5.", 5.0),
            ("1234567890123", 1_234_567_890_123.0),
        ] {
            assert_eq!(number(text, 0).to_bits(), f64::to_bits(value), "{text}");
        }
        for text in ["", "-", ".", "1e3", "+1", "0x1", "1 2", "inf", "NaN", "1.2.3"] {
            assert!(number(text, 0).is_nan(), "{text}");
        }
    }
}
