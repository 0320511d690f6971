//! A small form with everything that a draft can meet: text, a condition, a note, a calculation that very long answers are too much for, an action, a place that is asked for at the start, a heading that quotes an answer, papers, a list with a paper in each row.

use motcua_client::port::store::{Document, PublicStore};
use ring::digest;
use serde_json::json;

use super::START;

pub const PROCEDURE: &str = "1.001193";
pub const VERSION: &str = "1";
pub const WARD: &str = "26734";
pub const AGENCY: &str = "000.01.34.H29";

const XML: &str = r#"<?xml version="1.0"?>
<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" xmlns:jr="http://openrosa.org/javarosa" xmlns:odk="http://www.opendatakit.org/xforms">
  <h:head>
    <h:title>Thử</h:title>
    <model>
      <instance>
        <data id="thu" version="1">
          <who><name/><age/><grown/><job/><heard/><far/><stood/><place/></who>
          <ward/>
          <papers><front/><back/></papers>
          <kids jr:template=""><kid_name/><photo/></kids>
          <meta><instanceID/></meta>
        </data>
      </instance>
      <bind nodeset="/data/who/name" type="string" required="true()"/>
      <bind nodeset="/data/who/age" type="int" constraint=". &gt;= 0 and . &lt; 150"/>
      <bind nodeset="/data/who/grown" type="string" 
        calculate="if(string-length(/data/who/job) &gt; 60000, concat(/data/who/job, /data/who/job, /data/who/job, /data/who/job, /data/who/job, /data/who/job, /data/who/job, /data/who/job, /data/who/job, /data/who/job, /data/who/job, /data/who/job, /data/who/job, /data/who/job, /data/who/job, /data/who/job, /data/who/job, /data/who/job), if(/data/who/age &gt;= 18, 'yes', 'no'))"/>
      <bind nodeset="/data/who/job" type="string" relevant="/data/who/age &gt;= 18"/>
      <bind nodeset="/data/who/heard" type="string"/>
      <bind nodeset="/data/who/far" type="string" readonly="true()" relevant="/data/ward = 'far'"/>
      <bind nodeset="/data/who/stood" type="geopoint"/>
      <bind nodeset="/data/who/place" type="string" readonly="true()" calculate="/data/who/stood" relevant="/data/who/stood != ''"/>
      <odk:setgeopoint event="odk-instance-first-load" ref="/data/who/stood"/>
      <bind nodeset="/data/ward" type="string" required="true()"/>
      <bind nodeset="/data/papers/front" type="binary"/>
      <bind nodeset="/data/papers/back" type="binary"/>
      <bind nodeset="/data/kids/kid_name" type="string"/>
      <bind nodeset="/data/kids/photo" type="binary"/>
      <bind nodeset="/data/meta/instanceID" type="string" readonly="true()" jr:preload="uid"/>
    </model>
  </h:head>
  <h:body>
    <group ref="/data/who">
      <label>Người khai</label>
      <input ref="/data/who/name">
        <label>Họ và tên</label>
        <setvalue event="xforms-value-changed" ref="/data/who/heard" value="concat(/data/who/heard, 'x')"/>
      </input>
      <input ref="/data/who/age"><label>Tuổi</label></input>
      <input ref="/data/who/job"><label>Nghề nghiệp</label></input>
      <input ref="/data/ward"><label>Phường</label></input>
      <input ref="/data/who/far"><label>Phường này ở xa.</label></input>
      <input ref="/data/who/place"><label>Vị trí lúc mở</label></input>
    </group>
    <group ref="/data/papers">
      <label>Giấy tờ của người <output value="/data/who/age"/> tuổi</label>
      <upload ref="/data/papers/front" mediatype="image/*"><label>Mặt trước</label></upload>
      <upload ref="/data/papers/back" mediatype="image/*"><label>Mặt sau</label></upload>
    </group>
    <group ref="/data/kids">
      <label>Con</label>
      <repeat nodeset="/data/kids">
        <input ref="/data/kids/kid_name"><label>Tên con</label></input>
        <upload ref="/data/kids/photo" mediatype="image/*"><label>Ảnh</label></upload>
      </repeat>
    </group>
  </h:body>
</h:html>"#;

/// Puts on the phone what `refresh_catalogue` and `prepare_procedure` would have fetched.
pub fn put_documents(public: &dyn PublicStore) {
    let sha256: String = digest::digest(&digest::SHA256, XML.as_bytes())
        .as_ref()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let description = json!({
        "code": PROCEDURE, "version": VERSION, "title_vi": "Thử", "title_en": "Trial",
        "form": {"name": "form.xml", "sha256": sha256, "size": XML.len()}, "media": [],
        "slots": [{"reference": "/data/kids/photo", "accept": ["image/jpeg"], "max_bytes": 1000}],
        "receiving_ward": "/data/ward",
    });
    let catalogue = json!({"version": 1, "procedures": [
        {"code": PROCEDURE, "name_vi": "Thủ tục thử", "name_en": "Trial procedure", "group": "civil_status",
         "form": {"code": PROCEDURE, "version": VERSION, "sha256": sha256}},
    ]});
    let units = json!({"wards": [{"code": WARD, "full_name": "Phường Thử", "agency_code": AGENCY}]});
    let document = |name: &str, body: Vec<u8>| Document {
        name: name.to_owned(),
        etag: None,
        fetched_at: START,
        body,
    };
    let form = format!("form/{PROCEDURE}/{VERSION}");
    public
        .put_documents(&[
            document("catalogue", catalogue.to_string().into_bytes()),
            document("units", units.to_string().into_bytes()),
            document(&format!("form/{PROCEDURE}"), VERSION.as_bytes().to_vec()),
            document(&form, description.to_string().into_bytes()),
            document(&format!("{form}/form.xml"), XML.as_bytes().to_vec()),
        ])
        .unwrap();
}
