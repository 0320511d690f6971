//! What was reviewed is what is frozen, what is frozen is what is sent, and it is submitted when a receipt says so and not before.

use motcua_domain::outbox::Trouble;
use proptest::prelude::*;

use super::*;
use crate::{
    port::store::StoreError,
    screen::form_page::{FormItem, FormPage},
    test_support::{
        World, code_of,
        form::{AGENCY, WARD},
        portal::Fault,
        signer,
    },
    use_case::{follow_dossier, sync_events},
    worker::outbox_worker,
};

pub(super) fn is_sent(world: &World, draft: &DraftId) -> bool {
    matches!(world.draft_state(draft), DraftState::Sent { .. })
}

fn dossier_of(world: &World, draft: &DraftId) -> Option<DossierId> {
    world.context.store.draft(draft).unwrap().unwrap().dossier_id
}

/// Corrects a draft that came back, and submits it again.
fn correct(world: &World, draft: &DraftId) -> DossierId {
    let session = world.open(draft);
    session.answer("/data/who/name", "Nguyễn Văn Ân").unwrap();
    world.submit(&session)
}

#[tokio::test]
async fn what_was_reviewed_is_what_arrives() {
    let world = World::on_disk();
    let session = world.draft();
    world.fill(&session);
    let review = review(&world.context, &session).unwrap();
    assert!(review.supplement.is_none(), "nobody asked for one");
    let xml = session.submission().xml;
    let id = world.submit(&session);
    world.sign_in("an").await;
    world.send_all().await;
    let taken = world.portal.dossier_of(&id).unwrap();
    let manifest: Manifest = serde_json::from_slice(&taken.manifests[0]).unwrap();
    assert_eq!(manifest.view_sha256.to_hex(), review.view_sha256);
    assert_eq!(manifest.agency_code.as_str(), AGENCY);
    assert_eq!(manifest.ward_code, WARD);
    let answers = world.portal.file("an", &manifest.answers.sha256).unwrap();
    assert_eq!(answers, xml.as_bytes());
    for (paper, shown) in manifest.files.iter().zip(&review.papers) {
        assert_eq!(
            (&paper.reference, &paper.name, paper.sha256.to_hex()),
            (&shown.reference, &shown.name, shown.sha256.clone())
        );
        let bytes = world.portal.file("an", &paper.sha256).unwrap();
        assert_eq!(signer::sha256(&bytes), paper.sha256);
    }
    let announced = world.portal.calls_of("announce_file");
    assert!(announced[0].ends_with(" application/xml"), "{announced:?}");
    assert!(announced[1].ends_with(" image/jpeg"), "{announced:?}");
    assert!(is_sent(&world, &session.draft_id()));
    let receipt = follow_dossier::receipt(&world.context, &id).unwrap().unwrap();
    assert_eq!(
        receipt.manifest_sha256,
        signer::sha256(&taken.manifests[0]).to_hex()
    );
}

#[test]
fn nobody_submits_what_they_have_not_seen() {
    let world = World::new();
    let session = world.draft();
    world.fill(&session);
    let seen = review(&world.context, &session).unwrap();
    let office = seen.office.unwrap();
    let submit = || submit(&world.context, &session, &seen.view_sha256, &office);
    let there = || world.open(&session.draft_id());
    let changes: [&dyn Fn(); 3] = [
        &|| drop(session.answer("/data/who/age", "32").unwrap()),
        &|| drop(there().answer("/data/who/job", "Thợ mộc").unwrap()),
        // A paper of the same name with another content.
        &|| world.attach(&there(), "/data/papers/back", "cccd-sau.jpg", b"swapped"),
    ];
    for change in changes {
        change();
        assert_eq!(code_of(submit()), Some(Code::SubmissionChanged));
        there().undo().unwrap();
    }
    let session = there();
    session.answer("/data/who/name", "").unwrap();
    let refused = super::submit(&world.context, &session, &seen.view_sha256, &office).unwrap_err();
    assert_eq!(
        (refused.code.as_str(), refused.reference.as_deref()),
        ("FIELD_INVALID", Some("/data/who/name"))
    );
    assert!(world.entries().is_empty());
    assert_eq!(world.draft_state(&session.draft_id()), DraftState::Editing);
}

#[test]
fn a_submission_that_could_not_be_kept_leaves_a_draft() {
    let world = World::on_disk();
    let session = world.draft();
    world.fill(&session);
    let seen = review(&world.context, &session).unwrap();
    let office = seen.office.unwrap();
    world.store.fail_next_commit(StoreError::Full);
    let refused = submit(&world.context, &session, &seen.view_sha256, &office);
    assert_eq!(code_of(refused), Some(Code::StoreFull));
    assert!(world.entries().is_empty());
    session.answer("/data/who/job", "Vẫn sửa được").unwrap();
    world.submit(&session);
    let again = submit(&world.context, &session, &seen.view_sha256, &office);
    assert_eq!(code_of(again), Some(Code::DraftFrozen));
    assert_eq!(world.entries().len(), 1);
}

/// Nobody knows whether answers are right that the form can't be computed with.
#[test]
fn answers_that_are_too_much_for_the_form_are_not_submitted() {
    let world = World::on_disk();
    let session = world.draft();
    world.fill(&session);
    session.answer("/data/who/age", "32").unwrap();
    session.answer("/data/who/job", &"x".repeat(61_000)).unwrap();
    let seen = review(&world.context, &session).unwrap();
    let office = seen.office.unwrap();
    let refused = submit(&world.context, &session, &seen.view_sha256, &office);
    assert_eq!(code_of(refused), Some(Code::AnswersTooLarge));
    assert!(world.entries().is_empty());
    session.answer("/data/who/job", "Thợ mộc").unwrap();
    world.submit(&session);
    assert_eq!(world.entries().len(), 1);
}

/// The portal reads no more than so much; it would refuse them after the way there.
#[test]
fn answers_that_the_portal_would_not_read_are_not_submitted() {
    let world = World::on_disk();
    let session = world.draft();
    world.fill(&session);
    // What counts is what is sent: there a quotation mark has six letters.
    for row in 1..=6 {
        session.add_row("/data/kids").unwrap();
        let name = format!("/data/kids[{row}]/kid_name");
        session.answer(&name, &"\"".repeat(60_000)).unwrap();
    }
    assert!(session.is_complete() && session.submission().xml.len() > MAX_SUBMISSION);
    let seen = review(&world.context, &session).unwrap();
    let refused = submit(&world.context, &session, &seen.view_sha256, &seen.office.unwrap());
    assert_eq!(code_of(refused), Some(Code::AnswersTooLarge));
    session.remove_row("/data/kids[6]").unwrap();
    world.submit(&session);
    assert_eq!(world.entries().len(), 1);
}

#[tokio::test]
async fn what_was_never_sent_comes_back_at_once_under_its_id() {
    let world = World::new();
    let (draft, first) = world.submitted();
    take_back(&world.context, &draft).unwrap();
    assert_eq!(world.draft_state(&draft), DraftState::Editing);
    let second = correct(&world, &draft);
    assert_eq!(first, second);
    world.sign_in("an").await;
    world.send_all().await;
    assert!(is_sent(&world, &draft));
    assert_eq!(
        world.portal.calls_of("submit").len(),
        1,
        "only the corrected one went out"
    );
    assert_eq!(
        code_of(take_back(&world.context, &draft)),
        Some(Code::AlreadySubmitted)
    );
}

/// What stands over a draft's form and over its review, which say the same; `None` where it is to be edited.
fn told(world: &World, session: &FormSession) -> Option<(String, HomeTarget)> {
    let (undo_count, to_mend) = (session.undo_count(), session.problems().items.len());
    let page = session.page(0).unwrap();
    let review = review(&world.context, session).unwrap();
    assert!(page.frozen == review.frozen);
    assert_eq!(to_mend, review.to_mend.map_or(0, |it| it.items.len()));
    let is_readonly = |item: &FormItem| match item {
        FormItem::Question { question } => question.readonly && !question.is_note(),
        FormItem::Rows { can_change, .. } => !can_change,
        FormItem::Heading { .. } => true,
    };
    let pages: Vec<FormPage> = (0..session.page_count())
        .filter_map(|it| session.page(it))
        .collect();
    let items = || pages.iter().flat_map(|page| &page.items);
    assert_eq!(page.frozen.is_some(), items().all(is_readonly));
    assert_eq!(page.frozen.is_some(), undo_count == 0);
    page.frozen.map(|it| (it.text, it.target))
}

#[tokio::test]
async fn what_is_frozen_is_shown_to_be_read_with_the_reason_and_the_way() {
    let world = World::new();
    let session = world.draft();
    world.fill(&session);
    session.answer("/data/who/job", "").unwrap();
    // Another window of the same draft, which learns of it.
    let other = world.open(&session.draft_id());
    assert!(told(&world, &session).is_none() && told(&world, &other).is_none());
    let id = world.submit(&session);
    let entry_id = world.entries()[0].id.to_string();
    for window in [&session, &other] {
        let (text, target) = told(&world, window).unwrap();
        assert!(text.contains("đang chờ gửi"), "{text}");
        assert!(
            target
                == HomeTarget::Outbox {
                    entry_id: entry_id.clone()
                }
        );
        let unanswered = window.question("/data/who/job").unwrap();
        assert_eq!(
            (unanswered.display.as_str(), unanswered.status.as_str()),
            ("(để trống)", "Chỉ để xem")
        );
    }
    take_back(&world.context, &session.draft_id()).unwrap();
    assert!(told(&world, &session).is_none() && told(&world, &other).is_none());
    world.sign_in("an").await;
    world.submit(&session);
    world.portal.fault("submit", Fault::Before(Code::AnswersInvalid));
    world.send_all().await;
    let (text, target) = told(&world, &session).unwrap();
    assert!(text.contains("Cổng chưa nhận"), "{text}");
    assert!(matches!(target, HomeTarget::Outbox { .. }));
    take_back(&world.context, &session.draft_id()).unwrap();
    correct(&world, &session.draft_id());
    world.send_all().await;
    let (text, target) = told(&world, &session).unwrap();
    assert!(text.contains("đã nộp"), "{text}");
    assert!(
        target
            == HomeTarget::Timeline {
                dossier_id: id.to_string()
            }
    );
}

#[tokio::test]
async fn a_refused_submission_is_mended_under_its_id() {
    for why in [Code::AnswersInvalid, Code::AnswersTooLarge] {
        let world = World::new();
        world.sign_in("an").await;
        let (draft, first) = world.submitted();
        world.portal.fault("submit", Fault::Before(why));
        world.send_all().await;
        assert!(matches!(world.draft_state(&draft), DraftState::Refused { .. }));
        take_back(&world.context, &draft).unwrap();
        assert_eq!(correct(&world, &draft), first);
        let row = world.context.store.dossier(&first).unwrap().unwrap();
        assert_eq!(
            row.manifests.len(),
            1,
            "the corrected manifest replaces the refused one"
        );
        world.send_all().await;
        assert!(is_sent(&world, &draft));
        assert_eq!(world.portal.dossiers().len(), 1);
    }
}

#[tokio::test]
async fn after_an_attempt_the_portal_must_answer_before_anything_comes_back() {
    let world = World::new();
    world.sign_in("an").await;
    // It arrived and the reply was lost: taking back is too late, and told.
    let (draft, id) = world.submitted();
    world.portal.fault("submit", Fault::ReplyLost);
    world.send().await;
    take_back(&world.context, &draft).unwrap();
    assert!(matches!(
        world.draft_state(&draft),
        DraftState::Queued { asked_back: true, .. }
    ));
    world.send_all().await;
    assert!(is_sent(&world, &draft));
    assert_eq!(world.entry(&id).state, EntryState::Done);
    // It never arrived: a tombstone first, then a draft again, under a new id.
    let (draft, id) = world.submitted();
    world
        .portal
        .fault("submit", Fault::Before(Code::NetworkUnreachable));
    world.send().await;
    take_back(&world.context, &draft).unwrap();
    world.portal.fault("withdraw", Fault::ReplyLost);
    world.send_all().await;
    assert_eq!(world.draft_state(&draft), DraftState::Editing);
    assert_eq!(dossier_of(&world, &draft), None);
    assert!(world.portal.dossier_of(&id).unwrap().withdrawn);
    let second = correct(&world, &draft);
    assert_ne!(id, second);
    world.send_all().await;
    assert!(is_sent(&world, &draft));
}

#[tokio::test]
async fn only_the_right_receipt_says_submitted() {
    for (fault, code) in [
        (Fault::OtherReceipt, Code::ReceiptOtherDossier),
        (Fault::WrongHash, Code::ReceiptWrongHash),
    ] {
        let world = World::new();
        world.sign_in("an").await;
        let (draft, id) = world.submitted();
        world.portal.fault("submit", fault);
        world.send().await;
        assert!(matches!(world.draft_state(&draft), DraftState::Queued { .. }));
        let trouble = world.entry(&id).trouble;
        assert_eq!(trouble.map(Trouble::code), Some(code));
        assert!(follow_dossier::receipt(&world.context, &id).unwrap().is_none());
        let row = world.context.store.dossier(&id).unwrap().unwrap();
        assert_eq!(row.dossier_code, None, "no code from a wrong receipt");
        world.send_all().await;
        assert!(is_sent(&world, &draft), "the evidence itself clears it up");
        assert_eq!(
            world.portal.calls_of("submit").len(),
            1,
            "asked for, not sent again"
        );
    }
}

#[tokio::test]
async fn a_pull_before_the_lost_receipt_contests_nothing_and_submits_nothing() {
    let world = World::new();
    world.sign_in("an").await;
    let (draft, id) = world.submitted();
    world.portal.fault("submit", Fault::ReplyLost);
    world.send().await;
    world
        .portal
        .tell(1, "dossier_changed", &id.to_string(), serde_json::json!({}));
    sync_events::sync(&world.context).await.unwrap();
    assert!(matches!(world.draft_state(&draft), DraftState::Queued { .. }));
    let timeline = follow_dossier::timeline(&world.context, &id).unwrap();
    assert_eq!(timeline.warning, None);
    assert_eq!(timeline.dossier_code, None);
    world.send_all().await;
    assert!(is_sent(&world, &draft));
}

#[tokio::test]
async fn receipts_land_on_a_locked_phone_and_the_drafts_follow() {
    let world = World::on_disk();
    world.sign_in("an").await;
    let submitted = [world.submitted(), world.submitted()];
    let disk = world.disk.as_ref().unwrap();
    disk.lock();
    world.send_all().await;
    for (_, id) in &submitted {
        assert_eq!(world.entry(id).state, EntryState::Done);
        assert!(follow_dossier::receipt(&world.context, id).unwrap().is_some());
    }
    disk.unlock();
    for (draft, _) in &submitted {
        assert!(matches!(world.draft_state(draft), DraftState::Queued { .. }));
    }
    catch_up(&world.context).unwrap();
    for (draft, _) in &submitted {
        assert!(is_sent(&world, draft));
    }
}

#[tokio::test]
async fn a_refusal_and_a_return_that_came_while_locked_reach_their_drafts_after_the_unlock() {
    let mut world = World::on_disk();
    world.sign_in("an").await;
    let (back, back_id) = world.submitted();
    world
        .portal
        .fault("submit", Fault::Before(Code::NetworkUnreachable));
    world.send().await;
    take_back(&world.context, &back).unwrap();
    let (refused, refused_id) = world.submitted();
    world.portal.fault("submit", Fault::Before(Code::FormOutdated));
    world.disk.as_ref().unwrap().lock();
    world.send_all().await;
    assert_eq!(world.entry(&back_id).state, EntryState::TakenBack);
    assert!(matches!(world.entry(&refused_id).state, EntryState::Blocked(_)));
    // The app dies before the unlock too.
    let disk = world.disk.as_ref().unwrap();
    disk.unlock();
    world.restart();
    catch_up(&world.context).unwrap();
    assert_eq!(world.draft_state(&back), DraftState::Editing);
    assert_eq!(dossier_of(&world, &back), None);
    assert!(matches!(world.draft_state(&refused), DraftState::Refused { .. }));
    let before = world.all_of_drafts();
    catch_up(&world.context).unwrap();
    assert_eq!(before, world.all_of_drafts(), "told once is enough");
    assert_ne!(correct(&world, &back), back_id);
}

#[tokio::test]
async fn another_persons_session_never_sends_it() {
    let world = World::new();
    world.sign_in("an").await;
    let (draft, id) = world.submitted();
    world
        .portal
        .fault("announce_file", Fault::Before(Code::PortalUnavailable));
    world.send().await;
    crate::use_case::sign_in::sign_out(&world.context).unwrap();
    world.sign_in("binh").await;
    world.send_all().await;
    assert!(world.portal.calls_of("submit").is_empty());
    assert!(matches!(world.draft_state(&draft), DraftState::Queued { .. }));
    crate::use_case::sign_in::sign_out(&world.context).unwrap();
    world.sign_in("an").await;
    world.send_all().await;
    assert!(is_sent(&world, &draft));
    assert_eq!(world.portal.dossier_of(&id).unwrap().sub, "an");
}

/// What happens next to a submission.
#[derive(Debug, Clone)]
enum Fate {
    Send(Option<(&'static str, Fault)>),
    Wait,
    TakeBack,
    Correct,
    Restart,
    Full,
}

fn fates() -> impl Strategy<Value = Vec<Fate>> {
    let fault = prop_oneof![
        Just(Fault::ReplyLost),
        Just(Fault::Before(Code::NetworkUnreachable)),
        Just(Fault::Before(Code::PortalUnavailable)),
        Just(Fault::Before(Code::NetworkLoginNeeded)),
        Just(Fault::Before(Code::AnswersInvalid)),
        Just(Fault::Before(Code::DossierContentDiffers)),
        Just(Fault::OtherReceipt),
        Just(Fault::WrongHash),
    ];
    let call = prop_oneof![
        4 => Just("submit"),
        1 => Just("withdraw"),
        1 => Just("evidence"),
        1 => Just("announce_file"),
        1 => Just("send_chunk"),
    ];
    let fate = prop_oneof![
        4 => prop::option::weighted(0.8, (call, fault)).prop_map(Fate::Send),
        2 => Just(Fate::Wait),
        2 => Just(Fate::TakeBack),
        2 => Just(Fate::Correct),
        1 => Just(Fate::Restart),
        1 => Just(Fate::Full),
    ];
    prop::collection::vec(fate, 1..14)
}

/// Each dossier id that was ever PUT names one content at the portal, and at most one id of the draft is a dossier there.
fn assert_one_effect(world: &World, draft: &DraftId) {
    let dossiers = world.portal.dossiers();
    let live: Vec<_> = dossiers
        .iter()
        .filter(|(_, it)| !it.withdrawn && !it.manifests.is_empty())
        .collect();
    assert!(live.len() <= 1, "one draft made {} dossiers", live.len());
    if is_sent(world, draft) {
        assert_eq!(live.len(), 1);
        assert_eq!(dossier_of(world, draft), Some(live[0].0));
        let row = world.context.store.dossier(&live[0].0).unwrap().unwrap();
        assert_eq!(row.manifests.last().unwrap().as_bytes(), live[0].1.manifests[0]);
    }
    if world.draft_state(draft) == DraftState::Editing {
        assert!(live.is_empty(), "what can be edited isn't at the portal");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_happens_one_submission_has_one_effect(fates in fates()) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let mut world = World::new();
            world.sign_in("an").await;
            let (draft, _) = world.submitted();
            for fate in fates {
                match fate {
                    Fate::Send(fault) => {
                        if let Some((call, fault)) = fault {
                            world.portal.fault(call, fault);
                        }
                        world.clock.advance(motcua_domain::time::HOUR);
                        let context = world.context.clone();
                        let _ = outbox_worker::run(context, outbox_worker::Until::Idle).await;
                    }
                    Fate::Wait => world.clock.advance(motcua_domain::time::HOUR),
                    Fate::TakeBack => drop(take_back(&world.context, &draft)),
                    Fate::Correct => {
                        world.store.recover();
                        if world.draft_state(&draft) == DraftState::Editing {
                            correct(&world, &draft);
                        }
                    }
                    Fate::Restart => world.restart(),
                    Fate::Full => world.store.fail_next_commit(StoreError::Full),
                }
                assert_one_effect(&world, &draft);
            }
            world.restart();
            world.send_all().await;
            assert_one_effect(&world, &draft);
        });
    }
}
