//! A form's spreadsheet, to find the cell that an error is about.
//!
//! Two ways lead to a cell. pyxform's messages carry a row, a sheet and a column, or quote the text of a cell. The engine's errors
//! carry a node's path, `/data/kids/age (relevant)`: the row of the survey that makes this node, by its name and the groups that it
//! stands in, and the column of the rule; or the column of the settings that pyxform made it of. What can't be found is told by row or by file, never guessed.

use std::{collections::BTreeMap, path::Path};

use calamine::{Data, Reader, Xlsx, open_workbook};

/// Sheets by name.
pub(crate) struct Workbook {
    file: String,
    sheets: BTreeMap<String, Vec<Vec<String>>>,
}

/// Rules whose column has another name than the form's word for them.
const COLUMNS: [(&str, &str); 2] = [("calculate", "calculation"), ("itemset", "choice_filter")];

/// The sheet of what holds for the whole form: one row under its head.
const SETTINGS: &str = "settings";

/// What pyxform makes of settings: how the engine's place ends, and the column.
const SET: [(&str, &str); 2] = [
    ("/meta/instanceName", "instance_name"),
    ("submission", "public_key"),
];

/// pyxform puts the count of a repeat `r` into a node `r_count`.
const COUNT: &str = "_count";

impl Workbook {
    /// Reads a spreadsheet.
    pub(crate) fn open(file: &Path) -> Result<Self, String> {
        let mut book: Xlsx<_> =
            open_workbook(file).map_err(|error: calamine::XlsxError| error.to_string())?;
        let mut sheets = BTreeMap::new();
        for name in book.sheet_names() {
            let range = book.worksheet_range(&name).map_err(|error| error.to_string())?;
            let (height, width) = range
                .end()
                .map_or((0, 0), |(row, column)| (row as usize + 1, column as usize + 1));
            let cell = |row: usize, column: usize| {
                let cell = range.get_value((row as u32, column as u32));
                cell.map_or(String::new(), text)
            };
            let rows = (0..height).map(|row| (0..width).map(|column| cell(row, column)).collect());
            sheets.insert(name, rows.collect());
        }
        Ok(Self {
            file: file.display().to_string(),
            sheets,
        })
    }

    /// The file alone.
    pub(crate) fn file(&self) -> &str {
        &self.file
    }

    /// The survey names shared blocks: it has to be assembled before pyxform understands it.
    pub(crate) fn has_blocks(&self) -> bool {
        let column = self.column("survey", "type");
        let rows = self.rows("survey").iter().skip(1);
        column.is_some_and(|column| {
            rows.filter_map(|row| row.get(column))
                .any(|kind| kind.starts_with("block "))
        })
    }

    /// Where a message of pyxform's points to: `[row : 3] On the 'survey' sheet, the 'name' value …`.
    pub(crate) fn place_of_message(&self, message: &str) -> String {
        let after = |mark: &str| message.split_once(mark).map(|(_, rest)| rest.trim_start());
        let row = after("[row :").and_then(|rest| rest.split(']').next()?.trim().parse::<usize>().ok());
        let sheet = after("On the '").and_then(|rest| rest.split('\'').next());
        let sheet = sheet.unwrap_or("survey");
        let column = after("the '").and_then(|rest| {
            let mut words = rest.split('\'').filter(|word| self.column(sheet, word).is_some());
            words.next()
        });
        let column = column.and_then(|name| self.column(sheet, name));
        match (row, column) {
            // pyxform numbers the one row of settings by itself.
            (Some(_), Some(column)) if sheet == SETTINGS => self.cell(sheet, 2, column),
            (Some(row), Some(column)) => self.cell(sheet, row, column),
            (Some(row), None) => format!("{}, {sheet}, row {row}", self.file),
            (None, _) => self.place_of_quotes(message),
        }
    }

    /// The one cell whose text the message quotes, as `'text'` or, of choices, `[text]`: in the survey, else in the choices, else in the settings.
    fn place_of_quotes(&self, message: &str) -> String {
        let quoted: Vec<&str> = message.split('\'').skip(1).step_by(2).collect();
        let bracketed: Vec<&str> = message.split(['[', ']']).skip(1).step_by(2).collect();
        let found = [
            ("survey", &quoted),
            ("choices", &quoted),
            ("choices", &bracketed),
            (SETTINGS, &quoted),
        ];
        let mut found = found
            .into_iter()
            .map(|(sheet, words)| self.cells_of(sheet, words));
        match found.find(|cells| !cells.is_empty()).as_deref() {
            Some([only]) => only.clone(),
            _ => self.file.clone(),
        }
    }

    /// Cells of a sheet that hold one of these texts. Names of lists stand in many rows and don't count.
    fn cells_of(&self, sheet: &str, words: &[&str]) -> Vec<String> {
        let list = self.column(sheet, "list_name");
        let mut found = Vec::new();
        for (number, row) in self.rows(sheet).iter().enumerate().skip(1) {
            for (column, cell) in row.iter().enumerate() {
                if !cell.is_empty() && words.contains(&cell.as_str()) && Some(column) != list {
                    found.push(self.cell(sheet, number + 1, column));
                }
            }
        }
        found
    }

    /// Where the engine's error points to: `/data/kids/age (relevant)`, or an element and a node, `input /data/kids/age`.
    pub(crate) fn place_of_node(&self, path: &str) -> String {
        let mut words = path.split(' ').skip_while(|word| !word.starts_with('/'));
        let node = words.next().unwrap_or_default();
        let rule = words.next().map(|word| word.trim_matches(['(', ')']));
        let found = self.row_of(node).map(|row| (row, self.column_of(rule)));
        let counted = || {
            let row = self.row_of(node.strip_suffix(COUNT)?)?;
            Some((row, self.column("survey", "repeat_count")))
        };
        let settings = || {
            let (_, column) = SET
                .iter()
                .find(|(end, _)| path.split(' ').any(|word| word.ends_with(end)))?;
            Some(self.cell(SETTINGS, 2, self.column(SETTINGS, column)?))
        };
        if let Some(cell) = settings() {
            return cell;
        }
        match found.or_else(counted) {
            Some((row, Some(column))) => self.cell("survey", row, column),
            Some((row, None)) => format!("{}, survey, row {row}", self.file),
            None => self.file.clone(),
        }
    }

    /// The column of a rule, or that of the names.
    fn column_of(&self, rule: Option<&str>) -> Option<usize> {
        let named = |rule: &str| {
            let other = COLUMNS.iter().find(|(word, _)| *word == rule);
            self.column("survey", other.map_or(rule, |(_, column)| column))
        };
        rule.and_then(named).or_else(|| self.column("survey", "name"))
    }

    /// The row (from 1) of the survey that makes a node. The root's name is the form's, so it doesn't count.
    fn row_of(&self, node: &str) -> Option<usize> {
        let below_root = node.strip_prefix('/')?.split_once('/')?.1;
        let (kind, name) = (self.column("survey", "type")?, self.column("survey", "name")?);
        let mut around: Vec<&str> = Vec::new();
        for (number, row) in self.rows("survey").iter().enumerate().skip(1) {
            let cell = |column: usize| row.get(column).map_or("", String::as_str).trim();
            let kind = cell(kind).replace([' ', '_'], "");
            if kind == "endgroup" || kind == "endrepeat" {
                around.pop();
                continue;
            }
            let path = [around.as_slice(), &[cell(name)]].concat().join("/");
            if path == below_root {
                return Some(number + 1);
            }
            if kind == "begingroup" || kind == "beginrepeat" {
                around.push(cell(name));
            }
        }
        None
    }

    fn rows(&self, sheet: &str) -> &[Vec<String>] {
        self.sheets.get(sheet).map_or(&[], Vec::as_slice)
    }

    fn column(&self, sheet: &str, name: &str) -> Option<usize> {
        let head = self.rows(sheet).first()?;
        head.iter().position(|cell| cell == name)
    }

    fn cell(&self, sheet: &str, row: usize, column: usize) -> String {
        format!("{}, {sheet}!{}{row}", self.file, letters(column))
    }
}

/// `A`, `B` … `Z`, `AA` ….
fn letters(column: usize) -> String {
    let letter = char::from(b'A' + (column % 26) as u8);
    match column / 26 {
        0 => letter.to_string(),
        more => letters(more - 1) + &letter.to_string(),
    }
}

fn text(cell: &Data) -> String {
    cell.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn book() -> Workbook {
        let row = |cells: [&str; 5]| cells.map(str::to_owned).to_vec();
        let survey = vec![
            row(["type", "name", "label", "calculation", "repeat_count"]),
            row(["text", "a", "A", "", ""]),
            row(["begin_repeat", "g", "G", "", "foo(1)"]),
            row(["text", "a", "A", "foo(.)", ""]),
            row(["end repeat", "", "", "", ""]),
            row(["textt", "c", "C", "", ""]),
        ];
        let choices = vec![
            row(["list_name", "name", "label", "", ""]),
            row(["yn", "yes", "Yes", "", ""]),
            row(["yn", "a b", "No", "", ""]),
        ];
        let settings = vec![
            row(["form_id", "version", "instance_name", "name", "public_key"]),
            row(["t", "1", "foo(1)", "x y", "abc"]),
        ];
        let sheets = [("survey", survey), ("choices", choices), ("settings", settings)];
        Workbook {
            file: "form.xlsx".to_owned(),
            sheets: sheets.map(|(name, rows)| (name.to_owned(), rows)).into(),
        }
    }

    #[test]
    fn a_node_is_found_by_its_name_its_groups_and_its_rule() {
        let book = book();
        for (path, place) in [
            ("/data/a", "form.xlsx, survey!B2"),
            ("/data/g/a (calculate)", "form.xlsx, survey!D4"),
            ("/data/g/a (relevant)", "form.xlsx, survey!B4"),
            ("input /data/g", "form.xlsx, survey!B3"),
            ("/data/g_count (calculate)", "form.xlsx, survey!E3"),
            ("/data/meta/instanceName (calculate)", "form.xlsx, settings!C2"),
            ("submission", "form.xlsx, settings!E2"),
            ("/data/nothing", "form.xlsx"),
            ("instance wards", "form.xlsx"),
        ] {
            assert_eq!(book.place_of_node(path), place, "{path}");
        }
    }

    #[test]
    fn a_message_is_found_by_its_row_or_by_what_it_quotes() {
        let book = book();
        let named = "[row : 4] On the 'survey' sheet, the 'name' value is invalid.";
        assert_eq!(book.place_of_message(named), "form.xlsx, survey!B4");
        assert_eq!(
            book.place_of_message("[row : 3] Unmatched 'begin_group'."),
            "form.xlsx, survey, row 3"
        );
        assert_eq!(
            book.place_of_message("Unknown question type 'textt'."),
            "form.xlsx, survey!A6"
        );
        for (message, place) in [
            (
                "[row : 3] On the 'choices' sheet, the 'name' value is invalid.",
                "form.xlsx, choices!B3",
            ),
            (
                "[row : 1] On the 'settings' sheet, the 'name' value is invalid.",
                "form.xlsx, settings!D2",
            ),
            (
                "Choice names with spaces are wrong. See [a b] in [yn]",
                "form.xlsx, choices!B3",
            ),
            ("The choice 'yes' is wrong.", "form.xlsx, choices!B2"),
            ("The version '1' is wrong.", "form.xlsx, settings!B2"),
            ("The list 'yn' is wrong.", "form.xlsx"),
        ] {
            assert_eq!(book.place_of_message(message), place, "{message}");
        }
        assert_eq!(
            book.place_of_message("'a' is there twice"),
            "form.xlsx",
            "two cells could be meant"
        );
    }

    #[test]
    fn columns_have_letters() {
        assert_eq!(
            [0, 25, 26, 51, 52, 701, 702].map(letters),
            ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]
        );
    }
}
