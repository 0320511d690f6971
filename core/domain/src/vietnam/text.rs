//! Vietnamese text: one normal form, and keys for comparing.
//!
//! Text is stored in NFC as typed. Beside it stand forms made for comparing: [`search_key`] has no marks (a search finds
//! "dang" in "Đặng"), [`accent_key`] keeps them (an exact match ranks first) and writes the two tone styles hòa/hoà alike.
//! Keys are never names: Xã Thanh An and Xã Thạnh An are two places with one search key. `đ` does not decompose in Unicode
//! and is folded by hand; `ð` (U+00F0) is another letter and is touched only to repair bad files.

use icu_normalizer::{ComposingNormalizerBorrowed, DecomposingNormalizerBorrowed};

/// The text in NFC, the one form that is stored, hashed and compared. Phones' keyboards and file names may bring NFD.
pub fn nfc(text: &str) -> String {
    ComposingNormalizerBorrowed::new_nfc()
        .normalize(text)
        .into_owned()
}

fn nfd(text: &str) -> String {
    DecomposingNormalizerBorrowed::new_nfd()
        .normalize(text)
        .into_owned()
}

fn is_mark(c: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&c)
}

/// Without combining marks; `đ` and `Đ` stay.
pub fn without_marks(text: &str) -> String {
    nfc(&nfd(text).chars().filter(|&c| !is_mark(c)).collect::<String>())
}

/// `đ` → `d`, `Đ` → `D`; nothing else changes.
pub fn without_stroke(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            'đ' => 'd',
            'Đ' => 'D',
            other => other,
        })
        .collect()
}

/// The key for searching: no marks, no stroke, lower case, everything but letters and digits as one space.
pub fn search_key(text: &str) -> String {
    // Long lists are searched at each keystroke, and nearly all of their letters are these.
    let folded: Option<String> = text.chars().map(plain).collect();
    spaced(&folded.unwrap_or_else(|| without_stroke(&without_marks(text))))
}

/// The letter without marks, for letters that Vietnamese writes as one character.
fn plain(c: char) -> Option<char> {
    Some(match c {
        c if c.is_ascii() => c,
        'à'..='ã' | 'ă' | 'ạ'..='ặ' => 'a',
        'è'..='ê' | 'ẹ'..='ệ' => 'e',
        'ì' | 'í' | 'ĩ' | 'ỉ' | 'ị' => 'i',
        'ò'..='õ' | 'ơ' | 'ọ'..='ợ' => 'o',
        'ù' | 'ú' | 'ũ' | 'ư' | 'ụ'..='ự' => 'u',
        'ý' | 'ỳ'..='ỹ' => 'y',
        'À'..='Ã' | 'Ă' => 'a',
        'È'..='Ê' => 'e',
        'Ì' | 'Í' | 'Ĩ' => 'i',
        'Ò'..='Õ' | 'Ơ' => 'o',
        'Ù' | 'Ú' | 'Ũ' | 'Ư' => 'u',
        'Ý' => 'y',
        'đ' | 'Đ' => 'd',
        _ => return None,
    })
}

/// The key that keeps marks, for ranking: NFC, one tone style, lower case, everything but letters and digits as one
/// space.
pub fn accent_key(text: &str) -> String {
    spaced(&one_tone_style(text))
}

fn spaced(text: &str) -> String {
    let mut key = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_alphanumeric() {
            key.extend(c.to_lowercase());
        } else if !key.is_empty() && !key.ends_with(' ') {
            key.push(' ');
        }
    }
    key.truncate(key.trim_end().len());
    key
}

/// Whether the text has a letter that only Vietnamese uses. A text without one may still be Vietnamese.
pub fn has_vietnamese_letter(text: &str) -> bool {
    // Letters with horn, breve + tone, circumflex + tone, hook above, dot below; and đ. é, à, â and the like belong to others too.
    nfc(text).chars().any(|c| {
        matches!(
            c,
            'đ' | 'Đ' | 'ă' | 'Ă' | 'ơ' | 'Ơ' | 'ư' | 'Ư' | 'ỳ' | 'Ỳ' | 'ĩ' | 'Ĩ' | 'ũ' | 'Ũ'
        ) || ('\u{1ea0}'..='\u{1ef9}').contains(&c)
    })
}

/// Repairs files in which `Ð`/`ð` (eth) stand where `Đ`/`đ` was meant. Show the result to a person first.
pub fn repair_eth(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            'Ð' => 'Đ',
            'ð' => 'đ',
            other => other,
        })
        .collect()
}

/// Without what pasted text brings along unseen: byte-order mark, zero-width space, soft hyphen; a non-breaking space
/// becomes a space. For ids and numbers, not for names.
pub fn without_invisible(text: &str) -> String {
    text.chars()
        .filter(|c| {
            !matches!(
                c,
                '\u{feff}' | '\u{200b}' | '\u{200c}' | '\u{200d}' | '\u{2060}' | '\u{ad}'
            )
        })
        .map(|c| {
            if matches!(c, '\u{a0}' | '\u{202f}') {
                ' '
            } else {
                c
            }
        })
        .collect()
}

/// NFC with the traditional tone style (hòa, not hoà), for comparing only. The styles differ in syllables that end in
/// oa, oe or uy (not after q).
pub fn one_tone_style(text: &str) -> String {
    let mut chars: Vec<char> = nfc(text).chars().collect();
    for i in 1..chars.len() {
        let ends_word = chars.get(i + 1).is_none_or(|next| !next.is_alphabetic());
        let after_q = i >= 2 && matches!(chars[i - 2], 'q' | 'Q');
        let Some((base, tone)) = toned(chars[i]) else {
            continue;
        };
        let glide = match base.to_ascii_lowercase() {
            'a' | 'e' => 'o',
            'y' if !after_q => 'u',
            _ => continue,
        };
        if ends_word && chars[i - 1].to_ascii_lowercase() == glide {
            chars[i - 1] = with_tone(chars[i - 1], tone);
            chars[i] = base;
        }
    }
    chars.into_iter().collect()
}

/// A plain Latin letter and its tone, when the character is just that: `à` is, `ầ` and `ă` are not.
fn toned(c: char) -> Option<(char, char)> {
    let parts: Vec<char> = nfd(c.encode_utf8(&mut [0; 4])).chars().collect();
    match parts[..] {
        [
            base,
            tone @ ('\u{300}' | '\u{301}' | '\u{303}' | '\u{309}' | '\u{323}'),
        ] if base.is_ascii_alphabetic() => Some((base, tone)),
        _ => None,
    }
}

fn with_tone(base: char, tone: char) -> char {
    nfc(&String::from_iter([base, tone]))
        .chars()
        .next()
        .unwrap_or(base)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::Value;

    #[test]
    fn the_vectors_hold() {
        let cases: Vec<Value> =
            serde_json::from_str(include_str!("../../tests/data/text_vectors.json")).unwrap();
        assert_eq!(cases.len(), 177);
        for case in cases {
            let input = case["input"].as_str().unwrap();
            let result = match case["fn"].as_str().unwrap() {
                "deaccent" => Value::from(without_marks(input)),
                "stripStroke" => Value::from(without_stroke(input)),
                "fold" => Value::from(search_key(input)),
                "normalize" => Value::from(nfc(input)),
                "isVietnamese" => Value::from(has_vietnamese_letter(input)),
                "repairMojibake" => Value::from(repair_eth(input)),
                other => panic!("unknown function {other}"),
            };
            assert_eq!(result, case["expected"], "{}", case["id"]);
        }
    }

    #[test]
    fn both_tone_styles_are_one_word() {
        let data: Value = serde_json::from_str(include_str!("../../tests/data/tone_placement.json")).unwrap();
        for pair in data["pairs"].as_array().unwrap() {
            let (old, new) = (pair[0].as_str().unwrap(), pair[1].as_str().unwrap());
            assert_ne!(old, new);
            assert_eq!(one_tone_style(new), old);
            assert_eq!(one_tone_style(old), old);
        }
        for word in data["unchanged"].as_array().unwrap() {
            let word = word.as_str().unwrap();
            assert_eq!(one_tone_style(word), word);
        }
    }

    #[test]
    fn pasted_ids_lose_what_is_unseen() {
        assert_eq!(
            without_invisible("\u{feff}0912\u{a0}345\u{200b}678"),
            "0912 345678"
        );
    }

    #[test]
    fn the_short_way_to_a_plain_letter_is_the_long_one() {
        for c in '\u{80}'..'\u{2000}' {
            let text = c.to_string();
            assert_eq!(
                search_key(&text),
                spaced(&without_stroke(&without_marks(&text))),
                "{c}"
            );
        }
    }

    proptest! {
        #[test]
        fn keys_are_stable_and_the_same_for_both_forms(text in "\\PC{0,40}") {
            prop_assert_eq!(search_key(&search_key(&text)), search_key(&text));
            prop_assert_eq!(search_key(&nfd(&text)), search_key(&nfc(&text)));
            prop_assert_eq!(search_key(&text), spaced(&without_stroke(&without_marks(&text))));
            prop_assert_eq!(one_tone_style(&one_tone_style(&text)), one_tone_style(&text));
        }
    }
}
