//! Databases that this app can't use: left exactly as they are.

use std::{fs, path::PathBuf};

use motcua_domain::failure::Code;
use motcua_journeys::stage::{Phone, Story, World, assert_explained};

use super::answers;

fn personal_database(phone: &Phone) -> PathBuf {
    let accounts = fs::read_dir(phone.home().join("accounts")).unwrap();
    let account = accounts.map(|it| it.unwrap().path()).next().unwrap();
    account.join("personal.db")
}

fn set_schema(path: &PathBuf, schema: i64) -> i64 {
    let database = rusqlite::Connection::open(path).unwrap();
    let before = database
        .pragma_query_value(None, "user_version", |row| row.get(0))
        .unwrap();
    database.pragma_update(None, "user_version", schema).unwrap();
    before
}

#[tokio::test(flavor = "multi_thread")]
async fn the_database_is_newer_than_the_app() {
    let (world, story) = (World::start().await, Story::small());
    let mut phone = Phone::new(&world);
    phone.prepare(&story.procedure_code).await.unwrap();
    let draft = phone.new_draft(&story.procedure_code).unwrap();
    story.fill_in(&phone, &phone.open_draft(&draft).unwrap());
    let before = answers(&phone, &draft);
    for path in [personal_database(&phone), phone.home().join("public/public.db")] {
        phone.kill().await;
        let schema = set_schema(&path, 99);
        let bytes = fs::read(&path).unwrap();
        assert_explained(&phone.open().unwrap_err(), Code::AppTooOld);
        assert_eq!(fs::read(&path).unwrap(), bytes, "left as it is");
        set_schema(&path, schema);
        phone.open().unwrap();
    }
    assert_eq!(answers(&phone, &draft), before);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_database_is_damaged() {
    let world = World::start().await;
    let mut phone = Phone::new(&world);
    let path = personal_database(&phone);
    phone.kill().await;
    fs::write(&path, b"this is no database, whatever its name says").unwrap();
    assert_explained(&phone.open().unwrap_err(), Code::StoreDamaged);
    let bytes = fs::read(&path).unwrap();
    assert!(bytes.starts_with(b"this is no database"), "left as it is");
}
