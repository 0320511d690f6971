//! Faults between the phone and the portal while a dossier is being sent.

use std::time::Duration;

use motcua_client::{
    screen::session::SessionState,
    use_case::{follow_dossier, prepare_procedure, sign_in, submit_draft},
};
use motcua_domain::{
    failure::Code,
    outbox::Connectivity,
    time::{HOUR, SECOND},
};
use motcua_journeys::stage::{Phone, PhoneOptions, Story, World, assert_explained};
use serde_json::json;

use super::{Queued, answers};

#[tokio::test(flavor = "multi_thread")]
async fn the_portal_is_down() {
    let mut it = Queued::new().await;
    it.world.stop().await;
    it.fails(Code::NetworkUnreachable).await;
    let failure = prepare_procedure::refresh_catalogue(it.phone.context())
        .await
        .unwrap_err();
    assert_explained(&failure, Code::NetworkUnreachable);
    // What was fetched before is still there.
    it.phone.new_draft(&it.story.procedure_code).unwrap();
    it.world.start_again().await;
    it.succeeds().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn there_is_no_network() {
    let it = Queued::new().await;
    it.phone.network(Connectivity::Offline);
    it.fails(Code::NetworkOffline).await;
    let failure = prepare_procedure::refresh_catalogue(it.phone.context()).await;
    assert_explained(&failure.unwrap_err(), Code::NetworkOffline);
    sign_in::sign_out(it.phone.context()).unwrap();
    let failure = sign_in::begin_sign_in(it.phone.context()).await;
    assert_explained(&failure.unwrap_err(), Code::NetworkOffline);
    it.phone.network(Connectivity::Metered);
    it.phone.sign_in(&it.world, &it.story.person).await.unwrap();
    it.succeeds().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_phones_clock_is_three_hours_fast() {
    let (world, story) = (World::start().await, Story::small());
    let phone = Phone::new(&world);
    phone.clock().advance(3 * HOUR);
    phone.prepare(&story.procedure_code).await.unwrap();
    phone.sign_in(&world, &story.person).await.unwrap();
    let (draft, dossier) = phone.queue(&story);
    let failure = phone.send(&dossier).await;
    assert!(failure.is_none(), "{failure:?}");
    assert_eq!(phone.draft_state(&draft), "sent");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_phone_is_locked_while_sending() {
    let it = Queued::new().await;
    it.phone.client().lock();
    it.phone.client().run_outbox().await.unwrap();
    assert_eq!(
        it.world.count("dossiers").await,
        1,
        "sending goes on behind the lock"
    );
    it.phone.client().unlock().unwrap();
    it.succeeds().await;
    assert_eq!(answers(&it.phone, &it.draft), it.answers);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_portal_finds_an_answer_wrong() {
    let it = Queued::new().await;
    // To a portal that lives a month earlier the child isn't born yet.
    it.world.advance(-30 * 86_400).await;
    it.phone.client().run_outbox().await.unwrap();
    let item = it.phone.outbox_item(&it.dossier).unwrap();
    assert_eq!((item.code.as_str(), item.needs_you), ("ANSWERS_INVALID", true));
    assert_eq!(it.phone.draft_state(&it.draft), "refused");
    assert_eq!(answers(&it.phone, &it.draft), it.answers);
    it.world.advance(30 * 86_400).await;
    submit_draft::take_back(it.phone.context(), &it.draft).unwrap();
    let session = it.phone.open_draft(&it.draft).unwrap();
    assert_eq!(it.phone.submit(&session).unwrap(), it.dossier);
    it.succeeds().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_portal_is_slow() {
    let options = PhoneOptions {
        patience: Duration::from_secs(4),
        ..PhoneOptions::default()
    };
    let it = Queued::with(options).await;
    it.submission_meets(json!({"kind": "delay", "ms": 600_000})).await;
    it.fails(Code::NetworkUnreachable).await;
    it.succeeds().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_log_in_page_answers() {
    let it = Queued::new().await;
    it.submission_meets(json!({"kind": "html"})).await;
    it.fails(Code::NetworkLoginNeeded).await;
    it.succeeds().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_portal_fails() {
    let it = Queued::new().await;
    it.submission_meets(json!({"kind": "status", "status": 500}))
        .await;
    it.fails(Code::PortalFailed).await;
    it.succeeds().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_portal_asks_to_wait_and_is_left_alone_for_that_long() {
    let it = Queued::new().await;
    let busy = it
        .submission_meets(json!({"kind": "status", "status": 503, "retry_after": 40, "times": 9}))
        .await;
    it.fails(Code::PortalUnavailable).await;
    it.fails(Code::PortalUnavailable).await;
    assert_eq!(it.world.struck(busy).await, 1, "the phone didn't ask again");
    it.world.heal().await;
    it.phone.clock().advance(39 * SECOND);
    it.fails(Code::PortalUnavailable).await;
    it.phone.clock().advance(20 * SECOND);
    it.succeeds().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_reply_is_lost_after_the_commit() {
    let it = Queued::new().await;
    it.submission_meets(json!({"kind": "reply_lost"})).await;
    it.fails(Code::NetworkUnreachable).await;
    assert_eq!(it.world.count("dossiers").await, 1);
    it.succeeds().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_connection_closes_before_the_work() {
    let it = Queued::new().await;
    it.submission_meets(json!({"kind": "connection_closed"})).await;
    it.fails(Code::NetworkUnreachable).await;
    assert_eq!(it.world.count("dossiers").await, 0);
    it.succeeds().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_receipt_is_another_dossiers() {
    let it = Queued::new().await;
    it.submission_meets(json!({"kind": "receipt_other_dossier"}))
        .await;
    it.fails(Code::ReceiptOtherDossier).await;
    assert!(
        follow_dossier::receipt(it.phone.context(), &it.dossier)
            .unwrap()
            .is_none()
    );
    it.succeeds().await;
    assert!(
        follow_dossier::receipt(it.phone.context(), &it.dossier)
            .unwrap()
            .is_some()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_receipt_is_over_another_content() {
    let it = Queued::new().await;
    let forged = it
        .submission_meets(json!({"kind": "receipt_wrong_hash", "times": 9}))
        .await;
    it.fails(Code::ReceiptWrongHash).await;
    assert!(
        follow_dossier::receipt(it.phone.context(), &it.dossier)
            .unwrap()
            .is_none()
    );
    // It doesn't put again, it asks; and the evidence is right.
    it.succeeds().await;
    assert_eq!(it.world.struck(forged).await, 1);
    let timeline = follow_dossier::timeline(it.phone.context(), &it.dossier).unwrap();
    assert_eq!(timeline.warning, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_redirect_leads_elsewhere() {
    let it = Queued::new().await;
    it.submission_meets(json!({"kind": "redirect", "to": "https://elsewhere.example/"}))
        .await;
    it.fails(Code::RedirectRefused).await;
    it.succeeds().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_answer_is_garbled() {
    let it = Queued::new().await;
    it.submission_meets(json!({"kind": "garbled"})).await;
    it.fails(Code::AnswerUnreadable).await;
    it.succeeds().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upload_is_cut_and_its_file_still_arrives_whole() {
    let it = Queued::new().await;
    let cut = json!({"kind": "cut_upload", "at_bytes": 1_000, "path_prefix": "/v1/files", "times": 1});
    it.world.fault(cut).await;
    it.fails(Code::NetworkUnreachable).await;
    it.succeeds().await;
    assert_eq!(it.world.count("files").await, 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_session_is_revoked_while_sending() {
    let it = Queued::new().await;
    let other = it.phone.new_draft(&it.story.procedure_code).unwrap();
    it.submission_meets(json!({"kind": "token_revoked"})).await;
    it.fails(Code::SignInAgain).await;
    let session = sign_in::session_model(it.phone.context()).unwrap();
    assert_eq!(session.state, SessionState::SignInNeeded);
    // Drafting goes on without anybody signed in.
    let form = it.phone.open_draft(&other).unwrap();
    form.answer("/data/requester/full_name", "Nguyễn Minh Khôi")
        .unwrap();
    it.phone.sign_in(&it.world, &it.story.person).await.unwrap();
    it.succeeds().await;
    assert_eq!(it.phone.draft_state(&other), "editing");
}

#[tokio::test(flavor = "multi_thread")]
async fn another_person_signs_in_and_nothing_goes_out_as_theirs() {
    let it = Queued::new().await;
    it.world.stop_answering("/v1/dossiers/").await;
    it.phone.client().run_outbox().await.unwrap();
    it.world.heal().await;
    sign_in::sign_out(it.phone.context()).unwrap();
    it.phone.sign_in(&it.world, "074195000102").await.unwrap();
    it.fails(Code::OtherPersonSignedIn).await;
    assert_eq!(it.world.count("dossiers").await, 0);
    sign_in::sign_out(it.phone.context()).unwrap();
    it.phone.sign_in(&it.world, &it.story.person).await.unwrap();
    it.succeeds().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_gives_the_draft_back() {
    let it = Queued::new().await;
    it.submission_meets(json!({"kind": "status", "status": 403}))
        .await;
    it.phone.client().run_outbox().await.unwrap();
    let item = it.phone.outbox_item(&it.dossier).unwrap();
    assert_eq!((item.code.as_str(), item.needs_you), ("NOT_ALLOWED", true));
    assert!(item.failure.is_some());
    assert_eq!(it.phone.draft_state(&it.draft), "refused");
    submit_draft::take_back(it.phone.context(), &it.draft).unwrap();
    assert_eq!(it.phone.draft_state(&it.draft), "editing");
    let session = it.phone.open_draft(&it.draft).unwrap();
    session
        .answer("/data/requester/email", "khoi.nguyen@example.vn")
        .unwrap();
    assert_eq!(
        it.phone.submit(&session).unwrap(),
        it.dossier,
        "the same id keeps it one dossier"
    );
    it.succeeds().await;
}
