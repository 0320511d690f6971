//! Random bytes for ids, keys, verifiers and jitter. A port, so that a journey can be replayed from a seed.

use ring::rand::{SecureRandom, SystemRandom as RingRandom};

/// Fills buffers with random bytes that an attacker can't guess.
pub trait Random: Send + Sync {
    /// Overwrites all of `bytes`.
    fn fill(&self, bytes: &mut [u8]);
}

/// Reads `N` random bytes.
pub fn random_bytes<const N: usize>(random: &dyn Random) -> [u8; N] {
    let mut bytes = [0; N];
    random.fill(&mut bytes);
    bytes
}

/// The operating system's generator.
#[derive(Debug)]
pub struct SystemRandom(RingRandom);

impl SystemRandom {
    /// A handle on the operating system's generator.
    #[allow(
        clippy::disallowed_methods,
        reason = "this is the one adapter that may read the system's randomness"
    )]
    pub fn new() -> Self {
        Self(RingRandom::new())
    }
}

impl Default for SystemRandom {
    fn default() -> Self {
        Self::new()
    }
}

impl Random for SystemRandom {
    fn fill(&self, bytes: &mut [u8]) {
        self.0
            .fill(bytes)
            .expect("the operating system gives random bytes or nothing on this phone is safe");
    }
}
