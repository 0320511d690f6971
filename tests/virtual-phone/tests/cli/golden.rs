//! Comparing with a golden file.

use std::{env, fs, path::Path};

/// The text must be the golden's, to the letter.
pub(crate) fn compare(name: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../goldens/cli")
        .join(name);
    if env::var_os("MOTCUA_BLESS").is_some() {
        fs::write(&path, text).unwrap();
    }
    let golden = fs::read_to_string(&path).unwrap();
    let first = golden.lines().zip(text.lines()).find(|(old, new)| old != new);
    assert!(
        golden == text,
        "{name} differs, first at {first:?} (MOTCUA_BLESS=1 writes it anew)"
    );
}
