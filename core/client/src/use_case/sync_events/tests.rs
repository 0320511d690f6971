//! Events, cursor and news in one commit; wake-ups and frozen supplements that come while the portal answers; a bad item that delays nobody.

use motcua_domain::{draft::DraftState, outbox::EntryState, time::HOUR, tracking::Health};
use serde_json::json;

use super::*;
use crate::{
    port::store::StoreError,
    test_support::{World, code_of, portal::Fault},
    use_case::{follow_dossier, sign_in, submit_draft},
};

fn kept(world: &World) -> (u64, Vec<u64>) {
    let page = crate::port::store::Page {
        after: None,
        limit: 100,
    };
    let rows = world
        .context
        .store
        .events(reader(&world.context).unwrap().as_deref(), page)
        .unwrap();
    let seen = tracking(&world.context).unwrap().cursor.seen;
    (seen, rows.iter().rev().map(|row| row.seq).collect())
}

async fn with_a_dossier() -> (World, DossierId) {
    let world = World::new();
    world.sign_in("an").await;
    let (_, id) = world.submitted();
    world.send_all().await;
    (world, id)
}

#[tokio::test]
async fn a_page_is_kept_whole_or_not_at_all() {
    let (world, id) = with_a_dossier().await;
    world.portal.happens(&id, "received", json!({}));
    world
        .portal
        .tell(1, "dossier_changed", &id.to_string(), json!({}));
    world.portal.tell(2, "something_new", "x", json!({}));
    world.store.fail_next_commit(StoreError::Full);
    let failed = sync(&world.context).await;
    assert_eq!(code_of(failed), Some(motcua_domain::failure::Code::StoreFull));
    assert_eq!(kept(&world), (0, vec![]));
    assert_eq!(world.context.store.evidence(&id).unwrap().len(), 1);
    assert_eq!(sync(&world.context).await.unwrap(), 2);
    assert_eq!(kept(&world), (2, vec![1, 2]));
    assert_eq!(world.context.store.evidence(&id).unwrap().len(), 2);
    assert_eq!(
        sync(&world.context).await.unwrap(),
        0,
        "the same page again is no news"
    );
}

#[tokio::test]
async fn a_wake_up_that_comes_during_a_pull_is_not_forgotten() {
    let (world, id) = with_a_dossier().await;
    world
        .portal
        .tell(1, "dossier_changed", &id.to_string(), json!({}));
    world.portal.wake("aa");
    world.portal.wake("bb");
    let context = world.context.clone();
    world
        .portal
        .meanwhile("evidence", move || note_wake(&context, "bb").unwrap());
    note_wake(&world.context, "aa").unwrap();
    sync(&world.context).await.unwrap();
    let push = tracking(&world.context).unwrap().push;
    assert_eq!(push.health(world.context.now().plus(HOUR)), Health::Healthy);
}

#[tokio::test]
async fn a_missed_wake_up_is_noticed_at_the_next_pull() {
    let (world, _) = with_a_dossier().await;
    world.portal.wake("dd");
    sync(&world.context).await.unwrap();
    world.clock.advance(HOUR);
    let page = crate::port::store::Page {
        after: None,
        limit: 10,
    };
    assert!(follow_dossier::inbox(&world.context, page).unwrap().push_missed);
}

#[tokio::test]
async fn a_supplement_frozen_during_a_pull_is_not_overwritten() {
    let (world, id) = with_a_dossier().await;
    world
        .portal
        .happens(&id, "supplement_asked", json!({"number": 1}));
    world
        .portal
        .tell(1, "dossier_changed", &id.to_string(), json!({}));
    sync(&world.context).await.unwrap();
    let draft = submit_draft::begin_supplement(&world.context, &id, 1).unwrap();
    world
        .portal
        .tell(2, "dossier_changed", &id.to_string(), json!({}));
    let context = world.context.clone();
    world.portal.meanwhile("evidence", move || {
        let session = crate::use_case::edit_draft::open_draft(&context, &draft).unwrap();
        let review = submit_draft::review(&context, &session).unwrap();
        let office = review.office.unwrap();
        submit_draft::submit(&context, &session, &review.view_sha256, &office).unwrap();
    });
    sync(&world.context).await.unwrap();
    let row = world.context.store.dossier(&id).unwrap().unwrap();
    assert_eq!(row.manifests.len(), 2, "the pull kept what was frozen meanwhile");
    assert!(row.portal_state.is_some());
    world.send_all().await;
    assert_eq!(world.entry(&id).state, EntryState::Done);
    assert!(matches!(world.draft_state(&draft), DraftState::Sent { .. }));
}

#[tokio::test]
async fn what_the_portal_will_not_show_delays_nobody_and_what_it_cannot_show_now_is_waited_for() {
    use motcua_domain::failure::Code;
    let (world, id) = with_a_dossier().await;
    for (seq, code, passes) in [
        (1, Code::NotFound, true),
        (2, Code::NotAllowed, true),
        (3, Code::PortalUnavailable, false),
        (3, Code::NetworkLoginNeeded, false),
    ] {
        world
            .portal
            .tell(seq, "dossier_changed", &id.to_string(), json!({}));
        world.portal.fault("dossier", Fault::Before(code));
        let before = kept(&world).0;
        assert_eq!(sync(&world.context).await.is_ok(), passes, "{code}");
        let after = kept(&world).0;
        assert_eq!(after > before, passes, "{code}");
    }
    sync(&world.context).await.unwrap();
    assert_eq!(kept(&world).0, 3);
}

#[tokio::test]
async fn a_hole_in_the_log_is_kept_as_lost() {
    let (world, _) = with_a_dossier().await;
    for seq in [1, 4] {
        world.portal.tell(seq, "something_new", "x", json!({}));
    }
    assert_eq!(sync(&world.context).await.unwrap(), 2);
    let cursor = tracking(&world.context).unwrap().cursor;
    assert_eq!((cursor.seen, cursor.lost.len()), (4, 1));
}

#[tokio::test]
async fn another_persons_log_is_read_from_its_beginning() {
    let (world, _) = with_a_dossier().await;
    for seq in 1..=5 {
        world.portal.tell(seq, "something_new", "x", json!({}));
    }
    assert_eq!(sync(&world.context).await.unwrap(), 5);
    sign_in::sign_out(&world.context).unwrap();
    world.sign_in("binh").await;
    assert_eq!(
        sync(&world.context).await.unwrap(),
        5,
        "the second person's events, from the first"
    );
    let asked = world.portal.calls_of("events");
    assert_eq!(asked.last().map(String::as_str), Some("events 0"));
    assert_eq!(sync(&world.context).await.unwrap(), 0);
}

/// The subjects of the inbox, newest first, with whether each is new.
fn inbox(world: &World) -> Vec<(String, bool)> {
    let page = crate::port::store::Page {
        after: None,
        limit: 100,
    };
    let inbox = follow_dossier::inbox(&world.context, page).unwrap();
    let items = inbox.items.into_iter();
    items.map(|item| (item.subject_id, item.is_new)).collect()
}

#[tokio::test]
async fn two_people_on_one_account_miss_no_line_and_see_none_of_each_other() {
    let mut world = World::on_disk();
    let tell = |world: &World, names: &[&str]| {
        world.portal.forget_events();
        for (seq, name) in (1..).zip(names) {
            world.portal.tell(seq, "something_new", name, json!({}));
        }
    };
    let lines = |names: &[(&str, bool)]| -> Vec<(String, bool)> {
        names
            .iter()
            .map(|(name, new)| ((*name).to_owned(), *new))
            .collect()
    };
    world.sign_in("an").await;
    tell(&world, &["a1", "a2", "a3"]);
    sync(&world.context).await.unwrap();
    follow_dossier::see_inbox(&world.context, 3).unwrap();
    sign_in::sign_out(&world.context).unwrap();
    assert_eq!(inbox(&world).len(), 3, "who signed out still reads what came");
    world.sign_in("binh").await;
    assert_eq!(inbox(&world), []);
    tell(&world, &["b1", "b2"]);
    sync(&world.context).await.unwrap();
    assert_eq!(inbox(&world), lines(&[("b2", true), ("b1", true)]));
    sign_in::sign_out(&world.context).unwrap();
    world.restart();
    world.sign_in("an").await;
    tell(&world, &["a1", "a2", "a3", "a4"]);
    assert_eq!(
        sync(&world.context).await.unwrap(),
        1,
        "read on where it was left"
    );
    let asked = world.portal.calls_of("events");
    assert_eq!(asked.last().map(String::as_str), Some("events 3"));
    assert_eq!(
        inbox(&world),
        lines(&[("a4", true), ("a3", false), ("a2", false), ("a1", false)])
    );
}

#[tokio::test]
async fn a_page_that_comes_when_its_person_has_gone_is_kept_for_nobody() {
    let (world, _) = with_a_dossier().await;
    world.portal.tell(1, "something_new", "x", json!({}));
    let context = world.context.clone();
    world
        .portal
        .meanwhile("events", move || sign_in::sign_out(&context).unwrap());
    assert!(sync(&world.context).await.is_err());
    assert!(kept(&world) == (0, vec![]) && tracking(&world.context).unwrap().sub.is_none());
}

#[tokio::test]
async fn pulling_goes_on_while_the_phone_is_locked() {
    let world = World::on_disk();
    world.sign_in("an").await;
    let (_, id) = world.submitted();
    world.send_all().await;
    world.disk.as_ref().unwrap().lock();
    world
        .portal
        .happens(&id, "accepted", json!({"due_at": "2026-11-30T10:00:00.000Z"}));
    world
        .portal
        .tell(1, "dossier_changed", &id.to_string(), json!({}));
    assert_eq!(sync(&world.context).await.unwrap(), 1);
    let timeline = follow_dossier::timeline(&world.context, &id).unwrap();
    assert_eq!(timeline.status, "accepted");
    assert!(timeline.due_at.is_some());
}
