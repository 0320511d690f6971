use proptest::prelude::*;
use serde_json::json;

use super::test_facts::{WHOLE, chain, checked, fact, hash, sent};
use super::*;
use crate::dossier::Status;
use crate::ids::{DossierId, Subject};
use crate::time::Millis;

#[test]
fn a_whole_story_ends_delivered_with_nothing_contested() {
    let state = checked(chain(&WHOLE));
    assert_eq!(state.contested, []);
    assert_eq!(state.status.unwrap().0, Status::ResultDelivered);
    assert_eq!(state.facts[3].gave, Some(Status::Registered));
}

#[test]
fn a_supplement_after_acceptance_goes_back_to_accepted() {
    let events = [
        Event::Submitted,
        Event::Accepted,
        Event::SupplementAsked,
        Event::SupplementReceived,
    ];
    assert_eq!(checked(chain(&events)).status.unwrap().0, Status::Accepted);
}

#[test]
fn every_broken_rule_is_contested_with_its_reason() {
    type Break = fn(&mut VerifiedFact);
    let breaks: [(Break, ContestWhy); 9] = [
        (
            |f| f.fact.policy_id = "urn:other".into(),
            ContestWhy::UnknownPolicy,
        ),
        (|f| f.key_owner = Issuer::Portal, ContestWhy::KeyNotIssuers),
        (
            |f| {
                f.fact.issuer = Issuer::Portal;
                f.key_owner = Issuer::Portal;
            },
            ContestWhy::WrongRole,
        ),
        (
            |f| f.fact.reason = Some("not_competent".into()),
            ContestWhy::WrongReason,
        ),
        (
            |f| f.fact.dossier_id = DossierId::new(Millis(9), [9; 10]),
            ContestWhy::OtherDossier,
        ),
        (|f| f.fact.sub = Subject::new("stranger"), ContestWhy::OtherPerson),
        (|f| f.fact.files.truncate(1), ContestWhy::OtherContent),
        (|f| f.fact.seq = 7, ContestWhy::WrongSeq),
        (|f| f.fact.prev_sha256 = Some(hash(99)), ContestWhy::BrokenLink),
    ];
    for (break_it, why) in breaks {
        let mut facts = chain(&[Event::Submitted, Event::Accepted]);
        break_it(&mut facts[1]);
        let state = checked(facts);
        assert_eq!(
            state.contested,
            [Contest {
                index: 1,
                evidence_id: "e1".into(),
                why
            }]
        );
        assert_eq!(
            state.status.unwrap().0,
            Status::Registered,
            "a contested fact gives no status"
        );
        assert_eq!(state.facts.len(), 2, "and is kept");
    }
}

#[test]
fn a_decision_after_the_end_is_contested() {
    let state = checked(chain(&[Event::Submitted, Event::Refused, Event::Accepted]));
    assert_eq!(state.contested[0].why, ContestWhy::MoveNotAllowed);
    assert_eq!(state.status.unwrap().0, Status::Rejected);
}

#[test]
fn a_chain_must_begin_with_the_submission() {
    let mut facts = chain(&[Event::Accepted]);
    facts[0].fact.prev_sha256 = None;
    assert_eq!(checked(facts).contested[0].why, ContestWhy::MoveNotAllowed);
}

#[test]
fn the_events_time_counts_not_its_place() {
    let mut facts = chain(&[Event::Submitted, Event::Accepted, Event::ProcessingStarted]);
    facts[2].fact.occurred_at = Millis(1_500_000);
    let state = checked(facts);
    assert_eq!(state.status.unwrap().0, Status::Accepted);
    assert_eq!(state.contested, []);
}

#[test]
fn unknown_events_and_members_are_kept_and_change_nothing() {
    let mut facts = chain(&[Event::Submitted, Event::Received]);
    let mut payload = serde_json::to_value(&facts[1].fact).unwrap();
    payload["event"] = json!("opened");
    payload["who"] = json!("desk 3");
    payload["data"]["glance"] = json!(true);
    facts[1].fact = serde_json::from_value(payload.clone()).unwrap();
    let state = checked(facts);
    assert_eq!(state.contested, []);
    assert_eq!(state.facts[1].fact.fact.event.id(), "opened");
    assert_eq!(serde_json::to_value(&state.facts[1].fact.fact).unwrap(), payload);
}

#[test]
fn the_right_receipt_is_taken() {
    let receipt = check_receipt(&fact(Event::Submitted, 0, &sent(None)), &sent(None)).unwrap();
    assert_eq!(
        receipt.dossier_code.unwrap().as_str(),
        "000.00.01.H29-261122-0001"
    );
    let supplement = fact(Event::SupplementReceived, 3, &sent(Some(1)));
    assert!(check_receipt(&supplement, &sent(Some(1))).is_ok());
}

#[test]
fn every_wrong_receipt_is_named() {
    type Break = fn(&mut VerifiedFact);
    let breaks: [(Break, ReceiptProblem); 9] = [
        (|f| f.fact.v = 2, ReceiptProblem::UnknownPolicy),
        (
            |f| f.fact.event = EventText::Known(Event::Delivered),
            ReceiptProblem::WrongEvent,
        ),
        (|f| f.fact.seq = 1, ReceiptProblem::WrongEvent),
        (
            |f| f.key_owner = Issuer::from_text("office:H29"),
            ReceiptProblem::WrongSigner,
        ),
        (
            |f| f.fact.dossier_id = DossierId::new(Millis(9), [9; 10]),
            ReceiptProblem::OtherDossier,
        ),
        (
            |f| f.fact.sub = Subject::new("stranger"),
            ReceiptProblem::WrongPerson,
        ),
        (|f| f.fact.manifest_sha256 = hash(77), ReceiptProblem::WrongHash),
        (|f| f.fact.answers_sha256 = hash(77), ReceiptProblem::WrongHash),
        (|f| f.fact.files[0].size += 1, ReceiptProblem::FilesDiffer),
    ];
    for (break_it, problem) in breaks {
        let mut receipt = fact(Event::Submitted, 0, &sent(None));
        break_it(&mut receipt);
        assert_eq!(check_receipt(&receipt, &sent(None)), Err(problem));
    }
}

#[test]
fn a_receipt_for_another_supplement_is_none() {
    let mut receipt = fact(Event::SupplementReceived, 3, &sent(Some(1)));
    receipt.fact.data.number = Some(2);
    assert_eq!(
        check_receipt(&receipt, &sent(Some(1))),
        Err(ReceiptProblem::WrongEvent)
    );
}

proptest! {
    /// Whatever facts come in whatever order: all are kept, and the status is one that an uncontested fact gave.
    #[test]
    fn nothing_is_dropped_and_status_has_a_source(picks in proptest::collection::vec(0..RULES.len(), 0..12)) {
        let events: Vec<_> = picks.iter().map(|&i| RULES[i].event).collect();
        let state = checked(chain(&events));
        prop_assert_eq!(state.facts.len(), events.len());
        let given: Vec<_> = state.facts.iter().filter_map(|f| f.gave).collect();
        prop_assert_eq!(state.status.map(|s| s.0), given.last().copied());
        for pair in given.windows(2) {
            prop_assert!(pair[0].may_move_to(pair[1]));
        }
        for contest in &state.contested {
            prop_assert_eq!(state.facts[contest.index].contested, Some(contest.why));
        }
    }
}
