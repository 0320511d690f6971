//! How long to wait before the next try.

/// The wait after the first failure, in milliseconds.
pub const FIRST_WAIT: i64 = 5_000;
/// The longest wait, in milliseconds, before jitter.
pub const LONGEST_WAIT: i64 = 15 * 60_000;
/// Jitter is at most this many thousandths either way.
pub const MAX_JITTER_PERMILLE: i16 = 200;

/// Milliseconds to wait after `failures` failures in a row (1 or more): 5 s doubled each time up to 15 min, moved by
/// the jitter. A wait that the portal asked for is a minimum, so there the jitter only lengthens: phones that were
/// told the same time must not come back together.
pub fn wait_before_retry(failures: u32, retry_after: Option<i64>, jitter_permille: i16) -> i64 {
    let jitter = i64::from(jitter_permille.clamp(-MAX_JITTER_PERMILLE, MAX_JITTER_PERMILLE));
    let doublings = failures.saturating_sub(1).min(20);
    let own = (FIRST_WAIT << doublings).min(LONGEST_WAIT) * (1_000 + jitter) / 1_000;
    let asked = retry_after.unwrap_or(0).max(0);
    own.max(asked.saturating_add(asked / 1_000 * jitter.abs()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn waits_double_up_to_a_quarter_of_an_hour() {
        let waits: Vec<_> = (1..=10).map(|n| wait_before_retry(n, None, 0) / 1_000).collect();
        assert_eq!(waits, [5, 10, 20, 40, 80, 160, 320, 640, 900, 900]);
        assert_eq!(wait_before_retry(u32::MAX, None, 0), LONGEST_WAIT);
        assert_eq!(wait_before_retry(1, None, -200), 4_000);
    }

    proptest! {
        #[test]
        fn never_earlier_than_asked_nor_far_from_the_plan(n in 0u32..100, asked in 0i64..10_000_000, j in any::<i16>()) {
            let wait = wait_before_retry(n, Some(asked), j);
            prop_assert!(wait >= asked);
            prop_assert!(wait <= asked.max(LONGEST_WAIT) * 12 / 10);
            prop_assert!(wait_before_retry(n, None, j) >= FIRST_WAIT * 8 / 10);
        }
    }
}
