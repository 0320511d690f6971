//! Renewing without signing anybody out; signing out that reaches the e-ID in the end; and no line of it ever near a draft.

use motcua_domain::{
    outbox::{Connectivity, EntryState},
    sign_in::Phase,
    time::{DAY, HOUR, MINUTE},
};

use super::*;
use crate::{
    port::store::StoreError,
    test_support::{
        World, code_of,
        identity::{REDIRECT, redirect},
        portal::Fault,
    },
    use_case::{sign_in, sync_events, wake_up},
};

async fn events(world: &World) -> PortalResult<()> {
    let context = &world.context;
    authorized(context, |token| async move {
        context.portal.events(&token, 0, &context.installation).await
    })
    .await
    .map(drop)
}

#[tokio::test]
async fn one_renewal_serves_many_calls() {
    let world = World::new();
    world.sign_in("an").await;
    world.clock.advance(10 * MINUTE);
    let calls: Vec<_> = (0..8).map(|_| events(&world)).collect();
    for answer in futures_util::future::join_all(calls).await {
        answer.unwrap();
    }
    assert_eq!(world.identity.count("refresh"), 1);
}

#[tokio::test]
async fn a_token_that_is_not_taken_is_renewed_once_and_the_call_made_again() {
    let world = World::new();
    world.sign_in("an").await;
    world.portal.revoke_token("an/1");
    events(&world).await.unwrap();
    assert_eq!(world.identity.count("refresh"), 1);
    world.portal.revoke_token("an/2");
    world.portal.revoke_token("an/3");
    let refused = events(&world).await.unwrap_err();
    assert_eq!(refused.code, Code::SignInRequired.as_str());
    assert_eq!(
        world.identity.count("refresh"),
        2,
        "one renewal a call, no circle"
    );
}

#[tokio::test]
async fn a_lost_renewal_is_repeated_with_the_same_token_and_signs_nobody_out() {
    let mut world = World::on_disk();
    world.sign_in("an").await;
    world.clock.advance(HOUR);
    world.identity.fail_next(Code::NetworkUnreachable);
    assert_eq!(
        events(&world).await.unwrap_err().code,
        Code::NetworkUnreachable.as_str()
    );
    assert_eq!(subject(&world.context), Some(Subject::new("an")));
    world.restart();
    world.store.fail_next_commit(StoreError::Full);
    assert!(events(&world).await.is_err(), "a renewal that couldn't be kept");
    events(&world).await.unwrap();
    let renewals: Vec<_> = world
        .identity
        .calls()
        .into_iter()
        .filter(|it| it.starts_with("refresh"))
        .collect();
    assert!(
        renewals.len() >= 2 && renewals.iter().all(|it| it == "refresh refresh-1"),
        "{renewals:?}"
    );
}

#[tokio::test]
async fn a_session_that_is_over_asks_for_nothing_and_blocks_nothing() {
    let world = World::new();
    world.sign_in("an").await;
    let (draft, dossier) = world.submitted();
    world.clock.advance(31 * DAY);
    world.send().await;
    assert_eq!(
        world.identity.count("refresh"),
        0,
        "nothing is asked for a session that is over"
    );
    assert_eq!(session(&world.context), Session::SignInNeeded);
    assert_eq!(world.entry(&dossier).state, EntryState::Waiting);
    world.sign_in("an").await;
    world.send_all().await;
    assert_eq!(world.entry(&dossier).state, EntryState::Done);
    assert!(matches!(
        world.draft_state(&draft),
        motcua_domain::draft::DraftState::Sent { .. }
    ));
}

#[tokio::test]
async fn renewing_is_no_news_for_those_who_watch_the_session() {
    let world = World::new();
    world.sign_in("an").await;
    let mut watched = world.context.topics.session.changes();
    watched.borrow_and_update();
    world.clock.advance(HOUR);
    world.identity.fail_next(Code::NetworkUnreachable);
    assert!(events(&world).await.is_err());
    events(&world).await.unwrap();
    assert!(!watched.has_changed().unwrap());
    world.clock.advance(HOUR);
    world.identity.fail_next(Code::SignInAgain);
    assert_eq!(events(&world).await.unwrap_err().code, Code::SignInAgain.as_str());
    assert!(watched.has_changed().unwrap(), "that a session ended is");
}

#[tokio::test]
async fn every_signed_out_session_is_revoked_in_the_end() {
    let world = World::on_disk();
    for _ in 0..2 {
        world.network.set(Connectivity::Unmetered);
        world.sign_in("an").await;
        world.network.set(Connectivity::Offline);
        sign_in::sign_out(&world.context).unwrap();
        assert_eq!(subject(&world.context), None);
        assert!(person(&world.context).unwrap().is_none());
        assert_eq!(
            tokens(&world.context).map(drop).unwrap_err().code,
            Code::SignInRequired.as_str()
        );
    }
    assert_eq!(world.entries().len(), 2);
    world.network.set(Connectivity::Unmetered);
    world.identity.fail_next(Code::PortalUnavailable);
    world.send_all().await;
    let mut revoked = world.identity.calls();
    revoked.retain(|call| call.starts_with("revoke"));
    revoked.sort();
    revoked.dedup();
    assert_eq!(revoked, ["revoke refresh-1", "revoke refresh-2"]);
    assert!(world.entries().is_empty());
    assert!(revocations(&world.context).is_empty());
}

#[tokio::test]
async fn a_sign_in_finishes_in_another_process() {
    let mut world = World::on_disk();
    world.identity.expect("an");
    let page = sign_in::begin_sign_in(&world.context).await.unwrap();
    world.restart();
    world.identity.fail_next(Code::NetworkUnreachable);
    let back = redirect(&page, "code=once");
    assert_eq!(
        code_of(sign_in::complete_sign_in(&world.context, &back).await),
        Some(Code::NetworkUnreachable)
    );
    world.restart();
    sign_in::resume_sign_in(&world.context).await.unwrap();
    assert_eq!(subject(&world.context), Some(Subject::new("an")));
    assert_eq!(
        code_of(sign_in::complete_sign_in(&world.context, &back).await),
        Some(Code::LoginReplayed)
    );
}

#[tokio::test]
async fn a_code_that_could_not_be_redeemed_does_not_stand_in_the_way_of_the_next_attempt() {
    let world = World::new();
    world.identity.expect("an");
    let page = sign_in::begin_sign_in(&world.context).await.unwrap();
    world.identity.fail_next(Code::NetworkUnreachable);
    let lost = sign_in::complete_sign_in(&world.context, &redirect(&page, "code=lost")).await;
    assert_eq!(code_of(lost), Some(Code::NetworkUnreachable));
    world.sign_in("an").await;
    assert_eq!(subject(&world.context), Some(Subject::new("an")));
    let twice = sign_in::begin_sign_in(&world.context).await;
    assert_eq!(code_of(twice), Some(Code::SignInUnderWay));
}

#[tokio::test]
async fn whoever_signs_in_is_woken_here() {
    let world = World::new();
    wake_up::endpoint_changed(&world.context, "https://push.test/1").unwrap();
    world.sign_in("an").await;
    world.send().await;
    sign_in::sign_out(&world.context).unwrap();
    world.sign_in("binh").await;
    world.send().await;
    assert_eq!(world.portal.subscriptions(), ["an", "binh"]);
}

/// Each thing that can happen to signing in, good or bad.
async fn everything_that_signing_in_can_meet(world: &World, seen: &dyn Fn(&str)) {
    let context = &world.context;
    world.identity.expect("an");
    let begin = || sign_in::begin_sign_in(context);
    let page = begin().await.unwrap();
    seen("begun");
    for (what, back) in [
        ("another state", format!("{REDIRECT}?code=c&state=other&iss=x")),
        ("no state", format!("{REDIRECT}?code=c")),
        ("no url", "nonsense".to_owned()),
        (
            "another issuer",
            redirect(&page, "code=c").replace("eid.test", "evil.test"),
        ),
    ] {
        assert!(sign_in::complete_sign_in(context, &back).await.is_err(), "{what}");
        seen(what);
    }
    let denied = sign_in::complete_sign_in(context, &redirect(&page, "error=access_denied")).await;
    assert_eq!(code_of(denied), Some(Code::LoginDenied));
    seen("denied");
    let page = begin().await.unwrap();
    world.clock.advance(11 * MINUTE);
    let late = sign_in::complete_sign_in(context, &redirect(&page, "code=late")).await;
    assert_eq!(code_of(late), Some(Code::LoginExpired));
    seen("too late");
    for code in [Code::NetworkUnreachable, Code::IdTokenInvalid, Code::LoginRefused] {
        let page = begin().await.unwrap();
        world.identity.fail_next(code);
        assert!(
            sign_in::complete_sign_in(context, &redirect(&page, "code=c"))
                .await
                .is_err()
        );
        seen(code.as_str());
    }
    let page = begin().await.unwrap();
    world.store.fail_next_commit(StoreError::Full);
    assert!(
        sign_in::complete_sign_in(context, &redirect(&page, "code=c"))
            .await
            .is_err()
    );
    seen("no room");
    world.sign_in("an").await;
    seen("signed in");
    world.clock.advance(HOUR);
    for code in [
        Code::NetworkUnreachable,
        Code::ConnectionNotSecure,
        Code::SignInAgain,
    ] {
        world.identity.fail_next(code);
        assert!(sync_events::sync(context).await.is_err());
        seen(code.as_str());
    }
    sign_in::resume_sign_in(context).await.unwrap();
    world.sign_in("binh").await;
    seen("another person");
    world.clock.advance(31 * DAY);
    sign_in::resume_sign_in(context).await.unwrap();
    assert!(matches!(state(context).unwrap().phase, Phase::SignInNeeded(_)));
    seen("the session's end");
    world.sign_in("an").await;
    sign_in::sign_out(context).unwrap();
    seen("signed out");
}

#[tokio::test]
async fn nothing_that_happens_to_signing_in_touches_a_draft() {
    for world in [World::new(), World::on_disk()] {
        let editing = world.draft();
        world.fill(&editing);
        let (_, queued) = world.submitted();
        let before = world.all_of_drafts();
        let entry = world.entry(&queued);
        everything_that_signing_in_can_meet(&world, &|what| {
            assert_eq!(before, world.all_of_drafts(), "after: {what}");
            assert_eq!(world.entry(&queued), entry, "after: {what}");
        })
        .await;
        editing.answer("/data/who/name", "Vẫn viết tiếp được").unwrap();
    }
}

#[tokio::test]
async fn trouble_with_a_token_while_sending_leaves_the_draft_queued() {
    for code in [
        Code::NetworkUnreachable,
        Code::SignInAgain,
        Code::ClockWrong,
        Code::Locked,
        Code::AppFailed,
        Code::LoginRefused,
    ] {
        let world = World::new();
        world.sign_in("an").await;
        let (draft, dossier) = world.submitted();
        let before = world.all_of_drafts();
        world.clock.advance(HOUR);
        world.identity.fail_next(code);
        world.portal.fault("announce_file", Fault::Before(code));
        world.send().await;
        assert_eq!(before, world.all_of_drafts(), "{code}");
        assert_eq!(world.entry(&dossier).state, EntryState::Waiting, "{code}");
        if subject(&world.context).is_none() {
            world.sign_in("an").await;
        }
        world.send_all().await;
        assert!(
            matches!(
                world.draft_state(&draft),
                motcua_domain::draft::DraftState::Sent { .. }
            ),
            "{code}"
        );
    }
}
