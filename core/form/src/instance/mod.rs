//! placeholder story
pub(crate) mod store;
