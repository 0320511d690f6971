//! The story's chapters, in the order in which they happen.

pub(super) mod end;
pub(super) mod feedback;
pub(super) mod fetch;
pub(super) mod fill;
pub(super) mod queue;
pub(super) mod result;
pub(super) mod send;
pub(super) mod sign_in;
pub(super) mod supplement;

mod player;
