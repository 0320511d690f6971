//! A GeoJSON file as a secondary instance (ODK XForms, "Secondary instances from GeoJSON"): `root`, an `item` for each feature, an
//! element for each property that has a value, and `geometry` in the form's own notation.
//!
//! What the specification doesn't allow (other geometries, holes in a shape, nested properties) ends in an error: the list would lack
//! it silently.

use super::json::{self, Json};
use super::{Doc, Kind, NONE, Names};

/// Entries of one file.
const MAX_ENTRIES: usize = 4_000_000;

/// Reads the text; `Err` says what is wrong, for the form's author. Once a form: kept small, not fast.
#[cold]
#[inline(never)]
pub(crate) fn parse(text: &str, names: &mut Names) -> Result<Doc, String> {
    let json = json::parse(text).ok_or("the file is no JSON, or too large")?;
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
    let features = json.member("features").and_then(Json::list);
    for feature in features.ok_or("a FeatureCollection has a list of features")? {
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

    fn feature(&mut self, feature: &Json<'_>) -> Result<(), String> {
        // The feature's own id is its name, whatever a property says.
        let id = feature.member("id").and_then(Json::text);
        if let Some(id) = id {
            self.cell("id", id);
        }
        let geometry = feature
            .member("geometry")
            .filter(|geometry| !matches!(geometry, Json::Null));
        let properties = match feature.member("properties") {
            None | Some(Json::Null) => &[][..],
            Some(Json::Object(properties)) => properties,
            Some(_) => return Err("the properties of a feature are no object".into()),
        };
        for (name, value) in properties {
            // So is its geometry.
            let hidden = (id.is_some() && name == "id") || (geometry.is_some() && name == "geometry");
            match (value, value.text()) {
                (Json::Null, _) => {}
                _ if hidden => {}
                (_, Some(text)) => self.cell(name, text),
                _ => return Err(format!("the property {name} is neither text nor number")),
            }
        }
        if let Some(geometry) = geometry {
            self.cell("geometry", &shape(geometry)?);
        }
        Ok(())
    }
}

fn shape(geometry: &Json<'_>) -> Result<String, String> {
    let coordinates = geometry.member("coordinates").unwrap_or(&Json::Null);
    match geometry.member("type").and_then(Json::text) {
        Some("Point") => place(coordinates),
        Some("LineString") => places(coordinates),
        Some("Polygon") => match coordinates.list() {
            Some([outline]) => places(outline),
            Some([_, _, ..]) => Err("a shape has holes".into()),
            _ => Err("a shape has no outline".into()),
        },
        _ => Err("a geometry is no Point, LineString or Polygon".into()),
    }
}

fn places(line: &Json<'_>) -> Result<String, String> {
    let mut out = String::new();
    for pair in line.list().unwrap_or_default() {
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
fn place(pair: &Json<'_>) -> Result<String, String> {
    match pair.list() {
        Some([Json::Number(longitude), Json::Number(latitude), ..]) => {
            Ok(format!("{latitude} {longitude} 0 0"))
        }
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
            r#""id": 7, "properties": {"name": "a", "id": "x", "geometry": "y", "none": null, "size": 2.50},
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
            r#""geometry": {"type": "Polygon", "coordinates": [[[1, 2], [3, 4], [1, 2]], [[1, 2], [2, 3], [1, 2]]]}"#,
            r#""properties": ["a"]"#,
            r#""properties": "a""#,
        ] {
            assert!(cells_of(&collection(feature)).is_err(), "{feature}");
        }
        assert!(cells_of(r#"{"type": "Feature"}"#).is_err());
        assert!(cells_of(r#"{"type": "FeatureCollection"}"#).is_err());
        assert!(cells_of(r#"{"type": "FeatureCollection", "features": {}}"#).is_err());
        assert!(cells_of(r#"{"type": "FeatureCollection", "features": []}"#).is_ok());
        assert!(cells_of("{").is_err());
    }
}
