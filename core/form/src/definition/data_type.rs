//! Types of answers (ODK XForms, "Data types") and what their texts look like.

use crate::xpath::functions::geo;
use crate::xpath::time;
use crate::xpath::value::{number, number_text, plain_number, short_whole};

/// The type of a bind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum DataType {
    #[default]
    Text,
    Int,
    Decimal,
    Boolean,
    Date,
    Time,
    DateTime,
    Geopoint,
    Geotrace,
    Geoshape,
    Barcode,
    Binary,
}

impl DataType {
    /// The type of a name in a form. Names that the specification doesn't have are read as text, as it asks.
    pub(crate) fn from_name(name: &str) -> Self {
        match name.rsplit_once(':').map_or(name, |(_, local)| local) {
            "int" | "integer" => Self::Int,
            "decimal" | "double" | "float" => Self::Decimal,
            "boolean" => Self::Boolean,
            "date" => Self::Date,
            "time" => Self::Time,
            "dateTime" => Self::DateTime,
            "geopoint" => Self::Geopoint,
            "geotrace" => Self::Geotrace,
            "geoshape" => Self::Geoshape,
            "barcode" => Self::Barcode,
            "binary" => Self::Binary,
            _ => Self::Text,
        }
    }

    /// The specification's name of the type.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Text => "string",
            Self::Int => "int",
            Self::Decimal => "decimal",
            Self::Boolean => "boolean",
            Self::Date => "date",
            Self::Time => "time",
            Self::DateTime => "dateTime",
            Self::Geopoint => "geopoint",
            Self::Geotrace => "geotrace",
            Self::Geoshape => "geoshape",
            Self::Barcode => "barcode",
            Self::Binary => "binary",
        }
    }

    /// Its texts are numbers.
    pub(crate) fn is_number(self) -> bool {
        matches!(self, Self::Int | Self::Decimal)
    }

    /// A non-empty text is of this type.
    pub(crate) fn accepts(self, text: &str) -> bool {
        let text = text.trim();
        match self {
            Self::Text | Self::Barcode | Self::Binary => true,
            Self::Int => whole_number(text),
            Self::Decimal => decimal(text).is_some(),
            Self::Boolean => matches!(text, "1" | "0" | "true" | "false"),
            Self::Date => full_date(text),
            Self::Time => time::parse_time(text).is_some(),
            Self::DateTime => text
                .split_once('T')
                .is_some_and(|(date, clock)| full_date(date) && time::parse_time(clock).is_some()),
            Self::Geopoint => geo::place(text).is_some(),
            Self::Geotrace => geo::line(text).is_some_and(|line| line.len() >= 2),
            // A shape ends where it began.
            Self::Geoshape => {
                geo::line(text).is_some_and(|line| line.len() >= 3 && line.first() == line.last())
            }
        }
    }

    /// The part of a text of another type that expressions can still read: the whole part of a number, the day of a local time.
    /// The text itself is kept and flagged.
    pub(crate) fn reads(self, text: &str) -> Option<String> {
        let text = text.trim();
        match self {
            Self::Int => decimal(text)
                .map(f64::trunc)
                .filter(|n| i32_range(*n))
                .map(|n| number_text(n).into_owned()),
            Self::Date => {
                let (date, clock) = text.split_once('T')?;
                let local = time::parse_time(clock).is_some_and(|(_, zone)| zone.is_none());
                (local && full_date(date)).then(|| date.to_owned())
            }
            _ => None,
        }
    }

    /// The number of a text that this type takes and expressions can't read as it stands: `+5`, `1e2`. XPath has neither sign nor
    /// exponent there; nothing for every other text.
    pub(crate) fn canonical(self, text: &str) -> Option<String> {
        if !self.is_number() || short_whole(text.as_bytes()).is_some() || !number(text, 0).is_nan() {
            return None;
        }
        decimal(text.trim()).map(|number| number_text(number).into_owned())
    }

    /// A computed number as this type keeps it: what [`DataType::cast`] makes of its text.
    pub(crate) fn cast_number(self, number: f64) -> f64 {
        if self == Self::Int && number.is_finite() {
            number.trunc()
        } else {
            number
        }
    }

    /// A computed text as this type writes it: `10.7` into a whole number is `10`. What doesn't fit is given back as it is.
    pub(crate) fn cast(self, text: String) -> String {
        match self {
            Self::Int => match decimal(text.trim()) {
                Some(number) => number_text(number.trunc()).into_owned(),
                None => text,
            },
            Self::Decimal => match decimal(text.trim()) {
                Some(number) => number_text(number).into_owned(),
                None => text,
            },
            Self::Date if text.contains('T') && !self.accepts(&text) => text
                .split_once('T')
                .map(|(date, _)| date.to_owned())
                .filter(|date| full_date(date))
                .unwrap_or(text),
            Self::Boolean => match text.as_str() {
                "true" => "1".into(),
                "false" => "0".into(),
                _ => text,
            },
            _ => text,
        }
    }
}

/// XML Schema's `int`: 32 bits.
fn whole_number(text: &str) -> bool {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()) && text.parse::<i32>().is_ok()
}

fn i32_range(number: f64) -> bool {
    number >= f64::from(i32::MIN) && number <= f64::from(i32::MAX)
}

/// XML Schema's decimal, with the exponents that calculators write.
fn decimal(text: &str) -> Option<f64> {
    let mantissa = text.strip_prefix('+').unwrap_or(text);
    if let Some(number) = plain_number(mantissa) {
        return Some(number);
    }
    let (digits, exponent) = mantissa.split_once(['e', 'E'])?;
    plain_number(digits)?;
    exponent.parse::<i16>().ok()?;
    mantissa.parse().ok().filter(|number: &f64| number.is_finite())
}

fn full_date(text: &str) -> bool {
    time::parse_date(text).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_each_type() {
        assert!(
            DataType::Int.accepts("-12") && !DataType::Int.accepts("1.5") && !DataType::Int.accepts("abc")
        );
        assert!(DataType::Decimal.accepts("1.5e3") && !DataType::Decimal.accepts("1,5"));
        assert!(DataType::Date.accepts("2024-02-29") && !DataType::Date.accepts("2023-02-29"));
        assert!(DataType::Geopoint.accepts("21.03 105.85 0 5") && !DataType::Geopoint.accepts("91 0"));
        assert!(DataType::Geotrace.accepts("1 2 0 0; 3 4 0 0;") && !DataType::Geotrace.accepts("1 2; x"));
        assert!(!DataType::Geotrace.accepts("1 2 0 0"));
        assert!(DataType::Geoshape.accepts("1 2 0 0;3 4 0 0;5 2 0 0;1 2 0 9"));
        assert!(!DataType::Geoshape.accepts("1 2 0 0;3 4 0 0;5 2 0 0;1 3 0 0"));
    }

    #[test]
    fn numbers_that_xpath_does_not_write_are_read() {
        for (text, reads) in [
            ("1e2", Some("100")),
            ("+5", Some("5")),
            ("-2.5E-1", Some("-0.25")),
            ("\u{a0}7", Some("7")),
            (" 12 ", None),
            ("0.5", None),
            ("", None),
        ] {
            assert_eq!(DataType::Decimal.canonical(text).as_deref(), reads, "{text}");
        }
        assert_eq!(DataType::Int.canonical("+5").as_deref(), Some("5"));
        assert_eq!(DataType::Text.canonical("+5"), None);
        assert!(!DataType::Decimal.accepts("1e400"));
    }

    #[test]
    fn computed_texts_are_cast() {
        assert_eq!(DataType::Int.cast("10.7".into()), "10");
        assert_eq!(DataType::Int.cast("abc".into()), "abc");
        assert_eq!(
            DataType::Date.cast("2024-01-02T10:00:00.000+07:00".into()),
            "2024-01-02"
        );
    }
}
