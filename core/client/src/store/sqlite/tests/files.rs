//! Sealed files beside the database: damage, mending, sweeping.

use super::*;

#[test]
fn a_damaged_file_is_refused_and_mended_by_keeping_it_again() {
    let phone = phone_with_drafts();
    let content = vec![7; 100_000];
    let file = phone.open().unwrap().keep_bytes(&content).unwrap();
    let sealed = fs::read_dir(phone.files())
        .unwrap()
        .next()
        .unwrap()
        .unwrap()
        .path();
    let mut altered = read(&sealed).unwrap();
    altered[70_000] ^= 1;
    write(&sealed, altered).unwrap();

    let store = phone.open().unwrap();
    assert_eq!(
        store.read_file(&file, 0, 10).unwrap(),
        content[..10],
        "chunks before the damage still open"
    );
    assert_eq!(store.read_file(&file, 65_536, 10), Err(damaged("kept_file")));
    assert_eq!(store.keep_bytes(&content).unwrap(), file);
    assert_eq!(store.read_file(&file, 0, usize::MAX).unwrap(), content);
    assert_eq!(
        fs::read_dir(phone.files()).unwrap().count(),
        1,
        "the damaged copy is gone"
    );

    fs::remove_file(
        fs::read_dir(phone.files())
            .unwrap()
            .next()
            .unwrap()
            .unwrap()
            .path(),
    )
    .unwrap();
    assert_eq!(
        store.read_file(&file, 0, 10),
        Err(damaged("kept_file")),
        "a file that is gone"
    );
}

#[test]
fn a_sweep_removes_what_nothing_names() {
    let phone = phone_with_drafts();
    let store = phone.open().unwrap();
    let keep = |text: &str| store.keep_bytes(text.as_bytes()).unwrap();
    let (named, sent, result, photo, stray) = (
        keep("paper"),
        keep("sent"),
        keep("result"),
        keep("photo"),
        keep("stray"),
    );
    let manifests = vec![format!(r#"{{"answers":{{"sha256":"{}"}}}}"#, sent.sha256)];
    let portal_state = Some(format!(r#"{{"result":{{"sha256":"{}"}}}}"#, result.sha256));
    store
        .commit(&[
            Change::PutAttachment(paper(1, "/data/a", "a.jpg", named.clone())),
            Change::PutDossier(DossierRow {
                manifests,
                portal_state,
                ..dossier(1)
            }),
            Change::PutFeedback(report(1, Some(photo.clone()))),
        ])
        .unwrap();
    store.close();
    // What a crash leaves behind: a file without a row, and one that isn't whole.
    write(phone.files().join("0123456789abcdef0123456789abcdef"), b"left").unwrap();
    write(
        phone.files().join("0123456789abcdef0123456789abcdef.part"),
        b"left",
    )
    .unwrap();

    let store = phone.open().unwrap();
    store.sweep_files().unwrap();
    assert_eq!(fs::read_dir(phone.files()).unwrap().count(), 4);
    for file in [&named, &sent, &result, &photo] {
        assert_eq!(store.read_file(file, 0, 99).unwrap().len() as u64, file.size);
    }
    assert_eq!(store.read_file(&stray, 0, 9), Err(kept_files::UNKNOWN));
}

#[test]
fn a_sweep_that_cannot_read_every_name_removes_nothing() {
    let phone = phone_with_drafts();
    let store = phone.open().unwrap();
    let file = store.keep_bytes(b"paper").unwrap();
    store
        .commit(&[Change::PutAttachment(paper(1, "/data/a", "a.jpg", file.clone()))])
        .unwrap();
    store.close();
    tamper(&phone, "UPDATE attachment SET sealed = zeroblob(60)");
    let store = phone.open().unwrap();
    assert_eq!(store.sweep_files(), Err(damaged("attachment")));
    assert_eq!(store.read_file(&file, 0, 9).unwrap(), b"paper");
}
