//! Pictures, sounds and films beside labels, and what an upload takes (ODK XForms, "Media", "Body Attributes").

use crate::common::{form, open};
use motcua_form::{Instance, Media};

const ITEXT: &str = r#"<itext>
    <translation lang="vi" default="true()">
        <text id="q"><value>Chọn</value><value form="image">jr://images/q.png</value>
            <value form="big-image">jr://images/q-big.png</value><value form="audio">jr://audio/q.mp3</value></text>
        <text id="c"><value form="video">jr://video/c.mp4</value></text>
        <text id="d"><value>D</value></text>
    </translation>
    <translation lang="en"><text id="q"><value>Choose</value><value form="image">jr://images/q-en.png</value></text></translation>
</itext><instance id="list"><root><item><id>c</id><name>c</name></item><item><id>d</id><name>d</name></item></root></instance>"#;

fn told(media: Vec<Media>) -> Vec<(String, String)> {
    media.into_iter().map(|it| (it.kind, it.uri)).collect()
}

fn one(kind: &str, uri: &str) -> Vec<(String, String)> {
    vec![(kind.into(), uri.into())]
}

fn instance() -> Instance {
    open(&form(
        "<a/><b/>",
        ITEXT,
        r#"<select1 ref="/data/a"><label ref="jr:itext('q')"/>
            <item><label ref="jr:itext('c')"/><value>c</value></item><item><label>D</label><value>d</value></item></select1>
        <select1 ref="/data/b"><itemset nodeset="instance('list')/root/item">
            <value ref="name"/><label ref="jr:itext(id)"/></itemset></select1>"#,
    ))
}

#[test]
fn a_question_has_the_media_of_its_language() {
    let instance = instance();
    let vi = told(instance.media("/data/a", None, "vi"));
    assert_eq!(
        vi.iter().map(|(kind, _)| kind.as_str()).collect::<Vec<_>>(),
        ["image", "big-image", "audio"]
    );
    assert_eq!(
        told(instance.media("/data/a", None, "en")),
        one("image", "jr://images/q-en.png")
    );
    assert!(instance.media("/data/none", None, "vi").is_empty());
}

#[test]
fn choices_have_media_of_their_own() {
    let instance = instance();
    let video = one("video", "jr://video/c.mp4");
    assert_eq!(told(instance.media("/data/a", Some("c"), "vi")), video);
    // The English text has none: the default language's film is better than none.
    assert_eq!(told(instance.media("/data/b", Some("c"), "en")), video);
    assert!(instance.media("/data/a", Some("d"), "vi").is_empty());
    assert!(instance.media("/data/b", Some("d"), "vi").is_empty());
    assert!(instance.media("/data/b", Some("none"), "vi").is_empty());
}

#[test]
fn accept_goes_before_mediatype() {
    let instance = open(&form(
        "<a/><b/>",
        "",
        r#"<upload ref="/data/a" mediatype="image/*"/><upload ref="/data/b" mediatype="image/*" accept="application/pdf,.docx"/>"#,
    ));
    let takes = |reference: &str| instance.question(reference, "").and_then(|it| it.media_type);
    assert_eq!(takes("/data/a").as_deref(), Some("image/*"));
    assert_eq!(takes("/data/b").as_deref(), Some("application/pdf,.docx"));
}

#[test]
fn guidance_is_apart_from_the_hint() {
    let itext = r#"<itext><translation lang="vi"><text id="h"><value>Gợi ý</value><value form="guidance">Dài hơn</value></text></translation></itext>"#;
    let instance = open(&form(
        "<a/>",
        itext,
        r#"<input ref="/data/a"><hint ref="jr:itext('h')"/></input>"#,
    ));
    let question = instance.question("/data/a", "vi").expect("a question");
    assert_eq!(question.hint.as_deref(), Some("Gợi ý"));
    assert_eq!(question.guidance.as_deref(), Some("Dài hơn"));
}

#[test]
fn messages_are_those_of_the_language() {
    let itext = r#"<itext><translation lang="vi" default="true()"><text id="m"><value>Phải lớn hơn 0</value></text></translation>
        <translation lang="en"><text id="m"><value>Above 0</value></text></translation></itext>"#;
    let bind = r#"<bind nodeset="/data/a" constraint=". &gt; 0" jr:constraintMsg="jr:itext('m')"/>
        <bind nodeset="/data/b" required="true()" jr:requiredMsg="Please fill in"/>"#;
    let instance = open(&form(
        "<a>-1</a><b/>",
        &format!("{itext}{bind}"),
        r#"<input ref="/data/a"/><input ref="/data/b"/>"#,
    ));
    let texts = |lang| {
        crate::common::texts(&instance, lang)
            .into_iter()
            .map(|it| it.2)
            .collect::<Vec<_>>()
    };
    assert_eq!(texts("vi"), ["Phải lớn hơn 0", "Please fill in"]);
    assert_eq!(texts("en"), ["Above 0", "Please fill in"]);
}
