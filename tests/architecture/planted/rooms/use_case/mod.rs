//! What people want done.

pub mod submit;
