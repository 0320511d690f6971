//! Money: whole đồng, never a fraction.

use super::words;

/// `1.234.567`: figures in threes, parted by a point where the text around is Vietnamese and by a comma where it is English.
pub fn grouped(vnd: u64, mark: char) -> String {
    let digits = vnd.to_string();
    let mut out = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(mark);
        }
        out.push(digit);
    }
    out
}

/// In words with a capital, as on receipts: "Tám nghìn đồng".
pub fn in_words(vnd: u64) -> String {
    let text = words::number(vnd);
    let mut chars = text.chars();
    let first: String = chars.next().into_iter().flat_map(char::to_uppercase).collect();
    format!("{first}{} đồng", chars.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_grouped_in_threes() {
        for (vnd, text) in [
            (0, "0"),
            (500, "500"),
            (8_000, "8.000"),
            (215_000, "215.000"),
            (1_234_567, "1.234.567"),
        ] {
            assert_eq!(grouped(vnd, '.'), text);
            assert_eq!(grouped(vnd, ','), text.replace('.', ","));
        }
    }

    #[test]
    fn amounts_in_words_begin_with_a_capital() {
        assert_eq!(in_words(8_000), "Tám nghìn đồng");
        assert_eq!(in_words(0), "Không đồng");
        assert_eq!(in_words(215_000), "Hai trăm mười lăm nghìn đồng");
    }
}
