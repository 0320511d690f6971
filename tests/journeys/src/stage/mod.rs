//! What the journeys are told with: a real portal on loopback, real phones, a browser, an office, and the story file.
//!
//! ```text
//!   World ── Portal::start (TLS by its own CA, control, invented people)
//!     ├── Phone ── Client::open in a temporary home, on a runtime of its own: killing the phone is dropping it
//!     ├── consent ── the browser: follows the e-ID's page
//!     ├── Office ── officers' actions over /office/v1
//!     └── World::fault ── faults ordered over /control/v1
//!   Story ── plays tests/fixtures/birth_story.json on a form session
//! ```
//!
//! Nothing here sleeps: whoever waits, waits for a topic of the phone ([`Phone::until`]) and gives up after [`PATIENCE`]. The helpers panic with a
//! reason, as tests do.

#![allow(
    clippy::unwrap_used,
    reason = "tests in all but name: a journey stops where it is surprised"
)]

mod browser;
mod office;
mod phone;
mod story;
mod words;
mod world;

use std::time::Duration;

pub use browser::{Decision, consent};
pub use office::Office;
pub use phone::{Network, Phone, PhoneClock, PhoneOptions};
pub use story::{FeedbackStory, Player, Story, StoryFile, Supplement};
pub use words::assert_explained;
pub use world::{KHOI, World};

/// How long a journey waits for something that must happen, before it fails.
pub const PATIENCE: Duration = Duration::from_secs(30);
