//! The officer asks for a better photo; a push wakes the phone; the citizen answers.

use serde_json::{Value, json};

use super::{player::Player, queue, send};
use crate::demo::{
    clock::Stopwatch,
    failed::{Told, expect},
    phone::member,
    scene::Scene,
};

pub(in crate::demo) async fn tell(scene: &mut Scene) -> Told<()> {
    scene.narrator.step(
        "Cán bộ yêu cầu bổ sung; thông báo đẩy đánh thức điện thoại",
        "The officer asks for a supplement; a push wakes the phone",
    );
    received_by_office(scene).await?;
    let ask = scene.story.supplement.ask.clone();
    let news = act_and_hear(scene, "ask-supplement", &ask).await?;
    scene.narrator.screen(&news);
    let request = asked(scene).await?;
    scene.narrator.screen(&request);
    answer(scene).await
}

/// The office signs by itself that it has read everything; then its work begins.
async fn received_by_office(scene: &mut Scene) -> Told<()> {
    let dossier = scene.dossier.clone();
    let signed = scene.app.tracks(&dossier, "the office's signature that it read everything", |timeline| {
        entry(timeline, "received").map(|it| member(it, "label").to_owned())
    });
    let label = signed.await?;
    scene.narrator.screen(&label);
    Ok(())
}

/// The officer acts, and the phone hears of it without being told to look; gives the inbox's words.
pub(super) async fn act_and_hear(scene: &mut Scene, action: &str, body: &Value) -> Told<String> {
    let seq = newest(scene).await?;
    let began = Stopwatch::start();
    let id = scene.dossier.clone();
    scene.portal.act(&id, action, body).await?;
    let news = scene.app.news_after(seq, "a push to bring news").await?;
    let took = scene.narrator.seconds(began.elapsed());
    scene.narrator.proved(
        &format!("Điện thoại tự biết sau {took}"),
        &format!("The phone knows of it by itself after {took}"),
    );
    Ok(member(&news, "text").to_owned())
}

/// The number of the newest event in the inbox.
pub(super) async fn newest(scene: &mut Scene) -> Told<u64> {
    let inbox = scene.app.ask(&["inbox"]).await?;
    Ok(inbox["items"][0]["seq"].as_u64().unwrap_or_default())
}

async fn asked(scene: &mut Scene) -> Told<String> {
    let dossier = scene.dossier.clone();
    let timeline = scene.app.tracks(&dossier, "the office's request", |timeline| {
        timeline["supplement"].is_object().then(|| timeline["supplement"].clone())
    });
    let request = timeline.await?;
    let note = member(&scene.story.supplement.ask, "note_vi");
    expect(request["note"] == json!(note), "the officer's words", &request["note"])?;
    let item = member(&request["items"][0], "note");
    Ok(format!("{note} {item} ({})", member(&request, "due")))
}

async fn answer(scene: &mut Scene) -> Told<()> {
    let opened = scene.app.ask(&["supplement", &scene.dossier]).await?;
    let (draft, steps) = (member(&opened, "id").to_owned(), scene.story.supplement.steps.clone());
    Player::new(scene, &draft).play(&steps).await?;
    let same = queue::submit(scene, &draft).await?;
    expect(same == scene.dossier, "the same dossier", &same)?;
    send::delivered(scene).await?;
    let dossier = scene.dossier.clone();
    let told = scene.app.tracks(&dossier, "the supplement's receipt", |timeline| {
        entry(timeline, "supplement_received").map(|it| member(it, "label").to_owned())
    });
    let label = told.await?;
    scene.narrator.screen(&label);
    scene.narrator.done(
        "Đã bổ sung, cùng mã hồ sơ; những tệp cổng đã có không gửi lại",
        "Answered under the same code; files that the portal has weren't sent again",
    );
    Ok(())
}

/// The newest line of a timeline about this event, if it is proved by a signature.
pub(super) fn entry<'a>(timeline: &'a Value, event: &str) -> Option<&'a Value> {
    let entries = timeline["entries"].as_array()?;
    let fits = |it: &&Value| it["event"] == json!(event) && it["proof"] == json!("signed");
    entries.iter().rev().find(fits)
}
