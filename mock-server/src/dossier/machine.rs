//! What may happen to a dossier, and what it becomes. Pure: a dossier, an act and the time in; a new dossier and the fact
//! to seal out.
//!
//! The status machine has the last word (see [`super::status`]); on top of it stand rules of the acts: a refusal comes
//! before acceptance, a citizen's answer only to an open request, a withdrawal at once only before intake.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::{Dossier, Pause, ResultPaper, Status, SupplementItem, SupplementRequest};
use crate::calendar::Calendar;
use crate::catalogue::Deadline;
use crate::clock::wire_time;
use crate::evidence::Event;

/// What somebody wants to do with a dossier.
pub(crate) enum Act {
    /// Take it in; the legal clock starts.
    Accept,
    /// Ask the citizen for something; the clock stands.
    AskSupplement {
        reason: String,
        note_vi: String,
        items: Vec<SupplementItem>,
        working_days: u32,
    },
    /// Start work, or go on with it.
    Process,
    /// Finish with a result.
    Complete { result: ResultPaper },
    /// Hand the result over.
    Deliver,
    /// Refuse at intake.
    Refuse { reason: String, note_vi: String },
    /// Stop after acceptance.
    Stop { reason: String, note_vi: String },
    /// The citizen's answer to a request.
    Supplement {
        number: u32,
        answers_evidence_id: String,
    },
    /// The citizen takes it back.
    Withdraw,
}

/// What the act needs to know.
pub(crate) struct Circumstances<'a> {
    pub(crate) now: DateTime<Utc>,
    pub(crate) calendar: &'a Calendar,
    /// The procedure's limit.
    pub(crate) deadline: &'a Deadline,
    /// The id of the fact, should there be one.
    pub(crate) evidence_id: &'a str,
}

/// What comes of an act.
pub(crate) struct Step {
    pub(crate) dossier: Dossier,
    /// The fact to seal; nothing for a withdrawal that is only a request.
    pub(crate) fact: Option<StepFact>,
}

/// The fact of a step.
pub(crate) struct StepFact {
    pub(crate) event: Event,
    pub(crate) reason: Option<String>,
    pub(crate) data: Value,
}

/// Why an act doesn't happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refusal {
    /// The machine has no such move.
    #[error("the dossier can't make this move from its status")]
    NoSuchMove,
    /// The reason doesn't fit the act.
    #[error("this reason doesn't fit")]
    ReasonUnknown,
    /// The supplement answers no open request.
    #[error("no such supplement was asked for")]
    NotAsked,
}

/// Decides an act.
pub(crate) fn act(dossier: &Dossier, act: Act, around: &Circumstances<'_>) -> Result<Step, Refusal> {
    match act {
        Act::Accept => accept(dossier, around),
        Act::AskSupplement {
            reason,
            note_vi,
            items,
            working_days,
        } => ask(dossier, reason, note_vi, items, working_days, around),
        Act::Process => process(dossier, around),
        Act::Complete { result } => complete(dossier, result, around),
        Act::Deliver => {
            let next = moved(dossier, Status::ResultDelivered)?;
            Ok(step(next, Event::Delivered, None, json!({})))
        }
        Act::Refuse { reason, note_vi } => refuse(dossier, reason, &note_vi, around),
        Act::Stop { reason, note_vi } => stop(dossier, reason, &note_vi, around),
        Act::Supplement {
            number,
            answers_evidence_id,
        } => supplement(dossier, number, &answers_evidence_id, around),
        Act::Withdraw => withdraw(dossier, around),
    }
}

fn accept(dossier: &Dossier, around: &Circumstances<'_>) -> Result<Step, Refusal> {
    // From 5 the way back to 2 is the citizen's answer, not a second acceptance.
    if dossier.status != Status::Registered {
        return Err(Refusal::NoSuchMove);
    }
    let mut next = moved(dossier, Status::Accepted)?;
    next.accepted_at = Some(around.now);
    next.due_at = around.calendar.due(around.now, around.deadline);
    let mut data = json!({"slip": "01", "slip_no": format!("01/{}", dossier.code)});
    if let Some(due) = next.due_at {
        data["due_at"] = json!(wire_time(due));
    }
    Ok(step(next, Event::Accepted, None, data))
}

fn ask(
    dossier: &Dossier,
    reason: String,
    note_vi: String,
    items: Vec<SupplementItem>,
    working_days: u32,
    around: &Circumstances<'_>,
) -> Result<Step, Refusal> {
    check_reason(Event::SupplementAsked, &reason)?;
    let mut next = moved(dossier, Status::SupplementRequested)?;
    let due_at = around.calendar.due_in_working_days(around.now, working_days);
    let number = dossier.supplements + 1;
    if dossier.accepted_at.is_some() {
        next.paused.push(Pause {
            from: around.now,
            to: None,
        });
    }
    let data = json!({
        "number": number, "due_at": wire_time(due_at), "note_vi": note_vi, "items": items, "slip": "02",
    });
    next.supplements = number;
    let evidence_id = around.evidence_id.to_owned();
    next.supplement = Some(SupplementRequest {
        number,
        due_at,
        reason: reason.clone(),
        note_vi,
        items,
        evidence_id,
    });
    Ok(step(next, Event::SupplementAsked, Some(reason), data))
}

fn process(dossier: &Dossier, around: &Circumstances<'_>) -> Result<Step, Refusal> {
    // 4 → 4 is an extension with an apology, another act; before acceptance there is nothing to work on.
    if dossier.status == Status::Processing || dossier.accepted_at.is_none() {
        return Err(Refusal::NoSuchMove);
    }
    let mut next = resumed(moved(dossier, Status::Processing)?, around);
    next.supplement = None;
    next.result = None;
    Ok(step(next, Event::ProcessingStarted, None, json!({})))
}

fn complete(dossier: &Dossier, result: ResultPaper, around: &Circumstances<'_>) -> Result<Step, Refusal> {
    let mut next = resumed(moved(dossier, Status::Completed)?, around);
    let data = json!({"result": result});
    next.result = Some(result);
    Ok(step(next, Event::Completed, None, data))
}

fn refuse(
    dossier: &Dossier,
    reason: String,
    note_vi: &str,
    around: &Circumstances<'_>,
) -> Result<Step, Refusal> {
    check_reason(Event::Refused, &reason)?;
    if dossier.accepted_at.is_some() {
        return Err(Refusal::NoSuchMove);
    }
    let next = ended(moved(dossier, Status::Rejected)?, around);
    Ok(step(
        next,
        Event::Refused,
        Some(reason),
        json!({"note_vi": note_vi, "slip": "03"}),
    ))
}

fn stop(
    dossier: &Dossier,
    reason: String,
    note_vi: &str,
    around: &Circumstances<'_>,
) -> Result<Step, Refusal> {
    check_reason(Event::Stopped, &reason)?;
    let next = ended(moved(dossier, Status::Stopped)?, around);
    Ok(step(
        next,
        Event::Stopped,
        Some(reason),
        json!({"note_vi": note_vi, "slip": "05"}),
    ))
}

fn supplement(
    dossier: &Dossier,
    number: u32,
    answers_evidence_id: &str,
    around: &Circumstances<'_>,
) -> Result<Step, Refusal> {
    let open = dossier
        .supplement
        .as_ref()
        .filter(|_| dossier.status == Status::SupplementRequested);
    if open.is_none_or(|open| open.number != number || open.evidence_id != answers_evidence_id) {
        return Err(Refusal::NotAsked);
    }
    let back = if dossier.accepted_at.is_some() {
        Status::Accepted
    } else {
        Status::Registered
    };
    let mut next = resumed(moved(dossier, back)?, around);
    next.supplement = None;
    Ok(step(
        next,
        Event::SupplementReceived,
        None,
        json!({"number": number}),
    ))
}

fn withdraw(dossier: &Dossier, around: &Circumstances<'_>) -> Result<Step, Refusal> {
    if !dossier.status.may_move_to(Status::Withdrawn) {
        return Err(Refusal::NoSuchMove);
    }
    if dossier.accepted_at.is_some() {
        // The office decides; it answers by stopping the dossier on the citizen's request.
        let mut next = dossier.clone();
        next.withdrawal_requested_at = next.withdrawal_requested_at.or(Some(around.now));
        next.revision += 1;
        return Ok(Step {
            dossier: next,
            fact: None,
        });
    }
    let next = ended(moved(dossier, Status::Withdrawn)?, around);
    Ok(step(
        next,
        Event::Withdrawn,
        Some("citizen_request".to_owned()),
        json!({}),
    ))
}

fn moved(dossier: &Dossier, to: Status) -> Result<Dossier, Refusal> {
    if !dossier.status.may_move_to(to) {
        return Err(Refusal::NoSuchMove);
    }
    Ok(Dossier {
        status: to,
        revision: dossier.revision + 1,
        ..dossier.clone()
    })
}

/// Ends a running pause; the working days it took are added to the due date.
fn resumed(mut dossier: Dossier, around: &Circumstances<'_>) -> Dossier {
    if let Some(pause) = dossier.paused.last_mut().filter(|pause| pause.to.is_none()) {
        pause.to = Some(around.now);
        let from = pause.from;
        dossier.due_at = dossier
            .due_at
            .map(|due| around.calendar.after_pause(due, from, around.now));
    }
    dossier
}

fn ended(dossier: Dossier, around: &Circumstances<'_>) -> Dossier {
    Dossier {
        supplement: None,
        ..resumed(dossier, around)
    }
}

fn check_reason(event: Event, reason: &str) -> Result<(), Refusal> {
    if event.reasons().contains(&reason) {
        Ok(())
    } else {
        Err(Refusal::ReasonUnknown)
    }
}

fn step(dossier: Dossier, event: Event, reason: Option<String>, data: Value) -> Step {
    Step {
        dossier,
        fact: Some(StepFact { event, reason, data }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FRIDAY: &str = "2026-11-20T03:00:00Z";

    struct World {
        calendar: Calendar,
        deadline: Deadline,
        now: DateTime<Utc>,
    }

    impl World {
        fn new() -> Self {
            let deadline = Deadline {
                days: Some(3),
                unit: Some("WORKING_DAY".into()),
                note: None,
            };
            Self {
                calendar: Calendar::load().unwrap(),
                deadline,
                now: FRIDAY.parse().unwrap(),
            }
        }

        fn act(&self, dossier: &Dossier, wanted: Act) -> Result<Step, Refusal> {
            let around = Circumstances {
                now: self.now,
                calendar: &self.calendar,
                deadline: &self.deadline,
                evidence_id: "asked",
            };
            act(dossier, wanted, &around)
        }

        fn after(&self, dossier: &Dossier, wanted: Act) -> Dossier {
            self.act(dossier, wanted).unwrap().dossier
        }

        fn at(mut self, now: &str) -> Self {
            self.now = now.parse().unwrap();
            self
        }
    }

    fn registered() -> Dossier {
        Dossier {
            id: "d".into(),
            sub: "s".into(),
            code: "H29.177-261120-0001".into(),
            procedure_code: "1.004873".into(),
            agency_code: "H29.177".into(),
            status: Status::Registered,
            submitted_at: FRIDAY.parse().unwrap(),
            accepted_at: None,
            due_at: None,
            paused: vec![],
            supplements: 0,
            supplement: None,
            result: None,
            withdrawal_requested_at: None,
            revision: 1,
        }
    }

    fn ask_for(reason: &str) -> Act {
        Act::AskSupplement {
            reason: reason.into(),
            note_vi: "Ảnh mờ".into(),
            items: vec![],
            working_days: 3,
        }
    }

    fn answer(number: u32) -> Act {
        Act::Supplement {
            number,
            answers_evidence_id: "asked".into(),
        }
    }

    #[test]
    fn the_straight_way_ends_delivered_with_a_due_date() {
        let world = World::new();
        let accepted = world.after(&registered(), Act::Accept);
        assert_eq!(accepted.due_at.unwrap().to_rfc3339(), "2026-11-26T10:00:00+00:00");
        let result = ResultPaper {
            name: "r.pdf".into(),
            media_type: "application/pdf".into(),
            size: 1,
            sha256: "x".into(),
        };
        let done = world.after(&world.after(&accepted, Act::Process), Act::Complete { result });
        let delivered = world.after(&done, Act::Deliver);
        assert_eq!(
            (delivered.status, delivered.revision),
            (Status::ResultDelivered, 5)
        );
        assert_eq!(
            world.act(&delivered, Act::Process).err(),
            Some(Refusal::NoSuchMove)
        );
    }

    #[test]
    fn a_supplement_goes_back_to_where_it_was_asked_and_pauses_only_a_running_clock() {
        let world = World::new();
        let asked = world.after(&registered(), ask_for("paper_unreadable"));
        assert!(asked.paused.is_empty());
        assert_eq!(world.after(&asked, answer(1)).status, Status::Registered);
        let accepted = world.after(&registered(), Act::Accept);
        let asked = world.after(&accepted, ask_for("paper_unreadable"));
        let later = world.at("2026-11-25T03:00:00Z");
        let back = later.after(&asked, answer(1));
        assert_eq!(back.status, Status::Accepted);
        assert!(back.paused[0].to.is_some());
        assert_eq!(back.due_at.unwrap().to_rfc3339(), "2026-11-30T10:00:00+00:00");
    }

    #[test]
    fn only_the_open_request_can_be_answered() {
        let world = World::new();
        let asked = world.after(&registered(), ask_for("other"));
        assert_eq!(world.act(&asked, answer(2)).err(), Some(Refusal::NotAsked));
        let other = Act::Supplement {
            number: 1,
            answers_evidence_id: "another".into(),
        };
        assert_eq!(world.act(&asked, other).err(), Some(Refusal::NotAsked));
        assert_eq!(world.act(&registered(), answer(1)).err(), Some(Refusal::NotAsked));
    }

    #[test]
    fn a_withdrawal_is_immediate_before_intake_and_a_request_after() {
        let world = World::new();
        let gone = world.act(&registered(), Act::Withdraw).unwrap();
        assert_eq!(gone.dossier.status, Status::Withdrawn);
        assert!(gone.fact.is_some());
        let accepted = world.after(&registered(), Act::Accept);
        let asked = world.act(&accepted, Act::Withdraw).unwrap();
        assert_eq!(asked.dossier.status, Status::Accepted);
        assert!(asked.fact.is_none() && asked.dossier.withdrawal_requested_at.is_some());
    }

    #[test]
    fn reasons_and_places_are_kept_apart() {
        let world = World::new();
        let refuse = |reason: &str| Act::Refuse {
            reason: reason.into(),
            note_vi: String::new(),
        };
        assert_eq!(
            world.act(&registered(), refuse("citizen_request")).err(),
            Some(Refusal::ReasonUnknown)
        );
        let accepted = world.after(&registered(), Act::Accept);
        assert_eq!(
            world.act(&accepted, refuse("not_eligible")).err(),
            Some(Refusal::NoSuchMove)
        );
        let stop = Act::Stop {
            reason: "other".into(),
            note_vi: String::new(),
        };
        assert_eq!(world.act(&registered(), stop).err(), Some(Refusal::NoSuchMove));
        assert_eq!(world.act(&accepted, Act::Accept).err(), Some(Refusal::NoSuchMove));
        assert_eq!(
            world.act(&registered(), Act::Process).err(),
            Some(Refusal::NoSuchMove)
        );
    }
}
