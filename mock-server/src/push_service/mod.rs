//! The embedded push service for QA: what a UnifiedPush distributor and its server would be.
//!
//! A phone subscribes and gets an endpoint, which it hands to the portal, and a stream, which it keeps to itself. Whoever
//! has the endpoint posts sealed messages (RFC 8030); the stream hands them out, the ones that waited first, and forgets
//! each once it is read. A message that outlives its `TTL` is never delivered, and a new message takes the place of a
//! waiting one with the same `Topic`. The service can read nothing: bodies are sealed for the phone.
//!
//! Subscriptions and waiting messages lie in the portal's store, so a restart loses none. If it fails, push is silent
//! and phones find their events at the next pull.

mod http;
mod table;

use std::sync::Arc;

use tokio::sync::broadcast;

use crate::clock::VirtualClock;
use crate::random::Random;
use crate::store::Store;

pub use http::routes;

/// The largest message body in bytes (RFC 8030 §7.2 obliges every service to take 4,096).
pub const MAX_BODY: usize = 4_096;
/// The longest that a message may wait, in seconds: four weeks, whatever its `TTL` asks for.
pub const MAX_TTL: u64 = 28 * 86_400;

/// The push service: cheap to clone, all clones are one service.
#[derive(Clone)]
pub struct PushService {
    store: Store,
    clock: Arc<VirtualClock>,
    random: Arc<dyn Random>,
    url: Arc<str>,
    arrived: broadcast::Sender<String>,
}

impl PushService {
    /// A service over the portal's store that gives out endpoints below `url` (no slash at its end).
    pub fn new(store: Store, clock: Arc<VirtualClock>, random: Arc<dyn Random>, url: &str) -> Self {
        let (arrived, _) = broadcast::channel(1_024);
        Self { store, clock, random, url: url.into(), arrived }
    }
}
