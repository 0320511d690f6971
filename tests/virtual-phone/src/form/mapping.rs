//! What became of values between two versions, as a form's author writes it down: a CSV file whose lines say which new value took an
//! old one's place, for a list or for one question. `mock-server/data/ward_mapping.csv` is one.
//!
//! A file that isn't understood ends the command with the line at fault: a line read wrongly would send an answer elsewhere.

use std::path::Path;

use motcua_form::{NewValues, ValueMapping};

use super::read;
use crate::refusal::Refusal;

/// Reads the file. Its first line names the columns: `list` (the id of the choice list) or `question` (the reference in the older
/// form) or both, `old` and `new`; others are for people. Several lines of one old value ask the person, an empty `new` says that
/// nothing took its place.
pub(crate) fn open(file: &Path) -> Result<ValueMapping, Refusal> {
    let text = read(file)?;
    let wrong =
        |line: usize, what: &str| Refusal::WrongUse(format!("{}, line {line}: {what}", file.display()));
    let mut lines = text.trim_start_matches('\u{feff}').lines().zip(1..);
    let header: Vec<&str> = lines.next().map_or(Vec::new(), |(line, _)| cells(line));
    let column = |name: &str| header.iter().position(|known| *known == name);
    let (Some(old), Some(new)) = (column("old"), column("new")) else {
        return Err(wrong(
            1,
            "the columns old and new are needed, and list or question",
        ));
    };
    let mut mapping = ValueMapping::default();
    for (line, number) in lines.filter(|(line, _)| !line.trim().is_empty()) {
        let cells = cells(line);
        if line.contains('"') || cells.len() != header.len() {
            return Err(wrong(
                number,
                "as many cells as the first line has are needed, none in quotes",
            ));
        }
        let cell = |name: &str| column(name).map_or("", |at| cells[at]);
        let values = match (cell("question"), cell("list")) {
            ("", "") => return Err(wrong(number, "it names neither a list nor a question")),
            ("", list) => mapping.lists.entry(list.to_owned()).or_default(),
            (question, _) => mapping.questions.entry(question.to_owned()).or_default(),
        };
        add(values, cells[old], cells[new]);
    }
    Ok(mapping)
}

fn add(values: &mut NewValues, old: &str, new: &str) {
    let successors = values.entry(old.to_owned()).or_default();
    if !new.is_empty() && !successors.iter().any(|known| known == new) {
        successors.push(new.to_owned());
    }
}

fn cells(line: &str) -> Vec<&str> {
    line.split(',').map(str::trim).collect()
}
