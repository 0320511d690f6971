//! Booleans and control flow (XPath 1.0 §4.3; ODK XForms, "XPath functions").

use super::Call;
use crate::xpath::eval::Result;
use crate::xpath::value::Value;

type Answer<'a> = Result<Value<'a>>;

pub(super) fn boolean<'a>(call: &Call<'_, 'a>) -> Answer<'a> {
    let value = call.value(0)?;
    Ok(Value::Bool(call.eval.to_bool(&value)))
}

pub(super) fn not<'a>(call: &Call<'_, 'a>) -> Answer<'a> {
    let value = call.value(0)?;
    Ok(Value::Bool(!call.eval.to_bool(&value)))
}

pub(super) fn yes<'a>(_: &Call<'_, 'a>) -> Answer<'a> {
    Ok(Value::Bool(true))
}

pub(super) fn no<'a>(_: &Call<'_, 'a>) -> Answer<'a> {
    Ok(Value::Bool(false))
}

/// `if(condition, then, else)`: only the chosen branch runs.
pub(super) fn choose<'a>(call: &Call<'_, 'a>) -> Answer<'a> {
    if call.bool(0)? {
        call.value(1)
    } else {
        call.value(2)
    }
}

/// The first argument that isn't empty, else the second; not-a-number counts as empty.
pub(super) fn coalesce<'a>(call: &Call<'_, 'a>) -> Answer<'a> {
    let first = call.value(0)?;
    let text = call.eval.to_text(first.clone());
    let empty = text.is_empty() || matches!(first, Value::Number(number) if number.is_nan());
    if empty { call.value(1) } else { Ok(first) }
}

/// The node's own value if it has one, else the argument. A value that is hidden for a while is still the one that was made.
pub(super) fn once<'a>(call: &Call<'_, 'a>) -> Answer<'a> {
    let own = call.eval.world.held(call.context.node);
    if !own.is_empty() {
        return Ok(Value::Text(own));
    }
    match call.value(0)? {
        Value::Number(number) if number.is_nan() => Ok(Value::text("")),
        value => Ok(value),
    }
}

/// True for `1` and `true` only.
pub(super) fn boolean_from_string<'a>(call: &Call<'_, 'a>) -> Answer<'a> {
    let text = call.text(0)?;
    Ok(Value::Bool(matches!(&*text, "1" | "true")))
}

/// `checklist(min, max, …)`: how many are true lies between; -1 is no limit.
pub(super) fn checklist<'a>(call: &Call<'_, 'a>) -> Answer<'a> {
    let (min, max) = (call.number(0)?, call.number(1)?);
    let mut count = 0.0;
    for index in 2..call.arguments.len() {
        count += match call.value(index)? {
            Value::Nodes(nodes) => nodes.iter().filter(|node| is_true(call, **node)).count() as f64,
            value => f64::from(u8::from(call.eval.to_bool(&value))),
        };
    }
    Ok(Value::Bool(within(count, min, max)))
}

/// `weighted-checklist(min, max, value, weight, …)`: the weights of the true ones add up to between.
pub(super) fn weighted_checklist<'a>(call: &Call<'_, 'a>) -> Answer<'a> {
    let (min, max) = (call.number(0)?, call.number(1)?);
    let mut sum = 0.0;
    for index in (2..call.arguments.len()).step_by(2) {
        let flags = match call.value(index)? {
            Value::Nodes(nodes) => nodes.iter().map(|node| is_true(call, *node)).collect(),
            value => vec![call.eval.to_bool(&value)],
        };
        let weights = match call.value(index + 1)? {
            Value::Nodes(nodes) => nodes
                .iter()
                .map(|node| call.eval.number_of(&call.eval.text_at(*node)))
                .collect(),
            value => vec![call.eval.to_number(&value)],
        };
        sum += flags
            .iter()
            .zip(&weights)
            .filter(|(flag, _)| **flag)
            .map(|(_, weight)| weight)
            .sum::<f64>();
    }
    Ok(Value::Bool(within(sum, min, max)))
}

/// A node counts when it has text.
fn is_true(call: &Call<'_, '_>, node: crate::tree::Node) -> bool {
    !call.eval.text_at(node).is_empty()
}

fn within(value: f64, min: f64, max: f64) -> bool {
    (min < 0.0 || value >= min) && (max < 0.0 || value <= max)
}
