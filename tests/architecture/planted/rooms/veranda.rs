//! A room that nobody gave a rule.

use crate::port::Keep; // planted: who may use whom is not known
