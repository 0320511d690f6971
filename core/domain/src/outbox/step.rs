//! What came of an action.
//!
//! The transport classifies every answer into one [`Outcome`]; this decides what it means for the entry. An outcome for
//! an entry that isn't in flight is late or repeated and changes nothing, with one exception: a verified receipt is proof
//! whenever it comes.

use super::backoff::wait_before_retry;
use super::entry::{
    Block, Entry, EntryState, FieldError, FileState, MAX_DAMAGED, Reopen, TakeBack, Trouble, What, taken,
};
use crate::evidence::ReceiptProblem;
use crate::failure::{Code, CodeText};
use crate::ids::Sha256;
use crate::time::Millis;

/// What came of an action, classified by the transport.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// Progress: the portal safely has this many bytes of the file. The upload goes on.
    FileOffset {
        /// Which file.
        sha256: Sha256,
        /// The number of bytes.
        offset: u64,
    },
    /// The portal has all of the file.
    FileArrived {
        /// Which file.
        sha256: Sha256,
    },
    /// All bytes are there and the hash differs (460).
    FileDamaged {
        /// Which file.
        sha256: Sha256,
    },
    /// The portal no longer knows the upload (404, 410).
    UploadGone {
        /// Which file.
        sha256: Sha256,
    },
    /// The phone's own copy is gone or changed.
    FileLost {
        /// Which file.
        sha256: Sha256,
    },
    /// The manifest names files that the portal doesn't have (409).
    FilesMissing {
        /// Which files.
        missing: Vec<Sha256>,
    },
    /// The receipt was checked against what was sent, and is right.
    ReceiptVerified,
    /// Something came in the receipt's place.
    ReceiptWrong(ReceiptProblem),
    /// Taken; for what has no receipt (withdrawal, feedback, revocation, push registration).
    Accepted,
    /// The portal doesn't know the dossier's id (404 to the question).
    DossierUnknown,
    /// The portal said no, and would say it again.
    Refused {
        /// Its code.
        code: CodeText,
        /// The answers it is about.
        field_errors: Vec<FieldError>,
    },
    /// The portal holds another content under the dossier's id (422).
    ContentDiffers,
    /// The token wasn't taken, and refreshing didn't help.
    SignInRequired,
    /// The portal asked to wait (429, 503).
    RetryAfter {
        /// At least this long, in milliseconds.
        wait: i64,
        /// What it said.
        code: Code,
    },
    /// No answer, a broken one, or a failure of the portal's own.
    Transient(Code),
    /// A Wi-Fi log-in page answered.
    CaptivePortal,
    /// The other side isn't provably the portal.
    NotSecure(Code),
    /// This version of the app is no longer served.
    AppTooOld,
}

/// What the caller must do after an outcome, beside storing the entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// The receipt is verified: the dossier (or supplement) is submitted. Only this says so.
    Submitted,
    /// Delivered; for what has no receipt.
    Delivered,
    /// It is back in the person's hands.
    TakenBack {
        /// Under which id a corrected content goes out.
        reopen: Reopen,
    },
    /// The person wanted it back, but the portal already had it: say so; supplement or withdraw instead.
    TellAlreadySubmitted,
    /// The portal said no: show why, offer what [`Block::reopen`] allows.
    TellBlocked(Block),
    /// It can't be sent as it is: show it with this code.
    TellQuarantined(Code),
    /// What came was not the receipt: show that it is not submitted.
    TellReceiptWrong(ReceiptProblem),
    /// Ask the person to sign in (again).
    AskSignIn,
    /// Ask the person to open the Wi-Fi's log-in page.
    AskNetworkLogin,
    /// Tell that the connection isn't safe.
    TellNotSecure(Code),
    /// Tell that the app must be updated.
    TellAppTooOld,
    /// Late or repeated: nothing changed.
    Ignored,
}

/// Applies an outcome. `jitter_permille` is a random value from −200 to 200.
pub fn step(entry: &Entry, outcome: &Outcome, now: Millis, jitter_permille: i16) -> (Entry, Vec<Effect>) {
    match (&entry.state, outcome) {
        (EntryState::Done | EntryState::TakenBack, _) => ignored(entry),
        (EntryState::InFlight, outcome) => landed(
            &Landing {
                entry,
                now,
                jitter_permille,
            },
            outcome,
        ),
        (
            EntryState::Waiting | EntryState::Blocked(_) | EntryState::Quarantined { .. },
            Outcome::ReceiptVerified,
        ) if entry.what.needs_receipt() => submitted(entry),
        (EntryState::Waiting | EntryState::Blocked(_) | EntryState::Quarantined { .. }, _) => ignored(entry),
    }
}

fn ignored(entry: &Entry) -> (Entry, Vec<Effect>) {
    (entry.clone(), vec![Effect::Ignored])
}

/// An action of this entry has come back.
struct Landing<'a> {
    entry: &'a Entry,
    now: Millis,
    jitter_permille: i16,
}

fn landed(landing: &Landing<'_>, outcome: &Outcome) -> (Entry, Vec<Effect>) {
    use Outcome as O;
    let entry = landing.entry;
    match outcome {
        O::FileOffset { sha256, offset } => progress(landing, sha256, *offset),
        O::FileArrived { sha256 } => landing.file(sha256, |file| file.state = FileState::Arrived),
        O::FileDamaged { sha256 } => damaged(landing, sha256),
        O::UploadGone { sha256 } => missing(landing, &[*sha256], Code::NetworkUnreachable),
        O::FilesMissing { missing: files } => missing(landing, files, Code::FilesMissing),
        O::FileLost { .. } => quarantined(entry, Code::AttachmentLost),
        O::ReceiptVerified if entry.what.needs_receipt() => submitted(entry),
        O::ReceiptWrong(problem) if entry.what.needs_receipt() => {
            let next = landing.later(Trouble::ReceiptWrong(*problem), None);
            (next, vec![Effect::TellReceiptWrong(*problem)])
        }
        O::Accepted => accepted(landing),
        O::DossierUnknown => unknown(landing),
        O::Refused { code, field_errors } => refused(entry, code, field_errors),
        O::ContentDiffers => blocked(entry, Code::DossierContentDiffers.into(), &[], Reopen::No),
        O::SignInRequired => (
            landing.later(Trouble::SignInRequired, None),
            vec![Effect::AskSignIn],
        ),
        O::RetryAfter { wait, code } => (landing.later(Trouble::Transient(*code), Some(*wait)), vec![]),
        O::Transient(code) => (landing.later(Trouble::Transient(*code), None), vec![]),
        O::CaptivePortal => (
            landing.later(Trouble::CaptivePortal, None),
            vec![Effect::AskNetworkLogin],
        ),
        O::NotSecure(code) => (
            landing.later(Trouble::NotSecure(*code), None),
            vec![Effect::TellNotSecure(*code)],
        ),
        O::AppTooOld => (
            landing.later(Trouble::AppTooOld, None),
            vec![Effect::TellAppTooOld],
        ),
        // A receipt for what has none is the caller's mistake; the entry must not stay in flight because of it.
        O::ReceiptVerified | O::ReceiptWrong(_) => (landing.misfit(), vec![]),
    }
}

impl Landing<'_> {
    /// Waits again, with the reason. A wait that the portal asked for can't be cut short by a nudge.
    fn later(&self, trouble: Trouble, retry_after: Option<i64>) -> Entry {
        let failures = self.entry.failures.saturating_add(1);
        let until = self
            .now
            .plus(wait_before_retry(failures, retry_after, self.jitter_permille));
        Entry {
            state: EntryState::Waiting,
            failures,
            next_attempt_at: Some(until),
            not_before: retry_after.map(|_| until),
            trouble: Some(keep_doubt(self.entry.trouble, trouble)),
            ..self.entry.clone()
        }
    }

    /// Waits for its next action, at once.
    fn onward(&self) -> Entry {
        Entry {
            state: EntryState::Waiting,
            failures: 0,
            next_attempt_at: None,
            not_before: None,
            trouble: None,
            ..self.entry.clone()
        }
    }

    fn misfit(&self) -> Entry {
        self.later(Trouble::Transient(Code::AppFailed), None)
    }

    fn file(
        &self,
        sha256: &Sha256,
        change: impl FnOnce(&mut super::entry::FileItem),
    ) -> (Entry, Vec<Effect>) {
        // Bytes that went out reset the failures (`progress`); a file that was said to be there already doesn't. A portal that says so and then
        // misses it must be asked ever more seldom.
        let mut next = Entry {
            failures: self.entry.failures,
            ..self.onward()
        };
        match next.files.iter_mut().find(|file| file.sha256 == *sha256) {
            Some(file) => {
                change(file);
                (next, vec![])
            }
            None => (self.misfit(), vec![]),
        }
    }
}

/// A doubtful receipt must be cleared up by asking, whatever goes wrong meanwhile.
fn keep_doubt(held: Option<Trouble>, new: Trouble) -> Trouble {
    match held {
        Some(doubt @ Trouble::ReceiptWrong(_)) if !matches!(new, Trouble::ReceiptWrong(_)) => doubt,
        _ => new,
    }
}

fn progress(landing: &Landing<'_>, sha256: &Sha256, offset: u64) -> (Entry, Vec<Effect>) {
    let mut next = landing.entry.clone();
    let Some(file) = next.files.iter_mut().find(|file| file.sha256 == *sha256) else {
        return ignored(landing.entry);
    };
    let size = file.size;
    let advanced = size - file.remaining().min(size) < offset;
    file.state = FileState::At {
        offset: offset.min(size),
    };
    if advanced {
        next.failures = 0;
        next.trouble = None;
    }
    (next, vec![])
}

fn damaged(landing: &Landing<'_>, sha256: &Sha256) -> (Entry, Vec<Effect>) {
    let mut next = landing.later(Trouble::Transient(Code::FileDamaged), None);
    let Some(file) = next.files.iter_mut().find(|file| file.sha256 == *sha256) else {
        return (landing.misfit(), vec![]);
    };
    file.damaged = file.damaged.saturating_add(1);
    file.state = FileState::Pending;
    if file.damaged >= MAX_DAMAGED {
        return quarantined(&next, Code::AttachmentDamaged);
    }
    (next, vec![])
}

/// These files must be sent again from the start. A name that isn't ours changes no file, but still costs a wait.
fn missing(landing: &Landing<'_>, files: &[Sha256], code: Code) -> (Entry, Vec<Effect>) {
    let mut next = landing.later(Trouble::Transient(code), None);
    for file in next.files.iter_mut().filter(|file| files.contains(&file.sha256)) {
        file.state = FileState::Pending;
    }
    (next, vec![])
}

fn accepted(landing: &Landing<'_>) -> (Entry, Vec<Effect>) {
    let entry = landing.entry;
    match (&entry.what, entry.take_back) {
        (What::Submission { .. }, TakeBack::SetTombstone) => taken(entry, Reopen::NewId),
        (What::Submission { .. } | What::Supplement { .. }, _) => (landing.misfit(), vec![]),
        (
            What::Withdrawal { .. }
            | What::Feedback { .. }
            | What::Revocation
            | What::PushRegistration { .. },
            _,
        ) => (finished(entry), vec![Effect::Delivered]),
    }
}

/// The portal has answered for the id: it holds nothing under it.
fn unknown(landing: &Landing<'_>) -> (Entry, Vec<Effect>) {
    let entry = landing.entry;
    match (&entry.what, entry.take_back) {
        (What::Submission { .. }, TakeBack::AskPortal | TakeBack::SetTombstone) => (
            Entry {
                take_back: TakeBack::SetTombstone,
                ..landing.onward()
            },
            vec![],
        ),
        // The doubtful receipt was for nothing: send the manifest again, not at once.
        (What::Submission { .. } | What::Supplement { .. }, _) => {
            let next = landing.later(Trouble::Transient(Code::NotFound), None);
            (
                Entry {
                    trouble: Some(Trouble::Transient(Code::NotFound)),
                    ..next
                },
                vec![],
            )
        }
        (
            What::Withdrawal { .. }
            | What::Feedback { .. }
            | What::Revocation
            | What::PushRegistration { .. },
            _,
        ) => (landing.misfit(), vec![]),
    }
}

fn refused(entry: &Entry, code: &CodeText, field_errors: &[FieldError]) -> (Entry, Vec<Effect>) {
    let withdrawn = *code == CodeText::Known(Code::DossierWithdrawn);
    match (&entry.what, withdrawn) {
        // The tombstone is there already, set by a tombstone PUT whose reply was lost.
        (What::Submission { .. }, true) if entry.take_back != TakeBack::No => taken(entry, Reopen::NewId),
        (What::Withdrawal { .. }, true) => (finished(entry), vec![Effect::Delivered]),
        (_, true) => blocked(entry, code.clone(), field_errors, Reopen::NewId),
        (_, false) => blocked(entry, code.clone(), field_errors, Reopen::SameId),
    }
}

fn blocked(
    entry: &Entry,
    code: CodeText,
    field_errors: &[FieldError],
    reopen: Reopen,
) -> (Entry, Vec<Effect>) {
    let block = Block {
        code,
        field_errors: field_errors.to_vec(),
        reopen,
    };
    let next = Entry {
        state: EntryState::Blocked(block.clone()),
        next_attempt_at: None,
        ..entry.clone()
    };
    (next, vec![Effect::TellBlocked(block)])
}

fn quarantined(entry: &Entry, code: Code) -> (Entry, Vec<Effect>) {
    let next = Entry {
        state: EntryState::Quarantined { code },
        next_attempt_at: None,
        ..entry.clone()
    };
    (next, vec![Effect::TellQuarantined(code)])
}

fn submitted(entry: &Entry) -> (Entry, Vec<Effect>) {
    let mut effects = vec![Effect::Submitted];
    if entry.take_back != TakeBack::No {
        effects.push(Effect::TellAlreadySubmitted);
    }
    (finished(entry), effects)
}

fn finished(entry: &Entry) -> Entry {
    Entry {
        state: EntryState::Done,
        take_back: TakeBack::No,
        failures: 0,
        next_attempt_at: None,
        not_before: None,
        trouble: None,
        ..entry.clone()
    }
}
