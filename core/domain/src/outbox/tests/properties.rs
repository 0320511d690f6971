//! What holds whatever happens.

use proptest::prelude::*;

use super::*;

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
