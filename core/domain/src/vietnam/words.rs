//! Numbers and dates in Vietnamese words, as papers want them beside the figures.

use chrono::{Datelike, NaiveDate};

const DIGITS: [&str; 10] = [
    "không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín",
];

/// A whole number in words: 2026 is "hai nghìn không trăm hai mươi sáu".
pub fn number(n: u64) -> String {
    if n == 0 {
        return DIGITS[0].to_owned();
    }
    words(n).join(" ")
}

/// Thousands, millions and thousands of millions; above, "tỷ" is counted again.
fn words(n: u64) -> Vec<&'static str> {
    let (billions, rest) = (n / 1_000_000_000, n % 1_000_000_000);
    let mut out = if billions > 0 {
        [words(billions), vec!["tỷ"]].concat()
    } else {
        vec![]
    };
    for (unit, name) in [(1_000_000, "triệu"), (1_000, "nghìn"), (1, "")] {
        let group = rest / unit % 1_000;
        if group == 0 {
            continue;
        }
        // Inside a number a group is always read with its hundreds: "một nghìn không trăm linh năm".
        let full = !out.is_empty();
        out.extend(group_words(group, full));
        if !name.is_empty() {
            out.push(name);
        }
    }
    out
}

fn group_words(group: u64, full: bool) -> Vec<&'static str> {
    let digit = |n: u64| DIGITS[(n % 10) as usize];
    let (hundreds, tens, units) = (group / 100, group / 10 % 10, group % 10);
    let mut out = vec![];
    if hundreds > 0 || full {
        out.extend([digit(hundreds), "trăm"]);
    }
    match (tens, units) {
        (0, 0) => {}
        (0, _) if out.is_empty() => out.push(digit(units)),
        (0, _) => out.extend(["linh", digit(units)]),
        (1, 0) => out.push("mười"),
        (1, 5) => out.extend(["mười", "lăm"]),
        (1, _) => out.extend(["mười", digit(units)]),
        (_, 0) => out.extend([digit(tens), "mươi"]),
        (_, 1) => out.extend([digit(tens), "mươi", "mốt"]),
        (_, 4) => out.extend([digit(tens), "mươi", "tư"]),
        (_, 5) => out.extend([digit(tens), "mươi", "lăm"]),
        (_, _) => out.extend([digit(tens), "mươi", digit(units)]),
    }
    out
}

/// A date in words, as on civil-status papers: "Ngày mười lăm tháng tư năm hai nghìn không trăm hai mươi sáu". The
/// fourth month is "tháng tư".
pub fn date(date: NaiveDate) -> String {
    let month = match date.month() {
        4 => "tư".to_owned(),
        n => number(u64::from(n)),
    };
    let year = number(u64::from(date.year().unsigned_abs()));
    format!("Ngày {} tháng {month} năm {year}", number(u64::from(date.day())))
}

/// A date as the body of official papers writes it: "ngày 05 tháng 9 năm 2026"; days below 10 and the months 1 and 2
/// take a 0 (Decree 30/2020/NĐ-CP), so that they can't be altered.
pub fn paper_date(date: NaiveDate) -> String {
    let month = if date.month() < 3 {
        format!("{:02}", date.month())
    } else {
        date.month().to_string()
    };
    format!("ngày {:02} tháng {month} năm {}", date.day(), date.year())
}

/// `dd/MM/yyyy`, the form on screens.
pub fn short_date(date: NaiveDate) -> String {
    format!("{:02}/{:02}/{:04}", date.day(), date.month(), date.year())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn numbers_are_read_as_people_read_them() {
        for (n, words) in [
            (0, "không"),
            (4, "bốn"),
            (10, "mười"),
            (15, "mười lăm"),
            (21, "hai mươi mốt"),
            (14, "mười bốn"),
            (24, "hai mươi tư"),
            (25, "hai mươi lăm"),
            (55, "năm mươi lăm"),
            (105, "một trăm linh năm"),
            (110, "một trăm mười"),
            (1_005, "một nghìn không trăm linh năm"),
            (2_026, "hai nghìn không trăm hai mươi sáu"),
            (1_999, "một nghìn chín trăm chín mươi chín"),
            (8_000, "tám nghìn"),
            (1_000_001, "một triệu không trăm linh một"),
            (1_215_000, "một triệu hai trăm mười lăm nghìn"),
            (3_000_200_000, "ba tỷ hai trăm nghìn"),
            (1_000_000_000_000, "một nghìn tỷ"),
        ] {
            assert_eq!(number(n), words, "{n}");
        }
    }

    #[test]
    fn dates_in_words_and_on_papers() {
        let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).unwrap();
        let words = date(day(2026, 4, 15));
        assert_eq!(
            words,
            "Ngày mười lăm tháng tư năm hai nghìn không trăm hai mươi sáu"
        );
        assert_eq!(date(day(2000, 1, 1)), "Ngày một tháng một năm hai nghìn");
        assert_eq!(
            date(day(1985, 12, 31)),
            "Ngày ba mươi mốt tháng mười hai năm một nghìn chín trăm tám mươi lăm"
        );
        assert_eq!(paper_date(day(2026, 9, 5)), "ngày 05 tháng 9 năm 2026");
        assert_eq!(paper_date(day(2026, 2, 15)), "ngày 15 tháng 02 năm 2026");
        assert_eq!(short_date(day(2026, 9, 5)), "05/09/2026");
    }

    proptest! {
        #[test]
        fn different_numbers_have_different_words(a in any::<u64>(), b in 0u64..3_000_000) {
            prop_assume!(a != b);
            prop_assert_ne!(number(a), number(b));
        }
    }
}
