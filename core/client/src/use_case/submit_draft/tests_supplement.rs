//! Supplements of what was submitted: a copy under the same dossier.

use super::tests::is_sent;
use super::*;
use crate::{
    test_support::{World, code_of, portal::Fault},
    use_case::{follow_dossier, sync_events},
};

#[tokio::test]
async fn a_supplement_is_a_copy_that_replaces_when_it_is_submitted() {
    let world = World::on_disk();
    world.sign_in("an").await;
    let (original, id) = world.submitted();
    world.send_all().await;
    assert_eq!(
        code_of(begin_supplement(&world.context, &id, 1)),
        Some(Code::NotOnThisPhone),
        "nobody asked"
    );
    let mut before = original;
    for number in 1..=2_u32 {
        world.portal.happens(
            &id,
            "supplement_asked",
            serde_json::json!({"number": number, "note_vi": "Ảnh mờ"}),
        );
        world.portal.tell(
            u64::from(number),
            "dossier_changed",
            &id.to_string(),
            serde_json::json!({}),
        );
        sync_events::sync(&world.context).await.unwrap();
        assert_eq!(
            follow_dossier::open_supplement(&world.context, &id).unwrap(),
            Some(number)
        );
        let draft = begin_supplement(&world.context, &id, number).unwrap();
        assert_eq!(begin_supplement(&world.context, &id, number).unwrap(), draft);
        let (old, copy) = (world.open(&before), world.open(&draft));
        assert_eq!(old.submission().xml, copy.submission().xml, "the same answers");
        world.attach(
            &copy,
            "/data/papers/front",
            "cccd-ro.jpg",
            format!("clear {number}").as_bytes(),
        );
        let frozen = world.submit(&copy);
        assert_eq!(frozen, id);
        world.portal.fault("supplement", Fault::ReplyLost);
        world.send_all().await;
        assert!(is_sent(&world, &draft));
        assert_eq!(world.draft_state(&before), DraftState::Superseded { by: draft });
        before = draft;
    }
    let taken = world.portal.dossier_of(&id).unwrap();
    assert_eq!(taken.manifests.len(), 3);
    let row = world.context.store.dossier(&id).unwrap().unwrap();
    let kept: Vec<_> = row.manifests.iter().map(|it| it.as_bytes().to_vec()).collect();
    assert_eq!(kept, taken.manifests);
    assert!(
        follow_dossier::timeline(&world.context, &id)
            .unwrap()
            .warning
            .is_none()
    );
}

#[tokio::test]
async fn the_submission_is_repeated_with_its_own_bytes_when_a_supplement_lies_beside_it() {
    let world = World::new();
    world.sign_in("an").await;
    let (draft, id) = world.submitted();
    world.portal.fault("submit", Fault::ReplyLost);
    world.send().await;
    world
        .portal
        .happens(&id, "supplement_asked", serde_json::json!({"number": 1}));
    world
        .portal
        .tell(1, "dossier_changed", &id.to_string(), serde_json::json!({}));
    sync_events::sync(&world.context).await.unwrap();
    let copy = begin_supplement(&world.context, &id, 1).unwrap();
    let session = world.open(&copy);
    session.answer("/data/who/job", "Thợ hàn").unwrap();
    world.submit(&session);
    world.send_all().await;
    let submits = world.portal.calls_of("submit");
    assert!(submits.len() == 2 && submits[0] == submits[1], "{submits:?}");
    assert!(is_sent(&world, &copy));
    assert_eq!(world.draft_state(&draft), DraftState::Superseded { by: copy });
}

#[tokio::test]
async fn a_supplement_on_its_way_cannot_come_back() {
    let world = World::new();
    world.sign_in("an").await;
    let (_, id) = world.submitted();
    world.send_all().await;
    world
        .portal
        .happens(&id, "supplement_asked", serde_json::json!({"number": 1}));
    world
        .portal
        .tell(1, "dossier_changed", &id.to_string(), serde_json::json!({}));
    sync_events::sync(&world.context).await.unwrap();
    let copy = begin_supplement(&world.context, &id, 1).unwrap();
    world.submit(&world.open(&copy));
    take_back(&world.context, &copy).unwrap();
    world.submit(&world.open(&copy));
    world.portal.fault("supplement", Fault::ReplyLost);
    world.send().await;
    assert_eq!(
        code_of(take_back(&world.context, &copy)),
        Some(Code::PortalMustAnswerFirst)
    );
    assert!(matches!(
        world.draft_state(&copy),
        DraftState::Queued {
            asked_back: false,
            ..
        }
    ));
}
