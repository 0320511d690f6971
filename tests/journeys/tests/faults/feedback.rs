//! A report that 1022 doesn't take as it is: it comes back to its writer, is mended and taken.

use std::fs;

use motcua_client::{
    screen::feedback::{FeedbackPage, NewFeedback},
    use_case::send_feedback,
};
use motcua_domain::{failure::Code, feedback::Place};
use motcua_journeys::stage::{Phone, World, assert_explained};
use serde_json::json;

fn in_words(description: &str) -> NewFeedback {
    NewFeedback {
        service_code: "HT".to_owned(),
        description: description.to_owned(),
        place: Place::Address("Trước số 12 Lê Lợi, phường Bến Thành".to_owned()),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_of_nobody_with_a_place_in_words_is_refused_mended_and_taken() {
    let world = World::start().await;
    let phone = Phone::new(&world);
    let photo = phone.gallery().join("pothole.jpg");
    fs::write(&photo, [0xFF, 0xD8, 0xFF, 0xE0, 0, 0x10]).unwrap();
    world
        .fault(json!({"kind": "status", "status": 400, "path_prefix": "/open311/", "method": "POST", "times": 1}))
        .await;
    let id = send_feedback::send_feedback(phone.context(), in_words("Ổ gà"), Some(&photo)).unwrap();
    let page = || -> FeedbackPage { send_feedback::feedback_page(phone.context(), &id).unwrap() };
    phone.client().run_outbox().await.unwrap();
    assert_eq!(
        (page().status.as_str(), world.count("feedback").await),
        ("writing", 0)
    );
    assert_explained(&Code::RequestInvalid.into(), Code::RequestInvalid);
    assert_eq!(phone.outbox_codes(), ["REQUEST_INVALID"]);

    let written = page().correctable.unwrap();
    let mended = NewFeedback {
        description: "Ổ gà sâu 20 cm".to_owned(),
        ..written
    };
    send_feedback::edit_feedback(phone.context(), &id, mended.clone(), None).unwrap();
    phone.client().run_outbox().await.unwrap();
    let number = page().number.expect("it was taken");
    let theirs = &world.office().reports().await[0];
    assert_eq!(theirs["service_request_id"], number.as_str());
    assert_eq!(theirs["description"], "Ổ gà sâu 20 cm");
    assert!(theirs["media_url"].is_string(), "the photo came along");
    let refused = send_feedback::edit_feedback(phone.context(), &id, mended, None);
    assert_explained(&refused.unwrap_err(), Code::AlreadySubmitted);
    assert_eq!(world.count("feedback").await, 1);
}
