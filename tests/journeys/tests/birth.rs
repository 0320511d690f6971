//! The whole story: a birth is registered from a phone that goes offline, is killed twice, loses its connection in the middle of a photo, is asked
//! for a better one, and brings the result home. Then a pothole is reported and mended.

#![allow(clippy::unwrap_used, reason = "a journey stops where it is surprised")]

use motcua_client::{
    port::store::Page,
    screen::{feedback::NewFeedback, review::ReviewSection, timeline::Timeline},
    use_case::{follow_dossier, send_feedback, sign_in, submit_draft, sync_events},
};
use motcua_domain::{
    feedback::Place,
    ids::{DossierId, DraftId},
    outbox::Connectivity,
    tracking::Health,
};
use motcua_journeys::stage::{Decision, Phone, Player, Story, World, consent};
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn a_birth_is_registered() {
    let (world, story) = (World::start().await, Story::birth());
    let mut phone = Phone::alive(&world);
    phone.prepare(&story.procedure_code).await.unwrap();

    phone.network(Connectivity::Offline);
    let draft = fill_in_with_a_kill(&mut phone, &story).await;
    let dossier = submit_offline(&phone, &draft);
    let sent = send_with_a_cut(&world, &mut phone, &story, &draft, &dossier);
    sent.await;
    read_the_receipt(&world, &phone, &dossier).await;

    answer_the_office(&world, &phone, &story, &draft, &dossier).await;
    bring_the_result_home(&world, &phone, &dossier).await;
    look_back(&phone, &dossier);
    report_a_pothole(&world, &phone, &story).await;
    assert!(phone.outbox_codes().is_empty(), "nothing is left to send");
}

/// Question by question, looking at what the story says to look at; killed where it says so, and once more at the end.
async fn fill_in_with_a_kill(phone: &mut Phone, story: &Story) -> DraftId {
    let draft = phone.new_draft(&story.procedure_code).unwrap();
    let parts = story.steps.split(|step| step["step"] == "restart");
    for part in parts {
        let session = phone.open_draft(&draft).unwrap();
        let player = Player {
            story,
            phone,
            session: &session,
        };
        part.iter().for_each(|step| player.play(step));
        drop(session);
        phone.restart().await;
    }
    let session = phone.open_draft(&draft).unwrap();
    for (reference, answer) in story.answers(phone) {
        let kept = session.question(&reference).unwrap().value;
        assert_eq!(kept, answer, "{reference} after the restart");
    }
    draft
}

fn submit_offline(phone: &Phone, draft: &DraftId) -> DossierId {
    let session = phone.open_draft(draft).unwrap();
    let review = submit_draft::review(phone.context(), &session).unwrap();
    assert!(review.to_mend.is_none());
    assert_eq!(review.papers.len(), 2);
    let office = review.office.unwrap();
    says_what_is_which(&review.sections);
    assert_eq!(office.name, "Trung tâm Phục vụ hành chính công Phường Sài Gòn");
    let dossier = submit_draft::submit(phone.context(), &session, &review.view_sha256, &office).unwrap();
    let waiting = phone.outbox_item(&dossier).unwrap();
    assert_eq!(waiting.code, "NETWORK_OFFLINE");
    assert!(waiting.failure.is_some() && !waiting.reason.is_empty());
    assert_eq!(phone.draft_state(draft), "queued");
    dossier
}

/// The same question twice on a page stands under its own heading; of the notes only the charge is part of what is seen.
fn says_what_is_which(sections: &[ReviewSection]) {
    let rows = || sections.iter().flat_map(|it| &it.rows);
    let heading = |reference: &str| {
        let row = rows().find(|it| it.reference == reference).unwrap();
        row.heading.clone().unwrap_or_default()
    };
    assert_eq!(heading("/data/child/hometown/province"), "Quê quán");
    assert_eq!(heading("/data/child/full_name"), "");
    let notes: Vec<_> = rows()
        .filter(|it| it.label.is_empty())
        .map(|it| &*it.answer)
        .collect();
    assert_eq!(notes, ["Lệ phí bản sao: 16.000 đồng"]);
}

/// Network back, sign-in with a kill behind the browser, and a connection that breaks inside the photo.
async fn send_with_a_cut(
    world: &World,
    phone: &mut Phone,
    story: &Story,
    draft: &DraftId,
    dossier: &DossierId,
) {
    const CUT_AT: u64 = 2_000_000;
    let patches = |kind: serde_json::Value, times: Option<u32>| {
        let mut order = json!({"path_prefix": "/v1/files", "method": "PATCH", "times": times});
        order
            .as_object_mut()
            .unwrap()
            .extend(kind.as_object().unwrap().clone());
        world.fault(order)
    };
    let cut = patches(json!({"kind": "cut_upload", "at_bytes": CUT_AT}), Some(1)).await;
    // A delay of nothing: it counts the pieces that come.
    let pieces = patches(json!({"kind": "delay", "ms": 0}), None).await;

    phone.network(Connectivity::Unmetered);
    assert_eq!(phone.outbox_item(dossier).unwrap().code, "SIGN_IN_REQUIRED");
    let page = sign_in::begin_sign_in(phone.context()).await.unwrap();
    phone.kill().await;
    let back = consent(world, &page, &story.person, Decision::Allow).await;
    phone.open().unwrap();
    sign_in::complete_sign_in(phone.context(), &back).await.unwrap();

    let outbox = &phone.context().topics.outbox;
    let waits = phone.until(outbox, "the cut", || {
        phone
            .outbox_item(dossier)
            .filter(|it| it.code == "NETWORK_UNREACHABLE")
    });
    let waits = waits.await;
    assert!(waits.progress.is_some(), "it says how far it is");
    assert_eq!(world.struck(cut).await, 1);
    phone.client().connectivity_changed().unwrap();
    phone.until_draft(draft, "sent").await;
    // The photo has eleven pieces of 512 KiB, each covered by a checksum: three before the cut, the one that was cut (not counted), then that one
    // again and the seven after it; answers and PDF have one each.
    assert_eq!(world.struck(pieces).await, 3 + 8 + 2);
    world.heal().await;
}

async fn read_the_receipt(world: &World, phone: &Phone, dossier: &DossierId) {
    let receipt = follow_dossier::receipt(phone.context(), dossier)
        .unwrap()
        .unwrap();
    assert_eq!(receipt.heading, "Đã nộp");
    let theirs = world.office().dossier(dossier).await;
    assert_eq!(theirs["dossier_code"], receipt.dossier_code.as_str());
    assert_eq!(receipt.files.len(), 3, "answers and two papers");
    assert_eq!(world.count("dossiers").await, 1);
}

/// Waits for a pull that shows this fact in the dossier's timeline. Nobody asks for the pull but the wake-up.
async fn told(phone: &Phone, dossier: &DossierId, event: &str) -> Timeline {
    let read = || follow_dossier::timeline(phone.context(), dossier).unwrap();
    let holds = |it: &Timeline| {
        it.entries
            .iter()
            .any(|line| line.event == event && line.proof == "signed")
    };
    let tracking = &phone.context().topics.tracking;
    phone.until(tracking, event, || Some(read()).filter(holds)).await
}

async fn answer_the_office(
    world: &World,
    phone: &Phone,
    story: &Story,
    draft: &DraftId,
    dossier: &DossierId,
) {
    let outbox = &phone.context().topics.outbox;
    let empty = || phone.outbox_codes().is_empty().then_some(());
    phone.until(outbox, "the push registration", empty).await;
    told(phone, dossier, "received").await;

    world
        .office()
        .act(dossier, "ask-supplement", &story.supplement.ask)
        .await;
    let asked = told(phone, dossier, "supplement_asked").await;
    assert_eq!(asked.status, "supplement_requested");
    let request = asked.supplement.unwrap();
    assert_eq!(request.note, story.supplement.ask["note_vi"].as_str().unwrap());
    assert_eq!(
        request.items[0].reference.as_deref(),
        Some("/data/papers/birth_cert")
    );
    let health = sync_events::tracking(phone.context()).unwrap().push;
    assert_eq!(
        health.health(phone.context().now()),
        Health::Healthy,
        "the push woke the phone"
    );

    let supplement = submit_draft::begin_supplement(phone.context(), dossier, request.number).unwrap();
    let session = phone.open_draft(&supplement).unwrap();
    let player = Player {
        story,
        phone,
        session: &session,
    };
    story.supplement.steps.iter().for_each(|step| player.play(step));
    assert_eq!(phone.submit(&session).unwrap(), *dossier);
    phone.until_draft(&supplement, "sent").await;
    assert_eq!(phone.draft_state(draft), "superseded");
    let answered = told(phone, dossier, "supplement_received").await;
    assert_eq!(answered.status, "registered");
    assert!(answered.supplement.is_none(), "nothing is asked for any more");
    let clear = &story.files["birth_cert_clear"];
    let theirs = world.office().paper(dossier, &clear.sha256).await;
    assert_eq!(theirs.len() as u64, clear.size, "the office has the clear photo");
}

async fn bring_the_result_home(world: &World, phone: &Phone, dossier: &DossierId) {
    let office = world.office();
    let accepted = office.simply(dossier, "accept").await;
    let shown = told(phone, dossier, "accepted").await;
    assert_eq!(shown.status, "accepted");
    assert_eq!(shown.due_at.as_deref(), accepted["due_at"].as_str());
    assert!(shown.clock.is_some() && !shown.overdue);

    office.simply(dossier, "process").await;
    let completed = office.simply(dossier, "complete").await;
    told(phone, dossier, "completed").await;
    let paper = follow_dossier::result(phone.context(), dossier).await.unwrap();
    assert_eq!(paper.len() as u64, completed["result"]["size"].as_u64().unwrap());
    office.simply(dossier, "deliver").await;
    assert_eq!(told(phone, dossier, "delivered").await.status, "result_delivered");
}

/// Every line says who did it; each official one is proved by its signature.
fn look_back(phone: &Phone, dossier: &DossierId) {
    let timeline = follow_dossier::timeline(phone.context(), dossier).unwrap();
    assert_eq!(timeline.warning, None);
    let (us, portal) = ("Máy này", "Chữ ký: Cổng dịch vụ công");
    let office = "Chữ ký: Trung tâm Phục vụ hành chính công Phường Sài Gòn";
    let expected = [
        ("phone-queued", us),
        ("submitted", portal),
        ("received", office),
        ("supplement_asked", office),
        ("supplement_received", portal),
        ("received", office),
        ("accepted", office),
        ("processing_started", office),
        ("completed", office),
        ("delivered", portal),
    ];
    let shown: Vec<(&str, &str)> = timeline
        .entries
        .iter()
        .map(|it| (it.event.as_str(), it.signer.as_str()))
        .collect();
    assert_eq!(shown.len(), expected.len(), "{shown:?}");
    for ((event, signer), (wanted, by)) in shown.iter().zip(expected) {
        assert_eq!(*event, wanted);
        assert!(signer.contains(by), "{event}: {signer}");
    }
}

async fn report_a_pothole(world: &World, phone: &Phone, story: &Story) {
    let feedback = &story.feedback;
    let new = NewFeedback {
        service_code: feedback.service_code.clone(),
        description: feedback.description.clone(),
        place: Place::Pinned {
            lat: feedback.lat,
            long: feedback.long,
        },
    };
    let photo = story.file(phone, &feedback.photo);
    let id = send_feedback::send_feedback(phone.context(), new, Some(&photo)).unwrap();
    let topic = &phone.context().topics.feedback;
    let page = || send_feedback::feedback_page(phone.context(), &id).unwrap();
    let number = phone.until(topic, "the 1022 number", || page().number).await;

    let theirs = &world.office().reports().await[0];
    assert_eq!(theirs["service_request_id"], number.as_str());
    let media = world.http().get(theirs["media_url"].as_str().unwrap());
    let media = media.send().await.unwrap().bytes().await.unwrap();
    assert_eq!(media.len() as u64, story.files[&feedback.photo].size);

    world.office().answer_report(&number, &feedback.answer_note).await;
    let answer = phone.until(topic, "the answer", || page().answer).await;
    assert_eq!(answer, feedback.answer_note);
    assert_eq!(page().status, "answered");
    let first = Page {
        after: None,
        limit: 1,
    };
    let inbox = follow_dossier::inbox(phone.context(), first).unwrap();
    assert!(
        inbox.items[0].text.contains(&number),
        "the inbox names the report"
    );
    assert_eq!(world.count("feedback").await, 1);
}
