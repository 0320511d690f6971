//! The push worker, for phones that receive by themselves (QA's virtual phone): registers at the push service, listens, and asks for a pull at each
//! message. A connection that ends is opened again after a growing wait; whatever was missed meanwhile is found by the next pull.

use std::sync::Arc;

use motcua_domain::outbox::{Connectivity, wait_before_retry};
use tokio::sync::mpsc;

use crate::{
    error::Result,
    port::push_channel::PushChannel,
    use_case::{Context, wake_up},
};

/// Messages that may wait for their handling; more are the push service's to keep.
const WAITING: usize = 16;

/// Receives for as long as its task lives.
pub async fn run(context: Arc<Context>, channel: Arc<dyn PushChannel>) {
    let mut network = context.topics.pull.changes();
    let mut failures = 0;
    loop {
        network.borrow_and_update();
        if context.connectivity.state() != Connectivity::Offline {
            match receive(&context, &*channel).await {
                Ok(()) => failures = 0,
                Err(failure) => {
                    failures += 1;
                    tracing::info!(code = failure.code, failures, "the push connection failed");
                }
            }
        }
        let again_at = context.now().plus(wait_before_retry(failures.max(1), None, 0));
        tokio::select! {
            Ok(()) = network.changed() => {}
            () = super::sleep_until(Some(again_at), context.now()) => {}
        }
    }
}

/// One connection: until it ends.
async fn receive(context: &Context, channel: &dyn PushChannel) -> Result<()> {
    let registration = wake_up::register(context, channel).await?;
    let (sender, mut messages) = mpsc::channel(WAITING);
    let listening = channel.listen(&registration, sender);
    let handling = async {
        while let Some(message) = messages.recv().await {
            handle(context, &message);
        }
    };
    let (listened, ()) = tokio::join!(listening, handling);
    Ok(listened?)
}

/// Any message asks for a pull, readable or not: the portal wouldn't have sent it for nothing.
pub fn handle(context: &Context, message: &[u8]) {
    match wake_up::received(context, message) {
        Ok(true) => {}
        Ok(false) => tracing::warn!("a push message wasn't a wake-up of ours"),
        Err(failure) => tracing::warn!(code = failure.code, "a wake-up couldn't be kept"),
    }
    context.topics.pull.touch();
}
