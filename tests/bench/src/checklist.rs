//! `motcua-bench checklist-home FOLDER`: a phone whose catalogue has one procedure, with the form of an inspection, for the shells' tests: it asks for the
//! phone's place when it is opened. No portal lists an inspection, so it stands under a procedure's code. The phone has no account yet.

use std::{path::Path, process::ExitCode};

use motcua_client::{
    port::{
        Clock as _, SystemClock,
        store::{Document, PublicStore as _},
    },
    store,
};
use serde_json::{Value, json};

/// The code that it stands under.
const CODE: &str = "1.001193";
const MANIFEST: &str = include_str!("../../../mock-server/forms/construction_order/manifest.json");
const FILES: [(&str, &[u8]); 3] = [
    (
        "form.xml",
        include_bytes!("../../../mock-server/forms/construction_order/form.xml"),
    ),
    (
        "provinces.csv",
        include_bytes!("../../../mock-server/forms/lists/provinces.csv"),
    ),
    (
        "wards.csv",
        include_bytes!("../../../mock-server/forms/lists/wards.csv"),
    ),
];

/// Whether this process is that one, and how it ended.
pub(crate) fn process(arguments: &[String]) -> Option<ExitCode> {
    let [mode, folder] = arguments else { return None };
    (mode == "checklist-home").then(|| {
        make(Path::new(folder));
        ExitCode::SUCCESS
    })
}

fn make(home: &Path) {
    let mut manifest: Value = serde_json::from_str(MANIFEST).expect("the manifest is JSON");
    manifest["code"] = json!(CODE);
    let version = manifest["version"].as_str().expect("a version");
    let catalogue = json!({"version": 1, "procedures": [{
        "code": CODE, "name_vi": manifest["title_vi"], "name_en": manifest["title_en"], "group": "inspection",
        "form": {"code": CODE, "version": version, "sha256": manifest["form"]["sha256"]},
    }]});
    let form = format!("form/{CODE}/{version}");
    let mut documents = vec![
        document("catalogue", catalogue.to_string().as_bytes()),
        document(&format!("form/{CODE}"), version.as_bytes()),
        document(&form, manifest.to_string().as_bytes()),
    ];
    documents.extend(FILES.map(|(name, body)| document(&format!("{form}/{name}"), body)));
    let public = store::open_public(&home.join("data")).expect("a public store");
    public.put_documents(&documents).expect("kept");
}

fn document(name: &str, body: &[u8]) -> Document {
    Document {
        name: name.to_owned(),
        etag: None,
        fetched_at: SystemClock.now(),
        body: body.to_vec(),
    }
}
