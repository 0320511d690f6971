//! placeholder story
pub(crate) mod data_type;
pub(crate) mod model;
