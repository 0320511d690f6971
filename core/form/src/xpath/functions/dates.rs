//! Dates and times (ODK XForms, "XPath functions"). A date without zone is read in the zone of `now`.

use chrono::{NaiveDateTime, NaiveTime, Timelike};

use super::Call;
use crate::xpath::eval::Result;
use crate::xpath::time;
use crate::xpath::value::{self, Value};

type Answer<'a> = Result<Value<'a>>;

pub(super) fn today<'a>(call: &Call<'_, 'a>) -> Answer<'a> {
    Ok(Value::Date(Some(time::midnight(call.eval.setting.env.now))))
}

pub(super) fn now<'a>(call: &Call<'_, 'a>) -> Answer<'a> {
    Ok(Value::Date(Some(call.eval.setting.env.now.timestamp_millis())))
}

/// A date of a text or of a number of days; what isn't one reads as empty.
pub(super) fn date<'a>(call: &Call<'_, 'a>) -> Answer<'a> {
    Ok(Value::Date(moment(call, call.value(0)?)))
}

fn moment<'a>(call: &Call<'_, 'a>, value: Value<'a>) -> Option<time::Moment> {
    match value {
        Value::Date(moment) => moment,
        Value::Number(days) | Value::Days(days) if days.is_finite() => time::from_days(days),
        Value::Number(_) | Value::Days(_) | Value::Bool(_) => None,
        other => {
            let text = call.eval.to_text(other);
            let text = text.trim();
            match value::plain_number(text) {
                Some(days) => time::from_days(days),
                None => time::parse(text, call.eval.setting.zone),
            }
        }
    }
}

pub(super) fn decimal_date_time<'a>(call: &Call<'_, 'a>) -> Answer<'a> {
    Ok(Value::Number(
        moment(call, call.value(0)?).map_or(f64::NAN, time::days),
    ))
}

/// The part of the day that has passed, in the zone of `now`: at a time, or at a date and time.
pub(super) fn decimal_time<'a>(call: &Call<'_, 'a>) -> Answer<'a> {
    let text = call.text(0)?;
    let moment = match time::parse_time(text.trim()) {
        Some((clock, zone)) => Some(on_first_day(clock, zone.unwrap_or(call.eval.setting.zone))),
        None => time::parse(text.trim(), call.eval.setting.zone),
    };
    let local =
        moment.map(|moment| (moment + i64::from(call.eval.setting.zone) * 1000).rem_euclid(86_400_000));
    // At most a day of milliseconds: exact.
    Ok(Value::Number(
        local.map_or(f64::NAN, |local| local as f64 / 86_400_000.0),
    ))
}

/// A time on 1970-01-01 in its zone.
fn on_first_day(clock: NaiveTime, zone_seconds: i32) -> time::Moment {
    let (seconds, nanos) = (clock.num_seconds_from_midnight(), clock.nanosecond());
    i64::from(seconds) * 1000 + i64::from(nanos / 1_000_000) - i64::from(zone_seconds) * 1000
}

/// `format-date(date, pattern)`; empty when it isn't a date. A time alone is formatted on today's date.
pub(super) fn format_date<'a>(call: &Call<'_, 'a>) -> Answer<'a> {
    let value = call.value(0)?;
    let pattern = call.text(1)?;
    let moment = match moment(call, value.clone()) {
        Some(moment) => Some(moment),
        None => time_today(call, &call.eval.to_text(value)),
    };
    let local = moment.and_then(|moment| time::local(moment, call.eval.setting.zone));
    Ok(Value::text(
        local
            .map(|local| time::format(local, &pattern))
            .unwrap_or_default(),
    ))
}

fn time_today(call: &Call<'_, '_>, text: &str) -> Option<time::Moment> {
    let (clock, zone) = time::parse_time(text.trim())?;
    let local = NaiveDateTime::new(call.eval.setting.env.now.date_naive(), clock)
        .and_utc()
        .timestamp_millis();
    Some(local - i64::from(zone.unwrap_or(call.eval.setting.zone)) * 1000)
}
