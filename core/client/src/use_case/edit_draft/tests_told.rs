//! What a page and an outcome tell besides the questions: progress, that it is kept, limits, and what a screen reader should say.

use motcua_domain::time::{DAY, MINUTE};

use crate::{screen::text::Language, test_support::World};

#[test]
fn a_page_says_how_far_the_form_is_and_when_it_was_kept() {
    let mut world = World::on_disk();
    let session = world.draft();
    let id = session.draft_id();
    let empty = session.page(0).unwrap();
    assert_eq!((empty.kept.as_str(), empty.progress_share), ("", 0.0));
    assert!(empty.progress.contains('0'), "{}", empty.progress);
    let outcome = session.answer("/data/who/name", "Trần Thị Bình").unwrap();
    assert_eq!(outcome.kept, "Đã lưu an toàn trên máy lúc 15:00");
    assert_eq!(
        outcome.progress_share,
        outcome.answered as f32 / outcome.questions as f32
    );
    let page = session.page(0).unwrap();
    assert_eq!((page.kept, page.progress), (outcome.kept, outcome.progress));
    world.clock.advance(DAY);
    world.restart();
    let later = world.open(&id).page(0).unwrap();
    assert_eq!(later.kept, "Đã lưu an toàn trên máy lúc 22/11/2026 15:00");
}

#[test]
fn an_answer_that_is_wrong_is_said_and_so_are_questions_that_come_and_go() {
    let world = World::new();
    world.context.set_language(Language::En);
    let session = world.draft();
    let said = |reference: &str, value: &str| session.answer(reference, value).unwrap().announcement;
    assert_eq!(said("/data/who/name", "Bình"), None, "nothing but what was typed");
    assert_eq!(
        said("/data/who/age", "40").as_deref(),
        Some("1 more question to answer")
    );
    let wrong = said("/data/who/age", "400").unwrap();
    assert_eq!(wrong, "This answer isn't valid");
    assert_eq!(
        said("/data/who/age", "12").as_deref(),
        Some("1 question is no longer asked")
    );
    let back = session.undo().unwrap().unwrap().announcement;
    assert_eq!(
        back.as_deref(),
        Some("This answer isn't valid. 1 more question to answer")
    );
}

#[test]
fn a_row_is_announced_by_its_questions() {
    let world = World::new();
    world.context.set_language(Language::En);
    let session = world.draft();
    let added = session.add_row("/data/kids").unwrap().announcement;
    assert_eq!(added.as_deref(), Some("2 more questions to answer"));
    let removed = session.remove_row("/data/kids[1]").unwrap().announcement;
    assert_eq!(removed.as_deref(), Some("2 questions are no longer asked"));
}

#[test]
fn a_file_slot_says_what_it_takes_before_the_choice() {
    let world = World::new();
    world.context.set_language(Language::En);
    let session = world.draft();
    let any = session.question("/data/papers/front").unwrap();
    assert_eq!(
        any.limits.as_deref(),
        Some("Takes PDF, JPEG or PNG, 20 MB at most")
    );
    assert_eq!(any.accept, ["application/pdf", "image/jpeg", "image/png"]);
    assert_eq!((any.max_bytes, any.hint), (Some(20 * 1024 * 1024), None));
    session.add_row("/data/kids").unwrap();
    let listed = session.question("/data/kids[1]/photo").unwrap();
    assert_eq!(listed.limits.as_deref(), Some("Takes JPEG, 1 KB at most"));
    let name = session.question("/data/who/name").unwrap();
    assert_eq!((name.limits, name.accept.len(), name.max_bytes), (None, 0, None));
}

#[test]
fn a_question_says_where_it_stands() {
    let world = World::new();
    world.context.set_language(Language::En);
    let session = world.draft();
    world.clock.advance(MINUTE);
    let status = |reference: &str| session.question(reference).unwrap().status;
    assert_eq!(status("/data/who/name"), "Required, not answered yet");
    assert_eq!(status("/data/who/age"), "", "nobody has to answer this one");
    session.answer("/data/who/name", "Bình").unwrap();
    session.answer("/data/who/age", "400").unwrap();
    assert_eq!(status("/data/who/name"), "Answered");
    assert_eq!(status("/data/who/age"), "Needs mending");
    let problems = session.problems();
    assert_eq!(problems.heading, "2 places to mend");
    session.answer("/data/who/age", "12").unwrap();
    session.answer("/data/ward", "26734").unwrap();
    assert_eq!(
        session.problems().heading,
        "The dossier is complete and can be submitted"
    );
}
