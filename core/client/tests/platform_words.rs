//! What the systems show by themselves (the app's name, why a permission is asked) stands in files of theirs: Android's `strings.xml`, Apple's String
//! Catalog. Both are written from the Fluent source, and this test holds them to it. `MOTCUA_GOLDENS=write` writes them anew.

use std::{collections::BTreeMap, env, fs, path::PathBuf};

use motcua_client::screen::{text::Language, words::words};
use serde_json::{Value, json};

const LANGUAGES: [Language; 2] = [Language::Vi, Language::En];
/// Info.plist's keys, and the message that each shows.
const INFO_PLIST: [(&str, &str); 3] = [
    ("CFBundleDisplayName", "app-name"),
    ("NSCameraUsageDescription", "platform-camera-use"),
    ("NSLocationWhenInUseUsageDescription", "platform-location-use"),
];

/// The app's name and all `platform-…` messages, by name.
fn platform_words(language: Language) -> BTreeMap<String, String> {
    words(language)
        .into_iter()
        .filter(|word| word.name == "app-name" || word.name.starts_with("platform-"))
        .map(|word| (word.name, word.text))
        .collect()
}

fn golden(path: &str, made: &str) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..").join(path);
    if env::var("MOTCUA_GOLDENS").as_deref() == Ok("write") {
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        fs::write(&path, made).expect("written");
    }
    let kept = fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(
        kept,
        made,
        "{} is written from the Fluent source: MOTCUA_GOLDENS=write",
        path.display()
    );
}

/// As XML text in a string resource: there an apostrophe or a quotation mark is escaped too.
fn resource(text: &str) -> String {
    let xml = text.replace('&', "&amp;").replace('<', "&lt;");
    xml.replace('\'', "\\'").replace('"', "\\\"")
}

fn strings_xml(language: Language) -> String {
    let lines: String = platform_words(language)
        .iter()
        .map(|(name, text)| {
            format!(
                "    <string name=\"{}\">{}</string>\n",
                name.replace('-', "_"),
                resource(text)
            )
        })
        .collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<!-- Written from core/client/i18n by core/client/tests/platform_words.rs. -->\n<resources>\n{lines}</resources>\n"
    )
}

/// Xcode's own layout: two spaces, and a space before each colon.
fn string_catalog() -> String {
    let strings: BTreeMap<&str, Value> = INFO_PLIST
        .iter()
        .map(|(key, name)| {
            (
                *key,
                json!({ "extractionState": "manual", "localizations": localizations(name) }),
            )
        })
        .collect();
    let catalog = json!({ "sourceLanguage": "vi", "strings": strings, "version": "1.0" });
    let text = serde_json::to_string_pretty(&catalog).expect("JSON");
    text.replace("\": ", "\" : ") + "\n"
}

fn localizations(name: &str) -> BTreeMap<&'static str, Value> {
    LANGUAGES
        .into_iter()
        .map(|language| {
            let text = platform_words(language)
                .remove(name)
                .expect("a message of this name");
            (
                language.code(),
                json!({ "stringUnit": { "state": "translated", "value": text } }),
            )
        })
        .collect()
}

#[test]
fn androids_resources_are_the_fluent_sources_words() {
    golden(
        "android/app/src/main/res/values/strings.xml",
        &strings_xml(Language::Vi),
    );
    golden(
        "android/app/src/main/res/values-en/strings.xml",
        &strings_xml(Language::En),
    );
}

#[test]
fn apples_string_catalog_is_the_fluent_sources_words() {
    golden("ios/App/InfoPlist.xcstrings", &string_catalog());
}

#[test]
fn every_key_of_the_projects_file_is_in_the_catalog() {
    let project = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../ios/project.yml");
    let project = fs::read_to_string(project).expect("the project's file");
    let asked: Vec<&str> = project
        .lines()
        .filter_map(|line| line.trim().split_once("UsageDescription:").map(|(key, _)| key))
        .collect();
    assert!(!asked.is_empty());
    for key in asked {
        assert!(
            INFO_PLIST
                .iter()
                .any(|(known, _)| known.strip_suffix("UsageDescription") == Some(key)),
            "{key}"
        );
    }
}

#[test]
fn a_resource_keeps_marks_and_escapes_what_xml_and_android_would_read() {
    assert_eq!(
        resource("Chụp ảnh & \"giấy tờ\" <của bạn>, don't"),
        "Chụp ảnh &amp; \\\"giấy tờ\\\" &lt;của bạn>, don\\'t"
    );
}
