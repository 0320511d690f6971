//! Texts that are right, to begin with: our own forms with their lists, generated forms, a form with every kind of question, and lists in each
//! format.

use std::io;
use std::path::Path;
use std::sync::OnceLock;

use motcua_oracle::form::{grow, xml};
use motcua_oracle::own::Own;
use motcua_oracle::pair::File;
use motcua_oracle::random::Random;
use proptest::prelude::*;
use proptest::sample::select;

/// A form and the files it names.
#[derive(Clone)]
pub struct Material {
    /// Which one, for whoever reads a finding: the folder of an own form, or a seed.
    pub name: String,
    /// The form's XML.
    pub form: String,
    /// Its lists.
    pub files: Vec<File>,
}

impl std::fmt::Debug for Material {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.name)
    }
}

/// A form with every type, every control, a repeat, choices from a file in each format, texts in two languages and actions.
pub const EVERYTHING: &str = include_str!("everything.xml");

/// Lists of the names that [`EVERYTHING`] asks for.
pub const LISTS: [(&str, &str); 3] = [
    (
        "jr://file-csv/list.csv",
        "name,label,n\na,An,1\nb,\"Bình, \"\"B\"\"\",2\r\nc d,,x\n",
    ),
    (
        "jr://file/list.geojson",
        r#"{"type": "FeatureCollection", "features": [{"type": "Feature", "id": "a", "geometry": {"type": "Point", "coordinates": [106.1, 10.2]}, "properties": {"name": "a", "label": "An \u0111", "n": -1.5e2, "none": null, "yes": true}}]}"#,
    ),
    (
        "jr://file/list.xml",
        "<root><item><name>a</name><label x=\"1\">An</label></item><item><name>b</name><label>B &amp; C</label></item></root>",
    ),
];

/// The form with every kind of question, and its lists.
#[must_use]
pub fn everything() -> Material {
    let files = LISTS.map(|(uri, text)| File {
        uri: uri.into(),
        text: text.into(),
    });
    Material {
        name: "everything".into(),
        form: EVERYTHING.into(),
        files: files.into(),
    }
}

/// Our own forms, read once.
///
/// # Panics
/// The project's forms can't be read: nothing could be proven.
pub fn own() -> &'static [Material] {
    static FORMS: OnceLock<Vec<Material>> = OnceLock::new();
    FORMS.get_or_init(|| read().unwrap_or_else(|error| panic!("our own forms: {error}")))
}

fn read() -> io::Result<Vec<Material>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../mock-server/forms");
    let material = |own: &Own| {
        let pair = own.pair();
        Material {
            name: own.name.clone(),
            form: pair.form,
            files: pair.resources,
        }
    };
    Ok(Own::all(&folder)?.iter().map(material).collect())
}

/// A generated form and its lists.
#[must_use]
pub fn grown(seed: u64) -> Material {
    let form = grow::grow(&mut Random::new(seed));
    Material {
        name: format!("seed {seed}"),
        form: xml::write(&form),
        files: xml::files(&form),
    }
}

/// One of our own forms.
pub fn owns() -> impl Strategy<Value = Material> {
    select(own())
}

/// A generated form, or the one with everything.
pub fn small() -> impl Strategy<Value = Material> {
    prop_oneof![3 => (0..1_000_000u64).prop_map(grown), 1 => Just(everything())]
}

/// The expressions that our own forms are written with, each once.
#[must_use]
pub fn expressions() -> &'static [String] {
    static FOUND: OnceLock<Vec<String>> = OnceLock::new();
    FOUND.get_or_init(|| {
        let mut found: Vec<String> = own().iter().flat_map(|form| written(&form.form)).collect();
        found.sort();
        found.dedup();
        found
    })
}

fn written(form: &str) -> Vec<String> {
    let names = [
        "calculate=\"",
        "constraint=\"",
        "relevant=\"",
        "required=\"",
        "nodeset=\"instance",
    ];
    let of = |name: &'static str| {
        let rests = form.split(name).skip(1);
        rests
            .filter_map(|rest| rest.split('"').next())
            .map(|text| text.replace("&gt;", ">").replace("&lt;", "<"))
    };
    names.into_iter().flat_map(of).collect()
}
