//! Random bytes, as a port.

use ring::rand::{SecureRandom, SystemRandom};
use uuid::Uuid;

/// Gives random bytes fit for keys.
pub(crate) trait Random: Send + Sync {
    /// Fills `bytes`.
    fn fill(&self, bytes: &mut [u8]);
}

impl dyn Random + '_ {
    /// `N` fresh random bytes.
    pub(crate) fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.fill(&mut bytes);
        bytes
    }

    /// A random UUID (version 4).
    pub(crate) fn uuid(&self) -> Uuid {
        uuid::Builder::from_random_bytes(self.bytes()).into_uuid()
    }
}

/// The operating system's source.
pub(crate) struct SystemSource(SystemRandom);

impl Default for SystemSource {
    #[allow(
        clippy::disallowed_methods,
        reason = "this is the one adapter that may read the system's randomness"
    )]
    fn default() -> Self {
        Self(SystemRandom::new())
    }
}

impl Random for SystemSource {
    fn fill(&self, bytes: &mut [u8]) {
        self.0
            .fill(bytes)
            .expect("the operating system gives random bytes once it has started");
    }
}

/// The nonce source that `ring` asks for when it signs; it takes no other port.
#[allow(
    clippy::disallowed_methods,
    reason = "ring's signatures accept only its own source"
)]
pub(crate) fn signature_nonces() -> SystemRandom {
    SystemRandom::new()
}
