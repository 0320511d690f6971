//! Where something stands in a form: its page, and the headings and rows over it. A form asks for several provinces, and every row of a list asks the same.

use motcua_form::{Entry, Page, Row};

use super::text::{Texts, Var};

/// The page on which a question, a list, a row or a group stands.
pub fn page_of(pages: &[Page], reference: &str) -> Option<usize> {
    pages
        .iter()
        .position(|page| page.reference == reference || holds(&page.entries, reference))
}

/// The page's heading and those inside it over a question, outermost first: "The child: Place of birth".
pub fn place_of(pages: &[Page], wanted: &str, texts: &Texts) -> String {
    let Some(page) = page_of(pages, wanted).and_then(|index| pages.get(index)) else {
        return String::new();
    };
    let inside = headings_over(page, wanted, texts);
    let headings = [page.title.clone(), inside].into_iter();
    joined(headings.collect())
}

/// The headings inside a page over a question, outermost first; empty when it stands under the page's alone.
pub fn headings_over(page: &Page, wanted: &str, texts: &Texts) -> String {
    let mut headings = Vec::new();
    walk(&page.entries, wanted, texts, &mut headings);
    joined(headings)
}

fn joined(mut headings: Vec<String>) -> String {
    headings.retain(|it| !it.is_empty());
    headings.join(": ")
}

fn walk(entries: &[Entry], wanted: &str, texts: &Texts, headings: &mut Vec<String>) {
    for entry in entries {
        match entry {
            Entry::Group { label, entries, .. } if holds(entries, wanted) => {
                headings.push(label.clone());
                return walk(entries, wanted, texts, headings);
            }
            Entry::Repeat { label, rows, .. } => {
                let row = rows.iter().zip(1..).find(|(row, _)| holds(&row.entries, wanted));
                if let Some((row, number)) = row {
                    headings.push(row_name(label, number, texts));
                    return walk(&row.entries, wanted, texts, headings);
                }
            }
            Entry::Question { .. } | Entry::Group { .. } => {}
        }
    }
}

/// "Child 2", or "Row 2" of a list without words.
pub fn row_name(list: &str, number: u64, texts: &Texts) -> String {
    let name = if list.is_empty() {
        "row-name"
    } else {
        "row-of-list-name"
    };
    texts.with(name, &[("list", Var::Text(list)), ("number", Var::Count(number))])
}

fn holds(entries: &[Entry], wanted: &str) -> bool {
    entries.iter().any(|entry| match entry {
        Entry::Question { reference } => reference == wanted,
        Entry::Group {
            reference, entries, ..
        } => reference == wanted || holds(entries, wanted),
        Entry::Repeat { reference, rows, .. } => {
            let in_row = |row: &Row| row.reference == wanted || holds(&row.entries, wanted);
            reference == wanted || rows.iter().any(in_row)
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::screen::text::Language;

    fn group(label: &str, entries: Vec<Entry>) -> Entry {
        Entry::Group {
            reference: String::new(),
            label: label.to_owned(),
            appearance: String::new(),
            entries,
        }
    }

    #[test]
    fn a_place_is_told_by_the_headings_over_it() {
        let asked = |reference: &str| Entry::Question {
            reference: reference.to_owned(),
        };
        let inner = group("Quê quán", vec![group("", vec![asked("/d/child/home/province")])]);
        let kid = |number: u32| Row {
            reference: format!("/d/child/kids[{number}]"),
            entries: vec![group(
                "Trường",
                vec![asked(&format!("/d/child/kids[{number}]/school/name"))],
            )],
        };
        let kids = Entry::Repeat {
            reference: "/d/child/kids".to_owned(),
            label: "Con".to_owned(),
            can_change_rows: true,
            rows: vec![kid(1), kid(2)],
        };
        let pages = [Page {
            reference: "/d/child".to_owned(),
            title: "Trẻ".to_owned(),
            appearance: String::new(),
            entries: vec![
                group("Nơi sinh", vec![asked("/d/child/born/province")]),
                inner,
                kids,
                asked("/d/child/name"),
            ],
        }];
        let texts = Texts::new(Language::Vi);
        let place = |reference| place_of(&pages, reference, &texts);
        assert_eq!(place("/d/child/born/province"), "Trẻ: Nơi sinh");
        assert_eq!(place("/d/child/home/province"), "Trẻ: Quê quán");
        assert_eq!(place("/d/child/kids[2]/school/name"), "Trẻ: Con 2: Trường");
        assert_eq!(place("/d/child/name"), "Trẻ");
        assert_eq!(place("/d/gone"), "");
        assert_eq!(headings_over(&pages[0], "/d/child/name", &texts), "");
    }
}
