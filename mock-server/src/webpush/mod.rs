//! Web Push, the sending half: how the portal wakes a phone.
//!
//! A wake-up says only "ask me": 64 bytes with a random wake id, sealed for one installation so that the push service in
//! the middle can neither read it nor tell two of them apart. The phone then pulls `/v1/events`, which lists the wake ids
//! it should have seen. So losing one is noticed, and nothing here is ever retried: push is a hint, the pull is the truth.
//!
//! The flow of one wake-up: [`wake::WakeUp`] is drawn → [`seal::seal`] encrypts it (RFC 8291) → [`vapid::VapidKey`] signs
//! who is sending (RFC 8292) → [`sender::Sender`] posts it (RFC 8030) and says what became of it. A service that answers
//! 404 or 410 has forgotten the subscription, and the caller drops it.
//!
//! `seal`, `vapid` and `wake` are pure: time and random bytes come in as values.

pub mod seal;
pub mod sender;
pub mod vapid;
pub mod wake;
