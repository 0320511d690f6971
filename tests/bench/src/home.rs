//! A phone's storage with long lists, made through the store as the app would: `motcua-bench fill-home FOLDER`, and the figures' own.
//!
//! 10,000 drafts; for the shells' tests of long lists, which call this program, also 10,000 dossiers, messages and reports each. The account's key lies in
//! `FOLDER/keys`, its database below `FOLDER/data`. Nothing of it was ever at a portal.

use std::{path::Path, sync::Arc};

use motcua_client::{
    port::{
        Clock as _, Random, SystemClock, SystemRandom,
        random::random_bytes,
        store::{
            AccountRow, Change, DossierRow, DraftRow, EventRow, FeedbackRow, PublicStore as _, Store as _,
        },
    },
    screen::feedback::ReportRecord,
    store::{self, desktop::FileKeyVault, sqlite::SqliteStore},
};
use motcua_domain::{
    draft::DraftState,
    feedback::{ReportForm, ReportState},
    ids::{AccountId, DossierId, DraftId, ReportId},
    time::Millis,
};

/// Rows of each kind.
pub(crate) const ROWS: usize = 10_000;
const PROCEDURE: &str = "1.001193";

/// A storage with drafts alone.
pub(crate) fn with_drafts(home: &Path) {
    fill(&empty(home), draft);
}

/// A storage with everything that a shell lists.
pub(crate) fn with_everything(home: &Path) {
    let store = empty(home);
    fill(&store, draft);
    fill(&store, dossier);
    fill(&store, message);
    fill(&store, report);
}

/// Drafts besides what a phone has already; nobody else has it open.
pub(crate) fn add_drafts(data: &Path, keys: &Path) {
    let random: Arc<dyn Random> = Arc::new(SystemRandom::new());
    let accounts = store::open_public(data)
        .expect("a public store")
        .accounts()
        .expect("accounts");
    let account = accounts.iter().find(|it| it.current).expect("an account");
    let vault = FileKeyVault::new(keys, random.clone());
    fill(
        &store::open_personal(data, &account.id, &vault, random).expect("a store"),
        draft,
    );
}

/// A store with an account and nothing in it.
fn empty(home: &Path) -> SqliteStore {
    let random: Arc<dyn Random> = Arc::new(SystemRandom::new());
    let public = store::open_public(&home.join("data")).expect("a public store");
    let now = SystemClock.now();
    let account = AccountId::new(now, random_bytes(&*random));
    public
        .put_account(&AccountRow {
            id: account,
            created_at: now,
            current: true,
            erasing: false,
        })
        .expect("an account");
    let vault = FileKeyVault::new(home.join("keys"), random.clone());
    store::open_personal(&home.join("data"), &account, &vault, random).expect("a store")
}

fn fill(store: &SqliteStore, row: impl Fn(usize, Millis) -> Change) {
    let now = SystemClock.now();
    for first in (0..ROWS).step_by(500) {
        let changes: Vec<Change> = (first..first + 500).map(|index| row(index, now)).collect();
        store.commit(&changes).expect("kept");
    }
}

/// Ten bytes that are another one's for each index; at the end, for the first bits make room for the UUID's version.
fn bits(index: usize) -> [u8; 10] {
    let mut bits = [0; 10];
    bits[2..].copy_from_slice(&index.to_be_bytes());
    bits
}

fn draft(index: usize, now: Millis) -> Change {
    Change::PutDraft(DraftRow {
        id: DraftId::new(now, bits(index)),
        state: DraftState::Editing,
        procedure_code: PROCEDURE.to_owned(),
        form_version: "2026112201".to_owned(),
        opened_at: now,
        changed_at: now,
        seed: [0; 32],
        answered: 12,
        questions: 40,
        dossier_id: None,
        supplement: None,
        touched: 0,
    })
}

fn dossier(index: usize, now: Millis) -> Change {
    Change::PutDossier(DossierRow {
        id: DossierId::new(now, bits(index)),
        draft_id: DraftId::new(now, bits(ROWS + index)),
        procedure_code: PROCEDURE.to_owned(),
        agency_code: "26740".to_owned(),
        manifests: Vec::new(),
        sub: None,
        portal_state: None,
        dossier_code: None,
        frozen_at: now,
        touched: 0,
    })
}

/// Seen already: a home with 10,000 alerts is another subject.
fn message(index: usize, now: Millis) -> Change {
    Change::PutEvent(EventRow {
        sub: None,
        seq: index as u64 + 1,
        kind: "feedback_changed".to_owned(),
        subject_id: format!("1022-{index}"),
        occurred_at: now,
        data: "{}".to_owned(),
        seen_at: Some(now),
    })
}

fn report(index: usize, now: Millis) -> Change {
    let id = ReportId::new(now, bits(index));
    let record = ReportRecord {
        form: ReportForm {
            id,
            category: Some("HT".to_owned()),
            place: None,
            description: format!("Ổ gà số {index} giữa làn xe máy."),
            photo: None,
            name: None,
            phone: None,
        },
        state: ReportState::Queued,
        queued_at: now,
        answer: None,
        expected_at: None,
    };
    Change::PutFeedback(FeedbackRow {
        id,
        report: serde_json::to_string(&record).expect("JSON"),
        photo: None,
        service_request_id: None,
        touched: 0,
    })
}
