//! A whole story on one phone with everything that is logged written down: nothing of anybody is in it, nor in any error's text.
//!
//! A process of its own: tracing remembers for the whole process whether anybody listens to a line, so a listener in one of many parallel tests may
//! hear nothing.
#![allow(clippy::unwrap_used, reason = "a test stops where it is surprised")]

#[path = "../src/test_support/mod.rs"]
mod test_support;

use std::{
    fmt::{Debug, Display, Write as _},
    sync::{Arc, Mutex},
};

use motcua_client::{
    error::Result,
    port::store::{Page, StoreError},
    screen::{
        feedback::NewFeedback,
        text::{Language, Texts},
    },
    use_case::{edit_draft, follow_dossier, send_feedback, sign_in, submit_draft, sync_events, wake_up},
    worker::push_worker,
};
use motcua_domain::{failure::Code, feedback::Place, outbox::Connectivity, time::HOUR};
use serde_json::json;
use test_support::{World, identity::redirect, photo, portal::Fault};
use tracing::{
    Event, Metadata, Subscriber,
    field::{Field, Visit},
    span::{Attributes, Id, Record},
};

/// What a person would not want to read in a log.
const PLANTED: [&str; 30] = [
    // Answers.
    "Nguyễn Thị Kín Đáo",
    "kỹ sư hạt nhân",
    "26734",
    "Bé Bí Mật",
    "Bé Thứ Hai",
    "không-phải-số",
    "lỗi ghi đĩa",
    // File names.
    "cccd-kin-dao.jpg",
    "mat-sau-rieng.jpg",
    "anh-be.jpg",
    "khong-phai-anh.jpg",
    "cccd-moi.jpg",
    // Who signed in: subject, name, birth date, personal id, phone.
    "sub-chau-079095",
    "Họ tên của sub-chau-079095",
    "1995-04-03",
    "079095001234",
    "+84901234567",
    "sub-nguoi-khac",
    // Tokens, codes, secrets of the hop.
    "sub-chau-079095/1",
    "refresh-1",
    "code-mot-lan",
    "code-that-lac",
    "state-la",
    // A report: words, place.
    "trước nhà bà Kín",
    "10.77612",
    "106.70987",
    // What offices and the portal say.
    "ghi chú của cán bộ",
    "000.01.34.H29-261122",
    // Where wake-ups go.
    "push.test/bi-mat",
    "khóa-đẩy-riêng",
];

/// Writes down every event and span of every crate, at every level, with all its fields.
#[derive(Clone, Default)]
struct Listener(Arc<Mutex<String>>);

impl Listener {
    fn told(&self, what: &dyn Debug, shown: &dyn Display) {
        writeln!(self.0.lock().unwrap(), "{what:?} {shown}").unwrap();
    }

    /// An error's texts are read as if they had been logged.
    fn refused<T>(&self, answer: Result<T>) -> Code {
        let failure = answer.err().expect("this is refused");
        self.told(&failure, &failure);
        for language in [Language::Vi, Language::En] {
            let words = failure.words(&Texts::new(language));
            self.told(&words, &words.remedy);
        }
        Code::from_text(&failure.code).expect("a code of ours")
    }
}

impl Subscriber for Listener {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn event(&self, event: &Event<'_>) {
        event.record(&mut Writer(&mut self.0.lock().unwrap()));
    }

    fn new_span(&self, attributes: &Attributes<'_>) -> Id {
        attributes.record(&mut Writer(&mut self.0.lock().unwrap()));
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        values.record(&mut Writer(&mut self.0.lock().unwrap()));
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

struct Writer<'a>(&'a mut String);

impl Visit for Writer<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        writeln!(self.0, "{field}={value:?}").unwrap();
    }
}

/// Fills in, goes wrong in every way, and submits.
fn drafting(world: &World, log: &Listener) -> motcua_domain::ids::DossierId {
    let session = world.draft();
    world.fill(&session);
    session.answer("/data/who/name", PLANTED[0]).unwrap();
    session.answer("/data/who/job", PLANTED[1]).unwrap();
    session.add_row("/data/kids").unwrap();
    session.answer("/data/kids[1]/kid_name", PLANTED[3]).unwrap();
    world.attach(&session, "/data/kids[1]/photo", PLANTED[9], b"kid");
    world.attach(&session, "/data/papers/front", PLANTED[7], b"front 1");
    world.attach(&session, "/data/papers/back", PLANTED[8], b"back 1");
    world.store.fail_next_commit(StoreError::Full);
    assert_eq!(
        log.refused(session.answer("/data/who/name", PLANTED[6])),
        Code::StoreFull
    );
    let program = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(program.path(), b"MZ program").unwrap();
    let attached = session.attach("/data/papers/front", program.path(), PLANTED[10]);
    assert_eq!(log.refused(attached), Code::FileTypeRefused);
    let bad = format!("{}\0", PLANTED[4]);
    assert_eq!(
        log.refused(session.answer("/data/kids[1]/kid_name", &bad)),
        Code::TextInvalid
    );
    session.answer("/data/who/age", PLANTED[5]).unwrap();
    let review = submit_draft::review(&world.context, &session).unwrap();
    let office = review.office.unwrap();
    let submitted = submit_draft::submit(&world.context, &session, &review.view_sha256, &office);
    assert_eq!(log.refused(submitted), Code::FieldInvalid);
    session.undo().unwrap();
    let submitted = submit_draft::submit(&world.context, &session, "00", &office);
    assert_eq!(log.refused(submitted), Code::SubmissionChanged);
    let disk = world.disk.as_ref().unwrap();
    disk.lock();
    assert_eq!(
        log.refused(session.answer("/data/who/name", PLANTED[6])),
        Code::Locked
    );
    disk.unlock();
    let id = world.submit(&session);
    assert_eq!(
        log.refused(session.answer("/data/who/name", PLANTED[6])),
        Code::DraftFrozen
    );
    assert_eq!(
        log.refused(edit_draft::delete_draft(&world.context, &session.draft_id())),
        Code::DraftFrozen
    );
    id
}

async fn signing_in(world: &World, log: &Listener) {
    let context = &world.context;
    world.identity.expect(PLANTED[12]);
    let page = sign_in::begin_sign_in(context).await.unwrap();
    let strange = redirect(&page, "code=x").replace("state=", &format!("state={}", PLANTED[22]));
    assert_eq!(
        log.refused(sign_in::complete_sign_in(context, &strange).await),
        Code::LoginStateMismatch
    );
    world.identity.fail_next(Code::IdTokenInvalid);
    let lost = redirect(&page, &format!("code={}", PLANTED[21]));
    assert_eq!(
        log.refused(sign_in::complete_sign_in(context, &lost).await),
        Code::IdTokenInvalid
    );
    assert_eq!(
        log.refused(sign_in::complete_sign_in(context, &lost).await),
        Code::LoginReplayed
    );
    let page = sign_in::begin_sign_in(context).await.unwrap();
    let back = redirect(&page, &format!("code={}", PLANTED[20]));
    sign_in::complete_sign_in(context, &back).await.unwrap();
}

async fn sending(world: &World, log: &Listener, id: &motcua_domain::ids::DossierId) {
    let context = &world.context;
    for (call, fault) in [
        ("announce_file", Fault::Before(Code::PortalUnavailable)),
        ("send_chunk", Fault::ReplyLost),
        ("submit", Fault::OtherReceipt),
        ("evidence", Fault::Before(Code::NetworkLoginNeeded)),
    ] {
        world.portal.fault(call, fault);
    }
    world.send_all().await;
    world.portal.happens(
        id,
        "supplement_asked",
        json!({"number": 1, "note_vi": PLANTED[26]}),
    );
    world.portal.tell(
        1,
        "dossier_changed",
        &id.to_string(),
        json!({"note": PLANTED[26]}),
    );
    // A hole, a dossier that isn't shown, a wake-up that isn't one.
    world
        .portal
        .tell(3, "dossier_changed", &id.to_string(), json!({}));
    world.portal.fault("dossier", Fault::Before(Code::NotAllowed));
    sync_events::sync(context).await.unwrap();
    world
        .portal
        .tell(4, "dossier_changed", &id.to_string(), json!({}));
    sync_events::sync(context).await.unwrap();
    let draft = submit_draft::begin_supplement(context, id, 1).unwrap();
    let session = world.open(&draft);
    world.attach(&session, "/data/papers/front", PLANTED[11], b"front 2");
    world.submit(&session);
    world
        .portal
        .fault("supplement", Fault::Before(Code::AnswersInvalid));
    world.send_all().await;
    submit_draft::take_back(context, &draft).unwrap();
    assert_eq!(
        log.refused(submit_draft::take_back(context, &draft)),
        Code::AppFailed
    );
    world.submit(&world.open(&draft));
    world.send_all().await;
    assert!(follow_dossier::receipt(context, id).unwrap().is_some());
    let timeline = follow_dossier::timeline(context, id).unwrap();
    assert!(
        timeline
            .entries
            .iter()
            .any(|line| line.text.contains(PLANTED[26]))
    );
    assert_eq!(
        log.refused(follow_dossier::result(context, id).await),
        Code::NotOnThisPhone
    );
}

async fn the_rest(world: &World, log: &Listener) {
    let context = &world.context;
    wake_up::endpoint_changed(context, &format!("https://{}/{}", PLANTED[28], PLANTED[29])).unwrap();
    push_worker::handle(context, PLANTED[29].as_bytes());
    let report = |description: &str| NewFeedback {
        service_code: motcua_domain::feedback::CATEGORIES[0].code.to_owned(),
        description: description.to_owned(),
        place: Place::Pinned {
            lat: PLANTED[24].parse().unwrap(),
            long: PLANTED[25].parse().unwrap(),
        },
    };
    let picture = photo(b"hole");
    send_feedback::send_feedback(context, report(PLANTED[23]), Some(picture.path())).unwrap();
    let too_long = PLANTED[23].repeat(400);
    assert_eq!(
        log.refused(send_feedback::send_feedback(context, report(&too_long), None)),
        Code::TextInvalid
    );
    world
        .portal
        .fault("post_feedback", Fault::Before(Code::RequestInvalid));
    world.send_all().await;
    world.clock.advance(HOUR);
    world.identity.fail_next(Code::SignInAgain);
    assert_eq!(log.refused(sync_events::sync(context).await), Code::SignInAgain);
    world.sign_in(PLANTED[17]).await;
    world.network.set(Connectivity::Offline);
    sign_in::sign_out(context).unwrap();
    let page = Page {
        after: None,
        limit: 50,
    };
    follow_dossier::inbox(context, page).unwrap();
    // What the outbox keeps may be printed when something is looked into.
    for entry in world.entries() {
        log.told(&entry, &entry.id);
    }
}

#[tokio::test]
async fn nothing_of_anybody_is_logged_or_told_by_an_error() {
    let log = Listener::default();
    let guard = tracing::subscriber::set_default(log.clone());
    let mut world = World::on_disk();
    let id = drafting(&world, &log);
    signing_in(&world, &log).await;
    sending(&world, &log, &id).await;
    the_rest(&world, &log).await;
    world.restart();
    drop(guard);
    let log = log.0.lock().unwrap().clone();
    for line in [
        "a push message wasn't a wake-up",
        "the event log has a hole",
        "needs attention",
        "it doesn't show",
    ] {
        assert!(log.contains(line), "the story has to pass here: {line}\n{log}");
    }
    for planted in PLANTED {
        assert!(!log.contains(planted), "{planted} is in the log");
    }
}
