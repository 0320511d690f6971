//! Places (ODK XForms, "XPath functions": area, distance, geofence, intersects) on a sphere of the equator's radius, in metres.

use super::Call;
use crate::xpath::eval::{Failure, Result};
use crate::xpath::value::Value;

type Answer<'a> = Result<Value<'a>>;

/// Metres; the radius that the peer engines use.
const RADIUS: f64 = 6_378_100.0;

/// A place on the map, in degrees.
#[derive(Clone, Copy, PartialEq)]
pub(crate) struct Place {
    latitude: f64,
    longitude: f64,
}

/// `latitude longitude altitude accuracy`, the last two optional.
#[inline(never)]
pub(crate) fn place(text: &str) -> Option<Place> {
    let mut parts = text.split_whitespace().map(|part| part.parse::<f64>().ok());
    let (latitude, longitude) = (parts.next()??, parts.next()??);
    let rest: Option<Vec<f64>> = parts.collect();
    let valid = rest?.len() <= 2 && latitude.abs() <= 90.0 && longitude.abs() <= 180.0;
    valid.then_some(Place { latitude, longitude })
}

/// The places of a trace or shape, `;` between them and perhaps at the end.
pub(crate) fn line(text: &str) -> Option<Vec<Place>> {
    let mut line = Vec::new();
    for part in text.split(';').filter(|part| !part.trim().is_empty()) {
        line.push(place(part)?);
    }
    Some(line)
}

/// Places of a trace or shape, or one place a node; nothing when one of them isn't a place.
fn places<'a>(call: &Call<'_, 'a>, indexes: std::ops::Range<usize>) -> Result<Option<Vec<Place>>> {
    let mut places = Vec::new();
    for index in indexes {
        let texts = match call.value(index)? {
            Value::Nodes(nodes) => nodes.iter().map(|node| call.eval.text_at(*node)).collect(),
            value => vec![call.eval.to_text(value)],
        };
        for text in texts {
            match line(&text) {
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

/// A trace or shape crosses, touches or runs back over itself. Neighbours share their corner, a shape's ends their point.
pub(super) fn intersects<'a>(call: &Call<'_, 'a>) -> Answer<'a> {
    let mut line = places(call, 0..1)?.unwrap_or_default();
    line.dedup();
    let legs: Vec<&[Place]> = line.windows(2).collect();
    call.eval.spend(legs.len().saturating_mul(legs.len()))?;
    let closed = line.first() == line.last();
    let meets = |(at, other): (usize, usize)| {
        let (first, second) = (legs[at], legs[other]);
        match () {
            () if other == at + 1 => runs_back(first[0], first[1], second[1]),
            () if closed && at == 0 && other == legs.len() - 1 => runs_back(second[0], first[0], first[1]),
            () => cross(first, second),
        }
    };
    let mut pairs = (0..legs.len()).flat_map(|at| (at + 1..legs.len()).map(move |other| (at, other)));
    Ok(Value::Bool(pairs.any(meets)))
}

/// Twice the area of a triangle on the map's plane; its sign tells the side that `c` lies on.
fn side(a: Place, b: Place, c: Place) -> f64 {
    (b.longitude - a.longitude) * (c.latitude - a.latitude)
        - (b.latitude - a.latitude) * (c.longitude - a.longitude)
}

/// At `corner` the way turns by half a circle.
fn runs_back(from: Place, corner: Place, to: Place) -> bool {
    let same_way = (from.longitude - corner.longitude) * (to.longitude - corner.longitude)
        + (from.latitude - corner.latitude) * (to.latitude - corner.latitude);
    side(from, corner, to) == 0.0 && same_way > 0.0
}

/// Two legs have a point in common.
fn cross(first: &[Place], second: &[Place]) -> bool {
    let (a, b, c, d) = (first[0], first[1], second[0], second[1]);
    let (c_side, d_side) = (side(a, b, c), side(a, b, d));
    let (a_side, b_side) = (side(c, d, a), side(c, d, b));
    let on = |p: Place, q: Place, side: f64, r: Place| {
        side == 0.0
            && r.longitude >= p.longitude.min(q.longitude)
            && r.longitude <= p.longitude.max(q.longitude)
            && r.latitude >= p.latitude.min(q.latitude)
            && r.latitude <= p.latitude.max(q.latitude)
    };
    (c_side * d_side < 0.0 && a_side * b_side < 0.0)
        || on(a, b, c_side, c)
        || on(a, b, d_side, d)
        || on(c, d, a_side, a)
        || on(c, d, b_side, b)
}
