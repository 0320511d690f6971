//! Where a limit ends an evaluation nothing is believed: not met, not complete, not taken.

use crate::common::{ask, definition_of, env, form, open};
use motcua_form::{Edit, EditError, Instance, MAX_SUBMISSION, ProblemKind, RestoreError, check_submission};

fn problems(instance: &Instance) -> Vec<ProblemKind> {
    instance.problems("").into_iter().map(|it| it.kind).collect()
}

/// A form of one pattern; longer texts than `regex` takes are never a match.
fn pattern() -> String {
    form(
        "<d/>",
        r#"<bind nodeset="/data/d" constraint="regex(., '^[0-9]{12}$')"/>"#,
        r#"<input ref="/data/d"/>"#,
    )
}

#[test]
fn a_constraint_that_a_limit_ends_is_not_met_until_the_answer_is_mended() {
    let mut instance = open(&pattern());
    ask(&mut instance, "/data/d", &"x".repeat(70_000));
    assert_eq!(problems(&instance), [ProblemKind::Constraint]);
    assert!(!instance.is_complete());
    ask(&mut instance, "/data/d", "012345678901");
    assert_eq!(problems(&instance), []);
    assert!(instance.is_complete(), "what was mended is handed in");
}

#[test]
fn the_portal_refuses_what_it_cannot_compute() {
    let definition = definition_of(&pattern());
    let submitted = format!(r#"<data id="t"><d>{}</d></data>"#, "x".repeat(70_000));
    let checked = check_submission(&definition, &submitted, &env());
    assert_eq!(checked, Err(RestoreError::Limit));
}

/// Reading costs far more memory than the text has bytes, so a long one isn't read; a draft of one's own may be that long.
#[test]
fn the_portal_reads_no_more_than_can_be_handed_in() {
    let definition = definition_of(&form("<d/>", "", r#"<input ref="/data/d"/>"#));
    let submitted = |bytes: usize| {
        let around = r#"<data id="t"><d></d></data>"#.len();
        format!(r#"<data id="t"><d></d>{}</data>"#, " ".repeat(bytes - around))
    };
    assert!(check_submission(&definition, &submitted(MAX_SUBMISSION), &env()).is_ok());
    let longer = submitted(MAX_SUBMISSION + 1);
    assert_eq!(
        check_submission(&definition, &longer, &env()),
        Err(RestoreError::Limit)
    );
    assert!(Instance::restore(&definition, &longer, &env()).is_ok());
}

/// The steps run out in the last rule that waits: nothing is left in the queue, and still it isn't done.
#[test]
fn the_last_rule_that_takes_too_many_steps_is_told() {
    let nodes: String = (0..400).map(|n| format!("<x{n}/>")).collect();
    let mut instance = open(&form(
        &format!("<d/>{nodes}"),
        r#"<bind nodeset="/data/d" constraint="count(//*[count(//*[count(//*) > 0]) > 0]) &lt; 0"/>"#,
        r#"<input ref="/data/d"/>"#,
    ));
    assert!(instance.is_complete());
    ask(&mut instance, "/data/d", "1");
    assert!(!instance.is_complete());
    assert_eq!(problems(&instance), [ProblemKind::Constraint]);
    ask(&mut instance, "/data/d", "");
    assert!(instance.is_complete(), "an empty answer meets every constraint");
}

#[test]
fn a_text_that_grows_too_long_is_told() {
    let mut instance = open(&form(
        "<d/><t/>",
        r#"<bind nodeset="/data/t" calculate="concat(/data/d, /data/d, /data/d)"/>"#,
        r#"<input ref="/data/d"/>"#,
    ));
    ask(&mut instance, "/data/d", &"x".repeat(500_000));
    assert!(!instance.is_complete());
    ask(&mut instance, "/data/d", "x");
    assert!(instance.is_complete());
}

fn counted() -> String {
    form(
        r#"<n/><kids jr:template=""><age/></kids>"#,
        r#"<bind nodeset="/data/n" type="int"/>"#,
        r#"<input ref="/data/n"/><repeat nodeset="/data/kids" jr:count="/data/n"><input ref="/data/kids/age"/></repeat>"#,
    )
}

#[test]
fn more_rows_than_there_may_be_are_told() {
    let mut instance = open(&counted());
    ask(&mut instance, "/data/n", "25000");
    assert_eq!(instance.row_count("/data/kids"), Some(20_000));
    assert!(!instance.is_complete());
    ask(&mut instance, "/data/n", "2");
    assert!(instance.is_complete());
}

#[test]
fn saved_answers_with_too_many_rows_are_refused() {
    let definition = definition_of(&counted().replace(r#" jr:count="/data/n""#, ""));
    let rows = |count: usize| format!(r#"<data id="t"><n/>{}</data>"#, "<kids/>".repeat(count));
    let most = Instance::restore(&definition, &rows(20_000), &env()).expect("as many as there may be");
    assert_eq!(most.row_count("/data/kids"), Some(20_000));
    let refused = Instance::restore(&definition, &rows(20_001), &env()).err();
    assert_eq!(refused, Some(RestoreError::Limit));
    let refused = check_submission(&definition, &rows(20_001), &env());
    assert_eq!(refused, Err(RestoreError::Limit));
}

#[test]
fn an_answer_that_could_not_be_given_cannot_be_restored() {
    let definition = definition_of(&form("<d/>", "", r#"<input ref="/data/d"/>"#));
    let saved = |bytes: usize| format!(r#"<data id="t"><d>{}</d></data>"#, "x".repeat(bytes));
    let mut instance = Instance::restore(&definition, &saved(1 << 20), &env()).expect("the longest answer");
    let refused = Instance::restore(&definition, &saved((1 << 20) + 1), &env()).err();
    assert_eq!(refused, Some(RestoreError::Limit));
    let longer = Edit::Answer {
        reference: "/data/d".into(),
        value: "x".repeat((1 << 20) + 1),
    };
    assert_eq!(instance.apply(&longer, &env()), Err(EditError::Limit));
}

/// What a form itself starts with isn't an answer: it is opened as it is, and read back.
#[test]
fn a_long_default_is_read_back() {
    let definition = definition_of(&form(
        &format!("<d>{}</d>", "x".repeat((1 << 20) + 1)),
        "",
        r#"<input ref="/data/d"/>"#,
    ));
    let instance = Instance::open(&definition, &env());
    assert!(Instance::restore(&definition, &instance.save(), &env()).is_ok());
}

/// Texts may weigh 64 MiB together: a few of the longest answers and what quotes them are far from that.
#[test]
fn long_answers_can_be_quoted() {
    let quote = |node: &str| format!(r#"<bind nodeset="/data/{node}" calculate="/data/a"/>"#);
    let binds = ["b", "c", "d"].map(quote).concat();
    let mut instance = open(&form("<a/><b/><c/><d/>", &binds, r#"<input ref="/data/a"/>"#));
    ask(&mut instance, "/data/a", &"x".repeat(1 << 20));
    for node in ["/data/b", "/data/c", "/data/d"] {
        assert_eq!(instance.state(node).expect("a node").value.len(), 1 << 20);
    }
    assert!(instance.is_complete());
}

/// What an action computes has the limits of a calculation.
#[test]
fn an_action_that_a_limit_ends_is_told() {
    let body = r#"<input ref="/data/a"/><input ref="/data/go"><setvalue event="xforms-value-changed" ref="/data/b" value="concat(/data/a, /data/a)"/></input>"#;
    let mut instance = open(&form("<a/><go/><b/>", "", body));
    ask(&mut instance, "/data/a", &"x".repeat(1 << 20));
    assert!(instance.is_complete());
    ask(&mut instance, "/data/go", "1");
    assert!(!instance.is_complete());
}
