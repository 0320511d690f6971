//! A dossier's timeline with the legal clock, and the list of dossiers.

use motcua_domain::{
    dossier::Status,
    evidence::{ChainState, Fact, Gives, ResultFile},
    time::Millis,
    tracking::{By, LegalClock, PhoneStep, Proof, Remaining, TimelineEntry, What},
    vietnam::working_days::Calendar,
};

use super::{
    format, outbox,
    text::{Language, Texts, Var},
};
use crate::port::store::DossierRow;

/// What a status, or a line of the history, means for the person: shells repeat it by colour and sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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

/// A dossier's timeline.
#[derive(Clone, PartialEq, Eq)]
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
    /// When it is due, what is left, or that it is paused or late.
    pub clock: Option<String>,
    /// When it is due, RFC 3339.
    pub due_at: Option<String>,
    /// Whether the term is over without a result.
    pub overdue: bool,
    /// Oldest first.
    pub entries: Vec<TimelineItem>,
    /// A warning when facts contradict each other or can't be verified.
    pub warning: Option<String>,
    /// The office's newest request, while it waits for an answer.
    pub supplement: Option<SupplementRequest>,
    /// The result, once the office's signed statement names one.
    pub result: Option<ResultItem>,
}

/// A result to fetch.
#[derive(Clone, PartialEq, Eq)]
pub struct ResultItem {
    /// The file's name, as the office gave it.
    pub name: String,
    /// Its media type.
    pub media_type: String,
    /// "PDF, 312 KB".
    pub detail: String,
}

/// One line.
#[derive(Clone, PartialEq, Eq)]
pub struct TimelineItem {
    /// When.
    pub at: String,
    /// What happened.
    pub text: String,
    /// Who says so, and whether it is proved.
    pub signer: String,
    /// `own`, `signed`, `contested`, `announced`.
    pub proof: String,
    /// The event's or step's id.
    pub event: String,
    /// What it means.
    pub standing: Standing,
    /// The line as a screen reader speaks it.
    pub label: String,
}

/// What the office asks for.
#[derive(Clone, PartialEq, Eq)]
pub struct SupplementRequest {
    /// Which request, from 1.
    pub number: u32,
    /// The officer's words.
    pub note: String,
    /// Until when, in words; empty when no date was given.
    pub due: String,
    /// What exactly, with the place in the form where it has one.
    pub items: Vec<AskedFor>,
}

/// One thing the office asks for.
#[derive(Clone, PartialEq, Eq)]
pub struct AskedFor {
    /// The question or slot.
    pub reference: Option<String>,
    /// The question's label; empty when it is about none, or one that the form doesn't have.
    pub label: String,
    /// In words.
    pub note: String,
}

/// A page of dossiers, newest first.
#[derive(Clone, PartialEq, Eq)]
pub struct DossierList {
    /// The dossiers.
    pub items: Vec<DossierItem>,
    /// To ask for the next page.
    pub next: Option<u64>,
}

/// One dossier in a list.
#[derive(Clone, PartialEq, Eq)]
pub struct DossierItem {
    /// Its id.
    pub dossier_id: String,
    /// The procedure's name.
    pub title: String,
    /// The official code, once there is a receipt.
    pub dossier_code: Option<String>,
    /// "Waiting since …", as long as there is no code to tell it from another of its procedure.
    pub waiting_since: Option<String>,
    /// The status' id.
    pub status: String,
    /// The status in words.
    pub status_text: String,
    /// What the status means.
    pub standing: Standing,
    /// The whole item as a screen reader speaks it.
    pub label: String,
}

/// What a timeline is built from.
pub struct TimelineParts<'a> {
    /// The dossier.
    pub row: &'a DossierRow,
    /// The procedure's name.
    pub title: String,
    /// What its facts say.
    pub chain: &'a ChainState,
    /// Its clock.
    pub clock: &'a LegalClock,
    /// The lines, oldest first.
    pub lines: &'a [TimelineEntry],
    /// The result that they name.
    pub result: Option<ResultFile>,
    /// How many facts couldn't be verified.
    pub unverified: usize,
    /// Working days.
    pub calendar: &'a Calendar,
    /// Now.
    pub now: Millis,
    /// The name of an office by its agency id.
    pub office_name: &'a dyn Fn(&str) -> String,
    /// The label of a question of the form by its reference.
    pub question_label: &'a dyn Fn(&str) -> String,
}

/// Builds the timeline.
pub fn timeline(parts: &TimelineParts<'_>, texts: &Texts) -> Timeline {
    let (status, status_text) = status(parts.chain, texts);
    let remaining = parts.clock.remaining(parts.calendar, parts.now);
    let due = parts.clock.due(parts.calendar, parts.now);
    let doubtful = !parts.chain.contested.is_empty() || parts.unverified > 0;
    Timeline {
        dossier_id: parts.row.id.to_string(),
        heading: texts.with("timeline-heading", &[("title", Var::Text(&parts.title))]),
        dossier_code: parts.row.dossier_code.clone(),
        clock: clock(remaining, due, texts),
        due_at: due.map(Millis::to_rfc3339),
        overdue: matches!(remaining, Remaining::Overdue { .. }),
        entries: parts.lines.iter().map(|line| entry(line, parts, texts)).collect(),
        warning: doubtful.then(|| texts.get("timeline-contested")),
        supplement: supplement(parts, texts),
        result: parts.result.as_ref().map(|file| result(file, texts)),
        standing: standing(parts.chain.status.map(|(status, _)| status)),
        status,
        status_text,
    }
}

fn standing(status: Option<Status>) -> Standing {
    match status {
        Some(Status::SupplementRequested | Status::PaymentRequested) => Standing::Due,
        Some(Status::Completed | Status::ResultDelivered) => Standing::Done,
        Some(Status::Rejected | Status::Stopped) => Standing::Wrong,
        _ => Standing::Calm,
    }
}

fn result(file: &ResultFile, texts: &Texts) -> ResultItem {
    ResultItem {
        name: file.name.clone(),
        media_type: file.media_type.clone(),
        detail: format::kind_and_size(&file.media_type, file.size, texts.language()),
    }
}

/// Builds one item of the list.
pub fn item(row: &DossierRow, title: String, chain: &ChainState, texts: &Texts) -> DossierItem {
    let (status, status_text) = status(chain, texts);
    let code = row.dossier_code.as_deref().unwrap_or_default();
    let since = outbox::since(row.frozen_at, texts);
    let spoken = [
        ("title", Var::Text(&title)),
        ("code", Var::Text(code)),
        ("since", Var::Text(&since)),
        ("status", Var::Text(&status_text)),
    ];
    let name = if code.is_empty() {
        "dossier-item-label"
    } else {
        "dossier-item-with-code-label"
    };
    DossierItem {
        label: texts.with(name, &spoken),
        dossier_id: row.id.to_string(),
        title,
        dossier_code: row.dossier_code.clone(),
        waiting_since: code.is_empty().then_some(since),
        standing: standing(chain.status.map(|(status, _)| status)),
        status,
        status_text,
    }
}

fn status(chain: &ChainState, texts: &Texts) -> (String, String) {
    match chain.status {
        Some((status, _)) => (
            status.id().to_owned(),
            status_words(status, texts.language()).to_owned(),
        ),
        None => ("queued".to_owned(), texts.get("timeline-not-submitted")),
    }
}

fn status_words(status: Status, language: Language) -> &'static str {
    match language {
        Language::Vi => status.vi(),
        Language::En => status.en(),
    }
}

/// When it is due, that it is paused, or since when it is late; `None` without a term, or when it is over.
pub fn clock(remaining: Remaining, due: Option<Millis>, texts: &Texts) -> Option<String> {
    let at = format::date_time(due?);
    let at = [("at", Var::Text(at.as_str()))];
    match remaining {
        Remaining::NoTerm | Remaining::Over { .. } => None,
        Remaining::Paused { .. } => Some(texts.get("timeline-paused")),
        Remaining::Days { .. } | Remaining::Hours { .. } => Some(texts.with("timeline-due", &at)),
        Remaining::Overdue { .. } => Some(texts.with("timeline-overdue", &at)),
    }
}

fn entry(line: &TimelineEntry, parts: &TimelineParts<'_>, texts: &Texts) -> TimelineItem {
    let at = format::date_time(line.moment.at);
    let (event, text) = happened(line, texts);
    let (proof, signer) = signer(line, parts, texts);
    let spoken = [
        ("at", Var::Text(&at)),
        ("text", Var::Text(&text)),
        ("signer", Var::Text(&signer)),
    ];
    TimelineItem {
        label: texts.with("timeline-entry-label", &spoken),
        at,
        text,
        signer,
        proof: proof.to_owned(),
        standing: standing(meant(&line.what)),
        event,
    }
}

fn happened(line: &TimelineEntry, texts: &Texts) -> (String, String) {
    let note = officers_words(line.note_vi.as_deref(), line.reason.as_deref(), texts);
    match &line.what {
        What::Phone(step) => (phone_id(*step).to_owned(), texts.get(phone_id(*step))),
        What::Official(event) => (event.id().to_owned(), fact(event.id(), &note, texts)),
        What::Status(status) => {
            let words = status
                .known()
                .map_or(status.id(), |known| status_words(known, texts.language()));
            (status.id().to_owned(), words.to_owned())
        }
    }
}

/// The status that a line tells of; a request that is history waits for nobody.
fn meant(what: &What) -> Option<Status> {
    let status = match what {
        What::Phone(_) => None,
        What::Official(event) => event.known().and_then(|it| match it.rule().gives {
            Gives::Status(status) => Some(status),
            Gives::Nothing | Gives::BackToIntake => None,
        }),
        What::Status(status) => status.known(),
    };
    status.filter(|it| standing(Some(*it)) != Standing::Due)
}

const fn phone_id(step: PhoneStep) -> &'static str {
    match step {
        PhoneStep::DraftBegun => "phone-draft-begun",
        PhoneStep::Queued => "phone-queued",
        PhoneStep::FirstSent => "phone-first-sent",
        PhoneStep::ReceiptVerified => "phone-receipt-verified",
        PhoneStep::SupplementQueued => "phone-supplement-queued",
        PhoneStep::WithdrawalAsked => "phone-withdrawal-asked",
    }
}

/// The officer's words. They are Vietnamese, so whoever reads another language reads the reason too, in theirs.
fn officers_words(note: Option<&str>, reason: Option<&str>, texts: &Texts) -> String {
    let note = note.unwrap_or_default();
    let reason = reason
        .map(|it| format!("reason-{it}"))
        .filter(|name| texts.has(name));
    match reason {
        Some(name) if note.is_empty() => texts.get(&name),
        Some(name) if texts.language() == Language::En => {
            let reason = texts.get(&name);
            texts.with(
                "note-and-reason",
                &[("reason", Var::Text(&reason)), ("note", Var::Text(note))],
            )
        }
        _ => note.to_owned(),
    }
}

fn fact(event: &str, note: &str, texts: &Texts) -> String {
    let name = format!("fact-{event}");
    if texts.has(&name) {
        return texts.with(&name, &[("note", Var::Text(note))]);
    }
    texts.with("fact-other", &[("event", Var::Text(event))])
}

fn signer(line: &TimelineEntry, parts: &TimelineParts<'_>, texts: &Texts) -> (&'static str, String) {
    let proof = match line.proof {
        Proof::Own => return ("own", texts.get("done-by-phone")),
        Proof::Announced => return ("announced", texts.get("signed-by-nobody")),
        Proof::Signed { .. } => "signed",
        Proof::Contested { .. } => "contested",
    };
    let words = match &line.by {
        By::Phone => texts.get("done-by-phone"),
        By::Portal => texts.get("signed-by-portal"),
        By::Office(agency) => texts.with(
            "signed-by-office",
            &[("office", Var::Text(&(parts.office_name)(agency.as_str())))],
        ),
        By::Other(text) => texts.with("signed-by-office", &[("office", Var::Text(text))]),
    };
    (proof, words)
}

/// The office's newest request, while the status still says that it waits for an answer.
pub fn open_request(chain: &ChainState) -> Option<&Fact> {
    let waits = matches!(chain.status, Some((Status::SupplementRequested, _)));
    let asked = chain.uncontested().rev().map(|it| &it.fact.fact);
    asked
        .filter(|_| waits)
        .find(|fact| fact.data.items.is_some() || fact.data.number.is_some())
}

fn supplement(parts: &TimelineParts<'_>, texts: &Texts) -> Option<SupplementRequest> {
    request(open_request(parts.chain)?, parts.question_label, texts)
}

/// What a fact asks for; `None` for one that asks nothing.
pub fn request(
    fact: &Fact,
    question_label: &dyn Fn(&str) -> String,
    texts: &Texts,
) -> Option<SupplementRequest> {
    let items = fact
        .data
        .items
        .clone()
        .unwrap_or_default()
        .into_iter()
        .map(|item| AskedFor {
            note: texts
                .language()
                .pick(
                    item.note_vi.as_str(),
                    item.note_en.as_deref().unwrap_or(&item.note_vi),
                )
                .to_owned(),
            label: item.reference.as_deref().map(question_label).unwrap_or_default(),
            reference: item.reference,
        });
    Some(SupplementRequest {
        number: fact.data.number?,
        note: officers_words(fact.data.note_vi.as_deref(), fact.reason.as_deref(), texts),
        due: fact
            .data
            .due_at
            .as_deref()
            .map(format::date_time_of)
            .unwrap_or_default(),
        items: items.collect(),
    })
}

#[cfg(test)]
mod tests {
    use motcua_domain::evidence::{Event, EventText};

    use super::*;

    #[test]
    fn a_status_stands_for_what_it_means_and_a_line_for_what_came_of_it() {
        let of = |status: Status| standing(Some(status));
        for (status, means) in [
            (Status::Registered, Standing::Calm),
            (Status::SupplementRequested, Standing::Due),
            (Status::PaymentRequested, Standing::Due),
            (Status::Rejected, Standing::Wrong),
            (Status::Stopped, Standing::Wrong),
            (Status::Withdrawn, Standing::Calm),
            (Status::Completed, Standing::Done),
            (Status::ResultDelivered, Standing::Done),
        ] {
            assert_eq!(of(status), means, "{status:?}");
        }
        let line = |event| standing(meant(&What::Official(EventText::Known(event))));
        assert_eq!(line(Event::Refused), Standing::Wrong);
        assert_eq!(line(Event::Completed), Standing::Done);
        assert_eq!(
            line(Event::SupplementAsked),
            Standing::Calm,
            "the request may be answered by now"
        );
        assert_eq!(line(Event::Received), Standing::Calm);
        assert_eq!(standing(meant(&What::Phone(PhoneStep::Queued))), Standing::Calm);
    }

    #[test]
    fn an_officers_words_stay_as_written_and_the_reason_is_told_to_whoever_cannot_read_them() {
        let told = |language, note, reason| officers_words(note, reason, &Texts::new(language));
        let (note, reason) = (Some("Ảnh mờ."), Some("paper_unreadable"));
        assert_eq!(told(Language::Vi, note, reason), "Ảnh mờ.");
        assert_eq!(
            told(Language::En, note, reason),
            "A paper can't be read (in the officer's words: “Ảnh mờ.”)"
        );
        assert_eq!(told(Language::Vi, None, reason), "Giấy tờ không đọc được");
        assert_eq!(told(Language::En, note, Some("other")), "Ảnh mờ.");
        assert_eq!(told(Language::En, None, None), "");
    }
}
