//! Dossiers: the list, one's timeline and receipt, what the office asks for, and the result.

use std::{
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
};

use motcua_client::{
    error::{Failure, Result as ClientResult},
    use_case::{follow_dossier, submit_draft, sync_events},
    vocabulary::{Code, DossierId},
};

use crate::{
    error::Result,
    mot_cua::{MotCua, id, page},
    runtime::{carry_out, runtime},
};

pub use motcua_client::screen::{
    receipt::ReceiptModel,
    timeline::{
        AskedFor, DossierItem, DossierList, ResultItem, Standing, SupplementRequest, Timeline, TimelineItem,
    },
};

#[uniffi::export]
impl MotCua {
    /// Asks the portal for everything new now: for pull-to-refresh and background windows. Between `start` and `stop` it also happens by itself. The
    /// answer is how many events were new.
    ///
    /// `SignInNeeded`: nobody is signed in, or the session ended. `Offline`, `TryLater`: the cursor stays, nothing is skipped.
    pub async fn sync(&self) -> Result<u32> {
        let context = self.context();
        let fresh = carry_out(async move { sync_events::sync(&context).await }).await?;
        Ok(u32::try_from(fresh).unwrap_or(u32::MAX))
    }

    /// A page of at most `limit` dossiers, newest first. `after` is the page before's `next`; nothing for the first page.
    pub fn dossiers(&self, after: Option<u64>, limit: u32) -> Result<DossierList> {
        Ok(follow_dossier::dossiers(&self.context(), page(after, limit))?)
    }

    /// A dossier's timeline with its legal clock, from what is on the phone. `Rejected` (`NOT_ON_THIS_PHONE`) for one that this account doesn't have.
    pub fn timeline(&self, dossier_id: String) -> Result<Timeline> {
        Ok(follow_dossier::timeline(&self.context(), &id(&dossier_id)?)?)
    }

    /// The verified receipt; nothing until there is one. Only with it may a screen say "đã nộp".
    pub fn receipt(&self, dossier_id: String) -> Result<Option<ReceiptModel>> {
        Ok(follow_dossier::receipt(&self.context(), &id(&dossier_id)?)?)
    }

    /// The number of the supplement that the office waits for now; nothing when it waits for none. What it asks for stands in the timeline.
    pub fn open_supplement(&self, dossier_id: String) -> Result<Option<u32>> {
        Ok(follow_dossier::open_supplement(
            &self.context(),
            &id(&dossier_id)?,
        )?)
    }

    /// Opens the draft that answers supplement request `number`: a copy of what was submitted, editable, sent under the same dossier. The answer is the
    /// draft's id; asking again gives the same draft.
    ///
    /// `Rejected` (`NOT_ON_THIS_PHONE`): the office made no such request, or the dossier wasn't made on this phone.
    pub fn begin_supplement(&self, dossier_id: String, number: u32) -> Result<String> {
        let draft = submit_draft::begin_supplement(&self.context(), &id(&dossier_id)?, number)?;
        Ok(draft.to_string())
    }

    /// Fetches the result, checks it against the hash that the office signed, and writes it to `to_path` (replacing what is there). Needs the network.
    /// The file isn't sealed: it is the person's to keep or share.
    ///
    /// `Rejected` (`NOT_ON_THIS_PHONE`): no result yet. `NotSecure` (`DOWNLOAD_DAMAGED`): not what the office signed; nothing was written.
    /// `StorageFull`: nothing was written.
    pub async fn result(&self, dossier_id: String, to_path: String) -> Result<()> {
        let context = self.context();
        carry_out(async move {
            let dossier: DossierId = id(&dossier_id)?;
            let bytes = follow_dossier::result(&context, &dossier).await?;
            let written = runtime().spawn_blocking(move || write_whole(Path::new(&to_path), &bytes));
            written.await.map_err(|_| Failure::new(Code::AppFailed))?
        })
        .await
    }
}

/// Writes a file wholly or not at all: what a viewer opens is never half a result.
fn write_whole(path: &Path, bytes: &[u8]) -> ClientResult<()> {
    let mut unfinished = path.as_os_str().to_owned();
    unfinished.push(".part");
    let unfinished = PathBuf::from(unfinished);
    let written = fs::File::create(&unfinished)
        .and_then(|mut file| file.write_all(bytes).and_then(|()| file.sync_all()))
        .and_then(|()| fs::rename(&unfinished, path));
    written.map_err(|error| {
        // It may not even be there.
        let _ = fs::remove_file(&unfinished);
        Failure::new(match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Code::StoreFull,
            _ => Code::AppFailed,
        })
    })
}

/// A page of dossiers, newest first.
///
/// Personal: never log or print it; its generated printed form shows every field.
#[uniffi::remote(Record)]
pub struct DossierList {
    /// The dossiers.
    pub items: Vec<DossierItem>,
    /// To ask for the next page; nothing at the end.
    pub next: Option<u64>,
}

/// One dossier in a list.
///
/// Personal: never log or print it; its generated printed form shows every field.
#[uniffi::remote(Record)]
pub struct DossierItem {
    /// Its id.
    pub dossier_id: String,
    /// The procedure's name.
    pub title: String,
    /// The official code, once there is a receipt.
    pub dossier_code: Option<String>,
    /// "Waiting since …", as long as there is no code to tell it from another of its procedure.
    pub waiting_since: Option<String>,
    /// The status' id, such as `accepted`; `queued` before there is a receipt.
    pub status: String,
    /// The status in words.
    pub status_text: String,
    /// What the status means.
    pub standing: Standing,
    /// The whole item as a screen reader speaks it.
    pub label: String,
}

/// A dossier's timeline.
///
/// Personal: never log or print it; its generated printed form shows every field.
#[uniffi::remote(Record)]
pub struct Timeline {
    /// The dossier.
    pub dossier_id: String,
    /// "Dossier …".
    pub heading: String,
    /// The official code, once there is a receipt.
    pub dossier_code: Option<String>,
    /// The status' id, such as `accepted`; `queued` before there is a receipt.
    pub status: String,
    /// The status in words.
    pub status_text: String,
    /// What the status means.
    pub standing: Standing,
    /// When it is due, or that it is paused or late, in words; nothing while no term runs.
    pub clock: Option<String>,
    /// When it is due, RFC 3339.
    pub due_at: Option<String>,
    /// Whether the term is over without a result.
    pub overdue: bool,
    /// What happened, oldest first.
    pub entries: Vec<TimelineItem>,
    /// A warning to show on top when statements contradict each other or can't be verified.
    pub warning: Option<String>,
    /// The office's newest request, while it waits for an answer.
    pub supplement: Option<SupplementRequest>,
    /// The result, once the office has signed that there is one: what `result` fetches.
    pub result: Option<ResultItem>,
}

/// What a status, or a line of the history, means for the person: to be repeated by colour and sign beside the words.
#[uniffi::remote(Enum)]
pub enum Standing {
    /// Simply so.
    Calm,
    /// Waits for the person.
    Due,
    /// There is a result.
    Done,
    /// Ended without one.
    Wrong,
}

/// A result to fetch.
///
/// Personal: never log or print it; its generated printed form shows every field.
#[uniffi::remote(Record)]
pub struct ResultItem {
    /// The file's name, as the office gave it, without what could lead elsewhere: propose it where the person saves the file.
    pub name: String,
    /// Its media type, as the office signed it.
    pub media_type: String,
    /// Its kind and size: "PDF, 312 KB".
    pub detail: String,
}

/// One line of a timeline.
///
/// Personal: never log or print it; its generated printed form shows every field.
#[uniffi::remote(Record)]
pub struct TimelineItem {
    /// When, in words.
    pub at: String,
    /// What happened.
    pub text: String,
    /// Who says so, and whether it is proved, in words.
    pub signer: String,
    /// `own` (this phone did it), `signed`, `contested` or `announced` (not signed yet).
    pub proof: String,
    /// The event's or step's id.
    pub event: String,
    /// What it means.
    pub standing: Standing,
    /// The line as a screen reader speaks it.
    pub label: String,
}

/// What the office asks for.
///
/// Personal: never log or print it; its generated printed form shows every field.
#[uniffi::remote(Record)]
pub struct SupplementRequest {
    /// Which request, from 1: pass it to `begin_supplement`.
    pub number: u32,
    /// The officer's words.
    pub note: String,
    /// Until when, in words; empty when no date was given.
    pub due: String,
    /// What exactly, with the place in the form where it has one.
    pub items: Vec<AskedFor>,
}

/// One thing the office asks for.
///
/// Personal: never log or print it; its generated printed form shows every field.
#[uniffi::remote(Record)]
pub struct AskedFor {
    /// The question or slot it is about.
    pub reference: Option<String>,
    /// The question's label; empty when it is about none, or one that the form doesn't have.
    pub label: String,
    /// In words.
    pub note: String,
}

/// A verified receipt.
///
/// Personal: never log or print it; its generated printed form shows every field.
#[uniffi::remote(Record)]
pub struct ReceiptModel {
    /// "Đã nộp".
    pub heading: String,
    /// The dossier.
    pub dossier_id: String,
    /// The official code.
    pub dossier_code: String,
    /// The code as a sentence.
    pub code_text: String,
    /// When the portal took it, in words.
    pub submitted_at: String,
    /// Who signed, in words.
    pub signer: String,
    /// SHA-256 in hex of the manifest it is over.
    pub manifest_sha256: String,
    /// SHA-256 in hex of each file it is over, the answers' first.
    pub files: Vec<String>,
    /// The signed statement itself (JWS), to keep or hand on.
    pub jws: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_result_replaces_what_was_there_and_leaves_nothing_beside() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("kết quả.pdf");
        fs::write(&path, b"old and longer").unwrap();
        write_whole(&path, b"new").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"new");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_result_that_cannot_be_put_in_place_leaves_what_is_there() {
        let folder = tempfile::tempdir().unwrap();
        let taken = folder.path().join("a folder");
        fs::create_dir(&taken).unwrap();
        fs::write(taken.join("inside"), b"kept").unwrap();
        assert_eq!(
            write_whole(&taken, b"new").unwrap_err(),
            Failure::new(Code::AppFailed)
        );
        assert_eq!(fs::read(taken.join("inside")).unwrap(), b"kept");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
