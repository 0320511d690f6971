//! Random values, all grown from the bytes given with the operation.

use super::Call;
use crate::tree::Node;
use crate::xpath::eval::{Failure, Result};
use crate::xpath::value::Value;

type Answer<'a> = Result<Value<'a>>;

pub(super) fn random<'a>(call: &Call<'_, 'a>) -> Answer<'a> {
    Ok(Value::Number(call.eval.setting.stream.unit()))
}

/// `uuid()`: version 4 (RFC 9562 §5.4); `uuid(length)`: so many letters and digits.
pub(super) fn uuid<'a>(call: &Call<'_, 'a>) -> Answer<'a> {
    if call.arguments.is_empty() {
        return Ok(Value::text(version_4(
            call.eval.setting.stream.next(),
            call.eval.setting.stream.next(),
        )));
    }
    let length = call.number(0)?;
    if length.is_nan() || length > 10_000.0 {
        return Err(Failure::Argument("uuid: not a usable length".into()));
    }
    const LETTERS: &[u8; 62] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    let letter = |_| char::from(LETTERS[(call.eval.setting.stream.unit() * 62.0) as usize]);
    Ok(Value::text(
        (0..length.max(0.0) as usize).map(letter).collect::<String>(),
    ))
}

/// RFC 9562 §5.4 of 128 random bits.
pub(crate) fn version_4(high: u64, low: u64) -> String {
    let high = (high & 0xFFFF_FFFF_FFFF_0FFF) | 0x4000;
    let low = (low & 0x3FFF_FFFF_FFFF_FFFF) | 0x8000_0000_0000_0000;
    format!(
        "{:08x}-{:04x}-{:04x}-{:04x}-{:012x}",
        high >> 32,
        (high >> 16) & 0xFFFF,
        high & 0xFFFF,
        low >> 48,
        low & 0xFFFF_FFFF_FFFF
    )
}

/// `randomize(nodes, seed?)`: a fair shuffle; with a seed over Park and Miller's generator, so that every engine gives the same order.
pub(super) fn randomize<'a>(call: &Call<'_, 'a>) -> Answer<'a> {
    let mut nodes = call.nodes(0)?;
    call.eval.spend(nodes.len())?;
    if call.arguments.len() == 1 {
        shuffle(&mut nodes, || call.eval.setting.stream.unit());
        return Ok(Value::Nodes(nodes));
    }
    let value = call.value(1)?;
    let mut state = seed(call, value);
    shuffle(&mut nodes, || {
        state = state * 16_807 % MODULUS;
        (state - 1) as f64 / (MODULUS - 1) as f64
    });
    Ok(Value::Nodes(nodes))
}

const MODULUS: i64 = 2_147_483_647;

/// A seed that is a number is used as it is; text that isn't gives its SHA-256's first eight bytes, empty text 0 (JavaRosa's rules).
fn seed<'a>(call: &Call<'_, 'a>, value: Value<'a>) -> i64 {
    let number = call.eval.to_number(&value);
    let whole = match value {
        Value::Text(_) | Value::Nodes(_) if number.is_nan() => {
            let text = call.eval.to_text(value);
            if text.is_empty() {
                return seed_of(0);
            }
            let digest = ring::digest::digest(&ring::digest::SHA256, text.as_bytes());
            let head = digest.as_ref().iter().take(8);
            head.fold(0i64, |word, byte| (word << 8) | i64::from(*byte))
        }
        // Not a number is 0, infinity the greatest whole number.
        _ => number as i64,
    };
    seed_of(whole)
}

fn seed_of(whole: i64) -> i64 {
    let state = whole % MODULUS;
    if state <= 0 { state + MODULUS - 1 } else { state }
}

/// The inside-out form: each node goes to a place among those before it, which moves that one to the end.
fn shuffle(nodes: &mut [Node], mut unit: impl FnMut() -> f64) {
    for end in 0..nodes.len() {
        let pick = (unit() * (end + 1) as f64) as usize;
        nodes.swap(end, pick.min(end));
    }
}
