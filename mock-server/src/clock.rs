//! What time it is for the portal: a port, with a clock that QA can set, freeze and push forward.
//!
//! Everything that the portal dates (evidence, due dates, token lifetimes, the `Date` header) reads this clock. Without
//! `--control` nobody can move it and it equals the system's.

use std::sync::Mutex;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};

/// Writes a time the way the wire does: RFC 3339, UTC, milliseconds.
pub(crate) fn wire_time(time: DateTime<Utc>) -> String {
    time.to_rfc3339_opts(SecondsFormat::Millis, true)
}

/// Reads back a time kept as milliseconds since 1970; out of range becomes 1970.
pub(crate) fn from_millis(millis: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(millis).unwrap_or_default()
}

/// What the control interface reads and sets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ClockState {
    /// The portal's now.
    pub(crate) now: DateTime<Utc>,
    /// Whether it stands still.
    pub(crate) frozen: bool,
}

/// The portal's clock: the system's, moved by an offset or standing still.
#[derive(Debug, Default)]
pub(crate) struct VirtualClock {
    setting: Mutex<Setting>,
}

#[derive(Debug, Clone, Copy)]
enum Setting {
    Running { ahead: TimeDelta },
    Frozen { at: DateTime<Utc> },
}

impl Default for Setting {
    fn default() -> Self {
        Self::Running {
            ahead: TimeDelta::zero(),
        }
    }
}

impl VirtualClock {
    /// The portal's now, in whole milliseconds.
    pub(crate) fn now(&self) -> DateTime<Utc> {
        self.state().now
    }

    /// Now, and whether the clock stands still.
    pub(crate) fn state(&self) -> ClockState {
        match *self.setting() {
            Setting::Running { ahead } => ClockState {
                now: system_now() + ahead,
                frozen: false,
            },
            Setting::Frozen { at } => ClockState {
                now: at,
                frozen: true,
            },
        }
    }

    /// Sets the clock; it runs on from there unless `frozen`.
    pub(crate) fn set(&self, state: ClockState) {
        *self.setting() = if state.frozen {
            Setting::Frozen { at: state.now }
        } else {
            Setting::Running {
                ahead: state.now - system_now(),
            }
        };
    }

    /// Moves the clock by `by`, running or frozen as it was.
    pub(crate) fn advance(&self, by: TimeDelta) {
        let mut setting = self.setting();
        *setting = match *setting {
            Setting::Running { ahead } => Setting::Running { ahead: ahead + by },
            Setting::Frozen { at } => Setting::Frozen { at: at + by },
        };
    }

    fn setting(&self) -> std::sync::MutexGuard<'_, Setting> {
        self.setting
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

#[allow(
    clippy::disallowed_methods,
    reason = "this is the one adapter that may read the system's clock"
)]
fn system_now() -> DateTime<Utc> {
    let since_1970 = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or(Duration::ZERO);
    from_millis(i64::try_from(since_1970.as_millis()).unwrap_or(i64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frozen_clock_stands_until_it_is_advanced() {
        let clock = VirtualClock::default();
        let at = from_millis(1_795_334_400_000);
        clock.set(ClockState {
            now: at,
            frozen: true,
        });
        clock.advance(TimeDelta::seconds(90));
        assert_eq!(
            clock.state(),
            ClockState {
                now: at + TimeDelta::seconds(90),
                frozen: true
            }
        );
        assert_eq!(wire_time(clock.now()), "2026-11-22T08:01:30.000Z");
    }

    #[test]
    fn a_running_clock_goes_on_from_where_it_was_set() {
        let clock = VirtualClock::default();
        let at = from_millis(1_000);
        clock.set(ClockState {
            now: at,
            frozen: false,
        });
        assert!(clock.now() >= at && clock.now() < at + TimeDelta::minutes(1));
    }
}
