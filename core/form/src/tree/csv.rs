//! A CSV file as a secondary instance: `root/item`, one element a column (ODK XForms, "Secondary instances – external", CSV).
//!
//! RFC 4180 with what spreadsheets really write: a byte order mark, any line ending, `,` `;` or tab between cells (guessed from the
//! header line), quotes doubled inside quotes. Rows shorter than the header leave cells empty; longer ones lose what is beyond it.

use super::{Doc, Kind, NONE, Names};

/// Cells of one file.
const MAX_CELLS: usize = 4_000_000;

/// Reads the text; `Err` says what is wrong, for the form's author.
pub(crate) fn parse(text: &str, names: &mut Names) -> Result<Doc, String> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let separator = guess_separator(text);
    let mut rows = Rows {
        rest: text,
        separator,
    };
    let header = rows.next_row()?.ok_or("the file is empty")?;
    if let [only] = header.as_slice()
        && only.contains(|c: char| !c.is_alphanumeric() && !"_-. ".contains(c))
    {
        return Err("the cells of the first line are not separated by comma, semicolon or tab".into());
    }
    let columns: Vec<_> = header
        .iter()
        .map(|cell| names.intern("", cell.trim(), cell.trim()))
        .collect();
    let mut doc = Doc::empty();
    let (root_name, item_name) = (names.intern("", "root", "root"), names.intern("", "item", "item"));
    let mut first = NONE;
    let root = doc.push_child(0, &mut first, Kind::Element, root_name, "");
    let mut last_item = NONE;
    while let Some(row) = rows.next_row()? {
        if row.len() == 1 && row[0].is_empty() {
            continue;
        }
        if doc.entries.len() > MAX_CELLS {
            return Err("the file has too many cells".into());
        }
        let item = doc.push_child(root, &mut last_item, Kind::Element, item_name, "");
        let mut last_cell = NONE;
        for (index, column) in columns.iter().enumerate() {
            let value = row.get(index).map_or("", String::as_str);
            doc.push_child(item, &mut last_cell, Kind::Element, *column, value);
        }
    }
    Ok(doc)
}

fn guess_separator(text: &str) -> char {
    let header = text.lines().next().unwrap_or_default();
    let count = |c: char| header.matches(c).count();
    [',', ';', '\t']
        .into_iter()
        .rev()
        .max_by_key(|c| count(*c))
        .unwrap_or(',')
}

struct Rows<'a> {
    rest: &'a str,
    separator: char,
}

impl Rows<'_> {
    fn next_row(&mut self) -> Result<Option<Vec<String>>, String> {
        if self.rest.is_empty() {
            return Ok(None);
        }
        let mut row = Vec::new();
        loop {
            let (cell, end) = self.next_cell()?;
            row.push(cell);
            if end {
                return Ok(Some(row));
            }
        }
    }

    /// The next cell, and whether the row ends with it.
    fn next_cell(&mut self) -> Result<(String, bool), String> {
        let (cell, rest) = match self.rest.strip_prefix('"') {
            Some(quoted) => quoted_cell(quoted)?,
            None => {
                let end = self
                    .rest
                    .find([self.separator, '\n', '\r'])
                    .unwrap_or(self.rest.len());
                (self.rest[..end].to_owned(), &self.rest[end..])
            }
        };
        if let Some(rest) = rest.strip_prefix(self.separator) {
            self.rest = rest;
            return Ok((cell, false));
        }
        let after = rest
            .strip_prefix("\r\n")
            .or_else(|| rest.strip_prefix(['\n', '\r']));
        self.rest = match after {
            Some(after) => after,
            None if rest.is_empty() => "",
            None => return Err("text after a closing quote".into()),
        };
        Ok((cell, true))
    }
}

fn quoted_cell(text: &str) -> Result<(String, &str), String> {
    let mut cell = String::new();
    let mut rest = text;
    loop {
        let quote = rest.find('"').ok_or("a quote is never closed")?;
        cell.push_str(&rest[..quote]);
        rest = &rest[quote + 1..];
        match rest.strip_prefix('"') {
            Some(after) => {
                cell.push('"');
                rest = after;
            }
            None => return Ok((cell, rest)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(text: &str) -> Vec<String> {
        let doc = parse(text, &mut Names::default()).expect("valid CSV");
        doc.entries
            .iter()
            .filter(|e| e.kind == Kind::Element && e.first_child == NONE)
            .map(|e| e.text.to_string())
            .collect()
    }

    #[test]
    fn reads_marks_quotes_and_any_line_end() {
        assert_eq!(
            cells("\u{feff}a,b\r\n1,\"x, \"\"y\"\"\nz\"\n\nở,"),
            ["1", "x, \"y\"\nz", "ở", ""]
        );
    }

    #[test]
    fn guesses_the_separator_from_the_header() {
        assert_eq!(cells("a;b\n1,5;2"), ["1,5", "2"]);
    }

    #[test]
    fn refuses_an_open_quote() {
        assert!(parse("a\n\"b", &mut Names::default()).is_err());
    }
}
