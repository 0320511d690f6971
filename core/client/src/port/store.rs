//! What the phone keeps, as rows and changes; how it is kept is [`crate::store`]'s business.
//!
//! Two stores: [`PublicStore`] (one per phone: catalogue, units, forms, portal keys, the list of accounts; nothing personal, not sealed)
//! and [`Store`] (one per account: drafts, outbox, dossiers, evidence, events, feedback; every row sealed).
//!
//! Writes are values: a use case collects [`Change`]s and commits them in **one** transaction, so that "freeze the draft, write the manifest,
//! queue the entry" happens wholly or not at all. When [`Store::commit`] returns, the changes survive the app's death (*kept*) and,
//! as the personal database runs `synchronous=FULL`, a power loss too (*safe*).

use std::path::Path;

use motcua_domain::{
    draft::DraftState,
    ids::{AccountId, DossierId, DraftId, EntryId, ReportId, Sha256},
    outbox::Entry,
    time::Millis,
};
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Why the store can't do it. No variant names a row's content.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum StoreError {
    /// The phone's storage is full: nothing of this change was kept, everything older is there. Ask the citizen to free space.
    #[error("storage is full")]
    Full,
    /// The file is damaged. It has been left untouched; ask for support, never delete it silently.
    #[error("the database is damaged")]
    Damaged,
    /// A sealed row doesn't open: swapped, altered, or sealed under another key.
    #[error("a sealed {table} row doesn't open")]
    RowDamaged {
        /// The table's name.
        table: &'static str,
    },
    /// The database was written by a newer app. It has been left untouched: ask the citizen to update the app.
    #[error("the database has schema {found}, this app knows {known}")]
    TooNew {
        /// The schema's number in the file.
        found: i64,
        /// The newest number this app knows.
        known: i64,
    },
    /// The phone is locked and this row needs the private key: wait for the unlock.
    #[error("the key is locked")]
    Locked,
    /// The vault has lost the account's key: what it sealed can't be read any more. Tell the citizen before anything is erased.
    #[error("the key is lost")]
    KeyLost,
    /// Another process has this account open.
    #[error("another process has the database open")]
    InUse,
    /// Anything else that the disk or SQLite said; trying again may help.
    #[error("the store failed ({0})")]
    Failed(&'static str),
}

/// A store's answer.
pub type Result<T> = std::result::Result<T, StoreError>;

/// A page of a long list: newest first, `limit` rows after the cursor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page {
    /// The `touched` number of the last row of the page before; `None` for the first page.
    pub after: Option<u64>,
    /// How many rows at most.
    pub limit: u32,
}

/// A draft's head: what the list shows without replaying its journal.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftRow {
    /// The draft's id, made on the phone.
    pub id: DraftId,
    /// Where the draft stands in its life.
    pub state: DraftState,
    /// Procedure code, `1.001193`.
    pub procedure_code: String,
    /// The form's version this draft was begun with.
    pub form_version: String,
    /// When it was begun: also the form engine's `now` for first-load events.
    pub opened_at: Millis,
    /// When it was last changed.
    pub changed_at: Millis,
    /// The form engine's random bytes for this draft: same draft, same bits.
    pub seed: [u8; 32],
    /// Required questions answered.
    pub answered: u32,
    /// Required questions in all.
    pub questions: u32,
    /// The dossier that was made of it, once frozen.
    pub dossier_id: Option<DossierId>,
    /// A supplement's number, when this draft answers the office's request.
    pub supplement: Option<u32>,
    /// Place in the list, highest newest; given by the store at each commit that puts the row.
    #[serde(default)]
    pub touched: u64,
}

/// One edit of a draft, as it was made.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JournalRow {
    /// The draft it belongs to.
    pub draft_id: DraftId,
    /// Its place: 1, 2, 3 … without gaps.
    pub seq: u64,
    /// The edit, in the form session's own encoding.
    pub edit: String,
    /// When it was made; also the form engine's `now` when it is replayed.
    pub at: Millis,
}

/// A paper put into a file slot of a draft.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttachmentRow {
    /// The draft it belongs to.
    pub draft_id: DraftId,
    /// The slot: the question's reference in the form.
    pub reference: String,
    /// The file's name as the citizen knows it (NFC); never used as a path.
    pub name: String,
    /// `image/jpeg`, `image/png` or `application/pdf`, read from the content.
    pub media_type: String,
    /// The bytes, kept sealed in the account's file folder.
    pub file: KeptFile,
}

/// A file kept sealed in the account's folder, named by what is in it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct KeptFile {
    /// SHA-256 of the plain bytes.
    pub sha256: Sha256,
    /// Length of the plain bytes.
    pub size: u64,
}

/// A dossier that was queued or submitted.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DossierRow {
    /// The dossier's id, made on the phone.
    pub id: DossierId,
    /// The draft it was made of.
    pub draft_id: DraftId,
    /// Procedure code.
    pub procedure_code: String,
    /// The office it goes to.
    pub agency_code: String,
    /// The manifests' canonical JSON, exactly as sent: the submission's, then one per supplement.
    pub manifests: Vec<String>,
    /// The signed-in `sub` it was sent as, once sent.
    pub sub: Option<String>,
    /// What the portal last said of it (`GET /v1/dossiers/{id}`), as JSON; unknown members are kept.
    pub portal_state: Option<String>,
    /// The official code, only ever from a verified receipt.
    pub dossier_code: Option<String>,
    /// When it was frozen.
    pub frozen_at: Millis,
    /// Place in the list, given by the store.
    #[serde(default)]
    pub touched: u64,
}

/// One fact of a dossier's evidence chain, as received.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EvidenceRow {
    /// The dossier.
    pub dossier_id: DossierId,
    /// The fact's `seq`.
    pub seq: u32,
    /// The compact JWS, byte for byte.
    pub jws: String,
    /// Whether its signature was verified under a key with a statement, when it was received.
    pub verified: bool,
}

/// One event of a person's log.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventRow {
    /// Whose log it is from; `None` in rows kept before persons were told apart.
    #[serde(default)]
    pub sub: Option<String>,
    /// The portal's number, per person.
    pub seq: u64,
    /// What kind; unknown ones are kept.
    pub kind: String,
    /// The dossier or report it is about.
    pub subject_id: String,
    /// When it happened.
    pub occurred_at: Millis,
    /// The event's `data` as JSON.
    pub data: String,
    /// When the citizen saw it in the inbox.
    pub seen_at: Option<Millis>,
}

/// A 1022 report.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedbackRow {
    /// Our id, also the portal's `attribute[client_id]`.
    pub id: ReportId,
    /// The report and its state, as the domain's JSON.
    pub report: String,
    /// The photo, if any.
    pub photo: Option<KeptFile>,
    /// The 1022 number, once received.
    pub service_request_id: Option<String>,
    /// Place in the list, given by the store.
    #[serde(default)]
    pub touched: u64,
}

/// A row that doesn't open: altered, swapped or damaged on the phone's storage.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct DamagedRow {
    /// The table's name.
    pub table: &'static str,
    /// The row's id: never a person's data.
    pub row: String,
}

/// One write. A commit takes a list of them and keeps all or none.
#[derive(Clone)]
pub enum Change {
    /// Inserts or replaces a draft's head, and moves it to the list's top.
    PutDraft(DraftRow),
    /// Removes a draft with its journal and attachments.
    DeleteDraft(DraftId),
    /// Appends an edit; refused as [`StoreError::Damaged`] if its `seq` isn't the next one.
    AppendEdit(JournalRow),
    /// Inserts a paper, or replaces the one of the same slot and name. Papers that a slot had before stay, so that a step can be taken back.
    PutAttachment(AttachmentRow),
    /// Inserts or replaces an outbox entry.
    PutEntry(Entry),
    /// Removes an entry that is done.
    DeleteEntry(EntryId),
    /// Inserts or replaces a dossier, and moves it to the list's top.
    PutDossier(DossierRow),
    /// Inserts a fact, or replaces the one with the same `seq` if it is the same JWS; another JWS under the same `seq` is kept beside it.
    PutEvidence(EvidenceRow),
    /// Inserts an event; one that is there already (same person and `seq`) stays as it is.
    PutEvent(EventRow),
    /// Marks a person's events up to `last` as seen.
    SeeEvents {
        /// Whose; see [`Store::events`].
        sub: Option<String>,
        /// The newest that was seen.
        last: u64,
        /// When.
        at: Millis,
    },
    /// Inserts or replaces a report.
    PutFeedback(FeedbackRow),
    /// Sets a named value (sign-in state, cursor, push subscription …).
    PutSetting(Setting, Vec<u8>),
    /// Removes a named value.
    DeleteSetting(Setting),
}

/// The named values of an account. Each is sealed under the background key: workers need them while the phone is locked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Setting {
    /// The sign-in machine's state, with the attempt that is under way.
    SignIn,
    /// Access, refresh and ID token.
    Tokens,
    /// Who is signed in: the ID token's claims that screens show.
    Person,
    /// The tracking state: cursor, gaps, wake-ups.
    Tracking,
    /// The push subscription with its private key.
    Push,
    /// This installation's id.
    Installation,
    /// Language, network policy.
    Preferences,
    /// Refresh tokens that wait for their revocation, by outbox entry.
    Revocations,
    /// What the person agreed to, and when.
    Consent,
}

impl Setting {
    /// The name in the database.
    pub const fn name(self) -> &'static str {
        match self {
            Self::SignIn => "sign_in",
            Self::Tokens => "tokens",
            Self::Person => "person",
            Self::Tracking => "tracking",
            Self::Push => "push",
            Self::Installation => "installation",
            Self::Preferences => "preferences",
            Self::Revocations => "revocations",
            Self::Consent => "consent",
        }
    }
}

/// One account's personal store. Calls block for one small SQLite operation.
///
/// A row that doesn't open is an error where it is asked for by itself or is part of a whole (a draft's journal and papers). Lists leave
/// it out, so that it never hides or delays the others, and name it in [`damaged_rows`](Self::damaged_rows).
pub trait Store: Send + Sync {
    /// Keeps all of `changes`, in their order, or none.
    fn commit(&self, changes: &[Change]) -> Result<()>;

    /// One draft's head.
    fn draft(&self, id: &DraftId) -> Result<Option<DraftRow>>;
    /// A page of drafts, newest first.
    fn drafts(&self, page: Page) -> Result<Vec<DraftRow>>;
    /// How many drafts there are.
    fn draft_count(&self) -> Result<u64>;
    /// The newest draft of a dossier: the submission's own, or the one of this supplement.
    fn draft_of_dossier(&self, dossier: &DossierId, supplement: Option<u32>) -> Result<Option<DraftRow>>;
    /// A draft's edits in order.
    fn journal(&self, id: &DraftId) -> Result<Vec<JournalRow>>;
    /// A draft's papers, by reference and then oldest first.
    fn attachments(&self, id: &DraftId) -> Result<Vec<AttachmentRow>>;

    /// All outbox entries, oldest first.
    fn entries(&self) -> Result<Vec<Entry>>;
    /// One outbox entry.
    fn entry(&self, id: &EntryId) -> Result<Option<Entry>>;

    /// One dossier.
    fn dossier(&self, id: &DossierId) -> Result<Option<DossierRow>>;
    /// A page of dossiers, newest first.
    fn dossiers(&self, page: Page) -> Result<Vec<DossierRow>>;
    /// A dossier's facts by `seq`, then by arrival.
    fn evidence(&self, id: &DossierId) -> Result<Vec<EvidenceRow>>;

    /// A page of a person's events, newest first; the cursor is the `seq`. Rows kept before persons were told apart are everybody's.
    fn events(&self, sub: Option<&str>, page: Page) -> Result<Vec<EventRow>>;
    /// Events of one dossier or report, whoever's log told them, by `seq`.
    fn events_of(&self, subject_id: &str) -> Result<Vec<EventRow>>;

    /// One report.
    fn feedback(&self, id: &ReportId) -> Result<Option<FeedbackRow>>;
    /// A page of reports, newest first.
    fn feedbacks(&self, page: Page) -> Result<Vec<FeedbackRow>>;

    /// A named value.
    fn setting(&self, setting: Setting) -> Result<Option<Vec<u8>>>;

    /// The rows that lists had to leave out since the store was opened. Tell the citizen that something can't be read.
    fn damaged_rows(&self) -> Result<Vec<DamagedRow>>;

    /// Copies `source` into the account's folder, sealed in 64 KiB chunks, and makes it safe before returning. The same content is kept once.
    fn keep_file(&self, source: &Path) -> Result<KeptFile>;
    /// As [`keep_file`](Self::keep_file), for bytes in memory (the answers' XML).
    fn keep_bytes(&self, bytes: &[u8]) -> Result<KeptFile>;
    /// Up to `length` plain bytes from `offset`; shorter only at the end. Refused as [`StoreError::RowDamaged`] when a chunk was altered, cut or moved.
    fn read_file(&self, file: &KeptFile, offset: u64, length: usize) -> Result<Vec<u8>>;
    /// Removes files that no attachment, dossier (manifest or portal state), report or entry names any more. Files kept since the store was
    /// opened are spared: the change that names them may still come. Needs the unlocked phone; run it some time after start.
    fn sweep_files(&self) -> Result<()>;
    /// Releases the file handles; every later call fails. Used when an app is suspended or an account is left.
    fn close(&self);
}

/// A document of the public store: catalogue, units, keys, form files …
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// Its name, such as `catalogue` or `form/1.001193/2025-07-01/form.xml`.
    pub name: String,
    /// The portal's ETag, to ask again cheaply.
    pub etag: Option<String>,
    /// When it was fetched: the age that screens show.
    pub fetched_at: Millis,
    /// The bytes as received.
    pub body: Vec<u8>,
}

/// One account on this phone. Local first: it exists before anybody signs in.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountRow {
    /// A random UUID; never a person's id.
    pub id: AccountId,
    /// When it was made.
    pub created_at: Millis,
    /// Whether the app shows this one.
    pub current: bool,
    /// Whether it is being erased: its keys may be gone already, and it is never opened again.
    #[serde(default)]
    pub erasing: bool,
}

/// The phone's public store.
pub trait PublicStore: Send + Sync {
    /// One document.
    fn document(&self, name: &str) -> Result<Option<Document>>;
    /// Keeps all of `documents` or none.
    fn put_documents(&self, documents: &[Document]) -> Result<()>;
    /// The accounts, oldest first.
    fn accounts(&self) -> Result<Vec<AccountRow>>;
    /// Inserts or replaces an account; a current one makes the others not current.
    fn put_account(&self, account: &AccountRow) -> Result<()>;
    /// Removes an account from the list, once its store is erased. Removing an unknown one is fine.
    fn remove_account(&self, id: &AccountId) -> Result<()>;
    /// Releases the file handles; every later call fails.
    fn close(&self);
}
