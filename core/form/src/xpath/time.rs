//! Dates, times and their numbers (ODK XForms, "Data types": ISO 8601; "decimal-date-time": days since 1970-01-01T00:00Z).

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, Timelike};

/// A moment in milliseconds since 1970-01-01T00:00Z.
pub(crate) type Moment = i64;

const DAY: f64 = 86_400_000.0;

/// Days since 1970-01-01T00:00Z.
pub(crate) fn days(moment: Moment) -> f64 {
    // Every moment that a four-digit year can name is far below 2^53 ms.
    moment as f64 / DAY
}

/// The moment so many days after 1970-01-01T00:00Z, to the millisecond.
pub(crate) fn from_days(days: f64) -> Option<Moment> {
    let millis = (days * DAY).round();
    // Years beyond ±9999 are nobody's date.
    (millis.abs() < 3.2e14).then_some(millis as i64)
}

/// A date, or date and time, as ISO 8601 writes it; without a zone it is read in the given one. Nothing when it isn't one.
pub(crate) fn parse(text: &str, zone_seconds: i32) -> Option<Moment> {
    let bytes = text.as_bytes();
    if bytes.len() < 8 || bytes.get(4) != Some(&b'-') || !bytes[..4].iter().all(u8::is_ascii_digit) {
        return None;
    }
    let (date, time) = text
        .split_once('T')
        .map_or((text, None), |(date, time)| (date, Some(time)));
    let date = parse_date(date)?;
    let (time, zone) = match time {
        Some(time) => parse_time(time)?,
        None => (NaiveTime::MIN, None),
    };
    let local = NaiveDateTime::new(date, time).and_utc().timestamp_millis();
    Some(local - i64::from(zone.unwrap_or(zone_seconds)) * 1000)
}

/// `YYYY-M-D`.
pub(crate) fn parse_date(text: &str) -> Option<NaiveDate> {
    let mut parts = text.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let sized = |part: &str, max: usize| {
        !part.is_empty() && part.len() <= max && part.bytes().all(|b| b.is_ascii_digit())
    };
    if parts.next().is_some() || year.len() != 4 || !sized(year, 4) || !sized(month, 2) || !sized(day, 2) {
        return None;
    }
    NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}

/// `HH:MM[:SS[.fff]]` with `Z`, `±HH[:MM]` or no zone; the zone in seconds.
pub(crate) fn parse_time(text: &str) -> Option<(NaiveTime, Option<i32>)> {
    let split = text.find(['Z', '+', '-']).unwrap_or(text.len());
    let (clock, zone) = text.split_at(split);
    let mut parts = clock.split(':');
    let (hour, minute) = (two_digits(parts.next()?)?, two_digits(parts.next()?)?);
    let (second, milli) = match parts.next() {
        Some(part) => parse_second(part)?,
        None => (0, 0),
    };
    if parts.next().is_some() {
        return None;
    }
    let zone = if zone.is_empty() {
        None
    } else {
        Some(parse_zone(zone)?)
    };
    Some((NaiveTime::from_hms_milli_opt(hour, minute, second, milli)?, zone))
}

fn parse_second(text: &str) -> Option<(u32, u32)> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    if fraction.is_empty() || fraction.len() > 9 || !fraction.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let milli: String = fraction.chars().chain("000".chars()).take(3).collect();
    Some((two_digits(whole)?, milli.parse().ok()?))
}

fn parse_zone(text: &str) -> Option<i32> {
    if text == "Z" {
        return Some(0);
    }
    let (sign, rest) = match text.strip_prefix('-') {
        Some(west) => (-1, west),
        None => (1, text.strip_prefix('+')?),
    };
    let (hours, minutes) = match rest.split_once(':') {
        Some((hours, minutes)) => (two_digits(hours)?, two_digits(minutes)?),
        None if rest.len() == 4 => (two_digits(rest.get(..2)?)?, two_digits(rest.get(2..)?)?),
        None => (two_digits(rest)?, 0),
    };
    let seconds = i32::try_from(hours * 3600 + minutes * 60).ok()?;
    (hours <= 14 && minutes < 60).then_some(sign * seconds)
}

fn two_digits(text: &str) -> Option<u32> {
    (text.len() == 2 && text.bytes().all(|b| b.is_ascii_digit()))
        .then(|| text.parse().ok())
        .flatten()
}

/// The moment in its zone.
pub(crate) fn local(moment: Moment, zone_seconds: i32) -> Option<DateTime<FixedOffset>> {
    let zone = FixedOffset::east_opt(zone_seconds)?;
    DateTime::from_timestamp_millis(moment).map(|utc| utc.with_timezone(&zone))
}

/// ISO 8601: only the date at local midnight, otherwise with time and zone.
pub(crate) fn text(moment: Moment, zone_seconds: i32) -> String {
    let Some(local) = local(moment, zone_seconds) else {
        return String::new();
    };
    if local.time() == NaiveTime::MIN {
        return local.format("%Y-%m-%d").to_string();
    }
    stamp(local)
}

/// `2025-11-22T10:20:30.456-07:00`
pub(crate) fn stamp(local: DateTime<FixedOffset>) -> String {
    local.format("%Y-%m-%dT%H:%M:%S%.3f%:z").to_string()
}

/// The last midnight before a moment, in its zone.
pub(crate) fn midnight(now: DateTime<FixedOffset>) -> Moment {
    let midnight = NaiveDateTime::new(now.date_naive(), NaiveTime::MIN);
    midnight.and_utc().timestamp_millis() - i64::from(now.offset().local_minus_utc()) * 1000
}

/// `format-date()`'s letters (ODK XForms, "format-date"): unknown ones are an error for the author, here left as written.
pub(crate) fn format(moment: DateTime<FixedOffset>, pattern: &str) -> String {
    let mut out = String::new();
    let mut letters = pattern.chars();
    while let Some(letter) = letters.next() {
        if letter != '%' {
            out.push(letter);
            continue;
        }
        match letters.next() {
            Some('%') => out.push('%'),
            Some(letter) => out.push_str(&field(moment, letter)),
            None => out.push('%'),
        }
    }
    out
}

fn field(moment: DateTime<FixedOffset>, letter: char) -> String {
    match letter {
        'Y' => format!("{:04}", moment.year()),
        'y' => format!("{:02}", moment.year().rem_euclid(100)),
        'm' => format!("{:02}", moment.month()),
        'n' => moment.month().to_string(),
        'b' => moment.format("%b").to_string(),
        'B' => moment.format("%B").to_string(),
        'd' => format!("{:02}", moment.day()),
        'e' => moment.day().to_string(),
        'H' => format!("{:02}", moment.hour()),
        'h' => moment.hour().to_string(),
        'M' => format!("{:02}", moment.minute()),
        'S' => format!("{:02}", moment.second()),
        '3' => format!("{:03}", moment.timestamp_subsec_millis()),
        'a' => moment.format("%a").to_string(),
        'A' => moment.format("%A").to_string(),
        'W' => moment.iso_week().week().to_string(),
        'w' => moment.weekday().num_days_from_sunday().to_string(),
        'u' => moment.weekday().number_from_monday().to_string(),
        'j' => format!("{:03}", moment.ordinal()),
        'Z' => moment.format("%:z").to_string(),
        other => format!("%{other}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_iso_8601_with_and_without_zone() {
        assert_eq!(parse("1970-01-02", 0), Some(86_400_000));
        assert_eq!(parse("1970-1-2T00:00:00.5Z", 25_200), Some(86_400_500));
        assert_eq!(parse("1970-01-01T07:00+07:00", 0), Some(0));
        assert_eq!(parse("1970-01-01", 25_200), Some(-25_200_000));
        for text in [
            "2012-13-01",
            "2012-02-30",
            "x",
            "2012-01-01T24:00",
            "2012-01-01T10",
            "2012-01-01T10:00+07:60",
            "2012-01-01T10:00Z07:00",
            "2012-01-01T10:00+🏠",
        ] {
            assert_eq!(parse(text, 0), None, "{text}");
        }
    }

    #[test]
    fn writes_only_the_date_at_midnight() {
        assert_eq!(text(0, 0), "1970-01-01");
        assert_eq!(text(0, -25_200), "1969-12-31T17:00:00.000-07:00");
    }
}
