//! Dates, sizes and money as people in Vietnam read them (domain notes, "Vietnamese text, dates, money").

use motcua_domain::{time::Millis, vietnam::money::grouped};
use motcua_form::QuestionKind;

use super::text::Language;

/// `22/11/2026 15:04`, Asia/Ho_Chi_Minh, 24 hours, in both languages.
pub fn date_time(at: Millis) -> String {
    at.vietnam_local().format("%d/%m/%Y %H:%M").to_string()
}

/// `15:04` for a moment of the same day in Việt Nam as `now`, otherwise with its date.
pub fn time_near(at: Millis, now: Millis) -> String {
    let (moment, today) = (at.vietnam_local(), now.vietnam_local());
    if moment.date() == today.date() {
        moment.format("%H:%M").to_string()
    } else {
        date_time(at)
    }
}

/// A moment given as RFC 3339, or the text itself when it can't be read.
pub fn date_time_of(text: &str) -> String {
    Millis::parse_rfc3339(text).map_or_else(|_| text.to_owned(), date_time)
}

/// An answer as the form holds it, for people: `1993-04-12` as `12/04/1993`, `08:05:00.000+07:00` as `08:05`, `3.5` as `3,5` in Vietnamese. What
/// isn't written as its kind asks (a wrong answer is kept too) stays as it is.
pub fn answer(kind: QuestionKind, text: String, language: Language) -> String {
    match kind {
        QuestionKind::Date => date_of(&text).unwrap_or(text),
        QuestionKind::Time => time_of(&text).unwrap_or(text),
        QuestionKind::DateTime => moment_of(&text).unwrap_or(text),
        QuestionKind::Decimal => text.replace('.', language.pick(",", ".")),
        _ => text,
    }
}

fn date_of(text: &str) -> Option<String> {
    let date = chrono::NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?;
    Some(date.format("%d/%m/%Y").to_string())
}

/// The clock's time as it was written: whose zone it is was the writer's.
fn time_of(text: &str) -> Option<String> {
    let time = chrono::NaiveTime::parse_from_str(text.get(..5)?, "%H:%M").ok()?;
    Some(time.format("%H:%M").to_string())
}

fn moment_of(text: &str) -> Option<String> {
    let (date, time) = text.split_once('T')?;
    Some(format!("{} {}", date_of(date)?, time_of(time)?))
}

/// `1.234.567 đồng` or `1,234,567 VND`, which no line's end tears apart.
pub fn money(amount: u64, language: Language) -> String {
    let (mark, unit) = language.pick(('.', "đồng"), (',', "VND"));
    format!("{}\u{a0}{unit}", grouped(amount, mark))
}

/// `5,0 MB`, `312 KB`: 1 MB = 1,048,576 bytes; decimal comma in Vietnamese, point in English; no line's end tears them apart.
pub fn size(bytes: u64, language: Language) -> String {
    const KIB: u64 = 1024;
    const MIB: u64 = KIB * KIB;
    if bytes < MIB {
        return format!("{}\u{a0}KB", bytes.div_ceil(KIB));
    }
    let tenths = (bytes * 10 + MIB / 2) / MIB;
    format!(
        "{}{}{}\u{a0}MB",
        tenths / 10,
        language.pick(",", "."),
        tenths % 10
    )
}

/// `JPEG` for `image/jpeg`.
pub fn kind(media_type: &str) -> String {
    media_type.rsplit('/').next().unwrap_or(media_type).to_uppercase()
}

/// `JPEG, 5,0 MB`.
pub fn kind_and_size(media_type: &str, bytes: u64, language: Language) -> String {
    format!("{}, {}", kind(media_type), size(bytes, language))
}

/// As [`size`], and whole megabytes without a fraction: a limit is a round number.
pub fn limit(bytes: u64, language: Language) -> String {
    const MIB: u64 = 1024 * 1024;
    if bytes >= MIB && bytes.is_multiple_of(MIB) {
        return format!("{}\u{a0}MB", bytes / MIB);
    }
    size(bytes, language)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_read_as_people_write_them() {
        let vi = |kind, text: &str| answer(kind, text.to_owned(), Language::Vi);
        assert_eq!(vi(QuestionKind::Date, "1993-04-12"), "12/04/1993");
        assert_eq!(vi(QuestionKind::Date, "1993-04"), "1993-04");
        assert_eq!(vi(QuestionKind::Time, "08:05:00.000+07:00"), "08:05");
        assert_eq!(
            vi(QuestionKind::DateTime, "2026-11-22T08:05:00.000+07:00"),
            "22/11/2026 08:05"
        );
        assert_eq!(vi(QuestionKind::Decimal, "3.5"), "3,5");
        assert_eq!(
            answer(QuestionKind::Decimal, "3.5".to_owned(), Language::En),
            "3.5"
        );
        assert_eq!(vi(QuestionKind::Text, "1993-04-12"), "1993-04-12");
        assert_eq!(vi(QuestionKind::Time, "ố"), "ố");
    }

    #[test]
    fn moments_are_shown_in_vietnams_time() {
        assert_eq!(date_time_of("2026-11-22T17:05:00.000Z"), "23/11/2026 00:05");
        assert_eq!(date_time_of("soon"), "soon");
    }

    #[test]
    fn the_date_is_told_only_of_another_day_in_vietnam() {
        let at = |text| Millis::parse_rfc3339(text).unwrap();
        let now = at("2026-11-22T17:30:00.000Z");
        assert_eq!(time_near(at("2026-11-22T17:05:00.000Z"), now), "00:05");
        assert_eq!(time_near(at("2026-11-22T16:59:00.000Z"), now), "22/11/2026 23:59");
    }

    #[test]
    fn money_is_grouped_as_each_language_does() {
        assert_eq!(money(0, Language::Vi), "0\u{a0}đồng");
        assert_eq!(money(16_000, Language::Vi), "16.000\u{a0}đồng");
        assert_eq!(money(1_234_567, Language::En), "1,234,567\u{a0}VND");
    }

    #[test]
    fn sizes_are_rounded_so_that_a_limit_reads_as_itself() {
        assert_eq!(size(20 * 1024 * 1024, Language::Vi), "20,0\u{a0}MB");
        assert_eq!(size(5_263_742, Language::En), "5.0\u{a0}MB");
        assert_eq!(size(1, Language::En), "1\u{a0}KB");
        assert_eq!(limit(20 * 1024 * 1024, Language::Vi), "20\u{a0}MB");
        assert_eq!(limit(1_572_864, Language::Vi), "1,5\u{a0}MB");
        assert_eq!(limit(1_000, Language::En), "1\u{a0}KB");
    }
}
