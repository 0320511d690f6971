//! The officer asks for a better photo; a push wakes the phone; the citizen answers.

use serde_json::{Value, json};

use super::{player::Player, queue, send};
use crate::demo::{
    clock::Stopwatch,
    failed::{Told, expect},
    phone::member,
    scene::Scene,
};

/// The paper that the supplement keeps as it was.
const UNCHANGED: &str = "marriage_cert";

pub(in crate::demo) async fn tell(scene: &mut Scene) -> Told<()> {
    scene.narrator.step(
        "Cán bộ yêu cầu bổ sung; thông báo đẩy đánh thức điện thoại",
        "The officer asks for a supplement; a push wakes the phone",
    );
    received_by_office(scene, 1).await?;
    let ask = scene.story.supplement.ask.clone();
    let news = act_and_hear(scene, "ask-supplement", &ask).await?;
    scene.narrator.screen(&news);
    let request = asked(scene).await?;
    scene.narrator.screen(&request);
    answer(scene).await
}

/// The office signs by itself, for the `times`th time, that it has read everything; then its work begins.
async fn received_by_office(scene: &mut Scene, times: usize) -> Told<()> {
    let dossier = scene.dossier.clone();
    let awaited = "the office's signature that it read everything";
    let signed = scene.app.tracks(&dossier, awaited, |timeline| {
        let entries = entries(timeline, "received");
        (entries.len() == times).then(|| entries.last().map(|it| member(it, "label").to_owned()))
    });
    let label = signed.await?.unwrap_or_default();
    scene.narrator.screen(&label);
    Ok(())
}

/// The officer acts, and the phone hears of it without being told to look; gives the inbox's words.
pub(super) async fn act_and_hear(scene: &mut Scene, action: &str, body: &Value) -> Told<String> {
    let (id, began) = (scene.dossier.clone(), Stopwatch::start());
    let office = scene.portal.act(&id, action, body).await?;
    let status = &office["status"];
    let heard = scene.app.tracks(&id, "a push to bring the news", |timeline| {
        (timeline["status"] == *status).then_some(())
    });
    heard.await?;
    let took = scene.narrator.seconds(began.elapsed());
    scene.narrator.proved(
        &format!("Điện thoại tự biết sau {took}"),
        &format!("The phone knows of it by itself after {took}"),
    );
    Ok(member(&scene.app.newest().await?, "text").to_owned())
}

async fn asked(scene: &mut Scene) -> Told<String> {
    let dossier = scene.dossier.clone();
    let timeline = scene.app.tracks(&dossier, "the office's request", |timeline| {
        timeline["supplement"]
            .is_object()
            .then(|| timeline["supplement"].clone())
    });
    let request = timeline.await?;
    let note = member(&scene.story.supplement.ask, "note_vi");
    // Readers of English are told the reason in theirs before the words themselves.
    expect(
        member(&request, "note").contains(note),
        "the officer's words",
        &request["note"],
    )?;
    let item = member(&request["items"][0], "note");
    Ok(format!("{note} {item} ({})", member(&request, "due")))
}

async fn answer(scene: &mut Scene) -> Told<()> {
    let opened = scene.app.ask(&["supplement", &scene.dossier]).await?;
    let (draft, steps) = (
        member(&opened, "id").to_owned(),
        scene.story.supplement.steps.clone(),
    );
    Player::new(scene, &draft).play(&steps).await?;
    let again = send::watch_for(scene, UNCHANGED).await?;
    let same = queue::submit(scene, &draft).await?;
    expect(same == scene.dossier, "the same dossier", &same)?;
    received_by_office(scene, 2).await?;
    let resent = scene.portal.struck(again).await?;
    expect(
        resent == 0,
        format!("{UNCHANGED} not to be sent a second time"),
        resent,
    )?;
    let timeline = scene.app.ask(&["track", &scene.dossier]).await?;
    let proved = entries(&timeline, "supplement_received");
    expect(
        proved.len() == 1,
        "a receipt for the supplement",
        &timeline["entries"],
    )?;
    scene.narrator.done(
        "Đã bổ sung, cùng mã hồ sơ; giấy tờ cổng đã có thì không gửi lại byte nào",
        "Answered under the same code; of the paper that the portal has, not one byte was sent again",
    );
    Ok(())
}

/// The lines of a timeline about this event that are proved by a signature, oldest first.
pub(super) fn entries<'a>(timeline: &'a Value, event: &str) -> Vec<&'a Value> {
    let entries = timeline["entries"].as_array().into_iter().flatten();
    let fits = |it: &&Value| it["event"] == json!(event) && it["proof"] == json!("signed");
    entries.filter(fits).collect()
}
