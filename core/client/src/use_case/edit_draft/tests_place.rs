//! A form that asks for the phone's place: until when, how it is kept, and what becomes of a place that comes too late.

use motcua_domain::failure::Code;

use crate::{
    port::store::StoreError,
    test_support::{World, code_of},
    use_case::edit_draft::FormSession,
};

const STOOD: &str = "/data/who/stood";
const HERE: &str = "10.7769 106.7009 4.5 12";

fn told(session: &FormSession) -> (String, bool, usize) {
    let note = session.question("/data/who/place").unwrap();
    (
        note.value,
        session.is_asked("/data/who/place"),
        session.undo_count(),
    )
}

#[test]
fn a_place_is_asked_for_until_it_is_there_and_kept_like_an_answer() {
    let mut world = World::on_disk();
    let session = world.draft();
    assert_eq!(session.wanted_places(), [STOOD]);
    let edited = session.answer("/data/who/name", "Bình").unwrap();
    assert_eq!(edited.wanted_places, [STOOD], "an answer doesn't end it");
    world.restart();
    let session = world.open(&session.draft_id());
    assert_eq!(session.wanted_places(), [STOOD], "nor does a new process");
    let put = session.put_place(STOOD, HERE).unwrap();
    assert!(put.page_changed && put.wanted_places.is_empty());
    let put = told(&session);
    assert_eq!(put, (HERE.to_owned(), true, 2));
    world.restart();
    let session = world.open(&session.draft_id());
    assert_eq!(
        (told(&session), session.wanted_places()),
        (put, Vec::new()),
        "the journal gives the same"
    );
    assert_eq!(
        code_of(session.put_place(STOOD, HERE)),
        Some(Code::NotOnThisPhone),
        "it waits no more"
    );
    let back = session.undo().unwrap().unwrap();
    assert!(back.page_changed && back.wanted_places.is_empty());
    assert_eq!(told(&session), (String::new(), false, 1));
}

#[test]
fn a_place_that_the_phone_cannot_tell_ends_the_asking_and_is_no_step_to_take_back() {
    let mut world = World::on_disk();
    let session = world.draft();
    session.answer("/data/who/name", "Bình").unwrap();
    let put = session.put_place(STOOD, "").unwrap();
    assert!(!put.page_changed && put.wanted_places.is_empty());
    world.restart();
    let session = world.open(&session.draft_id());
    assert!(session.wanted_places().is_empty(), "it isn't asked again");
    assert_eq!(told(&session), (String::new(), false, 1));
    session.undo().unwrap().unwrap();
    assert_eq!(session.question("/data/who/name").unwrap().value, "");
}

#[test]
fn a_place_that_cannot_be_kept_is_asked_for_again() {
    let world = World::new();
    let session = world.draft();
    world.store.fail_next_commit(StoreError::Full);
    assert_eq!(code_of(session.put_place(STOOD, HERE)), Some(Code::StoreFull));
    assert_eq!(session.wanted_places(), [STOOD]);
    assert_eq!(code_of(session.put_place(STOOD, "\0")), Some(Code::TextInvalid));
    assert_eq!(told(&session), (String::new(), false, 0));
    session.put_place(STOOD, HERE).unwrap();
    assert_eq!(told(&session), (HERE.to_owned(), true, 1));
}

#[test]
fn a_place_that_comes_too_late_is_refused_and_changes_nothing() {
    let world = World::new();
    let session = world.draft();
    world.fill(&session);
    let behind = world.open(&session.draft_id());
    world.submit(&session);
    let before = world.all_of_drafts();
    assert!(behind.wanted_places().is_empty(), "nothing can be put there");
    assert_eq!(code_of(behind.put_place(STOOD, HERE)), Some(Code::DraftFrozen));
    assert_eq!(world.all_of_drafts(), before);
}
