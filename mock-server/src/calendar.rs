//! Working days: when something is due.
//!
//! Saturday, Sunday and public holidays are free; a Saturday that the government swapped for a day off is worked. The day
//! of acceptance is day 0, and what is due in n working days is due at the end (17:00 in Việt Nam) of the n-th. "Same day"
//! dossiers taken at 15:00 or later, or on a free day, are due the next working day. Days and hours that the law counts in
//! the calendar are counted so. Dates are in Asia/Ho_Chi_Minh, which has no summer time.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{
    DateTime, Datelike, Days, FixedOffset, NaiveDate, NaiveTime, TimeDelta, TimeZone, Utc, Weekday,
};
use serde::Deserialize;

use crate::catalogue::Deadline;
use crate::store::StoreError;

/// UTC+7.
const VIET_NAM_SECONDS: i32 = 7 * 3_600;
/// When offices close.
const CLOSING: NaiveTime = NaiveTime::from_hms_opt(17, 0, 0).expect("a time of day");
/// From when a "same day" dossier is due the next working day.
const SAME_DAY_CUT_OFF: NaiveTime = NaiveTime::from_hms_opt(15, 0, 0).expect("a time of day");

/// The days off and the swapped Saturdays.
pub(crate) struct Calendar {
    holidays: BTreeSet<NaiveDate>,
    worked: BTreeSet<NaiveDate>,
}

#[derive(Deserialize)]
struct HolidaysFile {
    holidays: BTreeMap<String, Vec<Holiday>>,
    working_saturdays: BTreeMap<String, Vec<NaiveDate>>,
}

#[derive(Deserialize)]
struct Holiday {
    date: NaiveDate,
}

impl Calendar {
    /// Reads the list in the program.
    ///
    /// # Errors
    /// It is damaged.
    pub(crate) fn load() -> Result<Self, StoreError> {
        let file: HolidaysFile = serde_json::from_str(include_str!("../data/holidays.json"))
            .map_err(|error| StoreError::Failed(format!("holidays.json: {error}")))?;
        Ok(Self {
            holidays: file
                .holidays
                .into_values()
                .flatten()
                .map(|holiday| holiday.date)
                .collect(),
            worked: file.working_saturdays.into_values().flatten().collect(),
        })
    }

    /// Whether offices work that day.
    pub(crate) fn is_working_day(&self, day: NaiveDate) -> bool {
        let weekend = matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
        self.worked.contains(&day) || (!weekend && !self.holidays.contains(&day))
    }

    /// The n-th working day after `day`.
    pub(crate) fn add_working_days(&self, day: NaiveDate, count: u32) -> NaiveDate {
        let mut after = day.iter_days().skip(1).filter(|day| self.is_working_day(*day));
        match count.checked_sub(1) {
            None => day,
            Some(skipped) => after.nth(skipped as usize).unwrap_or(day),
        }
    }

    /// How many working days lie after `from`'s day, up to and with `to`'s.
    pub(crate) fn working_days_between(&self, from: DateTime<Utc>, to: DateTime<Utc>) -> u32 {
        let (from, to) = (local(from).date_naive(), local(to).date_naive());
        let days = from.iter_days().skip(1).take_while(|day| *day <= to);
        u32::try_from(days.filter(|day| self.is_working_day(*day)).count()).unwrap_or(u32::MAX)
    }

    /// The end of the n-th working day after `start`.
    pub(crate) fn due_in_working_days(&self, start: DateTime<Utc>, count: u32) -> DateTime<Utc> {
        closing_of(self.add_working_days(local(start).date_naive(), count))
    }

    /// When a dossier accepted at `accepted` is due; nothing where the law names no limit.
    pub(crate) fn due(&self, accepted: DateTime<Utc>, deadline: &Deadline) -> Option<DateTime<Utc>> {
        let count = deadline.days?;
        if deadline.note.as_deref() == Some("same_day_cutoff_15h") {
            return Some(self.same_day(accepted));
        }
        match deadline.unit.as_deref()? {
            "WORKING_DAY" => Some(self.due_in_working_days(accepted, count)),
            "DAY" => local(accepted)
                .date_naive()
                .checked_add_days(Days::new(count.into()))
                .map(closing_of),
            "HOUR" => Some(accepted + TimeDelta::hours(count.into())),
            _ => None,
        }
    }

    /// `due` after a pause: each working day of the pause is added.
    pub(crate) fn after_pause(
        &self,
        due: DateTime<Utc>,
        from: DateTime<Utc>,
        to: DateTime<Utc>,
    ) -> DateTime<Utc> {
        match self.working_days_between(from, to) {
            0 => due,
            days => self.due_in_working_days(due, days),
        }
    }

    fn same_day(&self, accepted: DateTime<Utc>) -> DateTime<Utc> {
        let at = local(accepted);
        let in_time = self.is_working_day(at.date_naive()) && at.time() < SAME_DAY_CUT_OFF;
        self.due_in_working_days(accepted, u32::from(!in_time))
    }
}

/// The calendar day there is in Việt Nam.
pub(crate) fn local_day(time: DateTime<Utc>) -> NaiveDate {
    local(time).date_naive()
}

/// The time on a clock in Việt Nam.
pub(crate) fn local(time: DateTime<Utc>) -> DateTime<FixedOffset> {
    time.with_timezone(&viet_nam())
}

fn viet_nam() -> FixedOffset {
    FixedOffset::east_opt(VIET_NAM_SECONDS).expect("seven hours are an offset")
}

fn closing_of(day: NaiveDate) -> DateTime<Utc> {
    let closing = viet_nam().from_local_datetime(&day.and_time(CLOSING)).single();
    closing
        .expect("a fixed offset has each time once")
        .with_timezone(&Utc)
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn deadline(days: u32, unit: &str, note: Option<&str>) -> Deadline {
        Deadline {
            days: Some(days),
            unit: Some(unit.into()),
            note: note.map(Into::into),
        }
    }

    #[test]
    fn due_dates_are_those_of_the_test_list() {
        let calendar = Calendar::load().unwrap();
        let file: Value = serde_json::from_str(include_str!("../data/holidays.json")).unwrap();
        let cases = file["working_day_tests"].as_array().unwrap();
        assert!(cases.len() >= 16);
        for case in cases {
            let accepted: NaiveDate = case["accepted"].as_str().unwrap().parse().unwrap();
            let count = u32::try_from(case["working_days"].as_u64().unwrap()).unwrap();
            assert_eq!(
                calendar.add_working_days(accepted, count).to_string(),
                case["due"].as_str().unwrap()
            );
        }
    }

    #[test]
    fn same_day_means_today_before_three_and_the_next_working_day_after() {
        let calendar = Calendar::load().unwrap();
        let same_day = deadline(1, "WORKING_DAY", Some("same_day_cutoff_15h"));
        let due = |accepted: &str| calendar.due(at(accepted), &same_day).unwrap();
        // Friday 20 November 2026 at 14:59, then at 15:00, then on Sunday.
        assert_eq!(due("2026-11-20T07:59:00Z"), at("2026-11-20T10:00:00Z"));
        assert_eq!(due("2026-11-20T08:00:00Z"), at("2026-11-23T10:00:00Z"));
        assert_eq!(due("2026-11-22T03:00:00Z"), at("2026-11-23T10:00:00Z"));
    }

    #[test]
    fn calendar_days_and_hours_ignore_holidays_and_no_limit_is_no_date() {
        let calendar = Calendar::load().unwrap();
        let accepted = at("2026-11-20T03:00:00Z");
        assert_eq!(
            calendar.due(accepted, &deadline(10, "DAY", None)),
            Some(at("2026-11-30T10:00:00Z"))
        );
        assert_eq!(
            calendar.due(accepted, &deadline(1, "HOUR", None)),
            Some(at("2026-11-20T04:00:00Z"))
        );
        let none = Deadline {
            days: None,
            unit: None,
            note: None,
        };
        assert_eq!(calendar.due(accepted, &none), None);
    }

    #[test]
    fn a_pause_adds_its_working_days_only() {
        let calendar = Calendar::load().unwrap();
        let due = at("2026-11-23T10:00:00Z");
        // Paused on Friday, resumed on Wednesday; Saturday, Sunday and Culture Day (24 November) don't count.
        let shifted = calendar.after_pause(due, at("2026-11-20T03:00:00Z"), at("2026-11-25T03:00:00Z"));
        assert_eq!(shifted, at("2026-11-26T10:00:00Z"));
        assert_eq!(
            calendar.after_pause(due, at("2026-11-20T03:00:00Z"), at("2026-11-20T09:00:00Z")),
            due
        );
    }
}
