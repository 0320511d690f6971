//! The birth registration form (1.001193): the birth story played from its data, then the form's rules one by one.
//!
//! The story is the one that every player tells (`tests/fixtures/README.md` has its format). The clock stands still at the
//! story's `now`.

use motcua_conformance::Story;
use motcua_form::{Definition, ProblemKind, check_submission};

use super::person::{EN, Person, VI, read, story};

fn birth() -> Story {
    story("tests/fixtures/birth_story.json")
}

#[test]
fn the_birth_story_plays_through() {
    let story = birth();
    let person = Person::at_the_end(&story);
    assert_eq!(person.problems(), []);
    assert_eq!(
        person.value("/data/child/birth_date_words"),
        "Ngày mười tháng mười một năm hai nghìn không trăm hai mươi sáu"
    );
}

#[test]
fn the_papers_asked_for_again_can_be_answered() {
    let story = birth();
    let mut person = Person::at_the_end(&story);
    assert!(!story.supplement.is_empty());
    person.play(&story.supplement);
    assert_eq!(person.value("/data/papers/birth_cert"), "giay-chung-sinh-ro.jpg");
}

#[test]
fn what_is_submitted_holds_what_was_asked_and_nothing_else() {
    let story = birth();
    let person = Person::at_the_end(&story);
    let submission = person.player.instance.submission();
    let checked = check_submission(&person.definition, &submission.xml, &person.player.env);
    let checked = checked.expect("it is this form's");
    assert_eq!(checked.problems, []);
    assert!(
        checked.files == submission.files,
        "the portal reads the same files in it"
    );
    let files: Vec<_> = submission
        .files
        .iter()
        .map(|file| file.reference.as_str())
        .collect();
    assert_eq!(files, ["/data/papers/birth_cert", "/data/papers/marriage_cert"]);
    for asked in [
        "<custom",
        "<relation_other",
        "<abandoned_minutes",
        "<surrogacy",
        "<authorisation",
        "<abroad",
    ] {
        assert!(!submission.xml.contains(asked), "{asked}");
    }
    assert!(submission.xml.contains("<personal_id>079093000101</personal_id>"));
}

#[test]
fn a_note_with_a_value_in_it_is_told_from_words_alone() {
    let story = birth();
    let form = Person::at_the_end(&story).player.instance;
    assert!(form.tells_values("/data/copies/fee_note"), "the charge");
    assert!(!form.tells_values("/data/declaration/draft_note"));
    assert!(!form.tells_values("/data/nowhere"));
}

#[test]
fn a_submission_changed_on_the_way_is_found_out() {
    let story = birth();
    let person = Person::at_the_end(&story);
    let xml = person
        .player
        .instance
        .submission()
        .xml
        .replace("<pledge>yes</pledge>", "<pledge>no</pledge>");
    let checked = check_submission(&person.definition, &xml, &person.player.env).expect("it is this form's");
    let found: Vec<_> = checked
        .problems
        .iter()
        .map(|it| (it.reference.as_str(), it.kind))
        .collect();
    assert_eq!(found, [("/data/declaration/pledge", ProblemKind::Constraint)]);
}

#[test]
fn the_date_is_written_in_words_and_may_be_edited() {
    let story = birth();
    let mut person = Person::at_the_end(&story);
    let words = [
        (
            "2025-09-05",
            "Ngày năm tháng chín năm hai nghìn không trăm hai mươi lăm",
        ),
        ("2000-01-01", "Ngày một tháng một năm hai nghìn"),
        (
            "1999-12-31",
            "Ngày ba mươi mốt tháng mười hai năm một nghìn chín trăm chín mươi chín",
        ),
        (
            "1905-04-15",
            "Ngày mười lăm tháng tư năm một nghìn chín trăm linh năm",
        ),
        (
            "2024-02-29",
            "Ngày hai mươi chín tháng hai năm hai nghìn không trăm hai mươi tư",
        ),
        (
            "2010-05-21",
            "Ngày hai mươi mốt tháng năm năm hai nghìn không trăm mười",
        ),
        ("1900-07-24", "Ngày hai mươi tư tháng bảy năm một nghìn chín trăm"),
    ];
    for (date, wanted) in words {
        person.answer("/data/child/birth_date", date);
        assert_eq!(person.value("/data/child/birth_date_words"), wanted, "{date}");
    }
    person.answer(
        "/data/child/birth_date_words",
        "Ngày hai mươi bốn tháng bảy năm một nghìn chín trăm",
    );
    person.answer("/data/child/gender", "nam");
    assert_eq!(
        person.value("/data/child/birth_date_words"),
        "Ngày hai mươi bốn tháng bảy năm một nghìn chín trăm"
    );
}

#[test]
fn registration_is_late_after_sixty_days() {
    let story = birth();
    let mut person = Person::at_the_end(&story);
    for (date, late) in [("2026-09-23", false), ("2026-09-22", true)] {
        person.answer("/data/child/birth_date", date);
        assert_eq!(person.is_asked("/data/child/late_note"), late, "{date}");
    }
}

#[test]
fn single_answers_are_held_to_their_rules() {
    let story = birth();
    let mut person = Person::at_the_end(&story);
    let wrong_and_right: [(&str, &[&str], &[&str]); 11] = [
        (
            "/data/child/birth_date",
            &["2026-11-23", "1899-12-31"],
            &["2026-11-22", "2026-11-10"],
        ),
        (
            "/data/child/full_name",
            &["A", "An 2", "Lê @ An", "Lê\tAn"],
            &["H'Liên Êban", "Y Wơn", "Ka Să Hơ Rơ̆", "Lê An"],
        ),
        (
            "/data/mother/birth",
            &["95", "2015", "29/02/1995", "31/04/1990", "11/11/2014"],
            &["2014", "29/02/1996", "10/11/2014", "1995"],
        ),
        (
            "/data/mother/personal_id",
            &["074095000102", "003195000102", "074194000102"],
            &["074195000102"],
        ),
        (
            "/data/father/personal_id",
            &["079193000101", "079092000101", "07909300010x"],
            &["079093000101"],
        ),
        (
            "/data/requester/personal_id",
            &["079094000101", "0790930001011"],
            &["079093000101"],
        ),
        (
            "/data/requester/phone",
            &["1022", "012345678", "0283829999"],
            &["02838299999", "+84912345678", "0912 345 678"],
        ),
        (
            "/data/requester/email",
            &["a@b", "a b@c.vn", "@c.vn"],
            &["a.b@c.vn"],
        ),
        ("/data/requester/date_of_birth", &["2026-11-23"], &["1993-04-12"]),
        ("/data/copies/count", &["0", "51"], &["1", "50"]),
        ("/data/declaration/pledge", &["no"], &["yes"]),
    ];
    for (reference, wrong, right) in wrong_and_right {
        for value in wrong {
            person.answer(reference, value);
            assert_eq!(
                person.problem(reference),
                Some(ProblemKind::Constraint),
                "{reference} = {value}"
            );
        }
        for value in right {
            person.answer(reference, value);
            assert_eq!(person.problem(reference), None, "{reference} = {value}");
        }
    }
}

#[test]
fn one_parent_must_be_known_unless_the_child_was_abandoned() {
    let story = birth();
    let mut person = Person::at_the_end(&story);
    person.answer("/data/father/known", "no");
    assert_eq!(person.problem("/data/father/known"), None);
    assert!(!person.is_asked("/data/father/full_name"));
    person.answer("/data/mother/known", "no");
    for reference in ["/data/mother/known", "/data/father/known"] {
        assert_eq!(
            person.problem(reference),
            Some(ProblemKind::Constraint),
            "{reference}"
        );
    }
    person.answer("/data/child/parents_case", "bi_bo_roi");
    assert_eq!(person.problem("/data/mother/known"), None);
    person.answer("/data/father/known", "yes");
    assert_eq!(
        person.value("/data/father/full_name"),
        "Nguyễn Minh Khôi",
        "a hidden answer comes back"
    );
}

#[test]
fn the_child_has_a_known_parents_ethnicity() {
    let story = birth();
    let mut person = Person::at_the_end(&story);
    person.answer("/data/mother/ethnicity", "12");
    for (ethnicity, wanted) in [("12", None), ("02", Some(ProblemKind::Constraint)), ("01", None)] {
        person.answer("/data/child/ethnicity", ethnicity);
        assert_eq!(person.problem("/data/child/ethnicity"), wanted, "{ethnicity}");
    }
    person.answer("/data/father/known", "no");
    assert_eq!(
        person.problem("/data/child/ethnicity"),
        Some(ProblemKind::Constraint),
        "only the mother counts now"
    );
}

#[test]
fn a_surname_of_neither_parent_asks_for_the_custom() {
    let story = birth();
    let mut person = Person::at_the_end(&story);
    person.answer("/data/child/full_name", "TRẦN Ngọc Minh An");
    assert!(
        !person.is_asked("/data/surname/custom"),
        "the mother's, in capitals"
    );
    person.answer("/data/child/full_name", "Trân Ngọc Minh An");
    assert!(
        person.is_asked("/data/surname/custom"),
        "another tone mark is another name"
    );
    assert_eq!(
        person.problems(),
        [("/data/surname/custom".to_owned(), "required".to_owned())]
    );
    person.answer("/data/surname/custom", "Theo họ bà ngoại, cha mẹ đã thỏa thuận");
    assert_eq!(person.problems(), []);
}

#[test]
fn papers_follow_the_case_and_the_relation() {
    let story = birth();
    let mut person = Person::at_the_end(&story);
    let asked = |person: &Person<'_>| -> Vec<&str> {
        let papers = [
            "birth_cert",
            "witness_statement",
            "undertaking",
            "abandoned_minutes",
            "surrogacy",
            "authorisation",
        ];
        papers
            .into_iter()
            .filter(|paper| person.is_asked(&format!("/data/papers/{paper}")))
            .collect()
    };
    assert_eq!(asked(&person), ["birth_cert"]);
    person.answer("/data/papers/birth_proof", "witness_statement");
    assert_eq!(asked(&person), ["witness_statement"]);
    person.answer("/data/papers/birth_proof", "undertaking");
    person.answer("/data/child/parents_case", "mang_thai_ho");
    assert_eq!(asked(&person), ["undertaking", "surrogacy"]);
    person.answer("/data/requester/relation", "khac");
    person.answer("/data/child/parents_case", "bi_bo_roi");
    assert_eq!(asked(&person), ["abandoned_minutes", "authorisation"]);
    assert!(person.is_asked("/data/requester/relation_other"));
}

#[test]
fn a_dead_parents_residence_is_words() {
    let story = birth();
    let mut person = Person::at_the_end(&story);
    person.answer("/data/mother/residence/kind", "khac");
    assert!(!person.is_asked("/data/mother/residence/province"));
    assert_eq!(
        person.problem("/data/mother/residence/text"),
        Some(ProblemKind::Required)
    );
    person.answer("/data/mother/residence/text", "Đã chết");
    assert_eq!(person.problems(), []);
}

#[test]
fn a_ward_belongs_to_its_province() {
    let story = birth();
    let mut person = Person::at_the_end(&story);
    person.answer("/data/child/hometown/province", "01");
    assert_eq!(
        person
            .player
            .instance
            .choices("/data/child/hometown/ward", VI, usize::MAX)
            .len(),
        126
    );
    let wards = person.problems();
    assert!(
        wards
            .iter()
            .any(|(reference, _)| reference == "/data/child/hometown/ward"),
        "the old ward doesn't stay unseen"
    );
}

#[test]
fn the_charge_follows_the_copies() {
    let story = birth();
    let mut person = Person::at_the_end(&story);
    for (count, vi, en) in [
        ("1", "8.000 đồng", "8,000 VND"),
        ("50", "400.000 đồng", "400,000 VND"),
    ] {
        person.answer("/data/copies/count", count);
        let label = |language| person.question("/data/copies/fee_note", language).label;
        assert_eq!(label(VI).trim(), format!("Lệ phí bản sao: {vi}"));
        assert_eq!(label(EN).trim(), format!("Charge for the copies: {en}"));
    }
    person.answer("/data/copies/wanted", "no");
    assert!(!person.is_asked("/data/copies/fee_note"));
}

#[test]
fn a_form_with_damaged_xml_is_refused() {
    let form = read("mock-server/forms/1.001193/form.xml");
    let cut = &form[..form
        .char_indices()
        .nth(form.chars().count() / 2)
        .map_or(0, |(at, _)| at)];
    assert!(Definition::load(cut, &[]).is_err());
}
