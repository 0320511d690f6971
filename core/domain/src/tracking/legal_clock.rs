//! The legal clock of one dossier: when it is due, what stood still, what is left. Overdue is a property of the clock, not
//! a status.
//!
//! The due date is the office's word (`accepted`, slip 01). While the citizen is asked for something the clock stands
//! still, and each pause moves the date by the whole working days it lasted, the day of asking being day 0.

use serde::{Deserialize, Serialize};

use crate::dossier::{ClockMode, Status};
use crate::evidence::{ChainState, Event};
use crate::time::Millis;
use crate::vietnam::working_days::{Calendar, close_of};

/// A time in which the clock stood still.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pause {
    /// From when.
    pub from: Millis,
    /// Until when; `None` while it lasts.
    pub to: Option<Millis>,
}

/// The clock of one dossier.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct LegalClock {
    /// When it was accepted.
    pub accepted_at: Option<Millis>,
    /// The date the office gave, before pauses.
    pub due_at: Option<Millis>,
    /// Pauses after acceptance, in order.
    pub paused: Vec<Pause>,
    /// When the result was there or the dossier ended; the clock says nothing after it.
    pub stopped_at: Option<Millis>,
}

/// What is left of the term.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Remaining {
    /// The clock hasn't started, or the office gave no date.
    NoTerm,
    /// It stands still; this much is left when it goes on.
    Paused {
        /// Working days after today.
        days: u32,
    },
    /// Days are left.
    Days {
        /// Working days after today, 1 or more.
        days: u32,
    },
    /// It is due today.
    Hours {
        /// Whole hours of office time.
        hours: u32,
    },
    /// The term is over and there is no result.
    Overdue {
        /// Working days since; 0 on the day itself.
        days: u32,
    },
    /// The result is there, or the dossier ended.
    Over {
        /// Whether it ended after the term.
        late: bool,
    },
}

impl LegalClock {
    /// Reads the clock from a chain's uncontested facts.
    pub fn from_chain(chain: &ChainState) -> LegalClock {
        let mut clock = LegalClock::default();
        for checked in chain.uncontested() {
            let fact = &checked.fact.fact;
            if fact.event.known() == Some(Event::Accepted) {
                clock.due_at = fact.data.due_at.as_deref().and_then(read_due).or(clock.due_at);
            }
            if let Some(status) = checked.gave {
                clock.turn(status, fact.occurred_at);
            }
        }
        clock
    }

    /// The dossier came into `status` at this moment. Apply in order of time.
    pub fn turn(&mut self, status: Status, at: Millis) {
        let open = self.paused.last_mut().filter(|pause| pause.to.is_none());
        match status.clock() {
            // A pause before acceptance stops nothing: the clock hadn't started.
            ClockMode::Paused if self.accepted_at.is_some() && open.is_none() => {
                self.paused.push(Pause { from: at, to: None });
            }
            ClockMode::Paused | ClockMode::NotStarted => {}
            ClockMode::Runs | ClockMode::Stopped => {
                if let Some(pause) = open {
                    pause.to = Some(at);
                }
                self.stopped_at = match status.clock() {
                    // The first moment counts: delivery later doesn't make the result late.
                    ClockMode::Stopped => self.stopped_at.or(Some(at)),
                    _ => None,
                };
                if status.clock() == ClockMode::Runs {
                    self.accepted_at = self.accepted_at.or(Some(at));
                }
            }
        }
    }

    /// Whether it stands still now.
    pub fn is_paused(&self) -> bool {
        self.paused.last().is_some_and(|pause| pause.to.is_none())
    }

    /// When it is due, pauses counted; a pause that still lasts counts up to `now`.
    pub fn due(&self, calendar: &Calendar, now: Millis) -> Option<Millis> {
        let given = self.due_at?;
        let moved: u32 = self
            .paused
            .iter()
            .map(|p| calendar.working_days_between(p.from.vietnam_date(), p.to.unwrap_or(now).vietnam_date()))
            .sum();
        if moved == 0 {
            return Some(given);
        }
        let local = given.vietnam_local();
        Some(Millis::from_vietnam(
            calendar.add_working_days(local.date(), moved),
            local.time(),
        ))
    }

    /// What is left at `now`.
    pub fn remaining(&self, calendar: &Calendar, now: Millis) -> Remaining {
        let Some(due) = self.due(calendar, now) else {
            return Remaining::NoTerm;
        };
        let (today, due_day) = (now.vietnam_date(), due.vietnam_date());
        let days = calendar.working_days_between(today, due_day);
        match self.stopped_at {
            Some(end) => Remaining::Over { late: end > due },
            None if self.is_paused() => Remaining::Paused { days },
            None if now > due => Remaining::Overdue {
                days: calendar.working_days_between(due_day, today),
            },
            None if days > 0 => Remaining::Days { days },
            None => {
                let left = calendar.office_time_between(now, due);
                Remaining::Hours {
                    hours: u32::try_from(left / crate::time::HOUR).unwrap_or(0),
                }
            }
        }
    }

    /// Whether the term is over without a result.
    pub fn is_overdue(&self, calendar: &Calendar, now: Millis) -> bool {
        matches!(self.remaining(calendar, now), Remaining::Overdue { .. })
    }
}

/// RFC 3339, or a date that means the close of that day.
fn read_due(text: &str) -> Option<Millis> {
    let day = || text.parse().ok().map(close_of);
    Millis::parse_rfc3339(text).ok().or_else(day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(text: &str) -> Millis {
        Millis::parse_rfc3339(&format!("{text}:00+07:00")).unwrap()
    }

    fn remaining(clock: &LegalClock, now: &str) -> Remaining {
        clock.remaining(Calendar::embedded(), at(now))
    }

    /// Accepted Friday 20 November 2026, three working days: Monday, Wednesday (Tuesday is Culture Day), Thursday.
    fn accepted() -> LegalClock {
        let mut clock = LegalClock {
            due_at: read_due("2026-11-26"),
            ..LegalClock::default()
        };
        clock.turn(Status::Registered, at("2026-11-20T08:00"));
        clock.turn(Status::Accepted, at("2026-11-20T09:00"));
        clock
    }

    #[test]
    fn days_then_hours_then_overdue() {
        let clock = accepted();
        assert_eq!(remaining(&clock, "2026-11-20T10:00"), Remaining::Days { days: 3 });
        assert_eq!(remaining(&clock, "2026-11-24T10:00"), Remaining::Days { days: 2 });
        assert_eq!(
            remaining(&clock, "2026-11-26T10:00"),
            Remaining::Hours { hours: 5 }
        );
        assert_eq!(
            remaining(&clock, "2026-11-26T17:00"),
            Remaining::Hours { hours: 0 }
        );
        assert_eq!(
            remaining(&clock, "2026-11-26T17:01"),
            Remaining::Overdue { days: 0 }
        );
        assert_eq!(
            remaining(&clock, "2026-11-30T08:00"),
            Remaining::Overdue { days: 2 }
        );
    }

    #[test]
    fn a_pause_moves_the_date_by_whole_working_days() {
        let mut clock = accepted();
        clock.turn(Status::SupplementRequested, at("2026-11-23T09:00"));
        assert_eq!(
            remaining(&clock, "2026-11-23T16:00"),
            Remaining::Paused { days: 2 }
        );
        assert_eq!(
            remaining(&clock, "2026-11-27T16:00"),
            Remaining::Paused { days: 2 }
        );
        clock.turn(Status::Accepted, at("2026-11-25T09:00"));
        let due = clock.due(Calendar::embedded(), at("2026-12-30T00:00"));
        assert_eq!(
            due,
            Some(at("2026-11-27T17:00")),
            "Culture Day was no working day"
        );
        assert!(!clock.is_overdue(Calendar::embedded(), at("2026-11-27T16:59")));
    }

    #[test]
    fn a_pause_before_acceptance_stops_nothing() {
        let mut clock = LegalClock::default();
        clock.turn(Status::Registered, at("2026-11-20T08:00"));
        clock.turn(Status::SupplementRequested, at("2026-11-20T09:00"));
        clock.turn(Status::Registered, at("2026-11-25T09:00"));
        assert_eq!((clock.paused.len(), clock.accepted_at), (0, None));
        assert_eq!(remaining(&clock, "2026-11-25T09:00"), Remaining::NoTerm);
    }

    #[test]
    fn the_result_stops_it_and_a_reopening_starts_it_again() {
        let mut clock = accepted();
        clock.turn(Status::Processing, at("2026-11-20T10:00"));
        clock.turn(Status::Completed, at("2026-11-26T16:00"));
        clock.turn(Status::ResultDelivered, at("2026-12-01T08:00"));
        assert_eq!(
            remaining(&clock, "2026-12-05T08:00"),
            Remaining::Over { late: false }
        );
        let mut reopened = accepted();
        reopened.turn(Status::Completed, at("2026-11-23T16:00"));
        reopened.turn(Status::Processing, at("2026-11-25T08:00"));
        assert_eq!(
            remaining(&reopened, "2026-11-25T09:00"),
            Remaining::Days { days: 1 }
        );
    }

    #[test]
    fn the_offices_date_is_read_in_both_forms() {
        assert_eq!(read_due("2026-11-26"), Some(at("2026-11-26T17:00")));
        assert_eq!(read_due("2026-11-26T10:00:00.000Z"), Some(at("2026-11-26T17:00")));
        assert_eq!(read_due("soon"), None);
    }

    proptest! {
        /// As time passes nothing comes back: days left only shrink, and overdue stays overdue.
        #[test]
        fn time_only_runs_down(a in 0i64..20_000, b in 0i64..20_000) {
            let clock = accepted();
            let begin = at("2026-11-20T09:00");
            let moment = |minutes: i64| clock.remaining(Calendar::embedded(), begin.plus(minutes * 60_000));
            let left = |r: Remaining| match r {
                Remaining::Days { days } => i64::from(days) * 100,
                Remaining::Hours { hours } => i64::from(hours),
                Remaining::Overdue { days } => -1 - i64::from(days),
                Remaining::NoTerm | Remaining::Paused { .. } | Remaining::Over { .. } => unreachable!(),
            };
            prop_assert!(left(moment(a.min(b))) >= left(moment(a.max(b))));
        }
    }
}
