//! Workers: loops that ask the domain what to do, have a use case do it, and wait for the next reason to look again. They hold no state that a
//! restart would miss: everything is in the store.

pub mod event_worker;
pub mod outbox_worker;
pub mod push_worker;
pub mod sign_in_worker;

use std::time::Duration;

use motcua_domain::time::Millis;

/// How long from `now` until `at`; zero when it has passed.
fn until(at: Millis, now: Millis) -> Duration {
    Duration::from_millis(u64::try_from(at.since(now)).unwrap_or(0))
}

/// Sleeps until a moment, or for ever when there is none: time is then not what is being waited for.
async fn sleep_until(at: Option<Millis>, now: Millis) {
    match at {
        Some(at) => tokio::time::sleep(until(at, now)).await,
        None => std::future::pending().await,
    }
}

#[cfg(test)]
mod tests;
