//! Working days, office hours and due dates.
//!
//! Saturday and Sunday are free, so are the holidays of the list, and the Saturdays that the government swaps against a
//! bridge day are worked. The list is data by year (`data/working_days.json`); outside its years only weekends are known,
//! which [`Calendar::covers`] tells. The day of acceptance is day 0 and the term ends with the n-th working day after
//! it. A "same day" dossier taken after 15:00 is due on the next working day. A term in hours counts inside office
//! time, 07:30–11:30 and 13:00–17:00; a city may set its own hours.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use chrono::{Datelike, Days, NaiveDate, NaiveTime, Weekday};
use serde::Deserialize;

use crate::time::{MINUTE, Millis};

/// The list that ships with the app.
static EMBEDDED: LazyLock<Calendar> = LazyLock::new(|| {
    let data: Data = serde_json::from_str(include_str!("../../data/working_days.json"))
        .expect("the embedded list is read by this module's tests");
    Calendar::new(data)
});

/// Which days are worked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    years: std::ops::RangeInclusive<i32>,
    holidays: BTreeMap<NaiveDate, Holiday>,
    worked_saturdays: BTreeSet<NaiveDate>,
}

/// Why a day is free.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holiday {
    /// Its Vietnamese name.
    pub vi: String,
    /// Its English name.
    pub en: String,
}

#[derive(Deserialize)]
struct Data {
    first_year: i32,
    last_year: i32,
    worked_saturdays: Vec<NaiveDate>,
    holidays: Vec<Row>,
}

#[derive(Deserialize)]
struct Row {
    date: NaiveDate,
    vi: String,
    en: String,
}

/// A time of day in hours and minutes; the callers' values are constants inside the day.
const fn clock(hour: u32, minute: u32) -> NaiveTime {
    match NaiveTime::from_hms_opt(hour, minute, 0) {
        Some(time) => time,
        None => NaiveTime::MIN,
    }
}

/// "Same day" dossiers taken after this time are due on the next working day.
pub const SAME_DAY_CUT_OFF: NaiveTime = clock(15, 0);
/// When the office closes, and a day's term ends.
pub const OFFICE_CLOSES: NaiveTime = clock(17, 0);
/// Office time, morning and afternoon.
pub const OFFICE_HOURS: [(NaiveTime, NaiveTime); 2] =
    [(clock(7, 30), clock(11, 30)), (clock(13, 0), OFFICE_CLOSES)];

impl Calendar {
    /// The list that ships with the app, 2024 to 2027.
    pub fn embedded() -> &'static Calendar {
        &EMBEDDED
    }

    fn new(data: Data) -> Calendar {
        let holiday = |row: Row| {
            (
                row.date,
                Holiday {
                    vi: row.vi,
                    en: row.en,
                },
            )
        };
        Calendar {
            years: data.first_year..=data.last_year,
            holidays: data.holidays.into_iter().map(holiday).collect(),
            worked_saturdays: data.worked_saturdays.into_iter().collect(),
        }
    }

    /// Whether the list knows this day's year. Outside, dates are estimates: say so where they are shown.
    pub fn covers(&self, date: NaiveDate) -> bool {
        self.years.contains(&date.year())
    }

    /// The holiday on this day, if it is one.
    pub fn holiday(&self, date: NaiveDate) -> Option<&Holiday> {
        self.holidays.get(&date)
    }

    /// Whether offices work on this day.
    pub fn is_working_day(&self, date: NaiveDate) -> bool {
        let weekend = matches!(date.weekday(), Weekday::Sat | Weekday::Sun);
        self.worked_saturdays.contains(&date) || (!weekend && !self.holidays.contains_key(&date))
    }

    /// The first working day after `date`.
    pub fn next_working_day(&self, date: NaiveDate) -> NaiveDate {
        date.iter_days()
            .skip(1)
            .find(|&day| self.is_working_day(day))
            .unwrap_or(NaiveDate::MAX)
    }

    /// The n-th working day after `date`, which itself is day 0; for n = 0, `date`, or the next working day when it is
    /// free.
    pub fn add_working_days(&self, date: NaiveDate, n: u32) -> NaiveDate {
        match n {
            0 if self.is_working_day(date) => date,
            0 => self.next_working_day(date),
            n => (0..n).fold(date, |day, _| self.next_working_day(day)),
        }
    }

    /// How many working days lie after `from`, up to and including `to`; 0 when `to` isn't later.
    pub fn working_days_between(&self, from: NaiveDate, to: NaiveDate) -> u32 {
        let after = from.iter_days().skip(1).take_while(|&day| day <= to);
        after
            .filter(|&day| self.is_working_day(day))
            .fold(0, |n, _| n + 1)
    }

    /// The moment a term of `n` working days ends, when it starts with acceptance at `accepted_at`.
    pub fn due_after_days(&self, accepted_at: Millis, n: u32) -> Millis {
        close_of(self.add_working_days(accepted_at.vietnam_date(), n))
    }

    /// The moment a "same day" term ends: that day's close, or the next working day's when it was accepted after
    /// 15:00 or on a free day.
    pub fn due_same_day(&self, accepted_at: Millis) -> Millis {
        let local = accepted_at.vietnam_local();
        let in_time = self.is_working_day(local.date()) && local.time() <= SAME_DAY_CUT_OFF;
        close_of(if in_time {
            local.date()
        } else {
            self.next_working_day(local.date())
        })
    }

    /// The moment a term of `hours` hours of office time ends.
    pub fn due_after_hours(&self, accepted_at: Millis, hours: u32) -> Millis {
        let mut left = i64::from(hours) * 60 * MINUTE;
        let mut day = accepted_at.vietnam_date();
        if left == 0 {
            return accepted_at;
        }
        loop {
            for (from, to) in self.office_time(day) {
                let start = from.max(accepted_at);
                let length = to.since(start).max(0);
                if length >= left {
                    return start.plus(left);
                }
                left -= length;
            }
            day = self.next_working_day(day);
            if day == NaiveDate::MAX {
                return close_of(day);
            }
        }
    }

    /// Milliseconds of office time from `from` to `to`; 0 when `to` isn't later.
    pub fn office_time_between(&self, from: Millis, to: Millis) -> i64 {
        let mut total = 0;
        let last = to.vietnam_date();
        let mut day = from.vietnam_date();
        while day <= last {
            for (opens, closes) in self.office_time(day) {
                total += closes.min(to).since(opens.max(from)).max(0);
            }
            match day.checked_add_days(Days::new(1)) {
                Some(next) => day = next,
                None => break,
            }
        }
        total
    }

    fn office_time(&self, date: NaiveDate) -> Vec<(Millis, Millis)> {
        if !self.is_working_day(date) {
            return vec![];
        }
        OFFICE_HOURS
            .map(|(from, to)| (Millis::from_vietnam(date, from), Millis::from_vietnam(date, to)))
            .to_vec()
    }
}

/// The moment offices close on this day.
pub fn close_of(date: NaiveDate) -> Millis {
    Millis::from_vietnam(date, OFFICE_CLOSES)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::HOUR;
    use proptest::prelude::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn at(text: &str) -> Millis {
        Millis::parse_rfc3339(&format!("{text}:00+07:00")).unwrap()
    }

    #[test]
    fn due_dates_of_the_vectors() {
        #[derive(Deserialize)]
        struct Vector {
            accepted: NaiveDate,
            working_days: u32,
            due: NaiveDate,
        }
        let vectors: Vec<Vector> =
            serde_json::from_str(include_str!("../../tests/data/working_day_vectors.json")).unwrap();
        assert_eq!(vectors.len(), 16);
        for v in vectors {
            assert_eq!(
                Calendar::embedded().add_working_days(v.accepted, v.working_days),
                v.due,
                "{}",
                v.accepted
            );
            assert_eq!(
                Calendar::embedded().working_days_between(v.accepted, v.due),
                v.working_days
            );
        }
    }

    #[test]
    fn free_and_worked_days() {
        let calendar = Calendar::embedded();
        assert_eq!(
            calendar.holiday(day("2026-11-24")).unwrap().vi,
            "Ngày Văn hóa Việt Nam"
        );
        assert!(!calendar.is_working_day(day("2026-11-24")));
        assert!(calendar.is_working_day(day("2026-08-22")), "a swapped Saturday");
        assert!(
            !calendar.is_working_day(day("2026-08-31")),
            "the day it was swapped for"
        );
        assert!(calendar.covers(day("2027-12-31")) && !calendar.covers(day("2028-01-01")));
    }

    #[test]
    fn same_day_dossiers_have_a_cut_off() {
        let calendar = Calendar::embedded();
        assert_eq!(
            calendar.due_same_day(at("2026-11-20T15:00")),
            at("2026-11-20T17:00")
        );
        assert_eq!(
            calendar.due_same_day(at("2026-11-20T15:01")),
            at("2026-11-23T17:00")
        );
        assert_eq!(
            calendar.due_same_day(at("2026-11-22T09:00")),
            at("2026-11-23T17:00")
        );
        assert_eq!(
            calendar.due_same_day(at("2026-11-23T16:00")),
            at("2026-11-25T17:00"),
            "Culture Day between"
        );
    }

    #[test]
    fn hours_count_inside_office_time() {
        let calendar = Calendar::embedded();
        assert_eq!(
            calendar.due_after_hours(at("2026-11-20T10:30"), 2),
            at("2026-11-20T14:00")
        );
        assert_eq!(
            calendar.due_after_hours(at("2026-11-20T08:30"), 8),
            at("2026-11-23T08:30")
        );
        assert_eq!(
            calendar.due_after_hours(at("2026-11-21T03:00"), 8),
            at("2026-11-23T17:00")
        );
        assert_eq!(
            calendar.office_time_between(at("2026-11-20T16:00"), at("2026-11-23T08:00")),
            HOUR + HOUR / 2
        );
        assert_eq!(
            calendar.office_time_between(at("2026-11-23T08:00"), at("2026-11-20T16:00")),
            0
        );
    }

    proptest! {
        #[test]
        fn due_days_are_worked_and_count_back(offset in 0u64..1_300, n in 1u32..40) {
            let calendar = Calendar::embedded();
            let from = day("2024-01-01") + Days::new(offset);
            let due = calendar.add_working_days(from, n);
            prop_assert!(calendar.is_working_day(due));
            prop_assert_eq!(calendar.working_days_between(from, due), n);
        }

        #[test]
        fn hours_end_inside_office_time_and_count_back(minutes in 0i64..1_000_000, hours in 1u32..60) {
            let calendar = Calendar::embedded();
            let from = at("2024-01-01T00:00").plus(minutes * MINUTE);
            let due = calendar.due_after_hours(from, hours);
            prop_assert_eq!(calendar.office_time_between(from, due), i64::from(hours) * HOUR);
        }
    }
}
