//! The sign-in worker: redeems a code that couldn't be redeemed when the browser came back. It tries at the app's start, when the network is back, and
//! after a growing wait; a code that the e-ID refuses ends the attempt, and the person starts another.

use std::sync::Arc;

use motcua_domain::{outbox::wait_before_retry, time::Millis};

use crate::{
    error::Result,
    use_case::{Context, sign_in},
};

/// Goes on with sign-ins for as long as its task lives.
pub async fn run(context: Arc<Context>) {
    let mut network = context.topics.pull.changes();
    let mut session = context.topics.session.changes();
    let mut failures = 0;
    let mut tried = sign_in::resume_sign_in(&context).await;
    loop {
        let mut again_at = after(&context, tried, &mut failures);
        loop {
            tokio::select! {
                Ok(()) = network.changed() => break,
                () = super::sleep_until(again_at, context.now()) => break,
                // A code that failed a moment ago waits like one that failed here; one that is being redeemed isn't ours.
                Ok(()) = session.changed() => again_at = again_at.or_else(|| first_wait(&context)),
            }
        }
        network.borrow_and_update();
        tried = sign_in::redeem(&context).await;
    }
}

/// When to try again; never by itself when nothing is under way.
fn after(context: &Context, tried: Result<()>, failures: &mut u32) -> Option<Millis> {
    match tried {
        Ok(()) => {
            *failures = 0;
            None
        }
        Err(failure) => {
            *failures += 1;
            tracing::info!(code = failure.code, failures, "a code couldn't be redeemed");
            Some(context.now().plus(wait_before_retry(*failures, None, 0)))
        }
    }
}

fn first_wait(context: &Context) -> Option<Millis> {
    sign_in::is_redeeming(context).then(|| context.now().plus(wait_before_retry(1, None, 0)))
}
