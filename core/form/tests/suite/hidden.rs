//! What comes and goes with a condition: the outline, and attributes with their element.

use crate::common::{ask, form, open, value};

#[test]
fn only_what_comes_or_goes_changes_the_outline() {
    let binds = r#"<bind nodeset="/data/b" relevant="/data/a = 1"/><bind nodeset="/data/c" relevant="/data/a != 2"/>"#;
    let mut instance = open(&form(
        "<a/><b/><c/>",
        binds,
        r#"<input ref="/data/a"/><input ref="/data/b"/>"#,
    ));
    assert!(
        ask(&mut instance, "/data/a", "1").outline_changed,
        "a question came"
    );
    assert!(!ask(&mut instance, "/data/b", "x").outline_changed);
    assert!(
        ask(&mut instance, "/data/a", "3").outline_changed,
        "a question went"
    );
    assert!(
        !ask(&mut instance, "/data/a", "2").outline_changed,
        "nobody is asked for what went"
    );
}

/// Attributes are hidden with their element, wherever it stands.
#[test]
fn attributes_go_with_their_element() {
    let data = r#"<on/><g><first/><a x="1" y="2"/><last>z</last></g><seen/>"#;
    let binds = r#"<bind nodeset="/data/g/a" relevant="/data/on = 1"/><bind nodeset="/data/seen" calculate="concat(/data/g/a/@x, /data/g/a/@y, /data/g/first, /data/g/last)"/>"#;
    let mut instance = open(&form(data, binds, r#"<input ref="/data/on"/>"#));
    assert_eq!(value(&instance, "/data/seen"), "z");
    ask(&mut instance, "/data/on", "1");
    assert_eq!(value(&instance, "/data/seen"), "12z");
    ask(&mut instance, "/data/on", "");
    assert_eq!(value(&instance, "/data/seen"), "z");
}
