//! Places (ODK XForms, "XPath functions": area, distance, geofence) on a sphere of the equator's radius, in metres.

use super::Call;
use crate::xpath::eval::{Failure, Result};
use crate::xpath::value::Value;

type Answer<'a> = Result<Value<'a>>;

/// Metres; the radius that the peer engines use.
const RADIUS: f64 = 6_378_100.0;

#[derive(Clone, Copy, PartialEq)]
struct Place {
    latitude: f64,
    longitude: f64,
}

/// `latitude longitude altitude accuracy`, the last two optional.
fn place(text: &str) -> Option<Place> {
    let mut parts = text.split_whitespace().map(|part| part.parse::<f64>().ok());
    let (latitude, longitude) = (parts.next()??, parts.next()??);
    let rest: Option<Vec<f64>> = parts.collect();
    let valid = rest?.len() <= 2 && latitude.abs() <= 90.0 && longitude.abs() <= 180.0;
    valid.then_some(Place { latitude, longitude })
}

/// Places of a trace or shape, or one place a node; nothing when one of them isn't a place.
fn places<'a>(call: &Call<'_, 'a>, indexes: std::ops::Range<usize>) -> Result<Option<Vec<Place>>> {
    let mut places = Vec::new();
    for index in indexes {
        let texts = match call.value(index)? {
            Value::Nodes(nodes) => nodes.iter().map(|node| call.eval.world.text(*node)).collect(),
            value => vec![call.eval.to_text(value)],
        };
        for text in texts {
            let parts = text.split(';').filter(|part| !part.trim().is_empty());
            match parts.map(place).collect::<Option<Vec<_>>>() {
                Some(more) => places.extend(more),
                None => return Ok(None),
            }
        }
    }
    call.eval.spend(places.len())?;
    Ok(Some(places))
}

fn to_centimetres(value: f64) -> f64 {
    (value * 100.0).round() / 100.0
}

/// Square metres inside a shape.
pub(super) fn area<'a>(call: &Call<'_, 'a>) -> Answer<'a> {
    let places = places(call, 0..1)?.unwrap_or_default();
    if places.len() < 3 {
        return Ok(Value::Number(0.0));
    }
    let next = places.iter().cycle().skip(1);
    let sum: f64 = places
        .iter()
        .zip(next)
        .map(|(a, b)| {
            (b.longitude - a.longitude).to_radians()
                * (2.0 + a.latitude.to_radians().sin() + b.latitude.to_radians().sin())
        })
        .sum();
    Ok(Value::Number(to_centimetres((sum * RADIUS * RADIUS / 2.0).abs())))
}

/// Metres along a trace.
pub(super) fn distance<'a>(call: &Call<'_, 'a>) -> Answer<'a> {
    let Some(places) = places(call, 0..call.arguments.len())? else {
        return Ok(Value::Number(f64::NAN));
    };
    let total: f64 = places.windows(2).map(|pair| between(pair[0], pair[1])).sum();
    Ok(Value::Number(to_centimetres(total)))
}

fn between(a: Place, b: Place) -> f64 {
    if a == b {
        return 0.0;
    }
    let (north, south) = (a.latitude.to_radians(), b.latitude.to_radians());
    let apart = (b.longitude - a.longitude).to_radians();
    let cosine = north.sin() * south.sin() + north.cos() * south.cos() * apart.cos();
    cosine.clamp(-1.0, 1.0).acos() * RADIUS
}

/// A place lies inside a shape (even–odd rule).
pub(super) fn geofence<'a>(call: &Call<'_, 'a>) -> Answer<'a> {
    let Some(point) = place(&call.text(0)?) else {
        return Ok(Value::Bool(false));
    };
    let Some(shape) = places(call, 1..2)? else {
        return Err(Failure::Argument("geofence: not a shape".into()));
    };
    // A shape ends where it begins; anything else encloses nothing.
    if shape.first() != shape.last() {
        return Ok(Value::Bool(false));
    }
    let crosses = |pair: &[Place]| {
        let (a, b) = (pair[0], pair[1]);
        (a.latitude > point.latitude) != (b.latitude > point.latitude)
            && point.longitude
                < (b.longitude - a.longitude) * (point.latitude - a.latitude) / (b.latitude - a.latitude)
                    + a.longitude
    };
    Ok(Value::Bool(
        shape.windows(2).filter(|pair| crosses(pair)).count() % 2 == 1,
    ))
}
