//! Nothing personal lies in the clear: the phone's storage is read byte by byte, as a thief or a backup would have it.

#![allow(
    clippy::unwrap_used,
    reason = "a test's helpers may panic: that is how they fail"
)]

#[allow(dead_code, reason = "each test uses a part of the story")]
mod store_story;

use std::{fs, path::Path, sync::Arc};

use motcua_client::{
    port::{SystemRandom, store::Store},
    store::{desktop::FileKeyVault, open_personal, open_public},
};

/// All files below `folder` with their bytes.
fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if entry.is_dir() {
            found.extend(files(&entry));
        } else {
            found.push((entry.to_string_lossy().into_owned(), fs::read(&entry).unwrap()));
        }
    }
    found
}

/// Which of `needles` stand in which file, also in the file's name.
fn found(folder: &Path, needles: &[Vec<u8>]) -> Vec<String> {
    let contains = |bytes: &[u8], needle: &[u8]| bytes.windows(needle.len()).any(|window| window == needle);
    let files = files(folder);
    let hits = files.iter().flat_map(|(name, bytes)| {
        let here = needles
            .iter()
            .filter(move |needle| contains(bytes, needle) || contains(name.as_bytes(), needle));
        here.map(move |needle| format!("{} in {name}", String::from_utf8_lossy(needle)))
    });
    hits.collect()
}

#[test]
fn no_planted_value_is_found_in_any_file() {
    let folder = tempfile::tempdir().unwrap();
    let (home, vault) = (folder.path().join("home"), folder.path().join("vault"));
    let vault = FileKeyVault::new(vault, Arc::new(SystemRandom::new()));
    let store = open_personal(
        &home,
        &store_story::account(),
        &vault,
        Arc::new(SystemRandom::new()),
    )
    .unwrap();
    let public = open_public(&home).unwrap();
    let kept = store_story::tell(&store, &public);

    // Hashes of papers are looked for too: who has the same paper must not learn that it is here.
    let hashes = kept
        .iter()
        .flat_map(|file| [file.sha256.to_hex().into_bytes(), file.sha256.as_bytes().to_vec()]);
    let needles: Vec<Vec<u8>> = store_story::PLANTED
        .iter()
        .map(|text| text.as_bytes().to_vec())
        .chain(hashes)
        .collect();
    let names: Vec<String> = files(&home).into_iter().map(|(name, _)| name).collect();
    for part in ["personal.db", "personal.db-wal", "personal.db-shm", "/files/"] {
        assert!(
            names.iter().any(|name| name.contains(part)),
            "{part} is among what was read: {names:?}"
        );
    }
    assert_eq!(found(&home, &needles), Vec::<String>::new(), "while the app runs");
    // The same search does find what is in the clear: the name of a table.
    assert!(!found(&home, &[b"data_key".to_vec()]).is_empty());
    store.close();
    drop(public);
    assert_eq!(
        found(&home, &needles),
        Vec::<String>::new(),
        "after it was closed"
    );

    fs::write(home.join("leak"), format!("…{}…", store_story::PLANTED[0])).unwrap();
    assert_eq!(found(&home, &needles).len(), 1, "the search finds a planted leak");
}

#[test]
fn the_story_reads_back_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let (home, vault) = (
        folder.path().join("nhà của điện thoại"),
        folder.path().join("vault"),
    );
    let vault = FileKeyVault::new(vault, Arc::new(SystemRandom::new()));
    for first in [true, false] {
        let store = open_personal(
            &home,
            &store_story::account(),
            &vault,
            Arc::new(SystemRandom::new()),
        )
        .unwrap();
        let public = open_public(&home).unwrap();
        if first {
            store_story::tell(&store, &public);
        }
        store_story::recall(&store, &public);
    }
}
