//! Dates, sizes and money as people in Vietnam read them (domain notes, "Vietnamese text, dates, money").

use motcua_domain::time::Millis;

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

/// `1.234.567 đồng` or `1.234.567 VND`.
pub fn money(amount: u64, language: Language) -> String {
    format!("{} {}", grouped(amount), language.pick("đồng", "VND"))
}

/// `5,0 MB`, `312 KB`: 1 MB = 1,048,576 bytes; decimal comma in Vietnamese, point in English.
pub fn size(bytes: u64, language: Language) -> String {
    const KIB: u64 = 1024;
    const MIB: u64 = KIB * KIB;
    if bytes < MIB {
        return format!("{} KB", bytes.div_ceil(KIB));
    }
    let tenths = (bytes * 10 + MIB / 2) / MIB;
    format!("{}{}{} MB", tenths / 10, language.pick(",", "."), tenths % 10)
}

/// As [`size`], and whole megabytes without a fraction: a limit is a round number.
pub fn limit(bytes: u64, language: Language) -> String {
    const MIB: u64 = 1024 * 1024;
    if bytes >= MIB && bytes.is_multiple_of(MIB) {
        return format!("{} MB", bytes / MIB);
    }
    size(bytes, language)
}

fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() * 4 / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push('.');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

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
    fn money_is_grouped_by_points() {
        assert_eq!(money(0, Language::Vi), "0 đồng");
        assert_eq!(money(16_000, Language::Vi), "16.000 đồng");
        assert_eq!(money(1_234_567, Language::En), "1.234.567 VND");
    }

    #[test]
    fn sizes_are_rounded_so_that_a_limit_reads_as_itself() {
        assert_eq!(size(20 * 1024 * 1024, Language::Vi), "20,0 MB");
        assert_eq!(size(5_263_742, Language::En), "5.0 MB");
        assert_eq!(size(1, Language::En), "1 KB");
        assert_eq!(limit(20 * 1024 * 1024, Language::Vi), "20 MB");
        assert_eq!(limit(1_572_864, Language::Vi), "1,5 MB");
        assert_eq!(limit(1_000, Language::En), "1 KB");
    }
}
