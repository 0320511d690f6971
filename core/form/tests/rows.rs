//! What new rows begin with.

mod common;

use common::{env, form, open};
use motcua_form::{Edit, Instance};

fn add(instance: &mut Instance, repeat: &str) {
    let repeat = repeat.into();
    instance.apply(&Edit::AddRow { repeat }, &env()).expect("a row");
}

fn value(instance: &Instance, reference: &str) -> String {
    instance.state(reference).expect("a node").value
}

/// "Default Values in Repeats": values of a row are its own; only a template gives them to new rows, and so does what stands in it.
#[test]
fn new_rows_take_their_values_from_a_template_alone() {
    let mut instance = open(&form(
        r#"<kid><name>Lan</name><toy><kind>ball</kind></toy></kid>
           <pet jr:template=""><name>Vện</name><toy><kind>bone</kind></toy></pet>"#,
        "",
        r#"<repeat nodeset="/data/kid"><input ref="/data/kid/name"/><repeat nodeset="/data/kid/toy"><input ref="/data/kid/toy/kind"/></repeat></repeat>
           <repeat nodeset="/data/pet"><input ref="/data/pet/name"/><repeat nodeset="/data/pet/toy"><input ref="/data/pet/toy/kind"/></repeat></repeat>"#,
    ));
    add(&mut instance, "/data/kid");
    add(&mut instance, "/data/kid[1]/toy");
    assert_eq!(value(&instance, "/data/kid[1]/name"), "Lan");
    assert_eq!(
        value(&instance, "/data/kid[2]/name"),
        "",
        "Lan is the first one's name"
    );
    assert_eq!(value(&instance, "/data/kid[2]/toy[1]/kind"), "");
    assert_eq!(value(&instance, "/data/kid[1]/toy[2]/kind"), "");
    add(&mut instance, "/data/pet");
    add(&mut instance, "/data/pet[1]/toy");
    assert_eq!(value(&instance, "/data/pet[1]/name"), "Vện");
    assert_eq!(value(&instance, "/data/pet[1]/toy[2]/kind"), "bone");
}
