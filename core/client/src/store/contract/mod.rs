//! What every store promises, as tests that run on SQLite and on memory alike. A store that passes can stand in for the other.

pub(super) mod samples;

use motcua_domain::{ids::AccountId, outbox::Entry, time::Millis};

use self::samples::{
    dossier, dossier_id, draft, draft_id, edit, entry, event, fact, paper, report, unknown_file,
};
use super::{MemoryPublicStore, MemoryStore, files::sha256, open_public, test_support::Phone};
use crate::port::store::{
    AccountRow, Change, Document, DossierRow, DraftRow, EventRow, EvidenceRow, FeedbackRow, KeptFile, Page,
    PublicStore, Setting, Store, StoreError,
};

macro_rules! on_every_store {
    ($($promise:ident),* $(,)?) => {
        mod on_sqlite {
            $(#[test] fn $promise() { let phone = super::Phone::new(); super::$promise(&phone.open().unwrap()); })*
        }
        mod on_memory {
            $(#[test] fn $promise() { super::$promise(&super::MemoryStore::new()); })*
        }
    };
}

macro_rules! on_every_public_store {
    ($($promise:ident),* $(,)?) => {
        mod public_on_sqlite {
            $(#[test] fn $promise() { let phone = super::Phone::new(); super::$promise(&super::open_public(&phone.home()).unwrap()); })*
        }
        mod public_on_memory {
            $(#[test] fn $promise() { super::$promise(&super::MemoryPublicStore::new()); })*
        }
    };
}

on_every_store!(
    an_empty_store_answers_nothing,
    a_draft_reads_back_and_moves_to_the_top,
    ten_thousand_drafts_come_in_pages,
    a_draft_goes_with_its_journal_and_papers,
    a_journal_has_no_gaps,
    a_refused_change_keeps_nothing_of_its_commit,
    a_draft_is_found_by_its_dossier,
    papers_replace_by_slot_and_name,
    entries_keep_their_place,
    dossiers_come_newest_first,
    a_contested_fact_is_kept_beside_the_other,
    events_come_once_and_are_seen_once,
    each_persons_events_are_their_own,
    reports_read_back,
    settings_replace_and_go,
    files_are_kept_once_and_read_in_parts,
    a_sweep_spares_what_is_named,
    a_closed_store_answers_nothing,
);

on_every_public_store!(
    documents_come_all_or_none,
    one_account_is_current,
    a_closed_public_store_answers_nothing
);

const FIRST: Page = Page {
    after: None,
    limit: 50,
};

const AN: Option<&str> = Some("an");

fn an_empty_store_answers_nothing(store: &dyn Store) {
    assert!(store.draft(&draft_id(1)).unwrap().is_none());
    assert!(store.drafts(FIRST).unwrap().is_empty() && store.journal(&draft_id(1)).unwrap().is_empty());
    assert!(store.entries().unwrap().is_empty() && store.dossiers(FIRST).unwrap().is_empty());
    assert!(store.events(AN, FIRST).unwrap().is_empty() && store.feedbacks(FIRST).unwrap().is_empty());
    assert!(store.setting(Setting::Tokens).unwrap().is_none() && store.damaged_rows().unwrap().is_empty());
    store.commit(&[]).unwrap();
    store
        .commit(&[
            Change::DeleteDraft(draft_id(1)),
            Change::DeleteSetting(Setting::Tokens),
        ])
        .unwrap();
}

fn a_draft_reads_back_and_moves_to_the_top(store: &dyn Store) {
    store
        .commit(&[Change::PutDraft(draft(1)), Change::PutDraft(draft(2))])
        .unwrap();
    let first = store.draft(&draft_id(1)).unwrap().unwrap();
    assert!(
        first
            == DraftRow {
                touched: first.touched,
                ..draft(1)
            }
    );
    let order = |store: &dyn Store| {
        store
            .drafts(FIRST)
            .unwrap()
            .iter()
            .map(|draft| draft.id)
            .collect::<Vec<_>>()
    };
    assert_eq!(order(store), [draft_id(2), draft_id(1)]);
    store
        .commit(&[Change::PutDraft(DraftRow {
            answered: 4,
            ..first.clone()
        })])
        .unwrap();
    assert_eq!(order(store), [draft_id(1), draft_id(2)]);
    let again = store.draft(&draft_id(1)).unwrap().unwrap();
    assert_eq!((again.answered, store.draft_count().unwrap()), (4, 2));
    assert!(again.touched > first.touched);
}

fn ten_thousand_drafts_come_in_pages(store: &dyn Store) {
    const ALL: u64 = 10_000;
    for from in (0..ALL).step_by(500) {
        store
            .commit(
                &(from..from + 500)
                    .map(|n| Change::PutDraft(draft(n)))
                    .collect::<Vec<_>>(),
            )
            .unwrap();
    }
    let (mut seen, mut after) = (Vec::new(), None);
    loop {
        let page = store.drafts(Page { after, limit: 333 }).unwrap();
        assert!(page.len() <= 333);
        let Some(last) = page.last() else { break };
        after = Some(last.touched);
        seen.extend(page.iter().map(|draft| draft.id));
    }
    assert_eq!(seen, (0..ALL).rev().map(draft_id).collect::<Vec<_>>());
    assert_eq!(store.draft_count().unwrap(), ALL);
}

fn a_draft_goes_with_its_journal_and_papers(store: &dyn Store) {
    let paper = paper(1, "/data/a", "a.jpg", unknown_file());
    let changes = [1, 2]
        .map(|n| [Change::PutDraft(draft(n)), Change::AppendEdit(edit(n, 1))])
        .concat();
    store.commit(&changes).unwrap();
    store.commit(&[Change::PutAttachment(paper)]).unwrap();
    // Putting the head again keeps what hangs on it.
    store.commit(&[Change::PutDraft(draft(1))]).unwrap();
    assert_eq!(
        (
            store.journal(&draft_id(1)).unwrap().len(),
            store.attachments(&draft_id(1)).unwrap().len()
        ),
        (1, 1)
    );
    store.commit(&[Change::DeleteDraft(draft_id(1))]).unwrap();
    assert!(
        store.journal(&draft_id(1)).unwrap().is_empty()
            && store.attachments(&draft_id(1)).unwrap().is_empty()
    );
    assert_eq!(
        (
            store.journal(&draft_id(2)).unwrap().len(),
            store.draft_count().unwrap()
        ),
        (1, 1)
    );
}

fn a_journal_has_no_gaps(store: &dyn Store) {
    store
        .commit(&[
            Change::PutDraft(draft(1)),
            Change::AppendEdit(edit(1, 1)),
            Change::AppendEdit(edit(1, 2)),
        ])
        .unwrap();
    for wrong in [0, 1, 2, 4, u64::MAX] {
        assert_eq!(
            store.commit(&[Change::AppendEdit(edit(1, wrong))]),
            Err(StoreError::Damaged),
            "{wrong}"
        );
    }
    store.commit(&[Change::AppendEdit(edit(1, 3))]).unwrap();
    assert!(store.journal(&draft_id(1)).unwrap() == [edit(1, 1), edit(1, 2), edit(1, 3)]);
    assert_eq!(
        store.commit(&[Change::AppendEdit(edit(7, 1))]),
        Err(StoreError::Failed("constraint")),
        "no such draft"
    );
}

fn a_refused_change_keeps_nothing_of_its_commit(store: &dyn Store) {
    store.commit(&[Change::PutDraft(draft(1))]).unwrap();
    let before = store.draft(&draft_id(1)).unwrap().unwrap();
    let refused = store.commit(&[
        Change::PutDraft(DraftRow {
            answered: 9,
            ..draft(1)
        }),
        Change::AppendEdit(edit(1, 1)),
        Change::PutEntry(entry(1)),
        Change::PutDossier(dossier(1)),
        Change::PutSetting(Setting::Tokens, vec![1]),
        Change::AppendEdit(edit(1, 3)),
    ]);
    assert_eq!(refused, Err(StoreError::Damaged));
    assert!(store.draft(&draft_id(1)).unwrap().unwrap() == before);
    assert!(store.journal(&draft_id(1)).unwrap().is_empty() && store.entries().unwrap().is_empty());
    assert!(
        store.dossier(&dossier_id(1)).unwrap().is_none() && store.setting(Setting::Tokens).unwrap().is_none()
    );
    store.commit(&[Change::AppendEdit(edit(1, 1))]).unwrap();
}

fn a_draft_is_found_by_its_dossier(store: &dyn Store) {
    let of = |n, supplement| DraftRow {
        dossier_id: Some(dossier_id(1)),
        supplement,
        ..draft(n)
    };
    let drafts = [of(1, None), of(2, Some(1)), of(3, None), draft(4)];
    store.commit(&drafts.map(Change::PutDraft)).unwrap();
    let found = |supplement| {
        store
            .draft_of_dossier(&dossier_id(1), supplement)
            .unwrap()
            .map(|draft| draft.id)
    };
    assert_eq!(
        [found(None), found(Some(1)), found(Some(2))],
        [Some(draft_id(3)), Some(draft_id(2)), None]
    );
    // A draft that was taken back belongs to no dossier any more.
    store.commit(&[Change::PutDraft(draft(3))]).unwrap();
    assert_eq!(
        store
            .draft_of_dossier(&dossier_id(1), None)
            .unwrap()
            .map(|draft| draft.id),
        Some(draft_id(1))
    );
    assert!(store.draft_of_dossier(&dossier_id(2), None).unwrap().is_none());
}

fn papers_replace_by_slot_and_name(store: &dyn Store) {
    let put = |reference: &str, name: &str, file| Change::PutAttachment(paper(1, reference, name, file));
    let newer = KeptFile {
        size: 4,
        ..unknown_file()
    };
    store.commit(&[Change::PutDraft(draft(1))]).unwrap();
    store
        .commit(&[
            put("/data/b", "1.jpg", unknown_file()),
            put("/data/a", "2.jpg", unknown_file()),
        ])
        .unwrap();
    store
        .commit(&[
            put("/data/b", "0.jpg", unknown_file()),
            put("/data/b", "1.jpg", newer.clone()),
        ])
        .unwrap();
    let papers = store.attachments(&draft_id(1)).unwrap();
    let named: Vec<_> = papers
        .iter()
        .map(|paper| (paper.reference.as_str(), paper.name.as_str()))
        .collect();
    assert_eq!(
        named,
        [("/data/a", "2.jpg"), ("/data/b", "1.jpg"), ("/data/b", "0.jpg")]
    );
    assert_eq!(papers[1].file, newer);
    let stray = store.commit(&[Change::PutAttachment(paper(
        7,
        "/data/a",
        "1.jpg",
        unknown_file(),
    ))]);
    assert_eq!(stray, Err(StoreError::Failed("constraint")), "no such draft");
}

fn entries_keep_their_place(store: &dyn Store) {
    store
        .commit(&[3, 1, 2].map(|n| Change::PutEntry(entry(n))))
        .unwrap();
    let tried = Entry {
        failures: 1,
        ..entry(3)
    };
    store.commit(&[Change::PutEntry(tried.clone())]).unwrap();
    assert_eq!(store.entries().unwrap(), [tried.clone(), entry(1), entry(2)]);
    assert_eq!(store.entry(&tried.id).unwrap(), Some(tried.clone()));
    store
        .commit(&[Change::DeleteEntry(tried.id), Change::DeleteEntry(tried.id)])
        .unwrap();
    assert_eq!(store.entries().unwrap(), [entry(1), entry(2)]);
    assert_eq!(store.entry(&tried.id).unwrap(), None);
}

fn dossiers_come_newest_first(store: &dyn Store) {
    store
        .commit(&[1, 2, 3].map(|n| Change::PutDossier(dossier(n))))
        .unwrap();
    let told = DossierRow {
        portal_state: Some(r#"{"status":"accepted"}"#.into()),
        ..dossier(1)
    };
    store.commit(&[Change::PutDossier(told.clone())]).unwrap();
    let pages = [
        store
            .dossiers(Page {
                after: None,
                limit: 2,
            })
            .unwrap(),
        {
            let first = store
                .dossiers(Page {
                    after: None,
                    limit: 2,
                })
                .unwrap();
            store
                .dossiers(Page {
                    after: first.last().map(|dossier| dossier.touched),
                    limit: 2,
                })
                .unwrap()
        },
    ];
    let ids: Vec<_> = pages
        .iter()
        .map(|page| page.iter().map(|dossier| dossier.id).collect::<Vec<_>>())
        .collect();
    assert_eq!(ids, [vec![dossier_id(1), dossier_id(3)], vec![dossier_id(2)]]);
    let kept = store.dossier(&dossier_id(1)).unwrap().unwrap();
    assert!(
        kept == DossierRow {
            touched: kept.touched,
            ..told
        }
    );
}

fn a_contested_fact_is_kept_beside_the_other(store: &dyn Store) {
    store
        .commit(&[fact(1, "b"), fact(0, "a"), fact(1, "x"), fact(1, "b")].map(Change::PutEvidence))
        .unwrap();
    let checked = EvidenceRow {
        verified: true,
        ..fact(1, "b")
    };
    store.commit(&[Change::PutEvidence(checked.clone())]).unwrap();
    assert!(store.evidence(&dossier_id(1)).unwrap() == [fact(0, "a"), checked, fact(1, "x")]);
    assert!(store.evidence(&dossier_id(2)).unwrap().is_empty());
}

fn events_come_once_and_are_seen_once(store: &dyn Store) {
    store
        .commit(&[event(2, "d"), event(1, "d"), event(4, "f")].map(Change::PutEvent))
        .unwrap();
    let see = |last, at| Change::SeeEvents {
        sub: Some("an".into()),
        last,
        at: Millis(at),
    };
    store.commit(&[see(2, 70)]).unwrap();
    let twisted = EventRow {
        kind: "another".into(),
        ..event(1, "d")
    };
    store.commit(&[Change::PutEvent(twisted), see(3, 80)]).unwrap();
    let seen = |seq| EventRow {
        seen_at: Some(Millis(70)),
        ..event(seq, "d")
    };
    assert!(store.events(AN, FIRST).unwrap() == [event(4, "f"), seen(2), seen(1)]);
    assert!(
        store
            .events(
                AN,
                Page {
                    after: Some(4),
                    limit: 1
                }
            )
            .unwrap()
            == [seen(2)]
    );
    assert!(store.events_of("d").unwrap() == [seen(1), seen(2)]);
}

fn each_persons_events_are_their_own(store: &dyn Store) {
    let of = |sub: Option<&str>, seq| EventRow {
        sub: sub.map(str::to_owned),
        ..event(seq, "d")
    };
    let rows = [
        of(AN, 1),
        of(AN, 2),
        of(Some("binh"), 1),
        of(Some("binh"), 2),
        of(None, 2),
        of(None, 3),
    ];
    store.commit(&rows.map(Change::PutEvent)).unwrap();
    assert!(store.events(AN, FIRST).unwrap() == [of(None, 3), of(AN, 2), of(AN, 1)]);
    assert!(store.events(None, FIRST).unwrap() == [of(None, 3), of(None, 2)]);
    let see = Change::SeeEvents {
        sub: Some("an".into()),
        last: 3,
        at: Millis(70),
    };
    store.commit(&[see]).unwrap();
    let new = |sub| {
        let events = store.events(sub, FIRST).unwrap();
        let new = events.into_iter().filter(|event| event.seen_at.is_none());
        new.map(|event| event.seq).collect::<Vec<_>>()
    };
    assert_eq!((new(AN), new(Some("binh"))), (vec![], vec![2, 1]));
    let seqs: Vec<u64> = store
        .events_of("d")
        .unwrap()
        .iter()
        .map(|event| event.seq)
        .collect();
    assert_eq!(seqs, [1, 1, 2, 2, 2, 3]);
}

fn reports_read_back(store: &dyn Store) {
    store
        .commit(&[1, 2].map(|n| Change::PutFeedback(report(n, None))))
        .unwrap();
    let numbered = FeedbackRow {
        service_request_id: Some("1022-7".into()),
        ..report(1, Some(unknown_file()))
    };
    store.commit(&[Change::PutFeedback(numbered.clone())]).unwrap();
    let reports = store.feedbacks(FIRST).unwrap();
    assert_eq!(
        reports.iter().map(|report| report.id).collect::<Vec<_>>(),
        [numbered.id, report(2, None).id]
    );
    let kept = store.feedback(&numbered.id).unwrap().unwrap();
    assert!(
        kept == FeedbackRow {
            touched: kept.touched,
            ..numbered
        }
    );
}

fn settings_replace_and_go(store: &dyn Store) {
    let put = |setting, value: &[u8]| Change::PutSetting(setting, value.to_vec());
    store
        .commit(&[
            put(Setting::Person, b"old"),
            put(Setting::Tokens, b""),
            put(Setting::Person, b"new"),
        ])
        .unwrap();
    assert_eq!(
        store.setting(Setting::Person).unwrap().as_deref(),
        Some(&b"new"[..])
    );
    assert_eq!(store.setting(Setting::Tokens).unwrap().as_deref(), Some(&b""[..]));
    store.commit(&[Change::DeleteSetting(Setting::Person)]).unwrap();
    assert_eq!(store.setting(Setting::Person).unwrap(), None);
}

fn files_are_kept_once_and_read_in_parts(store: &dyn Store) {
    let bytes: Vec<u8> = (0..150_000_u32).map(|n| (n % 251) as u8).collect();
    let folder = tempfile::tempdir().unwrap();
    let source = folder.path().join("giấy chứng sinh.jpg");
    std::fs::write(&source, &bytes).unwrap();
    let file = store.keep_file(&source).unwrap();
    assert_eq!((file.size, file.sha256), (150_000, sha256(&bytes)));
    assert_eq!(store.keep_bytes(&bytes).unwrap(), file);
    assert_eq!(store.read_file(&file, 0, usize::MAX).unwrap(), bytes);
    assert_eq!(store.read_file(&file, 65_530, 20).unwrap(), bytes[65_530..65_550]);
    assert_eq!(store.read_file(&file, 149_999, 20).unwrap(), bytes[149_999..]);
    assert!(store.read_file(&file, 150_000, 20).unwrap().is_empty());
    let empty = store.keep_bytes(b"").unwrap();
    assert!(store.read_file(&empty, 0, 20).unwrap().is_empty());
    assert_eq!(
        store.read_file(&unknown_file(), 0, 20),
        Err(StoreError::Failed("no such file"))
    );
    assert_eq!(
        store.keep_file(&folder.path().join("missing")),
        Err(StoreError::Failed("source file"))
    );
}

fn a_sweep_spares_what_is_named(store: &dyn Store) {
    let file = store.keep_bytes(b"paper").unwrap();
    store
        .commit(&[
            Change::PutDraft(draft(1)),
            Change::PutAttachment(paper(1, "/data/a", "a", file.clone())),
        ])
        .unwrap();
    let fresh = store.keep_bytes(b"kept a moment ago").unwrap();
    store.sweep_files().unwrap();
    assert_eq!(store.read_file(&file, 0, 9).unwrap(), b"paper");
    assert_eq!(store.read_file(&fresh, 0, 4).unwrap(), b"kept");
}

fn a_closed_store_answers_nothing(store: &dyn Store) {
    store.commit(&[Change::PutDraft(draft(1))]).unwrap();
    store.close();
    store.close();
    assert_eq!(store.draft_count(), Err(StoreError::Failed("closed")));
    assert_eq!(
        store.commit(&[Change::PutDraft(draft(2))]),
        Err(StoreError::Failed("closed"))
    );
    assert_eq!(store.keep_bytes(b"x"), Err(StoreError::Failed("closed")));
}

fn documents_come_all_or_none(store: &dyn PublicStore) {
    let document = |name: &str, body: &[u8]| Document {
        name: name.into(),
        etag: Some("\"7\"".into()),
        fetched_at: Millis(5),
        body: body.to_vec(),
    };
    store
        .put_documents(&[document("catalogue", b"1"), document("units", b"2")])
        .unwrap();
    store
        .put_documents(&[Document {
            etag: None,
            ..document("catalogue", b"3")
        }])
        .unwrap();
    assert_eq!(
        store.document("catalogue").unwrap(),
        Some(Document {
            etag: None,
            ..document("catalogue", b"3")
        })
    );
    assert_eq!(store.document("units").unwrap(), Some(document("units", b"2")));
    assert_eq!(store.document("form/1.001193/1/form.xml").unwrap(), None);
}

fn one_account_is_current(store: &dyn PublicStore) {
    let account = |n: i64, current| AccountRow {
        id: AccountId::new(Millis(n), [0; 10]),
        created_at: Millis(n),
        current,
        erasing: false,
    };
    store.put_account(&account(2, true)).unwrap();
    store.put_account(&account(1, true)).unwrap();
    assert!(store.accounts().unwrap() == [account(1, true), account(2, false)]);
    store.put_account(&account(1, false)).unwrap();
    store.remove_account(&account(2, false).id).unwrap();
    store.remove_account(&account(2, false).id).unwrap();
    assert!(store.accounts().unwrap() == [account(1, false)]);
}

fn a_closed_public_store_answers_nothing(store: &dyn PublicStore) {
    store.close();
    assert_eq!(store.document("catalogue"), Err(StoreError::Failed("closed")));
}
