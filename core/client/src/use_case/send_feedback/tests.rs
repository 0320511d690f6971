//! A report's life: refused before it is queued, queued offline, posted once in effect, answered.

use motcua_domain::outbox::{Connectivity, EntryState};
use serde_json::json;

use super::*;
use crate::port::store::Document;
use crate::test_support::{World, code_of, photo, portal::Fault};
use crate::use_case::sync_events;

fn pothole(world: &World) -> NewFeedback {
    NewFeedback {
        service_code: motcua_domain::feedback::CATEGORIES[0].code.to_owned(),
        description: "O\u{302}\u{309} gà trước nhà 12".to_owned(),
        place: Place::Measured {
            lat: 10.776,
            long: 106.7,
            accuracy: 8.0,
            at: world.context.now(),
            mocked: false,
        },
    }
}

fn shown(world: &World, id: &ReportId) -> FeedbackPage {
    feedback_page(&world.context, id).unwrap()
}

#[test]
fn a_report_that_lacks_something_is_not_queued() {
    let world = World::new();
    let good = pothole(&world);
    let place = |place| NewFeedback {
        place,
        ..good.clone()
    };
    let measured = |lat, mocked| Place::Measured {
        lat,
        long: 106.7,
        accuracy: 8.0,
        at: world.context.now(),
        mocked,
    };
    let pdf = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(pdf.path(), b"%PDF-1.7 report").unwrap();
    for (new, photo, code) in [
        (
            NewFeedback {
                description: " ".to_owned(),
                ..good.clone()
            },
            None,
            Code::FeedbackIncomplete,
        ),
        (
            NewFeedback {
                service_code: "no such".to_owned(),
                ..good.clone()
            },
            None,
            Code::FeedbackIncomplete,
        ),
        (place(measured(0.0, false)), None, Code::LocationUncertain),
        (place(measured(10.7, true)), None, Code::LocationUncertain),
        (
            place(Place::Address(" ".to_owned())),
            None,
            Code::FeedbackIncomplete,
        ),
        (good.clone(), Some(pdf.path()), Code::FileTypeRefused),
    ] {
        assert_eq!(code_of(send_feedback(&world.context, new, photo)), Some(code));
    }
    assert!(world.entries().is_empty());
}

#[tokio::test]
async fn a_report_goes_out_once_in_effect_and_hears_its_answer() {
    let world = World::on_disk();
    world.network.set(Connectivity::Offline);
    let picture = photo(b"hole");
    let id = send_feedback(&world.context, pothole(&world), Some(picture.path())).unwrap();
    world.send().await;
    assert_eq!(
        (shown(&world, &id).status.as_str(), world.portal.reports()),
        ("queued", 0)
    );
    world.network.set(Connectivity::Metered);
    world.portal.fault("post_feedback", Fault::ReplyLost);
    world.send_all().await;
    assert!(
        world.portal.calls_of("post_feedback").len() >= 2,
        "the lost reply was asked for again"
    );
    assert_eq!(world.portal.reports(), 1);
    let page = shown(&world, &id);
    assert_eq!(
        (page.status.as_str(), page.number.as_deref()),
        ("received", Some("1022-1"))
    );
    assert_eq!(page.description, "Ổ gà trước nhà 12", "text is kept in NFC");
    assert!(page.has_photo && world.entries().is_empty());
    world.sign_in("an").await;
    let tell = |seq, status: &str, at: &str, notes: serde_json::Value| {
        world.portal.answer_report(
            "1022-1",
            json!({"status": "open", "status_notes": notes, "updated_datetime": at, "attributes": {"motcua_status": status}}),
        );
        world.portal.tell(seq, "feedback_changed", "1022-1", json!({}));
    };
    tell(1, "forwarded", "2026-11-23T01:00:00.000Z", json!(null));
    sync_events::sync(&world.context).await.unwrap();
    assert_eq!(shown(&world, &id).status, "forwarded");
    tell(2, "answered", "2026-11-24T01:00:00.000Z", json!("Đã vá xong"));
    sync_events::sync(&world.context).await.unwrap();
    let page = shown(&world, &id);
    assert_eq!(
        (page.status.as_str(), page.answer.as_deref()),
        ("answered", Some("Đã vá xong"))
    );
    tell(3, "forwarded", "2026-11-23T02:00:00.000Z", json!(null));
    sync_events::sync(&world.context).await.unwrap();
    assert_eq!(
        shown(&world, &id).status,
        "answered",
        "an older word changes nothing"
    );
}

#[tokio::test]
async fn a_report_that_1022_refuses_says_so() {
    let world = World::new();
    let new = pothole(&world);
    let id = send_feedback(&world.context, new.clone(), None).unwrap();
    world
        .portal
        .fault("post_feedback", Fault::Before(Code::RequestInvalid));
    world.send_all().await;
    let page = shown(&world, &id);
    assert_eq!(page.place.as_deref(), Some("Vị trí đã lấy (10.77600, 106.70000)"));
    assert!(page.status == "writing" && page.correctable == Some(kept_as(new)));
    assert_eq!(
        page.status_text,
        "1022 chưa nhận: hãy sửa rồi gửi lại. Cổng không nhận được nội dung ứng dụng gửi lên.",
        "with the reason"
    );
    assert!(matches!(world.entries()[0].state, EntryState::Blocked(_)));
    assert_eq!(
        world.portal.calls_of("post_feedback").len(),
        1,
        "a no is not asked for twice"
    );
}

/// As it reads back: in NFC, its place as it was measured.
fn kept_as(new: NewFeedback) -> NewFeedback {
    NewFeedback {
        description: nfc(&new.description),
        ..new
    }
}

#[tokio::test]
async fn a_refused_report_is_corrected_and_taken_under_its_id() {
    let world = World::on_disk();
    let picture = photo(b"hole");
    let id = send_feedback(&world.context, pothole(&world), Some(picture.path())).unwrap();
    world
        .portal
        .fault("post_feedback", Fault::Before(Code::RequestInvalid));
    world.send().await;
    // Hours later the position is old, and it is the one that was measured.
    world.clock.advance(5 * motcua_domain::time::HOUR);
    let written = shown(&world, &id).correctable.unwrap();
    let corrected = NewFeedback {
        description: "Ổ gà sâu 20 cm".to_owned(),
        ..written.clone()
    };
    let worse = NewFeedback {
        description: " ".to_owned(),
        ..written.clone()
    };
    let refused = edit_feedback(&world.context, &id, worse, None);
    assert_eq!(code_of(refused), Some(Code::FeedbackIncomplete));
    assert!(shown(&world, &id).correctable == Some(written), "nothing changed");
    edit_feedback(&world.context, &id, corrected.clone(), None).unwrap();
    let page = shown(&world, &id);
    assert!(page.status == "queued" && page.has_photo && page.correctable == Some(corrected.clone()));
    world.send().await;
    let page = shown(&world, &id);
    assert_eq!(
        (page.status.as_str(), page.description.as_str()),
        ("received", "Ổ gà sâu 20 cm")
    );
    assert!(world.entries().is_empty() && page.correctable.is_none());
    let posted = world.portal.report(&id.to_string()).unwrap();
    assert!(posted.description == corrected.description && posted.photo.is_some());
    let again = edit_feedback(&world.context, &id, corrected, None);
    assert_eq!(code_of(again), Some(Code::AlreadySubmitted));
}

#[tokio::test]
async fn a_report_that_1022_may_have_is_not_changed_behind_its_back() {
    let world = World::new();
    world.network.set(Connectivity::Offline);
    let id = send_feedback(&world.context, pothole(&world), None).unwrap();
    let pinned = |lat| NewFeedback {
        place: Place::Pinned { lat, long: 106.7 },
        ..pothole(&world)
    };
    let picture = photo(b"hole");
    edit_feedback(&world.context, &id, pinned(10.7), Some(picture.path())).unwrap();
    assert!(
        shown(&world, &id).has_photo,
        "an unsent one is the person's to change"
    );
    assert_eq!(world.entries().len(), 1);
    world.network.set(Connectivity::Metered);
    world.portal.fault("post_feedback", Fault::ReplyLost);
    world.send().await;
    assert!(shown(&world, &id).correctable.is_none());
    let refused = edit_feedback(&world.context, &id, pinned(10.8), None);
    assert_eq!(code_of(refused), Some(Code::PortalMustAnswerFirst));
    world.send_all().await;
    assert_eq!(shown(&world, &id).status, "received");
}

#[tokio::test]
async fn a_place_in_words_and_a_report_of_nobody_are_taken() {
    let world = World::new();
    let in_words = NewFeedback {
        place: Place::Address("12 Le\u{302} L\u{1EE3}i".to_owned()),
        ..pothole(&world)
    };
    let id = send_feedback(&world.context, in_words, None).unwrap();
    world.send().await;
    assert_eq!(shown(&world, &id).number.as_deref(), Some("1022-1"));
    assert_eq!(shown(&world, &id).place.as_deref(), Some("12 Lê Lợi"));
    let posted = world.portal.report(&id.to_string()).unwrap();
    assert!(posted.place == FeedbackPlace::Address("12 Lê Lợi".to_owned()));
    assert_eq!(
        world.portal.calls_of("post_feedback"),
        [format!("post_feedback {id} nobody")]
    );
}

#[test]
fn the_kinds_of_report_are_there_before_anything_was_fetched_and_then_as_the_portal_lists_them() {
    let world = World::new();
    let own = categories(&world.context).unwrap();
    assert_eq!(own.len(), 18);
    assert!(
        own.iter()
            .any(|kind| kind.code == "TO" && kind.name == "Tiếng ồn")
    );
    let body = json!([
        {"service_code": "TO", "service_name": "Noise, as the portal calls it"},
        {"service_code": "ZZ", "service_name": "Việc mới"},
    ]);
    let listed = Document {
        name: SERVICES.to_owned(),
        etag: None,
        fetched_at: world.context.now(),
        body: body.to_string().into_bytes(),
    };
    world.context.public.put_documents(&[listed]).unwrap();
    let names: Vec<String> = categories(&world.context)
        .unwrap()
        .into_iter()
        .map(|kind| kind.name)
        .collect();
    assert_eq!(names, ["Tiếng ồn", "Việc mới"]);
}
