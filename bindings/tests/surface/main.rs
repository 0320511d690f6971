//! The exported surface, called as a shell calls it.

mod asynchronous;
mod drafts;
mod observing;
mod opening;
mod phone;
