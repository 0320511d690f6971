//! Our form engine beside JavaRosa, ODK's own: generated forms and answers, played in both and compared step by step.
//!
//! The flow: a seed [grows](form::grow) a form, or takes one of [our own](own), and [writes](script) answers to it (our own are also played with their stories), which makes a
//! [`pair`], with the files that the form names; JavaRosa plays it in a [process](javarosa) of its own; [`compare`] plays it in ours and asks after each step for everything that JavaRosa shows. A chosen
//! disagreement has a [rule](rules); any other difference is a finding, [made small](game) and printed with its seed, its form and its steps.
//!
//! Before anything else, [`plant`] hides differences on our side: a test that doesn't find them is worth nothing and fails.

pub mod compare;
pub mod facts;
pub mod form;
pub mod game;
pub mod javarosa;
pub mod own;
pub mod pair;
pub mod plant;
pub mod random;
pub mod rules;
pub mod script;
