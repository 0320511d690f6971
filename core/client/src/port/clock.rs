//! What time it is. A port, so that tests and the simulator own time.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use motcua_domain::time::Millis;

/// Reads the wall clock.
pub trait Clock: Send + Sync {
    /// Now, in milliseconds since 1970-01-01T00:00:00Z. May jump when the citizen sets the phone's clock.
    fn now(&self) -> Millis;
}

/// The phone's own clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[allow(
        clippy::disallowed_methods,
        reason = "this is the one adapter that may read the system's clock"
    )]
    fn now(&self) -> Millis {
        let since_1970 = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or(Duration::ZERO);
        Millis(i64::try_from(since_1970.as_millis()).unwrap_or(i64::MAX))
    }
}
