//! The stores on SQLite.
//!
//! One module a noun: each knows its table, what stands in clear and which key seals the rest. This one opens the database, makes a
//! transaction of a list of changes, and hands the questions on.

mod dossiers;
mod drafts;
mod events;
mod feedback;
mod kept_files;
mod keyring;
mod outbox;
mod public;
mod rows;
mod settings;

use std::{
    collections::HashSet,
    fs::{self, File},
    io::{self, Read},
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock},
};

use motcua_domain::{
    ids::{AccountId, DossierId, DraftId, EntryId, ReportId},
    outbox::Entry,
};
use rusqlite::{Connection, TransactionBehavior};

pub use public::{SqlitePublicStore, open_public};

use self::{
    keyring::{Keyring, alias},
    rows::{Damaged, Reading, Writing},
};
use super::{
    connection::{Owned, from_io, from_sqlite, sync_folder},
    files::Room,
    migration::{PERSONAL, migrate, newest},
    sealing::Scope,
};
use crate::port::{
    KeyVault, Random,
    store::{
        AttachmentRow, Change, DamagedRow, DossierRow, DraftRow, EventRow, EvidenceRow, FeedbackRow,
        JournalRow, KeptFile, Page, Result, Setting, Store, StoreError,
    },
};

const DATABASE: &str = "personal";
const CLOSED: StoreError = StoreError::Failed("closed");

/// One account's store in its folder.
pub struct SqliteStore {
    open: RwLock<Option<Open>>,
}

/// What is open. The order of the fields is the order of closing: the lock goes last.
struct Open {
    reader: Mutex<Connection>,
    writer: Mutex<Writer>,
    keys: Keyring,
    room: Room,
    damaged: Damaged,
    _owned: Owned,
}

struct Writer {
    connection: Connection,
    /// The number of the newest change.
    touched: u64,
}

/// Opens the account's store under `home`, making it first if there is none. Also works while the phone is locked, for an account that
/// was made before: private rows then answer [`StoreError::Locked`] until [`SqliteStore::unlock`].
///
/// # Errors
/// [`StoreError::InUse`], [`StoreError::TooNew`], [`StoreError::Damaged`], [`StoreError::KeyLost`]: tell the citizen; nothing was changed.
/// [`StoreError::Locked`] before the phone's first unlock, [`StoreError::Full`], [`StoreError::Failed`]: try again later.
pub fn open_personal(
    home: &Path,
    account: &AccountId,
    vault: &dyn KeyVault,
    random: Arc<dyn Random>,
) -> Result<SqliteStore> {
    let folder = account_folder(home, account);
    let files = folder.join("files");
    let owned = Owned::take(&folder, DATABASE)?;
    if owned.is_empty()? && files.exists() {
        // The database has been emptied behind our back: a new one would hide that everything is gone.
        return Err(StoreError::Damaged);
    }
    let mut connection = owned.writer(newest(PERSONAL))?;
    migrate(&mut connection, PERSONAL)?;
    let keys = Keyring::open(&mut connection, account.to_string(), vault, random)?;
    let room = Room::open(files, account.to_string())?;
    let touched = newest_change(&connection)?;
    let open = Open {
        reader: Mutex::new(owned.reader()?),
        writer: Mutex::new(Writer { connection, touched }),
        keys,
        room,
        damaged: Damaged::default(),
        _owned: owned,
    };
    Ok(SqliteStore {
        open: RwLock::new(Some(open)),
    })
}

/// Erases an account: first its keys in the vault, after which nothing of it can be read any more, then its folder. Safe to repeat after
/// being interrupted anywhere. Close the account's store first, and remove it from the public store afterwards.
///
/// # Errors
/// [`StoreError::InUse`] while it is open; [`StoreError::Failed`] when the vault or the disk doesn't do it: call again.
pub fn erase_account(home: &Path, account: &AccountId, vault: &dyn KeyVault) -> Result<()> {
    let folder = account_folder(home, account);
    let owned = folder
        .exists()
        .then(|| Owned::take(&folder, DATABASE))
        .transpose()?;
    for scope in Scope::ALL {
        vault
            .erase(&alias(&account.to_string(), scope))
            .map_err(|_| StoreError::Failed("key vault"))?;
    }
    let Some(_held_until_the_folder_is_gone) = owned else {
        return Ok(());
    };
    fs::remove_dir_all(&folder).map_err(|error| from_io(&error))?;
    folder.parent().map_or(Ok(()), sync_folder)
}

fn account_folder(home: &Path, account: &AccountId) -> PathBuf {
    home.join("accounts").join(account.to_string())
}

/// The counter goes on where the newest row stands.
fn newest_change(connection: &Connection) -> Result<u64> {
    let sql = "SELECT coalesce(max(newest), 0) FROM (
                 SELECT max(touched) AS newest FROM draft UNION ALL SELECT max(touched) FROM dossier
                 UNION ALL SELECT max(touched) FROM feedback UNION ALL SELECT max(position) FROM outbox_entry)";
    let newest: i64 = connection
        .query_row(sql, [], |row| row.get(0))
        .map_err(from_sqlite)?;
    u64::try_from(newest).map_err(|_| StoreError::Damaged)
}

fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // A panic elsewhere rolled its transaction back: what is in the mutex is whole.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl SqliteStore {
    /// Wipes the private key from memory: call it when the phone is locked. Drafts, papers and results answer [`StoreError::Locked`] until
    /// [`unlock`](Self::unlock); outbox, events and dossiers go on.
    pub fn lock(&self) {
        // A closed store has no key any more.
        let _closed = self.with(|open| {
            open.keys.lock();
            Ok(())
        });
    }

    /// Loads the private key again: call it when the phone is unlocked.
    ///
    /// # Errors
    /// [`StoreError::Locked`] when the vault still is; [`StoreError::KeyLost`].
    pub fn unlock(&self, vault: &dyn KeyVault) -> Result<()> {
        self.with(|open| open.keys.unlock(&held(&open.writer).connection, vault))
    }

    fn with<T>(&self, work: impl FnOnce(&Open) -> Result<T>) -> Result<T> {
        let open = self.open.read().unwrap_or_else(PoisonError::into_inner);
        work(open.as_ref().ok_or(CLOSED)?)
    }

    fn read<T>(&self, work: impl FnOnce(&Reading<'_>) -> Result<T>) -> Result<T> {
        self.with(|open| open.read(work))
    }

    fn keep(&self, source: &mut dyn Read) -> Result<KeptFile> {
        self.with(|open| open.keep(source))
    }
}

impl Open {
    fn read<T>(&self, work: impl FnOnce(&Reading<'_>) -> Result<T>) -> Result<T> {
        let reader = held(&self.reader);
        work(&Reading {
            connection: &reader,
            keys: &self.keys,
            damaged: &self.damaged,
        })
    }

    /// One transaction: all of `work` or nothing.
    fn write<T>(&self, work: impl FnOnce(&mut Writing<'_>) -> Result<T>) -> Result<T> {
        let mut writer = held(&self.writer);
        let Writer { connection, touched } = &mut *writer;
        let done = Self::transact(connection, &self.keys, *touched, work);
        match done {
            Ok((value, newest)) => {
                *touched = newest;
                Ok(value)
            }
            Err(error) => {
                self.keys.forget_reservations();
                Err(error)
            }
        }
    }

    fn transact<T>(
        connection: &mut Connection,
        keys: &Keyring,
        touched: u64,
        work: impl FnOnce(&mut Writing<'_>) -> Result<T>,
    ) -> Result<(T, u64)> {
        let transaction = connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(from_sqlite)?;
        let mut writing = Writing {
            transaction: &transaction,
            keys,
            touched,
        };
        let value = work(&mut writing)?;
        let newest = writing.touched;
        transaction.commit().map_err(from_sqlite)?;
        Ok((value, newest))
    }

    /// Seals `source` into the folder, then writes its row: a row never names half a file.
    fn keep(&self, source: &mut dyn Read) -> Result<KeptFile> {
        self.keys.demand(Scope::Private)?;
        let mut fresh = held(&self.room.fresh);
        let written = self.room.write(source, self.keys.random())?;
        let (name, there) = self.read(|reading| {
            let name = kept_files::name(reading, &written.kept.sha256);
            let there = kept_files::find(reading, &written.kept.sha256);
            Ok((name, there))
        })?;
        let there = match there {
            Ok(there) => there,
            // Its row is damaged: this copy replaces it.
            Err(StoreError::RowDamaged { .. }) => None,
            Err(error) => return Err(error),
        };
        let whole = there
            .as_ref()
            .is_some_and(|entry| self.room.is_whole(&entry.file, &entry.key, entry.size));
        if whole {
            self.room.discard(&written);
        } else {
            self.room.publish(&written)?;
            let scope = there.as_ref().map_or(Scope::Private, |entry| entry.scope);
            self.write(|writing| kept_files::put(writing, &written, scope))?;
            if let Some(damaged) = there {
                self.room.forget(&damaged.file);
            }
        }
        fresh.insert(name);
        Ok(written.kept)
    }

    fn sweep(&self) -> Result<()> {
        let fresh = held(&self.room.fresh);
        let kept = self.write(|writing| {
            let named = {
                let reading = writing.reading(&self.damaged);
                named_files(&reading)?
            };
            kept_files::retain(writing, |name| named.contains(name) || fresh.contains(name))
        })?;
        self.room.sweep(&kept.into_iter().collect())
    }
}

/// The names of all files that something still speaks of. A row that doesn't open is an error here: it may name a file.
fn named_files(reading: &Reading<'_>) -> Result<HashSet<String>> {
    let papers = drafts::all_attachments(reading)?
        .into_iter()
        .map(|paper| paper.file.sha256);
    let others = [
        dossiers::hashes(reading)?,
        outbox::hashes(reading)?,
        feedback::hashes(reading)?,
    ]
    .concat();
    Ok(papers
        .chain(others)
        .map(|sha256| kept_files::name(reading, &sha256))
        .collect())
}

fn apply(writing: &mut Writing<'_>, change: &Change) -> Result<()> {
    match change {
        Change::PutDraft(draft) => drafts::put(writing, draft),
        Change::DeleteDraft(id) => drafts::delete(writing, id),
        Change::AppendEdit(edit) => drafts::append(writing, edit),
        Change::PutAttachment(paper) => drafts::put_attachment(writing, paper),
        Change::PutEntry(entry) => outbox::put(writing, entry),
        Change::DeleteEntry(id) => outbox::delete(writing, id),
        Change::PutDossier(dossier) => dossiers::put(writing, dossier),
        Change::PutEvidence(fact) => dossiers::put_evidence(writing, fact),
        Change::PutEvent(event) => events::put(writing, event),
        Change::SeeEvents { sub, last, at } => events::see(writing, sub.as_deref(), *last, *at),
        Change::PutFeedback(report) => feedback::put(writing, report),
        Change::PutSetting(setting, value) => settings::put(writing, *setting, value),
        Change::DeleteSetting(setting) => settings::delete(writing, *setting),
    }
}

impl Store for SqliteStore {
    fn commit(&self, changes: &[Change]) -> Result<()> {
        self.with(|open| open.write(|writing| changes.iter().try_for_each(|change| apply(writing, change))))
    }

    fn draft(&self, id: &DraftId) -> Result<Option<DraftRow>> {
        self.read(|reading| drafts::one(reading, id))
    }

    fn drafts(&self, page: Page) -> Result<Vec<DraftRow>> {
        self.read(|reading| drafts::page(reading, page))
    }

    fn draft_count(&self) -> Result<u64> {
        self.read(drafts::count)
    }

    fn draft_of_dossier(&self, dossier: &DossierId, supplement: Option<u32>) -> Result<Option<DraftRow>> {
        self.read(|reading| drafts::of_dossier(reading, dossier, supplement))
    }

    fn journal(&self, id: &DraftId) -> Result<Vec<JournalRow>> {
        self.read(|reading| drafts::journal(reading, id))
    }

    fn attachments(&self, id: &DraftId) -> Result<Vec<AttachmentRow>> {
        self.read(|reading| drafts::attachments(reading, id))
    }

    fn entries(&self) -> Result<Vec<Entry>> {
        self.read(outbox::all)
    }

    fn entry(&self, id: &EntryId) -> Result<Option<Entry>> {
        self.read(|reading| outbox::one(reading, id))
    }

    fn dossier(&self, id: &DossierId) -> Result<Option<DossierRow>> {
        self.read(|reading| dossiers::one(reading, id))
    }

    fn dossiers(&self, page: Page) -> Result<Vec<DossierRow>> {
        self.read(|reading| dossiers::page(reading, page))
    }

    fn evidence(&self, id: &DossierId) -> Result<Vec<EvidenceRow>> {
        self.read(|reading| dossiers::evidence(reading, id))
    }

    fn events(&self, sub: Option<&str>, page: Page) -> Result<Vec<EventRow>> {
        self.read(|reading| events::page(reading, sub, page))
    }

    fn events_of(&self, subject_id: &str) -> Result<Vec<EventRow>> {
        self.read(|reading| events::of_subject(reading, subject_id))
    }

    fn feedback(&self, id: &ReportId) -> Result<Option<FeedbackRow>> {
        self.read(|reading| feedback::one(reading, id))
    }

    fn feedbacks(&self, page: Page) -> Result<Vec<FeedbackRow>> {
        self.read(|reading| feedback::page(reading, page))
    }

    fn setting(&self, setting: Setting) -> Result<Option<Vec<u8>>> {
        self.read(|reading| settings::one(reading, setting))
    }

    fn damaged_rows(&self) -> Result<Vec<DamagedRow>> {
        self.with(|open| Ok(held(&open.damaged).iter().cloned().collect()))
    }

    fn keep_file(&self, source: &Path) -> Result<KeptFile> {
        let mut file = File::open(source).map_err(|_| StoreError::Failed("source file"))?;
        self.keep(&mut file)
    }

    fn keep_bytes(&self, bytes: &[u8]) -> Result<KeptFile> {
        self.keep(&mut io::Cursor::new(bytes))
    }

    fn read_file(&self, file: &KeptFile, offset: u64, length: usize) -> Result<Vec<u8>> {
        self.with(|open| {
            let entry = open
                .read(|reading| kept_files::find(reading, &file.sha256))?
                .ok_or(kept_files::UNKNOWN)?;
            kept_files::demand_size(&entry, file)?;
            open.room
                .read(&entry.file, &entry.key, entry.size, offset, length)
        })
    }

    fn sweep_files(&self) -> Result<()> {
        self.with(Open::sweep)
    }

    fn close(&self) {
        *self.open.write().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

#[cfg(test)]
mod tests;
