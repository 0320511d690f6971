//! Money: whole đồng, never a fraction.

use super::words;

/// `1.234.567 đ`, the form on screens; a no-break space keeps figure and sign together.
pub fn figures(vnd: i64) -> String {
    let digits = vnd.unsigned_abs().to_string();
    let mut out = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push('.');
        }
        out.push(digit);
    }
    format!("{}{out}\u{a0}đ", if vnd < 0 { "-" } else { "" })
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
    fn amounts_are_grouped_by_points() {
        for (vnd, text) in [
            (0, "0\u{a0}đ"),
            (500, "500\u{a0}đ"),
            (8_000, "8.000\u{a0}đ"),
            (-1_234_567, "-1.234.567\u{a0}đ"),
        ] {
            assert_eq!(figures(vnd), text);
        }
    }

    #[test]
    fn amounts_in_words_begin_with_a_capital() {
        assert_eq!(in_words(8_000), "Tám nghìn đồng");
        assert_eq!(in_words(0), "Không đồng");
        assert_eq!(in_words(215_000), "Hai trăm mười lăm nghìn đồng");
    }
}
