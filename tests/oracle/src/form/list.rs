//! Lists of choices, each a secondary instance `l0`, `l1`, …: inside the form, or in a CSV, XML or GeoJSON file beside it.
//!
//! Whatever holds them, the items have the same cells: `name`, `itextId`, `group`, `note` and `size`; in XML also an attribute `no`, in GeoJSON the
//! feature's `id` and `geometry`. The files are written in the different ways that their formats allow.

use std::fmt::Write as _;

use crate::pair::File;
use crate::random::Random;

/// A list of choices.
#[derive(Clone, Debug)]
pub struct List {
    /// What can be chosen.
    pub items: Vec<Item>,
    /// Where the items stand.
    pub source: Source,
}

/// A choice.
#[derive(Clone, Debug)]
pub struct Item {
    /// Its value.
    pub name: String,
    /// The group it belongs to.
    pub group: &'static str,
    /// A text with what its format has to write with care.
    pub note: &'static str,
    /// A number, or nothing.
    pub size: &'static str,
}

/// Where a list stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// In the form.
    Form,
    /// In a CSV file.
    Csv {
        /// Between cells.
        delimiter: char,
        /// At the end of a line.
        line: &'static str,
        /// A byte order mark and quotes around every cell, as spreadsheets write them.
        decorated: bool,
    },
    /// In an XML file.
    Xml,
    /// In a GeoJSON file, with geometries of a kind.
    GeoJson(Shape),
}

/// Kinds of geometries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// `Point`
    Point,
    /// `LineString`
    Line,
    /// `Polygon`
    Polygon,
}

const NOTES: [&str; 8] = [
    "",
    "a",
    "a, b",
    "say \"b\"",
    "Hà Nội; Huế",
    "two\nlines",
    "<&>",
    "1",
];
const SIZES: [&str; 6] = ["", "1", "2", "3", "0.5", "10"];

impl List {
    /// A list of two to five items.
    pub fn grow(random: &mut Random) -> Self {
        let count = 2 + random.below(4);
        let items = (0..count).map(|at| item(random, at)).collect();
        let source = source(random);
        Self { items, source }
    }

    /// The instance element of its number.
    #[must_use]
    pub fn instance(&self, number: usize) -> String {
        match self.source {
            Source::Form => format!("<instance id=\"l{number}\">{}</instance>", self.xml(number)),
            _ => format!("<instance id=\"l{number}\" src=\"{}\"/>", self.uri(number)),
        }
    }

    /// The file that holds it; nothing when it is in the form.
    #[must_use]
    pub fn file(&self, number: usize) -> Option<File> {
        let text = match self.source {
            Source::Form => return None,
            Source::Csv {
                delimiter,
                line,
                decorated,
            } => self.csv(number, delimiter, line, decorated),
            Source::Xml => format!("<?xml version=\"1.0\"?>\n<!-- a list -->\n{}\n", self.xml(number)),
            Source::GeoJson(shape) => self.geojson(number, shape),
        };
        let uri = self.uri(number);
        Some(File { uri, text })
    }

    /// The cells of an item by name.
    #[must_use]
    pub fn cells(&self) -> &'static [&'static str] {
        match self.source {
            Source::Form | Source::Xml => &["group", "note", "size", "@no"],
            Source::Csv { .. } => &["group", "note", "size"],
            Source::GeoJson(_) => &["group", "note", "size", "id", "geometry"],
        }
    }

    fn uri(&self, number: usize) -> String {
        match self.source {
            Source::Csv { .. } => format!("jr://file-csv/l{number}.csv"),
            Source::GeoJson(_) => format!("jr://file/l{number}.geojson"),
            Source::Xml | Source::Form => format!("jr://file/l{number}.xml"),
        }
    }

    fn rows(&self, number: usize) -> impl Iterator<Item = [String; 5]> {
        self.items.iter().map(move |item| {
            let text_id = format!("l{number}-{}", item.name);
            [&item.name, &text_id, item.group, item.note, item.size].map(str::to_owned)
        })
    }

    fn xml(&self, number: usize) -> String {
        let mut text = String::from("<root>");
        for (no, row) in self.rows(number).enumerate() {
            let _ = write!(text, "<item no=\"{}\">", no + 1);
            for (name, cell) in COLUMNS.iter().zip(&row) {
                let _ = write!(text, "<{name}>{}</{name}>", super::xml::escape(cell));
            }
            text.push_str("</item>");
        }
        text + "</root>"
    }

    fn csv(&self, number: usize, delimiter: char, line: &str, decorated: bool) -> String {
        let mark = if decorated { "\u{feff}" } else { "" };
        let mut text = mark.to_owned();
        let header = COLUMNS.map(str::to_owned);
        for row in [header].into_iter().chain(self.rows(number)) {
            let cells = row.map(|cell| quoted(&cell, delimiter, decorated && text != mark));
            text.push_str(&cells.join(&delimiter.to_string()));
            text.push_str(line);
        }
        text
    }

    fn geojson(&self, number: usize, shape: Shape) -> String {
        let feature = |(at, row): (usize, [String; 5])| {
            let cells = COLUMNS.iter().zip(&row).map(|(name, cell)| property(name, cell));
            let cells: Vec<String> = cells.collect();
            format!(
                "{{\"type\": \"Feature\", \"id\": \"f{at}\", \"properties\": {{\"id\": \"p{at}\", {}}}, \"geometry\": {}}}",
                cells.join(", "),
                geometry(shape, at as f64)
            )
        };
        let features: Vec<String> = self.rows(number).enumerate().map(feature).collect();
        let features = features.join(",\n");
        format!("{{\"type\": \"FeatureCollection\", \"features\": [{features}]}}")
    }
}

const COLUMNS: [&str; 5] = ["name", "itextId", "group", "note", "size"];

fn item(random: &mut Random, at: usize) -> Item {
    Item {
        name: char::from(b'a' + at as u8).to_string(),
        group: random.pick::<&str>(&["g1", "g2", "a"]),
        note: random.pick::<&str>(&NOTES),
        size: random.pick::<&str>(&SIZES),
    }
}

fn source(random: &mut Random) -> Source {
    match random.below(10) {
        0..=4 => Source::Form,
        5 | 6 => Source::Csv {
            delimiter: *random.pick(&[',', ';']),
            line: random.pick::<&str>(&["\n", "\r\n"]),
            decorated: random.percent(30),
        },
        7 => Source::Xml,
        _ => Source::GeoJson(*random.pick(&[Shape::Point, Shape::Line, Shape::Polygon])),
    }
}

fn quoted(cell: &str, delimiter: char, always: bool) -> String {
    if always || cell.contains([delimiter, '"', '\n']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}

/// A number stands as a number.
fn property(name: &str, cell: &str) -> String {
    match (name, cell) {
        ("size", number) if !number.is_empty() => format!("\"size\": {number}"),
        _ => format!("\"{name}\": {}", serde_json::Value::from(cell)),
    }
}

fn geometry(shape: Shape, at: f64) -> String {
    // As wide as a field.
    let place = |east: f64, north: f64| {
        let (east, north) = (106.5 + at / 8.0 + east / 1024.0, 10.25 + north / 1024.0);
        format!("[{east}, {north}]")
    };
    let around = [place(0.0, 0.0), place(1.0, 0.0), place(1.0, 2.0), place(0.0, 0.0)].join(", ");
    let (kind, coordinates) = match shape {
        Shape::Point => ("Point", place(0.0, at)),
        Shape::Line => (
            "LineString",
            format!("[{}, {}]", place(0.0, 0.0), place(0.0, 1.0)),
        ),
        Shape::Polygon => ("Polygon", format!("[[{around}]]")),
    };
    format!("{{\"type\": \"{kind}\", \"coordinates\": {coordinates}}}")
}
