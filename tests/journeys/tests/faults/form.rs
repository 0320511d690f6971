//! What a person puts in wrongly, and forms that aren't what they should be.

use std::fs;

use motcua_client::{
    error::Result,
    port::store::Document,
    use_case::{edit_draft::EditOutcome, prepare_procedure, submit_draft},
};
use motcua_domain::{failure::Code, ids::DraftId, outbox::Connectivity};
use motcua_journeys::stage::{Phone, Story, World, assert_explained};
use serde_json::json;

use super::answers;

const BIRTH_CERT: &str = "/data/papers/birth_cert";

async fn filled_in() -> (World, Phone, Story, DraftId) {
    let (world, story) = (World::start().await, Story::small());
    let phone = Phone::new(&world);
    phone.prepare(&story.procedure_code).await.unwrap();
    let draft = phone.new_draft(&story.procedure_code).unwrap();
    story.fill_in(&phone, &phone.open_draft(&draft).unwrap());
    (world, phone, story, draft)
}

#[track_caller]
fn refused(done: Result<EditOutcome>, code: Code, reference: &str) {
    let failure = done.err().expect("it is refused");
    assert_explained(&failure, code);
    assert_eq!(failure.reference.as_deref(), Some(reference));
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_that_are_wrong_missing_or_too_long() {
    let (_world, phone, _, draft) = filled_in().await;
    let session = phone.open_draft(&draft).unwrap();
    let name = "/data/requester/full_name";
    let before = session.question(name).unwrap().value;
    refused(
        session.answer(name, &"x".repeat(65 * 1024)),
        Code::TextInvalid,
        name,
    );
    refused(session.answer(name, "Khôi\u{0}"), Code::TextInvalid, name);
    refused(
        session.answer("/data/no_such", "x"),
        Code::NotOnThisPhone,
        "/data/no_such",
    );
    assert_eq!(
        session.question(name).unwrap().value,
        before,
        "nothing of it was kept"
    );

    // An answer against a rule is kept and marked: the person hasn't finished yet.
    let id = "/data/requester/personal_id";
    let marked = session.answer(id, "07909300010").unwrap();
    let marked = marked.changed.iter().find(|it| it.reference == id).unwrap();
    assert!(marked.problem.is_some());
    stopped_at(&phone, &draft, id);
    session.answer(id, "079093000101").unwrap();
    session.answer(name, "").unwrap();
    stopped_at(&phone, &draft, name);
    session.answer(name, &before).unwrap();
    session.detach(BIRTH_CERT).unwrap();
    stopped_at(&phone, &draft, BIRTH_CERT);
    while session
        .undo()
        .unwrap()
        .is_some_and(|_| session.question(BIRTH_CERT).unwrap().value.is_empty())
    {}
    phone.submit(&session).expect("mended");
}

/// Submitting is refused with this place to mend.
#[track_caller]
fn stopped_at(phone: &Phone, draft: &DraftId, reference: &str) {
    let session = phone.open_draft(draft).unwrap();
    let failure = phone.submit(&session).unwrap_err();
    assert_explained(&failure, Code::FieldInvalid);
    assert_eq!(failure.reference.as_deref(), Some(reference));
    assert!(
        session
            .problems()
            .items
            .iter()
            .any(|it| it.reference == reference && !it.text.is_empty())
    );
    assert_eq!(phone.draft_state(draft), "editing");
}

#[tokio::test(flavor = "multi_thread")]
async fn files_that_are_empty_too_large_of_another_kind_or_gone() {
    let (_world, phone, _, draft) = filled_in().await;
    let session = phone.open_draft(&draft).unwrap();
    let before = answers(&phone, &draft);
    let file = |name: &str, bytes: &[u8]| {
        let path = phone.gallery().join(name);
        fs::write(&path, bytes).unwrap();
        path
    };
    let large = file("large.jpg", &[0xFF, 0xD8, 0xFF, 0xE0]);
    fs::File::options()
        .write(true)
        .open(&large)
        .unwrap()
        .set_len(20 * 1024 * 1024 + 1)
        .unwrap();
    let gone = phone.gallery().join("gone.jpg");
    for (path, code) in [
        (file("empty.jpg", b""), Code::AttachmentRejected),
        (file("photo.jpg", b"MZ\x90\0 not a photo"), Code::FileTypeRefused),
        (large, Code::FileTooLarge),
        (gone, Code::NotOnThisPhone),
    ] {
        refused(session.attach(BIRTH_CERT, &path, "a.jpg"), code, BIRTH_CERT);
    }
    assert_eq!(answers(&phone, &draft), before);
    phone
        .submit(&session)
        .expect("the paper from before is still there");
}

#[tokio::test(flavor = "multi_thread")]
async fn something_changes_after_the_review() {
    let (_world, phone, _, draft) = filled_in().await;
    let session = phone.open_draft(&draft).unwrap();
    let seen = submit_draft::review(phone.context(), &session).unwrap();
    session
        .answer("/data/requester/email", "khac@example.vn")
        .unwrap();
    let office = seen.office.unwrap();
    let failure = submit_draft::submit(phone.context(), &session, &seen.view_sha256, &office).unwrap_err();
    assert_explained(&failure, Code::SubmissionChanged);
    assert_eq!(phone.draft_state(&draft), "editing");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_procedure_that_there_isnt() {
    let world = World::start().await;
    let phone = Phone::new(&world);
    for code in ["9.999999", "not a code"] {
        let failure = phone.prepare(code).await.unwrap_err();
        assert_explained(&failure, Code::ProcedureUnknown);
    }
    assert_explained(&phone.new_draft("9.999999").unwrap_err(), Code::ProcedureUnknown);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_that_is_damaged_on_the_way() {
    let (world, story) = (World::start().await, Story::small());
    let phone = Phone::new(&world);
    prepare_procedure::refresh_catalogue(phone.context())
        .await
        .unwrap();
    let path = format!("/v1/forms/{}/{}/files/", story.procedure_code, story.form_version);
    world
        .fault(json!({"kind": "garbled", "path_prefix": path, "times": 1}))
        .await;
    let failure = phone.prepare(&story.procedure_code).await.unwrap_err();
    assert_explained(&failure, Code::DownloadDamaged);
    // Nothing of it was kept.
    assert_explained(
        &phone.new_draft(&story.procedure_code).unwrap_err(),
        Code::NotOnThisPhone,
    );
    phone.prepare(&story.procedure_code).await.unwrap();
    phone.new_draft(&story.procedure_code).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_catalogue_that_is_damaged_on_the_way() {
    let (world, story) = (World::start().await, Story::small());
    let phone = Phone::new(&world);
    world
        .fault(json!({"kind": "garbled", "path_prefix": "/v1/catalogue", "times": 1}))
        .await;
    let failure = prepare_procedure::refresh_catalogue(phone.context())
        .await
        .unwrap_err();
    assert_explained(&failure, Code::DownloadDamaged);
    phone.prepare(&story.procedure_code).await.unwrap();
}

/// The catalogue came, and then the process ended, or the portal failed, before the units did.
#[tokio::test(flavor = "multi_thread")]
async fn units_that_are_missing_come_with_the_form() {
    let (world, story) = (World::start().await, Story::small());
    let phone = Phone::new(&world);
    world
        .fault(json!({"kind": "status", "status": 400, "path_prefix": "/v1/units", "times": 1}))
        .await;
    assert!(phone.prepare(&story.procedure_code).await.is_err());
    let public = || &phone.context().public;
    assert!(
        public().document("catalogue").unwrap().is_some() && public().document("units").unwrap().is_none()
    );
    prepare_procedure::prepare_procedure(phone.context(), &story.procedure_code)
        .await
        .unwrap();
    assert!(public().document("units").unwrap().is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_that_cant_be_read() {
    let (_world, mut phone, story, draft) = filled_in().await;
    let before = answers(&phone, &draft);
    let name = format!("form/{}/{}/form.xml", story.procedure_code, story.form_version);
    let form = phone.context().public.document(&name).unwrap().unwrap();
    for xml in ["", "<h:html", "<data/>", &"<a>".repeat(100_000)] {
        let damaged = Document {
            body: xml.as_bytes().to_vec(),
            ..form.clone()
        };
        phone.context().public.put_documents(&[damaged]).unwrap();
        damage_compiled(&phone, &story);
        phone.restart().await;
        let failure = phone.open_draft(&draft).err().expect("it can't be opened");
        assert_explained(&failure, Code::FormDamaged);
        assert_eq!(phone.draft_state(&draft), "editing", "it is still in the list");
    }
    phone.context().public.put_documents(&[form]).unwrap();
    phone.restart().await;
    assert_eq!(answers(&phone, &draft), before);
}

/// The form's compiled bytes, as the phone keeps them beside its files.
fn compiled(phone: &Phone, story: &Story) -> Document {
    let name = format!("compiled/{}/{}", story.procedure_code, story.form_version);
    let kept = phone.context().public.document(&name).unwrap();
    kept.expect("kept when the form was prepared or opened")
}

/// Half of them.
fn damage_compiled(phone: &Phone, story: &Story) {
    let mut damaged = compiled(phone, story);
    damaged.body.truncate(damaged.body.len() / 2);
    phone.context().public.put_documents(&[damaged]).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn compiled_bytes_that_are_damaged_are_made_again() {
    let (_world, mut phone, story, draft) = filled_in().await;
    let before = answers(&phone, &draft);
    damage_compiled(&phone, &story);
    let damaged = compiled(&phone, &story);
    phone.restart().await;
    assert_eq!(answers(&phone, &draft), before);
    assert_ne!(compiled(&phone, &story), damaged, "kept anew");
    // They are read, and the files aren't, as long as they are whole.
    let name = format!("form/{}/{}/form.xml", story.procedure_code, story.form_version);
    let form = phone.context().public.document(&name).unwrap().unwrap();
    let nothing = Document {
        body: Vec::new(),
        ..form
    };
    phone.context().public.put_documents(&[nothing]).unwrap();
    phone.restart().await;
    assert_eq!(answers(&phone, &draft), before);
}

/// Puts on a phone what another one fetched, as the form's version of years ago.
fn fetched_years_ago(from: &Phone, to: &Phone, code: &str, version: &str, old: &str) {
    let (from, to) = (&from.context().public, &to.context().public);
    let name = format!("form/{code}/{version}");
    let description = from.document(&name).unwrap().unwrap();
    let mut manifest: serde_json::Value = serde_json::from_slice(&description.body).unwrap();
    let media = manifest["media"].as_array().unwrap().iter();
    let files = media
        .chain([&manifest["form"]])
        .map(|it| it["name"].as_str().unwrap());
    let renamed = |file: &str| Document {
        name: format!("form/{code}/{old}/{file}"),
        ..from.document(&format!("{name}/{file}")).unwrap().unwrap()
    };
    let mut documents: Vec<Document> = files.map(renamed).collect();
    manifest["version"] = old.into();
    documents.push(Document {
        name: format!("form/{code}/{old}"),
        body: manifest.to_string().into_bytes(),
        ..description.clone()
    });
    documents.push(Document {
        name: format!("form/{code}"),
        body: old.as_bytes().to_vec(),
        ..description
    });
    to.put_documents(&documents).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_that_is_no_longer_taken() {
    let (world, story) = (World::start().await, Story::small());
    let (other, phone) = (Phone::new(&world), Phone::new(&world));
    let version = other.prepare(&story.procedure_code).await.unwrap();
    prepare_procedure::refresh_catalogue(phone.context())
        .await
        .unwrap();
    fetched_years_ago(&other, &phone, &story.procedure_code, &version, "2020010101");

    // The catalogue names a form that isn't here: the one fetched last is filled in, without a word of it from the portal.
    phone.network(Connectivity::Offline);
    let (draft, dossier) = phone.queue(&story);
    let before = answers(&phone, &draft);
    phone.network(Connectivity::Unmetered);
    phone.sign_in(&world, &story.person).await.unwrap();
    let failure = phone.send(&dossier).await.expect("it isn't taken");
    assert_explained(&failure, Code::FormOutdated);
    assert!(phone.outbox_item(&dossier).unwrap().needs_you);
    assert_eq!(
        (phone.draft_state(&draft).as_str(), world.count("dossiers").await),
        ("refused", 0)
    );
    assert_eq!(answers(&phone, &draft), before);

    submit_draft::take_back(phone.context(), &draft).unwrap();
    let session = phone.open_draft(&draft).unwrap();
    session
        .answer("/data/requester/full_name", "Trần Văn Khôi")
        .unwrap();
    assert_ne!(answers(&phone, &draft), before, "it can be edited");

    // With the new form the next draft is taken.
    assert_eq!(phone.prepare(&story.procedure_code).await.unwrap(), version);
    let (draft, dossier) = phone.queue(&story);
    let failure = phone.send(&dossier).await;
    assert!(failure.is_none(), "{failure:?}");
    assert_eq!(phone.draft_state(&draft), "sent");
}
