//! The copy is whole, says what it can't hold, gives no secret away, and needs nobody to wait.

use std::{collections::BTreeMap, fs, io::Read as _};

use motcua_domain::failure::Code;
use serde_json::Value;

use super::*;
use crate::{
    port::store::{Change, Setting, StoreError},
    test_support::{World, code_of},
    use_case::{consent, send_feedback},
};

/// The archive's files by path, each checked against its sum.
fn read(path: &Path) -> BTreeMap<String, Vec<u8>> {
    let bytes = fs::read(path).unwrap();
    let zip = rawzip::ZipArchive::from_slice(&bytes).unwrap();
    let mut entries = zip.entries();
    let mut files = BTreeMap::new();
    while let Some(entry) = entries.next_entry().unwrap() {
        let name = entry.file_path().try_normalize().unwrap().as_ref().to_owned();
        let stored = zip.get_entry(entry.wayfinder()).unwrap();
        let mut content = Vec::new();
        stored
            .verifying_reader(stored.data())
            .read_to_end(&mut content)
            .unwrap();
        assert!(files.insert(name.clone(), content).is_none(), "{name} twice");
    }
    files
}

fn exported(world: &World) -> BTreeMap<String, Vec<u8>> {
    let folder = tempfile::tempdir().unwrap();
    let to = folder.path().join("copy.zip");
    export(&world.context, &to).unwrap();
    let left = fs::read_dir(folder.path()).unwrap().count();
    assert_eq!(left, 1, "nothing unfinished is left beside it");
    read(&to)
}

fn index(files: &BTreeMap<String, Vec<u8>>) -> Value {
    serde_json::from_slice(&files["index.json"]).unwrap()
}

fn text(files: &BTreeMap<String, Vec<u8>>, path: &str) -> String {
    String::from_utf8(files[path].clone()).unwrap()
}

#[test]
fn everything_typed_is_in_it_also_what_is_hidden_now() {
    let world = World::on_disk();
    let session = world.draft();
    session.answer("/data/who/name", "Nguyễn Văn An").unwrap();
    session.answer("/data/who/age", "40").unwrap();
    session.answer("/data/who/job", "thợ mộc").unwrap();
    session.answer("/data/who/age", "12").unwrap();
    assert!(!session.is_asked("/data/who/job"));
    world.attach(&session, "/data/papers/front", "cccd.jpg", b"front");
    world.attach(&session, "/data/papers/front", "moi.jpg", b"newer");
    let files = exported(&world);
    let folder = format!("drafts/{}", session.draft_id());
    let answers = text(&files, &format!("{folder}/answers.xml"));
    assert!(
        answers.contains("Nguyễn Văn An") && answers.contains("thợ mộc"),
        "{answers}"
    );
    assert!(text(&files, &format!("{folder}/history.json")).contains("40"));
    for (name, content) in [("cccd.jpg", &b"front"[..]), ("moi.jpg", b"newer")] {
        assert!(
            files[&format!("{folder}/files/{name}")].ends_with(content),
            "{name}"
        );
    }
    let index = index(&files);
    let listed: Vec<&str> = index["files"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["path"].as_str().unwrap())
        .collect();
    for path in files.keys().filter(|path| *path != "index.json") {
        assert!(listed.contains(&path.as_str()), "{path} isn't in the index");
    }
    assert_eq!(index["unreadable"], serde_json::json!([]));
}

#[tokio::test]
async fn a_submission_that_waits_and_one_that_was_answered_are_both_in_it() {
    let world = World::on_disk();
    let (_, waiting) = world.submitted();
    let files = exported(&world);
    let folder = format!("dossiers/{waiting}");
    assert!(text(&files, &format!("{folder}/manifest-1.json")).contains(&waiting.to_string()));
    assert!(text(&files, &format!("{folder}/answers-1.xml")).contains("Nguyễn Văn An"));
    assert!(text(&files, "outbox.json").contains(&waiting.to_string()));
    assert!(!files.contains_key(&format!("{folder}/receipt.jws")));
    let papers = files.keys().filter(|it| it.ends_with("cccd.jpg")).count();
    assert_eq!(papers, 1, "the same paper stands in it once");
    let index = index(&files);
    let kinds = |kind: &str| {
        let all = index["files"].as_array().unwrap().iter();
        all.filter(|it| it["kind"] == kind).count()
    };
    assert_eq!((kinds("draft_file"), kinds("dossier_file")), (2, 2));
    world.sign_in("079093000101").await;
    world.send_all().await;
    let files = exported(&world);
    assert!(files.contains_key(&format!("{folder}/receipt.jws")));
    assert!(files.contains_key(&format!("{folder}/evidence/0001.jws")));
}

#[tokio::test]
async fn the_person_and_the_consent_are_in_it_and_no_secret_is() {
    let world = World::on_disk();
    world.sign_in("079093000101").await;
    consent::accept(&world.context, "1").unwrap();
    let tokens = world.context.store.setting(Setting::Tokens).unwrap().unwrap();
    let tokens: Value = serde_json::from_slice(&tokens).unwrap();
    let secrets = [&tokens["access"], &tokens["refresh"]].map(|it| it.as_str().unwrap().to_owned());
    let files = exported(&world);
    let settings: Value = serde_json::from_slice(&files["settings.json"]).unwrap();
    assert_eq!(settings["consent"]["version"], "1");
    assert!(settings["person"]["sub"].is_string());
    for (path, content) in &files {
        let text = String::from_utf8_lossy(content);
        assert!(secrets.iter().all(|secret| !text.contains(secret)), "{path}");
    }
}

#[test]
fn a_report_is_in_it_with_its_photo() {
    let world = World::on_disk();
    let photo = crate::test_support::photo(b"pothole");
    let new = crate::screen::feedback::NewFeedback {
        service_code: "HT".to_owned(),
        description: "Ổ gà trước số 12".to_owned(),
        place: motcua_domain::feedback::Place::Pinned {
            lat: 10.77,
            long: 106.7,
        },
    };
    let id = send_feedback::send_feedback(&world.context, new, Some(photo.path())).unwrap();
    let files = exported(&world);
    assert!(text(&files, &format!("reports/{id}/report.json")).contains("Ổ gà"));
    assert!(files[&format!("reports/{id}/photo")].ends_with(b"pothole"));
}

#[test]
fn what_can_not_be_read_is_named_and_costs_nothing_else() {
    let world = World::on_disk();
    let session = world.draft();
    session.answer("/data/who/name", "Nguyễn Văn An").unwrap();
    world.attach(&session, "/data/papers/front", "cccd.jpg", b"front");
    let papers = world.context.store.attachments(&session.draft_id()).unwrap();
    let lost = crate::port::store::AttachmentRow {
        name: "mat.jpg".to_owned(),
        file: KeptFile {
            sha256: motcua_domain::ids::Sha256::from_bytes([7; 32]),
            size: 10,
        },
        ..papers[0].clone()
    };
    world
        .context
        .store
        .commit(&[Change::PutAttachment(lost)])
        .unwrap();
    let files = exported(&world);
    let folder = format!("drafts/{}", session.draft_id());
    assert!(files.contains_key(&format!("{folder}/files/cccd.jpg")));
    assert!(!files.contains_key(&format!("{folder}/files/mat.jpg")));
    let index = index(&files);
    assert_eq!(index["unreadable"].as_array().unwrap().len(), 1);
    assert_eq!(index["unreadable"][0]["path"], format!("{folder}/files/mat.jpg"));
}

#[test]
fn a_locked_phone_and_a_place_that_is_not_there_leave_nothing() {
    let world = World::on_disk();
    let session = world.draft();
    session.answer("/data/who/name", "Nguyễn Văn An").unwrap();
    let folder = tempfile::tempdir().unwrap();
    let nowhere = folder.path().join("no/such/folder/copy.zip");
    assert_eq!(code_of(export(&world.context, &nowhere)), Some(Code::AppFailed));
    world.disk.as_ref().unwrap().lock();
    let to = folder.path().join("copy.zip");
    assert_eq!(code_of(export(&world.context, &to)), Some(Code::Locked));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn a_copy_replaces_the_one_before_only_when_it_is_whole() {
    let world = World::on_disk();
    let folder = tempfile::tempdir().unwrap();
    let to = folder.path().join("copy.zip");
    fs::write(&to, b"before").unwrap();
    let mut archive = Archive::create(&to, world.context.now()).unwrap();
    archive.add("a", b"1").unwrap();
    let failed = archive.add_pieces("b", 2, |_| Err(StoreError::Full.into()));
    assert_eq!(code_of(failed), Some(Code::StoreFull));
    drop(archive);
    assert_eq!(fs::read(&to).unwrap(), b"before");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    export(&world.context, &to).unwrap();
    assert!(read(&to).contains_key("index.json"));
}
