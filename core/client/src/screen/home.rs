//! Home: what waits for the person, in the order in which it matters.
//!
//! ```text
//!   to do    the office's requests · what the outbox needs a person for · refused drafts · signing in while something waits
//!   alerts   results, refusals and ends not seen yet · contradicting evidence · late offices · answers to reports · missed pushes
//!   drafts   to go on with          dossiers   the newest
//! ```
//!
//! One thing stands in one place only: a request that is being answered leaves the list of things to do, and its draft isn't offered a second time
//! among the drafts. Pure: rows and states in, sentences out.

use std::collections::BTreeSet;

use motcua_domain::{
    dossier::Status,
    failure::Code,
    feedback::ReportStatus,
    time::{DAY, Millis},
};

use super::{
    draft_list::DraftItem,
    feedback::FeedbackPage,
    format,
    outbox::OutboxItem,
    target::HomeTarget,
    text::{Texts, Var},
    timeline::DossierItem,
};

/// A request that ends this soon is urgent.
const SOON: i64 = 3 * DAY;
/// How many drafts, and how many dossiers, home shows; their own lists show all.
const SHOWN: usize = 3;
/// How many things to do, and how many alerts, home shows.
const SHOWN_TO_DO: usize = 20;

/// What waits for the person.
#[derive(Clone, PartialEq, Eq)]
pub struct Home {
    /// The heading.
    pub heading: String,
    /// Something that holds for everything below: no network, and that nothing is lost by it.
    pub banner: Option<String>,
    /// Only those that have items, in this order of kinds.
    pub sections: Vec<HomeSection>,
    /// What to say, and to begin with, when there is nothing at all.
    pub empty: Option<String>,
}

/// Things of one kind.
#[derive(Clone, PartialEq, Eq)]
pub struct HomeSection {
    /// Which.
    pub kind: HomeKind,
    /// Its heading.
    pub heading: String,
    /// The most urgent first.
    pub items: Vec<HomeItem>,
    /// Whether there are more than these: offer the whole list.
    pub more: bool,
}

/// The kinds of section.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HomeKind {
    /// Waits for the person.
    ToDo,
    /// Is news, or should be known.
    Alerts,
    /// Can be gone on with.
    Drafts,
    /// Was submitted.
    Dossiers,
}

/// One thing.
#[derive(Clone, PartialEq, Eq)]
pub struct HomeItem {
    /// What it is about.
    pub title: String,
    /// What there is to say.
    pub detail: String,
    /// Whether it shouldn't wait. The label says so too: never by colour alone.
    pub urgent: bool,
    /// Where it leads.
    pub target: HomeTarget,
    /// The whole item as a screen reader speaks it.
    pub label: String,
}

/// What home is made of.
pub struct HomeParts<'a> {
    /// Drafts, newest first, in any state.
    pub drafts: &'a [DraftItem],
    /// Dossiers, newest first.
    pub dossiers: &'a [DossierNews],
    /// What waits to be sent, oldest first.
    pub outbox: &'a [OutboxItem],
    /// Reports with news that wasn't seen.
    pub reports: &'a [FeedbackPage],
    /// That pushes don't get through, in words.
    pub push_missed: Option<&'a str>,
    /// Whether the phone has no network.
    pub offline: bool,
    /// Now.
    pub now: Millis,
}

/// A dossier with what home says of it.
pub struct DossierNews {
    /// As its list shows it.
    pub item: DossierItem,
    /// Where it stands, once there is a receipt.
    pub status: Option<Status>,
    /// The office's open request that nobody has answered yet.
    pub request: Option<Request>,
    /// When it is due, or since when it is late, in words.
    pub clock: Option<String>,
    /// Whether the office is late.
    pub overdue: bool,
    /// Whether its evidence contradicts itself.
    pub contested: bool,
    /// Whether the portal told something of it that wasn't seen yet.
    pub is_new: bool,
}

/// An office's open request.
pub struct Request {
    /// Until when, where a date was given.
    pub due: Option<Millis>,
}

/// Builds home.
pub fn home(parts: &HomeParts<'_>, texts: &Texts) -> Home {
    let sections = [
        section(HomeKind::ToDo, to_do(parts, texts), SHOWN_TO_DO, texts),
        section(HomeKind::Alerts, alerts(parts, texts), SHOWN_TO_DO, texts),
        section(HomeKind::Drafts, drafts(parts), SHOWN, texts),
        section(HomeKind::Dossiers, dossiers(parts, texts), SHOWN, texts),
    ];
    let sections: Vec<HomeSection> = sections.into_iter().flatten().collect();
    Home {
        heading: texts.get("home-heading"),
        banner: parts.offline.then(|| texts.get("home-offline")),
        empty: sections.is_empty().then(|| texts.get("home-empty")),
        sections,
    }
}

fn section(kind: HomeKind, mut items: Vec<HomeItem>, shown: usize, texts: &Texts) -> Option<HomeSection> {
    let more = items.len() > shown;
    items.truncate(shown);
    let heading = match kind {
        HomeKind::ToDo => "home-to-do",
        HomeKind::Alerts => "home-alerts",
        HomeKind::Drafts => "home-drafts",
        HomeKind::Dossiers => "home-dossiers",
    };
    (!items.is_empty()).then(|| HomeSection {
        kind,
        heading: texts.get(heading),
        items,
        more,
    })
}

/// How much a thing to do presses; equal ones by their date, those without one last.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Pressing {
    UrgentRequest,
    Outbox,
    RefusedDraft,
    SignIn,
    Payment,
    Request,
}

fn to_do(parts: &HomeParts<'_>, texts: &Texts) -> Vec<HomeItem> {
    let mut found: Vec<(Pressing, Millis, HomeItem)> = Vec::new();
    for dossier in parts.dossiers {
        found.extend(request(dossier, parts.now, texts));
        found.extend(payment(dossier, texts).map(|it| (Pressing::Payment, FAR, it)));
    }
    let needing = parts
        .outbox
        .iter()
        .filter(|it| it.needs_you && !waits_for_sign_in(it));
    found.extend(needing.map(|it| (Pressing::Outbox, FAR, needs_you(it, texts))));
    let refused = parts.drafts.iter().filter(|it| is_refused(it, parts.outbox));
    found.extend(refused.map(|it| (Pressing::RefusedDraft, FAR, draft(it, true))));
    found.extend(sign_in(parts.outbox, texts).map(|it| (Pressing::SignIn, FAR, it)));
    // Stable: where nothing else decides, the order of the lists.
    found.sort_by(|a, b| (&a.0, a.1).cmp(&(&b.0, b.1)));
    found.into_iter().map(|(_, _, item)| item).collect()
}

/// After every date.
const FAR: Millis = Millis(i64::MAX);

fn request(dossier: &DossierNews, now: Millis, texts: &Texts) -> Option<(Pressing, Millis, HomeItem)> {
    let due = dossier.request.as_ref()?.due;
    let at = due.map(format::date_time).unwrap_or_default();
    let left = due.map(|due| due.since(now));
    let name = match left {
        None => "home-request",
        Some(left) if left < 0 => "home-request-late",
        Some(_) => "home-request-due",
    };
    let urgent = left.is_some_and(|left| left < SOON);
    let target = HomeTarget::Supplement {
        dossier_id: dossier.item.dossier_id.clone(),
    };
    let detail = texts.with(name, &[("at", Var::Text(&at))]);
    let pressing = if urgent {
        Pressing::UrgentRequest
    } else {
        Pressing::Request
    };
    Some((
        pressing,
        due.unwrap_or(FAR),
        of_dossier(dossier, &detail, urgent, target, texts),
    ))
}

fn payment(dossier: &DossierNews, texts: &Texts) -> Option<HomeItem> {
    (dossier.status == Some(Status::PaymentRequested)).then(|| {
        let detail = texts.get("home-payment");
        of_dossier(dossier, &detail, false, timeline(dossier), texts)
    })
}

fn needs_you(entry: &OutboxItem, texts: &Texts) -> HomeItem {
    let cause = entry.failure.as_ref().map(|it| &it.cause);
    let target = HomeTarget::Outbox {
        entry_id: entry.id.clone(),
    };
    let detail = format!("{}. {}", entry.queued_at, cause.unwrap_or(&entry.reason));
    item(&entry.title, detail, true, target, texts)
}

/// One line for every act of the person's that waits for it. The phone's own registration for notifications waits too, from the first start: nobody
/// asked for it, so nobody is asked to sign in for it.
fn sign_in(outbox: &[OutboxItem], texts: &Texts) -> Option<HomeItem> {
    let is_an_act = |it: &&OutboxItem| it.dossier_id.is_some();
    let waiting = || outbox.iter().filter(|it| waits_for_sign_in(it)).filter(is_an_act);
    // One session holds them all up, so that the first tells whether it ran out or there was none.
    waiting().next().map(|first| {
        let ran_out = first.code == Code::SignInAgain.as_str();
        let title = texts.get(if ran_out {
            "home-sign-in-again"
        } else {
            "home-sign-in"
        });
        let count = Var::Count(waiting().count() as u64);
        let detail = texts.with("home-sign-in-detail", &[("count", count)]);
        item(&title, detail, false, HomeTarget::SignIn, texts)
    })
}

fn waits_for_sign_in(entry: &OutboxItem) -> bool {
    [Code::SignInRequired.as_str(), Code::SignInAgain.as_str()].contains(&entry.code.as_str())
}

/// Refused, and no entry of the outbox says so already.
fn is_refused(draft: &DraftItem, outbox: &[OutboxItem]) -> bool {
    let told = |it: &OutboxItem| it.needs_you && it.dossier_id.is_some() && it.dossier_id == draft.dossier_id;
    draft.state == "refused" && !outbox.iter().any(told)
}

fn alerts(parts: &HomeParts<'_>, texts: &Texts) -> Vec<HomeItem> {
    let mut found: Vec<HomeItem> = parts
        .dossiers
        .iter()
        .filter_map(|dossier| alert(dossier, texts))
        .collect();
    found.extend(parts.reports.iter().map(|report| answered(report, texts)));
    found.extend(parts.push_missed.map(|words| {
        let title = texts.get("home-push");
        item(&title, words.to_owned(), false, HomeTarget::Inbox, texts)
    }));
    let (mut first, others): (Vec<_>, Vec<_>) = found.into_iter().partition(|item| item.urgent);
    first.extend(others);
    first
}

/// The gravest thing to say of a dossier, if any.
fn alert(dossier: &DossierNews, texts: &Texts) -> Option<HomeItem> {
    let ended = matches!(dossier.status, Some(Status::Rejected | Status::Stopped));
    let result = matches!(dossier.status, Some(Status::Completed | Status::ResultDelivered));
    let (detail, urgent) = if dossier.contested {
        (texts.get("timeline-contested"), true)
    } else if dossier.is_new && (ended || result) {
        (dossier.item.status_text.clone(), ended)
    } else if dossier.overdue {
        (dossier.clock.clone()?, true)
    } else {
        return None;
    };
    Some(of_dossier(dossier, &detail, urgent, timeline(dossier), texts))
}

fn answered(report: &FeedbackPage, texts: &Texts) -> HomeItem {
    let asks = report.status == ReportStatus::NeedInfo.id();
    let target = HomeTarget::Feedback {
        report_id: report.id.clone(),
    };
    let title = texts.with("home-report", &[("category", Var::Text(&report.category))]);
    item(&title, report.status_text.clone(), asks, target, texts)
}

fn drafts(parts: &HomeParts<'_>) -> Vec<HomeItem> {
    let asked: BTreeSet<&str> = parts
        .dossiers
        .iter()
        .filter(|it| it.request.is_some())
        .map(|it| it.item.dossier_id.as_str())
        .collect();
    let answers_request = |it: &DraftItem| {
        it.dossier_id
            .as_deref()
            .is_some_and(|dossier| asked.contains(dossier))
    };
    let editable = parts
        .drafts
        .iter()
        .filter(|it| it.editable && !answers_request(it));
    editable.map(|it| draft(it, false)).collect()
}

/// A draft as its list speaks it.
fn draft(draft: &DraftItem, refused: bool) -> HomeItem {
    let told = if refused {
        &draft.state_text
    } else {
        &draft.progress
    };
    HomeItem {
        title: draft.title.clone(),
        detail: format!("{}. {told}", draft.changed_at),
        urgent: refused,
        target: HomeTarget::Draft {
            draft_id: draft.id.clone(),
        },
        label: draft.label.clone(),
    }
}

fn dossiers(parts: &HomeParts<'_>, texts: &Texts) -> Vec<HomeItem> {
    let line = |dossier: &DossierNews| {
        let status = &dossier.item.status_text;
        let detail = match &dossier.clock {
            Some(clock) => format!("{status}. {clock}"),
            None => status.clone(),
        };
        of_dossier(dossier, &detail, false, timeline(dossier), texts)
    };
    parts.dossiers.iter().map(line).collect()
}

fn timeline(dossier: &DossierNews) -> HomeTarget {
    HomeTarget::Timeline {
        dossier_id: dossier.item.dossier_id.clone(),
    }
}

/// What there is to say of a dossier, behind what tells it from another of its procedure.
fn of_dossier(
    dossier: &DossierNews,
    said: &str,
    urgent: bool,
    target: HomeTarget,
    texts: &Texts,
) -> HomeItem {
    let of = &dossier.item;
    let detail = match of.dossier_code.as_ref().or(of.waiting_since.as_ref()) {
        Some(which) => format!("{which}. {said}"),
        None => said.to_owned(),
    };
    item(&of.title, detail, urgent, target, texts)
}

fn item(title: &str, detail: String, urgent: bool, target: HomeTarget, texts: &Texts) -> HomeItem {
    let name = if urgent {
        "home-urgent-label"
    } else {
        "home-item-label"
    };
    let spoken = [("title", Var::Text(title)), ("detail", Var::Text(&detail))];
    HomeItem {
        label: texts.with(name, &spoken),
        title: title.to_owned(),
        detail,
        urgent,
        target,
    }
}

#[cfg(test)]
mod tests;
