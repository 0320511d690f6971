//! Keeps rows.

pub mod row;
