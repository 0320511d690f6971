//! What is followed is what was proved: receipts, statuses and results of verified facts, told in words that can be spoken.

use serde_json::json;

use super::*;
use crate::{
    test_support::{World, code_of, signer},
    use_case::submit_draft,
};

const ALL: Page = Page {
    after: None,
    limit: 50,
};

async fn submitted() -> (World, DossierId) {
    let world = World::new();
    world.sign_in("an").await;
    let (_, id) = world.submitted();
    world.send_all().await;
    (world, id)
}

async fn pulled(world: &World, seq: u64, id: &DossierId) {
    world.portal.tell(
        seq,
        "dossier_changed",
        &id.to_string(),
        json!({"status": "accepted", "dossier_code": "H29-1"}),
    );
    sync_events::sync(&world.context).await.unwrap();
}

#[tokio::test]
async fn every_list_item_can_be_spoken_as_a_whole() {
    let (world, id) = submitted().await;
    pulled(&world, 1, &id).await;
    let dossier = dossiers(&world.context, ALL).unwrap().items.remove(0);
    let code = dossier.dossier_code.unwrap();
    assert_eq!(
        dossier.label,
        format!("Thủ tục thử, mã hồ sơ {code}, {}", dossier.status_text)
    );
    let inbox_item = || inbox(&world.context, ALL).unwrap().items.remove(0);
    let first = inbox_item();
    assert_eq!(first.label, format!("Mới, {}: {}", first.at, first.text));
    see_inbox(&world.context, 1).unwrap();
    let seen = inbox_item();
    assert_eq!(seen.label, format!("{}: {}", seen.at, seen.text));
    let timeline = timeline(&world.context, &id).unwrap();
    assert!(
        timeline
            .entries
            .iter()
            .all(|line| line.label.contains(&line.text))
    );
}

#[tokio::test]
async fn a_message_leads_to_what_this_phone_has_of_it() {
    let (world, id) = submitted().await;
    let report = world.reported();
    world.send_all().await;
    world.portal.answer_report("1022-1", json!({"status": "open"}));
    let elsewhere = "0190a1b2-0000-7000-8000-000000000009";
    for (seq, kind, subject) in [
        (1, "dossier_changed", id.to_string()),
        (2, "dossier_changed", elsewhere.to_owned()),
        (3, "feedback_changed", "1022-1".to_owned()),
        (4, "feedback_changed", "1022-99".to_owned()),
        (5, "parade", id.to_string()),
    ] {
        world.portal.tell(seq, kind, &subject, json!({}));
    }
    sync_events::sync(&world.context).await.unwrap();
    let inbox = inbox(&world.context, ALL).unwrap().items;
    let leads_to = |seq: u64| inbox.iter().find(|it| it.seq == seq).unwrap().target.clone();
    let (dossier_id, report_id) = (id.to_string(), report.to_string());
    assert!(leads_to(1) == Some(HomeTarget::Timeline { dossier_id }));
    assert!(leads_to(3) == Some(HomeTarget::Feedback { report_id }));
    assert!([2, 4, 5].into_iter().all(|seq| leads_to(seq).is_none()));
}

#[tokio::test]
async fn a_dossier_that_was_taken_back_is_a_draft_again_and_no_dossier() {
    let world = World::new();
    let (draft, _) = world.submitted();
    assert_eq!(dossiers(&world.context, ALL).unwrap().items.len(), 1);
    submit_draft::take_back(&world.context, &draft).unwrap();
    assert!(dossiers(&world.context, ALL).unwrap().items.is_empty());
    world.submit(&world.open(&draft));
    assert_eq!(dossiers(&world.context, ALL).unwrap().items.len(), 1);
}

#[tokio::test]
async fn only_an_uncontested_completion_names_the_result() {
    let (world, id) = submitted().await;
    let result_of = |bytes: &[u8]| json!({"result": {"name": "../kq.pdf", "media_type": "application/pdf", "size": 6, "sha256": signer::sha256(bytes)}});
    // Completed before anybody accepted or processed: no legal way leads there.
    world.portal.happens(&id, "delivered", result_of(b"result"));
    pulled(&world, 1, &id).await;
    assert_eq!(
        code_of(result(&world.context, &id).await),
        Some(Code::NotOnThisPhone)
    );
    assert!(timeline(&world.context, &id).unwrap().result.is_none());
    let (world, id) = submitted().await;
    for (event, data) in [
        ("accepted", json!({"due_at": "2026-11-30T10:00:00.000Z"})),
        ("processing_started", json!({})),
        ("completed", result_of(b"result")),
    ] {
        world.portal.happens(&id, event, data);
    }
    pulled(&world, 1, &id).await;
    assert_eq!(result(&world.context, &id).await.unwrap(), b"result");
    let told = timeline(&world.context, &id).unwrap().result.unwrap();
    assert_eq!(
        (told.name.as_str(), told.media_type.as_str(), told.detail.as_str()),
        ("kq.pdf", "application/pdf", "PDF, 1\u{a0}KB"),
        "the name leads nowhere else"
    );
    let (world, id) = submitted().await;
    for (event, data) in [
        ("accepted", json!({"due_at": "2026-11-30T10:00:00.000Z"})),
        ("processing_started", json!({})),
        ("completed", result_of(b"another")),
    ] {
        world.portal.happens(&id, event, data);
    }
    pulled(&world, 1, &id).await;
    assert_eq!(
        code_of(result(&world.context, &id).await),
        Some(Code::DownloadDamaged)
    );
}

#[tokio::test]
async fn a_fact_whose_key_comes_later_is_verified_when_it_has_come() {
    let world = World::new();
    world.portal.publish_keys(signer::key_list_without_office());
    world.sign_in("an").await;
    let (_, id) = world.submitted();
    world.send_all().await;
    world.portal.happens(&id, "received", json!({}));
    pulled(&world, 1, &id).await;
    let before = timeline(&world.context, &id).unwrap();
    assert!(before.warning.is_some(), "nobody vouches for the office's key");
    assert!(receipt(&world.context, &id).unwrap().is_some());
    world.portal.publish_keys(signer::key_list());
    pulled(&world, 2, &id).await;
    let after = timeline(&world.context, &id).unwrap();
    assert_eq!(after.warning, None);
}
