//! A store whose next commit can be made to fail.

use std::{
    path::Path,
    sync::{Arc, Mutex},
};

use motcua_client::port::store::{
    AttachmentRow, Change, DamagedRow, DossierRow, DraftRow, EventRow, EvidenceRow, FeedbackRow, JournalRow,
    KeptFile, Page, Result, Setting, Store, StoreError,
};
use motcua_domain::{
    ids::{DossierId, DraftId, EntryId, ReportId},
    outbox::Entry,
};

/// Fails when it is told to; otherwise the store behind it.
pub struct FailingStore {
    store: Arc<dyn Store>,
    next_commit: Mutex<Option<StoreError>>,
}

impl FailingStore {
    pub fn new(store: Arc<dyn Store>) -> Self {
        Self {
            store,
            next_commit: Mutex::new(None),
        }
    }

    /// The next commit keeps nothing and fails with this.
    pub fn fail_next_commit(&self, error: StoreError) {
        *self.next_commit.lock().unwrap() = Some(error);
    }

    /// There is room again.
    pub fn recover(&self) {
        *self.next_commit.lock().unwrap() = None;
    }
}

macro_rules! passed_on {
    ($(fn $name:ident(&self $(, $argument:ident: $kind:ty)*) -> $answer:ty;)*) => {
        $(fn $name(&self $(, $argument: $kind)*) -> $answer { self.store.$name($($argument),*) })*
    };
}

impl Store for FailingStore {
    fn commit(&self, changes: &[Change]) -> Result<()> {
        match self.next_commit.lock().unwrap().take() {
            Some(error) => Err(error),
            None => self.store.commit(changes),
        }
    }

    passed_on! {
        fn draft(&self, id: &DraftId) -> Result<Option<DraftRow>>;
        fn drafts(&self, page: Page) -> Result<Vec<DraftRow>>;
        fn draft_count(&self) -> Result<u64>;
        fn draft_of_dossier(&self, dossier: &DossierId, supplement: Option<u32>) -> Result<Option<DraftRow>>;
        fn journal(&self, id: &DraftId) -> Result<Vec<JournalRow>>;
        fn attachments(&self, id: &DraftId) -> Result<Vec<AttachmentRow>>;
        fn entries(&self) -> Result<Vec<Entry>>;
        fn entry(&self, id: &EntryId) -> Result<Option<Entry>>;
        fn dossier(&self, id: &DossierId) -> Result<Option<DossierRow>>;
        fn dossiers(&self, page: Page) -> Result<Vec<DossierRow>>;
        fn evidence(&self, id: &DossierId) -> Result<Vec<EvidenceRow>>;
        fn events(&self, sub: Option<&str>, page: Page) -> Result<Vec<EventRow>>;
        fn events_of(&self, subject_id: &str) -> Result<Vec<EventRow>>;
        fn feedback(&self, id: &ReportId) -> Result<Option<FeedbackRow>>;
        fn feedbacks(&self, page: Page) -> Result<Vec<FeedbackRow>>;
        fn setting(&self, setting: Setting) -> Result<Option<Vec<u8>>>;
        fn damaged_rows(&self) -> Result<Vec<DamagedRow>>;
        fn keep_file(&self, source: &Path) -> Result<KeptFile>;
        fn keep_bytes(&self, bytes: &[u8]) -> Result<KeptFile>;
        fn read_file(&self, file: &KeptFile, offset: u64, length: usize) -> Result<Vec<u8>>;
        fn sweep_files(&self) -> Result<()>;
    }

    fn close(&self) {
        self.store.close();
    }
}
