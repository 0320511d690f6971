//! The demo's only look at the clock: how long things take, what time it is in Vietnam, and which day.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use chrono::{DateTime, Days, TimeDelta, Utc};

/// Vietnam has one time zone and no summer time: UTC+7.
const VIETNAM_HOURS: i64 = 7;

/// A moment to measure from.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stopwatch(Instant);

impl Stopwatch {
    /// Starts now.
    #[allow(
        clippy::disallowed_methods,
        reason = "this is the demo's clock: it measures real programs"
    )]
    pub(super) fn start() -> Self {
        Self(Instant::now())
    }

    /// How long ago it was started.
    pub(super) fn elapsed(self) -> Duration {
        self.0.elapsed()
    }
}

#[allow(
    clippy::disallowed_methods,
    reason = "this is the demo's clock: it tells a story that happens now"
)]
fn now_in_vietnam() -> DateTime<Utc> {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let utc =
        DateTime::from_timestamp(i64::try_from(since.as_secs()).unwrap_or_default(), 0).unwrap_or_default();
    utc + TimeDelta::hours(VIETNAM_HOURS)
}

/// The wall clock's time, `08:15:30`.
pub(super) fn time_of_day() -> String {
    now_in_vietnam().format("%H:%M:%S").to_string()
}

/// The calendar date so many days ago, `2026-11-22`.
pub(super) fn days_ago(days: u64) -> String {
    let today = now_in_vietnam().date_naive();
    today
        .checked_sub_days(Days::new(days))
        .unwrap_or(today)
        .to_string()
}
