//! The event cursor: how far this phone has read, and what it missed on the way.
//!
//! `seq` counts from 1 without holes for each person. Events come in pages (pull) and one by one (stream); both may
//! repeat. A page is the portal's whole answer for its range, so what a page leaves out is *lost* and told; what the
//! stream jumps over is *open* and asked for again.

use serde::{Deserialize, Serialize};

/// Some sequence numbers in a row, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct SeqRange {
    /// The first.
    pub from: u64,
    /// The last.
    pub to: u64,
}

/// How far this phone has read. Start with [`Cursor::default`], store after each step.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Cursor {
    /// The greatest number seen.
    pub seen: u64,
    /// Numbers jumped over, to be asked for.
    pub open: Vec<SeqRange>,
    /// Numbers that the portal left out of a page: tell that something is missing.
    pub lost: Vec<SeqRange>,
}

/// A page as it came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page<'a> {
    /// The `after` that was asked for.
    pub asked_after: u64,
    /// The numbers of its events, in any order.
    pub seqs: &'a [u64],
    /// The portal's `next_after`: it has answered for everything up to here.
    pub next_after: u64,
}

/// What a page or a streamed event brought.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Taken {
    /// Events to apply.
    pub fresh: Vec<u64>,
    /// Events that were applied before: skip them.
    pub repeated: Vec<u64>,
    /// Ranges that turned out lost just now: say so.
    pub newly_lost: Vec<SeqRange>,
    /// The portal knows less than this phone has seen: it was restored from an older copy. Keep what is here.
    pub portal_went_back: bool,
}

impl Cursor {
    /// The `after` to ask with: before the earliest open hole, else after everything seen.
    pub fn ask_after(&self) -> u64 {
        self.open.first().map_or(self.seen, |hole| hole.from - 1)
    }

    /// Whether anything is known to be missing.
    pub fn misses_something(&self) -> bool {
        !self.open.is_empty() || !self.lost.is_empty()
    }

    /// Takes one event from the stream. A hole it reveals stays open until a page answers for it.
    pub fn take_one(&self, seq: u64) -> (Cursor, Taken) {
        let mut next = self.clone();
        let mut taken = Taken::default();
        next.take(seq, &mut taken);
        (next, taken)
    }

    /// Takes a page.
    pub fn take_page(&self, page: Page<'_>) -> (Cursor, Taken) {
        let mut next = self.clone();
        let mut taken = Taken {
            portal_went_back: page.next_after < page.asked_after,
            ..Taken::default()
        };
        let mut seqs = page.seqs.to_vec();
        seqs.sort_unstable();
        for seq in seqs {
            next.take(seq, &mut taken);
        }
        if page.next_after > next.seen {
            next.open.push(SeqRange {
                from: next.seen + 1,
                to: page.next_after,
            });
            next.seen = page.next_after;
        }
        next.settle(
            SeqRange {
                from: page.asked_after + 1,
                to: page.next_after,
            },
            &mut taken,
        );
        (next, taken)
    }

    fn take(&mut self, seq: u64, taken: &mut Taken) {
        let fresh = if seq > self.seen {
            if seq > self.seen + 1 {
                self.open.push(SeqRange {
                    from: self.seen + 1,
                    to: seq - 1,
                });
            }
            self.seen = seq;
            true
        } else {
            remove(&mut self.open, seq) || remove(&mut self.lost, seq)
        };
        if fresh {
            taken.fresh.push(seq)
        } else {
            taken.repeated.push(seq)
        }
    }

    /// What lay open inside an answered range is lost: the portal had its chance.
    fn settle(&mut self, answered: SeqRange, taken: &mut Taken) {
        let mut open = vec![];
        for hole in std::mem::take(&mut self.open) {
            let inside = SeqRange {
                from: hole.from.max(answered.from),
                to: hole.to.min(answered.to),
            };
            if inside.from > inside.to {
                open.push(hole);
                continue;
            }
            taken.newly_lost.push(inside);
            if hole.from < inside.from {
                open.push(SeqRange {
                    from: hole.from,
                    to: inside.from - 1,
                });
            }
            if inside.to < hole.to {
                open.push(SeqRange {
                    from: inside.to + 1,
                    to: hole.to,
                });
            }
        }
        self.open = open;
        self.lost.extend(&taken.newly_lost);
        self.lost.sort_unstable();
    }
}

/// Takes one number out of the ranges; false when it is in none.
fn remove(ranges: &mut Vec<SeqRange>, seq: u64) -> bool {
    let Some(at) = ranges.iter().position(|r| (r.from..=r.to).contains(&seq)) else {
        return false;
    };
    let hole = ranges.remove(at);
    if seq < hole.to {
        ranges.insert(
            at,
            SeqRange {
                from: seq + 1,
                to: hole.to,
            },
        );
    }
    if hole.from < seq {
        ranges.insert(
            at,
            SeqRange {
                from: hole.from,
                to: seq - 1,
            },
        );
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn page(asked_after: u64, seqs: &[u64], next_after: u64) -> Page<'_> {
        Page {
            asked_after,
            seqs,
            next_after,
        }
    }

    #[test]
    fn pages_in_a_row_leave_nothing_open() {
        let (cursor, taken) = Cursor::default().take_page(page(0, &[1, 2, 3], 3));
        assert_eq!(taken.fresh, [1, 2, 3]);
        assert_eq!((cursor.ask_after(), cursor.misses_something()), (3, false));
        let (cursor, taken) = cursor.take_page(page(3, &[], 3));
        assert_eq!((taken, cursor.seen), (Taken::default(), 3));
    }

    #[test]
    fn a_jump_in_the_stream_is_asked_for_and_then_settled() {
        let (cursor, _) = Cursor::default().take_page(page(0, &[1], 1));
        let (cursor, taken) = cursor.take_one(5);
        assert_eq!((taken.fresh, cursor.ask_after()), (vec![5], 1));
        let (cursor, taken) = cursor.take_page(page(1, &[2, 4, 5], 5));
        assert_eq!((taken.fresh, taken.repeated), (vec![2, 4], vec![5]));
        assert_eq!(taken.newly_lost, [SeqRange { from: 3, to: 3 }]);
        assert_eq!((cursor.ask_after(), cursor.lost.len()), (5, 1));
        let (cursor, taken) = cursor.take_one(3);
        assert_eq!((taken.fresh, cursor.misses_something()), (vec![3], false));
    }

    #[test]
    fn what_the_portal_skips_at_the_end_of_a_page_is_lost_too() {
        let (cursor, taken) = Cursor::default().take_page(page(0, &[1], 4));
        assert_eq!(taken.newly_lost, [SeqRange { from: 2, to: 4 }]);
        assert_eq!(cursor.seen, 4);
    }

    #[test]
    fn a_portal_restored_from_a_copy_is_noticed() {
        let (cursor, _) = Cursor::default().take_page(page(0, &[1, 2, 3], 3));
        let (after, taken) = cursor.take_page(page(3, &[], 1));
        assert!(taken.portal_went_back);
        assert_eq!(after, cursor);
    }

    proptest! {
        /// Each event is applied once, whatever repeats and jumps; what isn't applied is known to be missing.
        #[test]
        fn every_number_is_applied_once_or_known_missing(steps in proptest::collection::vec((1u64..40, 0usize..3), 1..40)) {
            let mut cursor = Cursor::default();
            let mut applied = BTreeSet::new();
            for (seq, kind) in steps {
                let asked = cursor.ask_after();
                let (next, taken) = match kind {
                    0 => cursor.take_one(seq),
                    1 => cursor.take_page(page(asked, &[seq.max(asked + 1)], seq.max(asked + 1))),
                    _ => cursor.take_page(page(asked, &[seq.max(asked + 1), asked + 2], (asked + 2).max(seq))),
                };
                for fresh in taken.fresh {
                    prop_assert!(applied.insert(fresh), "{} twice", fresh);
                }
                cursor = next;
                let missing = |n: u64| cursor.open.iter().chain(&cursor.lost).filter(|r| (r.from..=r.to).contains(&n)).count();
                for n in 1..=cursor.seen {
                    prop_assert_eq!(missing(n), usize::from(!applied.contains(&n)), "{}", n);
                }
            }
        }
    }
}
