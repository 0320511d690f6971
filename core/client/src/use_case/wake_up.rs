//! Wake-ups: register where the portal sends them, open what arrives, and remember it, so that the next pull can tell whether pushes get through.
//!
//! A wake-up says "look", nothing else. Whatever arrives, readable or not, the answer is the same pull; a push that never arrives is found there too.

use motcua_domain::{
    ids::EntryId,
    outbox::{Entry, What},
};
use serde::{Deserialize, Serialize};

use super::{Context, session::to_json, sync_events};
use crate::{
    error::Result,
    port::{
        portal_api::PushSubscription,
        push_channel::{PushChannel, Registration},
        store::{Change, Setting},
    },
    push_keys::PushKeys,
};

/// What the phone keeps of its push registration.
#[derive(Serialize, Deserialize)]
struct Kept {
    registration: Registration,
    keys: Vec<u8>,
}

fn kept(context: &Context) -> Option<(Registration, PushKeys)> {
    let stored = context.store.setting(Setting::Push).ok().flatten()?;
    let kept: Kept = serde_json::from_slice(&stored).ok()?;
    Some((kept.registration, PushKeys::from_bytes(&kept.keys).ok()?))
}

/// Where wake-ups are read, once registered.
pub fn registration(context: &Context) -> Option<Registration> {
    kept(context).map(|(registration, _)| registration)
}

/// What the portal is to be told; `None` before registering.
pub(super) fn subscription(context: &Context) -> Option<PushSubscription> {
    let (registration, keys) = kept(context)?;
    Some(keys.subscription(&registration.endpoint))
}

/// Registers at the push service and queues telling the portal; does nothing when that was done before.
pub async fn register(context: &Context, channel: &dyn PushChannel) -> Result<Registration> {
    if let Some(known) = registration(context) {
        return Ok(known);
    }
    let registration = channel.register().await?;
    keep(context, &registration)?;
    Ok(registration)
}

/// Takes an endpoint that the shell got from its push service (UnifiedPush) and queues telling the portal. The same endpoint again changes nothing.
pub fn endpoint_changed(context: &Context, endpoint: &str) -> Result<()> {
    if registration(context).is_some_and(|known| known.endpoint == endpoint) {
        return Ok(());
    }
    keep(
        context,
        &Registration {
            endpoint: endpoint.to_owned(),
            stream: String::new(),
        },
    )
}

fn keep(context: &Context, registration: &Registration) -> Result<()> {
    let keys = PushKeys::new(&*context.random);
    let kept = Kept {
        registration: registration.clone(),
        keys: keys.to_bytes().to_vec(),
    };
    context.store.commit(&[
        Change::PutSetting(Setting::Push, to_json(&kept)),
        tell_portal(context),
    ])?;
    context.topics.outbox.touch();
    Ok(())
}

/// The entry that tells the portal where to wake this installation.
fn tell_portal(context: &Context) -> Change {
    let installation = context.installation;
    Change::PutEntry(Entry::new(
        EntryId::new(context.now(), context.id_bytes()),
        None,
        What::PushRegistration { installation },
        context.now(),
    ))
}

/// The same for another person on this phone; nothing before there is a registration, or while its entry waits anyway.
pub(super) fn registration_entry(context: &Context) -> Option<Change> {
    registration(context)?;
    let entries = context.store.entries().ok()?;
    let waits = entries
        .iter()
        .any(|entry| matches!(entry.what, What::PushRegistration { .. }));
    (!waits).then(|| tell_portal(context))
}

/// Opens a message and remembers its wake id. The answer says whether it was a readable wake-up; the caller pulls either way.
pub fn received(context: &Context, message: &[u8]) -> Result<bool> {
    let Some((_, keys)) = kept(context) else {
        return Ok(false);
    };
    let Ok(wake_id) = keys.wake_id(message) else {
        return Ok(false);
    };
    sync_events::note_wake(context, &wake_id)?;
    Ok(true)
}
