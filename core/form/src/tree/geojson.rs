//! A GeoJSON file as a secondary instance (ODK XForms, "Secondary instances from GeoJSON"): `root`, an `item` for each feature, an
//! element for each property that has a value, and `geometry` in the form's own notation.
//!
//! What the specification doesn't allow (other geometries, nested properties) ends in an error: the list would lack it silently.

use super::json::{self, Json};
use super::{Doc, Kind, NONE, Names};

/// Entries of one file.
const MAX_ENTRIES: usize = 4_000_000;

/// Reads the text once a form: kept small, not fast. `Err` says what is wrong, for the form's author.
#[cold]
#[inline(never)]
pub(crate) fn parse(text: &str, names: &mut Names) -> Result<Doc, String> {
    let json = json::parse(text).ok_or("the file is no JSON")?;
    if json.member("type").and_then(Json::text) != Some("FeatureCollection") {
        return Err("a FeatureCollection is expected".into());
    }
    let mut doc = Doc::empty();
    let mut first = NONE;
    let name = names.intern("", "root", "root");
    let root = doc.push_child(0, &mut first, Kind::Element, name, "");
    let mut last = NONE;
    for (number, feature) in json
        .member("features")
        .map_or(&[][..], Json::list)
        .iter()
        .enumerate()
    {
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
#[cold]
#[inline(never)]
fn cells(feature: &Json) -> Result<Vec<(String, String)>, String> {
    let mut cells = Vec::new();
    // The feature's own id is its name, whatever a property says.
    if let Some(id) = feature.member("id").and_then(Json::text) {
        cells.push(("id".to_owned(), id.to_owned()));
    }
    if let Some(Json::Object(properties)) = feature.member("properties") {
        let own_id = !cells.is_empty();
        for (name, value) in properties {
            match value {
                Json::Null => {}
                _ if own_id && name == "id" => {}
                value => {
                    let text = value
                        .text()
                        .ok_or_else(|| format!("{name} is neither text nor number"))?;
                    cells.push((name.clone(), text.to_owned()));
                }
            }
        }
    }
    match feature.member("geometry") {
        None | Some(Json::Null) => {}
        Some(geometry) => cells.push(("geometry".into(), shape(geometry)?)),
    }
    Ok(cells)
}

fn shape(geometry: &Json) -> Result<String, String> {
    let kind = geometry.member("type").and_then(Json::text).unwrap_or_default();
    let coordinates = geometry.member("coordinates").ok_or("coordinates are missing")?;
    match kind {
        "Point" => place(coordinates),
        "LineString" => places(coordinates),
        "Polygon" => places(coordinates.list().first().ok_or("a ring is missing")?),
        _ => Err(format!("the geometry {kind} is not supported")),
    }
}

fn places(line: &Json) -> Result<String, String> {
    let mut out = String::new();
    for pair in line.list() {
        if !out.is_empty() {
            out.push_str("; ");
        }
        out.push_str(&place(pair)?);
    }
    Ok(out)
}

/// Longitude and latitude into a geopoint.
fn place(pair: &Json) -> Result<String, String> {
    match pair.list() {
        [Json::Number(longitude), Json::Number(latitude), ..] => Ok(format!("{latitude} {longitude} 0 0")),
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
            ("id", "7"),
            ("name", "a"),
            ("size", "2.5"),
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
