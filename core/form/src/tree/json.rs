//! JSON text into values (RFC 8259), for GeoJSON lists. Members keep their order; a number keeps its digits.
//!
//! A reader of its own because of the phone's library: a general one, written out once more for this crate, is three times as large.

use std::borrow::Cow;

/// Lists and objects within each other.
const MAX_DEPTH: usize = 64;

/// Values of one text: `[0,0,…` is sixteen times as large when it is read.
const MAX_VALUES: usize = 2_000_000;

/// A value. What stands in the text without escapes is read where it stands.
pub(crate) enum Json<'a> {
    Null,
    Text(Cow<'a, str>),
    Number(&'a str),
    List(Vec<Json<'a>>),
    Object(Vec<(Cow<'a, str>, Json<'a>)>),
}

impl<'a> Json<'a> {
    /// The member of a name; nothing for other values.
    pub(crate) fn member(&self, name: &str) -> Option<&Json<'a>> {
        let Self::Object(members) = self else { return None };
        members
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value)
    }

    /// The text of a primitive.
    pub(crate) fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Number(text) => Some(text),
            _ => None,
        }
    }

    /// The elements of a list; nothing for other values.
    pub(crate) fn list(&self) -> Option<&[Json<'a>]> {
        match self {
            Self::List(list) => Some(list),
            _ => None,
        }
    }
}

/// Reads a whole text; `None` when it isn't JSON or has too many values. Lists are read once a form: cold code is kept small, not fast.
#[cold]
#[inline(never)]
pub(crate) fn parse(text: &str) -> Option<Json<'_>> {
    let mut reader = Reader {
        rest: text,
        depth: 0,
        values: 0,
    };
    let value = reader.value()?;
    reader.space();
    reader.rest.is_empty().then_some(value)
}

struct Reader<'a> {
    rest: &'a str,
    depth: usize,
    values: usize,
}

impl<'a> Reader<'a> {
    fn space(&mut self) {
        self.rest = self.rest.trim_start_matches([' ', '\t', '\r', '\n']);
    }

    #[cold]
    #[inline(never)]
    fn take(&mut self, word: &str) -> bool {
        self.space();
        match self.rest.strip_prefix(word) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    #[cold]
    #[inline(never)]
    fn value(&mut self) -> Option<Json<'a>> {
        self.values += 1;
        if self.values > MAX_VALUES {
            return None;
        }
        if self.take("{") {
            return self.object();
        }
        if self.take("[") {
            return self.array();
        }
        if self.take("\"") {
            return self.string().map(Json::Text);
        }
        if self.take("null") {
            return Some(Json::Null);
        }
        let word = ["true", "false"].into_iter().find(|word| self.take(word));
        match word {
            Some(word) => Some(Json::Text(Cow::Borrowed(word))),
            None => self.number(),
        }
    }

    fn enter(&mut self) -> Option<()> {
        self.depth += 1;
        (self.depth <= MAX_DEPTH).then_some(())
    }

    /// After an element: whether another follows.
    fn goes_on(&mut self, end: &str) -> Option<bool> {
        if self.take(",") {
            return Some(true);
        }
        self.depth -= 1;
        self.take(end).then_some(false)
    }

    fn array(&mut self) -> Option<Json<'a>> {
        let mut list = Vec::new();
        if self.take("]") {
            return Some(Json::List(list));
        }
        self.enter()?;
        loop {
            list.push(self.value()?);
            if !self.goes_on("]")? {
                return Some(Json::List(list));
            }
        }
    }

    fn object(&mut self) -> Option<Json<'a>> {
        let mut members = Vec::new();
        if self.take("}") {
            return Some(Json::Object(members));
        }
        self.enter()?;
        loop {
            let name = if self.take("\"") {
                self.string()?
            } else {
                return None;
            };
            if !self.take(":") {
                return None;
            }
            members.push((name, self.value()?));
            if !self.goes_on("}")? {
                return Some(Json::Object(members));
            }
        }
    }

    /// The rest of a text whose quote was taken.
    #[cold]
    #[inline(never)]
    fn string(&mut self) -> Option<Cow<'a, str>> {
        let mut text = Cow::Borrowed("");
        loop {
            let plain = self.rest.find(['"', '\\'])?;
            text += &self.rest[..plain];
            let quote = self.rest[plain..].starts_with('"');
            self.rest = &self.rest[plain + 1..];
            if quote {
                return Some(text);
            }
            text.to_mut().push(self.escaped()?);
        }
    }

    fn escaped(&mut self) -> Option<char> {
        let letter = self.rest.chars().next()?;
        self.rest = &self.rest[letter.len_utf8()..];
        Some(match letter {
            '"' | '\\' | '/' => letter,
            'b' => '\u{8}',
            'f' => '\u{c}',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'u' => return self.code(),
            _ => return None,
        })
    }

    /// `\uXXXX`, or the two halves of a character beyond the first 65,536.
    fn code(&mut self) -> Option<char> {
        let high = self.half()?;
        if !(0xD800..0xDC00).contains(&high) {
            return char::from_u32(high);
        }
        self.rest = self.rest.strip_prefix("\\u")?;
        let low = self.half()?.checked_sub(0xDC00).filter(|low| *low < 0x400)?;
        char::from_u32(0x1_0000 + (high - 0xD800) * 0x400 + low)
    }

    #[cold]
    #[inline(never)]
    fn half(&mut self) -> Option<u32> {
        let (digits, rest) = self.rest.split_at_checked(4)?;
        self.rest = rest;
        let all = digits.bytes().all(|b| b.is_ascii_hexdigit());
        u32::from_str_radix(digits, 16).ok().filter(|_| all)
    }

    /// A number keeps the digits that stand there: registers have ids longer than any machine number.
    fn number(&mut self) -> Option<Json<'a>> {
        let in_number = |c: char| c.is_ascii_digit() || "+-.eE".contains(c);
        let end = self.rest.find(|c| !in_number(c)).unwrap_or(self.rest.len());
        let (digits, rest) = self.rest.split_at(end);
        self.rest = rest;
        let starts = digits
            .strip_prefix('-')
            .unwrap_or(digits)
            .starts_with(|c: char| c.is_ascii_digit());
        (starts && digits.parse::<f64>().is_ok()).then_some(Json::Number(digits))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text_of(json: &str) -> Option<String> {
        parse(json)?.text().map(str::to_owned)
    }

    #[test]
    fn texts_and_numbers() {
        for (json, text) in [
            (r#" "a\"\\\/\n\u0041\u1ec7 \ud83d\ude00ệ" "#, "a\"\\/\nAệ 😀ệ"),
            ("-0.50", "-0.50"),
            ("12345678901234567890", "12345678901234567890"),
            ("true", "true"),
        ] {
            assert_eq!(text_of(json).as_deref(), Some(text), "{json}");
        }
    }

    #[test]
    fn lists_and_objects_keep_their_order() {
        let json = parse(r#"{"b": [1, [], {}], "a": null}"#).expect("JSON");
        let Json::Object(members) = &json else {
            panic!("an object")
        };
        assert_eq!(members.iter().map(|it| &*it.0).collect::<Vec<_>>(), ["b", "a"]);
        assert_eq!(json.member("b").and_then(Json::list).map(<[_]>::len), Some(3));
    }

    #[test]
    #[cfg_attr(miri, ignore = "as many values as are allowed: hours in an interpreter")]
    fn values_are_counted() {
        let list = |values: usize| format!("[{}0]", "0,".repeat(values - 2));
        assert!(parse(&list(1000)).is_some());
        assert!(parse(&list(MAX_VALUES + 1)).is_none());
    }

    #[test]
    fn what_is_no_json_is_refused() {
        for json in [
            "",
            "{",
            "[1",
            "[1,]",
            "{\"a\"}",
            "{\"a\":1,}",
            "\"a",
            "\"\\x\"",
            "\"\\ud800\"",
            "\"\\u12\"",
            "tru",
            "+1",
            ".5",
            "1 2",
            "'a'",
            "-",
            "1.2.3",
            "\"\\u+123\"",
        ] {
            assert!(parse(json).is_none(), "{json}");
        }
        assert!(parse(&"[".repeat(100_000)).is_none(), "nesting ends");
        let deep = format!("{}1{}", "[".repeat(64), "]".repeat(64));
        assert!(parse(&deep).is_some());
    }
}
