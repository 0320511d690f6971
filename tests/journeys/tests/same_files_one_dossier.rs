//! However often something is sent, begun or broken off, it is one dossier.

#![allow(clippy::unwrap_used, reason = "a journey stops where it is surprised")]

use std::sync::Barrier;

use motcua_client::use_case::{follow_dossier, submit_draft};
use motcua_domain::outbox::Connectivity;
use motcua_journeys::stage::{Phone, PhoneOptions, Story, World};
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn two_submissions_of_one_draft_at_once_are_one() {
    let (world, story) = (World::start().await, Story::small());
    let phone = Phone::new(&world);
    phone.prepare(&story.procedure_code).await.unwrap();
    phone.sign_in(&world, &story.person).await.unwrap();
    let draft = phone.new_draft(&story.procedure_code).unwrap();
    let first = phone.open_draft(&draft).unwrap();
    story.fill_in(&phone, &first);
    let second = phone.open_draft(&draft).unwrap();
    let review = submit_draft::review(phone.context(), &first).unwrap();
    let office = review.office.clone().unwrap();

    let start = Barrier::new(2);
    let submit = |session| {
        start.wait();
        submit_draft::submit(phone.context(), session, &review.view_sha256, &office)
    };
    let answers = std::thread::scope(|scope| {
        let other = scope.spawn(|| submit(&second));
        [submit(&first), other.join().unwrap()]
    });
    let (taken, refused): (Vec<_>, Vec<_>) = answers.into_iter().partition(Result::is_ok);
    assert_eq!((taken.len(), refused.len()), (1, 1));
    assert_eq!(refused[0].as_ref().unwrap_err().code, "DRAFT_FROZEN");
    // The session that lost can't write over what was frozen.
    for session in [&first, &second] {
        let late = session.answer("/data/requester/full_name", "Người Khác");
        assert_eq!(late.err().map(|it| it.code), Some("DRAFT_FROZEN".to_owned()));
    }
    phone.client().run_outbox().await.unwrap();
    assert_eq!(phone.draft_state(&draft), "sent");
    assert_eq!(world.count("dossiers").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_phone_killed_while_it_waits_for_the_reply_sends_again_and_it_is_one() {
    let (world, story) = (World::start().await, Story::small());
    let options = PhoneOptions {
        workers: true,
        ..PhoneOptions::default()
    };
    let mut phone = Phone::with(&world, options);
    phone.prepare(&story.procedure_code).await.unwrap();
    phone.sign_in(&world, &story.person).await.unwrap();
    // The first PUT is held back before the work, the second is worked on and its reply lost, the third goes through.
    let put = |kind: &str| json!({"kind": kind, "ms": 600_000, "path_prefix": "/v1/dossiers/", "method": "PUT", "times": 1});
    let held = world.fault(put("delay")).await;
    let lost = world.fault(put("reply_lost")).await;
    let (draft, dossier) = phone.queue(&story);
    world.until_struck(held).await;
    assert_eq!(phone.outbox_codes(), ["SENDING"]);
    phone.kill().await;
    phone.open().unwrap();
    assert_eq!(phone.draft_state(&draft), "queued");

    let outbox = phone.context().topics.outbox.clone();
    let again = || phone.outbox_item(&dossier).filter(|it| it.failure.is_some());
    let waits = phone.until(&outbox, "the lost reply", again).await;
    assert_eq!(waits.code, "NETWORK_UNREACHABLE");
    assert_eq!(world.count("dossiers").await, 1, "it was committed");
    assert!(
        follow_dossier::receipt(phone.context(), &dossier)
            .unwrap()
            .is_none()
    );
    phone.restart().await;
    phone.network(Connectivity::Metered);
    phone.until_draft(&draft, "sent").await;
    assert_eq!(world.count("dossiers").await, 1);
    assert_eq!((world.struck(held).await, world.struck(lost).await), (1, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_papers_go_up_once() {
    let (world, story) = (World::start().await, Story::small());
    let phone = Phone::new(&world);
    phone.prepare(&story.procedure_code).await.unwrap();
    phone.sign_in(&world, &story.person).await.unwrap();
    let (first, _) = phone.queue(&story);
    phone.client().run_outbox().await.unwrap();
    let pieces = world
        .fault(json!({"kind": "delay", "ms": 0, "path_prefix": "/v1/files", "method": "PATCH"}))
        .await;
    let (second, _) = phone.queue(&story);
    phone.client().run_outbox().await.unwrap();
    for draft in [first, second] {
        assert_eq!(phone.draft_state(&draft), "sent");
    }
    assert_eq!(world.count("dossiers").await, 2, "two drafts are two dossiers");
    assert!(
        world.struck(pieces).await <= 1,
        "at most the answers were sent again"
    );
}
