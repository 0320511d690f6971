use proptest::prelude::*;

use super::*;
use crate::evidence::ReceiptProblem;
use crate::failure::{Code, CodeText};
use crate::ids::{DossierId, EntryId, InstallationId, ReportId, Sha256, Subject};
use crate::time::Millis;

const NOW: Millis = Millis(1_000_000);

fn hash(n: u8) -> Sha256 {
    Sha256::from_bytes([n; 32])
}

fn dossier(n: u8) -> DossierId {
    DossierId::new(Millis(1), [n; 10])
}

fn an() -> Subject {
    Subject::new("an")
}

fn entry(n: u8, what: What) -> Entry {
    Entry::new(
        EntryId::new(Millis(i64::from(n)), [n; 10]),
        Some(an()),
        what,
        Millis(i64::from(n)),
    )
}

/// A submission of dossier `n` with two files of 100 bytes.
fn submission(n: u8) -> Entry {
    let file = |f| FileItem {
        sha256: hash(f),
        size: 100,
        state: FileState::Pending,
        damaged: 0,
    };
    let what = What::Submission {
        dossier: dossier(n),
        manifest_sha256: hash(n),
    };
    Entry {
        files: vec![file(101), file(102)],
        ..entry(n, what)
    }
}

/// The same with its files arrived.
fn uploaded(n: u8) -> Entry {
    let mut entry = submission(n);
    for file in &mut entry.files {
        file.state = FileState::Arrived;
    }
    entry
}

fn supplement(n: u8, of: u8, number: u32) -> Entry {
    entry(
        n,
        What::Supplement {
            dossier: dossier(of),
            number,
            manifest_sha256: hash(n),
        },
    )
}

fn withdrawal(n: u8, of: u8) -> Entry {
    entry(n, What::Withdrawal { dossier: dossier(of) })
}

fn world() -> World {
    World {
        connectivity: Connectivity::Unmetered,
        network_policy: NetworkPolicy::Any,
        session: Session::SignedIn { sub: an() },
        app_supported: true,
    }
}

fn only_action(entry: &Entry) -> Action {
    let plan = plan(std::slice::from_ref(entry), &world(), NOW);
    plan.actions.into_iter().next().expect("something to do").1
}

fn reason(entry: &Entry, world: &World) -> WaitingReason {
    why(entry, std::slice::from_ref(entry), world, NOW)
}

/// Begins what is planned and applies an outcome.
fn run(entry: &Entry, outcome: Outcome) -> (Entry, Vec<Effect>) {
    let begun = begin(entry, &only_action(entry)).unwrap();
    step(&begun, &outcome, NOW, 0)
}

fn after_wait(entry: Entry) -> Entry {
    Entry {
        next_attempt_at: None,
        not_before: None,
        ..entry
    }
}

#[test]
fn files_first_then_the_manifest_then_the_receipt() {
    let start = submission(1);
    assert_eq!(only_action(&start), Action::StartUpload { sha256: hash(101) });
    let (one, _) = run(&start, Outcome::FileArrived { sha256: hash(101) });
    assert!(!one.ever_attempted, "files alone are no attempt");
    let (both, _) = run(&one, Outcome::FileArrived { sha256: hash(102) });
    assert_eq!(
        only_action(&both),
        Action::PutDossier {
            dossier: dossier(1),
            manifest_sha256: hash(1)
        }
    );
    let (done, effects) = run(&both, Outcome::ReceiptVerified);
    assert_eq!(
        (done.state, done.ever_attempted, effects),
        (EntryState::Done, true, vec![Effect::Submitted])
    );
}

#[test]
fn an_upload_goes_on_where_it_stopped() {
    let begun = begin(&submission(1), &Action::StartUpload { sha256: hash(101) }).unwrap();
    let (half, _) = step(
        &begun,
        &Outcome::FileOffset {
            sha256: hash(101),
            offset: 60,
        },
        NOW,
        0,
    );
    assert_eq!(
        (&half.state, half.remaining_bytes()),
        (&EntryState::InFlight, 140)
    );
    let (cut, _) = step(&half, &Outcome::Transient(Code::NetworkUnreachable), NOW, 0);
    assert_eq!(
        only_action(&after_wait(cut)),
        Action::ResumeUpload { sha256: hash(101) }
    );
    assert_eq!(
        only_action(&recover(&half)),
        Action::ResumeUpload { sha256: hash(101) }
    );
}

#[test]
fn progress_forgives_earlier_failures_but_standing_still_does_not() {
    let tired = Entry {
        failures: 4,
        ..begin(&submission(1), &only_action(&submission(1))).unwrap()
    };
    let offset = |n| Outcome::FileOffset {
        sha256: hash(101),
        offset: n,
    };
    assert_eq!(step(&tired, &offset(0), NOW, 0).0.failures, 4);
    assert_eq!(step(&tired, &offset(10), NOW, 0).0.failures, 0);
}

#[test]
fn a_gone_upload_starts_again_under_the_same_id() {
    let mut half = submission(1);
    half.files[0].state = FileState::At { offset: 60 };
    let (again, _) = run(&half, Outcome::UploadGone { sha256: hash(101) });
    assert_eq!(again.what, half.what);
    assert_eq!(
        only_action(&after_wait(again)),
        Action::StartUpload { sha256: hash(101) }
    );
}

#[test]
fn missing_files_are_sent_again() {
    let (again, _) = run(
        &uploaded(1),
        Outcome::FilesMissing {
            missing: vec![hash(102)],
        },
    );
    assert_eq!(
        only_action(&after_wait(again)),
        Action::StartUpload { sha256: hash(102) }
    );
}

#[test]
fn a_file_damaged_three_times_is_quarantined() {
    let mut entry = submission(1);
    for round in 1..=MAX_DAMAGED {
        let (next, effects) = run(&after_wait(entry), Outcome::FileDamaged { sha256: hash(101) });
        let told = effects == [Effect::TellQuarantined(Code::AttachmentDamaged)];
        assert_eq!(told, round == MAX_DAMAGED, "{round}");
        entry = next;
    }
    assert_eq!(
        reason(&entry, &world()),
        WaitingReason::Quarantined(Code::AttachmentDamaged)
    );
}

#[test]
fn a_wrong_receipt_is_no_submission_and_is_asked_about() {
    for problem in [
        ReceiptProblem::OtherDossier,
        ReceiptProblem::WrongHash,
        ReceiptProblem::WrongPerson,
    ] {
        let (waiting, effects) = run(&uploaded(1), Outcome::ReceiptWrong(problem));
        assert_eq!(effects, [Effect::TellReceiptWrong(problem)]);
        assert_eq!(reason(&waiting, &world()).code(), problem.code().as_str());
        let asking = after_wait(waiting);
        assert_eq!(only_action(&asking), Action::AskDossier { dossier: dossier(1) });
        let (still, _) = run(&asking, Outcome::Transient(Code::PortalFailed));
        assert_eq!(
            only_action(&after_wait(still)),
            Action::AskDossier { dossier: dossier(1) },
            "doubt stays"
        );
        assert_eq!(run(&asking, Outcome::ReceiptVerified).0.state, EntryState::Done);
        let (unknown, _) = run(&asking, Outcome::DossierUnknown);
        assert!(
            matches!(only_action(&after_wait(unknown)), Action::PutDossier { .. }),
            "nothing was there"
        );
    }
}

#[test]
fn a_refusal_blocks_and_can_be_reopened_under_the_same_id() {
    let errors = vec![FieldError {
        reference: "/data/child/name".into(),
        code: "required".into(),
    }];
    let refused = Outcome::Refused {
        code: Code::AnswersInvalid.into(),
        field_errors: errors.clone(),
    };
    let (blocked, effects) = run(&uploaded(1), refused);
    let block = Block {
        code: Code::AnswersInvalid.into(),
        field_errors: errors,
        reopen: Reopen::SameId,
    };
    assert_eq!(effects, [Effect::TellBlocked(block)]);
    assert_eq!(reason(&blocked, &world()).code(), "ANSWERS_INVALID");
    assert_eq!(
        take_back(&blocked).unwrap().1,
        [Effect::TakenBack {
            reopen: Reopen::SameId
        }]
    );
}

#[test]
fn codes_of_a_newer_portal_are_kept() {
    let code = CodeText::from_text("QUOTA_USED_UP");
    let (blocked, _) = run(
        &uploaded(1),
        Outcome::Refused {
            code,
            field_errors: vec![],
        },
    );
    assert_eq!(reason(&blocked, &world()).code(), "QUOTA_USED_UP");
}

#[test]
fn another_content_at_the_portal_cannot_be_reopened() {
    let (blocked, _) = run(&uploaded(1), Outcome::ContentDiffers);
    assert_eq!(reason(&blocked, &world()).code(), "DOSSIER_CONTENT_DIFFERS");
    assert_eq!(take_back(&blocked), Err(NotNow));
}

#[test]
fn before_the_first_attempt_it_comes_back_at_once() {
    let (back, effects) = take_back(&submission(1)).unwrap();
    assert_eq!(
        (back.state, effects),
        (
            EntryState::TakenBack,
            vec![Effect::TakenBack {
                reopen: Reopen::SameId
            }]
        )
    );
}

#[test]
fn after_the_first_attempt_the_portal_must_answer_and_a_tombstone_is_set() {
    let (lost, _) = run(&uploaded(1), Outcome::Transient(Code::NetworkUnreachable));
    let (asked, effects) = take_back(&lost).unwrap();
    assert_eq!(
        (only_action(&asked), effects),
        (Action::AskDossier { dossier: dossier(1) }, vec![])
    );
    let (unknown, _) = run(&asked, Outcome::DossierUnknown);
    assert_eq!(
        only_action(&unknown),
        Action::PutWithdrawal { dossier: dossier(1) }
    );
    let (back, effects) = run(&unknown, Outcome::Accepted);
    assert_eq!(
        (back.state, effects),
        (
            EntryState::TakenBack,
            vec![Effect::TakenBack {
                reopen: Reopen::NewId
            }]
        )
    );
}

#[test]
fn a_tombstone_whose_reply_was_lost_counts() {
    let (lost, _) = run(&uploaded(1), Outcome::Transient(Code::NetworkUnreachable));
    let (asked, _) = take_back(&lost).unwrap();
    let (unknown, _) = run(&asked, Outcome::DossierUnknown);
    let (retry, _) = run(&unknown, Outcome::Transient(Code::NetworkUnreachable));
    let gone = Outcome::Refused {
        code: Code::DossierWithdrawn.into(),
        field_errors: vec![],
    };
    assert_eq!(run(&after_wait(retry), gone).0.state, EntryState::TakenBack);
}

#[test]
fn what_the_portal_already_has_stays_submitted() {
    let (lost, _) = run(&uploaded(1), Outcome::Transient(Code::NetworkUnreachable));
    let (asked, _) = take_back(&lost).unwrap();
    let (done, effects) = run(&asked, Outcome::ReceiptVerified);
    assert_eq!(
        (done.state, effects),
        (
            EntryState::Done,
            vec![Effect::Submitted, Effect::TellAlreadySubmitted]
        )
    );
}

#[test]
fn an_attempted_supplement_does_not_come_back() {
    let (lost, _) = run(&supplement(5, 1, 1), Outcome::Transient(Code::NetworkUnreachable));
    assert_eq!(take_back(&lost), Err(NotNow));
    assert_eq!(take_back(&withdrawal(6, 1)), Err(NotNow));
}

#[test]
fn a_supplement_waits_for_its_submission_and_for_earlier_supplements() {
    let (first, second) = (supplement(2, 1, 1), supplement(3, 1, 2));
    let all = [second.clone(), first.clone(), submission(1)];
    assert_eq!(
        why(&first, &all, &world(), NOW),
        WaitingReason::After(submission(1).id)
    );
    let done = Entry {
        state: EntryState::Done,
        ..submission(1)
    };
    let all = [second.clone(), first.clone(), done];
    assert_eq!(why(&first, &all, &world(), NOW), WaitingReason::Ready);
    assert_eq!(why(&second, &all, &world(), NOW), WaitingReason::After(first.id));
}

#[test]
fn nothing_follows_a_withdrawal_and_a_tombstone_never_overtakes() {
    let all = [uploaded(1), withdrawal(2, 1)];
    assert_eq!(why(&all[0], &all, &world(), NOW), WaitingReason::After(all[1].id));
    assert_eq!(why(&all[1], &all, &world(), NOW), WaitingReason::Ready);
    let flying = [
        begin(&uploaded(1), &only_action(&uploaded(1))).unwrap(),
        withdrawal(2, 1),
    ];
    assert_eq!(
        why(&flying[1], &flying, &world(), NOW),
        WaitingReason::After(flying[0].id)
    );
}

#[test]
fn the_world_gives_the_reason() {
    let entry = submission(1);
    let offline = World {
        connectivity: Connectivity::Offline,
        ..world()
    };
    let metered = World {
        connectivity: Connectivity::Metered,
        network_policy: NetworkPolicy::FilesOnUnmetered,
        ..world()
    };
    let signed_out = World {
        session: Session::SignedOut,
        ..world()
    };
    let other = World {
        session: Session::SignedIn {
            sub: Subject::new("binh"),
        },
        ..world()
    };
    let old = World {
        app_supported: false,
        ..world()
    };
    for (world, code) in [
        (&offline, "NETWORK_OFFLINE"),
        (&metered, "UNMETERED_NEEDED"),
        (&signed_out, "SIGN_IN_REQUIRED"),
        (&other, "OTHER_PERSON_SIGNED_IN"),
        (&old, "APP_TOO_OLD"),
    ] {
        assert_eq!(reason(&entry, world).code(), code);
        assert_eq!(
            plan(std::slice::from_ref(&entry), world, NOW).wake_at,
            None,
            "time alone doesn't help"
        );
    }
    assert_eq!(
        reason(&uploaded(1), &metered),
        WaitingReason::Ready,
        "small requests go over any network"
    );
}

#[test]
fn feedback_and_revocation_need_no_session() {
    let signed_out = World {
        session: Session::SignedOut,
        ..world()
    };
    let report = entry(
        1,
        What::Feedback {
            report: ReportId::new(NOW, [1; 10]),
        },
    );
    assert_eq!(reason(&report, &signed_out), WaitingReason::Ready);
    assert_eq!(
        reason(&entry(2, What::Revocation), &signed_out),
        WaitingReason::Ready
    );
    let push = entry(
        3,
        What::PushRegistration {
            installation: InstallationId::new(NOW, [1; 10]),
        },
    );
    assert_eq!(reason(&push, &signed_out), WaitingReason::SignInNeeded);
    assert_eq!(
        run(&push, Outcome::Accepted),
        (
            Entry {
                state: EntryState::Done,
                ..push
            },
            vec![Effect::Delivered]
        )
    );
}

#[test]
fn waits_grow_and_the_portals_wait_cannot_be_nudged_away() {
    let (once, _) = run(&uploaded(1), Outcome::Transient(Code::PortalFailed));
    assert_eq!(once.next_attempt_at, Some(NOW.plus(5_000)));
    let (twice, _) = run(&after_wait(once.clone()), Outcome::Transient(Code::PortalFailed));
    assert_eq!(twice.next_attempt_at, Some(NOW.plus(10_000)));
    assert_eq!(
        plan(&[once.clone(), twice], &world(), NOW).wake_at,
        Some(NOW.plus(5_000))
    );
    assert_eq!(reason(&nudge(&once), &world()), WaitingReason::Ready);
    let told = Outcome::RetryAfter {
        wait: 30_000,
        code: Code::PortalUnavailable,
    };
    let (told, _) = run(&uploaded(1), told);
    let until = NOW.plus(30_000);
    let trouble = Some(Trouble::Transient(Code::PortalUnavailable));
    assert_eq!(
        reason(&nudge(&told), &world()),
        WaitingReason::PortalAskedToWait { until, trouble }
    );
}

#[test]
fn troubles_of_the_way_are_told_and_block_nothing() {
    let cases = [
        (
            Outcome::CaptivePortal,
            Effect::AskNetworkLogin,
            "NETWORK_LOGIN_NEEDED",
        ),
        (
            Outcome::NotSecure(Code::ConnectionNotSecure),
            Effect::TellNotSecure(Code::ConnectionNotSecure),
            "CONNECTION_NOT_SECURE",
        ),
        (Outcome::SignInRequired, Effect::AskSignIn, "SIGN_IN_REQUIRED"),
        (Outcome::AppTooOld, Effect::TellAppTooOld, "APP_TOO_OLD"),
    ];
    for (outcome, effect, code) in cases {
        let (next, effects) = run(&uploaded(1), outcome);
        assert_eq!((next.state.clone(), effects), (EntryState::Waiting, vec![effect]));
        assert_eq!(reason(&next, &world()).code(), code);
    }
}

#[test]
fn late_outcomes_change_nothing_but_a_receipt_is_proof() {
    let waiting = uploaded(1);
    let late = Outcome::Refused {
        code: Code::NotAllowed.into(),
        field_errors: vec![],
    };
    assert_eq!(
        step(&waiting, &late, NOW, 0),
        (waiting.clone(), vec![Effect::Ignored])
    );
    let (blocked, _) = run(&waiting, late);
    assert_eq!(
        step(&blocked, &Outcome::ReceiptVerified, NOW, 0).0.state,
        EntryState::Done
    );
}

#[test]
fn a_lost_file_is_quarantined_and_seen() {
    let (lost, effects) = run(&submission(1), Outcome::FileLost { sha256: hash(101) });
    assert_eq!(effects, [Effect::TellQuarantined(Code::AttachmentLost)]);
    assert_eq!(reason(&lost, &world()).code(), "ATTACHMENT_LOST");
}

#[test]
fn entries_survive_the_store() {
    let (blocked, _) = run(&uploaded(1), Outcome::ContentDiffers);
    let (doubt, _) = run(&uploaded(2), Outcome::ReceiptWrong(ReceiptProblem::WrongHash));
    for entry in [blocked, doubt, supplement(3, 1, 2), withdrawal(4, 1)] {
        let stored = serde_json::to_string(&entry).unwrap();
        assert_eq!(serde_json::from_str::<Entry>(&stored).unwrap(), entry);
    }
}

// ---- whatever happens ----

fn outcome() -> impl Strategy<Value = Outcome> {
    let sha256 = hash(101);
    prop_oneof![
        (0u64..120).prop_map(move |offset| Outcome::FileOffset { sha256, offset }),
        (101u8..104).prop_map(|n| Outcome::FileArrived { sha256: hash(n) }),
        (101u8..104).prop_map(|n| Outcome::FileDamaged { sha256: hash(n) }),
        Just(Outcome::UploadGone { sha256 }),
        Just(Outcome::FileLost { sha256 }),
        Just(Outcome::FilesMissing {
            missing: vec![sha256, hash(77)]
        }),
        Just(Outcome::ReceiptVerified),
        Just(Outcome::ReceiptWrong(ReceiptProblem::WrongHash)),
        Just(Outcome::Accepted),
        Just(Outcome::DossierUnknown),
        Just(Outcome::Refused {
            code: Code::FormOutdated.into(),
            field_errors: vec![]
        }),
        Just(Outcome::Refused {
            code: Code::DossierWithdrawn.into(),
            field_errors: vec![]
        }),
        Just(Outcome::ContentDiffers),
        Just(Outcome::SignInRequired),
        (0i64..100_000).prop_map(|wait| Outcome::RetryAfter {
            wait,
            code: Code::TooManyRequests
        }),
        Just(Outcome::Transient(Code::PortalFailed)),
        Just(Outcome::CaptivePortal),
        Just(Outcome::NotSecure(Code::ConnectionNotSecure)),
        Just(Outcome::AppTooOld),
    ]
}

fn some_world() -> impl Strategy<Value = World> {
    let connectivity = prop_oneof![
        Just(Connectivity::Offline),
        Just(Connectivity::Metered),
        Just(Connectivity::Unmetered),
        Just(Connectivity::Unknown)
    ];
    let policy = prop_oneof![Just(NetworkPolicy::Any), Just(NetworkPolicy::FilesOnUnmetered)];
    let session = prop_oneof![
        Just(Session::SignedOut),
        Just(Session::SignInNeeded),
        Just(Session::SignedIn { sub: an() }),
        Just(Session::SignedIn {
            sub: Subject::new("binh")
        })
    ];
    (connectivity, policy, session, any::<bool>()).prop_map(
        |(connectivity, network_policy, session, app_supported)| World {
            connectivity,
            network_policy,
            session,
            app_supported,
        },
    )
}

fn what(kind: u8, of: u8, n: u8) -> Entry {
    match kind {
        0 | 1 => Entry {
            what: What::Submission {
                dossier: dossier(of),
                manifest_sha256: hash(n),
            },
            ..submission(n)
        },
        2 => supplement(n, of, 1),
        3 => supplement(n, of, 2),
        4 => withdrawal(n, of),
        5 => entry(
            n,
            What::Feedback {
                report: ReportId::new(NOW, [n; 10]),
            },
        ),
        6 => entry(n, What::Revocation),
        _ => entry(
            n,
            What::PushRegistration {
                installation: InstallationId::new(NOW, [n; 10]),
            },
        ),
    }
}

/// An entry after some history of its own.
fn lived(kind: u8, of: u8, n: u8, history: &[Outcome], asked_back: bool) -> Entry {
    let mut entry = what(kind, of, n);
    for outcome in history {
        if let Some((_, action)) = plan(std::slice::from_ref(&entry), &world(), Millis(i64::MAX))
            .actions
            .first()
        {
            entry = begin(&entry, action).unwrap();
        }
        entry = step(&entry, outcome, NOW, 0).0;
    }
    if asked_back {
        take_back(&entry).map_or(entry, |(back, _)| back)
    } else {
        entry
    }
}

fn entries() -> impl Strategy<Value = Vec<Entry>> {
    let one = (
        0u8..8,
        0u8..3,
        proptest::collection::vec(outcome(), 0..6),
        any::<bool>(),
    );
    proptest::collection::vec(one, 0..8).prop_map(|lives| {
        let live = |(n, (kind, of, history, back)): (usize, (u8, u8, Vec<Outcome>, bool))| {
            lived(kind, of, n as u8 + 1, &history, back)
        };
        lives.into_iter().enumerate().map(live).collect()
    })
}

proptest! {
    /// Nothing is silently dropped: an entry is planned exactly when its reason is "ready", and everything else has a
    /// reason with a code.
    #[test]
    fn every_entry_is_planned_or_explained(entries in entries(), world in some_world(), later in 0i64..2_000_000) {
        let now = NOW.plus(later);
        let plan = plan(&entries, &world, now);
        for entry in &entries {
            let reason = why(entry, &entries, &world, now);
            let planned = plan.actions.iter().filter(|(id, _)| *id == entry.id).count();
            prop_assert_eq!(planned, usize::from(reason == WaitingReason::Ready));
            prop_assert!(!reason.code().is_empty());
        }
        prop_assert!(plan.wake_at.is_none_or(|at| at > now));
    }

    /// Two manifests for one dossier (or supplement) are never planned together, whatever lies in the outbox.
    #[test]
    fn one_address_gets_one_manifest(entries in entries(), later in 0i64..2_000_000) {
        let mut seen = std::collections::BTreeMap::new();
        for (_, action) in plan(&entries, &world(), NOW.plus(later)).actions {
            let put = match action {
                Action::PutDossier { dossier, manifest_sha256 } => (dossier, 0, manifest_sha256),
                Action::PutSupplement { dossier, number, manifest_sha256 } => (dossier, number, manifest_sha256),
                _ => continue,
            };
            prop_assert!(seen.insert((put.0, put.1), put.2).is_none());
        }
    }

    /// What happens to one dossier's entries changes no other dossier's plan.
    #[test]
    fn one_bad_dossier_changes_no_other(
        entries in entries(), world in some_world(), history in proptest::collection::vec(outcome(), 0..6), back in any::<bool>()
    ) {
        let stranger = lived(0, 200, 200, &history, back);
        let alone = plan(&entries, &world, NOW);
        let together: Vec<_> = entries.iter().cloned().chain([stranger.clone()]).collect();
        let mut actions = plan(&together, &world, NOW).actions;
        actions.retain(|(id, _)| *id != stranger.id);
        prop_assert_eq!(actions, alone.actions);
    }

    /// Only a verified receipt makes a submission done; an attempted one is given back only after the portal spoke; and
    /// after any history the entry can still be explained.
    #[test]
    fn a_submission_ends_by_proof(history in proptest::collection::vec((outcome(), 0u8..4), 0..40)) {
        let mut entry = submission(1);
        let mut portal_spoke = false;
        for (outcome, person) in history {
            let before = entry.clone();
            if person == 0 {
                entry = take_back(&entry).map_or(entry, |(back, _)| back);
            } else if person == 1 {
                entry = recover(&entry);
            } else {
                if let Some((_, action)) = plan(std::slice::from_ref(&entry), &world(), Millis(i64::MAX)).actions.first() {
                    entry = begin(&entry, action).unwrap();
                }
                entry = step(&entry, &outcome, NOW, 0).0;
                portal_spoke |= matches!(outcome, Outcome::DossierUnknown | Outcome::Refused { .. });
                if entry.state == EntryState::Done && before.state != EntryState::Done {
                    prop_assert_eq!(&outcome, &Outcome::ReceiptVerified);
                }
            }
            if before.is_finished() {
                prop_assert_eq!(&entry, &before);
            }
            if entry.state == EntryState::TakenBack {
                prop_assert!(!entry.ever_attempted || portal_spoke);
            }
            prop_assert!(before.ever_attempted <= entry.ever_attempted, "an attempt is never forgotten");
            prop_assert_eq!(entry.files.len(), 2);
        }
    }

    /// When the troubles stop, every undecided submission gets through, whatever came before.
    #[test]
    fn it_converges(history in proptest::collection::vec(outcome(), 0..20)) {
        let mut entry = recover(&lived(0, 1, 1, &history, false));
        let mut now = NOW;
        for _ in 0..10 {
            now = now.plus(LONGEST_WAIT * 2);
            let Some((_, action)) = plan(std::slice::from_ref(&entry), &world(), now).actions.first().cloned() else { break };
            let answer = match action {
                Action::StartUpload { sha256 } | Action::ResumeUpload { sha256 } => Outcome::FileArrived { sha256 },
                _ => Outcome::ReceiptVerified,
            };
            entry = step(&begin(&entry, &action).unwrap(), &answer, now, 0).0;
        }
        let decided = !matches!(entry.state, EntryState::Waiting | EntryState::InFlight);
        prop_assert!(decided, "{:?}", entry.state);
    }
}
