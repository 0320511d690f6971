//! The section of a page that this program writes.

use std::{fs, path::Path};

const START: &str = "<!-- forms: taken anew -->\n";
const END: &str = "<!-- forms: end -->";

/// Puts a text between the marks of a page, which must be there.
pub(crate) fn replace_section(page: &Path, text: &str) {
    let old = fs::read_to_string(page).expect("the page can be read");
    let (before, rest) = old.split_once(START).expect("the page has the first mark");
    let (_, after) = rest.split_once(END).expect("the page has the second mark");
    fs::write(page, format!("{before}{START}{text}{END}{after}")).expect("room on the disk");
}
