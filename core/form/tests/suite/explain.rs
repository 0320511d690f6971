//! Why an answer is as it is: what form authors are told.

use crate::common::{ask, env, form, open};
use motcua_form::{Edit, Explanation, Instance, ProblemKind, Reason, RuleKind};

fn explain(instance: &Instance, reference: &str) -> Explanation {
    instance.explain(reference).expect("a node")
}

fn reason(explanation: &Explanation, kind: RuleKind) -> &Reason {
    let mut found = explanation.reasons.iter().filter(|reason| reason.kind == kind);
    found.next().expect("the rule is told")
}

fn reads(reason: &Reason) -> Vec<(&str, &str)> {
    reason
        .reads
        .iter()
        .map(|read| (read.reference.as_str(), read.value.as_str()))
        .collect()
}

#[test]
fn hidden_by_the_group_around_it_and_by_what_that_reads() {
    let mut instance = open(&form(
        "<age/><adult/><g><job/></g>",
        r#"<bind nodeset="/data/age" type="int"/><bind nodeset="/data/adult" calculate="/data/age &gt;= 18"/>
           <bind nodeset="/data/g" relevant=" /data/adult = 'true' "/>"#,
        r#"<input ref="/data/age"/><group ref="/data/g"><input ref="/data/g/job"/></group>"#,
    ));
    ask(&mut instance, "/data/age", "12");
    let job = explain(&instance, "/data/g/job");
    assert!(!job.relevant && job.problem.is_none());
    let [hidden] = &job.reasons[..] else {
        panic!("one rule: {job:?}")
    };
    assert_eq!(
        (hidden.kind, hidden.reference.as_str(), hidden.source.as_str()),
        (RuleKind::Relevant, "/data/g", "/data/adult = 'true'")
    );
    assert_eq!(hidden.result.as_deref(), Some("false"));
    assert_eq!(reads(hidden), [("/data/adult", "false")]);
    let adult = reason(&hidden.reads[0], RuleKind::Calculate);
    assert_eq!(adult.source, "/data/age >= 18");
    assert_eq!(reads(adult), [("/data/age", "12")]);
    assert!(!adult.cut && adult.reads[0].reasons.is_empty());
    ask(&mut instance, "/data/age", "18");
    let job = explain(&instance, "/data/g/job");
    assert!(job.relevant);
    assert_eq!(job.reasons[0].result.as_deref(), Some("true"));
}

#[test]
fn a_hidden_node_that_is_read_says_why_it_is_empty() {
    let instance = open(&form(
        "<on/><a>1</a><b/>",
        r#"<bind nodeset="/data/a" relevant="/data/on = 'yes'"/><bind nodeset="/data/b" calculate="concat('x', /data/a)"/>"#,
        "",
    ));
    let b = explain(&instance, "/data/b");
    assert_eq!(b.value, "x");
    let a = &reason(&b, RuleKind::Calculate).reads[0];
    assert_eq!((a.value.as_str(), a.relevant), ("", false));
    assert_eq!(reads(reason(a, RuleKind::Relevant)), [("/data/on", "")]);
}

#[test]
fn required_read_only_and_invalid() {
    let mut instance = open(&form(
        "<a/><b/>",
        r#"<bind nodeset="/data/a" type="int" required="/data/b = ''" readonly="/data/b = 'r'" constraint=". &lt; 5"/>"#,
        r#"<input ref="/data/a"/><input ref="/data/b"/>"#,
    ));
    let a = explain(&instance, "/data/a");
    assert_eq!(
        (a.required, a.readonly, a.problem),
        (true, false, Some(ProblemKind::Required))
    );
    assert_eq!(reason(&a, RuleKind::Required).result.as_deref(), Some("true"));
    assert_eq!(
        reason(&a, RuleKind::Constraint).result,
        None,
        "nothing is asked of no answer"
    );
    ask(&mut instance, "/data/a", "7");
    ask(&mut instance, "/data/b", "r");
    let a = explain(&instance, "/data/a");
    assert_eq!(
        (a.required, a.readonly, a.problem),
        (false, true, Some(ProblemKind::Constraint))
    );
    assert_eq!(reason(&a, RuleKind::Readonly).result.as_deref(), Some("true"));
    let constraint = reason(&a, RuleKind::Constraint);
    assert_eq!(constraint.result.as_deref(), Some("false"));
    assert_eq!(
        reads(constraint),
        [("/data/a", "7")],
        "the answer itself, not again with its reasons"
    );
    assert!(constraint.reads[0].reasons.is_empty() && !constraint.cut);
}

const ROWS: &str = r#"<bind nodeset="/data/r/sum" calculate="../a + /data/base"/><bind nodeset="/data/total" calculate="sum(/data/r/sum)"/>
    <bind nodeset="/data/rows" calculate="count(/data/r)"/>"#;

fn rows(count: usize) -> Instance {
    let mut instance = open(&form(
        r#"<n/><base>1</base><r jr:template=""><a/><sum/></r><total/><rows/>"#,
        ROWS,
        r#"<input ref="/data/n"/><repeat nodeset="/data/r" jr:count="/data/n"><input ref="/data/r/a"/></repeat>"#,
    ));
    ask(&mut instance, "/data/n", &count.to_string());
    for row in 1..=count {
        ask(&mut instance, &format!("/data/r[{row}]/a"), &row.to_string());
    }
    instance
}

#[test]
fn a_row_reads_its_own_row_and_a_sum_reads_all() {
    let instance = rows(3);
    let sum = explain(&instance, "/data/r[2]/sum");
    assert_eq!(
        reads(reason(&sum, RuleKind::Calculate)),
        [("/data/base", "1"), ("/data/r[2]/a", "2")],
        "in the form's order"
    );
    let total = explain(&instance, "/data/total");
    let sums = reason(&total, RuleKind::Calculate);
    assert_eq!(sums.result.as_deref(), Some("9"));
    let cells: Vec<_> = reads(sums)
        .into_iter()
        .filter(|(reference, _)| reference.ends_with("sum"))
        .collect();
    assert_eq!(
        cells,
        [
            ("/data/r[1]/sum", "2"),
            ("/data/r[2]/sum", "3"),
            ("/data/r[3]/sum", "4")
        ]
    );
    assert!(!sums.cut);
    let count = explain(&instance, "/data/rows");
    let counted = &reason(&count, RuleKind::Calculate).reads[0];
    assert_eq!(
        (counted.reference.as_str(), counted.value.as_str()),
        ("/data/r", "3")
    );
    let rule = reason(counted, RuleKind::Count);
    assert_eq!(
        (rule.reference.as_str(), rule.source.as_str()),
        ("/data/r", "/data/n")
    );
    assert_eq!(reads(rule), [("/data/n", "3")]);
    assert_eq!(explain(&instance, "/data/r").reasons, counted.reasons);
    assert!(instance.explain("/data/r[4]/sum").is_none() && instance.explain("/data/x").is_none());
}

#[test]
fn the_tree_ends_and_says_so() {
    let long = rows(40);
    let total = explain(&long, "/data/total");
    let sums = reason(&total, RuleKind::Calculate);
    assert!(sums.cut && sums.reads.len() == 32);

    let chain = |depth: usize| -> String {
        let bind = |at: usize| {
            format!(
                r#"<bind nodeset="/data/c{at}" calculate="concat(/data/c{}, '')"/>"#,
                at - 1
            )
        };
        let nodes: String = (0..=depth).map(|at| format!("<c{at}/>")).collect();
        form(&nodes, &(1..=depth).map(bind).collect::<String>(), "")
    };
    let deep = |depth: usize| {
        let mut levels = 0;
        let mut place = explain(&open(&chain(depth)), &format!("/data/c{depth}"));
        while let Some(reason) = place.reasons.pop() {
            levels += 1;
            if reason.cut {
                return (levels, true);
            }
            place = reason.reads.into_iter().next().expect("what it reads");
        }
        (levels, false)
    };
    assert_eq!(deep(5), (5, false));
    assert_eq!(deep(8), (8, false));
    assert_eq!(deep(20), (8, true));

    // Each node reads all those before it: a tree of all ways would have 2^20 nodes.
    let node = |at: usize| format!("<d{at}/>");
    let reads = |at: usize| {
        (0..at)
            .map(|n| format!("/data/d{n}"))
            .collect::<Vec<_>>()
            .join(", ")
    };
    let bind = |at: usize| {
        format!(
            r#"<bind nodeset="/data/d{at}" calculate="concat({})"/>"#,
            reads(at)
        )
    };
    let wide = form(
        &(0..=20).map(node).collect::<String>(),
        &(1..=20).map(bind).collect::<String>(),
        "",
    );
    assert!(size(&explain(&open(&wide), "/data/d20")) <= 1_100);
}

fn size(explanation: &Explanation) -> usize {
    let reads = explanation.reasons.iter().flat_map(|reason| &reason.reads);
    1 + reads.map(size).sum::<usize>()
}

#[test]
fn rules_that_look_at_other_rows_of_their_own_repeat_end() {
    let mut instance = open(&form(
        r#"<r jr:template=""><a/><so_far/></r>"#,
        r#"<bind nodeset="/data/r/so_far" calculate="../a + coalesce(/data/r[position() = position(current()/..) - 1]/so_far, 0)"/>"#,
        r#"<repeat nodeset="/data/r"><input ref="/data/r/a"/></repeat>"#,
    ));
    for row in 1..=3 {
        let repeat = "/data/r".into();
        instance.apply(&Edit::AddRow { repeat }, &env()).expect("a row");
        ask(&mut instance, &format!("/data/r[{row}]/a"), "1");
    }
    let last = explain(&instance, "/data/r[3]/so_far");
    assert_eq!(last.value, "3");
    assert_eq!(reason(&last, RuleKind::Calculate).result.as_deref(), Some("3"));
    assert!(size(&last) < 100);
}

#[test]
fn which_choices_are_offered_and_a_random_value_that_was_kept() {
    let items = "<item><name>a</name><of>x</of></item><item><name>b</name><of>y</of></item>";
    let instance = open(&form(
        "<of>x</of><pick/><id/>",
        &format!(
            r#"<instance id="list"><root>{items}</root></instance><bind nodeset="/data/id" calculate="uuid()"/>"#
        ),
        r#"<input ref="/data/of"/><select1 ref="/data/pick"><itemset nodeset="instance('list')/root/item[of = /data/of]">
           <value ref="name"/></itemset></select1>"#,
    ));
    let pick = explain(&instance, "/data/pick");
    let offered = reason(&pick, RuleKind::Choices);
    assert_eq!(offered.source, "instance('list')/root/item[of = /data/of]");
    assert_eq!(offered.result.as_deref(), Some("1"));
    assert!(reads(offered).contains(&("/data/of", "x")));
    let id = explain(&instance, "/data/id");
    assert_eq!(reason(&id, RuleKind::Calculate).result.as_ref(), Some(&id.value));
}

#[test]
fn debug_shows_no_answer() {
    let mut instance = open(&form(
        "<a/><b/>",
        r#"<bind nodeset="/data/b" calculate="concat(/data/a, '!')"/>"#,
        r#"<input ref="/data/a"/>"#,
    ));
    ask(&mut instance, "/data/a", "Bưởi");
    let shown = format!("{:?}", explain(&instance, "/data/b"));
    assert!(!shown.contains("Bưởi"), "{shown}");
    assert!(shown.contains("concat(/data/a, '!')"), "{shown}");
}
