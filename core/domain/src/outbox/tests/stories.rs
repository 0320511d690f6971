//! One rule of the outbox a test.

use super::*;

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
fn a_portal_that_has_a_file_and_misses_it_is_asked_ever_more_seldom() {
    let mut entry = uploaded(1);
    let missing = Outcome::FilesMissing {
        missing: vec![hash(102)],
    };
    for round in 1..=5 {
        let (waits, _) = run(&entry, missing.clone());
        assert_eq!(waits.failures, round);
        let there = Outcome::FileArrived { sha256: hash(102) };
        entry = run(&after_wait(waits), there).0;
    }
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
fn a_report_comes_back_until_1022_may_have_it() {
    let report = ReportId::new(NOW, [7; 10]);
    let entry = Entry::new(EntryId::new(NOW, [8; 10]), None, What::Feedback { report }, NOW);
    let back = |entry: &Entry| take_back(entry).map(|(_, effects)| effects);
    let taken = Ok(vec![Effect::TakenBack {
        reopen: Reopen::SameId,
    }]);
    assert_eq!(back(&entry), taken);
    let sent = begin(&entry, &Action::PostFeedback { report }).unwrap();
    assert_eq!(back(&sent), Err(NotNow));
    let land = |outcome: Outcome| step(&sent, &outcome, NOW, 0).0;
    assert_eq!(
        back(&land(Outcome::Transient(Code::NetworkUnreachable))),
        Err(NotNow)
    );
    let refused = Outcome::Refused {
        code: Code::RequestInvalid.into(),
        field_errors: vec![],
    };
    assert_eq!(back(&land(refused)), taken);
    let sha256 = Sha256::from_bytes([9; 32]);
    assert_eq!(back(&land(Outcome::FileLost { sha256 })), taken);
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
    let run_out = World {
        session: Session::SignInNeeded,
        ..world()
    };
    assert_eq!(reason(&push, &run_out), WaitingReason::SignInAgain);
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
