//! Waking phones: after each commit that grew a person's log, one wake-up to each of their installations.
//!
//! Commits that come while one is being looked at share a wake-up. The wake-up is noted before it is sent; sending is
//! tried once. A push service that has forgotten a subscription ends it.

use std::collections::BTreeSet;

use p256::SecretKey;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::{broadcast, watch};

use crate::app::AppState;
use crate::serve::stopped;
use crate::store::StoreError;
use crate::store::push::{self, SubscriptionRow};
use crate::webpush::seal::PhoneKeys;
use crate::webpush::sender::{OneTime, Sent};
use crate::webpush::wake::WakeUp;

/// Wakes until the portal stops. `touched` must have been taken before the portal serves, so that nothing is missed.
pub(crate) async fn wake_until_stopped(
    state: AppState,
    mut touched: broadcast::Receiver<String>,
    mut stopping: watch::Receiver<bool>,
) {
    loop {
        let first = tokio::select! {
            first = touched.recv() => first,
            () = stopped(&mut stopping) => return,
        };
        let mut subs = match first {
            Ok(sub) => BTreeSet::from([sub]),
            Err(RecvError::Lagged(missed)) => {
                tracing::warn!(
                    missed,
                    "wake-ups were skipped; phones find their events at the next pull"
                );
                continue;
            }
            Err(RecvError::Closed) => return,
        };
        while let Ok(sub) = touched.try_recv() {
            subs.insert(sub);
        }
        for sub in subs {
            // A slow push service of one person must not delay another's.
            tokio::spawn(wake_person(state.clone(), sub));
        }
    }
}

async fn wake_person(state: AppState, sub: String) {
    let asked = sub.clone();
    let subscriptions = state.store.read(move |db| push::of_person(db, &asked)).await;
    for subscription in subscriptions.unwrap_or_default() {
        if let Err(error) = wake_one(&state, &sub, subscription).await {
            tracing::error!(%error, "a wake-up couldn't be noted");
        }
    }
}

async fn wake_one(state: &AppState, sub: &str, subscription: SubscriptionRow) -> Result<(), StoreError> {
    // Both were checked when the phone subscribed.
    let Ok(phone) = PhoneKeys::parse(&subscription.p256dh, &subscription.auth) else {
        return Ok(());
    };
    let (wake, now) = (WakeUp::new(state.random.bytes()), state.clock.now());
    let (owner, installation, wake_id) = (sub.to_owned(), subscription.installation.clone(), wake.id());
    state
        .store
        .write(move |tx| push::note_wake(tx, &owner, &installation, &wake_id, now))
        .await?;
    let one_time = OneTime {
        key: fresh_key(state),
        salt: state.random.bytes(),
    };
    match state
        .push
        .send(&subscription.endpoint, &phone, wake, &one_time, now)
        .await
    {
        Sent::Taken => {}
        Sent::Failed => tracing::info!("a wake-up wasn't taken"),
        Sent::Gone => {
            let (owner, installation) = (sub.to_owned(), subscription.installation);
            state
                .store
                .write(move |tx| push::unsubscribe(tx, &owner, &installation))
                .await?;
        }
    }
    Ok(())
}

fn fresh_key(state: &AppState) -> SecretKey {
    // A scalar is out of range about once in 2^32 draws.
    loop {
        if let Ok(key) = SecretKey::from_slice(&state.random.bytes::<32>()) {
            return key;
        }
    }
}
