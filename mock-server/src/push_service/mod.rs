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

pub(crate) use http::router;

/// The largest message body in bytes (RFC 8030 §7.2 obliges every service to take 4,096).
const MAX_BODY: usize = 4_096;
/// The longest that a message may wait, in seconds: four weeks, whatever its `TTL` asks for.
const MAX_TTL: u64 = 28 * 86_400;
