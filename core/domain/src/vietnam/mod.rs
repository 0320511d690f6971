//! What is Vietnamese about it: working days, personal ids, phone numbers, text, dates and money in words.
//!
//! Facts that change by law or by yearly notice are data (`core/domain/data`), never code; what is code here is
//! grammar and arithmetic. Nothing rewrites what a citizen typed: forms for comparing and searching stand beside the text.

pub mod collation;
pub mod money;
pub mod personal_id;
pub mod phone;
pub mod search;
mod telex;
pub mod text;
pub mod words;
pub mod working_days;
