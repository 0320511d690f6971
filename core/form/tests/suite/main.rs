//! The form engine from outside, through what it exports: one program, because linking is what a test program costs. A module a subject;
//! what several need stands in `common`.

mod calculations;
mod choices;
mod common;
mod compiled;
mod counted_rows;
mod coverage;
mod device;
mod diff;
mod evaluator;
mod explain;
mod form;
mod hidden;
mod history;
mod hostile;
mod incremental;
mod late;
mod limits;
mod media;
mod order;
mod rebase;
mod refused;
mod rows;
mod undo;
mod wards;
mod xpath;
