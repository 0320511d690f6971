//! What the dependency graph says to people and keeps for them: which nodes a cycle goes through, and whose typed answer stays.

use crate::common::{ask, definition_of, env, form, open};
use motcua_form::{Definition, Instance, LoadCode};

fn cycle_of(binds: &str) -> (String, String) {
    let xml = form(
        "<first/><a/><b/><c/><last/>",
        binds,
        r#"<input ref="/data/first"/>"#,
    );
    let Err(error) = Definition::load(&xml, &[]) else {
        panic!("no cycle is found")
    };
    assert_eq!(error.code, LoadCode::Cycle);
    (error.path, error.detail)
}

/// Only the nodes that go round are named: neither those that wait for them nor those they don't need.
#[test]
fn a_cycle_is_told_by_its_own_nodes() {
    let (path, detail) = cycle_of(
        r#"<bind nodeset="/data/first" calculate="/data/a"/><bind nodeset="/data/a" calculate="/data/b + /data/last"/>
           <bind nodeset="/data/b" calculate="/data/c"/><bind nodeset="/data/c" calculate="/data/a"/><bind nodeset="/data/last" calculate="1"/>"#,
    );
    for node in ["/data/a", "/data/b", "/data/c"] {
        assert!(detail.contains(node), "{detail}");
    }
    assert!(
        !detail.contains("/data/first") && !detail.contains("/data/last"),
        "{detail}"
    );
    assert!(
        detail.ends_with(&path) && detail.contains(&format!("itself: {path} → ")),
        "{detail}"
    );
}

#[test]
fn a_node_that_reads_itself_is_a_cycle_of_one() {
    let (path, detail) = cycle_of(r#"<bind nodeset="/data/b" calculate="/data/b + 1"/>"#);
    assert_eq!(path, "/data/b");
    assert_eq!(detail, "it depends on itself: /data/b → /data/b");
}

/// What a person typed over a calculation stays when the draft is opened again; where nobody can type, the calculation is made anew.
#[test]
fn only_what_a_person_can_change_is_kept_over_a_calculation() {
    for (attributes, kept) in [
        ("", "99"),
        (r#"required="true()""#, "99"),
        (r#"relevant="true()""#, "99"),
        (r#"readonly="false()""#, "99"),
        (r#"readonly="/data/a = 7""#, "99"),
        (r#"readonly="true()""#, "4"),
    ] {
        let definition = definition_of(&form(
            "<a/><twice/>",
            &format!(r#"<bind nodeset="/data/twice" calculate="/data/a * 2" {attributes}/>"#),
            r#"<input ref="/data/a"/><input ref="/data/twice"/>"#,
        ));
        let saved = r#"<data id="t"><a>2</a><twice>99</twice></data>"#;
        let restored = Instance::restore(&definition, saved, &env()).expect("restored");
        assert_eq!(
            restored.state("/data/twice").expect("a node").value,
            kept,
            "{attributes}"
        );
    }
}

/// A count comes before what reads its rows, also where the form writes it last and rows are nested.
#[test]
fn what_reads_counted_rows_comes_after_their_count() {
    let mut instance = open(&form(
        r#"<n/><all/><row jr:template=""><x>1</x><inner jr:template=""><y>10</y></inner></row>"#,
        r#"<bind nodeset="/data/all" calculate="sum(/data/row/x) + sum(/data/row/inner/y)"/>"#,
        r#"<input ref="/data/n"/><repeat nodeset="/data/row" jr:count="/data/n"><input ref="/data/row/x"/>
           <repeat nodeset="/data/row/inner" jr:count="/data/n"><input ref="/data/row/inner/y"/></repeat></repeat>"#,
    ));
    for (n, all) in [("3", "93"), ("1", "11"), ("0", "0"), ("2", "42")] {
        ask(&mut instance, "/data/n", n);
        assert_eq!(instance.state("/data/all").expect("a node").value, all, "{n}");
    }
}
