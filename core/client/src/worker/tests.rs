//! Workers wait for reasons, not for luck: a failure leads to a wait, a reason to act ends it, and nothing spins.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use async_trait::async_trait;
use motcua_domain::{
    draft::DraftState,
    failure::Code,
    outbox::{Connectivity, EntryState},
    time::HOUR,
};
use tokio::{sync::mpsc, task::JoinHandle};

use super::{event_worker, outbox_worker, push_worker};
use crate::{
    port::{
        portal_api::{PortalError, Result as PortalResult},
        push_channel::{PushChannel, Registration},
        store::StoreError,
    },
    test_support::{World, portal::Fault},
    use_case::{sign_in, wake_up},
};

/// Lets every other task run until it waits for something.
async fn settle() {
    for _ in 0..200 {
        tokio::task::yield_now().await;
    }
}

fn forever(world: &World) -> JoinHandle<()> {
    let context = world.context.clone();
    tokio::spawn(async move {
        outbox_worker::run(context, outbox_worker::Until::Forever)
            .await
            .unwrap();
    })
}

#[tokio::test]
async fn a_pull_that_fails_waits_before_it_asks_again() {
    let world = World::new();
    world.sign_in("an").await;
    world.clock.advance(HOUR);
    world.identity.fail_next(Code::NetworkUnreachable);
    let worker = tokio::spawn(event_worker::run(world.context.clone()));
    settle().await;
    assert_eq!(
        world.identity.count("refresh"),
        1,
        "the renewal that failed is no reason to pull again"
    );
    world.context.topics.pull.touch();
    settle().await;
    assert_eq!(world.portal.calls_of("events").len(), 1);
    world.network.set(Connectivity::Offline);
    world.context.topics.pull.touch();
    settle().await;
    assert_eq!(
        world.portal.calls_of("events").len(),
        1,
        "no network, no question"
    );
    worker.abort();
}

#[tokio::test]
async fn signing_in_starts_a_pull_and_lets_the_outbox_go() {
    let world = World::new();
    let (draft, _) = world.submitted();
    let workers = [
        tokio::spawn(event_worker::run(world.context.clone())),
        forever(&world),
    ];
    settle().await;
    assert!(world.portal.calls().is_empty(), "nobody is signed in");
    world.sign_in("an").await;
    settle().await;
    assert_eq!(world.portal.calls_of("events").len(), 1);
    assert!(matches!(world.draft_state(&draft), DraftState::Sent { .. }));
    workers.iter().for_each(JoinHandle::abort);
}

#[tokio::test]
async fn an_outcome_that_could_not_be_kept_is_asked_for_again_without_a_restart() {
    let world = World::new();
    world.sign_in("an").await;
    let (draft, id) = world.submitted();
    let worker = forever(&world);
    let store = world.store.clone();
    world
        .portal
        .meanwhile("submit", move || store.fail_next_commit(StoreError::Full));
    settle().await;
    assert_eq!(
        world.entry(&id).state,
        EntryState::Waiting,
        "it isn't in flight for ever"
    );
    world.clock.advance(HOUR);
    world.context.topics.outbox.touch();
    settle().await;
    assert!(matches!(world.draft_state(&draft), DraftState::Sent { .. }));
    assert_eq!(world.portal.dossiers().len(), 1);
    worker.abort();
}

#[tokio::test]
async fn a_store_that_fails_does_not_end_the_worker() {
    let world = World::new();
    world.sign_in("an").await;
    let worker = forever(&world);
    settle().await;
    let (draft, _) = world.submitted();
    world.store.fail_next_commit(StoreError::Full);
    settle().await;
    world.context.topics.outbox.touch();
    settle().await;
    assert!(!worker.is_finished());
    assert!(matches!(world.draft_state(&draft), DraftState::Sent { .. }));
    worker.abort();
}

#[tokio::test]
async fn taking_back_while_the_put_is_under_way_waits_for_the_portals_word() {
    let world = World::new();
    world.sign_in("an").await;
    let (draft, _) = world.submitted();
    let context = world.context.clone();
    world.portal.meanwhile("submit", move || {
        crate::use_case::submit_draft::take_back(&context, &draft).unwrap();
    });
    world.send_all().await;
    assert!(
        matches!(world.draft_state(&draft), DraftState::Sent { .. }),
        "the receipt came first"
    );
    let (draft, id) = world.submitted();
    let context = world.context.clone();
    world.portal.meanwhile("submit", move || {
        crate::use_case::submit_draft::take_back(&context, &draft).unwrap();
    });
    world
        .portal
        .fault("submit", Fault::Before(Code::NetworkUnreachable));
    world.send_all().await;
    assert_eq!(world.draft_state(&draft), DraftState::Editing);
    assert!(
        world.portal.dossier_of(&id).unwrap().withdrawn,
        "a tombstone stands before it is edited"
    );
}

#[tokio::test]
async fn taking_back_during_an_upload_sends_nothing_more_of_it() {
    let world = World::new();
    world.sign_in("an").await;
    let (draft, _) = world.submitted();
    let context = world.context.clone();
    world.portal.meanwhile("send_chunk", move || {
        crate::use_case::submit_draft::take_back(&context, &draft).unwrap();
    });
    world.send_all().await;
    assert_eq!(world.draft_state(&draft), DraftState::Editing);
    assert!(world.portal.calls_of("submit").is_empty());
    assert_eq!(world.portal.calls_of("send_chunk").len(), 1);
}

/// A push service that hands on some messages and then breaks.
struct Breaking {
    messages: Vec<Vec<u8>>,
    listened: AtomicUsize,
}

#[async_trait]
impl PushChannel for Breaking {
    async fn register(&self) -> PortalResult<Registration> {
        Ok(Registration {
            endpoint: "https://push.test/1".to_owned(),
            stream: "https://push.test/1/stream".to_owned(),
        })
    }

    async fn listen(&self, _: &Registration, messages: mpsc::Sender<Vec<u8>>) -> PortalResult<()> {
        self.listened.fetch_add(1, Ordering::SeqCst);
        for message in &self.messages {
            messages.send(message.clone()).await.unwrap();
        }
        Err(PortalError::of(Code::NetworkUnreachable))
    }
}

#[tokio::test]
async fn any_message_asks_for_a_pull_and_a_broken_connection_is_not_hammered() {
    let world = World::new();
    let channel = Arc::new(Breaking {
        messages: vec![b"not a wake-up of ours".to_vec()],
        listened: AtomicUsize::new(0),
    });
    let mut pulls = world.context.topics.pull.changes();
    pulls.borrow_and_update();
    let worker = tokio::spawn(push_worker::run(world.context.clone(), channel.clone()));
    tokio::time::timeout(std::time::Duration::from_secs(20), pulls.changed())
        .await
        .unwrap()
        .unwrap();
    worker.abort();
    assert!(wake_up::registration(&world.context).is_some());
    let quiet = Arc::new(Breaking {
        messages: Vec::new(),
        listened: AtomicUsize::new(0),
    });
    let worker = tokio::spawn(push_worker::run(world.context.clone(), quiet.clone()));
    settle().await;
    for _ in 0..5 {
        world.context.topics.outbox.touch();
        settle().await;
    }
    assert_eq!(
        quiet.listened.load(Ordering::SeqCst),
        1,
        "progress in the outbox is no new network"
    );
    worker.abort();
    sign_in::sign_out(&world.context).unwrap();
}
