//! What forms ask of the device (ODK XForms, "Actions: odk:setgeopoint").

use crate::common::{ask, document, env, form, open};
use motcua_form::{Changes, Edit, EditError, Instance};

fn value(instance: &Instance, reference: &str) -> String {
    instance
        .state(reference)
        .map(|state| state.value)
        .unwrap_or_default()
}

fn put_place(instance: &mut Instance, reference: &str, place: &str) -> Result<Changes, EditError> {
    let (reference, place) = (reference.to_owned(), place.to_owned());
    instance.apply(&Edit::Place { reference, place }, &env())
}

const PLACE: &str = "21.0285 105.8542 10 5";

#[test]
fn a_place_is_asked_for_when_answers_are_opened() {
    let mut instance = open(&document(
        "<here/><far/>",
        "",
        r#"<bind nodeset="/data/here" type="geopoint" readonly="true()"/>
        <bind nodeset="/data/far" calculate="distance(/data/here, '21.0285 105.8542 0 0')"/>
        <odk:setgeopoint event="odk-instance-first-load" ref="/data/here"/>"#,
        "",
    ));
    assert_eq!(instance.wanted_places(), ["/data/here"]);
    put_place(&mut instance, "/data/here", PLACE).expect("a node that waits");
    assert_eq!(value(&instance, "/data/here"), PLACE);
    assert_eq!(value(&instance, "/data/far"), "0");
    assert!(instance.wanted_places().is_empty());
    let again = put_place(&mut instance, "/data/here", PLACE);
    assert_eq!(again, Err(EditError::UnknownReference), "it waits no more");
}

#[test]
fn a_change_asks_for_the_place_of_its_row_and_a_removed_row_waits_no_more() {
    let mut instance = open(&form(
        "<p><a/><at/></p><p><a/><at/></p>",
        "",
        r#"<repeat nodeset="/data/p"><input ref="/data/p/a">
        <odk:setgeopoint event="xforms-value-changed" ref="/data/p/at"/></input></repeat>"#,
    ));
    assert!(instance.wanted_places().is_empty(), "nothing was asked yet");
    ask(&mut instance, "/data/p[2]/a", "x");
    assert_eq!(instance.wanted_places(), ["/data/p[2]/at"]);
    let row = Edit::RemoveRow {
        row: "/data/p[2]".into(),
    };
    instance.apply(&row, &env()).expect("a row");
    assert!(instance.wanted_places().is_empty());
    let late = put_place(&mut instance, "/data/p[2]/at", PLACE);
    assert_eq!(late, Err(EditError::UnknownReference));
}

#[test]
fn a_new_row_asks_and_a_device_that_does_not_know_answers_with_nothing() {
    let mut instance = open(&form(
        r#"<p jr:template=""><at>default</at></p>"#,
        "",
        r#"<repeat nodeset="/data/p"><odk:setgeopoint event="odk-new-repeat" ref="/data/p/at"/></repeat>"#,
    ));
    let row = Edit::AddRow {
        repeat: "/data/p".into(),
    };
    instance.apply(&row, &env()).expect("a row");
    assert_eq!(instance.wanted_places(), ["/data/p[1]/at"]);
    let done = put_place(&mut instance, "/data/p[1]/at", "").expect("a node that waits");
    assert_eq!(value(&instance, "/data/p[1]/at"), "");
    instance
        .apply(&done.undo.expect("the default is gone"), &env())
        .expect("undone");
    assert_eq!(value(&instance, "/data/p[1]/at"), "default");
    assert!(instance.wanted_places().is_empty(), "it was answered");
}

/// A row that comes in the place of one that was removed asks for nothing by itself.
#[test]
fn a_new_row_inherits_no_request() {
    let add = Edit::AddRow {
        repeat: "/data/p".into(),
    };
    let remove = Edit::RemoveRow {
        row: "/data/p[2]".into(),
    };
    let mut instance = open(&form(
        "<p><a/><at/></p><p><a/><at/></p>",
        "",
        r#"<repeat nodeset="/data/p"><input ref="/data/p/a">
        <odk:setgeopoint event="xforms-value-changed" ref="/data/p/at"/></input></repeat>"#,
    ));
    ask(&mut instance, "/data/p[2]/a", "x");
    instance.apply(&remove, &env()).expect("a row");
    instance.apply(&add, &env()).expect("a row");
    assert!(instance.wanted_places().is_empty());
    let late = put_place(&mut instance, "/data/p[2]/at", PLACE);
    assert_eq!(late, Err(EditError::UnknownReference));
}

#[test]
fn a_place_is_asked_for_once_and_can_be_taken_back() {
    let mut instance = open(&form(
        "<a/><at/>",
        "",
        r#"<input ref="/data/a"><odk:setgeopoint event="xforms-value-changed" ref="/data/at"/></input>"#,
    ));
    ask(&mut instance, "/data/a", "x");
    ask(&mut instance, "/data/a", "y");
    assert_eq!(instance.wanted_places(), ["/data/at"]);
    let long = "1 ".repeat(1 << 20);
    let refused = put_place(&mut instance, "/data/at", &long);
    assert_eq!(refused, Err(EditError::Limit));
    assert_eq!(instance.wanted_places(), ["/data/at"], "it still waits");
    let changes = put_place(&mut instance, "/data/at", PLACE).expect("a node that waits");
    let undo = changes.undo.expect("something changed");
    instance.apply(&undo, &env()).expect("undone");
    assert_eq!(value(&instance, "/data/at"), "");
    ask(&mut instance, "/data/a", "z");
    let changes = put_place(&mut instance, "/data/at", "").expect("a node that waits");
    assert_eq!(changes.undo, None, "it was empty before");
}
