//! A GeoJSON file as a secondary instance (ODK XForms, "Secondary instances from GeoJSON"): `root`, an `item` for each feature, an
//! element for each property that has a value (JSON has no order; here it is that of the names), and `geometry` in the form's notation.
//!
//! What the specification doesn't allow (other geometries, nested properties) ends in an error: the list would lack it silently.

use serde_json::Value;

use super::{Doc, Kind, NONE, Names};
use crate::xpath::value::number_text;

/// Entries of one file.
const MAX_ENTRIES: usize = 4_000_000;

/// A primitive as expressions write it.
fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Bool(value) => Some(value.to_string()),
        Value::Number(number) if number.is_f64() => number.as_f64().map(|it| number_text(it).into_owned()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

/// Reads the text; `Err` says what is wrong, for the form's author.
pub(crate) fn parse(text: &str, names: &mut Names) -> Result<Doc, String> {
    let json: Value = serde_json::from_str(text).map_err(|error| format!("no JSON: {error}"))?;
    if json["type"] != "FeatureCollection" {
        return Err("a FeatureCollection is expected".into());
    }
    let mut doc = Doc::empty();
    let mut first = NONE;
    let name = names.intern("", "root", "root");
    let root = doc.push_child(0, &mut first, Kind::Element, name, "");
    let mut last = NONE;
    for (number, feature) in list(&json["features"]).iter().enumerate() {
        let cells = cells(feature).map_err(|detail| format!("feature {}: {detail}", number + 1))?;
        if doc.entries.len() > MAX_ENTRIES {
            return Err("the file has too many features".into());
        }
        let name = names.intern("", "item", "item");
        let item = doc.push_child(root, &mut last, Kind::Element, name, "");
        let mut last_cell = NONE;
        for (name, text) in cells {
            let name = names.intern("", &name, &name);
            doc.push_child(item, &mut last_cell, Kind::Element, name, &text);
        }
    }
    Ok(doc)
}

/// Names and texts of a feature's elements.
fn cells(feature: &Value) -> Result<Vec<(String, String)>, String> {
    let mut cells = Vec::new();
    // The feature's own id is its name, whatever a property says.
    let id = text(&feature["id"]);
    for (name, value) in feature["properties"].as_object().into_iter().flatten() {
        if value.is_null() || (name == "id" && id.is_some()) {
            continue;
        }
        let text = text(value).ok_or_else(|| format!("{name} is neither text nor number"))?;
        cells.push((name.clone(), text));
    }
    cells.extend(id.map(|id| ("id".to_owned(), id)));
    if !feature["geometry"].is_null() {
        cells.push(("geometry".into(), shape(&feature["geometry"])?));
    }
    Ok(cells)
}

fn shape(geometry: &Value) -> Result<String, String> {
    let coordinates = &geometry["coordinates"];
    match geometry["type"].as_str() {
        Some("Point") => place(coordinates),
        Some("LineString") => places(coordinates),
        Some("Polygon") => places(&coordinates[0]),
        other => Err(format!(
            "the geometry {} is not supported",
            other.unwrap_or_default()
        )),
    }
}

fn places(line: &Value) -> Result<String, String> {
    let places: Result<Vec<String>, String> = list(line).iter().map(place).collect();
    places.map(|places| places.join("; "))
}

/// Longitude and latitude into a geopoint.
fn place(pair: &Value) -> Result<String, String> {
    match list(pair) {
        [longitude @ Value::Number(_), latitude @ Value::Number(_), ..] => Ok(format!(
            "{} {} 0 0",
            text(latitude).unwrap_or_default(),
            text(longitude).unwrap_or_default()
        )),
        _ => Err("a place has no longitude and latitude".into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells_of(text: &str) -> Result<Vec<(String, String)>, String> {
        let mut names = Names::default();
        let doc = parse(text, &mut names)?;
        let leaf =
            |entry: &&crate::tree::doc::Entry| entry.kind == Kind::Element && entry.first_child == NONE;
        Ok(doc
            .entries
            .iter()
            .filter(leaf)
            .map(|entry| (names.local(entry.name).to_owned(), entry.text.to_string()))
            .collect())
    }

    fn collection(feature: &str) -> String {
        format!(r#"{{"type": "FeatureCollection", "features": [{{"type": "Feature", {feature}}}]}}"#)
    }

    #[test]
    fn properties_and_geometry_become_elements() {
        let text = collection(
            r#""id": 7, "properties": {"name": "a", "id": "x", "none": null, "size": 2.50},
            "geometry": {"type": "Polygon", "coordinates": [[[1, 2.5], [3, 4], [1, 2.5]]]}"#,
        );
        let expected = [
            ("name", "a"),
            ("size", "2.5"),
            ("id", "7"),
            ("geometry", "2.5 1 0 0; 4 3 0 0; 2.5 1 0 0"),
        ];
        let expected = expected.map(|(name, text)| (name.to_owned(), text.to_owned()));
        assert_eq!(cells_of(&text).expect("GeoJSON"), expected);
    }

    #[test]
    fn refuses_what_would_be_lost() {
        for feature in [
            r#""properties": {"deep": {"a": 1}}"#,
            r#""geometry": {"type": "MultiPoint", "coordinates": [[1, 2]]}"#,
            r#""geometry": {"type": "Point", "coordinates": ["1", "2"]}"#,
        ] {
            assert!(cells_of(&collection(feature)).is_err(), "{feature}");
        }
        assert!(cells_of(r#"{"type": "Feature"}"#).is_err());
        assert!(cells_of("{").is_err());
    }
}
