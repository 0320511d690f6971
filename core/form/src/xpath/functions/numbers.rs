//! Numbers (XPath 1.0 §4.4; ODK XForms, "XPath functions").

use super::Call;
use crate::xpath::eval::Result;
use crate::xpath::program::Expr;
use crate::xpath::value::Value;

type Answer<'a> = Result<Value<'a>>;

/// Dates count in days.
pub(super) fn number<'a>(call: &Call<'_, 'a>) -> Answer<'a> {
    if call.arguments.is_empty() {
        return Ok(Value::Number(call.eval.number_of(&call.text_or_here()?)));
    }
    let value = call.value(0)?;
    let number = call.eval.to_number(&value);
    let plain = match &value {
        Value::Text(text) => crate::xpath::value::plain_number(text.trim()).is_some(),
        Value::Date(_) => false,
        _ => true,
    };
    Ok(if plain || number.is_nan() {
        Value::Number(number)
    } else {
        Value::Days(number)
    })
}

pub(super) fn sum<'a>(call: &Call<'_, 'a>) -> Answer<'a> {
    if let Some(Expr::Rows(path)) = call.arguments.first()
        && let Some(total) = call.eval.kept_total(path, call.context)
    {
        return Ok(Value::Number(total));
    }
    let nodes = call.nodes(0)?;
    call.eval.spend(nodes.len())?;
    // In document order from the start each time: the same rows give the same bits whatever happened before.
    let sum = nodes.iter().fold(0.0, |sum, node| {
        sum + call.eval.number_of(&call.eval.text_at(*node))
    });
    Ok(Value::Number(sum))
}

pub(super) fn floor<'a>(call: &Call<'_, 'a>) -> Answer<'a> {
    Ok(Value::Number(call.number(0)?.floor()))
}

pub(super) fn ceiling<'a>(call: &Call<'_, 'a>) -> Answer<'a> {
    Ok(Value::Number(call.number(0)?.ceil()))
}

/// `round(number, places?)`. Halves go away from zero below it, towards plus infinity above (ODK XForms); with places the decimal
/// text is rounded, so that 1.005 isn't 1.00 by accident of binary.
pub(super) fn round<'a>(call: &Call<'_, 'a>) -> Answer<'a> {
    let number = call.number(0)?;
    if call.arguments.len() == 1 {
        return Ok(Value::Number(half_up(number)));
    }
    let places = call.number(1)?.trunc();
    if !number.is_finite() || places.is_nan() {
        return Ok(Value::Number(number));
    }
    // Beyond this no digit of an f64 is left to round.
    let places = places.clamp(-400.0, 400.0) as i32;
    Ok(Value::Number(half_away(shift(number, places), places)))
}

/// XPath 1.0 §4.4: the closest whole number, the greater of two equally close.
pub(super) fn half_up(number: f64) -> f64 {
    if !number.is_finite() || number.fract() == 0.0 {
        return number;
    }
    // Adding a half first would lift what is just below one.
    let below = number.floor();
    if number - below >= 0.5 { below + 1.0 } else { below }
}

fn half_away(shifted: f64, places: i32) -> f64 {
    if !shifted.is_finite() {
        return shifted;
    }
    shift(shifted.round(), -places)
}

/// Moves the decimal point by rewriting the exponent: exact where multiplying would add an error.
fn shift(number: f64, places: i32) -> f64 {
    format!("{number:e}")
        .split_once('e')
        .and_then(|(digits, exponent)| {
            let exponent = exponent.parse::<i32>().ok()? + places;
            format!("{digits}e{exponent}").parse().ok()
        })
        .unwrap_or(number)
}

/// Towards zero.
pub(super) fn int<'a>(call: &Call<'_, 'a>) -> Answer<'a> {
    Ok(Value::Number(call.number(0)?.trunc()))
}

pub(super) fn min<'a>(call: &Call<'_, 'a>) -> Answer<'a> {
    extreme(call, |best, next| next < best)
}

pub(super) fn max<'a>(call: &Call<'_, 'a>) -> Answer<'a> {
    extreme(call, |best, next| next > best)
}

/// Not a number when there are no values or one of them isn't a number.
fn extreme<'a>(call: &Call<'_, 'a>, better: fn(f64, f64) -> bool) -> Answer<'a> {
    let mut values = Vec::new();
    for index in 0..call.arguments.len() {
        match call.value(index)? {
            Value::Nodes(nodes) => {
                values.extend(
                    nodes
                        .iter()
                        .map(|node| call.eval.number_of(&call.eval.text_at(*node))),
                );
            }
            value => values.push(call.eval.to_number(&value)),
        }
    }
    call.eval.spend(values.len())?;
    let mut values = values.into_iter();
    let Some(first) = values.next() else {
        return Ok(Value::Number(f64::NAN));
    };
    let best = values.fold(first, |best, next| match () {
        () if best.is_nan() || next.is_nan() => f64::NAN,
        () if better(best, next) => next,
        () => best,
    });
    Ok(Value::Number(best))
}

macro_rules! unary {
    ($($name:ident $run:expr;)+) => {
        $(pub(super) fn $name<'a>(call: &Call<'_, 'a>) -> Answer<'a> {
            let run: fn(f64) -> f64 = $run;
            Ok(Value::Number(run(call.number(0)?)))
        })+
    };
}

unary! {
    abs f64::abs;
    sqrt f64::sqrt;
    log f64::ln;
    log10 f64::log10;
    exp f64::exp;
    exp10 |x| 10f64.powf(x);
    sin f64::sin;
    cos f64::cos;
    tan f64::tan;
    asin f64::asin;
    acos f64::acos;
    atan f64::atan;
}

pub(super) fn pow<'a>(call: &Call<'_, 'a>) -> Answer<'a> {
    Ok(Value::Number(call.number(0)?.powf(call.number(1)?)))
}

pub(super) fn atan2<'a>(call: &Call<'_, 'a>) -> Answer<'a> {
    Ok(Value::Number(call.number(0)?.atan2(call.number(1)?)))
}

pub(super) fn pi<'a>(_: &Call<'_, 'a>) -> Answer<'a> {
    Ok(Value::Number(std::f64::consts::PI))
}
