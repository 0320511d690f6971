//! What only SQLite and sealing have: damage, swaps, locks, keys, newer files, full disks.

use std::{
    fs::{read, write},
    sync::atomic::Ordering,
};

use super::*;
use crate::store::{
    contract::samples::{dossier, draft, edit, paper, report},
    sealing::SEALS_PER_KEY,
    test_support::Phone,
};

mod files;

const FIRST: Page = Page {
    after: None,
    limit: 50,
};

/// A phone with two drafts of two edits each, closed.
fn phone_with_drafts() -> Phone {
    let phone = Phone::new();
    let store = phone.open().unwrap();
    for n in [1, 2] {
        let changes = [
            Change::PutDraft(draft(n)),
            Change::AppendEdit(edit(n, 1)),
            Change::AppendEdit(edit(n, 2)),
        ];
        store.commit(&changes).unwrap();
    }
    phone
}

/// Changes the closed database behind the store's back.
fn tamper(phone: &Phone, sql: &str) {
    Connection::open(phone.database())
        .unwrap()
        .execute_batch(sql)
        .unwrap();
}

fn ids(drafts: &[DraftRow]) -> Vec<DraftId> {
    drafts.iter().map(|draft| draft.id).collect()
}

fn damaged(table: &'static str) -> StoreError {
    StoreError::RowDamaged { table }
}

#[test]
fn a_swapped_row_is_refused_and_hides_no_other() {
    let phone = phone_with_drafts();
    let (one, two) = (draft(1).id, draft(2).id);
    tamper(
        &phone,
        &format!(
            "UPDATE draft SET sealed = (SELECT sealed FROM draft WHERE id = '{two}') WHERE id = '{one}'"
        ),
    );
    let store = phone.open().unwrap();
    assert_eq!(store.draft(&one).err(), Some(damaged("draft")));
    // A page of one row still finds the good one behind the bad one.
    assert_eq!(
        ids(&store
            .drafts(Page {
                after: None,
                limit: 1
            })
            .unwrap()),
        [two]
    );
    assert_eq!(ids(&store.drafts(FIRST).unwrap()), [two]);
    assert_eq!(
        store.damaged_rows().unwrap(),
        [DamagedRow {
            table: "draft",
            row: one.to_string()
        }]
    );
}

#[test]
fn a_row_moved_up_the_list_is_refused() {
    let phone = phone_with_drafts();
    tamper(
        &phone,
        &format!("UPDATE draft SET touched = 1000 WHERE id = '{}'", draft(1).id),
    );
    assert_eq!(
        phone.open().unwrap().draft(&draft(1).id).err(),
        Some(damaged("draft"))
    );
}

#[test]
fn a_journal_with_swapped_altered_or_missing_edits_is_refused() {
    let swap = "UPDATE draft_edit SET seq = seq + 10; UPDATE draft_edit SET seq = 13 - seq;";
    let alter =
        "UPDATE draft_edit SET sealed = CAST(substr(sealed, 1, 40) || x'00' || substr(sealed, 42) AS BLOB)";
    for sql in [swap, alter, "DELETE FROM draft_edit WHERE seq = 1"] {
        let phone = phone_with_drafts();
        tamper(&phone, sql);
        assert_eq!(
            phone.open().unwrap().journal(&draft(1).id).err(),
            Some(damaged("draft_edit")),
            "{sql}"
        );
    }
}

#[test]
fn a_row_of_another_account_is_refused() {
    let phone = phone_with_drafts();
    let mut other = Phone::new();
    other.account = AccountId::new(motcua_domain::time::Millis(2), [2; 10]);
    other
        .open()
        .unwrap()
        .commit(&[Change::PutDraft(draft(1))])
        .unwrap();
    let theirs: Vec<u8> = Connection::open(other.database())
        .unwrap()
        .query_row("SELECT sealed FROM draft", [], |row| row.get(0))
        .unwrap();
    let database = Connection::open(phone.database()).unwrap();
    database
        .execute(
            "UPDATE draft SET sealed = ?1 WHERE id = ?2",
            rusqlite::params![theirs, draft(1).id.to_string()],
        )
        .unwrap();
    drop(database);
    assert_eq!(
        phone.open().unwrap().draft(&draft(1).id).err(),
        Some(damaged("draft"))
    );
}

#[test]
fn a_lost_or_wrong_key_is_said_and_changes_nothing() {
    let phone = phone_with_drafts();
    let account = phone.account.to_string();
    let before = read(phone.database()).unwrap();
    phone.vault.erase(&alias(&account, Scope::Private)).unwrap();
    assert_eq!(phone.open().err(), Some(StoreError::KeyLost));
    // The vault has made another key under the same name.
    phone
        .vault
        .wrap(&alias(&account, Scope::Private), &[0; 32])
        .unwrap();
    assert_eq!(phone.open().err(), Some(StoreError::KeyLost));
    assert!(read(phone.database()).unwrap() == before);
}

#[test]
fn a_key_that_opens_but_is_another_one_is_found_by_the_canary() {
    let phone = phone_with_drafts();
    let wrapped = phone
        .vault
        .wrap(&alias(&phone.account.to_string(), Scope::Private), &[0; 32])
        .unwrap();
    let database = Connection::open(phone.database()).unwrap();
    database
        .execute(
            "UPDATE data_key SET wrapped = ?1 WHERE scope = 'private'",
            [wrapped],
        )
        .unwrap();
    drop(database);
    assert_eq!(phone.open().err(), Some(StoreError::KeyLost));
}

#[test]
fn while_the_phone_is_locked_only_background_rows_answer() {
    let phone = phone_with_drafts();
    let store = phone.open().unwrap();
    let paper_file = store.keep_bytes(b"a paper of a draft").unwrap();
    store
        .commit(&[Change::PutAttachment(paper(
            1,
            "/data/a",
            "a.jpg",
            paper_file.clone(),
        ))])
        .unwrap();
    let sent_file = store.keep_bytes(b"a paper that is being sent").unwrap();
    let manifest = format!(r#"{{"files":[{{"sha256":"{}"}}]}}"#, sent_file.sha256);
    store
        .commit(&[Change::PutDossier(DossierRow {
            manifests: vec![manifest],
            ..dossier(1)
        })])
        .unwrap();

    store.lock();
    assert_eq!(store.draft(&draft(1).id).err(), Some(StoreError::Locked));
    assert_eq!(store.drafts(FIRST).err(), Some(StoreError::Locked));
    assert_eq!(
        store.commit(&[Change::AppendEdit(edit(1, 3))]),
        Err(StoreError::Locked)
    );
    assert_eq!(store.read_file(&paper_file, 0, 9), Err(StoreError::Locked));
    assert_eq!(store.keep_bytes(b"x"), Err(StoreError::Locked));
    assert_eq!(store.sweep_files(), Err(StoreError::Locked));
    assert_eq!(store.read_file(&sent_file, 0, 7).unwrap(), b"a paper");
    store
        .commit(&[
            Change::PutDossier(dossier(2)),
            Change::PutSetting(Setting::Tokens, vec![1]),
        ])
        .unwrap();

    phone.vault.private_locked.store(true, Ordering::Relaxed);
    assert_eq!(store.unlock(&phone.vault), Err(StoreError::Locked));
    phone.vault.private_locked.store(false, Ordering::Relaxed);
    store.unlock(&phone.vault).unwrap();
    store.commit(&[Change::AppendEdit(edit(1, 3))]).unwrap();
    assert_eq!(store.journal(&draft(1).id).unwrap().len(), 3);
}

#[test]
fn a_locked_phone_opens_an_account_for_background_work() {
    let phone = phone_with_drafts();
    phone.vault.private_locked.store(true, Ordering::Relaxed);
    let store = phone.open().unwrap();
    assert_eq!(store.drafts(FIRST).err(), Some(StoreError::Locked));
    store.commit(&[Change::PutDossier(dossier(1))]).unwrap();
    drop(store);
    phone.vault.all_locked.store(true, Ordering::Relaxed);
    assert_eq!(
        phone.open().err(),
        Some(StoreError::Locked),
        "before the first unlock"
    );
}

#[test]
fn one_store_at_a_time_has_a_database() {
    let phone = phone_with_drafts();
    let store = phone.open().unwrap();
    assert_eq!(phone.open().err(), Some(StoreError::InUse));
    assert_eq!(
        erase_account(&phone.home(), &phone.account, &phone.vault),
        Err(StoreError::InUse)
    );
    store.close();
    assert_eq!(phone.open().unwrap().draft_count().unwrap(), 2);
}

#[test]
fn a_newer_database_is_left_as_it_is() {
    let phone = phone_with_drafts();
    let known = newest(PERSONAL);
    tamper(&phone, &format!("PRAGMA user_version = {}", known + 1));
    let before = read(phone.database()).unwrap();
    assert_eq!(
        phone.open().err(),
        Some(StoreError::TooNew {
            found: known + 1,
            known
        })
    );
    assert!(read(phone.database()).unwrap() == before);
}

/// A newer app that was killed has its schema's number in the WAL only.
#[test]
fn a_newer_database_is_known_by_its_wal_too() {
    let (phone, copy) = (phone_with_drafts(), Phone::new());
    let known = newest(PERSONAL);
    let newer = Connection::open(phone.database()).unwrap();
    newer
        .execute_batch(&format!(
            "PRAGMA journal_mode = WAL; PRAGMA user_version = {}",
            known + 1
        ))
        .unwrap();
    fs::create_dir_all(copy.database().parent().unwrap()).unwrap();
    let wal = |phone: &Phone| phone.database().with_file_name("personal.db-wal");
    fs::copy(phone.database(), copy.database()).unwrap();
    fs::copy(wal(&phone), wal(&copy)).unwrap();
    let before = (read(copy.database()).unwrap(), read(wal(&copy)).unwrap());
    assert_eq!(
        before.0[60..64],
        (known as u32).to_be_bytes(),
        "the file itself still has the old number"
    );
    assert_eq!(
        copy.open().err(),
        Some(StoreError::TooNew {
            found: known + 1,
            known
        })
    );
    assert!((read(copy.database()).unwrap(), read(wal(&copy)).unwrap()) == before);
}

#[test]
fn a_foreign_or_cut_file_is_damaged_and_left_as_it_is() {
    for content in [
        &b"this is no database, whatever its name says"[..],
        b"SQLite format 3\0",
        &[0; 4096],
    ] {
        let phone = Phone::new();
        fs::create_dir_all(phone.database().parent().unwrap()).unwrap();
        write(phone.database(), content).unwrap();
        assert_eq!(phone.open().err(), Some(StoreError::Damaged));
        assert_eq!(read(phone.database()).unwrap(), content);
    }
}

#[test]
fn an_emptied_database_is_not_taken_for_a_new_account() {
    let phone = phone_with_drafts();
    write(phone.database(), b"").unwrap();
    assert_eq!(phone.open().err(), Some(StoreError::Damaged));
}

#[test]
fn a_damaged_file_row_stops_no_news_of_its_dossier() {
    let phone = phone_with_drafts();
    let store = phone.open().unwrap();
    let file = store.keep_bytes(b"paper").unwrap();
    let manifests = vec![format!(r#"{{"files":[{{"sha256":"{}"}}]}}"#, file.sha256)];
    let sent = DossierRow {
        manifests,
        ..dossier(1)
    };
    store.commit(&[Change::PutDossier(sent.clone())]).unwrap();
    store.close();
    tamper(&phone, "UPDATE kept_file SET sealed = zeroblob(99)");
    let store = phone.open().unwrap();
    assert_eq!(store.read_file(&file, 0, 9), Err(damaged("kept_file")));
    store
        .commit(&[Change::PutDossier(DossierRow {
            portal_state: Some("{}".into()),
            ..sent
        })])
        .unwrap();
}

#[test]
fn a_full_disk_keeps_everything_older() {
    let phone = phone_with_drafts();
    let store = phone.open().unwrap();
    let limit = |more: i64| {
        let open = store.open.read().unwrap();
        let writer = held(&open.as_ref().unwrap().writer);
        let pages: i64 = writer
            .connection
            .query_row("PRAGMA page_count", [], |row| row.get(0))
            .unwrap();
        let set = format!("PRAGMA max_page_count = {}", pages + more);
        writer.connection.query_row(&set, [], |_| Ok(())).unwrap();
    };
    limit(2);
    let acknowledged = (3..)
        .take_while(|seq| store.commit(&[Change::AppendEdit(edit(1, *seq))]).is_ok())
        .last()
        .unwrap();
    let full = store.commit(&[
        Change::PutDraft(draft(1)),
        Change::AppendEdit(edit(1, acknowledged + 1)),
    ]);
    assert_eq!(full, Err(StoreError::Full));
    assert_eq!(store.journal(&draft(1).id).unwrap().len() as u64, acknowledged);
    limit(1000);
    store
        .commit(&[Change::AppendEdit(edit(1, acknowledged + 1))])
        .unwrap();
    store.close();
    assert_eq!(
        phone.open().unwrap().journal(&draft(1).id).unwrap().len() as u64,
        acknowledged + 1
    );
}

#[test]
fn a_worn_out_key_seals_no_more_and_still_opens() {
    let phone = phone_with_drafts();
    tamper(
        &phone,
        &format!("UPDATE data_key SET seals = {}", SEALS_PER_KEY - 1024),
    );
    let store = phone.open().unwrap();
    let last = (3..)
        .take_while(|seq| store.commit(&[Change::AppendEdit(edit(1, *seq))]).is_ok())
        .count();
    assert_eq!(last, 1024, "the last block is used up to its end");
    assert_eq!(
        store.commit(&[Change::PutDraft(draft(1))]),
        Err(StoreError::Failed("data key worn out"))
    );
    assert_eq!(store.journal(&draft(1).id).unwrap().len(), 2 + 1024);
}

#[test]
fn every_kept_seal_is_counted() {
    let phone = phone_with_drafts();
    let store = phone.open().unwrap();
    store
        .commit(
            &(3..2100)
                .map(|seq| Change::AppendEdit(edit(1, seq)))
                .collect::<Vec<_>>(),
        )
        .unwrap();
    // A rollback takes back the count of its reservation: what comes after must reserve again.
    assert!(
        store
            .commit(
                &(2100..4200)
                    .chain([9999])
                    .map(|seq| Change::AppendEdit(edit(1, seq)))
                    .collect::<Vec<_>>()
            )
            .is_err()
    );
    store
        .commit(
            &(2100..4200)
                .map(|seq| Change::AppendEdit(edit(1, seq)))
                .collect::<Vec<_>>(),
        )
        .unwrap();
    store.close();
    let database = Connection::open(phone.database()).unwrap();
    let counted: i64 = database
        .query_row("SELECT seals FROM data_key WHERE scope = 'private'", [], |row| {
            row.get(0)
        })
        .unwrap();
    let rows = "SELECT (SELECT count(*) FROM draft) + (SELECT count(*) FROM draft_edit)";
    let kept: i64 = database.query_row(rows, [], |row| row.get(0)).unwrap();
    assert!(counted > kept, "{counted} counted, {kept} kept");
}

#[test]
fn an_erased_account_is_gone_and_erasing_goes_on_where_it_stopped() {
    let phone = phone_with_drafts();
    let erase = || erase_account(&phone.home(), &phone.account, &phone.vault);
    // Killed after the first key: the rows can't be read any more, the folder is still there.
    phone
        .vault
        .erase(&alias(&phone.account.to_string(), Scope::Background))
        .unwrap();
    assert_eq!(phone.open().err(), Some(StoreError::KeyLost));
    erase().unwrap();
    assert!(!phone.database().parent().unwrap().exists());
    erase().unwrap();
    assert_eq!(
        phone.open().unwrap().draft_count().unwrap(),
        0,
        "a new account can begin in its place"
    );
}

#[test]
fn the_settings_that_safety_rests_on_are_on() {
    let phone = phone_with_drafts();
    let store = phone.open().unwrap();
    let open = store.open.read().unwrap();
    let open = open.as_ref().unwrap();
    let ask = |connection: &Connection, pragma: &str| {
        connection
            .pragma_query_value(None, pragma, |row| row.get::<_, i64>(0))
            .unwrap()
    };
    let writer = held(&open.writer);
    for (pragma, value) in [
        ("synchronous", 2),
        ("secure_delete", 1),
        ("foreign_keys", 1),
        ("temp_store", 2),
        ("trusted_schema", 0),
        ("cell_size_check", 1),
    ] {
        assert_eq!(ask(&writer.connection, pragma), value, "{pragma}");
    }
    let reader = held(&open.reader);
    assert_eq!(ask(&reader, "query_only"), 1);
    assert!(reader.execute("DELETE FROM draft", []).is_err());
}

#[test]
fn a_list_does_not_wait_for_a_write_that_is_under_way() {
    let phone = phone_with_drafts();
    let store = phone.open().unwrap();
    let open = store.open.read().unwrap();
    let mut writer = held(&open.as_ref().unwrap().writer);
    let transaction = writer
        .connection
        .transaction_with_behavior(TransactionBehavior::Immediate)
        .unwrap();
    transaction.execute("DELETE FROM draft", []).unwrap();
    assert_eq!(
        store.drafts(FIRST).unwrap().len(),
        2,
        "the list shows what was committed last"
    );
}
