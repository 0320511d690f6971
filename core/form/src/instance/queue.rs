//! Rules that wait to run, each at a cell: the lowest rule first, then the lowest cell, each pair once however often it was added.
//!
//! An edit queues a handful, which belong near the lowest: they are put in their place. What belongs far from it, when very much
//! waits, goes into a set, so that no pair waits more than twice. Computing a whole form queues everything at once, which is sorted once.
//!
//! What all rows read reaches all rows: when each row changes it, one after the other, every change would queue every row again.
//! The queue remembers for each rule below which scope all rows wait already.

use std::collections::BTreeSet;

/// The waiting pairs, as numbers that sort like them.
#[derive(Default)]
pub(crate) struct Queue {
    /// Greatest first.
    sorted: Vec<u64>,
    far: BTreeSet<u64>,
    /// For each rule one more than the scope below which it waits in all rows; 0 when it doesn't.
    below: Vec<u32>,
}

/// So many places from the lowest are near.
const NEAR: usize = 24;

impl Queue {
    pub(crate) fn add(&mut self, rule: u32, cell: u32) {
        let key = pair(rule, cell);
        let near = self.sorted.len().saturating_sub(NEAR);
        let after = self.sorted[near..].iter().rposition(|known| *known > key);
        let at = near + after.map_or(0, |greater| greater + 1);
        if self.sorted.get(at) == Some(&key) {
            return;
        }
        if at == near && near > 0 {
            self.far.insert(key);
        } else {
            self.sorted.insert(at, key);
        }
    }

    /// The rule waits in every row below a scope.
    pub(crate) fn waits_below(&self, rule: u32, scope: u32) -> bool {
        self.below.get(rule as usize) == Some(&(scope + 1))
    }

    /// Notes that the rule was queued in every row below a scope; rows made later are queued by who makes them.
    pub(crate) fn note_below(&mut self, rule: u32, scope: u32) {
        let rule = rule as usize;
        if self.below.len() <= rule {
            self.below.resize(rule + 1, 0);
        }
        self.below[rule] = scope + 1;
    }

    /// Adds many at once.
    pub(crate) fn add_all(&mut self, pairs: impl Iterator<Item = (u32, u32)>) {
        self.sorted.extend(pairs.map(|(rule, cell)| pair(rule, cell)));
        self.sorted.sort_unstable();
        self.sorted.reverse();
    }

    /// Takes the lowest pair out.
    pub(crate) fn pop(&mut self) -> Option<(u32, u32)> {
        let next = if self.far.is_empty() {
            self.sorted.pop()?
        } else {
            self.pop_far()?
        };
        while self.sorted.last() == Some(&next) {
            self.sorted.pop();
        }
        let rule = (next >> 32) as u32;
        if let Some(below) = self.below.get_mut(rule as usize) {
            *below = 0;
        }
        Some((rule, next as u32))
    }

    /// The lowest of both, when there is something far.
    fn pop_far(&mut self) -> Option<u64> {
        let (far, near) = (self.far.first().copied()?, self.sorted.last().copied());
        if near.is_some_and(|near| near < far) {
            return self.sorted.pop();
        }
        self.far.pop_first()
    }

    pub(crate) fn clear(&mut self) {
        // Emptying what is empty isn't free.
        if !self.far.is_empty() {
            self.far.clear();
        }
        self.sorted.clear();
        self.below.clear();
    }

    /// How many pairs are kept.
    #[cfg(test)]
    fn len(&self) -> usize {
        self.sorted.len() + self.far.len()
    }
}

/// Both in one number, which sorts by rule and then by cell.
#[inline(always)]
pub(crate) fn pair(rule: u32, cell: u32) -> u64 {
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

    #[test]
    #[cfg_attr(miri, ignore = "a hundred thousand additions: minutes in an interpreter")]
    fn nothing_waits_more_than_twice() {
        let mut queue = Queue::default();
        for _ in 0..100 {
            (0..1000).for_each(|cell| queue.add(7, cell));
        }
        assert!(queue.len() <= 2000, "{}", queue.len());
        let cells: Vec<u32> = std::iter::from_fn(|| queue.pop()).map(|(_, cell)| cell).collect();
        assert_eq!(cells, (0..1000).collect::<Vec<_>>());
    }

    #[test]
    fn a_rule_that_ran_waits_in_no_row_below() {
        let mut queue = Queue::default();
        queue.add(3, 1);
        queue.note_below(3, 0);
        assert!(queue.waits_below(3, 0) && !queue.waits_below(3, 5) && !queue.waits_below(2, 0));
        queue.pop();
        assert!(!queue.waits_below(3, 0));
        queue.note_below(3, 0);
        queue.clear();
        assert!(!queue.waits_below(3, 0));
    }

    /// The near ones are in their places, the far ones in a set: one order for both, whichever holds the lowest.
    #[test]
    fn near_and_far_are_one_order() {
        let mut queue = Queue::default();
        (100..200).for_each(|cell| queue.add(5, cell));
        (0..50).for_each(|cell| queue.add(9, cell));
        queue.add(1, 3);
        let order: Vec<_> = std::iter::from_fn(|| queue.pop()).collect();
        let expected = std::iter::once((1, 3)).chain((100..200).map(|cell| (5, cell)));
        assert_eq!(
            order,
            expected.chain((0..50).map(|cell| (9, cell))).collect::<Vec<_>>()
        );
    }

    #[test]
    fn what_belongs_behind_the_near_ones_comes_in_its_turn() {
        let mut queue = Queue::default();
        queue.add_all((0..100).map(|cell| (5, 2 * cell)));
        for (rule, cell) in [(5, 151), (5, 3), (9, 0)] {
            queue.add(rule, cell);
        }
        let order: Vec<_> = std::iter::from_fn(|| queue.pop()).collect();
        assert_eq!(order.len(), 103);
        assert!(order.is_sorted(), "{order:?}");
    }

    #[test]
    fn what_waits_below_a_scope_waits_until_it_runs() {
        let mut queue = Queue::default();
        assert!(!queue.waits_below(2, 0));
        queue.note_below(2, 0);
        queue.add(2, 7);
        queue.add(3, 7);
        assert!(queue.waits_below(2, 0) && !queue.waits_below(2, 1) && !queue.waits_below(3, 0));
        assert_eq!(queue.pop(), Some((2, 7)));
        assert!(
            !queue.waits_below(2, 0),
            "it runs now: what changes afterwards queues it again"
        );
    }

    #[test]
    fn a_cleared_queue_holds_nothing() {
        let mut queue = Queue::default();
        (0..100).for_each(|cell| queue.add(4, cell));
        queue.note_below(4, 0);
        queue.clear();
        assert!(!queue.waits_below(4, 0));
        assert_eq!(queue.pop(), None);
    }
}
