//! Smoke.
use motcua_client::use_case::submit_draft;
use motcua_journeys::stage::{Phone, Story, World};

#[tokio::test(flavor = "multi_thread")]
async fn smoke() {
    let world = World::start().await;
    let story = Story::birth();
    let phone = Phone::new(&world);
    phone.prepare(&story.procedure_code).await.unwrap();
    let draft = phone.new_draft(&story.procedure_code).unwrap();
    let session = phone.open_draft(&draft).unwrap();
    story.fill_in(&phone, &session);
    let review = submit_draft::review(phone.context(), &session).unwrap();
    assert_eq!(review.problems, 0);
    let dossier = submit_draft::submit(
        phone.context(),
        &session,
        &review.view_sha256,
        &review.office.unwrap(),
    )
    .unwrap();
    phone.sign_in(&world, &story.person).await.unwrap();
    let failure = phone.send(&dossier).await;
    assert!(failure.is_none(), "{failure:?}");
    assert_eq!(phone.draft_state(&draft), "sent");
    assert_eq!(world.count("dossiers").await, 1);
}
