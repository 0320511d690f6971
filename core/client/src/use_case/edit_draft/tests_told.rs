//! What a page and an outcome tell besides the questions: progress, that it is kept, limits, and what a screen reader should say.

use motcua_domain::time::{DAY, MINUTE};

use crate::{
    screen::{form_page::FormItem, text::Language},
    test_support::World,
    use_case::edit_draft::{EditOutcome, FormSession},
};

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
fn a_note_that_comes_or_goes_redraws_the_page_though_nothing_more_is_asked() {
    let world = World::new();
    let session = world.draft();
    let questions = session.answer("/data/ward", "26734").unwrap().questions;
    let came = session.answer("/data/ward", "far").unwrap();
    assert_eq!(came.questions, questions, "a note asks nothing");
    assert!(came.page_changed, "the note has to be drawn");
    assert!(came.changed.iter().any(|item| item.reference == "/data/who/far"));
    let went = session.answer("/data/ward", "26734").unwrap();
    assert_eq!(went.gone, ["/data/who/far"]);
    assert!(went.page_changed, "the note has to go");
    assert!(!session.answer("/data/ward", "26740").unwrap().page_changed);
}

#[test]
fn what_changes_the_page_brings_it() {
    let world = World::new();
    let session = world.draft();
    let shows = |outcome: &EditOutcome, index: usize| outcome.page == session.page(index);
    let plain = session.answer("/data/who/name", "Bình").unwrap();
    assert!(
        !plain.page_changed && plain.page.is_none(),
        "what changed says it all"
    );
    let came = session.answer("/data/who/age", "40").unwrap();
    assert!(
        came.page_changed && shows(&came, 0),
        "the question about work appears"
    );
    let quoted = session.answer("/data/who/age", "41").unwrap();
    assert!(
        quoted.page_changed && shows(&quoted, 0),
        "a heading quotes the age"
    );
    let added = session.add_row("/data/kids").unwrap();
    assert!(added.page_changed && shows(&added, 2));
    let removed = session.remove_row("/data/kids[1]").unwrap();
    assert!(
        removed.page_changed && shows(&removed, 2),
        "its list is still there"
    );
}

#[test]
fn a_step_taken_back_brings_the_page_it_was_made_on() {
    let world = World::new();
    let session = world.draft();
    session.answer("/data/who/name", "Bình").unwrap();
    session.add_row("/data/kids").unwrap();
    session.answer("/data/kids[1]/kid_name", "An").unwrap();
    let taken_back = || {
        let page = session.undo().unwrap().unwrap().page.unwrap();
        assert!(
            session.page(page.index as usize) == Some(page.clone()),
            "as it stands now"
        );
        page.index
    };
    assert_eq!([taken_back(), taken_back(), taken_back()], [2, 2, 0]);
}

#[test]
fn a_page_is_found_by_what_stands_on_it_and_the_last_stands_for_those_behind_it() {
    let world = World::new();
    let session = world.draft();
    session.add_row("/data/kids").unwrap();
    let index = |reference: &str| session.page_of(reference).map(|page| page.index);
    let places = [
        "/data/who/name",
        "/data/papers",
        "/data/kids",
        "/data/kids[1]",
        "/data/kids[1]/kid_name",
    ];
    assert_eq!(places.map(index), [Some(0), Some(1), Some(2), Some(2), Some(2)]);
    assert_eq!(index("/data/who/job"), None, "it isn't asked");
    assert!(session.page(3).is_none() && session.page_or_last(3) == session.page(2));
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
        Some("Takes PDF, JPEG or PNG, 20\u{a0}MB at most")
    );
    assert_eq!(any.accept, ["application/pdf", "image/jpeg", "image/png"]);
    assert_eq!((any.max_bytes, any.hint), (Some(20 * 1024 * 1024), None));
    session.add_row("/data/kids").unwrap();
    let listed = session.question("/data/kids[1]/photo").unwrap();
    assert_eq!(listed.limits.as_deref(), Some("Takes JPEG, 1\u{a0}KB at most"));
    let name = session.question("/data/who/name").unwrap();
    assert_eq!((name.limits, name.accept.len(), name.max_bytes), (None, 0, None));
}

#[test]
fn a_filled_slot_says_what_is_in_it_also_to_the_next_process() {
    let mut world = World::on_disk();
    let session = world.draft();
    let id = session.draft_id();
    let in_front = |session: &FormSession| session.question("/data/papers/front").unwrap().file;
    assert!(in_front(&session).is_none() && session.picture("/data/papers/front").unwrap().is_none());
    world.attach(&session, "/data/papers/front", "cccd.jpg", &[7; 3000]);
    let paper = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(paper.path(), b"%PDF-1.7 giay").unwrap();
    session
        .attach("/data/papers/back", paper.path(), "giấy.pdf")
        .unwrap();
    world.restart();
    let again = world.open(&id);
    let front = in_front(&again).unwrap();
    assert_eq!(
        (front.name.as_str(), front.detail.as_str(), front.is_picture),
        ("cccd.jpg", "JPEG, 3\u{a0}KB", true)
    );
    assert_eq!(front.label, "Ảnh cccd.jpg, JPEG, 3\u{a0}KB");
    let picture = again.picture("/data/papers/front").unwrap().unwrap();
    assert!(picture.starts_with(&[0xFF, 0xD8, 0xFF]) && picture.ends_with(&[7; 3000]));
    let back = again.question("/data/papers/back").unwrap().file.unwrap();
    assert_eq!(
        (back.label.as_str(), back.is_picture),
        ("Tệp giấy.pdf, PDF, 1\u{a0}KB", false)
    );
    assert!(
        again.picture("/data/papers/back").unwrap().is_none(),
        "no picture"
    );
    assert!(again.picture("/data/who/name").unwrap().is_none());
    again.detach("/data/papers/front").unwrap();
    assert!(in_front(&again).is_none() && again.picture("/data/papers/front").unwrap().is_none());
    again.undo().unwrap();
    assert_eq!(in_front(&again).unwrap().name, "cccd.jpg");
}

#[test]
fn a_row_is_named_by_its_list_and_place() {
    let world = World::new();
    let session = world.draft();
    session.add_row("/data/kids").unwrap();
    session.add_row("/data/kids").unwrap();
    let rows = session.page(session.page_count() - 1).unwrap().items;
    let rows = rows.into_iter().find_map(|item| match item {
        FormItem::Rows { rows, .. } => Some(rows),
        _ => None,
    });
    let rows: Vec<_> = rows
        .unwrap()
        .into_iter()
        .map(|row| (row.reference, row.name))
        .collect();
    let named = |place: &str, name: &str| (place.to_owned(), name.to_owned());
    assert_eq!(
        rows,
        [named("/data/kids[1]", "Con 1"), named("/data/kids[2]", "Con 2")]
    );
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
    assert_eq!(status("/data/who/age"), "Needs correcting");
    let problems = session.problems();
    assert_eq!(problems.heading, "2 things to correct");
    assert!(problems.items.iter().all(|it| it.place == "Người khai"));
    session.answer("/data/who/age", "12").unwrap();
    session.answer("/data/ward", "26734").unwrap();
    assert_eq!(
        session.problems().heading,
        "The dossier is complete and can be submitted"
    );
}
