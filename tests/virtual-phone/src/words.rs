//! Splitting a line of `motcua run`'s standard input into words, as a shell would for the simple cases.
//!
//! Words are separated by blanks. `"…"` and `'…'` keep blanks; inside `"…"` a backslash makes `"`, `\` and a line end (`\n`) writable. Nothing else
//! is special: `$`, `*` and `~` are themselves.

/// Why a line isn't a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a quote is opened and never closed")]
pub(crate) struct QuoteOpen;

/// The words of a line; none for an empty one.
pub(crate) fn split(line: &str) -> Result<Vec<String>, QuoteOpen> {
    let (mut words, mut word) = (Vec::new(), None::<String>);
    let mut rest = line.chars();
    while let Some(c) = rest.next() {
        match c {
            '"' | '\'' => {
                let word = word.get_or_insert_default();
                quoted(&mut rest, c, word)?;
            }
            c if c.is_whitespace() => words.extend(word.take()),
            c => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    Ok(words)
}

fn quoted(rest: &mut std::str::Chars<'_>, quote: char, word: &mut String) -> Result<(), QuoteOpen> {
    loop {
        match rest.next().ok_or(QuoteOpen)? {
            c if c == quote => return Ok(()),
            '\\' if quote == '"' => word.push(match rest.next().ok_or(QuoteOpen)? {
                'n' => '\n',
                c => c,
            }),
            c => word.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_separate_and_quotes_keep_them() {
        let words = split(r#"draft answer 1 /data/name "Nguyễn Ngọc Minh An" 'a "b" \n'"#).unwrap();
        assert_eq!(words[4..], ["Nguyễn Ngọc Minh An", r#"a "b" \n"#]);
        assert_eq!(split("  ").unwrap(), Vec::<String>::new());
    }

    #[test]
    fn an_empty_value_is_a_word_and_a_backslash_writes_what_double_quotes_cannot_hold() {
        assert_eq!(split(r#"a "" b"#).unwrap(), ["a", "", "b"]);
        assert_eq!(split(r#""a\"b\\c\nd""#).unwrap(), ["a\"b\\c\nd"]);
        assert_eq!(split(r#"pre"fix ed""#).unwrap(), ["prefix ed"]);
    }

    #[test]
    fn an_open_quote_is_no_command() {
        for line in ["\"a", "'", "\"a\\"] {
            assert_eq!(split(line), Err(QuoteOpen), "{line}");
        }
    }
}
