//! A GeoJSON file as a secondary instance (ODK XForms, "Secondary instances from GeoJSON"): `root`, an `item` for each feature, an
//! element for each property that has a value, and `geometry` in the form's own notation.
//!
//! What the specification doesn't allow (other geometries, nested properties) ends in an error: the list would lack it silently.

use super::json::{self, Json};
use super::{Doc, Kind, NONE, Names};

/// Entries of one file.
const MAX_ENTRIES: usize = 4_000_000;

/// Reads the text; `Err` says what is wrong, for the form's author. Once a form: kept small, not fast.
#[cold]
#[inline(never)]
pub(crate) fn parse(text: &str, names: &mut Names) -> Result<Doc, String> {
    let json = json::parse(text).ok_or("the file is no JSON")?;
    if json.member("type").and_then(Json::text) != Some("FeatureCollection") {
        return Err("a FeatureCollection is expected".into());
    }
    let mut list = List {
        doc: Doc::empty(),
        names,
        item: NONE,
        last: NONE,
    };
    let mut first = NONE;
    let root = list.push(0, &mut first, "root", "");
    let mut last = NONE;
    for feature in json.member("features").map_or(&[][..], Json::list) {
        list.item = list.push(root, &mut last, "item", "");
        list.last = NONE;
        list.feature(feature)?;
        if list.doc.entries.len() > MAX_ENTRIES {
            return Err("the file has too many features".into());
        }
    }
    Ok(list.doc)
}

struct List<'a> {
    doc: Doc,
    names: &'a mut Names,
    /// The element of the feature at hand, and the last element in it.
    item: u32,
    last: u32,
}

impl List<'_> {
    fn push(&mut self, parent: u32, last: &mut u32, name: &str, text: &str) -> u32 {
        let name = self.names.intern("", name, name);
        self.doc.push_child(parent, last, Kind::Element, name, text)
    }

    fn cell(&mut self, name: &str, text: &str) {
        let mut last = self.last;
        self.push(self.item, &mut last, name, text);
        self.last = last;
    }

    fn feature(&mut self, feature: &Json) -> Result<(), String> {
        // The feature's own id is its name, whatever a property says.
        let id = feature.member("id").and_then(Json::text);
        if let Some(id) = id {
            self.cell("id", id);
        }
        if let Some(Json::Object(properties)) = feature.member("properties") {
            for (name, value) in properties {
                match (value, value.text()) {
                    (Json::Null, _) => {}
                    _ if id.is_some() && name == "id" => {}
                    (_, Some(text)) => self.cell(name, text),
                    _ => return Err(format!("the property {name} is neither text nor number")),
                }
            }
        }
        match feature.member("geometry") {
            None | Some(Json::Null) => {}
            Some(geometry) => self.cell("geometry", &shape(geometry)?),
        }
        Ok(())
    }
}

fn shape(geometry: &Json) -> Result<String, String> {
    let coordinates = geometry.member("coordinates").unwrap_or(&Json::Null);
    match geometry.member("type").and_then(Json::text) {
        Some("Point") => place(coordinates),
        Some("LineString") => places(coordinates),
        Some("Polygon") => places(coordinates.list().first().unwrap_or(&Json::Null)),
        _ => Err("a geometry is no Point, LineString or Polygon".into()),
    }
}

fn places(line: &Json) -> Result<String, String> {
    let mut out = String::new();
    for pair in line.list() {
        let glue = if out.is_empty() { "" } else { "; " };
        out.push_str(glue);
        out.push_str(&place(pair)?);
    }
    if out.is_empty() {
        return Err("a line or shape has no places".into());
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
            ("size", "2.50"),
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
            r#""geometry": {"type": "Polygon", "coordinates": []}"#,
        ] {
            assert!(cells_of(&collection(feature)).is_err(), "{feature}");
        }
        assert!(cells_of(r#"{"type": "Feature"}"#).is_err());
        assert!(cells_of("{").is_err());
    }
}
