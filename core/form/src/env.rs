//! The world outside as values: the time and random bytes an operation may use. Same input, same bits.

use std::cell::Cell;

use chrono::{DateTime, FixedOffset};

/// What an operation may know of the world. `now` also carries the zone in which dates without one are read.
#[derive(Clone)]
pub struct Env {
    /// The time of the operation, in the person's zone.
    pub now: DateTime<FixedOffset>,
    /// Fresh random bytes: ids, `random()`, `uuid()` and unseeded `randomize()` are made of them.
    pub random: [u8; 32],
}

/// A stream of random numbers grown from [`Env::random`] (SplitMix64 over the folded seed): plenty for shuffles and version-4
/// ids, whose unpredictability is that of the bytes given.
pub(crate) struct Stream {
    random: [u8; 32],
    count: Cell<u64>,
}

impl Stream {
    pub(crate) fn new(env: &Env) -> Self {
        Self {
            random: env.random,
            count: Cell::new(0),
        }
    }

    /// The next 64 bits.
    pub(crate) fn next(&self) -> u64 {
        let n = self.count.get();
        self.count.set(n.wrapping_add(1));
        let mut word = n;
        for bytes in self.random.chunks_exact(8) {
            let key = bytes.iter().fold(0, |acc, b| (acc << 8) | u64::from(*b));
            word = mix(word ^ key);
        }
        word
    }

    /// The next number in `[0, 1)` with 53 random bits.
    pub(crate) fn unit(&self) -> f64 {
        // 53 bits fit an f64 exactly.
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }
}

fn mix(word: u64) -> u64 {
    let mut z = word.wrapping_add(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}
