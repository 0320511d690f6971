//! The event worker: pulls when a wake-up came, when somebody signed in, when the network came back, and now and then by itself, because a push is
//! only a hint.
//!
//! A pull that fails is tried again after a wait that grows with the failures in a row; signing in or a wake-up ends the wait. Nothing is lost by a
//! failure: the cursor stays where it was.

use std::sync::Arc;

use motcua_domain::{
    failure::FailureKind,
    outbox::{Connectivity, wait_before_retry},
    time::{MINUTE, Millis},
};

use crate::use_case::{Context, session, sync_events};

/// How long without any wake-up until the next pull.
const WITHOUT_PUSH: i64 = 15 * MINUTE;

/// Pulls for as long as its task lives.
pub async fn run(context: Arc<Context>) {
    let mut asked = context.topics.pull.changes();
    let mut signed = context.topics.session.changes();
    let mut failures = 0;
    loop {
        asked.borrow_and_update();
        signed.borrow_and_update();
        let again_at = pull(&context, &mut failures).await;
        tokio::select! {
            Ok(()) = asked.changed() => {}
            Ok(()) = signed.changed() => {}
            () = super::sleep_until(again_at, context.now()) => {}
        }
    }
}

async fn pull(context: &Context, failures: &mut u32) -> Option<Millis> {
    if session::subject(context).is_none() || context.connectivity.state() == Connectivity::Offline {
        return None;
    }
    match sync_events::sync(context).await {
        Ok(_) => {
            *failures = 0;
            Some(context.now().plus(WITHOUT_PUSH))
        }
        Err(failure) => {
            *failures += 1;
            tracing::info!(code = failure.code, failures, "a pull failed");
            let asked = match failure.kind {
                FailureKind::Transient { retry_after } => retry_after,
                _ => None,
            };
            Some(context.now().plus(wait_before_retry(*failures, asked, 0)))
        }
    }
}
