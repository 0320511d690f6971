//! Officer's action to the phone's observer: fact signed, event written, wake-up sealed and pushed, opened, pulled, evidence verified and kept, observer called.
//! The bare minimum is the officer's request followed by one pull of the event.

use std::time::{Duration, Instant};

use motcua_client::use_case::follow_dossier;
use motcua_domain::ids::DossierId;
use tokio::sync::mpsc;

use crate::{figures::Table, world::World};

pub(crate) fn run(table: &mut Table, world: &World) {
    let dossiers = submitted(world, 2 * (table.runs() + 1));
    world.client.start();
    let (sender, mut notices) = mpsc::unbounded_channel();
    let _subscription = world.client.context().topics.tracking.subscribe(
        world.runtime.handle(),
        || (),
        move |()| _ = sender.send(()),
    );
    let context = &world.client.context();
    let accepted =
        |id: &DossierId| follow_dossier::timeline(context, id).is_ok_and(|it| it.status == "accepted");
    let mut next = dossiers.iter();
    let ours = |_run: usize| {
        let id = next.next().expect("a dossier for each run");
        let start = Instant::now();
        world.runtime.block_on(async {
            world.officer(id, "accept").await;
            while !accepted(id) {
                notices.recv().await.expect("the observer lives");
            }
        });
        start.elapsed()
    };
    let mut rest = dossiers.iter().rev();
    let bare = |_run: usize| bare(world, rest.next().expect("a dossier for each run"));
    table.take(
        "officer's action to the phone's observer",
        "the same action, then one pull of events",
        ours,
        bare,
    );
    world.client.stop();
}

fn submitted(world: &World, count: usize) -> Vec<DossierId> {
    let ids = (0..count).map(|_| world.queue(&world.filled_draft())).collect();
    world.runtime.block_on(world.client.run_outbox()).expect("sent");
    ids
}

fn bare(world: &World, id: &DossierId) -> Duration {
    let context = &world.client.context();
    let token = super::submit::token(world);
    let after = motcua_client::use_case::sync_events::tracking(context)
        .expect("readable")
        .cursor
        .seen;
    let start = Instant::now();
    world.runtime.block_on(async {
        world.officer(id, "accept").await;
        let page = context
            .portal
            .events(&token, after, &context.installation)
            .await
            .expect("events");
        assert!(!page.events.is_empty());
    });
    start.elapsed()
}
