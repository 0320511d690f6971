//! Order and place of everything that home can say.

use super::*;
use crate::screen::{failure::FailureWords, text::Language, timeline::Standing};

const NOW: Millis = Millis(1_795_334_400_000);

fn draft(id: &str, state: &str, dossier: Option<&str>) -> DraftItem {
    DraftItem {
        id: id.to_owned(),
        title: format!("draft {id}"),
        procedure_code: "1".to_owned(),
        state: state.to_owned(),
        state_text: state.to_owned(),
        progress: "1 of 2".to_owned(),
        changed_at: "yesterday".to_owned(),
        dossier_id: dossier.map(str::to_owned),
        editable: state == "editing",
        label: format!("draft {id}, {state}"),
    }
}

fn dossier(id: &str, status: Option<Status>) -> DossierNews {
    DossierNews {
        item: DossierItem {
            dossier_id: id.to_owned(),
            title: format!("dossier {id}"),
            dossier_code: None,
            waiting_since: None,
            status: String::new(),
            status_text: status.map_or("queued", Status::en).to_owned(),
            standing: Standing::Calm,
            label: String::new(),
        },
        status,
        request: None,
        clock: None,
        overdue: false,
        contested: false,
        is_new: false,
    }
}

fn asked(id: &str, due: Option<i64>) -> DossierNews {
    DossierNews {
        request: Some(Request {
            due: due.map(|it| NOW.plus(it)),
        }),
        ..dossier(id, Some(Status::SupplementRequested))
    }
}

fn entry(id: &str, code: &str, needs_you: bool, dossier: Option<&str>) -> OutboxItem {
    OutboxItem {
        id: id.to_owned(),
        dossier_id: dossier.map(str::to_owned),
        title: format!("entry {id}"),
        queued_at: "Waiting since today".to_owned(),
        code: code.to_owned(),
        reason: "reason".to_owned(),
        failure: None,
        progress: None,
        sent_bytes: 0,
        total_bytes: 0,
        needs_you,
        draft_id: None,
        can_take_back: false,
        target: None,
        remedy: None,
        label: String::new(),
    }
}

fn nothing<'a>() -> HomeParts<'a> {
    HomeParts {
        drafts: &[],
        dossiers: &[],
        outbox: &[],
        reports: &[],
        push_missed: None,
        offline: false,
        now: NOW,
    }
}

fn of(parts: &HomeParts<'_>) -> Home {
    home(parts, &Texts::new(Language::En))
}

fn titles(home: &Home, kind: HomeKind) -> Vec<&str> {
    let section = home.sections.iter().find(|it| it.kind == kind);
    let items = section.map(|it| it.items.as_slice()).unwrap_or_default();
    items.iter().map(|it| it.title.as_str()).collect()
}

fn first(home: &Home, kind: HomeKind) -> &HomeItem {
    let section = home.sections.iter().find(|it| it.kind == kind);
    &section.unwrap().items[0]
}

#[test]
fn an_empty_phone_says_how_to_begin() {
    let home = of(&nothing());
    assert!(home.sections.is_empty() && home.banner.is_none());
    assert_eq!(
        home.empty.as_deref(),
        Some("No dossiers yet. Choose a procedure to begin.")
    );
}

#[test]
fn what_presses_most_comes_first() {
    let dossiers = [
        asked("far", Some(30 * DAY)),
        asked("undated", None),
        asked("soon", Some(2 * DAY)),
        asked("late", Some(-DAY)),
        dossier("pays", Some(Status::PaymentRequested)),
    ];
    let outbox = [
        entry("signs", "SIGN_IN_REQUIRED", true, Some("sent")),
        entry("blocked", "ANSWERS_INVALID", true, None),
        entry("waits", "NETWORK_OFFLINE", false, None),
    ];
    let drafts = [draft("refused", "refused", None)];
    let home = of(&HomeParts {
        drafts: &drafts,
        dossiers: &dossiers,
        outbox: &outbox,
        ..nothing()
    });
    assert_eq!(
        titles(&home, HomeKind::ToDo),
        [
            "dossier late",
            "dossier soon",
            "entry blocked",
            "draft refused",
            "Sign in to send",
            "dossier pays",
            "dossier far",
            "dossier undated",
        ]
    );
}

#[test]
fn a_request_says_until_when_and_an_urgent_one_says_so_in_words() {
    let text = |due| {
        let dossiers = [asked("a", due)];
        let home = of(&HomeParts {
            dossiers: &dossiers,
            ..nothing()
        });
        let item = first(&home, HomeKind::ToDo);
        (item.detail.clone(), item.urgent, item.label.clone())
    };
    let (detail, urgent, label) = text(Some(DAY));
    assert_eq!(detail, "The office asks for a supplement by 23/11/2026 15:00");
    assert!(urgent && label.starts_with("Urgent. dossier a: "), "{label}");
    let (detail, urgent, _) = text(Some(-DAY));
    assert!(urgent && detail.ends_with("which is past"), "{detail}");
    let (_, urgent, label) = text(Some(SOON));
    assert!(!urgent && label.starts_with("dossier a: "), "{label}");
    let (detail, urgent, _) = text(None);
    assert_eq!(
        (detail.as_str(), urgent),
        ("The office asks for a supplement", false)
    );
}

#[test]
fn what_is_of_one_procedure_is_told_apart() {
    let details = |code: Option<&str>, since: Option<&str>| {
        let mut dossiers = [dossier("a", Some(Status::Accepted))];
        dossiers[0].item.dossier_code = code.map(str::to_owned);
        dossiers[0].item.waiting_since = since.map(str::to_owned);
        let outbox = [entry("blocked", "ANSWERS_INVALID", true, None)];
        let drafts = [draft("begun", "editing", None)];
        let home = of(&HomeParts {
            dossiers: &dossiers,
            outbox: &outbox,
            drafts: &drafts,
            ..nothing()
        });
        [HomeKind::Dossiers, HomeKind::ToDo, HomeKind::Drafts].map(|kind| first(&home, kind).detail.clone())
    };
    let [dossier, entry, draft] = details(Some("H29.77-261122-0001"), None);
    assert_eq!(dossier, "H29.77-261122-0001. Accepted");
    assert_eq!(entry, "Waiting since today. reason");
    assert_eq!(draft, "yesterday. 1 of 2");
    let [dossier, ..] = details(None, Some("Waiting since today"));
    assert_eq!(dossier, "Waiting since today. Accepted");
}

#[test]
fn everything_that_waits_for_a_sign_in_is_one_line() {
    let outbox = [
        entry("a", "SIGN_IN_REQUIRED", true, Some("one")),
        entry("b", "SIGN_IN_REQUIRED", true, Some("two")),
        entry("the phone's own registration", "SIGN_IN_REQUIRED", true, None),
    ];
    let home = of(&HomeParts {
        outbox: &outbox,
        ..nothing()
    });
    assert_eq!(titles(&home, HomeKind::ToDo), ["Sign in to send"]);
    let item = first(&home, HomeKind::ToDo);
    assert_eq!(item.detail, "2 things are waiting for you to sign in");
    assert!(item.target == HomeTarget::SignIn);
}

#[test]
fn a_sign_in_that_ran_out_is_told_from_none() {
    let outbox = [entry("a", "SIGN_IN_AGAIN", true, Some("one"))];
    let home = of(&HomeParts {
        outbox: &outbox,
        ..nothing()
    });
    assert_eq!(
        titles(&home, HomeKind::ToDo),
        ["Your sign-in has run out; sign in again"]
    );
    assert!(first(&home, HomeKind::ToDo).target == HomeTarget::SignIn);
}

#[test]
fn nobody_is_asked_to_sign_in_for_what_the_phone_does_by_itself() {
    let outbox = [entry("registration", "SIGN_IN_REQUIRED", true, None)];
    let home = of(&HomeParts {
        outbox: &outbox,
        ..nothing()
    });
    assert!(home.sections.is_empty());
}

#[test]
fn a_refusal_is_told_once_with_its_cause() {
    let outbox = [OutboxItem {
        failure: Some(FailureWords {
            code: "ANSWERS_INVALID".to_owned(),
            cause: "the cause".to_owned(),
            remedy: String::new(),
        }),
        ..entry("e", "ANSWERS_INVALID", true, Some("d"))
    }];
    let drafts = [
        draft("a", "refused", Some("d")),
        draft("b", "refused", Some("other")),
    ];
    let home = of(&HomeParts {
        drafts: &drafts,
        outbox: &outbox,
        ..nothing()
    });
    assert_eq!(titles(&home, HomeKind::ToDo), ["entry e", "draft b"]);
    assert_eq!(
        first(&home, HomeKind::ToDo).detail,
        "Waiting since today. the cause"
    );
}

#[test]
fn news_are_told_until_they_are_seen_and_the_gravest_first() {
    let new = |id, status| DossierNews {
        is_new: true,
        ..dossier(id, Some(status))
    };
    let dossiers = [
        new("result", Status::Completed),
        dossier("seen", Some(Status::Completed)),
        new("accepted", Status::Accepted),
        new("refused", Status::Rejected),
        DossierNews {
            contested: true,
            ..dossier("contested", Some(Status::Accepted))
        },
        DossierNews {
            overdue: true,
            clock: Some("Overdue since yesterday".to_owned()),
            ..dossier("overdue", Some(Status::Processing))
        },
    ];
    let home = of(&HomeParts {
        dossiers: &dossiers,
        push_missed: Some("two pushes"),
        ..nothing()
    });
    assert_eq!(
        titles(&home, HomeKind::Alerts),
        [
            "dossier refused",
            "dossier contested",
            "dossier overdue",
            "dossier result",
            "News doesn't reach this phone by itself",
        ]
    );
}

#[test]
fn a_draft_that_answers_a_request_is_not_offered_twice() {
    let dossiers = [asked("d", None)];
    let drafts = [
        draft("answers", "editing", Some("d")),
        draft("new", "editing", None),
        draft("sent", "sent", Some("x")),
    ];
    let home = of(&HomeParts {
        drafts: &drafts,
        dossiers: &dossiers,
        ..nothing()
    });
    assert_eq!(titles(&home, HomeKind::Drafts), ["draft new"]);
    assert!(
        first(&home, HomeKind::ToDo).target
            == HomeTarget::Supplement {
                dossier_id: "d".to_owned()
            }
    );
}

#[test]
fn long_lists_are_cut_and_say_so() {
    let drafts: Vec<DraftItem> = (0..4).map(|n| draft(&n.to_string(), "editing", None)).collect();
    let dossiers: Vec<DossierNews> = (0..3)
        .map(|n| dossier(&n.to_string(), Some(Status::Accepted)))
        .collect();
    let home = of(&HomeParts {
        drafts: &drafts,
        dossiers: &dossiers,
        offline: true,
        ..nothing()
    });
    let more: Vec<(HomeKind, usize, bool)> = home
        .sections
        .iter()
        .map(|it| (it.kind, it.items.len(), it.more))
        .collect();
    assert_eq!(
        more,
        [(HomeKind::Drafts, 3, true), (HomeKind::Dossiers, 3, false)]
    );
    assert!(home.banner.is_some() && home.empty.is_none());
}
