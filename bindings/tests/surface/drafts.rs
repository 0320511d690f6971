//! From an empty draft to the outbox and back, across a restart.

use motcua_ffi::MotCuaError;

use crate::phone::{PROCEDURE, Phone, office};

#[test]
fn an_answer_survives_a_restart_and_a_submission_waits_with_its_reason() {
    let phone = Phone::offline();
    let id = phone.app.new_draft(PROCEDURE.to_owned()).unwrap();
    let form = phone.app.open_draft(id.clone()).unwrap();
    assert_eq!((form.title().as_str(), form.page_count()), ("Tờ khai", 1));
    assert_eq!(form.problems().items.len(), 1);
    let outcome = form
        .answer("/data/name".to_owned(), "Trần Thị Bích".to_owned())
        .unwrap();
    assert_eq!(
        (outcome.answered, outcome.questions),
        (1, 1),
        "the other is optional"
    );
    drop(form);

    let phone = phone.restarted();
    let form = phone.app.open_draft(id.clone()).unwrap();
    assert_eq!(
        form.question("/data/name".to_owned()).unwrap().value,
        "Trần Thị Bích"
    );
    let review = form.review().unwrap();
    assert!(review.to_mend.is_none());
    assert_eq!(review.sections.len(), 1);
    let dossier = form.submit(review.view_sha256, office()).unwrap();

    let waiting = phone.app.outbox().unwrap().items;
    assert_eq!(waiting.len(), 1);
    assert_eq!(waiting[0].dossier_id.as_ref(), Some(&dossier));
    let why = phone.app.why(waiting[0].id.clone()).unwrap().unwrap();
    assert_eq!(why.code, "NETWORK_OFFLINE");
    assert_eq!(phone.app.timeline(dossier.clone()).unwrap().status, "queued");
    assert!(phone.app.receipt(dossier).unwrap().is_none());

    phone.app.take_back(id.clone()).unwrap();
    assert!(phone.app.outbox().unwrap().items.is_empty());
    let drafts = phone.app.drafts(None, 10).unwrap();
    assert!(drafts.items[0].editable);
    phone.app.delete_draft(id).unwrap();
    assert_eq!(phone.app.drafts(None, 10).unwrap().total, 0);
}

#[test]
fn what_changed_after_the_review_is_a_conflict() {
    let phone = Phone::offline();
    let id = phone.app.new_draft(PROCEDURE.to_owned()).unwrap();
    let form = phone.app.open_draft(id).unwrap();
    form.answer("/data/name".to_owned(), "An".to_owned()).unwrap();
    let seen = form.review().unwrap().view_sha256;
    form.answer("/data/name".to_owned(), "Bình".to_owned()).unwrap();
    assert_eq!(
        form.submit(seen, office()).err(),
        Some(MotCuaError::Conflict {
            code: "SUBMISSION_CHANGED".to_owned(),
            reference: None
        })
    );
    assert_eq!(form.undo_count(), 2);
    form.undo().unwrap().unwrap();
    assert_eq!(form.question("/data/name".to_owned()).unwrap().value, "An");
}

#[test]
fn a_refused_file_names_its_slot() {
    let phone = Phone::offline();
    let id = phone.app.new_draft(PROCEDURE.to_owned()).unwrap();
    let form = phone.app.open_draft(id).unwrap();
    let path = phone.path("giấy.exe");
    std::fs::write(&path, b"MZ\x90\0\x03\0\0\0").unwrap();
    assert_eq!(
        form.attach("/data/paper".to_owned(), path, "giấy.jpg".to_owned())
            .err(),
        Some(MotCuaError::Rejected {
            code: "FILE_TYPE_REFUSED".to_owned(),
            reference: Some("/data/paper".to_owned())
        })
    );
}

#[test]
fn ids_that_are_none_are_not_on_this_phone() {
    let phone = Phone::offline();
    let missing = MotCuaError::Rejected {
        code: "NOT_ON_THIS_PHONE".to_owned(),
        reference: None,
    };
    let none = || "no id".to_owned();
    assert_eq!(phone.app.open_draft(none()).err(), Some(missing.clone()));
    assert_eq!(phone.app.timeline(none()).err(), Some(missing.clone()));
    assert_eq!(phone.app.feedback(none()).err(), Some(missing));
    assert!(phone.app.why(none()).unwrap().is_none());
    assert_eq!(
        phone.app.new_draft(none()).unwrap_err().stable_code(),
        "PROCEDURE_UNKNOWN"
    );
}
