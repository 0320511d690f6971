//! The birth registration form (1.001193): the birth story played from its data, then the form's rules one by one.
//!
//! The story is the one that every player tells (`tests/fixtures/README.md` has its format). The clock stands still at the
//! story's `now`.

use motcua_form::{Definition, ProblemKind, check_submission};
use serde_json::Value;

use super::player::{EN, Player, VI, read, text};

fn story() -> Value {
    serde_json::from_str(&read("tests/fixtures/birth_story.json")).expect("the story is JSON")
}

/// The whole story, up to the pledge.
fn at_the_end() -> Player {
    let story = story();
    let mut player = Player::open(&story);
    player.play(&story);
    player
}

#[test]
fn the_birth_story_plays_through() {
    let player = at_the_end();
    assert_eq!(player.problems(), []);
    assert_eq!(
        player.value("/data/child/birth_date_words"),
        "Ngày mười tháng mười một năm hai nghìn không trăm hai mươi sáu"
    );
}

#[test]
fn the_papers_asked_for_again_can_be_answered() {
    let (story, mut player) = (story(), at_the_end());
    for step in story["supplement"]["steps"].as_array().expect("steps") {
        player.step(step, &story);
    }
    let name = text(&story["files"]["birth_cert_clear"], "name");
    assert_eq!(player.value("/data/papers/birth_cert"), name);
}

#[test]
fn what_is_submitted_holds_what_was_asked_and_nothing_else() {
    let player = at_the_end();
    let submission = player.instance.submission();
    assert_eq!(
        check_submission(&player.definition, &submission.xml, &player.env).expect("it is this form's"),
        []
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
    let form = at_the_end().instance;
    assert!(form.tells_values("/data/copies/fee_note"), "the charge");
    assert!(!form.tells_values("/data/declaration/draft_note"));
    assert!(!form.tells_values("/data/nowhere"));
}

#[test]
fn a_submission_changed_on_the_way_is_found_out() {
    let player = at_the_end();
    let xml = player
        .instance
        .submission()
        .xml
        .replace("<pledge>yes</pledge>", "<pledge>no</pledge>");
    let problems = check_submission(&player.definition, &xml, &player.env).expect("it is this form's");
    let found: Vec<_> = problems
        .iter()
        .map(|it| (it.reference.as_str(), it.kind))
        .collect();
    assert_eq!(found, [("/data/declaration/pledge", ProblemKind::Constraint)]);
}

#[test]
fn the_date_is_written_in_words_and_may_be_edited() {
    let mut player = at_the_end();
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
        player.answer("/data/child/birth_date", date);
        assert_eq!(player.value("/data/child/birth_date_words"), wanted, "{date}");
    }
    player.answer(
        "/data/child/birth_date_words",
        "Ngày hai mươi bốn tháng bảy năm một nghìn chín trăm",
    );
    player.answer("/data/child/gender", "nam");
    assert_eq!(
        player.value("/data/child/birth_date_words"),
        "Ngày hai mươi bốn tháng bảy năm một nghìn chín trăm"
    );
}

#[test]
fn registration_is_late_after_sixty_days() {
    let mut player = at_the_end();
    for (date, late) in [("2026-09-23", false), ("2026-09-22", true)] {
        player.answer("/data/child/birth_date", date);
        assert_eq!(player.is_asked("/data/child/late_note"), late, "{date}");
    }
}

#[test]
fn single_answers_are_held_to_their_rules() {
    let mut player = at_the_end();
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
            player.answer(reference, value);
            assert_eq!(
                player.problem(reference),
                Some(ProblemKind::Constraint),
                "{reference} = {value}"
            );
        }
        for value in right {
            player.answer(reference, value);
            assert_eq!(player.problem(reference), None, "{reference} = {value}");
        }
    }
}

#[test]
fn one_parent_must_be_known_unless_the_child_was_abandoned() {
    let mut player = at_the_end();
    player.answer("/data/father/known", "no");
    assert_eq!(player.problem("/data/father/known"), None);
    assert!(!player.is_asked("/data/father/full_name"));
    player.answer("/data/mother/known", "no");
    for reference in ["/data/mother/known", "/data/father/known"] {
        assert_eq!(
            player.problem(reference),
            Some(ProblemKind::Constraint),
            "{reference}"
        );
    }
    player.answer("/data/child/parents_case", "bi_bo_roi");
    assert_eq!(player.problem("/data/mother/known"), None);
    player.answer("/data/father/known", "yes");
    assert_eq!(
        player.value("/data/father/full_name"),
        "Nguyễn Minh Khôi",
        "a hidden answer comes back"
    );
}

#[test]
fn the_child_has_a_known_parents_ethnicity() {
    let mut player = at_the_end();
    player.answer("/data/mother/ethnicity", "12");
    for (ethnicity, wanted) in [("12", None), ("02", Some(ProblemKind::Constraint)), ("01", None)] {
        player.answer("/data/child/ethnicity", ethnicity);
        assert_eq!(player.problem("/data/child/ethnicity"), wanted, "{ethnicity}");
    }
    player.answer("/data/father/known", "no");
    assert_eq!(
        player.problem("/data/child/ethnicity"),
        Some(ProblemKind::Constraint),
        "only the mother counts now"
    );
}

#[test]
fn a_surname_of_neither_parent_asks_for_the_custom() {
    let mut player = at_the_end();
    player.answer("/data/child/full_name", "TRẦN Ngọc Minh An");
    assert!(
        !player.is_asked("/data/surname/custom"),
        "the mother's, in capitals"
    );
    player.answer("/data/child/full_name", "Trân Ngọc Minh An");
    assert!(
        player.is_asked("/data/surname/custom"),
        "another tone mark is another name"
    );
    assert_eq!(
        player.problems(),
        [("/data/surname/custom".to_owned(), "required".to_owned())]
    );
    player.answer("/data/surname/custom", "Theo họ bà ngoại, cha mẹ đã thỏa thuận");
    assert_eq!(player.problems(), []);
}

#[test]
fn papers_follow_the_case_and_the_relation() {
    let mut player = at_the_end();
    let asked = |player: &Player| -> Vec<&str> {
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
            .filter(|paper| player.is_asked(&format!("/data/papers/{paper}")))
            .collect()
    };
    assert_eq!(asked(&player), ["birth_cert"]);
    player.answer("/data/papers/birth_proof", "witness_statement");
    assert_eq!(asked(&player), ["witness_statement"]);
    player.answer("/data/papers/birth_proof", "undertaking");
    player.answer("/data/child/parents_case", "mang_thai_ho");
    assert_eq!(asked(&player), ["undertaking", "surrogacy"]);
    player.answer("/data/requester/relation", "khac");
    player.answer("/data/child/parents_case", "bi_bo_roi");
    assert_eq!(asked(&player), ["abandoned_minutes", "authorisation"]);
    assert!(player.is_asked("/data/requester/relation_other"));
}

#[test]
fn a_dead_parents_residence_is_words() {
    let mut player = at_the_end();
    player.answer("/data/mother/residence/kind", "khac");
    assert!(!player.is_asked("/data/mother/residence/province"));
    assert_eq!(
        player.problem("/data/mother/residence/text"),
        Some(ProblemKind::Required)
    );
    player.answer("/data/mother/residence/text", "Đã chết");
    assert_eq!(player.problems(), []);
}

#[test]
fn a_ward_belongs_to_its_province() {
    let mut player = at_the_end();
    player.answer("/data/child/hometown/province", "01");
    assert_eq!(
        player
            .instance
            .choices("/data/child/hometown/ward", VI, usize::MAX)
            .len(),
        126
    );
    let wards = player.problems();
    assert!(
        wards
            .iter()
            .any(|(reference, _)| reference == "/data/child/hometown/ward"),
        "the old ward doesn't stay unseen"
    );
}

#[test]
fn the_charge_follows_the_copies() {
    let mut player = at_the_end();
    for (count, vi, en) in [
        ("1", "8.000 đồng", "8,000 VND"),
        ("50", "400.000 đồng", "400,000 VND"),
    ] {
        player.answer("/data/copies/count", count);
        let label = |language| player.question("/data/copies/fee_note", language).label;
        assert_eq!(label(VI).trim(), format!("Lệ phí bản sao: {vi}"));
        assert_eq!(label(EN).trim(), format!("Charge for the copies: {en}"));
    }
    player.answer("/data/copies/wanted", "no");
    assert!(!player.is_asked("/data/copies/fee_note"));
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
