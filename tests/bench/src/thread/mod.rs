//! The thread's figures: one answer, the first list, one submission, one notice.

pub(crate) mod first_list;
mod notice;
mod save_answer;
mod submit;

use crate::{figures::Table, world::World};

pub(crate) fn run(table: &mut Table) {
    let world = World::new();
    save_answer::run(table, &world);
    submit::run(table, &world);
    notice::run(table, &world);
    first_list::run(table, &world);
}
