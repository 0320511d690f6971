//! One sort for everything that is sorted by a comparison: a sort written out for each type and order adds 4 to 10 KB each to the phone's library.

use std::cmp::Ordering;

/// Sorts numbers, of cells or of places in a list, by what they stand for. What compares as equal comes in any order.
pub(crate) fn sort_numbers(numbers: &mut [u32], order: &dyn Fn(u32, u32) -> Ordering) {
    numbers.sort_unstable_by(|one, other| order(*one, *other));
}
