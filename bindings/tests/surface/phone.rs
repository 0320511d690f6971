//! A phone to call the exported surface on: a folder, key files, a network that a test chooses, and a small form as if it had been fetched.

use std::{path::Path, sync::Arc};

use motcua_client::{
    port::store::{Document, PublicStore},
    store::open_public,
    vocabulary::Millis,
};
use motcua_ffi::{
    AppConfig, Connectivity, MotCua, NetworkState, PlatformError, Result, ReviewOffice, desktop_device_key,
    desktop_key_vault,
};
use serde_json::json;
use tempfile::TempDir;

/// The form's procedure.
pub(crate) const PROCEDURE: &str = "1.001193";

/// A phone and its storage.
pub(crate) struct Phone {
    pub(crate) app: Arc<MotCua>,
    folder: TempDir,
}

impl Phone {
    /// A phone without network, with the form on it.
    pub(crate) fn offline() -> Self {
        let folder = tempfile::tempdir().unwrap();
        put_form(folder.path());
        let app = open(folder.path(), "http://127.0.0.1:9", NetworkState::Offline).unwrap();
        Self { app, folder }
    }

    /// A phone that speaks to the portal at `url`.
    pub(crate) fn online(url: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let app = open(folder.path(), url, NetworkState::Unmetered).unwrap();
        Self { app, folder }
    }

    /// The same phone in a new process, as far as one process can show it.
    pub(crate) fn restarted(self) -> Self {
        let Self { app, folder } = self;
        app.shut_down();
        drop(app);
        let app = open(folder.path(), "http://127.0.0.1:9", NetworkState::Offline).unwrap();
        Self { app, folder }
    }

    pub(crate) fn path(&self, name: &str) -> String {
        text(&self.folder.path().join(name))
    }
}

/// The network that a test chose.
pub(crate) struct Network(pub(crate) NetworkState);

impl Connectivity for Network {
    fn state(&self) -> std::result::Result<NetworkState, PlatformError> {
        Ok(self.0)
    }
}

/// Opens the core in a folder.
pub(crate) fn open(folder: &Path, url: &str, network: NetworkState) -> Result<Arc<MotCua>> {
    let keys = text(&folder.join("keys"));
    MotCua::open(
        config(folder, url),
        desktop_key_vault(keys.clone()),
        desktop_device_key(keys).unwrap(),
        Arc::new(Network(network)),
    )
}

pub(crate) fn config(folder: &Path, url: &str) -> AppConfig {
    // The key is RFC 7515's example: nothing here is signed by it.
    let profile = json!({
        "url": url,
        "evidence_root": {
            "kty": "EC", "crv": "P-256",
            "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
            "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
        },
        "client_id": "vn.motcua.phone",
        "redirect_uri": "vn.motcua:/eid",
    });
    AppConfig {
        home: text(&folder.join("data")),
        profile_json: profile.to_string(),
        allow_plain_loopback: true,
        language: "vi".to_owned(),
        embedded_push: false,
    }
}

pub(crate) fn office() -> ReviewOffice {
    ReviewOffice {
        agency_code: "H29.1".to_owned(),
        ward_code: "26734".to_owned(),
        name: "UBND phường Bến Thành".to_owned(),
    }
}

fn text(path: &Path) -> String {
    path.to_str().unwrap().to_owned()
}

/// What a fetch leaves: the catalogue, the form's description and its XML.
fn put_form(folder: &Path) {
    let data = folder.join("data");
    let store = open_public(&data).unwrap();
    let hash = "0".repeat(64);
    let catalogue = json!({ "procedures": [{
        "code": PROCEDURE, "name_vi": "Đăng ký khai sinh", "name_en": "Birth registration", "group": "civil_status",
        "form": { "code": PROCEDURE, "version": "1", "sha256": hash },
    }]});
    let manifest = json!({
        "code": PROCEDURE, "version": "1", "title_vi": "Tờ khai", "title_en": "Form",
        "form": { "name": "form.xml", "sha256": hash, "size": FORM.len() },
    });
    let form = format!("form/{PROCEDURE}/1");
    let documents = [
        ("catalogue".to_owned(), catalogue.to_string()),
        (format!("{form}/form.xml"), FORM.to_owned()),
        (form, manifest.to_string()),
    ];
    let documents = documents.map(|(name, body)| Document {
        name,
        etag: None,
        fetched_at: Millis(0),
        body: body.into_bytes(),
    });
    store.put_documents(&documents).unwrap();
    store.close();
}

/// A name that is required, and a paper.
const FORM: &str = r#"<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" xmlns:jr="http://openrosa.org/javarosa">
<h:head><h:title>Tờ khai</h:title><model>
<instance><data id="to-khai"><name/><paper/></data></instance>
<bind nodeset="/data/name" type="string" required="true()"/>
<bind nodeset="/data/paper" type="binary"/>
</model></h:head>
<h:body>
<input ref="/data/name"><label>Họ và tên</label></input>
<upload ref="/data/paper" mediatype="image/*"><label>Giấy chứng sinh</label></upload>
</h:body></h:html>"#;
