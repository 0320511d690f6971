//! Feedback to the city (1022), spoken as Open311 GeoReport v2 in JSON.
//!
//! A citizen, signed in or not, sends words, a place and maybe a picture ([`intake`]); the report gets a number and lives
//! by [`report`]'s three statuses; an officer forwards and answers it, over HTTP or in the console, through the same
//! `desk`. A signed-in reporter is told through the event log. The phone's own id makes a POST repeatable: the same one
//! again answers the same number and keeps nothing twice. A POST that is refused keeps nothing at all.
//!
//! Anybody with a number can read the report, as in every Open311 system; numbers can't be guessed, and neither the
//! reporter's name nor phone number is ever in the answer.

pub(crate) mod desk;
mod http;
pub mod intake;
pub(crate) mod media;
mod office;
pub mod report;
pub mod service;
mod table;

pub(crate) use http::{router, show as show_picture};
pub(crate) use table::PictureOf;
