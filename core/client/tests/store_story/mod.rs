//! One account's life, told to a store: every table has rows, every row has values that must not be found in the clear.
//!
//! The frozen databases of `tests/data/` were made by this story: once a schema is released, what it tells stays as it is.

#![allow(
    clippy::unwrap_used,
    reason = "a test's helpers may panic: that is how they fail"
)]

use motcua_client::port::store::{
    AccountRow, AttachmentRow, Change, Document, DossierRow, DraftRow, EventRow, EvidenceRow, FeedbackRow,
    JournalRow, KeptFile, Page, PublicStore, Setting, Store,
};
use motcua_domain::{
    draft::DraftState,
    ids::{AccountId, DossierId, DraftId, EntryId, ReportId, Subject},
    outbox::{Entry, What},
    time::Millis,
};

/// The account that the story is about.
pub(crate) fn account() -> AccountId {
    AccountId::new(Millis(1_700_000_000_000), [1; 10])
}

/// Names, numbers, answers, tokens: each as somebody would look for it. The person is invented.
pub(crate) const PLANTED: &[&str] = &[
    "Trần Thị Ánh Dương Canary",
    "000099887766",
    "+84000111222",
    "hẻm 12/34 đường Không Có Thật",
    "/data/child/full_name",
    "giấy chứng sinh của bé.jpg",
    "/data/papers/birth_cert",
    "1.001193",
    "000.00.01.H29",
    "sub-canary-5f3c",
    "000.00.01.H29-260930-0012",
    "eyJhbGciOiJFUzI1NiJ9.canary-evidence",
    "dossier_changed_canary",
    "supplement_requested_canary",
    "Ổ gà to trước nhà bà Canary",
    "1022-canary-77",
    "refresh-token-canary",
    "photo bytes of a face",
    "answers XML: <full_name>Bé Canary</full_name>",
];

const PAPER: &[u8] = b"photo bytes of a face, repeated: photo bytes of a face";
const ANSWERS: &[u8] = "answers XML: <full_name>Bé Canary</full_name>".as_bytes();

fn draft_id() -> DraftId {
    DraftId::new(Millis(1_700_000_000_001), [2; 10])
}

fn dossier_id() -> DossierId {
    DossierId::new(Millis(1_700_000_000_002), [3; 10])
}

fn entry() -> Entry {
    let id = EntryId::new(Millis(1_700_000_000_003), [4; 10]);
    Entry::new(
        id,
        Some(Subject::new("sub-canary-5f3c")),
        What::Withdrawal {
            dossier: dossier_id(),
        },
        Millis(40),
    )
}

fn draft(touched: u64) -> DraftRow {
    DraftRow {
        id: draft_id(),
        state: DraftState::Editing,
        procedure_code: "1.001193".into(),
        form_version: "2025-07-01".into(),
        opened_at: Millis(10),
        changed_at: Millis(20),
        seed: [5; 32],
        answered: 2,
        questions: 30,
        dossier_id: Some(dossier_id()),
        supplement: Some(1),
        touched,
    }
}

fn journal() -> Vec<JournalRow> {
    let edits = [
        r#"{"answer":{"reference":"/data/child/full_name","value":"Trần Thị Ánh Dương Canary"}}"#,
        r#"{"answer":{"reference":"/data/father/personal_id","value":"000099887766"}}"#,
        r#"{"answer":{"reference":"/data/home","value":"hẻm 12/34 đường Không Có Thật"}}"#,
    ];
    edits
        .into_iter()
        .zip(1..)
        .map(|(edit, seq)| JournalRow {
            draft_id: draft_id(),
            seq,
            edit: edit.into(),
            at: Millis(30),
        })
        .collect()
}

fn paper(file: KeptFile) -> AttachmentRow {
    AttachmentRow {
        draft_id: draft_id(),
        reference: "/data/papers/birth_cert".into(),
        name: "giấy chứng sinh của bé.jpg".into(),
        media_type: "image/jpeg".into(),
        file,
    }
}

fn dossier(answers: &KeptFile, touched: u64) -> DossierRow {
    DossierRow {
        id: dossier_id(),
        draft_id: draft_id(),
        procedure_code: "1.001193".into(),
        agency_code: "000.00.01.H29".into(),
        manifests: vec![format!(r#"{{"answers":{{"sha256":"{}"}}}}"#, answers.sha256)],
        sub: Some("sub-canary-5f3c".into()),
        portal_state: Some(r#"{"status":"supplement_requested_canary"}"#.into()),
        dossier_code: Some("000.00.01.H29-260930-0012".into()),
        frozen_at: Millis(50),
        touched,
    }
}

fn fact() -> EvidenceRow {
    let jws = "eyJhbGciOiJFUzI1NiJ9.canary-evidence.signature".into();
    EvidenceRow {
        dossier_id: dossier_id(),
        seq: 0,
        jws,
        verified: true,
    }
}

fn event() -> EventRow {
    EventRow {
        sub: None,
        seq: 1,
        kind: "dossier_changed_canary".into(),
        subject_id: dossier_id().to_string(),
        occurred_at: Millis(60),
        data: r#"{"status":"supplement_requested_canary"}"#.into(),
        seen_at: Some(Millis(70)),
    }
}

fn report(photo: KeptFile, touched: u64) -> FeedbackRow {
    FeedbackRow {
        id: ReportId::new(Millis(1_700_000_000_004), [6; 10]),
        report: r#"{"description":"Ổ gà to trước nhà bà Canary","phone":"+84000111222"}"#.into(),
        photo: Some(photo),
        service_request_id: Some("1022-canary-77".into()),
        touched,
    }
}

fn document() -> Document {
    Document {
        name: "catalogue".into(),
        etag: Some("\"7\"".into()),
        fetched_at: Millis(5),
        body: b"{}".to_vec(),
    }
}

/// Tells the story to empty stores; gives the files that it kept.
pub(crate) fn tell(store: &dyn Store, public: &dyn PublicStore) -> Vec<KeptFile> {
    public.put_documents(&[document()]).unwrap();
    public
        .put_account(&AccountRow {
            id: account(),
            created_at: Millis(1),
            current: true,
            erasing: false,
        })
        .unwrap();
    let (photo, answers) = (
        store.keep_bytes(PAPER).unwrap(),
        store.keep_bytes(ANSWERS).unwrap(),
    );
    let tokens = b"refresh-token-canary".to_vec();
    store
        .commit(&[
            Change::PutDraft(draft(0)),
            Change::PutAttachment(paper(photo.clone())),
        ])
        .unwrap();
    store
        .commit(&journal().into_iter().map(Change::AppendEdit).collect::<Vec<_>>())
        .unwrap();
    store
        .commit(&[
            Change::PutDossier(dossier(&answers, 0)),
            Change::PutEntry(entry()),
            Change::PutEvidence(fact()),
            Change::PutEvent(EventRow {
                seen_at: None,
                ..event()
            }),
            Change::SeeEvents {
                sub: None,
                last: 1,
                at: Millis(70),
            },
            Change::PutFeedback(report(photo.clone(), 0)),
            Change::PutSetting(Setting::Tokens, tokens),
        ])
        .unwrap();
    vec![photo, answers]
}

/// Asserts that stores know the whole story.
pub(crate) fn recall(store: &dyn Store, public: &dyn PublicStore) {
    let page = Page {
        after: None,
        limit: 10,
    };
    assert_eq!(public.document("catalogue").unwrap(), Some(document()));
    assert!(
        public.accounts().unwrap()
            == [AccountRow {
                id: account(),
                created_at: Millis(1),
                current: true,
                erasing: false,
            }]
    );
    let head = store.draft(&draft_id()).unwrap().unwrap();
    assert!(head == draft(head.touched) && store.drafts(page).unwrap() == [head.clone()]);
    assert!(store.draft_of_dossier(&dossier_id(), Some(1)).unwrap() == Some(head));
    assert!(store.journal(&draft_id()).unwrap() == journal());
    let papers = store.attachments(&draft_id()).unwrap();
    let photo = papers[0].file.clone();
    assert!(papers == [paper(photo.clone())]);
    assert_eq!(store.entries().unwrap(), [entry()]);
    let sent = store.dossier(&dossier_id()).unwrap().unwrap();
    let answers = KeptFile {
        sha256: sent.manifests[0][22..86].parse().unwrap(),
        size: ANSWERS.len() as u64,
    };
    assert!(sent == dossier(&answers, sent.touched) && store.dossiers(page).unwrap() == [sent]);
    assert!(store.evidence(&dossier_id()).unwrap() == [fact()]);
    assert!(
        store.events(None, page).unwrap() == [event()]
            && store.events_of(&dossier_id().to_string()).unwrap() == [event()]
    );
    let reports = store.feedbacks(page).unwrap();
    assert!(reports == [report(photo.clone(), reports[0].touched)]);
    assert_eq!(
        store.setting(Setting::Tokens).unwrap().as_deref(),
        Some(&b"refresh-token-canary"[..])
    );
    assert_eq!(store.read_file(&photo, 0, 1000).unwrap(), PAPER);
    assert_eq!(store.read_file(&answers, 0, 1000).unwrap(), ANSWERS);
    assert!(store.damaged_rows().unwrap().is_empty());
}
