//! One thing to deliver, and the moves that don't come from the network.

use serde::{Deserialize, Serialize};

use super::plan::Action;
use super::step::Effect;
use crate::evidence::ReceiptProblem;
use crate::failure::{Code, CodeText};
use crate::ids::{DossierId, EntryId, InstallationId, ReportId, Sha256, Subject};
use crate::manifest::Manifest;
use crate::time::Millis;

/// A file that arrived damaged this often is quarantined.
pub const MAX_DAMAGED: u8 = 3;

/// What an entry delivers. The bytes lie in the store under the entry's id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum What {
    /// A dossier's first manifest.
    Submission {
        /// The dossier.
        dossier: DossierId,
        /// Hash of the frozen manifest.
        manifest_sha256: Sha256,
    },
    /// A supplement's manifest.
    Supplement {
        /// The dossier.
        dossier: DossierId,
        /// Which request it answers, from 1.
        number: u32,
        /// Hash of the frozen manifest.
        manifest_sha256: Sha256,
    },
    /// A request to withdraw; for an id the portal doesn't know, a tombstone.
    Withdrawal {
        /// The dossier.
        dossier: DossierId,
    },
    /// A report to 1022.
    Feedback {
        /// The report.
        report: ReportId,
    },
    /// Revoking the tokens of a session that was signed out.
    Revocation,
    /// Telling the portal where to wake this installation.
    PushRegistration {
        /// The installation.
        installation: InstallationId,
    },
}

impl What {
    /// The dossier it is about, if it is about one.
    pub fn dossier(&self) -> Option<DossierId> {
        match self {
            What::Submission { dossier, .. }
            | What::Supplement { dossier, .. }
            | What::Withdrawal { dossier } => Some(*dossier),
            What::Feedback { .. } | What::Revocation | What::PushRegistration { .. } => None,
        }
    }

    /// Whether the person did it; the others are the phone's own.
    pub fn is_an_act(&self) -> bool {
        self.dossier().is_some() || matches!(self, What::Feedback { .. })
    }

    /// Whether only a verified receipt ends it.
    pub fn needs_receipt(&self) -> bool {
        matches!(self, What::Submission { .. } | What::Supplement { .. })
    }

    /// Whether it can go only with a signed-in session. Feedback may be anonymous; a revocation carries its own token.
    pub fn needs_session(&self) -> bool {
        !matches!(self, What::Feedback { .. } | What::Revocation)
    }
}

/// How far one file has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FileState {
    /// Not begun, or to begin again.
    Pending,
    /// The portal said it safely has this many bytes.
    At {
        /// The number of bytes.
        offset: u64,
    },
    /// The portal has all of it.
    Arrived,
}

/// One file that must be at the portal before the manifest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileItem {
    /// Its content.
    pub sha256: Sha256,
    /// Its size in bytes.
    pub size: u64,
    /// How far it has come.
    pub state: FileState,
    /// How often it arrived damaged.
    pub damaged: u8,
}

impl FileItem {
    /// Bytes that still have to go.
    pub fn remaining(&self) -> u64 {
        match self.state {
            FileState::Pending => self.size,
            FileState::At { offset } => self.size.saturating_sub(offset),
            FileState::Arrived => 0,
        }
    }
}

/// Where an entry stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EntryState {
    /// To be sent as soon as its reasons to wait are gone.
    Waiting,
    /// An action of it is under way.
    InFlight,
    /// The portal said no: a person must do something.
    Blocked(Block),
    /// It can't be sent as it is, and repeating doesn't help. Kept and shown.
    Quarantined {
        /// Why.
        code: Code,
    },
    /// Delivered: proved by a receipt, or accepted where there are no receipts.
    Done,
    /// The person took it back; it will never be sent.
    TakenBack,
}

/// Why the portal said no, and what may follow.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// The portal's code.
    pub code: CodeText,
    /// The answers it is about.
    pub field_errors: Vec<FieldError>,
    /// Whether the content can be corrected and sent again.
    pub reopen: Reopen,
}

/// One refused answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldError {
    /// The question (`/data/…`).
    pub reference: String,
    /// What is wrong with its answer.
    pub code: String,
}

/// Whether and how a blocked content may be corrected and sent again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reopen {
    /// Under the same dossier id: the portal holds nothing under it. The same id keeps a delayed repeat from making a
    /// second dossier.
    SameId,
    /// Under a new dossier id: the old one is used up.
    NewId,
    /// Not at all from here: the portal holds something else under the id.
    No,
}

/// How far taking back an attempted submission has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TakeBack {
    /// Nobody asked.
    No,
    /// Asked: the portal must first say whether it knows the id.
    AskPortal,
    /// The portal doesn't know the id: set a tombstone, so that a late repeat can't make it a dossier.
    SetTombstone,
}

/// What went wrong last; it explains the waiting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Trouble {
    /// The network or the portal, for now.
    Transient(Code),
    /// A Wi-Fi log-in page answered.
    CaptivePortal,
    /// The other side isn't provably the portal.
    NotSecure(Code),
    /// The token wasn't taken.
    SignInRequired,
    /// What came was not the receipt that was due.
    ReceiptWrong(ReceiptProblem),
    /// The portal no longer talks to this version of the app.
    AppTooOld,
}

impl Trouble {
    /// The stable code.
    pub fn code(self) -> Code {
        match self {
            Trouble::Transient(code) | Trouble::NotSecure(code) => code,
            Trouble::CaptivePortal => Code::NetworkLoginNeeded,
            Trouble::SignInRequired => Code::SignInRequired,
            Trouble::ReceiptWrong(problem) => problem.code(),
            Trouble::AppTooOld => Code::AppTooOld,
        }
    }
}

/// One thing to deliver. Stored as it is. Only this module's functions change it, save for `sub`, which the caller fills in
/// once, when the first session sends it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Its name.
    pub id: EntryId,
    /// Whose it is, once that is known: it never goes out under another person's session.
    pub sub: Option<Subject>,
    /// What it delivers.
    pub what: What,
    /// Files that go first.
    pub files: Vec<FileItem>,
    /// When it was put here.
    pub created_at: Millis,
    /// Where it stands.
    pub state: EntryState,
    /// Whether the person asked for it back.
    pub take_back: TakeBack,
    /// Whether its PUT (a report's POST) ever left the phone.
    pub ever_attempted: bool,
    /// Failures in a row.
    pub failures: u32,
    /// Our own wait; [`nudge`] ends it.
    pub next_attempt_at: Option<Millis>,
    /// The portal's wait (`Retry-After`); nothing ends it but time.
    pub not_before: Option<Millis>,
    /// What went wrong last.
    pub trouble: Option<Trouble>,
}

/// The call doesn't fit where the entry stands; nothing changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the outbox entry is not in a state for this")]
pub struct NotNow;

impl Entry {
    /// A new entry without files.
    pub fn new(id: EntryId, sub: Option<Subject>, what: What, now: Millis) -> Entry {
        Entry {
            id,
            sub,
            what,
            files: vec![],
            created_at: now,
            state: EntryState::Waiting,
            take_back: TakeBack::No,
            ever_attempted: false,
            failures: 0,
            next_attempt_at: None,
            not_before: None,
            trouble: None,
        }
    }

    /// A new entry for a frozen manifest, submission or supplement, with every file it names. `manifest_sha256` is the
    /// hash of the manifest's canonical bytes.
    pub fn for_manifest(
        id: EntryId,
        sub: Option<Subject>,
        manifest: &Manifest,
        manifest_sha256: Sha256,
        now: Millis,
    ) -> Entry {
        let dossier = manifest.dossier_id;
        let what = match &manifest.supplement {
            None => What::Submission {
                dossier,
                manifest_sha256,
            },
            Some(s) => What::Supplement {
                dossier,
                number: s.number,
                manifest_sha256,
            },
        };
        let file = |b: crate::manifest::Blob| FileItem {
            sha256: b.sha256,
            size: b.size,
            state: FileState::Pending,
            damaged: 0,
        };
        Entry {
            files: manifest.blobs().into_iter().map(file).collect(),
            ..Entry::new(id, sub, what, now)
        }
    }

    /// True when nothing more will ever be sent for it.
    pub fn is_finished(&self) -> bool {
        matches!(self.state, EntryState::Done | EntryState::TakenBack)
    }

    /// Bytes that still have to go.
    pub fn remaining_bytes(&self) -> u64 {
        self.files.iter().map(FileItem::remaining).sum()
    }
}

/// Marks the start of `action`. Store the result (safely: it must survive power loss) **before** a byte leaves.
///
/// # Errors
/// [`NotNow`] when the entry isn't waiting, for example because another worker already has it.
pub fn begin(entry: &Entry, action: &Action) -> Result<Entry, NotNow> {
    if entry.state != EntryState::Waiting {
        return Err(NotNow);
    }
    let puts = matches!(
        action,
        Action::PutDossier { .. } | Action::PutSupplement { .. } | Action::PostFeedback { .. }
    );
    Ok(Entry {
        state: EntryState::InFlight,
        ever_attempted: entry.ever_attempted || puts,
        ..entry.clone()
    })
}

/// After the app's start: what was in flight waits again. Other entries come back unchanged.
pub fn recover(entry: &Entry) -> Entry {
    match entry.state {
        EntryState::InFlight => Entry {
            state: EntryState::Waiting,
            ..entry.clone()
        },
        _ => entry.clone(),
    }
}

/// The network came back, somebody signed in, or the person said "now": our own wait ends, the portal's doesn't.
pub fn nudge(entry: &Entry) -> Entry {
    Entry {
        next_attempt_at: None,
        ..entry.clone()
    }
}

/// The person wants a submission, supplement or report back, to correct or drop it.
///
/// What was never attempted, or was refused, comes back at once ([`Effect::TakenBack`]). An attempted submission first
/// makes the portal answer for its id: the effect comes from a later [`super::step()`], or the receipt does. The corrected
/// content goes into a new entry; this one stays, taken back.
///
/// # Errors
/// [`NotNow`] for what is finished or can't come back (an attempted supplement or report, a conflict): supplement or withdraw instead.
pub fn take_back(entry: &Entry) -> Result<(Entry, Vec<Effect>), NotNow> {
    let report = matches!(entry.what, What::Feedback { .. });
    if !entry.what.needs_receipt() && !report {
        return Err(NotNow);
    }
    match &entry.state {
        // Its photo is gone, and that is seen before anything is sent.
        EntryState::Quarantined { .. } if report => Ok(taken(entry, Reopen::SameId)),
        EntryState::Done | EntryState::TakenBack => Err(NotNow),
        EntryState::Blocked(block) => match block.reopen {
            Reopen::No => Err(NotNow),
            reopen @ (Reopen::SameId | Reopen::NewId) => Ok(taken(entry, reopen)),
        },
        EntryState::Waiting | EntryState::Quarantined { .. } if !entry.ever_attempted => {
            Ok(taken(entry, Reopen::SameId))
        }
        EntryState::InFlight if !entry.ever_attempted => Ok(taken(entry, Reopen::SameId)),
        EntryState::Waiting | EntryState::Quarantined { .. } | EntryState::InFlight => ask_back(entry),
    }
}

fn ask_back(entry: &Entry) -> Result<(Entry, Vec<Effect>), NotNow> {
    if !matches!(entry.what, What::Submission { .. }) {
        return Err(NotNow);
    }
    let state = match entry.state {
        EntryState::InFlight => EntryState::InFlight,
        _ => EntryState::Waiting,
    };
    Ok((
        Entry {
            state,
            take_back: TakeBack::AskPortal,
            next_attempt_at: None,
            ..entry.clone()
        },
        vec![],
    ))
}

pub(super) fn taken(entry: &Entry, reopen: Reopen) -> (Entry, Vec<Effect>) {
    let next = Entry {
        state: EntryState::TakenBack,
        trouble: None,
        next_attempt_at: None,
        ..entry.clone()
    };
    (next, vec![Effect::TakenBack { reopen }])
}
