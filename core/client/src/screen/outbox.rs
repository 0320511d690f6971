//! The outbox as screens show it: what waits, how far it is, and why it isn't sent yet.

use motcua_domain::{
    failure::{Code, FailureKind},
    ids::DraftId,
    outbox::{Entry, FileState, WaitingReason, What},
    time::Millis,
};

use super::{
    failure::{self, FailureWords},
    format,
    target::HomeTarget,
    text::{Texts, Var},
};

/// The outbox.
#[derive(Clone, PartialEq, Eq)]
pub struct OutboxList {
    /// Oldest first; delivered ones are left out.
    pub items: Vec<OutboxItem>,
    /// What to say when nothing waits.
    pub empty: Option<String>,
}

/// One thing to deliver.
#[derive(Clone, PartialEq, Eq)]
pub struct OutboxItem {
    /// Its id.
    pub id: String,
    /// The dossier it is about, if any.
    pub dossier_id: Option<String>,
    /// "Submit the dossier …".
    pub title: String,
    /// "Waiting since …", which tells it from another of its title.
    pub queued_at: String,
    /// The reason's stable code, such as `NETWORK_OFFLINE` or `READY`.
    pub code: String,
    /// The reason in words.
    pub reason: String,
    /// Cause and remedy, where something is wrong.
    pub failure: Option<FailureWords>,
    /// "1,5 MB of 5,0 MB sent", while files are going.
    pub progress: Option<String>,
    /// Bytes of files that the portal has.
    pub sent_bytes: u64,
    /// Bytes of files in all.
    pub total_bytes: u64,
    /// Whether a person has to do something.
    pub needs_you: bool,
    /// The draft that it delivers, where it delivers one.
    pub draft_id: Option<String>,
    /// Whether that draft can be taken back, to be edited again.
    pub can_take_back: bool,
    /// Where it leads: to signing in where that is what it waits for, else to what it is about; `None` for what the phone does for itself.
    pub target: Option<HomeTarget>,
    /// What helps against the reason; `None` where only waiting does.
    pub remedy: Option<OutboxRemedy>,
    /// The whole item as a screen reader speaks it.
    pub label: String,
}

/// What a person can do that an entry be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OutboxRemedy {
    /// Nothing else than trying now.
    SendNow,
    /// Take the draft back: what was refused would be refused again.
    TakeBack,
    /// Sign in.
    SignIn,
    /// Sign out: it is somebody else who is signed in.
    SignOut,
    /// Update the app.
    UpdateApp,
    /// Log in to the network, in the phone's settings.
    NetworkSettings,
    /// Choose when files may be sent.
    NetworkPolicy,
}

/// What an entry is about.
#[derive(Default)]
pub struct About {
    /// The procedure's name.
    pub subject: String,
    /// The draft that the entry delivers.
    pub draft_id: Option<DraftId>,
    /// Whether that draft can be taken back.
    pub can_take_back: bool,
}

/// Builds one item.
pub fn item(entry: &Entry, reason: &WaitingReason, about: &About, texts: &Texts) -> OutboxItem {
    let total: u64 = entry.files.iter().map(|file| file.size).sum();
    let sent = total - entry.remaining_bytes().min(total);
    let started = entry.files.iter().any(|file| file.state != FileState::Pending);
    let title = title(&entry.what, &about.subject, texts);
    let words = words(reason, texts);
    let queued_at = since(entry.created_at, texts);
    let spoken = [
        ("title", Var::Text(&title)),
        ("since", Var::Text(&queued_at)),
        ("reason", Var::Text(&words)),
    ];
    OutboxItem {
        label: texts.with("outbox-item-label", &spoken),
        id: entry.id.to_string(),
        dossier_id: entry.what.dossier().map(|id| id.to_string()),
        code: reason.code().to_owned(),
        failure: wrong(reason, texts),
        progress: (started && sent < total).then(|| progress(sent, total, texts)),
        sent_bytes: sent,
        total_bytes: total,
        needs_you: needs_you(reason),
        draft_id: about.draft_id.map(|id| id.to_string()),
        can_take_back: about.can_take_back,
        target: target(&entry.what, reason),
        remedy: remedy(reason, about.can_take_back),
        reason: words,
        queued_at,
        title,
    }
}

/// Since when something waits to be sent.
pub(super) fn since(at: Millis, texts: &Texts) -> String {
    texts.with("outbox-since", &[("at", Var::Text(&format::date_time(at)))])
}

fn title(what: &What, subject: &str, texts: &Texts) -> String {
    let name = match what {
        What::Submission { .. } => "outbox-submission",
        What::Supplement { .. } => "outbox-supplement",
        What::Withdrawal { .. } => "outbox-withdrawal",
        What::Feedback { .. } => "outbox-feedback",
        What::Revocation => "outbox-revocation",
        What::PushRegistration { .. } => "outbox-push",
    };
    texts.with(name, &[("title", Var::Text(subject))])
}

fn target(what: &What, reason: &WaitingReason) -> Option<HomeTarget> {
    if what.is_an_act() && waits_for_sign_in(reason) {
        return Some(HomeTarget::SignIn);
    }
    match what {
        What::Submission { dossier, .. }
        | What::Supplement { dossier, .. }
        | What::Withdrawal { dossier } => Some(HomeTarget::Timeline {
            dossier_id: dossier.to_string(),
        }),
        What::Feedback { report } => Some(HomeTarget::Feedback {
            report_id: report.to_string(),
        }),
        What::Revocation | What::PushRegistration { .. } => None,
    }
}

fn remedy(reason: &WaitingReason, can_take_back: bool) -> Option<OutboxRemedy> {
    use WaitingReason as R;
    match (reason, Code::from_text(reason.code())) {
        (_, Some(Code::AppTooOld)) => Some(OutboxRemedy::UpdateApp),
        (R::Blocked(_) | R::Quarantined(_), _) if can_take_back => Some(OutboxRemedy::TakeBack),
        (_, Some(Code::OtherPersonSignedIn)) => Some(OutboxRemedy::SignOut),
        (R::SignInNeeded | R::SignInAgain, _) => Some(OutboxRemedy::SignIn),
        (_, Some(Code::NetworkLoginNeeded)) => Some(OutboxRemedy::NetworkSettings),
        (R::UnmeteredNeeded, _) => Some(OutboxRemedy::NetworkPolicy),
        (_, Some(Code::NetworkOffline)) => None,
        _ => Some(OutboxRemedy::SendNow),
    }
}

fn words(reason: &WaitingReason, texts: &Texts) -> String {
    use WaitingReason as R;
    match reason {
        R::Done => texts.get("waiting-done"),
        R::TakenBack => texts.get("waiting-taken-back"),
        R::InFlight => texts.get("waiting-sending"),
        R::Ready => texts.get("waiting-ready"),
        R::Blocked(_) | R::Quarantined(_) => texts.get("waiting-blocked"),
        R::AppTooOld => texts.get("waiting-app-too-old"),
        R::SameDossierAlready(_) | R::After(_) => texts.get("waiting-order"),
        R::Offline => texts.get("waiting-offline"),
        R::UnmeteredNeeded => texts.get("waiting-network-policy"),
        R::SignInNeeded | R::OtherPerson => texts.get("waiting-sign-in"),
        R::SignInAgain => texts.get("waiting-sign-in-again"),
        R::PortalAskedToWait { until, .. } | R::RetryLater { until, .. } => {
            texts.with("waiting-retry", &[("at", Var::Text(&format::date_time(*until)))])
        }
    }
}

fn wrong(reason: &WaitingReason, texts: &Texts) -> Option<FailureWords> {
    use WaitingReason as R;
    let code = match reason {
        R::Done | R::TakenBack | R::InFlight | R::Ready | R::UnmeteredNeeded => return None,
        R::SameDossierAlready(_) | R::After(_) => return None,
        R::PortalAskedToWait { trouble: None, .. } | R::RetryLater { trouble: None, .. } => return None,
        other => other.code(),
    };
    let kind = Code::from_text(code).map_or(FailureKind::Rejected, Code::kind);
    Some(failure::words(code, kind, texts))
}

fn progress(sent: u64, total: u64, texts: &Texts) -> String {
    let (sent, total) = (
        format::size(sent, texts.language()),
        format::size(total, texts.language()),
    );
    texts.with(
        "outbox-files-progress",
        &[("sent", Var::Text(&sent)), ("total", Var::Text(&total))],
    )
}

const fn needs_you(reason: &WaitingReason) -> bool {
    use WaitingReason as R;
    matches!(reason, R::Blocked(_) | R::Quarantined(_) | R::AppTooOld) || waits_for_sign_in(reason)
}

const fn waits_for_sign_in(reason: &WaitingReason) -> bool {
    use WaitingReason as R;
    matches!(reason, R::SignInNeeded | R::SignInAgain | R::OtherPerson)
}

#[cfg(test)]
mod tests {
    use motcua_domain::{failure::CodeText, outbox::Trouble};

    use super::*;

    #[test]
    fn each_reason_has_what_helps_against_it() {
        use {OutboxRemedy as Help, WaitingReason as R};
        let later = |trouble| R::RetryLater {
            until: Millis(0),
            trouble,
        };
        let refused = || R::Blocked(CodeText::from_text("FIELD_INVALID"));
        for (reason, can_take_back, help) in [
            (R::Ready, true, Some(Help::SendNow)),
            (later(None), true, Some(Help::SendNow)),
            (
                later(Some(Trouble::CaptivePortal)),
                true,
                Some(Help::NetworkSettings),
            ),
            (refused(), true, Some(Help::TakeBack)),
            (refused(), false, Some(Help::SendNow)),
            (
                R::Quarantined(Code::AttachmentRejected),
                true,
                Some(Help::TakeBack),
            ),
            (
                R::Blocked(CodeText::Known(Code::AppTooOld)),
                true,
                Some(Help::UpdateApp),
            ),
            (R::AppTooOld, true, Some(Help::UpdateApp)),
            (R::SignInNeeded, true, Some(Help::SignIn)),
            (R::SignInAgain, true, Some(Help::SignIn)),
            (R::OtherPerson, true, Some(Help::SignOut)),
            (R::UnmeteredNeeded, true, Some(Help::NetworkPolicy)),
            (R::Offline, true, None),
        ] {
            assert_eq!(remedy(&reason, can_take_back), help, "{}", reason.code());
        }
    }
}
