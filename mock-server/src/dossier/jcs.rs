//! RFC 8785 canonical JSON: is this text the canonical one of what it says?
//!
//! Manifests have no fractions, so numbers are whole and within ±(2^53 − 1); anything else isn't canonical here. Member
//! names are sorted by UTF-16 code units, which is not the order of their bytes.

use serde_json::Value;

/// The largest number that every JSON reader holds exactly.
const MAX_WHOLE: i64 = (1 << 53) - 1;

/// Reads canonical JSON; nothing if the bytes aren't exactly what RFC 8785 would write (so neither is a text with a member
/// twice, a BOM or a space).
pub(super) fn read(bytes: &[u8]) -> Option<Value> {
    let value: Value = serde_json::from_slice(bytes).ok()?;
    let mut canonical = String::with_capacity(bytes.len());
    write(&value, &mut canonical)?;
    (canonical.as_bytes() == bytes).then_some(value)
}

fn write(value: &Value, into: &mut String) -> Option<()> {
    match value {
        Value::Object(members) => {
            let mut names: Vec<&String> = members.keys().collect();
            names.sort_by(|left, right| left.encode_utf16().cmp(right.encode_utf16()));
            let entries = names
                .into_iter()
                .map(|name| (Some(name.as_str()), &members[name]));
            write_all(entries, ('{', '}'), into)
        }
        Value::Array(items) => write_all(items.iter().map(|item| (None, item)), ('[', ']'), into),
        Value::Number(number) => {
            let whole = number
                .as_i64()
                .filter(|whole| (-MAX_WHOLE..=MAX_WHOLE).contains(whole))?;
            into.push_str(&whole.to_string());
            Some(())
        }
        Value::String(text) => {
            write_text(text, into);
            Some(())
        }
        Value::Bool(_) | Value::Null => {
            into.push_str(&value.to_string());
            Some(())
        }
    }
}

fn write_all<'a>(
    entries: impl Iterator<Item = (Option<&'a str>, &'a Value)>,
    brackets: (char, char),
    into: &mut String,
) -> Option<()> {
    into.push(brackets.0);
    for (place, (name, value)) in entries.enumerate() {
        if place > 0 {
            into.push(',');
        }
        if let Some(name) = name {
            write_text(name, into);
            into.push(':');
        }
        write(value, into)?;
    }
    into.push(brackets.1);
    Some(())
}

/// serde_json escapes exactly as RFC 8785 §3.2.2.2 asks: the short forms, `\u00xx` in lower case, nothing else.
fn write_text(text: &str, into: &mut String) {
    into.push_str(&Value::from(text).to_string());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_one_canonical_text_is_read() {
        assert!(read(br#"{"a":[1,true,null],"b":"\u001f\n\"/"}"#).is_some());
        for text in [
            r#"{"b":1,"a":2}"#,
            r#"{"a": 1}"#,
            r#"{"a":1.0}"#,
            r#"{"a":1e2}"#,
            r#"{"a":0.5}"#,
            r#"{"a":-0}"#,
            r#"{"a":9007199254740992}"#,
            r#"{"a":1,"a":1}"#,
            r#"{"a":"\u0041"}"#,
            r#"{"a":"\u001F"}"#,
            r#"{"a":"\/"}"#,
            "\u{feff}{}",
            "{}\n",
            "",
        ] {
            assert!(read(text.as_bytes()).is_none(), "{text}");
        }
    }

    #[test]
    fn members_are_sorted_by_utf16_units() {
        // U+1F600 starts with the unit D83D, which is before U+FB33 although its bytes are after.
        assert!(read("{\"\u{1f600}\":1,\"\u{fb33}\":2}".as_bytes()).is_some());
        assert!(read("{\"\u{fb33}\":2,\"\u{1f600}\":1}".as_bytes()).is_none());
    }
}
