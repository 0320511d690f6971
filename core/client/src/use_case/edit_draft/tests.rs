//! Kept before the call returns; memory equal to the store after a failure; the journal gives back what was on the screen; papers keep apart.

use proptest::prelude::*;

use super::*;
use crate::{
    test_support::{World, code_of, photo},
    use_case::submit_draft,
};

/// Everything a person sees and everything that would be sent.
fn seen(session: &FormSession) -> (Vec<(Page, FormPage)>, String, usize) {
    let submission = session.submission();
    (session.all_pages(), submission.xml, session.undo_count())
}

/// What is in memory is what a new process would read.
fn assert_equals_store(world: &World, session: &FormSession) {
    let again = world.open(&session.draft_id());
    assert!(seen(session) == seen(&again), "memory and store have come apart");
    let (held, kept) = (session.lock().draft.clone(), again.lock().draft.clone());
    assert_eq!(
        (held.answered, held.questions, held.changed_at),
        (kept.answered, kept.questions, kept.changed_at)
    );
}

fn value(session: &FormSession, reference: &str) -> String {
    session.question(reference).unwrap().value
}

#[test]
fn an_answer_is_kept_when_its_call_returns() {
    let mut world = World::on_disk();
    let session = world.draft();
    let outcome = session.answer("/data/who/age", "40").unwrap();
    assert!(outcome.page_changed, "the question about work appears");
    session.answer("/data/who/name", "Trần Thị Bình").unwrap();
    session.add_row("/data/kids").unwrap();
    session.answer("/data/kids[1]/kid_name", "Bình An").unwrap();
    session.undo().unwrap().unwrap();
    let before = seen(&session);
    world.restart();
    let again = world.open(&session.draft_id());
    assert!(
        before == seen(&again),
        "a new process shows what the killed one showed"
    );
    assert_eq!(value(&again, "/data/who/name"), "Trần Thị Bình");
    assert_eq!(value(&again, "/data/kids[1]/kid_name"), "");
    assert_eq!(again.undo_count(), 3);
}

#[test]
fn a_commit_that_fails_leaves_memory_as_the_store_is() {
    for world in [World::new(), World::on_disk()] {
        let session = world.draft();
        // This answer sets off the form's own action: taking it back by hand would set it off again.
        session.answer("/data/who/name", "Một").unwrap();
        session.add_row("/data/kids").unwrap();
        let before = seen(&session);
        let photo = photo(b"x");
        let fail = || world.store.fail_next_commit(StoreError::Full);
        let refused: [&dyn Fn() -> Result<()>; 6] = [
            &|| session.answer("/data/who/name", "Hai").map(drop),
            &|| session.add_row("/data/kids").map(drop),
            &|| session.remove_row("/data/kids[1]").map(drop),
            &|| {
                session
                    .attach("/data/papers/front", photo.path(), "a.jpg")
                    .map(drop)
            },
            &|| session.detach("/data/papers/front").map(drop),
            &|| session.undo().map(drop),
        ];
        for edit in refused {
            fail();
            assert_eq!(code_of(edit()), Some(Code::StoreFull));
            assert!(seen(&session) == before);
            assert_equals_store(&world, &session);
        }
        session.answer("/data/who/name", "Ba").unwrap();
        assert_equals_store(&world, &session);
        assert!(session.submission().xml.contains("<heard>xx</heard>"));
    }
}

#[test]
fn two_sessions_of_one_draft_never_overwrite_each_other() {
    let world = World::new();
    let here = world.draft();
    let there = world.open(&here.draft_id());
    here.answer("/data/who/age", "20").unwrap();
    let behind = there.answer("/data/who/job", "Thợ may");
    assert_eq!(code_of(behind), Some(Code::ChangedElsewhere));
    assert_eq!(
        value(&there, "/data/who/age"),
        "20",
        "it shows the newer answer now"
    );
    there.answer("/data/who/job", "Thợ may").unwrap();
    let review = submit_draft::review(&world.context, &here).unwrap();
    let rows: Vec<_> = review.sections.iter().flat_map(|it| &it.rows).collect();
    assert!(
        rows.iter().any(|row| row.answer == "Thợ may"),
        "a review shows what is kept"
    );
    assert_equals_store(&world, &here);
}

#[test]
fn an_edit_after_the_draft_was_frozen_elsewhere_is_refused_and_changes_nothing() {
    let world = World::new();
    let session = world.draft();
    world.fill(&session);
    let stale = world.open(&session.draft_id());
    world.submit(&session);
    let before = world.all_of_drafts();
    for session in [&session, &stale] {
        assert_eq!(
            code_of(session.answer("/data/who/name", "Khác")),
            Some(Code::DraftFrozen)
        );
        assert_eq!(code_of(session.undo()), Some(Code::DraftFrozen));
    }
    assert_eq!(
        code_of(delete_draft(&world.context, &session.draft_id())),
        Some(Code::DraftFrozen)
    );
    assert_eq!(before, world.all_of_drafts());
}

/// A catalogue that names this version of the form, fetched without the form itself.
fn refresh_names(world: &World, version: &str) {
    use crate::{port::store::Document, test_support::form::PROCEDURE, use_case::documents::CATALOGUE};
    let body = serde_json::json!({"version": 2, "procedures": [
        {"code": PROCEDURE, "name_vi": "Thủ tục thử", "name_en": "Trial procedure", "group": "civil_status",
         "form": {"code": PROCEDURE, "version": version, "sha256": "00"}},
    ]});
    let catalogue = Document {
        name: CATALOGUE.to_owned(),
        etag: None,
        fetched_at: world.context.now(),
        body: body.to_string().into_bytes(),
    };
    world.context.public.put_documents(&[catalogue]).unwrap();
}

#[test]
fn a_new_draft_takes_the_form_fetched_last_until_the_new_one_is_here() {
    let world = World::new();
    refresh_names(&world, "2");
    let session = world.draft();
    world.fill(&session);
    let draft = world.context.store.draft(&session.draft_id()).unwrap().unwrap();
    assert_eq!(draft.form_version, crate::test_support::form::VERSION);
    let never_fetched = new_draft(&world.context, &"9.999999".parse().unwrap());
    assert_eq!(code_of(never_fetched), Some(Code::ProcedureUnknown));
}

#[test]
fn an_answer_is_refused_where_it_could_not_be_sent() {
    let world = World::new();
    let session = world.draft();
    let long = "a".repeat(MAX_ANSWER_BYTES + 1);
    for text in ["\0", "a\u{8}b", "\u{FFFE}", long.as_str()] {
        assert_eq!(
            code_of(session.answer("/data/who/name", text)),
            Some(Code::TextInvalid)
        );
    }
    assert_eq!(
        code_of(session.answer("/data/nowhere", "1")),
        Some(Code::NotOnThisPhone)
    );
    assert_eq!(
        code_of(session.answer("/data/papers/front", "made-up.jpg")),
        Some(Code::FieldInvalid)
    );
    let photo = photo(b"x");
    assert_eq!(
        code_of(session.attach("/data/who/name", photo.path(), "a.jpg")),
        Some(Code::FieldInvalid)
    );
    assert!(
        world
            .context
            .store
            .journal(&session.draft_id())
            .unwrap()
            .is_empty()
    );
    session
        .answer("/data/who/name", "Nguye\u{302}\u{303}n An\tB")
        .unwrap();
    assert_eq!(
        value(&session, "/data/who/name"),
        "Nguyễn An\tB",
        "text is kept in NFC"
    );
    session.answer("/data/who/age", "một trăm").unwrap();
    assert_eq!(
        value(&session, "/data/who/age"),
        "một trăm",
        "a wrong answer is kept and marked"
    );
    assert!(session.question("/data/who/age").unwrap().problem.is_some());
}

#[test]
fn an_answer_that_is_not_asked_any_more_stays_in_the_draft() {
    let world = World::new();
    let session = world.draft();
    session.answer("/data/who/age", "30").unwrap();
    session.answer("/data/who/job", "Giáo viên").unwrap();
    let outcome = session.answer("/data/who/age", "3").unwrap();
    assert_eq!(outcome.gone, ["/data/who/job"]);
    assert!(!session.is_asked("/data/who/job"));
    assert!(!session.submission().xml.contains("Giáo viên"));
    session.answer("/data/who/age", "33").unwrap();
    assert_eq!(value(&session, "/data/who/job"), "Giáo viên");
}

#[test]
fn two_files_of_one_name_in_one_slot_stay_two_papers() {
    let world = World::on_disk();
    let session = world.draft();
    world.fill(&session);
    let sent = |session: &FormSession| {
        let review = submit_draft::review(&world.context, session).unwrap();
        let front = review
            .papers
            .into_iter()
            .find(|it| it.reference == "/data/papers/front");
        front.map(|it| (it.name, it.sha256))
    };
    let first = sent(&session).unwrap();
    world.attach(&session, "/data/papers/front", "cccd.jpg", b"another front");
    let second = sent(&session).unwrap();
    assert_eq!(
        (first.0.as_str(), second.0.as_str()),
        ("cccd.jpg", "cccd (2).jpg")
    );
    assert_ne!(first.1, second.1);
    session.undo().unwrap();
    assert_eq!(
        sent(&session).unwrap(),
        first,
        "taking back brings back the first file"
    );
    session.detach("/data/papers/front").unwrap();
    assert_eq!(sent(&session), None);
    session.undo().unwrap();
    assert_eq!(sent(&session).unwrap(), first);
    world.attach(&session, "/data/papers/front", "cccd.jpg", b"another front");
    assert_eq!(sent(&session).unwrap(), second, "the same file is the same paper");
    assert_eq!(sent(&world.open(&session.draft_id())).unwrap(), second);
}

#[test]
fn a_paper_moves_with_its_row() {
    let world = World::new();
    let session = world.draft();
    world.fill(&session);
    for (row, content) in [(1, b"first"), (2, b"other")] {
        session.add_row("/data/kids").unwrap();
        world.attach(&session, &format!("/data/kids[{row}]/photo"), "con.jpg", content);
    }
    let photos = || {
        let review = submit_draft::review(&world.context, &session).unwrap();
        let kids = review
            .papers
            .into_iter()
            .filter(|it| it.reference.starts_with("/data/kids"));
        kids.map(|it| (it.reference, it.sha256)).collect::<Vec<_>>()
    };
    let both = photos();
    assert_ne!(both[0].1, both[1].1);
    session.remove_row("/data/kids[1]").unwrap();
    assert_eq!(photos(), [("/data/kids[1]/photo".to_owned(), both[1].1.clone())]);
    session.undo().unwrap();
    assert_eq!(photos(), both);
    let large = photo(&[7; 2000]);
    assert_eq!(
        code_of(session.attach("/data/kids[2]/photo", large.path(), "a.jpg")),
        Some(Code::FileTooLarge),
        "a slot has the same limits in every row"
    );
}

#[test]
fn a_locked_phone_takes_no_answer_and_loses_none() {
    let world = World::on_disk();
    let session = world.draft();
    session.answer("/data/who/name", "Một").unwrap();
    let (disk, before) = (world.disk.as_ref().unwrap(), seen(&session));
    disk.lock();
    assert_eq!(
        code_of(session.answer("/data/who/name", "Hai")),
        Some(Code::Locked)
    );
    assert_eq!(code_of(session.undo()), Some(Code::Locked));
    assert!(seen(&session) == before);
    assert_eq!(
        code_of(open_draft(&world.context, &session.draft_id())),
        Some(Code::Locked)
    );
    disk.unlock();
    session.answer("/data/who/name", "Hai").unwrap();
    assert_equals_store(&world, &session);
}

#[test]
fn a_deleted_draft_is_gone_from_sessions_too() {
    let world = World::new();
    let session = world.draft();
    world.fill(&session);
    delete_draft(&world.context, &session.draft_id()).unwrap();
    assert!(world.all_of_drafts().is_empty());
    assert_eq!(
        code_of(session.answer("/data/who/name", "Một")),
        Some(Code::NotOnThisPhone)
    );
    assert!(world.all_of_drafts().is_empty());
}

/// One thing a person does, or that happens to the phone.
#[derive(Debug, Clone)]
enum Act {
    Answer(&'static str, String),
    AddRow,
    RemoveRow(usize),
    NameChild(usize, String),
    Place(&'static str),
    Undo,
    Reopen,
    Full,
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let act = prop_oneof![
        4 => ("[a-zđàếữ]{0,5}", 0..3_usize).prop_map(|(text, at)| {
            Act::Answer(["/data/who/name", "/data/who/job", "/data/ward"][at], text)
        }),
        2 => (0..120_u32).prop_map(|age| Act::Answer("/data/who/age", age.to_string())),
        2 => Just(Act::AddRow),
        2 => (0..4_usize).prop_map(Act::RemoveRow),
        2 => (0..4_usize, "[a-zđ]{0,4}").prop_map(|(row, name)| Act::NameChild(row, name)),
        1 => prop_oneof![Just(""), Just("10.78 106.7 0 5")].prop_map(Act::Place),
        4 => Just(Act::Undo),
        1 => Just(Act::Reopen),
        1 => Just(Act::Full),
    ];
    prop::collection::vec(act, 1..40)
}

/// What the answers must be: plain maps, and a copy of them for each step that can be taken back.
#[derive(Clone, Default, PartialEq, Debug)]
struct Model {
    answers: std::collections::BTreeMap<&'static str, String>,
    kids: Vec<String>,
}

fn read(session: &FormSession) -> Model {
    let mut model = Model::default();
    for reference in [
        "/data/who/name",
        "/data/who/job",
        "/data/ward",
        "/data/who/age",
        "/data/who/place",
    ] {
        let text = value(session, reference);
        if !text.is_empty() {
            model.answers.insert(reference, text);
        }
    }
    let kid = |row: usize| session.question(&format!("/data/kids[{row}]/kid_name"));
    model.kids = (1..).map_while(kid).map(|it| it.value).collect();
    model
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_history_of_edits_equals_the_model_and_its_journal(acts in acts()) {
        let world = World::new();
        let mut session = world.draft();
        let (mut model, mut steps): (Model, Vec<Model>) = (read(&session), Vec::new());
        for act in acts {
            let before = model.clone();
            let done = match &act {
                Act::Answer(reference, text) => {
                    model.answers.remove(reference);
                    if !text.is_empty() {
                        model.answers.insert(reference, text.clone());
                    }
                    session.answer(reference, text).is_ok()
                }
                Act::AddRow => {
                    model.kids.push(String::new());
                    session.add_row("/data/kids").is_ok()
                }
                Act::RemoveRow(at) if *at < model.kids.len() => {
                    model.kids.remove(*at);
                    session.remove_row(&format!("/data/kids[{}]", at + 1)).is_ok()
                }
                Act::NameChild(at, name) if *at < model.kids.len() => {
                    model.kids[*at].clone_from(name);
                    session.answer(&format!("/data/kids[{}]/kid_name", at + 1), name).is_ok()
                }
                Act::Place(place) if !session.wanted_places().is_empty() => {
                    prop_assert!(session.put_place("/data/who/stood", place).is_ok());
                    if place.is_empty() {
                        continue;
                    }
                    model.answers.insert("/data/who/place", (*place).to_owned());
                    true
                }
                Act::Place(place) => {
                    prop_assert!(session.put_place("/data/who/stood", place).is_err());
                    continue;
                }
                Act::RemoveRow(_) | Act::NameChild(..) => continue,
                Act::Undo => {
                    let done = session.undo().unwrap().is_some();
                    prop_assert_eq!(done, !steps.is_empty());
                    model = steps.pop().unwrap_or(model);
                    prop_assert_eq!(read(&session), model.clone());
                    continue;
                }
                Act::Reopen => {
                    session = world.open(&session.draft_id());
                    continue;
                }
                Act::Full => {
                    world.store.fail_next_commit(StoreError::Full);
                    prop_assert!(session.answer("/data/who/name", "mất").is_err());
                    prop_assert_eq!(read(&session), model.clone());
                    continue;
                }
            };
            prop_assert!(done);
            steps.push(before);
            prop_assert_eq!(read(&session), model.clone(), "after {:?}", act);
        }
        let again = world.open(&session.draft_id());
        prop_assert!(seen(&session) == seen(&again), "the journal gives another form");
        prop_assert_eq!(again.undo_count(), steps.len());
        for step in steps.into_iter().rev() {
            again.undo().unwrap();
            prop_assert_eq!(read(&again), step);
        }
    }
}
