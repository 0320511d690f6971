//! Hostile input for the form engine: whatever is in a form, an expression, a list, an answer or a draft, the engine answers with a value or an
//! error and never panics.
//!
//! The flow: [`material`] gives texts that are right (our own forms, generated ones, lists, drafts), [`mutate`] changes them, [`words`] knows what
//! is worth putting in, and [`play`] does with a form what people do: opens it, answers, saves, restores, submits. [`hunt`] repeats that over
//! generated cases and makes what it finds small.
//!
//! A panic fails the test with the smallest input that still does it. An end of the whole process (a stack that overflows, say) leaves the
//! input in the file that [`hunt::Trace`] names.

pub mod hunt;
pub mod material;
pub mod mutate;
pub mod play;
pub mod words;
