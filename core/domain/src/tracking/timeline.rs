//! The timeline of one dossier: what the phone did, what is proved, what is announced.
//!
//! A signed fact is proof. An event of the log that no fact stands behind (yet) is an announcement and shown as such;
//! once the fact is there the announcement gives way to it. Order is the event's time, then the sequence.

use serde::{Deserialize, Serialize};

use crate::dossier::{Status, StatusText};
use crate::evidence::{AskedItem, ChainState, CheckedFact, ContestWhy, EventText, Issuer};
use crate::ids::AgencyCode;
use crate::time::Millis;

/// Something the phone itself did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PhoneStep {
    /// The draft was begun.
    DraftBegun,
    /// It was frozen and put into the outbox.
    Queued,
    /// It was first sent.
    FirstSent,
    /// The receipt was verified.
    ReceiptVerified,
    /// A supplement was put into the outbox.
    SupplementQueued,
    /// Withdrawal was asked for.
    WithdrawalAsked,
}

/// An event of the portal's log about this dossier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PortalEvent {
    /// Its number in the person's log.
    pub seq: u64,
    /// When it happened.
    pub occurred_at: Millis,
    /// The fact's event that it announces, when it says one.
    pub event: Option<EventText>,
    /// The status it announces, when it says one.
    pub status: Option<StatusText>,
}

/// Where an entry stands in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Moment {
    /// When it happened.
    pub at: Millis,
    /// Breaks ties between entries of one source.
    pub seq: u64,
}

/// Who did it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum By {
    /// This phone.
    Phone,
    /// The portal.
    Portal,
    /// An office.
    Office(AgencyCode),
    /// Somebody this app doesn't know, by the text given.
    Other(String),
}

/// How sure it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Proof {
    /// This phone's own doing.
    Own,
    /// A signed fact.
    Signed {
        /// Its id.
        evidence_id: String,
    },
    /// A signed fact that breaks a rule: show it, say so.
    Contested {
        /// Its id.
        evidence_id: String,
        /// The rule.
        why: ContestWhy,
    },
    /// Announced in the event log, not signed yet.
    Announced,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// The phone did something.
    Phone(PhoneStep),
    /// An official event, known or shown as text.
    Official(EventText),
    /// A status came, without saying by which event.
    Status(StatusText),
}

/// One line of the timeline.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimelineEntry {
    /// When.
    pub moment: Moment,
    /// Who.
    pub by: By,
    /// What.
    pub what: What,
    /// How sure.
    pub proof: Proof,
    /// The status it gave.
    pub status: Option<Status>,
    /// Why, as the table's reason.
    pub reason: Option<String>,
    /// The officer's words. Personal: not in `Debug`.
    pub note_vi: Option<String>,
    /// What was asked for.
    pub items: Vec<AskedItem>,
}

impl std::fmt::Debug for TimelineEntry {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TimelineEntry")
            .field("moment", &self.moment)
            .field("by", &self.by)
            .field("what", &self.what)
            .field("proof", &self.proof)
            .field("status", &self.status)
            .finish_non_exhaustive()
    }
}

/// Builds the timeline, oldest first.
pub fn build(
    phone: &[(Millis, PhoneStep)],
    chain: &ChainState,
    events: &[PortalEvent],
) -> Vec<TimelineEntry> {
    let own = phone
        .iter()
        .enumerate()
        .map(|(n, (at, step))| own_step(n as u64, *at, *step));
    let signed = chain.facts.iter().map(signed);
    let unproved = events.iter().filter(|event| !is_proved(event, chain));
    let mut lines: Vec<_> = own.chain(signed).chain(unproved.filter_map(announced)).collect();
    lines.sort_by_key(|line| (line.moment.at, source_rank(&line.proof), line.moment.seq));
    lines
}

/// At one moment the phone's step comes before its proof, the proof before other announcements.
fn source_rank(proof: &Proof) -> u8 {
    match proof {
        Proof::Own => 0,
        Proof::Signed { .. } | Proof::Contested { .. } => 1,
        Proof::Announced => 2,
    }
}

fn own_step(seq: u64, at: Millis, step: PhoneStep) -> TimelineEntry {
    TimelineEntry {
        moment: Moment { at, seq },
        by: By::Phone,
        what: What::Phone(step),
        proof: Proof::Own,
        status: None,
        reason: None,
        note_vi: None,
        items: vec![],
    }
}

fn signed(checked: &CheckedFact) -> TimelineEntry {
    let fact = &checked.fact.fact;
    let evidence_id = fact.evidence_id.clone();
    TimelineEntry {
        moment: Moment {
            at: fact.occurred_at,
            seq: fact.seq,
        },
        by: match &fact.issuer {
            Issuer::Portal => By::Portal,
            Issuer::Office(agency) => By::Office(agency.clone()),
            Issuer::Other(text) => By::Other(text.clone()),
        },
        what: What::Official(fact.event.clone()),
        proof: match checked.contested {
            Some(why) => Proof::Contested { evidence_id, why },
            None => Proof::Signed { evidence_id },
        },
        status: checked.gave,
        reason: fact.reason.clone(),
        note_vi: fact.data.note_vi.clone(),
        items: fact.data.items.clone().unwrap_or_default(),
    }
}

/// An announcement gives way to a fact of the same event and time.
fn is_proved(event: &PortalEvent, chain: &ChainState) -> bool {
    chain.facts.iter().any(|checked| {
        let fact = &checked.fact.fact;
        fact.occurred_at == event.occurred_at && event.event.as_ref().is_none_or(|e| *e == fact.event)
    })
}

/// An event that says neither event nor status has nothing to show.
fn announced(event: &PortalEvent) -> Option<TimelineEntry> {
    let official = event.event.clone().map(What::Official);
    let what = official.or_else(|| event.status.clone().map(What::Status))?;
    Some(TimelineEntry {
        moment: Moment {
            at: event.occurred_at,
            seq: event.seq,
        },
        by: By::Portal,
        what,
        proof: Proof::Announced,
        status: event.status.as_ref().and_then(StatusText::known),
        reason: None,
        note_vi: None,
        items: vec![],
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::Event;
    use crate::evidence::test_facts::{WHOLE, chain, checked};
    use proptest::prelude::*;

    fn announcement(seq: u64, at: i64, event: Option<Event>) -> PortalEvent {
        PortalEvent {
            seq,
            occurred_at: Millis(at),
            event: event.map(EventText::Known),
            status: Some(StatusText::Known(Status::Accepted)),
        }
    }

    #[test]
    fn proof_replaces_its_announcement_and_others_stay() {
        let state = checked(chain(&[Event::Submitted, Event::Received]));
        let at = state.facts[1].fact.fact.occurred_at.0;
        let events = [
            announcement(1, at, Some(Event::Received)),
            announcement(2, at + 9, Some(Event::Accepted)),
            announcement(3, at + 10, None),
        ];
        let lines = build(&[(Millis(1), PhoneStep::Queued)], &state, &events);
        let proofs: Vec<_> = lines.iter().map(|line| source_rank(&line.proof)).collect();
        assert_eq!(proofs, [0, 1, 1, 2, 2]);
        assert_eq!(lines[3].what, What::Official(EventText::Known(Event::Accepted)));
        assert_eq!(lines[4].what, What::Status(StatusText::Known(Status::Accepted)));
    }

    #[test]
    fn contested_facts_are_shown_as_such() {
        let mut facts = chain(&[Event::Submitted, Event::Accepted]);
        facts[1].key_owner = Issuer::Portal;
        let lines = build(&[], &checked(facts), &[]);
        let why = ContestWhy::KeyNotIssuers;
        assert_eq!(
            lines[1].proof,
            Proof::Contested {
                evidence_id: "e1".into(),
                why
            }
        );
        assert_eq!(lines[1].status, None);
    }

    proptest! {
        /// The timeline is in order of time, and every fact and every unproved event is in it once.
        #[test]
        fn time_only_goes_forward(times in proptest::collection::vec(0i64..9_000_000, 8), extra in proptest::collection::vec(0i64..9_000_000, 0..6)) {
            let mut facts = chain(&WHOLE);
            for (fact, at) in facts.iter_mut().zip(&times) {
                fact.fact.occurred_at = Millis(*at);
            }
            let state = checked(facts);
            let events: Vec<_> = extra.iter().enumerate()
                .map(|(n, at)| announcement(n as u64, *at, Some(Event::Stopped))).collect();
            let lines = build(&[(Millis(5), PhoneStep::Queued)], &state, &events);
            prop_assert_eq!(lines.len(), 1 + 8 + extra.len());
            for pair in lines.windows(2) {
                prop_assert!(pair[0].moment.at <= pair[1].moment.at);
            }
        }
    }
}
