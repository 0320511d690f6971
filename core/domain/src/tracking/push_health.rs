//! Does push work? The portal lists every wake it sent to this installation; the phone knows which arrived.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::time::{MINUTE, Millis};

/// How long a wake may be under way before it counts as missed.
pub const WAKE_GRACE: i64 = 2 * MINUTE;

/// Wakes older than the newest this many are forgotten.
const KEPT: usize = 64;

/// The wakes of this installation.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct PushHealth {
    /// When the portal sent each, by wake id.
    sent: BTreeMap<String, Millis>,
    /// When each arrived.
    received: BTreeMap<String, Millis>,
}

/// What the comparison says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Health {
    /// No wake was sent yet, or only ones that may still arrive.
    Unknown,
    /// The newest wake that had time to arrive did.
    Healthy,
    /// Wakes didn't arrive, and none sent later did: pull more often, and say so.
    Missed {
        /// How many in a row.
        count: usize,
        /// When the first of them was sent.
        since: Millis,
    },
}

impl PushHealth {
    /// A wake arrived.
    pub fn received(mut self, wake_id: &str, at: Millis) -> PushHealth {
        self.received.entry(wake_id.to_owned()).or_insert(at);
        trim(&mut self.received);
        self
    }

    /// A pull listed wakes that the portal sent, with their times.
    pub fn listed(mut self, wakes: &[(String, Millis)]) -> PushHealth {
        self.sent.extend(wakes.iter().cloned());
        trim(&mut self.sent);
        self
    }

    /// The comparison at `now`.
    pub fn health(&self, now: Millis) -> Health {
        let (arrived, open): (Vec<_>, Vec<_>) = self
            .sent
            .iter()
            .partition(|(id, _)| self.received.contains_key(*id));
        let newest = arrived.into_iter().map(|(_, at)| *at).max();
        let missed = || {
            let due = open
                .iter()
                .map(|(_, at)| **at)
                .filter(|at| now.since(*at) >= WAKE_GRACE);
            due.filter(|at| newest.is_none_or(|newest| *at > newest))
        };
        match (missed().min(), newest) {
            (Some(since), _) => Health::Missed {
                count: missed().count(),
                since,
            },
            (None, Some(_)) => Health::Healthy,
            (None, None) => Health::Unknown,
        }
    }
}

fn trim(wakes: &mut BTreeMap<String, Millis>) {
    while wakes.len() > KEPT {
        let Some(oldest) = wakes.iter().min_by_key(|(_, at)| **at).map(|(id, _)| id.clone()) else {
            return;
        };
        wakes.remove(&oldest);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(wakes: &[(&str, i64)]) -> PushHealth {
        let wakes: Vec<_> = wakes
            .iter()
            .map(|(id, at)| ((*id).to_owned(), Millis(*at)))
            .collect();
        PushHealth::default().listed(&wakes)
    }

    #[test]
    fn a_wake_has_time_to_arrive() {
        let health = sent(&[("a", 0)]);
        assert_eq!(health.health(Millis(WAKE_GRACE - 1)), Health::Unknown);
        assert_eq!(
            health.health(Millis(WAKE_GRACE)),
            Health::Missed {
                count: 1,
                since: Millis(0)
            }
        );
        assert_eq!(
            health
                .received("a", Millis(WAKE_GRACE + 9))
                .health(Millis(WAKE_GRACE + 9)),
            Health::Healthy
        );
    }

    #[test]
    fn a_later_wake_that_arrives_heals() {
        let health = sent(&[("a", 0), ("b", 10), ("c", 20)]);
        let late = Millis(WAKE_GRACE * 2);
        assert_eq!(
            health.health(late),
            Health::Missed {
                count: 3,
                since: Millis(0)
            }
        );
        assert_eq!(
            health.clone().received("b", late).health(late),
            Health::Missed {
                count: 1,
                since: Millis(20)
            }
        );
        assert_eq!(health.received("c", late).health(late), Health::Healthy);
    }

    #[test]
    fn a_wake_may_arrive_before_it_is_listed_and_old_ones_are_forgotten() {
        let early = PushHealth::default().received("a", Millis(1));
        assert_eq!(early.health(Millis(5)), Health::Unknown);
        assert_eq!(
            early.listed(&[("a".into(), Millis(0))]).health(Millis(5)),
            Health::Healthy
        );
        let many: Vec<_> = (0..100).map(|n| (format!("w{n}"), Millis(n))).collect();
        assert_eq!(PushHealth::default().listed(&many).sent.len(), KEPT);
    }
}
