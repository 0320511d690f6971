//! XPath 1.0 with the functions of OpenRosa, JavaRosa and ODK: text → `ast` (parse) → `program` (compile, once a form) →
//! `value` (eval, many times).
//!
//! Compiling resolves paths into the answers to definition nodes, so that reading a sibling costs two array look-ups, records what
//! an expression depends on, and turns filters over static lists into index look-ups. Everything that can't be resolved runs
//! through the general step evaluator over the trees.

pub(crate) mod ast;
pub(crate) mod axes;
pub(crate) mod compare;
pub(crate) mod compile;
pub(crate) mod document;
pub(crate) mod eval;
pub(crate) mod functions;
pub(crate) mod index;
mod lexer;
pub(crate) mod parser;
pub(crate) mod program;
pub(crate) mod resolve;
pub(crate) mod time;
pub(crate) mod value;

pub use document::{Document, Evaluated, Evaluation};
