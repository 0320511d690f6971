//! What to do now, and why something waits.
//!
//! One function, [`next`], looks at one entry and answers with an action or a reason; [`plan`] collects the actions, [`why`]
//! shows the reasons. So what the person is told is what the planner does, by construction.

use serde::{Deserialize, Serialize};

use super::entry::{Entry, EntryState, FileState, TakeBack, Trouble, What};
use crate::failure::{Code, CodeText};
use crate::ids::{DossierId, EntryId, InstallationId, ReportId, Sha256, Subject};
use crate::time::Millis;

/// What the phone says about its network.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Connectivity {
    /// None.
    Offline,
    /// Paid by volume.
    Metered,
    /// Not paid by volume.
    Unmetered,
    /// The phone can't say: trying is how to know.
    Unknown,
}

/// What the person allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NetworkPolicy {
    /// Everything over any network.
    Any,
    /// Files wait for a network that isn't paid by volume; small requests go over any.
    FilesOnUnmetered,
}

/// Who is signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Session {
    /// Nobody.
    SignedOut,
    /// This person, with tokens that work or can be refreshed.
    SignedIn {
        /// The person.
        sub: Subject,
    },
    /// A session ended; only the person can start another.
    SignInNeeded,
}

/// Everything outside the entries that decides what can go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct World {
    /// The network.
    pub connectivity: Connectivity,
    /// What the person allows.
    pub network_policy: NetworkPolicy,
    /// Who is signed in.
    pub session: Session,
    /// False when the portal said that this version of the app is no longer served.
    pub app_supported: bool,
}

/// One request (or one file's upload) to carry out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// Create the upload and send the file from where the portal says it stands.
    StartUpload {
        /// Which file.
        sha256: Sha256,
    },
    /// Ask where the upload stands and go on from there.
    ResumeUpload {
        /// Which file.
        sha256: Sha256,
    },
    /// PUT the manifest.
    PutDossier {
        /// The dossier.
        dossier: DossierId,
        /// The manifest's hash.
        manifest_sha256: Sha256,
    },
    /// PUT a supplement's manifest.
    PutSupplement {
        /// The dossier.
        dossier: DossierId,
        /// The supplement's number.
        number: u32,
        /// The manifest's hash.
        manifest_sha256: Sha256,
    },
    /// GET the dossier's evidence and check the receipt in it; an id the portal doesn't know is an answer too.
    AskDossier {
        /// The dossier.
        dossier: DossierId,
    },
    /// PUT the withdrawal: a request, or the tombstone of an unknown id.
    PutWithdrawal {
        /// The dossier.
        dossier: DossierId,
    },
    /// POST the report.
    PostFeedback {
        /// The report.
        report: ReportId,
    },
    /// Revoke the tokens kept for this entry.
    RevokeTokens,
    /// PUT the push subscription.
    PutPushSubscription {
        /// The installation.
        installation: InstallationId,
    },
}

/// What to do now and when to look again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// At most one action an entry, the quickest first. All may run at the same time.
    pub actions: Vec<(EntryId, Action)>,
    /// When the next wait ends, if only time is being waited for. Changes of the world wake the planner anyway.
    pub wake_at: Option<Millis>,
}

/// Why an entry isn't delivered yet. The answer to "why is it not sent?".
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WaitingReason {
    /// It is delivered.
    Done,
    /// It was taken back.
    TakenBack,
    /// It is being sent.
    InFlight,
    /// It goes with the next plan.
    Ready,
    /// The portal said no.
    Blocked(CodeText),
    /// It can't be sent as it is.
    Quarantined(Code),
    /// This version of the app is no longer served.
    AppTooOld,
    /// The same dossier (or supplement) is already being delivered by this entry, perhaps with another content.
    SameDossierAlready(EntryId),
    /// This entry of the same dossier goes first.
    After(EntryId),
    /// No network.
    Offline,
    /// Waiting for a network that isn't paid by volume.
    UnmeteredNeeded,
    /// Nobody is signed in; somebody must.
    SignInNeeded,
    /// The sign-in ran out, or was taken back; somebody must sign in again.
    SignInAgain,
    /// Another person is signed in.
    OtherPerson,
    /// The portal asked to wait.
    PortalAskedToWait {
        /// Until when.
        until: Millis,
        /// What it said.
        trouble: Option<Trouble>,
    },
    /// Trying again later.
    RetryLater {
        /// When.
        until: Millis,
        /// What went wrong last.
        trouble: Option<Trouble>,
    },
}

impl WaitingReason {
    /// The stable code. Where a failure is behind it, that failure's own code.
    pub fn code(&self) -> &str {
        match self {
            WaitingReason::Done => "DONE",
            WaitingReason::TakenBack => "TAKEN_BACK",
            WaitingReason::InFlight => "SENDING",
            WaitingReason::Ready => "READY",
            WaitingReason::Blocked(code) => code.as_str(),
            WaitingReason::Quarantined(code) => code.as_str(),
            WaitingReason::AppTooOld => Code::AppTooOld.as_str(),
            WaitingReason::SameDossierAlready(_) => "SAME_DOSSIER_ALREADY",
            WaitingReason::After(_) => "AFTER_ANOTHER",
            WaitingReason::Offline => Code::NetworkOffline.as_str(),
            WaitingReason::UnmeteredNeeded => "UNMETERED_NEEDED",
            WaitingReason::SignInNeeded => Code::SignInRequired.as_str(),
            WaitingReason::SignInAgain => Code::SignInAgain.as_str(),
            WaitingReason::OtherPerson => Code::OtherPersonSignedIn.as_str(),
            WaitingReason::PortalAskedToWait { trouble, .. } | WaitingReason::RetryLater { trouble, .. } => {
                trouble.map_or("RETRY_LATER", |t| t.code().as_str())
            }
        }
    }
}

/// What to do now. Pass every entry of the account, finished ones too: they decide what may follow them.
pub fn plan(entries: &[Entry], world: &World, now: Millis) -> Plan {
    let mut ready = vec![];
    let mut wake_at: Option<Millis> = None;
    for entry in entries {
        match next(entry, entries, world, now) {
            Ok(action) => ready.push((entry, action)),
            Err(WaitingReason::PortalAskedToWait { until, .. } | WaitingReason::RetryLater { until, .. }) => {
                wake_at = Some(wake_at.map_or(until, |earliest| earliest.min(until)));
            }
            Err(_) => {}
        }
    }
    // Quickest first, and what keeps failing last: when the caller limits how many run at once, one big or bad item
    // stands behind the others instead of before them.
    ready.sort_by_key(|(entry, _)| {
        (
            entry.failures,
            entry.remaining_bytes(),
            entry.created_at,
            entry.id,
        )
    });
    Plan {
        actions: ready
            .into_iter()
            .map(|(entry, action)| (entry.id, action))
            .collect(),
        wake_at,
    }
}

/// Why `entry` isn't delivered yet; [`WaitingReason::Ready`] when it goes now.
pub fn why(entry: &Entry, entries: &[Entry], world: &World, now: Millis) -> WaitingReason {
    next(entry, entries, world, now).map_or_else(|reason| reason, |_| WaitingReason::Ready)
}

fn next(entry: &Entry, entries: &[Entry], world: &World, now: Millis) -> Result<Action, WaitingReason> {
    stands(entry)?;
    if !world.app_supported {
        return Err(WaitingReason::AppTooOld);
    }
    follows(entry, entries)?;
    let action = action(entry);
    reachable(&action, world)?;
    allowed(entry, world)?;
    due(entry, now)?;
    Ok(action)
}

fn stands(entry: &Entry) -> Result<(), WaitingReason> {
    match &entry.state {
        EntryState::Waiting => Ok(()),
        EntryState::InFlight => Err(WaitingReason::InFlight),
        EntryState::Blocked(block) => Err(WaitingReason::Blocked(block.code.clone())),
        EntryState::Quarantined { code } => Err(WaitingReason::Quarantined(*code)),
        EntryState::Done => Err(WaitingReason::Done),
        EntryState::TakenBack => Err(WaitingReason::TakenBack),
    }
}

/// Order inside one dossier; entries of other dossiers are never looked at.
fn follows(entry: &Entry, entries: &[Entry]) -> Result<(), WaitingReason> {
    let Some(dossier) = entry.what.dossier() else {
        return Ok(());
    };
    let others = || {
        entries
            .iter()
            .filter(|e| e.id != entry.id && e.what.dossier() == Some(dossier))
    };
    if let Some(leader) = others().find(|other| same_place(entry, other) && goes_before(other, entry)) {
        return Err(WaitingReason::SameDossierAlready(leader.id));
    }
    match others().find(|other| must_wait_for(entry, other)) {
        Some(other) => Err(WaitingReason::After(other.id)),
        None => Ok(()),
    }
}

/// Two entries that would PUT to the same address.
fn same_place(a: &Entry, b: &Entry) -> bool {
    match (&a.what, &b.what) {
        (What::Submission { .. }, What::Submission { .. })
        | (What::Withdrawal { .. }, What::Withdrawal { .. }) => true,
        (What::Supplement { number: a, .. }, What::Supplement { number: b, .. }) => a == b,
        _ => false,
    }
}

/// Of two entries for one address, only the first in this order is ever sent: what the portal may already have leads.
fn goes_before(a: &Entry, b: &Entry) -> bool {
    let rank = |e: &Entry| (e.state != EntryState::Done, !e.ever_attempted, e.created_at, e.id);
    a.state != EntryState::TakenBack && rank(a) < rank(b)
}

fn must_wait_for(entry: &Entry, other: &Entry) -> bool {
    match (&entry.what, &other.what) {
        (What::Supplement { .. }, What::Submission { .. }) => !other.is_finished(),
        (What::Supplement { number: mine, .. }, What::Supplement { number: theirs, .. }) => {
            theirs < mine && !other.is_finished()
        }
        // After a withdrawal nothing of the dossier may go out any more, unless the withdrawal itself was refused.
        (What::Submission { .. } | What::Supplement { .. }, What::Withdrawal { .. }) => {
            matches!(
                other.state,
                EntryState::Waiting | EntryState::InFlight | EntryState::Done
            )
        }
        // A tombstone must not overtake a PUT that is on its way.
        (What::Withdrawal { .. }, What::Submission { .. } | What::Supplement { .. }) => {
            other.state == EntryState::InFlight
        }
        _ => false,
    }
}

fn action(entry: &Entry) -> Action {
    match (&entry.what, entry.take_back) {
        (What::Submission { dossier, .. }, TakeBack::AskPortal) => Action::AskDossier { dossier: *dossier },
        (What::Submission { dossier, .. }, TakeBack::SetTombstone) => {
            Action::PutWithdrawal { dossier: *dossier }
        }
        (What::Submission { dossier, .. } | What::Supplement { dossier, .. }, _)
            if matches!(entry.trouble, Some(Trouble::ReceiptWrong(_))) =>
        {
            Action::AskDossier { dossier: *dossier }
        }
        (
            What::Submission {
                dossier,
                manifest_sha256,
            },
            TakeBack::No,
        ) => {
            let put = Action::PutDossier {
                dossier: *dossier,
                manifest_sha256: *manifest_sha256,
            };
            upload(entry).unwrap_or(put)
        }
        (
            What::Supplement {
                dossier,
                number,
                manifest_sha256,
            },
            _,
        ) => {
            let (dossier, number, manifest_sha256) = (*dossier, *number, *manifest_sha256);
            upload(entry).unwrap_or(Action::PutSupplement {
                dossier,
                number,
                manifest_sha256,
            })
        }
        (What::Withdrawal { dossier }, _) => Action::PutWithdrawal { dossier: *dossier },
        (What::Feedback { report }, _) => Action::PostFeedback { report: *report },
        (What::Revocation, _) => Action::RevokeTokens,
        (What::PushRegistration { installation }, _) => Action::PutPushSubscription {
            installation: *installation,
        },
    }
}

fn upload(entry: &Entry) -> Option<Action> {
    entry.files.iter().find_map(|file| match file.state {
        FileState::Pending => Some(Action::StartUpload { sha256: file.sha256 }),
        FileState::At { .. } => Some(Action::ResumeUpload { sha256: file.sha256 }),
        FileState::Arrived => None,
    })
}

fn reachable(action: &Action, world: &World) -> Result<(), WaitingReason> {
    let uploads = matches!(action, Action::StartUpload { .. } | Action::ResumeUpload { .. });
    match (world.connectivity, world.network_policy) {
        (Connectivity::Offline, _) => Err(WaitingReason::Offline),
        (Connectivity::Metered, NetworkPolicy::FilesOnUnmetered) if uploads => {
            Err(WaitingReason::UnmeteredNeeded)
        }
        (Connectivity::Metered | Connectivity::Unmetered | Connectivity::Unknown, _) => Ok(()),
    }
}

fn allowed(entry: &Entry, world: &World) -> Result<(), WaitingReason> {
    if !entry.what.needs_session() {
        return Ok(());
    }
    match (&world.session, &entry.sub) {
        (Session::SignedOut, _) => Err(WaitingReason::SignInNeeded),
        (Session::SignInNeeded, _) => Err(WaitingReason::SignInAgain),
        (Session::SignedIn { sub }, Some(owner)) if sub != owner => Err(WaitingReason::OtherPerson),
        (Session::SignedIn { .. }, _) => Ok(()),
    }
}

fn due(entry: &Entry, now: Millis) -> Result<(), WaitingReason> {
    let trouble = entry.trouble;
    if let Some(until) = entry.not_before.filter(|&until| until > now) {
        return Err(WaitingReason::PortalAskedToWait { until, trouble });
    }
    match entry.next_attempt_at.filter(|&until| until > now) {
        Some(until) => Err(WaitingReason::RetryLater { until, trouble }),
        None => Ok(()),
    }
}
