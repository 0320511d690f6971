//! RFC 8785, the JSON Canonicalization Scheme, for the part of JSON that a manifest uses.
//!
//! Objects are written with their names in UTF-16 order (§3.2.3), strings with the shortest escapes (§3.2.2.2), no
//! white space. Numbers must be integers that a double holds exactly (|n| ≤ 2^53 − 1, §3.2.2.3 and RFC 7493): anything
//! else is refused instead of being rounded, since a manifest needs none.

use serde_json::Value;

/// The largest integer that every JSON reader holds exactly, 2^53 − 1.
const MAX_SAFE: u64 = (1 << 53) - 1;

/// The value can't be written canonically.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotCanonical {
    /// A number with a fraction or exponent.
    #[error("a number is not an integer")]
    Fraction,
    /// An integer beyond ±(2^53 − 1).
    #[error("an integer is too large to be exact everywhere")]
    TooLarge,
}

/// The canonical bytes of `value`.
///
/// # Errors
/// [`NotCanonical`] for a number that isn't a safe integer: keep such values out of the document, as text if need be.
pub fn to_bytes(value: &Value) -> Result<Vec<u8>, NotCanonical> {
    let mut out = String::new();
    write_value(value, &mut out)?;
    Ok(out.into_bytes())
}

fn write_value(value: &Value, out: &mut String) -> Result<(), NotCanonical> {
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(b) => out.push_str(if *b { "true" } else { "false" }),
        Value::Number(number) => write_integer(number, out)?,
        Value::String(text) => write_text(text, out),
        Value::Array(items) => {
            out.push('[');
            for (i, item) in items.iter().enumerate() {
                if i > 0 {
                    out.push(',');
                }
                write_value(item, out)?;
            }
            out.push(']');
        }
        Value::Object(members) => write_object(members, out)?,
    }
    Ok(())
}

fn write_object(members: &serde_json::Map<String, Value>, out: &mut String) -> Result<(), NotCanonical> {
    let mut sorted: Vec<_> = members.iter().collect();
    // Code units, not code points: they differ above U+FFFF, where surrogates sort before U+E000 and up.
    sorted.sort_by(|(a, _), (b, _)| a.encode_utf16().cmp(b.encode_utf16()));
    out.push('{');
    for (i, (name, value)) in sorted.into_iter().enumerate() {
        if i > 0 {
            out.push(',');
        }
        write_text(name, out);
        out.push(':');
        write_value(value, out)?;
    }
    out.push('}');
    Ok(())
}

fn write_integer(number: &serde_json::Number, out: &mut String) -> Result<(), NotCanonical> {
    let size = match (number.as_u64(), number.as_i64()) {
        (Some(n), _) => n,
        (None, Some(n)) => n.unsigned_abs(),
        (None, None) => return Err(NotCanonical::Fraction),
    };
    if size > MAX_SAFE {
        return Err(NotCanonical::TooLarge);
    }
    out.push_str(&number.to_string());
    Ok(())
}

fn write_text(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\u{8}' => out.push_str("\\b"),
            '\t' => out.push_str("\\t"),
            '\n' => out.push_str("\\n"),
            '\u{c}' => out.push_str("\\f"),
            '\r' => out.push_str("\\r"),
            control if control < ' ' => out.push_str(&format!("\\u{:04x}", u32::from(control))),
            other => out.push(other),
        }
    }
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    fn canonical(value: &Value) -> String {
        String::from_utf8(to_bytes(value).unwrap()).unwrap()
    }

    /// The names of RFC 8785 §3.2.3's sorting example, in the order the RFC gives.
    #[test]
    fn names_sort_by_utf16_code_units() {
        let value =
            json!({"\u{20ac}": 1, "\r": 2, "\u{fb33}": 3, "1": 4, "\u{1f600}": 5, "\u{80}": 6, "\u{f6}": 7});
        assert_eq!(
            canonical(&value),
            "{\"\\r\":2,\"1\":4,\"\u{80}\":6,\"\u{f6}\":7,\"\u{20ac}\":1,\"\u{1f600}\":5,\"\u{fb33}\":3}"
        );
    }

    /// The string of RFC 8785 §3.2.2's example, with its escapes.
    #[test]
    fn strings_use_the_shortest_escapes() {
        let text = "\u{20ac}$\u{f}\u{a}A'\u{42}\u{22}\u{5c}\u{5c}\u{22}/";
        assert_eq!(
            canonical(&json!(text)),
            "\"\u{20ac}$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\""
        );
        assert_eq!(
            canonical(&json!("\u{8}\t\u{c}\r\u{7f}")),
            "\"\\b\\t\\f\\r\u{7f}\""
        );
    }

    #[test]
    fn vietnamese_text_is_written_as_it_is() {
        assert_eq!(
            canonical(&json!({"tên": "Giấy chứng sinh"})),
            "{\"tên\":\"Giấy chứng sinh\"}"
        );
    }

    #[test]
    fn only_exact_integers_are_taken() {
        assert_eq!(
            canonical(&json!([0, -1, 9_007_199_254_740_991_u64, null, true])),
            "[0,-1,9007199254740991,null,true]"
        );
        assert_eq!(to_bytes(&json!(1.5)), Err(NotCanonical::Fraction));
        assert_eq!(to_bytes(&json!(1.0)), Err(NotCanonical::Fraction));
        assert_eq!(
            to_bytes(&json!(9_007_199_254_740_992_u64)),
            Err(NotCanonical::TooLarge)
        );
        assert_eq!(to_bytes(&json!(i64::MIN)), Err(NotCanonical::TooLarge));
    }

    proptest! {
        #[test]
        fn canonical_bytes_say_the_same_and_are_stable(map in proptest::collection::btree_map(".*", ".*", 0..6)) {
            let value = serde_json::to_value(&map).unwrap();
            let bytes = to_bytes(&value).unwrap();
            let read: Value = serde_json::from_slice(&bytes).unwrap();
            prop_assert_eq!(&read, &value);
            prop_assert_eq!(to_bytes(&read).unwrap(), bytes);
        }
    }
}
