//! Checking a whole chain.
//!
//! Each fact is checked by itself (signer, reason, person, content), then by its place (sequence, hash of the one before
//! it), then by what it claims to change (the ten-status machine). The first rule it breaks is its [`ContestWhy`].

use serde::{Deserialize, Serialize};

use super::payload::{POLICY, VerifiedFact};
use super::receipt::SentManifest;
use super::rules::{Event, Gives};
use crate::dossier::{Stamp, Status};
use crate::ids::Sha256;

/// What a chain says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ChainState {
    /// Every fact, in the order given, contested ones too.
    pub facts: Vec<CheckedFact>,
    /// The status by the newest uncontested fact that gives one, and its place in time.
    pub status: Option<(Status, Stamp)>,
    /// Every contested fact, in the order given.
    pub contested: Vec<Contest>,
}

impl ChainState {
    /// The facts that nothing speaks against, in the order given.
    pub fn uncontested(&self) -> impl DoubleEndedIterator<Item = &CheckedFact> {
        self.facts.iter().filter(|checked| checked.contested.is_none())
    }
}

/// A fact and what came of checking it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CheckedFact {
    /// The fact.
    pub fact: VerifiedFact,
    /// The status it gave, if it gave one and isn't contested.
    pub gave: Option<Status>,
    /// The rule it broke.
    pub contested: Option<ContestWhy>,
}

/// One contested fact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contest {
    /// Its place in [`ChainState::facts`].
    pub index: usize,
    /// Its id.
    pub evidence_id: String,
    /// The rule it broke.
    pub why: ContestWhy,
}

/// The rule that a contested fact breaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ContestWhy {
    /// Written under a policy or version that this app doesn't know.
    UnknownPolicy,
    /// Signed with a key that isn't the issuer's.
    KeyNotIssuers,
    /// The issuer may not sign this event.
    WrongRole,
    /// The reason doesn't fit the event.
    WrongReason,
    /// For another dossier.
    OtherDossier,
    /// For another person.
    OtherPerson,
    /// About a content that this phone never sent.
    OtherContent,
    /// Not the sequence number that is next.
    WrongSeq,
    /// Doesn't name the hash of the fact before it.
    BrokenLink,
    /// The status it gives can't follow the one held.
    MoveNotAllowed,
}

impl ContestWhy {
    /// A stable text, for messages and logs.
    pub fn id(self) -> &'static str {
        match self {
            ContestWhy::UnknownPolicy => "unknown_policy",
            ContestWhy::KeyNotIssuers => "key_not_issuers",
            ContestWhy::WrongRole => "wrong_role",
            ContestWhy::WrongReason => "wrong_reason",
            ContestWhy::OtherDossier => "other_dossier",
            ContestWhy::OtherPerson => "other_person",
            ContestWhy::OtherContent => "other_content",
            ContestWhy::WrongSeq => "wrong_seq",
            ContestWhy::BrokenLink => "broken_link",
            ContestWhy::MoveNotAllowed => "move_not_allowed",
        }
    }
}

/// Checks `facts`, in chain order, against everything this phone sent for the dossier: the submission first, then its
/// supplements. `sent` must not be empty; with nothing sent, every fact is about another content.
pub fn check_chain(facts: Vec<VerifiedFact>, sent: &[SentManifest]) -> ChainState {
    let mut walk = Walk::default();
    let mut state = ChainState {
        facts: Vec::with_capacity(facts.len()),
        status: None,
        contested: vec![],
    };
    for (index, fact) in facts.into_iter().enumerate() {
        let checked = walk.take(index, fact, sent);
        if let Some(why) = checked.contested {
            let evidence_id = checked.fact.fact.evidence_id.clone();
            state.contested.push(Contest {
                index,
                evidence_id,
                why,
            });
        }
        state.facts.push(checked);
    }
    state.status = walk.status;
    state
}

/// What the walk along a chain remembers.
#[derive(Default)]
struct Walk {
    previous: Option<Sha256>,
    status: Option<(Status, Stamp)>,
    was_accepted: bool,
}

impl Walk {
    fn take(&mut self, index: usize, fact: VerifiedFact, sent: &[SentManifest]) -> CheckedFact {
        let broken = by_itself(&fact, sent).or_else(|| self.place(index, &fact));
        self.previous = Some(fact.jws_sha256);
        let (gave, contested) = match broken {
            Some(why) => (None, Some(why)),
            None => self.give(&fact),
        };
        CheckedFact {
            fact,
            gave,
            contested,
        }
    }

    fn place(&self, index: usize, fact: &VerifiedFact) -> Option<ContestWhy> {
        if fact.fact.seq != index as u64 {
            return Some(ContestWhy::WrongSeq);
        }
        (fact.fact.prev_sha256 != self.previous).then_some(ContestWhy::BrokenLink)
    }

    /// The status the fact gives, when the machine allows it. A fact older than the one held gives none: it is late.
    fn give(&mut self, fact: &VerifiedFact) -> (Option<Status>, Option<ContestWhy>) {
        let Some(given) = self.status_of(fact) else {
            return (None, None);
        };
        let stamp = Stamp {
            at: fact.fact.occurred_at,
            seq: fact.fact.seq,
        };
        match self.status {
            Some((_, held_at)) if stamp < held_at => (None, None),
            Some((held, _)) if !held.may_move_to(given) => (None, Some(ContestWhy::MoveNotAllowed)),
            None if given != Status::Registered => (None, Some(ContestWhy::MoveNotAllowed)),
            Some(_) | None => {
                self.was_accepted |= given == Status::Accepted;
                self.status = Some((given, stamp));
                (Some(given), None)
            }
        }
    }

    fn status_of(&self, fact: &VerifiedFact) -> Option<Status> {
        match fact.fact.event.known()?.rule().gives {
            Gives::Nothing => None,
            Gives::Status(status) => Some(status),
            Gives::BackToIntake if self.was_accepted => Some(Status::Accepted),
            Gives::BackToIntake => Some(Status::Registered),
        }
    }
}

fn by_itself(fact: &VerifiedFact, sent: &[SentManifest]) -> Option<ContestWhy> {
    let says = &fact.fact;
    if says.v != 1 || says.policy_id != POLICY {
        return Some(ContestWhy::UnknownPolicy);
    }
    if fact.key_owner != says.issuer || says.issuer.role().is_none() {
        return Some(ContestWhy::KeyNotIssuers);
    }
    if let Some(event) = says.event.known() {
        if says.issuer.role() != Some(event.rule().role) {
            return Some(ContestWhy::WrongRole);
        }
        if !event.takes_reason(says.reason.as_deref()) {
            return Some(ContestWhy::WrongReason);
        }
    }
    about(fact, sent)
}

/// Whether the fact is about something that this phone sent for this person.
fn about(fact: &VerifiedFact, sent: &[SentManifest]) -> Option<ContestWhy> {
    let says = &fact.fact;
    if !sent.iter().any(|s| s.dossier_id == says.dossier_id) {
        return Some(ContestWhy::OtherDossier);
    }
    if !sent.iter().any(|s| s.sub == says.sub) {
        return Some(ContestWhy::OtherPerson);
    }
    let same_content = |s: &&SentManifest| {
        s.manifest_sha256 == says.manifest_sha256
            && s.answers_sha256 == says.answers_sha256
            && s.has_files(&says.files)
    };
    let fits_event = |s: &SentManifest| match says.event.known() {
        Some(Event::Submitted) => s.supplement.is_none(),
        Some(Event::SupplementReceived) => s.supplement.is_some() && s.supplement == says.data.number,
        _ => true,
    };
    let found = sent.iter().filter(same_content).any(fits_event);
    (!found).then_some(ContestWhy::OtherContent)
}
