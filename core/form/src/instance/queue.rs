//! Rules that wait to run, each at a cell: the lowest rule first, then the lowest cell, each pair once however often it was added.
//!
//! An edit queues a handful, which belong near the lowest: they are put in their place. What belongs far from it, when very much waits, goes through a heap.
//! Computing a whole form queues everything at once, which is sorted once.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// The waiting pairs, as numbers that sort like them.
#[derive(Default)]
pub(crate) struct Queue {
    /// Greatest first.
    sorted: Vec<u64>,
    far: BinaryHeap<Reverse<u64>>,
}

/// So many places from the lowest are near.
const NEAR: usize = 24;

impl Queue {
    pub(crate) fn add(&mut self, rule: u32, cell: u32) {
        let key = key(rule, cell);
        let near = self.sorted.len().saturating_sub(NEAR);
        let at = near + self.sorted[near..].partition_point(|known| *known > key);
        if self.sorted.get(at) == Some(&key) {
            return;
        }
        if at == near && near > 0 {
            self.far.push(Reverse(key));
        } else {
            self.sorted.insert(at, key);
        }
    }

    /// Adds many at once.
    pub(crate) fn add_all(&mut self, pairs: impl Iterator<Item = (u32, u32)>) {
        self.sorted.extend(pairs.map(|(rule, cell)| key(rule, cell)));
        self.sorted.sort_unstable_by_key(|key| Reverse(*key));
    }

    /// Takes the lowest pair out.
    pub(crate) fn pop(&mut self) -> Option<(u32, u32)> {
        let queued = self.far.peek().map(|Reverse(key)| *key);
        let next = match (queued, self.sorted.last().copied()) {
            (Some(one), Some(other)) => one.min(other),
            (one, other) => one.or(other)?,
        };
        while self.far.peek() == Some(&Reverse(next)) {
            self.far.pop();
        }
        while self.sorted.last() == Some(&next) {
            self.sorted.pop();
        }
        Some(((next >> 32) as u32, next as u32))
    }

    pub(crate) fn clear(&mut self) {
        self.far.clear();
        self.sorted.clear();
    }
}

fn key(rule: u32, cell: u32) -> u64 {
    u64::from(rule) << 32 | u64::from(cell)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lowest_first_and_each_once() {
        let mut queue = Queue::default();
        queue.add(2, 7);
        queue.add_all([(1, 9), (3, 0), (2, 7), (1, 4)].into_iter());
        queue.add(2, 7);
        queue.add(0, 5);
        let order: Vec<_> = std::iter::from_fn(|| queue.pop()).collect();
        assert_eq!(order, [(0, 5), (1, 4), (1, 9), (2, 7), (3, 0)]);
    }

    #[test]
    fn what_runs_again_waits_again() {
        let mut queue = Queue::default();
        queue.add(1, 1);
        assert_eq!(queue.pop(), Some((1, 1)));
        queue.add(1, 1);
        assert_eq!(queue.pop(), Some((1, 1)));
        assert_eq!(queue.pop(), None);
    }
}
