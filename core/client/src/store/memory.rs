//! The same stores in memory: for tests of what is built on top, and held to the same contract as SQLite.
//!
//! A commit works on a copy that replaces the state when all of it went well, so atomicity is plain to see. Nothing is sealed; nothing
//! survives the process.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    fs,
    path::Path,
    sync::{Mutex, MutexGuard, PoisonError},
};

use motcua_domain::{
    ids::{AccountId, DossierId, DraftId, EntryId, ReportId, Sha256},
    outbox::Entry,
};

use super::files::{hashes_in, sha256};
use crate::port::store::{
    AccountRow, AttachmentRow, Change, DamagedRow, Document, DossierRow, DraftRow, EventRow, EvidenceRow,
    FeedbackRow, JournalRow, KeptFile, Page, PublicStore, Result, Setting, Store, StoreError,
};

const CLOSED: StoreError = StoreError::Failed("closed");

/// One account's store in memory.
#[derive(Default)]
pub struct MemoryStore(Mutex<State>);

#[derive(Clone, Default)]
struct State {
    closed: bool,
    rows: Rows,
    files: HashMap<Sha256, Vec<u8>>,
    /// Kept since the store was made: spared by a sweep until something named them once.
    fresh: HashSet<Sha256>,
}

#[derive(Clone, Default)]
struct Rows {
    touched: u64,
    drafts: BTreeMap<DraftId, DraftRow>,
    edits: BTreeMap<DraftId, Vec<JournalRow>>,
    papers: BTreeMap<DraftId, Vec<AttachmentRow>>,
    entries: Vec<Entry>,
    dossiers: BTreeMap<DossierId, DossierRow>,
    evidence: BTreeMap<DossierId, Vec<EvidenceRow>>,
    events: BTreeMap<(Option<String>, u64), EventRow>,
    reports: BTreeMap<ReportId, FeedbackRow>,
    settings: BTreeMap<Setting, Vec<u8>>,
}

impl MemoryStore {
    /// An empty store.
    pub fn new() -> Self {
        Self::default()
    }

    fn state(&self) -> Result<MutexGuard<'_, State>> {
        let state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if state.closed { Err(CLOSED) } else { Ok(state) }
    }

    fn keep(&self, bytes: Vec<u8>) -> Result<KeptFile> {
        let kept = KeptFile {
            sha256: sha256(&bytes),
            size: bytes.len() as u64,
        };
        let mut state = self.state()?;
        state.files.insert(kept.sha256, bytes);
        state.fresh.insert(kept.sha256);
        Ok(kept)
    }
}

impl Rows {
    fn touch(&mut self) -> u64 {
        self.touched += 1;
        self.touched
    }

    fn apply(&mut self, change: &Change) -> Result<()> {
        match change {
            Change::PutDraft(draft) => {
                let touched = self.touch();
                self.drafts.insert(
                    draft.id,
                    DraftRow {
                        touched,
                        ..draft.clone()
                    },
                );
            }
            Change::DeleteDraft(id) => {
                self.drafts.remove(id);
                self.edits.remove(id);
                self.papers.remove(id);
            }
            Change::AppendEdit(edit) => self.append(edit)?,
            Change::PutAttachment(paper) => self.put_paper(paper)?,
            Change::PutEntry(entry) => match self.entries.iter_mut().find(|kept| kept.id == entry.id) {
                Some(kept) => *kept = entry.clone(),
                None => self.entries.push(entry.clone()),
            },
            Change::DeleteEntry(id) => self.entries.retain(|entry| entry.id != *id),
            Change::PutDossier(dossier) => {
                let touched = self.touch();
                self.dossiers.insert(
                    dossier.id,
                    DossierRow {
                        touched,
                        ..dossier.clone()
                    },
                );
            }
            Change::PutEvidence(fact) => self.put_evidence(fact),
            Change::PutEvent(event) => {
                let key = (event.sub.clone(), event.seq);
                self.events.entry(key).or_insert_with(|| event.clone());
            }
            Change::SeeEvents { sub, last, at } => {
                let unseen = self.events.values_mut().filter(|event| {
                    (event.sub.is_none() || event.sub == *sub)
                        && event.seq <= *last
                        && event.seen_at.is_none()
                });
                unseen.for_each(|event| event.seen_at = Some(*at));
            }
            Change::PutFeedback(report) => {
                let touched = self.touch();
                self.reports.insert(
                    report.id,
                    FeedbackRow {
                        touched,
                        ..report.clone()
                    },
                );
            }
            Change::PutSetting(setting, value) => {
                self.settings.insert(*setting, value.clone());
            }
            Change::DeleteSetting(setting) => {
                self.settings.remove(setting);
            }
        }
        Ok(())
    }

    fn append(&mut self, edit: &JournalRow) -> Result<()> {
        let last = self
            .edits
            .get(&edit.draft_id)
            .map_or(0, |edits| edits.len() as u64);
        if edit.seq != last + 1 {
            return Err(StoreError::Damaged);
        }
        self.demand_draft(&edit.draft_id)?;
        self.edits.entry(edit.draft_id).or_default().push(edit.clone());
        Ok(())
    }

    fn put_paper(&mut self, paper: &AttachmentRow) -> Result<()> {
        self.demand_draft(&paper.draft_id)?;
        let papers = self.papers.entry(paper.draft_id).or_default();
        match papers
            .iter_mut()
            .find(|kept| kept.reference == paper.reference && kept.name == paper.name)
        {
            Some(kept) => *kept = paper.clone(),
            None => papers.push(paper.clone()),
        }
        Ok(())
    }

    fn put_evidence(&mut self, fact: &EvidenceRow) {
        let facts = self.evidence.entry(fact.dossier_id).or_default();
        match facts
            .iter_mut()
            .find(|kept| kept.seq == fact.seq && kept.jws == fact.jws)
        {
            Some(kept) => *kept = fact.clone(),
            None => facts.push(fact.clone()),
        }
        // Stable: facts under one seq stay in the order of their arrival.
        facts.sort_by_key(|fact| fact.seq);
    }

    fn demand_draft(&self, id: &DraftId) -> Result<()> {
        if self.drafts.contains_key(id) {
            Ok(())
        } else {
            Err(StoreError::Failed("constraint"))
        }
    }

    fn named_files(&self) -> HashSet<Sha256> {
        let papers = self.papers.values().flatten().map(|paper| paper.file.sha256);
        let photos = self
            .reports
            .values()
            .filter_map(|report| report.photo.as_ref())
            .map(|photo| photo.sha256);
        let reports = self.reports.values().flat_map(|report| hashes_in(&report.report));
        let entries = self
            .entries
            .iter()
            .filter_map(|entry| serde_json::to_string(entry).ok())
            .flat_map(|json| hashes_in(&json));
        let dossiers = self.dossiers.values().flat_map(|dossier| {
            let state = dossier.portal_state.as_deref().unwrap_or_default();
            dossier
                .manifests
                .iter()
                .map(String::as_str)
                .chain([state])
                .flat_map(hashes_in)
                .collect::<Vec<_>>()
        });
        papers
            .chain(photos)
            .chain(reports)
            .chain(entries)
            .chain(dossiers)
            .collect()
    }
}

/// A page of `rows`, highest number first.
fn page<T: Clone>(rows: impl Iterator<Item = T>, number: impl Fn(&T) -> u64, page: Page) -> Vec<T> {
    let mut rows: Vec<T> = rows
        .filter(|row| page.after.is_none_or(|after| number(row) < after))
        .collect();
    rows.sort_by_key(|row| std::cmp::Reverse(number(row)));
    rows.truncate(page.limit as usize);
    rows
}

impl Store for MemoryStore {
    fn commit(&self, changes: &[Change]) -> Result<()> {
        let mut state = self.state()?;
        let mut next = state.rows.clone();
        changes.iter().try_for_each(|change| next.apply(change))?;
        state.rows = next;
        Ok(())
    }

    fn draft(&self, id: &DraftId) -> Result<Option<DraftRow>> {
        Ok(self.state()?.rows.drafts.get(id).cloned())
    }

    fn drafts(&self, wanted: Page) -> Result<Vec<DraftRow>> {
        Ok(page(
            self.state()?.rows.drafts.values().cloned(),
            |draft| draft.touched,
            wanted,
        ))
    }

    fn draft_count(&self) -> Result<u64> {
        Ok(self.state()?.rows.drafts.len() as u64)
    }

    fn draft_of_dossier(&self, dossier: &DossierId, supplement: Option<u32>) -> Result<Option<DraftRow>> {
        let state = self.state()?;
        let fits = |draft: &&DraftRow| draft.dossier_id == Some(*dossier) && draft.supplement == supplement;
        Ok(state
            .rows
            .drafts
            .values()
            .filter(fits)
            .max_by_key(|draft| draft.touched)
            .cloned())
    }

    fn journal(&self, id: &DraftId) -> Result<Vec<JournalRow>> {
        Ok(self.state()?.rows.edits.get(id).cloned().unwrap_or_default())
    }

    fn attachments(&self, id: &DraftId) -> Result<Vec<AttachmentRow>> {
        let mut papers = self.state()?.rows.papers.get(id).cloned().unwrap_or_default();
        papers.sort_by(|a, b| a.reference.cmp(&b.reference));
        Ok(papers)
    }

    fn entries(&self) -> Result<Vec<Entry>> {
        Ok(self.state()?.rows.entries.clone())
    }

    fn entry(&self, id: &EntryId) -> Result<Option<Entry>> {
        Ok(self
            .state()?
            .rows
            .entries
            .iter()
            .find(|entry| entry.id == *id)
            .cloned())
    }

    fn dossier(&self, id: &DossierId) -> Result<Option<DossierRow>> {
        Ok(self.state()?.rows.dossiers.get(id).cloned())
    }

    fn dossiers(&self, wanted: Page) -> Result<Vec<DossierRow>> {
        Ok(page(
            self.state()?.rows.dossiers.values().cloned(),
            |dossier| dossier.touched,
            wanted,
        ))
    }

    fn evidence(&self, id: &DossierId) -> Result<Vec<EvidenceRow>> {
        Ok(self.state()?.rows.evidence.get(id).cloned().unwrap_or_default())
    }

    fn events(&self, sub: Option<&str>, wanted: Page) -> Result<Vec<EventRow>> {
        let state = self.state()?;
        // A person's own row comes after the nameless one of the same number and takes its place.
        let theirs = state.rows.events.values();
        let theirs = theirs.filter(|event| event.sub.is_none() || event.sub.as_deref() == sub);
        let by_seq: BTreeMap<u64, EventRow> = theirs.map(|event| (event.seq, event.clone())).collect();
        Ok(page(by_seq.into_values(), |event| event.seq, wanted))
    }

    fn events_of(&self, subject_id: &str) -> Result<Vec<EventRow>> {
        let state = self.state()?;
        let of_it = state
            .rows
            .events
            .values()
            .filter(|event| event.subject_id == subject_id);
        let mut events: Vec<EventRow> = of_it.cloned().collect();
        events.sort_by_key(|event| event.seq);
        Ok(events)
    }

    fn feedback(&self, id: &ReportId) -> Result<Option<FeedbackRow>> {
        Ok(self.state()?.rows.reports.get(id).cloned())
    }

    fn feedbacks(&self, wanted: Page) -> Result<Vec<FeedbackRow>> {
        Ok(page(
            self.state()?.rows.reports.values().cloned(),
            |report| report.touched,
            wanted,
        ))
    }

    fn setting(&self, setting: Setting) -> Result<Option<Vec<u8>>> {
        Ok(self.state()?.rows.settings.get(&setting).cloned())
    }

    fn damaged_rows(&self) -> Result<Vec<DamagedRow>> {
        self.state().map(|_| Vec::new())
    }

    fn keep_file(&self, source: &Path) -> Result<KeptFile> {
        self.keep(fs::read(source).map_err(|_| StoreError::Failed("source file"))?)
    }

    fn keep_bytes(&self, bytes: &[u8]) -> Result<KeptFile> {
        self.keep(bytes.to_vec())
    }

    fn read_file(&self, file: &KeptFile, offset: u64, length: usize) -> Result<Vec<u8>> {
        let state = self.state()?;
        let bytes = state
            .files
            .get(&file.sha256)
            .ok_or(StoreError::Failed("no such file"))?;
        let from = usize::try_from(offset).unwrap_or(usize::MAX).min(bytes.len());
        Ok(bytes[from..from.saturating_add(length).min(bytes.len())].to_vec())
    }

    fn sweep_files(&self) -> Result<()> {
        let mut state = self.state()?;
        let named = state.rows.named_files();
        let State { files, fresh, .. } = &mut *state;
        files.retain(|sha256, _| named.contains(sha256) || fresh.contains(sha256));
        Ok(())
    }

    fn close(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).closed = true;
    }
}

/// The public store in memory.
#[derive(Default)]
pub struct MemoryPublicStore(Mutex<Public>);

#[derive(Default)]
struct Public {
    closed: bool,
    documents: BTreeMap<String, Document>,
    accounts: BTreeMap<AccountId, AccountRow>,
}

impl MemoryPublicStore {
    /// An empty store.
    pub fn new() -> Self {
        Self::default()
    }

    fn public(&self) -> Result<MutexGuard<'_, Public>> {
        let public = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if public.closed { Err(CLOSED) } else { Ok(public) }
    }
}

impl PublicStore for MemoryPublicStore {
    fn document(&self, name: &str) -> Result<Option<Document>> {
        Ok(self.public()?.documents.get(name).cloned())
    }

    fn put_documents(&self, documents: &[Document]) -> Result<()> {
        let named = documents
            .iter()
            .map(|document| (document.name.clone(), document.clone()));
        self.public()?.documents.extend(named);
        Ok(())
    }

    fn accounts(&self) -> Result<Vec<AccountRow>> {
        let mut accounts: Vec<AccountRow> = self.public()?.accounts.values().cloned().collect();
        accounts.sort_by_key(|account| account.created_at);
        Ok(accounts)
    }

    fn put_account(&self, account: &AccountRow) -> Result<()> {
        let mut public = self.public()?;
        if account.current {
            public
                .accounts
                .values_mut()
                .for_each(|other| other.current = false);
        }
        public.accounts.insert(account.id, account.clone());
        Ok(())
    }

    fn remove_account(&self, id: &AccountId) -> Result<()> {
        self.public()?.accounts.remove(id);
        Ok(())
    }

    fn close(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).closed = true;
    }
}
