//! XPath 1.0 and the functions of ODK XForms, written from the specifications: each group names its section.

use crate::common::{evaluate, evaluate_to};

const XML: &str =
    r#"<data id="d"><a>1</a><a>2</a><b n="x">two words</b><c><d>3</d><d/></c><e> 4 </e></data>"#;

#[track_caller]
fn texts(cases: &[(&str, &str)]) {
    evaluate_to(XML, cases);
}

#[track_caller]
fn refused(expressions: &[&str]) {
    for expression in expressions {
        assert!(evaluate(XML, expression).is_err(), "{expression}");
    }
}

/// XPath 1.0 §2: location paths, axes, predicates.
#[test]
fn location_paths() {
    texts(&[
        ("count(*)", "5"),
        ("a[2]", "2"),
        ("a[last()]", "2"),
        ("a[. > 1][1]", "2"),
        ("b/@n", "x"),
        ("//d[1]", "3"),
        ("count(//node())", "13"),
        ("name(c/d/ancestor::*[1])", "c"),
        ("name(b/preceding-sibling::*[1])", "a"),
        ("b/preceding-sibling::*[1]", "2"),
        ("count(b/following::*)", "4"),
        ("name(c/following-sibling::*)", "e"),
        ("count(a | b | a)", "3"),
        ("count(descendant-or-self::*)", "8"),
        ("c/d/text()", "3"),
        ("string(/data/self::other)", ""),
    ]);
    refused(&["a[", "/data/", "namespace::a", "a/following::"]);
}

/// XPath 1.0 §3.4, §3.5: comparisons and numbers.
#[test]
fn operators() {
    texts(&[
        ("a = 2 and a != 2", "true"),
        ("c/d = ''", "true"),
        ("1 div 0", "Infinity"),
        ("-1 mod 3", "-1"),
        ("5 mod -2", "1"),
        ("0.1 + 0.2", "0.30000000000000004"),
        ("2 < 10", "true"),
        ("'2' < '10'", "true"),
        ("true() > false()", "true"),
        ("nothing = false()", "true"),
        ("6 - 2 - 1", "3"),
        ("- - 2", "2"),
    ]);
}

/// XPath 1.0 §4.1–4.4.
#[test]
fn core_functions() {
    texts(&[
        ("substring('12345', 1.5, 2.6)", "234"),
        ("substring('12345', 0 div 0, 3)", ""),
        ("substring-before('1999/04/01', '/')", "1999"),
        ("substring-after('1999/04/01', '/')", "04/01"),
        ("translate('--aaa--', 'abc-', 'ABC')", "AAA"),
        ("normalize-space(e)", "4"),
        ("string-length('Nguyễn')", "6"),
        ("concat('a', 1, true())", "a1true"),
        ("round(-0.5)", "0"),
        ("round(0.49999999999999994)", "0"),
        ("round(-1.5000000000000002)", "-2"),
        ("round(2.5)", "3"),
        ("round(-2.5)", "-2"),
        ("floor(-1.5)", "-2"),
        ("ceiling(1.2)", "2"),
        ("sum(a)", "3"),
        ("sum(nothing)", "0"),
        ("boolean('false')", "true"),
        ("not(c)", "false"),
        ("local-name(b/@n)", "n"),
    ]);
    refused(&["sum(1)", "not()", "unknown()", "substring('a')"]);
    assert_eq!(
        evaluate(XML, "false() and unknown()").map(|result| result.boolean),
        Ok(false)
    );
}

/// ODK XForms, "XPath functions": control, booleans, choices, texts.
#[test]
fn functions_of_forms() {
    texts(&[
        ("if(a = 1, 'one', unknown())", "one"),
        ("coalesce('', 'b')", "b"),
        ("boolean-from-string('1')", "true"),
        ("boolean-from-string('yes')", "false"),
        ("checklist(1, 2, true(), false(), true())", "true"),
        ("weighted-checklist(3, 5, true(), 3, true(), 4)", "false"),
        ("selected('a bb c', 'bb')", "true"),
        ("selected('a bb c', 'b')", "false"),
        ("selected-at('a b c', 1)", "b"),
        ("count-selected(' a  b ')", "2"),
        ("count-non-empty(c/d)", "1"),
        ("join(', ', a, 'x')", "1, 2, x"),
        ("substr('hello', 1, 3)", "el"),
        ("substr('hello', -3)", "llo"),
        ("ends-with('hello', 'lo')", "true"),
        ("regex('0912345678', '^0[0-9]{9}$')", "true"),
        ("digest('abc', 'MD5', 'hex')", "900150983cd24fb0d6963f7d28e17f72"),
        ("base64-decode('xJHhu50=')", "đờ"),
    ]);
    refused(&[
        "regex('a', '(')",
        "digest('a', 'CRC')",
        "count-non-empty('a')",
        "weighted-checklist(1, 1, true())",
    ]);
}

/// ODK XForms, "XPath functions": numbers.
#[test]
fn numbers_of_forms() {
    texts(&[
        ("int(-1.9)", "-1"),
        ("round(1.005, 2)", "1.01"),
        ("round(1234, -2)", "1200"),
        ("max(a, 7, 3)", "7"),
        ("min(nothing)", "NaN"),
        ("pow(2, 10)", "1024"),
        ("sqrt(16)", "4"),
        ("abs(-2)", "2"),
        ("exp10(2)", "100"),
        ("log10(1000)", "3"),
        ("round(sin(pi() div 2), 6)", "1"),
        ("atan2(0, 1)", "0"),
    ]);
    refused(&["min()", "max()", "pow(1)"]);
}

/// ODK XForms, "XPath functions": dates, in the zone of `now` (+07:00 here).
#[test]
fn dates() {
    texts(&[
        ("today()", "2026-11-22"),
        ("now()", "2026-11-22T08:30:00.000+07:00"),
        ("date('2026-1-2')", "2026-01-02"),
        ("date('31/12/2026')", ""),
        ("date(today() + 60)", "2027-01-21"),
        ("today() - date('2026-11-01')", "21"),
        ("today() > '2026-11-21'", "true"),
        ("date('2026-02-30')", ""),
        ("format-date('2026-02-09', '%e/%n/%Y')", "9/2/2026"),
        (
            "format-date-time(now(), '%H:%M:%S.%3 %a %b')",
            "08:30:00.000 Sun Nov",
        ),
        ("decimal-time('12:00:00.000+07:00')", "0.5"),
        ("decimal-date-time('1970-01-02T00:00:00.000Z')", "1"),
        ("number(date('1970-01-02'))", "1"),
    ]);
}

/// ODK XForms, "XPath functions": places.
#[test]
fn places() {
    texts(&[
        (
            "distance('21.0278 105.8342 0 0; 10.8231 106.6297 0 0') > 1100000",
            "true",
        ),
        ("distance('0 0', '0 0')", "0"),
        ("area('0 0;0 1;1 1;1 0;0 0') > 12000000000", "true"),
        ("geofence('0.5 0.5', '0 0;0 1;1 1;1 0;0 0')", "true"),
        ("geofence('2 2', '0 0;0 1;1 1;1 0;0 0')", "false"),
    ]);
}

/// Random values come from the bytes given: the same bytes give the same values.
#[test]
fn random_values_are_reproducible() {
    for expression in ["random()", "uuid()", "uuid(12)", "randomize(a)"] {
        let once = || evaluate(XML, expression).map(|result| (result.text, result.nodes));
        assert_eq!(once(), once(), "{expression}");
    }
    assert_eq!(
        evaluate(XML, "string-length(uuid(12))").map(|result| result.text),
        Ok("12".into())
    );
    assert_eq!(
        evaluate(XML, "uuid() = uuid()").map(|result| result.boolean),
        Ok(false)
    );
}
