//! Submit to receipt on loopback: answers and two papers (5 MB and 50 kB, new to the portal each time) uploaded, manifest put, receipt verified and kept.
//! The bare minimum has the bytes at hand, sends them to the same portal in one request a file, and believes the answer: no outbox, nothing kept, nothing
//! checked, nothing to go on from after a cut.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use bytes::Bytes;
use motcua_client::{
    port::{
        SystemClock, SystemRandom,
        portal_api::{AccessToken, FileProgress, PortalApi},
        store::{Change, KeptFile, Setting},
    },
    store::desktop::FileDeviceKey,
    transport::{
        dpop::Prover,
        http::{Http, Patience},
        portal_api::HttpPortal,
        profile::{PlainHttp, PortalProfile},
    },
    use_case::{Context, follow_dossier},
};
use motcua_domain::manifest::{Blob, Manifest};
use serde_json::Value;

use crate::{figures::Table, world::World};

pub(crate) fn run(table: &mut Table, world: &World) {
    let portal = bare_portal(world);
    let ours = |_run: usize| {
        let session = world.filled_draft();
        let start = Instant::now();
        let id = world.queue(&session);
        world.runtime.block_on(world.client.run_outbox()).expect("sent");
        let elapsed = start.elapsed();
        assert!(
            follow_dossier::receipt(&world.client.context(), &id)
                .expect("readable")
                .is_some(),
            "submitted"
        );
        elapsed
    };
    let bare = |_run: usize| bare(world, &portal);
    table.take(
        "submit to receipt",
        "the same bytes over the same TLS, each file in one request, nothing kept or verified",
        ours,
        bare,
    );
}

fn bare_portal(world: &World) -> HttpPortal {
    let profile = std::fs::read(&world.portal.profile_path).expect("the profile");
    let profile = PortalProfile::from_json(&profile, PlainHttp::Refused).expect("a profile");
    let http = Arc::new(Http::open(&profile, Patience::default()).expect("a client"));
    let keys = world
        .portal
        .profile_path
        .ancestors()
        .nth(2)
        .expect("the world's folder")
        .join("keys");
    let key = Arc::new(FileDeviceKey::open(&keys).expect("the phone's device key"));
    HttpPortal::new(
        http,
        Arc::new(Prover::new(
            key,
            Arc::new(SystemClock),
            Arc::new(SystemRandom::new()),
        )),
    )
}

/// A frozen dossier's bytes, sent without the outbox, each file in one request: its entry is dropped, unsent.
fn bare(world: &World, portal: &HttpPortal) -> Duration {
    let context = &world.client.context();
    let id = world.queue(&world.filled_draft());
    let row = context.store.dossier(&id).expect("readable").expect("queued");
    let text = row.manifests.last().expect("a manifest").clone();
    let manifest: Manifest = serde_json::from_str(&text).expect("a manifest");
    let files: Vec<(Blob, Bytes)> = manifest
        .blobs()
        .into_iter()
        .map(|blob| (blob, bytes(context, blob)))
        .collect();
    let token = token(world);
    let start = Instant::now();
    world.runtime.block_on(async {
        for (blob, bytes) in files {
            send(portal, &token, media_type(&manifest, &blob), blob, bytes).await;
        }
        portal
            .submit(&token, &id, Bytes::from(text))
            .await
            .expect("submitted");
    });
    let elapsed = start.elapsed();
    let entry = context
        .store
        .entries()
        .expect("readable")
        .into_iter()
        .find(|entry| entry.what.dossier() == Some(id));
    let gone = Change::DeleteEntry(entry.expect("its entry").id);
    context.store.commit(&[gone]).expect("forgotten");
    elapsed
}

fn bytes(context: &Context, Blob { sha256, size }: Blob) -> Bytes {
    let length = usize::try_from(size).expect("a file that fits");
    let bytes = context.store.read_file(&KeptFile { sha256, size }, 0, length);
    Bytes::from(bytes.expect("kept"))
}

fn media_type<'a>(manifest: &'a Manifest, blob: &Blob) -> &'a str {
    let paper = manifest.files.iter().find(|paper| paper.sha256 == blob.sha256);
    paper.map_or("application/xml", |paper| paper.media_type.as_str())
}

async fn send(
    portal: &HttpPortal,
    token: &AccessToken,
    media_type: &str,
    Blob { sha256, size }: Blob,
    bytes: Bytes,
) {
    let told = portal.announce_file(token, &sha256, size, media_type).await;
    assert_eq!(
        told.expect("announced"),
        FileProgress::Partial(0),
        "the portal hasn't got it"
    );
    let arrived = portal.send_chunk(token, &sha256, 0, bytes).await;
    assert_eq!(arrived.expect("sent"), size);
}

pub(super) fn token(world: &World) -> AccessToken {
    let tokens = world
        .client
        .context()
        .store
        .setting(Setting::Tokens)
        .expect("readable")
        .expect("signed in");
    let tokens: Value = serde_json::from_slice(&tokens).expect("tokens");
    AccessToken(tokens["access"].as_str().expect("an access token").to_owned())
}
