//! Time as a value.
//!
//! Nothing in this crate reads a clock. Callers pass `now` as [`Millis`], and everything that is stored, compared
//! or scheduled is a [`Millis`] too, so a test or the simulator owns time completely. Vietnam has one zone, UTC+7
//! without summer time, so a civil date is plain arithmetic here and needs no zone database.

use std::fmt;

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, SecondsFormat, Utc};
use serde::{Deserialize, Serialize};

/// Milliseconds in one second.
pub const SECOND: i64 = 1_000;
/// Milliseconds in one minute.
pub const MINUTE: i64 = 60 * SECOND;
/// Milliseconds in one hour.
pub const HOUR: i64 = 60 * MINUTE;
/// Milliseconds in one day.
pub const DAY: i64 = 24 * HOUR;

/// Asia/Ho_Chi_Minh is UTC+7 all year.
const VIETNAM_OFFSET: i64 = 7 * HOUR;

/// A moment: milliseconds since 1970-01-01T00:00:00Z. Stored and sent inside the app as the bare number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Millis(pub i64);

impl Millis {
    /// The moment `ms` milliseconds later (earlier when negative); stops at the ends of the range.
    pub fn plus(self, ms: i64) -> Millis {
        Millis(self.0.saturating_add(ms))
    }

    /// Milliseconds from `earlier` to `self`; negative when `earlier` is in fact later.
    pub fn since(self, earlier: Millis) -> i64 {
        self.0.saturating_sub(earlier.0)
    }

    /// Reads RFC 3339 with any offset, as the wire API writes it (`2026-11-22T08:00:00.000Z`). Digits below a
    /// millisecond are dropped.
    ///
    /// # Errors
    /// [`TimeUnreadable`] when the text is no RFC 3339 moment: treat the message that carried it as malformed.
    pub fn parse_rfc3339(text: &str) -> Result<Millis, TimeUnreadable> {
        DateTime::parse_from_rfc3339(text)
            .map(|t| Millis(t.timestamp_millis()))
            .map_err(|_| TimeUnreadable)
    }

    /// RFC 3339 with `Z` and three decimals, the wire API's form. Moments outside chrono's range (±262,000 years)
    /// are written as the nearest one inside.
    pub fn to_rfc3339(self) -> String {
        utc(self).to_rfc3339_opts(SecondsFormat::Millis, true)
    }

    /// The calendar date in Vietnam at this moment.
    pub fn vietnam_date(self) -> NaiveDate {
        self.vietnam_local().date()
    }

    /// Date and wall-clock time in Vietnam at this moment.
    pub fn vietnam_local(self) -> NaiveDateTime {
        utc(self.plus(VIETNAM_OFFSET)).naive_utc()
    }

    /// The moment at which clocks in Vietnam show this date and time.
    pub fn from_vietnam(date: NaiveDate, time: NaiveTime) -> Millis {
        Millis(date.and_time(time).and_utc().timestamp_millis()).plus(-VIETNAM_OFFSET)
    }
}

fn utc(at: Millis) -> DateTime<Utc> {
    let nearest = if at.0 < 0 {
        DateTime::<Utc>::MIN_UTC
    } else {
        DateTime::<Utc>::MAX_UTC
    };
    DateTime::from_timestamp_millis(at.0).unwrap_or(nearest)
}

impl fmt::Display for Millis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_rfc3339())
    }
}

/// Serde form for the wire: RFC 3339 text instead of the bare number. Use as `#[serde(with = "…::time::rfc3339")]`.
pub mod rfc3339 {
    use super::Millis;
    use serde::{Deserialize, Deserializer, Serializer, de};

    /// Writes the moment as RFC 3339 with milliseconds.
    ///
    /// # Errors
    /// Only those of the serializer itself.
    pub fn serialize<S: Serializer>(at: &Millis, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&at.to_rfc3339())
    }

    /// Reads RFC 3339.
    ///
    /// # Errors
    /// When the text is no RFC 3339 moment.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Millis, D::Error> {
        let text = String::deserialize(deserializer)?;
        Millis::parse_rfc3339(&text).map_err(de::Error::custom)
    }
}

/// The text is no RFC 3339 moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an RFC 3339 moment")]
pub struct TimeUnreadable;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wire_form_round_trips() {
        let at = Millis::parse_rfc3339("2026-11-22T08:00:00.250Z").unwrap();
        assert_eq!(at.to_rfc3339(), "2026-11-22T08:00:00.250Z");
        assert_eq!(
            Millis::parse_rfc3339("2026-11-22T15:00:00.250+07:00").unwrap(),
            at
        );
        assert!(Millis::parse_rfc3339("2026-11-22").is_err());
    }

    #[test]
    fn vietnam_is_seven_hours_ahead() {
        let late = Millis::parse_rfc3339("2026-11-22T17:30:00.000Z").unwrap();
        assert_eq!(late.vietnam_date().to_string(), "2026-11-23");
        let local = late.vietnam_local();
        assert_eq!(Millis::from_vietnam(local.date(), local.time()), late);
    }

    #[test]
    fn arithmetic_never_wraps() {
        assert_eq!(Millis(i64::MAX).plus(1), Millis(i64::MAX));
        assert!(!Millis(i64::MIN).to_rfc3339().is_empty());
    }
}
