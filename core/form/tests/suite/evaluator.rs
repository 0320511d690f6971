//! Rules of evaluation that only show where two readings of an expression differ: each group names its section.

use crate::common::{ask, env, evaluate, evaluate_to, form, open};

const XML: &str = "<data><a>1</a><a>2</a><?a one?><?b two?><b>x y</b><e/><g><x>5</x><y>7</y></g></data>";

#[track_caller]
fn texts(cases: &[(&str, &str)]) {
    evaluate_to(XML, cases);
}

/// XPath 1.0 §2.3: `processing-instruction(target)` takes instructions of that target and nothing else.
#[test]
fn node_tests_of_processing_instructions() {
    texts(&[
        ("count(processing-instruction())", "2"),
        ("count(processing-instruction('a'))", "1"),
        ("string(processing-instruction('b'))", "two"),
        ("count(processing-instruction('c'))", "0"),
    ]);
}

/// XPath 1.0 §3.4: a node-set on either side is compared by any of its nodes.
#[test]
fn comparisons_with_node_sets_on_either_side() {
    texts(&[
        ("2 = a", "true"),
        ("'2' = a", "true"),
        ("3 = a", "false"),
        ("2 > a", "true"),
        ("1 > a", "false"),
        ("a >= 2", "true"),
        ("a > 2", "false"),
        ("a = a[2]", "true"),
        ("a[1] = a[2]", "false"),
        ("a < a", "true"),
        ("'1' < '2'", "true"),
        ("'b' < 'c'", "false"),
    ]);
}

/// ODK XForms, "XPath functions", `number`: a date's number is the day on the person's calendar, or the days that have passed.
#[test]
fn a_date_as_a_number_is_written_as_whole_days() {
    texts(&[
        ("number(date('1970-01-11'))", "10"),
        ("number(date('1969-12-31'))", "-1"),
        ("number(now()) - number(now())", "0"),
        ("string(number(today()))", "20779"),
        ("string(number(now()))", "20779"),
        ("string(number('1970-01-11'))", "10"),
        ("string(number('1.5'))", "1.5"),
        ("string(number(' -2.25 '))", "-2.25"),
        ("string(number('nothing'))", "NaN"),
    ]);
}

/// ODK XForms, "XPath functions": times of day, in the zone of `now` (+07:00 here); a time alone is one of today.
#[test]
fn times_of_day() {
    texts(&[
        ("round(decimal-time('00:00:00.500+07:00') * 86400, 3)", "0.5"),
        ("decimal-time('00:00:00Z') * 24", "7"),
        ("decimal-time('23:00:00Z') * 24", "6"),
        ("format-date-time('14:30', '%Y-%m-%d %H:%M')", "2026-11-22 14:30"),
        (
            "format-date-time('14:30:00.250Z', '%d %H:%M:%S.%3')",
            "22 21:30:00.250",
        ),
        ("format-date('nothing', '%Y')", ""),
        ("date(1 div 0)", ""),
        ("date(-1 div 0)", ""),
        ("date(0 div 0)", ""),
        ("date(true())", ""),
        ("date('20779')", "2026-11-22T07:00:00.000+07:00"),
    ]);
}

/// ODK XForms, "XPath functions", `area` and `geofence`: three corners enclose an area, two none; a ray through a corner crosses the line once.
#[test]
fn shapes_of_few_corners_and_rays_through_corners() {
    let diamond = "0 -1;1 0;0 1;-1 0;0 -1";
    texts(&[
        ("area('0 0;0 1;1 1') > 6000000000", "true"),
        ("area('0 0;0 1')", "0"),
        ("area('')", "0"),
        (&format!("geofence('0 0', '{diamond}')"), "true"),
        (&format!("geofence('0 -2', '{diamond}')"), "false"),
        (&format!("geofence('0 2', '{diamond}')"), "false"),
        (&format!("geofence('1 -2', '{diamond}')"), "false"),
        (&format!("geofence('-1 -2', '{diamond}')"), "false"),
        (&format!("geofence('0.5 0.25', '{diamond}')"), "true"),
        (&format!("geofence('0.5 0.75', '{diamond}')"), "false"),
        (&format!("geofence('0.5 -0.75', '{diamond}')"), "false"),
    ]);
}

/// ODK XForms, "XPath functions", `geofence`: the even–odd rule, here for a shape away from the origin with no side along an axis. Which of these
/// lie inside was computed with exact fractions.
#[test]
fn places_near_the_sides_of_a_shape() {
    let shape = "10 100;14 103;12 104;13 109;9 106;10 100";
    for (place, inside) in [
        ("11 101", true),
        ("12 101", false),
        ("13 103", true),
        ("13 104", false),
        ("12.5 106", false),
        ("10 105", true),
        ("9.5 104", true),
        ("9.2 104", false),
        ("12 109", false),
        ("11.5 106", true),
        ("13.2 103.5", false),
        ("9.5 102", false),
    ] {
        let expected = if inside { "true" } else { "false" };
        texts(&[(&format!("geofence('{place}', '{shape}')"), expected)]);
    }
}

/// ODK XForms, "XPath functions", `intersects`: legs that cross, touch or run back; not legs that only point at each other.
#[test]
fn traces_that_meet_themselves() {
    for (trace, meets) in [
        ("10 100;12 104;12 100;10 104", true),
        ("10 100;12 104;14 101;13 105", false),
        ("10 100;10 104;12 104;12 102;8 102", true),
        ("10 100;10 104;12 104;12 102;10 102", true),
        ("10 100;10 104;12 104;12 102;11 102", false),
        // In one line, apart from each other.
        ("10 100;10 101;15 101;15 103;10 103;10 102", false),
        ("10 100;11 100;11 105;13 105;13 100;12 100", false),
        ("10 100;10 103;15 103;15 102;10 102;10 101", true),
        // Straight on, and back the same way.
        ("10 100;11 100;12 100", false),
        ("10 100;12 100;11 100", true),
        ("10 100;10 101;10 102", false),
        ("10 100;10 102;10 101", true),
        ("10 100;11 101;12 102", false),
        ("12 102;10 100;11 101", true),
        ("10 100;12 98;11 99", true),
        ("10 100;12 98;14 96", false),
        ("10 100;12 102;11 100", false),
        ("10 100;12 100;12 101", false),
        // Closed: the ends share their point.
        ("10 100;10 104;13 102;10 100", false),
        ("10 100;10 104;13 104;13 96;10 96;10 100", false),
        ("10 100;10 104;13 104;10 103;10 100", true),
    ] {
        let expected = if meets { "true" } else { "false" };
        texts(&[(&format!("intersects('{trace}')"), expected)]);
    }
}

/// ODK XForms, "XPath functions", `checklist` and `weighted-checklist`: -1 is no limit, 0 is one; a node counts when it has text.
#[test]
fn checklists_with_and_without_limits() {
    texts(&[
        ("checklist(2, 2, a | e)", "true"),
        ("checklist(1, -1, e)", "false"),
        ("checklist(0, 0, true())", "false"),
        ("checklist(-1, 0, false())", "true"),
        ("weighted-checklist(-1, 10, true(), -5)", "true"),
        ("weighted-checklist(0, 10, true(), -5)", "false"),
        ("weighted-checklist(-5, -1, true(), -9)", "true"),
        ("weighted-checklist(3, 3, a, a)", "true"),
    ]);
}

/// ODK XForms, "XPath functions", `round`: what has no digits to round stays as it is.
#[test]
fn rounding_what_has_no_digits() {
    texts(&[
        ("round(1 div 0, 2)", "Infinity"),
        ("round(-1 div 0)", "-Infinity"),
        ("round(2.345, 'x')", "2.345"),
        ("round(0 div 0, 2)", "NaN"),
    ]);
}

/// ODK XForms, "XPath functions", `position(node)`: a row's number, and the number of any other node among those of its name.
#[test]
fn position_of_rows_and_of_other_nodes() {
    let mut instance = open(&form(
        "<row><x/></row><row><x/></row><row><x/></row><out/>",
        r#"<bind nodeset="/data/row/x" calculate="concat(position(..), '-', position(../x))"/><bind nodeset="/data/out" calculate="join(' ', /data/row/x)"/>"#,
        r#"<repeat nodeset="/data/row"><input ref="/data/row/x"/></repeat>"#,
    ));
    instance.recompute(&env());
    assert_eq!(instance.state("/data/out").expect("a node").value, "1-1 2-1 3-1");
}

/// ODK XForms, "XPath functions", `uuid(length)`: letters and digits, up to ten thousand of them.
#[test]
fn ids_of_a_length() {
    texts(&[
        ("string-length(uuid(10000))", "10000"),
        ("uuid(0)", ""),
        ("uuid(-1)", ""),
        ("regex(uuid(40), '^[A-Za-z0-9]{40}$')", "true"),
        ("regex(uuid(40), '^A+$')", "false"),
        (
            "regex(uuid(), '^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$')",
            "true",
        ),
    ]);
    for refused in ["uuid(10001)", "uuid('x')", "uuid(1 div 0)"] {
        assert!(evaluate(XML, refused).is_err(), "{refused}");
    }
}

/// ODK XForms, "XPath functions", `once`: what is not a number is empty.
#[test]
fn once_of_no_number_is_empty() {
    texts(&[
        ("count(e[once(0 div 0) = ''])", "1"),
        ("count(e[once(1 div 2) = 0.5])", "1"),
    ]);
}

/// XPath 1.0 §4.2, §4.3: the text of a group is that of everything inside, also where it is compared or counted with.
#[test]
fn a_group_reads_as_the_text_of_everything_inside() {
    let calculations = [
        ("string(/data/g)", "57"),
        ("concat(/data/g, '!')", "57!"),
        ("/data/g + 1", "58"),
        ("-/data/g", "-57"),
        ("if(/data/g = '57', 'same', 'other')", "same"),
        ("if(/data/g = 57, 'same', 'other')", "same"),
        ("if(/data/g != '57', 'other', 'same')", "same"),
        ("if(/data/g > 56, 'more', 'less')", "more"),
        ("if(/data/x = '5', 'same', 'other')", "same"),
        ("if(/data/x != '5', 'other', 'same')", "same"),
        ("if(/data/x > '4', 'more', 'less')", "more"),
        ("if(/data/x < '4', 'less', 'more')", "more"),
        // Of nodes that only the evaluation finds.
        ("count(/data/*[concat(x, '!') = '5!'])", "1"),
        ("count(//*[concat(g, '!') = '57!'])", "1"),
    ];
    for (calculation, expected) in calculations {
        let mut instance = open(&form(
            "<x/><g><x/><y/></g><out/>",
            &format!(
                r#"<bind nodeset="/data/out" calculate="{}"/>"#,
                calculation.replace('<', "&lt;")
            ),
            r#"<input ref="/data/x"/><input ref="/data/g/x"/><input ref="/data/g/y"/>"#,
        ));
        ask(&mut instance, "/data/x", "5");
        ask(&mut instance, "/data/g/x", "5");
        ask(&mut instance, "/data/g/y", "7");
        let out = instance.state("/data/out").expect("a node").value;
        assert_eq!(out, expected, "{calculation}");
    }
}

/// An expression that reads everything for everything ends with an error instead of running for hours.
#[test]
fn evaluation_has_a_limit_of_steps() {
    let rows = format!("<data>{}</data>", "<row/>".repeat(3_000));
    let squared = "count(//*[count(//*) > 0])";
    assert!(evaluate(&rows, squared).is_err());
    assert_eq!(evaluate(XML, squared).map(|result| result.number), Ok(8.0));
    let crossed = "//* = //*[. = 'x']";
    assert_eq!(evaluate(&rows, crossed).map(|result| result.boolean), Ok(false));
    assert!(evaluate(&rows, "//* = //*[1 = 1]/.").is_err());
}

/// Texts have a limit of a mebibyte, texts that are matched one of 64 KiB: at the limit they are read, beyond it that is an error.
#[test]
fn texts_have_a_limit() {
    let half = "x".repeat(512 * 1024);
    let xml = format!("<data><t>{half}</t><m>{}</m></data>", "x".repeat(64 * 1024));
    let number = |expression: &str| evaluate(&xml, expression).map(|result| result.number);
    for (at, beyond) in [
        ("string-length(concat(t, t))", "concat(t, t, 'x')"),
        ("string-length(join('', t, t))", "join('', t, t, 'x')"),
        ("1024 * 1024 * regex(m, '^x')", "regex(concat(m, 'x'), '^x')"),
    ] {
        assert_eq!(number(at), Ok(1_048_576.0), "{at}");
        assert!(number(beyond).is_err(), "{beyond}");
    }
    // What stands between the parts counts too.
    assert!(number("join('x', t, t)").is_err());
}
