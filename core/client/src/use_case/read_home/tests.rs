//! Home read from a real store: what the screen's own tests take as given.

use motcua_domain::{ids::DossierId, outbox::Connectivity as Network};
use serde_json::json;

use crate::{
    screen::{home::HomeKind, target::HomeTarget},
    test_support::{World, signer},
    use_case::{
        follow_dossier,
        read_home::{LOOKED_THROUGH, home},
        submit_draft, sync_events,
    },
};

fn targets(world: &World, kind: HomeKind) -> Vec<HomeTarget> {
    let home = home(&world.context, &[]).unwrap();
    let section = home.sections.into_iter().find(|it| it.kind == kind);
    section
        .map(|it| it.items.into_iter().map(|item| item.target).collect())
        .unwrap_or_default()
}

#[test]
fn a_draft_is_there_until_it_is_queued_and_then_its_dossier() {
    let world = World::on_disk();
    let session = world.draft();
    world.fill(&session);
    let draft_id = session.draft_id().to_string();
    assert!(targets(&world, HomeKind::Drafts) == [HomeTarget::Draft { draft_id }]);
    let dossier_id = world.submit(&session).to_string();
    assert!(targets(&world, HomeKind::Drafts).is_empty());
    assert!(targets(&world, HomeKind::Dossiers) == [HomeTarget::Timeline { dossier_id }]);
}

#[test]
fn without_network_it_says_so() {
    let world = World::new();
    assert!(home(&world.context, &[]).unwrap().banner.is_none());
    world.network.set(Network::Offline);
    assert!(home(&world.context, &[]).unwrap().banner.is_some());
}

#[test]
fn a_locked_phone_shows_nothing() {
    let world = World::on_disk();
    world.draft();
    world.disk.as_ref().unwrap().lock();
    let failure = home(&world.context, &[]).err().unwrap();
    assert_eq!(failure.code, "LOCKED");
    world.disk.as_ref().unwrap().unlock();
    assert_eq!(targets(&world, HomeKind::Drafts).len(), 1);
}

async fn submitted() -> (World, DossierId) {
    let world = World::on_disk();
    world.sign_in("an").await;
    let (_, id) = world.submitted();
    world.send_all().await;
    (world, id)
}

async fn told(world: &World, seq: u64, id: &DossierId) {
    let data = json!({"status": "accepted", "dossier_code": "H29-1"});
    world.portal.tell(seq, "dossier_changed", &id.to_string(), data);
    sync_events::sync(&world.context).await.unwrap();
}

#[tokio::test]
async fn a_request_waits_until_its_answer_is_queued() {
    let (world, id) = submitted().await;
    let due = world.context.now().plus(motcua_domain::time::DAY).to_rfc3339();
    world
        .portal
        .happens(&id, "accepted", json!({"due_at": "2026-12-30T10:00:00.000Z"}));
    let asked = json!({"number": 1, "note_vi": "Thiếu ảnh", "due_at": due, "items": [{"reference": "/data/papers/back", "note_vi": "Chụp lại"}]});
    world.portal.happens(&id, "supplement_asked", asked);
    told(&world, 1, &id).await;
    let dossier_id = id.to_string();
    let wanted = [HomeTarget::Supplement { dossier_id }];
    assert!(targets(&world, HomeKind::ToDo) == wanted);
    let draft = submit_draft::begin_supplement(&world.context, &id, 1).unwrap();
    assert!(targets(&world, HomeKind::ToDo) == wanted, "begun isn't answered");
    assert!(
        targets(&world, HomeKind::Drafts).is_empty(),
        "it stands among the things to do"
    );
    let session = world.open(&draft);
    let review = submit_draft::review(&world.context, &session).unwrap();
    let request = review.supplement.unwrap();
    assert_eq!((request.number, &*request.note), (1, "Thiếu ảnh"));
    assert!(!request.due.is_empty());
    let item = &request.items[0];
    assert_eq!((&*item.label, &*item.note), ("Mặt sau", "Chụp lại"));
    let mut pages = (0..session.page_count()).filter_map(|at| session.page(at));
    assert!(
        pages.all(|page| page.supplement.as_ref() == Some(&request)),
        "whoever answers reads it beside every question"
    );
    world.attach(&session, "/data/papers/back", "lai.jpg", b"again");
    world.submit(&session);
    assert!(targets(&world, HomeKind::ToDo).is_empty());
}

#[tokio::test]
async fn a_result_is_news_until_the_inbox_was_seen() {
    let (world, id) = submitted().await;
    let result = json!({"result": {"name": "kq.pdf", "media_type": "application/pdf", "size": 6, "sha256": signer::sha256(b"result")}});
    for (event, data) in [
        ("accepted", json!({"due_at": "2026-12-30T10:00:00.000Z"})),
        ("processing_started", json!({})),
        ("completed", result),
    ] {
        world.portal.happens(&id, event, data);
    }
    told(&world, 1, &id).await;
    let dossier_id = id.to_string();
    assert!(targets(&world, HomeKind::Alerts) == [HomeTarget::Timeline { dossier_id }]);
    follow_dossier::see_inbox(&world.context, 1).unwrap();
    assert!(targets(&world, HomeKind::Alerts).is_empty());
    assert_eq!(targets(&world, HomeKind::Dossiers).len(), 1);
}

#[tokio::test]
async fn fifty_dossiers_read_the_same_from_what_was_checked_before() {
    let world = World::new();
    world.sign_in("an").await;
    let ids: Vec<DossierId> = (0..50).map(|_| world.submitted().1).collect();
    world.send_all().await;
    for (id, seq) in ids.iter().zip(1..) {
        let due = json!({"due_at": "2026-11-30T10:00:00.000Z"});
        world.portal.happens(id, "accepted", due);
        told(&world, seq, id).await;
    }
    world.context.checked.forget();
    let first = home(&world.context, &[]).unwrap();
    let again = home(&world.context, &[]).unwrap();
    assert!(first == again);
    let listed = follow_dossier::own_dossiers(&world.context, LOOKED_THROUGH).unwrap();
    assert_eq!(listed.len(), 50);
    assert!(
        listed.iter().all(|row| {
            let status = follow_dossier::timeline(&world.context, &row.id).unwrap().status;
            status == "accepted"
        }),
        "each says what its own facts say"
    );
}
