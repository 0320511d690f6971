use proptest::prelude::*;

use super::*;
use crate::failure::Code;

const NOW: Millis = Millis(9_000);

fn at(ms: i64) -> Stamp {
    Stamp {
        at: Millis(ms),
        seq: 0,
    }
}

fn official(status: Status, ms: i64) -> DossierState {
    DossierState {
        stage: Stage::Official {
            status,
            as_of: at(ms),
        },
        withdrawal: Withdrawal::None,
    }
}

fn given(status: Status, ms: i64) -> DossierEvent {
    DossierEvent::StatusGiven {
        status,
        stamp: at(ms),
    }
}

#[test]
fn only_a_receipt_makes_it_submitted() {
    let (sending, _) = apply(&DossierState::queued(), &DossierEvent::AttemptStarted, NOW).unwrap();
    assert_eq!(apply(&sending, &given(Status::Accepted, 1), NOW), Err(NotNow));
    let (submitted, actions) = apply(&sending, &DossierEvent::ReceiptVerified { stamp: at(5) }, NOW).unwrap();
    assert_eq!(submitted, official(Status::Registered, 5));
    assert_eq!(actions, [DossierAction::ShowStatus(Status::Registered)]);
}

#[test]
fn a_receipt_counts_even_after_a_refusal_was_believed() {
    let refused = DossierEvent::SendRefused {
        code: Code::FormOutdated.into(),
    };
    let (failed, _) = apply(&DossierState::queued(), &refused, NOW).unwrap();
    assert_eq!(failed.status(), None);
    let (submitted, _) = apply(&failed, &DossierEvent::ReceiptVerified { stamp: at(5) }, NOW).unwrap();
    assert_eq!(submitted.status(), Some(Status::Registered));
}

#[test]
fn late_and_repeated_messages_change_nothing() {
    let state = official(Status::Processing, 50);
    for late in [given(Status::Accepted, 40), given(Status::Stopped, 50)] {
        assert_eq!(
            apply(&state, &late, NOW),
            Ok((state.clone(), vec![DossierAction::IgnoreLate]))
        );
    }
}

#[test]
fn sequence_breaks_ties() {
    let later = DossierEvent::StatusGiven {
        status: Status::Accepted,
        stamp: Stamp {
            at: Millis(5),
            seq: 1,
        },
    };
    assert_eq!(
        apply(&official(Status::Registered, 5), &later, NOW)
            .unwrap()
            .0
            .status(),
        Some(Status::Accepted)
    );
}

#[test]
fn skipped_steps_are_believed_and_told() {
    let (state, actions) = apply(
        &official(Status::Registered, 1),
        &given(Status::Completed, 2),
        NOW,
    )
    .unwrap();
    assert_eq!(state.status(), Some(Status::Completed));
    let missed = DossierAction::PullMissed {
        from: Status::Registered,
        to: Status::Completed,
    };
    assert_eq!(actions, [DossierAction::ShowStatus(Status::Completed), missed]);
}

#[test]
fn what_no_way_leads_to_is_contested() {
    let rejected = official(Status::Rejected, 1);
    let (state, actions) = apply(&rejected, &given(Status::Accepted, 2), NOW).unwrap();
    assert_eq!(state, rejected);
    let contested = DossierAction::ShowContested {
        held: Status::Rejected,
        claimed: Status::Accepted,
    };
    assert_eq!(actions, [contested]);
}

#[test]
fn a_withdrawal_is_a_request_until_it_is_confirmed() {
    let (asked, _) = apply(
        &official(Status::Processing, 1),
        &DossierEvent::WithdrawalRequested,
        NOW,
    )
    .unwrap();
    assert_eq!(asked.status(), Some(Status::Processing));
    assert_eq!(asked.withdrawal, Withdrawal::Requested { at: NOW });
    let (refused, _) = apply(&asked, &DossierEvent::WithdrawalRefused, NOW).unwrap();
    assert_eq!(
        (refused.status(), refused.withdrawal),
        (Some(Status::Processing), Withdrawal::Refused { at: NOW })
    );
    let (gone, _) = apply(&asked, &given(Status::Withdrawn, 2), NOW).unwrap();
    assert_eq!(
        (gone.status(), gone.withdrawal),
        (Some(Status::Withdrawn), Withdrawal::None)
    );
    assert_eq!(apply(&gone, &DossierEvent::WithdrawalRequested, NOW), Err(NotNow));
    assert_eq!(
        apply(&refused, &DossierEvent::WithdrawalRefused, NOW),
        Err(NotNow)
    );
}

#[test]
fn every_illegal_pair_is_refused() {
    use DossierEvent as E;
    let failed = DossierState {
        stage: Stage::SendFailed {
            code: Code::AnswersInvalid.into(),
        },
        withdrawal: Withdrawal::None,
    };
    let sending = DossierState {
        stage: Stage::Sending,
        ..DossierState::queued()
    };
    let illegal = [
        (DossierState::queued(), E::AttemptEnded),
        (DossierState::queued(), E::Requeued),
        (DossierState::queued(), E::WithdrawalRequested),
        (sending.clone(), E::AttemptStarted),
        (sending, E::WithdrawalRefused),
        (failed.clone(), E::AttemptStarted),
        (failed, given(Status::Accepted, 1)),
        (official(Status::Registered, 1), E::AttemptStarted),
        (official(Status::Registered, 1), E::Requeued),
        (
            official(Status::Registered, 1),
            E::SendRefused {
                code: Code::NotAllowed.into(),
            },
        ),
    ];
    for (state, event) in illegal {
        assert_eq!(apply(&state, &event, NOW), Err(NotNow), "{state:?} {event:?}");
    }
}

fn status() -> impl Strategy<Value = Status> {
    (0..10usize).prop_map(|i| Status::ALL[i])
}

proptest! {
    /// In whatever order messages arrive, the stamp held never goes back and an end is never left.
    #[test]
    fn the_status_held_only_gets_newer(messages in proptest::collection::vec((status(), 0i64..50, 0u64..3), 0..30)) {
        let mut state = official(Status::Registered, 0);
        for (status, ms, seq) in messages {
            let before = state.clone();
            let event = DossierEvent::StatusGiven { status, stamp: Stamp { at: Millis(ms), seq } };
            state = apply(&state, &event, NOW).unwrap().0;
            let stamp = |s: &DossierState| match s.stage { Stage::Official { as_of, .. } => as_of, _ => at(-1) };
            prop_assert!(stamp(&before) <= stamp(&state));
            if before.status().is_some_and(Status::is_terminal) {
                prop_assert_eq!(before.status(), state.status());
            }
        }
    }

    /// Legal stories delivered in any order, with repeats, end in the same status as in the right order.
    #[test]
    fn order_of_arrival_does_not_matter(picks in proptest::collection::vec(0usize..9, 1..8), order in any::<u64>()) {
        let mut story = vec![(Status::Registered, 0i64)];
        for pick in picks {
            let (held, ms) = story[story.len() - 1];
            if let Some(&next) = held.next().get(pick % held.next().len().max(1)) {
                story.push((next, ms + 1));
            }
        }
        let last = story[story.len() - 1];
        let mut shuffled: Vec<_> = story.iter().chain(&story).copied().collect();
        shuffled.sort_by_key(|(s, ms)| (order ^ (*ms as u64 * 7_919 + u64::from(s.code()))).wrapping_mul(0x9E37_79B9_7F4A_7C15));
        let mut state = official(Status::Registered, -1);
        for (status, ms) in shuffled {
            state = apply(&state, &given(status, ms), NOW).unwrap().0;
        }
        prop_assert_eq!(state.status(), Some(last.0));
    }
}
