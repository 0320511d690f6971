//! The portal's forms in the engine, as people fill them in.

mod birth_registration;
mod player;
mod stories;
