//! The portal over real HTTP, with a real SQLite file: what the wire API promises, and what happens to those who don't
//! keep to it. `world` starts a portal and plays a small phone; each other module is one part of the API.

#![allow(
    clippy::unwrap_used,
    reason = "a helper that can't go on fails its test where it stands"
)]

mod catalogue;
mod dossiers;
mod events;
mod evidence;
mod files;
mod goldens;
mod large_answers;
mod officers;
mod openapi;
mod running;
mod sign_in;
mod world;
