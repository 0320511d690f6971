//! Finds the forms to serve: each folder of `forms/` with a manifest, and the lists that they share.
//!
//! Writes `forms.rs` with `FOLDERS` and `LISTS`, which `src/form/mod.rs` includes. Whether a folder fits its manifest is
//! checked when the portal starts. A folder that can't be read ends the build with its path.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

#[allow(clippy::print_stdout, reason = "cargo reads what a build script prints")]
fn main() {
    println!("cargo::rerun-if-changed=forms");
    let root = PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").expect("set by cargo"));
    let out = PathBuf::from(std::env::var_os("OUT_DIR").expect("set by cargo"));
    let forms = root.join("forms");
    let text = folders(&forms) + &lists(&forms.join("lists"));
    fs::write(out.join("forms.rs"), text).expect("the build's own folder");
}

fn folders(forms: &Path) -> String {
    let mut text = String::from("const FOLDERS: &[Folder] = &[\n");
    for folder in entries(forms) {
        let (manifest, form) = (folder.join("manifest.json"), folder.join("form.xml"));
        if manifest.exists() {
            let line = format!(
                "    Folder {{ manifest: include_str!({manifest:?}), form: include_bytes!({form:?}) }},"
            );
            writeln!(text, "{line}").expect("text grows");
        }
    }
    text + "];\n"
}

fn lists(folder: &Path) -> String {
    let mut text = String::from("const LISTS: &[(&str, &[u8])] = &[\n");
    for list in entries(folder) {
        let name = list.file_name().expect("an entry has a name");
        writeln!(text, "    ({name:?}, include_bytes!({list:?})),").expect("text grows");
    }
    text + "];\n"
}

/// What stands in a folder, by name.
fn entries(folder: &Path) -> Vec<PathBuf> {
    let read = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut entries: Vec<PathBuf> = read.map(|entry| entry.expect("an entry").path()).collect();
    entries.sort();
    entries
}
